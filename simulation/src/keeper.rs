//! The independent record-keeper: plain data, filled from what went in and what came out of the ledger, the door and the
//! outlet. It never asks the ledger's own counts; it expects, and says what is not so.

/// What is known of documents, from answers.
mod known;

/// What the outlet saw.
mod effects;

/// Leaves, notes and events.
pub mod log;

/// The last looks.
mod rest;

use crate::plan::{Letter, Plan};
use crate::script::Script;
use effects::Effect;
use known::Known;
use ledger::{KeyKind, Received, Refusal};
use log::Leaves;
use std::collections::{BTreeMap, VecDeque};
use trade::{Code, CorrelationId, Digest, State};

/// So many last events are told of a failed history.
const EVENTS_TOLD: usize = 60;

/// One thing that is not as it must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Which invariant: `I1` to `I12`.
    pub invariant: &'static str,
    /// What is wrong, in words.
    pub what: String,
}

/// What would be lost with what the ledger has not synced: so much of the record a crash takes back.
#[derive(Clone, Default)]
struct Standing {
    documents: BTreeMap<i64, Known>,
    leaves: Leaves,
}

/// The record of one history.
pub struct Keeper {
    standing: Standing,
    synced: Option<Standing>,
    scripts: BTreeMap<Digest, Script>,
    letters: usize,
    /// Letters that were posted, by key: some may be there without anybody knowing.
    posted: BTreeMap<(String, String), Vec<(usize, Digest)>>,
    /// Receipts and refusals that were given out, by letter.
    given: BTreeMap<usize, Option<Receipt>>,
    effects: BTreeMap<String, Effect>,
    notes: Vec<(u64, String)>,
    wrong: Vec<Wrong>,
    met: BTreeMap<&'static str, u64>,
    told: VecDeque<(&'static str, i64, i64)>,
    /// Everything that was noted, folded into one number.
    fold: u64,
}

/// A receipt as its sender has it.
#[derive(Debug, Clone)]
struct Receipt {
    id: CorrelationId,
    digest: Digest,
}

impl Keeper {
    /// The record of a history that has not begun.
    pub fn of(plan: &Plan) -> Keeper {
        Keeper {
            standing: Standing::default(),
            synced: None,
            scripts: plan.scripts.clone(),
            letters: plan.letters.len(),
            posted: BTreeMap::new(),
            given: BTreeMap::new(),
            effects: BTreeMap::new(),
            notes: Vec::new(),
            wrong: Vec::new(),
            met: BTreeMap::new(),
            told: VecDeque::new(),
            fold: 0xcbf2_9ce4_8422_2325,
        }
    }

    /// Something is not as it must be.
    pub fn wrong(&mut self, invariant: &'static str, what: impl Into<String>) {
        self.wrong.push(Wrong { invariant, what: what.into() });
    }

    /// A rare path was met.
    pub fn met(&mut self, what: &'static str) {
        *self.met.entry(what).or_default() += 1;
    }

    /// Something happened.
    pub fn note(&mut self, what: &'static str, number: i64, more: i64) {
        for part in [what.len() as u64, number.cast_unsigned(), more.cast_unsigned()] {
            self.fold = (self.fold ^ part).wrapping_mul(0x100_0000_01b3);
        }
        if self.told.len() == EVENTS_TOLD {
            self.told.pop_front();
        }
        self.told.push_back((what, number, more));
    }

    /// Something is wrong.
    pub fn is_broken(&self) -> bool {
        !self.wrong.is_empty()
    }

    /// What is wrong.
    pub fn faults(&self) -> &[Wrong] {
        &self.wrong
    }

    /// What was met, and how often.
    pub fn paths(&self) -> &BTreeMap<&'static str, u64> {
        &self.met
    }

    /// The last events, oldest first.
    pub fn last_events(&self) -> impl Iterator<Item = String> {
        self.told.iter().map(|(what, number, more)| format!("{what} {number} {more}"))
    }

    /// One number for everything that happened.
    pub fn fold(&self) -> u64 {
        self.fold
    }

    /// Each release that the outlet saw, by its id: its bytes.
    pub fn releases(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.effects.iter().map(|(id, effect)| (id.as_str(), effect.bytes.as_slice()))
    }

