//! Good documents as whole records, and the same invoice in both formats.

use super::read;
use trade::Kind;

const UBL_INVOICE: &str = include_str!("samples/ubl-invoice.xml");
const UBL_DESPATCH_ADVICE: &str = include_str!("samples/ubl-despatch-advice.xml");
const CII_CUSTOMS: &str = include_str!("samples/cii-customs.xml");
const ZUGFERD1: &str = include_str!("samples/zugferd1.xml");
const TWIN_UBL: &str = include_str!("samples/twin-ubl.xml");
const TWIN_CII: &str = include_str!("samples/twin-cii.xml");

#[test]
fn a_ubl_invoice_with_everything_customs_can_use() {
    let parsed = read(UBL_INVOICE);
    assert_eq!((parsed.kind, parsed.format.as_str()), (Kind::CommercialInvoice, "ubl-invoice"));
    assert_eq!(parsed.language.as_deref(), Some("de"));
    insta::assert_json_snapshot!(parsed);
}

#[test]
fn a_despatch_advice_is_a_packing_list() {
    let parsed = read(UBL_DESPATCH_ADVICE);
    assert_eq!((parsed.kind, parsed.format.as_str()), (Kind::PackingList, "ubl-despatch-advice"));
    assert_eq!(parsed.findings, []);
    insta::assert_json_snapshot!(parsed.record);
}

#[test]
fn a_cii_proforma_with_groups_weights_and_carriage() {
    let parsed = read(CII_CUSTOMS);
    assert_eq!((parsed.kind, parsed.format.as_str()), (Kind::ProformaInvoice, "cii"));
    assert_eq!(parsed.language.as_deref(), Some("fr"));
    insta::assert_json_snapshot!(parsed.record);
}

#[test]
fn the_older_naming_of_cii_reads_alike() {
    let parsed = read(ZUGFERD1);
    assert_eq!((parsed.format.as_str(), parsed.findings.len()), ("cii-zugferd1", 0));
    insta::assert_json_snapshot!(parsed.record);
}

#[test]
fn twins_of_one_invoice_give_equal_records() {
    let (ubl, cii) = (read(TWIN_UBL), read(TWIN_CII));
    assert_eq!(ubl.findings, []);
    assert_eq!(cii.findings, []);
    assert_eq!(ubl.record, cii.record);
    assert_eq!(ubl.kind, Kind::CreditNote);
    insta::assert_json_snapshot!(ubl.record);
}

#[test]
fn every_value_of_a_record_has_its_evidence() {
    for xml in [UBL_INVOICE, UBL_DESPATCH_ADVICE, CII_CUSTOMS, ZUGFERD1, TWIN_UBL, TWIN_CII] {
        let parsed = read(xml);
        let reading = parsed.reading.unwrap();
        let record = serde_json::to_value(&parsed.record).unwrap();
        for (path, value) in leaves(&record) {
            let line = path.strip_prefix("line_items[").and_then(|rest| rest.split_once("]."));
            let read = match line {
                Some((at, field)) => reading.line_items[at.parse::<usize>().unwrap()].get(field),
                None => reading.values.get(&path),
            };
            // What is no value of an element: the words for where an element stood, and counts of elements.
            let by_place = path.ends_with("].type")
                || path.ends_with(".scheme")
                || path.ends_with(".count")
                || path.ends_with(".inside");
            let Some(read) = read else {
                assert!(by_place, "{path} has no evidence");
                continue;
            };
            let seen = read.value.as_deref();
            assert!(
                seen == value.as_str() || seen == Some(value.to_string().as_str()),
                "{path}: {seen:?} {value}"
            );
            assert!(read.place.as_deref().unwrap().starts_with('/'), "{path}");
        }
    }
}

/// Every value with its path.
fn leaves(value: &serde_json::Value) -> Vec<(String, serde_json::Value)> {
    let under = |key: String, inner: &serde_json::Value| {
        let inner = leaves(inner).into_iter();
        inner.map(move |(path, leaf)| {
            let dot = if path.is_empty() || path.starts_with('[') { "" } else { "." };
            (format!("{key}{dot}{path}"), leaf)
        })
    };
    match value {
        serde_json::Value::Object(fields) => {
            fields.iter().flat_map(|(key, inner)| under(key.clone(), inner)).collect()
        }
        serde_json::Value::Array(items) => {
            items.iter().enumerate().flat_map(|(at, inner)| under(format!("[{at}]"), inner)).collect()
        }
        leaf => vec![(String::new(), leaf.clone())],
    }
}
