//! Holds: what they keep from claims, how they are made, ended, listed and proven.

use super::*;
use crate::hold::{Ended, HOLDS_MAX, Hold, NewHold, Resumed};
use trade::HoldScope;

fn new(scope: &str) -> NewHold {
    NewHold {
        scope: scope.parse().unwrap(),
        reason: "the tariff is wrong".into(),
        by: "kim".into(),
        until: None,
    }
}

impl Fresh {
    async fn hold(&self, scope: &str) -> Hold {
        self.ledger.hold(new(scope)).await.unwrap().expect("room for a hold")
    }

    async fn resume(&self, id: i64) -> Resumed {
        self.ledger.resume(id, "ann", Some("mended".into())).await.unwrap()
    }

    async fn claimed(&self) -> Vec<String> {
        let claimed = self.ledger.claim(order(10)).await.unwrap();
        claimed.iter().map(|one| one.id.to_string()).collect()
    }
}

/// Two sources, the first with more documents than a claim looks at.
async fn two_sources(fresh: &Fresh) {
    for number in 0..60 {
        fresh.receive(arrival(&format!("g-{number}"), &format!("g{number}"))).await;
    }
    for name in ["p-1", "p-2"] {
        fresh.receive(Arrival { source: "portal".into(), ..arrival(name, name) }).await;
    }
}

pub async fn what_everything_or_the_lane_is_held_for_is_not_claimed_and_stays_queued(fresh: Fresh) {
    for (scope, before, behind) in [("everything", "a", "b"), ("lane:structured", "c", "d")] {
        fresh.receive(arrival(before, before)).await;
        let hold = fresh.hold(scope).await;
        fresh.receive(arrival(behind, behind)).await;
        assert_eq!(fresh.claimed().await, Vec::<String>::new(), "{scope}");
        assert_eq!((fresh.state(before).await, fresh.state(behind).await), (State::Queued, State::Queued));
        assert!(matches!(fresh.resume(hold.id).await, Resumed::Done(_)));
        assert_eq!(fresh.claimed().await, [before, behind], "{scope}");
    }
    fresh.receive(arrival("e", "e")).await;
    for scope in ["lane:text", "source:portal", "dependency:folder"] {
        fresh.hold(scope).await;
    }
    assert_eq!(fresh.claimed().await, ["e"], "what no hold covers goes on");
}

pub async fn a_held_source_waits_however_much_of_it_there_is_and_the_others_go_on(fresh: Fresh) {
    two_sources(&fresh).await;
    let hold = fresh.hold("source:gateway").await;
    fresh.hold("source:nobody").await;
    assert_eq!(fresh.claimed().await, ["p-1", "p-2"]);
    assert_eq!(fresh.claimed().await, Vec::<String>::new());
    fresh.resume(hold.id).await;
    assert_eq!(fresh.claimed().await.len(), 10);
}

pub async fn what_was_claimed_before_a_hold_is_given_back_without_a_failure(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    let claimed = fresh.claim_one().await;
    let hold = fresh.hold("everything").await;
    assert_eq!(fresh.ledger.give_back(vec![(claimed.seq, claimed.token)]).await.unwrap(), 1);
    assert_eq!(fresh.state("a").await, State::Queued);
    assert_eq!(fresh.claimed().await, Vec::<String>::new());
    fresh.resume(hold.id).await;
    let again = fresh.claim_one().await;
    assert_eq!((again.failures, again.alone), (0, false));
}

pub async fn several_holds_stand_at_once_and_the_last_to_end_lets_go(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    let (first, second) = (fresh.hold("everything").await, fresh.hold("everything").await);
    assert_ne!(first.id, second.id);
    fresh.resume(first.id).await;
    assert_eq!(fresh.claimed().await, Vec::<String>::new());
    fresh.resume(second.id).await;
    assert_eq!(fresh.claimed().await, ["a"]);
    let third = fresh.hold("source:gateway").await;
    assert!(third.id > second.id, "a number is never used again");
}

