//! Tariff editions and their dates: a code born in an edition is refused before its day and accepted after.

use crate::harness::Tide;
use serde_json::{Value, json};

/// Two editions in the form of the USITC's export: the second splits a code.
const FIRST: &str = r#"[
 {"htsno":"8471","indent":"0","description":"Automatic data processing machines and units thereof:","units":[],"general":""},
 {"htsno":"8471.30.01.00","indent":"1","description":"Portable, weighing not more than 10 kg","units":["No."],"general":"Free"}]"#;
const SECOND: &str = r#"[
 {"htsno":"8471","indent":"0","description":"Automatic data processing machines and units thereof:","units":[],"general":""},
 {"htsno":"8471.30.01","indent":"1","description":"Portable, weighing not more than 10 kg:","units":[],"general":""},
 {"htsno":"8471.30.01.10","indent":"2","description":"Tablet computers","units":["No."],"general":"Free"},
 {"htsno":"8471.30.01.50","indent":"2","description":"Other","units":["No."],"general":"Free"}]"#;

/// A data folder that knows both.
fn with_editions() -> Tide {
    let tide = Tide::new();
    for (name, rows, effective) in [("first", FIRST, "2025-01-01"), ("second", SECOND, "2026-01-01")] {
        let file = tide.file(&format!("{name}.json"), rows);
        let words =
            ["tariff", "import", "us-hts", file.to_str().unwrap(), "--effective", effective, "--name", name];
        let said = tide.run(&words).ok().json();
        assert_eq!((&said["edition"], &said["scheme"]), (&json!(name), &json!("us-hts")));
        assert_eq!(said["first_code"], "8471");
        assert!(said["declarable"].as_u64().unwrap() < said["codes"].as_u64().unwrap(), "{said}");
    }
    tide
}

#[test]
fn a_code_is_what_it_is_on_a_day() {
    let tide = with_editions();
    let names: Vec<Value> =
        tide.say("tariff list").ok().lines().iter().map(|of| of["edition"].clone()).collect();
    assert!(["first", "second", "HS 2022"].iter().all(|name| names.contains(&json!(name))), "{names:?}");
    for (code, on, verdict, edition) in [
        ("8471.30.01.00", "2025-06-01", "ok", "first"),
        ("8471300110", "2025-12-31", "hs_not_in_force", "first"),
        ("8471300110", "2026-01-01", "ok", "second"),
        ("8471300100", "2026-02-01", "hs_not_in_force", "second"),
        ("8471300199", "2026-02-01", "hs_unknown", "second"),
        ("84713001", "2026-02-01", "hs_too_short", "second"),
        ("84A", "2026-02-01", "hs_malformed", "second"),
    ] {
        let ran = tide.say(&format!("tariff lookup us-hts {code} --on {on}"));
        let said = ran.ended(if verdict == "ok" { 0 } else { 3 }).json();
        assert_eq!((&said["verdict"], &said["edition"]), (&json!(verdict), &json!(edition)), "{said}");
    }
    let split = tide.say("tariff lookup us-hts 8471300100 --on 2026-02-01").ended(3).json();
    let near: Vec<&str> =
        split["near"].as_array().unwrap().iter().filter_map(|near| near["code"].as_str()).collect();
    assert!(near.contains(&"8471300110") && near.contains(&"8471300150"), "a split offers both: {near:?}");
    // What is built in, and what is a statistic and no code.
    assert_eq!(tide.say("tariff lookup hs6 847130 --on 2026-02-01").ok().json()["verdict"], "ok");
    assert_eq!(tide.say("tariff lookup hs6 999999 --on 2026-02-01").ended(3).json()["verdict"], "hs_unknown");
    tide.say("tariff import us-hts nothing-here.json --effective 2026-01-01").ended(2);
    let broken = tide.file("broken.json", "[{\"htsno\":");
    tide.run(&["tariff", "import", "us-hts", broken.to_str().unwrap(), "--effective", "2026-01-01"]).ended(2);
}

