//! The auditing side: a sound log passes, and any tampering is named.

use proptest::prelude::*;

use super::{ORIGIN, events, leaves, note, signer, signing};
use crate::*;

/// Reads events against notes, as a caller does that stops at the first fault.
fn audit(events: &[Vec<u8>], notes: &[String]) -> Result<Verified, Fault> {
    let mut verifier = LogVerifier::new(ORIGIN, signer().verifier());
    notes.iter().try_for_each(|note| verifier.checkpoint(note))?;
    events.iter().try_for_each(|event| verifier.event(event))?;
    verifier.finish()
}

/// The notes of a log of 1,000 events, signed at these sizes.
fn notes(sizes: &[usize]) -> Vec<String> {
    let leaves = leaves(1000);
    sizes.iter().map(|size| note(&leaves[..*size])).collect()
}

#[test]
fn a_sound_log_passes_with_its_checkpoints_in_any_order() {
    let root = super::tree(&leaves(1000)).root();
    let sound = Verified { size: 1000, root, checkpoints: 5, signed: 900 };
    assert_eq!(audit(&events(1000), &notes(&[0, 100, 500, 700, 900])), Ok(sound));
    assert_eq!(audit(&events(1000), &notes(&[900, 0, 700, 100, 500])), Ok(sound));
    // The same checkpoint from two places is no contradiction.
    assert_eq!(audit(&events(1000), &notes(&[500, 900, 500, 900, 900])), Ok(sound));
    assert_eq!(audit(&events(1000), &[]).map(|sound| sound.signed), Ok(0));
    let nothing = Verified { size: 0, root: Hash::empty_root(), checkpoints: 1, signed: 0 };
    assert_eq!(audit(&[], &notes(&[0])), Ok(nothing));
}

#[test]
fn an_edited_event_is_named_where_its_hash_is_recorded() {
    let events = events(10);
    let mut verifier = LogVerifier::new(ORIGIN, signer().verifier());
    for (index, event) in events.iter().enumerate() {
        let bytes: &[u8] = if index == 7 { b"edited" } else { event };
        let answer = verifier.recorded_event(bytes, &leaf_hash(event));
        if index >= 7 {
            assert_eq!(answer, Err(Fault::EventAltered { index: 7 }));
        } else {
            assert_eq!(answer, Ok(()));
        }
    }
    let fault = verifier.finish().unwrap_err();
    assert_eq!((fault.what().as_str(), fault.id()), ("event", 7));
}

/// Edited together with its recorded hash: the next checkpoint shows it.
#[test]
fn an_edited_leaf_hash_is_seen_by_the_next_checkpoint() {
    let mut verifier = LogVerifier::new(ORIGIN, signer().verifier());
    verifier.checkpoint(notes(&[10]).remove(0)).unwrap();
    let mut events = events(10);
    events[3] = b"edited".to_vec();
    let read = events.iter().try_for_each(|event| verifier.recorded_event(event, &leaf_hash(event)));
    assert_eq!(read, Err(Fault::TreeDiffers { position: 0, size: 10, agreed: 0 }));
}

#[test]
fn an_edited_event_lies_between_two_checkpoints_where_it_is_not() {
    let mut events = events(1000);
    events[600] = b"edited".to_vec();
    let fault = audit(&events, &notes(&[900, 500, 700])).unwrap_err();
    assert_eq!(fault, Fault::TreeDiffers { position: 2, size: 700, agreed: 500 });
    assert_eq!((fault.what().as_str(), fault.id()), ("tree", 700));
    assert!(fault.to_string().contains("first 500 agree"), "{fault}");
}

#[test]
fn a_log_that_was_cut_is_seen_by_the_checkpoint_kept_outside() {
    let fault = audit(&events(800), &notes(&[500, 900, 1000])).unwrap_err();
    assert_eq!(fault, Fault::LogCut { position: 1, signed: 900, read: 800 });
    assert_eq!((fault.what().as_str(), fault.id()), ("tree", 900));
}

/// The whole log replaced and signed again by someone who has the key.
#[test]
fn a_log_signed_again_is_seen_by_the_checkpoint_kept_outside() {
    let mut events = events(1000);
    events[10] = b"edited".to_vec();
    let rewritten: Vec<Hash> = events.iter().map(|event| leaf_hash(event)).collect();
    let mut given = vec![note(&rewritten[..500]), note(&rewritten)];
    assert!(audit(&events, &given).is_ok(), "nothing inside the log shows it");
    given.push(notes(&[700]).remove(0));
    assert_eq!(audit(&events, &given), Err(Fault::TreeDiffers { position: 2, size: 700, agreed: 500 }));
    given.push(notes(&[500]).remove(0));
    let fault = audit(&events, &given).unwrap_err();
    assert_eq!(fault, Fault::Contradiction { position: 3, other: 0, size: 500 });
    assert_eq!((fault.what().as_str(), fault.id()), ("checkpoint", 3));
}

