//! Findings of a handful of documents, byte for byte.

use super::*;

fn many_faults() -> Record {
    let mut record = envelope();
    record.incoterms =
        Some(Box::new(DeliveryTerms { printed: Some("DAT Hamburg".into()), ..DeliveryTerms::default() }));
    record.invoice_date = Some(date(2027, 2, 3));
    record.destination = Some("Jugoslawien".into());
    record.total_value = number("16185.26");
    let lines = &mut record.line_items;
    lines[0].hs_code = Some("84713O".into());
    lines[0].description = Some("Spare parts".into());
    lines[1].currency = Some("DEM".into());
    lines[1].unit = Some("pcs".into());
    lines[2].hs_code = Some("770100".into());
    lines[2].origin_country = Some("CHN".into());
    record
}

#[test]
fn the_findings_of_a_document_with_many_faults() {
    insta::assert_json_snapshot!(run(&mut many_faults(), &envelope_context()));
}

#[test]
fn the_findings_of_a_document_without_codes() {
    let mut record = envelope();
    for line in &mut record.line_items {
        line.hs_code = None;
    }
    insta::assert_json_snapshot!(run(&mut record, &envelope_context()));
}

#[test]
fn the_findings_of_ten_digit_codes() {
    let mut record = envelope();
    record.line_items[0].hs_code = Some("8471.30.0100".into());
    insta::assert_json_snapshot!((run(&mut record, &envelope_context()), &record.line_items[0].hs_codes));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let bytes = || serde_json::to_string(&run(&mut many_faults(), &envelope_context())).unwrap();
    assert_eq!(bytes(), bytes());
}
