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
    assert_eq!(codes(&read(&bytes)), [Code::SheetMalformed]);
    // A directory and a header that do not agree.
    let mut bytes = zipped(&[("content.xml", &[b'x'; 5_000])]);
    let entry = central(&bytes, 0);
    bytes[entry + 24..entry + 28].copy_from_slice(&100_u32.to_le_bytes());
    assert_eq!(codes(&read(&bytes)), [Code::SheetMalformed]);
    let mut bytes = zipped(&[("content.xml", b"abc")]);
    let entry = central(&bytes, 0);
    bytes[entry + 24..entry + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(codes(&read(&bytes)), [Code::LimitExceeded]);
}

#[test]
fn too_many_entries_and_names_that_stand_twice_or_climb_are_refused() {
    let names: Vec<String> = (0..201).map(|n| format!("part{n}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    assert_eq!(codes(&read(&zipped(&parts))), [Code::LimitExceeded]);
    assert_ne!(codes(&read(&zipped(&parts[..200]))), [Code::LimitExceeded]);
    for name in ["../../etc/x", "/etc/x", "xl/../../x", "..\\x"] {
        assert_eq!(codes(&read(&zipped(&[(name, b"x")]))), [Code::SheetMalformed], "{name}");
    }
    assert_eq!(
        codes(&read(&zipped(&[("content.xml", b"x"), ("CONTENT.xml", b"y")]))),
        [Code::SheetMalformed]
    );
}

#[test]
fn overlapping_entries_locked_and_cut_archives_are_refused() {
    let mut bytes = zipped(&[("a.xml", b"same"), ("b.xml", b"same")]);
    let (first, second) = (central(&bytes, 0), central(&bytes, 1));
    let whole: Vec<u8> = bytes[first..second].to_vec();
    bytes[second..second + whole.len()].copy_from_slice(&whole);
    bytes[second + 46] = b'c';
    assert_eq!(codes(&read(&bytes)), [Code::SheetMalformed]);
    let mut bytes = zipped(&[("content.xml", b"x")]);
    let entry = central(&bytes, 0);
    bytes[entry + 8] |= 1;
    assert_eq!(codes(&read(&bytes)), [Code::Encrypted]);
    let bytes = book();
    for share in [1, 50, 90, 99] {
        let cut = &bytes[..bytes.len() * share / 100];
        assert_eq!(codes(&read(cut)), [Code::SheetMalformed], "{share} %");
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
