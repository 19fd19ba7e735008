//! Labels and their values around the table: beside, behind a colon, below, and blocks of parties.
//!
//! A value belongs to the nearest label before it: in the same cell, else to its right, else below. A party's block
//! goes on down its column until a blank row or another label. Unknown labels are passed over.

use super::eye::Eye;
use super::grid::{Cell, Row};
use super::numeric::is_number;
use crate::draft::phrase::{PARTIES, Phrase, label, phrase};
use crate::draft::words::{is_weak, title_kind};
use crate::draft::{Draft, Seen, Title, Typed};
use crate::lexicon::{Section, fold, lexicon};
use crate::locale::{DateReadings, Printed};
use std::collections::HashSet;

/// Lines of a party's block.
const BLOCK_LINES_MAX: usize = 8;

/// Reads the rows around the tables of a sheet.
pub struct Labels<'a, 'd> {
    /// The sheet.
    pub eye: Eye<'a>,
    /// Its rows around the tables.
    pub rows: Vec<&'a Row>,
    /// What is found goes here.
    pub draft: &'d mut Draft,
    /// Cells that were taken as values already.
    taken: HashSet<(u32, u32)>,
}

impl<'a, 'd> Labels<'a, 'd> {
    /// Over these rows of a sheet.
    pub fn new(eye: Eye<'a>, rows: Vec<&'a Row>, draft: &'d mut Draft) -> Labels<'a, 'd> {
        Labels { eye, rows, draft, taken: HashSet::new() }
    }

    /// Reads all of them.
    pub fn read(&mut self) {
        for at in 0..self.rows.len() {
            let Some(row) = self.rows.get(at).copied() else { return };
            let cells: Vec<&Cell> = row.shown().filter(|cell| cell.is_text()).collect();
            for cell in cells {
                if !self.is_taken(row.index, cell.column) {
                    self.read_cell(at, row, cell);
                }
            }
        }
    }

    /// One cell of words: a label, a label with its value, a title, a remark.
    fn read_cell(&mut self, at: usize, row: &'a Row, cell: &'a Cell) {
        if let Some((first, rest)) = cell.text.split_once('\n')
            && let Some(found) = label(first)
        {
            self.put_lines(&found, row, cell.column, rest);
        } else if let Some(found) = label(&cell.text).filter(|found| !self.is_title_only(row, cell, found)) {
            self.value_of(at, row, cell, &found);
        } else if let Some((start, value)) = cell.text.split_once(':')
            && let Some(found) = label(start)
            && !value.trim().is_empty()
        {
            self.put_with_block(at, row, cell, &found, value);
        } else if let Some(kind) = title_kind(&cell.text) {
            self.draft.titles.push(Title { kind, page: self.eye.number, row: row.index });
            self.label_before_value(row, cell);
        } else if !self.label_before_value(row, cell) {
            self.sum_outside(row, cell);
        }
    }

    /// `Invoice`, `Order` alone in its row is a title, though the word is a label as well.
    fn is_title_only(&mut self, row: &Row, cell: &Cell, found: &Phrase) -> bool {
        let alone =
            row.shown().filter(|other| other.column > cell.column).all(|other| label(&other.text).is_some());
        let is_title = alone && !cell.text.trim_end().ends_with(':') && title_kind(&cell.text).is_some();
        if is_title
            && (found.name == "invoice_number"
                || found.name.starts_with("reference.")
                || found.name.starts_with("transport.")
                || found.name == "origin_statement")
        {
            if let Some(kind) = title_kind(&cell.text) {
                self.draft.titles.push(Title { kind, page: self.eye.number, row: row.index });
            }
            return true;
        }
        false
    }

    /// The value beside a label, else below it.
    fn value_of(&mut self, at: usize, row: &'a Row, cell: &'a Cell, found: &Phrase) {
        let known = self.is_known_party(&found.name);
        let right = row.shown().find(|other| other.column > cell.column);
        if let Some(value) = right.filter(|value| !is_label(value)) {
            if is_party(&found.name) {
                let seen = self.eye.see(row.index, value);
                self.take(row.index, value.column);
                if known {
                    return;
                }
                self.put_party_line(&found.name, seen);
                self.block(at, value.column, Some(cell.column), &found.name);
            } else {
                let seen = self.eye.see(row.index, value);
                // Behind the value its unit or currency may stand in a cell of its own.
                let behind =
                    row.shown().find(|other| other.column > value.column).filter(|_| is_number(value));
                let note = behind.map(|cell| cell.text.clone()).filter(|text| {
                    crate::draft::phrase::is_currency(text) || crate::draft::phrase::is_unit(text)
                });
                if self.put(found, seen, &cell.text, note) {
                    self.take(row.index, value.column);
                }
            }
            return;
        }
        self.below(at, row, cell, found);
    }

