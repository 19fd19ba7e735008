//! What the bytes are, told from the bytes.
//!
//! The name of a file and the header of a request are never believed: the name is only compared with what was
//! found, and where they disagree the document is not read (`type_mismatch`), since somebody is wrong about it. Looks
//! at the beginning and the end; of a text of several lines, at its first lines. Reads nothing: a format that is
//! told here may still be broken inside.

/// The formats and what each is to us.
mod format;

/// Binary formats by their first bytes.
mod magic;

/// Office files and other archives.
mod zip;

/// Texts: markup, JSON, EDI, mail, tables.
mod text;

/// Whether there is one JSON document or one a line.
mod ndjson;

/// What a file's name promises.
mod name;

pub use format::Format;
pub use name::Mismatch;

use crate::json::Encoding;
use trade::Lane;

/// The outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sniffed {
    /// What it is.
    pub format: Format,
    /// Which kind of work it is.
    pub lane: Lane,
    /// The name says something else.
    pub mismatch: Option<Mismatch>,
}

/// Tells what the bytes are; `name` is the file's name as the sender gave it, if there is one.
pub fn sniff(bytes: &[u8], name: Option<&str>) -> Sniffed {
    let format = format_of(bytes);
    let mismatch = name.and_then(|name| name::mismatch(name, format));
    Sniffed { format, lane: format.lane(), mismatch }
}

fn format_of(bytes: &[u8]) -> Format {
    if let Some(format) = magic::format(bytes) {
        return format;
    }
    let encoding = Encoding::of(bytes);
    let head = text::head(bytes, encoding);
    match head.trim_ascii_start() {
        // Nothing but JSON begins so; whether it is sound is its reader's to say, with the place.
        [b'{', ..] if encoding == Encoding::Utf8 => ndjson::json_or_lines(bytes, &head),
        [] if bytes.len() <= text::HEAD || bytes.trim_ascii().is_empty() => Format::Empty,
        _ if text::is_text(&head) => text::format(bytes, &head, encoding),
        _ => Format::Binary,
    }
}

#[cfg(test)]
mod tests;
