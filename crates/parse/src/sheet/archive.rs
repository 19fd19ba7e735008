//! A ZIP is looked through before anything trusts it: its directory, its headers, and what it really unpacks to.
//!
//! Refused with a code and the entry's name: locked entries, more entries or bytes than the limits, a ratio beyond
//! the limit, overlapping entries, names that stand twice or climb out, headers that contradict the directory,
//! sizes that lie, symbolic links, an archive that breaks off. It unpacks to nowhere: bytes are counted and dropped, and a part is
//! handed out one at a time.

use crate::fault::{Fault, exceeded, fault};
use crate::limits::Limits;
use std::collections::HashSet;
use std::io::{Cursor, Read};
use trade::Code;
use zip::ZipArchive;

/// An archive that kept its promises.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    entries: Vec<Entry>,
}

/// One entry of the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name, as stored.
    pub name: String,
    /// Bytes when unpacked, as declared (and found true).
    pub size: u64,
    packed: u64,
    offset: u64,
    method: u16,
    flags: u16,
    is_link: bool,
}

const END: &[u8; 4] = b"PK\x05\x06";
const CENTRAL: &[u8; 4] = b"PK\x01\x02";
const LOCAL: &[u8; 4] = b"PK\x03\x04";
/// Bytes of the end record without its comment.
const END_BYTES: usize = 22;
/// Bytes of a directory entry before its name.
const CENTRAL_BYTES: usize = 46;
/// Bytes of a local header before its name.
const LOCAL_BYTES: u64 = 30;
/// The kind of file in the upper half of the external attributes, and a symbolic link's (POSIX `S_IFMT`, `S_IFLNK`).
const FILE_KIND: u16 = 0o170_000;
const LINK: u16 = 0o120_000;

impl<'a> Archive<'a> {
    /// Looks an archive through.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Archive<'a>, Fault> {
        let entries = directory(bytes, limits)?;
        check_sizes(&entries, limits)?;
        check_layout(bytes, &entries)?;
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| broken("archive", &e.to_string()))?;
        let mut archive = Archive { zip, entries };
        archive.unpack_and_count()?;
        Ok(archive)
    }

    /// The directory.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether an entry has this name, in any case.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The entry with this name, in any case.
    pub fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// A part as text; none where there is no such part.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Fault> {
        let Some(name) = self.find(name).map(|entry| entry.name.clone()) else { return Ok(None) };
        let mut bytes = Vec::new();
        let mut part = self.zip.by_name(&name).map_err(|e| broken(&name, &e.to_string()))?;
        part.read_to_end(&mut bytes).map_err(|e| broken(&name, &e.to_string()))?;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(bytes);
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(fault(Code::EncodingInvalid, name, "the part is not UTF-8")),
        }
    }

    /// Unpacks each entry to nowhere: sizes must be as declared, checksums must hold.
    fn unpack_and_count(&mut self) -> Result<(), Fault> {
        for (index, entry) in self.entries.iter().enumerate() {
            let mut part = self.zip.by_index(index).map_err(|e| broken(&entry.name, &e.to_string()))?;
            let mut bounded = part.by_ref().take(entry.size + 1);
            let count = std::io::copy(&mut bounded, &mut std::io::sink())
                .map_err(|e| broken(&entry.name, &e.to_string()))?;
            if count != entry.size {
                return Err(broken(&entry.name, "it unpacks to another size than the directory says"));
            }
        }
        Ok(())
    }
}

/// An archive that is damaged or lies.
fn broken(place: &str, why: &str) -> Fault {
    fault(Code::SheetMalformed, place, format!("the archive is damaged: {why}"))
}

/// Little-endian numbers at a place.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let field = bytes.get(at..at.checked_add(length)?)?;
    Some(field.iter().rev().fold(0, |value, byte| (value << 8) | u64::from(*byte)))
}

/// A two-byte number.
fn short(bytes: &[u8], at: usize) -> Option<u16> {
    number(bytes, at, 2).and_then(|value| u16::try_from(value).ok())
}

/// Reads the directory, never past the limit of entries.
fn directory(bytes: &[u8], limits: &Limits) -> Result<Vec<Entry>, Fault> {
    let cut = || broken("archive", "it breaks off before its directory");
    let end = end_record(bytes).ok_or_else(cut)?;
    let count = number(bytes, end + 10, 2).ok_or_else(cut)?;
    if count > limits.archive_entries as u64 {
        return Err(too_many(count, limits));
    }
    let start = number(bytes, end + 16, 4).and_then(|at| usize::try_from(at).ok()).ok_or_else(cut)?;
    let mut at = start;
    let mut entries = Vec::new();
    while bytes.get(at..at + 4) == Some(CENTRAL) {
        if entries.len() >= limits.archive_entries {
            return Err(too_many(entries.len() as u64 + 1, limits));
        }
        let (entry, length) =
            entry(bytes, at).ok_or_else(|| broken("archive", "an entry of its directory breaks off"))?;
        entries.push(entry);
        at += length;
    }
    if at > end || entries.len() as u64 != count {
        return Err(broken("archive", "its directory does not have the entries it says"));
    }
    Ok(entries)
}

/// More entries than the limit.
fn too_many(count: u64, limits: &Limits) -> Fault {
    let why = "the archive has more entries than the limit";
    exceeded("archive", why, "archive_entries", limits.archive_entries).with("entries", count)
}

/// The end record whose comment reaches to the end of the file.
fn end_record(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_BYTES)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    (first..=last).rev().find(|at| {
        bytes.get(*at..at + 4) == Some(END)
            && number(bytes, at + 20, 2)
                .is_some_and(|comment| at + END_BYTES + comment as usize == bytes.len())
    })
}

