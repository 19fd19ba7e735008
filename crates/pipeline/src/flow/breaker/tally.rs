//! Outcomes counted in buckets of 10 s, by the time at which they happened.
//!
//! Promises: merging is associative and knows no order, so that tallies of several workers may come late and in any order;
//! what it keeps is bounded, whatever is counted. Refuses to know what the numbers lead to.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use trade::Code;

/// A bucket's length, in seconds.
pub const BUCKET_S: u32 = 10;

/// So many faults in a row can be told, and no more.
pub const RUN_MAX: usize = 32;

/// So many different documents can be told apart, and no more.
pub const SUSPECTS_MAX: usize = 8;

/// What one attempt says of whoever a breaker stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It did what it was asked.
    Success,
    /// It failed.
    Fault(Code),
    /// It failed, or the document is to blame: a fault only once several different documents show this code.
    Suspect {
        /// What is shown.
        code: Code,
        /// The document's number in the ledger.
        document: i64,
    },
    /// Nothing, good or bad.
    Ignored,
}

/// Outcomes of 10 s.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Bucket {
    successes: u64,
    ignored: u64,
    faults: BTreeMap<Code, u64>,
    suspects: BTreeMap<Code, Suspects>,
}

/// Outcomes that may be their documents' own fault.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Suspects {
    outcomes: u64,
    /// The smallest numbers, which are the same in whatever order documents come.
    documents: BTreeSet<i64>,
}

/// Outcomes of some time, of one worker or of many.
///
/// Faults in a row are told by their times, and not by counting up: a count would depend on the order in which workers
/// report. Kept are the last success and the latest faults of each code; those after the last success are in a row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// By number: seconds since 1970, divided by 10.
    buckets: BTreeMap<i64, Bucket>,
    /// The latest success.
    last_success: Option<Timestamp>,
    /// The latest times of each code that faults or suspects show, latest first.
    latest: BTreeMap<Code, Vec<Timestamp>>,
}

/// How many outcomes there were of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Successes.
    pub successes: u64,
    /// Faults, with suspects that several documents show.
    pub faults: u64,
    /// Outcomes that say nothing, with suspects that too few documents show.
    pub ignored: u64,
    /// The code of most faults.
    pub most: Option<Code>,
}

impl Counts {
    /// Successes and faults together: what a share is taken of.
    pub fn total(&self) -> u64 {
        self.successes.saturating_add(self.faults)
    }

    /// The share of faults in the total, in 0 to 1; 0 where there is no total.
    pub fn fault_share(&self) -> f64 {
        share(self.faults, self.total())
    }
}

/// Faults with no success after any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// How many, up to `RUN_MAX`.
    pub faults: u32,
    /// When the first of them happened.
    pub since: Timestamp,
}

impl Tally {
    /// Counts one outcome that happened at a time.
    pub fn add(&mut self, at: Timestamp, outcome: Outcome) {
        let bucket = self.buckets.entry(bucket_of(at)).or_default();
        match outcome {
            Outcome::Success => {
                bucket.successes = bucket.successes.saturating_add(1);
                self.last_success = self.last_success.max(Some(at));
            }
            Outcome::Ignored => bucket.ignored = bucket.ignored.saturating_add(1),
            Outcome::Fault(code) => {
                let count = bucket.faults.entry(code).or_default();
                *count = count.saturating_add(1);
                keep_latest(self.latest.entry(code).or_default(), &[at]);
            }
            Outcome::Suspect { code, document } => {
                let one = Suspects { outcomes: 1, documents: BTreeSet::from([document]) };
                bucket.suspects.entry(code).or_default().merge(&one);
                keep_latest(self.latest.entry(code).or_default(), &[at]);
            }
        }
    }

    /// Counts another tally's outcomes too.
    pub fn merge(&mut self, other: &Tally) {
        for (number, bucket) in &other.buckets {
            self.buckets.entry(*number).or_default().merge(bucket);
        }
        self.last_success = self.last_success.max(other.last_success);
        for (code, times) in &other.latest {
            keep_latest(self.latest.entry(*code).or_default(), times);
        }
    }

    /// It has counted nothing.
    pub fn is_empty(&self) -> bool {
        self.buckets.is_empty()
    }

    /// Keeps what happened in the window that ends now. The window slides by whole buckets: it has the one that now is
    /// in, and those before it. What claims to come later than now, from a clock that runs ahead, is taken as of now: it
    /// must neither be lost nor stay longer than the rest.
    pub fn slide(&mut self, window_s: u32, now: Timestamp) {
        let newest = bucket_of(now);
        let oldest = newest - i64::from(window_s / BUCKET_S).max(1) + 1;
        self.forget_before(start_of(oldest));
        for (_, early) in self.buckets.split_off(&(newest + 1)) {
            self.buckets.entry(newest).or_default().merge(&early);
        }
        self.last_success = self.last_success.map(|at| at.min(now));
        for at in self.latest.values_mut().flatten() {
            *at = (*at).min(now);
        }
    }

