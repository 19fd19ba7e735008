//! Files that harm their reader, or are broken: each ends with its code, or is read.

use super::make::{Maker, deflated, locked, one_page};
use super::{first_page, opened, refused, shown, texts};
use crate::limits::Limits;
use crate::pdf::document::Document;
use crate::pdf::engine::{Opened, open};
use trade::Code;

const FORM: &str = "/Type/XObject/Subtype/Form/BBox[0 0 200 100]";
const HELLO: &str = "BT /F1 9 Tf 9 9 Td (Hello) Tj ET";

#[test]
fn arrays_and_dictionaries_nested_too_deep_are_refused() {
    for (open, close) in [("[", "]"), ("<</A", ">>")] {
        let nested = |depth| format!("{}0{}", open.repeat(depth), close.repeat(depth));
        let bytes = Maker::new("").object(nested(10_000)).page("", HELLO).finish();
        let fault = refused(&bytes);
        assert_eq!((fault.code, fault.limit()), (Code::LimitExceeded, Some("pdf_depth")));
        let bytes = Maker::new("").object(nested(100)).page("", HELLO).finish();
        assert_eq!(texts(&first_page(&bytes).words), ["Hello"]);
        let packed = deflated(format!("9 0 {}", nested(10_000)).as_bytes());
        let bytes = Maker::new("")
            .stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &packed)
            .page("", HELLO)
            .finish();
        assert_eq!(refused(&bytes).limit(), Some("pdf_depth"));
    }
    let mut maker = Maker::new("").page("", HELLO);
    maker.trailer = format!("/X{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert_eq!(refused(&maker.finish()).limit(), Some("pdf_depth"));
}

#[test]
fn a_page_tree_that_goes_round_ends() {
    let text = String::from_utf8(one_page(HELLO)).err().map(|error| error.into_bytes()).unwrap();
    let cyclic = replaced(&text, b"/Kids[6 0 R]", b"/Kids[2 0 R]");
    assert_eq!(refused(&cyclic).code, Code::PdfMalformed);
}

#[test]
fn no_page_and_too_many_pages_are_refused() {
    assert_eq!(refused(&Maker::new("").finish()).code, Code::PdfMalformed);
    let many = |count| {
        (0..count).fold(Maker::new(""), |maker, _| maker.object("<</Type/Page/Parent 2 0 R>>")).finish()
    };
    let fault = refused(&many(2_001));
    assert_eq!((fault.code, fault.limit()), (Code::LimitExceeded, Some("pdf_pages")));
    assert_eq!(opened(&many(2_000)).page_count(), 2_000);
}

#[test]
fn a_stream_that_unpacks_to_a_flood_is_refused() {
    let flood = deflated(&vec![b' '; 80_000_000]);
    let bytes = Maker::new("").stream("/Filter/FlateDecode", &flood).page("", HELLO).finish();
    let fault = refused(&bytes);
    assert_eq!((fault.code, fault.limit()), (Code::LimitExceeded, Some("pdf_stream_bytes")));
    let names = [
        "/Filter[/FlateDecode/FlateDecode]",
        "/F[/Fl/Fl]",
        "/Filter [ /Fl#61teDecode /FlateDecode ] /Extra 1",
    ];
    for filters in names {
        let bytes = Maker::new("").stream(filters, &deflated(&flood)).page("", HELLO).finish();
        assert_eq!(refused(&bytes).limit(), Some("pdf_stream_bytes"), "{filters}");
    }
    let bytes =
        Maker::new("").stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &flood).page("", HELLO).finish();
    assert_eq!(refused(&bytes).limit(), Some("pdf_stream_bytes"));
}

#[test]
fn a_flood_whose_length_lies_is_refused() {
    let flood = deflated(&vec![b' '; 80_000_000]);
    for length in ["10", "-5", "9223372036854775808", "99 0 R"] {
        let mut body = format!("<</Filter/FlateDecode/Length {length}>>\nstream\n").into_bytes();
        body.extend_from_slice(&flood);
        body.extend_from_slice(b"\nendstream");
        let bytes = Maker::new("").object(body).page("", HELLO).finish();
        assert_eq!(refused(&bytes).limit(), Some("pdf_stream_bytes"), "{length}");
    }
}

