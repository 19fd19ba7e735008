//! One suite for every backend: what the trait promises, tried on the real thing.
//!
//! Each test gets a backend of its own, as [`Fresh`]; another backend joins by opening itself there and in
//! [`on_each_backend`].

use crate::arrival::{Arrival, KeyKind, Received};
use crate::decision::{Ask, Asked};
use crate::log::{LeafBatch, LogHead};
use crate::sqlite::{Durability, Sqlite};
use crate::view::Filter;
use crate::work::{
    AfterLapse, ClaimOrder, Claimed, Committed, Delivered, FileMark, Lapsed, Outcome, Verdict, outcome_digest,
};
use crate::{Blobs, Clock, Ledger, Memory};
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use trade::event::{Event, What};
use trade::routing::Routing;
use trade::{Code, CorrelationId, Digest, Kind, Lane, Priority, State};

/// What simulations rely on.
mod simulated;

/// Holds.
mod holds;

use holds::*;
use simulated::*;

/// A clock that only the test turns.
#[derive(Clone)]
struct Turned(Arc<Mutex<Timestamp>>);

impl Turned {
    fn new() -> Turned {
        Turned(Arc::new(Mutex::new("2026-11-24T08:00:00Z".parse().unwrap())))
    }

    fn turn(&self, seconds: i64) {
        let mut now = self.0.lock().unwrap();
        *now += SignedDuration::from_secs(seconds);
    }

    fn clock(&self) -> Clock {
        let turned = self.0.clone();
        Arc::new(move || *turned.lock().unwrap())
    }
}

/// One backend on a folder of its own.
struct Fresh {
    ledger: Box<dyn Ledger>,
    clock: Turned,
    folder: tempfile::TempDir,
}

