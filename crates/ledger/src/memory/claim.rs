//! Leases: `claim`, `extend`, `give_back`, `rescue`, and `wake` of those that wait for a time.

use super::hold::is_held as is_held_back;
use super::tables::{Document, Lease, Transaction};
use crate::Error;
use crate::work::{AfterLapse, Candidate, ClaimOrder, Claimed, Lapsed, Token};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use trade::event::What;
use trade::{Code, State};

/// How many candidates the chooser sees for each document it may take, so that sources can take turns.
const CANDIDATES_PER_DOCUMENT: usize = 4;

/// So many lapsed leases, or documents whose time has come, are looked at in one transaction.
const BROUGHT_BACK_MAX: usize = 1_000;

/// Leases queued documents of one lane.
pub fn claim(transaction: &mut Transaction, order: ClaimOrder, token: Token) -> Result<Vec<Claimed>, Error> {
    let candidates = candidates(transaction, &order);
    let chosen = (order.choose)(&candidates, order.documents_max, order.bytes_max);
    let at = transaction.now();
    let mut claimed = Vec::with_capacity(chosen.len());
    for candidate in chosen.into_iter().filter_map(|place| candidates.get(place)) {
        let document = transaction.document(candidate.seq)?;
        if document.state == State::Queued {
            document.move_to(State::Processing, at);
            document.attempt += 1;
            document.token = Some(token);
            claimed.push(as_claimed(document, token)?);
        }
    }
    if !claimed.is_empty() {
        let seqs: Arc<[i64]> = claimed.iter().map(|one| one.seq).collect();
        let until = at.saturating_add(microseconds(order.lease));
        transaction.tables.leases.push(Lease { token, until, seqs });
    }
    Ok(claimed)
}

/// Queued documents in due order.
fn candidates(transaction: &Transaction, order: &ClaimOrder) -> Vec<Candidate> {
    let all = transaction.tables.documents.iter();
    let mut queued: Vec<Candidate> = all
        .filter(|one| one.state == State::Queued && one.arrival.lane == order.lane)
        .filter(|one| !is_held_back(&transaction.tables, one))
        .map(|one| Candidate {
            seq: one.seq,
            source: one.source,
            due: one.due,
            size: i64::try_from(one.arrival.size).unwrap_or(i64::MAX),
            alone: one.alone > 0,
        })
        .collect();
    queued.sort_by_key(|candidate| (candidate.due, candidate.seq));
    queued.truncate(order.documents_max.saturating_mul(CANDIDATES_PER_DOCUMENT));
    queued
}

fn as_claimed(document: &Document, token: Token) -> Result<Claimed, Error> {
    let (alone, deaths) = document.aloneness();
    let arrival = &document.arrival;
    Ok(Claimed {
        seq: document.seq,
        id: arrival.id.clone(),
        token,
        attempt: document.attempt,
        failures: document.failures,
        alone,
        deaths,
        digest: arrival.digest,
        bytes: arrival.bytes.clone(),
        size: arrival.size,
        name: arrival.name.clone(),
        format: arrival.format.clone(),
        kind: document.kind,
        source: arrival.source.clone(),
        client: arrival.client.clone(),
        jurisdiction: document.jurisdiction.clone(),
        as_of: document.as_of,
        received_at: crate::sqlite::column::time(document.received_at)?,
        is_part: document.container.is_some(),
        decisions: document.decisions.clone(),
        revision: document.revision + 1,
        routed_outlets: arrival.routing.outlets.clone(),
        places: document.places.clone(),
    })
}

fn microseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

/// Moves the end of the leases behind these tokens; says which documents are still under theirs.
pub fn extend(transaction: &mut Transaction, held: &[(i64, Token)], lease: Duration) -> Vec<bool> {
    let until = transaction.now().saturating_add(microseconds(lease));
    for lease in &mut transaction.tables.leases {
        if held.iter().any(|(_, token)| *token == lease.token) {
            lease.until = until;
        }
    }
    held.iter().map(|(seq, token)| is_held(transaction, *seq, *token)).collect()
}

/// The document is under this token.
pub fn is_held(transaction: &Transaction, seq: i64, token: Token) -> bool {
    let found = transaction.tables.document(seq);
    found.is_some_and(|found| found.token == Some(token) && found.state == State::Processing)
}

/// Gives documents back untouched.
pub fn give_back(transaction: &mut Transaction, held: &[(i64, Token)]) -> Result<usize, Error> {
    let (mut given, at) = (0, transaction.now());
    for (seq, token) in held {
        if is_held(transaction, *seq, *token) {
            let document = transaction.document(*seq)?;
            document.move_to(State::Queued, at);
            document.token = None;
            given += 1;
        }
    }
    transaction.rings.queued |= given > 0;
    Ok(given)
}

/// Ends leases that have lapsed, and brings back the documents that are still under them.
pub fn rescue(
    transaction: &mut Transaction,
    after: fn(Lapsed) -> AfterLapse,
    by: &str,
) -> Result<usize, Error> {
    let at = transaction.now();
    let lapsed = transaction.tables.leases.iter().filter(|lease| lease.until < at);
    let lapsed: Vec<Lease> = lapsed.take(BROUGHT_BACK_MAX).cloned().collect();
    let mut rescued = 0;
    for lease in &lapsed {
        for seq in lease.seqs.iter().copied() {
            if is_held(transaction, seq, lease.token) {
                rescue_one(transaction, seq, after, by)?;
                rescued += 1;
            }
        }
        transaction.tables.leases.retain(|kept| kept.token != lease.token);
    }
    Ok(rescued)
}

fn rescue_one(
    transaction: &mut Transaction,
    seq: i64,
    after: fn(Lapsed) -> AfterLapse,
    by: &str,
) -> Result<(), Error> {
    let at = transaction.now();
    let document = transaction.document(seq)?;
    let (alone, deaths) = document.aloneness();
    match after(Lapsed { alone, deaths }) {
        AfterLapse::DeadLetter(code) => {
            move_with_event(transaction, seq, State::DeadLetter, What::Decided, Some(code), by)
        }
        AfterLapse::Alone => {
            document.move_to(State::Queued, at);
            document.token = None;
            document.alone += 1;
            transaction.rings.queued = true;
            Ok(())
        }
    }
}

/// A move made by the ledger's own services.
fn move_with_event(
    transaction: &mut Transaction,
    seq: i64,
    to: State,
    what: What,
    code: Option<Code>,
    by: &str,
) -> Result<(), Error> {
    let at = transaction.now();
    let document = transaction.document(seq)?;
    let (from, attempt) = (document.state, document.attempt);
    document.move_to(to, at);
    (document.token, document.wake_at, document.code) = (None, None, code);
    transaction.rings.queued |= to == State::Queued;
    transaction.event(seq, what, by, |mut event| {
        (event.attempt, event.code) = (Some(attempt), code);
        event.moving(from, to)
    })
}

/// Queues waiting documents whose time has come.
pub fn wake(transaction: &mut Transaction, by: &str) -> Result<usize, Error> {
    let at = transaction.at;
    let waits = |one: &Arc<Document>| one.wake_at.filter(|wake| *wake <= at && one.state == State::Waiting);
    let all = transaction.tables.documents.iter();
    let mut due: Vec<(Timestamp, i64)> =
        all.filter_map(|one| waits(one).map(|wake| (wake, one.seq))).collect();
    due.sort_unstable();
    due.truncate(BROUGHT_BACK_MAX);
    for (_, seq) in &due {
        move_with_event(transaction, *seq, State::Queued, What::Woken, None, by)?;
    }
    Ok(due.len())
}
