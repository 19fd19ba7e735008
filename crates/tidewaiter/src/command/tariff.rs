//! `tariff`: editions imported, listed, looked up.

use super::Context;
use crate::cli::Tariff;
use crate::client::{Need, escaped};
use crate::screen;
use anyhow::Result;
use axum::body::Body;
use hyper::Method;
use serde_json::Value;

fn text<'v>(json: &'v Value, key: &str) -> &'v str {
    json.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// `tariff`
///
/// # Errors
/// Where the data folder does not answer, or the refusal.
pub async fn tariff(context: &Context, asked: Tariff) -> Result<u8> {
    match asked {
        Tariff::Import { scheme, file, effective, known, name } => {
            let bytes = super::files::read(&file)?;
            let mut path = format!("/v1/tariff/{}?effective={effective}", escaped(&scheme));
            if let Some(known) = known {
                path.push_str(&format!("&known={known}"));
            }
            if let Some(name) = name {
                path.push_str(&format!("&name={}", escaped(&name)));
            }
            import(context, &path, bytes).await
        }
        Tariff::List => list(context).await,
        Tariff::Lookup { scheme, code, on, known } => {
            let mut path = format!("/v1/tariff/{}/{}?", escaped(&scheme), escaped(&code));
            for (key, day) in [("on", on), ("known", known)] {
                if let Some(day) = day {
                    path.push_str(&format!("{key}={day}&"));
                }
            }
            lookup(context, &path).await
        }
    }
}

async fn import(context: &Context, path: &str, bytes: Vec<u8>) -> Result<u8> {
    // An import makes the data folder where there is none, but no document moves.
    std::fs::create_dir_all(&context.data)?;
    if !context.data.join("tidewaiter.db").exists() && !context.data.join("socket").exists() {
        context.client(Need::Work).await?.close().await?;
    }
    let client = context.client(Need::Look).await?;
    let answer = match client.request(Method::POST, path, &[], Body::from(bytes)) {
        Ok(request) => client.send(request).await,
        Err(wrong) => Err(wrong),
    };
    client.close().await?;
    let summary = answer?.json()?;
    if context.json {
        context.print_json(&summary);
        return Ok(0);
    }
    let number = |key: &str| summary.get(key).and_then(Value::as_u64).unwrap_or(0);
    screen::line(&format!(
        "{}: {} codes, {} declarable, {} to {}, in force from {}.",
        named(text(&summary, "scheme"), text(&summary, "edition")),
        number("codes"),
        number("declarable"),
        text(&summary, "first_code"),
        text(&summary, "last_code"),
        text(&summary, "legal_from"),
    ));
    for remark in
        summary.get("remarks").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    {
        screen::line(&format!("  {}", screen::plain(remark)));
    }
    Ok(0)
}

/// Scheme and edition; an edition without a name of its own begins with its scheme's.
fn named(scheme: &str, edition: &str) -> String {
    if edition.starts_with(scheme) { edition.to_owned() } else { format!("{scheme} {edition}") }
}

async fn list(context: &Context) -> Result<u8> {
    let client = context.client(Need::Look).await?;
    let answer = client.get("/v1/tariff").await;
    client.close().await?;
    let answer = answer?;
    let editions = answer.get("editions").and_then(Value::as_array).cloned().unwrap_or_default();
    if context.json {
        for edition in &editions {
            context.print_json(edition);
        }
        return Ok(0);
    }
    let rows = editions
        .iter()
        .map(|edition| {
            vec![
                text(edition, "scheme").to_owned(),
                text(edition, "edition").to_owned(),
                text(edition, "legal_from").to_owned(),
                text(edition, "known_from").to_owned(),
                edition.get("codes").map(Value::to_string).unwrap_or_default(),
                edition.get("declarable").map(Value::to_string).unwrap_or_default(),
            ]
        })
        .collect();
    screen::line(&screen::table(
        &["scheme", "edition", "in force from", "known from", "codes", "declarable"],
        rows,
    ));
    Ok(0)
}

/// Exit status 3 where the code is not sound.
async fn lookup(context: &Context, path: &str) -> Result<u8> {
    let client = context.client(Need::Look).await?;
    let answer = client.get(path).await;
    client.close().await?;
    let answer = answer?;
    let verdict = text(&answer, "verdict").to_owned();
    if context.json {
        context.print_json(&answer);
    } else {
        let edition = text(&answer, "edition");
        let edition = if edition.is_empty() { String::new() } else { format!(" ({edition})") };
        screen::line(&format!("{}: {verdict}{edition}", text(&answer, "code")));
        if let Some(note) = answer.get("note").and_then(noted) {
            screen::line(&format!("  {note}"));
        }
        for near in answer.get("near").and_then(Value::as_array).into_iter().flatten() {
            screen::line(&format!(
                "  {}  {}",
                text(near, "code"),
                screen::end(text(near, "description"), 100)
            ));
        }
    }
    Ok(if verdict == "ok" { 0 } else { 3 })
}

/// Why a code that is not in force is not, or why nothing is.
fn noted(note: &Value) -> Option<String> {
    let edition = text(note, "edition");
    match text(note, "kind") {
        "begins" => Some(format!("in force from {} ({edition})", text(note, "from"))),
        "ended" => Some(format!(
            "no longer in force from {} on; {edition} was the last with it",
            text(note, "until")
        )),
        "before_first" => Some(format!("the first edition that is loaded begins on {}", text(note, "first"))),
        "nothing_loaded" => Some("no edition of that scheme is loaded, or none was known by then".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn notes_are_put_in_words_and_a_scheme_is_named_once() {
        let begins = json!({ "kind": "begins", "edition": "rev 16", "from": "2025-07-01" });
        assert_eq!(noted(&begins).as_deref(), Some("in force from 2025-07-01 (rev 16)"));
        let ended = json!({ "kind": "ended", "edition": "rev 10", "until": "2025-07-01" });
        assert_eq!(
            noted(&ended).as_deref(),
            Some("no longer in force from 2025-07-01 on; rev 10 was the last with it")
        );
        let first = json!({ "kind": "before_first", "first": "2025-01-01" });
        assert_eq!(noted(&first).as_deref(), Some("the first edition that is loaded begins on 2025-01-01"));
        assert!(noted(&json!({ "kind": "nothing_loaded" })).is_some());
        assert_eq!(named("us-hts", "2026 rev 4"), "us-hts 2026 rev 4");
        assert_eq!(named("us-hts", "us-hts 2026-01-01"), "us-hts 2026-01-01");
    }
}
