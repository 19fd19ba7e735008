//! Currencies: ISO 4217 codes, symbols and names, and how many decimals each has.
//!
//! A [`Currency`] is a code of list one that an invoice can be in: money, or a funds code such as `CLF`. [`read`]
//! takes printed text: codes in any case, symbols that decide (`€`, `US$`, `RMB`), names. A symbol that does not
//! decide (`$`, `¥`, `£`, `kr`) answers with its candidates; who chooses among them knows the parties. A withdrawn
//! code (`DEM`) names its successor; metals, units of account, `XXX` and `XTS` are refused with the reason.
//! Amounts beside the currency are for the reader of the page.

mod table;

#[cfg(test)]
mod tests;

pub use crate::country::NotInList;
pub use table::all;

crate::country::code_list::code_type! {
    /// A currency of an invoice, as three letters of ISO 4217.
    Currency, 3, "ISO 4217", "^[A-Z]{3}$", table::is_listed
}

/// How a printed text named its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum How {
    /// The code, as the list writes it.
    Exact,
    /// The code in another case or with spaces around.
    Normalised,
    /// A symbol that belongs to one currency (`€`, `US$`, `zł`).
    Symbol,
    /// A code in use that is not of the list (`CNH`, `RMB`).
    Alias,
    /// A name.
    Name,
}

/// A printed text that named a currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The currency.
    pub currency: Currency,
    /// How the text named it; anything but [`How::Exact`] deserves a remark.
    pub how: How,
}

/// A code of ISO 4217 list three: money that was.
#[derive(Debug, PartialEq, Eq)]
pub struct Withdrawn {
    /// The code.
    pub code: &'static str,
    /// The currency's name.
    pub name: &'static str,
    /// When it was withdrawn, `YYYY-MM` or `YYYY`; the last date of any country.
    pub withdrawn: &'static str,
    /// What the same payer uses today; none for units of account, several where the country was divided.
    pub successors: Vec<Currency>,
}

/// Why a code of ISO 4217 is no currency of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// A precious metal (`XAU`).
    Metal,
    /// A unit of account (`XDR`).
    UnitOfAccount,
    /// Reserved for tests (`XTS`).
    Test,
    /// Says that no currency is involved (`XXX`).
    NoCurrency,
}

/// A code of the list that is no currency of an invoice.
#[derive(Debug, PartialEq, Eq)]
pub struct NotMoney {
    /// The code.
    pub code: &'static str,
    /// Its name in the list.
    pub name: &'static str,
    /// Why it is refused.
    pub why: Why,
}

/// What [`read`] makes of a printed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It names this currency.
    Read(Reading),
    /// A symbol or word of these currencies; by itself it does not decide, even where there is only one.
    Ambiguous(&'static [Currency]),
    /// It names money that is no more.
    Withdrawn(&'static Withdrawn),
    /// It is a code of the list, but not of money.
    NotMoney(&'static NotMoney),
    /// It names no currency that we know.
    Unknown,
}

impl Answer {
    /// The reading, where there is one.
    pub fn reading(self) -> Option<Reading> {
        match self {
            Self::Read(reading) => Some(reading),
            Self::Ambiguous(_) | Self::Withdrawn(_) | Self::NotMoney(_) | Self::Unknown => None,
        }
    }
}

/// Reads a printed currency: a code, a symbol or a name, nothing around it but spaces.
#[inline]
pub fn read(raw: &str) -> Answer {
    match Currency::listed(raw.as_bytes()) {
        Some(currency) => Answer::Read(Reading { currency, how: How::Exact }),
        None => table::read_printed(raw),
    }
}

impl Currency {
    /// The US dollar.
    pub const USD: Self = Self(*b"USD");

    /// The euro.
    pub const EUR: Self = Self(*b"EUR");

    /// The currency's name in ISO 4217.
    pub fn name(self) -> &'static str {
        table::row(self).map_or("", |row| row.name)
    }

    /// How many decimals its amounts have: 2 for most, 0 for `JPY`, 3 for `KWD`, 4 for `CLF`.
    pub fn minor_units(self) -> u32 {
        table::row(self).map_or(2, |row| row.minor_units)
    }

    /// Whether it is a funds code (`CLF`, `USN`, …): in the list, but nobody's cash.
    pub fn is_fund(self) -> bool {
        table::row(self).is_some_and(|row| row.fund)
    }
}