    /// Forgets buckets that ended before a time, and faults before it.
    pub fn forget_before(&mut self, at: Timestamp) {
        self.buckets = self.buckets.split_off(&bucket_of(at));
        self.last_success = self.last_success.filter(|success| *success >= at);
        self.latest.retain(|_, times| {
            times.retain(|fault| *fault >= at);
            !times.is_empty()
        });
    }

    /// How many of each kind, where `several` different documents make a fault of what they show.
    pub fn counts(&self, several: u32) -> Counts {
        let mut counts = Counts::default();
        let mut by_code: BTreeMap<Code, u64> = BTreeMap::new();
        let shown = self.shown_by_several(several);
        for bucket in self.buckets.values() {
            counts.successes = counts.successes.saturating_add(bucket.successes);
            counts.ignored = counts.ignored.saturating_add(bucket.ignored);
            let suspects = bucket.suspects.iter().map(|(code, suspects)| (code, suspects.outcomes));
            let (proven, doubtful): (Vec<_>, Vec<_>) = suspects.partition(|(code, _)| shown.contains(code));
            for (_, outcomes) in doubtful {
                counts.ignored = counts.ignored.saturating_add(outcomes);
            }
            for (code, outcomes) in bucket.faults.iter().map(|(code, count)| (code, *count)).chain(proven) {
                counts.faults = counts.faults.saturating_add(outcomes);
                let of_code = by_code.entry(*code).or_default();
                *of_code = of_code.saturating_add(outcomes);
            }
        }
        // Of codes with as many, the first of the table.
        counts.most = by_code.iter().rev().max_by_key(|(_, count)| **count).map(|(code, _)| *code);
        counts
    }

    /// The faults after the last success; none, if a success was the last. One at the same instant is not after it.
    pub fn run(&self, several: u32) -> Option<Run> {
        let shown = self.shown_by_several(several);
        let certain: BTreeSet<Code> =
            self.buckets.values().flat_map(|bucket| bucket.faults.keys()).copied().collect();
        let mut times: Vec<Timestamp> = self
            .latest
            .iter()
            .filter(|(code, _)| certain.contains(code) || shown.contains(code))
            .flat_map(|(_, times)| times)
            .filter(|at| self.last_success.is_none_or(|success| **at > success))
            .copied()
            .collect();
        times.sort_unstable_by(|a, b| b.cmp(a));
        times.truncate(RUN_MAX);
        let since = *times.last()?;
        Some(Run { faults: u32::try_from(times.len()).unwrap_or(u32::MAX), since })
    }

    /// The codes of suspects that enough different documents show.
    fn shown_by_several(&self, several: u32) -> BTreeSet<Code> {
        let mut documents: BTreeMap<Code, BTreeSet<i64>> = BTreeMap::new();
        for (code, suspects) in self.buckets.values().flat_map(|bucket| &bucket.suspects) {
            documents.entry(*code).or_default().extend(&suspects.documents);
        }
        let enough = usize::try_from(several).unwrap_or(usize::MAX);
        documents.into_iter().filter(|(_, numbers)| numbers.len() >= enough).map(|(code, _)| code).collect()
    }
}

impl Bucket {
    fn merge(&mut self, other: &Bucket) {
        self.successes = self.successes.saturating_add(other.successes);
        self.ignored = self.ignored.saturating_add(other.ignored);
        for (code, more) in &other.faults {
            let count = self.faults.entry(*code).or_default();
            *count = count.saturating_add(*more);
        }
        for (code, suspects) in &other.suspects {
            self.suspects.entry(*code).or_default().merge(suspects);
        }
    }
}

impl Suspects {
    fn merge(&mut self, other: &Suspects) {
        self.outcomes = self.outcomes.saturating_add(other.outcomes);
        self.documents.extend(&other.documents);
        while self.documents.len() > SUSPECTS_MAX {
            self.documents.pop_last();
        }
    }
}

/// A part of a whole, in 0 to 1; 0 of nothing.
pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Adds times, keeping the latest, latest first.
fn keep_latest(times: &mut Vec<Timestamp>, more: &[Timestamp]) {
    times.extend(more);
    times.sort_unstable_by(|a, b| b.cmp(a));
    times.truncate(RUN_MAX);
}

fn bucket_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(i64::from(BUCKET_S))
}

/// When a bucket begins. Before the first instant there is nothing to forget.
fn start_of(bucket: i64) -> Timestamp {
    Timestamp::from_second(bucket.saturating_mul(i64::from(BUCKET_S))).unwrap_or(Timestamp::MIN)
}

/// A time so many milliseconds later; at the end of time, the last.
pub(super) fn later(at: Timestamp, ms: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_millis(ms)).unwrap_or(Timestamp::MAX)
}
