//! The sums of the document: lines = goods total; + charges not included − allowances + tax =
//! invoice total; − prepaid + rounding = amount to pay; and the one printed as the total is one of these.
//!
//! Tolerance: half a unit of the total's last digit for each addend, plus what the prices' rounding makes of lines
//! whose amount is not printed. A sum with a missing addend is not judged: the line that lacks it is held by the
//! rule of required fields, and where the profile does not require it a warning says that nothing was judged.

use super::amount::{Addend, Printed, Worth};
use crate::check::Context;
use crate::findings::Findings;
use rust_decimal::Decimal;
use trade::part::Charge;
use trade::{Code, Finding, Record};

const RULE: &str = "sums.total/1";

pub(crate) fn check(record: &Record, printed: Printed, context: &Context<'_>, findings: &mut Findings) {
    let lines = goods(record, printed);
    if matches!(lines, Goods::Missing) && !context.profile.demands_worth(context.kind) {
        unjudged("The sum of the lines was not judged, since a line says no amount", findings);
    }
    if matches!(lines, Goods::TooLarge) {
        let message = "The amounts of the lines are too large to be added";
        findings.error(|| Finding::document(RULE, Code::TotalMismatch, message).field("line_items"));
    }
    if let (Goods::Sum(sum, addends), Some(total)) = (&lines, record.goods_total) {
        let equation = Equation { name: "lines", field: "goods_total", addends: *addends };
        equation.judge(printed, *sum, total, findings);
    }
    let goods = match (record.goods_total, &lines) {
        (Some(total), _) => Some((Addend { value: total, tolerance: Decimal::ZERO }, 1)),
        (None, Goods::Sum(sum, addends)) => Some((*sum, *addends)),
        (None, _) => None,
    };
    let besides = Besides::of(record);
    if let Some((goods, addends)) = goods {
        invoice_total(record, printed, goods, addends, &besides, findings);
        total_value(record, printed, goods, addends, &besides, findings);
    }
    payable(record, printed, findings);
}

/// What the lines add up to.
enum Goods {
    /// The sum, and of how many lines.
    Sum(Addend, usize),
    /// A line says no amount.
    Missing,
    /// The amounts cannot be added.
    TooLarge,
    /// There are no lines, or a line cannot be computed, which is an error of its own.
    Nothing,
}

fn goods(record: &Record, printed: Printed) -> Goods {
    let mut sum = Addend { value: Decimal::ZERO, tolerance: Decimal::ZERO };
    for line in &record.line_items {
        let addend = match printed.worth(line) {
            Worth::Known(addend) => addend,
            Worth::Missing => return Goods::Missing,
            Worth::Impossible => return Goods::Nothing,
        };
        let value = sum.value.checked_add(addend.value);
        let tolerance = sum.tolerance.checked_add(addend.tolerance);
        let (Some(value), Some(tolerance)) = (value, tolerance) else { return Goods::TooLarge };
        sum = Addend { value, tolerance };
    }
    if record.line_items.is_empty() { Goods::Nothing } else { Goods::Sum(sum, record.line_items.len()) }
}

/// Charges and taxes of the document.
struct Besides {
    charges: Decimal,
    taxes: Decimal,
    addends: usize,
    /// One of them has no amount or another currency: it cannot be added.
    incomplete: bool,
}

impl Besides {
    fn of(record: &Record) -> Besides {
        let own = |currency: &Option<String>| match (currency, &record.currency) {
            (Some(one), Some(own)) => one == own,
            _ => true,
        };
        let mut besides =
            Besides { charges: Decimal::ZERO, taxes: Decimal::ZERO, addends: 0, incomplete: false };
        let outside = |charge: &&Charge| charge.included != Some(true);
        for charge in record.charges.iter().filter(outside) {
            match charge.amount.filter(|_| own(&charge.currency)) {
                Some(amount) => besides.charges = besides.add(besides.charges, amount),
                None => besides.incomplete = true,
            }
        }
        match record.tax_total {
            Some(total) => besides.taxes = besides.add(besides.taxes, total),
            // Taxes in another currency repeat what the document's own currency says.
            None => {
                for amount in
                    record.taxes.iter().filter(|tax| own(&tax.currency)).filter_map(|tax| tax.amount)
                {
                    besides.taxes = besides.add(besides.taxes, amount);
                }
            }
        }
        besides
    }

    fn add(&mut self, sum: Decimal, amount: Decimal) -> Decimal {
        self.addends += 1;
        let more = sum.checked_add(amount);
        self.incomplete |= more.is_none();
        more.unwrap_or(sum)
    }
}

/// A sum that must be a total.
struct Equation {
    name: &'static str,
    field: &'static str,
    addends: usize,
}

