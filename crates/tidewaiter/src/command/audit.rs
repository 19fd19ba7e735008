//! `audit verify`: reads everything again and names the first thing that is wrong.

use super::Context;
use crate::client::Need;
use crate::screen;
use anyhow::Result;
use axum::body::Body;
use hyper::Method;
use serde_json::Value;
use std::path::PathBuf;

/// Verifies; exit status 3 where something is wrong.
///
/// # Errors
/// Where the data folder does not answer.
pub async fn verify(context: &Context, against: Option<PathBuf>) -> Result<u8> {
    let note = match &against {
        Some(path) => super::files::read(path)?,
        None => Vec::new(),
    };
    let client = context.client(Need::Look).await?;
    let answer = match client.request(Method::POST, "/v1/audit/verify", &[], Body::from(note)) {
        Ok(request) => client.send(request).await,
        Err(wrong) => Err(wrong),
    };
    client.close().await?;
    let proven = answer?.json()?;
    let ok = proven.get("ok") == Some(&Value::Bool(true));
    if context.json {
        context.print_json(&proven);
    } else {
        let number = |key: &str| proven.get(key).and_then(Value::as_u64).unwrap_or(0);
        screen::line(&format!(
            "{} events, {} originals, {} checkpoints read; {} events are signed.",
            number("events"),
            number("originals"),
            number("checkpoints"),
            number("signed"),
        ));
        match proven.get("first_bad").filter(|bad| !bad.is_null()) {
            None => screen::line("Everything is as it was when it happened."),
            Some(bad) => {
                let text = |key: &str| bad.get(key).and_then(Value::as_str).unwrap_or_default();
                screen::line(&format!("WRONG: {} {}: {}", text("what"), text("id"), text("why")));
            }
        }
    }
    Ok(if ok { 0 } else { 3 })
}
