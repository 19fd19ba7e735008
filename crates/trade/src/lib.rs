//! The nouns of customs paper: what a document, a record, a code and a state are.
//!
//! Imported by every room, imports none. No I/O, no clock, no randomness: everything here is a value or a
//! function from values to values.

/// The reference tables: countries (ISO 3166), currencies (ISO 4217), units and packages (UN/ECE Rec 20, 21).
pub mod country;

/// Currencies, their symbols and their decimals.
pub mod currency;

/// Delivery terms as printed and as Incoterms 2020.
pub mod incoterm;

/// Units of measure.
pub mod unit;

/// Package types.
pub mod package;
