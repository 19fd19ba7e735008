//! The rules: arithmetic, currency, HS, origin, Incoterms, dates, descriptions. Pure, one rule a file.

use jiff::civil::Date;
use tariff::Tariffs;
use trade::{Finding, Kind, Record};

/// What a check may look at besides the record.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What the document is.
    pub kind: Kind,
    /// The country (ISO 3166 alpha-2) whose tariff decides, where one is known.
    pub jurisdiction: Option<&'a str>,
    /// The relevant date (DESIGN §9).
    pub on: Date,
    /// The day of receipt, UTC.
    pub received_on: Date,
    /// The loaded editions.
    pub tariffs: &'a Tariffs,
    /// What must be there.
    pub profile: &'a Profile,
}

/// Which fields a document must have.
#[derive(Debug, Clone, Default)]
pub struct Profile;

impl Profile {
    /// The profile with this name.
    pub fn named(_name: &str) -> Option<Profile> {
        Some(Profile)
    }

    /// The profile of JSON envelopes (DESIGN §5).
    pub fn envelope() -> Profile {
        Profile
    }
}

/// Writes the standards' forms over texts as printed; says what it changed.
pub fn normalise(_record: &mut Record) -> Vec<Finding> {
    Vec::new()
}

/// Checks a normalised record; fills in what a sound code gives (`hs_code`, `hs_codes`).
pub fn check(_record: &mut Record, _context: &Context<'_>) -> Vec<Finding> {
    Vec::new()
}
