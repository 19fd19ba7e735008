//! The cage against real children, which are this same binary: see `evil` for what they do.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a scene is a test, though clippy cannot see it without the usual harness"
)]

use std::process::ExitCode;

mod evil;

mod runner;

mod world;

mod refused;

mod bounded;

mod answers;

mod pool;

mod machines;

mod bench;

fn main() -> ExitCode {
    cage::enter_if_child(evil::work);
    if machines::play_if_asked() || bench::run_if_asked() {
        return ExitCode::SUCCESS;
    }
    let scenes = [refused::SCENES, bounded::SCENES, answers::SCENES, pool::SCENES, machines::SCENES];
    runner::run(&scenes.concat())
}
