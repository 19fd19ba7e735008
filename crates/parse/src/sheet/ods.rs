//! ODS: the cells of `content.xml`, as shown and as typed.
//!
//! Read here and not by calamine, which keeps neither what is hidden nor how a number is shown, and fills repeated
//! cells in before anyone can count them. A repetition of empty cells is stepped over; one of values is held to the
//! limits cell by cell.

use super::archive::Archive;
use super::grid::{Cell, Grid, MERGES_MAX, Merge, Row, Sheet};
use super::parts::attribute;
use crate::draft::Typed;
use crate::fault::{Fault, exceeded, fault};
use crate::limits::Limits;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rust_decimal::Decimal;
use trade::{Code, Finding};

const PART: &str = "content.xml";

/// Reads the cells of a spreadsheet.
pub fn read(archive: &mut Archive<'_>, limits: &Limits, findings: &mut Vec<Finding>) -> Result<Grid, Fault> {
    if archive.text("META-INF/manifest.xml")?.is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(fault(
            Code::Encrypted,
            "META-INF/manifest.xml",
            "the spreadsheet is locked with a password",
        ));
    }
    if archive
        .entries()
        .iter()
        .any(|entry| entry.name.starts_with("Basic/") || entry.name.starts_with("Scripts/"))
    {
        findings.push(
            Finding::document(
                super::WORKBOOK_RULE,
                Code::ActiveContent,
                "The spreadsheet carries macros; they were not run.",
            )
            .input("what", "macros"),
        );
    }
    let text = archive.text(PART)?.ok_or_else(|| fault(Code::SheetMalformed, PART, "the part is missing"))?;
    let mut walk = Walk {
        limits,
        grid: Grid::default(),
        hidden_tables: hidden_table_styles(&text)?,
        budget: limits.text_out_bytes,
        ..Walk::new(limits)
    };
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event().map_err(malformed)? {
            Event::Start(e) => walk.start(&e)?,
            Event::Empty(e) => {
                walk.start(&e)?;
                walk.end(e.local_name().as_ref())?;
            }
            Event::End(e) => walk.end(e.local_name().as_ref())?,
            Event::Text(t) => walk.text(&t.xml10_content()),
            Event::GeneralRef(r) => {
                let character = r.resolve_char_ref().map_err(malformed)?;
                let name: &str = &r;
                walk.text(&character.map_or_else(|| entity(name).to_owned(), String::from));
            }
            Event::Eof if walk.depth > 0 => {
                return Err(fault(Code::SheetMalformed, PART, "the part breaks off"));
            }
            Event::Eof => return Ok(walk.grid),
            _ => {}
        }
    }
}

/// The five entities of XML; others stand for nothing.
fn entity(name: &str) -> &'static str {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => "",
    }
}

fn malformed(error: impl std::fmt::Display) -> Fault {
    fault(Code::SheetMalformed, PART, error.to_string())
}

