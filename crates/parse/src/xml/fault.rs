//! Why an XML text is not read at all, and where it fails.
//!
//! A fault ends the reading; a single value that cannot be read is a finding of the transcript instead.

use trade::{Code, Finding};

/// Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

impl Position {
    /// The position of a byte of the text; past its end, the end.
    pub fn of(text: &str, byte: usize) -> Position {
        let before = text.get(..byte).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
        let column = before.get(start..).unwrap_or("").chars().count() + 1;
        Position {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// The end of a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// `xml_malformed`, `xml_doctype`, `encoding_invalid` or `limit_exceeded`.
    pub code: Code,
    /// One sentence, without contents of the document but names of elements.
    pub message: String,
    /// Where, if anywhere in particular.
    pub position: Option<Position>,
    /// The limit that was passed, if one was: its name and its number.
    pub limit: Option<(&'static str, usize)>,
}

impl Fault {
    /// At a byte of the text.
    pub fn at(code: Code, text: &str, byte: usize, message: impl Into<String>) -> Fault {
        Fault { code, message: message.into(), position: Some(Position::of(text, byte)), limit: None }
    }

    /// Of the bytes as a whole.
    pub fn whole(code: Code, message: impl Into<String>) -> Fault {
        Fault { code, message: message.into(), position: None, limit: None }
    }

    /// Names the limit that was passed.
    #[must_use]
    pub fn limit(self, name: &'static str, max: usize) -> Fault {
        Fault { limit: Some((name, max)), ..self }
    }

    /// As a finding about the document.
    pub fn into_finding(self) -> Finding {
        let finding = match self.position {
            Some(position) => {
                let message = format!("{} ({position})", self.message);
                Finding::document(super::RULE, self.code, message).input("position", position)
            }
            None => Finding::document(super::RULE, self.code, self.message),
        };
        match self.limit {
            Some((name, max)) => finding.input("limit", name).input("max", max),
            None => finding,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters() {
        let text = "a\näö<x";
        assert_eq!(Position::of(text, 0), Position { line: 1, column: 1 });
        assert_eq!(Position::of(text, 6), Position { line: 2, column: 3 });
        assert_eq!(Position::of(text, 99), Position { line: 2, column: 5 });
    }
}
