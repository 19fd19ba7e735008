//! Looks over the bytes of a PDF before anything is unpacked: how many objects, how deep, how much their streams hold.
//!
//! Every place where an object could begin is looked at, whatever the table of references says, so that nothing can hide from
//! it. Of an encrypted file the streams cannot be looked into; nor can objects be counted that no mark `obj` announces. There
//! the cage holds.

use super::object::{Kind, Seen, look, unescaped};
use super::tail::{Tail, tail};
use super::unpack::{Packing, bound, unpacked, unpacked_bytes};
use crate::fault::{Fault, exceeded, fault};
use crate::limits::Limits;
use memchr::memmem;
use trade::Code;

/// The bytes of objects may be looked at this many times over, before they are said to run into one another.
const PASSES_MAX: usize = 4;

/// What a PDF would do if a viewer let it: the key before a name, the name, and ours for it.
const ACTIONS: &[(&[u8], &[u8], &str)] = &[
    (b"S", b"JavaScript", "javascript"),
    (b"", b"JS", "javascript"),
    (b"S", b"Launch", "launch"),
    (b"S", b"URI", "uri"),
    (b"S", b"SubmitForm", "submit_form"),
    (b"S", b"ImportData", "import_data"),
    (b"S", b"GoToR", "go_to_file"),
    (b"S", b"GoToE", "go_to_file"),
    (b"S", b"Movie", "movie"),
    (b"Subtype", b"Movie", "movie"),
    (b"S", b"Sound", "sound"),
    (b"S", b"Rendition", "rendition"),
    (b"Subtype", b"RichMedia", "rich_media"),
    (b"Subtype", b"3D", "rich_media"),
    (b"", b"XFA", "xfa"),
    (b"", b"EmbeddedFiles", "embedded_file"),
];

/// What was seen.
#[derive(Debug, Default)]
pub struct Survey {
    /// Each once, in the order of the table.
    pub active: Vec<&'static str>,
    /// Its streams could not be looked into.
    pub is_encrypted: bool,
    /// How it ends.
    pub tail: Tail,
}

/// A stream that is not a picture.
struct Packed<'b> {
    place: usize,
    bytes: &'b [u8],
    packings: Vec<Packing>,
    /// What it can unpack to at most.
    most: u64,
    /// Its length is known, so that `most` holds.
    is_sure: bool,
}

/// Looks a PDF over.
///
/// # Errors
/// A limit is passed; objects run into one another.
pub fn survey(bytes: &[u8], limits: &Limits) -> Result<Survey, Fault> {
    let mut acts = Acts::default();
    let is_encrypted = memmem::find(bytes, b"/Encrypt").is_some();
    let (mut objects, mut looked_at) = (0_usize, 0_usize);
    let mut streams = Vec::new();
    for place in memmem::find_iter(bytes, b"obj") {
        if place
            .checked_sub(1)
            .and_then(|before| bytes.get(before))
            .is_some_and(|byte| byte.is_ascii_alphabetic())
        {
            continue;
        }
        let seen = look(bytes, place + 3, limits.pdf_depth, &mut |key, name| acts.note(key, name));
        objects += 1;
        looked_at = looked_at.saturating_add(seen.end - place);
        if looked_at > bytes.len().saturating_mul(PASSES_MAX) {
            return Err(fault(Code::PdfMalformed, at(place), "its objects run into one another"));
        }
        check_depth(&seen, place, limits)?;
        if seen.has_stream {
            let packed = packed(bytes, place, &seen);
            check_stream(&packed, &seen, limits)?;
            if seen.kind == Kind::Objects && !is_encrypted {
                objects = objects.saturating_add(seen.objects);
                look_inside(&packed, limits, &mut acts)?;
            }
            if seen.picture_bits.is_none() && !is_encrypted {
                streams.push(packed);
            }
        }
        if objects > limits.pdf_objects {
            return Err(exceeded(
                at(place),
                "it has more objects than are read",
                "pdf_objects",
                limits.pdf_objects,
            ));
        }
    }
    for place in memmem::find_iter(bytes, b"trailer") {
        check_depth(&look(bytes, place + 7, limits.pdf_depth, &mut |_, _| ()), place, limits)?;
    }
    check_streams(streams, limits)?;
    Ok(Survey { active: acts.found(), is_encrypted, tail: tail(bytes) })
}

fn check_depth(seen: &Seen, place: usize, limits: &Limits) -> Result<(), Fault> {
    if seen.depth <= limits.pdf_depth {
        return Ok(());
    }
    Err(exceeded(at(place), "arrays and dictionaries go deeper than are read", "pdf_depth", limits.pdf_depth))
}