    /// The value in the row below, or the block below for a party.
    fn below(&mut self, at: usize, row: &'a Row, cell: &'a Cell, found: &Phrase) {
        if is_party(&found.name) {
            if !self.is_known_party(&found.name) {
                self.block(at, cell.column, None, &found.name);
            }
            return;
        }
        let Some(next) = self.rows.get(at + 1).copied().filter(|next| next.index == row.index + 1) else {
            return;
        };
        let Some(value) = next.cell(cell.column).filter(|value| !value.hidden && !is_label(value)) else {
            return;
        };
        if self.is_taken(next.index, value.column) {
            return;
        }
        let seen = self.eye.see(next.index, value);
        if self.put(found, seen, &cell.text, None) {
            self.take(next.index, value.column);
        }
    }

    /// The lines of a party below, in one column, while the label's column stays empty.
    fn block(&mut self, at: usize, column: u32, label_column: Option<u32>, party: &str) {
        let mut last = self.rows.get(at).map_or(0, |row| row.index);
        for below in 1..=BLOCK_LINES_MAX {
            let Some(row) = self.rows.get(at + below).copied() else { return };
            if row.index != last + 1 {
                return;
            }
            last = row.index;
            if let Some(part) = label_column.and_then(|label_column| row.cell(label_column)) {
                // “Address”, “VAT no.” in the label's column, the value beside it.
                let (Some(found), Some(value)) = (phrase(Section::Part, &part.text), row.cell(column)) else {
                    return;
                };
                let seen = self.eye.see(row.index, value);
                self.take(row.index, part.column);
                self.take(row.index, column);
                self.put_party_part(party, &found.name, seen);
                continue;
            }
            let Some(cell) = row.cell(column).filter(|cell| !cell.hidden && !is_label(cell)) else { return };
            if title_kind(&cell.text).is_some() || self.is_taken(row.index, column) {
                return;
            }
            self.take(row.index, column);
            let seen = self.eye.see(row.index, cell);
            self.put_party_line(party, seen);
        }
    }

    /// `Label: value` in one cell; a party goes on below.
    fn put_with_block(&mut self, at: usize, row: &'a Row, cell: &'a Cell, found: &Phrase, value: &str) {
        let seen = self.eye.see_text(row.index, cell.column, value);
        if is_party(&found.name) {
            if !self.is_known_party(&found.name) {
                self.put_party_line(&found.name, seen);
                self.block(at, cell.column, None, &found.name);
            }
        } else {
            self.put(found, seen, &cell.text, None);
        }
    }

