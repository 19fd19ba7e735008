//! What a page shows: words, boxes, lines.

use super::make::{Maker, one_page};
use super::{first_page, opened, shown, texts};
use crate::pdf::document::Document;
use crate::pdf::page::{Page, Rect};

fn near(a: f32, b: f32) -> bool {
    (a - b).abs() < 0.05
}

#[test]
fn words_have_boxes_from_the_top_left_by_convention() {
    let page = first_page(&one_page("BT /F1 10 Tf 20 50 Td (Hello world) Tj ET"));
    assert_eq!((page.width, page.height, page.glyphs, page.unmapped), (200.0, 100.0, 10, 0));
    assert_eq!(texts(&page.words), ["Hello", "world"]);
    let Rect { x0, y0, x1, y1 } = page.words[0].bounds;
    // Helvetica: 722 + 556 + 222 + 222 + 556 thousandths.
    assert!(near(x0, 20.0) && near(x1, 42.78) && near(y0, 42.0) && near(y1, 52.0), "{x0} {y0} {x1} {y1}");
    assert!(near(page.words[1].bounds.x0, 45.56) && near(page.words[0].size, 10.0));
}

#[test]
fn gaps_part_words_and_kerning_does_not() {
    assert_eq!(shown("BT /F1 10 Tf 9 9 Td [(Ge) -300 (neral) 80 (ly)] TJ ET"), ["Ge", "nerally"]);
    assert_eq!(shown("BT /F1 10 Tf 9 9 Td (Total) Tj 40 0 Td (5.00) Tj ET"), ["Total", "5.00"]);
    assert_eq!(shown("BT /F1 10 Tf 9 40 Td (up) Tj 0 -12 Td (down) Tj ET"), ["up", "down"]);
    assert_eq!(shown("BT /F1 10 Tf 9 9 Td (m) Tj /F1 6 Tf 4 Ts (2) Tj ET"), ["m2"]);
}

#[test]
fn letters_set_apart_by_even_gaps_are_one_word() {
    assert_eq!(shown("BT /F1 12 Tf 4 Tc 9 9 Td (INVOICE) Tj 0 Tc 30 0 Td ET"), ["INVOICE"]);
    assert_eq!(shown("BT /F1 12 Tf 3 Tc 9 9 Td (PACKING LIST) Tj ET"), ["PACKING", "LIST"]);
    assert_eq!(
        shown("BT /F1 9 Tf 9 9 Td (A) Tj 20 0 Td (B) Tj 20 0 Td (C) Tj 20 0 Td (D) Tj ET"),
        ["A", "B", "C", "D"]
    );
}

#[test]
fn glyphs_drawn_one_by_one_in_any_order_are_joined() {
    // Courier-like steps of Helvetica digits: 5.56 points each at size 10.
    let digits =
        "BT /F1 10 Tf 1 0 0 1 20 30 Tm (1) Tj 1 0 0 1 31.12 30 Tm (3) Tj 1 0 0 1 25.56 30 Tm (2) Tj ET";
    assert_eq!(shown(digits), ["123"]);
}

#[test]
fn what_is_struck_twice_is_one_bold_word() {
    let page = first_page(&one_page("BT /F1 10 Tf 9 9 Td (Total) Tj 0.3 0 Td (Total) Tj ET"));
    assert_eq!(texts(&page.words), ["Total"]);
    assert!(page.words[0].bold);
    let page = first_page(&one_page(
        "BT /F1 10 Tf 2 Tr 9 9 Td (Sum) Tj 0 Tr 0 30 Td (thin) Tj /F2 10 Tf 0 20 Td (fat) Tj ET",
    ));
    assert_eq!(texts(&page.words), ["Sum", "thin", "fat"]);
    assert_eq!(page.words.iter().map(|word| word.bold).collect::<Vec<_>>(), [true, false, true]);
}

#[test]
fn what_nobody_sees_is_kept_apart() {
    let unseen = [
        "q BT /F1 9 Tf 3 Tr 9 9 Td (secret) Tj ET Q",
        "BT /F1 9 Tf 900 9 Td (secret) Tj ET",
        "q 100 50 20 20 re W n BT /F1 9 Tf 9 9 Td (secret) Tj ET Q",
        "1 g BT /F1 9 Tf 9 9 Td (secret) Tj ET 0 g",
    ];
    for content in unseen {
        let page = first_page(&one_page(&format!("{content} BT /F1 9 Tf 9 40 Td (plain) Tj ET")));
        assert_eq!((texts(&page.words), texts(&page.unseen)), (vec!["plain"], vec!["secret"]), "{content}");
        assert_eq!(page.glyphs, 5);
    }
    assert_eq!(shown("0 0 0.5 rg 0 0 200 30 re f 1 g BT /F1 9 Tf 9 9 Td (heading) Tj ET"), ["heading"]);
}

