//! What a column holds that no lexicon knows, told by its numbers: quantity × price is the amount.
//!
//! Where one of the three has no head that is known, the column that closes the lines is it; for the amount else the last
//! that has money in each row. The sums of the document say whether that was right.

use super::body::{Body, BodyRow};
use super::form::is_money;
use super::head::Column;
use crate::draft::figures::number_part;
use crate::locale::{NumberReadings, Printed};
use rust_decimal::Decimal;

/// Of the rows with numbers, so many in ten must fit.
const FIT_TENTHS: usize = 8;

/// The three of a product.
const FACTORS: [&str; 3] = ["quantity", "unit_price", "amount"];

/// Gives the one column of quantity, price and amount its role where its words did not.
pub fn factor(body: &mut Body) {
    units_of_money(body);
    let missing: Vec<&str> = FACTORS.into_iter().filter(|name| !body.head.has(name)).collect();
    let [missing] = missing.as_slice() else { return };
    let anchors: Vec<&BodyRow> = body.rows.iter().filter(|row| row.anchor).collect();
    let candidates: Vec<usize> = (0..body.head.columns.len())
        .filter(|at| body.head.columns.get(*at).is_some_and(|column| column.role.is_none()))
        .filter(|at| {
            let filled = anchors.iter().filter(|row| cell(row, *at).is_some_and(super::is_number)).count();
            filled >= 1 && filled * 10 >= anchors.len() * FIT_TENTHS
        })
        .collect();
    let fits = |at: &&usize| {
        let products: Vec<bool> =
            anchors.iter().filter_map(|row| is_product(body, row, missing, **at)).collect();
        let right = products.iter().filter(|fits| **fits).count();
        right >= 1 && right * 10 >= products.len() * FIT_TENTHS
    };
    let money = |at: &&usize| anchors.iter().filter_map(|row| cell(row, **at)).all(is_money);
    // The last column of money is the amount's; the sums will say whether it is.
    let last = candidates.iter().rev().find(money).filter(|_| *missing == "amount");
    let found = candidates.iter().find(fits).or(last).copied();
    if let Some(column) = found.and_then(|at| body.head.columns.get_mut(at)) {
        column.role = Some((*missing).to_owned());
    }
}

/// Under “Unit” may stand the price of one: where its cells are numbers with decimals, no unit is meant.
fn units_of_money(body: &mut Body) {
    let Some(at) = body.head.columns.iter().position(|column| column.role.as_deref() == Some("unit")) else {
        return;
    };
    let cells: Vec<&str> =
        body.rows.iter().filter(|row| row.anchor).filter_map(|row| cell(row, at)).collect();
    let numbers = cells.iter().filter(|text| is_money(text)).count();
    if numbers * 2 > cells.len()
        && let Some(column) = body.head.columns.get_mut(at)
    {
        column.role = None;
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

/// Whether quantity × price is the amount under either decimal mark, if a cell is the one of them that has no column; none
/// where one of the three is missing.
fn is_product(body: &Body, row: &BodyRow, missing: &str, at: usize) -> Option<bool> {
    let number = |text: &str| Printed::scan(number_part(text)).map(|printed| printed.readings());
    let of = |name: &str| {
        let text = if name == missing {
            cell(row, at)
        } else {
            body.cell(&row.cells, name).map(|run| run.text.as_str())
        };
        text.and_then(number)
    };
    let (quantity, price, amount) = (of("quantity")?, of("unit_price")?, of("amount")?);
    let marks: [fn(&NumberReadings) -> Option<Decimal>; 2] = [|number| number.comma, |number| number.point];
    Some(marks.iter().any(|mark| {
        let (Some(quantity), Some(price), Some(amount)) = (mark(&quantity), mark(&price), mark(&amount))
        else {
            return false;
        };
        quantity.checked_mul(price).is_some_and(|product| (product - amount).abs() <= Decimal::new(6, 3))
    }))
}
