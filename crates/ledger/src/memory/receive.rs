//! `receive`: the same key with the same bytes is the same receipt; with other bytes a conflict; the same bytes under
//! another key are a `duplicate` that points to the first.

use super::decide::settle_tasks;
use super::tables::{Document, Told, Transaction};
use crate::Error;
use crate::arrival::{Arrival, KeyKind, Received, Refusal};
use std::borrow::Cow;
use std::sync::Arc;
use trade::event::What;
use trade::{Code, State};

/// Receives all arrivals of one call.
pub fn receive(
    transaction: &mut Transaction,
    arrivals: Vec<Arrival>,
    by: &str,
) -> Result<Vec<Result<Received, Refusal>>, Error> {
    arrivals.into_iter().map(|arrival| receive_one(transaction, arrival, by)).collect()
}

fn receive_one(
    transaction: &mut Transaction,
    mut arrival: Arrival,
    by: &str,
) -> Result<Result<Received, Refusal>, Error> {
    if arrival.again.is_some() {
        take_free_id(transaction, &mut arrival);
    } else if let Some(seq) = find_by_key(transaction, &mut arrival) {
        let same = transaction.document(seq)?;
        if same.arrival.digest != arrival.digest {
            return Ok(Err(Refusal { code: Code::IdempotencyConflict, other: same.id().clone() }));
        }
        return seen_again(transaction, &arrival, seq, by).map(Ok);
    }
    write_document(transaction, arrival, by).map(Ok)
}

/// Looks the arrival's key up. Where an envelope's id belongs to somebody else's document, the arrival gets an id of
/// its own.
fn find_by_key(transaction: &mut Transaction, arrival: &mut Arrival) -> Option<i64> {
    let is_own = |known: &Document, arrival: &Arrival| {
        known.arrival.source == arrival.source && known.arrival.client == arrival.client
    };
    match &arrival.key {
        KeyKind::CorrelationId => {
            for _ in 0..2 {
                let found = transaction.tables.by_id(&arrival.id)?;
                if is_own(found, arrival) && found.arrival.key == KeyKind::CorrelationId {
                    return Some(found.seq);
                }
                arrival.id = arrival.derived_id();
            }
            None
        }
        KeyKind::Digest => {
            let all = transaction.tables.documents.iter().rev();
            all.filter(|known| known.arrival.key == KeyKind::Digest && is_own(known, arrival))
                .find(|known| known.arrival.digest == arrival.digest)
                .map(|known| known.seq)
        }
        KeyKind::Given(key) => {
            let key = (arrival.source.clone(), arrival.client.clone(), key.clone(), arrival.part);
            let found = transaction.tables.keys.get(&key).copied();
            if found.is_none() {
                take_free_id(transaction, arrival);
            }
            found
        }
    }
}

/// Where the wished id is taken, another is derived; where that is taken too, one from it, and so on.
fn take_free_id(transaction: &Transaction, arrival: &mut Arrival) {
    while transaction.tables.by_id(&arrival.id).is_some() {
        arrival.id = arrival.derived_id();
    }
}

/// The same key and bytes came before: the same receipt; another jurisdiction or day is asked of what is not final.
fn seen_again(
    transaction: &mut Transaction,
    arrival: &Arrival,
    seq: i64,
    by: &str,
) -> Result<Received, Error> {
    let at = transaction.now();
    let same = transaction.document(seq)?;
    let asks_other = (arrival.jurisdiction.is_some() && arrival.jurisdiction != same.jurisdiction)
        || (arrival.as_of.is_some() && arrival.as_of != same.as_of);
    let state = same.state;
    let open = matches!(state, State::InReview | State::DeadLetter | State::Waiting);
    let mut verdict_for = None;
    if asks_other && (open || matches!(state, State::Queued | State::Received)) {
        same.jurisdiction = arrival.jurisdiction.clone().or(same.jurisdiction.take());
        same.as_of = arrival.as_of.or(same.as_of);
    } else if asks_other {
        let day = same.as_of.map(|day| day.to_string());
        verdict_for = Some(crate::arrival::told_verdict(same.jurisdiction.as_deref(), day.as_deref()));
    }
    if asks_other && open {
        same.move_to(State::Queued, at);
        (same.code, same.wake_at, same.failures, same.alone) = (None, None, 0, 0);
        transaction.event(seq, What::Revalidated, by, |event| event.moving(state, State::Queued))?;
        settle_tasks(transaction, seq);
        transaction.rings.queued = true;
    }
    let same = transaction.document(seq)?;
    Ok(Received {
        seq,
        id: same.id().clone(),
        digest: same.arrival.digest,
        state: same.state,
        seen_before: true,
        verdict_for,
    })
}

/// Writes a new document, queued, or as a duplicate of the first with these bytes.
fn write_document(transaction: &mut Transaction, arrival: Arrival, by: &str) -> Result<Received, Error> {
    let source = transaction.name(&arrival.source);
    let tables = &mut transaction.tables;
    let other = tables.by_digest(&arrival.digest).map(|first| (first.seq, first.id().clone()));
    let container = arrival.container.as_ref().and_then(|id| tables.by_id(id)).map(|found| found.seq);
    let to = if other.is_some() && arrival.again.is_none() { State::Duplicate } else { State::Queued };
    let seq = i64::try_from(tables.documents.len()).unwrap_or(i64::MAX).saturating_add(1);
    if let (KeyKind::Given(key), None) = (&arrival.key, &arrival.again) {
        let key = (arrival.source.clone(), arrival.client.clone(), key.clone(), arrival.part);
        Arc::make_mut(&mut tables.keys).insert(key, seq);
    }
    let digest = arrival.digest;
    let at = transaction.at.as_microsecond();
    let document = Document {
        seq,
        source,
        jurisdiction: arrival.jurisdiction.clone(),
        as_of: arrival.as_of,
        kind: arrival.kind,
        received_at: at,
        due: arrival.due(transaction.at),
        container,
        other: other.as_ref().map(|(seq, _)| *seq),
        state: to,
        moved_at: at,
        token: None,
        attempt: 0,
        failures: 0,
        alone: 0,
        code: None,
        wake_at: None,
        places: Vec::new(),
        decisions: Vec::new(),
        revision: 0,
        told: Told::default(),
        number_key: None,
        lines_released: 0,
        released_value: None,
        arrival: Arc::new(arrival),
    };
    let id = document.id().clone();
    transaction.tables.documents.push(Arc::new(document));
    transaction.tables.accepted += 1;
    transaction.rings.queued = true;
    let other = other.map(|(_, id)| id.to_string());
    transaction.event(seq, What::Received, by, |mut event| {
        event.original = Some(digest);
        event.other = other.map(Cow::Owned);
        event.moving(State::Received, to)
    })?;
    Ok(Received { seq, id, digest, state: to, seen_before: false, verdict_for: None })
}
