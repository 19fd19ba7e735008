//! What people decide: review, quarantine, dead letters. Each task and each dead letter has an exit here.

use crate::app::App;
use crate::problem::Problem;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use ledger::view::Filter;
use pipeline::review::{self, Actor, Decided};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use trade::{Code, State as DocumentState};

/// How many to list.
#[derive(Debug, Deserialize)]
pub struct Listing {
    limit: Option<usize>,
    document: Option<String>,
}

impl Listing {
    fn limit(&self) -> usize {
        self.limit.unwrap_or(100).clamp(1, 1_000)
    }
}

/// Who decides and why.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Said {
    pub(super) by: Option<String>,
    pub(super) reason: Option<String>,
}

impl Said {
    pub(super) fn actor(self) -> Actor {
        Actor {
            by: self.by.filter(|by| !by.trim().is_empty()).unwrap_or_else(|| "person".to_owned()),
            reason: self.reason,
        }
    }
}

/// Reads a small JSON body; an empty one is the default.
pub(super) fn body<T: DeserializeOwned + Default>(bytes: &Bytes) -> Result<T, Problem> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(T::default());
    }
    serde_json::from_slice(bytes)
        .map_err(|failure| Problem::new(Code::RequestInvalid).detail(failure.to_string()))
}

/// What a decision came to, as an answer.
fn answer(id: &trade::CorrelationId, decided: Decided) -> Result<Response, Problem> {
    match decided {
        Decided::Done => {
            Ok((StatusCode::ACCEPTED, Json(json!({ "correlation_id": id, "done": true }))).into_response())
        }
        Decided::Unknown => Err(Problem::new(Code::NotFound)),
        Decided::NotFrom(state) => Err(Problem::new(Code::MoveIllegal)
            .detail(format!("the document is {state}, which does not allow this"))),
        Decided::Changed => {
            Err(Problem::new(Code::MoveIllegal).detail("somebody else decided at the same time; look again"))
        }
        Decided::Invalid(why) => Err(Problem::new(Code::RequestInvalid).detail(why)),
        Decided::StillHeld(codes) => Err(Problem::new(Code::RequestInvalid).detail(still_held(&codes))),
    }
}

/// What would still be wrong, each code once however many lines it holds.
fn still_held(codes: &[String]) -> String {
    let mut once: Vec<&str> = Vec::new();
    for code in codes {
        if !once.contains(&code.as_str()) {
            once.push(code);
        }
    }
    format!("it would still be held: {}", once.join(", "))
}

async fn tasks(app: &App, of_lines: Option<bool>, listing: &Listing) -> Result<Response, Problem> {
    let document = listing.document.as_deref().map(super::id).transpose()?;
    let tasks = app.engine.ledger().tasks(of_lines, document, listing.limit()).await?;
    Ok(Json(json!({ "tasks": tasks })).into_response())
}

/// Open tasks of documents, oldest first.
#[utoipa::path(get, path = "/v1/review", params(("limit" = Option<usize>, Query), ("document" = Option<String>, Query)),
    responses((status = 200, description = "Tasks about whole documents")))]
pub async fn review_list(
    State(app): State<App>,
    Query(listing): Query<Listing>,
) -> Result<Response, Problem> {
    tasks(&app, Some(false), &listing).await
}

/// One document in review with its tasks.
#[utoipa::path(get, path = "/v1/review/{id}", params(("id" = String, Path)),
    responses((status = 200, description = "The document and its tasks"), (status = 404, body = Problem)))]
pub async fn review_show(State(app): State<App>, Path(text): Path<String>) -> Result<Response, Problem> {
    let mut shown = super::documents::whole(&app, &text).await?;
    let tasks = app.engine.ledger().tasks(None, Some(super::id(&text)?), 1_000).await?;
    if let Some(object) = shown.as_object_mut() {
        object.insert("tasks".to_owned(), serde_json::to_value(tasks).unwrap_or(Value::Null));
    }
    Ok(Json(shown).into_response())
}

/// Approval of what holds a document.
#[derive(Debug, Default, Deserialize)]
struct Approving {
    #[serde(default)]
    codes: Vec<String>,
    by: Option<String>,
    reason: Option<String>,
}

