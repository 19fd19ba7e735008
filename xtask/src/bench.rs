//! `cargo xtask bench NAME`: measures the release build from outside.
//!
//! Promises: a run that would flatter (memory instead of a disk, a wrong verdict, sums that do not close) is an error, not
//! a number. Refuses to know the program's insides.

mod disk;
mod envelopes;
mod http;
mod paced;
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
        other => bail!("no benchmark is called {other:?}; there is: envelopes"),
    }
}
