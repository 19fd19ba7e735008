//! The project's own samples: each sheet is read as `tests/samples.json` says.

use super::*;
use std::path::PathBuf;

#[test]
fn every_sample_sheet_is_read_as_expected() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let expected = std::fs::read_to_string(root.join("tests/samples.json")).unwrap();
    let expected: serde_json::Value = serde_json::from_str(&expected).unwrap();
    let mut sheets = 0;
    for (name, wanted) in expected.as_object().unwrap() {
        let bytes = std::fs::read(root.join("samples").join(name)).unwrap();
        let parsed = match name.rsplit('.').next() {
            Some("csv" | "tsv") => read_text(&bytes, &Limits::default()),
            Some("xlsx" | "ods") => read_workbook(&bytes, &Limits::default()),
            _ => continue,
        };
        sheets += 1;
        let record = &parsed.record;
        let lines = u64::try_from(record.line_items.len()).unwrap();
        assert_eq!(Some(lines), wanted["lines"].as_u64(), "{name}");
        assert_eq!(
            record.total_value.map(|total| total.to_string()).as_deref(),
            wanted["total_value"].as_str(),
            "{name}"
        );
        assert_eq!(record.currency.as_deref(), wanted["currency"].as_str(), "{name}");
        assert!(!parsed.findings.iter().any(trade::Finding::holds), "{name}: {:?}", parsed.findings);
    }
    assert!(sheets >= 10);
}
