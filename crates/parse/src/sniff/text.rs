//! Texts: markup, JSON, EDI, mail, tables.

use super::format::Format;
use super::ndjson;
use crate::json::Encoding;
use memchr::memmem;
use std::borrow::Cow;

/// Bytes that are looked at.
pub(super) const HEAD: usize = 8_192;

/// The beginning, without a byte order mark, one byte a character: characters that are not ASCII and take more than
/// one byte in a wide encoding become `?`.
pub(super) fn head(bytes: &[u8], encoding: Encoding) -> Cow<'_, [u8]> {
    let start = bytes.get(..HEAD).unwrap_or(bytes);
    let narrow = |unit: u32| u8::try_from(unit).ok().filter(u8::is_ascii).unwrap_or(b'?');
    let utf16 = |unit: fn([u8; 2]) -> u16| {
        start.as_chunks::<2>().0.iter().map(|pair| u32::from(unit(*pair))).map(narrow).collect()
    };
    let utf32 = |unit: fn([u8; 4]) -> u32| {
        start.as_chunks::<4>().0.iter().map(|quad| unit(*quad)).map(narrow).collect()
    };
    let wide: Vec<u8> = match encoding {
        Encoding::Utf8 => return Cow::Borrowed(start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start)),
        Encoding::Utf16Le => utf16(u16::from_le_bytes),
        Encoding::Utf16Be => utf16(u16::from_be_bytes),
        Encoding::Utf32Le => utf32(u32::from_le_bytes),
        Encoding::Utf32Be => utf32(u32::from_be_bytes),
    };
    let has_mark = matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, 0, 0xFE, 0xFF, ..]);
    Cow::Owned(wide.get(usize::from(has_mark)..).unwrap_or_default().to_vec())
}

/// No character that texts do not have.
pub(super) fn is_text(head: &[u8]) -> bool {
    head.iter().all(|byte| !matches!(byte, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F))
}

/// Which text it is.
pub(super) fn format(bytes: &[u8], head: &[u8], encoding: Encoding) -> Format {
    let start = head.trim_ascii_start();
    match start {
        [b'<', next, ..]
            if next.is_ascii_alphabetic() || matches!(next, b'?' | b'!' | b'_' | b':' | 0x80..) =>
        {
            return if is_html(start) { Format::Html } else { Format::Xml };
        }
        [b'{', ..] => return ndjson::envelope_or_other(head),
        [b'[', rest @ ..] if begins_value(rest) => return Format::Json,
        _ => {}
    }
    if is_edifact(start) {
        Format::Edifact
    } else if is_x12(start) {
        Format::X12
    } else if is_email(start) {
        Format::Email
    } else if encoding == Encoding::Utf8 && ndjson::has_json_lines(bytes) {
        Format::Ndjson
    } else {
        Format::Text
    }
}

/// What follows an opening bracket in JSON.
fn begins_value(rest: &[u8]) -> bool {
    matches!(
        rest.trim_ascii_start(),
        [] | [b'{' | b'[' | b']' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n', ..]
    )
}

/// The first element, or the document type, is that of a page.
fn is_html(start: &[u8]) -> bool {
    let mut rest = start;
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = match rest {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            _ => break,
        };
        match memmem::find(rest, end).and_then(|at| rest.get(at + end.len()..)) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    let begins = |word: &[u8]| {
        let (name, next) = (rest.get(..word.len()), rest.get(word.len()));
        name.is_some_and(|name| name.eq_ignore_ascii_case(word))
            && next.is_none_or(|byte| !byte.is_ascii_alphanumeric())
    };
    [&b"<!doctype html"[..], b"<html", b"<head", b"<body", b"<script"].iter().any(|word| begins(word))
}

/// `UNA` with its six characters and `UNB`, or `UNB` with a syntax identifier (ISO 9735).
fn is_edifact(start: &[u8]) -> bool {
    match start {
        [b'U', b'N', b'A', _, _, _, _, _, _, rest @ ..] => rest.trim_ascii_start().starts_with(b"UNB"),
        [b'U', b'N', b'B', separator, b'U', b'N', b'O' | b'E' | b'I', ..] => {
            !separator.is_ascii_alphanumeric()
        }
        _ => false,
    }
}

/// `ISA` with the same separator around its first element of two characters (ASC X12.5).
fn is_x12(start: &[u8]) -> bool {
    match start {
        [b'I', b'S', b'A', separator, _, _, again, ..] => {
            separator == again && !separator.is_ascii_alphanumeric()
        }
        _ => false,
    }
}

/// Headers that transport adds, and headers that every message has.
const TRANSPORT: [&[u8]; 5] = [b"received", b"return-path", b"message-id", b"mime-version", b"delivered-to"];
const MESSAGE: [&[u8]; 6] = [b"from", b"to", b"subject", b"date", b"cc", b"reply-to"];

/// The lines before the first empty one are headers of mail (RFC 5322), and at least one is of its transport.
fn is_email(start: &[u8]) -> bool {
    let lines = start.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii_end);
    let headers = lines.take_while(|line| !line.is_empty()).take(40);
    let (mut transport, mut message) = (0, 0);
    for line in headers {
        if line.starts_with(b" ") || line.starts_with(b"\t") || line.starts_with(b"From ") {
            continue;
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { return false };
        let name = line.get(..colon).unwrap_or_default().to_ascii_lowercase();
        if name.is_empty() || !name.iter().all(|byte| byte.is_ascii_graphic()) {
            return false;
        }
        transport += usize::from(TRANSPORT.contains(&name.as_slice()));
        message += usize::from(MESSAGE.contains(&name.as_slice()));
    }
    transport > 0 && transport + message > 1
}
