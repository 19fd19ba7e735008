//! The last looks: is the backlog gone in time, is everything at rest where its script and what befell it lead, and does
//! the ledger show what is known of each document.

use super::Keeper;
use super::known::Known;
use crate::plan::SECOND;
use crate::script::Behaviour;
use crate::world::{World, wait};
use anyhow::Result;
use jiff::{SignedDuration, Timestamp};
use ledger::view::Summary;
use ledger::work::release_id;
use std::collections::BTreeMap;
use trade::{Code, Digest, State};

/// After the last fault work stands still no longer than this.
const STILL_MAX: SignedDuration = SignedDuration::from_secs(35);

/// Of so many documents that failed together, at most two in three may be tried again within one second.
const TOGETHER_MIN: usize = 20;

/// From this many failures the pause is eight seconds and more, over which they must spread.
const FAILURES_SPREAD: u32 = 3;

impl Keeper {
    /// Faults have been over for a lease and 35 seconds: nothing that was queued or leased then still is.
    pub fn must_be_drained(&mut self, documents: &[Summary], now: Timestamp) {
        for one in documents {
            let still = now.duration_since(one.moved_at);
            if matches!(one.state, State::Queued | State::Processing) && still > STILL_MAX {
                self.wrong("I11", format!("{} has been {} for {still:#}", one.id, one.state));
            }
        }
    }

    /// The history is over: every letter is answered, nothing moves, and each document is where it may be.
    pub fn must_be_at_rest(&mut self, documents: &[Summary]) {
        if !self.is_answered() {
            self.wrong("I9", format!("{} of {} letters have an answer", self.given.len(), self.letters));
        }
        for one in documents {
            if one.state.is_moving() || one.state == State::Waiting {
                self.wrong("I11", format!("{} is still {}", one.id, one.state));
            }
        }
        let faults: Vec<String> = self.standing.documents.values().filter_map(|it| self.astray(it)).collect();
        for fault in faults {
            self.wrong("I8", fault);
        }
        self.must_be_spread();
    }

    /// Why a document should not be where it is: only its own script, its own deaths and people lead anywhere.
    fn astray(&self, known: &Known) -> Option<String> {
        use Behaviour::{Crashes, Flaky, Needy, Odd, Refused, Review, Unreadable};
        let behaviour = self.scripts.get(&known.digest)?.behaviour;
        let fits = match (known.state, known.code) {
            (State::Duplicate | State::Rejected, _) => true,
            (State::Released, _) => {
                known
                    .releases
                    .keys()
                    .next_back()
                    .is_some_and(|revision| self.effects.contains_key(&release_id(&known.id, *revision)))
                    && known.marked.iter().all(|revision| known.releases.contains_key(revision))
            }
            (State::InReview, _) => behaviour == Review,
            (State::DeadLetter, Some(Code::SchemaViolation)) => behaviour == Unreadable,
            (State::DeadLetter, Some(Code::LedgerRefused)) => behaviour == Refused,
            (State::DeadLetter, Some(Code::RetriesExhausted)) => match behaviour {
                Flaky(_) | Needy => known.failed >= 6,
                Odd(_) => known.failed >= 3,
                _ => false,
            },
            // Its reader said so, or its process died of it, or beside it, twice while it was alone.
            (State::DeadLetter, Some(Code::ParserCrashed)) => behaviour == Crashes || known.alone >= 2,
            _ => false,
        };
        (!fits).then(|| format!("{} ({behaviour:?}) is {} with {:?}", known.id, known.state, known.code))
    }

    /// What failed together is not tried again together.
    fn must_be_spread(&mut self) {
        let mut groups: BTreeMap<(u32, i64), Vec<i64>> = BTreeMap::new();
        for (at, failures, wake_at) in
            self.standing.documents.values().flat_map(|it| it.pauses.iter().copied())
        {
            if failures >= FAILURES_SPREAD {
                groups.entry((failures, at / SECOND)).or_default().push(wake_at);
            }
        }
        for ((failures, _), mut wakes) in groups {
            wakes.sort_unstable();
            let within =
                |first: &i64| wakes.iter().filter(|at| (*first..*first + SECOND).contains(at)).count();
            let most = wakes.iter().map(within).max().unwrap_or(0);
            if wakes.len() >= TOGETHER_MIN {
                self.met("many failed together");
                if most * 3 > wakes.len() * 2 {
                    let told = format!(
                        "{most} of {} are tried again within a second, after {failures} failures",
                        wakes.len()
                    );
                    self.wrong("I7", told);
                }
            }
        }
    }
}

impl World {
    /// The ledger shows each document as it is known, and has the bytes of every receipt.
    pub(crate) fn compare_documents(&mut self, documents: &[Summary]) -> Result<()> {
        let shown: BTreeMap<i64, &Summary> = documents.iter().map(|one| (one.seq, one)).collect();
        let mut faults = Vec::new();
        for (seq, known) in &self.keeper.standing.documents {
            let as_known = shown.get(seq).is_some_and(|one| {
                (one.state, one.digest, one.failures, one.attempt)
                    == (known.state, known.digest, known.failures, known.attempts)
                    && one.id == known.id
            });
            if !as_known {
                faults.push(("I1", format!("{} is not as it is known: {}", known.id, known.state)));
            }
        }
        if shown.len() != self.keeper.standing.documents.len() {
            faults.push(("I1", format!("{} documents are shown", shown.len())));
        }
        for receipt in self.keeper.given.values().flatten() {
            let original = wait(self.ledger.original(&receipt.id))?;
            if original.is_none_or(|bytes| Digest::of(&bytes) != receipt.digest) {
                faults.push(("I12", format!("{} has a receipt and is not there", receipt.id)));
            }
        }
        if !wait(self.ledger.counts())?.conserved() {
            faults.push(("I1", "the ledger's own sums do not close".to_owned()));
        }
        for (invariant, fault) in faults {
            self.keeper.wrong(invariant, fault);
        }
        Ok(())
    }
}
