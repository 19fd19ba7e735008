//! Quantity × price ÷ basis − discounts is the line's amount.
//!
//! Tolerance: half a unit of the amount's last digit for each addend, plus the quantity times half a unit of the
//! price's last digit. Formats that drop trailing zeros (JSON, sheets) print 12.50 as 12.5: a number counts as
//! printed with at least its currency's decimals, unless nothing in the document has any. Decimals only, never a
//! percentage.

use crate::findings::Findings;
use rust_decimal::Decimal;
use trade::currency::Currency;
use trade::{Code, Finding, Line, Record};

const RULE: &str = "sums.amount/1";

/// To how many decimals the document's prices and amounts are printed at least.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Printed {
    price: u32,
    amount: u32,
}

/// A value and how far it may be off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Addend {
    pub(super) value: Decimal,
    pub(super) tolerance: Decimal,
}

/// What a line is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Worth {
    /// So much.
    Known(Addend),
    /// A number is missing.
    Missing,
    /// The numbers cannot be computed with: too large, or a basis of zero.
    Impossible,
}

impl Printed {
    pub(crate) fn of(record: &Record) -> Printed {
        let currency = record.currency.as_deref().and_then(|text| text.parse::<Currency>().ok());
        let own = currency.map_or(2, Currency::minor_units);
        let has_decimals = |number: Option<Decimal>| number.is_some_and(|number| number.scale() > 0);
        let lines = &record.line_items;
        let price = lines.iter().any(|line| has_decimals(line.unit_price));
        let amount = lines.iter().any(|line| has_decimals(line.amount))
            || [record.goods_total, record.tax_total, record.invoice_total, record.total_value]
                .into_iter()
                .any(has_decimals);
        Printed { price: if price { own.max(2) } else { own }, amount: if amount { own.max(2) } else { 0 } }
    }

    /// Half a unit of the amount's last digit.
    pub(super) fn half_amount(self, amount: Decimal) -> Decimal {
        half(amount.scale().max(self.amount))
    }

    fn half_price(self, price: Decimal) -> Decimal {
        half(price.scale().max(self.price))
    }

    /// What a line is worth: its amount as printed, else computed.
    pub(super) fn worth(self, line: &Line) -> Worth {
        match line.amount {
            Some(value) => Worth::Known(Addend { value, tolerance: Decimal::ZERO }),
            None => self.product(line),
        }
    }

    /// Quantity × price ÷ basis − discounts, with what the price's rounding makes of it.
    fn product(self, line: &Line) -> Worth {
        let (Some(quantity), Some(price)) = (line.quantity, line.unit_price) else { return Worth::Missing };
        let compute = || {
            let (mut value, mut off) =
                (quantity.checked_mul(price)?, quantity.abs().checked_mul(self.half_price(price))?);
            if let Some(basis) = line.price_basis.filter(|basis| *basis != Decimal::ONE) {
                (value, off) = (value.checked_div(basis)?, off.checked_div(basis.abs())?);
            }
            for discount in counted(line) {
                value = value.checked_add(discount.amount.unwrap_or_default())?;
            }
            Some(Addend { value, tolerance: off })
        };
        if counted(line).any(|discount| discount.amount.is_none() || is_foreign(&discount.currency, line)) {
            return Worth::Missing;
        }
        compute().map_or(Worth::Impossible, Worth::Known)
    }
}

/// Discounts that are not inside the price already.
fn counted(line: &Line) -> impl Iterator<Item = &trade::part::Charge> {
    line.discounts.iter().filter(|discount| discount.included != Some(true))
}

fn is_foreign(currency: &Option<String>, line: &Line) -> bool {
    currency.is_some() && line.currency.is_some() && *currency != line.currency
}

/// Half a unit of the last of so many decimals.
fn half(decimals: u32) -> Decimal {
    Decimal::try_new(5, decimals + 1).unwrap_or_default()
}

