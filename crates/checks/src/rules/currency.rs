//! One currency over the goods lines and the goods total.
//!
//! The document's currency is the header's, else that of most lines (filled in before). Lines in another are
//! `currency_mismatch`; with no majority nobody can say which is right: the document and all its lines are
//! `currency_mixed`. Charges, taxes and equivalents may differ.

use crate::findings::Findings;
use trade::currency::Currency;
use trade::{Code, Finding, Line, Record};

const ONE: &str = "currency.one/1";

pub(crate) fn document(record: &Record, findings: &mut Findings) {
    if listed(record.currency.as_deref()).is_some() {
        return;
    }
    let mut found: Vec<Currency> = Vec::new();
    for currency in record.line_items.iter().filter_map(|line| listed(line.currency.as_deref())) {
        if !found.contains(&currency) {
            found.push(currency);
        }
    }
    if found.len() < 2 {
        return;
    }
    let names = || found.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let message = "The lines are in several currencies, none of them in most";
    findings.error(|| {
        Finding::document(ONE, Code::CurrencyMixed, message).field("currency").input("currencies", names())
    });
    for line in &record.line_items {
        findings.error(|| {
            let finding = Finding::line(ONE, Code::CurrencyMixed, line.line, message).field("currency");
            finding.input("raw", line.currency.as_deref().unwrap_or_default())
        });
    }
}

pub(crate) fn line(line: &Line, document: Option<&str>, findings: &mut Findings) {
    let (Some(own), Some(document)) = (listed(line.currency.as_deref()), listed(document)) else { return };
    if own != document {
        findings.error(|| {
            let message = "The line's currency is not the document's";
            let finding = Finding::line(ONE, Code::CurrencyMismatch, line.line, message).field("currency");
            finding.input("raw", own).input("document", document)
        });
    }
}

fn listed(text: Option<&str>) -> Option<Currency> {
    text?.parse().ok()
}
