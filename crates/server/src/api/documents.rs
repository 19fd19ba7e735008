//! Documents one by one and in lists.

use crate::app::App;
use crate::problem::Problem;
use crate::shape::{Document, raw, stored};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use ledger::view::{Filter, Whole};
use pipeline::explain;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use trade::event::Event;
use trade::{Code, State as DocumentState};

/// How to list.
#[derive(Debug, Deserialize)]
pub struct Listing {
    state: Option<String>,
    source: Option<String>,
    client: Option<String>,
    container: Option<String>,
    ids: Option<String>,
    since: Option<Timestamp>,
    limit: Option<usize>,
    cursor: Option<i64>,
}

impl Listing {
    /// The filter it asks for; states may be several, with commas between them.
    fn filter(self) -> Result<Filter, Problem> {
        let wrong = |detail: &str| Problem::new(Code::RequestInvalid).detail(detail);
        let states = match &self.state {
            None => Vec::new(),
            Some(names) => names
                .split(',')
                .map(|name| DocumentState::from_name(name.trim()))
                .collect::<Option<Vec<_>>>()
                .ok_or_else(|| {
                    wrong("state is one of the ten states, or several with commas between them")
                })?,
        };
        let limit = self.limit.unwrap_or(100);
        if !(1..=1_000).contains(&limit) {
            return Err(wrong("limit is 1 to 1000"));
        }
        let ids = self.ids.as_deref().unwrap_or_default().split(',').filter(|id| !id.is_empty());
        let ids: Vec<_> = ids.map(super::id).collect::<Result<_, _>>()?;
        if ids.len() > 1_000 {
            return Err(wrong("at most 1000 ids at once"));
        }
        Ok(Filter {
            ids: self.ids.is_some().then_some(ids),
            states,
            source: self.source,
            client: self.client,
            container: self.container.as_deref().map(super::id).transpose()?,
            since: self.since,
            before: self.cursor,
            limit,
        })
    }
}

/// Lists documents, newest first.
#[utoipa::path(
    get,
    path = "/v1/documents",
    params(("state" = Option<String>, Query), ("source" = Option<String>, Query), ("client" = Option<String>, Query),
           ("container" = Option<String>, Query), ("ids" = Option<String>, Query, description = "Only these, with commas between them"), ("since" = Option<String>, Query),
           ("limit" = Option<usize>, Query, description = "1 to 1000"), ("cursor" = Option<i64>, Query)),
    responses((status = 200, description = "Documents and the next cursor"), (status = 422, body = Problem))
)]
pub async fn list(
    State(app): State<App>,
    listing: Result<Query<Listing>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(listing) =
        listing.map_err(|wrong| Problem::new(Code::RequestInvalid).detail(wrong.body_text()))?;
    let filter = listing.filter()?;
    let limit = filter.limit;
    let found = app.engine.ledger().documents(filter).await?;
    let next = if found.len() == limit { found.last().map(|last| last.seq.to_string()) } else { None };
    let documents: Vec<Document<'_>> = found.iter().map(Document::of).collect();
    Ok(Json(json!({ "documents": documents, "next_cursor": next })).into_response())
}

/// A document with everything about it.
#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    document: Document<'a>,
    record: Value,
    reading: Value,
    findings: Value,
    quarantined: &'a [ledger::work::HeldLine],
    edition: Option<Value>,
    relevant_date: Option<Value>,
    attempts: Vec<Value>,
    releases: &'a [ledger::view::ReleaseRow],
    decisions: &'a [ledger::decision::Decision],
}

/// Shows one document.
#[utoipa::path(
    get,
    path = "/v1/documents/{id}",
    params(("id" = String, Path)),
    responses((status = 200, description = "The document with record, reading, findings, attempts and releases"),
              (status = 404, body = Problem))
)]
pub async fn show(State(app): State<App>, Path(text): Path<String>) -> Result<Response, Problem> {
    Ok(Json(whole(&app, &text).await?).into_response())
}

/// Everything about a document, as JSON.
///
/// # Errors
/// `not_found`, or the ledger's.
pub async fn whole(app: &App, text: &str) -> Result<Value, Problem> {
    let found = find(app, text).await?;
    let id = &found.summary.id;
    let verdict = found.verdict.as_ref();
    let reading = match verdict.and_then(|verdict| verdict.reading.as_deref()) {
        Some(reading) => stored(reading),
        None => derived_reading(app, &found).await?,
    };
    let empty = Vec::new();
    let shown = Shown {
        record: verdict.map_or(Value::Null, |verdict| stored(&verdict.record)),
        reading,
        findings: verdict.map_or_else(|| json!([]), |verdict| stored(&verdict.findings)),
        quarantined: verdict.map_or(&empty, |verdict| &verdict.held),
        edition: verdict
            .and_then(|verdict| verdict.edition.as_ref())
            .map(|(scheme, name)| json!({ "scheme": scheme, "name": name })),
        relevant_date: verdict.and_then(|verdict| {
            verdict.relevant_date.map(|date| json!({ "date": date, "basis": verdict.basis }))
        }),
        attempts: attempts(app, id).await?,
        releases: &found.releases,
        decisions: &found.decisions,
        document: Document::of(&found.summary),
    };
    serde_json::to_value(&shown).map_err(|failure| {
        tracing::error!(error = %failure, "documents.not_shown");
        Problem::new(Code::Unexpected)
    })
}

