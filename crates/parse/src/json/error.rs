//! What is wrong with a JSON text, and where.

use serde::{Deserialize, Serialize};
use std::fmt;
use trade::Code;

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in bytes, from 1.
    pub column: usize,
    /// Byte of the text, from 0.
    pub byte: usize,
}

impl Position {
    /// The position of a byte of a text; a byte past the end is the end.
    pub fn of(text: &[u8], byte: usize) -> Position {
        let before = text.get(..byte).unwrap_or(text);
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        Position {
            line: memchr::memchr_iter(b'\n', before).count() + 1,
            column: before.len() - line_start + 1,
            byte: before.len(),
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {} (byte {})", self.line, self.column, self.byte)
    }
}

/// Why a text was not read as JSON. Never carries a value of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Breaks the grammar of RFC 8259, or breaks off.
    #[error("the JSON is not well-formed: {0}")]
    Malformed(&'static str),
    /// Bytes that are not UTF-8, or half a surrogate pair.
    #[error("the JSON is not in UTF-8: {0}")]
    Encoding(&'static str),
    /// `NaN`, `Infinity`, or a number that readers turn into infinity.
    #[error("the JSON has {0}")]
    Number(&'static str),
    /// A key for the second time in one object.
    #[error("a key stands twice in one object")]
    DuplicateKey,
    /// Deeper than [`crate::limits::Limits::json_depth`].
    #[error("the JSON is nested deeper than {0} levels")]
    TooDeep(usize),
    /// More values than [`crate::limits::Limits::json_values`], or a text longer than 4 GiB.
    #[error("the JSON has more than {0} values")]
    TooLarge(usize),
}

impl Error {
    /// The code in the table of codes.
    pub fn code(self) -> Code {
        match self {
            Error::Malformed(_) => Code::JsonMalformed,
            Error::Encoding(_) => Code::EncodingInvalid,
            Error::Number(_) => Code::JsonNumber,
            Error::DuplicateKey => Code::JsonDuplicateKey,
            Error::TooDeep(_) | Error::TooLarge(_) => Code::LimitExceeded,
        }
    }

    /// The limit that was passed, if one was: its name and its number.
    pub fn limit(self) -> Option<(&'static str, usize)> {
        match self {
            Error::TooDeep(max) => Some(("json_depth", max)),
            Error::TooLarge(max) => Some(("json_values", max)),
            _ => None,
        }
    }
}

/// An error at a byte of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{error} at byte {byte}")]
pub struct Fault {
    /// What is wrong.
    #[source]
    pub error: Error,
    /// Where, from 0.
    pub byte: usize,
}

impl Fault {
    /// The fault with this error at this byte.
    pub fn at(byte: usize, error: Error) -> Fault {
        Fault { error, byte }
    }
}
