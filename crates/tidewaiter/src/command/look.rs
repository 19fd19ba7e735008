//! `status`, `documents`, `events`, `explain`: looking, without changing anything.

use super::Context;
use crate::client::{Need, escaped};
use crate::screen;
use anyhow::Result;
use serde_json::Value;

fn text<'v>(json: &'v Value, key: &str) -> &'v str {
    json.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// Asks once and closes.
async fn get(context: &Context, path: &str) -> Result<Value> {
    let client = context.client(Need::Look).await?;
    let answer = client.get(path).await;
    client.close().await?;
    answer
}

/// `status`
///
/// # Errors
/// Where the data folder does not answer.
pub async fn status(context: &Context) -> Result<u8> {
    let status = get(context, "/v1/status?fresh=true").await?;
    if context.json {
        context.print_json(&status);
        return Ok(0);
    }
    for line in sums(&status) {
        screen::line(&line);
    }
    for lane in status.get("lanes").and_then(Value::as_array).into_iter().flatten() {
        let queued = lane.get("queued").and_then(Value::as_u64).unwrap_or(0);
        if queued > 0 {
            screen::line(&format!(
                "lane {}: {queued} queued, the oldest since {}",
                text(lane, "lane"),
                text(lane, "oldest_received_at")
            ));
        }
    }
    super::hold::lines(&status).iter().for_each(|line| screen::line(line));
    if let Some(trouble) = status.get("trouble").and_then(Value::as_str) {
        screen::line(&format!("trouble: {trouble}"));
    }
    Ok(0)
}

/// The three sums in words, with whether they close.
pub fn sums(status: &Value) -> Vec<String> {
    let number = |pointer: &str| status.pointer(pointer).and_then(Value::as_u64).unwrap_or(0);
    let mut states = Vec::new();
    for (state, count) in status.get("counts").and_then(Value::as_object).into_iter().flatten() {
        if count.as_u64().unwrap_or(0) > 0 {
            states.push(format!("{count} {}", state.replace('_', " ")));
        }
    }
    if states.is_empty() {
        states.push("nothing yet".to_owned());
    }
    let mut lines = vec![
        format!("documents  {} received = {}", number("/accepted"), states.join(" + ")),
        format!(
            "lines      {} read = {} released + {} quarantined + {} rejected + {} unsent",
            number("/lines/read"),
            number("/lines/released"),
            number("/lines/quarantined"),
            number("/lines/rejected"),
            number("/lines/unsent"),
        ),
    ];
    for (currency, sums) in status.get("value").and_then(Value::as_object).into_iter().flatten() {
        lines.push(format!(
            "value {currency}  {} declared = {} released + {} held",
            text(sums, "declared"),
            text(sums, "released"),
            text(sums, "held")
        ));
    }
    let closes = status.get("conserved") == Some(&Value::Bool(true));
    lines.push(if closes { "All sums close.".to_owned() } else { "THE SUMS DO NOT CLOSE.".to_owned() });
    lines
}

/// `documents`
///
/// # Errors
/// Where the data folder does not answer, or a filter is none.
pub async fn documents(
    context: &Context,
    state: Option<String>,
    source: Option<String>,
    limit: usize,
) -> Result<u8> {
    let mut path = format!("/v1/documents?limit={}", limit.clamp(1, 1_000));
    for (key, value) in [("state", &state), ("source", &source)] {
        if let Some(value) = value {
            path.push_str(&format!("&{key}={}", escaped(value)));
        }
    }
    let answer = get(context, &path).await?;
    let found = answer.get("documents").and_then(Value::as_array).cloned().unwrap_or_default();
    if context.json {
        for document in &found {
            context.print_json(document);
        }
        return Ok(0);
    }
    let rows = found
        .iter()
        .map(|document| {
            vec![
                text(document, "correlation_id").to_owned(),
                screen::short(text(document, "file"), 32),
                text(document, "kind").replace('_', " "),
                text(document, "state").replace('_', " "),
                text(document, "code").to_owned(),
                screen::short(text(document, "first_finding"), 70),
            ]
        })
        .collect();
    screen::line(&screen::table(&["document", "file", "kind", "state", "code", "first finding"], rows));
    Ok(0)
}

/// `events`
///
/// # Errors
/// Where the data folder does not answer or there is no such document.
pub async fn events(context: &Context, id: &str) -> Result<u8> {
    let answer = get(context, &format!("/v1/documents/{}/events", escaped(id))).await?;
    let found = answer.get("events").and_then(Value::as_array).cloned().unwrap_or_default();
    if context.json {
        for event in &found {
            context.print_json(event);
        }
        return Ok(0);
    }
    let rows = found
        .iter()
        .map(|placed| {
            let event = placed.get("event").cloned().unwrap_or(Value::Null);
            let moved = match (text(&event, "from"), text(&event, "to")) {
                ("", "") => String::new(),
                (from, to) => format!("{from} → {to}"),
            };
            vec![
                event.get("n").map(Value::to_string).unwrap_or_default(),
                text(&event, "at").to_owned(),
                text(&event, "what").replace('_', " "),
                moved,
                text(&event, "by").to_owned(),
                text(&event, "code").to_owned(),
                placed.get("leaf").filter(|leaf| !leaf.is_null()).map(Value::to_string).unwrap_or_default(),
            ]
        })
        .collect();
    screen::line(&screen::table(&["n", "at", "what", "move", "by", "code", "leaf"], rows));
    Ok(0)
}

/// `explain`
///
/// # Errors
/// Where the data folder does not answer or there is no such document.
pub async fn explain(context: &Context, id: &str) -> Result<u8> {
    let answer = get(context, &format!("/v1/documents/{}/explain", escaped(id))).await?;
    if context.json {
        context.print_json(&answer);
        return Ok(0);
    }
    let explanation = answer.get("explanation").cloned().unwrap_or(Value::Null);
    screen::line(&screen::plain(text(&explanation, "sentence")));
    if !text(&explanation, "advice").is_empty() {
        screen::line(text(&explanation, "advice"));
    }
    Ok(0)
}
