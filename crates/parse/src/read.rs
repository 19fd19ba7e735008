//! From bytes to the right reader.
//!
//! The reader is chosen by what the bytes are, never by what the document is called. A format that is known but not
//! read by this version ends as `unsupported_format`, so that a replay reads it once a later version can.

use crate::limits::Limits;
use crate::sniff::{Format, Mismatch, sniff};
use crate::{container, envelope, pdf, sheet, xml};
use trade::{Code, Finding, Kind, Parsed};

const RULE: &str = "read.sniff/1";

/// What is known of a document besides its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Hint {
    /// The file's name as the sender gave it; only its ending is compared with what the bytes are.
    pub name: Option<String>,
    /// What the sender says it is.
    pub kind: Option<Kind>,
    /// Read the pages alone, as if no invoice XML were inside the file.
    #[serde(default)]
    pub page_only: bool,
}

/// Reads one document within the default limits.
pub fn read(bytes: &[u8], hint: &Hint) -> Parsed {
    read_within(bytes, hint, &Limits::default())
}

/// Reads one document. A finding of scope `document` and severity `error` says that it was not read, or not whole.
pub fn read_within(bytes: &[u8], hint: &Hint, limits: &Limits) -> Parsed {
    if bytes.len() as u64 > limits.upload_bytes {
        let message = format!("The document is longer than {} bytes", limits.upload_bytes);
        let finding = Finding::document(RULE, Code::LimitExceeded, message);
        return unread("unknown", finding.input("limit", "upload_bytes").input("max", limits.upload_bytes));
    }
    let sniffed = sniff(bytes, hint.name.as_deref());
    if let Some(mismatch) = &sniffed.mismatch {
        return unread(sniffed.format.name(), mismatched(mismatch));
    }
    let mut parsed = match sniffed.format {
        Format::Envelope | Format::Json => return envelope::read(bytes, hint.kind, limits),
        Format::Ndjson => return container::read(bytes, limits),
        Format::Xml => xml::read(bytes, limits),
        Format::Text => sheet::read_text(bytes, limits),
        Format::Pdf => pdf::read(bytes, limits, hint.page_only),
        Format::Xlsx | Format::Ods => sheet::read_workbook(bytes, limits),
        other => unread(other.name(), not_read(other)),
    };
    if parsed.language.is_none() {
        parsed.language = language_of(&parsed);
    }
    if parsed.kind == Kind::Unknown {
        parsed.kind = hint.kind.unwrap_or_default();
    }
    parsed
}

/// The language of a document's own words, where the format does not state one.
fn language_of(parsed: &Parsed) -> Option<String> {
    let record = &parsed.record;
    let mut words: Vec<&str> =
        record.line_items.iter().filter_map(|line| line.description.as_deref()).take(50).collect();
    words.extend(record.notes.iter().map(String::as_str).take(10));
    words.extend(record.payment_terms.as_deref());
    crate::language::guess(&words).map(str::to_owned)
}

/// Whether documents of a format are read in a locked child only. JSON is not: its reader is our own, in memory-safe
/// code, with bounded recursion and nothing to fetch or unpack.
pub fn needs_cage(format: Format) -> bool {
    !matches!(format, Format::Envelope | Format::Json | Format::Ndjson | Format::Empty)
}

fn unread(format: &str, finding: Finding) -> Parsed {
    Parsed { format: format.into(), findings: vec![finding], ..Parsed::default() }
}

fn mismatched(mismatch: &Mismatch) -> Finding {
    let found = mismatch.found;
    let message = format!("The name ends in .{}, but the content is {}", mismatch.extension, found.noun());
    let finding = Finding::document(RULE, Code::TypeMismatch, message);
    finding.input("extension", &mismatch.extension).input("format", found.name())
}

