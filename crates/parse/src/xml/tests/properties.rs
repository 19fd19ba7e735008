//! Whatever comes in: an answer comes out, the same each time, within its limits.

use crate::limits::Limits;
use crate::xml::{read, root};
use proptest::prelude::*;

const SAMPLES: [&str; 4] = [
    include_str!("samples/ubl-invoice.xml"),
    include_str!("samples/ubl-despatch-advice.xml"),
    include_str!("samples/twin-cii.xml"),
    include_str!("samples/zugferd1.xml"),
];

/// One edit of the bytes: where, how many are taken out, what is put in.
type Edit = (prop::sample::Index, usize, Vec<u8>);

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let pieces = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..4),
        prop::sample::select(vec![
            "<",
            ">",
            "&",
            "&amp;",
            "]]>",
            "<![CDATA[",
            "<!--",
            "<a/>",
            "'",
            "\0",
            "-",
            ".",
            "9",
            "é"
        ])
        .prop_map(|piece| piece.as_bytes().to_vec()),
    ];
    prop::collection::vec((any::<prop::sample::Index>(), 0usize..12, pieces), 1..6)
}

fn edited(sample: &str, edits: &[Edit]) -> Vec<u8> {
    let mut bytes = sample.as_bytes().to_vec();
    for (at, taken, put) in edits {
        let at = at.index(bytes.len().max(1)).min(bytes.len());
        let end = (at + taken).min(bytes.len());
        bytes.splice(at..end, put.iter().copied());
    }
    bytes
}

/// The rules that hold for any answer.
fn sound(bytes: &[u8], limits: &Limits) {
    let parsed = read(bytes, limits);
    assert_eq!(parsed, read(bytes, limits), "the same bytes give the same answer");
    assert!(parsed.findings.len() <= limits.findings + 1);
    match &parsed.reading {
        Some(reading) => {
            assert_eq!(reading.line_items.len(), parsed.record.line_items.len());
            for (line, ordinal) in parsed.record.line_items.iter().zip(1u32..) {
                assert_eq!(line.line, ordinal);
            }
        }
        None => assert_eq!(parsed.findings.len(), 1),
    }
    let _ = root(bytes);
}

proptest! {
    #[test]
    fn any_bytes_have_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        sound(&bytes, &Limits::default());
    }

    #[test]
    fn any_markup_has_an_answer(text in "(<|>|/|a|b:|xmlns|=|'|\"|&|;|#|x|<!--|-->|<!\\[CDATA\\[|\\]\\]>|\\?| |é){0,60}") {
        sound(text.as_bytes(), &Limits::default());
    }

    #[test]
    fn a_mutated_document_has_an_answer(sample in 0usize..4, edits in edits()) {
        sound(&edited(SAMPLES[sample], &edits), &Limits { findings: 2, ..Limits::default() });
    }

    #[test]
    fn a_document_cut_anywhere_is_never_read(sample in 0usize..4, at in any::<prop::sample::Index>()) {
        let whole = SAMPLES[sample].trim_end();
        let parsed = read(&whole.as_bytes()[..at.index(whole.len())], &Limits::default());
        prop_assert!(parsed.reading.is_none());
    }
}