#[test]
fn what_is_painted_over_is_unseen_unless_something_shines_through() {
    let state =
        "/Resources<</Font<</F1 3 0 R>>/ExtGState<</G<</ca 0.5>>/M<</BM/Multiply>>>>/XObject<</I 5 0 R>>>>";
    let image = "/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8";
    let page = |image: &str, over: &str| {
        let content = format!(
            "BT /F1 9 Tf 9 9 Td (under) Tj 0 50 Td (beside) Tj ET {over} BT /F1 9 Tf 9 9 Td (over) Tj ET"
        );
        first_page(&Maker::new("").stream(image, b"x").page(state, &content).finish())
    };
    for over in ["1 g 5 5 60 15 re f 0 g", "0.9 g 5 5 60 15 re f 0 g", "q 60 0 0 15 5 5 cm /I Do Q"] {
        let page = page(image, over);
        assert_eq!(
            (texts(&page.words), texts(&page.unseen)),
            (vec!["beside", "over"], vec!["under"]),
            "{over}"
        );
    }
    let masked = format!("{image}/SMask 5 0 R");
    for (image, over) in [
        (image, "q /G gs 1 g 5 5 60 15 re f Q"),
        (image, "q /M gs 0.9 g 5 5 60 15 re f Q"),
        (image, "5 5 60 15 re S"),
        (image, "q 0 0 m 30 30 l 60 0 l h W n 0.9 g 5 5 60 15 re f Q"),
        (image, "q /G gs 60 0 0 15 5 5 cm /I Do Q"),
        (&masked, "q 60 0 0 15 5 5 cm /I Do Q"),
        (image, "0.9 g 5 5 10 15 re f 0 g"),
    ] {
        assert!(page(image, over).unseen.iter().all(|word| word.text != "under"), "{over}");
    }
}

#[test]
fn white_text_is_seen_by_what_was_painted_last_under_it() {
    let text = "1 g BT /F1 9 Tf 9 9 Td (white) Tj ET";
    assert_eq!(shown(&format!("0 0 60 30 re f {text}")), ["white"]);
    assert!(shown(&format!("0 0 60 30 re f 1 g 0 0 60 30 re f {text}")).is_empty());
}

#[test]
fn the_page_is_cropped_and_turned_before_anything_is_measured() {
    let content = "BT /F1 10 Tf 20 50 Td (Hi) Tj ET";
    let page = |entries: &str| first_page(&Maker::new("").page(entries, content).finish());
    let cropped = page("/CropBox[10 10 110 90]");
    assert_eq!((cropped.width, cropped.height), (100.0, 80.0));
    assert!(near(cropped.words[0].bounds.x0, 10.0) && near(cropped.words[0].bounds.y1, 42.0));
    let turned = page("/Rotate 90");
    assert_eq!((turned.width, turned.height, turned.words[0].turn), (100.0, 200.0, 90));
    let bounds = turned.words[0].bounds;
    assert!(near(bounds.y0, 20.0) && near(bounds.x0, 48.0) && near(bounds.x1, 58.0), "{bounds:?}");
    assert_eq!(page("/Rotate 180").words[0].turn, 180);
    assert_eq!(page("/Rotate 270").words[0].turn, 270);
    assert_eq!(page("/Rotate 270").words[0].text, "Hi");
}

#[test]
fn lines_thin_boxes_and_edges_are_rules() {
    let rules = |content: &str| first_page(&one_page(content)).rules;
    assert_eq!(rules("10 20 m 110 20 l S").len(), 1);
    assert_eq!(rules("10 20 100 1 re f"), [Rect { x0: 10.0, y0: 79.0, x1: 110.0, y1: 80.0 }]);
    assert_eq!(rules("10 20 100 30 re S").len(), 4);
    assert_eq!(rules("0.8 g 10 20 100 30 re f").len(), 4);
    assert_eq!(rules("10 20 100 1 re 10 40 100 1 re f").len(), 2);
    assert!(rules("10 20 m 110 60 l S 10 20 m 20 30 40 50 60 20 c S").is_empty());
    assert!(rules("1 g 0 0 200 100 re f").is_empty());
    assert_eq!(rules(&"10 20 m 110 20 l S ".repeat(20_100)).len(), 20_000);
}

#[test]
fn pictures_count_by_the_share_they_cover_and_are_not_decoded() {
    let maker = Maker::new("");
    let image = maker.next();
    let entries = "/Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode";
    let resources = format!("/Resources<</XObject<</I {image} 0 R>>>>");
    let bytes = maker.stream(entries, b"none").page(&resources, "q 100 0 0 100 0 0 cm /I Do Q").finish();
    assert!(near(first_page(&bytes).pictured, 0.5));
}

