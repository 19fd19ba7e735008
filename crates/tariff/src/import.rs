//! Import: an authority's file becomes an edition.
//!
//! Promises: the format is told from the bytes, never from a name; unpacked size, ratio, rows and cells are
//! bounded; an error says the row or the byte; what was mended or left out is a remark with its first row.
//! Refuses to know the date of a table: the files carry none.

mod cells;
mod collect;
mod json;
mod sheet;
mod unpack;

use std::fmt;

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::edition::{Dated, Edition};
use crate::error::Error;
use crate::scheme::Scheme;
use collect::Collector;

/// What an import mended or left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remark {
    /// What it was.
    pub kind: RemarkKind,
    /// In how many rows.
    pub rows: usize,
    /// The first of them, from 1, the header not counted.
    pub first_row: usize,
    /// What stood there.
    pub sample: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, rows, first_row, sample } = self;
        let what = match kind {
            RemarkKind::ZeroRestored => "a lost zero was put back",
            RemarkKind::NotACode => "what is no code was left out",
            RemarkKind::NotHs => "codes that are not of the HS were left out",
            RemarkKind::Repeated => "a code stands there again and the first counts",
            RemarkKind::ForeignParent => "the indent hangs a code under one it does not begin with",
            RemarkKind::UnitsUnread => "units that are no list were kept as they stand",
        };
        let unit = if *rows == 1 { "row" } else { "rows" };
        write!(f, "{what} in {rows} {unit}, first in row {first_row} ({sample:?})")
    }
}

/// Kinds of [`Remark`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RemarkKind {
    /// A code had lost a zero, as a spreadsheet does to what it takes for a number: `101.21`, `1003.9`. It was put
    /// back.
    ZeroRestored,
    /// A row whose code holds no digit (`TOTAL`) was left out of a simple list.
    NotACode,
    /// A row of chapter 77, 98 or 99 was left out of an HS list: these are not codes of the HS.
    NotHs,
    /// A code stands there twice; the first row counts.
    Repeated,
    /// A row hangs, by its indent, under a code it does not begin with. The indent is believed.
    ForeignParent,
    /// The units are written as JSON but are none; they are kept as they stand.
    UnitsUnread,
}

impl Edition {
    /// Reads a table: the JSON or CSV of the USITC, or a simple list `code,description` with or without a
    /// header; gzipped or not.
    ///
    /// # Errors
    /// [`Error`], with row or byte. No edition is made of a file that is only partly read.
    pub fn import(scheme: Scheme, bytes: &[u8], dated: Dated) -> Result<(Self, Vec<Remark>), Error> {
        let unpacked = unpack::unpack(bytes)?;
        let text = text_of(&unpacked)?;
        let mut collector = Collector::new(&scheme, text.len());
        if text.trim_start().starts_with(['[', '{']) {
            json::read(text, &mut collector)?;
        } else {
            sheet::read(text, &mut collector)?;
        }
        let (table, remarks) = collector.finish()?;
        Ok((Self::new(scheme, dated, Sha256::digest(bytes).into(), table), remarks))
    }
}

/// The text of the file without its byte order mark.
fn text_of(bytes: &[u8]) -> Result<&str, Error> {
    let found = match bytes {
        [b'P', b'K', 3 | 5, ..] => Some("a ZIP file or spreadsheet"),
        [b'%', b'P', b'D', b'F', ..] => Some("a PDF"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16 text"),
        _ => None,
    };
    if let Some(found) = found {
        return Err(Error::Format { found });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| Error::Encoding { byte: error.valid_up_to() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(Error::Empty);
    }
    if text.trim_start().starts_with('<') {
        return Err(Error::Format { found: "HTML or XML" });
    }
    if text.contains('\0') {
        return Err(Error::Format { found: "binary" });
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
