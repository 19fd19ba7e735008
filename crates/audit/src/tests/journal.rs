//! The signing side: what it signs, and what it refuses to sign.

use proptest::prelude::*;

use super::{ORIGIN, checkpoint, leaves, signer, tree};
use crate::*;

#[test]
fn a_new_log_is_signed_as_it_grows() {
    let mut journal = Journal::resume(ORIGIN, Tree::new(), []).unwrap();
    assert_eq!(journal.signed_size(), None);
    for (count, leaf) in (0..).zip(leaves(20)) {
        let note = journal.sign(&signer()).unwrap();
        assert_eq!(open(note, &signer().verifier()), Ok(checkpoint(&leaves(count))));
        assert_eq!(journal.signed_size(), Some(count));
        journal.push(leaf).unwrap();
    }
}

#[test]
fn a_log_goes_on_from_the_frontier_of_its_last_checkpoint() {
    let leaves = leaves(1500);
    let kept = tree(&leaves[..1000]);
    let resumed = Tree::from_frontier(kept.size(), kept.frontier()).unwrap();
    let mut journal = Journal::resume(ORIGIN, resumed, [checkpoint(&leaves[..1000])]).unwrap();
    assert_eq!(journal.signed_size(), Some(1000));
    journal.extend(leaves[1000..].iter().copied()).unwrap();
    assert_eq!(journal.checkpoint(), Ok(checkpoint(&leaves)));
}

#[test]
fn a_shorter_log_is_not_signed() {
    let leaves = leaves(100);
    let outside = checkpoint(&leaves);
    let mut restored =
        Journal::resume(ORIGIN, tree(&leaves[..60]), [checkpoint(&leaves[..60]), outside]).unwrap();
    assert_eq!(restored.sign(&signer()), Err(Error::Shorter { signed: 100, tree: 60 }));
    assert_eq!(restored.signed_size(), Some(100), "the largest known, wherever it was kept");
    restored.extend(leaves[60..99].iter().copied()).unwrap();
    assert_eq!(restored.sign(&signer()), Err(Error::Shorter { signed: 100, tree: 99 }));
    // The same leaves found again make it whole.
    restored.push(leaves[99]).unwrap();
    assert!(restored.sign(&signer()).is_ok());
}

#[test]
fn a_restored_log_that_grew_otherwise_is_not_signed_ever() {
    let leaves = leaves(100);
    let mut journal = Journal::resume(ORIGIN, tree(&leaves[..60]), [checkpoint(&leaves)]).unwrap();
    journal.extend((60..99).map(|_| leaf_hash(b"another"))).unwrap();
    let fork = Err(Error::Fork { size: 100 });
    assert_eq!(journal.push(leaf_hash(b"another")), fork);
    assert_eq!(journal.push(leaf_hash(b"more")), fork);
    assert_eq!(journal.checkpoint().map(drop), fork);
    assert_eq!(journal.sign(&signer()).map(drop), fork);
    assert_eq!(journal.tree().size(), 100);
}

#[test]
fn what_cannot_be_compared_is_not_taken_up() {
    let leaves = leaves(10);
    let at_ten = || tree(&leaves);
    let fork = |result: Result<Journal, Error>| result.map(drop);
    assert_eq!(
        fork(Journal::resume(ORIGIN, at_ten(), [checkpoint(&leaves[..9])])),
        Err(Error::Unproven { signed: 9, tree: 10 })
    );
    let other_root = Checkpoint::new(ORIGIN, 10, leaf_hash(b"x")).unwrap();
    assert_eq!(fork(Journal::resume(ORIGIN, at_ten(), [other_root.clone()])), Err(Error::Fork { size: 10 }));
    assert_eq!(
        fork(Journal::resume(ORIGIN, Tree::new(), [checkpoint(&leaves), other_root])),
        Err(Error::Fork { size: 10 })
    );
    let other_log = Checkpoint::new("log.example/other", 10, at_ten().root()).unwrap();
    assert!(matches!(fork(Journal::resume(ORIGIN, at_ten(), [other_log])), Err(Error::OtherLog { .. })));
    assert_eq!(fork(Journal::resume("", Tree::new(), [])), Err(Error::Origin));
    // A forged frontier is seen by the root that was signed.
    let forged = Tree::from_frontier(10, vec![leaf_hash(b"x"); 2]).unwrap();
    assert_eq!(fork(Journal::resume(ORIGIN, forged, [checkpoint(&leaves)])), Err(Error::Fork { size: 10 }));
}

proptest! {
    /// Whatever is restored, edited, appended and signed: two notes signed under the same bindings never contradict.
    #[test]
    fn all_that_is_ever_signed_is_consistent(
        steps in prop::collection::vec((0u64..8, any::<bool>(), any::<prop::sample::Index>()), 1..20),
    ) {
        let mut log: Vec<Hash> = vec![];
        let mut signed: Vec<(Checkpoint, Vec<Hash>)> = vec![];
        for (step, (grow, restore, at)) in steps.into_iter().enumerate() {
            // An older backup comes back, and other things happen from there.
            if restore {
                log.truncate(at.index(log.len() + 1));
            }
            let known = signed.iter().map(|(checkpoint, _)| checkpoint.clone());
            let Ok(mut journal) = Journal::resume(ORIGIN, Tree::new(), known) else {
                prop_assert!(false, "what was signed contradicts itself");
                break;
            };
            log.extend((0..grow).map(|n| leaf_hash(format!("{step} {n}").as_bytes())));
            let appended = journal.extend(log.iter().copied());
            if let Ok(checkpoint) = journal.checkpoint() {
                prop_assert!(appended.is_ok());
                signed.push((checkpoint, log.clone()));
            }
        }
        for pair in signed.windows(2) {
            let [(older, _), (newer, leaves)] = pair else { continue };
            let proof = consistency_proof(leaves, older.size(), newer.size()).unwrap();
            prop_assert_eq!(
                verify_consistency(older.size(), newer.size(), older.root(), newer.root(), &proof), Ok(())
            );
        }
    }
}
