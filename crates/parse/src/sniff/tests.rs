//! What the first and last bytes of every format give.

use super::*;
use proptest::prelude::*;

/// A ZIP archive of stored entries, by hand.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, data) in entries {
        let at = bytes.len() as u32;
        let lengths = [(data.len() as u32).to_le_bytes(), (data.len() as u32).to_le_bytes()].concat();
        let name_length = (name.len() as u16).to_le_bytes();
        bytes.extend(
            [
                &b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0"[..],
                &lengths,
                &name_length,
                &[0, 0],
                name.as_bytes(),
                data,
            ]
            .concat(),
        );
        directory.extend(
            [
                &b"PK\x01\x02\x14\0\x14\0\0\0\0\0\0\0\0\0\0\0\0\0"[..],
                &lengths,
                &name_length,
                &[0; 12],
                &at.to_le_bytes(),
                name.as_bytes(),
            ]
            .concat(),
        );
    }
    let count = (entries.len() as u16).to_le_bytes();
    let (size, start) = ((directory.len() as u32).to_le_bytes(), (bytes.len() as u32).to_le_bytes());
    bytes.extend(directory);
    bytes.extend([&b"PK\x05\x06\0\0\0\0"[..], &count, &count, &size, &start, &[0, 0]].concat());
    bytes
}

