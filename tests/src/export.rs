//! Lines as tables: every line once, as it left or was held, the same in each form.

use crate::harness::{Tide, sample};
use calamine::{Data, Reader as _, Xlsx, open_workbook};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A table by column name; numbers and texts as text.
type Rows = Vec<BTreeMap<String, String>>;

fn csv(tide: &Tide, words: &str) -> Rows {
    let file = tide.path("lines.csv");
    tide.say(&format!("export --format csv --out {} {words}", file.display())).ok();
    let text = std::fs::read_to_string(file).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

#[test]
fn a_file_that_is_replaced_is_said_to_be_and_no_folder_is_made() {
    let tide = Tide::new();
    tide.run(&["run".into(), sample("envelope-urgent.json")]).ok();
    let export = |out: &str| tide.say(&format!("export --format csv --out {out}"));
    assert_eq!(export("lines.csv").ok().json()["replaced"], false);
    assert_eq!(export("lines.csv").ok().json()["replaced"], true);
    let none = export("nowhere/lines.csv").ended(2);
    assert!(none.err.contains("there is no folder nowhere"), "{none:?}");
    assert!(export("data").ended(2).err.contains("is a folder"));
    assert!(!tide.path("nowhere").exists());
}

fn ndjson(tide: &Tide) -> Rows {
    let file = tide.path("lines.ndjson");
    tide.say(&format!("export --format ndjson --out {}", file.display())).ok();
    let plain = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let rows = crate::harness::lines(&std::fs::read_to_string(file).unwrap());
    rows.iter()
        .map(|row| row.as_object().unwrap().iter().map(|(key, value)| (key.clone(), plain(value))).collect())
        .collect()
}

fn xlsx(tide: &Tide) -> Rows {
    let file = tide.path("lines.xlsx");
    tide.say(&format!("export --format xlsx --out {}", file.display())).ok();
    let mut workbook: Xlsx<_> = open_workbook(file).unwrap();
    let range = workbook.worksheet_range_at(0).unwrap().unwrap();
    let head: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let formulas = workbook.worksheet_formula(&workbook.sheet_names()[0]).unwrap();
    assert!(formulas.is_empty(), "an export has no formulas");
    let number_or_text = |cell: &Data| match cell {
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    };
    range
        .rows()
        .skip(1)
        .map(|row| head.iter().cloned().zip(row.iter().map(number_or_text)).collect())
        .collect()
}

#[test]
fn each_line_stands_once_in_each_form_as_it_left_or_was_held() {
    let tide = Tide::new();
    let formula = "=HYPERLINK(\"http://evil.example\")";
    let item = json!({
        "description": format!("{formula} steel screws"), "quantity": 4, "unit_price": 2.5, "currency": "EUR",
        "hs_code": "731815", "origin_country": "DE",
    });
    let file = tide.file(
        "formula.json",
        json!({ "correlation_id": "formula", "payload": { "compliance_data": {
        "invoice_number": "-1+1", "incoterms": "FCA", "total_value": 10.0, "line_items": [item] } } })
        .to_string(),
    );
    let samples = [
        "invoice-english.csv",
        "fail-unknown-hs-code.csv",
        "fail-total-does-not-add-up.csv",
        "fail-no-hs-code.xml",
    ];
    let mut words = vec!["run".into(), file];
    words.extend(samples.map(sample));
    tide.run(&words).ok();

    let rows = csv(&tide, "");
    assert_eq!(rows.len(), 1 + 3 + 4 + 3 + 4);
    let (from_json, from_workbook) = (ndjson(&tide), xlsx(&tide));
    assert_eq!((from_json.len(), from_workbook.len()), (rows.len(), rows.len()));
    for (row, (json, cells)) in rows.iter().zip(from_json.iter().zip(&from_workbook)) {
        for key in ["correlation_id", "line", "line_state", "codes", "hs_code", "currency", "origin_country"]
        {
            assert_eq!((&json[key], &cells[key]), (&row[key], &row[key]), "{key}");
        }
        let number = |rows: &BTreeMap<String, String>| rows["quantity"].parse::<f64>().unwrap();
        assert!(number(row) == number(json) && number(row) == number(cells));
    }
    matches_the_outlet(&tide, &rows);

    // What a spreadsheet would run is text there; NDJSON has it as it is.
    let of = |rows: &Rows| rows.iter().find(|row| row["correlation_id"] == "formula").unwrap().clone();
    assert!(of(&rows)["description"].starts_with("'="), "{:?}", of(&rows));
    assert_eq!(of(&rows)["invoice_number"], "'-1+1");
    assert!(of(&from_json)["description"].starts_with("=HYPERLINK"));
    assert_eq!(csv(&tide, "--state in_review").len(), 7);
    assert_eq!(csv(&tide, "--since 2999-01-01").len(), 0);
    tide.say("export --format pdf --out x.pdf").ended(2);
}

/// Released rows are the lines of the releases; quarantined ones are the lines they hold back.
fn matches_the_outlet(tide: &Tide, rows: &Rows) {
    let with_state = |state: &str| -> Vec<(String, String)> {
        let mut found: Vec<_> = rows
            .iter()
            .filter(|row| row["line_state"] == state)
            .map(|row| (row["correlation_id"].clone(), row["line"].clone()))
            .collect();
        found.sort();
        found
    };
    let of_releases = |pointer: &str| {
        let mut found = Vec::new();
        for release in tide.releases() {
            for line in release.pointer(pointer).unwrap().as_array().unwrap() {
                found
                    .push((release["correlation_id"].as_str().unwrap().to_owned(), line["line"].to_string()));
            }
        }
        found.sort();
        found
    };
    assert_eq!(with_state("released"), of_releases("/record/line_items"));
    let held = with_state("quarantined");
    assert!(of_releases("/held_lines").iter().all(|line| held.contains(line)), "{held:?}");
    assert_eq!(held.len(), 1 + 4, "the unknown code, and the invoice without codes");
    assert_eq!(with_state("unsent").len(), 3, "the invoice whose total waits for a person");
}
