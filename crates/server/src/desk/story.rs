//! Findings and events in words.

use super::words::{self, Badge, Moment};
use jiff::Timestamp;
use ledger::log::PlacedEvent;
use trade::event::{Event, What};
use trade::{Finding, Scope, Severity};

/// One finding.
#[derive(Debug)]
pub struct Remark {
    /// `error`, `warning` or `info`; names the shape as well.
    pub severity: &'static str,
    /// The severity in words.
    pub label: &'static str,
    /// Its code.
    pub code: &'static str,
    /// What a person can do about it.
    pub advice: &'static str,
    /// What it is about.
    pub scope: &'static str,
    /// Which line.
    pub line: Option<u32>,
    /// Which field.
    pub field: Option<String>,
    /// One sentence.
    pub message: String,
    /// The values the rule looked at.
    pub inputs: Vec<(String, String)>,
    /// The rule and its version.
    pub rule: String,
    /// Where its line is shown.
    pub place: Option<String>,
}

impl Remark {
    /// A finding in words.
    pub fn new(finding: &Finding, place: Option<String>) -> Remark {
        let (severity, label) = match finding.severity {
            Severity::Error => ("error", "Error"),
            Severity::Warning => ("warning", "Warning"),
            Severity::Info => ("info", "Note"),
        };
        let inputs = finding.inputs.iter().take(20);
        Remark {
            severity,
            label,
            code: finding.code.name(),
            advice: finding.code.row().advice,
            scope: match finding.scope {
                Scope::Line => "line",
                Scope::Document => "document",
                Scope::Shipment => "shipment",
            },
            line: finding.line,
            field: finding.field.as_deref().map(|field| words::visible(&words::path(field), 80)),
            message: words::visible(&finding.message, 600),
            inputs: inputs.map(|(name, value)| (words::path(name), words::visible(value, 200))).collect(),
            rule: words::visible(&finding.rule, 60),
            place,
        }
    }
}

/// One event.
#[derive(Debug)]
pub struct Step {
    /// What happened, in words.
    pub what: &'static str,
    /// The state before.
    pub from: Option<Badge>,
    /// The state after.
    pub to: Option<Badge>,
    /// When.
    pub at: Moment,
    /// Who or what.
    pub by: String,
    /// Which claim it ended.
    pub attempt: Option<u32>,
    /// Why.
    pub code: Option<&'static str>,
    /// The line it is about.
    pub line: Option<u32>,
    /// The other document it names.
    pub other: Option<String>,
    /// Its leaf in the log, once it has one.
    pub leaf: Option<String>,
    /// What it proves: names and the first digits of hashes.
    pub hashes: Vec<(&'static str, String)>,
}

impl Step {
    /// An event in words; none where the bytes are no event of this version.
    pub fn new(placed: &PlacedEvent, now: Timestamp) -> Option<Step> {
        let event = Event::read(&placed.bytes).ok()?;
        let hashes = [("original", event.original), ("outcome", event.outcome), ("release", event.release)];
        Some(Step {
            what: in_words(event.what),
            from: event.from.map(Badge::from),
            to: event.to.map(Badge::from),
            at: Moment::new(event.at, now),
            by: words::visible(&event.by, 80),
            attempt: event.attempt,
            code: event.code.map(trade::Code::name),
            line: event.line,
            other: event.other.as_deref().map(str::to_owned),
            leaf: placed.leaf.map(words::count),
            hashes: hashes.into_iter().filter_map(|(name, hash)| Some((name, hash?.to_string()))).collect(),
        })
    }
}

fn in_words(what: What) -> &'static str {
    match what {
        What::Received => "Received",
        What::Decided => "Checked",
        What::Delivered => "Delivered",
        What::Revised => "A new revision went out",
        What::Replayed => "Replayed",
        What::Revalidated => "Validated anew",
        What::Approved => "Approved",
        What::Corrected => "Corrected",
        What::LineSettled => "Line settled",
        What::Rejected => "Rejected",
        What::Woken => "Its time came",
        What::Held => "Held",
        What::Resumed => "Resumed",
    }
}
