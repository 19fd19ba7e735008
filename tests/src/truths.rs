//! Each sound PDF among the samples is released with the record it was drawn from, value by value.
//!
//! The records stand in `tests/records`, written when the PDFs were drawn. What is not read yet is listed here with its
//! reason. A listed value that is read fails the test as one that is misread does, so that the list can only shrink.

use crate::harness::{Tide, root, sample};
use rust_decimal::Decimal;
use serde_json::Value;
use std::collections::BTreeMap;

/// PDF, field (`*` is any number) and why it is not released as printed.
const MISSED: &[(&str, &str, &str)] = &[
    ("certificate-of-origin.pdf", "line_items[3].quantity", MASS),
    ("certificate-of-origin.pdf", "line_items[3].unit", MASS),
    ("factur-x.pdf", "references.despatch 80073374", GROUPS),
    ("factur-x.pdf", "references.despatch 80073375", GROUPS),
    ("factur-x.pdf", "references.despatch 80073376", GROUPS),
    ("factura-pagina.pdf", "seller.country", LETTERHEAD),
    ("facture-page.pdf", "seller.country", LETTERHEAD),
    ("facture-page.pdf", "country_of_export", BELOW),
    ("facture-page.pdf", "marks", BELOW),
    ("ursprungserklaerung.pdf", "exporter.country", LETTERHEAD),
];

const MASS: &str = "`750 KG` under `Gross mass or quantity` is read as the mass";
const GROUPS: &str = "rows that name the delivery note of the lines below them are not read";
const LETTERHEAD: &str = "an address in one line of a letterhead is kept whole";
const BELOW: &str = "below the sums, words right behind a label without a colon are not read";

/// Fields whose form in a record is not that of the paper's maker: addresses hold their postal codes, delivery terms and
/// means of transport are kept as printed, roles of codes are not told, and charges keep their own words.
const OTHERWISE: &[&str] =
    &[".address", ".postal_code", ".printed", "transport.mode", ".role", "charges[*].kind"];

/// Fields that are numbers: their zeros behind the point mean nothing.
const NUMBERS: &[&str] = &[
    "quantity",
    "unit_price",
    "price_basis",
    "amount",
    "value",
    "packages",
    "percent",
    "total",
    "total_value",
];

/// A record as field → text. References have no order: they are told by what they say.
fn values(record: &Value) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    walk("", record, &mut values);
    let lines = record["line_items"].as_array().map_or(0, Vec::len);
    values.insert("line_items.count".into(), lines.to_string());
    values
}

fn walk(path: &str, value: &Value, values: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(members) if path.starts_with("references[") => {
            let text = |key: &str| members[key].as_str().unwrap_or_default().to_owned();
            values.insert(format!("references.{} {}", text("type"), text("value")), "stated".into());
        }
        Value::Object(members) => {
            let dot = if path.is_empty() { "" } else { "." };
            members.iter().for_each(|(key, value)| walk(&format!("{path}{dot}{key}"), value, values));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| walk(&format!("{path}[{at}]"), item, values));
        }
        Value::Null => {}
        Value::String(text) => drop(values.insert(path.to_owned(), text.clone())),
        other => drop(values.insert(path.to_owned(), other.to_string())),
    }
}

/// The field with each number of an item as `*`.
fn general(field: &str) -> String {
    let mut parts = field.split('[');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |whole, part| match part.split_once(']') {
        Some((_, rest)) => format!("{whole}[*]{rest}"),
        None => format!("{whole}[{part}"),
    })
}

/// Whether both say the same in this field.
fn is_same(field: &str, one: &str, other: &str) -> bool {
    let number = |text: &str| text.parse::<Decimal>().ok();
    // One and piece: the XML of an invoice says the one where its page says the other.
    let is_piece = |text: &str| matches!(text, "C62" | "H87");
    let is_number = NUMBERS.iter().any(|end| field.ends_with(end));
    one == other
        || (is_number && number(one).is_some() && number(one) == number(other))
        || (field.ends_with(".unit") && is_piece(one) && is_piece(other))
}

