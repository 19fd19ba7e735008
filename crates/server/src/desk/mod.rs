//! The desk: pages rendered here, for a browser without any help from outside.
//!
//! Every text of a document is shown, never interpreted: templates escape, control and direction characters are
//! made visible ([`words`]), and a content policy forbids any script, style or frame that is not a file of ours.
//! Pages work without script; with it they update themselves, take files in and let a person decide. Whatever is
//! shown is bounded. The desk decides nothing: forms go to the routes of `/v1`.

/// How values are put in words.
mod words;

/// The frame that all pages share, and refusals as pages.
mod page;

/// The style, the script and the icon.
mod assets;

/// The state of the house at one moment, taken at most so often however many are watching.
mod live;

/// The journey as stations with their counts.
mod flow;

/// The three sums.
mod sums;

/// Rows of lists of documents.
mod row;

/// The overview, and the part of it that is made anew.
mod overview;

/// Pushes that part whenever something changed.
mod stream;

/// What became of files that this browser sent.
mod receipts;

/// Lists of documents, by state, source, client or container.
mod documents;

/// What waits for a person: documents in review, dead letters, lines in quarantine.
mod held;

/// One document.
mod document;

/// The fields of a record with what was read for them.
mod fields;

/// The pages of a document with what was read from them.
mod leaves;

/// The lines of a record, page by page.
mod lines;

/// Findings and events in words.
mod story;

/// Paths that nothing stands under.
mod lost;

#[cfg(test)]
mod tests;

use crate::app::App;
use axum::http::{HeaderValue, header};
use axum::routing::get;
use axum::{Extension, Router};
use tower_http::set_header::SetResponseHeaderLayer;

/// Nothing but files of ours, no frame around us, no form to elsewhere.
const CONTENT_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    object-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// The pages, and what is answered under any other path.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(overview::page))
        .route("/documents", get(documents::page))
        .route("/documents/{id}", get(document::page))
        .route("/review", get(held::review))
        .route("/quarantine", get(held::quarantine))
        .route("/dead-letters", get(held::dead_letters))
        .route("/desk/now", get(stream::now))
        .route("/desk/stream", get(stream::stream))
        .route("/desk/receipts", get(receipts::rows))
        .route("/assets/{name}", get(assets::asset))
        .fallback(lost::not_found)
        .layer(Extension(live::Live::default()))
        .layer(SetResponseHeaderLayer::overriding(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(CONTENT_POLICY),
        ))
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
}
