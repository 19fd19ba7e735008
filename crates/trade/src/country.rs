//! Countries: ISO 3166-1 alpha-2 codes and whatever else people print for them.
//!
//! A [`Country`] is one of the 249 assigned codes, or `EU` (a union), `XI` or `XK` (user-assigned, in use by EU and
//! UK customs). [`read`] takes printed text: codes in any case, alpha-3, numeric, the codes of other bodies (`UK`,
//! `EL`), names in English, German, French and Spanish. A withdrawn code (`YU`, `SU`) is an answer of its own that
//! names its successors and constructs nothing. Words around a name ("Made in …") are for the reader of the page.
//! Names that do not decide (`Korea`, `Northern Ireland`) are unknown: nobody is guessed at.

pub(crate) mod code_list;
pub(crate) mod printed;
mod table;

#[cfg(test)]
mod tests;

use crate::currency::Currency;

pub use code_list::NotInList;
pub use table::{all, eu_members};

code_list::code_type! {
    /// A country, as two letters: ISO 3166-1 alpha-2, with `EU`, `XI` and `XK`.
    Country, 2, "ISO 3166-1 alpha-2", "^[A-Z]{2}$", table::is_listed
}

/// What stands behind a country's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Officially assigned by ISO 3166-1.
    Assigned,
    /// Officially assigned, and a member state of the European Union.
    EuMember,
    /// A union of countries (`EU`): an accepted origin, no single country.
    Union,
    /// User-assigned (`XI` Northern Ireland, `XK` Kosovo): not ISO's, in use by EU and UK customs.
    UserAssigned,
}

/// How a printed text named its country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// The alpha-2 code, as the list writes it.
    Exact,
    /// The alpha-2 code in another case or with spaces around.
    Normalised,
    /// The alpha-3 code.
    Alpha3,
    /// The three-digit code.
    Numeric,
    /// A code of another body (`UK`, `EL`, `1A`).
    Alias,
    /// A name.
    Name,
}

/// A printed text that named a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The country.
    pub country: Country,
    /// How the text named it; anything but [`How::Exact`] deserves a remark.
    pub how: How,
}

/// A code that ISO 3166-3 lists as formerly used.
#[derive(Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// The two letters it had.
    pub code: &'static str,
    /// The name it had.
    pub name: &'static str,
    /// The year in which it was withdrawn.
    pub withdrawn: &'static str,
    /// The countries in its place; several where the territory was divided.
    pub successors: Vec<Country>,
}

/// What [`read`] makes of a printed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It names this country.
    Read(Reading),
    /// It names a country that is no more.
    Withdrawn(&'static Withdrawn),
    /// It names no country that we know.
    Unknown,
}

impl Answer {
    /// The reading, where there is one.
    pub fn reading(self) -> Option<Reading> {
        match self {
            Self::Read(reading) => Some(reading),
            Self::Withdrawn(_) | Self::Unknown => None,
        }
    }
}

/// Reads a printed country: a code or a name, nothing around it but spaces.
///
/// `na` and `no` in lower case, and `N.A.`, are English words and not Namibia and Norway; the upper-case codes are.
#[inline]
pub fn read(raw: &str) -> Answer {
    match Country::listed(raw.as_bytes()) {
        Some(country) => Answer::Read(Reading { country, how: How::Exact }),
        None => table::read_printed(raw),
    }
}

impl Country {
    /// The European Union as an origin.
    pub const EU: Self = Self(*b"EU");

    /// The English short name of ISO 3166-1.
    pub fn name(self) -> &'static str {
        table::row(self).map_or("", |row| row.name)
    }

    /// The alpha-3 code; `EU` and `XI` have none.
    pub fn alpha3(self) -> Option<&'static str> {
        table::row(self).map(|row| row.alpha3).filter(|code| !code.is_empty())
    }

    /// The three-digit code; `EU`, `XI` and `XK` have none.
    pub fn numeric(self) -> Option<&'static str> {
        table::row(self).map(|row| row.numeric).filter(|code| !code.is_empty())
    }

    /// What stands behind the code.
    pub fn standing(self) -> Standing {
        table::row(self).map_or(Standing::Assigned, |row| row.standing)
    }

    /// Whether goods of `part` are goods of this country or union: itself, `EU` ⊇ its members, `GB` ⊇ `XI`.
    pub fn covers(self, part: Self) -> bool {
        self == part
            || self == Self::EU && is_eu_member(part)
            || self.as_str() == "GB" && part.as_str() == "XI"
    }
}

/// Whether a country is a member state of the European Union, in the state of the data file (2026). `EU` itself and
/// `XI` are not.
pub fn is_eu_member(country: Country) -> bool {
    country.standing() == Standing::EuMember
}

/// A country's official currencies, without funds codes; none for Antarctica and a few others.
pub fn currency_of(country: Country) -> &'static [Currency] {
    table::row(country).map_or(&[], |row| &row.currencies)
}