/// Accepts what holds a document, as it is.
#[utoipa::path(post, path = "/v1/review/{id}/approve", params(("id" = String, Path)),
    request_body(content = String, content_type = "application/json", description = "{codes, by, reason}; no codes: all"),
    responses((status = 202, description = "Queued again"), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn review_approve(
    State(app): State<App>,
    Path(text): Path<String>,
    bytes: Bytes,
) -> Result<Response, Problem> {
    let id = super::id(&text)?;
    let asked: Approving = body(&bytes)?;
    let actor = Said { by: asked.by, reason: asked.reason }.actor();
    answer(&id, review::approve(&app.engine, &id, asked.codes, &actor).await?)
}

/// Corrections of fields.
#[derive(Debug, Default, Deserialize)]
struct Correcting {
    #[serde(default)]
    corrections: Vec<Correction>,
    by: Option<String>,
    reason: Option<String>,
}

/// One field's new value; null takes it away.
#[derive(Debug, Deserialize)]
struct Correction {
    line: Option<u32>,
    field: String,
    value: Option<Value>,
}

/// A typed value as text: people type numbers as numbers too.
fn typed(value: Option<Value>) -> Option<String> {
    match value {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text),
        Some(other) => Some(other.to_string()),
    }
}

/// Gives fields other values.
#[utoipa::path(post, path = "/v1/review/{id}/correct", params(("id" = String, Path)),
    request_body(content = String, content_type = "application/json", description = "{corrections: [{line, field, value}], by, reason}"),
    responses((status = 202, description = "Queued again, or a new revision"), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn review_correct(
    State(app): State<App>,
    Path(text): Path<String>,
    bytes: Bytes,
) -> Result<Response, Problem> {
    let id = super::id(&text)?;
    let asked: Correcting = body(&bytes)?;
    if asked.corrections.is_empty() {
        return Err(Problem::new(Code::RequestInvalid).detail("corrections name at least one field"));
    }
    let actor = Said { by: asked.by, reason: asked.reason }.actor();
    let corrections =
        asked.corrections.into_iter().map(|one| (one.line, one.field, typed(one.value))).collect();
    answer(&id, review::correct(&app.engine, &id, corrections, &actor).await?)
}

/// Says no to a document in review.
#[utoipa::path(post, path = "/v1/review/{id}/reject", params(("id" = String, Path)),
    request_body(content = String, content_type = "application/json", description = "{by, reason}"),
    responses((status = 202, description = "Rejected"), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn review_reject(
    State(app): State<App>,
    Path(text): Path<String>,
    bytes: Bytes,
) -> Result<Response, Problem> {
    const FROM: &[DocumentState] = &[DocumentState::InReview, DocumentState::Waiting, DocumentState::Queued];
    let id = super::id(&text)?;
    let actor = body::<Said>(&bytes)?.actor();
    answer(&id, review::reject(&app.engine, &id, FROM, &actor).await?)
}

/// Quarantined lines, oldest first.
#[utoipa::path(get, path = "/v1/quarantine", params(("limit" = Option<usize>, Query), ("document" = Option<String>, Query)),
    responses((status = 200, description = "Tasks about lines")))]
pub async fn quarantine_list(
    State(app): State<App>,
    Query(listing): Query<Listing>,
) -> Result<Response, Problem> {
    tasks(&app, Some(true), &listing).await
}

/// How a line is settled: a field's new value, as it is, or struck out.
#[derive(Debug, Default, Deserialize)]
struct Fixing {
    field: Option<String>,
    value: Option<Value>,
    #[serde(default)]
    accept: bool,
    #[serde(default)]
    strike: bool,
    by: Option<String>,
    reason: Option<String>,
}