/// Runs each test on each backend.
macro_rules! on_each_backend {
    ($($test:ident;)*) => {
        mod on_sqlite {
            $(#[tokio::test] async fn $test() { super::$test(super::Fresh::sqlite()).await })*
        }
        mod in_memory {
            $(#[tokio::test] async fn $test() { super::$test(super::Fresh::memory()).await })*
        }
    };
}

fn id(text: &str) -> CorrelationId {
    CorrelationId::parse(text).unwrap()
}

pub(crate) fn arrival(name: &str, bytes: &str) -> Arrival {
    Arrival {
        id: id(name),
        key: KeyKind::CorrelationId,
        part: 0,
        source: "gateway".into(),
        client: String::new(),
        digest: Digest::of(bytes.as_bytes()),
        size: bytes.len() as u64,
        bytes: Some(bytes::Bytes::copy_from_slice(bytes.as_bytes())),
        name: None,
        format: "envelope".into(),
        lane: Lane::Structured,
        priority: Priority::Normal,
        routing: Routing::default(),
        kind: Kind::CommercialInvoice,
        jurisdiction: None,
        as_of: None,
        container: None,
        again: None,
    }
}

const LEASE: Duration = Duration::from_secs(30);

pub(crate) fn order(documents_max: usize) -> ClaimOrder {
    ClaimOrder {
        lane: Lane::Structured,
        documents_max,
        bytes_max: u64::MAX,
        lease: LEASE,
        choose: |candidates, most, _| (0..candidates.len().min(most)).collect(),
    }
}

impl Fresh {
    fn sqlite() -> Fresh {
        let (clock, folder) = (Turned::new(), tempfile::tempdir().unwrap());
        let ledger = Box::new(Sqlite::open(folder.path(), clock.clock(), Durability::Full).unwrap());
        Fresh { ledger, clock, folder }
    }

    fn memory() -> Fresh {
        let (clock, folder) = (Turned::new(), tempfile::tempdir().unwrap());
        let blobs = Blobs::open(&folder.path().join("blobs")).unwrap();
        Fresh { ledger: Box::new(Memory::new(clock.clock(), blobs, 1)), clock, folder }
    }

    async fn receive(&self, arrival: Arrival) -> Received {
        self.ledger.receive(vec![arrival], "door").await.unwrap().remove(0).unwrap()
    }

    async fn claim_one(&self) -> Claimed {
        let mut claimed = self.ledger.claim(order(1)).await.unwrap();
        assert_eq!(claimed.len(), 1);
        claimed.remove(0)
    }

    async fn state(&self, name: &str) -> State {
        self.ledger.document(&id(name)).await.unwrap().unwrap().summary.state
    }

    async fn events(&self, name: &str) -> Vec<(What, Option<State>, Option<State>)> {
        let placed = self.ledger.events(&id(name)).await.unwrap();
        placed
            .iter()
            .map(|placed| Event::read(&placed.bytes).unwrap())
            .map(|event| (event.what, event.from, event.to))
            .collect()
    }
}

fn sound(claimed: &Claimed) -> Outcome {
    let (record, findings) = (r#"{"line_items":[]}"#.to_owned(), "[]".to_owned());
    let verdict = Verdict {
        kind: Kind::CommercialInvoice,
        digest: Some(outcome_digest(record.as_bytes(), findings.as_bytes())),
        record,
        findings,
        lines: 3,
        declared: Some("100.50".parse().unwrap()),
        sound: Some("100.50".parse().unwrap()),
        currency: Some("USD".into()),
        basis: "received",
        outlets: vec!["folder".into()],
        ..Verdict::default()
    };
    ended(claimed, State::Validated, Some(verdict))
}

fn ended(claimed: &Claimed, to: State, result: Option<Verdict>) -> Outcome {
    Outcome {
        seq: claimed.seq,
        id: claimed.id.clone(),
        places: claimed.places.clone(),
        revision: claimed.revision - 1,
        token: claimed.token,
        attempt: claimed.attempt,
        to,
        code: None,
        wake_at: None,
        counts_failure: false,
        result,
        by: "worker-1".into(),
    }
}

async fn a_document_goes_the_whole_way_with_one_event_a_move(fresh: Fresh) {
    let received = fresh.receive(arrival("a", "{}")).await;
    assert_eq!((received.state, received.seen_before), (State::Queued, false));
    let claimed = fresh.claim_one().await;
    assert_eq!(claimed.bytes.as_deref(), Some(&b"{}"[..]));
    assert_eq!(fresh.ledger.commit([sound(&claimed)].into()).await.unwrap(), [Committed::Done]);
    let waiting = fresh.ledger.undelivered("folder", 10).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].revision), (1, 1));
    let sent = Delivered {
        standing: waiting[0].standing.clone(),
        revision: 1,
        release: Digest::of(b"release"),
        lines: 3,
        value: Some("100.50".parse().unwrap()),
    };
    let mark = FileMark { file: "2026-11-24.ndjson".into(), length: 17 };
    fresh.ledger.delivered("folder", vec![sent.clone()], Some(mark.clone())).await.unwrap();
    // A repeated mark changes nothing.
    fresh.ledger.delivered("folder", vec![sent], Some(mark.clone())).await.unwrap();
    assert_eq!(fresh.state("a").await, State::Released);
    assert_eq!(fresh.ledger.file_marks("folder").await.unwrap(), [mark]);
    use State::{Processing, Queued, Received, Released, Validated};
    assert_eq!(
        fresh.events("a").await,
        [
            (What::Received, Some(Received), Some(Queued)),
            (What::Decided, Some(Processing), Some(Validated)),
            (What::Delivered, Some(Validated), Some(Released)),
        ]
    );
    let counts = fresh.ledger.counts().await.unwrap();
    assert!(counts.conserved(), "{counts:?}");
    assert_eq!((counts.accepted, counts.lines.released), (1, 3));
}