fn wide(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

#[test]
fn each_format_is_told_from_its_bytes() {
    let pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n";
    let cases: Vec<(Vec<u8>, Format)> = vec![
        (b"{\"correlation_id\":\"x\"}".into(), Format::Envelope),
        (b"  {\n  \"payload\": {}\n}\n".into(), Format::Envelope),
        (b"\xEF\xBB\xBF{\"a\":1}".into(), Format::Json),
        (b"{\"a\":1} trailing".into(), Format::Json),
        (b"{\"a\":".into(), Format::Json),
        (b"[{\"a\":1},\n{\"a\":2}]".into(), Format::Json),
        (wide("{\"a\":1}", u16::to_le_bytes), Format::Json),
        (wide("\u{FEFF}{\"payload\":1}", u16::to_be_bytes), Format::Envelope),
        (b"{\"a\":1}\r\n\r\n{\"a\":2}\r\n".into(), Format::Ndjson),
        (b"{\"a\":1}\n{\"a\":".into(), Format::Ndjson),
        (b"{\"a\":\n{\"a\":2}\n{\"a\":3}\n".into(), Format::Ndjson),
        (b"{\"a\":\xFF}\n{\"a\":2}\n{\"a\":3}\n".into(), Format::Ndjson),
        (b"not json\n{\"a\":2}\n{\"a\":3}\n".into(), Format::Ndjson),
        (b"{\"items\":[\n{\"a\":1}\n]}".into(), Format::Json),
        (b"{\"items\":[\n{\"a\":1},\n{\"a\":1}\n]}".into(), Format::Json),
        (b"<?xml version=\"1.0\"?><Invoice/>".into(), Format::Xml),
        (b"\xEF\xBB\xBF \n<Invoice/>".into(), Format::Xml),
        (b"<!DOCTYPE lolz [<!ENTITY a \"b\">]><lolz/>".into(), Format::Xml),
        (wide("\u{FEFF}<?xml version=\"1.0\"?><a/>", u16::to_le_bytes), Format::Xml),
        (wide("<a/>", u16::to_be_bytes), Format::Xml),
        (b"<!DOCTYPE HTML><title>x</title>".into(), Format::Html),
        (b"<?xml version=\"1.0\"?>\n<!-- page -->\n<html xmlns=\"x\">".into(), Format::Html),
        (b"<headline>no page</headline>".into(), Format::Xml),
        (b"Description;Qty\nNuts;5\n".into(), Format::Text),
        (b"Libell\xE9;Quantit\xE9\n".into(), Format::Text),
        (b"[Invoice]\nnumber=1".into(), Format::Text),
        (b"MZ;Menge\n1;2\n".into(), Format::Text),
        (b"BMW parts;12\n".into(), Format::Text),
        (b"ISAK;12;3\n".into(), Format::Text),
        (b"From: Hamburg\nTo: Oslo\n\n".into(), Format::Text),
        (wide("\u{FEFF}a;b", u16::to_le_bytes), Format::Text),
        (pdf.to_vec(), Format::Pdf),
        ([&b"\r\njunk"[..], pdf].concat(), Format::Pdf),
        (b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".into(), Format::Png),
        (b"\xFF\xD8\xFF\xE0\0\x10JFIF".into(), Format::Jpeg),
        (b"II*\0\x08\0\0\0".into(), Format::Tiff),
        (b"MM\0*\0\0\0\x08".into(), Format::Tiff),
        (b"GIF89a\x01\0".into(), Format::Gif),
        (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0".into(), Format::Bmp),
        (b"RIFF\x24\0\0\0WEBPVP8 ".into(), Format::Webp),
        (b"UNA:+.? '\r\nUNB+UNOC:3+A+B'".into(), Format::Edifact),
        (b"UNB+UNOA:2+A+B'".into(), Format::Edifact),
        (b"ISA*00*          *00*".into(), Format::X12),
        (b"Received: from a\r\n by b\r\nFrom: a@b\r\nSubject: x\r\n\r\nbody".into(), Format::Email),
        (zip(&[("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", b"<a/>")]), Format::Xlsx),
        (
            zip(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"")]),
            Format::Ods,
        ),
        (
            zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"")]),
            Format::Office,
        ),
        (zip(&[("word/document.xml", b"<a/>")]), Format::Docx),
        (zip(&[("ppt/presentation.xml", b"<a/>")]), Format::Office),
        (zip(&[("xl/workbook.bin", b"")]), Format::Office),
        (zip(&[("inner.xlsx", &zip(&[("xl/workbook.xml", b"<a/>")]))]), Format::Zip),
        (zip(&[]), Format::Zip),
        (b"\x1F\x8B\x08\0".into(), Format::Gzip),
        (b"7z\xBC\xAF\x27\x1C\0".into(), Format::Archive),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 W\0o\0r\0k\0".into(), Format::Ole),
        (
            [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), wide("EncryptedPackage", u16::to_le_bytes)]
                .concat(),
            Format::OfficeEncrypted,
        ),
        (b"{\\rtf1\\ansi}".into(), Format::Rtf),
        (b"MZ\x90\0\x03\0\0\0".into(), Format::Executable),
        (b"\x7FELF\x02\x01".into(), Format::Executable),
        (b"\xCF\xFA\xED\xFE\x07".into(), Format::Executable),
        (b"#!/bin/sh\necho".into(), Format::Executable),
        (b"".into(), Format::Empty),
        (b" \r\n\t".into(), Format::Empty),
        (b"\xEF\xBB\xBF\n".into(), Format::Empty),
        (wide("\u{FEFF} ", u16::to_le_bytes), Format::Empty),
        (b"\0\0\0\0\0".into(), Format::Binary),
        (b"\x01\x02\x03\x04".into(), Format::Binary),
    ];
    for (bytes, format) in cases {
        assert_eq!(sniff(&bytes, None).format, format, "{}", bytes.escape_ascii());
    }
}

#[test]
fn two_formats_at_once_are_neither() {
    let pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n".to_vec();
    let archive = zip(&[("a.txt", b"text")]);
    assert_eq!(sniff(&[pdf.clone(), archive.clone()].concat(), None).format, Format::Polyglot);
    assert_eq!(sniff(&[b"\xFF\xD8\xFF\xE0".to_vec(), pdf.clone()].concat(), None).format, Format::Polyglot);
    assert_eq!(sniff(&zip(&[("%PDF-1.7", b"text")]), None).format, Format::Polyglot);
    // An archive may hold a PDF as it is, and a PDF may have an archive attached.
    assert_eq!(sniff(&zip(&[("a.pdf", &pdf)]), None).format, Format::Zip);
    assert_eq!(sniff(&[&b"%PDF-1.7\n"[..], &archive, &pdf].concat(), None).format, Format::Pdf);
}

