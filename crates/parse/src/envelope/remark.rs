//! What a reading may remark, bounded: a document with a million wrong values makes a thousand findings and one that
//! says how many are not shown and holds the document, so that nothing passes unseen.

use std::collections::BTreeMap;
use trade::finding::{Effect, LeftOut, bounded};
use trade::{Code, Finding, Severity};

/// Names of fields without a place that are listed one by one.
const UNPLACED_MAX: usize = 20;

/// Characters of a value that a finding repeats.
const RAW_MAX: usize = 200;

/// The findings of one reading as they grow.
pub(super) struct Remarks {
    rule: &'static str,
    max: usize,
    findings: Vec<Finding>,
    notes: usize,
    notes_dropped: usize,
    errors_dropped: usize,
    /// How often each name without a place stands in the document.
    unplaced: BTreeMap<String, usize>,
    unplaced_more: usize,
}

impl Remarks {
    /// None yet; at most `max` will be kept.
    pub(super) fn new(rule: &'static str, max: usize) -> Remarks {
        Remarks {
            rule,
            max,
            findings: Vec::new(),
            notes: 0,
            notes_dropped: 0,
            errors_dropped: 0,
            unplaced: BTreeMap::new(),
            unplaced_more: 0,
        }
    }

    /// The rule that findings name.
    pub(super) fn rule(&self) -> &'static str {
        self.rule
    }

    /// How many there were so far, kept or counted.
    pub(super) fn seen(&self) -> usize {
        self.findings.len() + self.notes_dropped + self.errors_dropped
    }

    /// Whether a finding of this severity would be kept; one that would not is counted. Notes take half of the room at
    /// most, so that they crowd no error out.
    pub(super) fn has_room(&mut self, severity: Severity) -> bool {
        let notes_max = self.max / 2;
        if severity < Severity::Error {
            let room = self.notes < notes_max;
            self.notes_dropped += usize::from(!room);
            return room;
        }
        let room = self.findings.len() - self.notes < self.max - notes_max;
        self.errors_dropped += usize::from(!room);
        room
    }

    /// Keeps a finding, for which there is room.
    pub(super) fn push(&mut self, finding: Finding) {
        self.notes += usize::from(finding.severity < Severity::Error);
        self.findings.push(finding);
    }

    /// A value stands under a name that the record has no field for.
    pub(super) fn unplaced(&mut self, name: String) {
        if let Some(count) = self.unplaced.get_mut(&name) {
            *count += 1;
        } else if self.unplaced.len() < UNPLACED_MAX {
            self.unplaced.insert(name, 1);
        } else {
            self.unplaced_more += 1;
        }
    }

    /// All of them.
    pub(super) fn finish(mut self) -> Vec<Finding> {
        let rule = self.rule;
        for (name, count) in std::mem::take(&mut self.unplaced) {
            let message = "The document has a value under a name that the record has no place for";
            let name: String = name.chars().take(RAW_MAX).collect();
            let finding = Finding::document(rule, Code::ValueUnplaced, message).field(name);
            self.findings.push(finding.input("times", count));
        }
        if self.unplaced_more > 0 {
            let message = format!("{} more values stand under names without a place", self.unplaced_more);
            self.findings.push(Finding::document(rule, Code::ValueUnplaced, message));
        }
        if self.errors_dropped > 0 {
            let message = format!("{} more values could not be read", self.errors_dropped);
            let finding = Finding::document(rule, Code::LimitExceeded, message);
            self.findings.push(finding.input("limit", "findings").input("max", self.max));
        }
        bounded(self.findings, self.max, LeftOut::unmade(0, self.notes_dropped), Effect::Pending)
    }
}

/// As much of a value as a finding repeats.
pub(super) fn excerpt(raw: &str) -> String {
    raw.chars().take(RAW_MAX).collect()
}
