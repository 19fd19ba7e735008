//! Papers checked without fonts and without reading a PDF: by what was put on the page.

use rust_decimal::Decimal;
use serde_json::Value;

use super::fonts::Rough;
use super::look::{Kind, looks};
use super::sheet::{Mark, Sheet};
use super::*;

/// Each layout with a few seeds: shipment, truth, pages.
fn every(seeds: u64, mut check: impl FnMut(&Shipment, &Value, &Draft)) {
    let catalogue = goods::with_more().unwrap();
    for look in looks() {
        for seed in 0..seeds {
            let (mut random, look, language) = choose(seed, look.kind, Some(look), None).unwrap();
            let deal = deal(&mut random, &catalogue, look, language, None).unwrap();
            let draft = write(&Rough, &deal, look, random).unwrap();
            check(&deal, &truth::record(&deal, look.kind, &draft.quirks, &draft.shown), &draft);
        }
    }
}

fn texts(sheet: &Sheet) -> Vec<String> {
    let marks = sheet.pages.iter().flatten();
    marks
        .filter_map(|mark| if let Mark::Text { text, .. } = mark { Some(text.clone()) } else { None })
        .collect()
}

/// The page's texts in one, lines of a wrapped text joined.
fn whole(draft: &Draft) -> String {
    texts(&draft.sheet).join(" ").to_uppercase()
}

fn decimal(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

#[test]
fn what_the_truth_says_stands_on_the_page() {
    every(12, |deal, record, draft| {
        let page = whole(draft);
        let stands = |text: &str| {
            assert!(page.contains(&text.to_uppercase()), "{}: {text:?} is not printed", draft.look.name)
        };
        for key in ["invoice_number", "currency", "payment_terms"] {
            let sign = key == "currency" && draft.signs;
            if let Some(value) = record[key].as_str().filter(|_| !sign) {
                stands(value);
            }
        }
        for party in ["seller", "buyer", "consignee", "ship_to", "exporter", "shipper"] {
            if let Some(name) = record[party]["name"].as_str() {
                stands(name);
            }
        }
        if let Some(terms) = record["incoterms"]["printed"].as_str() {
            stands(terms);
        }
        if !record["total_value"].is_null() {
            stands(&draft.money(decimal(&record["total_value"])));
        }
        for key in ["gross_weight", "net_weight"] {
            if !record[key].is_null() {
                stands(&deal.locale.number(decimal(&record[key]["value"]), deal.weight_places));
            }
        }
        for (line, item) in deal.lines.iter().zip(record["line_items"].as_array().unwrap()) {
            stands(&line.description);
            for (key, text) in
                [("part_number", &line.part_number), ("hs_code", &line.code), ("lot", &line.lot)]
            {
                if !item[key].is_null() {
                    stands(text);
                }
            }
            if !item["amount"].is_null() {
                stands(&draft.money(decimal(&item["amount"])));
            }
        }
    });
}

#[test]
fn sums_close_as_printed() {
    every(12, |deal, record, _| {
        for line in &deal.lines {
            let raw = line.quantity * line.price / line.basis * (Decimal::ONE_HUNDRED - line.discount)
                / Decimal::ONE_HUNDRED;
            assert!((raw - line.amount).abs() <= Decimal::new(5, deal.places + 1), "{raw} {}", line.amount);
        }
        if record["total_value"].is_null() {
            return;
        }
        let items = record["line_items"].as_array().unwrap();
        let goods: Decimal = items.iter().map(|item| decimal(&item["amount"])).sum();
        let charges: Decimal =
            record["charges"].as_array().into_iter().flatten().map(|charge| decimal(&charge["amount"])).sum();
        let tax = record.get("tax_total").map_or(Decimal::ZERO, decimal);
        assert_eq!(goods + charges + tax, decimal(&record["total_value"]));
        if let Some(total) = record.get("goods_total") {
            assert_eq!(goods, decimal(total));
        }
    });
}

#[test]
fn nothing_leaves_the_page() {
    every(12, |_, _, draft| {
        for (at, page) in draft.sheet.pages.iter().enumerate() {
            for mark in page {
                let Mark::Text { x, y, text, ink } = mark else { continue };
                let end = x + Rough.width((ink.family, ink.cut), ink.size, text);
                let inside = *x > 0.0 && end < draft.sheet.width && *y > 0.0 && *y < draft.sheet.height;
                assert!(inside, "{} page {}: {text:?} at {x}..{end}, {y}", draft.look.name, at + 1);
            }
        }
    });
}

/// Left, right, top and baseline of a text.
fn extent(mark: &Mark) -> Option<(f32, f32, f32, f32, &str)> {
    let Mark::Text { x, y, text, ink } = mark else { return None };
    let end = x + Rough.width((ink.family, ink.cut), ink.size, text);
    Some((*x, end, y - ink.size * 0.7, *y, text))
}

#[test]
fn no_text_lies_over_another() {
    every(4, |_, _, draft| {
        for page in &draft.sheet.pages {
            let texts: Vec<_> = page.iter().filter_map(extent).collect();
            for (at, a) in texts.iter().enumerate() {
                for b in texts.iter().skip(at + 1) {
                    let beside = a.1 <= b.0 + 0.5 || b.1 <= a.0 + 0.5;
                    let apart = a.3 <= b.2 + 0.5 || b.3 <= a.2 + 0.5;
                    assert!(beside || apart, "{}: {:?} over {:?}", draft.look.name, a.4, b.4);
                }
            }
        }
    });
}

#[test]
fn a_seed_makes_one_paper() {
    let mut first = Vec::new();
    every(2, |_, record, draft| first.push((record.to_string(), texts(&draft.sheet))));
    let mut second = Vec::new();
    every(2, |_, record, draft| second.push((record.to_string(), texts(&draft.sheet))));
    assert_eq!(first, second);
    first.dedup();
    assert_eq!(first.len(), second.len());
}

#[test]
fn papers_of_several_pages_repeat_their_heads_and_carry_sums() {
    let (mut several, mut carried) = (0, 0);
    every(12, |_, _, draft| {
        several += usize::from(draft.sheet.pages.len() > 1);
        let word = draft.bare("carried");
        carried += usize::from(draft.look.kind == Kind::Invoice && texts(&draft.sheet).contains(&word));
    });
    assert!(several > 20 && carried > 5, "{several} {carried}");
}
