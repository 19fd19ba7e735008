//! Archives that lie or burst: each ends with its code, and nothing is unpacked to memory.

use super::ods::zipped;
use super::xlsx::replaced;
use super::*;
use rust_xlsxwriter::Workbook;

fn book() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in (0_u16..).zip(["Description", "Quantity", "Unit Price", "Amount"]) {
        sheet.write(0, column, text).unwrap();
    }
    sheet.write(1, 0, "Steel nuts").unwrap();
    for column in 1..4_u16 {
        sheet.write(1, column, 1).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn read(bytes: &[u8]) -> Parsed {
    read_workbook(bytes, &Limits::default())
}

/// Where the directory's entry of a name begins.
fn central(bytes: &[u8], nth: usize) -> usize {
    bytes.windows(4).enumerate().filter(|(_, w)| *w == b"PK\x01\x02").nth(nth).unwrap().0
}

/// Refused with this code alone, at this place.
#[track_caller]
fn refused(bytes: &[u8], code: Code, place: &str) {
    let parsed = read(bytes);
    assert_eq!((codes(&parsed), position(&parsed, code).as_str()), (vec![code], place));
    assert!(parsed.findings[0].holds() && parsed.record == trade::Record::default());
}

/// The end record and the directory of so many empty entries, all of one local header.
fn directory_of(entries: u32, said: u16) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x07\0\0\0".to_vec();
    bytes.extend(b"0000000");
    let start = bytes.len() as u32;
    for number in 0..entries {
        bytes.extend(b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x07\0");
        bytes.extend([0; 16]);
        bytes.extend(format!("{number:07}").as_bytes());
    }
    let size = bytes.len() as u32 - start;
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([said.to_le_bytes(), said.to_le_bytes()].concat());
    bytes.extend([size.to_le_bytes(), start.to_le_bytes()].concat());
    bytes.extend([0, 0]);
    bytes
}

/// The one limit that was passed, by name, and its number.
fn passed(parsed: &Parsed) -> (&str, &str) {
    assert_eq!(codes(parsed), [Code::LimitExceeded]);
    (&parsed.findings[0].inputs["limit"], &parsed.findings[0].inputs["max"])
}

#[test]
fn a_sound_book_is_read() {
    assert_eq!(codes(&read(&book())), []);
}

#[test]
fn zeros_that_unpack_to_a_flood_are_refused_by_ratio_and_by_size() {
    let zeros = vec![b' '; 20_000_000];
    let flood = zipped(&[("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(flood.len() < 100_000);
    assert_eq!(passed(&read(&flood)), ("archive_ratio", "100"));
    let limits = Limits { archive_unpacked_bytes: 1_000, archive_ratio: 1_000_000, ..Limits::default() };
    assert_eq!(passed(&read_workbook(&book(), &limits)), ("archive_unpacked_bytes", "1000"));
}

#[test]
fn a_size_that_lies_is_found_by_unpacking() {
    let mut bytes = zipped(&[("content.xml", &[b'x'; 5_000])]);
    let entry = central(&bytes, 0);
    for at in [entry + 24, 22] {
        bytes[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    refused(&bytes, Code::SheetMalformed, "content.xml");
    // A directory and a header that do not agree.
    let mut bytes = zipped(&[("content.xml", &[b'x'; 5_000])]);
    let entry = central(&bytes, 0);
    bytes[entry + 24..entry + 28].copy_from_slice(&100_u32.to_le_bytes());
    refused(&bytes, Code::SheetMalformed, "content.xml");
    let mut bytes = zipped(&[("content.xml", b"abc")]);
    let entry = central(&bytes, 0);
    bytes[entry + 24..entry + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(passed(&read(&bytes)), ("archive_unpacked_bytes", "256000000"));
    // 2^62, in the extra field for sizes of 64 bits.
    let name_end = entry + 46 + "content.xml".len();
    let large = [&[1, 0, 8, 0][..], &(1_u64 << 62).to_le_bytes()].concat();
    bytes[entry + 30] = large.len() as u8;
    bytes.splice(name_end..name_end, large);
    refused(&bytes, Code::LimitExceeded, "archive");
    assert_eq!(read(&bytes).findings[0].inputs["unpacked"], (1_u64 << 62).to_string());
}

#[test]
fn too_many_entries_and_names_that_stand_twice_or_climb_are_refused() {
    let names: Vec<String> = (0..201).map(|n| format!("part{n}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    refused(&zipped(&parts), Code::LimitExceeded, "archive");
    assert_ne!(codes(&read(&zipped(&parts[..200]))), [Code::LimitExceeded]);
    for name in ["../../etc/x", "/etc/x", "xl/../../x", "..\\x"] {
        refused(&zipped(&[(name, b"x")]), Code::SheetMalformed, name);
    }
    let twice = zipped(&[("content.xml", b"x"), ("CONTENT.xml", b"y")]);
    refused(&twice, Code::SheetMalformed, "CONTENT.xml");
}

#[test]
fn a_million_empty_entries_end_the_reading_at_the_limit() {
    let mut honest = directory_of(1_000_000, u16::MAX);
    refused(&honest, Code::LimitExceeded, "archive");
    // The end record may say that there is one.
    let end = honest.len() - 22;
    honest[end + 8..end + 12].copy_from_slice(&[1, 0, 1, 0]);
    refused(&honest, Code::LimitExceeded, "archive");
    assert_eq!(read(&honest).findings[0].inputs["entries"], "201");
}

#[test]
fn a_link_is_refused_and_an_archive_inside_is_not_opened() {
    let mut bytes = zipped(&[("content.xml", b"/etc/passwd")]);
    let entry = central(&bytes, 0);
    bytes[entry + 38..entry + 42].copy_from_slice(&(0o120_777_u32 << 16).to_le_bytes());
    refused(&bytes, Code::SheetMalformed, "content.xml");
    // Twenty million blanks in an archive in an archive: known as an archive, and left closed.
    let bomb = zipped(&[("inner.zip", &zipped(&[("blanks", &vec![b' '; 20_000_000])]))]);
    let parsed = crate::read::read(&bomb, &crate::read::Hint::default());
    assert_eq!((codes(&parsed), parsed.format.as_str()), (vec![Code::UnsupportedFormat], "zip"));
    // Inside a workbook it is one part of many, as large as it is packed.
    let mut out = zip::ZipWriter::new_append(std::io::Cursor::new(book())).unwrap();
    out.start_file("xl/embeddings/inner.zip", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut out, &bomb).unwrap();
    let parsed = read(&out.finish().unwrap().into_inner());
    assert!(parsed.findings.iter().all(|finding| !finding.holds()), "{:?}", parsed.findings);
    assert_eq!(parsed.record.line_items.len(), 1);
}

#[test]
fn overlapping_entries_locked_and_cut_archives_are_refused() {
    let mut bytes = zipped(&[("a.xml", b"same"), ("b.xml", b"same")]);
    let (first, second) = (central(&bytes, 0), central(&bytes, 1));
    let whole: Vec<u8> = bytes[first..second].to_vec();
    bytes[second..second + whole.len()].copy_from_slice(&whole);
    bytes[second + 46] = b'c';
    refused(&bytes, Code::SheetMalformed, "c.xml");
    let mut bytes = zipped(&[("content.xml", b"x")]);
    let entry = central(&bytes, 0);
    bytes[entry + 8] |= 1;
    refused(&bytes, Code::Encrypted, "content.xml");
    let bytes = book();
    for share in [1, 50, 90, 99] {
        let cut = &bytes[..bytes.len() * share / 100];
        refused(cut, Code::SheetMalformed, "archive");
    }
}

#[test]
fn shared_strings_are_held_before_they_are_read() {
    let lies = replaced(&book(), "xl/sharedStrings.xml", "uniqueCount=\"5\"", "uniqueCount=\"99999999999\"");
    assert_eq!(position(&read(&lies), Code::LimitExceeded), "xl/sharedStrings.xml");
    let limits = Limits { shared_strings_bytes: 100, ..Limits::default() };
    assert_eq!(position(&read_workbook(&book(), &limits), Code::LimitExceeded), "xl/sharedStrings.xml");
    // One long string, shown in many cells.
    let limits = Limits { text_out_bytes: 20, ..Limits::default() };
    assert_eq!(passed(&read_workbook(&book(), &limits)), ("text_out_bytes", "20"));
}

#[test]
fn cells_far_out_and_many_sheets_are_refused() {
    let far = replaced(&book(), "xl/worksheets/sheet1.xml", "<c r=\"D2\"", "<c r=\"XFD2\"");
    assert_eq!(position(&read(&far), Code::LimitExceeded), "Sheet1!XFD2");
    let far = replaced(&book(), "xl/worksheets/sheet1.xml", "<c r=\"D2\"", "<c r=\"D1048576\"");
    assert_eq!(position(&read(&far), Code::LimitExceeded), "Sheet1!D1048576");
    let mut many = Workbook::new();
    for _ in 0..51 {
        many.add_worksheet();
    }
    assert_eq!(codes(&read(&many.save_to_buffer().unwrap())), [Code::LimitExceeded]);
}

#[test]
fn what_a_workbook_carries_besides_is_named_and_not_followed() {
    use std::io::Write;
    let mut out = zip::ZipWriter::new_append(std::io::Cursor::new(book())).unwrap();
    for part in ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml"] {
        out.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(b"x").unwrap();
    }
    let parsed = read(&out.finish().unwrap().into_inner());
    assert_eq!(codes(&parsed), [Code::ActiveContent, Code::ActiveContent]);
    assert!(parsed.findings.iter().all(|finding| !finding.holds()));
    assert_eq!(parsed.record.line_items.len(), 1);
}

#[test]
fn compound_files_are_locked_or_old() {
    let magic = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    assert_eq!(codes(&read(&magic)), [Code::UnsupportedFormat]);
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(codes(&read(&[magic.as_slice(), &name].concat())), [Code::Encrypted]);
    assert_eq!(codes(&read(&zipped(&[("xl/workbook.bin", b"x")]))), [Code::UnsupportedFormat]);
}