/// What is wrong with the record released for a PDF, or with the list of what is missed.
fn differences(file: &str, drawn: &Value, released: &Value, missed: &[(&str, &str, &str)]) -> Vec<String> {
    let (drawn, released) = (values(drawn), values(released));
    let mut said = Vec::new();
    let mut met = vec![false; missed.len()];
    for (field, value) in &drawn {
        let general = general(field);
        if OTHERWISE.iter().any(|end| general.ends_with(end)) {
            continue;
        }
        let found = released.get(field).map(String::as_str);
        let fits =
            |(of, listed, _): &(&str, &str, &str)| *of == file && (*listed == field || *listed == general);
        let listed = missed.iter().position(fits);
        listed.into_iter().for_each(|at| met[at] = true);
        let is_right = found.is_some_and(|found| is_same(field, value, found));
        match listed {
            Some(at) if is_right => {
                said.push(format!("{file}: {field} is read now ({}): take it out of the list", missed[at].2));
            }
            Some(_) if found.is_none() => {}
            None if is_right => {}
            _ => said.push(format!("{file}: {field} is {value:?}, released was {found:?}")),
        }
    }
    let of_file = missed.iter().zip(met).filter(|((of, ..), met)| *of == file && !met);
    said.extend(of_file.map(|((_, field, _), _)| format!("{file}: {field} is listed but not printed")));
    said
}

#[test]
fn what_is_released_of_a_sound_pdf_is_what_it_was_drawn_from() {
    let tide = Tide::new();
    let mut drawn = BTreeMap::new();
    for entry in std::fs::read_dir(root().join("tests/records")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if !name.starts_with("fail-") {
            let whole: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            drawn.insert(format!("{name}.pdf"), whole["record"].clone());
        }
    }
    assert!(drawn.len() >= 10 && MISSED.iter().all(|(file, ..)| drawn.contains_key(*file)));
    let mut words = vec![std::path::PathBuf::from("run")];
    words.extend(drawn.keys().map(|file| sample(file)));
    let printed = tide.run(&words).ok().lines();
    let releases = tide.releases();
    let mut said = Vec::new();
    for (file, record) in &drawn {
        let document = printed.iter().find(|document| document["file"] == file.as_str()).unwrap();
        let release = releases.iter().find(|release| release["correlation_id"] == document["correlation_id"]);
        match release {
            Some(release) => said.extend(differences(file, record, &release["record"], MISSED)),
            None => said.push(format!("{file} was not released: {document:#}")),
        }
    }
    assert!(said.is_empty(), "{} differences:\n{}", said.len(), said.join("\n"));
}

#[test]
fn differences_are_told_both_ways() {
    let drawn = serde_json::json!({"packages": "12", "line_items": [{"amount": "5.00", "unit": "H87"}]});
    let read = serde_json::json!({"packages": "13", "line_items": [{"amount": "5", "unit": "C62"}]});
    let told = |read: &Value, missed: &[(&str, &str, &str)]| differences("a.pdf", &drawn, read, missed);
    let wrong = vec!["a.pdf: packages is \"12\", released was Some(\"13\")".to_owned()];
    assert_eq!(told(&read, &[]), wrong);
    // A listed value may be missing; it may not be wrong, and not right either.
    let missed = [("a.pdf", "line_items[*].amount", "why")];
    assert_eq!(
        told(&serde_json::json!({"packages": "12", "line_items": [{"unit": "H87"}]}), &missed),
        [""; 0]
    );
    assert_eq!(told(&read, &[("a.pdf", "packages", "why")]), wrong);
    assert_eq!(
        told(&drawn, &missed),
        ["a.pdf: line_items[0].amount is read now (why): take it out of the list"]
    );
    assert_eq!(told(&drawn, &[("a.pdf", "marks", "why")]), ["a.pdf: marks is listed but not printed"]);
    assert_eq!(general("line_items[12].hs_codes[0].code"), "line_items[*].hs_codes[*].code");
    assert!(!is_same("invoice_number", "012", "12"));
}
