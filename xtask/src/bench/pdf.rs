//! `cargo xtask bench pdf [--count 600] [--seed 1] [--files DIR] [--rounds 3] [--connections 4] [--json] [--program PATH]
//! [--keep]`: PDFs from receipt to committed and delivered, and `pdftotext -bbox` alone on the same files, taking turns.
//!
//! Promises: distinct files; a fresh folder on a disk each round; the clock runs from the first byte sent to the moment when
//! every document is decided, the outlet is drained and the sums close; all processes of either side are counted, those of the
//! cage too; `audit verify` must say ok; where the documents ended is told beside the numbers. Making and sending the files is
//! not counted. Refuses to know how PDFs are read.

mod files;
mod peer;
mod post;
mod wait;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::figures::{median, rounded};
use super::paced::Latency;
use super::process::{Watch, cpu_seconds, own_cpu_seconds};
use super::server::{Server, Setup};
use super::{disk, drain};
use crate::arguments::Arguments;

/// Between two looks at the status: each costs the server some of the time that is measured.
const PAUSE: Duration = Duration::from_millis(50);

/// What is asked for.
struct Plan {
    program: PathBuf,
    folder: PathBuf,
    /// A folder of PDFs; without one they are made.
    given: Option<PathBuf>,
    count: Option<usize>,
    seed: u64,
    connections: usize,
    keep: bool,
}

/// One round of both sides.
struct Round {
    docs_per_s: f64,
    /// Of the program and all that it started.
    cpu_s_per_1k: f64,
    /// Of those, without the process that serves: the readers in the cage.
    cage_cpu_s_per_1k: f64,
    pss_mb: f64,
    peer_cpu_s_per_1k: f64,
    /// One file at a time, and two.
    peer_docs_per_s: f64,
    peer_docs_per_s_of_two: f64,
    states: BTreeMap<String, u64>,
    lines: Value,
}

impl Round {
    fn ratio(&self) -> f64 {
        self.cpu_s_per_1k / self.peer_cpu_s_per_1k
    }
}

/// What the program's side of a round measured.
struct Ours {
    seconds: f64,
    cpu_s: f64,
    cage_cpu_s: f64,
    pss_mb: f64,
    status: Value,
}

/// Measures and prints.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let rounds: usize = arguments.parsed("--rounds", 3)?;
    let json = arguments.flag("--json");
    let plan = plan(&mut arguments)?;
    arguments.finish()?;
    ensure!(rounds > 0 && plan.count != Some(0), "--rounds and --count are at least 1");
    ensure!(plan.connections > 0, "--connections is at least 1");
    let disk = disk::look(&plan.folder)?;
    let say = |text: String| if json { eprintln!("{text}") } else { println!("{text}") };
    let files = prepare(&plan, &say)?;
    say(format!(
        "data on {} ({}), fsync of 4 kB {:.2} ms; load {}",
        disk.file_system,
        disk.device,
        disk.fsync.as_secs_f64() * 1_000.0,
        fs::read_to_string("/proc/loadavg").unwrap_or_default().split(' ').next().unwrap_or("?")
    ));
    let mut done = Vec::new();
    for number in 1..=rounds {
        let round = round(&plan, &files, number).with_context(|| format!("round {number}"))?;
        say(format!("round {number}: {}", words(&round)));
        done.push(round);
    }
    let latency = quiet(&plan, &files)?;
    say(format!(
        "receipt to verdict at {} documents/s: p50 {:.1} ms, p99 {:.1} ms",
        wait::PER_SECOND,
        latency.p50_ms,
        latency.p99_ms
    ));
    let rows = rows(&done, &latency, files.len());
    if json {
        println!("{}", json!({"rounds": rounds, "rows": rows}));
    } else {
        rows.iter().for_each(|row| println!("median: {row}"));
    }
    clean(&plan)?;
    judge(&plan, &done)
}