#[test]
fn streams_that_are_a_flood_together_are_refused() {
    let part = deflated(&vec![b' '; 60_000_000]);
    let maker = (0..5).fold(Maker::new(""), |maker, _| maker.stream("/Filter/FlateDecode", &part));
    let fault = refused(&maker.page("", HELLO).finish());
    assert_eq!((fault.code, fault.limit()), (Code::LimitExceeded, Some("pdf_unpacked_bytes")));
}

#[test]
fn wrong_lengths_are_read_or_refused_and_never_a_crash() {
    for length in ["3", "-1", "9223372036854775808", "4294967295", "99 0 R", "(x)"] {
        let body = format!("<</Length {length}>>\nstream\n{HELLO}\nendstream");
        let maker = Maker::new("");
        let page = format!("<</Type/Page/Parent 2 0 R/Contents {} 0 R>>", maker.next());
        let bytes = maker.object(body).object(page).finish();
        assert_eq!(texts(&first_page(&bytes).words), ["Hello"], "{length}");
    }
}

#[test]
fn predictors_and_pictures_of_absurd_size_are_refused() {
    for entries in [
        "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2147483648>>",
        "/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/Filter/FlateDecode",
    ] {
        let bytes = Maker::new("").stream(entries, &deflated(b"x")).page("", HELLO).finish();
        assert_eq!(refused(&bytes).limit(), Some("pdf_stream_bytes"), "{entries}");
    }
}

#[test]
fn tables_of_references_without_end_are_refused() {
    let table = deflated(&vec![1; 3_000_000]);
    let entries = "/Type/XRef/Size 1000000/W[1 1 1]/Root 1 0 R/Filter/FlateDecode";
    let bytes = Maker::new("").stream(entries, &table).page("", HELLO).finish();
    assert_eq!(refused(&bytes).limit(), Some("pdf_objects"));
    let wide = "/Type/XRef/Size 4/W[255 4294967295 18446744073709551615]/Root 1 0 R";
    let bytes = Maker::new("").stream(wide, b"nothing").page("", HELLO).finish();
    assert_eq!(texts(&first_page(&bytes).words), ["Hello"]);
}

#[test]
fn more_objects_than_are_read_are_refused() {
    let limits = Limits { pdf_objects: 1_000, ..Limits::default() };
    let bytes = (0..1_000).fold(Maker::new(""), |maker, _| maker.object("null")).page("", HELLO).finish();
    assert_eq!(open(&bytes, &limits).err().unwrap().limit(), Some("pdf_objects"));
    let packed = "/Type/ObjStm/N 1000/First 4";
    let bytes = Maker::new("").stream(packed, b"9 0 null").page("", HELLO).finish();
    assert_eq!(open(&bytes, &limits).err().unwrap().limit(), Some("pdf_objects"));
}

#[test]
fn objects_that_swallow_one_another_are_refused_in_time() {
    let mut bytes = one_page(HELLO);
    bytes.extend_from_slice("1 0 obj (".repeat(50_000).as_bytes());
    assert_eq!(refused(&bytes).code, Code::PdfMalformed);
}

#[test]
fn a_file_that_breaks_off_is_read_as_far_as_it_goes_or_refused() {
    let whole = one_page(HELLO);
    let without_end = &whole[..whole.len() - 7];
    assert!(!without_end.ends_with(b"EOF"));
    assert_eq!(texts(&first_page(without_end).words), ["Hello"]);
    for length in (0..whole.len()).step_by(7) {
        if let Ok(document) = open(&whole[..length], &Limits::default()) {
            assert!(document.page_count() > 0);
            document.page(1);
        }
    }
    assert_eq!(refused(b"").code, Code::PdfMalformed);
    assert_eq!(refused(b"%PDF-1.7\n").code, Code::PdfMalformed);
}

#[test]
fn fonts_with_widths_for_billions_of_characters_are_refused() {
    let number = Maker::new("").next();
    let page = format!("/Resources<</Font<</F1 {} 0 R>>>>", number + 1);
    let composite = |widths: &str| {
        Maker::new("")
            .object(format!("<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>{widths}>>"))
            .object(format!("<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[{number} 0 R]>>"))
    };
    let simple = Maker::new("").object("null").object(
        "<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 4000000000/LastChar 4000000001/Widths[1 2]>>",
    );
    let absurd = [
        composite("/W[1[500 500]0 4294967295 500]"),
        composite(&format!("/W[{}]", "0 65535 500 ".repeat(100))),
        composite("/W2[0 4294967295 1 2 3]"),
        simple,
    ];
    for maker in absurd {
        let document = opened(&maker.page(&page, HELLO).finish());
        assert!(document.page(1).is_none());
        assert_eq!(document.fault().map(|fault| fault.code), Some(Code::PdfMalformed));
    }
    let sound = composite("/W[1[500 500]0 65535 500]/W2[0[1 2 3]5 9 1 2 3]");
    assert!(opened(&sound.page(&page, HELLO).finish()).page(1).is_some());
}

