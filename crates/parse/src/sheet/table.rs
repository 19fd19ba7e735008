//! The rows below a head: goods, sums, charges, and what is none of these.
//!
//! A row is goods when something names it and something measures it; a sum or a charge when its words say so and it
//! has no price of its own. A row with numbers that is none of these is doubtful, and told: no row is dropped because
//! it was not understood.

use super::columns::{Column, Head, Role, repeats};
use super::eye::Eye;
use super::grid::{Cell, Row};
use super::numeric::{is_number, is_package};
use crate::draft::phrase::label;
use crate::draft::words::{charge_name, sum_name};
use crate::draft::{ChargeDraft, LineDraft, Seen, SumDraft};
use crate::locale::Printed;
use std::collections::BTreeMap;

/// What one table holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The sheet, from 1.
    pub sheet: u32,
    /// Its head.
    pub head: Head,
    /// Goods.
    pub lines: Vec<LineDraft>,
    /// Sums.
    pub sums: Vec<SumDraft>,
    /// Charges.
    pub charges: Vec<ChargeDraft>,
    /// Numbers whose words say neither: a sum if they are one.
    pub doubtful: Vec<SumDraft>,
    /// Fields of the document that stand in columns, each different value once.
    pub document: BTreeMap<String, Vec<Seen>>,
    /// Rows with numbers that were not understood.
    pub unread: Vec<String>,
    /// Rows with more or fewer cells than the head.
    pub ragged: Vec<String>,
    /// Places in the sheet's list of rows that hold labels or remarks.
    pub rest: Vec<usize>,
    /// Row of the last line, to see what continues it.
    last_row: Option<u32>,
    /// A sum came: the goods are probably over.
    closed: bool,
}

/// Fields of a line whose joined cells hold for every row they span.
const SPANNING: [&str; 7] =
    ["origin_country", "hs_code", "currency", "unit", "reference.PO", "manufacturer", "preference.agreement"];

/// Fields that a table cannot do without in a row, when telling whether cells are missing.
const CORE: [&str; 6] = ["description", "quantity", "unit_price", "amount", "hs_code", "net_weight"];

/// Different values of one field of the document that are kept.
const VALUES_MAX: usize = 50;

/// Fields that measure goods, and whose totals are printed below them.
const MEASURES: [&str; 5] = ["quantity", "net_weight", "gross_weight", "packages", "volume"];

impl Table {
    /// A table with nothing in it yet.
    pub fn new(sheet: u32, head: Head) -> Table {
        Table {
            sheet,
            head,
            lines: Vec::new(),
            sums: Vec::new(),
            charges: Vec::new(),
            doubtful: Vec::new(),
            document: BTreeMap::new(),
            unread: Vec::new(),
            ragged: Vec::new(),
            rest: Vec::new(),
            last_row: None,
            closed: false,
        }
    }

    /// Takes one row below the head.
    pub fn take(&mut self, eye: Eye<'_>, at: usize, row: &Row) {
        if repeats(eye.sheet, &self.head, row) {
            return;
        }
        if self.take_sum(eye, row) || self.take_charge(eye, row) {
            return;
        }
        if self.is_label_row(row) {
            self.rest.push(at);
            return;
        }
        if self.is_ragged(row) {
            self.ragged.push(place_of(eye, row));
            return;
        }
        if self.is_goods(row) {
            self.take_goods(eye, row);
        } else if !self.take_continuation(eye, row) && !self.take_doubtful(eye, row) {
            self.rest.push(at);
        }
    }

