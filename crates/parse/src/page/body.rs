//! The rows below a head, each told what it is: goods, a sum, more of the goods above, or something else.

use super::cut::{cells, cuts, whole_cells};
use super::form::number_and_date;
use super::head::{Column, Head, boxed};
use super::item::LABELLED;
use super::labels::label;
use super::pair::{Pair, pairs};
use super::rows::{Row, Run};
use super::title;
use crate::draft::phrase::phrase;
use crate::draft::words::{charge_name, sum_name};
use crate::lexicon::{Section, fold, lexicon};

/// A table while its rows are read.
#[derive(Debug, Clone)]
pub struct Body {
    /// Its head.
    pub head: Head,
    /// Where its columns are cut, on the page that is read.
    pub cuts: Vec<f32>,
    /// Rows of goods and what goes on with them, in the order of the document.
    pub rows: Vec<BodyRow>,
    /// A sum came: the goods are probably over.
    pub closed: bool,
    /// A row of numbers below the head was taken for none of the goods: where no row was, the table is not empty.
    pub passed_numbers: bool,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct BodyRow {
    /// Place in the document's list of rows.
    pub at: usize,
    /// By column.
    pub cells: Vec<Option<Run>>,
    /// It measures goods; otherwise it goes on with a row that does.
    pub anchor: bool,
    /// Page, from 1.
    pub page: u32,
    /// In points from the top.
    pub baseline: f32,
    /// The height of an em.
    pub size: f32,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// It measures goods.
    Goods,
    /// Words of the goods beside it.
    More,
    /// A sum that has more goods below it: of a page, of a group, carried on.
    Running,
    /// A sum, a charge, or what else stands below the goods.
    Other,
}

/// Fields that measure goods.
const MEASURES: [&str; 6] = ["quantity", "unit_price", "amount", "net_weight", "gross_weight", "packages"];

/// Fields that name goods.
const THINGS: [&str; 5] = ["description", "part_number", "buyer_part_number", "hs_code", "marks"];

/// Rows looked at to find where columns are cut.
const LOOKED_AT_MAX: usize = 120;

/// Rows of a table stand within so many em of each other.
const BREAK_EM: f32 = 4.5;

impl Body {
    /// A table that begins behind its head, which begins at this row.
    pub fn new(head: Head, rows: &[Row], at: usize) -> Body {
        let mut body =
            Body { head, cuts: Vec::new(), rows: Vec::new(), closed: false, passed_numbers: false };
        body.cut(rows, at);
        body
    }

    /// Its head stands again, perhaps elsewhere.
    pub fn again(&mut self, head: Head, rows: &[Row], at: usize) {
        self.head = head;
        self.cut(rows, at);
    }

    /// Finds where the columns are cut in the rows below the head.
    fn cut(&mut self, rows: &[Row], at: usize) {
        let from = at + self.head.height;
        let rest = rows.get(from..).unwrap_or_default();
        // Below a head at the foot of a page the goods begin on the next.
        let goods =
            rest.iter().find(|row| row.runs.iter().filter(|run| super::is_number(&run.text)).count() >= 2);
        let own = rows.get(at).map_or(0, |row| row.page);
        let last = goods.map_or(own, |row| row.page).min(own + 1);
        let end = |row: &&Row| row.page <= last && !is_sum(row);
        let below: Vec<&Row> = rest.iter().take_while(end).take(LOOKED_AT_MAX).collect();
        self.cuts = cuts(&self.head.columns, &below);
    }

