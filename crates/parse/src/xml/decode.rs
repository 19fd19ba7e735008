//! Bytes become text, in the encoding that the bytes show and the declaration confirms.
//!
//! Promises that no byte is replaced or dropped: a byte that its encoding does not have, a NUL, or a declaration
//! that the bytes contradict is `encoding_invalid`. Knows nothing of elements.

use super::fault::Fault;
use crate::json::Encoding as Form;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;
use trade::Code::EncodingInvalid;

/// A declaration stands in the first bytes or not at all.
const DECLARATION_MAX: usize = 256;

/// The whole text, without its byte order mark.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    let (seen, mark) = by_first_bytes(bytes);
    let body = bytes.get(mark..).unwrap_or_default();
    let text = match seen {
        _ if matches!(Form::of(bytes), Form::Utf32Le | Form::Utf32Be) => utf32(bytes)?,
        Some(encoding) if encoding != UTF_8 => {
            let text = strict(encoding, body)?;
            agree(encoding, declared_in(text.as_bytes()))?;
            text
        }
        Some(_) => {
            agree(UTF_8, declared_in(body))?;
            utf8(body)?
        }
        None => by_declaration(body)?,
    };
    match memchr::memchr(0, text.as_bytes()) {
        Some(byte) => Err(Fault::at(EncodingInvalid, &text, byte, "The text holds a NUL character")),
        None => Ok(text),
    }
}

/// The encoding that the first bytes show by themselves, if it is not UTF-32, and the length of the mark.
fn by_first_bytes(bytes: &[u8]) -> (Option<&'static Encoding>, usize) {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => (Some(UTF_8), 3),
        [0xFE, 0xFF, ..] => (Some(UTF_16BE), 2),
        [0xFF, 0xFE, ..] => (Some(UTF_16LE), 2),
        [0, b'<' | b' ' | b'\t' | b'\r' | b'\n', ..] => (Some(UTF_16BE), 0),
        [b'<' | b' ' | b'\t' | b'\r' | b'\n', 0, ..] => (Some(UTF_16LE), 0),
        _ => (None, 0),
    }
}

/// UTF-32, which the encodings of the web have not.
fn utf32(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    let form = Form::of(bytes);
    let text = form.decode(bytes).map_err(|_| Fault::whole(EncodingInvalid, "The bytes are not UTF-32"))?;
    match declared_in(text.as_bytes()) {
        Some(label) if !["UTF-32", form.name()].iter().any(|name| name.eq_ignore_ascii_case(&label)) => {
            Err(lie(&label, form.name()))
        }
        _ => Ok(text),
    }
}

/// Without a mark the declaration decides; without a declaration it is UTF-8 (XML 1.0, 4.3.3).
fn by_declaration(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    let Some(label) = declared_in(bytes) else { return utf8(bytes) };
    if label.eq_ignore_ascii_case("us-ascii") || label.eq_ignore_ascii_case("ascii") {
        return match bytes.is_ascii() {
            true => utf8(bytes),
            false => Err(lie(&label, "bytes beyond ASCII")),
        };
    }
    let encoding = known(&label)?;
    if encoding == UTF_8 {
        return utf8(bytes);
    }
    if !encoding.is_ascii_compatible() {
        return Err(lie(&label, "single bytes"));
    }
    // Real Latin text is practically never valid UTF-8 by chance, so that this is a wrong declaration.
    if encoding.is_single_byte() && !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() {
        return Err(lie(&label, "UTF-8"));
    }
    strict(encoding, bytes)
}

/// The encoding named, if one is.
fn declared_in(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..DECLARATION_MAX).unwrap_or(bytes);
    let end = memchr::memchr(b'>', head)?;
    let head = std::str::from_utf8(head.get(..end)?).ok()?;
    let rest = head.strip_prefix("<?xml")?.split_once("encoding")?.1.trim_start();
    let rest = rest.strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Some(rest.get(1..)?.split_once(quote)?.0.to_owned())
}

/// The encoding of a label of the WHATWG encoding standard.
fn known(label: &str) -> Result<&'static Encoding, Fault> {
    let encoding = Encoding::for_label_no_replacement(label.as_bytes());
    encoding.ok_or_else(|| Fault::whole(EncodingInvalid, format!("The encoding {label:?} is not read")))
}

