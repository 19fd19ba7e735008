//! PDFs that flood their reader, or take all its time or memory, cost their own document only.

use crate::harness::Tide;
use crate::pdf::{Pdf, deflated, plain};

/// A reader may take so little here that the test is soon over.
const TIGHT: &str = "[cage]\ncpu_seconds = 2\nwall_seconds = 6\n";

/// Name, bytes, and the codes it may end with.
fn files() -> Vec<(&'static str, Vec<u8>, &'static [&'static str])> {
    let page = |content: &[u8], times: usize| {
        let pdf = Pdf::new("");
        let number = pdf.next();
        let entries = format!("/Resources<</Font<</F1 3 0 R>>/XObject<</X {number} 0 R>>>>");
        let form = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Filter/FlateDecode";
        pdf.stream(form, &deflated(content)).page(&entries, &"/X Do ".repeat(times), false).finish()
    };
    let bomb = |levels: usize| {
        let filters = "/FlateDecode".repeat(levels);
        let bytes = (0..levels).fold(vec![b' '; 90_000_000], |bytes, _| deflated(&bytes));
        Pdf::new("").stream(&format!("/Filter[{filters}]"), &bytes).page("", "", false).finish()
    };
    let nested = |depth| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let itself = {
        let (form, own) = ("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", "/Resources<</XObject<</X 4 0 R>>>>");
        Pdf::new("").stream(&format!("{form}{own}"), b"/X Do /X Do").page(own, "/X Do", false).finish()
    };
    vec![
        ("bomb.pdf", bomb(1), &["limit_exceeded"]),
        ("bomb-in-bomb.pdf", bomb(2), &["limit_exceeded"]),
        ("deep.pdf", Pdf::new("").object(nested(100_000)).page("", "", false).finish(), &["limit_exceeded"]),
        ("itself.pdf", itself, &["pdf_malformed"]),
        ("no-page.pdf", Pdf::new("").finish(), &["pdf_malformed"]),
        // Millions of strokes in a few kilobytes: the time or the memory of its reader ends, at the wall of the cage.
        (
            "path.pdf",
            page("1 1 l ".repeat(12_000_000).as_bytes(), 2),
            &["deadline_exceeded", "memory_exceeded"],
        ),
        (
            "states.pdf",
            page("q ".repeat(35_000_000).as_bytes(), 1),
            &["deadline_exceeded", "memory_exceeded"],
        ),
    ]
}

#[test]
fn a_pdf_that_floods_hangs_or_kills_its_reader_costs_its_own_document_only() {
    let tide = Tide::new().with(TIGHT);
    let serving = tide.serve();
    let upload = |name: &str, bytes: &[u8]| {
        let receipts = serving.upload(&[(name, bytes)], &[]).ok().json();
        receipts["receipts"][0]["correlation_id"].as_str().unwrap().to_owned()
    };
    let (mut hostile, mut neighbours) = (Vec::new(), Vec::new());
    for (number, (name, bytes, codes)) in files().into_iter().enumerate() {
        neighbours.push(upload("neighbour.pdf", &plain(&format!("INV-{number}"))));
        hostile.push((name, upload(name, &bytes), codes));
    }
    neighbours.push(upload("last.pdf", &plain("INV-99")));
    let status = serving.drained();
    for (name, id, codes) in hostile {
        let document = serving.json(&format!("/v1/documents/{id}"));
        let code = document["code"].as_str().unwrap_or_default();
        assert_eq!(document["state"], "dead_letter", "{name}: {document:#}");
        assert!(codes.contains(&code), "{name}: {code}");
    }
    for id in &neighbours {
        let document = serving.json(&format!("/v1/documents/{id}"));
        assert_eq!(document["state"], "released", "{document:#}");
    }
    assert_eq!(status["counts"]["released"], neighbours.len(), "{}", status["counts"]);
    assert_eq!(status["conserved"], true);
    assert_eq!(serving.stop(), 0);
    tide.is_sound();
}
