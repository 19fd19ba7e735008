//! Findings as they grow: bounded, and in a fixed order at the end.
//!
//! Promises: a pass makes at most [`FINDINGS_MAX`] findings, the last one saying so where there would be more;
//! errors go before notes. Lines whose error found no room are not told apart from sound ones by their findings, so
//! in that case the last finding holds the whole document. Passes are counted together where the verdict is judged.

use trade::finding::{Effect, FINDINGS_MAX, LeftOut, bounded};
use trade::{Finding, Severity};

/// The findings of one pass.
#[derive(Default)]
pub(crate) struct Findings {
    kept: Vec<Finding>,
    errors: usize,
    errors_dropped: usize,
    notes: usize,
    notes_dropped: usize,
}

impl Findings {
    /// Adds an error, which is made only if there is room for it.
    pub(crate) fn error(&mut self, make: impl FnOnce() -> Finding) {
        if self.errors < FINDINGS_MAX {
            self.errors += 1;
            self.kept.push(make().severity(Severity::Error));
        } else {
            self.errors_dropped += 1;
        }
    }

    /// Adds a warning.
    pub(crate) fn warning(&mut self, make: impl FnOnce() -> Finding) {
        self.add_note(|| make().severity(Severity::Warning));
    }

    /// Adds a remark that is worth knowing.
    pub(crate) fn info(&mut self, make: impl FnOnce() -> Finding) {
        self.add_note(|| make().severity(Severity::Info));
    }

    fn add_note(&mut self, make: impl FnOnce() -> Finding) {
        if self.notes < FINDINGS_MAX {
            self.notes += 1;
            self.kept.push(make());
        } else {
            self.notes_dropped += 1;
        }
    }

    /// Those of the document first, then line by line; among these in the order of the rules.
    pub(crate) fn finish(mut self) -> Vec<Finding> {
        let by_line = |one: &Finding| one.line;
        if !self.kept.is_sorted_by_key(by_line) {
            self.kept.sort_by_key(by_line);
        }
        let unmade = LeftOut::unmade(self.errors_dropped, self.notes_dropped);
        bounded(self.kept, FINDINGS_MAX, unmade, Effect::Pending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trade::Code;

    fn filled(errors: u32, notes: u32) -> Vec<Finding> {
        let mut findings = Findings::default();
        for line in (1..=errors).rev() {
            findings.error(|| Finding::line("test/1", Code::HsMissing, line, ""));
        }
        for line in 1..=notes {
            findings.info(|| Finding::line("test/1", Code::HsNationalUnchecked, line, ""));
        }
        findings.info(|| Finding::document("test/1", Code::EditionStale, ""));
        findings.finish()
    }

    #[test]
    fn the_document_comes_first_then_the_lines() {
        let lines: Vec<_> = filled(3, 2).iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [None, Some(1), Some(1), Some(2), Some(2), Some(3)]);
    }

    #[test]
    fn the_limit_is_met_exactly() {
        assert_eq!(filled(500, 499).len(), FINDINGS_MAX);
        assert!(filled(500, 499).iter().all(|finding| finding.code != Code::FindingsExceeded));
    }

    #[test]
    fn notes_give_way_to_errors_and_the_last_finding_says_so() {
        let findings = filled(900, 5_000);
        assert_eq!(findings.len(), FINDINGS_MAX);
        assert_eq!(findings.iter().filter(|finding| finding.code == Code::HsMissing).count(), 900);
        let last = findings.last().unwrap();
        assert_eq!((last.code, last.severity), (Code::FindingsExceeded, Severity::Warning));
        assert_eq!(last.inputs["notes_left_out"], "4902");
    }

    #[test]
    fn errors_left_out_hold_the_document() {
        let findings = filled(5_000, 10);
        assert_eq!(findings.len(), FINDINGS_MAX);
        let last = findings.last().unwrap();
        assert!(last.holds() && last.code == Code::FindingsExceeded);
        assert_eq!(last.inputs["errors_left_out"], "4001");
    }
}
