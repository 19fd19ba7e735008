//! Fonts whose text says other figures than they draw.

use super::make::Maker;
use super::{opened, texts};
use crate::pdf::document::Document;

/// A table of characters: codes and what they say.
fn table(pairs: &[(u32, char)]) -> String {
    let rows: String =
        pairs.iter().map(|(code, said)| format!("<{code:02x}> <{:04x}> ", u32::from(*said))).collect();
    format!(
        "begincmap 1 begincodespacerange <00> <ff> endcodespacerange {} beginbfchar {rows}endbfchar endcmap",
        pairs.len()
    )
}

/// What is said of a page that draws `1-7` with this font, and its text.
fn read(font: &str, pairs: &[(u32, char)]) -> (Option<u32>, String) {
    let maker = Maker::new("");
    let number = maker.next();
    let maker = maker
        .stream("", table(pairs).as_bytes())
        .object(format!("<</Type/Font/BaseFont/Helvetica/ToUnicode {number} 0 R{font}>>"));
    let page = format!("/Resources<</Font<</F1 {} 0 R>>>>", number + 1);
    let document = opened(&maker.page(&page, "BT /F1 9 Tf 9 9 Td (1-7) Tj ET").finish());
    let page = document.page(1).unwrap();
    (document.belied(), texts(&page.words).concat())
}

#[test]
fn names_of_glyphs_are_held_against_the_table_of_characters() {
    let encodings = [
        "/Subtype/Type1",
        "/Subtype/Type1/Encoding/WinAnsiEncoding",
        "/Subtype/TrueType/Encoding<</Differences[49/one 55/seven]>>",
        "/Subtype/Type1/Encoding<</BaseEncoding/MacRomanEncoding/Differences[55/seven]>>",
    ];
    let (true_one, lie) = ([(0x31, '1'), (0x2d, '-'), (0x37, '7')], [(0x31, '1'), (0x2d, '-'), (0x37, '1')]);
    for encoding in encodings {
        assert_eq!(read(encoding, &true_one), (None, "1-7".to_owned()), "{encoding}");
        assert_eq!(read(encoding, &lie), (Some(1), "1-1".to_owned()), "{encoding}");
    }
}

#[test]
fn fonts_that_name_no_figures_are_believed() {
    let lie = [(0x31, '9'), (0x2d, '-'), (0x37, '1')];
    for encoding in [
        "/Subtype/TrueType/Encoding/WinAnsiEncoding",
        "/Subtype/Type1/Encoding<</Differences[45/g3 49/g1 55/g2]>>",
    ] {
        assert_eq!(read(encoding, &lie).0, None, "{encoding}");
    }
    // A dash that is said in another way is the same number.
    assert_eq!(read("/Subtype/Type1", &[(0x31, '1'), (0x2d, '\u{2212}'), (0x37, '7')]).0, None);
}

/// A font program of eleven empty shapes, the second of them `0`, the last `9`.
fn program() -> Vec<u8> {
    let words = |all: &[u16]| all.iter().flat_map(|word| word.to_be_bytes()).collect::<Vec<u8>>();
    let mut head = words(&[1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, 1000]);
    head.extend([0; 16]);
    head.extend(words(&[0, 0, 1000, 1000, 0, 8, 2, 0, 0]));
    let mut hhea = words(&[1, 0, 800, 0xFF38, 0, 500]);
    hhea.extend([0; 22]);
    hhea.extend(words(&[1]));
    let cmap =
        words(&[0, 1, 3, 1, 0, 12, 4, 32, 0, 4, 4, 1, 0, 0x39, 0xFFFF, 0, 0x30, 0xFFFF, 0xFFD1, 1, 0, 0]);
    let mut hmtx = words(&[500, 0]);
    hmtx.extend([0; 20]);
    let maxp = words(&[1, 0, 11, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    let tables: [(&[u8], Vec<u8>); 7] = [
        (b"cmap", cmap),
        (b"glyf", vec![0; 4]),
        (b"head", head),
        (b"hhea", hhea),
        (b"hmtx", hmtx),
        (b"loca", vec![0; 24]),
        (b"maxp", maxp),
    ];
    let mut bytes = words(&[1, 0, 7, 64, 2, 48]);
    let mut place = 12 + 16 * tables.len();
    for (name, table) in &tables {
        bytes.extend_from_slice(name);
        bytes.extend([0; 4]);
        bytes.extend((place as u32).to_be_bytes());
        bytes.extend((table.len() as u32).to_be_bytes());
        place += table.len().next_multiple_of(4);
    }
    for (_, mut table) in tables {
        table.resize(table.len().next_multiple_of(4), 0);
        bytes.extend(table);
    }
    bytes
}

#[test]
fn a_font_programs_own_table_is_held_against_the_table_of_characters() {
    let read = |pairs: &[(u32, char)]| {
        let maker = Maker::new("");
        let number = maker.next();
        let maker = maker
            .stream("", table(pairs).replace("<00> <ff>", "<0000> <ffff>").as_bytes())
            .stream("", &program())
            .object(format!("<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1 1]/ItalicAngle 0/Ascent 1/Descent 0/FontFile2 {} 0 R>>", number + 1))
            .object(format!("<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {} 0 R/DW 500>>", number + 2))
            .object(format!("<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode {number} 0 R/DescendantFonts[{} 0 R]>>", number + 3));
        let page = format!("/Resources<</Font<</F1 {} 0 R>>>>", number + 4);
        let document = opened(&maker.page(&page, "BT /F1 9 Tf 9 9 Td <00020008> Tj ET").finish());
        let page = document.page(1).unwrap();
        (document.belied(), texts(&page.words).concat())
    };
    assert_eq!(read(&[(2, '1'), (8, '7')]), (None, "17".to_owned()));
    assert_eq!(read(&[(2, '1'), (8, '1')]), (Some(1), "11".to_owned()));
    assert_eq!(read(&[(2, 'l'), (8, '7')]).0, Some(1));
}
