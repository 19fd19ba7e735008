//! Pages of words become a record: rows, columns, tables, labels, and the proof that nothing was missed.
//!
//! It reads what a page shows, whatever took the page apart: a PDF's text today, the words of an OCR engine tomorrow. It
//! knows no suppliers and no layouts: a table is what stands below a head, a value what stands beside its label, and the
//! words for both stand in the lexicons. What it cannot prove it says.

/// Words become rows and runs.
mod rows;

/// Rows that stand on every page.
mod furniture;

/// The head of a table.
mod head;

/// Where columns are cut.
mod cut;

/// The rows below a head.
mod body;

/// Rows that belong to one line of goods.
mod group;

/// Columns told by their numbers.
mod infer;

/// A line of goods from its rows.
mod item;

/// What words under the goods say of them without a colon.
mod said;

/// Packages and totals in words.
mod packed;

/// The origin of all goods.
mod origin;

/// Quantities that are weights.
mod weighed;

/// The tables of a document.
mod tables;

/// Whether a text is of the form of a field.
mod form;

/// Labels with their values in one text.
mod pair;

/// Titles.
mod title;

/// Labels and values around the tables.
mod labels;

/// Blocks of address.
mod blocks;

/// Parties without labels.
mod letterhead;

/// Names and companies.
mod name;

/// Which of several names is the sender's.
mod sender;

/// What sentences say.
mod prose;

/// Sums and charges.
mod sums;

/// What the whole document says of a value.
mod settle;

/// What the sums say of the reading.
mod proof;

/// How likely a value is right.
mod confidence;

#[cfg(test)]
mod tests;

pub(crate) use name::{is_company, is_form};

use crate::draft::figures::number_part;
use crate::draft::words::is_number_text;
use crate::draft::write::{parsed, write};
use crate::draft::{Draft, doubts};
use crate::pdf::page::{Page, Rect};
use std::collections::HashMap;
use trade::{Finding, Parsed};

/// Texts looked at to tell the language.
const LANGUAGE_TEXTS_MAX: usize = 200;

/// Whether a text is a number, perhaps with a currency or a unit.
fn is_number(text: &str) -> bool {
    is_number_text(number_part(text))
}

/// What is read of pages. `rule` names the reader in findings.
pub fn understand(mut pages: Vec<Page>, format: &str, rule: &'static str, findings: Vec<Finding>) -> Parsed {
    let height = pages.first().map_or(0.0, |page| page.height);
    let mut all = Vec::new();
    for page in &mut pages {
        all.extend(rows::rows(page));
    }
    let rows = furniture::without(all, &pages);
    let rules: HashMap<u32, &[Rect]> =
        pages.iter().map(|page| (page.number, page.rules.as_slice())).collect();
    let rules_of = |page: u32| rules.get(&page).copied().unwrap_or_default();
    let mut draft = Draft::default();
    let rest = tables::read(&rows, &rules_of, &mut draft);
    title::read(&rows, &rest.rows, &mut draft);
    draft.empty_table = rest.empty;
    let taken = sums::read(&rows, &rest, &mut draft);
    packed::read(&rows, &rest.rows, rest.goods.last().copied().unwrap_or(0), &mut draft);
    let mut labels = labels::Labels::new(&rows, &rest.rows, taken, &mut draft);
    labels.read();
    let taken = std::mem::take(&mut labels.taken);
    prose::read(&rows, &rest.rows, &taken, &mut draft);
    letterhead::read(&rows, &rest.rows, &taken, height, &mut draft);
    letterhead::doubt_double(&mut draft);
    origin::read(&rows, &rest.rows, &mut draft);
    weighed::read(&rows, &rest.rows, rest.goods.last().copied().unwrap_or(0), &mut draft);
    settle::settle(&rows, &mut draft);
    sums::resolve(&mut draft);
    let texts = rows.iter().flat_map(|row| &row.runs).map(|run| run.text.clone());
    draft.words.extend(texts.take(LANGUAGE_TEXTS_MAX));
    let (mut scribe, mut record, kind) = write(&draft, rule, None);
    doubts::tell(&mut scribe, &draft);
    proof::prove(&mut scribe, &mut record, kind, &draft.roles, &draft.unplaced_numbers);
    confidence::weigh(&mut scribe.reading, &scribe.findings);
    parsed(scribe, record, kind, &draft, format, findings)
}
