//! CSV: the export of the USITC, or a simple list of codes and descriptions.
//!
//! Promises: columns are found by their names, in any order and several spellings; a list may have no header;
//! comma, semicolon and tab are told from the first line. A ragged row is an error, since one lost comma would
//! shift all cells after it.

use csv::{ReaderBuilder, StringRecord};

use super::collect::{Collector, Raw, Units};
use crate::error::Error;

/// No table has so many columns.
const COLUMNS_MAX: usize = 500;

/// No line is so long; what is longer would be a record of millions of cells.
const LINE_BYTES_MAX: usize = 1 << 20;

/// Spellings of the columns, reduced to lower-case letters and digits.
const CODE: &[&str] = &[
    "htsnumber",
    "htsno",
    "hts",
    "hts8",
    "hts10",
    "htscode",
    "code",
    "hscode",
    "hs",
    "hs6",
    "cncode",
    "cnkey",
    "tariccode",
    "commoditycode",
    "commodity",
    "goodscode",
    "tariffcode",
    "scheduleb",
    "schedulebnumber",
];
const INDENT: &[&str] = &["indent", "indentlevel", "indents", "htsindent"];
const DESCRIPTION: &[&str] = &[
    "description",
    "desc",
    "htsdescription",
    "articledescription",
    "longdescription",
    "goodsdescription",
    "text",
];
const UNITS: &[&str] = &["unitofquantity", "unitsofquantity", "units", "unit", "uoq"];
const GENERAL: &[&str] = &[
    "generalrateofduty",
    "general",
    "generalrate",
    "rateofdutygeneral",
    "column1general",
    "column1generalrate",
];

/// Where the wanted cells stand in a record.
struct Columns {
    code: usize,
    indent: Option<usize>,
    description: Option<usize>,
    units: Option<usize>,
    general: Option<usize>,
}

/// Reads all records into the collector.
pub(super) fn read(text: &str, collector: &mut Collector<'_>) -> Result<(), Error> {
    let lines = text.split('\n').map(str::len).enumerate();
    if let Some((line, bytes)) = lines.into_iter().find(|(_, bytes)| *bytes > LINE_BYTES_MAX) {
        return Err(Error::Cell { row: line + 1, bytes });
    }
    let mut reader =
        ReaderBuilder::new().has_headers(false).delimiter(delimiter(text)).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut next = |record: &mut StringRecord, row: usize| {
        reader.read_record(record).map_err(|source| Error::Csv { row, source })
    };
    next(&mut record, 0)?;
    let columns = match Columns::named(&record).filter(|_| record.len() <= COLUMNS_MAX) {
        Some(columns) => columns,
        None => {
            let columns = Columns::unnamed(&record)?;
            collector.push(&columns.raw(&record))?;
            columns
        }
    };
    while next(&mut record, collector.row() + 1)? {
        collector.push(&columns.raw(&record))?;
    }
    Ok(())
}

/// The separator that stands most often in the first line.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().next().unwrap_or_default();
    let count = |wanted: u8| line.bytes().filter(|byte| *byte == wanted).count();
    [b';', b'\t'].into_iter().fold(b',', |best, other| if count(other) > count(best) { other } else { best })
}

impl Columns {
    /// The columns by the names in a header; none if the record is no header.
    fn named(header: &StringRecord) -> Option<Self> {
        let names: Vec<String> = header.iter().map(plain).collect();
        let find = |spellings: &[&str]| names.iter().position(|name| spellings.contains(&name.as_str()));
        Some(Self {
            code: find(CODE)?,
            indent: find(INDENT),
            description: find(DESCRIPTION),
            units: find(UNITS),
            general: find(GENERAL),
        })
    }

    /// Code and description of a list without a header, whose first cell must be a code.
    fn unnamed(record: &StringRecord) -> Result<Self, Error> {
        let is_list = crate::code::digits(record.get(0).unwrap_or_default()).is_ok();
        if !is_list || record.len() > COLUMNS_MAX {
            let header = record.iter().take(12).collect::<Vec<_>>().join(" | ");
            return Err(Error::Header { header: header.chars().take(200).collect() });
        }
        Ok(Self { code: 0, indent: None, description: Some(1), units: None, general: None })
    }

    fn raw<'r>(&self, record: &'r StringRecord) -> Raw<'r> {
        let cell = |column: Option<usize>| column.and_then(|column| record.get(column));
        Raw {
            code: cell(Some(self.code)).unwrap_or_default(),
            indent: cell(self.indent),
            description: cell(self.description).unwrap_or_default(),
            units: Units::Cell(cell(self.units).unwrap_or_default()),
            general: cell(self.general).unwrap_or_default(),
        }
    }
}

fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}
