//! Binary formats by their first bytes, and files that are two formats at once.

use super::format::Format;
use super::zip;
use memchr::memmem;

/// Readers look for a PDF's header this far in.
const PDF_HEADER_WITHIN: usize = 1_024;

/// The format that the first bytes show, if it is no text.
pub(super) fn format(bytes: &[u8]) -> Option<Format> {
    let head = bytes.get(..PDF_HEADER_WITHIN).unwrap_or(bytes);
    let pdf_at = memmem::find(head, b"%PDF-");
    let first = leading(bytes);
    match (first, pdf_at) {
        (None, Some(at)) if at == 0 || ends_as_pdf(bytes) => {
            Some(if zip::ends_as_archive(bytes) { Format::Polyglot } else { Format::Pdf })
        }
        // An archive may begin with a PDF that is stored in it as it is.
        (Some(Format::Zip), Some(at)) if zip::first_data(bytes) != Some(at) => Some(Format::Polyglot),
        (Some(Format::Zip), _) => Some(zip::format(bytes)),
        (Some(Format::Ole), _) => Some(ole(bytes)),
        (Some(_), Some(_)) => Some(Format::Polyglot),
        (first, _) => first,
    }
}

fn leading(bytes: &[u8]) -> Option<Format> {
    let by_prefix: [(&[u8], Format); 23] = [
        (b"PK\x03\x04", Format::Zip),
        (b"PK\x05\x06", Format::Zip),
        (b"\x89PNG\r\n\x1A\n", Format::Png),
        (b"\xFF\xD8\xFF", Format::Jpeg),
        (b"II*\0", Format::Tiff),
        (b"MM\0*", Format::Tiff),
        (b"GIF87a", Format::Gif),
        (b"GIF89a", Format::Gif),
        (b"\x1F\x8B", Format::Gzip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Format::Ole),
        (b"{\\rtf", Format::Rtf),
        (b"7z\xBC\xAF\x27\x1C", Format::Archive),
        (b"Rar!\x1A\x07", Format::Archive),
        (b"\xFD7zXZ\0", Format::Archive),
        (b"\x28\xB5\x2F\xFD", Format::Archive),
        (b"BZh", Format::Archive),
        (b"\x7FELF", Format::Executable),
        (b"\xFE\xED\xFA\xCE", Format::Executable),
        (b"\xFE\xED\xFA\xCF", Format::Executable),
        (b"\xCE\xFA\xED\xFE", Format::Executable),
        (b"\xCF\xFA\xED\xFE", Format::Executable),
        (b"\xCA\xFE\xBA\xBE", Format::Executable),
        (b"#!", Format::Executable),
    ];
    let found = by_prefix.iter().find(|(prefix, _)| bytes.starts_with(prefix)).map(|(_, format)| *format);
    found.or_else(|| by_structure(bytes))
}

/// Formats whose first letters could also begin a text.
fn by_structure(bytes: &[u8]) -> Option<Format> {
    let has_zero = bytes.get(..64).unwrap_or(bytes).contains(&0);
    match bytes {
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Format::Webp),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Some(Format::Bmp),
        [b'M', b'Z', ..] if has_zero => Some(Format::Executable),
        _ => None,
    }
}

/// Some readers accept a header after other bytes; it is believed only with the end of a PDF.
fn ends_as_pdf(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(PDF_HEADER_WITHIN)..).unwrap_or(bytes);
    memmem::find(tail, b"%%EOF").is_some() || memmem::find(tail, b"startxref").is_some()
}

/// The name of the stream in which office programs put what they encrypt, in UTF-16.
const ENCRYPTED_PACKAGE: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";

fn ole(bytes: &[u8]) -> Format {
    match memmem::find(bytes, ENCRYPTED_PACKAGE) {
        Some(_) => Format::OfficeEncrypted,
        None => Format::Ole,
    }
}
