//! What is known of documents from what the ledger answered: who holds them under which token until when, where they
//! stand, what they failed of. Each answer is compared with what is known.

use super::Keeper;
use jiff::Timestamp;
use ledger::decision::{Ask, Asked};
use ledger::work::{Claimed, Committed, Outcome, Token};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use trade::{Code, CorrelationId, Digest, State};

/// A document that is claimed more often than this in one life, returns aside, is not bounded: six failures that count,
/// one death in company, two alone.
const TRIES_MAX: u32 = 9;

/// One claim as it was answered.
#[derive(Clone)]
pub struct Hold {
    pub token: Token,
    /// Its lease ends then, in microseconds since 1970.
    pub until: i64,
    /// It ended: by an outcome, a return, or a lapse.
    pub ended: bool,
}

/// One document as it is known.
#[derive(Clone)]
pub struct Known {
    pub id: CorrelationId,
    pub digest: Digest,
    pub state: State,
    /// Events it must have: one a move, and those that settle lines.
    pub events: u32,
    pub wake_at: Option<Timestamp>,
    pub code: Option<Code>,
    pub failures: u32,
    /// Failures when it became a dead letter.
    pub failed: u32,
    /// 0 in batches, else alone with so many deaths and one.
    pub alone: u32,
    pub attempts: u32,
    tries: u32,
    pub decided: bool,
    pub revision: u32,
    /// Releases that were made, and whether a person had decided by then.
    pub releases: BTreeMap<u32, bool>,
    /// Those that were marked as delivered.
    pub marked: BTreeSet<u32>,
    /// Attempts whose outcome was answered as written.
    pub done: BTreeSet<u32>,
    pub hold: Option<Hold>,
    /// When it failed with how many failures before, and when it wakes: microseconds.
    pub pauses: Vec<(i64, u32, i64)>,
}

impl Known {
    pub fn new(id: CorrelationId, digest: Digest, state: State) -> Known {
        Known {
            id,
            digest,
            state,
            events: 1,
            wake_at: None,
            code: None,
            failures: 0,
            failed: 0,
            alone: 0,
            attempts: 0,
            tries: 0,
            decided: false,
            revision: 0,
            releases: BTreeMap::new(),
            marked: BTreeSet::new(),
            done: BTreeSet::new(),
            hold: None,
            pauses: Vec::new(),
        }
    }

    /// This token is the current one.
    fn is_held(&self, token: Token) -> bool {
        let current = self.hold.as_ref().is_some_and(|hold| hold.token == token && !hold.ended);
        current && self.state == State::Processing
    }

    fn end_hold(&mut self) {
        if let Some(hold) = &mut self.hold {
            hold.ended = true;
        }
    }
}

impl Keeper {
    /// A document moved, as an answer says.
    pub fn moved(&mut self, seq: i64, to: State, with_event: bool) {
        self.note(to.name(), seq, 0);
        let Some(known) = self.change().documents.get_mut(&seq) else {
            return self.wrong("I1", format!("number {seq} is nobody's"));
        };
        let from = known.state;
        known.state = to;
        known.events += u32::from(with_event);
        if from.is_final() || !from.may_become(to) {
            let id = known.id.clone();
            self.wrong("I5", format!("{id} moved from {from} to {to}"));
        }
    }

    /// Documents were leased.
    pub fn claimed(&mut self, claimed: &[Claimed], now: Timestamp, lease: Duration) {
        let until = after(now, lease);
        for one in claimed {
            self.moved(one.seq, State::Processing, false);
            let Some(known) = self.change().documents.get_mut(&one.seq) else { continue };
            known.attempts += 1;
            known.tries += 1;
            let expected = (known.attempts, known.failures, known.alone > 0, known.alone.saturating_sub(1));
            let (id, tries) = (known.id.clone(), known.tries);
            known.hold = Some(Hold { token: one.token, until, ended: false });
            if expected != (one.attempt, one.failures, one.alone, one.deaths) || id != one.id {
                self.wrong("I7", format!("{id} was claimed as attempt {}, not {expected:?}", one.attempt));
            }
            if tries > TRIES_MAX {
                self.wrong("I7", format!("{id} was claimed {tries} times"));
            }
        }
    }

