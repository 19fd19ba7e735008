//! `commit`: outcomes in one transaction, each only where its token still holds.
//!
//! What a database would refuse (a move that is not legal, one effect twice) is looked for before anything is written, so
//! that an outcome that is refused needs no undoing.

use super::claim::is_held;
use super::decide::{settle_tasks, write_tasks};
use super::tables::{Release, Sending, Told, Transaction};
use crate::Error;
use crate::sqlite::column::{places_count, push_place};
use crate::work::{Committed, HeldLine, Outcome, StoredVerdict, Verdict};
use std::sync::Arc;
use trade::event::{Event, What};
use trade::{Code, CorrelationId, State};

/// Writes outcomes, one answer each.
pub fn commit(transaction: &mut Transaction, outcomes: &[Outcome]) -> Result<Vec<Committed>, Error> {
    outcomes.iter().map(|outcome| commit_one(transaction, outcome)).collect()
}

fn commit_one(transaction: &mut Transaction, outcome: &Outcome) -> Result<Committed, Error> {
    if let Some(other) = outcome.result.as_ref().and_then(|it| reused(transaction, outcome.seq, it)) {
        return Ok(Committed::Reused(other));
    }
    if !is_held(transaction, outcome.seq, outcome.token) {
        return Ok(Committed::Stale);
    }
    let outlets = match &outcome.result {
        Some(verdict) if outcome.to == State::Validated => verdict.outlets.as_slice(),
        _ => &[],
    };
    let revision = outcome.revision + u32::from(!outlets.is_empty());
    if is_refused(transaction, outcome, revision, outlets) {
        return Ok(Committed::Refused);
    }
    move_document(transaction, outcome)?;
    if let Some(verdict) = &outcome.result {
        let at = write_outcome(transaction, verdict);
        tell(transaction, outcome.seq, verdict, at, revision)?;
        transaction.document(outcome.seq)?.alone = 0;
        write_outbox(transaction, outcome.seq, revision, at, outlets);
        if outcome.attempt > 1 {
            settle_tasks(transaction, outcome.seq);
        }
        write_tasks(transaction, outcome.seq, verdict);
    }
    transaction.rings.queued |= outcome.to == State::Queued;
    Ok(Committed::Done)
}

/// A database would say no.
fn is_refused(transaction: &Transaction, outcome: &Outcome, revision: u32, outlets: &[String]) -> bool {
    let twice = |(at, outlet): (usize, &String)| {
        let sent = |release: &Release| {
            release.seq == outcome.seq && release.revision == revision && *release.outlet == **outlet
        };
        outlets.iter().take(at).any(|earlier| earlier == outlet) || transaction.tables.outbox.iter().any(sent)
    };
    !State::Processing.may_become(outcome.to) || outlets.iter().enumerate().any(twice)
}

/// The document's move and its event.
fn move_document(transaction: &mut Transaction, outcome: &Outcome) -> Result<(), Error> {
    let (at, next) = (transaction.at, transaction.next_place());
    let mut places = outcome.places.clone();
    push_place(&mut places, &next);
    let event = Event {
        attempt: Some(outcome.attempt),
        code: outcome.code,
        outcome: outcome.result.as_ref().and_then(|verdict| verdict.digest),
        ..Event::new(&outcome.id, places_count(&places), at, What::Decided, &outcome.by)
            .moving(State::Processing, outcome.to)
    };
    transaction.event_placed(&event);
    let document = transaction.document(outcome.seq)?;
    document.move_to(outcome.to, at.as_microsecond());
    document.places = places;
    (document.token, document.code, document.wake_at) = (None, outcome.code, outcome.wake_at);
    document.failures += u32::from(outcome.counts_failure);
    Ok(())
}

/// The document that came with the same number and other contents, where nobody has been told yet.
fn reused(transaction: &Transaction, seq: i64, verdict: &Verdict) -> Option<CorrelationId> {
    let key = verdict.number_key.filter(|_| !verdict.reuse_told)?;
    let own = transaction.tables.document(seq)?.arrival.digest;
    let others = transaction.tables.documents.iter().filter(|other| other.seq != seq);
    others
        .filter(|other| !matches!(other.state, State::Rejected | State::Duplicate))
        .find(|other| other.number_key == Some(key) && other.arrival.digest != own)
        .map(|other| other.id().clone())
}

/// Writes the outcome and tells its place.
pub fn write_outcome(transaction: &mut Transaction, verdict: &Verdict) -> usize {
    let mut held = verdict.quarantined.clone();
    let struck = [Code::LineRejected.name().to_owned()];
    held.extend(verdict.struck.iter().map(|line| HeldLine { line: *line, codes: struck.to_vec() }));
    held.sort_by_key(|held| held.line);
    let at = transaction.tables.outcomes.len();
    transaction.tables.outcomes.push(Arc::new(StoredVerdict {
        outcome: i64::try_from(at).unwrap_or(i64::MAX).saturating_add(1),
        kind: verdict.kind,
        record: verdict.record.clone(),
        findings: verdict.findings.clone(),
        reading: verdict.reading.clone(),
        held,
        lines_rejected: verdict.lines_rejected,
        lines: verdict.lines,
        declared: verdict.declared.map(|value| value.to_string()),
        sound: verdict.sound.map(|value| value.to_string()),
        currency: verdict.currency.clone(),
        jurisdiction: verdict.jurisdiction.clone(),
        relevant_date: verdict.relevant_date,
        basis: verdict.basis.to_owned(),
        edition: verdict.edition.clone(),
    }));
    at
}

/// The document says what the verdict says of it.
pub fn tell(
    transaction: &mut Transaction,
    seq: i64,
    verdict: &Verdict,
    outcome: usize,
    revision: u32,
) -> Result<(), Error> {
    let document = transaction.document(seq)?;
    document.kind = verdict.kind;
    document.revision = revision;
    document.number_key = verdict.number_key;
    document.told = Told {
        outcome: Some(outcome),
        language: verdict.language.clone(),
        lines: verdict.lines,
        quarantined: u32::try_from(verdict.quarantined.len()).unwrap_or(u32::MAX),
        lines_rejected: verdict.lines_rejected,
        declared: verdict.declared,
        sound: verdict.sound,
        currency: verdict.currency.clone(),
        findings: verdict.findings_count,
        first_finding: verdict.first_finding.clone(),
    };
    Ok(())
}

/// One row a (document, revision, outlet); older revisions that wait are superseded by it.
pub fn write_outbox(
    transaction: &mut Transaction,
    seq: i64,
    revision: u32,
    outcome: usize,
    outlets: &[String],
) {
    for outlet in outlets {
        transaction.name(outlet);
        for older in &mut transaction.tables.outbox {
            if older.seq == seq && *older.outlet == **outlet && older.state == Sending::Waiting {
                older.state = Sending::Superseded;
            }
        }
        let outlet = outlet.as_str().into();
        let state = Sending::Waiting;
        transaction.tables.outbox.push(Release { seq, revision, outlet, outcome, state, sent_at: None });
        transaction.rings.outbox = true;
    }
}