/// Why a format is not read.
fn not_read(format: Format) -> Finding {
    let (code, message) = match format {
        Format::Empty => (Code::EmptyDocument, "There is nothing but blanks in it".to_owned()),
        Format::Executable => (Code::TypeMismatch, "The content is a program, not a document".to_owned()),
        Format::Polyglot => (Code::TypeMismatch, "The content is a file of two formats at once".to_owned()),
        Format::OfficeEncrypted => (Code::Encrypted, "The content is locked with a password".to_owned()),
        Format::Binary => {
            (Code::UnsupportedFormat, "The content is of no format that this version knows".to_owned())
        }
        known => {
            let what = known.noun();
            let message = format!(
                "The content is {what}, which this version does not read; a replay reads it once a later one can"
            );
            (Code::UnsupportedFormat, message)
        }
    };
    Finding::document(RULE, code, message).input("format", format.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(bytes: &[u8], name: Option<&str>) -> (String, Vec<Code>) {
        let hint = Hint { name: name.map(str::to_owned), ..Hint::default() };
        let parsed = read(bytes, &hint);
        (parsed.format, parsed.findings.iter().map(|finding| finding.code).collect())
    }

    #[test]
    fn what_is_not_read_says_what_it_is() {
        for (bytes, format, code) in [
            (&b"%PDF-1.7\n"[..], "pdf", Code::PdfMalformed),
            (b"\xFF\xD8\xFF\xE0", "jpeg", Code::UnsupportedFormat),
            (b"UNB+UNOA:2+A'", "edifact", Code::UnsupportedFormat),
            (b"ISA*00*  *", "x12", Code::UnsupportedFormat),
            (b"<html></html>", "html", Code::UnsupportedFormat),
            (b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "zip", Code::UnsupportedFormat),
            (b"\0\x01\x02", "binary", Code::UnsupportedFormat),
            (b"MZ\x90\0\x03", "executable", Code::TypeMismatch),
            (b"\xFF\xD8\xFF %PDF-1.7", "polyglot", Code::TypeMismatch),
            (b"PK\x03\x04 %PDF-1.7\n%%EOF", "polyglot", Code::TypeMismatch),
            (b" \r\n", "empty", Code::EmptyDocument),
            (b"", "empty", Code::EmptyDocument),
        ] {
            assert_eq!(outcome(bytes, None), (format.to_owned(), vec![code]), "{format}");
        }
        let parsed = read(b"\xFF\xD8\xFF\xE0", &Hint { kind: Some(Kind::PackingList), ..Hint::default() });
        assert_eq!((parsed.kind, parsed.findings[0].holds()), (Kind::PackingList, true));
        assert!(
            parsed.findings[0].message.contains("a JPEG image, which this version does not read; a replay")
        );
    }

    #[test]
    fn a_name_that_says_otherwise_ends_the_reading() {
        assert_eq!(outcome(b"MZ\x90\0", Some("a.pdf")), ("executable".to_owned(), vec![Code::TypeMismatch]));
        assert_eq!(outcome(b"<html></html>", Some("a.pdf")), ("html".to_owned(), vec![Code::TypeMismatch]));
        let json = br#"{"invoice_number":"1"}"#;
        assert_eq!(outcome(json, Some("a.xml")), ("json".to_owned(), vec![Code::TypeMismatch]));
        assert_eq!(outcome(json, Some("a.json")), ("json".to_owned(), vec![]));
        assert_eq!(outcome(json, Some("../../etc/x")), ("json".to_owned(), vec![]));
    }

    #[test]
    fn each_format_goes_to_its_reader() {
        assert_eq!(outcome(br#"{"correlation_id":"c"}"#, None).0, "envelope+unhashed");
        assert_eq!(outcome(b"{\"a\":", None), ("json".to_owned(), vec![Code::JsonMalformed]));
        assert_eq!(read(b"{}\n{}\nx", &Hint::default()).parts.len(), 3);
        assert!(outcome(b"<Invoice>", None).1.contains(&Code::XmlMalformed));
        let sheet =
            read(b"PK\x03\x04 xl/workbook.xml", &Hint { name: Some("a.zip".into()), ..Hint::default() });
        assert!(sheet.findings.iter().any(Finding::holds));
    }

    #[test]
    fn one_byte_over_the_limit_is_not_read() {
        let hint = Hint::default();
        let text = br#"{"invoice_number":"1"}"#;
        let exact = Limits { upload_bytes: text.len() as u64, ..Limits::default() };
        assert!(read_within(text, &hint, &exact).findings.is_empty());
        let short = Limits { upload_bytes: exact.upload_bytes - 1, ..exact };
        assert_eq!(read_within(text, &hint, &short).findings[0].code, Code::LimitExceeded);
    }

    #[test]
    fn only_json_is_read_outside_the_cage() {
        let free: Vec<_> =
            Format::ALL.iter().filter(|format| !needs_cage(**format)).map(|f| f.name()).collect();
        assert_eq!(free, ["envelope", "json", "ndjson", "empty"]);
    }
}