    /// Leases were extended, with these answers.
    pub fn extended(&mut self, held: &[(i64, Token)], still: &[bool], now: Timestamp, lease: Duration) {
        let until = after(now, lease);
        for ((seq, token), still) in held.iter().zip(still) {
            let known = self.standing.documents.get(seq);
            if known.is_some_and(|known| known.is_held(*token)) != *still {
                self.wrong("I4", format!("number {seq} is held: {still}, which is not so"));
            }
        }
        for known in self.change().documents.values_mut() {
            // A lease is the batch's: one of its documents extends it for all.
            if let Some(hold) = known.hold.as_mut().filter(|hold| !hold.ended)
                && held.iter().any(|(_, token)| *token == hold.token)
            {
                hold.until = until;
            }
        }
    }

    /// Documents were given back.
    pub fn returned(&mut self, held: &[(i64, Token)], given: usize) {
        let mut expected = 0;
        for (seq, token) in held {
            if self.standing.documents.get(seq).is_some_and(|known| known.is_held(*token)) {
                expected += 1;
                self.met("returned untouched");
                self.moved(*seq, State::Queued, false);
                if let Some(known) = self.change().documents.get_mut(seq) {
                    known.end_hold();
                    known.tries -= 1;
                }
            }
        }
        if expected != given {
            self.wrong("I4", format!("{given} documents were taken back, {expected} were held"));
        }
    }

    /// Outcomes were answered.
    pub fn committed(&mut self, outcomes: &[Outcome], answers: &[Committed], now: Timestamp) {
        if outcomes.len() != answers.len() {
            self.wrong("I9", "a commit has not one answer an outcome");
        }
        for (outcome, answer) in outcomes.iter().zip(answers) {
            let Some(known) = self.standing.documents.get(&outcome.seq) else { continue };
            let (held, done) = (known.is_held(outcome.token), known.done.contains(&outcome.attempt));
            match answer {
                Committed::Done if held => self.done(outcome, now),
                Committed::Done => {
                    self.wrong("I4", format!("{} took an outcome of an old token", outcome.id));
                }
                Committed::Refused | Committed::Stale if held != (*answer == Committed::Refused) => {
                    let told = format!("{} is held: {held}, and the answer {answer:?}", outcome.id);
                    self.wrong("I4", told);
                }
                Committed::Refused => self.met("value refused"),
                Committed::Stale if done => self.met("repeated commit changed nothing"),
                Committed::Stale => self.met("stale token refused"),
                Committed::Reused(_) => self.met("number told as used before"),
            }
        }
    }

    /// One outcome was written.
    fn done(&mut self, outcome: &Outcome, now: Timestamp) {
        self.moved(outcome.seq, outcome.to, true);
        let Some(known) = self.change().documents.get_mut(&outcome.seq) else { return };
        known.end_hold();
        known.done.insert(outcome.attempt);
        if outcome.counts_failure {
            if let Some(wake_at) = outcome.wake_at {
                known.pauses.push((now.as_microsecond(), known.failures, wake_at.as_microsecond()));
            }
            known.failures += 1;
        }
        (known.wake_at, known.code) = (outcome.wake_at, outcome.code);
        known.failed = known.failures;
        if let Some(verdict) = &outcome.result {
            known.alone = 0;
            if outcome.to == State::Validated && !verdict.outlets.is_empty() {
                known.revision += 1;
                known.releases.insert(known.revision, known.decided);
            }
        }
        if outcome.code == Some(Code::RetriesExhausted) {
            self.met("retry exhausted");
        }
    }