#[test]
fn forms_and_fields_are_shown() {
    let maker = Maker::new("");
    let form = maker.next();
    let entries = format!(
        "/Type/XObject/Subtype/Form/BBox[0 0 200 100]/Resources<</Font<</F1 3 0 R>>/XObject<</X {form} 0 R>>>>"
    );
    let maker = maker.stream(&entries, b"BT /F1 9 Tf 9 9 Td (form) Tj ET");
    let page = format!(
        "/Resources<</XObject<</X {form} 0 R>>>>/Annots[<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(field)/Rect[9 50 99 70]/AP<</N {} 0 R>>>>]",
        form + 1
    );
    let field = "/Type/XObject/Subtype/Form/BBox[0 0 90 20]/Resources<</Font<</F1 3 0 R>>>>";
    let bytes = maker.stream(field, b"BT /F1 9 Tf 2 5 Td (field) Tj ET").page(&page, "/X Do").finish();
    assert_eq!(texts(&first_page(&bytes).words), ["form", "field"]);
}

#[test]
fn right_to_left_text_is_put_into_reading_order() {
    let maker = Maker::new("");
    let map = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange \
               4 beginbfchar <61> <05E9> <62> <05DC> <63> <05D5> <64> <05DD> endbfchar endcmap";
    let number = maker.next();
    let maker = maker
        .stream("", map.as_bytes())
        .object(format!("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode {number} 0 R>>"));
    let page = format!("/Resources<</Font<</F1 {} 0 R>>>>", number + 1);
    let bytes = maker.page(&page, "BT /F1 9 Tf 9 9 Td (dcba) Tj ET").finish();
    assert_eq!(texts(&first_page(&bytes).words), ["שלום"]);
}

#[test]
fn glyphs_without_unicode_are_counted() {
    let maker = Maker::new("");
    let descriptor = maker.next();
    let maker = maker
        .object("<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1 1]/ItalicAngle 0/Ascent 1/Descent 0>>")
        .object(format!("<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor {descriptor} 0 R/DW 500>>"))
        .object(format!("<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[{} 0 R]>>", descriptor + 1));
    let page = format!("/Resources<</Font<</F1 3 0 R/F9 {} 0 R>>>>", descriptor + 2);
    let content = "BT /F9 9 Tf 9 9 Td <00410042> Tj /F1 9 Tf 0 30 Td (coop) Tj ET";
    let page = first_page(&maker.page(&page, content).finish());
    assert_eq!((page.glyphs, page.unmapped), (6, 2));
    assert_eq!(texts(&page.words), ["\u{FFFD}\u{FFFD}", "coop"]);
}

#[test]
fn codes_of_a_known_character_set_need_no_table() {
    let maker = Maker::new("");
    let number = maker.next();
    let maker = maker
        .object("<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/DW 1000>>")
        .object(format!("<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/GBK-EUC-H/DescendantFonts[{number} 0 R]>>"));
    let page = format!("/Resources<</Font<</F1 {} 0 R>>>>", number + 1);
    let page = first_page(&maker.page(&page, "BT /F1 10 Tf 9 9 Td <B7A2C6B1> Tj ET").finish());
    assert_eq!((texts(&page.words), page.unmapped), (vec!["发票"], 0));
}

#[test]
fn a_soft_hyphen_is_a_hyphen_within_a_word_and_nothing_at_its_end() {
    let maker = Maker::new("");
    let map = "begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <61> <7a> <0061> endbfrange \
               1 beginbfchar <2d> <00AD> endbfchar endcmap";
    let number = maker.next();
    let maker = maker
        .stream("", map.as_bytes())
        .object(format!("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode {number} 0 R>>"));
    let page = format!("/Resources<</Font<</F1 {} 0 R>>>>", number + 1);
    let bytes = maker.page(&page, "BT /F1 9 Tf 9 9 Td (po-no) Tj 0 20 Td (deli-) Tj ET").finish();
    assert_eq!(texts(&first_page(&bytes).words), ["po-no", "deli"]);
}

#[test]
fn a_page_is_drawn_on_white_and_no_larger_than_asked() {
    let document = opened(&one_page("0 0 100 100 re f"));
    let picture = document.render(1, 2.0, 1_000_000).unwrap();
    assert_eq!((picture.width, picture.height, picture.rgba.len()), (400, 200, 320_000));
    assert_eq!((&picture.rgba[..4], &picture.rgba[319_996..]), (&[0, 0, 0, 255][..], &[255; 4][..]));
    let small = document.render(1, 2.0, 20_000).unwrap();
    assert!(small.width * small.height <= 20_000 && small.width >= 198);
    assert_eq!(document.render(2, 1.0, 20_000), None);
}

#[test]
fn the_same_bytes_give_the_same_page() {
    let bytes =
        one_page("BT /F1 9 Tf 9 9 Td (a b c) Tj 3 3 Td (overlapping) Tj 1 1 Td (words) Tj ET 1 1 50 50 re S");
    let pages: Vec<Page> = (0..3).map(|_| first_page(&bytes)).collect();
    assert!(pages.windows(2).all(|pair| pair[0] == pair[1]));
}
