//! The characters of a text file: what its first bytes say, else UTF-8 if it is, else Windows-1252.
//!
//! A mark at the start is believed and the text held to it. Text without one shows by its zeros that it is UTF-16 or
//! UTF-32, and this is said so; else, if it is UTF-8, it is UTF-8. Everything else is read as Windows-1252 (Latin-1 with its
//! printable additions), and said so.

use crate::json::Encoding as Form;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// A text and how it was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The characters, without the mark at the start.
    pub text: Cow<'a, str>,
    /// The encoding used.
    pub encoding: &'static str,
    /// Nothing in the file said so.
    pub guessed: bool,
}

/// The text broke its own encoding.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text says it is {encoding} but is not")]
pub struct Invalid {
    /// What the mark at the start says.
    pub encoding: &'static str,
}

/// Decodes a whole file.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Invalid> {
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe, 0, 0]) {
        return utf_32(rest, u32::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(&[0, 0, 0xfe, 0xff]) {
        return utf_32(rest, u32::from_be_bytes);
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return marked(bytes.get(length..).unwrap_or_default(), encoding);
    }
    // Before UTF-8, which plain letters with zeros between them are as well.
    let unmarked = match Form::of(bytes) {
        Form::Utf32Le => Some(utf_32(bytes, u32::from_le_bytes)),
        Form::Utf32Be => Some(utf_32(bytes, u32::from_be_bytes)),
        _ => unmarked_utf_16(bytes).map(|encoding| marked(bytes, encoding)),
    };
    if let Some(decoded) = unmarked {
        return decoded.map(|decoded| Decoded { guessed: true, ..decoded });
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: Cow::Borrowed(text), encoding: "UTF-8", guessed: false });
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Ok(Decoded { text, encoding: "windows-1252", guessed: true })
}

/// Text behind a mark, held to it.
fn marked<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Result<Decoded<'a>, Invalid> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(Decoded { text, encoding: encoding.name(), guessed: false }),
        None => Err(Invalid { encoding: encoding.name() }),
    }
}

/// UTF-16 without a mark shows as a zero in every other byte of plain text.
fn unmarked_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(512))?;
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let half = head.len() / 2;
    match (zeros(0), zeros(1)) {
        (0, low) if low * 10 >= half * 7 && half > 3 => Some(UTF_16LE),
        (high, 0) if high * 10 >= half * 7 && half > 3 => Some(UTF_16BE),
        _ => None,
    }
}

/// UTF-32, which the web has forgotten and some databases have not.
fn utf_32(bytes: &[u8], join: fn([u8; 4]) -> u32) -> Result<Decoded<'static>, Invalid> {
    let invalid = Invalid { encoding: "UTF-32" };
    let chunks = bytes.chunks_exact(4);
    if !chunks.remainder().is_empty() {
        return Err(invalid);
    }
    let character = |chunk: &[u8]| char::from_u32(join(chunk.try_into().ok()?));
    match chunks.map(character).collect::<Option<String>>() {
        Some(text) => Ok(Decoded { text: Cow::Owned(text), encoding: "UTF-32", guessed: false }),
        None => Err(invalid),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str, bool) {
        let decoded = decode(bytes).unwrap();
        (decoded.text.into_owned(), decoded.encoding, decoded.guessed)
    }

    #[test]
    fn every_encoding_a_spreadsheet_writes() {
        assert_eq!(read("Größe".as_bytes()), ("Größe".into(), "UTF-8", false));
        assert_eq!(read(b"\xef\xbb\xbfGr\xc3\xb6"), ("Grö".into(), "UTF-8", false));
        assert_eq!(read(b"Gr\xf6\xdfe \x80"), ("Größe €".into(), "windows-1252", true));
        let wide: Vec<u8> = "\u{feff}Größe".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&wide), ("Größe".into(), "UTF-16LE", false));
        let wide: Vec<u8> = "\u{feff}Größe".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&wide), ("Größe".into(), "UTF-16BE", false));
        let wide: Vec<u8> = "\u{feff}Größe".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        assert_eq!(read(&wide), ("Größe".into(), "UTF-32", false));
        let wide: Vec<u8> = "\u{feff}Größe".chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        assert_eq!(read(&wide), ("Größe".into(), "UTF-32", false));
    }

    #[test]
    fn wide_letters_without_a_mark_are_told_by_their_zeros() {
        let text = "Description;Qty\nSteel nuts;5\n";
        let utf_16 = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let utf_32 = |order: fn(u32) -> [u8; 4]| {
            text.chars().flat_map(|letter| order(u32::from(letter))).collect::<Vec<u8>>()
        };
        for (bytes, encoding) in [
            (utf_16(u16::to_le_bytes), "UTF-16LE"),
            (utf_16(u16::to_be_bytes), "UTF-16BE"),
            (utf_32(u32::to_le_bytes), "UTF-32"),
            (utf_32(u32::to_be_bytes), "UTF-32"),
        ] {
            assert_eq!(read(&bytes), (text.to_owned(), encoding, true));
        }
        assert_eq!(read(b"one\0zero;in;text").1, "UTF-8");
    }

    #[test]
    fn a_mark_that_lies_is_told() {
        assert!(decode(b"\xef\xbb\xbfGr\xf6").is_err());
        assert!(decode(b"\xff\xfe\x00\x00abc").is_err());
        assert!(decode(b"\xff\xfea").is_err());
    }
}
