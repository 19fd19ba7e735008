//! CSV, XLSX and ODS as people make them.
//!
//! Every format becomes one grid of cells with places, and one understanding reads the grid. Nothing here fails: what
//! ends the reading is a finding with a code and a place, and what could be read before it is kept. A value is taken
//! from a cell or not at all; numbers and dates are decided over the whole document, and what stays open is told.

/// Rows of cells with their places, as text and as typed values.
pub mod grid;

/// The characters of a text file.
pub mod encoding;

/// A text file of cells becomes a grid.
pub mod text;

/// A ZIP is looked through before anything trusts it.
pub mod archive;

/// How a number looks in its cell.
mod shown;

/// What is hidden, joined and uncomputed in an XLSX.
mod parts;

/// XLSX becomes a grid.
mod xlsx;

/// ODS becomes a grid.
mod ods;

/// Where cells are seen.
mod eye;

/// Whether a cell holds a number.
mod numeric;

/// The head of the goods table.
mod columns;

/// The rows below a head.
mod table;

/// Labels and their values around the table.
mod labels;

/// A packing list beside the goods.
mod packing;

/// From a grid to a record.
mod understand;

#[cfg(test)]
mod tests;

use crate::fault::{Fault, fault};
use crate::limits::Limits;
use archive::Archive;
use trade::finding::{Effect, LeftOut, bounded};
use trade::{Code, Finding, Parsed};

/// The reader of text files in its findings.
const TEXT_RULE: &str = "read.csv/1";

/// The reader of workbooks in its findings.
const WORKBOOK_RULE: &str = "read.workbook/1";

/// Reads a text file of cells: comma, semicolon, tab or bar between them.
pub fn read_text(bytes: &[u8], limits: &Limits) -> Parsed {
    let mut findings = Vec::new();
    let read = text::read(bytes, limits, &mut findings);
    finish(read, "csv", TEXT_RULE, findings, limits)
}

/// Reads a workbook: XLSX or ODS, told by its parts.
pub fn read_workbook(bytes: &[u8], limits: &Limits) -> Parsed {
    let mut findings = Vec::new();
    let (format, read) = match workbook(bytes, limits, &mut findings) {
        Ok((format, grid)) => (format, Ok(grid)),
        Err(fault) => ("xlsx", Err(fault)),
    };
    finish(read, format, WORKBOOK_RULE, findings, limits)
}

/// The grid of a workbook and its format.
fn workbook(
    bytes: &[u8],
    limits: &Limits,
    findings: &mut Vec<Finding>,
) -> Result<(&'static str, grid::Grid), Fault> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(compound(bytes));
    }
    let mut archive = Archive::open(bytes, limits)?;
    if archive.has("content.xml") {
        return Ok(("ods", ods::read(&mut archive, limits, findings)?));
    }
    if archive.has("xl/workbook.bin") {
        return Err(fault(Code::UnsupportedFormat, "xl/workbook.bin", "binary workbooks are not read"));
    }
    Ok(("xlsx", xlsx::read(bytes, &mut archive, limits, findings)?))
}

/// A compound file holds a locked workbook or an old one.
fn compound(bytes: &[u8]) -> Fault {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if memchr::memmem::find(bytes, &name).is_some() {
        fault(Code::Encrypted, "workbook", "the workbook is locked with a password")
    } else {
        fault(Code::UnsupportedFormat, "workbook", "workbooks of the time before XLSX are not read")
    }
}

/// A grid understood, or the fault as the finding that ends the document.
fn finish(
    read: Result<grid::Grid, Fault>,
    format: &str,
    rule: &'static str,
    mut findings: Vec<Finding>,
    limits: &Limits,
) -> Parsed {
    let failed = |findings| Parsed { format: format.to_owned(), findings, ..Parsed::default() };
    let grid = match read {
        Ok(grid) => grid,
        Err(fault) => {
            findings.push(fault.into_finding(rule));
            return failed(findings);
        }
    };
    if grid.sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        findings.push(Finding::document(rule, Code::EmptyDocument, "No cell of the file holds anything."));
        return failed(findings);
    }
    let mut parsed = understand::understand(&grid, format, rule, findings);
    let findings = std::mem::take(&mut parsed.findings);
    parsed.findings = bounded(findings, limits.findings, LeftOut::default(), Effect::Pending);
    parsed
}
