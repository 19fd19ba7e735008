//! Tables and sentences on a terminal. Nothing that a document says can move the cursor or colour the screen.

use comfy_table::{ContentArrangement, Table, presets};
use std::io::{IsTerminal as _, Write as _};

/// Prints a line; a reader that went away (a closed pipe) ends the program quietly.
pub fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{text}").is_err() {
        std::process::exit(0);
    }
}

/// A person watches.
pub fn is_watched() -> bool {
    std::io::stderr().is_terminal()
}

/// Text from outside as it may be shown: control characters and those that turn the direction are taken out.
pub fn plain(text: &str) -> String {
    let turns = |character: char| matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .map(|character| if character == '\n' || character == '\t' { ' ' } else { character })
        .filter(|character| !character.is_control() && !turns(*character))
        .collect()
}

/// At most so many characters.
pub fn short(text: &str, most: usize) -> String {
    let plain = plain(text);
    if plain.chars().count() <= most {
        return plain;
    }
    let kept: String = plain.chars().take(most.saturating_sub(1)).collect();
    format!("{kept}…")
}

/// The last of a text, at most so many characters: what tells descriptions of one heading apart stands at their end.
pub fn end(text: &str, most: usize) -> String {
    let plain = plain(text);
    let count = plain.chars().count();
    if count <= most {
        return plain;
    }
    let kept: String = plain.chars().skip(count - most.saturating_sub(1)).collect();
    format!("…{kept}")
}

/// A failure and its causes in one line. A cause that its effect has told already is not told again.
pub fn causes<'e>(chain: impl Iterator<Item = &'e (dyn std::error::Error + 'static)>) -> String {
    let mut told = String::new();
    for cause in chain.map(ToString::to_string) {
        if told.is_empty() {
            told = cause;
        } else if !told.contains(&cause) {
            let (head, tail) = cause.rsplit_once(": ").unwrap_or(("", &cause));
            let news = if told.ends_with(tail) { head } else { &cause };
            told = format!("{told}: {news}");
        }
    }
    told
}

/// A table with a head, as wide as the terminal.
pub fn table(head: &[&str], rows: Vec<Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if !std::io::stdout().is_terminal() {
        table.set_width(160);
    }
    table.set_header(head.iter().map(|name| name.to_uppercase()).collect::<Vec<_>>());
    for row in rows {
        table.add_row(row);
    }
    let text = table.to_string();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let disk = std::io::Error::other("Error code 26: file is not a database");
        let failure = anyhow::Error::new(disk)
            .context("file is not a database")
            .context("the database: file is not a database")
            .context("opening the ledger");
        assert_eq!(
            causes(failure.chain()),
            "opening the ledger: the database: file is not a database: Error code 26"
        );
        let own = anyhow::anyhow!("no such file").context("opening b").context("writing a");
        assert_eq!(causes(own.chain()), "writing a: opening b: no such file");
    }

    #[test]
    fn a_long_text_keeps_the_end_that_was_asked_for() {
        assert_eq!((short("abcdef", 4), end("abcdef", 4)), ("abc…".to_owned(), "…def".to_owned()));
        assert_eq!((short("ab", 4), end("ab", 4)), ("ab".to_owned(), "ab".to_owned()));
    }
}
