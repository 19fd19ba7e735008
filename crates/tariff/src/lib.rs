//! Tariffs: dated editions of code tables, imported as authorities publish them, looked up by code and date.
//!
//! Pure over loaded tables: it takes bytes and dates and gives values; it never touches a disk, a clock or the
//! network. Built in are the 5,612 six-digit codes of HS 2022, so that something sensible is checked with
//! nothing imported.

/// Whose code it is: `hs6`, `us-hts`, `eu-taric`, …; which lengths its codes have; who uses it.
pub mod scheme;

/// Codes as written become digits, or a precise remark why they cannot.
pub mod code;

/// The rows of one edition in one piece of memory, with the index by code.
pub mod table;

/// One dated edition of a scheme's table.
pub mod edition;

/// An authority's file (USITC JSON or CSV, a simple list, gzipped or not) becomes an edition.
pub mod import;

/// An edition as one blob of bytes and back.
mod encode;

/// The built-in HS 2022.
pub mod hs;

/// Which edition of the HS a jurisdiction applies on a date.
pub mod adoption;

/// All loaded editions, and which is in force.
pub mod tariffs;

/// The verdict on one code on one date.
pub mod lookup;

/// What may have been meant by a code that is not sound.
pub mod near;

/// Words of a description: do they name goods, and which subheadings do they suggest.
pub mod words;

/// Everything that can go wrong here.
mod error;

pub use adoption::{HsEdition, hs_edition};
pub use code::{Cleaned, Malformed, clean};
pub use edition::{Edition, Summary};
pub use error::Error;
pub use import::{Remark, RemarkKind};
pub use lookup::{Judgement, Lookup, Note, Verdict};
pub use near::{Near, Why};
pub use scheme::Scheme;
pub use tariffs::Tariffs;
