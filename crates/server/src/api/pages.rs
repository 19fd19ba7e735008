//! Pages of a document as pictures, drawn from its original by the reader when somebody looks.
//!
//! Promises: a page is drawn through [`pipeline::extract::Reader`], which is the cage; few at once, each within the cage's
//! time and memory, so that a page that hangs costs its own request and a little waiting; what came of it, also that nothing
//! did, is kept for who looks again. The original alone decides: nothing drawn is stored.

mod kept;

use crate::app::App;
use crate::problem::Problem;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use kept::Kept;
use pipeline::extract::{Drawing, SCALE, Undrawn};
use serde::Deserialize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use trade::{Code, Digest};

/// Bytes of pictures that are kept for the next who looks.
const KEPT_BYTES_MAX: usize = 32 << 20;

/// Requests that may wait for a picture at once.
const WAITING_MAX: usize = 256;

/// The smallest and the largest scale, in pixels a point: 14 and 432 dots an inch.
const SCALES: std::ops::RangeInclusive<f32> = 0.2..=6.0;

/// What a picture is of: the bytes, the page, the scale in thousandths.
type Key = (Digest, u32, u32);

/// That a page could not be drawn is kept for so long: another time the machine may have more of it.
const FAILURE_KEPT: Duration = Duration::from_secs(60);

/// What came of drawing a page.
type Outcome = Result<Bytes, Undrawn>;

/// That, and when.
type Told = (Outcome, Instant);

/// Draws pages, a few at a time, and keeps the last ones. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Pages {
    kept: Arc<Mutex<Kept<Key, Told>>>,
    /// Pages that are drawn at once: half of the machine, since readers need the cage as well.
    drawing: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

impl Default for Pages {
    fn default() -> Pages {
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Pages {
            kept: Arc::new(Mutex::new(Kept::new(KEPT_BYTES_MAX))),
            drawing: Arc::new(Semaphore::new((processors / 2).max(1))),
            waiting: Arc::new(Semaphore::new(WAITING_MAX)),
        }
    }
}

impl Pages {
    fn known(&self, key: &Key) -> Option<Outcome> {
        let (outcome, at) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(key)?;
        (outcome.is_ok() || at.elapsed() < FAILURE_KEPT).then_some(outcome)
    }

    fn keep(&self, key: Key, outcome: &Outcome) {
        let bytes = outcome.as_ref().map_or(0, Bytes::len);
        let told = (outcome.clone(), Instant::now());
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).put(key, told, bytes);
    }
}

/// How large.
#[derive(Debug, Deserialize)]
pub struct Asked {
    scale: Option<f32>,
}

/// A page of a document as a picture.
#[utoipa::path(
    get,
    path = "/v1/documents/{id}/pages/{page}",
    params(("id" = String, Path), ("page" = String, Path, description = "The page's number, from 1, and .png: 1.png"),
           ("scale" = Option<f32>, Query, description = "Pixels a point, 0.2 to 6; 150 dots an inch where nothing is asked for. A page of more than 40 million pixels is drawn smaller")),
    responses((status = 200, content_type = "image/png", description = "The page as shown, on white"),
              (status = 404, body = Problem, description = "No such document, it has no pages, or fewer"),
              (status = 422, body = Problem, description = "The page cannot be drawn, or not at this scale"))
)]
pub async fn page(
    State(app): State<App>,
    Path((text, page)): Path<(String, String)>,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let wrong = |detail: String| Problem::new(Code::RequestInvalid).detail(detail);
    let Query(asked) = asked.map_err(|rejection| wrong(rejection.body_text()))?;
    let scale = asked.scale.unwrap_or(SCALE);
    if !SCALES.contains(&scale) {
        return Err(wrong("scale is 0.2 to 6 pixels a point".to_owned()));
    }
    let number = page.strip_suffix(".png").and_then(number);
    let number = number.ok_or_else(|| refused(Undrawn::NoPage))?;
    let found = super::documents::find(&app, &text).await?;
    let key = (found.summary.digest, number, (scale * 1_000.0).round() as u32);
    let outcome = match app.pages.known(&key) {
        Some(outcome) => outcome,
        None => drawn(&app, &found.summary.id, key, scale).await?,
    };
    outcome.map(shown).map_err(refused)
}

/// A number as people write it: no sign, no zero before it.
fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|number: &u32| *number > 0 && number.to_string() == text)
}

/// Draws a page once, however many ask for it meanwhile.
async fn drawn(app: &App, id: &trade::CorrelationId, key: Key, scale: f32) -> Result<Outcome, Problem> {
    let _waiting = app.pages.waiting.try_acquire().map_err(|_| Problem::new(Code::Overloaded))?;
    let closed = |_| Problem::new(Code::Unexpected);
    let permit = Arc::clone(&app.pages.drawing).acquire_owned().await.map_err(closed)?;
    if let Some(outcome) = app.pages.known(&key) {
        return Ok(outcome);
    }
    let bytes = app.engine.ledger().original(id).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
    let (reader, pages) = (app.engine.reader(), app.pages.clone());
    let (_, page, _) = key;
    let work = move || {
        // Goes on where the asker is gone: what it used up is not used up again.
        let drawing = Drawing { page, scale, marks: Vec::new() };
        let outcome = reader.draw(&bytes, &drawing).map(|drawn| Bytes::from(drawn.png));
        pages.keep(key, &outcome);
        drop(permit);
        outcome
    };
    tokio::task::spawn_blocking(work).await.map_err(|failure| {
        tracing::error!(error = %failure, "pages.not_drawn");
        Problem::new(Code::Unexpected)
    })
}

/// A picture with the heads of an original: nobody runs it, nobody else shows it. The bytes behind it never change; a later
/// version may draw them better.
fn shown(png: Bytes) -> Response {
    let mut response = png.into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "image/png"),
        (header::CACHE_CONTROL, "private, max-age=3600"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// What is not there is `not_found`; what cannot be drawn says by which code.
fn refused(undrawn: Undrawn) -> Problem {
    match undrawn {
        Undrawn::NoPages | Undrawn::NoPage => Problem::new(Code::NotFound).detail(undrawn.to_string()),
        Undrawn::Refused(Code::Unexpected) => Problem::new(Code::Unexpected),
        Undrawn::Refused(code) => {
            Problem::new(Code::PageUndrawable).detail(format!("{code}: {}", code.row().advice))
        }
    }
}

#[cfg(test)]
mod tests;