    /// Lapsed leases were ended, and so many documents brought back. None of them is `in_hand` of a worker that lives.
    pub fn rescued(&mut self, rescued: usize, now: Timestamp, in_hand: &[(i64, Token)]) {
        let at = now.as_microsecond();
        let lapsed = |known: &Known| {
            let hold = known.hold.as_ref().filter(|hold| !hold.ended && hold.until < at);
            hold.is_some() && known.state == State::Processing
        };
        let all = self.standing.documents.iter();
        let lapsed: Vec<(i64, u32)> =
            all.filter(|(_, known)| lapsed(known)).map(|(seq, known)| (*seq, known.alone)).collect();
        if lapsed.len() != rescued {
            let expected = lapsed.len();
            self.wrong("I11", format!("{rescued} documents were rescued, {expected} had lapsed"));
        }
        for (seq, alone) in lapsed {
            // Two deaths while alone are poison.
            let poison = alone >= 2;
            self.met(if poison { "poison twice alone" } else { "lapse rescued" });
            self.moved(seq, if poison { State::DeadLetter } else { State::Queued }, poison);
            let Some(known) = self.change().documents.get_mut(&seq) else { continue };
            known.end_hold();
            let lives = known.hold.as_ref().is_some_and(|hold| in_hand.contains(&(seq, hold.token)));
            if poison {
                known.code = Some(Code::ParserCrashed);
            } else {
                known.alone += 1;
            }
            if lives {
                self.wrong("I11", format!("number {seq} was taken from a worker that lives and extends"));
            }
        }
    }

    /// Waiting documents were queued.
    pub fn woken(&mut self, woken: usize, now: Timestamp) {
        let all = self.standing.documents.iter();
        let due: Vec<i64> = all
            .filter(|(_, known)| known.state == State::Waiting)
            .filter(|(_, known)| known.wake_at.is_some_and(|at| at <= now))
            .map(|(seq, _)| *seq)
            .collect();
        if due.len() != woken {
            self.wrong("I11", format!("{woken} documents were woken, {} were due", due.len()));
        }
        for seq in due {
            self.moved(seq, State::Queued, true);
            if let Some(known) = self.change().documents.get_mut(&seq) {
                known.wake_at = None;
            }
        }
    }

    /// A person asked.
    pub fn asked(&mut self, ask: &Ask, asked: Asked) {
        let Some((seq, known)) = self.find(&ask.id) else {
            return self.wrong("I1", format!("{} is nobody's", ask.id));
        };
        let expected =
            if ask.from.contains(&known.state) { Asked::Done } else { Asked::NotFrom(known.state) };
        if asked != expected {
            return self.wrong("I5", format!("{} was asked: {asked:?}, not {expected:?}", ask.id));
        }
        if asked != Asked::Done {
            return self.met("second person came too late");
        }
        self.moved(seq, ask.to, true);
        let Some(known) = self.change().documents.get_mut(&seq) else { return };
        known.decided |= !ask.decisions.is_empty();
        (known.tries, known.wake_at) = (0, None);
        if ask.resets_failures {
            (known.failures, known.alone) = (0, 0);
        }
    }

    /// A person made a new revision with one settled line.
    pub fn revised(&mut self, id: &CorrelationId, revision: u32, asked: Asked) {
        let Some((seq, _)) = self.find(id) else {
            return self.wrong("I1", format!("{id} is nobody's"));
        };
        let Some(known) = self.change().documents.get_mut(&seq) else { return };
        let sound = asked == Asked::Done && known.revision + 1 == revision;
        known.events += 1;
        (known.revision, known.decided) = (revision, true);
        known.releases.insert(revision, true);
        self.met("revised after release");
        if !sound {
            self.wrong("I2", format!("{id} was revised as {revision}: {asked:?}"));
        }
    }

    /// The number of an id, and what is known of it.
    pub fn find(&self, id: &CorrelationId) -> Option<(i64, &Known)> {
        self.standing.documents.iter().find(|(_, known)| known.id == *id).map(|(seq, known)| (*seq, known))
    }
}

fn after(now: Timestamp, lease: Duration) -> i64 {
    now.as_microsecond().saturating_add(i64::try_from(lease.as_micros()).unwrap_or(i64::MAX))
}
