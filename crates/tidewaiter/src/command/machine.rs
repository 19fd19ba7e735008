//! `config` and `doctor`: this machine and how the program is set up.

use super::Context;
use crate::cli::ConfigOf;
use crate::config::Loaded;
use crate::data;
use crate::screen;
use anyhow::Result;
use serde_json::{Value, json};
use std::path::Path;

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
    let mut looks = vec![cage(context), folder(&context.data), clock()];
    looks.extend(owner(context).await);
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
        screen::line(&screen::table(&["what", "found", ""], rows));
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
            said: {
                let lock = made.lock();
                format!("{strength}; a child was locked by {}", locks(lock.landlock_abi, lock.seccomp))
            },
        },
        Err(failure) => {
            let has = locks(support.landlock_abi, support.seccomp);
            Look { what: "cage", ok: false, said: format!("{failure:#}; this kernel has {has}") }
        }
    }
}

/// The kernel's locks in words.
fn locks(landlock_abi: Option<u32>, seccomp: bool) -> String {
    let landlock = landlock_abi.map(|abi| format!("Landlock (ABI {abi})"));
    let seccomp = seccomp.then(|| "seccomp".to_owned());
    let held: Vec<String> = landlock.into_iter().chain(seccomp).collect();
    if held.is_empty() { "neither Landlock nor seccomp".to_owned() } else { held.join(" and ") }
}

/// How long a sync takes where the data is, or will be: looking makes no folder.
fn folder(data: &Path) -> Look {
    let what = "data folder";
    let shown = data.display();
    let there = data.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
    if !there.is_dir() {
        return Look { what, ok: false, said: format!("{} is no folder", there.display()) };
    }
    let yet = if there == data { "" } else { " is not there yet and can be made" };
    match sync_time(there) {
        Ok(took) => {
            let milliseconds = took.as_secs_f64() * 1e3;
            Look {
                what,
                ok: true,
                said: format!("{shown}{yet}; a durable write of 4 kB takes {milliseconds:.1} ms"),
            }
        }
        Err(failure) => Look { what, ok: false, said: format!("{shown}: {failure}") },
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

/// Who owns the data folder and, where that is nobody, whether its ledger opens.
async fn owner(context: &Context) -> Vec<Look> {
    let look = |ok: bool, said: String| Look { what: "owner", ok, said };
    let nobody = look(true, "nobody; a command becomes it for a moment".to_owned());
    if !context.data.join("tidewaiter.db").exists() {
        return vec![nobody];
    }
    match data::own(&context.data) {
        Ok(Some(_owned)) => vec![nobody, ledger(&context.data)],
        Ok(None) => vec![match ready(context).await {
            Ok(ready) => look(true, format!("another process, which answers: {ready}")),
            Err(failure) => look(false, screen::causes(failure.chain())),
        }],
        Err(failure) => vec![look(false, screen::causes(failure.chain()))],
    }
}

/// Whether the owner takes documents.
async fn ready(context: &Context) -> Result<Value> {
    context.client(crate::client::Need::Look).await?.get("/readyz").await
}

/// Whether the ledger of a folder that the caller owns opens.
fn ledger(data: &Path) -> Look {
    let what = "ledger";
    match data::ledger(data) {
        Ok(_) => Look { what, ok: true, said: "it opens".to_owned() },
        Err(failure) => Look { what, ok: false, said: screen::causes(failure.chain()) },
    }
}