    /// What a row is, with its cells.
    pub fn class(&self, row: &Row) -> (Class, Vec<Option<Run>>) {
        let cells = cells(row, &self.cuts);
        let measures = self.count(&cells, &MEASURES, true);
        let priced_like = self.is_number(&cells, "unit_price") && self.is_number(&cells, "amount");
        if !priced_like && let Some(name) = sum_of(row) {
            let running = matches!(name, "carried" | "subtotal");
            return (if running { Class::Running } else { Class::Other }, cells);
        }
        if (self.head.is_priced() && self.is_charge(row, &cells)) || is_totals(row) || self.is_next_box(row) {
            return (Class::Other, cells);
        }
        if measures == 0 && names_document(row) {
            return (Class::Running, cells);
        }
        if super::packed::is_total(row) {
            return (Class::Other, cells);
        }
        let uncounted = self.head.has("quantity") && !self.is_number(&cells, "quantity");
        if !self.closed && uncounted && super::packed::names_package(row) {
            return (Class::Running, cells);
        }
        let things = self.count(&cells, &THINGS, false);
        // `HS code: 8471.30` under a description is said of goods, and names none.
        let of_goods = self.head.columns.iter().any(|column| column.mixed)
            && self.cell(&cells, "description").is_some_and(|run| is_attribute(&run.text));
        let things = if of_goods { 0 } else { things };
        if things == 0 && measures == 1 && (of_goods || self.is_mixed_alone(&cells)) && !self.rows.is_empty()
        {
            return (Class::More, cells);
        }
        // Of two rows of print, that with the words has numbers that are none of the columns below it.
        let (cells, measures) = match self.second() {
            Some(_) if !self.is_goods(&cells, things, measures) => (whole_cells(row, &self.cuts), 0),
            _ => (cells, measures),
        };
        let class = match (self.is_goods(&cells, things, measures), self.is_more(row, &cells, measures)) {
            (true, _) => Class::Goods,
            (_, true) => Class::More,
            _ => Class::Other,
        };
        (class, cells)
    }

    /// Whether something names it and something measures it.
    fn is_goods(&self, cells: &[Option<Run>], things: usize, measures: usize) -> bool {
        let columns = MEASURES.iter().filter(|name| self.head.has(name)).count();
        if self.closed {
            return things >= 1 && measures >= columns.min(3) && measures >= 2;
        }
        if let Some(second) = self.second() {
            return measures >= 2 && self.cell(cells, second).is_some();
        }
        if !self.head.is_priced() {
            return (things >= 1 && measures >= 1) || measures >= 2;
        }
        let numbered = self.is_number(cells, "line") && things >= 1;
        let lone_amount = columns == 1 && self.is_number(cells, "amount") && things >= 1;
        measures >= 2 || (measures == 1 && numbered) || lone_amount
    }

    /// The measure under the second of two rows of heads.
    fn second(&self) -> Option<&str> {
        self.head.columns.iter().find_map(|column| column.second.as_deref())
    }

    /// Words in the columns of the table, without numbers that measure.
    fn is_more(&self, row: &Row, cells: &[Option<Run>], measures: usize) -> bool {
        let Some(last) = self.rows.last().filter(|_| !self.closed) else { return self.opens(row) };
        let near =
            last.page != row.page || row.baseline - last.baseline <= BREAK_EM * row.size.max(last.size);
        near && measures == 0 && cells.iter().any(Option::is_some)
    }

    /// Words between the head and the first goods.
    fn opens(&self, row: &Row) -> bool {
        !self.closed && self.rows.is_empty() && row.runs.len() <= self.head.columns.len()
    }

    /// Whether the words of a row name a charge, and money stands beside them.
    fn is_charge(&self, row: &Row, cells: &[Option<Run>]) -> bool {
        let like_goods = self.is_number(cells, "unit_price") || self.is_number(cells, "quantity");
        let first = row.runs.iter().find(|run| !super::is_number(&run.text));
        let named = first.is_some_and(|run| charge_name(&run.text, like_goods).is_some());
        named
            && self.cell(cells, "hs_code").is_none()
            && row.runs.iter().any(|run| super::is_number(&run.text))
    }

    /// On a form, a second measure stands below the first, in the same box.
    fn is_mixed_alone(&self, cells: &[Option<Run>]) -> bool {
        let mut filled = self.pairs(cells);
        matches!((filled.next(), filled.next()), (Some((column, _)), None) if column.mixed)
    }

    /// On a form, the box behind that of the goods; `7. 3 cartons` in the box of the goods is goods.
    pub fn is_next_box(&self, row: &Row) -> bool {
        let own = self.head.box_number();
        let next = row.runs.first().and_then(|run| boxed(&run.text));
        let measured = row.runs.iter().skip(1).any(|run| super::is_number(&run.text));
        own.zip(next).is_some_and(|(own, (next, words))| {
            next > own && next <= own + 8 && !measured && words.starts_with(char::is_alphabetic)
        }) && !self.rows.is_empty()
    }

    /// How many of these fields have a cell, or a number in it.
    fn count(&self, cells: &[Option<Run>], names: &[&str], number: bool) -> usize {
        names
            .iter()
            .filter(
                |name| if number { self.is_number(cells, name) } else { self.cell(cells, name).is_some() },
            )
            .count()
    }

