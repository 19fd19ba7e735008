//! A text file of cells becomes a grid: delimiter told by consistency, quotes respected, limits held.
//!
//! Fields may be quoted, with doubled quotes and line ends within. A quote that never closes, or text right behind
//! a closing quote, ends the reading with the row; so does a limit. Rows of different lengths are kept: whether one
//! is ragged is decided where the table is known.

use super::encoding::{self, Decoded};
use super::grid::{Cell, Grid, Row, Sheet};
use crate::fault::{Fault, exceeded, fault};
use crate::limits::Limits;
use std::borrow::Cow;
use trade::{Code, Finding, Severity};

/// The delimiters that are tried, in the order in which they win ties.
const DELIMITERS: [u8; 4] = [b'\t', b';', b',', b'|'];

/// Rows looked at to tell the delimiter.
const SAMPLE_ROWS: usize = 60;

/// Reads the cells of a text file. The findings are remarks; the error ends the reading.
pub fn read(bytes: &[u8], limits: &Limits, findings: &mut Vec<Finding>) -> Result<Grid, Fault> {
    let decoded = encoding::decode(bytes)
        .map_err(|e| fault(Code::EncodingInvalid, "byte 0", e.to_string()).with("encoding", e.encoding))?;
    remark_encoding(&decoded, findings);
    let text = decoded.text.as_ref();
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        let row = text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
        return Err(fault(Code::SheetMalformed, format!("row {row}"), "a NUL stands in the text"));
    }
    let delimiter = stated_delimiter(text).unwrap_or_else(|| delimiter(text));
    let body = if stated_delimiter(text).is_some() {
        text.split_once('\n').map_or("", |(_, rest)| rest)
    } else {
        text
    };
    let mut splitter = Splitter::new(body, delimiter);
    let mut sheet = Sheet::default();
    while let Some(fields) = splitter.next_row(limits)? {
        let index = splitter.row - 1;
        if usize::try_from(index).unwrap_or(usize::MAX) >= limits.sheet_rows {
            let place = format!("row {}", index + 1);
            let why = "the sheet has more rows than the limit";
            return Err(exceeded(place, why, "sheet_rows", limits.sheet_rows));
        }
        push_row(&mut sheet, index, &fields);
    }
    Ok(Grid { sheets: vec![sheet], epoch_1904: None })
}

/// Says which encoding was used where nothing in the file did.
fn remark_encoding(decoded: &Decoded<'_>, findings: &mut Vec<Finding>) {
    if decoded.guessed {
        findings.push(
            Finding::document(
                super::TEXT_RULE,
                Code::EncodingGuessed,
                format!("The text was read as {}.", decoded.encoding),
            )
            .input("encoding", decoded.encoding)
            .severity(Severity::Info),
        );
    }
}

