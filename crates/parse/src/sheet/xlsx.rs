//! XLSX: the cells by calamine, one at a time; hidden, joined and uncomputed ones by the parts themselves.
//!
//! Nothing is opened before the archive was looked through. A cell keeps what it shows and what it holds; serial
//! numbers in a date's format are days. Macros, links and embedded files are named and never followed.

use super::archive::Archive;
use super::grid::{Cell, Grid, Row, Sheet};
use super::parts::{Marks, marks, sheet_parts};
use super::shown::Format;
use crate::draft::Typed;
use crate::fault::{Fault, exceeded, fault};
use crate::limits::Limits;
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::io::Cursor;
use trade::{Code, Finding};

/// Bytes of shared strings that one declared string takes at least (`<si/>`).
const SHARED_STRING_BYTES: u64 = 5;

/// Reads the cells of a workbook.
pub fn read(
    bytes: &[u8],
    archive: &mut Archive<'_>,
    limits: &Limits,
    findings: &mut Vec<Finding>,
) -> Result<Grid, Fault> {
    check_shared_strings(archive, limits)?;
    remark_active_content(archive, findings);
    let parts = sheet_parts(archive)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| malformed("workbook", &e))?;
    let epoch_1904 = Some(workbook.has_1904_epoch());
    let mut grid = Grid { sheets: Vec::new(), epoch_1904 };
    let sheets = workbook.sheets_metadata().to_vec();
    if sheets.len() > limits.workbook_sheets {
        let why = "the workbook has more sheets than the limit";
        return Err(exceeded("workbook", why, "workbook_sheets", limits.workbook_sheets));
    }
    let mut budget = limits.text_out_bytes;
    for metadata in sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let marks =
            parts.get(&metadata.name).map_or_else(|| Ok(Marks::default()), |part| marks(archive, part))?;
        let mut sheet = Sheet {
            name: metadata.name.clone(),
            hidden: metadata.visible != SheetVisible::Visible,
            rows: Vec::new(),
            merges: marks.merges.clone(),
        };
        read_sheet(&mut workbook, &mut sheet, &marks, limits, &mut budget)?;
        grid.sheets.push(sheet);
    }
    Ok(grid)
}

/// Reads the cells of one sheet.
fn read_sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &mut Sheet,
    marks: &Marks,
    limits: &Limits,
    budget: &mut usize,
) -> Result<(), Fault> {
    let name = sheet.name.clone();
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(|e| malformed(&name, &e))?;
    let formats: Vec<Format> = cells
        .styles()
        .iter()
        .map(|style| Format::parse(style.number_format.as_ref().map_or("", |format| &format.format_code)))
        .collect();
    let general = Format::parse("");
    let mut rows: HashMap<u32, Row> = HashMap::new();
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|e| malformed(&name, &e))? {
        let (row, column) = cell.get_position();
        let format = formats.get(style).unwrap_or(&general);
        let uncomputed = marks.uncomputed.contains(&(row, column));
        let Some((text, value)) = cell_value(cell.get_value(), format, uncomputed) else { continue };
        check_cell(sheet, (row, column), &text, limits)?;
        *budget = budget.checked_sub(text.len()).ok_or_else(|| {
            let why = "the sheets hold more text than the limit";
            exceeded(sheet.place(row, column), why, "text_out_bytes", limits.text_out_bytes)
        })?;
        let into = rows.entry(row).or_insert_with(|| Row {
            index: row,
            hidden: marks.hidden_rows.contains(&row),
            ..Row::default()
        });
        into.cells.push(Cell { column, hidden: marks.hides_column(column), text, value });
    }
    sheet.rows = rows.into_values().collect();
    sheet.rows.sort_unstable_by_key(|row| row.index);
    for row in &mut sheet.rows {
        row.cells.sort_by_key(|cell| cell.column);
        row.cells.dedup_by_key(|cell| cell.column);
    }
    Ok(())
}

/// Rows, columns and bytes within the limits.
fn check_cell(sheet: &Sheet, (row, column): (u32, u32), text: &str, limits: &Limits) -> Result<(), Fault> {
    let over = |why: &str, limit, max: usize| exceeded(sheet.place(row, column), why, limit, max);
    if row as usize >= limits.sheet_rows {
        return Err(over("the sheet has more rows than the limit", "sheet_rows", limits.sheet_rows));
    }
    if column as usize >= limits.sheet_columns {
        return Err(over("the sheet has more columns than the limit", "sheet_columns", limits.sheet_columns));
    }
    if text.len() > limits.cell_bytes {
        return Err(over("a cell is longer than the limit", "cell_bytes", limits.cell_bytes));
    }
    Ok(())
}

