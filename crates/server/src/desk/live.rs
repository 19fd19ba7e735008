//! The state of the house at one moment.
//!
//! Counting enumerates the state table, which grows with it. However many browsers watch, one count serves them all,
//! and counting takes at most a fifth of the time: after a count of 200 ms nobody counts for 800 ms.

use jiff::Timestamp;
use ledger::hold::Hold;
use ledger::view::{Counts, Filter, Summary};
use pipeline::Engine;
use pipeline::engine::BatchNow;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, Semaphore};
use trade::State;

/// Newest documents that the overview shows.
const NEWEST: usize = 20;

/// At most so many browsers watch at once; the others ask again by themselves.
const WATCHERS_MAX: usize = 64;

/// States whose documents wait for a person or a time: how long the oldest has waited is worth knowing.
const WAITING: [State; 3] = [State::Waiting, State::InReview, State::DeadLetter];

/// So many of a state's documents, the newest received, are looked at for the oldest.
const LOOKED_AT: usize = 100;

/// Rates are taken over this time.
const RATE_OVER: Duration = Duration::from_secs(30);

/// The house at one moment.
#[derive(Debug)]
pub struct Snapshot {
    /// When, as the ledger has it.
    pub at: Timestamp,
    /// Counts and sums.
    pub counts: Counts,
    /// The last batch and what limited it.
    pub batch: BatchNow,
    /// Newest documents.
    pub newest: Vec<Summary>,
    /// When the oldest open task was made.
    pub oldest_task: Option<Timestamp>,
    /// The document that has been longest in a state where documents wait, for each such state that has any.
    pub oldest: Vec<(State, Oldest)>,
    /// The holds in force.
    pub holds: Vec<Hold>,
    /// Why a service does not run.
    pub trouble: Option<String>,
    /// How fast it goes, once two moments are known.
    pub rate: Option<Rate>,
}

/// How long a state's documents have been there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Oldest {
    /// Since when the oldest that was looked at is there.
    pub since: Timestamp,
    /// All were looked at; else another may be older.
    pub is_all: bool,
}

/// Documents a second, over some seconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Received.
    pub received: f64,
    /// Decided: out of queue and work.
    pub decided: f64,
    /// Over how many seconds.
    pub seconds: u64,
}

/// What was counted at some moment, for rates.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: Instant,
    accepted: u64,
    decided: u64,
}

/// Takes snapshots and shares them. Cheap to clone.
#[derive(Clone)]
pub struct Live {
    held: Arc<Mutex<Held>>,
    /// Places of those who watch.
    pub watchers: Arc<Semaphore>,
}

impl Default for Live {
    fn default() -> Live {
        Live { held: Arc::default(), watchers: Arc::new(Semaphore::new(WATCHERS_MAX)) }
    }
}

#[derive(Default)]
struct Held {
    latest: Option<(Instant, Arc<Snapshot>)>,
    /// No new count before.
    rest_until: Option<Instant>,
    marks: VecDeque<Mark>,
}

impl Live {
    /// The house as it was at `not_before` or later; waits where it was counted a moment ago.
    ///
    /// # Errors
    /// Where the ledger refuses.
    pub async fn snapshot(
        &self,
        engine: &Engine,
        not_before: Instant,
    ) -> Result<Arc<Snapshot>, ledger::Error> {
        let mut held = self.held.lock().await;
        if let Some((at, snapshot)) = &held.latest
            && *at >= not_before
        {
            return Ok(Arc::clone(snapshot));
        }
        if let Some(until) = held.rest_until {
            tokio::time::sleep_until(until.into()).await;
        }
        let begun = Instant::now();
        let mut snapshot = take(engine).await?;
        snapshot.rate = held.note(begun, &snapshot.counts);
        let snapshot = Arc::new(snapshot);
        let ended = Instant::now();
        held.rest_until = Some(ended + (ended - begun) * 4);
        held.latest = Some((begun, Arc::clone(&snapshot)));
        Ok(snapshot)
    }
}