#[test]
fn a_note_that_cannot_be_trusted_is_named_by_position() {
    let mut given = notes(&[100, 200, 300]);
    given[1] = given[1].replace("200", "201");
    let fault = audit(&events(1000), &given).unwrap_err();
    assert!(
        matches!(fault, Fault::Note { position: 1, source: Error::SignatureRefused { line: 5, .. } }),
        "{fault}"
    );
    assert_eq!((fault.what().as_str(), fault.id()), ("checkpoint", 1));

    given[1] = sign(&super::checkpoint(&leaves(200)), &Signer::generate(ORIGIN, [1; 32]).unwrap());
    let fault = audit(&events(1000), &given).unwrap_err();
    assert!(matches!(fault, Fault::Note { position: 1, source: Error::Unsigned { .. } }), "{fault}");

    let other = Checkpoint::new("log.example/other", 200, super::tree(&leaves(200)).root()).unwrap();
    given[1] = sign(&other, &signer());
    let fault = audit(&events(1000), &given).unwrap_err();
    assert_eq!(fault, Fault::OtherLog { position: 1, found: "log.example/other".into() });
}

#[test]
fn checkpoints_may_come_between_the_leaves_in_order_of_size() {
    let leaves = leaves(1000);
    let mut verifier = LogVerifier::new(ORIGIN, signer().verifier());
    for (size, leaf) in leaves.iter().enumerate() {
        if size % 100 == 0 {
            verifier.checkpoint(note(&leaves[..size])).unwrap();
        }
        verifier.leaf(*leaf).unwrap();
    }
    assert_eq!(verifier.size(), 1000);
    let mut late = verifier.clone();
    let fault = Fault::Late { position: 10, size: 999, read: 1000 };
    assert_eq!(late.checkpoint(note(&leaves[..999])), Err(fault.clone()));
    assert_eq!(late.finish(), Err(fault), "not compared is not sound");

    // Two histories of the size just reached: the key's fault, not the tree's.
    verifier.checkpoint(note(&leaves)).unwrap();
    let other = sign(&Checkpoint::new(ORIGIN, 1000, leaf_hash(b"x")).unwrap(), &signer());
    assert_eq!(verifier.checkpoint(other), Err(Fault::Contradiction { position: 11, other: 10, size: 1000 }));
}

#[test]
fn the_first_fault_stays_the_answer() {
    let mut verifier = LogVerifier::new(ORIGIN, signer().verifier());
    verifier.checkpoint(notes(&[2]).remove(0)).unwrap();
    let first = verifier.checkpoint("no note").unwrap_err();
    assert_eq!(first.id(), 1);
    assert_eq!(verifier.leaf(leaf_hash(b"wrong")), Err(first.clone()));
    assert_eq!(verifier.checkpoint(notes(&[3]).remove(0)), Err(first.clone()));
    assert_eq!(verifier.finish(), Err(first));
}

/// What somebody with write access may do to a log of events.
#[derive(Debug, Clone)]
enum Tampering {
    Edit,
    Delete,
    Insert,
    Repeat,
    Move,
    Truncate,
}

proptest! {
    #![proptest_config(signing())]

    #[test]
    fn any_tampering_under_a_checkpoint_is_caught(
        count in 2u64..80,
        kind in prop::sample::select(vec![
            Tampering::Edit, Tampering::Delete, Tampering::Insert, Tampering::Repeat, Tampering::Move, Tampering::Truncate,
        ]),
        at in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        byte in any::<prop::sample::Index>(),
        bit in 0u8..8,
    ) {
        let honest = events(count);
        let signed = note(&leaves(count));
        let at = at.index(honest.len());
        let mut log = honest.clone();
        match kind {
            Tampering::Edit => {
                let byte = byte.index(log[at].len());
                log[at][byte] ^= 1 << bit;
            }
            Tampering::Delete => drop(log.remove(at)),
            Tampering::Insert => log.insert(at, b"inserted".to_vec()),
            Tampering::Repeat => log.insert(at, honest[at].clone()),
            Tampering::Move => {
                let event = log.remove(at);
                log.insert(to.index(honest.len()), event);
            }
            Tampering::Truncate => log.truncate(at),
        }
        // What only adds behind the checkpoint is appending, not tampering.
        prop_assume!(!log.starts_with(&honest));
        let fault = audit(&log, std::slice::from_ref(&signed)).unwrap_err();
        prop_assert_eq!(fault.what(), What::Tree);
        prop_assert_eq!(fault.id(), count);
        // Untouched, the same log is sound: the fault was the tampering.
        prop_assert!(audit(&honest, &[signed]).is_ok());
    }
}
