//! Quantities that are weights: the box “Quantity” of a certificate holds the gross or the net weight of the goods.
//!
//! Which of both it is the printed totals say, or a word for “gross” below them; what nothing says stays a quantity, and is told.

use super::rows::Row;
use crate::draft::figures::{conventions, number_part};
use crate::draft::words::{is_weight_unit, weight_name};
use crate::draft::{Draft, Seen, Typed};
use crate::locale::{Printed, Value};
use rust_decimal::Decimal;
use trade::Kind;

/// Turns quantities of a certificate into the weights that they are.
pub fn read(rows: &[Row], rest: &[usize], last: usize, draft: &mut Draft) {
    let is_certificate = draft.titles.first().is_some_and(|title| title.kind == Kind::CertificateOfOrigin);
    if !is_certificate
        || draft.lines.is_empty()
        || !draft.lines.iter().all(|line| line.cells.get("quantity").is_some_and(weighs))
    {
        return;
    }
    let weighed = |line: &crate::draft::LineDraft| {
        ["net_weight", "gross_weight"].iter().any(|name| line.cells.contains_key(*name))
    };
    if draft.lines.iter().any(weighed) {
        return;
    }
    let below = rest.iter().filter(|at| **at > last).filter_map(|at| rows.get(*at)).flat_map(|row| &row.runs);
    let worded = below.filter_map(|run| weight_name(&run.text)).next();
    let Some(name) = equal_total(draft).or(worded) else {
        if let Some(seen) = draft.lines.first().and_then(|line| line.cells.get("quantity")).cloned() {
            draft.guessed.push(("quantity".to_owned(), seen));
        }
        return;
    };
    for line in &mut draft.lines {
        if let Some(seen) = line.cells.remove("quantity") {
            line.cells.insert(name.to_owned(), seen);
        }
    }
    for sum in draft.sums.iter_mut().filter(|sum| sum.name == "quantity") {
        name.clone_into(&mut sum.name);
    }
}

/// The weight whose printed total is what the quantities add up to.
fn equal_total(draft: &Draft) -> Option<&'static str> {
    let (numbers, _) = conventions(draft);
    let value = |seen: &Seen| match numbers.read(number_part(&seen.text)) {
        Value::One(value) if seen.value == Typed::Text => Some(value),
        _ => None,
    };
    let sum = draft
        .lines
        .iter()
        .try_fold(Decimal::ZERO, |sum, line| sum.checked_add(value(line.cells.get("quantity")?)?))?;
    let total = |name: &str| {
        let of_sum = draft.sums.iter().rfind(|sum| sum.name == name).map(|sum| &sum.seen);
        draft.fields.get(name).or(of_sum).and_then(value)
    };
    ["gross_weight", "net_weight"].into_iter().find(|name| total(name) == Some(sum))
}

/// Whether a quantity has a unit of weight.
fn weighs(seen: &Seen) -> bool {
    let behind = Printed::scan(&seen.text).map(|printed| printed.after).filter(|unit| !unit.is_empty());
    behind.or(seen.unit.as_deref()).is_some_and(is_weight_unit)
}
