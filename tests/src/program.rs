//! The program's executable, built once, with the features and the profile of the running test.
//!
//! The program's own integration test needs the executable, so that `cargo test --workspace` has built it by the time
//! a test runs; asking cargo for that test again makes sure of it, where only this package is tested, and costs nothing
//! otherwise. `SYSTEM_TESTS_PROGRAM` names another executable to test instead.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The executable.
pub fn program() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| match std::env::var_os("SYSTEM_TESTS_PROGRAM") {
        Some(given) => given.into(),
        None => build(),
    })
}

/// The folder of the running profile: TARGET/PROFILE/deps holds the running test.
fn profile_folder() -> PathBuf {
    let test = std::env::current_exe().expect("the test's own path");
    test.ancestors().nth(2).expect("TARGET/PROFILE/deps/TEST").to_owned()
}

/// A folder for scratch, on the disk that holds the target folder: a memory file system would prove little.
pub fn scratch() -> PathBuf {
    let folder = profile_folder().join("system-tests");
    std::fs::create_dir_all(&folder).expect("a folder for scratch");
    folder
}

fn build() -> PathBuf {
    let profile = profile_folder();
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["test", "--workspace", "--no-run", "--quiet", "--test", "executable"]);
    cargo.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    cargo.arg("--target-dir").arg(profile.parent().expect("the target folder"));
    if profile.ends_with("release") {
        cargo.arg("--release");
    }
    let built = cargo.status().expect("cargo runs");
    assert!(built.success(), "the program does not build");
    profile.join("tidewaiter")
}
