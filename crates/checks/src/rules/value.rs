//! Nothing, less than nothing and more than there is: zero, negative and enormous quantities, prices, amounts and totals.
//!
//! Of a credit note negative numbers are expected; that it is one is said by a rule of its own.

use crate::findings::Findings;
use rust_decimal::Decimal;
use trade::record::VALUE_MAX;
use trade::{Code, Finding, Kind, Line, Record};

const SIGN: &str = "value.sign/1";
const SIZE: &str = "value.size/1";

/// Of a finding about many lines the first so many are named.
const LINES_MAX: usize = 50;

pub(crate) fn check(record: &Record, kind: Kind, findings: &mut Findings) {
    let message = "A quantity, price, amount or total is larger than any invoice's";
    judge(record, (SIZE, Code::ValueInvalid), message, |number| number.abs() > VALUE_MAX, findings);
    if kind != Kind::CreditNote {
        let message = "A quantity, price, amount or total is negative";
        judge(record, (SIGN, Code::ValueNegative), message, |number| number < Decimal::ZERO, findings);
    }
    let message = "A quantity, price, amount or total is zero";
    judge(record, (SIGN, Code::ValueZero), message, |number| number.is_zero(), findings);
}

fn judge(
    record: &Record,
    (rule, code): (&'static str, Code),
    message: &'static str,
    is_wrong: fn(Decimal) -> bool,
    findings: &mut Findings,
) {
    let wrong = |number: &Option<Decimal>| number.is_some_and(is_wrong);
    let of_line = |line: &&Line| wrong(&line.quantity) || wrong(&line.unit_price) || wrong(&line.amount);
    let mut lines = record.line_items.iter().filter(of_line);
    let first = lines.next();
    let total = [
        ("total_value", &record.total_value),
        ("invoice_total", &record.invoice_total),
        ("goods_total", &record.goods_total),
    ];
    let total = total.into_iter().find(|(_, number)| wrong(number));
    if first.is_none() && total.is_none() {
        return;
    }
    findings.error(|| {
        let mut finding = Finding::document(rule, code, message);
        finding = finding.field(total.map_or("line_items", |(field, _)| field));
        if let Some((_, Some(number))) = total {
            finding = finding.input("raw", number);
        }
        let named: Vec<String> =
            first.into_iter().chain(lines).take(LINES_MAX).map(|line| line.line.to_string()).collect();
        if named.is_empty() { finding } else { finding.input("lines", named.join(" ")) }
    });
}
