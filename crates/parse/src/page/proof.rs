//! The proof of a reading: what the printed sums say of what was read.
//!
//! A reading of a priced document is complete where each line's quantity × price gives its amount, the amounts give the
//! goods' total, and goods, charges and tax give the invoice's total. What does not close, or has nothing to close with, is
//! told as `reading_incomplete`: somebody has to look. The tolerance is half a unit of the last printed digit for each
//! number that was added, and never a percentage.

use crate::draft::scribe::Scribe;
use rust_decimal::Decimal;
use trade::part::Measure;
use trade::{Code, Finding, Kind, Line, Record};

/// Tells what keeps a reading from proving itself complete, and what its sums say of its numbers.
pub fn prove(scribe: &mut Scribe, record: &mut Record, kind: Kind, roles: &[String], unplaced: &[String]) {
    if record.line_items.is_empty() {
        return;
    }
    if !is_priced(kind, record) {
        measures(scribe, record);
        if let Some(column) = unplaced.first() {
            let message = format!("The column {column} has numbers, and its head is not understood.");
            tell(scribe, "line_items", message);
        }
        return;
    }
    bases(scribe, record);
    let has = |name: &str| roles.iter().any(|role| role == name);
    // A column that is empty throughout is one that the document does not use.
    let quantity = has("quantity") && record.line_items.iter().any(|line| line.quantity.is_some());
    let price = has("unit_price") && record.line_items.iter().any(|line| line.unit_price.is_some());
    for line in &record.line_items {
        line_closes(scribe, line, quantity, price);
    }
    let whole = record.line_items.iter().all(|line| line.quantity.is_some() && line.unit_price.is_some());
    if let Some(column) = unplaced.first().filter(|_| !whole) {
        let message = format!(
            "The column {column} has numbers, its head is not understood, and no product proves the lines without it."
        );
        tell(scribe, "line_items", message);
    }
    totals(scribe, record);
}

/// Whether a document has prices.
fn is_priced(kind: Kind, record: &Record) -> bool {
    let money = record.line_items.iter().any(|line| line.amount.is_some() || line.unit_price.is_some());
    let without = matches!(kind, Kind::PackingList | Kind::CertificateOfOrigin | Kind::DeliveryNote);
    money && !without
}

/// A paper without prices is complete where one of its totals is what its lines add up to, and no other says otherwise.
fn measures(scribe: &mut Scribe, record: &Record) {
    let of = |measure: fn(&Line) -> Option<Decimal>| -> Option<Vec<Decimal>> {
        record.line_items.iter().map(measure).collect()
    };
    let weights = |total: &Option<Measure>| total.as_ref().map(|total| total.value);
    let sums = [
        ("packages", of(|line| line.packages), record.packages),
        ("net_weight", of(|line| Some(line.net_weight.as_ref()?.value)), weights(&record.net_weight)),
        ("gross_weight", of(|line| Some(line.gross_weight.as_ref()?.value)), weights(&record.gross_weight)),
    ];
    let mut proven = false;
    for (field, lines, total) in sums {
        let (Some(lines), Some(total)) = (lines, total) else { continue };
        let Some(sum) = lines.iter().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value)) else {
            continue;
        };
        let scale = lines.iter().map(Decimal::scale).max().unwrap_or(0).max(total.scale());
        let tolerance = Decimal::new(5, scale + 1) * Decimal::from(lines.len() as u64 + 1);
        if (sum - total).abs() <= tolerance {
            proven = true;
        } else {
            tell(
                scribe,
                field,
                format!(
                    "The lines add up to {sum} and the printed total is {total}: a line may be missing or misread."
                ),
            );
            return;
        }
    }
    // One line has nothing to be compared with, and nothing beside it to be missed.
    if !proven && record.line_items.len() > 1 {
        tell(
            scribe,
            "line_items",
            "No printed total was found that the lines could be compared with.".into(),
        );
    }
}

/// A price per 100 or 1000 that its amount shows and no words say: it is what closes the line, and the sums prove it.
fn bases(scribe: &mut Scribe, record: &mut Record) {
    for line in &mut record.line_items {
        let (Some(quantity), Some(price), Some(amount)) = (line.quantity, line.unit_price, line.amount)
        else {
            continue;
        };
        if line.price_basis.is_some() || amount.is_zero() || closes(line, quantity, price, amount) {
            continue;
        }
        for basis in [100, 1_000] {
            let tried = Line { price_basis: Some(Decimal::from(basis)), ..line.clone() };
            if closes(&tried, quantity, price, amount) {
                line.price_basis = tried.price_basis;
                scribe.compute(line.line, "price_basis", "unit_price", &basis.to_string());
                break;
            }
        }
    }
}

/// quantity × price ÷ basis − discounts = amount.
fn line_closes(scribe: &mut Scribe, line: &Line, quantity: bool, price: bool) {
    let missing = [
        ("amount", line.amount.is_none()),
        ("quantity", quantity && line.quantity.is_none()),
        ("unit_price", price && line.unit_price.is_none()),
    ];
    for (field, _) in missing.iter().filter(|(_, missing)| *missing) {
        let told = scribe
            .findings
            .iter()
            .any(|finding| finding.line == Some(line.line) && finding.field.as_deref() == Some(*field));
        if !told {
            tell_line(scribe, line, field, format!("Line {} has no {field} that could be read.", line.line));
        }
    }
    let (Some(quantity), Some(price), Some(amount)) = (line.quantity, line.unit_price, line.amount) else {
        return;
    };
    if !closes(line, quantity, price, amount) {
        let message =
            format!("{quantity} × {price} is not {amount}: a number of line {} may be misread.", line.line);
        tell_line(scribe, line, "amount", message);
    }
}

