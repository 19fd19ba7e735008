//! The rows of one edition: one text, one list of spans into it, one index by code.
//!
//! Promises: rows stand in the order of publication, those without a code too (they carry hierarchy text); a
//! code is found without allocation. Parents come from the indents, declarable codes from the codes: a code is
//! declarable if no other begins with it and its scheme has codes of its length. Refuses to know dates.

mod build;
mod key;

pub(crate) use build::{Builder, Cells};
use key::Key;
pub(crate) use key::significant;

use crate::scheme::Scheme;

/// No tariff has so many rows; the largest known has about 40,000.
pub const ROWS_MAX: usize = 500_000;

/// The deepest hierarchy taken; the deepest known is 11.
pub const INDENT_MAX: u8 = 63;

/// Headings are the first four digits; the index has one slot for each.
const HEADINGS: usize = 10_000;

/// One row as it stands in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// Digits only; empty where the row only carries text of the hierarchy.
    pub code: &'a str,
    /// Level in the hierarchy, from 0.
    pub indent: u8,
    /// The row's own words, white space normalised.
    pub description: &'a str,
    /// Units of quantity, one a line; see [`Row::units`].
    units: &'a str,
    /// General rate of duty as printed on this row; the rates of United States lines stand on the eight-digit
    /// parent, see [`Table::general_rate`].
    pub general: &'a str,
    /// The row it hangs under.
    pub parent: Option<usize>,
    /// Can it be declared?
    pub declarable: bool,
}

impl<'a> Row<'a> {
    /// The units of quantity as printed, with `m²` and `m³` as `m2` and `m3`.
    pub fn units(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.units.split('\n').filter(|unit| !unit.is_empty())
    }

    pub(crate) fn cells(&self) -> Cells<'a> {
        let Row { code, indent, description, units, general, .. } = *self;
        Cells { code, indent, description, units, general }
    }
}

/// Where a row's cells lie in the text: one after the other from `at`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Span {
    at: u32,
    description: u32,
    units: u32,
    general: u32,
    parent: u32,
    code: u8,
    indent: u8,
    declarable: bool,
}

/// No row: the parent of a row at the top.
const NONE: u32 = u32::MAX;

/// All rows of an edition with their index. Equal rows make equal tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    text: String,
    spans: Vec<Span>,
    /// Codes in order, each once, a code before those that begin with it.
    keys: Vec<Key>,
    /// The row of each key.
    rows: Vec<u32>,
    /// One bit for each key: can it be declared? Beside the keys, so that a look-up stays in the cache.
    leaves: Vec<u64>,
    /// For each heading the first key of it or of a later one.
    headings: Vec<u32>,
    declarable: usize,
}

/// A part of the text, by offset and length; empty if there is none.
fn piece(text: &str, at: usize, length: usize) -> &str {
    text.get(at..at.saturating_add(length)).unwrap_or_default()
}

fn code_of<'a>(text: &'a str, span: &Span) -> &'a str {
    piece(text, span.at as usize, usize::from(span.code))
}

impl Table {
    fn mark_declarable(&mut self, scheme: &Scheme) {
        let mut leaves = vec![0_u64; self.keys.len().div_ceil(64)];
        for position in 0..self.keys.len() {
            let Some(row) = self.rows.get(position).map(|row| *row as usize) else { continue };
            let code = self.row(row).map(|row| row.code).unwrap_or_default();
            let stem = if scheme.pads_with_zeros() { significant(code) } else { code };
            if !scheme.declares(code.len()) || self.positions_under(stem).len() != 1 {
                continue;
            }
            self.declarable += 1;
            if let (Some(span), Some(word)) = (self.spans.get_mut(row), leaves.get_mut(position / 64)) {
                span.declarable = true;
                *word |= 1 << (position % 64);
            }
        }
        self.leaves = leaves;
    }

    /// How many rows, those without a code too.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Has it no rows?
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// How many codes, of every length.
    pub fn codes(&self) -> usize {
        self.keys.len()
    }

    /// How many of them can be declared.
    pub fn declarable(&self) -> usize {
        self.declarable
    }