    /// A label and the lines of its value in one cell.
    fn put_lines(&mut self, found: &Phrase, row: &Row, column: u32, rest: &str) {
        if self.is_known_party(&found.name) {
            return;
        }
        for line in rest.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let seen = self.eye.see_text(row.index, column, line);
            if is_party(&found.name) {
                self.put_party_line(&found.name, seen);
            } else {
                self.put(found, seen, "", None);
            }
        }
    }

    /// `Invoice No. INV-1`, `Date 12.05.2025`, `Fattura n. 5 del 14/10/2025`: a label, then its value, without a colon.
    fn label_before_value(&mut self, row: &Row, cell: &Cell) -> bool {
        let words: Vec<&str> = cell.text.split_whitespace().collect();
        let begins = words.first().is_some_and(|word| lexicon().may_name(Section::Label, &fold(word)));
        if !begins || words.len() < 2 || words.len() > 9 || cell.text.len() > 90 {
            return false;
        }
        let found = (1..words.len().min(6)).rev().find_map(|count| {
            let found = label(&words.get(..count)?.join(" "))?;
            let rest = words.get(count..)?;
            value_behind(&found.name, rest).map(|(value, date)| (found, value, date))
        });
        let Some((found, value, date)) = found else { return false };
        let seen = self.eye.see_text(row.index, cell.column, &value);
        let put = self.put(&found, seen, &cell.text, None);
        if let Some(date) = date {
            let seen = self.eye.see_text(row.index, cell.column, &date);
            self.draft.put("invoice_date", seen, false);
        }
        put
    }

    /// `Total EUR 12,50` or `Total | 12,50` outside of a table.
    fn sum_outside(&mut self, row: &Row, cell: &Cell) {
        let Some(name) = crate::draft::words::sum_name(&cell.text) else { return };
        let value = row.shown().find(|other| other.column > cell.column && is_number(other));
        let seen = match value {
            Some(value) => self.eye.see(row.index, value),
            None if Printed::scan(&cell.text).is_some_and(|p| !p.percent) => self.eye.see(row.index, cell),
            None => return,
        };
        let currency = crate::draft::words::currency_in(&cell.text);
        let (lines_above, charges_above) = (self.draft.lines.len(), self.draft.charges.len());
        let seen = Seen { currency, ..seen };
        self.draft.sums.push(crate::draft::SumDraft {
            name: name.to_owned(),
            seen,
            lines_above,
            charges_above,
        });
    }

    /// Takes a value for a field if it is of the field's form. True where it was.
    fn put(&mut self, found: &Phrase, mut seen: Seen, label_text: &str, note: Option<String>) -> bool {
        let name = found.name.as_ref();
        if name == "ignored" || name == "lines" || !fits(name, &seen) {
            return false;
        }
        seen.currency.clone_from(&found.currency);
        seen.unit = note.filter(|note| crate::draft::phrase::is_unit(note)).or_else(|| found.unit.clone());
        if let Some((party, part)) = name.split_once('.').filter(|(party, _)| PARTIES.contains(party)) {
            self.put_party_part(party, part, seen);
        } else if let Some(kind) = name.strip_prefix("reference.") {
            self.draft.put_reference(kind, seen);
        } else if name == "notes" {
            self.draft.notes.push(seen);
        } else {
            let weak = is_weak(label_text);
            self.draft.put(name, seen, weak);
        }
        true
    }

    fn put_party_line(&mut self, party: &str, seen: Seen) {
        self.draft.parties.entry(party.to_owned()).or_default().lines.push(seen);
    }

    fn put_party_part(&mut self, party: &str, part: &str, seen: Seen) {
        self.draft.parties.entry(party.to_owned()).or_default().parts.push((part.to_owned(), seen));
    }

    /// A party whose block was read: the same label on a later page says nothing new.
    fn is_known_party(&self, name: &str) -> bool {
        self.draft.parties.get(name).is_some_and(|party| !party.lines.is_empty())
    }

    fn take(&mut self, row: u32, column: u32) {
        self.taken.insert((row, column));
    }

    fn is_taken(&self, row: u32, column: u32) -> bool {
        self.taken.contains(&(row, column))
    }
}

/// The value in the words behind a label, if they are of its form; behind the document's number perhaps its date.
fn value_behind(name: &str, rest: &[&str]) -> Option<(String, Option<String>)> {
    let whole = rest.join(" ");
    let is_date = |text: &str| DateReadings::of(text) != DateReadings::NotADate;
    let first = rest.first()?.trim_end_matches([',', ';']);
    let has_digit = first.bytes().any(|b| b.is_ascii_digit());
    if name == "invoice_number" && has_digit {
        if rest.len() == 1 {
            return Some((first.to_owned(), None));
        }
        let date = (1..rest.len())
            .find_map(|from| rest.get(from..).map(|words| words.join(" ")).filter(|text| is_date(text)))?;
        return Some((first.to_owned(), Some(date)));
    }
    let alone = (name.starts_with("reference.") || name.starts_with("transport.container"))
        && has_digit
        && rest.len() == 1;
    let number = matches!(name, "gross_weight" | "net_weight" | "packages" | "volume")
        && Printed::scan(&whole).is_some_and(|printed| printed.before.is_empty());
    let fits = alone
        || number
        || (name.ends_with("_date") && is_date(&whole))
        || (name == "incoterms" && is_term(&whole));
    fits.then_some((whole, None))
}

/// A party, whose value is a block.
fn is_party(name: &str) -> bool {
    PARTIES.contains(&name)
}

/// A cell that is a label itself, or begins with one and a colon.
fn is_label(cell: &Cell) -> bool {
    if !cell.is_text() {
        return false;
    }
    label(&cell.text).is_some() || cell.text.split_once(':').is_some_and(|(start, _)| label(start).is_some())
}

/// Whether a text begins with a delivery term of three letters.
fn is_term(text: &str) -> bool {
    text.split_whitespace()
        .next()
        .is_some_and(|word| word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase()))
}

/// Whether a value is of the form of its field; a label that meets something else was none.
fn fits(name: &str, seen: &Seen) -> bool {
    let text = seen.text.as_str();
    let has_digit = text.bytes().any(|b| b.is_ascii_digit());
    match name {
        "invoice_number" => has_digit && text.len() <= 60,
        "invoice_date" | "payment_due_date" | "delivery_date" => {
            has_digit || matches!(seen.value, Typed::Date(_))
        }
        "gross_weight" | "net_weight" | "volume" | "packages" => has_digit || seen.value == Typed::Uncomputed,
        "currency" => text.len() <= 24,
        _ if name.starts_with("reference.") => has_digit && text.len() <= 80,
        _ => true,
    }
}