fn plan(arguments: &mut Arguments) -> Result<Plan> {
    let program = match arguments.value("--program")? {
        Some(path) => fs::canonicalize(&path).with_context(|| path.clone())?,
        None => crate::release::build()?,
    };
    let folder = crate::release::target_folder().join("bench").join(format!("pdf-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let count = arguments.value("--count")?;
    Ok(Plan {
        program,
        folder: fs::canonicalize(folder)?,
        given: arguments.value("--files")?.map(PathBuf::from),
        count: count.map(|text| text.parse().with_context(|| format!("--count: {text:?}"))).transpose()?,
        seed: arguments.parsed("--seed", 1)?,
        connections: arguments.parsed("--connections", 4)?,
        keep: arguments.flag("--keep"),
    })
}

/// The files, each read once by the peer, so that either side finds them in memory; what it refuses is left out for both.
fn prepare(plan: &Plan, say: &impl Fn(String)) -> Result<Vec<PathBuf>> {
    let folder = plan.folder.join("files");
    let (files, from) = match &plan.given {
        Some(given) => (files::gather(given, plan.count, &folder)?, format!("of {}", given.display())),
        None => {
            let count = plan.count.unwrap_or(600);
            (files::make(count, plan.seed, &folder)?, format!("made with seed {}", plan.seed))
        }
    };
    let (files, refused) = peer::readable(files)?;
    ensure!(!files.is_empty(), "no PDF that pdftotext reads");
    let bytes = files.iter().map(fs::metadata).map(|file| Ok(file?.len())).sum::<Result<u64>>()?;
    let size = bytes as f64 / 1_000.0 / files.len() as f64;
    say(format!("{} PDFs {from}, {size:.1} kB each; {refused} left out that pdftotext refuses", files.len()));
    Ok(files)
}

/// The program, then the peer, on the same files.
fn round(plan: &Plan, files: &[PathBuf], number: usize) -> Result<Round> {
    let ours = measure(plan, files, number)?;
    let (alone, two) = (peer::run(files, 1)?, peer::run(files, 2)?);
    let count = files.len() as f64;
    let counts = ours.status.get("counts").and_then(Value::as_object).context("no counts")?;
    let states = counts.iter().filter_map(|(state, n)| Some((state.clone(), n.as_u64()?)));
    Ok(Round {
        docs_per_s: count / ours.seconds,
        cpu_s_per_1k: ours.cpu_s * 1_000.0 / count,
        cage_cpu_s_per_1k: ours.cage_cpu_s * 1_000.0 / count,
        pss_mb: ours.pss_mb,
        peer_cpu_s_per_1k: alone.cpu_s * 1_000.0 / count,
        peer_docs_per_s: count / alone.seconds,
        peer_docs_per_s_of_two: count / two.seconds,
        states: states.filter(|(_, n)| *n > 0).collect(),
        lines: ours.status.get("lines").cloned().unwrap_or_default(),
    })
}

fn measure(plan: &Plan, files: &[PathBuf], number: usize) -> Result<Ours> {
    let mut server = start(plan, &format!("round-{number}"))?;
    let watch = Watch::start(server.pid());
    let (cpu, own) = (cpu_seconds(server.pid())?, own_cpu_seconds(server.pid())?);
    let first_byte = post::all(server.address, files, plan.connections)?;
    drain::wait(&server, files.len(), PAUSE)?;
    let seconds = first_byte.elapsed().as_secs_f64();
    let (cpu, own) = (cpu_seconds(server.pid())? - cpu, own_cpu_seconds(server.pid())? - own);
    let (pss_mb, status) = (watch.peak_mb()?, server.status()?);
    end(&mut server)?;
    Ok(Ours { seconds, cpu_s: cpu, cage_cpu_s: cpu - own, pss_mb, status })
}

/// Ended as an operator ends it, its log verified. Its folder stays until the last round: a file system without a journal
/// passes over inodes that were freed in the last minutes, which the next round would pay for.
fn end(server: &mut Server) -> Result<()> {
    let end = server.stop()?;
    ensure!(end.success(), "serve ended with {end} on SIGTERM");
    server.verify()?;
    Ok(())
}

fn start(plan: &Plan, name: &str) -> Result<Server> {
    let data = plan.folder.join(name);
    Server::start(Setup { program: &plan.program, data, jurisdiction: None, tariff: None })
}

/// A short run at a quiet pace on a folder of its own.
fn quiet(plan: &Plan, files: &[PathBuf]) -> Result<Latency> {
    let mut server = start(plan, "paced")?;
    let some = files.get(..200).unwrap_or(files);
    let latency = wait::measure(&server, some)?;
    end(&mut server)?;
    Ok(latency)
}

fn rows(rounds: &[Round], latency: &Latency, documents: usize) -> Vec<Value> {
    let cpu = median(rounds, |round| round.cpu_s_per_1k);
    let peer = median(rounds, |round| round.peer_cpu_s_per_1k);
    let last = rounds.last();
    vec![
        json!({"name": "pdf", "docs_per_s": median(rounds, |round| round.docs_per_s), "own_cpu_s_per_1k": cpu,
            "total_cpu_s_per_1k": cpu, "pss_mb_peak": median(rounds, |round| round.pss_mb),
            "p50_ms": rounded(latency.p50_ms), "p99_ms": rounded(latency.p99_ms), "ratio": median(rounds, Round::ratio),
            "cage_cpu_s_per_1k": median(rounds, |round| round.cage_cpu_s_per_1k), "documents": documents,
            "states": last.map(|round| &round.states), "lines": last.map(|round| &round.lines)}),
        json!({"name": "pdftotext -bbox", "docs_per_s": median(rounds, |round| round.peer_docs_per_s_of_two),
            "own_cpu_s_per_1k": peer, "total_cpu_s_per_1k": peer, "pss_mb_peak": null, "p50_ms": null, "p99_ms": null,
            "ratio": 1, "docs_per_s_one_at_a_time": median(rounds, |round| round.peer_docs_per_s)}),
    ]
}

fn words(round: &Round) -> String {
    let states: Vec<String> = round.states.iter().map(|(state, n)| format!("{n} {state}")).collect();
    format!(
        "{:.1} documents/s, {:.2} s CPU per 1,000 ({:.2} in the cage), PSS {:.0} MB; pdftotext {:.2} s CPU per 1,000, {:.1} \
         documents/s one at a time, {:.1} two at a time; ratio {:.3}; {}; lines {}",
        round.docs_per_s,
        round.cpu_s_per_1k,
        round.cage_cpu_s_per_1k,
        round.pss_mb,
        round.peer_cpu_s_per_1k,
        round.peer_docs_per_s,
        round.peer_docs_per_s_of_two,
        round.ratio(),
        states.join(" + "),
        round.lines
    )
}

fn clean(plan: &Plan) -> Result<()> {
    if plan.keep {
        eprintln!("kept: {}", plan.folder.display());
        return Ok(());
    }
    Ok(fs::remove_dir_all(&plan.folder)?)
}

/// Every made paper can be read: one that was given up is a fast answer, and no number.
fn judge(plan: &Plan, rounds: &[Round]) -> Result<()> {
    let dead = rounds.iter().filter_map(|round| round.states.get("dead_letter")).max();
    let Some(dead) = dead.filter(|_| plan.given.is_none()) else { return Ok(()) };
    anyhow::bail!("{dead} made papers are dead letters")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(cpu: f64, peer: f64) -> Round {
        Round {
            docs_per_s: 70.0,
            cpu_s_per_1k: cpu,
            cage_cpu_s_per_1k: cpu / 2.0,
            pss_mb: 90.0,
            peer_cpu_s_per_1k: peer,
            peer_docs_per_s: 50.0,
            peer_docs_per_s_of_two: 95.0,
            states: [("released".to_owned(), 4)].into(),
            lines: json!({"read": 9}),
        }
    }

    #[test]
    fn the_ratio_is_the_median_of_the_rounds_own_ratios() {
        // In the second round the machine was twice as slow for both.
        let rounds = [round(4.0, 10.0), round(10.0, 20.0), round(6.0, 10.0)];
        let rows = rows(&rounds, &Latency { p50_ms: 8.0, p99_ms: 30.0 }, 4);
        assert_eq!(rows[0]["ratio"], 0.5);
        assert_eq!(rows[0]["states"]["released"], 4);
        assert_eq!(rows[1]["total_cpu_s_per_1k"], 10.0);
    }
}
