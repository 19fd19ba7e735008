//! `cargo xtask envelopes N SEED [--invalid 0.03] [--kinds SET|k1,k2] [--dup 0.0] [--items 5] [--routing] [--truth FILE] [--out FILE]`:
//! envelopes as upstream systems post them, one JSON object a line, some wrong in a known way.
//!
//! Promises: the same arguments, the same bytes; `--truth` says of each which way (`ok`, a kind, or `dup`). `file_hash` is
//! the SHA-256 of the payload's bytes in the line, but for the kinds that say otherwise. Refuses to know what a reader does.

/// Draws them.
pub mod draw;

/// The ways they can be wrong.
pub mod kinds;

use std::fs::File;
use std::io::{BufWriter, Write, stdout};

use anyhow::{Context, Result};

use crate::arguments::Arguments;
use draw::{Generator, Mix};

/// Writes them.
pub fn run(mut arguments: Arguments) -> Result<()> {
    let mix = mix(&mut arguments)?;
    let truth = arguments.value("--truth")?;
    let out = arguments.value("--out")?;
    let count: usize = arguments.word("N")?.parse().context("N is a number")?;
    let seed: u64 = arguments.word("SEED")?.parse().context("SEED is a number")?;
    arguments.finish()?;
    let mut out: Box<dyn Write> = match &out {
        Some(path) => Box::new(BufWriter::new(File::create(path).with_context(|| path.clone())?)),
        None => Box::new(BufWriter::new(stdout().lock())),
    };
    let mut truth = match &truth {
        Some(path) => Some(BufWriter::new(File::create(path).with_context(|| path.clone())?)),
        None => None,
    };
    for envelope in Generator::new(seed, mix)?.take(count) {
        writeln!(out, "{}", envelope.line)?;
        if let Some(truth) = &mut truth {
            writeln!(truth, "{}\t{}", envelope.correlation_id, envelope.kind)?;
        }
    }
    out.flush()?;
    if let Some(truth) = &mut truth {
        truth.flush()?;
    }
    Ok(())
}

/// The options that the benchmark shares.
pub fn mix(arguments: &mut Arguments) -> Result<Mix> {
    let kinds = arguments.value("--kinds")?.unwrap_or_else(|| "seed".into());
    Ok(Mix {
        invalid: arguments.parsed("--invalid", 0.03)?,
        kinds: kinds::set(&kinds)?,
        duplicates: arguments.parsed("--dup", 0.0)?,
        items: arguments.parsed("--items", 5)?,
        routing: arguments.flag("--routing"),
    })
}
