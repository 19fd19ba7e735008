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
use tariff::{Scheme, Summary, Tariffs};
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
    let before = app.engine.tariffs();
    let (summary, remarks) = app.engine.editions().import(app.engine.ledger(), bytes.to_vec(), told).await?;
    let mut answer = serde_json::to_value(&summary).unwrap_or(Value::Null);
    if let Some(object) = answer.as_object_mut() {
        let of_file = remarks.iter().map(ToString::to_string);
        let remarks = of_file.chain(beside(&before, &summary)).map(Value::from).collect();
        object.insert("remarks".to_owned(), Value::Array(remarks));
    }
    Ok(Json(answer).into_response())
}

/// What a person should know of an edition beside those that were loaded before it.
fn beside(before: &Tariffs, new: &Summary) -> Vec<String> {
    let mut said = Vec::new();
    if new.scheme != Scheme::Hs6 && new.scheme.jurisdiction().is_none() {
        said.push(format!(
            "no jurisdiction's documents are checked against {}; those that are: us-hts, uk, eu-taric",
            new.scheme.name()
        ));
    }
    for old in before.editions().map(|edition| edition.summary()).filter(|old| old.scheme == new.scheme) {
        let is_same = old.content_sha256 == new.content_sha256;
        let is_named_so =
            (&old.edition, old.legal_from, old.known_from) == (&new.edition, new.legal_from, new.known_from);
        match (is_named_so, is_same) {
            (true, true) => said.push("it was loaded before and is the same".to_owned()),
            (true, false) => {
                said.push("it replaces the edition of that name and day, which was another".to_owned())
            }
            (false, true) => said.push(format!("its rows are those of {}", old.edition)),
            (false, false) => {}
        }
    }
    said
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use tariff::Edition;
    use tariff::edition::Dated;

    fn edition(scheme: &str, rows: &str, name: &str, day: Date) -> Edition {
        let dated = Dated { legal_from: day, known_from: day, name: Some(name.to_owned()) };
        Edition::import(Scheme::new(scheme), rows.as_bytes(), dated).unwrap().0
    }

    #[test]
    fn an_edition_is_told_apart_from_those_before_it() {
        const ROWS: &str = "code,description\n8471300100,Portable machines\n";
        let (first, later) = (date(2026, 1, 1), date(2026, 2, 24));
        let before = Tariffs::builtin().with(edition("us-hts", ROWS, "basic", first));
        let said = |new: Edition| beside(&before, &new.summary());
        let other = ROWS.replace("0100", "0150");
        assert_eq!(said(edition("us-hts", ROWS, "basic", first)), ["it was loaded before and is the same"]);
        assert_eq!(
            said(edition("us-hts", &other, "basic", first)),
            ["it replaces the edition of that name and day, which was another"]
        );
        assert_eq!(said(edition("us-hts", ROWS, "rev 4", later)), ["its rows are those of basic"]);
        assert_eq!(said(edition("us-hts", &other, "rev 4", later)), [""; 0]);
        let unknown = said(edition("us-htz", ROWS, "basic", first));
        assert!(unknown.len() == 1 && unknown[0].contains("checked against us-htz"), "{unknown:?}");
    }
}
