//! The frame that all pages share, and refusals as pages.

use super::assets;
use super::live::{Live, Snapshot};
use crate::app::App;
use crate::problem::Problem;
use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use std::time::{Duration, Instant};
use trade::{Code, CorrelationId};

/// What stands around every page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// In the window's title.
    pub title: String,
    /// Which entry of the navigation it belongs to.
    pub current: &'static str,
    /// Addresses of style and script with their versions.
    pub assets: &'static assets::Addresses,
    /// What waits for a person, where it is known.
    pub waiting: Option<Waiting>,
}

/// What waits for a person.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Documents in review.
    pub review: u64,
    /// Lines in quarantine.
    pub quarantine: u64,
    /// Dead letters.
    pub dead_letters: u64,
}

impl From<&Snapshot> for Waiting {
    fn from(snapshot: &Snapshot) -> Waiting {
        let of = |state: trade::State| snapshot.counts.states.get(state.name()).copied().unwrap_or(0);
        Waiting {
            review: of(trade::State::InReview),
            quarantine: snapshot.counts.lines.quarantined,
            dead_letters: of(trade::State::DeadLetter),
        }
    }
}

impl Frame {
    /// A frame that knows nothing of the house.
    pub fn bare(title: impl Into<String>, current: &'static str) -> Frame {
        Frame { title: title.into(), current, assets: assets::addresses(), waiting: None }
    }

    /// A frame with the counts of what waits, a few seconds old at most.
    ///
    /// # Errors
    /// Where the ledger refuses.
    pub async fn new(
        title: impl Into<String>,
        current: &'static str,
        app: &App,
        live: &Live,
    ) -> Result<Frame, Refused> {
        const OLD_ENOUGH: Duration = Duration::from_secs(3);
        let since = Instant::now().checked_sub(OLD_ENOUGH).unwrap_or_else(Instant::now);
        let snapshot: Arc<Snapshot> = live.snapshot(&app.engine, since).await?;
        Ok(Frame { waiting: Some(Waiting::from(snapshot.as_ref())), ..Frame::bare(title, current) })
    }
}

/// A rendered page.
pub struct Page<T>(pub T);

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(html) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response(),
            Err(failure) => {
                tracing::error!(error = %failure, "desk.render_failed");
                Problem::new(Code::Unexpected).into_response()
            }
        }
    }
}

/// What a handler of the desk answers.
pub type Shown<T> = Result<Page<T>, Refused>;

/// A problem that a person sees.
#[derive(Debug)]
pub struct Refused(pub Problem);

impl Refused {
    /// Nothing by that name.
    pub fn not_found(detail: &str) -> Refused {
        Refused(Problem::new(Code::NotFound).detail(detail))
    }
}

impl From<ledger::Error> for Refused {
    fn from(failure: ledger::Error) -> Refused {
        Refused(Problem::from(failure))
    }
}

/// A refusal as a page.
#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    frame: Frame,
    problem: Problem,
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response =
            Page(ProblemPage { frame: Frame::bare("Problem", ""), problem: self.0 }).into_response();
        *response.status_mut() = status;
        response
    }
}

/// The id in an address.
///
/// # Errors
/// What is no id is nothing by that name.
pub fn id(text: &str) -> Result<CorrelationId, Refused> {
    CorrelationId::parse(text).map_err(|_| Refused::not_found("No document has this id."))
}
