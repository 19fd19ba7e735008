//! Everything that can go wrong in this room.
//!
//! All of it is permanent: the same bytes fail again in the same way. Messages say row or byte and never repeat
//! more of a file than one cell.

/// Why bytes did not become an edition.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No bytes, or only white space.
    #[error("the file is empty")]
    Empty,
    /// Neither JSON nor CSV.
    #[error("this is {found}, not the JSON or CSV of a tariff table")]
    Format {
        /// What the first bytes look like.
        found: &'static str,
    },
    /// The gzip stream is broken or cut off.
    #[error("the gzip stream cannot be unpacked")]
    Gzip {
        /// The unpacker's reason.
        source: std::io::Error,
    },
    /// The file unpacks to more than is allowed, in size or in ratio to what was given.
    #[error("unpacks to more than {limit_bytes} bytes")]
    TooLarge {
        /// The limit that was met.
        limit_bytes: u64,
    },
    /// Not UTF-8.
    #[error("byte {byte} of the unpacked file is not UTF-8")]
    Encoding {
        /// Offset from 0 after unpacking.
        byte: usize,
    },
    /// The JSON is broken or not a list of rows.
    #[error("row {row}: not the JSON of a tariff table")]
    Json {
        /// The row being read, from 1.
        row: usize,
        /// The parser's reason, with line and column.
        source: serde_json::Error,
    },
    /// The CSV is broken.
    #[error("row {row}: not CSV")]
    Csv {
        /// The row being read, from 1, the header not counted.
        row: usize,
        /// The parser's reason, with line and byte.
        source: csv::Error,
    },
    /// The CSV has no column that could be the code, or more than 500 columns.
    #[error("no column of the header is a code: {header}")]
    Header {
        /// The header as read.
        header: String,
    },
    /// A code that is no code.
    #[error("row {row}: the code {text:?} is not a code of the scheme")]
    Code {
        /// From 1, the header not counted.
        row: usize,
        /// The cell, cut to 40 characters.
        text: String,
    },
    /// A level of the hierarchy that is not a whole number from 0 to 63.
    #[error("row {row}: the indent {text:?} is not a whole number from 0 to 63")]
    Indent {
        /// From 1, the header not counted.
        row: usize,
        /// The cell, cut to 40 characters.
        text: String,
    },
    /// A cell longer than 64 kB, or a line of CSV longer than 1 MB.
    #[error("row {row}: a cell of {bytes} bytes")]
    Cell {
        /// From 1, the header not counted.
        row: usize,
        /// Its length.
        bytes: usize,
    },
    /// More rows than any tariff has.
    #[error("more than {limit} rows")]
    Rows {
        /// The limit that was met.
        limit: usize,
    },
    /// Rows, but no code in any of them.
    #[error("no row has a code")]
    NoCodes,
    /// A stored edition of a version this program does not read.
    #[error("a stored edition of version {version}, which this program does not read")]
    Version {
        /// The version byte.
        version: u8,
    },
    /// A stored edition whose bytes are not those that were written.
    #[error("a stored edition is damaged: {what} at byte {byte}")]
    Stored {
        /// Which part.
        what: &'static str,
        /// Offset from 0.
        byte: usize,
    },
}
