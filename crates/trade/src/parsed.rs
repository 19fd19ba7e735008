//! What a parser hands back. Parsing never fails: what could not be read is a finding.

use crate::finding::Finding;
use crate::kind::Kind;
use crate::reading::Reading;
use crate::record::Record;
use serde::{Deserialize, Serialize};

/// The outcome of reading one document.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Parsed {
    /// What the document is.
    pub kind: Kind,
    /// The format it came in, such as `ubl-invoice`, `cii`, `csv`, `xlsx`, `envelope`.
    pub format: String,
    /// ISO 639-1 of its words, where told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Its plain values.
    pub record: Record,
    /// Where they came from; absent for envelopes, whose reading is derived on view.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<Reading>,
    /// What was remarked while reading; an error of scope document ends the reading.
    pub findings: Vec<Finding>,
    /// Of a container: the parts, as byte ranges of the original or as bytes of their own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// One document inside a container.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// From 1.
    pub index: u32,
    /// First byte in the container's original.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
}
