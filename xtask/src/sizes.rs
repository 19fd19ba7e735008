//! `cargo xtask sizes`: how the house measures, room by room: files, functions, documentation, tests.
//!
//! Promises: lines are lines of the file; code for tests alone is counted as tests. Refuses to judge: the rules are in `tidy`.

mod measure;

use std::collections::BTreeMap;

use anyhow::Result;

use crate::arguments::Arguments;
use crate::repository::files;
use measure::{Measured, measure};

/// Prints the table.
pub fn run(arguments: Arguments) -> Result<()> {
    arguments.finish()?;
    let mut rooms: BTreeMap<String, Vec<(String, Measured)>> = BTreeMap::new();
    for file in files()?.into_iter().filter(|file| file.path.ends_with(".rs")) {
        let measured = measure(&file.path, &file.text);
        rooms.entry(room(&file.path)).or_default().push((file.path, measured));
    }
    println!(
        "{:<12}{:>6}{:>8}{:>8}{:>7}{:>9}{:>9}{:>11}{:>12}  longest function",
        "room", "files", "median", "longest", "code", "tests", "tests/c.", "documented", "longest fn"
    );
    let mut all = Vec::new();
    for (name, files) in rooms {
        line(&name, &files);
        all.extend(files);
    }
    line("all", &all);
    Ok(())
}

fn room(path: &str) -> String {
    let mut parts = path.split('/');
    match (parts.next(), parts.next()) {
        (Some("crates"), Some(name)) => name.to_owned(),
        (first, _) => first.unwrap_or_default().to_owned(),
    }
}

fn line(name: &str, files: &[(String, Measured)]) {
    let mut lengths: Vec<usize> = files.iter().map(|(_, file)| file.lines).collect();
    lengths.sort_unstable();
    let sum = |of: fn(&Measured) -> usize| files.iter().map(|(_, file)| of(file)).sum::<usize>();
    let (code, tests) = (sum(|file| file.code), sum(|file| file.tests));
    let (public, documented) = (sum(|file| file.public), sum(|file| file.documented));
    let share = |of: usize, among: usize| if among == 0 { 1.0 } else { of as f64 / among as f64 };
    let longest =
        files.iter().filter_map(|(path, file)| file.longest.as_ref().map(|(n, f)| (*n, f, path))).max();
    let (length, function) = longest.map_or((0, String::new()), |(n, f, path)| (n, format!("{f} in {path}")));
    println!(
        "{name:<12}{:>6}{:>8}{:>8}{code:>7}{tests:>9}{:>9.2}{:>10.1}%{length:>12}  {function}",
        files.len(),
        lengths.get(lengths.len() / 2).copied().unwrap_or(0),
        lengths.last().copied().unwrap_or(0),
        share(tests, code),
        share(documented, public) * 100.0,
    );
}