async fn the_same_key_is_the_same_receipt_and_other_bytes_are_a_conflict(fresh: Fresh) {
    let first = fresh.receive(arrival("a", "{}")).await;
    let again = fresh.receive(arrival("a", "{}")).await;
    assert_eq!((again.seq, again.seen_before), (first.seq, true));
    let refused =
        fresh.ledger.receive(vec![arrival("a", "[]")], "door").await.unwrap().remove(0).unwrap_err();
    assert_eq!((refused.code, refused.other), (Code::IdempotencyConflict, id("a")));
    assert_eq!(fresh.ledger.counts().await.unwrap().accepted, 1);
}

async fn the_same_bytes_under_another_key_are_a_duplicate_of_the_first(fresh: Fresh) {
    fresh.receive(arrival("a", "{}")).await;
    let second = fresh.receive(arrival("b", "{}")).await;
    assert_eq!(second.state, State::Duplicate);
    let shown = fresh.ledger.document(&id("b")).await.unwrap().unwrap();
    assert_eq!(shown.summary.other, Some(id("a")));
}

async fn an_id_that_another_source_has_is_neither_blocked_nor_shown(fresh: Fresh) {
    fresh.receive(arrival("a", "{}")).await;
    let other = Arrival { source: "portal".into(), ..arrival("a", "[]") };
    let theirs = fresh.receive(other.clone()).await;
    assert_ne!(theirs.id, id("a"));
    let repeated = fresh.receive(other).await;
    assert_eq!((repeated.id, repeated.seen_before), (theirs.id, true));
}

async fn given_keys_tell_parts_apart_and_again_makes_a_new_document(fresh: Fresh) {
    let given = |part, name: &str, bytes: &str| Arrival {
        key: KeyKind::Given("k".into()),
        part,
        ..arrival(name, bytes)
    };
    let first = fresh.receive(given(0, "a", "1")).await;
    let second = fresh.receive(given(1, "b", "2")).await;
    assert_ne!(first.seq, second.seq);
    let repeated = fresh.receive(given(1, "ignored", "2")).await;
    assert_eq!((repeated.seq, repeated.seen_before), (second.seq, true));
    let again = Arrival { again: Some("lost".into()), ..arrival("a", "1") };
    let newer = fresh.receive(again).await;
    assert!(!newer.seen_before && newer.id != id("a") && newer.state == State::Queued);
    let shown = fresh.ledger.document(&newer.id).await.unwrap().unwrap();
    assert_eq!(shown.summary.other, Some(id("a")));
}

/// Where a lapse leads in these tests.
fn twice_is_poison(lapsed: Lapsed) -> AfterLapse {
    if lapsed == (Lapsed { alone: true, deaths: 1 }) {
        AfterLapse::DeadLetter(Code::ParserCrashed)
    } else {
        AfterLapse::Alone
    }
}

async fn a_commit_without_the_current_token_changes_nothing(fresh: Fresh) {
    fresh.receive(arrival("a", "{}")).await;
    let stale = fresh.claim_one().await;
    fresh.clock.turn(31);
    assert_eq!(fresh.ledger.rescue(twice_is_poison).await.unwrap(), 1);
    let current = fresh.claim_one().await;
    assert!(current.alone && current.attempt == 2);
    assert_eq!(fresh.ledger.commit([sound(&stale)].into()).await.unwrap(), [Committed::Stale]);
    assert_eq!(fresh.state("a").await, State::Processing);
    assert_eq!(fresh.ledger.extend(vec![(stale.seq, stale.token)], LEASE).await.unwrap(), [false]);
    assert_eq!(
        fresh.ledger.commit([sound(&current), sound(&current)].into()).await.unwrap(),
        [Committed::Done, Committed::Stale]
    );
}

async fn deaths_alone_are_counted_and_a_lapse_leads_where_it_is_told(fresh: Fresh) {
    fresh.receive(arrival("a", "{}")).await;
    for expected in [State::Queued, State::Queued, State::DeadLetter] {
        fresh.claim_one().await;
        fresh.clock.turn(31);
        fresh.ledger.rescue(twice_is_poison).await.unwrap();
        assert_eq!(fresh.state("a").await, expected);
    }
    let shown = fresh.ledger.document(&id("a")).await.unwrap().unwrap();
    assert_eq!((shown.summary.failures, shown.summary.attempt), (0, 3));
}

