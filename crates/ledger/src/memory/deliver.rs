//! The outbox: releases that wait for an outlet, and what became of them.

use super::tables::{Document, Release, Sending, Tables, Transaction};
use crate::Error;
use crate::sqlite::column::unreadable;
use crate::work::{Delivered, FileMark, Standing, StoredVerdict, Undelivered};
use trade::State;
use trade::event::What;

/// Releases that the outlet has not taken, in order.
pub fn undelivered(tables: &Tables, outlet: &str, limit: usize) -> Vec<Undelivered> {
    let of_outlet = |release: &&Release| *release.outlet == *outlet;
    let mut waiting: Vec<&Release> =
        tables.outbox.iter().filter(of_outlet).filter(|one| one.state == Sending::Waiting).collect();
    waiting.sort_by_key(|release| (release.seq, release.revision));
    let item = |release: &Release| {
        let document = tables.document(release.seq)?;
        let sent = tables.outbox.iter().filter(of_outlet).filter(|one| one.seq == release.seq);
        let sent = sent.filter(|one| one.state == Sending::Sent).map(|one| one.revision);
        Some(Undelivered {
            standing: standing(tables, document, outlet),
            revision: release.revision,
            supersedes: sent.max().filter(|_| release.revision > 1),
            source: document.arrival.source.clone(),
            client: document.arrival.client.clone(),
            digest: document.arrival.digest,
            verdict: StoredVerdict {
                findings: String::new(),
                reading: None,
                ..tables.outcome(Some(release.outcome))?.clone()
            },
        })
    };
    waiting.into_iter().filter_map(item).take(limit).collect()
}

/// How a document stands as one outlet sees it.
fn standing(tables: &Tables, document: &Document, outlet: &str) -> Standing {
    let of_document: Vec<&Release> = tables.outbox.iter().filter(|one| one.seq == document.seq).collect();
    let took =
        |outlet: &str| of_document.iter().any(|one| *one.outlet == *outlet && one.state == Sending::Sent);
    let waits =
        |one: &&Release| *one.outlet != *outlet && one.state == Sending::Waiting && !took(&one.outlet);
    Standing {
        seq: document.seq,
        id: document.id().clone(),
        state: document.state,
        places: document.places.clone(),
        others_wait: of_document.iter().any(waits),
    }
}

/// Marks releases as taken, those too whose successor was written while they were on their way. A document moves to
/// `released` when no other outlet waits that has taken none of its revisions.
pub fn delivered(
    transaction: &mut Transaction,
    outlet: &str,
    sent: &[Delivered],
    mark: Option<FileMark>,
) -> Result<(), Error> {
    transaction.name(outlet);
    let now = transaction.now();
    for one in sent {
        let row = transaction.tables.outbox.iter_mut().find(|row| {
            row.seq == one.standing.seq
                && row.revision == one.revision
                && *row.outlet == *outlet
                && row.state != Sending::Sent
        });
        if let Some(row) = row {
            (row.state, row.sent_at) = (Sending::Sent, Some(now));
            note_delivery(transaction, outlet, one)?;
        }
    }
    if let Some(mark) = mark {
        transaction.tables.marks.insert((outlet.to_owned(), mark.file), mark.length);
    }
    Ok(())
}

/// The document's side of one delivery: the event, the sums, and the move, where it is the first. Nobody comes between
/// here, so that the document is always looked at as it stands now.
fn note_delivery(transaction: &mut Transaction, outlet: &str, one: &Delivered) -> Result<(), Error> {
    let tables = &transaction.tables;
    let document =
        tables.document(one.standing.seq).ok_or_else(|| unreadable("an outbox row without a document"))?;
    let standing = standing(tables, document, outlet);
    let moves = standing.state == State::Validated && !standing.others_wait;
    let now = transaction.now();
    let document = transaction.document(standing.seq)?;
    if moves {
        document.move_to(State::Released, now);
    }
    (document.lines_released, document.released_value) = (one.lines, one.value);
    let what = if moves { What::Delivered } else { What::Revised };
    transaction.event(standing.seq, what, outlet, |mut event| {
        event.release = Some(one.release);
        if moves { event.moving(State::Validated, State::Released) } else { event }
    })
}

/// How far the outlet's files are good.
pub fn file_marks(tables: &Tables, outlet: &str) -> Vec<FileMark> {
    let of_outlet = tables.marks.iter().filter(|((of, _), _)| of == outlet);
    of_outlet.map(|((_, file), length)| FileMark { file: file.clone(), length: *length }).collect()
}
