//! `GET /v1/status`: counts, the three sums, lanes, the batch, the holds in force.

use crate::app::App;
use crate::problem::Problem;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use ledger::hold::Hold;
use ledger::view::Counts;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// An answer serves for so long.
const FRESH: Duration = Duration::from_millis(250);

/// The last counts, so that many watchers cost one enumeration.
#[derive(Debug, Default)]
pub struct Cache {
    last: Mutex<Option<(Instant, Arc<Counts>)>>,
}

/// How the counts are asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Count now, whatever was counted a moment ago.
    #[serde(default)]
    fresh: bool,
}

/// The counts, at most a quarter of a second old.
///
/// # Errors
/// Where the ledger refuses.
pub async fn counts(app: &App) -> Result<Arc<Counts>, ledger::Error> {
    counted(app, false).await
}

async fn counted(app: &App, fresh: bool) -> Result<Arc<Counts>, ledger::Error> {
    let mut last = app.status.last.lock().await;
    if let Some((at, counts)) = last.as_ref()
        && at.elapsed() < FRESH
        && !fresh
    {
        return Ok(Arc::clone(counts));
    }
    let counts = Arc::new(app.engine.ledger().counts().await?);
    *last = Some((Instant::now(), Arc::clone(&counts)));
    Ok(counts)
}

/// Counts by state, and whether everything that came in is accounted for.
#[utoipa::path(get, path = "/v1/status",
    params(("fresh" = Option<bool>, Query, description = "Count now; else the counts may be a quarter of a second old")),
    responses((status = 200, description = "Counts, sums, lanes, batch, holds")))]
pub async fn status(State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let counts = counted(&app, asked.fresh).await?;
    let holds = app.engine.ledger().holds(0).await?;
    Ok(Json(of(&app, &counts, &holds)).into_response())
}

/// The shape of the counts.
pub fn of(app: &App, counts: &Counts, holds: &[Hold]) -> Value {
    let value: serde_json::Map<String, Value> =
        counts.value.iter().map(|(currency, sums)| (currency.clone(), json!(sums))).collect();
    json!({
        "counts": counts.states,
        "accepted": counts.accepted,
        "conserved": counts.conserved(),
        "lines": counts.lines,
        "value": value,
        "lanes": counts.lanes,
        "breakers": [],
        "holds": holds,
        "batch": app.engine.batch(),
        "outbox": { "pending": counts.outbox_pending },
        "tasks": { "open": counts.tasks_open },
        "log": { "leaves": counts.leaves, "batches_unsequenced": counts.batches_unsequenced },
        "trouble": app.engine.trouble(),
    })
}
