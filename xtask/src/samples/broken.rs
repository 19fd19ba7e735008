//! Files that are not what they say: cut off, misnamed, or reaching for what is not theirs. Nothing in them runs.
//!
//! Promises: harmless bytes. Refuses to know deals.

/// The first part of a file, as a broken upload leaves it: cut inside a tag, past three fifths.
pub fn truncated(whole: &[u8]) -> Vec<u8> {
    let from = whole.len() * 3 / 5;
    let rest = whole.get(from..).unwrap_or_default();
    let cut = from + rest.iter().position(|byte| *byte == b'<').map_or(0, |at| at + 5);
    whole.get(..cut).unwrap_or(whole).to_vec()
}

/// A small grey square as PNG (stored, not compressed): somebody's screenshot.
pub fn picture() -> Vec<u8> {
    const SIDE: u32 = 24;
    let mut rows = Vec::new();
    for row in 0..SIDE {
        rows.push(0);
        rows.extend((0..SIDE).map(|column| if (row / 4 + column / 4) % 2 == 0 { 0xd8 } else { 0xf4 }));
    }
    let mut head = Vec::new();
    head.extend(SIDE.to_be_bytes());
    head.extend(SIDE.to_be_bytes());
    head.extend([8, 0, 0, 0, 0]);
    let mut data = vec![0x78, 0x01, 0x01];
    let length = rows.len() as u16;
    data.extend(length.to_le_bytes());
    data.extend((!length).to_le_bytes());
    data.extend(&rows);
    data.extend(adler_32(&rows).to_be_bytes());
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, b"IHDR", &head);
    chunk(&mut png, b"IDAT", &data);
    chunk(&mut png, b"IEND", &[]);
    png
}

/// The header of a DOS and Windows program without a program.
pub fn program() -> Vec<u8> {
    let mut bytes = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00".to_vec();
    bytes.resize(60, 0);
    bytes.extend(128u32.to_le_bytes());
    bytes.extend(b"\x0e\x1f\xba\x0e\x00\xb4\x09\xcd\x21\xb8\x01\x4c\xcd\x21This program cannot be run in DOS mode.\r\r\n$");
    bytes.resize(128, 0);
    bytes.extend(b"PE\0\0\x64\x86\0\0");
    bytes.resize(512, 0);
    bytes
}

/// An invoice that asks its reader to fetch a local file by an external entity.
pub fn external_entity(invoice: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(invoice);
    let (declaration, body) = text.split_once("?>\n").unwrap_or(("", &text));
    let doctype = "<!DOCTYPE Invoice [ <!ENTITY terms SYSTEM \"file:///etc/hostname\"> ]>";
    format!("{declaration}?>\n{doctype}\n{}", body.replacen("Net 30 days", "&terms;", 1)).into_bytes()
}

fn chunk(png: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    png.extend((data.len() as u32).to_be_bytes());
    let from = png.len();
    png.extend(name);
    png.extend(data);
    let sum = crc_32(png.get(from..).unwrap_or_default());
    png.extend(sum.to_be_bytes());
}

fn crc_32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

fn adler_32(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1u32, 0u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    b << 16 | a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_the_standards() {
        assert_eq!(crc_32(b"123456789"), 0xcbf4_3926);
        assert_eq!(adler_32(b"Wikipedia"), 0x11e6_0398);
    }

    #[test]
    fn a_truncated_file_ends_inside_a_tag() {
        let cut = truncated(b"<a><bbbb>1</bbbb><cccc>2</cccc><dddd>3</dddd></a>");
        assert!(cut.len() < 45 && !cut.ends_with(b">"));
    }
}
