//! The rules in their order.

use crate::findings::Findings;
use crate::profile::Profile;
use crate::rules::{
    amount, codes, container, credit, currency, date, decimals, description, hs, identifiers, incoterm,
    packages, required, total, value, weight,
};
use jiff::civil::Date;
use tariff::Tariffs;
use trade::{Finding, Kind, Record};

/// What a check may look at besides the record.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What the document is.
    pub kind: Kind,
    /// The country (ISO 3166 alpha-2) whose tariff decides, where one is known.
    pub jurisdiction: Option<&'a str>,
    /// The relevant date.
    pub on: Date,
    /// The day of receipt, UTC.
    pub received_on: Date,
    /// The loaded editions.
    pub tariffs: &'a Tariffs,
    /// What must be there.
    pub profile: &'a Profile,
}

/// Checks a normalised record; fills in what a sound code gives (`hs_code`, `hs_codes`).
///
/// Code lists, dates, weights and packages are checked on every kind of document; currency, sums, values and
/// descriptions on invoices; HS codes wherever they stand, required only where the profile says so.
pub fn check(record: &mut Record, context: &Context<'_>) -> Vec<Finding> {
    let mut findings = Findings::default();
    let is_invoice = context.kind.is_invoice();
    let printed = amount::Printed::of(record);
    required::document(record, context, &mut findings);
    credit::check(context.kind, &mut findings);
    codes::document(record, &mut findings);
    incoterm::check(record, &mut findings);
    date::check(record, context.received_on, &mut findings);
    weight::document(record, &mut findings);
    packages::check(record, &mut findings);
    container::check(record, context.kind, &mut findings);
    identifiers::check(record, &mut findings);
    if is_invoice {
        currency::document(record, &mut findings);
        total::check(record, printed, context, &mut findings);
        value::check(record, context.kind, &mut findings);
        decimals::check(record, &mut findings);
    }
    for line in &record.line_items {
        required::line(line, context, &mut findings);
        codes::line(line, &mut findings);
        weight::line(line, &mut findings);
        if is_invoice {
            currency::line(line, record.currency.as_deref(), &mut findings);
            amount::check(line, printed, &mut findings);
        }
    }
    if is_invoice {
        description::check(record, &mut findings);
    }
    hs::check(record, context, &mut findings);
    findings.finish()
}