pub async fn a_hold_is_listed_as_it_was_made_and_ends_once(fresh: Fresh) {
    let until = fresh.ledger.now() + SignedDuration::from_secs(3_600);
    let asked = NewHold { until: Some(until), ..new("source:gateway") };
    let made = fresh.ledger.hold(asked).await.unwrap().unwrap();
    let wanted = Hold {
        id: made.id,
        scope: HoldScope::Source("gateway".into()),
        reason: "the tariff is wrong".into(),
        by: "kim".into(),
        since: fresh.ledger.now(),
        until: Some(until),
        ended: None,
    };
    assert_eq!(made, wanted);
    let other = fresh.hold("lane:scan").await;
    assert_eq!(fresh.ledger.holds(0).await.unwrap(), [wanted.clone(), other.clone()]);
    // Its time alone ends no hold: somebody does, with an event.
    fresh.clock.turn(7_200);
    assert_eq!(fresh.ledger.holds(0).await.unwrap().len(), 2);
    let ended = Ended { at: fresh.ledger.now(), by: "ann".into(), reason: Some("mended".into()) };
    let ended = Hold { ended: Some(ended), ..wanted };
    assert_eq!(fresh.resume(made.id).await, Resumed::Done(ended.clone()));
    fresh.clock.turn(1);
    assert_eq!(fresh.resume(made.id).await, Resumed::Before(ended.clone()));
    assert_eq!(fresh.resume(99).await, Resumed::Unknown);
    assert_eq!(fresh.ledger.holds(0).await.unwrap(), std::slice::from_ref(&other));
    assert_eq!(fresh.ledger.holds(10).await.unwrap(), [other, ended]);
}

#[tokio::test]
async fn a_hold_survives_a_reopening() {
    let fresh = Fresh::sqlite();
    fresh.receive(arrival("a", "1")).await;
    let held = fresh.hold("everything").await;
    drop(fresh.ledger);
    let ledger = Sqlite::open(fresh.folder.path(), fresh.clock.clock(), Durability::Full).unwrap();
    assert_eq!(ledger.holds(0).await.unwrap(), [held]);
    assert!(ledger.claim(order(10)).await.unwrap().is_empty());
}

pub async fn each_hold_has_one_event_for_its_beginning_and_one_for_its_end(fresh: Fresh) {
    let (first, second) = (fresh.hold("everything").await, fresh.hold("source:gateway").await);
    fresh.resume(first.id).await;
    fresh.ledger.resume(second.id, "ann", None).await.unwrap();
    let proofs = fresh.ledger.hold_proofs(0, 10).await.unwrap();
    assert_eq!(proofs.iter().map(|proof| proof.hold.id).collect::<Vec<_>>(), [first.id, second.id]);
    assert_eq!(fresh.ledger.hold_proofs(first.id, 10).await.unwrap().len(), 1);
    let batches = fresh.ledger.event_batches(0, 100).await.unwrap();
    let mut told = Vec::new();
    for proof in &proofs {
        for place in &proof.events {
            let (batch, _) = batches.iter().find(|(batch, _)| batch.batch == place.batch).unwrap();
            let bytes = batch.events().nth(place.index as usize).unwrap();
            let event = Event::read(bytes).unwrap();
            assert_eq!(event.document, proof.hold.name());
            assert_eq!(event.other.as_deref(), Some(proof.hold.scope.to_string().as_str()));
            told.push((event.n, event.what, event.by.into_owned(), event.original, event.outcome));
        }
    }
    let words = Some(Digest::of(b"mended"));
    assert_eq!(
        told,
        [
            (1, What::Held, "kim".into(), Some(first.terms()), None),
            (2, What::Resumed, "ann".into(), None, words),
            (1, What::Held, "kim".into(), Some(second.terms()), None),
            (2, What::Resumed, "ann".into(), None, None),
        ]
    );
}

pub async fn no_more_holds_stand_at_once_than_may(fresh: Fresh) {
    for _ in 0..HOLDS_MAX {
        fresh.hold("dependency:folder").await;
    }
    let events = fresh.ledger.last_batch().await.unwrap();
    assert_eq!(fresh.ledger.hold(new("everything")).await.unwrap(), None);
    assert_eq!(fresh.ledger.last_batch().await.unwrap(), events, "what is refused leaves no event");
    let first = fresh.ledger.holds(0).await.unwrap()[0].id;
    fresh.resume(first).await;
    fresh.hold("everything").await;
}

pub async fn a_hold_and_its_end_ring_for_those_who_watch(fresh: Fresh) {
    let wakes = fresh.ledger.wakes();
    let held = fresh.hold("everything").await;
    wakes.holds.notified().await;
    fresh.resume(held.id).await;
    wakes.holds.notified().await;
    wakes.outbox.notified().await;
    wakes.queued(Lane::Scan).notified().await;
}
