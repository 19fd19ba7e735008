//! Unpacks streams by the filters of PDF, never past a number of bytes.
//!
//! hayro unpacks without end. So what a stream unpacks to is counted here first; its bytes are made only where one filter
//! stands on another. Pictures' own codecs are not unpacked here.

use flate2::{Decompress, FlushDecompress, Status};
use std::borrow::Cow;

/// Bytes for a packed one, at most: a flate block of the longest matches.
const FLATE_RATIO: u64 = 1_032;
/// The longest entry of an LZW table, for nine bits.
const LZW_RATIO: u64 = 4_096;
/// A run of 128 for two bytes.
const RUN_RATIO: u64 = 64;
/// `z` stands for four bytes.
const ASCII85_RATIO: u64 = 4;
/// Bytes counted at a time.
const WINDOW: usize = 32 * 1024;

/// How a stream is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    /// `FlateDecode`.
    Flate,
    /// `LZWDecode`.
    Lzw,
    /// `RunLengthDecode`.
    RunLength,
    /// `ASCIIHexDecode`.
    Hex,
    /// `ASCII85Decode`.
    Ascii85,
    /// A picture's codec, or one that is not known: nothing is unpacked from there on.
    Closed,
}

impl Packing {
    /// By its name in a PDF, long or short.
    pub fn named(name: &[u8]) -> Packing {
        match name {
            b"FlateDecode" | b"Fl" => Packing::Flate,
            b"LZWDecode" | b"LZW" => Packing::Lzw,
            b"RunLengthDecode" | b"RL" => Packing::RunLength,
            b"ASCIIHexDecode" | b"AHx" => Packing::Hex,
            b"ASCII85Decode" | b"A85" => Packing::Ascii85,
            _ => Packing::Closed,
        }
    }

    fn ratio(self) -> u64 {
        match self {
            Packing::Flate => FLATE_RATIO,
            Packing::Lzw => LZW_RATIO,
            Packing::RunLength => RUN_RATIO,
            Packing::Ascii85 => ASCII85_RATIO,
            Packing::Hex | Packing::Closed => 1,
        }
    }
}

/// It unpacks to more than may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMuch;

/// What this many packed bytes can unpack to at most.
pub fn bound(packed: usize, packings: &[Packing]) -> u64 {
    packings.iter().fold(packed as u64, |bytes, packing| bytes.saturating_mul(packing.ratio()))
}

/// What it unpacks to, in bytes, at every stage the most; what is broken counts as far as it goes.
///
/// # Errors
/// More than `max` at any stage.
pub fn unpacked_bytes(packed: &[u8], packings: &[Packing], max: u64) -> Result<u64, TooMuch> {
    let mut bytes = Cow::Borrowed(packed);
    let mut most = 0;
    for (place, packing) in packings.iter().enumerate() {
        if *packing == Packing::Closed {
            break;
        }
        if place + 1 == packings.len() {
            return count(&bytes, *packing, max).map(|count| count.max(most));
        }
        bytes = Cow::Owned(unpack(&bytes, *packing, max)?);
        most = most.max(bytes.len() as u64);
    }
    Ok(most.max(if packings.is_empty() { packed.len() as u64 } else { 0 }))
}

/// The bytes themselves.
///
/// # Errors
/// More than `max` at any stage.
pub fn unpacked(packed: &[u8], packings: &[Packing], max: u64) -> Result<Vec<u8>, TooMuch> {
    let mut bytes = packed.to_vec();
    for packing in packings.iter().take_while(|packing| **packing != Packing::Closed) {
        bytes = unpack(&bytes, *packing, max)?;
    }
    Ok(bytes)
}

/// A flate stream has its end.
pub fn is_complete(packed: &[u8]) -> bool {
    let (mut state, mut window) = (Decompress::new(true), vec![0; WINDOW]);
    loop {
        let before = (state.total_in(), state.total_out());
        let rest = packed.get(before.0 as usize..).unwrap_or_default();
        match state.decompress(rest, &mut window, FlushDecompress::None) {
            Ok(Status::StreamEnd) => return true,
            Ok(_) if (state.total_in(), state.total_out()) != before => {}
            _ => return false,
        }
    }
}

