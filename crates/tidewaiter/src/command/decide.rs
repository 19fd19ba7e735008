//! `review`, `quarantine`, `dead-letters`: what people decide.
//!
//! Where this process owns the data folder it also does the work that a decision makes, before it ends.

use super::{Context, WrongUse, hold};
use crate::cli::{Actor, DeadLetters, Quarantine, Review};
use crate::client::{Client, Need, escaped};
use crate::screen;
use anyhow::{Result, anyhow};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How long a decision's work is waited for.
const WORK_MAX: Duration = Duration::from_secs(60);

fn text<'v>(json: &'v Value, key: &str) -> &'v str {
    json.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// `review`
///
/// # Errors
/// Where the data folder does not answer, or the refusal.
pub async fn review(context: &Context, asked: Review) -> Result<u8> {
    match asked {
        Review::List => tasks(context, "/v1/review?limit=1000").await,
        Review::Show { id } => show(context, &format!("/v1/review/{}", escaped(&id))).await,
        Review::Approve { id, codes, actor } => {
            let body = json!({ "codes": codes, "by": actor.by, "reason": actor.reason });
            decide(context, &id, &format!("/v1/review/{}/approve", escaped(&id)), body).await
        }
        Review::Correct { id, values, actor } => {
            let corrections = values.iter().map(|value| correction(value)).collect::<Result<Vec<_>>>()?;
            let body = json!({ "corrections": corrections, "by": actor.by, "reason": actor.reason });
            decide(context, &id, &format!("/v1/review/{}/correct", escaped(&id)), body).await
        }
        Review::Reject { id, actor } => {
            decide(context, &id, &format!("/v1/review/{}/reject", escaped(&id)), said(&actor)).await
        }
    }
}

/// `quarantine`
///
/// # Errors
/// Where the data folder does not answer, or the refusal.
pub async fn quarantine(context: &Context, asked: Quarantine) -> Result<u8> {
    match asked {
        Quarantine::List => tasks(context, "/v1/quarantine?limit=1000").await,
        Quarantine::Fix { id, line, value, accept, strike, actor } => {
            let (field, value) = match value.as_deref().map(assignment).transpose()? {
                Some((field, value)) => (Some(field), value),
                None => (None, Value::Null),
            };
            let body = json!({
                "field": field, "value": value, "accept": accept, "strike": strike,
                "by": actor.by, "reason": actor.reason,
            });
            decide(context, &id, &format!("/v1/quarantine/{}/{line}/fix", escaped(&id)), body).await
        }
    }
}

/// `dead-letters`
///
/// # Errors
/// Where the data folder does not answer, or the refusal.
pub async fn dead_letters(context: &Context, asked: DeadLetters) -> Result<u8> {
    match asked {
        DeadLetters::List => letters(context).await,
        DeadLetters::Show { id } => show(context, &format!("/v1/dead-letters/{}", escaped(&id))).await,
        DeadLetters::Replay { id, actor } => {
            decide(context, &id, &format!("/v1/dead-letters/{}/replay", escaped(&id)), said(&actor)).await
        }
        DeadLetters::Reject { id, actor } => {
            decide(context, &id, &format!("/v1/dead-letters/{}/reject", escaped(&id)), said(&actor)).await
        }
    }
}

fn said(actor: &Actor) -> Value {
    json!({ "by": actor.by, "reason": actor.reason })
}

/// `FIELD=VALUE` or `LINE:FIELD=VALUE`.
fn correction(text: &str) -> Result<Value> {
    let (path, value) = assignment(text)?;
    let (line, field) = match path.split_once(':') {
        Some((line, field)) => {
            let line: u32 =
                line.parse().map_err(|_| anyhow!(WrongUse(format!("{line:?} is no line's ordinal"))))?;
            (Some(line), field.to_owned())
        }
        None => (None, path),
    };
    Ok(json!({ "line": line, "field": field, "value": value }))
}

fn assignment(text: &str) -> Result<(String, Value)> {
    let (field, value) =
        text.split_once('=').ok_or_else(|| anyhow!(WrongUse(format!("{text:?} is not FIELD=VALUE"))))?;
    let value = if value.is_empty() { Value::Null } else { Value::from(value) };
    Ok((field.trim().to_owned(), value))
}

