//! Amounts with more decimals than their currency has (yen with cents): worth knowing, since somebody rounds.
//! Prices of a piece may have as many as they like.

use crate::findings::Findings;
use rust_decimal::Decimal;
use trade::currency::Currency;
use trade::{Code, Finding, Record};

const RULE: &str = "currency.decimals/1";

pub(crate) fn check(record: &Record, findings: &mut Findings) {
    let Some(currency) = record.currency.as_deref().and_then(|text| text.parse::<Currency>().ok()) else {
        return;
    };
    let allowed = currency.minor_units();
    let totals = [
        ("goods_total", record.goods_total),
        ("tax_total", record.tax_total),
        ("invoice_total", record.invoice_total),
        ("payable_amount", record.payable_amount),
        ("total_value", record.total_value),
    ];
    let lines = record.line_items.iter().filter(|line| too_many(line.amount, allowed));
    let lines: Vec<u32> = lines.map(|line| line.line).collect();
    let total = totals.into_iter().find(|(_, amount)| too_many(*amount, allowed));
    if lines.is_empty() && total.is_none() {
        return;
    }
    findings.info(|| {
        let message = "Amounts have more decimals than their currency";
        let mut finding = Finding::document(RULE, Code::CurrencyDecimals, message);
        finding = finding.field(total.map_or("line_items", |(field, _)| field));
        if let Some((_, Some(amount))) = total {
            finding = finding.input("raw", amount);
        }
        if let Some(first) = lines.first() {
            finding = finding.input("lines", lines.len()).input("first_line", first);
        }
        finding.input("currency", currency).input("decimals", allowed)
    });
}

fn too_many(amount: Option<Decimal>, allowed: u32) -> bool {
    amount.is_some_and(|amount| amount.scale() > allowed && amount.normalize().scale() > allowed)
}
