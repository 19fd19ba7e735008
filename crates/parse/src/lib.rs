//! Untrusted bytes become a record, a reading and findings. One file a format.
//!
//! Parsing never fails: what could not be read is a finding with a code and a place, and what could be read
//! before is kept. Pure: it knows no clock, disk or network, and nothing of states, ledgers or cages.

/// The numbers that keep a parser bounded.
pub mod limits;

/// What ends a reading.
pub mod fault;

/// What the bytes are, told from the bytes.
pub mod sniff;

/// JSON with number tokens, positions and duplicate keys kept.
pub mod json;

/// JSON envelopes as gateways send them.
pub mod envelope;

/// Files of several documents.
pub mod container;

/// The words of customs paper in six languages.
pub mod lexicon;

/// Numbers and dates as people write them, decided over a whole document.
pub mod locale;

/// The language of a document's words.
pub mod language;

/// UBL 2 and UN/CEFACT CII.
pub mod xml;

/// What was found before anything is decided, and how it becomes a record.
pub mod draft;

/// CSV, XLSX and ODS as people make them.
pub mod sheet;

/// Words on pages become a record.
pub mod page;

/// Pages of PDFs.
pub mod pdf;

/// From bytes to the right reader.
pub mod read;

pub use read::read;
