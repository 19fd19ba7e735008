//! Descriptions that customs refuses (DESIGN §9 Descriptions): the whole of it, without numbers, sizes and part
//! numbers, is listed vague terms and words that say nothing; or no word of it reaches a heading of the HS.
//!
//! A vague word inside a specific description is not vague. The HS texts at hand are English: a description that
//! reaches nothing is refused where the document's descriptions are English, said to be doubtful (a warning) where
//! their language cannot be told, and not judged where they are of another language. That a description is missing
//! is said by the rule of required fields.

mod language;
mod vague;

use super::raw;
use crate::findings::Findings;
use language::Language;
use tariff::words::reaches_heading;
use trade::{Code, Finding, Record};

const RULE: &str = "description.specific/1";

pub(crate) fn check(record: &Record, findings: &mut Findings) {
    // Of the whole document, told when the first description reaches nothing.
    let mut language = None;
    for line in &record.line_items {
        let Some(text) = line.description.as_deref().filter(|text| !text.trim().is_empty()) else { continue };
        let finding = |message| {
            let finding = Finding::line(RULE, Code::DescriptionAmbiguous, line.line, message);
            finding.field("description").input("raw", raw(text))
        };
        if vague::is_vague(text) {
            findings
                .error(|| finding("The description says no more than a term that customs refuses as vague"));
        } else if !reaches_heading(text) {
            match language.get_or_insert_with(|| Language::of(record)) {
                Language::English => {
                    findings.error(|| finding("No word of the description leads to a heading of the tariff"));
                }
                Language::Unknown => {
                    let message = "No word of the description leads to a heading, if it is English";
                    findings.warning(|| finding(message));
                }
                Language::Other => {}
            }
        }
    }
}
