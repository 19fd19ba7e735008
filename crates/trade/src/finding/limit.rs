//! A list of findings within its bound, with one last finding that says how many more there were.
//!
//! Promises: errors are kept before warnings and those before information, the document's errors first of all; what several stages left out is counted
//! together; an error that is left out before anything came of it holds the document as a whole, so that none is without
//! effect. It refuses to know who made the findings.

use super::{Finding, Scope, Severity};
use crate::code::Code;

/// A document has at most so many findings, the one that counts the others among them.
pub const FINDINGS_MAX: usize = 1_000;

const RULE: &str = "findings.limit/1";
const ERRORS: &str = "errors_left_out";
const NOTES: &str = "notes_left_out";

/// What has come of the errors of a list when it is shortened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing yet: those left out hold the document.
    Pending,
    /// What they hold is held.
    Taken,
}

/// What a list lacks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Errors.
    pub errors: usize,
    /// Warnings and information.
    pub notes: usize,
    /// Errors among them have had no effect.
    holds: bool,
}

impl LeftOut {
    /// So many were not even made; nothing came of the errors among them.
    pub fn unmade(errors: usize, notes: usize) -> LeftOut {
        LeftOut { errors, notes, holds: errors > 0 }
    }

    /// What the last finding of a shortened list says; none where it is another finding.
    fn said_by(finding: &Finding) -> Option<LeftOut> {
        let number = |name: &str| finding.inputs.get(name).and_then(|text| text.parse().ok()).unwrap_or(0);
        (finding.rule == RULE).then(|| LeftOut {
            errors: number(ERRORS),
            notes: number(NOTES),
            holds: finding.holds(),
        })
    }

    fn add(&mut self, more: LeftOut) {
        self.errors = self.errors.saturating_add(more.errors);
        self.notes = self.notes.saturating_add(more.notes);
        self.holds |= more.holds;
    }

    fn is_nothing(self) -> bool {
        self.errors == 0 && self.notes == 0 && !self.holds
    }

    /// The finding that stands for what is left out.
    fn finding(self, max: usize) -> Finding {
        let (severity, message) = match self {
            LeftOut { holds: true, .. } => {
                let message =
                    "The document has more faults than are listed; settle these, then it is checked again";
                (Severity::Error, message)
            }
            LeftOut { errors: 0, .. } => {
                let message =
                    "The document has more remarks than are listed; none of those left out holds anything";
                (Severity::Warning, message)
            }
            _ => {
                let message =
                    "The document has more faults than are listed; what the others hold is held as well";
                (Severity::Warning, message)
            }
        };
        let finding = Finding::document(RULE, Code::FindingsExceeded, message).severity(severity);
        let finding = finding.input("limit", "findings").input("max", max);
        finding.input(ERRORS, self.errors).input(NOTES, self.notes)
    }
}

/// At most `max` of the findings, in their order. Where some are left out, here or by a stage before, the last one says
/// how many.
pub fn bounded(mut findings: Vec<Finding>, max: usize, unmade: LeftOut, effect: Effect) -> Vec<Finding> {
    let mut left_out = unmade;
    findings.retain(|finding| match LeftOut::said_by(finding) {
        Some(more) => {
            left_out.add(more);
            false
        }
        None => true,
    });
    if left_out.is_nothing() && findings.len() <= max {
        return findings;
    }
    cut(&mut findings, max.saturating_sub(1), effect, &mut left_out);
    findings.push(left_out.finding(max));
    findings
}

/// Keeps as many as there is room for, the gravest first to be kept.
fn cut(findings: &mut Vec<Finding>, room: usize, effect: Effect, left_out: &mut LeftOut) {
    let mut left = room;
    let mut rooms = [0, 1, 2, 3].map(|rank| {
        let all = findings.iter().filter(|finding| self::rank(finding) == rank).count();
        let granted = all.min(left);
        left -= granted;
        (rank, granted)
    });
    findings.retain(|finding| {
        let is_kept = rooms.iter_mut().any(|(rank, left)| {
            let keeps = *rank == self::rank(finding) && *left > 0;
            *left -= usize::from(keeps);
            keeps
        });
        if !is_kept && finding.holds() {
            left_out.add(LeftOut { errors: 1, notes: 0, holds: effect == Effect::Pending });
        } else if !is_kept {
            left_out.notes += 1;
        }
        is_kept
    });
}

