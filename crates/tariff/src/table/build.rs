//! Rows become a table: parents by indent, the index by code.
//!
//! Promises: equal rows in equal order make equal tables; a repeated code is indexed once, by its first row.

use super::{HEADINGS, NONE, Span, Table, code_of, key::Key};
use crate::scheme::Scheme;

/// Rows on their way into a [`Table`].
#[derive(Debug, Default)]
pub(crate) struct Builder {
    text: String,
    spans: Vec<Span>,
}

/// The cells of a row to be added, already normalised.
#[derive(Debug, Default, Clone)]
pub(crate) struct Cells<'a> {
    pub code: &'a str,
    pub indent: u8,
    pub description: &'a str,
    pub units: &'a str,
    pub general: &'a str,
}

impl Builder {
    pub(crate) fn with_capacity(rows: usize, text: usize) -> Self {
        Self { text: String::with_capacity(text), spans: Vec::with_capacity(rows) }
    }

    /// Adds a row; false if its text no longer fits or its code is too long.
    pub(crate) fn push(&mut self, cells: &Cells<'_>) -> bool {
        let sizes = (
            u32::try_from(self.text.len()),
            u8::try_from(cells.code.len()),
            u32::try_from(cells.description.len()),
            u32::try_from(cells.units.len()),
            u32::try_from(cells.general.len()),
        );
        let (Ok(at), Ok(code), Ok(description), Ok(units), Ok(general)) = sizes else { return false };
        let (indent, parent, declarable) = (cells.indent, NONE, false);
        self.spans.push(Span { at, description, units, general, parent, code, indent, declarable });
        for cell in [cells.code, cells.description, cells.units, cells.general] {
            self.text.push_str(cell);
        }
        u32::try_from(self.text.len()).is_ok()
    }

    /// Links parents, sorts the index and finds the declarable codes.
    pub(crate) fn finish(mut self, scheme: &Scheme) -> Table {
        link_parents(&mut self.spans);
        let mut index: Vec<(Key, u32)> = (0_u32..)
            .zip(&self.spans)
            .filter_map(|(row, span)| Some((Key::of(code_of(&self.text, span))?, row)))
            .collect();
        if !index.is_sorted() {
            index.sort_unstable();
        }
        index.dedup_by_key(|(key, _)| *key);
        let (keys, rows): (Vec<Key>, Vec<u32>) = index.into_iter().unzip();
        let headings = slots(&keys);
        let mut table = Table {
            text: self.text,
            spans: self.spans,
            keys,
            rows,
            leaves: Vec::new(),
            headings,
            declarable: 0,
        };
        table.mark_declarable(scheme);
        table
    }
}

fn link_parents(spans: &mut [Span]) {
    let mut open: Vec<(u8, u32)> = Vec::new();
    for (row, span) in (0_u32..).zip(spans) {
        while open.last().is_some_and(|(indent, _)| *indent >= span.indent) {
            open.pop();
        }
        span.parent = open.last().map_or(NONE, |(_, row)| *row);
        open.push((span.indent, row));
    }
}

fn slots(keys: &[Key]) -> Vec<u32> {
    let mut slots = Vec::with_capacity(HEADINGS + 1);
    for (position, key) in (0_u32..).zip(keys) {
        while slots.len() <= key.heading() {
            slots.push(position);
        }
    }
    let end = u32::try_from(keys.len()).unwrap_or(NONE);
    slots.resize(HEADINGS + 1, end);
    slots
}
