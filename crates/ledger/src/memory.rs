//! A ledger in memory, for simulations: it keeps nothing.
//!
//! It promises what the trait promises, told by the same suite as every backend, and is deterministic: the clock is
//! injected, tokens come from a seed, and no call ever waits, so that a simulation can drive it without a runtime. Besides,
//! it shows at will what a database does only now and then: a batch of events whose number was given early and which
//! others see late ([`Memory::hold_next_commit`]), and the loss of what was written and not synced ([`Memory::crash`]).
//! Searches are by enumeration: a history has hundreds of documents, not millions.

/// Rows, and the transaction that changes them.
mod tables;

/// `receive`.
mod receive;

/// `claim`, `extend`, `give_back`, `rescue`, `wake`.
mod claim;

/// Holds.
mod hold;

/// `commit`.
mod commit;

/// `undelivered`, `delivered`.
mod deliver;

/// Event batches, leaves, checkpoints.
mod log;

/// People's asks, revisions, tasks.
mod decide;

/// Documents one by one and in lists, counts and sums.
mod documents;

/// The trait, method by method.
mod ledger;

use crate::ledger::{Clock, Wakes};
use crate::work::Token;
use crate::{Blobs, Error};
use jiff::Timestamp;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use tables::{Rings, Tables, Transaction};
use trade::Lane;

/// The ledger in memory.
pub struct Memory {
    state: Mutex<Kept>,
    /// How many tokens were given; a crash does not take it back, so that none is given twice.
    tokens: AtomicU64,
    seed: u64,
    blobs: Blobs,
    wakes: Arc<Wakes>,
    clock: Clock,
}

/// What stands, and what would stand after a crash.
#[derive(Default)]
struct Kept {
    tables: Tables,
    /// The tables as they were last synced, where something was written since.
    synced: Option<Tables>,
    /// Writes are not durable before [`Memory::sync`].
    lazy: bool,
    /// The next batch of events is held back.
    hold_next: bool,
}

impl Memory {
    /// An empty ledger whose writes are durable at once. Equal seeds give equal tokens. Originals too large for a row
    /// are in `blobs`.
    pub fn new(clock: Clock, blobs: Blobs, seed: u64) -> Memory {
        Memory {
            state: Mutex::default(),
            tokens: AtomicU64::new(0),
            seed,
            blobs,
            wakes: Arc::new(Wakes::default()),
            clock,
        }
    }

    /// From now on what is written is durable only after [`Memory::sync`].
    pub fn sync_when_told(&self) {
        self.kept().lazy = true;
    }

    /// Makes durable whatever was written so far.
    pub fn sync(&self) {
        self.kept().synced = None;
    }

    /// The machine stops and starts: what was not synced is gone, and no batch is held back any more.
    pub fn crash(&self) {
        let mut kept = self.kept();
        if let Some(synced) = kept.synced.take() {
            kept.tables = synced;
        }
        kept.hold_next = false;
        kept.tables.held.clear();
    }

    /// The next batch of events gets its number as usual, but the log does not show it until
    /// [`Memory::let_through`]: so a transaction looks to others that began before them and commits after. Documents and
    /// outbox change at once.
    pub fn hold_next_commit(&self) {
        self.kept().hold_next = true;
    }

    /// What was held back is seen from now on. Answers how many batches.
    pub fn let_through(&self) -> usize {
        let mut kept = self.kept();
        kept.hold_next = false;
        let held = std::mem::take(&mut kept.tables.held).len();
        if let Some(synced) = &mut kept.synced {
            synced.held.clear();
        }
        held
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // A test that panicked while it held the lock has failed already.
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Reads in one snapshot.
    fn read<T>(&self, question: impl FnOnce(&Tables) -> T) -> T {
        question(&self.kept().tables)
    }

    /// One transaction: `work` changes a copy, which takes the place of the tables only if it goes well.
    fn write<T>(&self, work: impl FnOnce(&mut Transaction) -> Result<T, Error>) -> Result<T, Error> {
        let mut kept = self.kept();
        let mut transaction = Transaction::begin(kept.tables.clone(), self.stamp(&kept.tables));
        let answer = work(&mut transaction)?;
        let rings = transaction.rings;
        let (tables, batch) = transaction.end();
        let before = std::mem::replace(&mut kept.tables, tables);
        if kept.lazy && kept.synced.is_none() {
            kept.synced = Some(before);
        }
        if let Some(batch) = batch
            && std::mem::take(&mut kept.hold_next)
        {
            kept.tables.held.insert(batch);
        }
        drop(kept);
        self.ring(rings, batch.is_some());
        Ok(answer)
    }

    fn ring(&self, rings: Rings, events: bool) {
        if rings.queued {
            for lane in Lane::ALL {
                self.wakes.queued(lane).notify_waiters();
                self.wakes.queued(lane).notify_one();
            }
        }
        if rings.outbox {
            self.wakes.outbox.notify_one();
        }
        if rings.holds {
            self.wakes.holds.notify_one();
        }
        if events {
            self.wakes.events.notify_one();
        }
        self.wakes.changed.notify_waiters();
    }

    /// The later of now and the last stamp, to the microsecond.
    fn stamp(&self, tables: &Tables) -> Timestamp {
        let now = (self.clock)();
        tables.last_stamp.max(Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now))
    }

    /// The next token: the finaliser of SplitMix64 over seed and count, which gives no number twice.
    fn token(&self) -> Token {
        let count = self.tokens.fetch_add(1, Ordering::Relaxed);
        let mut mixed = self.seed.wrapping_add(count.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Token((mixed ^ (mixed >> 31)).cast_signed())
    }
}

#[cfg(test)]
mod tests;