/// What the bytes show and what is declared must be one; `utf-16` names no byte order.
fn agree(seen: &'static Encoding, declared: Option<String>) -> Result<(), Fault> {
    let Some(label) = declared else { return Ok(()) };
    let named = known(&label)?;
    let both_wide = [named, seen].into_iter().all(|each| each == UTF_16LE || each == UTF_16BE);
    match named == seen || (both_wide && label.eq_ignore_ascii_case("utf-16")) {
        true => Ok(()),
        false => Err(lie(&label, seen.name())),
    }
}

fn lie(declared: &str, seen: &str) -> Fault {
    Fault::whole(EncodingInvalid, format!("The text declares {declared:?}, but its bytes are {seen}"))
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
        let sound = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let sound = String::from_utf8_lossy(sound);
        Fault::at(EncodingInvalid, &sound, sound.len(), "The bytes are not UTF-8")
    })
}

fn strict<'b>(encoding: &'static Encoding, bytes: &'b [u8]) -> Result<Cow<'b, str>, Fault> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.ok_or_else(|| Fault::whole(EncodingInvalid, format!("The bytes are not {}", encoding.name())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
        let marked = if mark { format!("\u{FEFF}{text}") } else { text.to_owned() };
        let order = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        marked.encode_utf16().flat_map(order).collect()
    }

    fn utf32_of(text: &str, order: fn(u32) -> [u8; 4]) -> Vec<u8> {
        text.chars().flat_map(|character| order(u32::from(character))).collect()
    }

    #[test]
    fn every_honest_encoding_gives_the_same_text() {
        for (big, mark) in [(true, true), (true, false), (false, true), (false, false)] {
            let text = "<?xml version='1.0' encoding='UTF-16'?><a>é</a>";
            assert_eq!(decode(&utf16(text, big, mark)).unwrap(), text);
        }
        assert_eq!(decode(&utf16("\n<a>é</a>", false, false)).unwrap(), "\n<a>é</a>");
        for declared in ["<?xml version='1.0' encoding='utf-32'?><a>é</a>", "\n<a>é</a>"] {
            for order in [u32::to_le_bytes, u32::to_be_bytes] {
                assert_eq!(decode(&utf32_of(declared, order)).unwrap(), declared);
                assert_eq!(decode(&utf32_of(&format!("\u{FEFF}{declared}"), order)).unwrap(), declared);
            }
        }
        assert_eq!(decode("\u{FEFF}<a>é</a>".as_bytes()).unwrap(), "<a>é</a>");
        let latin = decode(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>").unwrap();
        assert!(latin.ends_with("<a>é</a>"));
        assert_eq!(
            decode(b"<?xml version='1.0' encoding=\"windows-1252\"?>\x80").unwrap().chars().last(),
            Some('€')
        );
    }

    #[test]
    fn a_lie_is_told() {
        let lies: [&[u8]; 8] = [
            "<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>".as_bytes(),
            b"<?xml version='1.0' encoding='UTF-16'?><a/>",
            b"\xEF\xBB\xBF<?xml version='1.0' encoding='ISO-8859-1'?><a/>",
            b"<?xml version='1.0' encoding='us-ascii'?><a>\xE9</a>",
            b"<?xml version='1.0' encoding='utf-7'?><a/>",
            b"<?xml version='1.0' encoding='UTF-8'?><a>\xE9</a>",
            b"\xFF\xFE\0\0<\0\0",
            b"<a>\0</a>",
        ];
        for bytes in lies {
            assert_eq!(decode(bytes).unwrap_err().code, EncodingInvalid, "{}", bytes.escape_ascii());
        }
        let wrong = "<?xml version='1.0' encoding='UTF-8'?><a/>";
        for wide in [utf16(wrong, false, true), utf32_of(wrong, u32::to_le_bytes)] {
            assert_eq!(decode(&wide).unwrap_err().code, EncodingInvalid);
        }
        assert_eq!(decode(b"<a>\n \xE9").unwrap_err().position.unwrap().to_string(), "line 2, column 2");
    }
}
