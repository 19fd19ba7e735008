//! `POST /v1/documents`: files, as parts named `file` of a multipart form. A receipt is given after the commit.

use crate::app::App;
use crate::problem::Problem;
use crate::shape::Receipt;
use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::{FromRequest as _, Multipart, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::{Stream, StreamExt as _};
use ledger::{Arrival, Refusal};
use pipeline::receive::{self, Said};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use trade::{Code, Digest};

/// The name of this door in events.
const DOOR: &str = "http:documents";

/// A request carries at most so many files.
const FILES_MAX: usize = 200;

/// And at most so many bytes: they are held until they are durable.
const REQUEST_BYTES_MAX: u64 = 128_000_000;

/// A file up to this size is hashed and told apart on the thread that read it: that takes less than to wake another.
const HERE_BYTES_MAX: usize = 64 * 1024;

/// After its end a form may be followed by so many bytes.
const AFTER_FORM_MAX: usize = 64 * 1024;

/// Takes in files.
#[utoipa::path(
    post,
    path = "/v1/documents",
    request_body(content = String, content_type = "multipart/form-data", description = "One or more parts named `file`"),
    responses((status = 202, description = "A receipt for each file, in order"),
              (status = 409, body = Problem), (status = 413, body = Problem), (status = 422, body = Problem))
)]
pub async fn upload(
    State(app): State<App>,
    headers: HeaderMap,
    request: Request,
) -> Result<Response, Problem> {
    let said = super::said(&headers, &app)?;
    let (parts, body) = request.into_parts();
    let rest = Shared(Arc::new(Mutex::new(body.into_data_stream())));
    let request = Request::from_parts(parts, Body::from_stream(rest.clone()));
    let form = Multipart::from_request(request, &app).await;
    let form = form.map_err(|wrong| Problem::new(Code::UploadBroken).detail(wrong.body_text()))?;
    let arrivals = files(&app, form, &said, declared_digest(&headers)?).await?;
    read_to_the_end(rest).await?;
    if arrivals.is_empty() {
        return Err(Problem::new(Code::EmptyUpload).detail("the form has no part named file"));
    }
    let answers = receive::durable(app.engine.ledger(), arrivals, DOOR).await?;
    let receipts = receipts(answers)?;
    Ok((StatusCode::ACCEPTED, [(header::CONTENT_TYPE, "application/json")], receipts).into_response())
}

/// A body that can be read on where the form's reader has left off.
#[derive(Clone)]
struct Shared(Arc<Mutex<BodyDataStream>>);

impl Stream for Shared {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.0.lock() {
            Ok(mut body) => Pin::new(&mut *body).poll_next(context),
            // Only a reader that panicked poisons it; then there is no more to read.
            Err(_) => Poll::Ready(None),
        }
    }
}

/// A form may end before its request does: what is stated to follow must follow, or the length was a lie.
async fn read_to_the_end(mut rest: Shared) -> Result<(), Problem> {
    let mut read = 0;
    while let Some(chunk) = rest.next().await {
        let chunk = chunk.map_err(|failure| Problem::new(Code::UploadBroken).detail(failure.to_string()))?;
        read += chunk.len();
        if read > AFTER_FORM_MAX {
            return Err(
                Problem::new(Code::UploadBroken).detail("the request goes on after the end of its form")
            );
        }
    }
    Ok(())
}

/// The `Content-Digest` or `Digest` of a single file, where the sender declares one: `sha-256=:base64:` is of the
/// whole body and not used; `X-SHA256` is the file's, in hex.
fn declared_digest(headers: &HeaderMap) -> Result<Option<Digest>, Problem> {
    let Some(declared) = headers.get("x-sha256") else { return Ok(None) };
    let digest = declared.to_str().ok().and_then(|text| Digest::from_hex(text.trim()));
    digest
        .map(Some)
        .ok_or_else(|| Problem::new(Code::HeaderInvalid).detail("X-SHA256 is 64 hexadecimal digits"))
}

