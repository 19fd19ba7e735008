//! `run`: takes files and folders in, waits until each is settled, and shows what came of it.

use super::submit::send_file;
use super::{Context, WrongUse, files, hold};
use crate::cli::Run;
use crate::client::{Client, Need, escaped};
use crate::{config, screen};
use anyhow::{Result, anyhow};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// What is shown at the end.
mod report;

/// How often settled documents are looked for.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Documents asked for at once.
const PAGE: usize = 200;

/// One file and what became of it at the door.
struct Taken {
    /// As it was named.
    shown: String,
    /// The receipt, or the problem.
    receipt: Result<Value, Value>,
}

impl Taken {
    fn id(&self) -> Option<&str> {
        self.receipt.as_ref().ok()?.get("correlation_id")?.as_str()
    }

    fn is_seen_before(&self) -> bool {
        self.receipt.as_ref().is_ok_and(|receipt| receipt.get("seen_before") == Some(&Value::Bool(true)))
    }
}

/// Takes in, waits, shows.
///
/// # Errors
/// Where the data folder, its owner or a file refuse.
pub async fn run(context: &Context, asked: Run) -> Result<u8> {
    let paths = files::of(&asked.paths)?;
    let named = asked.jurisdiction.as_deref().map(config::jurisdiction).transpose();
    let jurisdiction = named.map_err(|wrong| anyhow!(WrongUse(wrong.to_string())))?.flatten();
    if paths.is_empty() {
        eprintln!("{}", files::none(&asked.paths));
        return Ok(0);
    }
    let client = context.client(Need::Work).await?;
    let bar = progress(paths.len() as u64);
    let outcome = work(context, &asked, jurisdiction, paths, &client, &bar).await;
    bar.finish_and_clear();
    let closed = client.close().await;
    let code = outcome?;
    closed?;
    Ok(code)
}

async fn work(
    context: &Context,
    asked: &Run,
    jurisdiction: Option<String>,
    paths: Vec<PathBuf>,
    client: &Client,
    bar: &ProgressBar,
) -> Result<u8> {
    let taken = take_in(asked, jurisdiction, paths, client, bar).await?;
    let roots: Vec<String> = taken.iter().filter_map(Taken::id).map(str::to_owned).collect();
    let settled = settle(client, &roots, asked.wait, bar).await?;
    if context.json {
        report::json(context, client, &taken, &settled).await?;
    } else {
        report::table(client, &taken, &settled, &context.data).await?;
    }
    Ok(0)
}

fn progress(files: u64) -> ProgressBar {
    if !screen::is_watched() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg:10} {bar:40} {pos}/{len} {elapsed}");
    ProgressBar::new(files).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

async fn take_in(
    asked: &Run,
    jurisdiction: Option<String>,
    paths: Vec<PathBuf>,
    client: &Client,
    bar: &ProgressBar,
) -> Result<Vec<Taken>> {
    let as_of = asked.as_of.map(|day| day.to_string());
    let mut headers = vec![("x-source", "cli")];
    let named = [
        ("x-client", &asked.client),
        ("x-jurisdiction", &jurisdiction),
        ("x-as-of", &as_of),
        ("x-again", &asked.again),
    ];
    for (name, value) in &named {
        if let Some(value) = value {
            headers.push((name, value.as_str()));
        }
    }
    bar.set_message("taking in");
    let mut taken = Vec::with_capacity(paths.len());
    for path in paths {
        let receipt = send_file(client, &path, &headers).await?;
        taken.push(Taken { shown: path.display().to_string(), receipt });
        bar.inc(1);
    }
    Ok(taken)
}