    /// The row of that number, from 0 in order of publication.
    pub fn row(&self, number: usize) -> Option<Row<'_>> {
        let span = self.spans.get(number)?;
        let mut at = span.at as usize;
        let mut next = |length: u32| {
            let cell = piece(&self.text, at, length as usize);
            at += length as usize;
            cell
        };
        Some(Row {
            code: next(u32::from(span.code)),
            description: next(span.description),
            units: next(span.units),
            general: next(span.general),
            indent: span.indent,
            parent: (span.parent != NONE).then_some(span.parent as usize),
            declarable: span.declarable,
        })
    }

    /// All rows in order of publication.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).filter_map(|number| self.row(number))
    }

    /// The number of the row with exactly these digits.
    pub fn find(&self, code: &str) -> Option<usize> {
        self.rows.get(self.position(code)?).map(|row| *row as usize)
    }

    fn position(&self, code: &str) -> Option<usize> {
        let key = Key::of(code)?;
        let from = *self.headings.get(key.heading())? as usize;
        let to = *self.headings.get(key.heading() + 1)? as usize;
        Some(from + self.keys.get(from..to)?.binary_search(&key).ok()?)
    }

    /// The row with exactly these digits.
    pub fn get(&self, code: &str) -> Option<Row<'_>> {
        self.row(self.find(code)?)
    }

    /// Can the code with exactly these digits be declared? What [`Table::get`] would say, without the cells.
    pub fn declares(&self, code: &str) -> Option<bool> {
        let position = self.position(code)?;
        self.leaves.get(position / 64).map(|word| word >> (position % 64) & 1 == 1)
    }

    /// Does any code begin with these digits?
    pub fn has_under(&self, digits: &str) -> bool {
        !self.positions_under(digits).is_empty()
    }

    /// The rows whose code begins with these digits, in order of code, the code itself first.
    pub fn under(&self, digits: &str) -> impl Iterator<Item = Row<'_>> {
        self.positions_under(digits)
            .filter_map(|position| self.row(self.rows.get(position).map(|row| *row as usize)?))
    }

    fn positions_under(&self, digits: &str) -> std::ops::Range<usize> {
        let Some(bounds) = Key::under(digits) else { return 0..0 };
        let slot = |heading: usize| self.headings.get(heading.min(HEADINGS)).map_or(0, |at| *at as usize);
        let (from, to) = (slot(bounds.start.heading()), slot(bounds.end.heading() + 1));
        let near = self.keys.get(from..to).unwrap_or_default();
        let start = from + near.partition_point(|key| *key < bounds.start);
        let end = from + near.partition_point(|key| *key < bounds.end);
        start..end
    }

    /// The first code in order.
    pub fn first_code(&self) -> Option<&str> {
        self.code_at(self.rows.first())
    }

    /// The last code in order.
    pub fn last_code(&self) -> Option<&str> {
        self.code_at(self.rows.last())
    }

    fn code_at(&self, row: Option<&u32>) -> Option<&str> {
        Some(code_of(&self.text, self.spans.get(*row? as usize)?))
    }

    /// The row and those above it, from the top down.
    fn lineage(&self, number: usize) -> Vec<Row<'_>> {
        let mut lineage = Vec::new();
        let mut next = Some(number);
        // A parent's number is always smaller than its child's, so this ends.
        while let Some(row) = next.and_then(|number| self.row(number)) {
            next = row.parent;
            lineage.push(row);
        }
        lineage.reverse();
        lineage
    }

    /// What the row says with all that stands above it, from the top down: `Live horses … › Horses › Males`.
    pub fn full_text(&self, number: usize) -> String {
        let texts = self.lineage(number).into_iter().map(|row| row.description.trim_end_matches(':'));
        texts.collect::<Vec<_>>().join(" › ")
    }

    /// The general rate of duty of a row: its own, or that of the nearest row above that has one.
    pub fn general_rate(&self, number: usize) -> &str {
        let rates = self.lineage(number).into_iter().rev().map(|row| row.general);
        rates.into_iter().find(|rate| !rate.is_empty()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