    /// The cell of a field.
    pub fn cell<'c>(&self, cells: &'c [Option<Run>], name: &str) -> Option<&'c Run> {
        let columns = &self.head.columns;
        if let Some(at) = columns.iter().position(|column| column.role.as_deref() == Some(name)) {
            let two_rows = columns.get(at).is_some_and(|column| column.second.is_some());
            return cells.get(at)?.as_ref().filter(|run| !two_rows || !super::is_number(&run.text));
        }
        let at = columns.iter().position(|column| column.second.as_deref() == Some(name))?;
        cells.get(at)?.as_ref().filter(|run| super::is_number(&run.text))
    }

    /// Whether the cell of a field holds a number; in a form's box it may have a label.
    fn is_number(&self, cells: &[Option<Run>], name: &str) -> bool {
        let mixed =
            self.head.columns.iter().any(|column| column.mixed && column.role.as_deref() == Some(name));
        self.cell(cells, name).is_some_and(|run| {
            let text = if mixed { behind_label(&run.text) } else { run.text.as_str() };
            super::is_number(text)
        })
    }

    /// A column and its cell, for each cell.
    pub fn pairs<'c>(&'c self, cells: &'c [Option<Run>]) -> impl Iterator<Item = (&'c Column, &'c Run)> {
        self.head.columns.iter().zip(cells).filter_map(|(column, cell)| Some((column, cell.as_ref()?)))
    }
}

/// `Delivery note 80080227 of 12.05.2025`: a row that says which document the goods below came with.
fn names_document(row: &Row) -> bool {
    let Some(run) = row.runs.first().filter(|_| row.runs.len() <= 2) else { return false };
    let reference = |pair: &Pair| pair.found.name.starts_with("reference.") && pair.value.is_some();
    title::behind(run).is_some_and(|rest| number_and_date(&rest.text).is_some())
        || pairs(run, label).1.first().is_some_and(reference)
}

/// A text that begins with the label of a field that goods have besides their description.
fn is_attribute(text: &str) -> bool {
    text.split_once(':').is_some_and(|(start, _)| {
        phrase(Section::Column, start).is_some_and(|found| LABELLED.contains(&found.name.as_ref()))
    })
}

/// What stands behind the last colon.
pub fn behind_label(text: &str) -> &str {
    text.rsplit_once(':').map_or(text, |(_, value)| value.trim())
}

/// The sum that a row's words name, where a number stands behind them or in them.
pub fn sum_of(row: &Row) -> Option<&'static str> {
    row.runs.iter().enumerate().find_map(|(at, run)| {
        let name = if super::sums::is_tax(&run.text) { "tax_total" } else { sum_name(&run.text)? };
        let number = |run: &Run| run.words.iter().any(|word| super::is_number(&word.text));
        let before = row.runs.get(..at).unwrap_or_default();
        // Words of another kind before it: a description that ends in “total”, or a remark beside a total with a name.
        let alone = matches!(name, "invoice_total" | "payable_amount")
            || before.iter().all(|run| super::is_number(&run.text) || sum_name(&run.text).is_some());
        let numbered = number(run) || row.runs.get(at + 1..).unwrap_or_default().iter().any(number);
        (alone && numbered).then_some(name)
    })
}

/// `No. of packages: 24 pallets  Total gross weight: 476.23 kg`: labelled totals of all goods.
pub fn is_totals(row: &Row) -> bool {
    let mut names: Vec<String> = Vec::new();
    let mut total = false;
    for run in &row.runs {
        for pair in pairs(run, label).1.into_iter().filter(|pair| pair.value.is_some()) {
            total |= fold(&pair.label)
                .split(' ')
                .any(|word| lexicon().find(Section::Total, word).is_some_and(|found| found.name == "any"));
            names.push(pair.found.name.into_owned());
        }
    }
    let has = |name: &str| names.iter().any(|known| known == name);
    let weight = has("gross_weight") || has("net_weight");
    (total && (weight || has("packages"))) || (weight && has("packages"))
}

/// Whether a row is a sum that ends the goods.
fn is_sum(row: &Row) -> bool {
    sum_of(row).is_some_and(|name| !matches!(name, "carried" | "subtotal"))
}
