//! `hold`: stop work, let it go on, see what stands. No worker is started for it: what is to be stopped must not begin.

use super::{Context, WrongUse};
use crate::cli::{Actor, Hold, Which};
use crate::client::{Client, Need, escaped};
use crate::screen;
use anyhow::{Result, anyhow};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use std::time::Duration;
use trade::HoldScope;

fn text<'v>(json: &'v Value, key: &str) -> &'v str {
    json.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn list_of<'v>(json: &'v Value, key: &str) -> &'v [Value] {
    json.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// `hold`
///
/// # Errors
/// Where the data folder does not answer, or the refusal.
pub async fn hold(context: &Context, asked: Hold) -> Result<u8> {
    let client = context.client(Need::Look).await?;
    let outcome = match asked {
        Hold::On { scope, reason, lasts, until, by } => {
            on(context, &client, &scope, &reason, lasts, until, &by).await
        }
        Hold::Off { which, actor } => off(context, &client, which, &actor).await,
        Hold::List { ended } => list(context, &client, ended).await,
    };
    client.close().await?;
    outcome
}

async fn on(
    context: &Context,
    client: &Client,
    scope: &HoldScope,
    reason: &str,
    lasts: Option<Duration>,
    until: Option<Timestamp>,
    by: &str,
) -> Result<u8> {
    let until = match lasts {
        Some(lasts) => Some(after(lasts)?),
        None => until,
    };
    let body = json!({ "scope": scope, "reason": reason, "by": by, "until": until });
    let hold = client.post("/v1/holds", &body).await?;
    if context.json {
        context.print_json(&hold);
    } else {
        screen::line(&format!("Held: {}.", in_words(&hold)));
    }
    Ok(0)
}

/// So long from now.
fn after(lasts: Duration) -> Result<Timestamp> {
    let end = SignedDuration::try_from(lasts).ok().and_then(|lasts| Timestamp::now().checked_add(lasts).ok());
    end.ok_or_else(|| anyhow!(WrongUse("that is too long".to_owned())))
}

/// Ends one hold, or all of a scope; exit status 3 where there is none.
async fn off(context: &Context, client: &Client, which: Which, actor: &Actor) -> Result<u8> {
    let numbers = match &which {
        Which::Number(number) => vec![*number],
        Which::Of(scope) => {
            let standing = client.get("/v1/holds?ended=0").await?;
            let wanted = scope.to_string();
            let of_scope = list_of(&standing, "holds").iter().filter(|hold| text(hold, "scope") == wanted);
            of_scope.filter_map(|hold| hold.get("id").and_then(Value::as_i64)).collect()
        }
    };
    if numbers.is_empty() {
        eprintln!("tidewaiter: no hold of that scope is in force");
        return Ok(3);
    }
    let body = json!({ "by": actor.by, "reason": actor.reason });
    for number in numbers {
        let hold = client.delete(&format!("/v1/holds/{number}"), &body).await?;
        if context.json {
            context.print_json(&hold);
        } else {
            screen::line(&format!("Hold {number} of {} has ended.", screen::plain(text(&hold, "scope"))));
        }
    }
    Ok(0)
}

async fn list(context: &Context, client: &Client, ended_max: usize) -> Result<u8> {
    let answer = client.get(&format!("/v1/holds?ended={ended_max}")).await?;
    let holds: Vec<&Value> = list_of(&answer, "holds").iter().chain(list_of(&answer, "ended")).collect();
    if context.json {
        holds.iter().for_each(|hold| context.print_json(hold));
        return Ok(0);
    }
    if holds.is_empty() {
        screen::line("Nothing is held.");
        return Ok(0);
    }
    let rows = holds.into_iter().map(row).collect();
    screen::line(&screen::table(&["hold", "scope", "by", "since", "until", "ended", "reason"], rows));
    Ok(0)
}

fn row(hold: &Value) -> Vec<String> {
    let ended = hold.get("ended").filter(|ended| !ended.is_null());
    vec![
        hold.get("id").map(Value::to_string).unwrap_or_default(),
        screen::plain(text(hold, "scope")),
        screen::short(text(hold, "by"), 30),
        text(hold, "since").to_owned(),
        text(hold, "until").to_owned(),
        ended
            .map(|ended| format!("{} by {}", text(ended, "at"), screen::plain(text(ended, "by"))))
            .unwrap_or_default(),
        screen::short(text(hold, "reason"), 80),
    ]
}

/// A hold in one line.
fn in_words(hold: &Value) -> String {
    let until = match text(hold, "until") {
        "" => "until somebody ends it".to_owned(),
        until => format!("until {until}"),
    };
    let id = hold.get("id").map(Value::to_string).unwrap_or_default();
    screen::plain(&format!(
        "hold {id} of {} by {} since {}, {until}: {}",
        text(hold, "scope"),
        text(hold, "by"),
        text(hold, "since"),
        text(hold, "reason").trim_end_matches('.')
    ))
}

/// The holds that a status tells, a line each.
pub fn lines(status: &Value) -> Vec<String> {
    list_of(status, "holds").iter().map(|hold| format!("held: {}", in_words(hold))).collect()
}

/// A hold stops this document: nothing happens to it until the hold ends. Nothing is asked where the status tells of none.
///
/// # Errors
/// Where the API does not answer.
pub async fn is_held(client: &Client, status: &Value, id: &str) -> Result<bool> {
    if list_of(status, "holds").is_empty() {
        return Ok(false);
    }
    let explained = client.get(&format!("/v1/documents/{}/explain", escaped(id))).await?;
    Ok(explained.get("explanation").is_some_and(|explanation| !list_of(explanation, "holds").is_empty()))
}
