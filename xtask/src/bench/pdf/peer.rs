//! The other side: `pdftotext -bbox FILE -`, which writes each word with its box, once a file.
//!
//! Promises: user and system time of every one of its processes is counted; a file it fails on is an error. What it writes is
//! thrown away. Refuses to know what it is held against.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, ensure};

use crate::bench::process::ended_cpu_seconds;

/// What a run over all files took.
pub struct Took {
    pub seconds: f64,
    pub cpu_s: f64,
}

/// Those it reads, and how many it does not. Installs it if need be.
pub fn readable(files: Vec<PathBuf>) -> Result<(Vec<PathBuf>, usize)> {
    crate::papers::need("pdftotext", "poppler-utils", &["-v"])?;
    let (mut read, mut refused) = (Vec::new(), 0);
    for file in files {
        if reads(&file)? {
            read.push(file);
        } else {
            refused += 1;
        }
    }
    Ok((read, refused))
}

/// Reads all, so many at a time.
pub fn run(files: &[PathBuf], at_once: usize) -> Result<Took> {
    let this = std::process::id();
    let (start, before, next) = (Instant::now(), ended_cpu_seconds(this)?, AtomicUsize::new(0));
    let work = || -> Result<()> {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            ensure!(reads(file)?, "pdftotext fails on {}", file.display());
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..at_once).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow!("a worker died"))?)
    })?;
    Ok(Took { seconds: start.elapsed().as_secs_f64(), cpu_s: ended_cpu_seconds(this)? - before })
}

fn reads(file: &PathBuf) -> Result<bool> {
    let mut command = Command::new("pdftotext");
    command.arg("-bbox").arg(file).arg("-");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    Ok(command.status().context("pdftotext")?.success())
}
