//! A test harness whose first line can be the cage's: scenes run one after the other, so that one
//! may count the descriptors and children of this process.

use std::panic::{UnwindSafe, catch_unwind};
use std::process::ExitCode;

/// A name and what must not panic.
pub type Scene = (&'static str, fn());

/// Runs the scenes whose names contain one of the arguments (all, without arguments).
pub fn run(scenes: &[Scene]) -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (flags, filters): (Vec<_>, Vec<_>) = arguments.iter().partition(|a| a.starts_with('-'));
    if flags.iter().any(|f| *f == "--list") {
        scenes.iter().for_each(|(name, _)| println!("{name}: test"));
        return ExitCode::SUCCESS;
    }
    if flags.iter().any(|f| *f == "--ignored") {
        return ExitCode::SUCCESS; // none is
    }
    let mut failed = Vec::new();
    let chosen = |name: &str| filters.is_empty() || filters.iter().any(|f| name.contains(f.as_str()));
    for (name, scene) in scenes.iter().filter(|(name, _)| chosen(name)) {
        match ended_well(*scene) {
            true => println!("test {name} ... ok"),
            false => {
                println!("test {name} ... FAILED");
                failed.push(name);
            }
        }
    }
    println!("\n{} failed {failed:?}", failed.len());
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn ended_well(scene: impl FnOnce() + UnwindSafe) -> bool {
    catch_unwind(scene).is_ok()
}
