//! Stage 4: the record is normalised and checked, for a jurisdiction and a day.
//!
//! The relevant date is the day asked for, else the day of receipt in the destination's time zone; never the
//! invoice date.

use crate::journey::Tools;
use checks::{Context, Profile};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::work::Claimed;
use std::sync::OnceLock;
use tariff::Scheme;
use trade::finding::{Effect, FINDINGS_MAX, LeftOut, bounded};
use trade::{Code, Finding, Kind, Parsed};

/// For whom and when a record was checked, and against which table.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The country whose tariff decided.
    pub jurisdiction: Option<String>,
    /// Which day's tariff.
    pub on: Date,
    /// `as_of` or `received`.
    pub basis: &'static str,
    /// Scheme and name of the edition.
    pub edition: (String, String),
}

/// Normalises and checks; findings are added to those of the reader.
pub fn check(claimed: &Claimed, parsed: &mut Parsed, tools: Tools<'_>) -> Checked {
    parsed.findings.extend(checks::normalise(&mut parsed.record));
    let jurisdiction = claimed.jurisdiction.clone().or_else(|| parsed.record.destination.clone());
    let (on, basis) = match claimed.as_of {
        Some(day) => (day, "as_of"),
        None => (day_of_receipt(claimed.received_at, jurisdiction.as_deref()), "received"),
    };
    let context = Context {
        kind: parsed.kind,
        jurisdiction: jurisdiction.as_deref(),
        on,
        received_on: day_of_receipt(claimed.received_at, None),
        tariffs: tools.tariffs,
        profile: profile(&parsed.format, jurisdiction.as_deref(), tools),
    };
    parsed.findings.extend(checks::check(&mut parsed.record, &context));
    let edition = edition(jurisdiction.as_deref(), on, tools);
    Checked { jurisdiction, on, basis, edition }
}

/// Checks a record that is no document: nothing is stored. Answers it in the standards' forms, with the findings.
pub fn record(
    engine: &crate::Engine,
    mut record: trade::Record,
    kind: Option<Kind>,
    jurisdiction: Option<&str>,
    as_of: Option<Date>,
) -> (trade::Record, Vec<Finding>) {
    let tariffs = engine.tariffs();
    let tools = engine.tools(&tariffs);
    let mut findings = checks::normalise(&mut record);
    let kind = kind.or(record.kind).unwrap_or(Kind::CommercialInvoice);
    let context = context(kind, jurisdiction, as_of, tools, profile("json", jurisdiction, tools));
    findings.extend(checks::check(&mut record, &context));
    (record, bounded(findings, FINDINGS_MAX, LeftOut::default(), Effect::Pending))
}

/// Checks codes alone, each a line of `record`: only what is said of codes comes back.
pub fn codes(
    engine: &crate::Engine,
    mut record: trade::Record,
    jurisdiction: Option<&str>,
    as_of: Option<Date>,
) -> (trade::Record, Vec<Finding>) {
    let tariffs = engine.tariffs();
    let tools = engine.tools(&tariffs);
    let nothing = Profile::default();
    let context = context(Kind::CommercialInvoice, jurisdiction, as_of, tools, &nothing);
    let mut findings = checks::check(&mut record, &context);
    findings.retain(|finding| {
        let is_of_the_whole = matches!(finding.code, Code::EditionStale | Code::FindingsExceeded);
        finding.code.is_about_classification() || is_of_the_whole
    });
    (record, findings)
}

fn context<'a>(
    kind: Kind,
    jurisdiction: Option<&'a str>,
    as_of: Option<Date>,
    tools: Tools<'a>,
    profile: &'a Profile,
) -> Context<'a> {
    let today = day_of_receipt(tools.now, jurisdiction);
    Context {
        kind,
        jurisdiction,
        on: as_of.unwrap_or(today),
        received_on: today,
        tariffs: tools.tariffs,
        profile,
    }
}

/// The profile a document must meet: envelopes have their own.
fn profile<'a>(format: &str, jurisdiction: Option<&str>, tools: Tools<'a>) -> &'a Profile {
    static ENVELOPE: OnceLock<Profile> = OnceLock::new();
    // `envelope`, `envelope+compact`, `envelope+unhashed`: how its stated hash was found to hold.
    if format.starts_with("envelope") {
        return ENVELOPE.get_or_init(Profile::envelope);
    }
    let named = jurisdiction.and_then(|jurisdiction| tools.settings.profiles.get(jurisdiction));
    named.unwrap_or(&tools.settings.profile)
}

/// The edition that decides: the jurisdiction's own where one is loaded and in force, else the HS.
fn edition(jurisdiction: Option<&str>, on: Date, tools: Tools<'_>) -> (String, String) {
    let own = jurisdiction.and_then(Scheme::of_jurisdiction);
    let in_force = own
        .and_then(|scheme| tools.tariffs.in_force(&scheme, on, None))
        .or_else(|| tools.tariffs.in_force(&Scheme::Hs6, on, None));
    match in_force {
        Some(edition) => (edition.scheme.name().to_owned(), edition.name.clone()),
        // Before the first edition of the HS that is loaded, the codes were still looked up in it.
        None => ("hs6".to_owned(), tariff::hs::hs2022().name.clone()),
    }
}

/// The calendar day of an instant where the goods arrive; UTC where no place is known.
pub fn day_of_receipt(received_at: Timestamp, jurisdiction: Option<&str>) -> Date {
    match jurisdiction.and_then(time_zone) {
        Some(zone) => received_at.to_zoned_datetime(zone).date(),
        None => received_at.to_zoned_datetime(TimeZone::UTC).date(),
    }
}

/// The time zone of a customs territory's seat. Data: where a country has several, the one of its capital.
fn time_zone(jurisdiction: &str) -> Option<TimeZone> {
    const ZONES: &str = include_str!("../data/time_zones.tsv");
    let name = ZONES
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .find(|(country, _)| *country == jurisdiction)
        .map(|(_, zone)| zone)?;
    TimeZone::get(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_day_of_receipt_is_the_destinations() {
        let late = "2026-11-25T02:00:00Z".parse().unwrap();
        assert_eq!(day_of_receipt(late, None), date(2026, 11, 25));
        assert_eq!(day_of_receipt(late, Some("US")), date(2026, 11, 24));
        assert_eq!(day_of_receipt(late, Some("JP")), date(2026, 11, 25));
        assert_eq!(day_of_receipt(late, Some("??")), date(2026, 11, 25));
    }

    #[test]
    fn every_time_zone_of_the_table_is_known() {
        for line in include_str!("../data/time_zones.tsv").lines().filter(|line| !line.starts_with('#')) {
            let (country, _) = line.split_once('\t').unwrap();
            assert!(time_zone(country).is_some(), "{line}");
        }
    }
}
