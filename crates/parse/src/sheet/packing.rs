//! A packing list beside the goods: its weights and packages go to the lines it names.
//!
//! A row belongs to the one line with the same part number, else the same description, else the same line number, if
//! both sides have it once. What finds no line stays unplaced, and is told.

use super::table::Table;
use crate::draft::{Draft, LineDraft, SumDraft};
use crate::lexicon::fold;

/// What a packing list adds to a line.
const ADDED: [&str; 9] = [
    "net_weight",
    "gross_weight",
    "packages",
    "package_type",
    "volume",
    "marks",
    "attribute.dimensions",
    "attribute.weight",
    "lot",
];

/// What tells that two rows are of the same goods.
const KEYS: [&str; 3] = ["part_number", "description", "line"];

/// Joins the rows of tables without prices to the goods.
pub fn join(draft: &mut Draft, tables: &mut Vec<Table>) {
    for table in tables.drain(..).filter(|table| !table.lines.is_empty()) {
        let key = KEYS.into_iter().find(|key| {
            is_key(&draft.lines, key) && is_key(&table.lines, key) && fits(&draft.lines, &table.lines, key)
        });
        let Some(key) = key else {
            let sheet = table.lines.first().map_or_else(String::new, |line| line.place.clone());
            draft.unplaced.push(format!("of the table without prices at {sheet}"));
            continue;
        };
        for packed in &table.lines {
            let Some(name) = packed.cells.get(key).map(|seen| fold(&seen.text)) else { continue };
            let line = draft
                .lines
                .iter_mut()
                .find(|line| line.cells.get(key).is_some_and(|seen| fold(&seen.text) == name));
            let Some(line) = line else { continue };
            for field in ADDED {
                if let Some(seen) = packed.cells.get(field) {
                    line.cells.entry(field.to_owned()).or_insert_with(|| seen.clone());
                }
            }
        }
        let all = draft.lines.len();
        let of_weights = |sum: &SumDraft| ADDED.contains(&sum.name.as_str());
        draft.sums.extend(
            table.sums.into_iter().filter(of_weights).map(|sum| SumDraft { lines_above: all, ..sum }),
        );
    }
}

/// Every line has it, and no two have the same.
fn is_key(lines: &[LineDraft], key: &str) -> bool {
    let mut values: Vec<String> =
        lines.iter().filter_map(|line| line.cells.get(key)).map(|seen| fold(&seen.text)).collect();
    let all = values.len() == lines.len() && !values.is_empty();
    values.sort_unstable();
    all && values.windows(2).all(|pair| pair.first() != pair.get(1))
}

/// Every packed row names a line.
fn fits(lines: &[LineDraft], packed: &[LineDraft], key: &str) -> bool {
    let value = |line: &LineDraft| line.cells.get(key).map(|seen| fold(&seen.text));
    packed.iter().all(|row| lines.iter().any(|line| value(line) == value(row)))
}
