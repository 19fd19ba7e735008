//! Lines as tables: one row a line, released and held, since brokers live in spreadsheets.

use crate::app::App;
use crate::problem::Problem;
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use futures_util::stream;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::Ledger;
use ledger::view::{Filter, Summary};
use serde::Deserialize;
use trade::{Code, State as DocumentState};

/// The columns, and a document's rows.
mod row;

/// CSV and NDJSON, row by row.
mod text;

/// XLSX, a sheet in constant memory.
mod workbook;

/// Documents read at once.
const PAGE: usize = 200;

/// What to export.
#[derive(Debug, Deserialize)]
pub struct Asked {
    format: String,
    state: Option<String>,
    since: Option<String>,
}

/// The form a table goes out in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Ndjson,
    Xlsx,
}

/// Exports lines.
#[utoipa::path(get, path = "/v1/export",
    params(("format" = String, Query, description = "csv, xlsx or ndjson"), ("state" = Option<String>, Query), ("since" = Option<String>, Query)),
    responses((status = 200, description = "One row a line"), (status = 422, body = Problem)))]
pub async fn export(State(app): State<App>, Query(asked): Query<Asked>) -> Result<Response, Problem> {
    let wrong = |detail: &str| Problem::new(Code::RequestInvalid).detail(detail);
    let (format, content_type) = match asked.format.as_str() {
        "csv" => (Format::Csv, "text/csv; charset=utf-8"),
        "ndjson" => (Format::Ndjson, "application/x-ndjson"),
        "xlsx" => (Format::Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        _ => return Err(wrong("format is csv, xlsx or ndjson")),
    };
    let states = match &asked.state {
        None => Vec::new(),
        Some(name) => {
            vec![DocumentState::from_name(name).ok_or_else(|| wrong("state is one of the ten states"))?]
        }
    };
    let since =
        asked.since.as_deref().map(moment).transpose().map_err(|()| wrong("since is a day or a time"))?;
    let filter = Filter { states, since, limit: PAGE, ..Filter::default() };
    let body = match format {
        Format::Xlsx => Body::from(workbook::write(app.engine.ledger(), filter).await?),
        _ => Body::from_stream(pages(app, filter, format)),
    };
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    Ok(response)
}

/// A day (from its beginning, UTC) or a time.
fn moment(text: &str) -> Result<Timestamp, ()> {
    if let Ok(at) = text.parse() {
        return Ok(at);
    }
    let day: Date = text.parse().map_err(|_| ())?;
    day.to_zoned_datetime(TimeZone::UTC).map(|zoned| zoned.timestamp()).map_err(|_| ())
}

/// One page of documents as rows, and the filter of the next page.
async fn page(
    ledger: &dyn Ledger,
    mut filter: Filter,
) -> Result<Option<(Vec<row::Row>, Filter)>, ledger::Error> {
    let found = ledger.documents(filter.clone()).await?;
    let Some(last) = found.last() else { return Ok(None) };
    filter.before = Some(last.seq);
    let verdicts = ledger.verdicts(found.iter().map(|summary: &Summary| summary.seq).collect()).await?;
    let rows = found.iter().zip(verdicts).flat_map(|(summary, verdict)| row::of(summary, verdict)).collect();
    Ok(Some((rows, filter)))
}

/// The table as a stream: the head, then a page at a time.
fn pages(
    app: App,
    filter: Filter,
    format: Format,
) -> impl stream::Stream<Item = Result<Bytes, ledger::Error>> {
    let head = if format == Format::Csv { text::csv_head() } else { Vec::new() };
    stream::unfold(Some((app, filter, Some(head))), move |state| async move {
        let (app, filter, head) = state?;
        if let Some(head) = head.filter(|head| !head.is_empty()) {
            return Some((Ok(Bytes::from(head)), Some((app, filter, None))));
        }
        match page(app.engine.ledger(), filter).await {
            Ok(None) => None,
            Ok(Some((rows, next))) => {
                let bytes = match format {
                    Format::Csv => text::csv(&rows),
                    _ => text::ndjson(&rows),
                };
                Some((Ok(Bytes::from(bytes)), Some((app, next, None))))
            }
            Err(failure) => Some((Err(failure), None)),
        }
    })
}
