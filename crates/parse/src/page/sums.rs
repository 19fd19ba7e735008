//! Sums, taxes and charges below the goods: words with a number beside, in the same text, or below.
//!
//! Which number is which is settled by arithmetic where the words leave it open: several taxes add up, a total closes with
//! the goods. What arithmetic does not settle stays as the words have it.

use super::form::is_money;
use super::rows::{Row, Run};
use super::tables::Rest;
use crate::draft::figures::{conventions, number_part};
use crate::draft::words::{charge_name, currency_in, is_particle, sum_name};
use crate::draft::{ChargeDraft, Draft, LineDraft, Seen, SumDraft, Typed};
use crate::lexicon::{Section, fold, lexicon};
use crate::locale::{Printed, Value};
use rust_decimal::Decimal;
use std::collections::HashSet;

/// Numbers of one column end within so many points of each other.
const ALIGNED: f32 = 6.0;

/// What the words beside a number name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    Sum(&'static str),
    Charge(&'static str),
}

/// Reads the sums around the tables into the draft. Answers the runs it took: place in the rest, place in the row.
pub fn read(rows: &[Row], rest: &Rest, draft: &mut Draft) -> HashSet<(usize, usize)> {
    let mut taken = HashSet::new();
    let all = draft.lines.len();
    // A paper without prices has sums of weights and packages, and they stand below their columns.
    if all > 0 && !draft.roles.iter().any(|role| matches!(role.as_str(), "amount" | "unit_price")) {
        return taken;
    }
    let mut charges: Vec<(usize, ChargeDraft)> = Vec::new();
    for (place, at) in rest.rows.iter().enumerate() {
        let Some(row) = rows.get(*at) else { continue };
        let above = rest.lines_above(*at);
        let near = |next: &&Row| next.page == row.page && next.baseline - row.baseline <= 3.5 * row.size;
        let below = rest.rows.get(place + 1..).unwrap_or_default().iter().filter_map(|at| rows.get(*at));
        let below: Vec<&Row> = below.take(4).take_while(near).collect();
        for (named, label, value) in named(row, &below) {
            let mut seen = value.see();
            seen.currency = currency_in(&label.text);
            let is_own = |run: &Run| {
                [&label, &value].iter().any(|own| {
                    own.page == run.page && own.bounds.x0 >= run.bounds.x0 && own.bounds.x1 <= run.bounds.x1
                })
            };
            if above > 0 {
                taken.extend(
                    (0..row.runs.len())
                        .filter(|nth| row.runs.get(*nth).is_some_and(is_own))
                        .map(|nth| (place, nth)),
                );
            }
            match named {
                // Above the goods, only what says by itself which total it is.
                Named::Sum(name) if above == 0 && all > 0 => {
                    if matches!(name, "payable_amount" | "invoice_total") {
                        push(draft, name, seen, all, charges.len());
                    }
                }
                Named::Sum(name) => push(draft, name, seen, above, charges.len()),
                Named::Charge(kind) if above > 0 || all == 0 => {
                    let percent = percent(&label);
                    charges.push((
                        draft.sums.len(),
                        ChargeDraft { kind: kind.to_owned(), label: label.text.clone(), seen, percent },
                    ));
                }
                Named::Charge(_) => {}
            }
        }
    }
    // A charge stands in the column of the sums.
    let edges: Vec<(u32, f32)> =
        draft.sums.iter().filter_map(|sum| Some((sum.seen.page, sum.seen.bounds?[2]))).collect();
    let amounts: Vec<(u32, f32)> = draft
        .lines
        .iter()
        .filter_map(|line| line.cells.get("amount"))
        .filter_map(|seen| Some((seen.page, seen.bounds?[2])))
        .collect();
    charges.retain(|(_, charge)| {
        let Some([_, _, right, _]) = charge.seen.bounds else { return false };
        edges.iter().chain(&amounts).any(|(_, edge)| (edge - right).abs() <= ALIGNED)
    });
    for sum in &mut draft.sums {
        sum.charges_above = sum.charges_above.min(charges.len());
    }
    draft.charges.extend(charges.into_iter().map(|(_, charge)| charge));
    taken
}

fn push(draft: &mut Draft, name: &str, seen: Seen, lines_above: usize, charges_above: usize) {
    draft.sums.push(SumDraft { name: name.to_owned(), seen, lines_above, charges_above });
}

