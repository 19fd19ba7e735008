//! From a grid to a record: find the tables, read what stands around them, decide the conventions, write it down.
//!
//! Goods that stand in priced tables are the goods; a second sheet with the same goods is a copy, one with more is
//! joined to the first, and one without prices is a packing list whose weights and packages go to the lines it names.

use super::columns::{Head, Role};
use super::eye::Eye;
use super::grid::{Grid, Row, Sheet};
use super::labels::Labels;
use super::packing;
use super::table::Table;
use crate::draft::doubts::{self, some_of};
use crate::draft::scribe::Scribe;
use crate::draft::write::{parsed, write};
use crate::draft::{Draft, SumDraft, Typed, fields, totals};
use trade::{Code, Finding, Parsed, Record};

/// Texts looked at to tell the language.
const LANGUAGE_TEXTS_MAX: usize = 200;

/// What is read of a grid.
pub fn understand(grid: &Grid, format: &str, rule: &'static str, findings: Vec<Finding>) -> Parsed {
    let mut draft = Draft::default();
    let sheets: Vec<(u32, &Sheet)> = (1_u32..).zip(&grid.sheets).collect();
    let shown: Vec<(u32, &Sheet)> = sheets.iter().copied().filter(|(_, sheet)| !sheet.hidden).collect();
    let mut pages: Vec<Page<'_>> = shown.iter().map(|(number, sheet)| Page::read(*number, sheet)).collect();
    // The sheets that hold the goods speak first.
    let tables = || pages.iter().flat_map(|page| &page.tables);
    let any_holds = tables().any(Table::holds_rows);
    let priced = tables().any(|table| table.head.is_priced() && (table.holds_rows() || !any_holds));
    pages.sort_by_key(|page| page.rank(priced));
    let mut chosen =
        Chosen::of(pages.iter_mut().flat_map(|page| std::mem::take(&mut page.tables)).collect(), priced);
    chosen.fill(&mut draft);
    for page in &pages {
        let contradicted = draft.contradicted.len();
        page.read_labels(&chosen, &mut draft);
        if !chosen.tables.iter().any(|table| table.sheet == page.eye.number) {
            // A packing list beside the invoice has its own number and date.
            draft.contradicted.truncate(contradicted);
        }
    }
    let (mut scribe, record, kind) = write(&draft, rule, grid.epoch_1904);
    joined_sheets(&mut scribe, &record, &chosen);
    doubts::tell(&mut scribe, &draft);
    if !chosen.copies.is_empty() {
        scribe.remark(
            Code::ValueUnplaced,
            "A second sheet holds the same goods again and was taken as a copy.",
        );
    }
    hidden(&mut scribe, &sheets);
    formulas(&mut scribe, &shown);
    parsed(scribe, record, kind, &draft, format, findings)
}

/// A sheet with its tables taken out.
struct Page<'a> {
    eye: Eye<'a>,
    tables: Vec<Table>,
    rest: Vec<usize>,
}

impl<'a> Page<'a> {
    /// Finds the tables of a sheet.
    fn read(number: u32, sheet: &'a Sheet) -> Page<'a> {
        let eye = Eye { sheet, number };
        let mut page = Page { eye, tables: Vec::new(), rest: Vec::new() };
        let mut at = 0;
        while let Some(row) = sheet.rows.get(at) {
            if row.hidden {
                at += 1;
                continue;
            }
            if let Some(head) = Head::at(sheet, at).filter(|head| page.opens(head)) {
                at += head.height;
                page.tables.push(Table::new(number, head));
                continue;
            }
            match page.tables.last_mut() {
                Some(table) => table.take(eye, at, row),
                None => page.rest.push(at),
            }
            at += 1;
        }
        for table in &mut page.tables {
            page.rest.append(&mut table.rest);
        }
        page.rest.sort_unstable();
        page
    }

    /// The order in which pages speak: the goods, then pages without tables, then other tables.
    fn rank(&self, priced: bool) -> u8 {
        let holds = |table: &Table| table.head.is_priced() == priced && table.holds_rows();
        match self.tables.iter().any(holds) {
            true => 0,
            false if self.tables.is_empty() => 1,
            false => 2,
        }
    }

    /// Whether a head opens a table of its own, and does not just stand again on a later page.
    fn opens(&self, head: &Head) -> bool {
        let same = |table: &Table| {
            let roles = |head: &Head| {
                head.columns.iter().map(|column| (column.index, column.role.clone())).collect::<Vec<_>>()
            };
            roles(&table.head) == roles(head)
        };
        self.tables.last().is_none_or(|table| !same(table))
    }

    /// Reads what stands around the tables.
    fn read_labels(&self, chosen: &Chosen, draft: &mut Draft) {
        let rows: Vec<&Row> = self.rest.iter().filter_map(|at| self.eye.sheet.rows.get(*at)).collect();
        for cell in rows.iter().flat_map(|row| row.shown()).filter(|cell| cell.is_text()) {
            if draft.words.len() < LANGUAGE_TEXTS_MAX {
                draft.words.push(cell.text.clone());
            }
        }
        let titles = draft.titles.len();
        Labels::new(self.eye, rows, draft).read();
        if chosen.sheet.is_some_and(|sheet| sheet != self.eye.number) {
            draft.titles.truncate(titles);
        }
    }
}

/// The tables that hold the goods.
#[derive(Default)]
struct Chosen {
    tables: Vec<Table>,
    packing: Vec<Table>,
    copies: Vec<u32>,
    sheet: Option<u32>,
    /// Another sheet that holds goods.
    joined: Option<u32>,
}

impl Chosen {
    /// Priced tables if there are any; a copy counts once.
    fn of(tables: Vec<Table>, priced: bool) -> Chosen {
        let mut chosen = Chosen::default();
        for table in tables {
            if table.head.is_priced() != priced {
                chosen.packing.push(table);
            } else if chosen.tables.iter().any(|known| table.is_copy_of(known)) {
                chosen.copies.push(table.sheet);
            } else {
                chosen.tables.push(table);
            }
        }
        chosen.sheet = chosen.tables.iter().find(|table| !table.lines.is_empty()).map(|table| table.sheet);
        let others = chosen.tables.iter().filter(|table| !table.lines.is_empty()).map(|table| table.sheet);
        chosen.joined = others.into_iter().find(|sheet| Some(*sheet) != chosen.sheet);
        chosen
    }

