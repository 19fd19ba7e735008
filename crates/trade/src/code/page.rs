//! The table of codes as a page of the documentation: what a person looks up when a document stands still.

use super::{Class, Lands, Retry, Row, Sign, TABLE};
use std::fmt::Write;

/// The classes in the order of the page, with what heads their rows.
const CLASSES: [(Class, &str, &str); 6] = [
    (
        Class::Transient,
        "May go well another time",
        "Tried again by itself; after the last attempt a dead letter `retries_exhausted`.",
    ),
    (
        Class::Permanent,
        "The bytes will not get better",
        "A dead letter until a person replays or rejects it.",
    ),
    (
        Class::Poison,
        "Bytes that harm their reader",
        "Tried once more, alone, in a process of its own; then a dead letter.",
    ),
    (
        Class::Data,
        "Values that are wrong or doubtful",
        "A line waits in quarantine, or the document for a person.",
    ),
    (
        Class::Door,
        "Refused at the door",
        "No document came of it: the answer says why, with this HTTP status.",
    ),
    (Class::Note, "Worth knowing", "Recorded beside the document; nothing is held."),
];

/// The page, as Markdown.
pub fn page() -> String {
    let mut page = String::from(HEAD);
    for (class, title, what) in CLASSES {
        // Writing into a string never fails.
        let _ = write!(page, "\n## {title}\n\n{what}\n\n{}", columns(class));
        for row in TABLE.iter().filter(|row| row.class == class) {
            page.push_str(&line(row));
        }
    }
    page
}

/// What stands above the tables.
const HEAD: &str = "\
# The codes

Findings, dead letters, problems of the door and events name one of these codes and no other. This page is made from the
table in [crates/trade/src/code.rs](../crates/trade/src/code.rs), which the program itself goes by:

    cargo run -p tidewaiter -- codes --page > docs/errors.md

*Breaker* says what a failure is for the breaker of the dependency that was asked, and for that of the source that sent the
document; where nothing is said, neither takes notice.
";

/// The head of a class's table.
fn columns(class: Class) -> &'static str {
    match class {
        Class::Door => "| code | status | what it means |\n|---|--:|---|\n",
        Class::Note => "| code | what it means |\n|---|---|\n",
        _ => "| code | lands | tried again | breaker | what to do |\n|---|---|---|---|---|\n",
    }
}

fn line(row: &Row) -> String {
    let Row { name, advice, .. } = row;
    match (row.class, row.lands) {
        (Class::Door, Lands::Refused(status)) => format!("| `{name}` | {status} | {advice} |\n"),
        (Class::Note, _) => format!("| `{name}` | {advice} |\n"),
        _ => format!(
            "| `{name}` | {} | {} | {} | {advice} |\n",
            lands(row.lands),
            retry(row.retry),
            breaker(row)
        ),
    }
}

/// A landing place in words.
pub fn lands(lands: Lands) -> &'static str {
    match lands {
        Lands::DeadLetter => "dead letter",
        Lands::InReview => "review",
        Lands::Quarantine => "quarantine of the line; review, where it is the document's",
        Lands::Waiting => "waiting",
        Lands::Refused(_) => "nowhere",
        Lands::Recorded => "recorded",
    }
}

/// A retry policy in words.
pub fn retry(retry: Retry) -> &'static str {
    match retry {
        Retry::Never => "no",
        Retry::WithPause => "yes, pauses with full jitter",
        Retry::FewTimes => "a few times",
        Retry::OnceAlone => "once, alone",
    }
}

fn breaker(row: &Row) -> String {
    let dependency = match row.dependency {
        Sign::Fault => Some("fault of the dependency"),
        Sign::FaultIfSeveral => Some("fault of the dependency if several documents show it"),
        Sign::Ignored => None,
    };
    let source = (row.source == Sign::Fault).then_some("fault of the source");
    [dependency, source].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_on_the_page_once() {
        let page = page();
        for row in TABLE {
            assert_eq!(page.matches(&format!("| `{}` |", row.name)).count(), 1, "{}", row.name);
        }
    }

    #[test]
    fn the_documentation_has_the_page_of_this_table() {
        let kept = include_str!("../../../../docs/errors.md");
        assert!(kept == page(), "docs/errors.md is not this table: write it anew as its head says");
    }
}
