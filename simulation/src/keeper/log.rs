//! Leaves, notes and events: what the sequencers wrote, and at the end the whole log against it.

use super::Keeper;
use crate::world::{World, wait};
use anyhow::Result;
use audit::{LogVerifier, Signer, leaf_hash};
use ledger::log::{EventBatch, LeafBatch};
use pipeline::sequence::ORIGIN;
use std::collections::BTreeMap;
use trade::State;
use trade::event::{Event, What};

/// The log's key: every history has the same.
///
/// # Errors
/// None; the name is a name.
pub fn signer() -> Result<Signer> {
    Ok(Signer::generate("tidewaiter", [7; 32])?)
}

/// The leaves as they were written: the batch of each piece, in order.
#[derive(Clone, Default)]
pub struct Leaves {
    size: u64,
    batches: BTreeMap<i64, (u64, u64)>,
}

impl Keeper {
    /// A sequencer read batches.
    pub fn read(&mut self, batches: &[EventBatch]) {
        self.note("events read", batches.len() as i64, batches.last().map_or(0, |batch| batch.batch));
    }

    /// Leaves were written.
    pub fn sequenced(&mut self, leaves: &[LeafBatch]) {
        for leaf in leaves {
            self.note("sequenced", leaf.batch, leaf.first_leaf.cast_signed());
            let (last, size) = {
                let leaves = &self.standing.leaves;
                (leaves.batches.last_key_value().map_or(0, |(batch, _)| *batch), leaves.size)
            };
            if leaf.batch < last {
                self.met("late commit sequenced");
            }
            let count = (leaf.hashes.len() / 32) as u64;
            let book = &mut self.change().leaves;
            book.size += count;
            let twice = book.batches.insert(leaf.batch, (leaf.first_leaf, count)).is_some();
            if twice || leaf.first_leaf != size {
                self.wrong("I3", format!("batch {} got its leaves twice, or not at {size}", leaf.batch));
            }
        }
    }

    /// A checkpoint is outside.
    pub fn shown(&mut self, note: Option<(u64, String)>) {
        self.notes.extend(note);
    }

    /// The newest checkpoint outside.
    pub fn newest_note(&self) -> Option<&str> {
        self.notes.iter().max_by_key(|(size, _)| *size).map(|(_, note)| note.as_str())
    }

    /// What a document's events come to: in order, legal, one a move.
    fn fold_events(&mut self, seq: i64, events: &[Event<'_>]) {
        let Some(known) = self.standing.documents.get(&seq) else { return };
        let (id, count, state) = (known.id.clone(), known.events, known.state);
        let mut stood: Option<State> = None;
        let mut faults = Vec::new();
        for (n, event) in (1..).zip(events) {
            if event.n != n {
                faults.push(format!("its event {n} says that it is {}", event.n));
            }
            let worker = event.what == What::Decided && event.by.starts_with("worker");
            if worker && !event.attempt.is_some_and(|attempt| known.done.contains(&attempt)) {
                faults.push(format!("attempt {:?} was decided, but never answered so", event.attempt));
            }
            let (Some(from), Some(to)) = (event.from, event.to) else { continue };
            let from_there = match (stood, from) {
                (None, State::Received) => true,
                (Some(State::Queued), State::Processing) => true,
                (Some(stood), from) => stood == from,
                (None, _) => false,
            };
            if !from_there || !from.may_become(to) {
                faults.push(format!("its event {n} moves from {from} to {to}, it stood in {stood:?}"));
            }
            stood = Some(to);
        }
        if events.len() as u64 != u64::from(count) {
            faults.push(format!("it has {} events for {count} moves", events.len()));
        }
        if stood != Some(state) {
            faults.push(format!("its events end in {stood:?}, it is {state}"));
        }
        for fault in faults {
            self.wrong("I3", format!("{id}: {fault}"));
        }
    }
}

impl World {
    /// The whole log against what was written, signed and shown, and each document's events.
    pub(crate) fn compare_log(&mut self) -> Result<()> {
        let all = wait(self.ledger.event_batches(1, usize::MAX))?;
        let mut pieces: BTreeMap<u64, (&EventBatch, &LeafBatch)> = BTreeMap::new();
        for (batch, leaves) in &all {
            match leaves {
                Some(leaves) => drop(pieces.insert(leaves.first_leaf, (batch, leaves))),
                None => self.keeper.wrong("I3", format!("batch {} has no leaves", batch.batch)),
            }
        }
        let mut log = LogVerifier::new(ORIGIN, signer()?.verifier());
        let kept = wait(self.ledger.checkpoints())?;
        for (_, note) in self.keeper.notes.iter().chain(&kept) {
            if let Err(fault) = log.checkpoint(note) {
                self.keeper.wrong.push(super::Wrong { invariant: "I3", what: fault.to_string() });
            }
        }
        for (batch, leaves) in pieces.into_values() {
            for (event, recorded) in batch.events().zip(leaves.hashes.chunks_exact(32)) {
                let leaf = leaf_hash(event);
                if leaf.as_bytes() != recorded {
                    self.keeper.wrong("I3", format!("batch {} has a leaf of another event", batch.batch));
                }
                if let Err(fault) = log.leaf(leaf) {
                    self.keeper.wrong("I3", fault.to_string());
                }
            }
        }
        let size = self.keeper.standing.leaves.size;
        match log.finish() {
            Ok(verified) if verified.size == size => {}
            Ok(verified) => self.keeper.wrong("I3", format!("{} leaves, not {size}", verified.size)),
            Err(fault) => self.keeper.wrong("I3", fault.to_string()),
        }
        self.compare_events(&all)
    }

    fn compare_events(&mut self, all: &[(EventBatch, Option<LeafBatch>)]) -> Result<()> {
        let mut of: BTreeMap<String, Vec<Event<'_>>> = BTreeMap::new();
        let mut last = jiff::Timestamp::MIN;
        for event in all.iter().flat_map(|(batch, _)| batch.events()) {
            let event = Event::read(event)?;
            if event.at < last {
                self.keeper
                    .wrong("I3", format!("an event of {} is before the one before it", event.document));
            }
            last = event.at;
            of.entry(event.document.to_string()).or_default().push(event);
        }
        let ids: Vec<(i64, String)> =
            self.keeper.standing.documents.iter().map(|(seq, known)| (*seq, known.id.to_string())).collect();
        for (seq, id) in ids {
            self.keeper.fold_events(seq, of.remove(&id).as_deref().unwrap_or_default());
        }
        for id in of.into_keys() {
            self.keeper.wrong("I3", format!("events of {id}, which is nobody's"));
        }
        Ok(())
    }
}