async fn tasks(context: &Context, path: &str) -> Result<u8> {
    let client = context.client(Need::Look).await?;
    let answer = client.get(path).await;
    client.close().await?;
    let answer = answer?;
    let tasks = answer.get("tasks").and_then(Value::as_array).cloned().unwrap_or_default();
    if context.json {
        for task in &tasks {
            context.print_json(task);
        }
        return Ok(0);
    }
    if tasks.is_empty() {
        screen::line("Nothing waits for a person here.");
        return Ok(0);
    }
    let rows = tasks
        .iter()
        .map(|task| {
            vec![
                text(task, "correlation_id").to_owned(),
                screen::short(text(task, "file"), 30),
                task.get("line").filter(|line| !line.is_null()).map(Value::to_string).unwrap_or_default(),
                text(task, "kind").to_owned(),
                task.get("codes")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .collect::<Vec<_>>()
                    .join(" "),
                screen::short(text(task, "reason"), 80),
            ]
        })
        .collect();
    screen::line(&screen::table(&["document", "file", "line", "task", "codes", "reason"], rows));
    Ok(0)
}

async fn letters(context: &Context) -> Result<u8> {
    let client = context.client(Need::Look).await?;
    let answer = client.get("/v1/dead-letters?limit=1000").await;
    client.close().await?;
    let answer = answer?;
    let letters = answer.get("dead_letters").and_then(Value::as_array).cloned().unwrap_or_default();
    if context.json {
        for letter in &letters {
            context.print_json(letter);
        }
        return Ok(0);
    }
    if letters.is_empty() {
        screen::line("There are no dead letters.");
        return Ok(0);
    }
    let rows = letters
        .iter()
        .map(|letter| {
            vec![
                text(letter, "correlation_id").to_owned(),
                screen::short(text(letter, "file"), 30),
                text(letter, "code").to_owned(),
                screen::short(text(letter, "first_finding"), 60),
                screen::short(text(letter, "advice"), 80),
            ]
        })
        .collect();
    screen::line(&screen::table(&["document", "file", "code", "what is wrong", "advice"], rows));
    Ok(0)
}

async fn show(context: &Context, path: &str) -> Result<u8> {
    let client = context.client(Need::Look).await?;
    let answer = client.get(path).await;
    client.close().await?;
    let answer = answer?;
    if context.json {
        context.print_json(&answer);
    } else {
        screen::line(&serde_json::to_string_pretty(&answer)?);
    }
    Ok(0)
}

/// Asks for a decision, waits for the work it makes, and says where the document is then.
async fn decide(context: &Context, id: &str, path: &str, body: Value) -> Result<u8> {
    let client = context.client(Need::Work).await?;
    let outcome = decide_with(&client, id, path, body).await;
    client.close().await?;
    let (document, explanation) = outcome?;
    if context.json {
        context.print_json(&document);
    } else {
        screen::line(&format!("{id} is {}.", text(&document, "state").replace('_', " ")));
        screen::line(&screen::plain(&explanation));
    }
    Ok(0)
}

async fn find(client: &Client, id: &str) -> Result<Value> {
    let answer = client.get(&format!("/v1/documents?limit=1&ids={}", escaped(id))).await?;
    Ok(answer.pointer("/documents/0").cloned().unwrap_or(Value::Null))
}

async fn decide_with(client: &Client, id: &str, path: &str, body: Value) -> Result<(Value, String)> {
    client.post(path, &body).await?;
    let started = Instant::now();
    loop {
        let document = find(client, id).await?;
        let moving = matches!(text(&document, "state"), "received" | "queued" | "processing");
        let status = client.get("/v1/status?fresh=true").await?;
        let leaving = text(&document, "state") == "validated"
            && status.pointer("/outbox/pending").and_then(Value::as_u64).unwrap_or(0) > 0;
        let held = (moving || leaving) && hold::is_held(client, &status, id).await?;
        if !(moving || leaving) || held || started.elapsed() >= WORK_MAX {
            // Looked at again: its release may have left between the two looks above.
            let document = find(client, id).await?;
            let explained = client.get(&format!("/v1/documents/{}/explain", escaped(id))).await?;
            let sentence =
                explained.pointer("/explanation/sentence").and_then(Value::as_str).unwrap_or_default();
            return Ok((document, sentence.to_owned()));
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}
