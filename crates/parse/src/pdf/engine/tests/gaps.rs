//! What is missing from a file is named with its place.

use super::make::{Maker, deflated, one_page, saved_again};
use super::opened;
use crate::pdf::document::Document;
use trade::Code;

const HELLO: &str = "BT /F1 9 Tf 9 9 Td (Hello) Tj ET";

/// Where something is missing, once all pages were read.
fn gap(bytes: &[u8]) -> Option<String> {
    let document = opened(bytes);
    (1..=document.page_count()).for_each(|number| drop(document.page(number)));
    document.gap()
}

/// A page that draws a form, whose resources have these entries besides.
fn with(maker: Maker, resources: &str) -> Maker {
    maker.page(&format!("/Resources<</Font<</F1 3 0 R>>{resources}>>"), HELLO)
}

#[test]
fn contents_forms_and_tables_of_characters_that_break_off_or_are_not_there() {
    assert_eq!(gap(&one_page(HELLO)), None);
    let packed = deflated(HELLO.repeat(50).as_bytes());
    let mut spoilt = packed.clone();
    *spoilt.last_mut().unwrap() ^= 1;
    let form = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Filter/FlateDecode";
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R>>";
    for (stream, is_whole) in [(&packed, true), (&spoilt, false), (&packed[..20].to_vec(), false)] {
        let expected = (!is_whole).then(|| "page 1".to_owned());
        let of_form = with(Maker::new("").stream(form, stream), "/XObject<</X 5 0 R>>");
        assert_eq!(gap(&of_form.finish()), expected);
        let of_font = Maker::new("").stream("/Filter/FlateDecode", stream).object(font);
        let of_font = of_font.page("/Resources<</Font<</F1 6 0 R>>>>", HELLO);
        assert_eq!(gap(&of_font.finish()), expected);
    }
    for contents in ["99 0 R", "[6 0 R 99 0 R]", "3 0 R"] {
        let page = format!("<</Type/Page/Parent 2 0 R/Contents {contents}>>");
        assert_eq!(gap(&Maker::new("").page("", HELLO).object(page).finish()), Some("page 2".to_owned()));
    }
    assert_eq!(gap(&with(Maker::new(""), "/XObject<</X 99 0 R>>").finish()), Some("page 1".to_owned()));
    assert_eq!(gap(&Maker::new("").object("<</Type/Page/Parent 2 0 R>>").finish()), None);
}

#[test]
fn fonts_that_cannot_be_loaded() {
    let font = Maker::new("").object("<</Type/Font/Subtype/Type9/BaseFont/X>>");
    let page = font.page("/Resources<</Font<</F1 5 0 R>>>>", HELLO);
    assert_eq!(gap(&page.finish()), Some("page 1".to_owned()));
}

#[test]
fn pages_that_are_announced_and_not_there() {
    let two = Maker::new("").page("", HELLO).page("", HELLO).finish();
    assert_eq!(gap(&two), None);
    let text = String::from_utf8_lossy(&two).replace("/Count 2", "/Count 3");
    assert!(gap(text.as_bytes()).unwrap().starts_with("the list of pages: 3 are announced, 2 are there"));
}

#[test]
fn each_saving_before_the_last_can_be_read_by_its_length() {
    let first = one_page(HELLO);
    let body = "<</Length 37>>\nstream\nBT /F1 9 Tf 9 9 Td (Good day) Tj ET   \nendstream";
    let second = saved_again(&first, &[(5, body)]);
    let third = saved_again(&second, &[(9, "null")]);
    let document = opened(&third);
    assert_eq!((document.revisions(), document.gap()), (3, None));
    assert_eq!(document.earlier(), [first.len() - 1, second.len() - 1]);
    let says = |bytes: &[u8]| opened(bytes).page(1).unwrap().words[0].text.clone();
    assert_eq!([says(&third), says(&third[..document.earlier()[0]])], ["Good", "Hello"]);
}

#[test]
fn forms_that_draw_themselves_or_one_another_end_the_document_and_those_that_could_do_not() {
    let fault = |first: &str, second: &str| {
        let form = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R/Y 6 0 R>>>>";
        let maker = Maker::new("").stream(form, first.as_bytes()).stream(form, second.as_bytes());
        let page = "/Resources<</Font<</F1 3 0 R>>/XObject<</X 5 0 R>>>>";
        let document = opened(&maker.page(page, &format!("{HELLO} /X Do")).finish());
        let says = document.page(1).map(|page| page.words.len());
        (says, document.gap(), document.fault().map(|fault| (fault.code, fault.place.clone())))
    };
    let endless = (None, None, Some((Code::PdfMalformed, "page 1".to_owned())));
    assert_eq!(fault("/X Do", ""), endless);
    assert_eq!(fault("/Y Do", "/X Do"), endless);
    assert_eq!(fault("/Y Do", "0 0 9 9 re f"), (Some(1), None, None));
}
