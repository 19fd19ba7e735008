//! Whole documents through `normalise` and `check`.

mod envelopes;
mod golden;
mod hs;
mod meaning;
mod normalising;
mod properties;
mod sums;

use crate::{Context, Profile, check, normalise};
use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use std::sync::LazyLock;
use tariff::Tariffs;
use trade::part::DeliveryTerms;
use trade::{Code, Finding, Kind, Line, Record};

/// The day of all tests.
const TODAY: Date = date(2026, 11, 24);

static TARIFFS: LazyLock<Tariffs> = LazyLock::new(Tariffs::builtin);
static ENVELOPE: LazyLock<Profile> = LazyLock::new(Profile::envelope);

fn number(text: &str) -> Option<Decimal> {
    Some(text.parse().unwrap())
}

fn envelope_context() -> Context<'static> {
    Context {
        kind: Kind::CommercialInvoice,
        jurisdiction: None,
        on: TODAY,
        received_on: TODAY,
        tariffs: &TARIFFS,
        profile: &ENVELOPE,
    }
}

fn line(ordinal: u32, description: &str, hs: &str, quantity: &str, price: &str) -> Line {
    Line {
        line: ordinal,
        description: Some(description.into()),
        quantity: number(quantity),
        unit_price: number(price),
        currency: Some("USD".into()),
        hs_code: Some(hs.into()),
        origin_country: Some("CN".into()),
        ..Line::default()
    }
}

/// A clean envelope of three lines.
fn envelope() -> Record {
    Record {
        invoice_number: Some("INV-2025-0000001".into()),
        total_value: number("11810.41"),
        incoterms: Some(Box::new(DeliveryTerms { printed: Some("FOB".into()), ..DeliveryTerms::default() })),
        line_items: vec![
            line(
                1,
                "Portable automatic data processing machines, laptop 14in, lot 00001",
                "847130",
                "12",
                "800.0",
            ),
            line(2, "T-shirts, singlets, knitted, of cotton, lot 00002", "610910", "100", "2.1"),
            line(3, "Printed circuits, 6 layer, lot 00003", "853400", "131", "15.27"),
        ],
        ..Record::default()
    }
}

/// Normalises and checks; what is found, those of normalising first.
fn run(record: &mut Record, context: &Context<'_>) -> Vec<Finding> {
    let mut findings = normalise(record);
    findings.extend(check(record, context));
    findings
}

fn codes(findings: &[Finding]) -> Vec<(Code, Option<u32>)> {
    findings.iter().map(|finding| (finding.code, finding.line)).collect()
}

fn holding(findings: &[Finding]) -> Vec<(Code, Option<u32>)> {
    let holding = findings.iter().filter(|finding| finding.holds());
    holding.map(|finding| (finding.code, finding.line)).collect()
}
