//! Cells as they stand become cells as they are kept.
//!
//! Promises: white space is one space between words and none outside; units are one a line; what two formats
//! of one table write differently is the same afterwards.

use std::borrow::Cow;

use crate::table::INDENT_MAX;

/// Words with one space between them, appended.
pub(super) fn normalise_into(out: &mut String, text: &str) {
    for (index, word) in text.split_whitespace().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}

/// Marks of print that stand in some exports of a table and not in others.
const TAGS: [&str; 9] = ["i", "b", "u", "em", "strong", "sup", "sub", "il", "span"];

/// Marks that stand for white space.
const BREAKS: [&str; 3] = ["br", "nl", "newline"];

/// The longest mark, of its name and style.
const TAG_BYTES_MAX: usize = 64;

/// The text without HTML marks of print; a `<` of any other kind stays.
pub(super) fn without_tags(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        let near = after.get(..after.floor_char_boundary(TAG_BYTES_MAX)).unwrap_or_default();
        let tag = near.split_once('>').map_or("", |(tag, _)| tag);
        let name = if tag.starts_with(char::is_whitespace) { "" } else { tag };
        let name = name.trim_matches('/').split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        let is_break = BREAKS.contains(&name.as_str());
        if is_break || TAGS.contains(&name.as_str()) {
            plain.push_str(if is_break { " " } else { "" });
            rest = after.get(tag.len() + 1..).unwrap_or_default();
        } else {
            plain.push('<');
            rest = after;
        }
    }
    plain.push_str(rest);
    plain.into()
}

/// The level in the hierarchy: `2`, `03`, `2.0`.
pub(super) fn indent(text: &str) -> Option<u8> {
    let text = text.trim();
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    let level = whole.parse().ok().filter(|level| *level <= INDENT_MAX)?;
    (digits && fraction.bytes().all(|byte| byte == b'0')).then_some(level)
}

/// Adds one unit of quantity to those of a row: `m²` as `m2`, empty ones not at all.
pub(super) fn add_unit(units: &mut String, unit: &str) {
    let before = units.len();
    if before > 0 {
        units.push('\n');
    }
    let start = units.len();
    normalise_into(units, unit);
    if units.len() == start {
        units.truncate(before);
    } else if unit.contains(['²', '³']) {
        let plain = units.get(start..).unwrap_or_default().replace('²', "2").replace('³', "3");
        units.truncate(start);
        units.push_str(&plain);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indents_are_read_however_they_are_written() {
        assert_eq!(indent("2"), Some(2));
        assert_eq!(indent(" 03 "), Some(3));
        assert_eq!(indent("2.0"), Some(2));
        for bad in ["", "2.5", "-1", "64", "+3", "two", "1e1", "."] {
            assert_eq!(indent(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn marks_of_print_go_and_other_brackets_stay() {
        assert_eq!(without_tags("Carp (<i>Cyprinus carpio</i>)"), "Carp (Cyprinus carpio)");
        assert_eq!(without_tags("10<SUP>3</SUP> m<br/>"), "103 m ");
        assert_eq!(without_tags("a < b > c <x> <"), "a < b > c <x> <");
    }

    #[test]
    fn units_are_one_a_line() {
        let mut units = String::new();
        for unit in ["pcs ", "\n", "", "m²", " kg  cmsc"] {
            add_unit(&mut units, unit);
        }
        assert_eq!(units, "pcs\nm2\nkg cmsc");
    }
}