/// What a cell shows and holds; none where it is empty.
fn cell_value(value: &DataRef<'_>, format: &Format, uncomputed: bool) -> Option<(String, Typed)> {
    let words = |text: &str| {
        let text = text.trim();
        (!text.is_empty()).then(|| (text.to_owned(), Typed::Text))
    };
    match value {
        DataRef::Empty if uncomputed => Some(("=".to_owned(), Typed::Uncomputed)),
        DataRef::Empty => None,
        DataRef::String(text) => words(text),
        DataRef::SharedString(text) => words(text),
        DataRef::Int(number) => Some(number_value(Decimal::from(*number), format)),
        DataRef::Float(number) => match decimal(*number) {
            Some(value) => Some(number_value(value, format)),
            None => words(&number.to_string()),
        },
        DataRef::Bool(value) => words(if *value { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(serial) => Some(day_value(serial)),
        DataRef::DateTimeIso(text) => match text.get(..10).and_then(|day| day.parse::<Date>().ok()) {
            Some(day) => Some((day.to_string(), Typed::Date(day))),
            None => words(text),
        },
        DataRef::DurationIso(text) => words(text),
        DataRef::Error(error) => Some((error.to_string(), Typed::Error)),
    }
}

/// A number in its format.
fn number_value(value: Decimal, format: &Format) -> (String, Typed) {
    let shown = format.show(value);
    if format.percent {
        return (shown, Typed::Percent(value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value).normalize()));
    }
    (shown, Typed::Number(value.normalize()))
}

/// A float as the spreadsheet has it: fifteen significant digits.
pub fn decimal(number: f64) -> Option<Decimal> {
    if !number.is_finite() {
        return None;
    }
    let text = format!("{number:.14e}");
    Decimal::from_scientific(&text).ok().map(|value| value.normalize())
}

/// A day, or a time of day or duration as words.
fn day_value(serial: &ExcelDateTime) -> (String, Typed) {
    let (year, month, day, hour, minute, second, _) = serial.to_ymd_hms_milli();
    let whole_day = serial.as_f64().trunc();
    if serial.is_duration() || whole_day < 1.0 {
        return (format!("{hour:02}:{minute:02}:{second:02}"), Typed::Text);
    }
    let date = i16::try_from(year).ok().zip(i8::try_from(month).ok()).zip(i8::try_from(day).ok());
    match date.and_then(|((year, month), day)| Date::new(year, month, day).ok()) {
        Some(day) => (day.to_string(), Typed::Date(day)),
        // 29 February 1900, which never was.
        None => (format!("{year:04}-{month:02}-{day:02}"), Typed::Text),
    }
}

/// Shared strings are read whole, so their size and their stated number are held before.
fn check_shared_strings(archive: &mut Archive<'_>, limits: &Limits) -> Result<(), Fault> {
    let strings =
        archive.entries().iter().find(|entry| entry.name.to_ascii_lowercase().ends_with("sharedstrings.xml"));
    let Some((name, size)) = strings.map(|entry| (entry.name.clone(), entry.size)) else { return Ok(()) };
    let over = |why: &str| exceeded(name.clone(), why, "shared_strings_bytes", limits.shared_strings_bytes);
    if size > limits.shared_strings_bytes {
        return Err(over("the shared strings are larger than the limit"));
    }
    let text = archive.text(&name)?.unwrap_or_default();
    let stated = text
        .split_once("uniqueCount=")
        .and_then(|(_, rest)| rest.get(1..)?.split(['"', '\'']).next()?.parse::<u64>().ok());
    if stated.is_some_and(|count| count > size / SHARED_STRING_BYTES) {
        return Err(over("more shared strings are stated than the part can hold"));
    }
    Ok(())
}

/// Macros, links to other files, embedded files and controls.
fn remark_active_content(archive: &Archive<'_>, findings: &mut Vec<Finding>) {
    let carries =
        |part: &str| archive.entries().iter().any(|entry| entry.name.to_ascii_lowercase().contains(part));
    for (part, what) in [
        ("vbaproject.bin", "macros"),
        ("/macrosheets/", "macro sheets"),
        ("/externallinks/", "links to other workbooks"),
        ("/embeddings/", "embedded files"),
        ("/activex/", "controls"),
        ("/connections.xml", "connections to data sources"),
    ] {
        if carries(part) {
            findings.push(
                Finding::document(
                    super::WORKBOOK_RULE,
                    Code::ActiveContent,
                    format!("The workbook carries {what}; they were not run or followed."),
                )
                .input("what", what),
            );
        }
    }
}

/// A workbook that its reader refuses.
fn malformed(place: &str, error: &calamine::XlsxError) -> Fault {
    match error {
        calamine::XlsxError::Password => {
            fault(Code::Encrypted, place, "the workbook is locked with a password")
        }
        error => fault(Code::SheetMalformed, place, error.to_string()),
    }
}
