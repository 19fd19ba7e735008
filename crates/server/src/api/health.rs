//! Health and metrics.

use crate::app::App;
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

/// The process answers.
#[utoipa::path(get, path = "/healthz", responses((status = 200, description = "The process answers")))]
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// The process takes documents; says why where it does not.
#[utoipa::path(get, path = "/readyz",
    responses((status = 200, description = "Ready, or amber with the reason"), (status = 503, description = "Not ready, with the reason")))]
pub async fn readyz(State(app): State<App>) -> Response {
    match app.engine.ledger().holds(0).await {
        Ok(holds) => {
            let held = holds.iter().map(|hold| format!("stopped by {}", pipeline::hold::in_words(hold)));
            let amber: Vec<String> = app.engine.trouble().into_iter().chain(held).collect();
            let amber = (!amber.is_empty()).then(|| amber.join("; "));
            Json(json!({ "ready": true, "amber": amber })).into_response()
        }
        Err(failure) => {
            tracing::error!(error = %failure, "readyz.ledger");
            let why = json!({ "ready": false, "why": "the ledger does not answer" });
            (StatusCode::SERVICE_UNAVAILABLE, Json(why)).into_response()
        }
    }
}

/// Metrics in the Prometheus text form.
#[utoipa::path(get, path = "/metrics", responses((status = 200, content_type = "text/plain", description = "Prometheus text")))]
pub async fn metrics(State(app): State<App>) -> Response {
    if let Ok(counts) = super::status::counts(&app).await {
        for (state, count) in &counts.states {
            metrics::gauge!("tidewaiter_documents", "state" => *state).set(*count as f64);
        }
        metrics::gauge!("tidewaiter_documents_accepted").set(counts.accepted as f64);
        metrics::gauge!("tidewaiter_conserved").set(if counts.conserved() { 1.0 } else { 0.0 });
        metrics::gauge!("tidewaiter_outbox_pending").set(counts.outbox_pending as f64);
        metrics::gauge!("tidewaiter_tasks_open").set(counts.tasks_open as f64);
        metrics::gauge!("tidewaiter_log_leaves").set(counts.leaves as f64);
    }
    let text = app.metrics.as_ref().map(|metrics| metrics.render()).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}
