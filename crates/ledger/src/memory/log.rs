//! Event batches, leaves and checkpoints.

use super::tables::{Batch, Tables, Transaction};
use crate::Error;
use crate::log::{DocumentProof, EventBatch, KeptCheckpoint, LeafBatch, LogHead, PlacedEvent};
use crate::sqlite::column::{places, unreadable};
use crate::work::outcome_digest;
use std::sync::Arc;
use trade::CorrelationId;

/// At most so many batches are read at once.
const BATCHES_MAX: usize = 256;

fn events(number: i64, batch: &Batch) -> EventBatch {
    EventBatch { batch: number, bytes: batch.bytes.clone() }
}

fn leaves(number: i64, batch: &Batch) -> Option<LeafBatch> {
    let (first_leaf, hashes) = batch.leaves.as_ref()?;
    Some(LeafBatch { batch: number, first_leaf: *first_leaf, hashes: hashes.clone() })
}

/// Batches that have no leaf yet, whatever their number.
pub fn unsequenced(tables: &Tables, events_max: usize) -> Vec<EventBatch> {
    let mut batches: Vec<EventBatch> = Vec::new();
    let mut count = 0;
    for (number, batch) in tables.shown().filter(|(_, batch)| batch.leaves.is_none()).take(BATCHES_MAX) {
        let next = events(number, batch);
        count += next.events().count();
        if !batches.is_empty() && count > events_max {
            break;
        }
        batches.push(next);
    }
    batches
}

/// Writes leaves, the new head and its checkpoint, if the head is still the one that was read.
pub fn sequence(
    transaction: &mut Transaction,
    from: &LogHead,
    leaves: Vec<LeafBatch>,
    to: LogHead,
    signed: Option<(u64, String)>,
) -> Result<bool, Error> {
    if transaction.tables.head.size != from.size {
        return Ok(false);
    }
    for leaf in leaves {
        let place = usize::try_from(leaf.batch - 1).ok();
        let found = place.and_then(|at| transaction.tables.batches.get_mut(at));
        let batch = found.filter(|batch| batch.leaves.is_none()).ok_or_else(|| unreadable("a leaf twice"))?;
        Arc::make_mut(batch).leaves = Some((leaf.first_leaf, leaf.hashes));
    }
    if let Some((size, note)) = signed {
        let checkpoints = Arc::make_mut(&mut transaction.tables.checkpoints);
        checkpoints.entry(size).or_insert_with(|| (note, to.frontier.clone()));
    }
    transaction.tables.head = to;
    Ok(true)
}

/// The newest checkpoint.
pub fn newest_checkpoint(tables: &Tables) -> Option<KeptCheckpoint> {
    let (size, (note, frontier)) = tables.checkpoints.last_key_value()?;
    Some(KeptCheckpoint { size: *size, note: note.clone(), frontier: frontier.clone() })
}

/// All checkpoints, by size.
pub fn checkpoints(tables: &Tables) -> Vec<(u64, String)> {
    tables.checkpoints.iter().map(|(size, (note, _))| (*size, note.clone())).collect()
}

/// Leaf hashes from `first`, in order of leaves, which need not be that of batches.
pub fn leaf_hashes(tables: &Tables, first: u64, limit: usize) -> Vec<[u8; 32]> {
    let mut all: Vec<(u64, &[u8])> = tables
        .batches
        .iter()
        .filter_map(|batch| batch.leaves.as_ref().map(|(first_leaf, hashes)| (*first_leaf, &hashes[..])))
        .collect();
    all.sort_unstable_by_key(|(first_leaf, _)| *first_leaf);
    let hashes = all.into_iter().flat_map(|(first_leaf, hashes)| {
        (first_leaf..).zip(hashes.chunks_exact(32).filter_map(|hash| hash.try_into().ok()))
    });
    hashes.filter(|(leaf, _)| *leaf >= first).take(limit).map(|(_, hash)| hash).collect()
}

/// A document's events, in order.
pub fn events_of(tables: &Tables, id: &CorrelationId) -> Result<Vec<PlacedEvent>, Error> {
    let Some(document) = tables.by_id(id) else { return Ok(Vec::new()) };
    let mut placed = Vec::new();
    for place in places(&document.places)? {
        let batch =
            tables.batch(place.batch).ok_or_else(|| unreadable("an event that the log does not have"))?;
        let event = batch.bytes.split(|byte| *byte == b'\n').nth(place.index as usize);
        let bytes = event.ok_or_else(|| unreadable("an event outside its batch"))?.to_vec();
        let leaf = batch.leaves.as_ref().map(|(first, _)| first + u64::from(place.index));
        placed.push(PlacedEvent { place, leaf, bytes });
    }
    Ok(placed)
}

/// The number of the newest event batch.
pub fn last_batch(tables: &Tables) -> i64 {
    tables.shown().last().map_or(0, |(number, _)| number)
}

/// Event batches from `first`, with their leaves.
pub fn event_batches(tables: &Tables, first: i64, events_max: usize) -> Vec<(EventBatch, Option<LeafBatch>)> {
    let mut batches = Vec::new();
    let mut count = 0;
    for (number, batch) in tables.shown().filter(|(number, _)| *number >= first) {
        let next = events(number, batch);
        count += next.events().count();
        batches.push((next, leaves(number, batch)));
        if count >= events_max {
            break;
        }
    }
    batches
}

/// What the verifier needs of documents after number `after`.
pub fn document_proofs(tables: &Tables, after: i64, limit: usize) -> Result<Vec<DocumentProof>, Error> {
    let later = tables.documents.iter().filter(|one| one.seq > after).take(limit);
    later
        .map(|one| {
            let outcome = tables.outcome(one.told.outcome);
            Ok(DocumentProof {
                seq: one.seq,
                id: one.id().to_string(),
                state: one.state,
                digest: one.arrival.digest,
                events: places(&one.places)?,
                bytes: one.arrival.bytes.as_ref().map(|bytes| bytes.to_vec()),
                size: one.arrival.size,
                outcome: outcome.map(|it| outcome_digest(it.record.as_bytes(), it.findings.as_bytes())),
            })
        })
        .collect()
}