#[test]
fn a_file_whose_end_or_content_is_cut_off_is_not_whole() {
    let whole = one_page(HELLO);
    assert!(opened(&whole).is_whole());
    assert!(!opened(&whole[..whole.len() - 30]).is_whole());
    let packed = deflated(HELLO.repeat(50).as_bytes());
    let page = |bytes: &[u8]| {
        let maker = Maker::new("").stream("/Filter/FlateDecode", bytes);
        let document = opened(&maker.object("<</Type/Page/Parent 2 0 R/Contents 5 0 R>>").finish());
        assert!(document.is_whole() && document.revisions() == 1);
        document.page(1);
        document.is_whole()
    };
    assert!(page(&packed));
    assert!(!page(&packed[..packed.len() / 2]));
}

#[test]
fn text_without_end_is_refused_and_no_page_is_given_for_it() {
    let limits = Limits { text_out_bytes: 8, ..Limits::default() };
    let bytes = Maker::new("").page("", HELLO).page("", HELLO).finish();
    let document = open(&bytes, &limits).unwrap();
    assert!(document.page(1).is_some() && document.fault().is_none());
    assert!(document.page(2).is_none());
    assert_eq!(document.fault().and_then(|fault| fault.limit()), Some("text_out_bytes"));
    assert!(document.page(1).is_none());
}

#[test]
fn a_picture_that_unpacks_to_more_than_it_says_is_not_drawn() {
    let page = format!("/Resources<</XObject<</I {} 0 R>>>>", Maker::new("").next());
    let image = "/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode";
    let drawn = |bytes: usize| {
        let maker = Maker::new("").stream(image, &deflated(&vec![0; bytes]));
        opened(&maker.page(&page, "q 100 0 0 100 0 0 cm /I Do Q").finish()).render(1, 0.1, 1_000).is_some()
    };
    assert!(drawn(64) && !drawn(80_000_000));
}

#[test]
fn a_page_of_a_million_glyphs_is_refused() {
    let content = |runs: usize| {
        let run = format!("({}) Tj ", "a".repeat(100_000));
        one_page(&format!("BT /F1 9 Tf 9 9 Td {} ET", run.repeat(runs)))
    };
    let document = opened(&content(11));
    assert!(document.page(1).is_none());
    assert_eq!(document.fault().and_then(|fault| fault.limit()), Some("pdf_page_glyphs"));
    assert!(opened(&content(2)).page(1).is_some());
}

#[test]
fn many_streams_of_unknown_length_are_looked_over_in_time() {
    let stream = |filter: &str| format!("<<{filter}/Length 9999 0 R>>\nstream\n12 34 > ~> \nendstream");
    for filter in ["/Filter/RunLengthDecode", "/Filter/ASCIIHexDecode", "/Filter/FlateDecode", ""] {
        let maker = (0..20_000).fold(Maker::new(""), |maker, _| maker.object(stream(filter)));
        assert_eq!(opened(&maker.page("", HELLO).finish()).page_count(), 1);
    }
}

#[test]
fn a_page_past_the_last_is_none() {
    let document = opened(&one_page(HELLO));
    assert!(document.page(0).is_none() && document.page(2).is_none());
}

#[test]
fn unbalanced_operators_do_no_harm() {
    assert_eq!(shown(&format!("Q Q ET EMC {HELLO} q q BT")), ["Hello"]);
    assert_eq!(shown(&format!("{}{HELLO}", "q ".repeat(100_000))), ["Hello"]);
}

#[test]
fn a_locked_file_is_read_if_its_password_is_empty_and_refused_otherwise() {
    let maker = || Maker::new("").page("", HELLO);
    assert_eq!(texts(&first_page(&locked(maker(), b"")).words), ["Hello"]);
    let fault = refused(&locked(maker(), b"secret"));
    assert_eq!((fault.code, fault.limit()), (Code::Encrypted, None));
}

