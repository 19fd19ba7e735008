//! `config` and `doctor`: this machine and how the program is set up.

use super::Context;
use crate::cli::ConfigOf;
use crate::config::Loaded;
use crate::data;
use crate::screen;
use anyhow::Result;
use serde_json::{Value, json};

/// `config show|check`
///
/// # Errors
/// What is wrong with the configuration.
pub fn config(asked: &ConfigOf, loaded: Result<Loaded>, as_json: bool) -> Result<u8> {
    let loaded = loaded?;
    let rows = loaded.shown()?;
    match asked {
        ConfigOf::Check => {
            loaded.config.settings()?;
            screen::line(if as_json { r#"{"ok":true}"# } else { "The configuration serves." });
        }
        ConfigOf::Show if as_json => {
            for (key, value, from) in rows {
                let value: Value = serde_json::from_str(&value).unwrap_or(Value::Null);
                screen::line(&json!({ "key": key, "value": value, "from": from }).to_string());
            }
        }
        ConfigOf::Show => {
            let rows = rows.into_iter().map(|(key, value, from)| vec![key, value, from]).collect();
            screen::line(&screen::table(&["key", "value", "from"], rows));
        }
    }
    Ok(0)
}

/// One thing that was looked at.
struct Look {
    what: &'static str,
    ok: bool,
    said: String,
}

/// `doctor`: exit status 3 where something would keep the program from serving.
///
/// # Errors
/// Where a look itself fails.
pub async fn doctor(context: &Context) -> Result<u8> {
    let mut looks = vec![cage(context), folder(context), clock()];
    looks.push(owner(context).await);
    let ok = looks.iter().all(|look| look.ok);
    if context.json {
        let looks: Vec<Value> =
            looks.iter().map(|look| json!({ "what": look.what, "ok": look.ok, "said": look.said })).collect();
        context.print_json(&json!({ "ok": ok, "looks": looks }));
    } else {
        let rows = looks
            .into_iter()
            .map(|look| {
                vec![look.what.to_owned(), if look.ok { "ok" } else { "WRONG" }.to_owned(), look.said]
            })
            .collect();
        screen::line(&screen::table(&["what", "", ""], rows));
    }
    Ok(if ok { 0 } else { 3 })
}

/// Whether a parser can be locked in here.
fn cage(context: &Context) -> Look {
    let support = cage::probe();
    let strength = &context.config().cage.strength;
    match data::make_cage(context.config()) {
        Ok(made) => Look {
            what: "cage",
            ok: true,
            said: format!("{strength}; a child was locked: {}", shown(&made.lock())),
        },
        Err(failure) => {
            Look { what: "cage", ok: false, said: format!("{failure:#}; this kernel: {}", shown(&support)) }
        }
    }
}

/// A value of few words, as its own debug form has them.
fn shown(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}")
}

/// How long a sync takes where the data is.
fn folder(context: &Context) -> Look {
    let measured = std::fs::create_dir_all(&context.data).and_then(|()| sync_time(&context.data));
    match measured {
        Ok(took) => Look {
            what: "data folder",
            ok: true,
            said: format!(
                "{}; a durable write of 4 kB takes {:.1} ms",
                context.data.display(),
                took.as_secs_f64() * 1e3
            ),
        },
        Err(failure) => {
            Look { what: "data folder", ok: false, said: format!("{}: {failure}", context.data.display()) }
        }
    }
}

/// The median of a few durable writes.
fn sync_time(folder: &std::path::Path) -> std::io::Result<std::time::Duration> {
    use std::io::Write as _;
    let mut file = tempfile::tempfile_in(folder)?;
    let mut times = Vec::new();
    for _ in 0..5 {
        let started = std::time::Instant::now();
        file.write_all(&[0; 4_096])?;
        file.sync_data()?;
        times.push(started.elapsed());
    }
    times.sort();
    Ok(times.get(times.len() / 2).copied().unwrap_or_default())
}

/// A clock before this program was written is wrong.
fn clock() -> Look {
    let now = jiff::Timestamp::now();
    let ok = now.as_second() > 1_764_000_000;
    Look { what: "clock", ok, said: now.to_string() }
}

/// Who owns the data folder.
async fn owner(context: &Context) -> Look {
    let what = "owner";
    match data::own(&context.data) {
        Ok(Some(_)) => Look { what, ok: true, said: "nobody; a command becomes it for a moment".to_owned() },
        Ok(None) => {
            let answered = match context.client(crate::client::Need::Look).await {
                Ok(client) => client.get("/readyz").await,
                Err(failure) => Err(failure),
            };
            match answered {
                Ok(ready) => {
                    Look { what, ok: true, said: format!("another process, which answers: {ready}") }
                }
                Err(failure) => Look { what, ok: false, said: format!("{failure:#}") },
            }
        }
        Err(failure) => Look { what, ok: false, said: format!("{failure:#}") },
    }
}