/// Settles a quarantined line.
#[utoipa::path(post, path = "/v1/quarantine/{id}/{line}/fix", params(("id" = String, Path), ("line" = u32, Path)),
    request_body(content = String, content_type = "application/json",
        description = "{field, value} or {accept: true} or {strike: true}, with by and reason"),
    responses((status = 202, description = "A new revision, or queued again"), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn quarantine_fix(
    State(app): State<App>,
    Path((text, line)): Path<(String, u32)>,
    bytes: Bytes,
) -> Result<Response, Problem> {
    let id = super::id(&text)?;
    let asked: Fixing = body(&bytes)?;
    let actor = Said { by: asked.by, reason: asked.reason }.actor();
    let decided = match (asked.field, asked.accept, asked.strike) {
        (Some(field), false, false) => {
            let correction = vec![(Some(line), field, typed(asked.value))];
            review::correct(&app.engine, &id, correction, &actor).await?
        }
        (None, true, false) => review::approve_line(&app.engine, &id, line, &actor).await?,
        (None, false, true) => review::reject_line(&app.engine, &id, line, &actor).await?,
        _ => {
            return Err(Problem::new(Code::RequestInvalid).detail("one of: field with value, accept, strike"));
        }
    };
    answer(&id, decided)
}

/// Dead letters, newest first.
#[utoipa::path(get, path = "/v1/dead-letters", params(("limit" = Option<usize>, Query)),
    responses((status = 200, description = "Documents that cannot go on by themselves")))]
pub async fn dead_letters_list(
    State(app): State<App>,
    Query(listing): Query<Listing>,
) -> Result<Response, Problem> {
    let filter =
        Filter { states: vec![DocumentState::DeadLetter], limit: listing.limit(), ..Filter::default() };
    let found = app.engine.ledger().documents(filter).await?;
    let letters: Vec<Value> = found
        .iter()
        .map(|summary| {
            let mut letter = serde_json::to_value(crate::shape::Document::of(summary)).unwrap_or(Value::Null);
            let advice = summary.code.as_deref().and_then(Code::from_name).map(|code| code.row().advice);
            if let Some(object) = letter.as_object_mut() {
                object.insert("advice".to_owned(), json!(advice));
            }
            letter
        })
        .collect();
    Ok(Json(json!({ "dead_letters": letters })).into_response())
}

/// One dead letter with everything about it.
#[utoipa::path(get, path = "/v1/dead-letters/{id}", params(("id" = String, Path)),
    responses((status = 200, description = "The document"), (status = 404, body = Problem)))]
pub async fn dead_letters_show(
    State(app): State<App>,
    Path(text): Path<String>,
) -> Result<Response, Problem> {
    let shown = super::documents::whole(&app, &text).await?;
    if shown.get("state") != Some(&json!(DocumentState::DeadLetter)) {
        return Err(Problem::new(Code::NotFound).detail("that document is no dead letter"));
    }
    Ok(Json(shown).into_response())
}

/// Queues a dead letter again.
#[utoipa::path(post, path = "/v1/dead-letters/{id}/replay", params(("id" = String, Path)),
    request_body(content = String, content_type = "application/json", description = "{by, reason}"),
    responses((status = 202, description = "Queued again"), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn dead_letters_replay(
    State(app): State<App>,
    Path(text): Path<String>,
    bytes: Bytes,
) -> Result<Response, Problem> {
    let id = super::id(&text)?;
    let actor = body::<Said>(&bytes)?.actor();
    answer(&id, review::replay(&app.engine, &id, &actor).await?)
}

/// Says no to a dead letter.
#[utoipa::path(post, path = "/v1/dead-letters/{id}/reject", params(("id" = String, Path)),
    request_body(content = String, content_type = "application/json", description = "{by, reason}"),
    responses((status = 202, description = "Rejected"), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn dead_letters_reject(
    State(app): State<App>,
    Path(text): Path<String>,
    bytes: Bytes,
) -> Result<Response, Problem> {
    let id = super::id(&text)?;
    let actor = body::<Said>(&bytes)?.actor();
    answer(&id, review::reject(&app.engine, &id, &[DocumentState::DeadLetter], &actor).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_holds_many_lines_is_said_once() {
        let codes = ["currency_mixed", "value_invalid", "currency_mixed"].map(str::to_owned);
        assert_eq!(still_held(&codes), "it would still be held: currency_mixed, value_invalid");
    }
}
