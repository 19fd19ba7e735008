//! Sums and charges: which printed number is which total, told by its words, its place and the goods above it.
//!
//! A bare “Total” under charges or taxes is the invoice's; one above them, the goods'. A sum with more goods below it
//! is a subtotal. What does not close is left for the checks to say: here only a number that nothing explains is doubt.

use super::found::{Draft, SumDraft};
use super::goods::{currency_of, measure};
use super::scribe::{Scribe, Target};
use rust_decimal::Decimal;
use trade::part::Charge;
use trade::{Code, Record};

/// Writes charges and totals into the record.
pub fn write(scribe: &mut Scribe, record: &mut Record, draft: &Draft) {
    charges(scribe, record, draft);
    measures(scribe, record, draft);
    let resolved = resolve(draft);
    for (field, sum) in &resolved {
        let value = scribe.money(Target::Document(field), &sum.seen);
        let slot = match *field {
            "goods_total" => &mut record.goods_total,
            "invoice_total" => &mut record.invoice_total,
            "tax_total" => &mut record.tax_total,
            "payable_amount" => &mut record.payable_amount,
            "prepaid_amount" => &mut record.prepaid_amount,
            _ => &mut record.rounding_amount,
        };
        *slot = value;
    }
    let total = ["invoice_total", "goods_total", "payable_amount"]
        .into_iter()
        .find_map(|name| resolved.iter().find(|(field, _)| *field == name).map(|(_, sum)| sum));
    if let Some(sum) = total {
        // The same finding as above would be said twice.
        let findings = scribe.findings.len();
        record.total_value = scribe.money(Target::Document("total_value"), &sum.seen);
        scribe.findings.truncate(findings);
    }
    doubts(scribe, record, &draft.doubtful);
}

/// The last of each kind of sum that stands below all goods; bare totals by their place.
fn resolve(draft: &Draft) -> Vec<(&'static str, SumDraft)> {
    let all = draft.lines.len();
    let last =
        |name: &str| draft.sums.iter().rfind(|sum| sum.name == name && sum.lines_above == all).cloned();
    let mut out: Vec<(&'static str, SumDraft)> = Vec::new();
    for name in
        ["goods_total", "invoice_total", "tax_total", "payable_amount", "prepaid_amount", "rounding_amount"]
    {
        if let Some(sum) = last(name) {
            out.push((name, sum));
        }
    }
    let bare: Vec<&SumDraft> =
        draft.sums.iter().filter(|sum| sum.name == "any" && sum.lines_above == all).collect();
    let has = |out: &Vec<(&'static str, SumDraft)>, name: &str| out.iter().any(|(field, _)| *field == name);
    let charged = !draft.charges.is_empty() || has(&out, "tax_total");
    match bare.as_slice() {
        [] => {}
        [one] => {
            let goods = charged && one.charges_above == 0 && !draft.charges.is_empty();
            let name = if goods || has(&out, "invoice_total") { "goods_total" } else { "invoice_total" };
            if !has(&out, name) {
                out.push((name, (*one).clone()));
            }
        }
        [first, .., end] => {
            if !has(&out, "goods_total") {
                out.push(("goods_total", (*first).clone()));
            }
            if !has(&out, "invoice_total") {
                out.push(("invoice_total", (*end).clone()));
            }
        }
    }
    out
}

fn charges(scribe: &mut Scribe, record: &mut Record, draft: &Draft) {
    for (at, charge) in draft.charges.iter().enumerate() {
        let path = |part: &str| format!("charges[{at}].{part}");
        let amount = scribe.money(Target::Document(&path("amount")), &charge.seen);
        let is_discount = charge.kind == "discount";
        let amount = amount.map(|amount| if is_discount { -amount.abs() } else { amount });
        let percent =
            charge.percent.as_ref().and_then(|seen| scribe.number(Target::Document(&path("percent")), seen));
        let currency = currency_of(&charge.seen);
        record.charges.push(Charge {
            kind: Some(charge.kind.clone()),
            amount,
            currency,
            percent,
            ..Charge::default()
        });
    }
}

/// Weights, packages and volume of all goods: a label's, else the sums below the table.
fn measures(scribe: &mut Scribe, record: &mut Record, draft: &Draft) {
    let all = draft.lines.len();
    let seen = |name: &str| {
        let below =
            draft.sums.iter().rfind(|sum| sum.name == name && sum.lines_above == all).map(|sum| &sum.seen);
        draft.fields.get(name).or(below)
    };
    record.gross_weight =
        seen("gross_weight").and_then(|seen| measure(scribe, Target::Document("gross_weight"), seen));
    record.net_weight =
        seen("net_weight").and_then(|seen| measure(scribe, Target::Document("net_weight"), seen));
    record.volume = seen("volume").and_then(|seen| measure(scribe, Target::Document("volume"), seen));
    if let Some(seen) = seen("packages") {
        record.packages = scribe.number(Target::Document("packages"), seen);
        if let Some(unit) = super::goods::unit_of(seen) {
            record.package_type = Some(scribe.part(Target::Document("package_type"), seen, &unit));
        }
    }
}

/// The sum, unless it is larger than a decimal can be.
pub fn add(mut values: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    values.try_fold(Decimal::ZERO, |sum, value| sum.checked_add(value))
}

/// Numbers without words: a running sum of the goods is explained, anything else is not.
fn doubts(scribe: &mut Scribe, record: &mut Record, doubtful: &[SumDraft]) {
    for sum in doubtful {
        let above = record.line_items.get(..sum.lines_above).unwrap_or_default();
        let running: Option<Decimal> =
            above.iter().try_fold(Decimal::ZERO, |total, line| total.checked_add(line.amount?));
        let charges = add(record.charges.iter().filter_map(|charge| charge.amount)).unwrap_or_default();
        let value = scribe.money(Target::Document("goods_total"), &sum.seen);
        let explained = value.is_some()
            && !above.is_empty()
            && (value == running || value == running.and_then(|r| r.checked_add(charges)));
        if !explained {
            scribe.reading.values.remove("goods_total");
            let place = sum.seen.place.clone();
            let finding = scribe.remark(
                Code::ReadingIncomplete,
                format!("The number at {place} stands among the goods without words that say what it is."),
            );
            finding.inputs.insert("position".into(), place);
            finding.inputs.insert("raw".into(), sum.seen.text.clone());
        } else if record.goods_total.is_none() && sum.lines_above == record.line_items.len() {
            record.goods_total = value;
            record.total_value = record.total_value.or(value);
        }
    }
}