pub(crate) fn check(line: &Line, printed: Printed, findings: &mut Findings) {
    let computed = match printed.product(line) {
        Worth::Known(computed) => computed,
        Worth::Missing => return,
        Worth::Impossible => {
            findings.error(|| {
                let message =
                    "Quantity and price cannot be multiplied: they are too large, or the price is of none";
                Finding::line(RULE, Code::ValueInvalid, line.line, message).field("quantity")
            });
            return;
        }
    };
    let Some(amount) = line.amount else { return };
    let addends = Decimal::from(1 + counted(line).count());
    let rounding = printed.half_amount(amount).checked_mul(addends).unwrap_or_default();
    let tolerance = computed.tolerance.checked_add(rounding).unwrap_or(rounding);
    let difference = computed.value.checked_sub(amount).map(|difference| difference.abs());
    if difference.is_none_or(|difference| difference > tolerance) {
        findings.error(|| {
            let message = "Quantity times price, less discounts, is not the line's amount";
            let finding = Finding::line(RULE, Code::AmountMismatch, line.line, message).field("amount");
            let finding = finding.input("computed", computed.value.normalize()).input("printed", amount);
            let difference = difference.unwrap_or(Decimal::MAX);
            finding.input("difference", difference.normalize()).input("tolerance", tolerance.normalize())
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<Decimal> {
        (!text.is_empty()).then(|| text.parse().unwrap())
    }

    fn found(currency: &str, line: Line) -> Vec<Finding> {
        let record = Record { currency: Some(currency.into()), line_items: vec![line], ..Record::default() };
        let mut findings = Findings::default();
        check(&record.line_items[0], Printed::of(&record), &mut findings);
        findings.finish()
    }

    fn closes(currency: &str, quantity: &str, price: &str, basis: &str, amount: &str) -> bool {
        let line = Line {
            quantity: number(quantity),
            unit_price: number(price),
            price_basis: number(basis),
            amount: number(amount),
            ..Line::default()
        };
        found(currency, line).is_empty()
    }

    #[test]
    fn the_tolerance_is_that_of_the_printed_digits() {
        assert!(closes("USD", "12", "800.00", "", "9600.00"));
        // 0.005 for the amount, 12 × 0.005 for the price.
        assert!(closes("USD", "12", "800.00", "", "9600.06"));
        assert!(!closes("USD", "12", "800.00", "", "9600.07"));
        assert!(closes("USD", "3", "33.33", "", "100"));
        assert!(!closes("USD", "3", "33.33", "", "101"));
        assert!(closes("EUR", "1000", "12.345", "100", "123.45"));
        assert!(!closes("EUR", "1000", "12.345", "", "123.45"));
    }

    #[test]
    fn dropped_zeros_do_not_widen_it() {
        assert!(!closes("USD", "2400", "0.1", "", "255.50"));
        assert!(!closes("JPY", "2400", "0.1", "", "355.5"));
        assert!(!closes("USD", "12", "800", "", "9605"));
    }

    #[test]
    fn discounts_count_unless_they_are_inside() {
        let discount = |amount: &str, included| trade::part::Charge {
            amount: number(amount),
            included,
            ..trade::part::Charge::default()
        };
        let line = |discounts, amount| Line {
            quantity: number("10"),
            unit_price: number("10.00"),
            amount: number(amount),
            discounts,
            ..Line::default()
        };
        assert!(found("EUR", line(vec![discount("-5.00", None)], "95.00")).is_empty());
        assert!(!found("EUR", line(vec![discount("-5.00", None)], "100.00")).is_empty());
        assert!(found("EUR", line(vec![discount("-5.00", Some(true))], "100.00")).is_empty());
    }

    #[test]
    fn what_cannot_be_computed_is_invalid() {
        let huge = Decimal::MAX;
        let line = Line { quantity: Some(huge), unit_price: Some(huge), ..Line::default() };
        assert_eq!(found("USD", line)[0].code, Code::ValueInvalid);
        let line = Line { price_basis: Some(Decimal::ZERO), ..Line::default() };
        let line = Line { quantity: number("1"), unit_price: number("1"), ..line };
        assert_eq!(found("USD", line)[0].code, Code::ValueInvalid);
    }
}
