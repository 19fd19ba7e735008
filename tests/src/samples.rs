//! Each sample ends as `samples.json` says; a second run makes no new documents.

use crate::harness::{Tide, root};
use crate::keeper::amount;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn expected() -> Value {
    serde_json::from_slice(&std::fs::read(root().join("tests/samples.json")).unwrap()).unwrap()
}

/// What `run` printed of a document, in the words of the list; codes are only those the list names.
fn told(document: &Value, wanted: &Value) -> Value {
    let has = |code: &Value| {
        let of_findings = document["findings"].as_array().unwrap().iter().map(|finding| &finding["code"]);
        of_findings.chain([&document["code"]]).any(|found| found == code)
    };
    let codes: Vec<&Value> = wanted["codes"].as_array().unwrap().iter().filter(|code| has(code)).collect();
    json!({
        "state": document["state"], "codes": codes, "lines": document["lines"],
        "quarantined": document["quarantined_lines"].as_array().unwrap().len(),
        "total_value": plain_total(&document["total_value"]), "currency": document["currency"],
    })
}

/// The list's entry without what identifies it.
fn plain(wanted: &Value) -> Value {
    let mut wanted = wanted.clone();
    wanted.as_object_mut().unwrap().retain(|key, _| key != "parts" && key != "correlation_id");
    wanted["total_value"] = plain_total(&wanted["total_value"]);
    wanted
}

/// A total without the zeros that a JSON number does not keep.
fn plain_total(total: &Value) -> Value {
    if total.is_null() { Value::Null } else { json!(amount(total).normalize()) }
}

fn check(printed: &[Value]) {
    // No two samples are one invoice: whichever came second would say so.
    let said = |document: &&Value| document["findings"].to_string().contains("possible_duplicate");
    assert_eq!(printed.iter().find(said), None);
    let expected = expected();
    let mut seen = 0;
    for (name, wanted) in expected.as_object().unwrap() {
        let of_file = |document: &&Value| document["file"] == json!(name);
        let document = printed.iter().find(of_file).unwrap_or_else(|| panic!("nothing came of {name}"));
        assert_eq!(told(document, wanted), plain(wanted), "{name}: {document:#}");
        seen += 1;
        let parts = wanted["parts"].as_array().cloned().unwrap_or_default();
        let printed_parts = printed.iter().filter(|part| part["container"] == document["correlation_id"]);
        assert_eq!(printed_parts.count(), parts.len(), "{name}: parts");
        for (number, wanted) in (1..).zip(&parts) {
            let part =
                printed.iter().find(|part| part["correlation_id"] == wanted["correlation_id"]).unwrap();
            assert_eq!(told(part, wanted), plain(wanted), "{name}, part {number}: {part:#}");
            assert_eq!(part["part"], number);
            seen += 1;
        }
    }
    assert_eq!(printed.len(), seen, "something came of a file that is no sample");
}

#[test]
fn every_sample_ends_as_listed_and_a_second_run_makes_nothing_new() {
    let tide = Tide::new();
    let folder = root().join("samples");
    let words = ["run".as_ref(), folder.as_os_str()];
    let first = tide.run(&words).ok().lines();
    check(&first);
    assert!(first.iter().all(|document| document["seen_before"] == false));
    let second = tide.run(&words).ok().lines();
    check(&second);
    let ids = |printed: &[Value]| -> BTreeMap<String, Value> {
        printed
            .iter()
            .map(|document| (document["correlation_id"].to_string(), document["sha256"].clone()))
            .collect()
    };
    assert_eq!(ids(&first), ids(&second));
    assert!(second.iter().all(|document| document["seen_before"] == true));
    let status = tide.say("status").ok().json();
    assert_eq!((&status["accepted"], &status["conserved"]), (&json!(first.len()), &json!(true)));
    let released = first.iter().filter(|document| document["state"] == "released").count();
    assert_eq!(tide.releases().len(), released);
    tide.is_sound();
}