/// The document with this id.
///
/// # Errors
/// `not_found`, or the ledger's.
pub async fn find(app: &App, text: &str) -> Result<Whole, Problem> {
    let id = super::id(text)?;
    app.engine.ledger().document(&id).await?.ok_or_else(|| Problem::new(Code::NotFound))
}

/// The reading of an envelope is derived from its original on view.
async fn derived_reading(app: &App, found: &Whole) -> Result<Value, Problem> {
    if !matches!(found.summary.format.as_str(), "envelope" | "json") || found.verdict.is_none() {
        return Ok(Value::Null);
    }
    let Some(bytes) = app.engine.ledger().original(&found.summary.id).await? else { return Ok(Value::Null) };
    let limits = app.engine.settings().limits.clone();
    let reading = tokio::task::spawn_blocking(move || pipeline::extract::reading_of(&bytes, &limits)).await;
    Ok(reading.ok().and_then(|reading| serde_json::to_value(reading).ok()).unwrap_or(Value::Null))
}

/// The attempts, as the events that ended them tell.
async fn attempts(app: &App, id: &trade::CorrelationId) -> Result<Vec<Value>, Problem> {
    let placed = app.engine.ledger().events(id).await?;
    let events = placed.iter().filter_map(|placed| Event::read(&placed.bytes).ok());
    let ended = events.filter(|event| event.attempt.is_some());
    Ok(ended
        .map(|event| {
            json!({ "attempt": event.attempt, "at": event.at, "worker": event.by, "to": event.to, "code": event.code })
        })
        .collect())
}

/// A document's events, in order, each with its place in the log.
#[utoipa::path(
    get,
    path = "/v1/documents/{id}/events",
    params(("id" = String, Path)),
    responses((status = 200, description = "Events, oldest first"), (status = 404, body = Problem))
)]
pub async fn events(State(app): State<App>, Path(text): Path<String>) -> Result<Response, Problem> {
    let id = super::id(&text)?;
    let placed = app.engine.ledger().events(&id).await?;
    if placed.is_empty() {
        return Err(Problem::new(Code::NotFound));
    }
    let events: Vec<Value> = placed
        .into_iter()
        .map(|placed| {
            let event: Option<Box<RawValue>> = String::from_utf8(placed.bytes).ok().and_then(raw);
            json!({ "leaf": placed.leaf, "event": event })
        })
        .collect();
    Ok(Json(json!({ "correlation_id": id, "events": events })).into_response())
}

/// Why a document is where it is.
#[utoipa::path(
    get,
    path = "/v1/documents/{id}/explain",
    params(("id" = String, Path)),
    responses((status = 200, description = "One sentence, and its parts"), (status = 404, body = Problem))
)]
pub async fn explain(State(app): State<App>, Path(text): Path<String>) -> Result<Response, Problem> {
    let found = find(&app, &text).await?;
    let holds = app.engine.ledger().holds(0).await?;
    let explanation = explain::explain(&found, &holds, app.engine.ledger().now());
    Ok(Json(json!({ "correlation_id": found.summary.id, "explanation": explanation })).into_response())
}

/// The original, byte for byte, as a download that no browser runs.
#[utoipa::path(
    get,
    path = "/v1/documents/{id}/original",
    params(("id" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream", description = "The bytes as received"),
              (status = 404, body = Problem))
)]
pub async fn original(State(app): State<App>, Path(text): Path<String>) -> Result<Response, Problem> {
    let found = find(&app, &text).await?;
    let bytes = app.engine.ledger().original(&found.summary.id).await?;
    let bytes = bytes.ok_or_else(|| Problem::new(Code::NotFound))?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_DISPOSITION, disposition(&found));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    Ok(response)
}

/// Saved under the sender's name, reduced to what is safe anywhere.
fn disposition(found: &Whole) -> HeaderValue {
    let name = found.summary.name.as_deref().unwrap_or(found.summary.id.as_str());
    let safe: String = name
        .chars()
        .map(
            |character| {
                if character.is_ascii_alphanumeric() || ".-_".contains(character) { character } else { '_' }
            },
        )
        .take(100)
        .collect();
    HeaderValue::from_str(&format!("attachment; filename=\"{safe}\""))
        .unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}

/// The proof that a document's events stand in the log: inclusion in the newest signed checkpoint.
#[utoipa::path(
    get,
    path = "/v1/documents/{id}/proof",
    params(("id" = String, Path)),
    responses((status = 200, description = "The events, their leaves, inclusion proofs and the signed checkpoint"),
              (status = 404, body = Problem))
)]
pub async fn proof(State(app): State<App>, Path(text): Path<String>) -> Result<Response, Problem> {
    let id = super::id(&text)?;
    let proof = pipeline::prove::inclusion(app.engine.ledger(), app.engine.seal(), &id).await?;
    match proof {
        Some(proof) => Ok(Json(proof).into_response()),
        None => Err(Problem::new(Code::NotFound)),
    }
}
