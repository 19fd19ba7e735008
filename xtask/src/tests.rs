//! `cargo xtask test` and `cargo xtask lint`: what must hold before anything is handed on.
//!
//! Promises: builds once with one feature set and the lock file as it is; says what it runs; the exit status is the
//! answer. Refuses to know single tests.

use anyhow::{Result, ensure};

use crate::arguments::Arguments;
use crate::release::cargo;

/// Every test of the workspace.
pub fn test(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    ensure!(cargo(&["test", "--workspace", "--locked"])?, "tests failed");
    Ok(())
}

/// Form and lints; both are run before either answer.
pub fn lint(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    let formed = cargo(&["fmt", "--all", "--check"])?;
    let clean = cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])?;
    ensure!(formed, "cargo fmt would change files");
    ensure!(clean, "clippy has complaints");
    Ok(())
}
