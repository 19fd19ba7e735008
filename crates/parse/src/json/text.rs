//! The text of a JSON document: UTF-8 as it stands, UTF-16 and UTF-32 brought into it.
//!
//! RFC 8259 knows UTF-8 only; some programs of one large maker still write UTF-16, and a document is not
//! refused for that. Positions and spans are then those of the UTF-8 text.

use super::error::{Error, Fault};
use std::borrow::Cow;

/// The Unicode forms a text may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, or any encoding that agrees with ASCII.
    Utf8,
    /// UTF-16, the low byte first.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
    /// UTF-32, the low byte first.
    Utf32Le,
    /// UTF-32, the high byte first.
    Utf32Be,
}

impl Encoding {
    /// Told from a byte order mark, else from where the zero bytes of the first two characters are (both are ASCII in
    /// every format that this is asked for).
    pub fn of(bytes: &[u8]) -> Encoding {
        match *bytes {
            [0xFF, 0xFE, 0, 0, ..] => Encoding::Utf32Le,
            [0, 0, 0xFE, 0xFF, ..] => Encoding::Utf32Be,
            [0xFF, 0xFE, ..] => Encoding::Utf16Le,
            [0xFE, 0xFF, ..] => Encoding::Utf16Be,
            [a, 0, 0, 0, ..] if a != 0 => Encoding::Utf32Le,
            [0, 0, 0, d, ..] if d != 0 => Encoding::Utf32Be,
            [a, 0, c, 0, ..] if a != 0 && c != 0 => Encoding::Utf16Le,
            [0, b, 0, d, ..] if b != 0 && d != 0 => Encoding::Utf16Be,
            _ => Encoding::Utf8,
        }
    }

    /// Its IANA name.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::Utf32Le => "UTF-32LE",
            Encoding::Utf32Be => "UTF-32BE",
        }
    }

    /// The bytes as text, without a byte order mark if the encoding is not UTF-8.
    ///
    /// # Errors
    /// The first byte that is not of this encoding.
    pub fn decode(self, bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
        match self {
            Encoding::Utf8 => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Cow::Borrowed(text)),
                Err(error) => {
                    Err(Fault::at(error.valid_up_to(), Error::Encoding("a byte that is none of it")))
                }
            },
            Encoding::Utf16Le => decode_utf16(bytes, u16::from_le_bytes),
            Encoding::Utf16Be => decode_utf16(bytes, u16::from_be_bytes),
            Encoding::Utf32Le => decode_utf32(bytes, u32::from_le_bytes),
            Encoding::Utf32Be => decode_utf32(bytes, u32::from_be_bytes),
        }
    }
}

/// The text of a document in whichever Unicode form it came, and which that was.
///
/// # Errors
/// The first byte that is not of the form.
pub fn text(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), Fault> {
    let encoding = Encoding::of(bytes);
    encoding.decode(bytes).map(|text| (text, encoding))
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, Fault> {
    let (units, rest) = bytes.as_chunks::<2>();
    let broken = |at: usize| Fault::at(at, Error::Encoding("half a character of UTF-16"));
    if !rest.is_empty() {
        return Err(broken(bytes.len() - rest.len()));
    }
    let mut text = String::with_capacity(units.len());
    let mut at = 0;
    for decoded in char::decode_utf16(units.iter().map(|pair| unit(*pair))) {
        let character = decoded.map_err(|_| broken(at))?;
        at += character.len_utf16() * 2;
        text.push(character);
    }
    Ok(Cow::Owned(without_mark(text)))
}

fn decode_utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> Result<Cow<'_, str>, Fault> {
    let (units, rest) = bytes.as_chunks::<4>();
    let broken = |at: usize| Fault::at(at, Error::Encoding("no character of UTF-32"));
    if !rest.is_empty() {
        return Err(broken(bytes.len() - rest.len()));
    }
    let mut text = String::with_capacity(units.len());
    for (index, quad) in units.iter().enumerate() {
        text.push(char::from_u32(unit(*quad)).ok_or_else(|| broken(index * 4))?);
    }
    Ok(Cow::Owned(without_mark(text)))
}

fn without_mark(text: String) -> String {
    match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}
