//! An edition as one blob, so that a ledger keeps it in one cell and loads it in a few milliseconds.
//!
//! Layout, all numbers little-endian: `TWT`, version 1 · length of the rows (u32) · the rows · scheme and name (u16
//! length, text each) · `legal_from`, `known_from` (i16 year, u8 month, u8 day each) · SHA-256 of the imported
//! file · SHA-256 of (SHA-256 of the rows, then everything between the rows and here).
//! The rows: their number (u32), for each {indent u8, length of code u8, of description, units, general u32},
//! then all text, each row's cells in that order.
//!
//! Promises: `from_bytes(to_bytes(e)) == e`; a changed byte is found; no input panics or allocates more than a
//! small multiple of its own length.

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::edition::{Dated, Edition};
use crate::error::Error;
use crate::scheme::{DIGITS_MAX, Scheme};
use crate::table::{Builder, Cells, INDENT_MAX, ROWS_MAX, Table};

const MAGIC: [u8; 3] = *b"TWT";
const VERSION: u8 = 1;

/// Bytes of a row before its text.
const ROW_HEAD: usize = 14;

impl Edition {
    /// The edition as one blob.
    pub fn to_bytes(&self) -> Vec<u8> {
        let rows = rows_of(self.table());
        let mut bytes = Vec::with_capacity(rows.len() + 256);
        bytes.extend(MAGIC);
        bytes.push(VERSION);
        bytes.extend(length32(rows.len()));
        bytes.extend(&rows);
        let tail = bytes.len();
        for text in [self.scheme.name(), &self.name] {
            // Names are cut to 200 bytes where they are made.
            bytes.extend(u16::try_from(text.len()).unwrap_or_default().to_le_bytes());
            bytes.extend(text.as_bytes());
        }
        for date in [self.legal_from, self.known_from] {
            bytes.extend(date.year().to_le_bytes());
            bytes.extend([date.month().unsigned_abs(), date.day().unsigned_abs()]);
        }
        bytes.extend(self.sha256);
        let seal = seal(&self.content_sha256, bytes.get(tail..).unwrap_or_default());
        bytes.extend(seal);
        bytes
    }

    /// The edition of a blob that [`Edition::to_bytes`] made.
    ///
    /// # Errors
    /// [`Error::Version`] for another version, [`Error::Stored`] for a damaged one, with the byte.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader { bytes, at: 0 };
        if reader.take(3, "magic")? != MAGIC {
            return Err(Error::Stored { what: "magic", byte: 0 });
        }
        let version = reader.array::<1>("version")?[0];
        if version != VERSION {
            return Err(Error::Version { version });
        }
        let length = reader.u32("rows")?;
        let rows_at = reader.at;
        let rows = reader.take(length, "rows")?;
        let tail = reader.at;
        let scheme = Scheme::new(reader.text("scheme")?);
        let name = Some(reader.text("name")?.to_owned());
        let dated = Dated { legal_from: reader.date()?, known_from: reader.date()?, name };
        let sha256 = reader.array::<32>("hash")?;
        let content_sha256: [u8; 32] = Sha256::digest(rows).into();
        let expected = seal(&content_sha256, bytes.get(tail..reader.at).unwrap_or_default());
        if reader.array::<32>("seal")? != expected || reader.at != bytes.len() {
            return reader.fail("seal");
        }
        let table = table_of(Reader { bytes: rows, at: 0 }, &scheme).map_err(|error| match error {
            Error::Stored { what, byte } => Error::Stored { what, byte: byte + rows_at },
            other => other,
        })?;
        Ok(Self::with_hashes(scheme, dated, sha256, content_sha256, table))
    }
}

fn seal(content_sha256: &[u8; 32], tail: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(content_sha256).chain_update(tail).finalize().into()
}

/// Lengths are kept below 4 GB by the importer; a longer one would not load again.
fn length32(length: usize) -> [u8; 4] {
    u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes()
}