/// The lower, the sooner it is kept: what holds the document, what holds a line, then what holds nothing.
fn rank(finding: &Finding) -> u8 {
    match (finding.severity, finding.scope) {
        (Severity::Error, Scope::Document | Scope::Shipment) => 0,
        (Severity::Error, Scope::Line) => 1,
        (Severity::Warning, _) => 2,
        (Severity::Info, _) => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(errors: u32, warnings: u32, infos: u32) -> Vec<Finding> {
        let one =
            |code: Code, severity| move |line| Finding::line("test/1", code, line, "").severity(severity);
        let infos = (0..infos).map(one(Code::ValueNormalised, Severity::Info));
        let warnings = (0..warnings).map(one(Code::IncotermUndecided, Severity::Warning));
        infos.chain(warnings).chain((0..errors).map(one(Code::HsMissing, Severity::Error))).collect()
    }

    fn counted(findings: &[Finding]) -> [usize; 3] {
        [Code::HsMissing, Code::IncotermUndecided, Code::ValueNormalised]
            .map(|code| findings.iter().filter(|finding| finding.code == code).count())
    }

    fn last(findings: &[Finding]) -> (Code, Severity, &str, &str) {
        let last = findings.last().unwrap();
        (last.code, last.severity, &last.inputs[ERRORS], &last.inputs[NOTES])
    }

    #[test]
    fn what_fits_is_left_alone() {
        let all = list(4, 3, 3);
        assert_eq!(bounded(all.clone(), 10, LeftOut::default(), Effect::Pending), all);
    }

    #[test]
    fn the_gravest_are_kept_in_their_order_and_the_last_one_counts_the_others() {
        let findings = bounded(list(4, 3, 4), 10, LeftOut::default(), Effect::Taken);
        assert_eq!((findings.len(), counted(&findings)), (10, [4, 3, 2]));
        assert_eq!(last(&findings), (Code::FindingsExceeded, Severity::Warning, "0", "2"));
        assert_eq!(findings[0].code, Code::ValueNormalised);
        let findings = bounded(list(12, 3, 4), 10, LeftOut::default(), Effect::Taken);
        assert_eq!((findings.len(), counted(&findings)), (10, [9, 0, 0]));
        assert_eq!(last(&findings), (Code::FindingsExceeded, Severity::Warning, "3", "7"));
    }

    #[test]
    fn what_holds_the_document_is_kept_before_what_holds_a_line() {
        let total = Finding::document("test/1", Code::TotalMismatch, "");
        let all = [list(12, 0, 0), vec![total.clone()]].concat();
        let findings = bounded(all, 10, LeftOut::default(), Effect::Taken);
        assert_eq!((findings.len(), counted(&findings)), (10, [8, 0, 0]));
        assert_eq!(findings[8], total);
    }

    #[test]
    fn an_error_left_out_before_it_had_an_effect_holds_the_document_and_so_on() {
        let first = bounded(list(12, 0, 4), 10, LeftOut::default(), Effect::Pending);
        assert_eq!(last(&first), (Code::FindingsExceeded, Severity::Error, "3", "4"));
        let second = bounded(list(0, 0, 9), 10, LeftOut::unmade(0, 5), Effect::Pending);
        assert_eq!(last(&second), (Code::FindingsExceeded, Severity::Warning, "0", "5"));
        let both = [first, second].concat();
        let findings = bounded(both, 10, LeftOut::default(), Effect::Taken);
        assert_eq!((findings.len(), counted(&findings)), (10, [9, 0, 0]));
        assert_eq!(last(&findings), (Code::FindingsExceeded, Severity::Error, "3", "18"));
    }
}
