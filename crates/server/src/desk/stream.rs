//! Pushes the overview's changing part: when the ledger's bell rings, at most once a second, and else every five.
//!
//! The bell is listened for before the counts are taken, so that no change falls between two looks. A stream ends
//! after ten minutes, when the server is to end and when the ledger closes; the browser comes again by itself.

use super::live::Live;
use super::overview::Now;
use super::page::Refused;
use crate::app::App;
use crate::problem::Problem;
use axum::Extension;
use axum::extract::State;
use axum::http::header;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use trade::Code;

/// Never oftener than this.
const PAUSE: Duration = Duration::from_secs(1);

/// Looked at again after this, bell or not: ages grow without one.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// A stream ends after this.
const LONGEST: Duration = Duration::from_secs(600);

/// `GET /desk/now`: the part once, for browsers that cannot watch.
///
/// # Errors
/// Where the ledger refuses.
pub async fn now(State(app): State<App>, Extension(live): Extension<Live>) -> Result<Response, Refused> {
    let snapshot = live.snapshot(&app.engine, Instant::now()).await?;
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], Now::new(&snapshot).html()?).into_response())
}

/// `GET /desk/stream`: the part now and whenever it changed, as server-sent events named `now`.
///
/// # Errors
/// `overloaded` where as many watch as may.
pub async fn stream(
    State(app): State<App>,
    Extension(live): Extension<Live>,
) -> Result<impl IntoResponse, Refused> {
    let place = Arc::clone(&live.watchers).try_acquire_owned().map_err(|_| {
        Refused(Problem::new(Code::Overloaded).detail("As many browsers watch as may at once."))
    })?;
    let (parts, watched) = mpsc::channel(1);
    tokio::spawn(async move {
        let _place = place;
        tokio::select! {
            () = watch(&app, &live, &parts) => {}
            () = parts.closed() => {}
            () = app.ending.cancelled() => {}
        }
    });
    let events = stream::unfold(watched, |mut watched| async move {
        let html: String = watched.recv().await?;
        Some((Ok::<Event, Infallible>(Event::default().event("now").data(html)), watched))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

/// Sends the part whenever it differs from the one before, until it has been long enough or the ledger refuses.
async fn watch(app: &App, live: &Live, parts: &mpsc::Sender<String>) {
    let bells = app.engine.ledger().wakes();
    let begun = Instant::now();
    let mut last = String::new();
    while begun.elapsed() < LONGEST {
        let rung = bells.changed.notified();
        tokio::pin!(rung);
        rung.as_mut().enable();
        let Ok(snapshot) = live.snapshot(&app.engine, Instant::now()).await else { return };
        let Ok(html) = Now::new(&snapshot).html() else { return };
        if html != last {
            last.clone_from(&html);
            if parts.send(html).await.is_err() {
                return;
            }
        }
        tokio::time::sleep(PAUSE).await;
        // Rung or not: after this it is time to look again.
        let _ = tokio::time::timeout(LOOK_AGAIN.saturating_sub(PAUSE), rung).await;
    }
}
