//! The numbers that keep a parser bounded.
//!
//! Every reader takes them as an argument; passing one is a finding `limit_exceeded` that names the limit, never a
//! cut that looks like success. Time and memory of the process are not here: the cage holds them, since only it
//! can. Numbers of formats that are not read yet come with their readers.

use serde::{Deserialize, Serialize};

/// What one document may cost. All numbers are the largest value still taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of one document or of one line of NDJSON.
    pub upload_bytes: u64,
    /// Documents in one container file.
    pub container_parts: u32,
    /// Remarks kept with one document; what goes over is counted in a last one that holds the document.
    pub findings: usize,
    /// Bytes of text that a reader may hand on from one document.
    pub text_out_bytes: usize,
    /// Lines and entries of other lists in one record.
    pub record_entries: usize,
    /// Levels of JSON arrays and objects inside one another; [`Limits::JSON_DEPTH_CEILING`] at most.
    pub json_depth: usize,
    /// Values in one JSON document.
    pub json_values: usize,
    /// Elements, attributes and texts of one XML document.
    pub xml_nodes: usize,
    /// Levels of XML elements inside one another.
    pub xml_depth: usize,
    /// Attributes of one XML element.
    pub xml_attributes: usize,
    /// Rows of one sheet.
    pub sheet_rows: usize,
    /// Columns of one row.
    pub sheet_columns: usize,
    /// Bytes of one cell.
    pub cell_bytes: usize,
    /// Sheets of one workbook.
    pub workbook_sheets: usize,
    /// Bytes of a workbook's shared strings.
    pub shared_strings_bytes: u64,
    /// Entries of one archive; a workbook is one.
    pub archive_entries: usize,
    /// Bytes of an archive's entries, unpacked.
    pub archive_unpacked_bytes: u64,
    /// Unpacked bytes for one packed byte, over the whole archive.
    pub archive_ratio: u64,
    /// Pages of one PDF.
    pub pdf_pages: u32,
    /// Objects of one PDF.
    pub pdf_objects: usize,
    /// Levels of arrays and dictionaries of a PDF inside one another; [`Limits::PDF_DEPTH_CEILING`] at most.
    pub pdf_depth: usize,
    /// Bytes of one stream of a PDF, unpacked.
    pub pdf_stream_bytes: u64,
    /// Bytes of all streams of a PDF that are read, unpacked.
    pub pdf_unpacked_bytes: u64,
}

impl Limits {
    /// The deepest JSON that may be configured: reading goes down by recursion, on a stack of fixed size.
    pub const JSON_DEPTH_CEILING: usize = 256;
    /// The deepest PDF that may be configured, for the same reason.
    pub const PDF_DEPTH_CEILING: usize = 256;
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            upload_bytes: 32_000_000,
            container_parts: 100_000,
            findings: trade::finding::FINDINGS_MAX,
            text_out_bytes: 16_000_000,
            record_entries: 100_000,
            json_depth: 64,
            json_values: 1_000_000,
            xml_nodes: 1_000_000,
            xml_depth: 100,
            xml_attributes: 256,
            sheet_rows: 500_000,
            sheet_columns: 500,
            cell_bytes: 64_000,
            workbook_sheets: 50,
            shared_strings_bytes: 64_000_000,
            archive_entries: 200,
            archive_unpacked_bytes: 256_000_000,
            archive_ratio: 100,
            pdf_pages: 2_000,
            pdf_objects: 200_000,
            pdf_depth: 100,
            pdf_stream_bytes: 75_000_000,
            pdf_unpacked_bytes: 256_000_000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Limits;

    #[test]
    fn one_number_may_be_set_and_an_unknown_name_is_refused() {
        let limits: Limits = serde_json::from_str(r#"{"json_depth": 8}"#).unwrap();
        assert_eq!(limits, Limits { json_depth: 8, ..Limits::default() });
        assert!(serde_json::from_str::<Limits>(r#"{"json_dept": 8}"#).is_err());
    }
}