#[test]
fn a_flood_in_a_file_locked_with_no_password_is_refused() {
    let flood = deflated(&vec![b' '; 80_000_000]);
    let maker = Maker::new("").stream("/Filter/FlateDecode", &flood).page("", HELLO);
    assert_eq!(refused(&locked(maker, b"")).limit(), Some("pdf_stream_bytes"));
}

#[test]
fn forms_that_draw_forms_many_times_over_are_refused() {
    // Each of forty forms draws the next one twice, or the first one draws itself with what the page calls X.
    let first = Maker::new("").next();
    let page = format!("/Resources<</XObject<</X {first} 0 R>>>>");
    for (content, has_own) in [("/X Do /X Do", true), ("/X %\nDo /#58 Do", true), ("/X Do /X Do", false)] {
        let maker = (first..first + 40).fold(Maker::new(""), |maker, number| {
            let own = format!("/Resources<</XObject<</X {} 0 R>>>>", number + 1);
            maker.stream(&format!("{FORM}{}", if has_own { &own } else { "" }), content.as_bytes())
        });
        let document = opened(&maker.stream(FORM, HELLO.as_bytes()).page(&page, "/X Do").finish());
        assert!(document.page(1).is_none(), "{content} {has_own}");
        assert_eq!(document.fault().and_then(|fault| fault.limit()), Some("pdf_unpacked_bytes"));
    }
}

#[test]
fn a_long_form_counts_each_time_it_is_drawn() {
    let (leaf, number) = (vec![b' '; 1_000_000], Maker::new("").next());
    let page = format!("/Resources<</XObject<</X {number} 0 R>>>>");
    let drawn = |times| {
        let maker = Maker::new("").stream(&format!("{FORM}/Filter/FlateDecode"), &deflated(&leaf));
        opened(&maker.page(&page, &"/X Do ".repeat(times)).finish()).page(1).is_some()
    };
    assert!(drawn(200) && !drawn(300));
}

#[test]
fn one_content_on_many_pages_counts_on_each() {
    let content = [&vec![b' '; 1_000_000][..], HELLO.as_bytes()].concat();
    let maker = Maker::new("").stream("/Filter/FlateDecode", &deflated(&content));
    let maker = (0..300).fold(maker, |maker, _| maker.object("<</Type/Page/Parent 2 0 R/Contents 5 0 R>>"));
    let document = opened(&maker.finish());
    assert_eq!((1..=300).filter(|number| document.page(*number).is_some()).count(), 255);
    assert_eq!(document.fault().and_then(|fault| fault.limit()), Some("pdf_unpacked_bytes"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 64, ..Default::default() })]

    #[test]
    fn whatever_is_changed_in_a_file_it_is_read_or_refused(
        changes in proptest::collection::vec((proptest::num::usize::ANY, proptest::num::u8::ANY), 1..40),
        cut in 0..4_usize,
    ) {
        let content = deflated(HELLO.as_bytes());
        let maker = Maker::new("/Names<</EmbeddedFiles<</Names[(a)6 0 R]>>>>")
            .stream("/Filter/FlateDecode", &content)
            .object("<</Type/Filespec/F(a)/EF<</F 5 0 R>>>>")
            .object("<</Type/Page/Parent 2 0 R/Contents 5 0 R>>");
        let mut bytes = maker.finish();
        for (place, byte) in &changes {
            let place = place % bytes.len();
            bytes[place] = *byte;
        }
        bytes.truncate(bytes.len() - bytes.len() / 8 * cut);
        if let Ok(document) = open(&bytes, &Limits::default()) {
            let pages = |document: &Opened| (1..=document.page_count()).map(|number| document.page(number)).collect::<Vec<_>>();
            proptest::prop_assert_eq!(pages(&document), pages(&opened(&bytes)));
            document.attachments();
        }
    }

    #[test]
    fn any_bytes_are_refused_or_read(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        let _ = open(&bytes, &Limits::default());
        let _ = open(&[b"%PDF-1.7\n1 0 obj<<", &bytes[..], b">>endobj trailer<</Root 1 0 R>>"].concat(), &Limits::default());
    }
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|part| part == from).unwrap();
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}
