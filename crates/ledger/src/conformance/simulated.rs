//! What simulations rely on: the fence, what is brought back and when, the sequencer's compare, the outbox, keys.

use super::*;
use crate::decision::{Act, Decision};

/// A second claim after the first one lapsed.
async fn taken_over(fresh: &Fresh) -> (Claimed, Claimed) {
    let first = fresh.claim_one().await;
    fresh.clock.turn(31);
    assert_eq!(fresh.ledger.rescue(twice_is_poison).await.unwrap(), 1);
    (first, fresh.claim_one().await)
}

pub async fn a_returned_or_rescued_document_takes_no_outcome_of_its_old_token(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    let first = fresh.claim_one().await;
    assert_eq!(fresh.ledger.give_back(vec![(first.seq, first.token)]).await.unwrap(), 1);
    assert_eq!(fresh.ledger.commit([sound(&first)].into()).await.unwrap(), [Committed::Stale]);
    assert_eq!(fresh.ledger.give_back(vec![(first.seq, first.token)]).await.unwrap(), 0);
    let (second, third) = taken_over(&fresh).await;
    assert!(second.token != first.token && third.token != second.token);
    // Neither a return nor a late outcome of an old holder takes the document from the new one.
    assert_eq!(fresh.ledger.give_back(vec![(second.seq, second.token)]).await.unwrap(), 0);
    assert_eq!(fresh.ledger.commit([sound(&second)].into()).await.unwrap(), [Committed::Stale]);
    assert_eq!(fresh.ledger.commit([sound(&third)].into()).await.unwrap(), [Committed::Done]);
    assert_eq!(fresh.ledger.commit([sound(&second)].into()).await.unwrap(), [Committed::Stale]);
    assert_eq!((third.attempt, fresh.events("a").await.len()), (3, 2));
}

pub async fn a_repeated_commit_writes_no_second_event_and_no_second_release(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    let claimed = fresh.claim_one().await;
    assert_eq!(fresh.ledger.commit([sound(&claimed)].into()).await.unwrap(), [Committed::Done]);
    // The answer was lost: the worker asks again.
    assert_eq!(fresh.ledger.commit([sound(&claimed)].into()).await.unwrap(), [Committed::Stale]);
    assert_eq!(fresh.events("a").await.len(), 2);
    assert_eq!(fresh.ledger.undelivered("folder", 10).await.unwrap().len(), 1);
}

pub async fn a_lapsed_lease_brings_back_exactly_what_was_left_under_it(fresh: Fresh) {
    for name in ["a", "b", "c", "d"] {
        fresh.receive(arrival(name, name)).await;
    }
    let batch = fresh.ledger.claim(order(3)).await.unwrap();
    fresh.ledger.commit([sound(&batch[0])].into()).await.unwrap();
    fresh.ledger.give_back(vec![(batch[1].seq, batch[1].token)]).await.unwrap();
    let (seqs, before) = (fresh.ledger.claim(order(1)).await.unwrap(), fresh.ledger.now());
    assert_eq!(seqs[0].id, id("b"));
    fresh.clock.turn(31);
    // Two leases have lapsed; the first has one document left, the second its only one.
    assert_eq!(fresh.ledger.rescue(twice_is_poison).await.unwrap(), 2);
    assert_eq!(fresh.ledger.rescue(twice_is_poison).await.unwrap(), 0);
    let states = [fresh.state("a").await, fresh.state("b").await, fresh.state("c").await];
    assert_eq!(states, [State::Validated, State::Queued, State::Queued]);
    // What died in company runs alone from now on, though others wait.
    let next = fresh.ledger.claim(order(1)).await.unwrap();
    assert!(next[0].alone && next[0].deaths == 0 && next[0].received_at <= before);
}

pub async fn a_lease_lapses_after_its_end_and_not_at_it(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    fresh.claim_one().await;
    fresh.clock.turn(30);
    assert_eq!(fresh.ledger.rescue(twice_is_poison).await.unwrap(), 0);
    fresh.clock.turn(1);
    assert_eq!(fresh.ledger.rescue(twice_is_poison).await.unwrap(), 1);
}

