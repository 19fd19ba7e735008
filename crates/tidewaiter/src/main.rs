//! The one binary: configuration, command line, wiring.
//!
//! Its first line is the entry of the caged child, which never returns from it. Exit status: 0 done, 1 the program
//! failed, 2 wrong use, 3 it ran and the answer is no.

/// The command line.
mod cli;

/// Configuration: file, environment, flags.
mod config;

/// A data folder and its one owner.
mod data;

/// How a command reaches the API.
mod client;

/// The reader of untrusted bytes, in the cage.
mod reader;

/// The commands, one file each.
mod command;

/// Tables and sentences on a terminal.
mod screen;

use clap::Parser as _;
use std::process::ExitCode;

/// Many small values a document are made and dropped.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cage::enter_if_child(reader::in_the_cage);
    let cli = cli::Cli::parse();
    let runtime =
        match tokio::runtime::Builder::new_multi_thread().enable_all().on_thread_start(give_way).build() {
            Ok(runtime) => runtime,
            Err(failure) => {
                eprintln!("tidewaiter: the runtime does not start: {failure}");
                return ExitCode::from(1);
            }
        };
    match runtime.block_on(command::run(cli)) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            eprintln!("tidewaiter: {}", screen::causes(failure.chain()));
            ExitCode::from(command::exit_code(&failure))
        }
    }
}

/// Everything waits for the ledger's one writer; the threads that feed it let it go first.
fn give_way() {
    // Where the system does not let us, work goes on as it is.
    let _ = rustix::process::nice(5);
}
