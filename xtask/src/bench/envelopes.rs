//! `cargo xtask bench envelopes [--count 20000] [--seed 42] [--kinds …] [--invalid 0.03] [--destination US --tariff FILE
//! --effective DATE] [--rounds 3] [--json] [--program PATH] [--keep]`: receipt → committed through `POST /v1/envelopes` on SQLite.
//!
//! Promises: a fresh folder on a disk each round; the clock runs from the first byte to the moment when every receipt is
//! read, the outlet is drained and the sums close; `audit verify` must say ok and every verdict must be right. Generating
//! and sending are not counted. Refuses to know other queues.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::figures::{median, rounded};
use super::process::{Watch, cpu_seconds, high_water_kb};
use super::server::{Server, Setup};
use super::verdicts::{self, Truth};
use super::{disk, drain, paced, stream};
use crate::arguments::Arguments;
use crate::envelopes::draw::{Generator, Mix};

/// Between two looks at the status, at least.
const PAUSE: Duration = Duration::from_millis(5);

/// What is asked for.
struct Plan {
    program: PathBuf,
    folder: PathBuf,
    count: usize,
    seed: u64,
    mix: Mix,
    destination: Option<String>,
    tariff: Option<String>,
    effective: String,
    keep: bool,
}

/// One round's numbers.
struct Round {
    docs_per_s: f64,
    cpu_s_per_1k: f64,
    pss_mb: f64,
    high_water_mb: f64,
    verify_s: f64,
    verdicts: Vec<String>,
}

/// Measures and prints.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let rounds: usize = arguments.parsed("--rounds", 3)?;
    let json = arguments.flag("--json");
    let plan = plan(&mut arguments)?;
    arguments.finish()?;
    ensure!(rounds > 0 && plan.count > 0, "--rounds and --count are at least 1");
    let disk = disk::look(&plan.folder)?;
    let say = |text: String| if json { eprintln!("{text}") } else { println!("{text}") };
    say(format!(
        "data on {} ({}), fsync of 4 kB {:.2} ms; {} envelopes, seed {}, {} % spoilt; load {}",
        disk.file_system,
        disk.device,
        disk.fsync.as_secs_f64() * 1_000.0,
        plan.count,
        plan.seed,
        plan.mix.invalid * 100.0,
        fs::read_to_string("/proc/loadavg").unwrap_or_default().split(' ').next().unwrap_or("?")
    ));
    let (file, truth) = generate(&plan)?;
    let mut done = Vec::new();
    for number in 1..=rounds {
        let round = measure(&plan, &file, &truth, number).with_context(|| format!("round {number}"))?;
        say(format!("round {number}: {}", words(&round)));
        done.push(round);
    }
    let latency = quiet(&plan)?;
    say(format!("receipt at 200 documents/s: p50 {:.2} ms, p99 {:.2} ms", latency.p50_ms, latency.p99_ms));
    let row = json!({"name": "envelopes", "docs_per_s": median(&done, |r| r.docs_per_s),
        "own_cpu_s_per_1k": median(&done, |r| r.cpu_s_per_1k), "total_cpu_s_per_1k": median(&done, |r| r.cpu_s_per_1k),
        "pss_mb_peak": median(&done, |r| r.pss_mb), "p50_ms": rounded(latency.p50_ms), "p99_ms": rounded(latency.p99_ms),
        "ratio": null, "vm_hwm_mb": median(&done, |r| r.high_water_mb), "audit_verify_s": median(&done, |r| r.verify_s),
        "documents": plan.count, "file_system": disk.file_system, "fsync_ms": rounded(disk.fsync.as_secs_f64() * 1_000.0),
        "wrong_verdicts": done.iter().map(|round| round.verdicts.len()).max()});
    if json {
        println!("{}", json!({"rounds": rounds, "rows": [row]}));
    } else {
        println!("median: {row}");
    }
    clean(&plan, &file)?;
    judge(&done)
}