/// Styles of tables that are not shown.
fn hidden_table_styles(text: &str) -> Result<Vec<String>, Fault> {
    let mut reader = Reader::from_str(text);
    let mut styles = Vec::new();
    let mut current = None;
    loop {
        match reader.read_event().map_err(malformed)? {
            Event::Start(e) if e.local_name().as_ref() == "style" => current = attribute(&e, "name"),
            Event::Start(e) | Event::Empty(e)
                if e.local_name().as_ref() == "table-properties"
                    && attribute(&e, "display").as_deref() == Some("false") =>
            {
                styles.extend(current.take());
            }
            Event::Start(e) if e.local_name().as_ref() == "table" => return Ok(styles),
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}

/// The state of one walk over the part.
struct Walk<'l> {
    limits: &'l Limits,
    grid: Grid,
    hidden_tables: Vec<String>,
    budget: usize,
    depth: usize,
    row: u32,
    row_repeat: u32,
    column: u32,
    column_at: u32,
    hidden_columns: Vec<(u32, u32)>,
    current: Row,
    cell: Option<OpenCell>,
    annotation: usize,
}

/// The cell being read.
#[derive(Default)]
struct OpenCell {
    repeat: u32,
    rows: u32,
    columns: u32,
    kind: String,
    value: Option<String>,
    formula: bool,
    text: String,
    paragraphs: usize,
}

impl<'l> Walk<'l> {
    fn new(limits: &'l Limits) -> Walk<'l> {
        Walk {
            limits,
            grid: Grid::default(),
            hidden_tables: Vec::new(),
            budget: 0,
            depth: 0,
            row: 0,
            row_repeat: 1,
            column: 0,
            column_at: 0,
            hidden_columns: Vec::new(),
            current: Row::default(),
            cell: None,
            annotation: 0,
        }
    }

    fn start(&mut self, e: &BytesStart<'_>) -> Result<(), Fault> {
        self.depth += 1;
        let repeat = |name| attribute(e, name).and_then(|n| n.parse::<u32>().ok()).unwrap_or(1).max(1);
        let is_hidden =
            || attribute(e, "visibility").is_some_and(|v| matches!(v.as_str(), "collapse" | "filter"));
        match e.local_name().as_ref() {
            "table" => self.start_table(e)?,
            "table-column" => {
                let count = repeat("number-columns-repeated");
                if is_hidden() {
                    self.hidden_columns.push((self.column_at, self.column_at.saturating_add(count - 1)));
                }
                self.column_at = self.column_at.saturating_add(count);
            }
            "table-row" => {
                self.row_repeat = repeat("number-rows-repeated");
                self.column = 0;
                self.current = Row { index: self.row, hidden: is_hidden(), ..Row::default() };
            }
            "table-cell" | "covered-table-cell" => {
                self.cell = Some(OpenCell {
                    repeat: repeat("number-columns-repeated"),
                    rows: repeat("number-rows-spanned"),
                    columns: repeat("number-columns-spanned"),
                    kind: attribute(e, "value-type").unwrap_or_default(),
                    value: attribute(e, "value").or_else(|| attribute(e, "date-value")),
                    formula: attribute(e, "formula").is_some(),
                    ..OpenCell::default()
                });
            }
            "annotation" => self.annotation += 1,
            "p" if self.annotation == 0 => {
                if let Some(cell) = &mut self.cell {
                    if cell.paragraphs > 0 {
                        cell.text.push('\n');
                    }
                    cell.paragraphs += 1;
                }
            }
            "s" | "tab" => self.text(" "),
            "line-break" => self.text("\n"),
            _ => {}
        }
        Ok(())
    }

    fn start_table(&mut self, e: &BytesStart<'_>) -> Result<(), Fault> {
        if self.grid.sheets.len() >= self.limits.workbook_sheets {
            let why = "the workbook has more sheets than the limit";
            return Err(exceeded(PART, why, "workbook_sheets", self.limits.workbook_sheets));
        }
        let hidden = attribute(e, "style-name").is_some_and(|style| self.hidden_tables.contains(&style));
        let name = attribute(e, "name").unwrap_or_default();
        self.grid.sheets.push(Sheet { name, hidden, ..Sheet::default() });
        (self.row, self.column_at) = (0, 0);
        self.hidden_columns.clear();
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.annotation == 0
            && let Some(cell) = &mut self.cell
            && cell.paragraphs > 0
        {
            cell.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Fault> {
        self.depth = self.depth.saturating_sub(1);
        match name {
            "annotation" => self.annotation = self.annotation.saturating_sub(1),
            "table-cell" | "covered-table-cell" => self.end_cell()?,
            "table-row" => self.end_row()?,
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Fault> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let text = cell.text.trim().to_owned();
        let value = typed(&cell);
        let start = self.column;
        self.column = self.column.saturating_add(cell.repeat);
        if text.is_empty() && value != Typed::Uncomputed {
            return Ok(());
        }
        for column in start..self.column {
            let hidden = self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column));
            self.check(column, &text)?;
            self.current.cells.push(Cell {
                column,
                hidden,
                text: if text.is_empty() { "=".into() } else { text.clone() },
                value: value.clone(),
            });
        }
        if (cell.rows > 1 || cell.columns > 1)
            && let Some(sheet) = self.grid.sheets.last_mut().filter(|sheet| sheet.merges.len() < MERGES_MAX)
        {
            let (bottom, right) =
                (self.row.saturating_add(cell.rows - 1), start.saturating_add(cell.columns - 1));
            sheet.merges.push(Merge { top: self.row, left: start, bottom, right });
        }
        Ok(())
    }

    /// Limits of rows, columns, cells and of all text.
    fn check(&mut self, column: u32, text: &str) -> Result<(), Fault> {
        let place = self.grid.sheets.last().map_or_else(String::new, |sheet| sheet.place(self.row, column));
        let over = |why: &str, limit, max: usize| Err(exceeded(place.clone(), why, limit, max));
        if self.row as usize >= self.limits.sheet_rows {
            return over("the sheet has more rows than the limit", "sheet_rows", self.limits.sheet_rows);
        }
        if column as usize >= self.limits.sheet_columns {
            return over(
                "the sheet has more columns than the limit",
                "sheet_columns",
                self.limits.sheet_columns,
            );
        }
        if text.len() > self.limits.cell_bytes {
            return over("a cell is longer than the limit", "cell_bytes", self.limits.cell_bytes);
        }
        match self.budget.checked_sub(text.len().max(1)) {
            Some(left) => self.budget = left,
            None => {
                return over(
                    "the sheets hold more text than the limit",
                    "text_out_bytes",
                    self.limits.text_out_bytes,
                );
            }
        }
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Fault> {
        let mut row = std::mem::take(&mut self.current);
        let repeat = self.row_repeat;
        if row.cells.is_empty() {
            self.row = self.row.saturating_add(repeat);
            return Ok(());
        }
        for _ in 0..repeat {
            for cell in &row.cells {
                self.check(cell.column, &cell.text)?;
            }
            row.index = self.row;
            if let Some(sheet) = self.grid.sheets.last_mut() {
                sheet.rows.push(row.clone());
            }
            self.row = self.row.saturating_add(1);
        }
        Ok(())
    }
}

/// What a cell holds.
fn typed(cell: &OpenCell) -> Typed {
    let number = || cell.value.as_deref().and_then(|v| v.parse::<f64>().ok()).and_then(super::xlsx::decimal);
    match cell.kind.as_str() {
        "float" | "currency" => number().map_or(Typed::Text, Typed::Number),
        "percentage" => number().map_or(Typed::Text, |n| {
            Typed::Percent(n.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(n).normalize())
        }),
        "date" => cell
            .value
            .as_deref()
            .and_then(|v| v.get(..10))
            .and_then(|day| day.parse().ok())
            .map_or(Typed::Text, Typed::Date),
        "" if cell.formula && cell.text.trim().is_empty() => Typed::Uncomputed,
        _ => Typed::Text,
    }
}
