//! What one object of a PDF says about itself, read from its bytes alone: how deep it goes, how its stream is packed, and
//! what it would do.

use super::lexer::{Lexer, Mark};
use super::unpack::Packing;

/// One object.
#[derive(Debug, Default)]
pub struct Seen {
    /// Levels of arrays and dictionaries.
    pub depth: usize,
    /// Where its bytes end: after `endobj`, or where its stream begins.
    pub end: usize,
    /// It has a stream.
    pub has_stream: bool,
    /// How the stream is packed.
    pub packings: Vec<Packing>,
    /// `Length`, where it stands here.
    pub length: Option<usize>,
    /// `Type`.
    pub kind: Kind,
    /// `N`: objects in it.
    pub objects: usize,
    /// Bytes of one entry of a table of references.
    pub entry_bytes: usize,
    /// Bits of one row of a predictor.
    pub row_bits: u64,
    /// Bits of a picture, if it is one.
    pub picture_bits: Option<u64>,
}

/// What matters of `Type`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Anything.
    #[default]
    Other,
    /// Other objects, packed.
    Objects,
    /// A table of references.
    References,
}

/// Values that stand beside a key, until all are known.
#[derive(Default)]
struct Numbers {
    columns: u64,
    colors: u64,
    bits: u64,
    width: u64,
    height: u64,
    is_picture: bool,
}

/// Reads one object from where its value begins, and tells its names to `act`: each with the one before it.
///
/// Ends where it gets deeper than `depth_max`; then `depth` is more than that.
pub fn look<'b>(
    bytes: &'b [u8],
    at: usize,
    depth_max: usize,
    act: &mut dyn FnMut(&'b [u8], &'b [u8]),
) -> Seen {
    let mut lexer = Lexer::new(bytes, at);
    let (mut seen, mut numbers) = (Seen::default(), Numbers { colors: 1, bits: 8, ..Numbers::default() });
    // The key of the object's own dictionary that a value stands under, and the last name of all.
    let (mut depth, mut key, mut last): (usize, &[u8], &[u8]) = (0, b"", b"");
    let mut wants_key = true;
    for mark in lexer.by_ref() {
        match mark {
            Mark::DictOpen | Mark::ArrayOpen => {
                depth += 1;
                seen.depth = seen.depth.max(depth);
                if depth > depth_max {
                    break;
                }
            }
            Mark::DictClose | Mark::ArrayClose => {
                depth = depth.saturating_sub(1);
                wants_key |= depth == 1;
            }
            Mark::Name(name) => {
                act(last, name);
                last = name;
                if depth == 1 && wants_key {
                    (key, wants_key) = (name, false);
                    continue;
                }
                value(key, name, depth, &mut seen, &mut numbers);
                wants_key |= depth == 1;
            }
            Mark::Word(b"stream") if depth == 0 => {
                seen.has_stream = true;
                break;
            }
            Mark::Word(b"endobj" | b"obj" | b"xref" | b"endstream") => break,
            Mark::Word(word) => {
                number(if depth == 1 { key } else { last }, word, &mut seen, &mut numbers);
                if depth == 1 && is_filter(key) && word == b"R" {
                    // `Filter 5 0 R`: most likely this.
                    seen.packings.push(Packing::Flate);
                }
                wants_key |= depth == 1;
            }
            Mark::Text => wants_key |= depth == 1,
        }
    }
    seen.end = lexer.at.min(bytes.len());
    seen.row_bits = numbers.columns.saturating_mul(numbers.colors).saturating_mul(numbers.bits);
    let pixels = numbers.width.saturating_mul(numbers.height);
    seen.picture_bits = numbers.is_picture.then(|| pixels.saturating_mul(numbers.bits));
    seen
}

fn value(key: &[u8], name: &[u8], depth: usize, seen: &mut Seen, numbers: &mut Numbers) {
    match (key, name) {
        (b"Type", b"ObjStm") if depth == 1 => seen.kind = Kind::Objects,
        (b"Type", b"XRef") if depth == 1 => seen.kind = Kind::References,
        (b"Subtype", b"Image") if depth == 1 => numbers.is_picture = true,
        _ if is_filter(key) && depth <= 2 => seen.packings.push(Packing::named(&unescaped(name))),
        _ => {}
    }
}

fn number(key: &[u8], word: &[u8], seen: &mut Seen, numbers: &mut Numbers) {
    let value = || std::str::from_utf8(word).ok().and_then(|text| text.parse::<u64>().ok());
    let size = || value().and_then(|value| usize::try_from(value).ok()).unwrap_or(0);
    match key {
        b"Length" if word == b"R" => seen.length = None,
        b"Length" if seen.length.is_none() => {
            seen.length = value().and_then(|value| usize::try_from(value).ok())
        }
        b"N" => seen.objects = seen.objects.max(size()),
        b"W" => seen.entry_bytes = seen.entry_bytes.saturating_add(size()),
        b"Columns" => numbers.columns = numbers.columns.max(value().unwrap_or(0)),
        b"Colors" => numbers.colors = numbers.colors.max(value().unwrap_or(0)),
        b"BitsPerComponent" | b"BPC" => numbers.bits = value().unwrap_or(0).clamp(1, 32),
        b"Width" => numbers.width = value().unwrap_or(0),
        b"Height" => numbers.height = value().unwrap_or(0),
        _ => {}
    }
}

fn is_filter(key: &[u8]) -> bool {
    matches!(key, b"Filter" | b"F") || (key.contains(&b'#') && unescaped(key) == b"Filter")
}

/// A name with its escapes resolved.
pub fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(name.len());
    let mut rest = name;
    while let [byte, after @ ..] = rest {
        let escaped = match (byte, after) {
            (b'#', [high, low, ..]) => char::from(*high).to_digit(16).zip(char::from(*low).to_digit(16)),
            _ => None,
        };
        match escaped {
            Some((high, low)) => {
                plain.push((high << 4 | low) as u8);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                plain.push(*byte);
                rest = after;
            }
        }
    }
    plain
}
