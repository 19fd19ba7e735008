//! `POST /v1/validate`: a record or a list of codes → findings; nothing is stored.

use crate::app::App;
use crate::problem::Problem;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};
use trade::{Code, Kind, Line, Record};

/// At most so many codes at once.
const CODES_MAX: usize = 10_000;

/// What is to be validated: a record as in a release, or codes.
#[derive(Debug, Deserialize)]
struct Asked {
    /// A record.
    record: Option<Record>,
    /// Codes alone.
    codes: Option<Vec<String>>,
    /// What the record is.
    kind: Option<Kind>,
    /// Whose tariff decides.
    jurisdiction: Option<String>,
    /// Which day's tariff; today, where nothing says.
    as_of: Option<Date>,
}

/// Findings of a record or of codes.
#[utoipa::path(
    post,
    path = "/v1/validate",
    request_body(content = String, content_type = "application/json",
        description = "A record, or {\"record\":…} or {\"codes\":[…]} with jurisdiction and as_of"),
    responses((status = 200, description = "Findings, and the record in the standards' forms"), (status = 422, body = Problem))
)]
pub async fn validate(State(app): State<App>, body: Bytes) -> Result<Response, Problem> {
    let wrong = |detail: String| Problem::new(Code::RequestInvalid).detail(detail);
    let json: Value = serde_json::from_slice(&body).map_err(|failure| wrong(failure.to_string()))?;
    let plain = json.get("record").is_none() && json.get("codes").is_none() && json.is_object();
    let asked: Asked = match json {
        Value::Array(_) => Asked { codes: Some(codes(json).map_err(wrong)?), ..NOTHING },
        _ if plain => {
            let record = serde_json::from_value(json).map_err(|failure| wrong(failure.to_string()))?;
            Asked { record: Some(record), ..NOTHING }
        }
        _ => serde_json::from_value(json).map_err(|failure| wrong(failure.to_string()))?,
    };
    let jurisdiction = asked
        .jurisdiction
        .as_deref()
        .map(super::jurisdiction)
        .transpose()?
        .or_else(|| app.options.default_jurisdiction.clone());
    let on = asked.as_of;
    let work = move || match (asked.record, asked.codes) {
        (Some(record), _) => {
            let (record, findings) =
                pipeline::validate::record(&app.engine, record, asked.kind, jurisdiction.as_deref(), on);
            Ok(json!({ "findings": findings, "record": record }))
        }
        (None, Some(codes)) if codes.len() <= CODES_MAX => {
            let record = Record { line_items: lines(codes), ..Record::default() };
            let (record, findings) =
                pipeline::validate::codes(&app.engine, record, jurisdiction.as_deref(), on);
            Ok(json!({ "findings": findings, "codes": record.line_items }))
        }
        (None, Some(_)) => Err(wrong(format!("at most {CODES_MAX} codes at once"))),
        (None, None) => Err(wrong("a record or codes".to_owned())),
    };
    let answer = tokio::task::spawn_blocking(work).await.map_err(|_| Problem::new(Code::Unexpected))??;
    Ok(Json(answer).into_response())
}

/// The JSON Schema of a record.
#[utoipa::path(get, path = "/v1/schema/record", responses((status = 200, description = "JSON Schema, draft 2020-12")))]
pub async fn schema() -> Response {
    Json(Record::json_schema()).into_response()
}

const NOTHING: Asked = Asked { record: None, codes: None, kind: None, jurisdiction: None, as_of: None };

fn codes(json: Value) -> Result<Vec<String>, String> {
    serde_json::from_value(json).map_err(|_| "a list of codes is a list of texts".to_owned())
}

fn lines(codes: Vec<String>) -> Vec<Line> {
    (1..).zip(codes).map(|(line, code)| Line { line, hs_code: Some(code), ..Line::default() }).collect()
}
