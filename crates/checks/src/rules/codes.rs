//! Codes of countries, currencies, units and packages: what is in no list, and what is no longer in one.
//!
//! Countries of origin, export and destination and currencies decide what is owed, so an unknown one is an error.
//! A party's country, a unit or a package that nobody knows is a warning: ordinary paper has its own words for
//! these. A symbol of several currencies is `currency_undecided`, once for the document.

use super::raw;
use crate::findings::Findings;
use trade::country::{self, Country};
use trade::currency::{self, Currency};
use trade::part::{Charge, Measure, Party};
use trade::{Code, Finding, Line, Record, Severity, package, unit};

const COUNTRY: &str = "country.known/1";
const CURRENCY: &str = "currency.known/1";
const UNIT: &str = "unit.known/1";
const PACKAGE: &str = "package.known/1";

/// Where a code stands.
#[derive(Clone, Copy)]
struct Place {
    line: Option<u32>,
    field: &'static str,
}

impl Place {
    fn finding(self, rule: &'static str, text: &str, message: &'static str) -> Finding {
        let finding = match self.line {
            Some(line) => Finding::line(rule, Code::ValueInvalid, line, message),
            None => Finding::document(rule, Code::ValueInvalid, message),
        };
        finding.field(self.field).input("raw", raw(text))
    }
}

pub(crate) fn document(record: &Record, findings: &mut Findings) {
    let at = |field| Place { line: None, field };
    country(record.destination.as_deref(), at("destination"), Severity::Error, findings);
    country(record.country_of_export.as_deref(), at("country_of_export"), Severity::Error, findings);
    for (party, field) in parties(record) {
        let text = party.as_deref().and_then(|party| party.country.as_deref());
        country(text, at(field), Severity::Warning, findings);
    }
    undecided(record, findings);
    currency(record.currency.as_deref(), at("currency"), Severity::Error, findings);
    charges(&record.charges, at("charges.currency"), findings);
    for tax in &record.taxes {
        currency(tax.currency.as_deref(), at("taxes.currency"), Severity::Warning, findings);
    }
    package(record.package_type.as_deref(), at("package_type"), findings);
    for listed in &record.package_list {
        package(listed.package_type.as_deref(), at("package_list.package_type"), findings);
        measure(listed.gross_weight.as_ref(), at("package_list.gross_weight.unit"), findings);
        measure(listed.volume.as_ref(), at("package_list.volume.unit"), findings);
    }
    measure(record.gross_weight.as_ref(), at("gross_weight.unit"), findings);
    measure(record.net_weight.as_ref(), at("net_weight.unit"), findings);
    measure(record.volume.as_ref(), at("volume.unit"), findings);
}

pub(crate) fn line(line: &Line, findings: &mut Findings) {
    let at = |field| Place { line: Some(line.line), field };
    currency(line.currency.as_deref(), at("currency"), Severity::Error, findings);
    charges(&line.discounts, at("discounts.currency"), findings);
    country(line.origin_country.as_deref(), at("origin_country"), Severity::Error, findings);
    unit(line.unit.as_deref(), at("unit"), findings);
    package(line.package_type.as_deref(), at("package_type"), findings);
    measure(line.net_weight.as_ref(), at("net_weight.unit"), findings);
    measure(line.gross_weight.as_ref(), at("gross_weight.unit"), findings);
    for quantity in &line.statistical_quantities {
        measure(Some(quantity), at("statistical_quantities.unit"), findings);
    }
}

fn parties(record: &Record) -> [(&Option<Box<Party>>, &'static str); 9] {
    [
        (&record.seller, "seller.country"),
        (&record.buyer, "buyer.country"),
        (&record.shipper, "shipper.country"),
        (&record.consignee, "consignee.country"),
        (&record.ship_to, "ship_to.country"),
        (&record.importer, "importer.country"),
        (&record.exporter, "exporter.country"),
        (&record.manufacturer, "manufacturer.country"),
        (&record.notify, "notify.country"),
    ]
}

/// The text, if it says anything and is not simply a code of the list.
fn doubtful<Listed: std::str::FromStr>(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty() && text.parse::<Listed>().is_err())
}

fn add(severity: Severity, findings: &mut Findings, make: impl FnOnce() -> Finding) {
    match severity {
        Severity::Error => findings.error(make),
        _ => findings.warning(make),
    }
}

