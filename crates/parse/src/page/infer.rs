//! What a column holds that no lexicon knows, told by its numbers: quantity × price is the amount.
//!
//! Where no column is headed as the amount, the one whose numbers are the products is; else the last that has money in
//! each row. The sums of the document say whether that was right.

use super::body::{Body, BodyRow};
use super::form::is_money;
use super::head::Column;
use crate::locale::{NumberReadings, Printed};
use rust_decimal::Decimal;

/// Of the rows with numbers, so many in ten must fit.
const FIT_TENTHS: usize = 8;

/// Gives the amount's column its role where its words did not.
pub fn amount(body: &mut Body) {
    if body.head.has("amount") || !body.head.has("unit_price") {
        return;
    }
    let anchors: Vec<&BodyRow> = body.rows.iter().filter(|row| row.anchor).collect();
    let candidates: Vec<usize> = (0..body.head.columns.len())
        .filter(|at| body.head.columns.get(*at).is_some_and(|column| column.role.is_none()))
        .filter(|at| {
            let filled = anchors.iter().filter(|row| cell(row, *at).is_some_and(is_money)).count();
            filled >= 1 && filled * 10 >= anchors.len() * FIT_TENTHS
        })
        .collect();
    let fits = |at: &&usize| {
        let products: Vec<bool> = anchors.iter().filter_map(|row| is_product(body, row, **at)).collect();
        let right = products.iter().filter(|fits| **fits).count();
        right >= 1 && right * 10 >= products.len() * FIT_TENTHS
    };
    let found = candidates.iter().find(fits).or(candidates.last()).copied();
    if let Some(column) = found.and_then(|at| body.head.columns.get_mut(at)) {
        column.role = Some("amount".into());
    }
}

/// A column of articles that holds words, where no other describes the goods.
pub fn description(body: &mut Body) {
    if body.head.has("description") {
        return;
    }
    let anchors: Vec<&BodyRow> = body.rows.iter().filter(|row| row.anchor).collect();
    let words =
        |row: &&&BodyRow| body.cell(&row.cells, "part_number").is_some_and(|run| run.words.len() >= 2);
    if anchors.is_empty() || anchors.iter().filter(words).count() * 2 <= anchors.len() {
        return;
    }
    let named = |column: &&mut Column| column.role.as_deref() == Some("part_number");
    if let Some(column) = body.head.columns.iter_mut().find(named) {
        column.role = Some("description".into());
    }
}

/// The text of a cell.
fn cell(row: &BodyRow, at: usize) -> Option<&str> {
    row.cells.get(at)?.as_ref().map(|run| run.text.as_str())
}

/// Whether a cell is quantity × price, under either decimal mark; none where one of the three is missing.
fn is_product(body: &Body, row: &BodyRow, at: usize) -> Option<bool> {
    let number = |text: &str| Printed::scan(text).map(|printed| printed.readings());
    let of = |name: &str| body.cell(&row.cells, name).and_then(|run| number(&run.text));
    let (quantity, price, amount) = (of("quantity")?, of("unit_price")?, number(cell(row, at)?)?);
    let marks: [fn(&NumberReadings) -> Option<Decimal>; 2] = [|number| number.comma, |number| number.point];
    Some(marks.iter().any(|mark| {
        let (Some(quantity), Some(price), Some(amount)) = (mark(&quantity), mark(&price), mark(&amount))
        else {
            return false;
        };
        quantity.checked_mul(price).is_some_and(|product| (product - amount).abs() <= Decimal::new(6, 3))
    }))
}
