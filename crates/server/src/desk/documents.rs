//! Lists of documents, newest first, a hundred a page.

use super::live::Live;
use super::page::{Frame, Page, Refused};
use super::row::Row;
use super::words::{self, Badge};
use crate::app::App;
use crate::problem::Problem;
use askama::Template;
use axum::Extension;
use axum::extract::{Query, State as Shared};
use axum::response::{IntoResponse, Redirect, Response};
use ledger::view::Filter;
use serde::Deserialize;
use trade::{Code, CorrelationId, State};

/// Documents a page.
const PAGE: usize = 100;

/// What the address asks for. Empty is as if absent: a form sends all its fields.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    /// One document.
    #[serde(default)]
    id: String,
    /// Only in this state.
    #[serde(default)]
    state: String,
    /// Only by this source.
    #[serde(default)]
    source: String,
    /// Only for this client.
    #[serde(default)]
    client: String,
    /// Only parts of this container.
    #[serde(default)]
    container: String,
    /// Only older than this.
    #[serde(default)]
    pub(super) cursor: String,
}

#[derive(Template)]
#[template(path = "documents.html")]
struct Documents {
    frame: Frame,
    asked: Asked,
    states: Vec<Badge>,
    rows: Vec<Row>,
    /// The address of the next page.
    older: Option<String>,
    /// This is not the first page.
    is_later: bool,
    /// An id that was searched for and is not there.
    missing: Option<String>,
}

/// `GET /documents`; an id that is there leads to its document.
///
/// # Errors
/// A state, container or cursor that is none is `request_invalid`.
pub async fn page(
    Shared(app): Shared<App>,
    Extension(live): Extension<Live>,
    Query(mut asked): Query<Asked>,
) -> Result<Response, Refused> {
    let sought = std::mem::take(&mut asked.id);
    let sought = sought.trim();
    if let Ok(id) = CorrelationId::parse(sought)
        && app.engine.ledger().document(&id).await?.is_some()
    {
        return Ok(Redirect::to(&format!("/documents/{id}")).into_response());
    }
    let filter = filter(&asked)?;
    let (rows, next) = rows(&app, filter).await?;
    let frame = Frame::new("Documents", "documents", &app, &live).await?;
    let older = next.map(|cursor| address(&Asked { cursor, ..asked.clone() }));
    let is_later = !asked.cursor.is_empty();
    let missing = (!sought.is_empty()).then(|| words::visible(sought, words::SHORT));
    let states = State::ALL.into_iter().map(Badge::from).collect();
    Ok(Page(Documents { frame, asked, states, rows, older, is_later, missing }).into_response())
}

/// A page of rows, and the cursor of the next where there is one.
pub async fn rows(app: &App, filter: Filter) -> Result<(Vec<Row>, Option<String>), Refused> {
    let ledger = app.engine.ledger();
    let mut found = ledger.documents(Filter { limit: PAGE + 1, ..filter }).await?;
    let is_more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| is_more).map(|last| last.seq.to_string());
    let now = ledger.now();
    Ok((found.iter().map(|document| Row::new(document, now)).collect(), next))
}

/// The number in a cursor.
///
/// # Errors
/// What is no number is `request_invalid`.
pub fn before(cursor: &str) -> Result<Option<i64>, Refused> {
    match cursor {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| invalid("The cursor is not one that a page gave.")),
    }
}

fn invalid(detail: &str) -> Refused {
    Refused(Problem::new(Code::RequestInvalid).detail(detail))
}

fn filter(asked: &Asked) -> Result<Filter, Refused> {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let states = match some(&asked.state) {
        Some(name) => {
            vec![State::from_name(&name).ok_or_else(|| invalid("There is no state of this name."))?]
        }
        None => Vec::new(),
    };
    let container = some(&asked.container)
        .map(|id| CorrelationId::parse(&id).map_err(|_| invalid("The container's id is none.")))
        .transpose()?;
    Ok(Filter {
        states,
        source: some(&asked.source),
        client: some(&asked.client),
        container,
        before: before(&asked.cursor)?,
        ..Filter::default()
    })
}

/// The address of a list.
fn address(asked: &Asked) -> String {
    let pairs = [
        ("state", &asked.state),
        ("source", &asked.source),
        ("client", &asked.client),
        ("container", &asked.container),
        ("cursor", &asked.cursor),
    ];
    let said: Vec<String> = pairs
        .into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value)| format!("{name}={}", escaped(value.trim())))
        .collect();
    format!("/documents?{}", said.join("&"))
}

/// A value as a query carries it (RFC 3986: all but unreserved characters as percent and two digits).
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte))
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_carry_what_is_asked_and_nothing_else() {
        let asked = Asked { source: " a&b=ü ".into(), cursor: "9".into(), ..Asked::default() };
        assert_eq!(address(&asked), "/documents?source=a%26b%3D%C3%BC&cursor=9");
    }

    #[test]
    fn what_is_no_state_or_cursor_is_refused() {
        for asked in [
            Asked { state: "lost".into(), ..Asked::default() },
            Asked { cursor: "x".into(), ..Asked::default() },
            Asked { container: "a/b".into(), ..Asked::default() },
        ] {
            assert_eq!(filter(&asked).unwrap_err().0.status, 422);
        }
        let filter = filter(&Asked { state: "in_review".into(), ..Asked::default() }).unwrap();
        assert_eq!(filter.states, [State::InReview]);
    }
}
