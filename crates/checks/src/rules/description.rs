//! Descriptions that customs refuses: the whole of it, without numbers, sizes and part
//! numbers, is listed vague terms and words that say nothing; or no word of it reaches a heading of the HS.
//!
//! A vague word inside a specific description is not vague; one specific noun is enough. The HS texts at hand are
//! English and do not have every word of the trade: where no word reaches a heading, the line is held only if each
//! word is known to say nothing (small words, materials found everywhere); a word that nobody knows is a warning, and
//! nothing at all where the document's descriptions are of another language. That a description is missing is said
//! by the rule of required fields.

mod language;
mod vague;
mod word;

use super::raw;
use crate::findings::Findings;
use language::is_foreign;
use tariff::words::{reach, reaches_heading};
use trade::{Code, Finding, Record};

const RULE: &str = "description.specific/1";

/// A word found in more headings than this names a material or a quality.
const HEADINGS_MAX: u32 = 60;

pub(crate) fn check(record: &Record, findings: &mut Findings) {
    // Of the whole document, told when the first description reaches nothing.
    let mut foreign = None;
    for line in &record.line_items {
        let Some(text) = line.description.as_deref().filter(|text| !text.trim().is_empty()) else { continue };
        let finding = |message| {
            let finding = Finding::line(RULE, Code::DescriptionAmbiguous, line.line, message);
            finding.field("description").input("raw", raw(text))
        };
        if vague::is_vague(text) {
            findings
                .error(|| finding("The description says no more than a term that customs refuses as vague"));
        } else if reaches_heading(text) {
            continue;
        } else if word::words(text).all(|word| says_nothing(&word)) {
            findings.error(|| finding("The description names materials and qualities, but no goods"));
        } else if !*foreign.get_or_insert_with(|| is_foreign(record)) {
            findings.warning(|| finding("No word of the description leads to a heading of the tariff"));
        }
    }
}

/// A word of the lists, or one that stands all over the tariff.
fn says_nothing(word: &word::Word) -> bool {
    vague::is_known(word) || reach(word.as_str()).is_some_and(|headings| headings > HEADINGS_MAX)
}