impl Equation {
    fn tolerance(&self, printed: Printed, sum: Addend, total: Decimal) -> Decimal {
        let rounding =
            printed.half_amount(total).checked_mul(Decimal::from(self.addends)).unwrap_or_default();
        sum.tolerance.checked_add(rounding).unwrap_or(rounding)
    }

    fn closes(&self, printed: Printed, sum: Addend, total: Decimal) -> bool {
        let difference = sum.value.checked_sub(total).map(|difference| difference.abs());
        difference.is_some_and(|difference| difference <= self.tolerance(printed, sum, total))
    }

    fn judge(&self, printed: Printed, sum: Addend, total: Decimal, findings: &mut Findings) {
        if self.closes(printed, sum, total) {
            return;
        }
        findings.error(|| {
            let message = match self.field {
                "goods_total" => "The lines do not add up to the goods total",
                "invoice_total" => "Goods, charges and tax do not add up to the invoice total",
                "payable_amount" => "The invoice total less what is paid is not the amount to pay",
                _ => "The lines do not add up to the total",
            };
            let finding = Finding::document(RULE, Code::TotalMismatch, message).field(self.field);
            let finding = finding.input("equation", self.name).input("computed", sum.value.normalize());
            let difference = sum.value.checked_sub(total).unwrap_or(Decimal::MAX).abs();
            let finding = finding.input("printed", total).input("difference", difference.normalize());
            finding.input("tolerance", self.tolerance(printed, sum, total).normalize())
        });
    }
}

fn unjudged(message: &'static str, findings: &mut Findings) {
    findings.warning(|| Finding::document(RULE, Code::TotalMismatch, message).field("line_items"));
}

fn plus(goods: Addend, more: Decimal) -> Option<Addend> {
    goods.value.checked_add(more).map(|value| Addend { value, ..goods })
}

fn invoice_total(
    record: &Record,
    printed: Printed,
    goods: Addend,
    addends: usize,
    besides: &Besides,
    findings: &mut Findings,
) {
    let Some(total) = record.invoice_total else { return };
    let sum = besides.charges.checked_add(besides.taxes).and_then(|more| plus(goods, more));
    match sum.filter(|_| !besides.incomplete) {
        Some(sum) => {
            let addends = addends + besides.addends;
            let equation = Equation { name: "goods + charges + tax", field: "invoice_total", addends };
            equation.judge(printed, sum, total, findings);
        }
        None => unjudged("The invoice total was not judged, since a charge cannot be added", findings),
    }
}

/// The one printed as the total is one of the totals printed, else what the lines come to: with charges and taxes,
/// without taxes, or the goods alone.
fn total_value(
    record: &Record,
    printed: Printed,
    goods: Addend,
    addends: usize,
    besides: &Besides,
    findings: &mut Findings,
) {
    let Some(total) = record.total_value else { return };
    let exact = |value| Addend { value, tolerance: Decimal::ZERO };
    let stated = [record.invoice_total, record.payable_amount, record.goods_total];
    if stated.iter().flatten().any(|one| *one == total) {
        return;
    }
    if let Some(first) = record.invoice_total {
        let equation = Equation { name: "invoice_total", field: "total_value", addends: 1 };
        equation.judge(printed, exact(first), total, findings);
        return;
    }
    let equation = |name, addends| Equation { name, field: "total_value", addends };
    let with_charges = plus(goods, besides.charges);
    let with_all = with_charges.and_then(|sum| plus(sum, besides.taxes));
    let all = equation("goods + charges + tax", addends + besides.addends);
    let ways = [Some(goods), with_charges, with_all];
    if ways.into_iter().flatten().any(|sum| all.closes(printed, sum, total)) {
        return;
    }
    match with_all.filter(|_| !besides.incomplete) {
        Some(sum) => all.judge(printed, sum, total, findings),
        None => unjudged("The total was not judged, since a charge cannot be added", findings),
    }
}

/// EN 16931, BR-CO-16: amount due = invoice total − paid + rounding.
fn payable(record: &Record, printed: Printed, findings: &mut Findings) {
    let (Some(payable), Some(total)) = (record.payable_amount, record.invoice_total) else { return };
    let paid = record.prepaid_amount.unwrap_or_default();
    let rounding = record.rounding_amount.unwrap_or_default();
    let sum = total.checked_sub(paid).and_then(|left| left.checked_add(rounding));
    let addends =
        1 + usize::from(record.prepaid_amount.is_some()) + usize::from(record.rounding_amount.is_some());
    let equation = Equation { name: "invoice_total - prepaid + rounding", field: "payable_amount", addends };
    let sum = Addend { value: sum.unwrap_or(Decimal::MAX), tolerance: Decimal::ZERO };
    equation.judge(printed, sum, payable, findings);
}
