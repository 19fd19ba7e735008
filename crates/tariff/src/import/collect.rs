//! Rows as read become the table, with remarks on the way.
//!
//! Promises: both formats of the USITC pass through the same door, so that they cannot come out differently.

use std::collections::BTreeMap;

use super::cells::{self, normalise_into, without_tags};
use super::{Remark, RemarkKind};
use crate::code::without_separators;
use crate::error::Error;
use crate::scheme::Scheme;
use crate::table::{Builder, Cells, ROWS_MAX, Table, significant};

/// A cell longer than this is no cell of a tariff (the longest known has 1,685 bytes).
const CELL_BYTES_MAX: usize = 64 << 10;

/// A row as it stands in the file. An indent means the hierarchy is the file's own.
#[derive(Debug, Default)]
pub(super) struct Raw<'a> {
    pub code: &'a str,
    pub indent: Option<&'a str>,
    pub description: &'a str,
    pub units: Units<'a>,
    pub general: &'a str,
}

impl Raw<'_> {
    /// A row of nothing but separators, as spreadsheets leave at the end.
    fn is_blank(&self) -> bool {
        [self.code, self.description, self.general, self.indent.unwrap_or_default()]
            .iter()
            .all(|cell| cell.trim().is_empty())
    }
}

/// Units of quantity as they stand: a list, or a cell that may hold a list as JSON text.
#[derive(Debug)]
pub(super) enum Units<'a> {
    List(&'a [String]),
    Cell(&'a str),
}

impl Default for Units<'_> {
    fn default() -> Self {
        Self::List(&[])
    }
}

/// Takes rows, makes a [`Table`].
pub(super) struct Collector<'s> {
    scheme: &'s Scheme,
    builder: Builder,
    /// The row of the file behind each row of the table.
    origins: Vec<usize>,
    /// Code, description and row of a simple list, kept until they can be sorted.
    list: Vec<(String, String, usize)>,
    remarks: BTreeMap<RemarkKind, Remark>,
    /// The row being read, from 1.
    row: usize,
    description: String,
    units: String,
    general: String,
}

impl<'s> Collector<'s> {
    pub(super) fn new(scheme: &'s Scheme, bytes: usize) -> Self {
        Self {
            scheme,
            builder: Builder::with_capacity(0, bytes / 4),
            origins: Vec::new(),
            list: Vec::new(),
            remarks: BTreeMap::new(),
            row: 0,
            description: String::new(),
            units: String::new(),
            general: String::new(),
        }
    }

    /// The row being read, from 1; before the first, 0.
    pub(super) fn row(&self) -> usize {
        self.row
    }

    pub(super) fn push(&mut self, raw: &Raw<'_>) -> Result<(), Error> {
        self.row += 1;
        if self.row > ROWS_MAX {
            return Err(Error::Rows { limit: ROWS_MAX });
        }
        for cell in [raw.code, raw.description, raw.general] {
            if cell.len() > CELL_BYTES_MAX {
                return Err(Error::Cell { row: self.row, bytes: cell.len() });
            }
        }
        if raw.is_blank() {
            return Ok(());
        }
        let Some(code) = self.code(raw)? else { return Ok(()) };
        self.description.clear();
        normalise_into(&mut self.description, &without_tags(raw.description));
        match raw.indent {
            Some(indent) => self.push_nested(&code, indent, raw),
            None if code.is_empty() => Ok(()),
            None => {
                self.list.push((code, self.description.clone(), self.row));
                Ok(())
            }
        }
    }

    fn push_nested(&mut self, code: &str, indent: &str, raw: &Raw<'_>) -> Result<(), Error> {
        let indent = cells::indent(indent)
            .ok_or_else(|| Error::Indent { row: self.row, text: indent.chars().take(40).collect() })?;
        self.general.clear();
        normalise_into(&mut self.general, raw.general);
        self.read_units(&raw.units)?;
        self.origins.push(self.row);
        let cells = Cells {
            code,
            indent,
            description: &self.description,
            units: &self.units,
            general: &self.general,
        };
        if self.builder.push(&cells) { Ok(()) } else { Err(Error::TooLarge { limit_bytes: u32::MAX.into() }) }
    }

    fn read_units(&mut self, units: &Units<'_>) -> Result<(), Error> {
        self.units.clear();
        let parsed: Vec<String>;
        let list = match units {
            Units::List(list) => list,
            Units::Cell(cell) if cell.len() > CELL_BYTES_MAX => {
                return Err(Error::Cell { row: self.row, bytes: cell.len() });
            }
            Units::Cell(cell) if cell.trim_start().starts_with('[') => match serde_json::from_str(cell) {
                Ok(list) => {
                    parsed = list;
                    &parsed[..]
                }
                Err(_) => {
                    self.remark(RemarkKind::UnitsUnread, self.row, cell);
                    cells::add_unit(&mut self.units, cell);
                    return Ok(());
                }
            },
            Units::Cell(cell) => {
                cells::add_unit(&mut self.units, cell);
                return Ok(());
            }
        };
        for unit in list {
            cells::add_unit(&mut self.units, unit);
        }
        if self.units.len() > CELL_BYTES_MAX {
            return Err(Error::Cell { row: self.row, bytes: self.units.len() });
        }
        Ok(())
    }