fn country(text: Option<&str>, place: Place, unknown: Severity, findings: &mut Findings) {
    let Some(text) = doubtful::<Country>(text) else { return };
    match country::read(text) {
        country::Answer::Withdrawn(withdrawn) => findings.error(|| {
            let message = "The country is no more; others stand in its place";
            place.finding(COUNTRY, text, message).input("successors", list(&withdrawn.successors))
        }),
        country::Answer::Unknown => {
            add(unknown, findings, || place.finding(COUNTRY, text, "The value names no country of ISO 3166"));
        }
        country::Answer::Read(_) => {}
    }
}

fn currency(text: Option<&str>, place: Place, unknown: Severity, findings: &mut Findings) {
    let Some(text) = doubtful::<Currency>(text) else { return };
    match currency::read(text) {
        currency::Answer::Withdrawn(withdrawn) => add(unknown, findings, || {
            let finding = place.finding(CURRENCY, text, "The currency is no more");
            finding.input("successors", list(&withdrawn.successors)).input("withdrawn", withdrawn.withdrawn)
        }),
        currency::Answer::NotMoney(code) => add(unknown, findings, || {
            place.finding(CURRENCY, text, "The code of ISO 4217 is no money").input("name", code.name)
        }),
        currency::Answer::Unknown => {
            add(unknown, findings, || {
                place.finding(CURRENCY, text, "The value names no currency of ISO 4217")
            });
        }
        currency::Answer::Ambiguous(_) | currency::Answer::Read(_) => {}
    }
}

/// One finding for each symbol that could be one of several currencies, wherever it stands.
fn undecided(record: &Record, findings: &mut Findings) {
    let lines = record.line_items.iter().filter_map(|line| line.currency.as_deref());
    let mut seen: Vec<&str> = Vec::new();
    for text in record.currency.as_deref().into_iter().chain(lines) {
        let Some(text) = doubtful::<Currency>(Some(text)) else { continue };
        if let currency::Answer::Ambiguous(candidates) = currency::read(text)
            && !seen.contains(&text)
        {
            seen.push(text);
            findings.error(|| {
                let message = "The currency could be one of several, and the countries do not decide which";
                let finding = Finding::document(CURRENCY, Code::CurrencyUndecided, message).field("currency");
                finding.input("raw", raw(text)).input("candidates", list(candidates))
            });
        }
    }
}

fn charges(charges: &[Charge], place: Place, findings: &mut Findings) {
    for charge in charges {
        currency(charge.currency.as_deref(), place, Severity::Warning, findings);
    }
}

fn unit(text: Option<&str>, place: Place, findings: &mut Findings) {
    let Some(text) = doubtful::<unit::Unit>(text) else { return };
    match unit::read(text) {
        unit::Answer::Unknown => findings
            .warning(|| place.finding(UNIT, text, "The value names no unit of UN/ECE Recommendation 20")),
        unit::Answer::Ambiguous(meanings) => findings.warning(|| {
            let names = meanings.iter().map(|meaning| match meaning {
                unit::Meaning::Unit(unit) => unit.as_str().to_owned(),
                unit::Meaning::Package(package) => format!("X{package}"),
            });
            let candidates = names.collect::<Vec<_>>().join(" ");
            place.finding(UNIT, text, "The unit could be one of several").input("candidates", candidates)
        }),
        unit::Answer::Packages(packages) => findings.warning(|| {
            place
                .finding(UNIT, text, "The unit is a package of one of several kinds")
                .input("candidates", list(packages))
        }),
        unit::Answer::Read(_) | unit::Answer::Package(_) => {}
    }
}

fn measure(measure: Option<&Measure>, place: Place, findings: &mut Findings) {
    unit(measure.and_then(|measure| measure.unit.as_deref()), place, findings);
}

fn package(text: Option<&str>, place: Place, findings: &mut Findings) {
    let Some(text) = doubtful::<package::Package>(text) else { return };
    match package::read(text) {
        package::Answer::Unknown => findings.warning(|| {
            place.finding(PACKAGE, text, "The value names no package of UN/ECE Recommendation 21")
        }),
        package::Answer::Ambiguous(packages) => findings.warning(|| {
            place
                .finding(PACKAGE, text, "The package could be one of several")
                .input("candidates", list(packages))
        }),
        package::Answer::Read(_) => {}
    }
}

fn list(codes: &[impl ToString]) -> String {
    codes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