impl Held {
    /// Notes a count and answers the rate since the oldest one of the time that rates are taken over.
    fn note(&mut self, at: Instant, counts: &Counts) -> Option<Rate> {
        let moving: u64 = State::ALL
            .into_iter()
            .filter(|state| state.is_moving())
            .filter_map(|state| counts.states.get(state.name()))
            .sum();
        let mark = Mark { at, accepted: counts.accepted, decided: counts.accepted.saturating_sub(moving) };
        while self.marks.front().is_some_and(|mark| at.duration_since(mark.at) > RATE_OVER) {
            self.marks.pop_front();
        }
        let first = self.marks.front().copied();
        self.marks.push_back(mark);
        first.and_then(|first| rate(first, mark))
    }
}

fn rate(first: Mark, last: Mark) -> Option<Rate> {
    let seconds = last.at.duration_since(first.at).as_secs_f64();
    if seconds < 1.0 {
        return None;
    }
    let over = |from: u64, to: u64| to.saturating_sub(from) as f64 / seconds;
    Some(Rate {
        received: over(first.accepted, last.accepted),
        decided: over(first.decided, last.decided),
        seconds: seconds.round() as u64,
    })
}

async fn take(engine: &Engine) -> Result<Snapshot, ledger::Error> {
    let ledger = engine.ledger();
    let counts = ledger.counts().await?;
    let newest = ledger.documents(Filter { limit: NEWEST, ..Filter::default() }).await?;
    let mut oldest = Vec::new();
    for state in WAITING.into_iter().filter(|state| counts.states.get(state.name()) > Some(&0)) {
        let asked = Filter { states: vec![state], limit: LOOKED_AT + 1, ..Filter::default() };
        let since: Vec<Timestamp> =
            ledger.documents(asked).await?.iter().map(|document| document.moved_at).collect();
        oldest.extend(oldest_of(&since).map(|oldest| (state, oldest)));
    }
    let oldest_task = ledger.tasks(None, None, 1).await?.first().map(|task| task.since);
    Ok(Snapshot {
        at: ledger.now(),
        counts,
        batch: engine.batch(),
        newest,
        oldest_task,
        oldest,
        holds: ledger.holds(0).await?,
        trouble: engine.trouble(),
        rate: None,
    })
}

/// The oldest of a state's documents by when they came there, newest received first; one more than are looked at says
/// that there are others.
fn oldest_of(since: &[Timestamp]) -> Option<Oldest> {
    let since_first = since.iter().take(LOOKED_AT).min()?;
    Some(Oldest { since: *since_first, is_all: since.len() <= LOOKED_AT })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_is_told_for_certain_only_where_all_were_looked_at() {
        let at = |second: i64| Timestamp::from_second(second).unwrap();
        assert_eq!(oldest_of(&[]), None);
        assert_eq!(oldest_of(&[at(9), at(3), at(7)]), Some(Oldest { since: at(3), is_all: true }));
        let many: Vec<Timestamp> = (0..=LOOKED_AT).map(|n| at(1_000 - n as i64)).collect();
        let last_looked_at = many[LOOKED_AT - 1];
        assert_eq!(oldest_of(&many), Some(Oldest { since: last_looked_at, is_all: false }));
    }

    #[test]
    fn a_rate_needs_a_second_and_forgets_what_is_long_ago() {
        let begun = Instant::now();
        let mut held = Held::default();
        let counts = |accepted: u64, queued: u64| Counts {
            accepted,
            states: [("queued", queued), ("released", accepted - queued)].into(),
            ..Counts::default()
        };
        assert_eq!(held.note(begun, &counts(0, 0)), None);
        assert_eq!(held.note(begun + Duration::from_millis(10), &counts(5, 5)), None);
        let rate = held.note(begun + Duration::from_secs(10), &counts(100, 50)).unwrap();
        assert_eq!((rate.received, rate.decided, rate.seconds), (10.0, 5.0, 10));
        let rate = held.note(begun + Duration::from_secs(41), &counts(100, 0));
        assert_eq!(rate, None);
    }
}