    /// The row's code in digits; empty for a row of text; none for a row to be left out.
    fn code(&mut self, raw: &Raw<'_>) -> Result<Option<String>, Error> {
        let mut code = without_separators(raw.code).into_owned();
        let is_list = raw.indent.is_none();
        if !code.is_empty() && is_list && !code.chars().any(char::is_numeric) {
            self.remark(RemarkKind::NotACode, self.row, raw.code);
            return Ok(None);
        }
        if let Some(whole) = self.restored(&code, raw.code) {
            self.remark(RemarkKind::ZeroRestored, self.row, raw.code);
            code = whole;
        }
        let length = match self.scheme {
            Scheme::Hs6 => matches!(code.len(), 2 | 4 | 6),
            scheme => scheme.takes(code.len()),
        };
        let is_code = length && code.bytes().all(|byte| byte.is_ascii_digit());
        if !code.is_empty() && !is_code {
            return Err(Error::Code { row: self.row, text: raw.code.chars().take(40).collect() });
        }
        if *self.scheme == Scheme::Hs6 && ["77", "98", "99"].iter().any(|chapter| code.starts_with(chapter)) {
            self.remark(RemarkKind::NotHs, self.row, raw.code);
            return Ok(None);
        }
        Ok(Some(code))
    }

    /// The code with the zeros that a spreadsheet took for those of a number: `1003.9` was 1003.90, `101.21` was
    /// 0101.21, and without dots an odd number of digits lacks the first.
    fn restored(&self, code: &str, raw: &str) -> Option<String> {
        if matches!(self.scheme, Scheme::Other(_)) || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let raw = raw.trim();
        let (at_start, at_end) = match (raw.split_once('.'), raw.rsplit_once('.')) {
            (Some((first, _)), Some((_, last))) if matches!(first.len(), 3 | 4) => {
                (first.len() == 3, last.len() == 1)
            }
            _ => (!code.len().is_multiple_of(2), false),
        };
        let zero = |lost: bool| if lost { "0" } else { "" };
        (at_start || at_end).then(|| format!("{}{code}{}", zero(at_start), zero(at_end)))
    }

    fn remark(&mut self, kind: RemarkKind, row: usize, sample: &str) {
        let sample = || sample.chars().take(40).collect();
        let first = || Remark { kind, rows: 0, first_row: row, sample: sample() };
        self.remarks.entry(kind).or_insert_with(first).rows += 1;
    }

    pub(super) fn finish(mut self) -> Result<(Table, Vec<Remark>), Error> {
        self.nest_list()?;
        let table = std::mem::take(&mut self.builder).finish(self.scheme);
        if table.codes() == 0 {
            return Err(Error::NoCodes);
        }
        let origins = std::mem::take(&mut self.origins);
        let rows = table.rows().enumerate().zip(origins).filter(|((_, row), _)| !row.code.is_empty());
        for ((number, row), origin) in rows {
            if table.find(row.code) != Some(number) {
                self.remark(RemarkKind::Repeated, origin, row.code);
            } else if let Some(above) = coded_parent(&table, row.parent)
                && !row.code.starts_with(self.stem(above))
            {
                self.remark(RemarkKind::ForeignParent, origin, row.code);
            }
        }
        Ok((table, self.remarks.into_values().collect()))
    }

    /// A simple list has no order of its own and no indents: sorted, each code hangs under those it begins
    /// with.
    fn nest_list(&mut self) -> Result<(), Error> {
        let mut list = std::mem::take(&mut self.list);
        list.sort_by(|a, b| a.0.cmp(&b.0));
        let mut above: Vec<&str> = Vec::new();
        for (code, description, row) in &list {
            self.origins.push(*row);
            while above.last().is_some_and(|stem| !code.starts_with(stem) || code.len() == stem.len()) {
                above.pop();
            }
            let indent = u8::try_from(above.len()).unwrap_or_default();
            let cells = Cells { code, indent, description, ..Cells::default() };
            if !self.builder.push(&cells) {
                return Err(Error::TooLarge { limit_bytes: u32::MAX.into() });
            }
            above.push(self.stem(code));
        }
        Ok(())
    }

    fn stem<'c>(&self, code: &'c str) -> &'c str {
        if self.scheme.pads_with_zeros() { significant(code) } else { code }
    }
}

fn coded_parent(table: &Table, mut parent: Option<usize>) -> Option<&str> {
    while let Some(row) = parent.and_then(|number| table.row(number)) {
        if !row.code.is_empty() {
            return Some(row.code);
        }
        parent = row.parent;
    }
    None
}