pub async fn a_wait_ends_once_and_with_one_event(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    let claimed = fresh.claim_one().await;
    let wake_at = Some(fresh.ledger.now() + SignedDuration::from_secs(1));
    let waits = Outcome { wake_at, counts_failure: true, ..ended(&claimed, State::Waiting, None) };
    fresh.ledger.commit([waits].into()).await.unwrap();
    assert_eq!(fresh.ledger.claim(order(1)).await.unwrap().len(), 0);
    fresh.clock.turn(1);
    assert_eq!(fresh.ledger.wake().await.unwrap(), 1);
    assert_eq!(fresh.ledger.wake().await.unwrap(), 0);
    let last = fresh.events("a").await.pop().unwrap();
    assert_eq!(last, (What::Woken, Some(State::Waiting), Some(State::Queued)));
    let shown = fresh.ledger.document(&id("a")).await.unwrap().unwrap();
    assert_eq!((shown.summary.wake_at, shown.summary.failures), (None, 1));
}

pub async fn a_sequencer_that_read_an_older_head_writes_nothing(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    let leaf = |batch, first_leaf| LeafBatch { batch, first_leaf, hashes: vec![1; 32] };
    let (one, two) = (LogHead { size: 1, frontier: vec![1; 32] }, LogHead { size: 2, frontier: vec![2; 32] });
    let first = fresh.ledger.unsequenced(10).await.unwrap().remove(0).batch;
    let note = Some((1, "note".to_owned()));
    assert!(
        fresh.ledger.sequence(LogHead::default(), vec![leaf(first, 0)], one.clone(), note).await.unwrap()
    );
    fresh.receive(arrival("b", "2")).await;
    let second = fresh.ledger.unsequenced(10).await.unwrap().remove(0).batch;
    assert_ne!(second, first);
    let late = Some((2, "late".to_owned()));
    assert!(
        !fresh.ledger.sequence(LogHead::default(), vec![leaf(second, 0)], two.clone(), late).await.unwrap()
    );
    assert_eq!(fresh.ledger.log_head().await.unwrap().size, 1);
    assert_eq!(fresh.ledger.checkpoints().await.unwrap(), [(1, "note".to_owned())]);
    assert_eq!(fresh.ledger.unsequenced(10).await.unwrap().len(), 1);
    assert!(fresh.ledger.sequence(one, vec![leaf(second, 1)], two, None).await.unwrap());
    assert_eq!(fresh.ledger.leaf_hashes(0, 10).await.unwrap().len(), 2);
}

/// What an outlet took, told back to the ledger.
fn sent(waiting: &crate::work::Undelivered) -> Delivered {
    Delivered {
        standing: waiting.standing.clone(),
        revision: waiting.revision,
        release: Digest::of(b"release"),
        lines: 3,
        value: Some("100.50".parse().unwrap()),
    }
}

pub async fn a_release_is_waiting_until_marked_and_its_id_stays(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    let claimed = fresh.claim_one().await;
    fresh.ledger.commit([sound(&claimed)].into()).await.unwrap();
    let first = fresh.ledger.undelivered("folder", 10).await.unwrap();
    let again = fresh.ledger.undelivered("folder", 10).await.unwrap();
    assert_eq!((first[0].revision, again[0].revision, first.len()), (1, 1, again.len()));
    assert!(fresh.ledger.undelivered("other", 10).await.unwrap().is_empty());
    fresh.ledger.delivered("folder", vec![sent(&again[0])], None).await.unwrap();
    assert!(fresh.ledger.undelivered("folder", 10).await.unwrap().is_empty());
}

/// A document in `validated` with a waiting release, and a person's new revision of it.
async fn revised(fresh: &Fresh) -> Vec<crate::work::Undelivered> {
    fresh.receive(arrival("a", "1")).await;
    let claimed = fresh.claim_one().await;
    let first = sound(&claimed);
    fresh.ledger.commit([first.clone()].into()).await.unwrap();
    let waiting = fresh.ledger.undelivered("folder", 10).await.unwrap();
    let decision = Decision {
        act: Act::Correct,
        line: Some(1),
        field: Some("hs_code".into()),
        value: Some("010121".into()),
        codes: Vec::new(),
        by: "kim".into(),
        reason: None,
    };
    let verdict = first.result.unwrap();
    let asked = fresh.ledger.revise(&id("a"), 2, vec![decision], verdict, "kim").await.unwrap();
    assert_eq!(asked, Asked::Done);
    waiting
}

pub async fn a_newer_revision_takes_the_place_of_one_that_waits(fresh: Fresh) {
    revised(&fresh).await;
    let waiting = fresh.ledger.undelivered("folder", 10).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].revision, waiting[0].supersedes), (1, 2, None));
    fresh.ledger.delivered("folder", vec![sent(&waiting[0])], None).await.unwrap();
    assert_eq!(fresh.state("a").await, State::Released);
    let shown = fresh.ledger.document(&id("a")).await.unwrap().unwrap();
    let releases: Vec<&str> = shown.releases.iter().map(|one| one.state.as_str()).collect();
    assert_eq!(releases, ["superseded", "sent"]);
}