fn count(packed: &[u8], packing: Packing, max: u64) -> Result<u64, TooMuch> {
    let mut bytes = 0_u64;
    each(packed, packing, &mut |part| {
        bytes += part.len() as u64;
        if bytes > max { Err(TooMuch) } else { Ok(()) }
    })?;
    Ok(bytes)
}

fn unpack(packed: &[u8], packing: Packing, max: u64) -> Result<Vec<u8>, TooMuch> {
    let mut bytes = Vec::new();
    each(packed, packing, &mut |part| {
        if bytes.len() as u64 + part.len() as u64 > max {
            return Err(TooMuch);
        }
        bytes.extend_from_slice(part);
        Ok(())
    })?;
    Ok(bytes)
}

/// Takes bytes as they are unpacked.
type Sink<'s> = dyn FnMut(&[u8]) -> Result<(), TooMuch> + 's;

fn each(packed: &[u8], packing: Packing, sink: &mut Sink<'_>) -> Result<(), TooMuch> {
    match packing {
        Packing::Flate => flate(packed, sink),
        Packing::Lzw => lzw(packed, sink),
        Packing::RunLength => run_length(packed, sink),
        Packing::Hex => hex(packed, sink),
        Packing::Ascii85 => ascii85(packed, sink),
        Packing::Closed => Ok(()),
    }
}

/// With its zlib header, or without where that leads nowhere.
fn flate(packed: &[u8], sink: &mut Sink<'_>) -> Result<(), TooMuch> {
    let mut any = false;
    inflate(packed, true, &mut |part| {
        any |= !part.is_empty();
        sink(part)
    })?;
    if any { Ok(()) } else { inflate(packed, false, sink) }
}

fn inflate(packed: &[u8], zlib: bool, sink: &mut Sink<'_>) -> Result<(), TooMuch> {
    let mut state = Decompress::new(zlib);
    let mut window = vec![0; WINDOW];
    loop {
        let (read, made) = (state.total_in(), state.total_out());
        let rest = packed.get(read as usize..).unwrap_or_default();
        let status = state.decompress(rest, &mut window, FlushDecompress::None);
        let more = state.total_out() - made;
        sink(window.get(..more as usize).unwrap_or_default())?;
        let is_over = !matches!(status, Ok(Status::Ok)) || (more == 0 && state.total_in() == read);
        if is_over {
            return Ok(());
        }
    }
}

/// An entry is the one before it in the stream, and one byte more.
fn lzw(packed: &[u8], sink: &mut Sink<'_>) -> Result<(), TooMuch> {
    let mut table: Vec<Entry> = (0..=255).map(|last| Entry { prefix: None, last, first: last }).collect();
    table.resize(FIRST_ENTRY, Entry { prefix: None, last: 0, first: 0 });
    let (mut bits, mut held, mut before) = (0_u32, 0_u32, None);
    let mut text = Vec::new();
    for byte in packed {
        (held, bits) = (held << 8 | u32::from(*byte), bits + 8);
        let width = match table.len() {
            0..511 => 9,
            511..1023 => 10,
            1023..2047 => 11,
            _ => 12,
        };
        if bits < width {
            continue;
        }
        bits -= width;
        let code = (held >> bits & ((1 << width) - 1)) as usize;
        match (code, before) {
            (256, _) => {
                table.truncate(FIRST_ENTRY);
                before = None;
                continue;
            }
            (257, _) => return Ok(()),
            (_, Some(prefix)) if table.len() < TABLE_MAX => {
                let next = if code < table.len() { code } else { prefix };
                let Some((last, first)) =
                    table.get(next).map(|e| e.first).zip(table.get(prefix).map(|e| e.first))
                else {
                    return Ok(());
                };
                table.push(Entry { prefix: Some(prefix), last, first });
            }
            _ => {}
        }
        text.clear();
        let mut entry = table.get(code);
        while let Some(Entry { prefix, last, .. }) = entry {
            text.push(*last);
            entry = prefix.and_then(|prefix| table.get(prefix));
        }
        if text.is_empty() {
            return Ok(());
        }
        text.reverse();
        sink(&text)?;
        before = Some(code);
    }
    Ok(())
}

