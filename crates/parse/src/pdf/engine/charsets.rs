//! Characters of fonts whose codes are of a known character set, as those of East Asia often are: what they say can be told
//! without a table in the file.
//!
//! hayro names no font for a glyph. So this is used only as long as all composite fonts met without a table of their own are
//! of one character set.

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GB18030, SHIFT_JIS};
use hayro::hayro_syntax::object::{Dict, Name, Object};

/// A way of coding characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// UTF-16; of old, UCS-2.
    Utf16,
    /// Code points.
    Utf32,
    /// One of one or two bytes.
    Bytes(&'static Encoding),
    /// Rows and columns of JIS X 0208.
    Jis,
    /// Not known.
    Unknown,
}

/// Of a composite font without a table of its own; none for others.
pub fn charset(font: &Dict<'_>) -> Option<Charset> {
    let is_composite = font.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "Type0");
    if !is_composite || font.contains_key("ToUnicode") {
        return None;
    }
    Some(match font.get::<Object<'_>>("Encoding") {
        Some(Object::Name(name)) => named(name.as_str()),
        _ => Charset::Unknown,
    })
}

/// Of the tables that the standard names.
fn named(name: &str) -> Charset {
    let starts = |all: &[&str]| all.iter().any(|start| name.starts_with(start));
    match name {
        "H" | "V" => Charset::Jis,
        "EUC-H" | "EUC-V" => Charset::Bytes(EUC_JP),
        _ if name.contains("-UCS2-") || name.contains("-UTF16-") => Charset::Utf16,
        _ if name.contains("-UTF32-") => Charset::Utf32,
        _ if name.contains("-RKSJ-") => Charset::Bytes(SHIFT_JIS),
        _ if starts(&["GB-EUC", "GBpc-EUC", "GBK-EUC", "GBKp-EUC", "GBK2K"]) => Charset::Bytes(GB18030),
        _ if starts(&["B5pc", "ETen-B5", "ETenms-B5", "HKscs-B5"]) => Charset::Bytes(BIG5),
        _ if starts(&["KSC-EUC", "KSCms-UHC", "KSCpc-EUC"]) => Charset::Bytes(EUC_KR),
        _ => Charset::Unknown,
    }
}

impl Charset {
    /// The character of a code.
    pub fn character(self, code: u32) -> Option<char> {
        match self {
            Charset::Unknown => None,
            Charset::Utf32 => char::from_u32(code),
            Charset::Utf16 => {
                let units = [(code >> 16) as u16, code as u16];
                let units = if code > 0xFFFF { &units[..] } else { &units[1..] };
                char::decode_utf16(units.iter().copied()).next()?.ok()
            }
            Charset::Jis => Charset::Bytes(EUC_JP).character(code | 0x8080),
            Charset::Bytes(encoding) => {
                let bytes = code.to_be_bytes();
                let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(3);
                let text =
                    encoding.decode_without_bom_handling_and_without_replacement(bytes.get(start..)?)?;
                let mut all = text.chars();
                all.next().filter(|_| all.next().is_none())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_is_read_in_each_character_set() {
        let said = |name: &str, codes: [u32; 2]| codes.map(|code| named(name).character(code));
        assert_eq!(said("GBK-EUC-H", [0xB7A2, 0xC6B1]), [Some('发'), Some('票')]);
        assert_eq!(said("UniGB-UCS2-H", [0x53D1, 0x7968]), [Some('发'), Some('票')]);
        assert_eq!(said("ETen-B5-H", [0xB56F, 0xB2BC]), [Some('發'), Some('票')]);
        assert_eq!(said("90ms-RKSJ-H", [0x90BF, 0x8B81]), [Some('請'), Some('求')]);
        assert_eq!(said("H", [0x4041, 0x3561]), [Some('請'), Some('求')]);
        assert_eq!(said("KSCms-UHC-H", [0xBCDB, 0xC0E5]), [Some('송'), Some('장')]);
        assert_eq!(said("UniJIS-UTF16-H", [0xD840_DC0B, 0x41]), [Some('𠀋'), Some('A')]);
        assert_eq!(said("Identity-H", [0x41, 0x42]), [None, None]);
    }
}
