//! JSON with number tokens, positions and duplicate keys kept.
//!
//! Our own reader, since three things are needed that common ones give away: the exact bytes of a value (a hash is
//! over them), the exact token of a number (money is never a binary fraction), and an error for a key that stands
//! twice (two readers would see two documents). Strict RFC 8259 otherwise, and stricter in what [`parse`] lists.
//! It knows nothing of envelopes or records.

/// What is wrong with a text, and where.
mod error;

/// UTF-8, UTF-16 and UTF-32.
mod text;

/// Tokens.
mod scan;

/// Escapes.
mod unescape;

/// The grammar alone, in constant memory.
mod skip;

/// Values.
mod tree;

/// Exact decimals.
mod number;

/// The compact form and its hash.
mod compact;

pub use compact::{compact, compact_digest};
pub use error::{Error, Fault, Position};
pub use number::decimal;
pub use skip::{Walk, first_value_end};
pub use text::{Encoding, text};
pub use tree::{Member, Node, Value, parse};

#[cfg(test)]
mod tests;