async fn an_extended_lease_is_not_rescued_and_a_returned_document_counts_no_failure(fresh: Fresh) {
    fresh.receive(arrival("a", "{}")).await;
    let claimed = fresh.claim_one().await;
    fresh.clock.turn(20);
    let held = vec![(claimed.seq, claimed.token)];
    assert_eq!(fresh.ledger.extend(held.clone(), LEASE).await.unwrap(), [true]);
    fresh.clock.turn(20);
    assert_eq!(fresh.ledger.rescue(twice_is_poison).await.unwrap(), 0);
    assert_eq!(fresh.ledger.give_back(held).await.unwrap(), 1);
    let again = fresh.claim_one().await;
    assert!((again.attempt, again.failures, again.alone) == (2, 0, false));
    assert_eq!(fresh.events("a").await.len(), 1, "neither claims nor returns write events");
}

async fn urgent_work_comes_first_and_a_wait_ends_at_its_time(fresh: Fresh) {
    fresh.receive(arrival("slow", "1")).await;
    fresh.receive(Arrival { priority: Priority::Urgent, ..arrival("fast", "2") }).await;
    let first = fresh.claim_one().await;
    assert_eq!(first.id, id("fast"));
    let wake_at = Some(fresh.ledger.now() + SignedDuration::from_secs(5));
    let waits = Outcome {
        wake_at,
        counts_failure: true,
        code: Some(Code::BlobUnavailable),
        ..ended(&first, State::Waiting, None)
    };
    assert_eq!(fresh.ledger.commit([waits].into()).await.unwrap(), [Committed::Done]);
    assert_eq!(fresh.ledger.wake().await.unwrap(), 0);
    fresh.clock.turn(5);
    assert_eq!(fresh.ledger.wake().await.unwrap(), 1);
    let woken = fresh.claim_one().await;
    assert!((woken.id, woken.failures) == (id("fast"), 1));
}

async fn a_value_that_the_database_refuses_harms_no_neighbour(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    fresh.receive(arrival("b", "2")).await;
    let claimed = fresh.ledger.claim(order(2)).await.unwrap();
    let mut refused = sound(&claimed[0]);
    refused.to = State::Received;
    let answers = fresh.ledger.commit([refused, sound(&claimed[1])].into()).await.unwrap();
    assert_eq!(answers, [Committed::Refused, Committed::Done]);
    assert_eq!(fresh.state("a").await, State::Processing);
    assert_eq!(fresh.events("a").await.len(), 1, "what was undone left no event");
    assert_eq!(fresh.state("b").await, State::Validated);
}

async fn people_move_only_from_where_they_may(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    let replay = || Ask {
        id: id("a"),
        from: &[State::DeadLetter],
        to: State::Queued,
        what: What::Replayed,
        decisions: Vec::new(),
        by: "kim".into(),
        reason: None,
        resets_failures: true,
    };
    assert_eq!(fresh.ledger.ask(replay()).await.unwrap(), Asked::NotFrom(State::Queued));
    let claimed = fresh.claim_one().await;
    let dead = Outcome { code: Some(Code::SchemaViolation), ..ended(&claimed, State::DeadLetter, None) };
    fresh.ledger.commit([dead].into()).await.unwrap();
    assert_eq!(fresh.ledger.ask(replay()).await.unwrap(), Asked::Done);
    assert_eq!(fresh.ledger.ask(replay()).await.unwrap(), Asked::NotFrom(State::Queued));
    assert_eq!(fresh.ledger.ask(Ask { id: id("x"), ..replay() }).await.unwrap(), Asked::Unknown);
}

