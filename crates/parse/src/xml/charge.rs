//! Allowances and charges: one sign, one word for what a customs valuation asks for, one way to say a percentage.

use super::transcript::Transcript;
use super::tree::Node;
use super::value;
use rust_decimal::Decimal;
use trade::part::Charge;

/// What a charge is for. Codes of UNTDID 7161 and 5189 that name freight or packing become that word;
/// else the words as printed stand, else the code.
pub(super) fn kind(code: Option<&str>, words: Option<&str>, is_charge: bool) -> Option<String> {
    let known = match code {
        Some("FC" | "FAB" | "FAC" | "TV") if is_charge => Some("freight"),
        Some("PC" | "ABL" | "ABS" | "SAD") if is_charge => Some("packing"),
        Some("95") if words.is_none() && !is_charge => Some("discount"),
        _ => None,
    };
    known.or(words).or(code).map(str::to_owned)
}

/// Positive for a charge, negative for an allowance.
pub(super) fn signed(amount: Decimal, is_charge: bool) -> Decimal {
    if is_charge { amount } else { -amount }
}

/// Some senders write the factor (0.10), some the percentage (10). What was taken of what decides; where it does
/// not, a factor of at most one is a factor only in documents that do not follow EN 16931, which defines percent.
pub(super) fn percent(
    factor: Decimal,
    base: Option<Decimal>,
    amount: Option<Decimal>,
    is_en16931: bool,
) -> Decimal {
    let Some(as_percentage) = factor.checked_mul(Decimal::ONE_HUNDRED).map(|rate| rate.normalize()) else {
        return factor;
    };
    if let (Some(base), Some(amount)) = (base, amount) {
        let near = |rate: Decimal| {
            let product =
                base.checked_mul(rate).and_then(|product| product.checked_div(Decimal::ONE_HUNDRED));
            let gap = product.and_then(|product| product.abs().checked_sub(amount.abs()));
            gap.is_some_and(|gap| gap.abs() <= Decimal::new(1, 2))
        };
        match (near(factor), near(as_percentage)) {
            (true, false) => return factor,
            (false, true) => return as_percentage,
            _ => {}
        }
    }
    if is_en16931 || factor > Decimal::ONE { factor } else { as_percentage }
}

/// Sums of allowances and of charges that the totals state while no allowance or charge is stated. `indicators`
/// are those of the charges that are.
pub(super) fn from_totals(
    t: &mut Transcript,
    totals: Node<'_, '_>,
    indicators: &[Node<'_, '_>],
    charges: &mut Vec<Charge>,
) {
    for (path, is_charge) in [("AllowanceTotalAmount", false), ("ChargeTotalAmount", true)] {
        let Some(node) = totals.value(path) else { continue };
        let stated = indicators.iter().any(|one| value::truth(one.text()).unwrap_or(true) == is_charge);
        if stated || value::decimal(node.text()).is_some_and(|amount| amount.is_zero()) {
            continue;
        }
        let path = format!("charges[{}]", charges.len());
        charges.push(t.within(&path, |t| {
            let amount = t.decimal("amount", Some(node)).map(|amount| signed(amount, is_charge));
            t.restate("amount", amount);
            let kind = if is_charge { "charges" } else { "allowances" };
            t.derived("kind", node, kind);
            Charge { kind: Some(kind.to_owned()), amount, ..Charge::default() }
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_valuation_have_words() {
        assert_eq!(kind(Some("FC"), Some("Freight charge"), true).unwrap(), "freight");
        assert_eq!(kind(Some("95"), Some("Loyal customer"), false).unwrap(), "Loyal customer");
        assert_eq!(kind(Some("95"), None, false).unwrap(), "discount");
        assert_eq!(kind(Some("ZZZ"), None, true).unwrap(), "ZZZ");
    }

    #[test]
    fn a_factor_and_a_percentage_come_to_the_same() {
        let number = |text: &str| text.parse::<Decimal>().unwrap();
        let (base, amount) = (Some(number("1000")), Some(number("100.00")));
        for written in ["10", "0.10"] {
            for follows in [true, false] {
                assert_eq!(percent(number(written), base, amount, follows), number("10"));
            }
        }
        assert_eq!(percent(number("0.5"), None, None, true), number("0.5"));
        assert_eq!(percent(number("0.5"), None, None, false), number("50"));
    }
}