/// Waits until no document is received, queued or processing; those that wait for a time, or for the end of a hold, get
/// `wait`. Answers all documents by id, the parts of containers among them.
async fn settle(
    client: &Client,
    roots: &[String],
    wait: Duration,
    bar: &ProgressBar,
) -> Result<BTreeMap<String, Value>> {
    bar.set_message("working");
    bar.set_position(0);
    let started = Instant::now();
    loop {
        let mut found = documents(client, roots).await?;
        let containers: Vec<String> = found
            .values()
            .filter(|document| document.get("kind").and_then(Value::as_str) == Some("container"))
            .filter_map(|document| document.get("correlation_id")?.as_str().map(str::to_owned))
            .collect();
        for container in containers {
            found.extend(parts(client, &container).await?);
        }
        let in_state = |names: &[&str]| {
            let state = |document: &&Value| {
                document.get("state").and_then(Value::as_str).unwrap_or_default().to_owned()
            };
            found.values().filter(|document| names.contains(&state(document).as_str())).count()
        };
        let moving = in_state(&["received", "queued", "processing"]);
        let pending = in_state(&["validated"]) > 0 && outbox_pending(client).await?;
        let waiting = in_state(&["waiting"]);
        bar.set_length(found.len() as u64);
        bar.set_position((found.len() - moving) as u64);
        let over = started.elapsed() >= wait;
        let at_rest = moving == 0 && !pending;
        let done = if at_rest { waiting == 0 || over } else { over && are_held(client, &found).await? };
        if done {
            if in_state(&["validated"]) > 0 {
                // What was on its way when it was looked at is out by now, and shown so.
                let ids: Vec<String> = found.keys().cloned().collect();
                return documents(client, &ids).await;
            }
            return Ok(found);
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Holds stop all that still moves: what is queued, and releases that wait for their outlet.
async fn are_held(client: &Client, found: &BTreeMap<String, Value>) -> Result<bool> {
    let status = client.get("/v1/status").await?;
    let mut any = false;
    for (id, document) in found {
        match document.get("state").and_then(Value::as_str).unwrap_or_default() {
            "received" | "processing" => return Ok(false),
            "queued" if hold::is_held(client, &status, id).await? => any = true,
            "queued" => return Ok(false),
            "validated" => any |= hold::is_held(client, &status, id).await?,
            _ => {}
        }
    }
    Ok(any)
}

/// Releases still on their way: a validated document is shown as released once they are out.
async fn outbox_pending(client: &Client) -> Result<bool> {
    let status = client.get("/v1/status?fresh=true").await?;
    Ok(status.pointer("/outbox/pending").and_then(Value::as_u64).unwrap_or(0) > 0
        && status.get("trouble").is_none_or(Value::is_null))
}

/// Documents by id.
async fn documents(client: &Client, ids: &[String]) -> Result<BTreeMap<String, Value>> {
    let mut found = BTreeMap::new();
    for page in ids.chunks(PAGE) {
        let ids: Vec<String> = page.iter().map(|id| escaped(id)).collect();
        let answer = client.get(&format!("/v1/documents?limit=1000&ids={}", ids.join(","))).await?;
        collect(&answer, &mut found);
    }
    Ok(found)
}

/// The parts of a container.
async fn parts(client: &Client, container: &str) -> Result<BTreeMap<String, Value>> {
    let mut found = BTreeMap::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/v1/documents?limit=1000&container={}{cursor}", escaped(container));
        let answer = client.get(&path).await?;
        collect(&answer, &mut found);
        match answer.get("next_cursor").and_then(Value::as_str) {
            Some(next) => cursor = format!("&cursor={}", escaped(next)),
            None => return Ok(found),
        }
    }
}

fn collect(answer: &Value, found: &mut BTreeMap<String, Value>) {
    for document in answer.get("documents").and_then(Value::as_array).into_iter().flatten() {
        if let Some(id) = document.get("correlation_id").and_then(Value::as_str) {
            found.insert(id.to_owned(), document.clone());
        }
    }
}

/// A refused file as JSON.
fn refused(taken: &Taken, problem: &Value) -> Value {
    json!({ "file": taken.shown, "problem": problem })
}
