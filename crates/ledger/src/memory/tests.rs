//! What only the ledger in memory shows: late commits, and the loss of what was not synced.

use super::Memory;
use crate::conformance::arrival;
use crate::log::{LeafBatch, LogHead};
use crate::{Blobs, Ledger};
use std::sync::Arc;
use trade::{CorrelationId, State};

fn fresh() -> (Memory, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let at = "2026-11-24T08:00:00Z".parse().unwrap();
    (Memory::new(Arc::new(move || at), Blobs::open(folder.path()).unwrap(), 7), folder)
}

async fn receive(ledger: &Memory, name: &str) {
    ledger.receive(vec![arrival(name, name)], "door").await.unwrap().remove(0).unwrap();
}

async fn numbers(ledger: &Memory) -> Vec<i64> {
    ledger.unsequenced(100).await.unwrap().into_iter().map(|batch| batch.batch).collect()
}

#[tokio::test]
async fn a_batch_that_is_held_back_is_seen_late_and_under_its_early_number() {
    let (ledger, _folder) = fresh();
    ledger.hold_next_commit();
    receive(&ledger, "early").await;
    receive(&ledger, "later").await;
    assert_eq!(numbers(&ledger).await, [2]);
    let leaf = LeafBatch { batch: 2, first_leaf: 0, hashes: vec![2; 32] };
    let head = LogHead { size: 1, frontier: vec![2; 32] };
    assert!(ledger.sequence(LogHead::default(), vec![leaf], head, None).await.unwrap());
    assert_eq!(ledger.let_through(), 1);
    assert_eq!(numbers(&ledger).await, [1], "a row without a leaf, though its number is not the greatest");
    assert_eq!(ledger.let_through(), 0);
}

#[tokio::test]
async fn a_crash_drops_what_was_not_synced_and_gives_no_token_twice() {
    let (ledger, _folder) = fresh();
    ledger.sync_when_told();
    receive(&ledger, "kept").await;
    ledger.sync();
    receive(&ledger, "lost").await;
    let order = crate::conformance::order(1);
    let before = ledger.claim(order).await.unwrap().remove(0);
    ledger.crash();
    let state = async |name: &str| {
        let found = ledger.document(&CorrelationId::parse(name).unwrap()).await.unwrap();
        found.map(|found| found.summary.state)
    };
    assert_eq!((state("kept").await, state("lost").await), (Some(State::Queued), None));
    assert_eq!(ledger.counts().await.unwrap().accepted, 1);
    let after = ledger.claim(order).await.unwrap().remove(0);
    assert_eq!((before.id, before.attempt), (after.id, after.attempt));
    assert_ne!(before.token, after.token);
    // What is durable at once is never lost.
    let (ledger, _folder) = fresh();
    receive(&ledger, "kept").await;
    ledger.crash();
    assert_eq!(ledger.counts().await.unwrap().accepted, 1);
}
