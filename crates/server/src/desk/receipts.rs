//! What became of files that this browser sent: one row a document, asked for until each is done.

use super::page::{Page, Refused, Shown};
use super::words::{self, Badge};
use crate::app::App;
use askama::Template;
use axum::extract::{Query, State};
use ledger::view::Whole;
use serde::Deserialize;
use trade::CorrelationId;

/// At most so many documents at once.
const ROWS_MAX: usize = 50;

/// Which documents.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// Correlation ids, a comma between them.
    ids: String,
}

/// The rows.
#[derive(Template)]
#[template(path = "receipts.html")]
pub struct Receipts {
    rows: Vec<Receipt>,
}

/// One document.
struct Receipt {
    id: String,
    badge: Badge,
    sentence: String,
    /// It does not move by itself any more.
    is_done: bool,
}

/// `GET /desk/receipts?ids=…`; ids that are not known are left out.
///
/// # Errors
/// Where the ledger refuses.
pub async fn rows(State(app): State<App>, Query(asked): Query<Asked>) -> Shown<Receipts> {
    let mut rows = Vec::new();
    let holds = app.engine.ledger().holds(0).await.map_err(Refused::from)?;
    for id in asked.ids.split(',').filter_map(|id| CorrelationId::parse(id).ok()).take(ROWS_MAX) {
        if let Some(document) = app.engine.ledger().document(&id).await.map_err(Refused::from)? {
            let sentence = pipeline::explain::explain(&document, &holds, app.engine.ledger().now()).sentence;
            rows.push(Receipt {
                id: id.to_string(),
                badge: Badge::from(document.summary.state),
                sentence: words::visible(&sentence, 300),
                is_done: is_done(&document),
            });
        }
    }
    Ok(Page(Receipts { rows }))
}

/// It moves no more by itself: final, for a person, or validated with nothing on its way out.
pub fn is_done(document: &Whole) -> bool {
    use trade::State::{DeadLetter, InReview, Validated};
    match document.summary.state {
        InReview | DeadLetter => true,
        Validated => !document.releases.iter().any(|release| release.state == "waiting"),
        state => state.is_final(),
    }
}
