//! Office files and other archives, by the names of their entries. Nothing is unpacked.

use super::format::Format;
use memchr::memmem;

/// Entries looked at.
const ENTRIES_MAX: usize = 2_000;

/// How far from the end the end record can begin: its own length and the longest comment.
const END_RECORD_WITHIN: usize = 22 + 65_535;

const SPREADSHEET: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
const OPEN_DOCUMENT: &[u8] = b"application/vnd.oasis.opendocument.";

/// What kind of archive it is.
pub(super) fn format(bytes: &[u8]) -> Format {
    let first = first_data(bytes).and_then(|at| bytes.get(at..)).unwrap_or_default();
    if first.starts_with(SPREADSHEET) {
        return Format::Ods;
    }
    if first.starts_with(OPEN_DOCUMENT) {
        return Format::Office;
    }
    let names = directory(bytes).unwrap_or_else(|| local_names(bytes));
    let any = |wanted: &dyn Fn(&[u8]) -> bool| names.iter().any(|name| wanted(name));
    if any(&|name| name == b"xl/workbook.bin") {
        return Format::Office;
    }
    // The workbook's own entry can be missing where the file breaks off.
    if any(&|name| name == b"xl/workbook.xml") || any(&|name| name.starts_with(b"xl/")) {
        return Format::Xlsx;
    }
    if any(&|name| name.starts_with(b"word/")) {
        return Format::Docx;
    }
    if any(&|name| name.starts_with(b"ppt/")) { Format::Office } else { Format::Zip }
}

/// Where the data of the first entry begins.
pub(super) fn first_data(bytes: &[u8]) -> Option<usize> {
    bytes.starts_with(b"PK\x03\x04").then_some(())?;
    Some(30 + number(bytes, 26, 2)? + number(bytes, 28, 2)?)
}

/// The bytes end as a ZIP archive does, with a directory where the end record says.
pub(super) fn ends_as_archive(bytes: &[u8]) -> bool {
    end_record(bytes)
        .is_some_and(|(_, start)| bytes.get(start..).is_some_and(|b| b.starts_with(b"PK\x01\x02")))
}

/// The place of the end record that fits the end of the bytes, and of the directory before it.
fn end_record(bytes: &[u8]) -> Option<(usize, usize)> {
    let from = bytes.len().saturating_sub(END_RECORD_WITHIN);
    let tail = bytes.get(from..)?;
    let at = memmem::rfind_iter(tail, b"PK\x05\x06")
        .map(|at| from + at)
        .find(|at| number(bytes, at + 20, 2).is_some_and(|comment| at + 22 + comment == bytes.len()))?;
    Some((at, at.checked_sub(number(bytes, at + 12, 4)?)?))
}

/// The names in the directory at the end.
fn directory(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let (end, mut at) = end_record(bytes)?;
    let mut names = Vec::new();
    while at < end && names.len() < ENTRIES_MAX {
        if !bytes.get(at..)?.starts_with(b"PK\x01\x02") {
            return None;
        }
        let name_length = number(bytes, at + 28, 2)?;
        names.push(bytes.get(at + 46..at + 46 + name_length)?);
        at += 46 + name_length + number(bytes, at + 30, 2)? + number(bytes, at + 32, 2)?;
    }
    Some(names)
}

/// The names before the entries themselves, where there is no directory.
fn local_names(bytes: &[u8]) -> Vec<&[u8]> {
    let headers = memmem::find_iter(bytes, b"PK\x03\x04").take(ENTRIES_MAX);
    headers.filter_map(|at| bytes.get(at + 30..at + 30 + number(bytes, at + 26, 2)?)).collect()
}

/// An unsigned number, the low byte first.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let digits = bytes.get(at..at.checked_add(length)?)?;
    Some(digits.iter().rev().fold(0, |value, byte| value << 8 | usize::from(*byte)))
}