    /// The cell of a field in a row.
    fn cell<'r>(&self, row: &'r Row, name: &str) -> Option<&'r Cell> {
        self.head.of(name).and_then(|column| row.cell(column.index)).filter(|cell| !cell.hidden)
    }

    /// Whether the cell of a field holds a number.
    fn has_number(&self, row: &Row, name: &str) -> bool {
        self.cell(row, name).is_some_and(is_number)
    }

    /// Whether the cell of a field holds anything.
    fn has(&self, row: &Row, name: &str) -> bool {
        self.cell(row, name).is_some()
    }

    /// A row whose words name a sum.
    fn take_sum(&mut self, eye: Eye<'_>, row: &Row) -> bool {
        if self.has_number(row, "unit_price") || (self.has(row, "hs_code") && self.has(row, "quantity")) {
            return false;
        }
        let Some((at, name)) = row.shown().find_map(|cell| Some((cell.column, sum_name(&cell.text)?))) else {
            return false;
        };
        if row.shown().any(|cell| cell.column < at && !is_number(cell) && label(&cell.text).is_none()) {
            // Words of another kind stand before it: a description that ends in “total”.
            return false;
        }
        let mut found = false;
        for cell in row.shown().filter(|cell| is_number(cell)) {
            let role = self.measure_of(cell);
            if let Some(role) = role.filter(|_| matches!(name, "any" | "goods_total" | "invoice_total")) {
                self.push_sum(eye, row, cell, &role);
                found = true;
            }
        }
        if let Some(cell) = self.money(row, at) {
            self.push_sum(eye, row, cell, name);
            found = true;
        }
        self.closed |= found && !matches!(name, "carried" | "subtotal");
        found
    }

    /// What a number in a row of sums measures: by its column, else packages by its unit.
    fn measure_of(&self, cell: &Cell) -> Option<String> {
        match self.head.column(cell.column).and_then(|column| column.role.as_ref()) {
            Some(Role::Line(role)) if MEASURES.contains(&role.as_str()) => Some(role.clone()),
            Some(Role::Line(role)) if role == "amount" => None,
            _ => Printed::scan(&cell.text)
                .filter(|printed| is_package(printed.after))
                .map(|_| "packages".to_owned()),
        }
    }

    /// The money of a row of words: the amount's column, else the last number that is no measure.
    fn money<'r>(&self, row: &'r Row, label_at: u32) -> Option<&'r Cell> {
        let in_column = self.cell(row, "amount").filter(|cell| is_number(cell));
        in_column.or_else(|| {
            let is_measure = |cell: &Cell| {
                self.head.column(cell.column).is_some_and(|column| match &column.role {
                    Some(Role::Line(role)) => {
                        MEASURES.contains(&role.as_str()) || role.starts_with("attribute.")
                    }
                    _ => false,
                })
            };
            row.shown().rev().find(|cell| {
                (cell.column >= label_at) && is_number(cell) && !is_measure(cell) && self.head.is_priced()
            })
        })
    }

    fn push_sum(&mut self, eye: Eye<'_>, row: &Row, cell: &Cell, name: &str) {
        let sum = self.sum(eye, row, cell, name);
        self.sums.push(sum);
    }

    fn sum(&self, eye: Eye<'_>, row: &Row, cell: &Cell, name: &str) -> SumDraft {
        let mut seen = self.see(eye, row, cell);
        // “Total EUR”, in whichever cell.
        if seen.currency.is_none() {
            seen.currency = row
                .shown()
                .filter(|cell| !is_number(cell))
                .find_map(|cell| crate::draft::words::currency_in(&cell.text));
        }
        SumDraft {
            name: name.to_owned(),
            seen,
            lines_above: self.lines.len(),
            charges_above: self.charges.len(),
        }
    }

    /// A cell with what its head says.
    fn see(&self, eye: Eye<'_>, row: &Row, cell: &Cell) -> Seen {
        let mut seen = eye.see(row.index, cell);
        if let Some(column) = self.head.column(cell.column) {
            seen.currency.clone_from(&column.currency);
            seen.unit.clone_from(&column.unit);
        }
        seen
    }

    /// A row whose words name a charge: exactly, where it has a price like goods.
    fn take_charge(&mut self, eye: Eye<'_>, row: &Row) -> bool {
        let like_goods = self.has_number(row, "unit_price") || self.has_number(row, "quantity");
        if self.has(row, "hs_code") || !self.head.is_priced() {
            return false;
        }
        let words = row.shown().filter(|cell| !is_number(cell));
        let Some((cell, kind)) =
            words.into_iter().find_map(|cell| Some((cell, charge_name(&cell.text, like_goods)?)))
        else {
            return false;
        };
        if row.shown().any(|other| other.column < cell.column && !is_number(other)) {
            return false;
        }
        let Some(money) = self
            .money(row, cell.column + 1)
            .or_else(|| self.cell(row, "amount").filter(|cell| is_number(cell)))
        else {
            return false;
        };
        let percent =
            Printed::scan(&cell.text).filter(|printed| printed.percent).map(|_| eye.see(row.index, cell));
        let seen = self.see(eye, row, money);
        self.charges.push(ChargeDraft { kind: kind.to_owned(), label: cell.text.clone(), seen, percent });
        true
    }

    /// A label and its value that happen to stand below the table's columns.
    fn is_label_row(&self, row: &Row) -> bool {
        let Some(first) = row.shown().next().filter(|cell| !is_number(cell)) else { return false };
        let named = label(&first.text).is_some()
            || first.text.split_once(':').is_some_and(|(start, _)| label(start).is_some());
        named
            && !self.has_number(row, "unit_price")
            && !self.has_number(row, "amount")
            && !self.has(row, "hs_code")
            && row.shown().count() <= 4
    }

    /// In a text file, a row whose cells cannot belong to the head's columns.
    fn is_ragged(&self, row: &Row) -> bool {
        if row.fields == 0 {
            return false;
        }
        let width = self.head.columns.last().map_or(0, |column| column.index + 1);
        let numbers = row.shown().filter(|cell| is_number(cell)).count();
        let too_long = row.shown().next_back().is_some_and(|cell| cell.column >= width) && numbers >= 1;
        let missing = |name: &&str| self.head.of(name).is_some_and(|column| column.index >= row.fields);
        let too_short =
            row.fields < width && row.shown().count() >= 3 && numbers >= 1 && CORE.iter().any(missing);
        (too_long || too_short) && (!self.closed || row.shown().count() >= 3)
    }

    /// Something names it and something measures it.
    fn is_goods(&self, row: &Row) -> bool {
        let things = ["description", "part_number", "buyer_part_number", "hs_code"]
            .iter()
            .filter(|name| self.has(row, name))
            .count();
        let measures = [
            "quantity",
            "unit_price",
            "amount",
            "net_weight",
            "gross_weight",
            "packages",
            "attribute.weight",
        ]
        .iter()
        .filter(|name| self.has_number(row, name))
        .count();
        if self.closed {
            let enough = if self.head.is_priced() {
                self.has(row, "quantity") && measures >= 2
            } else {
                measures >= 2
            };
            return things >= 1 && enough;
        }
        // A table with quantities or prices has goods with one of them, a code or a part number; words and an amount
        // alone may as well be a sum in words that no lexicon knows.
        let plain_amount = self.head.has("quantity")
            && self.head.has("amount")
            && measures == 1
            && self.has_number(row, "amount");
        let named = self.has(row, "hs_code") || self.has(row, "part_number") || !plain_amount;
        (things >= 1 && measures >= 1 && named) || measures >= 3 || (self.has(row, "line") && measures >= 2)
    }

    /// Takes the cells of a line.
    fn take_goods(&mut self, eye: Eye<'_>, row: &Row) {
        let doubled = self.head.doubled(eye, row);
        let mut line = LineDraft { place: place_of(eye, row), doubled, ..LineDraft::default() };
        for column in self.head.columns.clone() {
            let Some(role) = &column.role else { continue };
            let Some(seen) = self.cell_or_merge(eye, row, &column) else { continue };
            match role {
                Role::Line(name) => {
                    line.cells.insert(name.clone(), seen);
                }
                Role::Document(name) => {
                    let values = self.document.entry(name.clone()).or_default();
                    if values.len() < VALUES_MAX && values.iter().all(|known| known.text != seen.text) {
                        values.push(seen);
                    }
                }
            }
        }
        self.last_row = Some(row.index);
        self.lines.push(line);
    }

    /// The cell of a column, or the joined cell that reaches into it from above.
    fn cell_or_merge(&self, eye: Eye<'_>, row: &Row, column: &Column) -> Option<Seen> {
        if let Some(cell) = row.cell(column.index).filter(|cell| !cell.hidden) {
            return Some(self.see(eye, row, cell));
        }
        let spans = matches!(&column.role, Some(Role::Line(name)) if SPANNING.contains(&name.as_str()));
        let merge =
            eye.sheet.merge_of(row.index, column.index).filter(|merge| spans && merge.top < row.index)?;
        let at = eye.sheet.rows.binary_search_by_key(&merge.top, |row| row.index).ok()?;
        let top = eye.sheet.rows.get(at)?;
        top.cell(merge.left).map(|cell| self.see(eye, top, cell))
    }

    /// Words alone in the description's column, right below a line, go on with it.
    fn take_continuation(&mut self, eye: Eye<'_>, row: &Row) -> bool {
        let mut cells = row.shown();
        let (Some(cell), None) = (cells.next(), cells.next()) else { return false };
        let below = self.last_row.is_some_and(|last| last + 1 == row.index);
        let in_column = self.head.of("description").is_some_and(|column| column.index == cell.column);
        if self.closed || !below || !in_column || !cell.is_text() {
            return false;
        }
        let seen = eye.see(row.index, cell);
        if let Some(line) = self.lines.last_mut() {
            line.continued.push(seen);
            self.last_row = Some(row.index);
            return true;
        }
        false
    }

    /// Numbers in the table's columns without words that say what they are.
    fn take_doubtful(&mut self, eye: Eye<'_>, row: &Row) -> bool {
        let measured =
            row.shown().any(|cell| is_number(cell) && self.head.column(cell.column).is_some_and(is_measure));
        if self.closed || !measured {
            return false;
        }
        match self.cell(row, "amount").filter(|cell| is_number(cell)) {
            Some(cell) => {
                let sum = self.sum(eye, row, cell, "any");
                self.doubtful.push(sum);
            }
            None if self.lines.is_empty() && row.shown().count() <= 2 => return false,
            None => self.unread.push(place_of(eye, row)),
        }
        true
    }

    /// Whether rows of goods stand in it, understood or not.
    pub fn holds_rows(&self) -> bool {
        !(self.lines.is_empty()
            && self.ragged.is_empty()
            && self.unread.is_empty()
            && self.doubtful.is_empty())
    }

    /// Whether two tables hold the same goods, as a copy does.
    pub fn is_copy_of(&self, other: &Table) -> bool {
        let texts = |table: &Table| -> Vec<Vec<String>> {
            table
                .lines
                .iter()
                .map(|line| line.cells.values().map(|seen| seen.text.clone()).collect())
                .collect()
        };
        !self.lines.is_empty() && texts(self) == texts(other)
    }
}

/// Whether a column measures goods.
fn is_measure(column: &Column) -> bool {
    matches!(&column.role, Some(Role::Line(name)) if MEASURES.contains(&name.as_str()) || matches!(name.as_str(), "amount" | "unit_price"))
}

/// The name of a row.
fn place_of(eye: Eye<'_>, row: &Row) -> String {
    let number = u64::from(row.index) + 1;
    if eye.sheet.name.is_empty() { format!("row {number}") } else { format!("{}!{number}", eye.sheet.name) }
}