pub async fn a_release_that_went_out_while_its_successor_was_written_counts_as_sent(fresh: Fresh) {
    // The outbox was read and the release is on its way when a person makes the next revision.
    let on_its_way = revised(&fresh).await;
    fresh.ledger.delivered("folder", vec![sent(&on_its_way[0])], None).await.unwrap();
    assert_eq!(fresh.state("a").await, State::Released);
    let waiting = fresh.ledger.undelivered("folder", 10).await.unwrap();
    assert_eq!(
        (waiting[0].revision, waiting[0].supersedes),
        (2, Some(1)),
        "who took the first must be told that the second takes its place"
    );
    // A repeated mark changes nothing.
    let events = fresh.events("a").await.len();
    fresh.ledger.delivered("folder", vec![sent(&on_its_way[0])], None).await.unwrap();
    assert_eq!(fresh.events("a").await.len(), events);
    fresh.ledger.delivered("folder", vec![sent(&waiting[0])], None).await.unwrap();
    let what: Vec<What> = fresh.events("a").await.into_iter().map(|(what, _, _)| what).collect();
    assert_eq!(what[2..], [What::LineSettled, What::Delivered, What::Revised]);
}

pub async fn a_document_is_out_only_when_each_outlet_took_a_revision(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    let claimed = fresh.claim_one().await;
    let mut first = sound(&claimed);
    first.result.as_mut().unwrap().outlets.push("topic".into());
    fresh.ledger.commit([first.clone()].into()).await.unwrap();
    // A person makes the next revision before any outlet has taken the first.
    let verdict = first.result.unwrap();
    let asked = fresh.ledger.revise(&id("a"), 2, Vec::new(), verdict, "kim").await.unwrap();
    assert_eq!(asked, Asked::Done);
    for (outlet, after) in [("folder", State::Validated), ("topic", State::Released)] {
        let waiting = fresh.ledger.undelivered(outlet, 10).await.unwrap();
        assert_eq!((waiting.len(), waiting[0].revision), (1, 2));
        fresh.ledger.delivered(outlet, vec![sent(&waiting[0])], None).await.unwrap();
        assert_eq!(fresh.state("a").await, after, "after {outlet}");
    }
}

pub async fn what_a_refused_outcome_would_have_sent_does_not_leave(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    let claimed = fresh.claim_one().await;
    let mut twice = sound(&claimed);
    twice.result.as_mut().unwrap().outlets.push("folder".into());
    assert_eq!(fresh.ledger.commit([twice].into()).await.unwrap(), [Committed::Refused]);
    assert!(fresh.ledger.undelivered("folder", 10).await.unwrap().is_empty());
    assert_eq!(fresh.events("a").await.len(), 1);
    // The token holds still: the worker says what becomes of it.
    let dead = Outcome { code: Some(Code::LedgerRefused), ..ended(&claimed, State::DeadLetter, None) };
    assert_eq!(fresh.ledger.commit([dead].into()).await.unwrap(), [Committed::Done]);
}

pub async fn a_key_outlives_every_state_of_its_document(fresh: Fresh) {
    let first = fresh.receive(arrival("a", "1")).await;
    for expected in [State::Queued, State::Processing, State::Validated, State::Released] {
        match expected {
            State::Processing => drop(fresh.claim_one().await),
            State::Validated => {
                fresh.clock.turn(31);
                fresh.ledger.rescue(twice_is_poison).await.unwrap();
                let claimed = fresh.claim_one().await;
                fresh.ledger.commit([sound(&claimed)].into()).await.unwrap();
            }
            State::Released => {
                let waiting = fresh.ledger.undelivered("folder", 10).await.unwrap();
                fresh.ledger.delivered("folder", vec![sent(&waiting[0])], None).await.unwrap();
            }
            _ => {}
        }
        let again = fresh.receive(arrival("a", "1")).await;
        assert_eq!((again.seq, again.seen_before, again.state), (first.seq, true, expected));
    }
    let other = fresh.receive(arrival("b", "1")).await;
    let repeated = fresh.receive(arrival("b", "1")).await;
    assert_eq!((other.state, repeated.state), (State::Duplicate, State::Duplicate));
    assert_eq!((other.seen_before, repeated.seen_before), (false, true));
    let counts = fresh.ledger.counts().await.unwrap();
    assert!(counts.accepted == 2 && counts.conserved(), "{counts:?}");
}
