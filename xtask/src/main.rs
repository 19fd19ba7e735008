//! `cargo xtask COMMAND`: what a developer runs beside the program. Each command is one file.
//!
//! Promises: imports nothing of the program, so that what it measures is measured from outside. Refuses to know the
//! program's insides: it speaks to the binary, to HTTP and to files.

mod arguments;

mod bench;

mod envelopes;

mod evaluate;

mod goods;

mod json_text;

mod papers;

mod random;

mod release;

mod repository;

mod samples;

mod sizes;

mod source;

mod tests;

#[cfg(test)]
mod tidy;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use arguments::Arguments;

const USAGE: &str = "cargo xtask COMMAND

  test                    every test of the workspace
  lint                    cargo fmt --check and clippy without a warning
  sizes                   files, functions, documentation and tests, room by room
  samples [--out DIR]     write the sample documents (fonts, qpdf and poppler-utils from Debian, for the PDFs)
  papers --out DIR        make invoices, packing lists and certificates as PDFs with their truth: [--count 40] [--seed 1]
                          [--kind invoice|packing_list|certificate|all] [--layout NAME]
  envelopes N SEED        write envelopes: [--invalid 0.03] [--kinds seed|strict|poison|eight|all|k1,k2] [--dup 0.0]
                          [--items 5] [--routing] [--truth FILE] [--out FILE]
  bench envelopes         documents/s, CPU and memory: [--count 20000] [--seed 42] [--kinds …] [--invalid 0.03] [--rounds 3]
                          [--destination US --tariff FILE --effective DATE] [--json] [--program PATH] [--keep]
  bench pdf               PDFs, in turns with pdftotext -bbox: [--count 600] [--seed 1] [--files DIR] [--rounds 3]
                          [--connections 4] [--json] [--program PATH] [--keep]
  evaluate --corpus DIR   what is read of e-invoices and of PDFs: [--json] [--program PATH] [--misses [40]] [--all-misses]
";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    match dispatch(&command, Arguments::new(words)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask {command}: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &str, arguments: Arguments) -> Result<()> {
    match command {
        "bench" => bench::run(arguments),
        "envelopes" => envelopes::run(arguments),
        "papers" => papers::run(arguments),
        "evaluate" => evaluate::run(arguments),
        "lint" => tests::lint(arguments),
        "test" => tests::test(arguments),
        "sizes" => sizes::run(arguments),
        "samples" => samples::run(arguments),
        "" | "help" | "--help" => {
            print!("{USAGE}");
            Ok(())
        }
        _ => bail!("no such command\n\n{USAGE}"),
    }
}

/// The repository's root: the folder above xtask.
fn workspace_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}
