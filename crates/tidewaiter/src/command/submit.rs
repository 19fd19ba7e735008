//! `submit`: sends files to a server and shows the receipts.

use super::{Context, files};
use crate::cli::Submit;
use crate::client::Client;
use crate::screen;
use anyhow::{Context as _, Result};
use axum::body::Body;
use hyper::Method;
use serde_json::{Value, json};
use std::path::Path;

/// Sends files.
///
/// # Errors
/// Where the server does not answer.
pub async fn submit(context: &Context, asked: Submit) -> Result<u8> {
    let client = Client::of_url(&asked.url)?;
    let paths = files::of(&asked.paths)?;
    if paths.is_empty() {
        eprintln!("{}", files::none(&asked.paths));
        return Ok(0);
    }
    let mut headers = vec![("x-source", asked.source.as_str())];
    if let Some(priority) = &asked.priority {
        headers.push(("x-priority", priority));
    }
    let mut refused = 0;
    let mut rows = Vec::new();
    for path in paths {
        let shown = path.display().to_string();
        match send_file(&client, &path, &headers).await? {
            Ok(receipt) if context.json => {
                let mut receipt = receipt;
                if let Some(object) = receipt.as_object_mut() {
                    object.insert("file".to_owned(), Value::from(shown));
                }
                context.print_json(&receipt);
            }
            Ok(receipt) => {
                let text =
                    |key: &str| receipt.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
                let seen = receipt.get("seen_before") == Some(&Value::Bool(true));
                rows.push(vec![
                    shown,
                    text("correlation_id"),
                    text("state"),
                    if seen { "seen before" } else { "" }.into(),
                ]);
            }
            Err(problem) => {
                refused += 1;
                if context.json {
                    context.print_json(&json!({ "file": shown, "problem": problem }));
                } else {
                    let text =
                        |key: &str| problem.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
                    rows.push(vec![shown, "refused".into(), text("code"), text("detail")]);
                }
            }
        }
    }
    if !context.json {
        screen::line(&screen::table(&["file", "document", "state", ""], rows));
    }
    Ok(if refused > 0 { 3 } else { 0 })
}

/// Sends one file; answers its receipt, or the problem.
///
/// # Errors
/// Where the file cannot be read or nobody answers.
pub async fn send_file(
    client: &Client,
    path: &Path,
    headers: &[(&str, &str)],
) -> Result<Result<Value, Value>> {
    let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let boundary = format!("tidewaiter-{:032x}", rand::random::<u128>());
    let content_type = format!("multipart/form-data; boundary={boundary}");
    let mut all = vec![("content-type", content_type.as_str())];
    all.extend_from_slice(headers);
    let body = Body::from(form(&boundary, &files::name(path), bytes));
    let answer = client.send(client.request(Method::POST, "/v1/documents", &all, body)?).await?;
    let json: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    if !answer.status.is_success() {
        return Ok(Err(json));
    }
    let receipt = json.get("receipts").and_then(|receipts| receipts.get(0)).cloned();
    Ok(Ok(receipt.unwrap_or(Value::Null)))
}

/// A multipart form with one file (RFC 7578). The boundary is random; it does not stand in the file.
fn form(boundary: &str, name: &str, bytes: Vec<u8>) -> Vec<u8> {
    let name: String = name.chars().filter(|character| !character.is_control()).collect();
    let name = name.replace('\\', "_").replace('"', "%22");
    let mut body = format!(
        "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(&bytes);
    body.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    body
}