/// Whether a line's numbers close, within what their last digits can hide.
fn closes(line: &Line, quantity: Decimal, price: Decimal, amount: Decimal) -> bool {
    let basis = line.price_basis.filter(|basis| !basis.is_zero()).unwrap_or(Decimal::ONE);
    let Some(gross) = quantity.checked_mul(price).and_then(|product| product.checked_div(basis)) else {
        return false;
    };
    let half = |value: Decimal| Decimal::new(5, value.scale() + 1);
    let Some(hidden) =
        quantity.abs().checked_mul(half(price)).and_then(|hidden| hidden.checked_div(basis.abs()))
    else {
        return false;
    };
    let tolerance = half(amount) + hidden;
    let mut wanted = vec![gross];
    let allowances: Option<Decimal> =
        line.discounts.iter().try_fold(Decimal::ZERO, |sum, discount| sum.checked_add(discount.amount?));
    wanted.extend(allowances.and_then(|sum| gross.checked_add(sum)));
    for percent in line.discounts.iter().filter_map(|discount| discount.percent) {
        let share = Decimal::ONE - percent.abs() / Decimal::ONE_HUNDRED;
        wanted.extend(gross.checked_mul(share));
    }
    // A credit note may print its quantities without the sign of its amounts.
    wanted.iter().any(|value| (value.abs() - amount.abs()).abs() <= tolerance)
}

/// Σ amounts = goods; goods + charges + tax = total.
fn totals(scribe: &mut Scribe, record: &Record) {
    let amounts: Vec<Decimal> = record.line_items.iter().filter_map(|line| line.amount).collect();
    if amounts.len() != record.line_items.len() {
        return;
    }
    let add =
        |values: &[Decimal]| values.iter().try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value));
    let charges: Vec<Decimal> = record.charges.iter().filter_map(|charge| charge.amount).collect();
    let (Some(lines), Some(charges)) = (add(&amounts), add(&charges)) else { return };
    let tax = record.tax_total.unwrap_or_default();
    let tax = if lines.is_sign_negative() { -tax.abs() } else { tax };
    let printed = [record.goods_total, record.invoice_total, record.total_value, record.payable_amount];
    let Some(total) = record.invoice_total.or(record.total_value) else {
        tell(
            scribe,
            "total_value",
            "No printed total was found that the lines could be compared with.".into(),
        );
        return;
    };
    let addends = Decimal::from(amounts.len() as u64 + 2);
    let tolerance = Decimal::new(5, total.scale() + 1) * addends;
    let near = |one: Decimal, two: Decimal| (one - two).abs() <= tolerance;
    let whole = top_level(scribe, record).unwrap_or(lines);
    let sums = |lines: Decimal| [lines, lines + charges, lines + tax, lines + charges + tax];
    let closes = |lines: Decimal| {
        printed.iter().flatten().any(|value| sums(lines).iter().any(|sum| near(*sum, *value)))
    };
    let closed = closes(lines) || closes(whole);
    if !closed {
        let field = if record.goods_total.is_some() { "goods_total" } else { "total_value" };
        tell(
            scribe,
            field,
            format!(
                "The amounts of the lines add up to {lines}, and no printed sum says so: a line may be missing or misread."
            ),
        );
        return;
    }
    let explained =
        |goods: Decimal| [lines, whole].iter().any(|lines| sums(*lines).iter().any(|sum| near(*sum, goods)));
    if let Some(goods) = record.goods_total.filter(|goods| !explained(*goods)) {
        let message = format!("The lines add up to {lines} and the printed total of the goods is {goods}.");
        tell(scribe, "goods_total", message);
        return;
    }
    let goods = record.goods_total.unwrap_or(lines);
    let bases = [goods, lines, whole];
    // Where only the goods have a printed total, charges and tax must be in it.
    let only_goods = record.invoice_total.is_none() && record.payable_amount.is_none();
    let reached = bases.iter().any(|base| {
        let without = near(*base, total) || near(*base + charges, total) || near(*base + tax, total);
        near(*base + charges + tax, total) || (without && !only_goods)
    });
    if !reached {
        tell(
            scribe,
            "total_value",
            format!(
                "Goods of {goods}, charges of {charges} and tax of {tax} do not give the printed total of {total}."
            ),
        );
    }
}

/// What the lines without the parts of others add up to: `01` is the sum of `0101` and `0102`. None where no line has parts.
fn top_level(scribe: &Scribe, record: &Record) -> Option<Decimal> {
    let names: Vec<String> = scribe
        .reading
        .line_items
        .iter()
        .zip(&record.line_items)
        .map(|(_, line)| line.printed_line.clone().unwrap_or_else(|| line.line.to_string()))
        .collect();
    let is_part = |name: &str| {
        names.iter().any(|other| {
            name.strip_prefix(other.trim_end_matches('.'))
                .is_some_and(|rest| rest.starts_with('.') || (rest.len() == 2 && other.len() == 2))
        })
    };
    if !names.iter().any(|name| is_part(name)) {
        return None;
    }
    let tops = record.line_items.iter().zip(&names).filter(|(_, name)| !is_part(name));
    tops.map(|(line, _)| line.amount).try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount?))
}

/// A doubt about one line.
fn tell_line(scribe: &mut Scribe, line: &Line, field: &'static str, message: String) {
    let finding = Finding::document(scribe.rule(), Code::ReadingIncomplete, message);
    scribe.findings.push(finding.field(field).input("line", line.line));
}

/// A doubt about the whole.
fn tell(scribe: &mut Scribe, field: &'static str, message: String) {
    let finding = Finding::document(scribe.rule(), Code::ReadingIncomplete, message);
    scribe.findings.push(finding.field(field));
}
