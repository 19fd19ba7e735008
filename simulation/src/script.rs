//! What an attempt at a document's bytes comes to: a function of the bytes' script, the claim and whether a service is
//! there. The record-keeper asks the same script what should have left.

use ledger::work::{Claimed, HeldLine, NewTask, Verdict, outcome_digest};
use pipeline::hand_off::{Ended, Judged};
use trade::{Code, CorrelationId, Kind, Parsed, State};

/// The only outlet.
pub const OUTLET: &str = "folder";

/// How a document behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// Validated at once.
    Sound,
    /// Validated with one of two lines held; a person settles it later.
    Partial,
    /// In review, until a person decides.
    Review,
    /// A dead letter: it cannot be read.
    Unreadable,
    /// Its reader says that it crashed, alone too.
    Crashes,
    /// It ends the whole process, each time.
    Poison,
    /// Fails so many times, then is sound.
    Flaky(u32),
    /// Fails so many times in a way that nobody knows.
    Odd(u32),
    /// The ledger refuses what comes of it.
    Refused,
    /// Fails while a service is down.
    Needy,
}

/// The script of one document's bytes.
#[derive(Debug, Clone, Copy)]
pub struct Script {
    /// Its number in the history.
    pub n: i64,
    /// How it behaves.
    pub behaviour: Behaviour,
}

impl Script {
    /// One attempt. None: the process is gone.
    pub fn attempt(&self, claimed: &Claimed, down: bool) -> Option<Result<Ended, Code>> {
        let decided = !claimed.decisions.is_empty();
        let fails = |times: u32, code| if claimed.failures < times { Some(code) } else { None };
        let failed = match self.behaviour {
            Behaviour::Poison => return None,
            Behaviour::Crashes => Some(Code::ParserCrashed),
            Behaviour::Flaky(times) => fails(times, Code::BlobUnavailable),
            Behaviour::Odd(times) => fails(times, Code::Unexpected),
            Behaviour::Needy if down => Some(Code::BlobUnavailable),
            Behaviour::Unreadable => {
                return Some(Ok(Ended::Unreadable(Code::SchemaViolation, Parsed::default())));
            }
            _ => None,
        };
        if let Some(code) = failed {
            return Some(Err(code));
        }
        let (to, code) = match self.behaviour {
            Behaviour::Review if !decided => (State::InReview, Some(Code::TotalMismatch)),
            _ => (State::Validated, None),
        };
        Some(Ok(Ended::Decided(Judged { to, code, verdict: self.verdict(&claimed.id, decided) })))
    }

    /// The record as it should leave.
    pub fn record(&self, id: &CorrelationId, decided: bool) -> String {
        let mark = if decided { "-decided" } else { "" };
        format!(
            r#"{{"invoice_number":"N{}{mark}","line_items":[{{"line_id":"{id}.1","line":1}},{{"line_id":"{id}.2","line":2}}]}}"#,
            self.n
        )
    }

    /// A line of it is held.
    pub fn holds_a_line(&self, decided: bool) -> bool {
        self.behaviour == Behaviour::Partial && !decided
    }

    /// The verdict of an attempt or of a revision.
    pub fn verdict(&self, id: &CorrelationId, decided: bool) -> Verdict {
        let record = self.record(id, decided);
        let findings = "[]".to_owned();
        let held = self.holds_a_line(decided);
        let waits = held || (self.behaviour == Behaviour::Review && !decided);
        let mut outlets = if self.behaviour == Behaviour::Review && !decided {
            Vec::new()
        } else {
            vec![OUTLET.to_owned()]
        };
        if self.behaviour == Behaviour::Refused {
            // One effect twice: no database takes it.
            outlets.push(OUTLET.to_owned());
        }
        Verdict {
            kind: Kind::CommercialInvoice,
            digest: Some(outcome_digest(record.as_bytes(), findings.as_bytes())),
            record,
            findings,
            lines: 2,
            quarantined: if held {
                vec![HeldLine { line: 2, codes: vec![Code::HsMissing.name().to_owned()] }]
            } else {
                Vec::new()
            },
            basis: "received",
            outlets,
            // Neighbours by number come with one invoice number and other contents.
            number_key: (self.n % 10 < 2).then_some(self.n / 2),
            tasks: if waits { vec![task(held)] } else { Vec::new() },
            ..Verdict::default()
        }
    }
}

fn task(of_line: bool) -> NewTask {
    NewTask {
        kind: if of_line { "classify" } else { "approve" },
        line: of_line.then_some(2),
        field: None,
        codes: Vec::new(),
        reason: "scripted".to_owned(),
    }
}
