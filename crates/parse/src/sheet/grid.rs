//! The common form of all sheets: rows of cells with their places, as text and as typed values.
//!
//! Sparse: only cells that hold something are there, by row and column. It knows no meanings.

use crate::draft::Typed;

/// A workbook, or the one sheet of a text file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// In the order of the workbook.
    pub sheets: Vec<Sheet>,
    /// The first day that serial numbers count from is in 1904, not 1900; none for files without serial dates.
    pub epoch_1904: Option<bool>,
}

/// Joined cells of one sheet that are kept; more are no table that a person made.
pub const MERGES_MAX: usize = 10_000;

/// One sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Its name; empty for a text file.
    pub name: String,
    /// Not shown.
    pub hidden: bool,
    /// Rows that hold something, from the top.
    pub rows: Vec<Row>,
    /// Cells joined into one, which holds the text of its first.
    pub merges: Vec<Merge>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// From 0.
    pub index: u32,
    /// Not shown.
    pub hidden: bool,
    /// Cells that hold something, from the left.
    pub cells: Vec<Cell>,
    /// Fields of the row in a text file, empty ones too; 0 where rows have no length of their own.
    pub fields: u32,
}

/// One cell that holds something.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// From 0.
    pub column: u32,
    /// In a column that is not shown.
    pub hidden: bool,
    /// As shown, without blanks at the ends; never empty.
    pub text: String,
    /// As typed.
    pub value: Typed,
}

/// Joined cells, from 0, both ends within.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

impl Row {
    /// The cell in a column.
    pub fn cell(&self, column: u32) -> Option<&Cell> {
        let at = self.cells.binary_search_by_key(&column, |cell| cell.column).ok()?;
        self.cells.get(at)
    }

    /// The cells that are shown.
    pub fn shown(&self) -> impl DoubleEndedIterator<Item = &Cell> {
        self.cells.iter().filter(|cell| !cell.hidden)
    }
}

impl Cell {
    /// A cell of words.
    pub fn text(column: u32, text: &str) -> Cell {
        Cell { column, hidden: false, text: text.to_owned(), value: Typed::Text }
    }

    /// It holds words, no typed number or date.
    pub fn is_text(&self) -> bool {
        self.value == Typed::Text
    }
}

impl Sheet {
    /// The name of a cell, as people say it: `Sheet1!B7`, or `B7` where the file has one nameless sheet.
    pub fn place(&self, row: u32, column: u32) -> String {
        let cell = format!("{}{}", column_letters(column), u64::from(row) + 1);
        if self.name.is_empty() { cell } else { format!("{}!{cell}", self.name) }
    }

    /// The joined cells that a cell lies in.
    pub fn merge_of(&self, row: u32, column: u32) -> Option<Merge> {
        let within = |m: &&Merge| (m.top..=m.bottom).contains(&row) && (m.left..=m.right).contains(&column);
        self.merges.iter().find(within).copied()
    }
}

/// `A` for 0, `AA` for 26.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_people_name_them() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(column_letters(column), name);
        }
        let sheet = Sheet { name: "Tabelle1".into(), ..Sheet::default() };
        assert_eq!(sheet.place(6, 1), "Tabelle1!B7");
        assert_eq!(Sheet::default().place(6, 1), "B7");
    }
}