/// The first entry of an LZW table that the stream makes, and how many there are at most.
const FIRST_ENTRY: usize = 258;
const TABLE_MAX: usize = 4_096;

/// A string of an LZW table.
#[derive(Clone, Copy)]
struct Entry {
    prefix: Option<usize>,
    last: u8,
    first: u8,
}

fn run_length(packed: &[u8], sink: &mut Sink<'_>) -> Result<(), TooMuch> {
    let mut rest = packed;
    while let [length, after @ ..] = rest {
        match (*length, after) {
            (128, _) => return Ok(()),
            (129.., [byte, after @ ..]) => {
                let run = [*byte; 128];
                let part = run.get(..257 - usize::from(*length)).unwrap_or_default();
                sink(part)?;
                rest = after;
            }
            (..=127, _) => {
                let (part, after) = after.split_at((usize::from(*length) + 1).min(after.len()));
                sink(part)?;
                rest = after;
            }
            _ => return Ok(()),
        }
    }
    Ok(())
}

fn hex(packed: &[u8], sink: &mut Sink<'_>) -> Result<(), TooMuch> {
    let digits = packed.iter().take_while(|byte| **byte != b'>');
    let mut digits = digits.filter_map(|byte| char::from(*byte).to_digit(16));
    while let Some(high) = digits.next() {
        let low = digits.next().unwrap_or(0);
        sink(&[(high << 4 | low) as u8])?;
    }
    Ok(())
}

fn ascii85(packed: &[u8], sink: &mut Sink<'_>) -> Result<(), TooMuch> {
    let (mut value, mut count) = (0_u32, 0_usize);
    for byte in packed.iter().take_while(|byte| **byte != b'~') {
        match byte {
            b'z' if count == 0 => sink(&[0; 4])?,
            b'!'..=b'u' => {
                value = value.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    sink(&value.to_be_bytes())?;
                    (value, count) = (0, 0);
                }
            }
            _ => {}
        }
    }
    if count > 1 {
        let value = (count..5).fold(value, |value, _| value.wrapping_mul(85).wrapping_add(84));
        sink(value.to_be_bytes().get(..count - 1).unwrap_or_default())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_flood_is_counted_up_to_the_limit_and_no_farther() {
        let bomb = deflated(&vec![0; 1_000_000]);
        assert!(bomb.len() < 1_200);
        assert_eq!(unpacked_bytes(&bomb, &[Packing::Flate], 1_000_000), Ok(1_000_000));
        assert_eq!(unpacked_bytes(&bomb, &[Packing::Flate], 999_999), Err(TooMuch));
        let twice = deflated(&bomb);
        let both = [Packing::Flate, Packing::Flate];
        assert_eq!(unpacked_bytes(&twice, &both, 1_000_000), Ok(1_000_000));
        assert_eq!(unpacked_bytes(&twice, &both, 900_000), Err(TooMuch));
        assert!(bound(twice.len(), &both) >= 1_000_000);
    }

    #[test]
    fn each_filter_unpacks_what_it_packed() {
        assert_eq!(unpacked(b"48 65 6C6c6F>", &[Packing::Hex], 99).unwrap(), b"Hello");
        assert_eq!(unpacked(b"87cURDZ~>", &[Packing::Ascii85], 99).unwrap(), b"Hello");
        assert_eq!(unpacked(&[1, b'a', b'b', 254, b'c', 128], &[Packing::RunLength], 99).unwrap(), b"abccc");
        assert_eq!(unpacked_bytes(&[255, 0, 129, 0, 128], &[Packing::RunLength], 99), Err(TooMuch));
        // The example of the standard: `-----A---B`.
        let lzw = [0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01];
        assert_eq!(unpacked(&lzw, &[Packing::Lzw], 99).unwrap(), b"-----A---B");
        let packed = deflated(b"Hello");
        let text: String = packed.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(unpacked(text.as_bytes(), &[Packing::Hex, Packing::Flate], 99).unwrap(), b"Hello");
    }
}