async fn the_log_gives_each_batch_its_leaves_once(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    fresh.receive(arrival("b", "2")).await;
    let batches = fresh.ledger.unsequenced(1_000).await.unwrap();
    assert_eq!(batches.len(), 2);
    let leaves: Vec<LeafBatch> = batches
        .iter()
        .enumerate()
        .map(|(at, batch)| LeafBatch {
            batch: batch.batch,
            first_leaf: at as u64,
            hashes: vec![at as u8; 32],
        })
        .collect();
    let to = LogHead { size: 2, frontier: vec![9; 32] };
    assert!(fresh.ledger.sequence(LogHead::default(), leaves.clone(), to.clone(), None).await.unwrap());
    assert!(
        !fresh.ledger.sequence(LogHead::default(), leaves, to, None).await.unwrap(),
        "a second sequencer is refused"
    );
    assert!(fresh.ledger.unsequenced(1_000).await.unwrap().is_empty());
    assert_eq!(fresh.ledger.leaf_hashes(1, 10).await.unwrap(), [[1; 32]]);
    assert_eq!(fresh.ledger.events(&id("b")).await.unwrap()[0].leaf, Some(1));
}

#[tokio::test]
async fn what_was_received_is_there_after_a_reopening() {
    let fresh = Fresh::sqlite();
    fresh.receive(arrival("a", "a")).await;
    drop(fresh.ledger);
    let ledger = Sqlite::open(fresh.folder.path(), fresh.clock.clock(), Durability::Full).unwrap();
    assert_eq!(ledger.original(&id("a")).await.unwrap().as_deref(), Some(&b"a"[..]));
    assert_eq!(ledger.counts().await.unwrap().accepted, 1);
}

async fn lists_are_newest_first_and_come_in_pages(fresh: Fresh) {
    for name in ["a", "b", "c"] {
        fresh.receive(arrival(name, name)).await;
    }
    let ledger = fresh.ledger;
    let page = ledger.documents(Filter { limit: 2, ..Filter::default() }).await.unwrap();
    assert_eq!(page.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["c", "b"]);
    let next =
        Filter { before: Some(page[1].seq), limit: 2, states: vec![State::Queued], ..Filter::default() };
    assert_eq!(ledger.documents(next).await.unwrap().len(), 1);
    assert_eq!(ledger.original(&id("a")).await.unwrap().as_deref(), Some(&b"a"[..]));
}

async fn times_of_the_log_never_go_back_though_the_clock_does(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    fresh.clock.turn(-3_600);
    fresh.receive(arrival("b", "2")).await;
    let at = |bytes: &[u8]| Event::read(bytes).unwrap().at;
    let (first, second) =
        (fresh.ledger.events(&id("a")).await.unwrap(), fresh.ledger.events(&id("b")).await.unwrap());
    assert!(at(&second[0].bytes) >= at(&first[0].bytes));
}

async fn a_number_that_another_document_has_is_told_once_and_then_written(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    fresh.receive(arrival("b", "2")).await;
    let claimed = fresh.ledger.claim(order(2)).await.unwrap();
    let numbered = |claimed: &Claimed| {
        let mut outcome = sound(claimed);
        outcome.result.as_mut().unwrap().number_key = Some(7);
        outcome
    };
    let (first, second) = (numbered(&claimed[0]), numbered(&claimed[1]));
    let answers = fresh.ledger.commit([first, second.clone()].into()).await.unwrap();
    assert_eq!(answers, [Committed::Done, Committed::Reused(id("a"))]);
    assert_eq!(fresh.state("b").await, State::Processing);
    let mut told = second;
    told.result.as_mut().unwrap().reuse_told = true;
    assert_eq!(fresh.ledger.commit([told].into()).await.unwrap(), [Committed::Done]);
    assert_eq!(fresh.state("b").await, State::Validated);
}

async fn what_changes_while_a_document_is_queued_is_what_its_claim_gets(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    let asked = Arrival { jurisdiction: Some("US".into()), ..arrival("a", "1") };
    assert!(fresh.receive(asked).await.seen_before);
    let claimed = fresh.claim_one().await;
    assert_eq!((claimed.jurisdiction.as_deref(), claimed.attempt), (Some("US"), 1));
    assert_eq!(claimed.bytes.as_deref(), Some(&b"1"[..]));
}

