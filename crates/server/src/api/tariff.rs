//! Tariff editions and look-ups.

use crate::app::App;
use crate::problem::Problem;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use jiff::civil::Date;
use pipeline::editions::Told;
use serde::Deserialize;
use serde_json::{Value, json};
use tariff::Scheme;
use trade::Code;

/// A tariff file has at most so many bytes, packed.
const FILE_BYTES_MAX: usize = 128 * 1024 * 1024;

/// The loaded editions.
#[utoipa::path(get, path = "/v1/tariff", responses((status = 200, description = "Editions, scheme by scheme")))]
pub async fn list(State(app): State<App>) -> Response {
    let tariffs = app.engine.tariffs();
    let editions: Vec<_> = tariffs.editions().map(|edition| edition.summary()).collect();
    Json(json!({ "editions": editions })).into_response()
}

/// What an import is told.
#[derive(Debug, Deserialize)]
pub struct Importing {
    effective: Date,
    known: Option<Date>,
    name: Option<String>,
}

/// Imports an edition from the bytes of a file as its authority publishes it, gzipped or not.
#[utoipa::path(
    post,
    path = "/v1/tariff/{scheme}",
    params(("scheme" = String, Path), ("effective" = String, Query), ("known" = Option<String>, Query), ("name" = Option<String>, Query)),
    request_body(content = String, content_type = "application/octet-stream"),
    responses((status = 200, description = "The edition's summary and what was remarked"), (status = 422, body = Problem))
)]
pub async fn import(
    State(app): State<App>,
    Path(scheme): Path<String>,
    told: Result<Query<Importing>, axum::extract::rejection::QueryRejection>,
    body: Body,
) -> Result<Response, Problem> {
    let Query(told) = told.map_err(|wrong| Problem::new(Code::RequestInvalid).detail(wrong.body_text()))?;
    let bytes = whole(body).await?;
    let told = Told { scheme, effective: told.effective, known: told.known, name: told.name };
    let (summary, remarks) = app.engine.editions().import(app.engine.ledger(), bytes.to_vec(), told).await?;
    let mut answer = serde_json::to_value(&summary).unwrap_or(Value::Null);
    if let Some(object) = answer.as_object_mut() {
        let remarks = remarks.iter().map(|remark| Value::from(remark.to_string())).collect();
        object.insert("remarks".to_owned(), Value::Array(remarks));
    }
    Ok(Json(answer).into_response())
}

async fn whole(body: Body) -> Result<Bytes, Problem> {
    match Limited::new(body, FILE_BYTES_MAX).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(failure) if failure.is::<LengthLimitError>() => Err(Problem::new(Code::UploadTooLarge)),
        Err(failure) => Err(Problem::new(Code::UploadBroken).detail(failure.to_string())),
    }
}

/// What a look-up is told.
#[derive(Debug, Deserialize)]
pub struct Looking {
    on: Option<Date>,
    known: Option<Date>,
}

/// Looks a code up on a day.
#[utoipa::path(
    get,
    path = "/v1/tariff/{scheme}/{code}",
    params(("scheme" = String, Path), ("code" = String, Path), ("on" = Option<String>, Query), ("known" = Option<String>, Query)),
    responses((status = 200, description = "The verdict, the edition and near misses"), (status = 422, body = Problem))
)]
pub async fn lookup(
    State(app): State<App>,
    Path((scheme, code)): Path<(String, String)>,
    told: Result<Query<Looking>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(told) = told.map_err(|wrong| Problem::new(Code::RequestInvalid).detail(wrong.body_text()))?;
    let today = pipeline::validate::day_of_receipt(app.engine.ledger().now(), None);
    let tariffs = app.engine.tariffs();
    let scheme = Scheme::new(&scheme);
    // Dots and spaces are taken out first, so that two digits are too short rather than malformed.
    let digits = tariff::code::digits(&code);
    let asked = digits.as_ref().map_or(code.as_str(), |digits| digits.as_str());
    let lookup = tariffs.lookup(&scheme, asked, told.on.unwrap_or(today), told.known);
    Ok(Json(lookup).into_response())
}
