//! Holds against their events: each row is what its events made of it.
//!
//! Reason and expiry stand in the log as a digest; scope, times and people as they are.

use super::{Bad, EVENTS_OF_AT_ONCE, Stop, event_at, events_of};
use ledger::Ledger;
use ledger::hold::{Ended, HoldProof};
use std::collections::HashMap;
use trade::event::{Event, What};

/// Checks all holds; answers how many of the events up to batch `end` are theirs.
pub(super) async fn holds(ledger: &dyn Ledger, end: i64) -> Result<u64, Stop> {
    let (mut after, mut placed) = (0, 0);
    loop {
        let proofs = ledger.hold_proofs(after, EVENTS_OF_AT_ONCE).await?;
        let Some(last) = proofs.last() else { return Ok(placed) };
        after = last.hold.id;
        let events = events_of(ledger, proofs.iter().flat_map(|proof| &proof.events)).await?;
        for proof in &proofs {
            placed += proof.events.iter().filter(|place| place.batch <= end).count() as u64;
            agrees(proof, &events).map_err(|why| Bad::new("state", proof.hold.name(), why))?;
        }
    }
}

/// The hold is what its events say: one that it was made, and one that it ended, if it has.
fn agrees(proof: &HoldProof, events: &HashMap<i64, Vec<Vec<u8>>>) -> Result<(), String> {
    let hold = &proof.hold;
    let name = hold.name();
    let mut told = Vec::new();
    for (n, place) in (1u32..).zip(&proof.events) {
        let bytes = event_at(events, place)
            .ok_or_else(|| format!("its event {n} is not where the hold's row says"))?;
        let event = Event::read(bytes).map_err(|_| format!("its event {n} is no event"))?;
        if event.document != name || event.n != n {
            return Err(format!("its event {n} is event {} of {}", event.n, event.document));
        }
        told.push(event);
    }
    let (made, ended) = match told.as_slice() {
        [made] => (made, None),
        [made, ended] => (made, Some(ended)),
        other => {
            return Err(format!("it has {} events; a hold has one, or two once it has ended", other.len()));
        }
    };
    if made.what != What::Held || ended.is_some_and(|ended| ended.what != What::Resumed) {
        return Err("its events are not those of a hold".to_owned());
    }
    let scope = hold.scope.to_string();
    if let Some(event) = told.iter().find(|event| event.other.as_deref() != Some(scope.as_str())) {
        let named = event.other.as_deref().unwrap_or("nothing");
        return Err(format!("its event {} is about {named}, its row about {scope}", event.n));
    }
    if made.by != hold.by || made.at != hold.since {
        return Err(format!("it was made by {} at {}, its row says otherwise", made.by, made.at));
    }
    if made.original != Some(hold.terms()) {
        return Err("its reason or its expiry is not the one it was made with".to_owned());
    }
    match (ended, &hold.ended) {
        (None, None) => Ok(()),
        (Some(event), Some(row)) => ends_as(event, row),
        (None, Some(_)) => Err("its row says that it ended, no event does".to_owned()),
        (Some(event), None) => {
            Err(format!("it was ended by {} at {}, its row says it is in force", event.by, event.at))
        }
    }
}

fn ends_as(event: &Event<'_>, row: &Ended) -> Result<(), String> {
    if event.by != row.by || event.at != row.at {
        return Err(format!("it was ended by {} at {}, its row says otherwise", event.by, event.at));
    }
    if event.outcome != row.words() {
        return Err("the reason of its end is not the one that was given".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use ledger::hold::Hold;
    use ledger::log::EventPlace;

    /// A hold that ended, with its events in one batch.
    fn ended() -> (HoldProof, HashMap<i64, Vec<Vec<u8>>>) {
        let at = |second: i64| Timestamp::from_second(second).unwrap();
        let end = Ended { at: at(9), by: "ann".into(), reason: Some("mended".into()) };
        let hold = Hold {
            id: 3,
            scope: "source:gateway".parse().unwrap(),
            reason: "wrong".into(),
            by: "kim".into(),
            since: at(5),
            until: Some(at(50)),
            ended: Some(end.clone()),
        };
        let (name, scope) = (hold.name(), hold.scope.to_string());
        let made = Event {
            original: Some(hold.terms()),
            other: Some(scope.as_str().into()),
            ..Event::about(&name, 1, at(5), What::Held, "kim")
        };
        let resumed = Event {
            outcome: end.words(),
            other: Some(scope.as_str().into()),
            ..Event::about(&name, 2, at(9), What::Resumed, "ann")
        };
        let bytes = |event: &Event<'_>| {
            let mut bytes = Vec::new();
            event.write_canonical(&mut bytes);
            bytes
        };
        let events = HashMap::from([(7, vec![bytes(&made), bytes(&resumed)])]);
        let places = [0, 1].map(|index| EventPlace { batch: 7, index });
        (HoldProof { hold, events: places.to_vec() }, events)
    }

    #[test]
    fn a_hold_agrees_with_its_events() {
        let (proof, events) = ended();
        assert_eq!(agrees(&proof, &events), Ok(()));
        let mut in_force = proof;
        in_force.hold.ended = None;
        in_force.events.truncate(1);
        assert_eq!(agrees(&in_force, &events), Ok(()));
    }

    #[test]
    fn whatever_is_changed_in_its_row_is_named() {
        type Change = fn(&mut HoldProof);
        let changes: [(&str, Change); 11] = [
            ("is event 1 of hold:3", |proof| proof.hold.id = 4),
            ("is about source:gateway", |proof| proof.hold.scope = "everything".parse().unwrap()),
            ("expiry", |proof| proof.hold.reason = "right".into()),
            ("expiry", |proof| proof.hold.until = None),
            ("made by kim", |proof| proof.hold.by = "ann".into()),
            ("made by kim", |proof| proof.hold.since = Timestamp::UNIX_EPOCH),
            ("in force", |proof| proof.hold.ended = None),
            ("ended by ann", |proof| proof.hold.ended.as_mut().unwrap().by = "kim".into()),
            ("reason of its end", |proof| proof.hold.ended.as_mut().unwrap().reason = None),
            ("no event does", |proof| proof.events.truncate(1)),
            ("it has 0 events", |proof| proof.events.clear()),
        ];
        for (named, change) in changes {
            let (mut proof, events) = ended();
            change(&mut proof);
            let why = agrees(&proof, &events).unwrap_err();
            assert!(why.contains(named), "{named}: {why}");
        }
    }
}
