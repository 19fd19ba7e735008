//! The characters a JSON string stands for.

use super::error::{Error, Fault};

/// Writes out the escapes of a string whose grammar the scanner has checked; `start` is where it stands in the text.
///
/// # Errors
/// Half a surrogate pair (no Unicode text has it), and the NUL character (no database of ours can hold it).
pub(super) fn unescape(raw: &str, start: usize) -> Result<String, Fault> {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((plain, escaped)) = rest.split_once('\\') {
        text.push_str(plain);
        let at = start + raw.len() - escaped.len() - 1;
        let (character, used) = one_escape(escaped).map_err(|error| Fault::at(at, error))?;
        text.push(character);
        rest = escaped.get(used..).unwrap_or_default();
    }
    text.push_str(rest);
    Ok(text)
}

/// The character an escape stands for and the bytes it takes after its backslash.
pub(super) fn one_escape(escaped: &str) -> Result<(char, usize), Error> {
    let character = match escaped.as_bytes().first() {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{C}',
        Some(b'u') => return unicode_escape(escaped),
        Some(other) => char::from(*other),
        None => return Err(Error::Malformed("it breaks off")),
    };
    Ok((character, 1))
}

fn unicode_escape(escaped: &str) -> Result<(char, usize), Error> {
    let half = Error::Encoding("half a surrogate pair");
    let unit = |at: usize| escaped.get(at..at + 4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
    let first = unit(1).ok_or(Error::Malformed("four hex digits were expected after \\u"))?;
    if first == 0 {
        return Err(Error::Malformed("the NUL character inside a string"));
    }
    if let Some(character) = char::from_u32(u32::from(first)) {
        return Ok((character, 5));
    }
    let second = (escaped.get(5..7) == Some("\\u")).then(|| unit(7)).flatten().ok_or(half)?;
    let mut pair = char::decode_utf16([first, second]);
    match pair.next() {
        Some(Ok(character)) => Ok((character, 11)),
        _ => Err(half),
    }
}
