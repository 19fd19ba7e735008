//! `[limits]`: what one document may cost; and the numbers of all sections that make sense.
//!
//! Promises: each number of [`parse::limits::Limits`] that an operator may set has a key, under the name that a
//! finding `limit_exceeded` gives; a number under which nothing could go well is refused with its key. It refuses to
//! know what the limits are for: that stands in docs/limits.md.

use super::{Cage, Config};
use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// `[limits]`: all are the largest value still taken. See [`parse::limits::Limits`].
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Bytes of a document, at the door and for its readers.
    pub document_bytes_max: usize,
    /// Documents in a container.
    pub container_parts: u32,
    /// Bytes of text handed on.
    pub text_out_bytes: usize,
    /// Entries of one list of a record.
    pub record_entries: usize,
    /// Levels of JSON.
    pub json_depth: usize,
    /// Values in JSON.
    pub json_values: usize,
    /// Elements, attributes and texts of XML.
    pub xml_nodes: usize,
    /// Levels of XML.
    pub xml_depth: usize,
    /// Attributes of an element.
    pub xml_attributes: usize,
    /// Rows of a sheet.
    pub sheet_rows: usize,
    /// Columns of a row.
    pub sheet_columns: usize,
    /// Bytes of a cell.
    pub cell_bytes: usize,
    /// Sheets of a workbook.
    pub workbook_sheets: usize,
    /// Bytes of a workbook's shared strings.
    pub shared_strings_bytes: u64,
    /// Entries of an archive.
    pub archive_entries: usize,
    /// Bytes of an archive, unpacked.
    pub archive_unpacked_bytes: u64,
    /// Unpacked bytes for a packed one.
    pub archive_ratio: u64,
    /// Pages of a PDF.
    pub pdf_pages: u32,
    /// Objects of a PDF.
    pub pdf_objects: usize,
    /// Levels of a PDF's arrays and dictionaries.
    pub pdf_depth: usize,
    /// Bytes of one stream of a PDF, unpacked.
    pub pdf_stream_bytes: u64,
    /// Bytes of a PDF's streams, unpacked.
    pub pdf_unpacked_bytes: u64,
}

impl Limits {
    /// The limits as readers take them.
    pub fn of_readers(&self) -> parse::limits::Limits {
        parse::limits::Limits {
            upload_bytes: self.document_bytes_max as u64,
            container_parts: self.container_parts,
            text_out_bytes: self.text_out_bytes,
            record_entries: self.record_entries,
            json_depth: self.json_depth,
            json_values: self.json_values,
            xml_nodes: self.xml_nodes,
            xml_depth: self.xml_depth,
            xml_attributes: self.xml_attributes,
            sheet_rows: self.sheet_rows,
            sheet_columns: self.sheet_columns,
            cell_bytes: self.cell_bytes,
            workbook_sheets: self.workbook_sheets,
            shared_strings_bytes: self.shared_strings_bytes,
            archive_entries: self.archive_entries,
            archive_unpacked_bytes: self.archive_unpacked_bytes,
            archive_ratio: self.archive_ratio,
            pdf_pages: self.pdf_pages,
            pdf_objects: self.pdf_objects,
            pdf_depth: self.pdf_depth,
            pdf_stream_bytes: self.pdf_stream_bytes,
            pdf_unpacked_bytes: self.pdf_unpacked_bytes,
            ..parse::limits::Limits::default()
        }
    }
}

impl Cage {
    /// The limits of a child.
    pub fn limits(&self) -> cage::Limits {
        cage::Limits {
            address_space_bytes: self.memory_bytes,
            cpu_seconds: self.cpu_seconds,
            wall: Duration::from_secs(self.wall_seconds),
            answer_bytes_max: self.answer_bytes_max,
            jobs_per_child: self.documents_per_child,
        }
    }
}

/// No upper bound of its own.
const ANY: i128 = i128::MAX;

/// A deadline beyond this is none.
const DAY: i128 = 24 * 60 * 60;

/// Places in JSON are counted in 32 bits.
const JSON_BYTES_MAX: i128 = u32::MAX as i128;

