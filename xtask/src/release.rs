//! The release build of the program, for the commands that run it.
//!
//! Promises: builds with the lock file as it is, so that what is measured is what is committed. Refuses to know profiles.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// Builds it and says where it is.
pub fn build() -> Result<PathBuf> {
    let status = cargo(&["build", "--release", "--locked", "--package", "tidewaiter"])?;
    ensure!(status, "the release build failed");
    let program = target_folder().join("release").join("tidewaiter");
    ensure!(program.is_file(), "no program at {}", program.display());
    Ok(program)
}

/// Runs cargo in the workspace, says what it runs, and whether it went well.
pub fn cargo(arguments: &[&str]) -> Result<bool> {
    eprintln!("cargo {}", arguments.join(" "));
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status =
        Command::new(cargo).args(arguments).current_dir(crate::workspace_root()).status().context("cargo")?;
    Ok(status.success())
}

/// Where cargo builds.
pub fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| crate::workspace_root().join("target"), PathBuf::from)
}
