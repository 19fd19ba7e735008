//! `cargo xtask bench NAME`: measures the release build from outside.
//!
//! Promises: a run that would flatter (memory instead of a disk, a wrong verdict, sums that do not close) is an error, not
//! a number. Refuses to know the program's insides.

mod disk;
mod drain;
mod envelopes;
mod figures;
mod http;
mod paced;
mod pdf;
mod process;
mod server;
mod stream;
mod verdicts;

use anyhow::{Result, bail};

use crate::arguments::Arguments;

/// Runs the one named.
pub fn run(mut arguments: Arguments) -> Result<()> {
    match arguments.word("NAME")?.as_str() {
        "envelopes" => envelopes::run(arguments),
        "pdf" => pdf::run(arguments),
        other => bail!("no benchmark is called {other:?}; there are: envelopes, pdf"),
    }
}
