//! One dated edition of a scheme's table, immutable once made.
//!
//! Promises: it knows the hash of the file it came from and the hash of what the file said, so that the same
//! rows from two formats are seen to be the same. Refuses to know which edition is in force.

use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{encode, hs::SixSet, scheme::Scheme, table::Table};

/// An edition's name is cut to so many bytes.
const NAME_BYTES_MAX: usize = 200;

/// One dated version of a scheme's table. Two times: since when it is the law, and since when we know it (a
/// retroactive edition is law earlier than it is known).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Whose codes these are.
    pub scheme: Scheme,
    /// Its name, as `2026 rev 4`.
    pub name: String,
    /// The first day on which it is the law.
    pub legal_from: Date,
    /// The first day on which it was known to us.
    pub known_from: Date,
    /// SHA-256 of the imported bytes as given, packed if they were.
    pub sha256: [u8; 32],
    /// SHA-256 of the normalised rows: equal for a CSV and a JSON that say the same.
    pub content_sha256: [u8; 32],
    table: Table,
    /// Six-digit codes in constant time, for `hs6`.
    six: Option<SixSet>,
}

/// What an edition holds, as `tariff import` shows it. Hashes are lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The edition's name.
    pub edition: String,
    /// The scheme's name.
    pub scheme: Scheme,
    /// Hash of the file.
    pub sha256: String,
    /// Number of codes of every length.
    pub codes: usize,
    /// Number of codes that can be declared.
    pub declarable: usize,
    /// The first code in order.
    pub first_code: String,
    /// The last code in order.
    pub last_code: String,
    /// Hash of the normalised rows.
    pub content_sha256: String,
    /// Number of rows, those without a code too.
    pub rows: usize,
    /// Law from that day.
    pub legal_from: Date,
    /// Known from that day.
    pub known_from: Date,
}

/// When an edition is the law, since when it is known, and what it is called.
#[derive(Debug, Clone)]
pub struct Dated {
    /// The first day on which it is the law. The files carry no date.
    pub legal_from: Date,
    /// The first day on which it was known.
    pub known_from: Date,
    /// Its name; without one, scheme and day: `us-hts 2026-04-01`.
    pub name: Option<String>,
}

impl Edition {
    pub(crate) fn new(scheme: Scheme, dated: Dated, sha256: [u8; 32], table: Table) -> Self {
        let content_sha256 = Sha256::digest(encode::rows_of(&table)).into();
        Self::with_hashes(scheme, dated, sha256, content_sha256, table)
    }

    pub(crate) fn with_hashes(
        scheme: Scheme,
        dated: Dated,
        sha256: [u8; 32],
        content_sha256: [u8; 32],
        table: Table,
    ) -> Self {
        let Dated { legal_from, known_from, name } = dated;
        let mut name = name.unwrap_or_else(|| format!("{scheme} {legal_from}"));
        name.truncate(name.floor_char_boundary(NAME_BYTES_MAX));
        let six = (scheme == Scheme::Hs6).then(|| SixSet::of(&table));
        Self { scheme, name, legal_from, known_from, sha256, content_sha256, table, six }
    }

    /// Its rows.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// Does the edition's six-digit list hold this code? Constant time; always false for national schemes.
    pub fn contains6(&self, code: u32) -> bool {
        self.six.as_ref().is_some_and(|six| six.contains(code))
    }

    /// Do both say the same, whatever file they came from?
    pub fn same_rows(&self, other: &Self) -> bool {
        self.scheme == other.scheme && self.content_sha256 == other.content_sha256
    }

    /// What a code means, for a reader: the HS texts stand alone, national rows need those above them.
    pub fn text_of(&self, code: &str) -> Option<String> {
        let number = self.table.find(code)?;
        match self.scheme {
            Scheme::Hs6 => self.table.row(number).map(|row| row.description.to_owned()),
            _ => Some(self.table.full_text(number)),
        }
    }

    /// Counts, hashes and dates.
    pub fn summary(&self) -> Summary {
        Summary {
            edition: self.name.clone(),
            scheme: self.scheme.clone(),
            sha256: hex::encode(self.sha256),
            codes: self.table.codes(),
            declarable: self.table.declarable(),
            first_code: self.table.first_code().unwrap_or_default().to_owned(),
            last_code: self.table.last_code().unwrap_or_default().to_owned(),
            content_sha256: hex::encode(self.content_sha256),
            rows: self.table.len(),
            legal_from: self.legal_from,
            known_from: self.known_from,
        }
    }
}
