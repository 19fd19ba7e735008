//! What goes downstream: one revision of a document's sound lines. Whole, it replaces the one before.

use crate::id::{CorrelationId, Digest};
use crate::kind::Kind;
use crate::record::Record;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Which date the tariff was asked for, and why that one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelevantDate {
    /// The day.
    pub date: Date,
    /// `entry`, `arrival`, `received`, or `as_of` where a person asked for a day.
    pub basis: String,
}

/// The table a document was checked against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionName {
    /// `us-hts`, `hs6`, …
    pub scheme: String,
    /// The edition's name.
    pub name: String,
}

/// A line that did not go along, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldLine {
    /// Stable id.
    pub line_id: String,
    /// Ordinal.
    pub line: u32,
    /// Codes of the findings that hold it.
    pub codes: Vec<String>,
}

/// One revision of a document's sound lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// Equal for all attempts to deliver this revision.
    pub release_id: String,
    /// The document.
    pub correlation_id: CorrelationId,
    /// From 1.
    pub revision: u32,
    /// The release it replaces.
    pub supersedes: Option<String>,
    /// Every line of the document is in it.
    pub complete: bool,
    /// Importer of record.
    pub client: Option<String>,
    /// The door's key.
    pub source: String,
    /// Of the original.
    pub sha256: Digest,
    /// What the document is.
    pub kind: Kind,
    /// Whose tariff decided.
    pub jurisdiction: Option<String>,
    /// Which day's tariff.
    pub relevant_date: RelevantDate,
    /// Which table.
    pub edition: EditionName,
    /// What the document declares.
    pub declared_total: Option<Decimal>,
    /// What goes with this release.
    pub released_total: Option<Decimal>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// What stayed behind.
    pub held_lines: Vec<HeldLine>,
    /// The record with its sound lines.
    pub record: Record,
}