/// A child that has its program in memory and nothing else: see `cage::Config`.
const CHILD_BYTES_MIN: i128 = 32 << 20;

/// Refuses numbers under which nothing could go well.
///
/// # Errors
/// The first such number, with its key and what it may be.
pub fn check(config: &Config) -> Result<()> {
    let (limits, cage, work, retry) = (&config.limits, &config.cage, &config.work, &config.retry);
    let depth_max = parse::limits::Limits::JSON_DEPTH_CEILING as i128;
    let pdf_depth_max = parse::limits::Limits::PDF_DEPTH_CEILING as i128;
    for (key, value, least, most) in [
        ("limits.document_bytes_max", limits.document_bytes_max as i128, 1, JSON_BYTES_MAX),
        ("limits.container_parts", i128::from(limits.container_parts), 1, ANY),
        ("limits.text_out_bytes", limits.text_out_bytes as i128, 1, ANY),
        ("limits.record_entries", limits.record_entries as i128, 1, ANY),
        ("limits.json_depth", limits.json_depth as i128, 1, depth_max),
        ("limits.json_values", limits.json_values as i128, 1, ANY),
        ("limits.xml_nodes", limits.xml_nodes as i128, 1, ANY),
        ("limits.xml_depth", limits.xml_depth as i128, 1, ANY),
        ("limits.xml_attributes", limits.xml_attributes as i128, 1, ANY),
        ("limits.sheet_rows", limits.sheet_rows as i128, 1, ANY),
        ("limits.sheet_columns", limits.sheet_columns as i128, 1, ANY),
        ("limits.cell_bytes", limits.cell_bytes as i128, 1, ANY),
        ("limits.workbook_sheets", limits.workbook_sheets as i128, 1, ANY),
        ("limits.shared_strings_bytes", i128::from(limits.shared_strings_bytes), 1, ANY),
        ("limits.archive_entries", limits.archive_entries as i128, 1, ANY),
        ("limits.archive_unpacked_bytes", i128::from(limits.archive_unpacked_bytes), 1, ANY),
        ("limits.archive_ratio", i128::from(limits.archive_ratio), 1, ANY),
        ("limits.pdf_pages", i128::from(limits.pdf_pages), 1, ANY),
        ("limits.pdf_objects", limits.pdf_objects as i128, 1, ANY),
        ("limits.pdf_depth", limits.pdf_depth as i128, 1, pdf_depth_max),
        ("limits.pdf_stream_bytes", i128::from(limits.pdf_stream_bytes), 1, ANY),
        ("limits.pdf_unpacked_bytes", i128::from(limits.pdf_unpacked_bytes), 1, ANY),
        ("cage.cpu_seconds", i128::from(cage.cpu_seconds), 1, DAY),
        ("cage.wall_seconds", i128::from(cage.wall_seconds), 1, DAY),
        ("cage.memory_bytes", i128::from(cage.memory_bytes), CHILD_BYTES_MIN, ANY),
        ("cage.answer_bytes_max", i128::from(cage.answer_bytes_max), 1, ANY),
        ("cage.documents_per_child", i128::from(cage.documents_per_child), 1, ANY),
        ("work.batch_documents_max", work.batch_documents_max as i128, 1, ANY),
        ("work.batch_bytes_max", i128::from(work.batch_bytes_max), 1, ANY),
        ("work.lease_seconds", i128::from(work.lease_seconds), 3, DAY),
        ("retry.base_ms", i128::from(retry.base_ms), 0, ANY),
        ("retry.pause_ms_max", i128::from(retry.pause_ms_max), 0, ANY),
        ("retry.attempts_max", i128::from(retry.attempts_max), 1, ANY),
        ("audit.within_ms", i128::from(config.audit.within_ms), 1, DAY * 1_000),
    ] {
        if value < least {
            bail!("{key} = {value}: it is at least {least}");
        }
        if value > most {
            bail!("{key} = {value}: it is at most {most}");
        }
    }
    if !(retry.factor >= 1.0 && retry.factor.is_finite()) {
        bail!("retry.factor = {}: it is a number from 1", retry.factor);
    }
    Ok(())
}