/// The bytes of a stream, from where its mark ends.
fn packed<'b>(bytes: &'b [u8], place: usize, seen: &Seen) -> Packed<'b> {
    let rest = bytes.get(seen.end..).unwrap_or_default();
    let rest = match rest {
        [b'\r', b'\n', rest @ ..] | [b'\n' | b'\r', rest @ ..] => rest,
        rest => rest,
    };
    let known = seen.length.and_then(|length| {
        let after = rest.get(length..)?;
        let mark = after.iter().position(|byte| !byte.is_ascii_whitespace() && *byte != 0)?;
        after.get(mark..)?.starts_with(b"endstream").then_some(length)
    });
    // A flate stream ends itself, wherever its length or a mark within it says.
    let to_mark = |rest| memmem::find(rest, b"endstream").unwrap_or(rest.len());
    let length = known.or_else(|| (seen.packings.first() != Some(&Packing::Flate)).then(|| to_mark(rest)));
    let bytes = length.and_then(|length| rest.get(..length)).unwrap_or(rest);
    Packed {
        place,
        bytes,
        packings: seen.packings.clone(),
        most: bound(bytes.len(), &seen.packings),
        is_sure: known.is_some(),
    }
}

/// What a stream says about itself.
fn check_stream(packed: &Packed<'_>, seen: &Seen, limits: &Limits) -> Result<(), Fault> {
    let max = limits.pdf_stream_bytes;
    if seen.row_bits / 8 > max || seen.picture_bits.is_some_and(|bits| bits / 8 > max) {
        return Err(stream_exceeded(packed.place, max));
    }
    if seen.kind == Kind::References {
        let entries = unpacked_bytes(packed.bytes, &packed.packings, max)
            .map_err(|_| stream_exceeded(packed.place, max))?
            / (seen.entry_bytes.max(1) as u64);
        if entries > limits.pdf_objects as u64 {
            let why = "its table of references has more objects than are read";
            return Err(exceeded(at(packed.place), why, "pdf_objects", limits.pdf_objects));
        }
    }
    Ok(())
}

fn stream_exceeded(place: usize, max: u64) -> Fault {
    exceeded(at(place), "a stream unpacks to more than is read", "pdf_stream_bytes", max)
}

/// Objects packed in a stream.
fn look_inside(packed: &Packed<'_>, limits: &Limits, acts: &mut Acts) -> Result<(), Fault> {
    let max = limits.pdf_stream_bytes;
    let bytes =
        unpacked(packed.bytes, &packed.packings, max).map_err(|_| stream_exceeded(packed.place, max))?;
    let mut at = 0;
    while at < bytes.len() {
        let seen = look(&bytes, at, limits.pdf_depth, &mut |key, name| acts.note(key, name));
        check_depth(&seen, packed.place, limits)?;
        at = seen.end.max(at + 1);
    }
    Ok(())
}

/// Each stream keeps to its limit, and all of them to theirs. Unpacked are only those that might not.
fn check_streams(mut streams: Vec<Packed<'_>>, limits: &Limits) -> Result<(), Fault> {
    let max = limits.pdf_stream_bytes;
    streams.sort_by_key(|stream| (stream.is_sure, std::cmp::Reverse(stream.most)));
    let mut most: u128 = streams.iter().map(|stream| u128::from(stream.most)).sum();
    let (mut sure, max_sum) = (0_u64, limits.pdf_unpacked_bytes);
    for stream in &streams {
        if stream.is_sure && stream.most <= max && u128::from(sure) + most <= u128::from(max_sum) {
            break;
        }
        most -= u128::from(stream.most);
        let bytes = unpacked_bytes(stream.bytes, &stream.packings, max)
            .map_err(|_| stream_exceeded(stream.place, max))?;
        // Without a filter its length is not counted where it is not known: it is one of the file's.
        sure = sure.saturating_add(if stream.packings.is_empty() { 0 } else { bytes });
        if sure > max_sum {
            let why = "its streams unpack to more than is read";
            return Err(exceeded(at(stream.place), why, "pdf_unpacked_bytes", max_sum));
        }
    }
    Ok(())
}

fn at(place: usize) -> String {
    format!("byte {place}")
}

/// Actions seen so far, by their place in the table.
#[derive(Default)]
struct Acts {
    seen: [bool; ACTIONS.len()],
}

impl Acts {
    fn note(&mut self, key: &[u8], name: &[u8]) {
        let plain;
        let name = if name.contains(&b'#') {
            plain = unescaped(name);
            plain.as_slice()
        } else {
            name
        };
        for ((under, wanted, _), seen) in ACTIONS.iter().zip(&mut self.seen) {
            *seen |= *wanted == name && (under.is_empty() || *under == key);
        }
    }

    fn found(&self) -> Vec<&'static str> {
        let mut found: Vec<&'static str> = Vec::new();
        for ((.., name), _) in ACTIONS.iter().zip(self.seen).filter(|(_, seen)| *seen) {
            if !found.contains(name) {
                found.push(name);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_escapes_are_seen_through() {
        let mut acts = Acts::default();
        acts.note(b"S", b"J#61vaScript");
        acts.note(b"Subtype", b"Launch");
        assert_eq!(acts.found(), ["javascript"]);
    }
}