/// One entry of the directory and its length there.
fn entry(bytes: &[u8], at: usize) -> Option<(Entry, usize)> {
    let name_length = usize::from(short(bytes, at + 28)?);
    let extra_length = usize::from(short(bytes, at + 30)?);
    let comment_length = usize::from(short(bytes, at + 32)?);
    let name = bytes.get(at + CENTRAL_BYTES..at + CENTRAL_BYTES + name_length)?;
    let extra_at = at + CENTRAL_BYTES + name_length;
    let extra = bytes.get(extra_at..extra_at + extra_length)?;
    let mut large = large_fields(extra).into_iter();
    // Numbers of all ones stand in the extra field, in this order.
    let mut wide = |value: u64| if value == 0xffff_ffff { large.next().unwrap_or(value) } else { value };
    let size = wide(number(bytes, at + 24, 4)?);
    let packed = wide(number(bytes, at + 20, 4)?);
    let offset = wide(number(bytes, at + 42, 4)?);
    let entry = Entry {
        name: String::from_utf8_lossy(name).into_owned(),
        size,
        packed,
        offset,
        method: short(bytes, at + 10)?,
        flags: short(bytes, at + 8)?,
        is_link: short(bytes, at + 40)? & FILE_KIND == LINK,
    };
    Some((entry, CENTRAL_BYTES + name_length + extra_length + comment_length))
}

/// The 64-bit numbers of the extra field 1.
fn large_fields(extra: &[u8]) -> Vec<u64> {
    let mut at = 0;
    while let (Some(id), Some(length)) = (short(extra, at), short(extra, at + 2)) {
        let length = usize::from(length);
        if id == 1 {
            return (0..length / 8).filter_map(|n| number(extra, at + 4 + n * 8, 8)).collect();
        }
        at += 4 + length;
    }
    Vec::new()
}

/// Names, locks and declared sizes.
fn check_sizes(entries: &[Entry], limits: &Limits) -> Result<(), Fault> {
    let mut names = HashSet::new();
    let (mut unpacked, mut packed) = (0_u64, 0_u64);
    for entry in entries {
        if entry.flags & 1 != 0 {
            return Err(fault(Code::Encrypted, &entry.name, "the entry is locked with a password"));
        }
        if !matches!(entry.method, 0 | 8) {
            return Err(broken(&entry.name, "it is packed in a way that workbooks do not use"));
        }
        if entry.name.starts_with(['/', '\\']) || entry.name.split(['/', '\\']).any(|part| part == "..") {
            return Err(broken(
                &entry.name.replace(char::is_control, "?"),
                "its name climbs out of the archive",
            ));
        }
        if entry.is_link {
            return Err(broken(&entry.name, "it is a link to another file"));
        }
        if !names.insert(entry.name.to_ascii_lowercase()) {
            return Err(broken(&entry.name, "the name stands twice"));
        }
        unpacked = unpacked.saturating_add(entry.size);
        packed = packed.saturating_add(entry.packed);
    }
    let (why, limit, max) = if unpacked > limits.archive_unpacked_bytes {
        let why = "the archive unpacks to more bytes than the limit";
        (why, "archive_unpacked_bytes", limits.archive_unpacked_bytes)
    } else if unpacked > packed.saturating_mul(limits.archive_ratio) {
        let why = "the archive unpacks to more bytes for one packed byte than the limit";
        (why, "archive_ratio", limits.archive_ratio)
    } else {
        return Ok(());
    };
    Err(exceeded("archive", why, limit, max).with("unpacked", unpacked).with("packed", packed))
}

/// Local headers say what the directory says, and no two entries share bytes.
fn check_layout(bytes: &[u8], entries: &[Entry]) -> Result<(), Fault> {
    let mut ranges = Vec::new();
    for entry in entries {
        let end = data_end(bytes, entry)
            .ok_or_else(|| broken(&entry.name, "its header is not what the directory says"))?;
        ranges.push((entry.offset, end, &entry.name));
    }
    ranges.sort_unstable();
    for pair in ranges.windows(2) {
        if let [(_, end, _), (start, _, name)] = pair
            && start < end
        {
            return Err(broken(name, "two entries share the same bytes"));
        }
    }
    Ok(())
}

/// One past the last packed byte, if the local header agrees with the directory.
fn data_end(bytes: &[u8], entry: &Entry) -> Option<u64> {
    let at = usize::try_from(entry.offset).ok()?;
    if bytes.get(at..at.checked_add(4)?)? != LOCAL {
        return None;
    }
    let name_length = number(bytes, at + 26, 2)?;
    let extra_length = number(bytes, at + 28, 2)?;
    let name_at = at + LOCAL_BYTES as usize;
    let name = bytes.get(name_at..name_at + usize::try_from(name_length).ok()?)?;
    let descriptor_follows = entry.flags & 8 != 0;
    let agrees = |at: usize, value: u64| {
        let stated = number(bytes, at, 4);
        stated == Some(value) || stated == Some(0xffff_ffff) || (descriptor_follows && stated == Some(0))
    };
    let same = String::from_utf8_lossy(name) == entry.name
        && short(bytes, at + 8)? == entry.method
        && (short(bytes, at + 6)? ^ entry.flags) & 1 == 0
        && agrees(at + 18, entry.packed)
        && agrees(at + 22, entry.size);
    let end =
        entry.offset.checked_add(LOCAL_BYTES + name_length + extra_length)?.checked_add(entry.packed)?;
    (same && end <= bytes.len() as u64).then_some(end)
}
