//! The scenes that depend on the allocator, under the one that the program ships with: mimalloc
//! reserves address space ahead, names its memory and asks for its node in the middle of a job.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a scene is a test, though clippy cannot see it without the usual harness"
)]

use std::process::ExitCode;

#[path = "../locked/evil.rs"]
mod evil;

#[path = "../locked/runner.rs"]
mod runner;

#[path = "../locked/world.rs"]
mod world;

#[path = "../locked/bounded.rs"]
mod bounded;

#[path = "../locked/answers.rs"]
mod answers;

#[path = "../locked/pool.rs"]
mod pool;

#[path = "../locked/bench.rs"]
mod bench;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cage::enter_if_child(evil::work);
    if bench::run_if_asked() {
        return ExitCode::SUCCESS;
    }
    // Time does not depend on the allocator, and these scenes are the slow ones.
    let by_space = bounded::SCENES.iter().filter(|(name, _)| !name.contains("time"));
    runner::run(&[by_space.copied().collect::<Vec<_>>().as_slice(), answers::SCENES, pool::SCENES].concat())
}
