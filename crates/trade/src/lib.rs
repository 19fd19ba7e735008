//! The nouns of customs paper: what a document, a record, a code and a state are.
//!
//! Imported by every room, imports none. No I/O, no clock, no randomness: everything here is a value or a
//! function from values to values.

/// The ten states of a document and the legal moves between them.
pub mod state;

/// Every code with its class, its landing place and its advice, in one table.
pub mod code;

/// What a document can be.
pub mod kind;

/// Routing words: lane, priority and the head start it gives.
pub mod routing;

/// What a person's hold covers.
pub mod hold;

/// Identifiers: correlation ids as senders may choose them, and SHA-256 digests.
pub mod id;

/// One remark of a check.
pub mod finding;

/// The record: the plain values of a document.
pub mod record;

/// The goods lines of a record.
pub mod line;

/// The parties, the transport and the other parts of a record.
pub mod part;

/// Where each value of a record came from.
pub mod reading;

/// Which values of a reading stand where on a page.
pub mod placed;

/// What a parser hands back: record, reading, findings.
pub mod parsed;

/// One event of a document's life, in its canonical bytes.
pub mod event;

/// What goes downstream: one revision of a document's sound lines.
pub mod release;

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

pub use code::Code;
pub use finding::{Finding, Scope, Severity};
pub use hold::HoldScope;
pub use id::{CorrelationId, Digest};
pub use kind::Kind;
pub use line::Line;
pub use parsed::Parsed;
pub use reading::{Origin, ReadValue, Reading};
pub use record::Record;
pub use routing::{Lane, Priority};
pub use state::State;
