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
