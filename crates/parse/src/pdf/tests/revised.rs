//! PDFs that were saved more than once.

use super::paper::{A4, GOODS, content, goods, head, page, total};
use super::{Code, doubts, finding, parsed};
use crate::pdf::engine::tests::make::{Maker, saved_again};

/// The content of a page is object 5, the page itself object 6.
fn stream(content: &str) -> String {
    format!("<</Length {}>>\nstream\n{content}\nendstream", content.len())
}

/// Another total, with the line that makes it.
fn other() -> String {
    let line = [GOODS[2][0], GOODS[2][1], "24", "88.50", "2124.00"];
    head() + &goods(&[GOODS[0], GOODS[1], line]) + &total("3174.00")
}

#[test]
fn a_total_that_was_changed_after_the_first_saving_is_held_with_both_values() {
    let changed = saved_again(&page(&content()), &[(5, &stream(&other()))]);
    // A later saving that changes nothing hides nothing.
    let again = saved_again(&changed, &[(9, "null")]);
    for bytes in [changed, again] {
        let parsed = parsed(&bytes);
        assert_eq!(doubts(&parsed), [Code::HiddenContent]);
        let found = finding(&parsed, Code::HiddenContent);
        assert_eq!(found.inputs["before"], "12, 1062.00, 2112.00");
        assert_eq!(found.inputs["now"], "24, 2124.00, 3174.00");
        assert_eq!(found.inputs["position"], "page 1");
        assert_eq!(parsed.record.total_value.unwrap().to_string(), "3174.00");
    }
}

#[test]
fn what_is_written_into_the_page_is_told_and_what_was_taken_out_too() {
    let more = content() + &super::paper::text(50, 450, "Discount 5.00");
    let added = parsed(&saved_again(&page(&content()), &[(5, &stream(&more))]));
    assert_eq!(finding(&added, Code::HiddenContent).inputs["now"], "5.00");
    let taken = parsed(&saved_again(&page(&more), &[(5, &stream(&content()))]));
    assert_eq!(finding(&taken, Code::HiddenContent).inputs["before"], "5.00");
}

/// The page with a note on it that shows a text in a box.
fn with_note(bytes: &[u8], bounds: &str, look: &str) -> Vec<u8> {
    let page = format!(
        "<</Type/Page/Parent 2 0 R/Contents 5 0 R{A4}/Annots[<</Type/Annot/Subtype/Stamp/Rect[{bounds}]/AP<</N 8 0 R>>>>]>>"
    );
    let form = "/Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F1 3 0 R>>>>";
    let look = format!("<<{form}/Length {}>>\nstream\n{look}\nendstream", look.len());
    saved_again(bytes, &[(6, &page), (8, &look)])
}

#[test]
fn signatures_and_stamps_that_are_only_added_say_nothing() {
    let stamp = "BT /F1 9 Tf 2 5 Td (Received 2026-03-16 by desk 4) Tj ET";
    let stamped = with_note(&page(&content()), "50 100 250 120", stamp);
    assert!(parsed(&stamped).findings.is_empty(), "{:#?}", parsed(&stamped).findings);
    let signature = "<</Type/Sig/Filter/Adobe.PPKLite/Contents<00>/ByteRange[0 1 2 3]>>";
    assert!(parsed(&saved_again(&page(&content()), &[(9, signature)])).findings.is_empty());
}

#[test]
fn a_stamp_that_hides_a_total_and_a_field_that_is_filled_anew_are_held() {
    let look = "1 g 0 0 200 20 re f 0 g BT /F1 10 Tf 10 8 Td (9112.00) Tj ET";
    let hidden = parsed(&with_note(&page(&content()), "460 512 660 532", look));
    assert!(doubts(&hidden).contains(&Code::HiddenContent));
    let filled = |total: &str| format!("BT /F1 10 Tf 2 5 Td ({total}) Tj ET");
    let first = with_note(&page(&content()), "50 100 250 120", &filled("Deposit 100.00"));
    let second = with_note(&first, "50 100 250 120", &filled("Deposit 900.00"));
    let found = parsed(&second);
    assert_eq!(finding(&found, Code::HiddenContent).inputs["before"], "100.00");
    assert_eq!(finding(&found, Code::HiddenContent).inputs["now"], "900.00");
}

#[test]
fn the_first_of_many_savings_is_read_too() {
    let changed = saved_again(&page(&content()), &[(5, &stream(&other()))]);
    let many = (0..8).fold(changed, |bytes, _| saved_again(&bytes, &[(9, "null")]));
    assert_eq!(doubts(&parsed(&many)), [Code::HiddenContent]);
    let same = (0..8)
        .fold(Maker::new("").page(A4, &content()).finish(), |bytes, _| saved_again(&bytes, &[(9, "null")]));
    assert!(parsed(&same).findings.is_empty());
}
