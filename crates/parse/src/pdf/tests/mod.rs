//! Bad PDFs made here, and what the reading says of them.

mod bad;
mod paper;
mod revised;

use crate::limits::Limits;
use crate::pdf::read;
use trade::{Code, Finding, Parsed};

fn parsed(bytes: &[u8]) -> Parsed {
    read(bytes, &Limits::default(), false)
}

/// The codes of all that holds the document.
fn doubts(parsed: &Parsed) -> Vec<Code> {
    parsed.findings.iter().filter(|finding| finding.holds()).map(|finding| finding.code).collect()
}

/// The first finding with this code.
fn finding(parsed: &Parsed, code: Code) -> &Finding {
    parsed
        .findings
        .iter()
        .find(|finding| finding.code == code)
        .unwrap_or_else(|| panic!("{code}: {parsed:#?}"))
}
