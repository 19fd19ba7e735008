//! Which mark is the decimal mark of a document, by tokens that allow one reading and by sums that close.

use super::Value;
use super::number::{NumberReadings, Printed};
use rust_decimal::Decimal;

/// The decimal mark of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1.234,50`
    Comma,
    /// `1,234.50`
    Point,
}

/// What the whole document says of its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// One mark, proven by a token or by sums.
    One(DecimalMark),
    /// Tokens prove both: each is read by itself.
    Mixed,
    /// Nothing decides; tokens whose readings differ stay open.
    Open,
}

/// A number of an equation: known, or printed with up to two readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operand {
    /// Typed in a cell, or computed.
    Known(Decimal),
    /// Printed.
    Printed(NumberReadings),
}

/// Numbers that belong together; where they close under one mark only, that mark is proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Equation {
    /// quantity × price = amount.
    Product(Operand, Operand, Operand),
    /// Σ addends = total.
    Sum(Vec<Operand>, Operand),
}

impl Operand {
    /// Its value under a mark.
    fn under(self, mark: DecimalMark) -> Option<Decimal> {
        match (self, mark) {
            (Operand::Known(value), _) => Some(value),
            (Operand::Printed(readings), DecimalMark::Comma) => readings.comma,
            (Operand::Printed(readings), DecimalMark::Point) => readings.point,
        }
    }

    /// Whether the mark changes it.
    fn is_open(self) -> bool {
        matches!(self, Operand::Printed(readings) if !readings.is_neutral())
    }
}

impl Equation {
    /// Whether it closes under a mark.
    fn closes(&self, mark: DecimalMark) -> Option<bool> {
        match self {
            Equation::Product(quantity, price, amount) => {
                let (quantity, price, amount) =
                    (quantity.under(mark)?, price.under(mark)?, amount.under(mark)?);
                let slack =
                    (half_digit(price).checked_mul(quantity.abs())?).checked_add(half_digit(amount))?;
                Some((quantity.checked_mul(price)?.checked_sub(amount)?).abs() <= slack)
            }
            Equation::Sum(addends, total) => {
                let total = total.under(mark)?;
                let mut sum = Decimal::ZERO;
                let mut slack = half_digit(total);
                for addend in addends {
                    let value = addend.under(mark)?;
                    sum = sum.checked_add(value)?;
                    slack = slack.checked_add(half_digit(value))?;
                }
                Some(sum.checked_sub(total)?.abs() <= slack)
            }
        }
    }

    /// Whether the mark changes any of its numbers.
    fn is_open(&self) -> bool {
        match self {
            Equation::Product(a, b, c) => a.is_open() || b.is_open() || c.is_open(),
            Equation::Sum(addends, total) => total.is_open() || addends.iter().any(|addend| addend.is_open()),
        }
    }
}

/// Half a unit of the last printed digit.
fn half_digit(value: Decimal) -> Decimal {
    Decimal::new(5, (value.scale() + 1).min(28))
}

/// Decides the mark from all numbers of a document and the equations between them.
pub fn decide(tokens: &[NumberReadings], equations: &[Equation]) -> Decided {
    let only_comma = tokens.iter().any(|token| token.comma.is_some() && token.point.is_none());
    let only_point = tokens.iter().any(|token| token.point.is_some() && token.comma.is_none());
    match (only_comma, only_point) {
        (true, true) => Decided::Mixed,
        (true, false) => Decided::One(DecimalMark::Comma),
        (false, true) => Decided::One(DecimalMark::Point),
        (false, false) => by_sums(equations),
    }
}

/// The mark under which some equations close that do not under the other, and none the other way round.
fn by_sums(equations: &[Equation]) -> Decided {
    let closes = |equation: &Equation, mark| equation.closes(mark) == Some(true);
    let only = |mark, other| equations.iter().any(|e| e.is_open() && closes(e, mark) && !closes(e, other));
    match (only(DecimalMark::Comma, DecimalMark::Point), only(DecimalMark::Point, DecimalMark::Comma)) {
        (true, false) => Decided::One(DecimalMark::Comma),
        (false, true) => Decided::One(DecimalMark::Point),
        _ => Decided::Open,
    }
}

impl Decided {
    /// The value of a number in this document.
    pub fn value(self, readings: NumberReadings) -> Value<Decimal> {
        match (readings.comma, readings.point) {
            (None, None) => Value::None,
            (Some(value), None) | (None, Some(value)) => Value::One(value),
            (Some(comma), Some(point)) if comma == point => Value::One(comma),
            (Some(comma), Some(point)) => match self {
                Decided::One(DecimalMark::Comma) => Value::One(comma),
                Decided::One(DecimalMark::Point) => Value::One(point),
                Decided::Mixed | Decided::Open => Value::Two(comma, point),
            },
        }
    }

    /// The value of a text in this document; none where it is no number.
    pub fn read(self, text: &str) -> Value<Decimal> {
        Printed::scan(text).map_or(Value::None, |printed| self.value(printed.readings()))
    }
}