async fn a_delivery_counts_though_the_document_moved_on_since_the_outbox_was_read(fresh: Fresh) {
    fresh.receive(arrival("a", "1")).await;
    let claimed = fresh.claim_one().await;
    let mut outcome = sound(&claimed);
    outcome.result.as_mut().unwrap().outlets.push("topic".into());
    fresh.ledger.commit([outcome].into()).await.unwrap();
    let read = |outlet: &'static str| fresh.ledger.undelivered(outlet, 10);
    let (folder, topic) = (read("folder").await.unwrap(), read("topic").await.unwrap());
    // Both were read while both waited; the second is marked after the first has changed the document.
    for (outlet, waiting) in [("folder", &folder), ("topic", &topic)] {
        let sent = Delivered {
            standing: waiting[0].standing.clone(),
            revision: 1,
            release: Digest::of(b"release"),
            lines: 3,
            value: Some("100.50".parse().unwrap()),
        };
        fresh.ledger.delivered(outlet, vec![sent], None).await.unwrap();
    }
    assert_eq!(fresh.state("a").await, State::Released);
    let what: Vec<What> = fresh.events("a").await.into_iter().map(|(what, _, _)| what).collect();
    assert_eq!(what, [What::Received, What::Decided, What::Revised, What::Delivered]);
}

on_each_backend! {
    what_everything_or_the_lane_is_held_for_is_not_claimed_and_stays_queued;
    a_held_source_waits_however_much_of_it_there_is_and_the_others_go_on;
    what_was_claimed_before_a_hold_is_given_back_without_a_failure;
    several_holds_stand_at_once_and_the_last_to_end_lets_go;
    a_hold_is_listed_as_it_was_made_and_ends_once;
    each_hold_has_one_event_for_its_beginning_and_one_for_its_end;
    no_more_holds_stand_at_once_than_may;
    a_hold_and_its_end_ring_for_those_who_watch;
    a_document_goes_the_whole_way_with_one_event_a_move;
    the_same_key_is_the_same_receipt_and_other_bytes_are_a_conflict;
    the_same_bytes_under_another_key_are_a_duplicate_of_the_first;
    an_id_that_another_source_has_is_neither_blocked_nor_shown;
    given_keys_tell_parts_apart_and_again_makes_a_new_document;
    a_commit_without_the_current_token_changes_nothing;
    deaths_alone_are_counted_and_a_lapse_leads_where_it_is_told;
    an_extended_lease_is_not_rescued_and_a_returned_document_counts_no_failure;
    urgent_work_comes_first_and_a_wait_ends_at_its_time;
    a_value_that_the_database_refuses_harms_no_neighbour;
    people_move_only_from_where_they_may;
    the_log_gives_each_batch_its_leaves_once;
    lists_are_newest_first_and_come_in_pages;
    times_of_the_log_never_go_back_though_the_clock_does;
    a_number_that_another_document_has_is_told_once_and_then_written;
    what_changes_while_a_document_is_queued_is_what_its_claim_gets;
    a_delivery_counts_though_the_document_moved_on_since_the_outbox_was_read;
    a_returned_or_rescued_document_takes_no_outcome_of_its_old_token;
    a_repeated_commit_writes_no_second_event_and_no_second_release;
    a_lapsed_lease_brings_back_exactly_what_was_left_under_it;
    a_lease_lapses_after_its_end_and_not_at_it;
    a_wait_ends_once_and_with_one_event;
    a_sequencer_that_read_an_older_head_writes_nothing;
    a_release_is_waiting_until_marked_and_its_id_stays;
    a_newer_revision_takes_the_place_of_one_that_waits;
    a_release_that_went_out_while_its_successor_was_written_counts_as_sent;
    a_document_is_out_only_when_each_outlet_took_a_revision;
    what_a_refused_outcome_would_have_sent_does_not_leave;
    a_key_outlives_every_state_of_its_document;
}
