//! What is read of files, in one line a value: `cargo run -p checks --example read_page -- FILES`.
//!
//! For looking while rules are written: the pages alone, outside of the cage. `--xml` reads what is inside the files too;
//! `parse --json [--ignore-xml] FILE` answers as the program does, so that the scorer can ask it without building more.

use parse::limits::Limits;
use parse::read::{Hint, read_within};

fn main() {
    let (flags, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let has = |name: &str| flags.iter().any(|flag| flag == name);
    let json = has("--json");
    let page_only = if json { has("--ignore-xml") } else { !has("--xml") };
    for path in files.iter().skip(usize::from(json)) {
        let Ok(bytes) = std::fs::read(path) else {
            eprintln!("{path}: cannot be read");
            continue;
        };
        let hint = Hint { page_only, ..Hint::default() };
        let mut parsed = read_within(&bytes, &hint, &Limits::default());
        let _ = checks::normalise(&mut parsed.record);
        if json {
            let shown = serde_json::json!({
                "file": path, "kind": parsed.kind, "format": parsed.format, "language": parsed.language,
                "record": parsed.record, "reading": parsed.reading, "findings": parsed.findings,
            });
            println!("{shown}");
            continue;
        }
        println!("== {path}\n{} {} {:?}", parsed.kind.name(), parsed.format, parsed.language);
        if let Some(reading) = &parsed.reading {
            for (field, value) in &reading.values {
                println!("  {field}: {}", value.value.as_deref().unwrap_or("?"));
            }
            for (at, line) in reading.line_items.iter().enumerate() {
                let values = line
                    .iter()
                    .map(|(field, value)| format!("{field}={}", value.value.as_deref().unwrap_or("?")));
                println!("  [{}] {}", at + 1, values.collect::<Vec<_>>().join(" | "));
            }
        }
        for finding in &parsed.findings {
            println!("  ! {} {:?} {}", finding.code, finding.field, finding.message);
        }
    }
}
