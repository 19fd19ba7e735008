//! Any words at any places are read without a panic, in bounds, and always the same.

use super::super::understand;
use super::sheet::Sheet;
use super::word;
use crate::pdf::page::{Page, Rect, Word};
use proptest::prelude::*;
use trade::Parsed;
use trade::finding::FINDINGS_MAX;

/// Words as papers have them, and some that none has.
const WORDS: [&str; 60] = [
    "Invoice",
    "No.:",
    "Date:",
    "Pos",
    "Description",
    "Quantity",
    "Price",
    "Amount",
    "Total",
    "VAT",
    "20",
    "%",
    "1",
    "2",
    "3",
    "12",
    "1.234",
    "1,5",
    "0.50",
    "-6.00",
    "12.50/100",
    "03/04/2026",
    "31.02.2026",
    "EUR",
    "$",
    "kg",
    "cartons",
    "Seller:",
    "Buyer",
    "Name:",
    "Address:",
    "Acme",
    "GmbH",
    "20457",
    "Hamburg",
    "·",
    ":",
    "-",
    "6.",
    "8.",
    "Net",
    "weight",
    "Gross",
    "Packages",
    "HS",
    "code",
    "7318.15.90",
    "Origin",
    "Germany",
    "Less",
    "discount",
    "Freight",
    "Carried",
    "forward",
    "Packing",
    "List",
    "Page",
    "of",
    "(pcs)",
    "No.",
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        9 => proptest::sample::select(WORDS.to_vec()).prop_map(str::to_owned),
        1 => "\\PC{1,12}".prop_map(|text| text.split_whitespace().collect()),
        1 => "[0-9.,/-]{1,30}",
    ]
}

/// A word on a grid, so that rows and columns come about, or anywhere, or nowhere.
fn placed() -> impl Strategy<Value = Word> {
    let place = prop_oneof![
        8 => (0_u8..12, 0_u8..40).prop_map(|(x, y)| (f32::from(x) * 48.0, f32::from(y) * 12.0 + 20.0)),
        2 => (-100.0_f32..700.0, -100.0_f32..1000.0),
        1 => (any::<f32>(), any::<f32>()),
    ];
    let size = prop_oneof![8 => Just(10.0_f32), 1 => Just(0.0), 1 => any::<f32>()];
    (text(), place, size, 0_u16..20).prop_map(|(text, (x, y), size, turn)| Word {
        size,
        turn: if turn == 0 { 90 } else { 0 },
        ..word(&text, x, y)
    })
}

fn page() -> impl Strategy<Value = Page> {
    let rule = (0.0_f32..600.0, 0.0_f32..840.0, 0.0_f32..600.0, 0.0_f32..100.0).prop_map(|(x0, y0, w, h)| {
        if w > h {
            Rect { x0, y0, x1: x0 + w, y1: y0 + 0.5 }
        } else {
            Rect { x0, y0, x1: x0 + 0.5, y1: y0 + h }
        }
    });
    (proptest::collection::vec(placed(), 0..90), proptest::collection::vec(rule, 0..12))
        .prop_map(|(words, rules)| Page { width: 595.0, height: 842.0, words, rules, ..Page::default() })
}

fn numbered(pages: Vec<Page>) -> Vec<Page> {
    (1..).zip(pages).map(|(number, page)| Page { number, ..page }).collect()
}

fn read(pages: Vec<Page>) -> Parsed {
    understand(pages, "pdf", "read.pdf/1", Vec::new())
}

fn hold(pages: Vec<Page>) -> Result<(), TestCaseError> {
    let words: usize = pages.iter().map(|page| page.words.len()).sum();
    let (first, second) = (read(pages.clone()), read(pages));
    prop_assert_eq!(serde_json::to_vec(&first).unwrap(), serde_json::to_vec(&second).unwrap());
    prop_assert!(first.record.line_items.len() <= words);
    prop_assert!(first.findings.len() <= FINDINGS_MAX);
    let reading = first.reading.unwrap();
    prop_assert_eq!(reading.line_items.len(), first.record.line_items.len());
    for (name, value) in reading.values.iter().chain(reading.line_items.iter().flatten()) {
        prop_assert!(value.page.is_some() && value.bounds.is_some(), "{}: {:?}", name, value);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn words_at_places(pages in proptest::collection::vec(page(), 0..4)) {
        hold(numbered(pages))?;
    }

    #[test]
    fn tables_of_likely_words(rows in proptest::collection::vec(proptest::collection::vec(text(), 5), 0..30)) {
        let sheet = (0..).zip(&rows).fold(Sheet::invoice(), |sheet, (nth, row)| {
            let cells: Vec<&str> = row.iter().map(String::as_str).collect();
            sheet.line(315 + 12 * nth, &cells)
        });
        hold(sheet.pages())?;
    }

    #[test]
    fn words_in_any_order_of_the_page_s_content(seed in any::<u64>()) {
        let pages = Sheet::invoice()
            .line(315, &["1", "Motor KM 90", "2", "50.00", "100.00"])
            .line(327, &["", "with brake"])
            .line(339, &["2", "Gear", "5", "10.00", "50.00"])
            .line(360, &["", "Total", "", "", "150.00"])
            .pages();
        let mut shuffled = pages.clone();
        let mut state = seed;
        shuffled[0].words.sort_by_cached_key(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 33
        });
        let bytes = |pages| serde_json::to_vec(&read(pages)).unwrap();
        prop_assert_eq!(bytes(pages), bytes(shuffled));
    }
}
