//! The date of the document against the day of receipt: in the future, at the beginning of a computer's time, or
//! long ago.

use crate::findings::Findings;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use trade::{Code, Finding, Record};

const RULE: &str = "date.plausible/1";

/// Day zero of many computers: what a lost date becomes.
const EPOCH: Date = date(1970, 1, 1);

/// Documents before it are typing errors.
const OLDEST: Date = date(1990, 1, 1);

/// The longest period in which goods are entered after they were invoiced: three years (UCC art. 103(1), for the
/// customs debt).
const AGE_YEARS_MAX: i64 = 3;

pub(crate) fn check(record: &Record, received_on: Date, findings: &mut Findings) {
    let Some(day) = record.invoice_date else { return };
    let finding = |message| {
        let finding = Finding::document(RULE, Code::DateImplausible, message).field("invoice_date");
        finding.input("raw", day).input("received_on", received_on)
    };
    // East of Greenwich the day begins before it does in UTC.
    let tomorrow = received_on.saturating_add(1.day());
    if day > tomorrow {
        findings.error(|| finding("The document's date lies after the day it was received"));
    } else if day == EPOCH {
        findings.error(|| finding("The document's date is that of a computer without a date"));
    } else if day < OLDEST || day < received_on.saturating_sub(AGE_YEARS_MAX.years()) {
        findings.warning(|| finding("The document's date lies long ago"));
    }
}
