//! RFC 9457 problems with a code of the one table. A failure of ours says nothing of its inside.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use trade::Code;
use trade::code::Lands;
use utoipa::ToSchema;

/// A refusal, as it goes out.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Names the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the code means.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    pub code: String,
    /// What is wrong with this request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The byte of the input that is to blame.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<usize>,
}

impl Problem {
    /// A problem with a code of class `door`; any other code is a failure of ours.
    pub fn new(code: Code) -> Problem {
        let status = match code.lands() {
            Lands::Refused(status) => status,
            Lands::Waiting => 503,
            _ => 500,
        };
        Problem {
            kind: format!("urn:tidewaiter:problem:{code}"),
            title: code.row().advice.to_owned(),
            status,
            code: code.name().to_owned(),
            detail: None,
            position: None,
        }
    }

    /// Says what is wrong with this request.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Problem {
        self.detail = Some(detail.into());
        self
    }
}

/// A refusal at the door leaves no document; it is counted, with nothing of what was sent.
pub fn count_refusal(code: Code) {
    metrics::counter!("tidewaiter_door_refused_total", "code" => code.name()).increment(1);
}

impl From<pipeline::receive::Problem> for Problem {
    fn from(problem: pipeline::receive::Problem) -> Problem {
        count_refusal(problem.code);
        tracing::info!(code = problem.code.name(), position = problem.position, "door.refused");
        Problem { position: problem.position, ..Problem::new(problem.code).detail(problem.detail) }
    }
}

impl From<pipeline::Error> for Problem {
    fn from(failure: pipeline::Error) -> Problem {
        match failure {
            pipeline::Error::Ledger(failure) => failure.into(),
            // What is wrong with a sender's file is said to the sender.
            pipeline::Error::Tariff(_) => Problem::new(failure.code()).detail(failure.to_string()),
            failure => {
                tracing::error!(error = %failure, "request.failed");
                Problem::new(failure.code())
            }
        }
    }
}

impl From<ledger::Error> for Problem {
    fn from(failure: ledger::Error) -> Problem {
        tracing::error!(error = %failure, "request.failed");
        let problem = Problem::new(failure.code());
        match failure {
            ledger::Error::Damaged(id) => {
                problem.detail(format!("the original of {id} is damaged and is not served"))
            }
            _ => problem,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::SERVICE_UNAVAILABLE || status == StatusCode::INSUFFICIENT_STORAGE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}