#[test]
fn a_truncated_workbook_is_still_a_workbook() {
    let whole =
        zip(&[("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", b"<a/>"), ("xl/styles.xml", b"<a/>")]);
    let cut = &whole[..whole.len() / 2];
    let sniffed = sniff(cut, Some("invoice.xlsx"));
    assert_eq!((sniffed.format, sniffed.mismatch), (Format::Xlsx, None));
}

#[test]
fn names_are_compared_and_never_believed() {
    let mismatch =
        |name: &str, bytes: &[u8]| sniff(bytes, Some(name)).mismatch.map(|m| (m.extension, m.found));
    let found = |extension: &str, format| Some((extension.to_owned(), format));
    assert_eq!(mismatch("invoice.pdf", b"MZ\x90\0"), found("pdf", Format::Executable));
    assert_eq!(mismatch("invoice.PDF", b"<html></html>"), found("pdf", Format::Html));
    assert_eq!(mismatch("invoice.xml", b"a;b\n1;2"), found("xml", Format::Text));
    assert_eq!(mismatch("invoice.csv", &zip(&[("xl/workbook.xml", b"")])), found("csv", Format::Xlsx));
    assert_eq!(mismatch("invoice.xlsx", b"a;b\n1;2"), found("xlsx", Format::Text));
    assert_eq!(mismatch("invoice.xls", b"<table></table>"), found("xls", Format::Xml));
    assert_eq!(mismatch("invoice.png", b"\xFF\xD8\xFF"), found("png", Format::Jpeg));
    assert_eq!(mismatch("invoice.json", b"hello"), found("json", Format::Text));
    assert_eq!(mismatch("../../etc/x.json", b"{}"), None);
    assert_eq!(mismatch("..\\x.json\0.pdf", b"{}"), found("pdf", Format::Json));
    assert_eq!(mismatch("invoice\u{202E}fdp.exe", b"%PDF-1.7"), None);
    assert_eq!(mismatch(&"x".repeat(4_096), b"{}"), None);
    assert_eq!(mismatch("a.b/noending", b"{}"), None);
    assert_eq!(mismatch("empty.pdf", b""), None);
    assert_eq!(mismatch("INVOIC.TXT", b"UNB+UNOA:2+A'"), None);
    assert_eq!(mismatch("lines.json", b"{}\n{}\n"), None);
}

#[test]
fn lanes_follow_the_work() {
    assert_eq!(sniff(b"%PDF-1.7", None).lane, Lane::Text);
    assert_eq!(sniff(b"\xFF\xD8\xFF", None).lane, Lane::Scan);
    assert_eq!(sniff(b"a;b", None).lane, Lane::Structured);
    for format in Format::ALL {
        assert_eq!(serde_json::to_string(format).unwrap(), format!("\"{}\"", format.name()));
    }
}

proptest! {
    #[test]
    fn any_bytes_are_something(bytes in prop::collection::vec(any::<u8>(), 0..200), prefix in prop::sample::select(vec![
        &b""[..], b"PK\x03\x04", b"PK\x05\x06", b"PK\x01\x02", b"%PDF-", b"{", b"{\n", b"<", b"\xFF\xFE", b"\xFE\xFF", b"UNA", b"ISA*", b"RIFF",
    ])) {
        let all = [prefix, &bytes, b"PK\x05\x06", &bytes].concat();
        sniff(&bytes, Some("x.pdf"));
        sniff(&all, None);
    }

    #[test]
    fn cut_and_changed_archives_are_something(at in 0_usize..300, value: u8, cut in 0_usize..300) {
        let mut bytes = zip(&[("[Content_Types].xml", b"<a/>"), ("xl/workbook.xml", b"<a/>"), ("b", b"%PDF-")]);
        if let Some(byte) = bytes.get_mut(at) {
            *byte = value;
        }
        bytes.truncate(bytes.len().saturating_sub(cut));
        sniff(&bytes, Some("x.xlsx"));
    }
}
