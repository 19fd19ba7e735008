//! Holds: made, ended, listed, and what of them a claim has to know.

use super::tables::{Document, Tables, Transaction};
use crate::Error;
use crate::hold::{Ended, HOLDS_MAX, Hold, HoldProof, NewHold, Resumed};
use crate::sqlite::column::{places, places_count, push_place, time};
use std::sync::Arc;
use trade::event::{Event, What};

/// A hold and the places of its events.
#[derive(Clone)]
pub struct HoldRow {
    hold: Hold,
    places: Vec<u8>,
}

/// Whether a hold in force covers a queued document.
pub fn is_held(tables: &Tables, document: &Document) -> bool {
    let (lane, source) = (document.arrival.lane, &document.arrival.source);
    in_force(tables).any(|hold| hold.scope.covers_work(lane, source))
}

fn in_force(tables: &Tables) -> impl Iterator<Item = &Hold> {
    tables.holds.iter().map(|row| &row.hold).filter(|hold| hold.ended.is_none())
}

/// Makes a hold with its event, unless as many stand as may.
pub fn hold(transaction: &mut Transaction, asked: NewHold) -> Result<Option<Hold>, Error> {
    if in_force(&transaction.tables).count() >= HOLDS_MAX {
        return Ok(None);
    }
    let hold = Hold {
        id: i64::try_from(transaction.tables.holds.len()).unwrap_or(i64::MAX).saturating_add(1),
        scope: asked.scope,
        reason: asked.reason,
        by: asked.by,
        since: transaction.at,
        until: asked.until.map(|until| time(until.as_microsecond())).transpose()?,
        ended: None,
    };
    let mut row = HoldRow { hold: hold.clone(), places: Vec::new() };
    let (name, scope) = (hold.name(), hold.scope.to_string());
    push_place(&mut row.places, &transaction.next_place());
    transaction.event_placed(&Event {
        original: Some(hold.terms()),
        other: Some(scope.into()),
        ..Event::about(&name, 1, hold.since, What::Held, &hold.by)
    });
    transaction.tables.holds.push(Arc::new(row));
    transaction.rings.holds = true;
    Ok(Some(hold))
}

/// Ends a hold with its event, and rings for the work that waited.
pub fn resume(
    transaction: &mut Transaction,
    id: i64,
    by: &str,
    reason: Option<String>,
) -> Result<Resumed, Error> {
    let (at, next) = (transaction.at, transaction.next_place());
    let found = transaction.tables.holds.iter_mut().find(|row| row.hold.id == id);
    let Some(row) = found.map(Arc::make_mut) else { return Ok(Resumed::Unknown) };
    if row.hold.ended.is_some() {
        return Ok(Resumed::Before(row.hold.clone()));
    }
    let ended = Ended { at, by: by.to_owned(), reason };
    let (name, scope, words) = (row.hold.name(), row.hold.scope.to_string(), ended.words());
    push_place(&mut row.places, &next);
    row.hold.ended = Some(ended);
    let (hold, count) = (row.hold.clone(), places_count(&row.places));
    transaction.event_placed(&Event {
        outcome: words,
        other: Some(scope.into()),
        ..Event::about(&name, count, at, What::Resumed, by)
    });
    transaction.rings.holds = true;
    transaction.rings.queued = true;
    transaction.rings.outbox = true;
    Ok(Resumed::Done(hold))
}

/// The holds in force, the first made first; then at most so many that have ended, the last made first.
pub fn holds(tables: &Tables, ended_max: usize) -> Vec<Hold> {
    let ended = tables.holds.iter().rev().map(|row| &row.hold).filter(|hold| hold.ended.is_some());
    in_force(tables).chain(ended.take(ended_max)).cloned().collect()
}

/// What the verifier needs of holds after number `after`.
pub fn hold_proofs(tables: &Tables, after: i64, limit: usize) -> Result<Vec<HoldProof>, Error> {
    let rows = tables.holds.iter().filter(|row| row.hold.id > after).take(limit);
    rows.map(|row| Ok(HoldProof { hold: row.hold.clone(), events: places(&row.places)? })).collect()
}
