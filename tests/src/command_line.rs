//! The executable's own face: version, help, wrong use. What the commands do is shown by the whole-system tests.

use crate::program::program;
use std::process::{Command, Output};

fn tidewaiter(arguments: &[&str]) -> Output {
    Command::new(program()).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn it_says_its_version_and_its_commands() {
    let version = tidewaiter(&["--version"]);
    assert_eq!(version.status.code(), Some(0));
    assert_eq!(text(&version.stdout).trim(), format!("tidewaiter {}", env!("CARGO_PKG_VERSION")));
    let help = text(&tidewaiter(&["--help"]).stdout);
    for command in [
        "run",
        "serve",
        "submit",
        "status",
        "explain",
        "events",
        "documents",
        "parse",
        "review",
        "quarantine",
        "dead-letters",
        "hold",
        "tariff",
        "audit",
        "export",
        "config",
        "doctor",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "no {command} in\n{help}");
    }
}

#[test]
fn wrong_use_ends_with_status_two_and_says_how() {
    for wrong in [&["sail"][..], &["run"], &["tariff", "import", "us-hts"], &["run", "x", "--as-of", "soon"]]
    {
        let ran = tidewaiter(wrong);
        assert_eq!(ran.status.code(), Some(2), "{wrong:?}");
        assert!(text(&ran.stderr).contains("--help"), "{wrong:?}: {}", text(&ran.stderr));
    }
}
