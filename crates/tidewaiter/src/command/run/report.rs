//! What `run` shows at the end: a row a document, the sums, and how to look further.

use super::{Taken, refused};
use crate::client::{Client, escaped};
use crate::command::Context;
use crate::screen;
use anyhow::Result;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;

fn text<'v>(json: &'v Value, key: &str) -> &'v str {
    json.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn number(json: &Value, key: &str) -> u64 {
    json.get(key).and_then(Value::as_u64).unwrap_or(0)
}

/// A file's documents: its own, then the parts of a container in order.
fn family<'d>(taken: &Taken, settled: &'d BTreeMap<String, Value>) -> Vec<&'d Value> {
    let Some(id) = taken.id() else { return Vec::new() };
    let mut parts: Vec<&Value> =
        settled.values().filter(|document| text(document, "container") == id).collect();
    parts.sort_by_key(|part| number(part, "part"));
    settled.get(id).into_iter().chain(parts).collect()
}

/// One JSON object a document.
///
/// # Errors
/// Where the API does not answer.
pub async fn json(
    context: &Context,
    client: &Client,
    taken: &[Taken],
    settled: &BTreeMap<String, Value>,
) -> Result<()> {
    for one in taken {
        match &one.receipt {
            Err(problem) => context.print_json(&refused(one, problem)),
            Ok(receipt) => {
                for document in family(one, settled) {
                    context.print_json(&shown(client, one, receipt, document).await?);
                }
            }
        }
    }
    Ok(())
}

/// `D` with record, findings as a list, quarantined lines with their codes, and whether it was seen before.
async fn shown(client: &Client, taken: &Taken, receipt: &Value, document: &Value) -> Result<Value> {
    let id = text(document, "correlation_id");
    let whole = client.get(&format!("/v1/documents/{}", escaped(id))).await?;
    let mut shown: Map<String, Value> = document.as_object().cloned().unwrap_or_default();
    shown.insert("record".into(), whole.get("record").cloned().unwrap_or(Value::Null));
    shown.insert("findings".into(), whole.get("findings").cloned().unwrap_or_else(|| json!([])));
    shown.insert("quarantined_lines".into(), quarantined(&whole));
    shown.insert("seen_before".into(), Value::Bool(taken.is_seen_before()));
    shown.insert("path".into(), Value::from(taken.shown.as_str()));
    if let Some(verdict_for) = receipt.get("verdict_for") {
        shown.insert("verdict_for".into(), verdict_for.clone());
    }
    for key in ["edition", "relevant_date"] {
        shown.insert(key.into(), whole.get(key).cloned().unwrap_or(Value::Null));
    }
    Ok(Value::Object(shown))
}

/// Lines that a person has not settled.
fn quarantined(whole: &Value) -> Value {
    let held = whole.get("quarantined").and_then(Value::as_array).cloned().unwrap_or_default();
    let is_struck = |line: &Value| line.get("codes").is_some_and(|codes| *codes == json!(["line_rejected"]));
    Value::Array(held.into_iter().filter(|line| !is_struck(line)).collect())
}

/// The table, the sums, and how to look further.
///
/// # Errors
/// Where the API does not answer.
pub async fn table(
    client: &Client,
    taken: &[Taken],
    settled: &BTreeMap<String, Value>,
    data: &Path,
) -> Result<()> {
    let mut rows = Vec::new();
    for one in taken {
        if let Err(problem) = &one.receipt {
            rows.push(vec![
                name(&one.shown),
                "–".into(),
                "–".into(),
                "refused".into(),
                String::new(),
                String::new(),
                screen::short(text(problem, "detail"), 90),
            ]);
        }
        for document in family(one, settled) {
            rows.push(row(one, document));
        }
    }
    screen::line(&screen::table(&["file", "kind", "lang", "state", "lines", "total", "first finding"], rows));
    let seen = taken.iter().filter(|one| one.is_seen_before()).count();
    if seen > 0 {
        screen::line(&format!(
            "\n{seen} of {} files came before: the same receipts, no new documents.",
            taken.len()
        ));
    }
    for one in taken {
        if let Some(verdict_for) =
            one.receipt.as_ref().ok().and_then(|receipt| receipt.get("verdict_for")?.as_str())
        {
            screen::line(&format!(
                "{}: its verdict is final and was made for {verdict_for}.",
                name(&one.shown)
            ));
        }
    }
    sums(client, data).await
}

/// The file's own name, with the part for a part.
fn name(path: &str) -> String {
    let name = Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned());
    screen::short(&name.unwrap_or_else(|| path.to_owned()), 40)
}

fn row(taken: &Taken, document: &Value) -> Vec<String> {
    let part = number(document, "part");
    let file = if part > 0 { format!("  part {part}") } else { name(&taken.shown) };
    let (lines, held) = (number(document, "lines"), number(document, "quarantined_lines"));
    let counts = if lines == 0 { String::new() } else { format!("{} / {held}", lines.saturating_sub(held)) };
    let total = [text(document, "total_value"), text(document, "currency")].join(" ");
    let language = if text(document, "language").is_empty() { "–" } else { text(document, "language") };
    vec![
        file,
        text(document, "kind").replace('_', " "),
        language.to_owned(),
        text(document, "state").replace('_', " "),
        counts,
        total.trim().to_owned(),
        remark(document),
    ]
}

/// The first finding; of a duplicate, whose bytes they are.
fn remark(document: &Value) -> String {
    match (text(document, "state"), text(document, "other")) {
        ("duplicate", other) if !other.is_empty() => format!("The same bytes came before, as {other}"),
        _ => screen::short(text(document, "first_finding"), 90),
    }
}

/// The sums of the whole data folder.
async fn sums(client: &Client, data: &Path) -> Result<()> {
    let status = client.get("/v1/status?fresh=true").await?;
    screen::line("");
    for line in crate::command::look::sums(&status).into_iter().chain(crate::command::hold::lines(&status)) {
        screen::line(&line);
    }
    screen::line(&format!(
        "\nLook further: tidewaiter explain ID · tidewaiter review list · tidewaiter serve --data {} and http://127.0.0.1:8080",
        data.display()
    ));
    Ok(())
}