/// Keeps the fields that hold something.
fn push_row(sheet: &mut Sheet, index: u32, fields: &[Cow<'_, str>]) {
    let mut cells = Vec::with_capacity(fields.len());
    for (column, field) in (0_u32..).zip(fields) {
        let text = field.trim();
        if !text.is_empty() {
            cells.push(Cell::text(column, text));
        }
    }
    if !cells.is_empty() {
        let fields = u32::try_from(fields.len()).unwrap_or(u32::MAX);
        sheet.rows.push(Row { index, hidden: false, cells, fields });
    }
}

/// `sep=;` on the first line, as spreadsheets write it for one another.
fn stated_delimiter(text: &str) -> Option<u8> {
    let line = text.lines().next()?.trim().trim_matches('"');
    let rest = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?;
    match rest.as_bytes() {
        [delimiter] => Some(*delimiter),
        [] if text.starts_with("sep=\t") => Some(b'\t'),
        _ => None,
    }
}

/// The delimiter that cuts most rows into the same number of fields: rows × cuts, of the number that gives most. A
/// comma also stands in numbers and in prose, so any other that cuts half of the rows goes before it.
fn delimiter(text: &str) -> u8 {
    let scores = DELIMITERS.map(|delimiter| (delimiter, score(text, delimiter)));
    let most = |among: &dyn Fn(u8, f32) -> bool| {
        let fit =
            scores.iter().rev().filter(|(delimiter, (share, total))| *total > 0 && among(*delimiter, *share));
        fit.max_by_key(|(_, (_, total))| *total).map(|(delimiter, _)| *delimiter)
    };
    most(&|delimiter, share| delimiter != b',' && share >= 0.5).or_else(|| most(&|_, _| true)).unwrap_or(b',')
}

/// The share of rows that a delimiter cuts, and rows × cuts of its most frequent number of fields.
fn score(text: &str, delimiter: u8) -> (f32, usize) {
    let mut counts: Vec<usize> = Vec::new();
    let mut splitter = Splitter::new(text, delimiter);
    let limits = Limits::default();
    let mut rows = 0_u16;
    while usize::from(rows) < SAMPLE_ROWS {
        match splitter.next_row(&limits) {
            Ok(Some(fields)) => {
                let blank = fields.iter().all(|field| field.trim().is_empty()) && fields.len() == 1;
                rows += u16::from(!blank);
                counts.extend((fields.len() > 1).then_some(fields.len()));
            }
            // A wrong delimiter may meet quotes it does not understand; the true one never scores so.
            Err(_) | Ok(None) => break,
        }
    }
    let of = |count: usize| counts.iter().filter(|other| **other == count).count();
    let total = counts.iter().map(|count| of(*count) * (count - 1).min(40)).max().unwrap_or(0);
    let cut = u16::try_from(counts.len()).unwrap_or(u16::MAX);
    (f32::from(cut) / f32::from(rows.max(1)), total)
}

/// Walks over the rows of a text.
struct Splitter<'a> {
    text: &'a str,
    at: usize,
    delimiter: u8,
    /// Rows handed out, as a spreadsheet would count them.
    row: u32,
}

impl<'a> Splitter<'a> {
    fn new(text: &'a str, delimiter: u8) -> Splitter<'a> {
        Splitter { text, at: 0, delimiter, row: 0 }
    }

    /// The fields of the next row; none at the end.
    fn next_row(&mut self, limits: &Limits) -> Result<Option<Vec<Cow<'a, str>>>, Fault> {
        if self.at >= self.text.len() {
            return Ok(None);
        }
        self.row += 1;
        let mut fields = Vec::new();
        loop {
            let (field, more) = self.next_field()?;
            if field.len() > limits.cell_bytes {
                let cell = ("cell_bytes", limits.cell_bytes);
                return Err(self.limit("a cell is longer than the limit", fields.len(), cell));
            }
            fields.push(field);
            if fields.len() > limits.sheet_columns {
                let columns = ("sheet_columns", limits.sheet_columns);
                return Err(self.limit("a row has more cells than the limit", fields.len() - 1, columns));
            }
            if !more {
                return Ok(Some(fields));
            }
        }
    }

