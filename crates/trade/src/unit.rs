//! Units of measure: the codes of UN/ECE Recommendation 20 and the words people print for them.
//!
//! A [`Unit`] is one of the listed codes, read strictly by `FromStr`: right for fields that promise a code. [`read`]
//! is for printed text, where `Stk`, `kgs` and `m²` stand, and where a code may be a word: `KGS` is kilograms on
//! paper and kilogram per second in the list. A carton is no unit: it answers as the package it is. Units of mass,
//! length, area, volume and count carry exact factors; what does not convert exactly has none.

mod table;

#[cfg(test)]
mod tests;

use crate::package::{self, Package};
use rust_decimal::Decimal;

pub use crate::country::NotInList;
pub use table::all;

crate::country::code_list::code_type! {
    /// A unit of measure, as two or three characters of UN/ECE Recommendation 20.
    Unit, 3, "UN/ECE Recommendation 20", "^[0-9A-Z]{2,3}$", table::is_listed
}

/// How a printed text named its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// The code, as the list writes it.
    Exact,
    /// The code in another case or with spaces around.
    Normalised,
    /// A word or abbreviation of practice.
    Alias,
    /// The name in the list.
    Name,
}

/// A printed text that named a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The unit.
    pub unit: Unit,
    /// How the text named it; anything but [`How::Exact`] deserves a remark.
    pub how: How,
}

/// What a word for a quantity can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// A unit of measure.
    Unit(Unit),
    /// A package.
    Package(Package),
}

/// What [`read`] makes of a printed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It names this unit.
    Read(Reading),
    /// It names a package, which is no unit.
    Package(package::Reading),
    /// It names packages and does not decide among them.
    Packages(&'static [Package]),
    /// A word of these meanings, most likely first; it does not decide.
    Ambiguous(&'static [Meaning]),
    /// It names nothing that we know.
    Unknown,
}

impl Answer {
    /// The reading, where there is one.
    pub fn reading(self) -> Option<Reading> {
        match self {
            Self::Read(reading) => Some(reading),
            Self::Package(_) | Self::Packages(_) | Self::Ambiguous(_) | Self::Unknown => None,
        }
    }
}

/// What a unit measures. The base units: kilogram, metre, square metre, cubic metre, piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Mass; base kilogram.
    Mass,
    /// Length; base metre.
    Length,
    /// Area; base square metre.
    Area,
    /// Volume; base cubic metre.
    Volume,
    /// A number of things; base piece.
    Count,
}

/// Reads a printed unit: a code or a word, nothing around it but spaces.
///
/// For a field that promises a code of Recommendation 20 use `FromStr`; there `STK` is cigarette sticks, here it is
/// those or Stück.
#[inline]
pub fn read(raw: &str) -> Answer {
    table::read_code(raw).unwrap_or_else(|| table::read_printed(raw))
}

impl Unit {
    /// The kilogram.
    pub const KILOGRAM: Self = Self(*b"KGM");

    /// The piece.
    pub const PIECE: Self = Self(*b"H87");

    /// The name in Recommendation 20.
    pub fn name(self) -> &'static str {
        table::row(self).map_or("", |row| row.name)
    }

    /// What it measures, for units that convert exactly.
    pub fn measure(self) -> Option<Measure> {
        self.in_base().map(|(measure, _)| measure)
    }

    /// What it measures, and what one of it is in the base unit of that measure; `None` where nothing is exact.
    pub fn in_base(self) -> Option<(Measure, Decimal)> {
        table::row(self)?.factor
    }

    /// A mass in kilograms, exactly; `None` for what is no mass, or too large to say.
    pub fn kilograms(self, quantity: Decimal) -> Option<Decimal> {
        match self.in_base()? {
            (Measure::Mass, factor) => quantity.checked_mul(factor),
            _ => None,
        }
    }
}
