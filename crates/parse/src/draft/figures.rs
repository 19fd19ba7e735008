//! All numbers and dates of a draft at once, and the equations between them: what decides how they are read.

use super::found::Typed;
use super::found::{Draft, LineDraft, Seen};
use crate::locale::{DateReadings, DateVerdict, Decided, DecimalMark, Equation, Operand, Printed, decide};

/// Fields of a line that are numbers.
pub const LINE_NUMBERS: [&str; 13] = [
    "quantity",
    "unit_price",
    "price_basis",
    "amount",
    "net_weight",
    "gross_weight",
    "packages",
    "discount",
    "discount_percent",
    "attribute.weight",
    "attribute.unit_net_weight",
    "attribute.unit_gross_weight",
    "volume",
];

/// Fields of the document that are numbers.
pub const DOCUMENT_NUMBERS: [&str; 4] = ["packages", "gross_weight", "net_weight", "volume"];

/// Fields of the document that are dates.
pub const DOCUMENT_DATES: [&str; 3] = ["invoice_date", "payment_due_date", "delivery_date"];

/// How the document writes numbers and dates.
pub fn conventions(draft: &Draft) -> (Decided, DateVerdict) {
    let numbers = decide(&tokens(draft), &equations(draft));
    let dates: Vec<DateReadings> = draft
        .fields
        .iter()
        .filter(|(name, seen)| DOCUMENT_DATES.contains(&name.as_str()) && seen.value == Typed::Text)
        .map(|(_, seen)| DateReadings::of(&seen.text))
        .collect();
    let comma = numbers == Decided::One(DecimalMark::Comma);
    (numbers, DateVerdict::decide(&dates, comma))
}

/// Every printed number.
fn tokens(draft: &Draft) -> Vec<crate::locale::NumberReadings> {
    let of_lines = draft.lines.iter().flat_map(|line| {
        line.cells.iter().filter(|(name, _)| LINE_NUMBERS.contains(&name.as_str())).map(|(_, seen)| seen)
    });
    let of_fields = draft
        .fields
        .iter()
        .filter(|(name, _)| DOCUMENT_NUMBERS.contains(&name.as_str()))
        .map(|(_, seen)| seen);
    let of_sums =
        draft.sums.iter().map(|sum| &sum.seen).chain(draft.charges.iter().map(|charge| &charge.seen));
    of_lines
        .chain(of_fields)
        .chain(of_sums)
        .filter(|seen| seen.value == Typed::Text)
        .filter_map(|seen| Printed::scan(number_part(&seen.text)))
        .map(|printed| printed.readings())
        .collect()
}

/// `12.50 / 100` has its number before the stroke.
pub fn number_part(text: &str) -> &str {
    match text.split_once('/') {
        Some((before, after)) if Printed::scan(before).is_some() && Printed::scan(after).is_some() => before,
        _ => text,
    }
}

/// A number of an equation.
fn operand(seen: &Seen) -> Option<Operand> {
    match seen.value {
        Typed::Number(value) => Some(Operand::Known(value)),
        Typed::Text => {
            Printed::scan(number_part(&seen.text)).map(|printed| Operand::Printed(printed.readings()))
        }
        _ => None,
    }
}

/// The operand of a line's field.
fn of_line(line: &LineDraft, name: &str) -> Option<Operand> {
    line.cells.get(name).and_then(operand)
}

/// quantity × price = amount for each line; Σ = total for each column with one.
fn equations(draft: &Draft) -> Vec<Equation> {
    let mut equations = Vec::new();
    for line in &draft.lines {
        let factors = of_line(line, "quantity").zip(of_line(line, "unit_price")).zip(of_line(line, "amount"));
        if let Some(((quantity, price), amount)) = factors {
            equations.push(Equation::Product(quantity, price, amount));
        }
    }
    let column =
        |name: &str| -> Vec<Operand> { draft.lines.iter().filter_map(|line| of_line(line, name)).collect() };
    let amounts = column("amount");
    let charges: Vec<Operand> = draft.charges.iter().filter_map(|charge| operand(&charge.seen)).collect();
    for sum in &draft.sums {
        let Some(total) = operand(&sum.seen) else { continue };
        if matches!(sum.name.as_str(), "net_weight" | "gross_weight" | "packages" | "quantity" | "volume") {
            equations.push(Equation::Sum(column(&sum.name), total));
        } else if matches!(sum.name.as_str(), "any" | "goods_total" | "invoice_total" | "payable_amount") {
            equations.push(Equation::Sum(amounts.clone(), total));
            if !charges.is_empty() {
                equations.push(Equation::Sum(amounts.iter().chain(&charges).copied().collect(), total));
            }
        }
    }
    equations
}
