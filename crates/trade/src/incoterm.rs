//! Delivery terms: Incoterms as printed, and what they are in the edition of 2020.
//!
//! [`read`] takes a printed term with its place and edition ("FOB Shanghai, Incoterms® 2020") and keeps all three as
//! they stand; the 2020 code is a second field. Terms of older editions are mapped, house terms ("frei Haus",
//! "franco", the "FOB origin" of US law) answer with candidates, since they do not decide. Whether a term suits the
//! mode of transport, and whether the place exists, is for the checks.

mod edition;
mod reading;
mod search;
mod terms;

#[cfg(test)]
mod tests;

use crate::country::NotInList;
use std::{fmt, str::FromStr};

pub use reading::{Reading, Remark, read};

/// A term of Incoterms 2020 (ICC publication 723).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "UPPERCASE")]
pub enum Incoterm {
    /// Ex works.
    Exw,
    /// Free carrier.
    Fca,
    /// Carriage paid to.
    Cpt,
    /// Carriage and insurance paid to.
    Cip,
    /// Delivered at place.
    Dap,
    /// Delivered at place unloaded.
    Dpu,
    /// Delivered duty paid.
    Ddp,
    /// Free alongside ship.
    Fas,
    /// Free on board.
    Fob,
    /// Cost and freight.
    Cfr,
    /// Cost, insurance and freight.
    Cif,
}

impl Incoterm {
    /// All eleven: the seven for any mode of transport, then the four for sea and inland waterway.
    pub const ALL: [Self; 11] = [
        Self::Exw,
        Self::Fca,
        Self::Cpt,
        Self::Cip,
        Self::Dap,
        Self::Dpu,
        Self::Ddp,
        Self::Fas,
        Self::Fob,
        Self::Cfr,
        Self::Cif,
    ];

    /// The three-letter code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exw => "EXW",
            Self::Fca => "FCA",
            Self::Cpt => "CPT",
            Self::Cip => "CIP",
            Self::Dap => "DAP",
            Self::Dpu => "DPU",
            Self::Ddp => "DDP",
            Self::Fas => "FAS",
            Self::Fob => "FOB",
            Self::Cfr => "CFR",
            Self::Cif => "CIF",
        }
    }

    /// Whether ICC means it for sea and inland waterway only (`FAS FOB CFR CIF`): odd with air freight or containers.
    pub fn is_sea_only(self) -> bool {
        matches!(self, Self::Fas | Self::Fob | Self::Cfr | Self::Cif)
    }
}

impl fmt::Display for Incoterm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Incoterm {
    type Err = NotInList;

    /// Strict: three upper-case letters of the 2020 edition.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|term| term.as_str() == text);
        found.ok_or_else(|| NotInList::new("Incoterms 2020", text))
    }
}
