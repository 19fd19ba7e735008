//! Where cells are seen: a cell of a sheet becomes a value with its place.

use super::grid::{Cell, Sheet};
use crate::draft::Seen;

/// Where cells are seen: one sheet and its number.
#[derive(Clone, Copy)]
pub struct Eye<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Its number, from 1.
    pub number: u32,
}

impl Eye<'_> {
    /// A whole cell.
    pub fn see(self, row: u32, cell: &Cell) -> Seen {
        Seen {
            text: cell.text.clone(),
            value: cell.value.clone(),
            page: self.number,
            place: self.sheet.place(row, cell.column),
            bounds: None,
            currency: None,
            unit: None,
        }
    }

    /// A part of a cell's text.
    pub fn see_text(self, row: u32, column: u32, text: &str) -> Seen {
        self.see(row, &Cell::text(column, text.trim()))
    }
}
