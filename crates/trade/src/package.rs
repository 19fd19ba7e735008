//! Packages: the codes of UN/ECE Recommendation 21 and the words people print for them.
//!
//! A [`Package`] is one of the listed codes (`CT` carton, `PX` pallet). [`read`] takes a text that is known to name a
//! package; [`read_counted`] takes a quantity in which one may hide (`12 cartons`) and is wary: `12 KG` is no dozen
//! kegs. Numbers are plain ASCII integers and decimals; separators of thousands and locales are for the reader of
//! the page. Nothing here knows how many pieces a package holds.

mod table;

#[cfg(test)]
mod tests;

use crate::unit;

pub use crate::country::NotInList;
pub use table::all;

crate::country::code_list::code_type! {
    /// A kind of package, as two characters of UN/ECE Recommendation 21.
    Package, 2, "UN/ECE Recommendation 21", "^[0-9A-Z]{2}$", table::is_listed
}

/// How a printed text named its package.
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

/// A printed text that named a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The package.
    pub package: Package,
    /// How the text named it; anything but [`How::Exact`] deserves a remark.
    pub how: How,
}

/// What [`read`] makes of a printed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It names this package.
    Read(Reading),
    /// A word of these packages; it does not decide.
    Ambiguous(&'static [Package]),
    /// It names no package that we know.
    Unknown,
}

impl Answer {
    /// The reading, where there is one.
    pub fn reading(self) -> Option<Reading> {
        match self {
            Self::Read(reading) => Some(reading),
            Self::Ambiguous(_) | Self::Unknown => None,
        }
    }
}

/// A number and the package it counts, as [`read_counted`] found them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted<'a> {
    /// The number as printed: digits, or digits, a point and digits.
    pub number: &'a str,
    /// The package.
    pub package: Package,
    /// How the package was named.
    pub how: How,
}

/// Reads a text that is known to name a package: a code or a word, nothing around it but spaces.
pub fn read(raw: &str) -> Answer {
    match Package::listed(raw.as_bytes()) {
        Some(package) => Answer::Read(Reading { package, how: How::Exact }),
        None => table::read_printed(raw),
    }
}

/// Reads a word for a package and no code, for texts that may speak of something else.
pub(crate) fn read_word(raw: &str) -> Answer {
    table::read_word(raw)
}

/// Reads a quantity that is a number of packages: `12 cartons`, `3 Paletten`, `1 BX`.
///
/// `None` where the number is not plain, the word does not decide, or it can also be a unit of measure (`12 KG`,
/// `12 CT`: kegs or kilograms, cartons or carats).
pub fn read_counted(raw: &str) -> Option<Counted<'_>> {
    let text = raw.trim();
    let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len());
    let (number, word) = text.split_at_checked(end)?;
    if !is_plain(number) {
        return None;
    }
    match unit::read(word.trim()) {
        unit::Answer::Package(Reading { package, how }) => Some(Counted { number, package, how }),
        _ => None,
    }
}

/// Whether a number is digits, or digits, a point and digits, in ASCII.
fn is_plain(number: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match number.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(number),
    }
}

impl Package {
    /// The name in Recommendation 21.
    pub fn name(self) -> &'static str {
        table::name(self).unwrap_or("")
    }
}
