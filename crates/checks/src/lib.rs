//! The rules: arithmetic, currency, HS, origin, Incoterms, dates, descriptions. Pure, one rule a file.
//!
//! Promises: the same record, profile, editions and dates give the same findings, byte for byte and in the same
//! order; a document that nothing is wrong with costs no allocation but for its codes. Refuses to know where a
//! record came from: what the rules look at is the record, the tariff and the days they are given.

/// What must be there: fields by kind of document, in data files.
pub mod profile;

/// Findings as they grow: bounded, and in a fixed order at the end.
mod findings;

/// Printed texts become the forms of the standards.
mod normalise;

/// The rules, one a file.
mod rules;

/// The rules in their order.
mod check;

pub use check::{Context, check};
pub use normalise::normalise;
pub use profile::Profile;
pub use rules::reuse::{number_key, number_reused};

#[cfg(test)]
mod tests;
