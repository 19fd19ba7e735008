//! Numbers and dates as people write them, decided over a whole document.
//!
//! One token rarely says whether `1.234` is a thousand or one and a bit, or whether `03/04/2025` is in March. The
//! document says it: a token that can be read only one way decides for all, sums that close decide where no token
//! does, and what stays open is handed back with both readings, never guessed. It knows no fields and no findings.

/// One printed number: its sign, its digits, what stands around it.
pub mod number;

/// Which mark is the decimal mark, by tokens and by sums.
pub mod decimal;

/// Dates and the order of day, month and year.
pub mod date;

#[cfg(test)]
mod tests;

pub use date::{DateOrder, DateReadings, DateVerdict};
pub use decimal::{Decided, DecimalMark, Equation, Operand, decide};
pub use number::{NumberReadings, Printed};

/// What was read of one token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<T> {
    /// One reading.
    One(T),
    /// Two readings remain.
    Two(T, T),
    /// None: it is not of the form.
    None,
}
