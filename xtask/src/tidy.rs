//! Taste, checked: the rules of the house that the compiler does not know. Runs as a test.
//!
//! Promises: each rule is shown to catch a broken example; an exception stands in a list with its reason. Refuses to know
//! behaviour.

mod rules;

use crate::repository::{File, files};

/// Files of more than 400 lines, each with the reason why it is one file.
const LONG: &[(&str, &str)] = &[
    ("crates/ledger/src/conformance.rs", "one suite for every backend, read from top to bottom"),
    ("crates/parse/src/envelope/tests.rs", "one case a bad input, each three lines"),
];

/// Crates that touch neither clock, disk, network nor chance.
const PURE: &[&str] = &["trade", "tariff", "parse", "checks", "audit"];

/// Every fault of every file.
fn faults(files: &[File]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        let mut add = |found: Vec<String>| {
            faults.extend(found.into_iter().map(|fault| format!("{}: {fault}", file.path)))
        };
        add(rules::says_where_the_work_was_done(&file.text));
        add(rules::has_a_vague_name(&file.path));
        if file.path.ends_with(".rs") {
            add(rules::opens_without_purpose(&file.text));
            add(rules::is_long(&file.path, &file.text, LONG));
            add(rules::allows_in_silence(&file.text));
            if !may_speak_sql(&file.path) {
                add(rules::speaks_sql(&file.text));
            }
            if is_pure(&file.path) {
                add(rules::touches_the_world(&file.text));
            }
        }
        if file.path == "Cargo.toml" {
            add(rules::depends_without_reason(&file.text));
        }
        if PURE.iter().any(|name| file.path == format!("crates/{name}/Cargo.toml")) {
            add(rules::depends_on_the_world(&file.text));
        }
    }
    faults
}

/// The ledger, and the whole-system tests, which tamper with it as an intruder would.
fn may_speak_sql(path: &str) -> bool {
    path.starts_with("crates/ledger/") || path.starts_with("tests/")
}

/// Code of a pure crate that runs in the program: not for tests alone, and no build script, which writes what it builds.
fn is_pure(path: &str) -> bool {
    let Some((name, rest)) = path.strip_prefix("crates/").and_then(|path| path.split_once('/')) else {
        return false;
    };
    let for_tests = rest.ends_with("/tests.rs") || rest.contains("/tests/") || rest.starts_with("tests/");
    PURE.contains(&name)
        && !for_tests
        && rest != "build.rs"
        && !rest.starts_with("benches/")
        && !rest.starts_with("examples/")
}

#[test]
fn the_house_is_tidy() {
    let files = files().unwrap();
    assert!(files.iter().any(|file| file.path == "Cargo.toml"), "the repository was not found");
    let faults = faults(&files);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_exception_is_still_needed() {
    let files = files().unwrap();
    for (path, reason) in LONG {
        assert!(!reason.is_empty(), "{path} has no reason");
        let file = files.iter().find(|file| file.path == *path);
        assert!(
            file.is_some_and(|file| file.text.lines().count() > rules::LINES),
            "{path} needs no exception"
        );
    }
}

#[test]
fn pure_code_is_told_from_its_tests() {
    assert!(is_pure("crates/parse/src/xml/tree.rs") && is_pure("crates/audit/src/lib.rs"));
    assert!(!is_pure("crates/parse/src/json/tests.rs") && !is_pure("crates/parse/tests/all.rs"));
    assert!(!is_pure("crates/ledger/src/lib.rs") && !is_pure("xtask/src/main.rs"));
}