    /// Puts the chosen tables into the draft.
    fn fill(&mut self, draft: &mut Draft) {
        let head = self.tables.iter().find_map(|table| table.head.of("hs_code"));
        draft.hs_scheme = head.and_then(|column| fields::hs_scheme(&column.head));
        for table in &mut self.tables {
            let (lines, charges) = (draft.lines.len(), draft.charges.len());
            let lift = |mut sum: SumDraft| {
                sum.lines_above += lines;
                sum.charges_above += charges;
                sum
            };
            draft.lines.append(&mut table.lines);
            draft.charges.append(&mut table.charges);
            draft.sums.extend(table.sums.drain(..).map(lift));
            draft.doubtful.extend(table.doubtful.drain(..).map(lift));
            draft.unread.append(&mut table.unread);
            draft.ragged.append(&mut table.ragged);
            for column in &table.head.columns {
                draft.words.push(column.head.clone());
                if let Some(Role::Line(name)) = &column.role {
                    draft.roles.push(name.clone());
                }
                if column.role.is_none() {
                    draft.unplaced.push(column.head.clone());
                }
            }
            fields::columns_of_document(draft, std::mem::take(&mut table.document));
        }
        draft.unplaced.retain(|head| !head.trim().is_empty());
        packing::join(draft, &mut self.packing);
    }
}

/// Goods of several sheets belong together where a printed total says so.
fn joined_sheets(scribe: &mut Scribe, record: &Record, chosen: &Chosen) {
    let Some(other) = chosen.joined else { return };
    let sum = totals::add(record.line_items.iter().filter_map(|line| line.amount));
    let charges = totals::add(record.charges.iter().filter_map(|charge| charge.amount));
    let charged = sum.zip(charges).and_then(|(sum, charges)| sum.checked_add(charges));
    let totals = [record.goods_total, record.invoice_total, record.total_value];
    if !totals.into_iter().flatten().any(|total| sum == Some(total) || charged == Some(total)) {
        let message = format!(
            "Goods stand on several sheets (also on sheet {other}), and no printed total joins them."
        );
        scribe.remark(Code::ReadingIncomplete, message);
    }
}

/// Hidden sheets, rows and columns that hold values.
fn hidden(scribe: &mut Scribe, sheets: &[(u32, &Sheet)]) {
    for (_, sheet) in sheets {
        if sheet.hidden {
            if !sheet.rows.is_empty() {
                let message = format!("The hidden sheet `{}` holds values, which were not read.", sheet.name);
                scribe
                    .remark(Code::HiddenContent, message)
                    .inputs
                    .insert("position".into(), sheet.name.clone());
            }
            continue;
        }
        let is_hidden = |row: &Row| row.hidden || row.cells.iter().any(|cell| cell.hidden);
        let places: Vec<String> = sheet
            .rows
            .iter()
            .filter(|row| is_hidden(row))
            .filter_map(|row| {
                let cell = row.cells.iter().find(|cell| row.hidden || cell.hidden)?;
                Some(sheet.place(row.index, cell.column))
            })
            .collect();
        if !places.is_empty() {
            let position = some_of(&places);
            let message = format!("Hidden rows or columns hold values, which were not read: {position}.");
            scribe.remark(Code::HiddenContent, message).inputs.insert("position".into(), position);
        }
    }
}

/// Words that a spreadsheet would run as a formula.
fn formulas(scribe: &mut Scribe, sheets: &[(u32, &Sheet)]) {
    let mut places = Vec::new();
    for (_, sheet) in sheets {
        for row in &sheet.rows {
            let cells =
                row.cells.iter().filter(|cell| cell.value == Typed::Text && is_like_formula(&cell.text));
            places.extend(cells.map(|cell| sheet.place(row.index, cell.column)));
        }
    }
    if !places.is_empty() {
        let position = some_of(&places);
        let message = format!("Cells that begin like formulas were read as text: {position}.");
        scribe.remark(Code::FormulaAsText, message).inputs.insert("position".into(), position);
    }
}

/// `=1+1`, `@SUM(A1)`, `+cmd|…`, `-HYPERLINK(…)`; numbers with a sign are none.
fn is_like_formula(text: &str) -> bool {
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.next());
    match first {
        Some('=' | '@') => second.is_some(),
        Some('+' | '-') => {
            second.is_some_and(|c| c.is_alphabetic() || c == '(')
                && crate::locale::Printed::scan(text).is_none()
        }
        _ => false,
    }
}
