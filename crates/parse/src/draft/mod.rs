//! What was found in a document before anything is decided, and how it becomes a record, a reading and findings.
//!
//! Sheets and pages find texts under the names of the record's fields, each in its own way; from there on there is one
//! way. Numbers and dates are decided over the whole document, a value is taken or not at all, and what stays open is
//! told. Nothing here knows cells, boxes or files.

/// Texts with their places.
mod found;

/// What a printed head or label means.
pub mod phrase;

/// What was asked of a text a moment ago.
pub mod memory;

/// What the words of a row say: a sum, a charge, a title.
pub mod words;

/// All numbers and dates at once, and the equations between them.
pub mod figures;

/// Texts written down as values, readings and findings.
pub mod scribe;

/// One line of goods.
pub mod goods;

/// A party from its block.
mod parties;

/// Fields of the document.
pub mod fields;

/// Sums and charges.
pub mod totals;

/// From a draft to a record.
pub mod write;

/// What keeps a reading from proving itself complete.
pub mod doubts;

pub use parties::{LEGAL_FORMS, behind_label};

pub use found::{ChargeDraft, Draft, LineDraft, PartyDraft, Seen, SumDraft, Title, Typed};
