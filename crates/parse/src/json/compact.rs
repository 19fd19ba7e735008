//! The compact form of a JSON text: what a sender hashed that does not keep its own bytes.
//!
//! Key order and number tokens as they stand; no space outside strings; characters outside ASCII unescaped; only the
//! escapes that JSON requires, the short ones where there are any, else `\u00xx` in lower case. It is what common
//! libraries write when asked for no spaces and no ASCII escapes.

use super::scan::plain_run;
use super::unescape::one_escape;
use sha2::{Digest as _, Sha256};
use trade::Digest;

/// Hands the compact form of a well-formed JSON text to `emit`, in pieces; true where it differs from the text.
pub fn compact(text: &str, mut emit: impl FnMut(&[u8])) -> bool {
    let bytes = text.as_bytes();
    let mut changed = false;
    let mut at = 0;
    // From here to `at` nothing has to change.
    let mut kept_from = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'\n' | b'\r' | b'\t' => {
                emit(bytes.get(kept_from..at).unwrap_or_default());
                at += 1;
                kept_from = at;
                changed = true;
            }
            b'"' => {
                at += 1;
                loop {
                    at = plain_run(bytes, at);
                    if bytes.get(at) != Some(&b'\\') {
                        break;
                    }
                    let escaped = text.get(at + 1..).unwrap_or_default();
                    // The text is well-formed; an escape that is not Unicode stays as it is.
                    let Ok((character, used)) = one_escape(escaped) else {
                        at += 2;
                        continue;
                    };
                    let mut buffer = [0; 6];
                    let wanted = written(character, &mut buffer);
                    let end = at + 1 + used;
                    if bytes.get(at..end) != Some(wanted) {
                        emit(bytes.get(kept_from..at).unwrap_or_default());
                        emit(wanted);
                        kept_from = end;
                        changed = true;
                    }
                    at = end;
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
    emit(bytes.get(kept_from..).unwrap_or_default());
    changed
}

/// The SHA-256 of the compact form; none where the text is compact already, so that its own digest is the answer.
pub fn compact_digest(text: &str) -> Option<Digest> {
    let mut hasher = Sha256::new();
    compact(text, |piece| hasher.update(piece)).then(|| Digest(hasher.finalize().into()))
}

/// A character inside a string of the compact form.
fn written(character: char, buffer: &mut [u8; 6]) -> &[u8] {
    match character {
        '"' => b"\\\"",
        '\\' => b"\\\\",
        '\n' => b"\\n",
        '\r' => b"\\r",
        '\t' => b"\\t",
        '\u{8}' => b"\\b",
        '\u{C}' => b"\\f",
        '\0'..='\u{1F}' => {
            let digit = |nibble: u32| char::from_digit(nibble & 15, 16).map_or(b'0', |digit| digit as u8);
            let value = u32::from(character);
            *buffer = [b'\\', b'u', b'0', b'0', digit(value >> 4), digit(value)];
            buffer
        }
        other => {
            let [a, b, c, d, ..] = buffer;
            let mut utf8 = [0; 4];
            let length = other.encode_utf8(&mut utf8).len();
            [*a, *b, *c, *d] = utf8;
            buffer.get(..length).unwrap_or_default()
        }
    }
}
