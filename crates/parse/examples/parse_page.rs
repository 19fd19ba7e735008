//! What is read of files, in one line a value: `cargo run -p parse --example parse_page -- FILES`.
//!
//! For looking while rules are written: the pages alone, outside of the cage. `--xml` reads what is inside the files too.

use parse::limits::Limits;
use parse::read::{Hint, read_within};

fn main() {
    let (flags, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let page_only = !flags.iter().any(|flag| flag == "--xml");
    for path in files {
        let Ok(bytes) = std::fs::read(&path) else {
            eprintln!("{path}: cannot be read");
            continue;
        };
        let hint = Hint { page_only, ..Hint::default() };
        let parsed = read_within(&bytes, &hint, &Limits::default());
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