/// The files of a form as arrivals. Nothing is kept where one of them is refused.
async fn files(
    app: &App,
    mut form: Multipart,
    said: &Said,
    declared: Option<Digest>,
) -> Result<Vec<Arrival>, Problem> {
    let bytes_max = app.engine.settings().document_bytes_max;
    let mut arrivals = Vec::new();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        if field.name() != Some("file") {
            continue;
        }
        if arrivals.len() == FILES_MAX {
            return Err(Problem::new(Code::UploadTooLarge)
                .detail(format!("a request carries at most {FILES_MAX} files")));
        }
        let name = field.file_name().map(clean_name);
        let bytes = read_bounded(field, bytes_max).await?;
        let part = u32::try_from(arrivals.len()).unwrap_or(u32::MAX);
        let (said, size) = (said.clone(), bytes.len());
        let arrive = move || receive::file(bytes, name, part, &said, bytes_max);
        let arrival = if size <= HERE_BYTES_MAX {
            arrive()?
        } else {
            tokio::task::spawn_blocking(arrive).await.map_err(|_| Problem::new(Code::Unexpected))??
        };
        if declared.is_some_and(|declared| declared != arrival.digest) {
            let detail = format!("the bytes received have SHA-256 {}", arrival.digest);
            return Err(Problem::new(Code::DigestMismatch).detail(detail));
        }
        arrivals.push(arrival);
        if arrivals.iter().map(|arrival| arrival.size).sum::<u64>() > REQUEST_BYTES_MAX {
            let detail =
                format!("a request carries at most {REQUEST_BYTES_MAX} bytes; send its files one by one");
            return Err(Problem::new(Code::UploadTooLarge).detail(detail));
        }
    }
    Ok(arrivals)
}

/// A file's bytes, refused as soon as they pass the limit.
async fn read_bounded(
    mut field: axum::extract::multipart::Field<'_>,
    bytes_max: usize,
) -> Result<Bytes, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        if bytes.len() + chunk.len() > bytes_max {
            return Err(
                Problem::new(Code::UploadTooLarge).detail(format!("the limit is {bytes_max} bytes a file"))
            );
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Bytes::from(bytes))
}

fn broken(failure: axum::extract::multipart::MultipartError) -> Problem {
    Problem::new(Code::UploadBroken).detail(failure.body_text())
}

/// A name is a label: kept without control characters, up to 255 characters, and never used as a path.
pub fn clean_name(name: &str) -> String {
    let shown = name.chars().filter(|character| !character.is_control() && !is_override(*character));
    shown.take(255).collect()
}

/// Characters that make a name read otherwise than it is.
fn is_override(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

/// The receipts of a request, as JSON. A conflict of one file among several stands in its place; the others are
/// received all the same.
fn receipts(answers: Vec<Result<ledger::Received, Refusal>>) -> Result<Vec<u8>, Problem> {
    let mut body = br#"{"receipts":["#.to_vec();
    let alone = answers.len() == 1;
    for (line, answer) in (1..).zip(answers) {
        if line > 1 {
            body.push(b',');
        }
        match answer {
            Ok(received) => Receipt {
                line,
                id: received.id,
                digest: received.digest,
                state: received.state,
                seen_before: received.seen_before,
                verdict_for: received.verdict_for,
            }
            .write(&mut body),
            Err(refusal) => {
                let detail = format!("the key came before with other bytes, as {}", refusal.other);
                if alone {
                    return Err(Problem::new(refusal.code).detail(detail));
                }
                let problem = serde_json::json!({ "line": line, "problem": { "code": refusal.code, "detail": detail } });
                body.extend_from_slice(problem.to_string().as_bytes());
            }
        }
    }
    body.extend_from_slice(b"]}");
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_labels_without_tricks() {
        assert_eq!(clean_name("../../etc/x\0y"), "../../etc/xy");
        assert_eq!(clean_name("invoice\u{202e}fdp.exe"), "invoicefdp.exe");
        assert_eq!(clean_name(&"x".repeat(4_096)).len(), 255);
    }
}