/// An invoice with a tablet under a code, and a notebook under another.
fn invoice(id: &str, codes: [&str; 2]) -> String {
    let item = |code: &str, price: f64| {
        json!({
            "description": "Notebook computer, 14 inch display", "quantity": 2, "unit_price": price, "currency": "USD",
            "hs_code": code, "origin_country": "VN",
        })
    };
    json!({ "correlation_id": id, "payload": { "compliance_data": {
        "invoice_number": id, "incoterms": "FCA", "total_value": 1_300.0,
        "line_items": [item(codes[0], 500.0), item(codes[1], 150.0)],
    }}})
    .to_string()
}

#[test]
fn national_codes_are_checked_for_a_jurisdiction_and_a_day() {
    let tide = with_editions();
    let run = |id: &str, codes: [&str; 2], words: &[&str]| {
        let file = tide.file(&format!("{id}.json"), invoice(id, codes));
        tide.run(&[&["run", file.to_str().unwrap()], words].concat()).ok().json()
    };
    let has = |document: &Value, code: &str| {
        document["findings"].as_array().unwrap().iter().any(|finding| finding["code"] == code)
    };
    let us = ["--jurisdiction", "US"];
    let known = run("known", ["8471300110", "8471.30.01.50"], &us);
    assert_eq!((&known["state"], &known["quarantined_lines"]), (&json!("released"), &json!([])), "{known:#}");
    assert_eq!(known["edition"], json!({ "scheme": "us-hts", "name": "second" }));
    assert_eq!(known["relevant_date"]["basis"], "received");
    assert!(!has(&known, "hs_national_unchecked"));

    let unknown = run("unknown", ["8471300110", "8471300199"], &us);
    assert_eq!(unknown["state"], "released");
    assert_eq!(unknown["quarantined_lines"], json!([{ "line": 2, "codes": ["hs_unknown"] }]));

    let before =
        run("before", ["8471300100", "8471300110"], &["--jurisdiction", "US", "--as-of", "2025-06-01"]);
    assert_eq!(before["quarantined_lines"], json!([{ "line": 2, "codes": ["hs_not_in_force"] }]));
    assert_eq!(before["relevant_date"], json!({ "date": "2025-06-01", "basis": "as_of" }));
    assert_eq!(before["edition"]["name"], "first");

    // No destination: the first six digits are checked, the national ones are not, and it says so.
    let nowhere = run("nowhere", ["8471300110", "8471300199"], &[]);
    assert_eq!((&nowhere["state"], &nowhere["quarantined_lines"]), (&json!("released"), &json!([])));
    assert!(has(&nowhere, "hs_national_unchecked"));

    // A final verdict stands: asked again for another day, the answer says for what it was made.
    let file = tide.path("known.json");
    let words = ["run", file.to_str().unwrap(), "--jurisdiction", "US", "--as-of", "2025-06-01"];
    let again = tide.run(&words).ok().json();
    assert_eq!((&again["seen_before"], &again["state"]), (&json!(true), &json!("released")));
    assert!(again["verdict_for"].is_string(), "{again:#}");
    tide.say("run known.json --jurisdiction Utopia").ended(2);
    tide.is_sound();
}

#[test]
fn what_is_not_final_is_checked_anew_for_another_day() {
    let tide = with_editions();
    let file = tide.file("both.json", invoice("both", ["8471300110", "8471300150"]));
    let file = file.to_str().unwrap();
    let early = tide.run(&["run", file, "--jurisdiction", "US", "--as-of", "2025-06-01"]).ok().json();
    assert_eq!(early["state"], "in_review", "no line is sound");
    let late = tide.run(&["run", file, "--jurisdiction", "US", "--as-of", "2026-06-01"]).ok().json();
    assert_eq!((&late["seen_before"], &late["state"]), (&json!(true), &json!("released")), "{late:#}");
    assert_eq!(late["correlation_id"], early["correlation_id"]);
    tide.is_sound();
}