    /// One field, and whether another follows in its row.
    fn next_field(&mut self) -> Result<(Cow<'a, str>, bool), Fault> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
        if rest.get(blanks) == Some(&b'"') {
            self.at += blanks;
            return self.quoted();
        }
        let end = memchr::memchr3(self.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
        let field = self.slice(self.at, self.at + end);
        self.at += end;
        Ok((Cow::Borrowed(field), self.step_over_end()))
    }

    /// A quoted field; doubled quotes are one.
    fn quoted(&mut self) -> Result<(Cow<'a, str>, bool), Fault> {
        let start = self.at + 1;
        let mut from = start;
        let mut doubled = false;
        loop {
            let rest = self.text.as_bytes().get(from..).unwrap_or_default();
            let Some(quote) = memchr::memchr(b'"', rest) else {
                return Err(self.malformed("a quote is opened and never closed"));
            };
            if rest.get(quote + 1) != Some(&b'"') {
                let raw = self.slice(start, from + quote);
                self.at = from + quote + 1;
                let field = if doubled { Cow::Owned(raw.replace("\"\"", "\"")) } else { Cow::Borrowed(raw) };
                return Ok((field, self.end_of_quoted()?));
            }
            doubled = true;
            from += quote + 2;
        }
    }

    /// Behind a closing quote only blanks may stand before the delimiter or the end of the row.
    fn end_of_quoted(&mut self) -> Result<bool, Fault> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| **byte == b' ').count();
        match self.text.as_bytes().get(self.at) {
            None | Some(b'\n' | b'\r') => Ok(self.step_over_end()),
            Some(byte) if *byte == self.delimiter => Ok(self.step_over_end()),
            Some(_) => Err(self.malformed("text stands right behind a closing quote")),
        }
    }

    /// Steps over a delimiter (more follows) or a line end (none does).
    fn step_over_end(&mut self) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        match rest {
            [byte, ..] if *byte == self.delimiter => {
                self.at += 1;
                true
            }
            [b'\r', b'\n', ..] => {
                self.at += 2;
                false
            }
            _ => {
                self.at += 1;
                false
            }
        }
    }

    /// Both ends lie beside ASCII, hence between characters.
    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    fn malformed(&self, why: &str) -> Fault {
        fault(Code::SheetMalformed, format!("row {}", self.row), why)
    }

    fn limit(&self, why: &str, column: usize, (limit, max): (&'static str, usize)) -> Fault {
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        exceeded(Sheet::default().place(self.row - 1, column), why, limit, max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let grid = read(text.as_bytes(), &Limits::default(), &mut Vec::new()).unwrap();
        grid.sheets[0]
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect())
            .collect()
    }

    fn fails(text: &str, limits: &Limits) -> (Code, String) {
        let fault = read(text.as_bytes(), limits, &mut Vec::new()).unwrap_err();
        (fault.code, fault.place)
    }

    fn passed(text: &str, limits: &Limits) -> (String, String) {
        let fault = read(text.as_bytes(), limits, &mut Vec::new()).unwrap_err();
        let finding = fault.into_finding("read.csv/1");
        (finding.inputs["limit"].clone(), finding.inputs["max"].clone())
    }

    #[test]
    fn delimiters_are_told_by_consistency() {
        for delimiter in [",", ";", "\t", "|"] {
            let text = format!("a{delimiter}b{delimiter}c\r\n1{delimiter}2{delimiter}3\r\n");
            assert_eq!(rows(&text), [["a", "b", "c"], ["1", "2", "3"]], "{delimiter:?}");
        }
        assert_eq!(rows("a;b\n1,5;2,5\n1,25;3,75\n"), [["a", "b"], ["1,5", "2,5"], ["1,25", "3,75"]]);
        assert_eq!(rows("sep=|\na|b,c,d\n"), [["a", "b,c,d"]]);
    }

    #[test]
    fn quotes_hold_delimiters_line_ends_and_quotes() {
        assert_eq!(rows("\"a,\"\"b\"\"\",\"c\nd\"\n1,5\" pipe\n"), [["a,\"b\"", "c\nd"], ["1", "5\" pipe"]]);
        assert_eq!(rows("\"a\" , \"b\"\n\"1\",\"2\""), [["a", "b"], ["1", "2"]]);
    }

    #[test]
    fn quotes_that_do_not_close_end_the_reading_with_the_row() {
        let limits = Limits::default();
        assert_eq!(fails("a,b\n1,2\n3,\"4\n5,6\n", &limits), (Code::SheetMalformed, "row 3".into()));
        assert_eq!(fails("a,b\n1,\"2\n3,\"4\n", &limits), (Code::SheetMalformed, "row 2".into()));
        assert_eq!(fails("a,b\n1,\0\n", &limits), (Code::SheetMalformed, "row 2".into()));
    }

    #[test]
    fn limits_name_their_place() {
        let limits = Limits { sheet_rows: 2, sheet_columns: 3, cell_bytes: 5, ..Limits::default() };
        assert_eq!(rows("a,b\nc,d").len(), 2);
        assert_eq!(fails("a,b\nc,d\ne,f\n", &limits), (Code::LimitExceeded, "row 3".into()));
        assert_eq!(fails("a,b,c,d\n", &limits), (Code::LimitExceeded, "D1".into()));
        assert_eq!(fails("a,b\nx,123456\n", &limits), (Code::LimitExceeded, "B2".into()));
        assert_eq!(passed("a,b\nc,d\ne,f\n", &limits), ("sheet_rows".into(), "2".into()));
        assert_eq!(passed("a,b,c,d\n", &limits), ("sheet_columns".into(), "3".into()));
        assert_eq!(passed("a,b\nx,123456\n", &limits), ("cell_bytes".into(), "5".into()));
    }
}
