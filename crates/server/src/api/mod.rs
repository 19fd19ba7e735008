//! The routes of version 1, one file a noun.

/// `POST /v1/documents`: files.
pub mod upload;

/// `POST /v1/envelopes`: NDJSON, streamed both ways.
pub mod envelopes;

/// Receipts that wait for a slow reader, within a bound.
pub mod window;

/// Documents one by one and in lists.
pub mod documents;

/// Pages of documents as pictures.
pub mod pages;

/// `GET /v1/status`.
pub mod status;

/// `POST /v1/validate`: findings without a document.
pub mod validate;

/// Tariff editions and look-ups.
pub mod tariff;

/// What people decide.
pub mod decide;

/// What people stop.
pub mod holds;

/// Lines as tables.
pub mod export;

/// Verification of the log.
pub mod audit;

/// Health and metrics.
pub mod health;

use crate::app::App;
use crate::problem::Problem;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use pipeline::receive::Said;
use trade::{Code, CorrelationId, Priority};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The head of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(info(
    title = "Tidewaiter",
    description = "Takes in customs paper, checks every line against the tariff in force, and proves what happened.",
    license(name = "Apache-2.0 OR MIT")
))]
struct Head;

/// All routes with their descriptions.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Head::openapi())
        .routes(routes!(upload::upload, documents::list))
        .routes(routes!(envelopes::envelopes))
        .routes(routes!(documents::show))
        .routes(routes!(documents::events))
        .routes(routes!(documents::explain))
        .routes(routes!(documents::original))
        .routes(routes!(pages::page))
        .routes(routes!(documents::proof))
        .routes(routes!(status::status))
        .routes(routes!(validate::validate))
        .routes(routes!(validate::schema))
        .routes(routes!(tariff::list))
        .routes(routes!(tariff::import))
        .routes(routes!(tariff::lookup))
        .routes(routes!(decide::review_list))
        .routes(routes!(decide::review_show))
        .routes(routes!(decide::review_approve))
        .routes(routes!(decide::review_correct))
        .routes(routes!(decide::review_reject))
        .routes(routes!(decide::quarantine_list))
        .routes(routes!(decide::quarantine_fix))
        .routes(routes!(decide::dead_letters_list))
        .routes(routes!(decide::dead_letters_show))
        .routes(routes!(decide::dead_letters_replay))
        .routes(routes!(decide::dead_letters_reject))
        .routes(routes!(holds::list, holds::make))
        .routes(routes!(holds::end))
        .routes(routes!(export::export))
        .routes(routes!(audit::verify))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(health::metrics))
}

/// Any other path.
pub async fn not_found() -> Response {
    Problem::new(Code::NotFound).into_response()
}

/// The id in a path.
fn id(text: &str) -> Result<CorrelationId, Problem> {
    CorrelationId::parse(text).map_err(|_| Problem::new(Code::NotFound))
}

/// What a sender says in headers.
fn said(headers: &HeaderMap, app: &App) -> Result<Said, Problem> {
    let text = |name: &'static str, length_max: usize| -> Result<Option<String>, Problem> {
        let Some(value) = headers.get(name) else { return Ok(None) };
        let wrong = || {
            Problem::new(Code::HeaderInvalid)
                .detail(format!("{name} is not plain text of up to {length_max} characters"))
        };
        let value = value.to_str().map_err(|_| wrong())?.trim();
        if value.len() > length_max {
            Err(wrong())
        } else {
            Ok(Some(value.to_owned()).filter(|text| !text.is_empty()))
        }
    };
    let priority = match text("x-priority", 16)? {
        Some(priority) => Some(Priority::from_wire(&priority).ok_or_else(|| {
            Problem::new(Code::HeaderInvalid)
                .detail("X-Priority is urgent, high, normal, bulk, or a number up to 9")
        })?),
        None => None,
    };
    let as_of =
        match text("x-as-of", 16)? {
            Some(day) => Some(day.parse().map_err(|_| {
                Problem::new(Code::HeaderInvalid).detail("X-As-Of is a day, such as 2026-11-24")
            })?),
            None => None,
        };
    Ok(Said {
        source: text("x-source", 128)?.unwrap_or_else(|| "http".to_owned()),
        client: text("x-client", 128)?.unwrap_or_default(),
        key: text("idempotency-key", 256)?,
        priority,
        jurisdiction: text("x-jurisdiction", 2)?.map(|text| jurisdiction(&text)).transpose()?,
        default_jurisdiction: app.options.default_jurisdiction.clone(),
        as_of,
        again: text("x-again", 256)?,
    })
}

/// A jurisdiction is a country's two letters.
pub fn jurisdiction(text: &str) -> Result<String, Problem> {
    let upper = text.to_ascii_uppercase();
    let known: Result<trade::country::Country, _> = upper.parse();
    match known {
        Ok(_) => Ok(upper),
        Err(_) => {
            Err(Problem::new(Code::HeaderInvalid)
                .detail("a jurisdiction is a country's two letters, such as US"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The routes of the contract that this version serves, written a second time by hand.
    #[test]
    fn the_openapi_document_names_every_route_of_the_contract() {
        let document = serde_json::to_value(routes().split_for_parts().1).unwrap();
        for (method, path) in [
            ("post", "/v1/documents"),
            ("post", "/v1/envelopes"),
            ("get", "/v1/documents"),
            ("get", "/v1/documents/{id}"),
            ("get", "/v1/documents/{id}/events"),
            ("get", "/v1/documents/{id}/explain"),
            ("get", "/v1/documents/{id}/original"),
            ("get", "/v1/documents/{id}/pages/{page}"),
            ("get", "/v1/documents/{id}/proof"),
            ("get", "/v1/status"),
            ("get", "/v1/holds"),
            ("post", "/v1/holds"),
            ("delete", "/v1/holds/{id}"),
            ("post", "/v1/validate"),
            ("get", "/v1/tariff/{scheme}/{code}"),
            ("get", "/healthz"),
            ("get", "/readyz"),
            ("get", "/metrics"),
        ] {
            assert!(document["paths"][path][method].is_object(), "{method} {path}");
        }
        assert_eq!(document["openapi"], "3.1.0");
    }

    #[test]
    fn a_jurisdiction_is_a_country() {
        assert_eq!(jurisdiction("us").unwrap(), "US");
        assert_eq!(jurisdiction("XY").unwrap_err().code, "header_invalid");
    }
}
