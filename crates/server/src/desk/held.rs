//! What waits for a person: documents in review, dead letters, lines in quarantine. Each row leads to its exit.

use super::documents::{before, rows};
use super::live::Live;
use super::page::{Frame, Page, Refused, Shown};
use super::row::Row;
use super::words::{self, Badge, Moment, SHORT};
use crate::app::App;
use askama::Template;
use axum::Extension;
use axum::extract::{Query, State as Shared};
use ledger::view::Filter;
use serde::Deserialize;
use trade::State;

/// Tasks on the page of lines.
const TASKS: usize = 200;

/// Which page.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// Only older than this.
    #[serde(default)]
    cursor: String,
}

/// Documents that wait for a person.
#[derive(Template)]
#[template(path = "held.html")]
pub struct Held {
    frame: Frame,
    /// `review` or `dead_letters`.
    what: &'static str,
    path: &'static str,
    rows: Vec<Row>,
    older: Option<String>,
    is_later: bool,
}

/// `GET /review`: documents in review.
///
/// # Errors
/// Where the ledger refuses.
pub async fn review(shared: Shared<App>, live: Extension<Live>, asked: Query<Asked>) -> Shown<Held> {
    held(shared.0, live.0, &asked.0.cursor, State::InReview, "Review", "review").await
}

/// `GET /dead-letters`.
///
/// # Errors
/// Where the ledger refuses.
pub async fn dead_letters(shared: Shared<App>, live: Extension<Live>, asked: Query<Asked>) -> Shown<Held> {
    held(shared.0, live.0, &asked.0.cursor, State::DeadLetter, "Dead letters", "dead_letters").await
}

async fn held(
    app: App,
    live: Live,
    cursor: &str,
    state: State,
    title: &str,
    what: &'static str,
) -> Shown<Held> {
    let filter = Filter { states: vec![state], before: before(cursor)?, ..Filter::default() };
    let (rows, next) = rows(&app, filter).await?;
    let frame = Frame::new(title, what, &app, &live).await?;
    let path = if state == State::InReview { "/review" } else { "/dead-letters" };
    let older = next.map(|cursor| format!("{path}?cursor={cursor}"));
    Ok(Page(Held { frame, what, path, rows, older, is_later: !cursor.is_empty() }))
}

/// Lines in quarantine, a group a document.
#[derive(Template)]
#[template(path = "quarantine.html")]
pub struct Quarantine {
    frame: Frame,
    groups: Vec<Group>,
    /// There are more than are shown.
    is_cut: bool,
}

/// The open tasks of one document's lines.
struct Group {
    id: String,
    name: Option<String>,
    badge: Badge,
    lines: Vec<LineTask>,
}

/// One line that a person must settle.
struct LineTask {
    line: u32,
    kind: String,
    field: Option<String>,
    codes: Vec<String>,
    reason: String,
    since: Moment,
}

/// `GET /quarantine`: the oldest tasks of lines.
///
/// # Errors
/// Where the ledger refuses.
pub async fn quarantine(
    Shared(app): Shared<App>,
    Extension(live): Extension<Live>,
) -> Result<Page<Quarantine>, Refused> {
    let ledger = app.engine.ledger();
    let mut tasks = ledger.tasks(Some(true), None, TASKS + 1).await?;
    let is_cut = tasks.len() > TASKS;
    tasks.truncate(TASKS);
    let now = ledger.now();
    let mut groups: Vec<Group> = Vec::new();
    for task in tasks {
        let id = task.correlation_id.to_string();
        let row = LineTask {
            line: task.line.unwrap_or_default(),
            kind: words::title(&task.kind),
            field: task.field.as_deref().map(words::path),
            codes: task.codes,
            reason: words::visible(&task.reason, 400),
            since: Moment::new(task.since, now),
        };
        match groups.last_mut().filter(|group| group.id == id) {
            Some(group) => group.lines.push(row),
            None => groups.push(Group {
                id,
                name: task.file.as_deref().map(|name| words::visible(name, SHORT)),
                badge: Badge::from(task.state),
                lines: vec![row],
            }),
        }
    }
    let frame = Frame::new("Quarantine", "quarantine", &app, &live).await?;
    Ok(Page(Quarantine { frame, groups, is_cut }))
}