    /// Before the record of what the ledger holds is changed: what a crash brings back is kept.
    fn change(&mut self) -> &mut Standing {
        if self.synced.is_none() {
            self.synced = Some(self.standing.clone());
        }
        &mut self.standing
    }

    /// The ledger has synced.
    pub fn synced(&mut self) {
        self.synced = None;
    }

    /// The ledger has lost what it had not synced.
    pub fn crashed(&mut self) {
        self.note("machine stops", 0, 0);
        self.met("machine stopped");
        if let Some(synced) = self.synced.take() {
            self.met("unsynced writes lost");
            self.standing = synced;
        }
    }

    /// A letter is on its way.
    pub fn posted(&mut self, number: usize, letter: &Letter) {
        self.posted.entry(key(letter)).or_default().push((number, Digest::of(&letter.bytes)));
    }

    /// What the ledger answered to a letter, whoever learns of it.
    pub fn received(&mut self, answer: &Result<Received, Refusal>, letter: &Letter) {
        let digest = Digest::of(&letter.bytes);
        let received = match answer {
            Ok(received) => received,
            Err(refusal) => return self.refused(refusal, digest),
        };
        self.note("received", received.seq, i64::from(received.seen_before));
        if received.seen_before {
            let known = self.standing.documents.get(&received.seq);
            let same = known.is_some_and(|known| {
                known.id == received.id && known.digest == digest && known.state == received.state
            });
            self.met("duplicate absorbed");
            if !same {
                self.wrong("I2", format!("{} was said to be known, as {:?}", received.id, received.state));
            }
            return;
        }
        if self.standing.documents.contains_key(&received.seq) {
            self.wrong("I2", format!("number {} was given twice", received.seq));
        }
        let first = !self.standing.documents.values().any(|known| known.digest == digest);
        let expected = if first { State::Queued } else { State::Duplicate };
        if received.state != expected || received.digest != digest {
            self.wrong("I2", format!("{} is {:?}, not {expected:?}", received.id, received.state));
        }
        if received.state == State::Duplicate {
            self.met("same bytes under another key");
        }
        let known = Known::new(received.id.clone(), digest, received.state);
        self.change().documents.insert(received.seq, known);
    }

    fn refused(&mut self, refusal: &Refusal, digest: Digest) {
        self.met("other bytes under a key refused");
        let other = self.standing.documents.values().find(|known| known.id == refusal.other);
        let conflict = other.is_some_and(|other| other.digest != digest);
        if refusal.code != Code::IdempotencyConflict || !conflict {
            self.wrong("I2", format!("refused for {}, which is no conflict", refusal.other));
        }
    }

    /// A receipt, or a refusal, is in the sender's hands. From here on its document must be there.
    pub fn receipt(&mut self, number: usize, letter: &Letter, answer: &Result<Received, Refusal>) {
        let digest = Digest::of(&letter.bytes);
        let earlier = self.posted.get(&key(letter)).cloned().unwrap_or_default();
        let known = earlier.iter().find_map(|(number, _)| self.given.get(number).cloned().flatten());
        match (answer, known) {
            (Ok(received), Some(known)) => {
                let same = known.id == received.id && known.digest == digest && received.seen_before;
                if !same {
                    self.wrong("I2", format!("{} has a second receipt, {}", known.id, received.id));
                }
            }
            (Err(_), Some(known)) if known.digest == digest => {
                self.wrong("I2", format!("{} was refused its own bytes", known.id));
            }
            (Err(_), None) if earlier.iter().all(|(_, other)| *other == digest) => {
                self.wrong("I12", format!("letter {number} was refused for nothing"));
            }
            _ => {}
        }
        let receipt = answer.as_ref().ok().map(|it| Receipt { id: it.id.clone(), digest: it.digest });
        self.given.insert(number, receipt);
    }

    /// Every letter has its receipt or its refusal.
    pub fn is_answered(&self) -> bool {
        self.given.len() == self.letters
    }
}

/// What makes two letters the same.
fn key(letter: &Letter) -> (String, String) {
    let key = match &letter.key {
        KeyKind::Given(key) => format!("given {key}"),
        KeyKind::CorrelationId => format!("id {}", letter.id),
        KeyKind::Digest => format!("digest {}", Digest::of(&letter.bytes)),
    };
    (letter.source.clone(), key)
}