fn plan(arguments: &mut Arguments) -> Result<Plan> {
    let program = match arguments.value("--program")? {
        Some(path) => fs::canonicalize(&path).with_context(|| path.clone())?,
        None => crate::release::build()?,
    };
    let folder =
        crate::release::target_folder().join("bench").join(format!("envelopes-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let absolute = |path: String| fs::canonicalize(&path).with_context(|| path.clone());
    let tariff = arguments.value("--tariff")?.map(absolute).transpose()?;
    let plan = Plan {
        program,
        folder: fs::canonicalize(folder)?,
        count: arguments.parsed("--count", 20_000)?,
        seed: arguments.parsed("--seed", 42)?,
        mix: crate::envelopes::mix(arguments)?,
        destination: arguments.value("--destination")?,
        tariff: tariff.map(|path| path.to_string_lossy().into_owned()),
        effective: arguments.value("--effective")?.unwrap_or_else(|| "2025-01-01".into()),
        keep: arguments.flag("--keep"),
    };
    ensure!(plan.tariff.is_none() || plan.destination.is_some(), "--tariff goes with --destination");
    Ok(plan)
}

/// The NDJSON and what is known of each document; a repeat adds nothing to know.
fn generate(plan: &Plan) -> Result<(PathBuf, BTreeMap<String, Truth>)> {
    let path = plan.folder.join("envelopes.ndjson");
    let mut out = BufWriter::new(File::create(&path)?);
    let mut truth = BTreeMap::new();
    for envelope in Generator::new(plan.seed, plan.mix.clone())?.take(plan.count) {
        writeln!(out, "{}", envelope.line)?;
        if envelope.kind != "dup" {
            truth.insert(
                envelope.correlation_id,
                Truth { kind: envelope.kind, national: national_lines(&envelope.line) },
            );
        }
    }
    out.flush()?;
    Ok((path, truth))
}

/// Codes of more than six characters.
fn national_lines(line: &str) -> usize {
    line.split("\"hs_code\":\"")
        .skip(1)
        .filter(|rest| rest.find('"').is_some_and(|length| length > 6))
        .count()
}

fn measure(plan: &Plan, file: &Path, truth: &BTreeMap<String, Truth>, number: usize) -> Result<Round> {
    let mut server = start(plan, &format!("round-{number}"))?;
    let watch = Watch::start(server.pid());
    let before = cpu_seconds(server.pid())?;
    let sent = stream::send(server.address, file, plan.count)?;
    drain::wait(&server, truth.len(), PAUSE)?;
    let seconds = sent.first_byte.elapsed().as_secs_f64();
    let cpu = cpu_seconds(server.pid())? - before;
    let pss_mb = watch.peak_mb()?;
    let high_water_mb = high_water_kb(server.pid())? as f64 / 1024.0;
    let verdicts = verdicts::check(server.address, truth, plan.tariff.is_some())?;
    let end = server.stop()?;
    ensure!(end.success(), "serve ended with {end} on SIGTERM");
    let verify_s = server.verify()?;
    let data = server.data.clone();
    drop(server);
    if !plan.keep {
        fs::remove_dir_all(&data)?;
    }
    let thousands = sent.receipts as f64 / 1_000.0;
    Ok(Round {
        docs_per_s: sent.receipts as f64 / seconds,
        cpu_s_per_1k: cpu / thousands,
        pss_mb,
        high_water_mb,
        verify_s,
        verdicts,
    })
}

fn start(plan: &Plan, name: &str) -> Result<Server> {
    Server::start(Setup {
        program: &plan.program,
        data: plan.folder.join(name),
        jurisdiction: plan.destination.as_deref(),
        tariff: plan.tariff.as_deref().map(|file| (file, plan.effective.as_str())),
    })
}

/// A short run at 200 documents a second on a folder of its own.
fn quiet(plan: &Plan) -> Result<paced::Latency> {
    let mut server = start(plan, "paced")?;
    let lines =
        Generator::new(plan.seed + 1, plan.mix.clone())?.take(2_000).map(|envelope| envelope.line).collect();
    let latency = paced::measure(server.address, lines, 200)?;
    server.stop()?;
    Ok(latency)
}

fn clean(plan: &Plan, file: &Path) -> Result<()> {
    if plan.keep {
        eprintln!("kept: {}", plan.folder.display());
        return Ok(());
    }
    fs::remove_file(file)?;
    Ok(fs::remove_dir_all(&plan.folder)?)
}

/// A number bought with a wrong verdict is no number.
fn judge(rounds: &[Round]) -> Result<()> {
    let wrong: Vec<&String> = rounds.iter().flat_map(|round| &round.verdicts).collect();
    for line in wrong.iter().take(50) {
        eprintln!("wrong verdict: {line}");
    }
    ensure!(wrong.is_empty(), "{} wrong verdicts", wrong.len());
    Ok(())
}

fn words(round: &Round) -> String {
    format!(
        "{:.0} documents/s, {:.3} s CPU per 1,000, PSS {:.0} MB, VmHWM {:.0} MB, audit verify {:.2} s, {} wrong verdicts",
        round.docs_per_s,
        round.cpu_s_per_1k,
        round.pss_mb,
        round.high_water_mb,
        round.verify_s,
        round.verdicts.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_codes_are_counted() {
        assert_eq!(national_lines(r#"{"hs_code":"847130","x":1,"hs_code":"8471300100","hs_code":""}"#), 1);
    }
}
