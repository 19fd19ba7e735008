//! Verification of the log, while it grows: what is verified is what stood there when it was asked.

use crate::app::App;
use crate::problem::Problem;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use pipeline::prove;

/// Verifies originals, events, tree, checkpoints and states. The body may be a checkpoint kept elsewhere.
#[utoipa::path(post, path = "/v1/audit/verify",
    request_body(content = String, content_type = "text/plain", description = "Empty, or a signed checkpoint kept elsewhere"),
    responses((status = 200, description = "What was read, and the first thing that is wrong")))]
pub async fn verify(State(app): State<App>, against: Bytes) -> Result<Response, Problem> {
    let against =
        if against.is_empty() { Vec::new() } else { vec![("against".to_owned(), against.to_vec())] };
    let proven = prove::verify(app.engine.ledger(), app.engine.seal(), against).await?;
    Ok(Json(proven).into_response())
}