/// The rows alone, in the one form that is hashed as the content of an edition.
pub(crate) fn rows_of(table: &Table) -> Vec<u8> {
    let mut heads = Vec::with_capacity(table.len() * ROW_HEAD);
    let mut text: Vec<u8> = Vec::new();
    for row in table.rows() {
        let cells = row.cells();
        heads.push(row.indent);
        heads.push(u8::try_from(cells.code.len()).unwrap_or(u8::MAX));
        for cell in [cells.description, cells.units, cells.general] {
            heads.extend(length32(cell.len()));
        }
        for cell in [cells.code, cells.description, cells.units, cells.general] {
            text.extend(cell.as_bytes());
        }
    }
    let mut bytes = Vec::with_capacity(4 + heads.len() + text.len());
    bytes.extend(length32(table.len()));
    bytes.extend(heads);
    bytes.extend(text);
    bytes
}

fn table_of(mut reader: Reader<'_>, scheme: &Scheme) -> Result<Table, Error> {
    let count = reader.u32("number of rows")?;
    if count > ROWS_MAX {
        return reader.fail("number of rows");
    }
    let mut heads = Reader { bytes: reader.take(count * ROW_HEAD, "rows")?, at: 0 };
    let text_at = reader.at;
    let text = reader.bytes.get(text_at..).unwrap_or_default();
    let text = std::str::from_utf8(text)
        .map_err(|error| Error::Stored { what: "text", byte: text_at + error.valid_up_to() })?;
    let mut builder = Builder::with_capacity(count, text.len());
    let mut rest = text;
    for _ in 0..count {
        let [indent, code] = heads.array::<2>("row")?;
        let lengths = [usize::from(code), heads.u32("row")?, heads.u32("row")?, heads.u32("row")?];
        let mut cells = [""; 4];
        for (cell, length) in cells.iter_mut().zip(lengths) {
            let damaged = Error::Stored { what: "row", byte: text_at + text.len() - rest.len() };
            (*cell, rest) = rest.split_at_checked(length).ok_or(damaged)?;
        }
        let [code, description, units, general] = cells;
        let sound =
            indent <= INDENT_MAX && code.len() <= DIGITS_MAX && code.bytes().all(|b| b.is_ascii_digit());
        if !sound || !builder.push(&Cells { code, indent, description, units, general }) {
            return reader.fail("row");
        }
    }
    if rest.is_empty() { Ok(builder.finish(scheme)) } else { reader.fail("text") }
}

/// Takes pieces off the front and knows where it is.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn fail<T>(&self, what: &'static str) -> Result<T, Error> {
        Err(Error::Stored { what, byte: self.at })
    }

    fn take(&mut self, length: usize, what: &'static str) -> Result<&'a [u8], Error> {
        let end = self.at.saturating_add(length);
        let Some(piece) = self.bytes.get(self.at..end) else { return self.fail(what) };
        self.at = end;
        Ok(piece)
    }

    fn array<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], Error> {
        let at = self.at;
        self.take(N, what)?.try_into().map_err(|_| Error::Stored { what, byte: at })
    }

    fn u32(&mut self, what: &'static str) -> Result<usize, Error> {
        Ok(u32::from_le_bytes(self.array(what)?) as usize)
    }

    fn text(&mut self, what: &'static str) -> Result<&'a str, Error> {
        let length = u16::from_le_bytes(self.array(what)?);
        let at = self.at;
        let bytes = self.take(usize::from(length), what)?;
        std::str::from_utf8(bytes).map_err(|_| Error::Stored { what, byte: at })
    }

    fn date(&mut self) -> Result<Date, Error> {
        let at = self.at;
        let [low, high, month, day] = self.array("date")?;
        let year = i16::from_le_bytes([low, high]);
        let part = |value: u8| i8::try_from(value).unwrap_or_default();
        Date::new(year, part(month), part(day)).map_err(|_| Error::Stored { what: "date", byte: at })
    }
}

#[cfg(test)]
mod tests;