/// The sums and charges of a row, each with its words and its number.
fn named(row: &Row, next: &[&Row]) -> Vec<(Named, Run, Run)> {
    let mut labels: Vec<(Named, Run, Option<Run>)> = Vec::new();
    for run in &row.runs {
        if is_money(&run.text) {
            // The last number before the next words counts: tax tables have base, rate and tax.
            if let Some((_, _, value)) = labels.last_mut() {
                *value = Some(run.clone());
            }
            continue;
        }
        let Some((label, value)) = split(run) else { continue };
        let named = if is_tax(&label.text) {
            Some(Named::Sum("tax_total"))
        } else if let Some(kind) = charge_name(&label.text, true) {
            Some(Named::Charge(kind))
        } else {
            sum_name(&label.text)
                .map(Named::Sum)
                .or_else(|| charge_name(&label.text, false).map(Named::Charge))
        };
        labels.extend(named.map(|named| (named, label, value)));
    }
    let unvalued = labels.iter().filter(|(_, _, value)| value.is_none()).count();
    if unvalued >= 2 && unvalued == labels.len() {
        below(&mut labels, next);
    }
    labels.into_iter().filter_map(|(named, label, value)| Some((named, label, value?))).collect()
}

/// `Freight VAT 19 % of 4.99`: a tax and its rate, whatever it is the tax of.
pub fn is_tax(text: &str) -> bool {
    if !text.contains('%') {
        return false;
    }
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let tax =
        |word: &&str| lexicon().find(Section::Total, word).is_some_and(|found| found.name == "tax_total");
    let without = |word: &&str| is_particle("untaxed", word) || is_particle("taxed", word);
    words.iter().any(tax) && !words.iter().any(without) && words.len() <= 10
}

/// `10%`, `10 %`, `(10 %)` among the words of a charge.
fn percent(label: &Run) -> Option<Seen> {
    let at = label.words.iter().position(|word| word.text.contains('%'))?;
    let has_digit = label.words.get(at)?.text.bytes().any(|b| b.is_ascii_digit());
    let from = if has_digit { at } else { at.checked_sub(1)? };
    let text = label.part(from, at + 1)?.text;
    let text = text.trim_matches(['(', ')']);
    Printed::scan(text).map(|_| label.see_text(text))
}

/// A row of words over a row of numbers.
fn below(labels: &mut [(Named, Run, Option<Run>)], next: &[&Row]) {
    for (_, label, value) in labels {
        let over =
            |run: &&Run| run.bounds.x0 < label.bounds.x1 + 4.0 && run.bounds.x1 > label.bounds.x0 - 4.0;
        *value = next.iter().flat_map(|row| &row.runs).filter(|run| is_money(&run.text)).find(over).cloned();
    }
}

/// Words, and the number at their end.
fn split(run: &Run) -> Option<(Run, Option<Run>)> {
    let count = run.words.len();
    let at = (1..count).find(|at| run.text_of(*at, count).is_some_and(is_money));
    match at {
        Some(at) => Some((run.part(0, at)?, run.part(at, count))),
        None => Some((run.clone(), None)),
    }
}

