//! `/v1/holds`: what people stop, and what stands.

use super::decide::{Said, body};
use crate::app::App;
use crate::problem::Problem;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use ledger::hold::Resumed;
use pipeline::hold::{self, Made};
use serde::Deserialize;
use serde_json::json;
use trade::{Code, HoldScope};

/// At most so many holds that have ended are listed.
const ENDED_MAX: usize = 1_000;

/// How many holds that have ended to list.
#[derive(Debug, Deserialize)]
pub struct Listing {
    ended: Option<usize>,
}

/// A hold to be made.
#[derive(Debug, Default, Deserialize)]
struct Making {
    #[serde(default)]
    scope: String,
    reason: Option<String>,
    by: Option<String>,
    until: Option<Timestamp>,
}

/// The holds in force, the first made first, and some that have ended, the last made first.
#[utoipa::path(get, path = "/v1/holds",
    params(("ended" = Option<usize>, Query, description = "How many that have ended; 20 where nothing is asked, at most 1,000")),
    responses((status = 200, description = "{holds, ended}")))]
pub async fn list(State(app): State<App>, Query(asked): Query<Listing>) -> Result<Response, Problem> {
    let ended_max = asked.ended.unwrap_or(20).min(ENDED_MAX);
    let found = app.engine.ledger().holds(ended_max).await?;
    let (ended, holds): (Vec<_>, Vec<_>) = found.into_iter().partition(|hold| hold.ended.is_some());
    Ok(Json(json!({ "holds": holds, "ended": ended })).into_response())
}

/// Stops everything, a lane, a source or a dependency.
#[utoipa::path(post, path = "/v1/holds",
    request_body(content = String, content_type = "application/json",
        description = "{scope, reason, by, until}; scope is everything, lane:NAME, source:NAME or dependency:NAME"),
    responses((status = 201, description = "The hold; it is in force"), (status = 422, body = Problem)))]
pub async fn make(State(app): State<App>, bytes: Bytes) -> Result<Response, Problem> {
    let asked: Making = body(&bytes)?;
    let invalid = |why: String| Problem::new(Code::RequestInvalid).detail(why);
    let scope: HoldScope =
        asked.scope.parse().map_err(|wrong: trade::hold::ScopeProblem| invalid(wrong.to_string()))?;
    let actor = Said { by: asked.by, reason: asked.reason }.actor();
    match hold::make(&app.engine, scope, asked.until, &actor).await? {
        Made::Done(hold) => Ok((StatusCode::CREATED, Json(hold)).into_response()),
        Made::Invalid(why) => Err(invalid(why)),
    }
}

/// Ends a hold.
#[utoipa::path(delete, path = "/v1/holds/{id}", params(("id" = i64, Path)),
    request_body(content = String, content_type = "application/json", description = "{by, reason}"),
    responses((status = 200, description = "The hold and how it ended"), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn end(
    State(app): State<App>,
    Path(text): Path<String>,
    bytes: Bytes,
) -> Result<Response, Problem> {
    let unknown = || Problem::new(Code::NotFound).detail("there is no hold with that number");
    let id: i64 = text.parse().map_err(|_| unknown())?;
    let actor = body::<Said>(&bytes)?.actor();
    match hold::end(&app.engine, id, &actor).await? {
        Resumed::Done(hold) => Ok(Json(hold).into_response()),
        Resumed::Before(hold) => {
            let when =
                hold.ended.map(|ended| format!(" at {} by {}", ended.at, ended.by)).unwrap_or_default();
            Err(Problem::new(Code::MoveIllegal).detail(format!("the hold has ended{when}")))
        }
        Resumed::Unknown => Err(unknown()),
    }
}

#[cfg(test)]
mod tests;
