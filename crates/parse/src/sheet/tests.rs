//! Sheets as people make them, and as they break.

/// Text files.
mod csv;

/// Layouts: titles, labels, heads, sums, several sheets.
mod layout;

/// XLSX.
mod xlsx;

/// ODS.
mod ods;

/// Archives that lie or burst.
mod bombs;

/// Any bytes.
mod any;

/// The project's own samples.
mod samples;

use super::{read_text, read_workbook};
use crate::limits::Limits;
use trade::{Code, Parsed};

/// Reads a text file within the default limits.
fn csv_of(text: &str) -> Parsed {
    read_text(text.as_bytes(), &Limits::default())
}

/// The codes found, in order.
fn codes(parsed: &Parsed) -> Vec<Code> {
    parsed.findings.iter().map(|finding| finding.code).collect()
}

/// The place of the first finding with a code.
fn position(parsed: &Parsed, code: Code) -> String {
    let finding = parsed.findings.iter().find(|finding| finding.code == code);
    let finding = finding.unwrap_or_else(|| panic!("{code} among {:?}", parsed.findings));
    finding.inputs.get("position").cloned().unwrap_or_default()
}

/// A decimal of the record as text.
fn text<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
