//! Files inside a PDF, and what it would do.

use super::make::{Maker, deflated};
use super::opened;
use crate::limits::Limits;
use crate::pdf::document::Document;
use crate::pdf::engine::open;

#[test]
fn files_come_in_the_order_of_their_names_then_as_associated_each_once() {
    let maker = Maker::new("/Names<</EmbeddedFiles 5 0 R>>/AF[8 0 R 10 0 R]");
    let bytes = maker
        .object("<</Kids[6 0 R 5 0 R]>>")
        .object("<</Names[(a)8 0 R(b)<</F(no file)>>]>>")
        .stream("/Type/EmbeddedFile/Filter/FlateDecode", &deflated(b"<a/>"))
        .object("<</Type/Filespec/F(x)/UF(\\376\\377\\000a\\000.\\000x)/AFRelationship/Data/EF<</F 7 0 R>>>>")
        .stream("/Type/EmbeddedFile", b"second")
        .object("<</Type/Filespec/F(b.txt)/EF<</F 9 0 R>>>>")
        .page("/AF 8 0 R", "")
        .finish();
    let document = opened(&bytes);
    let files = document.attachments();
    let seen: Vec<_> = files
        .iter()
        .map(|file| (file.name.as_str(), file.relationship.as_deref(), &file.bytes[..]))
        .collect();
    assert_eq!(seen, [("a.x", Some("Data"), &b"<a/>"[..]), ("b.txt", None, &b"second"[..])]);
    assert_eq!(document.active(), ["embedded_file"]);
}

#[test]
fn a_file_that_is_a_flood_is_refused_with_the_document() {
    let maker = Maker::new("/Names<</EmbeddedFiles<</Names[(a)6 0 R]>>>>");
    let bytes = maker
        .stream("/Type/EmbeddedFile/Filter/FlateDecode", &deflated(&vec![b' '; 100_000]))
        .object("<</Type/Filespec/F(a)/EF<</F 5 0 R>>>>")
        .page("", "")
        .finish();
    let limits = Limits { pdf_stream_bytes: 99_999, ..Limits::default() };
    assert_eq!(open(&bytes, &limits).err().unwrap().limit(), Some("pdf_stream_bytes"));
    let limits = Limits { pdf_stream_bytes: 100_000, ..limits };
    assert_eq!(open(&bytes, &limits).unwrap().attachments()[0].bytes.len(), 100_000);
}

#[test]
fn what_it_would_do_is_noted_and_not_done() {
    let action = "/OpenAction<</S/JavaScript/JS(app.alert(1))>>/AA<</WC<</S/Launch/F(cmd.exe)>>>>";
    let link = "/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://example.org)>>>>]";
    let document = opened(&Maker::new(action).page(link, "").finish());
    assert_eq!(document.active(), ["javascript", "launch", "uri"]);
    assert!(opened(&Maker::new("").page("", "").finish()).active().is_empty());
}