/// Settles by arithmetic which sums are which.
pub fn resolve(draft: &mut Draft) {
    let (numbers, _) = conventions(draft);
    let value = |seen: &Seen| match seen.value {
        Typed::Number(value) => Some(value),
        _ => match numbers.read(number_part(&seen.text)) {
            Value::One(value) => Some(value),
            _ => None,
        },
    };
    let all = draft.lines.len();
    let amount = |line: &LineDraft| line.cells.get("amount").and_then(value);
    let lines = draft.lines.iter().try_fold(Decimal::ZERO, |sum, line| sum.checked_add(amount(line)?));
    let lines = lines.filter(|_| all > 0);
    let charges = charges(draft, &value);
    taxes(draft, &value, lines.zip(charges).and_then(|(lines, charges)| lines.checked_add(charges)));
    let Some(lines) = lines else { return };
    let tax = draft.sums.iter().rfind(|sum| sum.name == "tax_total").and_then(|sum| value(&sum.seen));
    let net = charges.and_then(|charges| lines.checked_add(charges));
    let gross = net.and_then(|net| net.checked_add(tax.unwrap_or_default()));
    let equals = |sum: &SumDraft, wanted: Option<Decimal>| wanted.is_some() && value(&sum.seen) == wanted;
    let is = |sum: &SumDraft, names: &[&str]| sum.lines_above == all && names.contains(&sum.name.as_str());
    // Of several totals of one name, the one that closes counts.
    choose(draft, "goods_total", |sum| {
        is(sum, &["goods_total"]) && (equals(sum, Some(lines)) || equals(sum, net))
    });
    choose(draft, "invoice_total", |sum| is(sum, &["invoice_total"]) && equals(sum, gross));
    // Where nothing was paid before, what is to be paid is the invoice's total.
    let named = draft.sums.iter().any(|sum| is(sum, &["invoice_total", "any"]));
    if !named
        && let Some(sum) =
            draft.sums.iter().rfind(|sum| is(sum, &["payable_amount"]) && equals(sum, gross)).cloned()
    {
        draft.sums.push(SumDraft { name: "invoice_total".into(), ..sum });
    }
    // Bare totals that close are named.
    let has = |draft: &Draft, name: &str| draft.sums.iter().any(|sum| is(sum, &[name]));
    let differs = gross != Some(lines);
    if differs
        && !has(draft, "goods_total")
        && let Some(at) = draft.sums.iter().position(|sum| is(sum, &["any"]) && equals(sum, Some(lines)))
        && let Some(sum) = draft.sums.get_mut(at)
    {
        sum.name = "goods_total".into();
    }
    if !has(draft, "invoice_total")
        && let Some(at) = draft.sums.iter().rposition(|sum| is(sum, &["any"]) && equals(sum, gross))
    {
        if let Some(sum) = draft.sums.get_mut(at) {
            sum.name = "invoice_total".into();
        }
        draft.sums.retain(|sum| !is(sum, &["any"]));
    }
}

/// What all charges add up to, allowances subtracted.
fn charges(draft: &Draft, value: &impl Fn(&Seen) -> Option<Decimal>) -> Option<Decimal> {
    draft.charges.iter().try_fold(Decimal::ZERO, |sum, charge| {
        let amount = value(&charge.seen)?;
        sum.checked_add(if charge.kind == "discount" { -amount.abs() } else { amount })
    })
}

/// Several printed taxes become one: their printed sum, else what they add up to.
fn taxes(draft: &mut Draft, value: &impl Fn(&Seen) -> Option<Decimal>, net: Option<Decimal>) {
    let all = draft.lines.len();
    let taxes: Vec<(usize, Decimal)> = draft
        .sums
        .iter()
        .enumerate()
        .filter(|(_, sum)| sum.name == "tax_total" && sum.lines_above == all)
        .filter_map(|(at, sum)| Some((at, value(&sum.seen)?)))
        .collect();
    if taxes.len() < 2 {
        return;
    }
    let totals: Vec<Decimal> = draft
        .sums
        .iter()
        .filter(|sum| {
            sum.lines_above == all && matches!(sum.name.as_str(), "invoice_total" | "any" | "payable_amount")
        })
        .filter_map(|sum| value(&sum.seen))
        .collect();
    let closes =
        |tax: Decimal| net.and_then(|net| net.checked_add(tax)).is_some_and(|gross| totals.contains(&gross));
    let sum = taxes.iter().try_fold(Decimal::ZERO, |sum, (_, tax)| sum.checked_add(*tax));
    let keep = taxes.iter().rev().find(|(_, tax)| closes(*tax)).or(taxes.last()).copied();
    let Some((keep, kept)) = keep else { return };
    let computed = sum.filter(|sum| !closes(kept) && closes(*sum));
    let texts: Vec<String> =
        taxes.iter().filter_map(|(at, _)| draft.sums.get(*at).map(|sum| sum.seen.text.clone())).collect();
    let mut at = 0;
    draft.sums.retain(|_| {
        let retained = at == keep || taxes.iter().all(|(tax, _)| *tax != at);
        at += 1;
        retained
    });
    if let Some(sum) = computed
        && let Some(tax) =
            draft.sums.iter_mut().rfind(|sum| sum.name == "tax_total" && sum.lines_above == all)
    {
        tax.seen.text = texts.join(" + ");
        tax.seen.value = Typed::Number(sum);
    }
}

/// Keeps of the sums of a name the one that is wanted, if there is one.
fn choose(draft: &mut Draft, name: &str, wanted: impl Fn(&SumDraft) -> bool) {
    let Some(chosen) = draft.sums.iter().position(&wanted) else { return };
    let mut at = 0;
    draft.sums.retain(|sum| {
        let retained = sum.name != name || at == chosen;
        at += 1;
        retained
    });
}
