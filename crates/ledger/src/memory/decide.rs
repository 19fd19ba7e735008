//! What people ask of a document: moves with decisions, revisions, and the tasks they settle.

use super::commit::{tell, write_outbox, write_outcome};
use super::tables::{Tables, TaskRow, Transaction};
use crate::Error;
use crate::decision::{Ask, Asked, Decision, Task};
use crate::sqlite::column::time;
use crate::work::Verdict;
use std::sync::Arc;
use trade::event::What;
use trade::{CorrelationId, State};

/// Moves a document as a person asks.
pub fn ask(transaction: &mut Transaction, ask: Ask) -> Result<Asked, Error> {
    let Some(found) = transaction.tables.by_id(&ask.id) else { return Ok(Asked::Unknown) };
    let (seq, from, at) = (found.seq, found.state, transaction.now());
    if !ask.from.contains(&from) || !from.may_become(ask.to) {
        return Ok(Asked::NotFrom(from));
    }
    let document = transaction.document(seq)?;
    document.move_to(ask.to, at);
    document.decisions.extend(ask.decisions);
    (document.code, document.wake_at) = (None, None);
    if ask.resets_failures {
        (document.failures, document.alone) = (0, 0);
    }
    transaction.event(seq, ask.what, &ask.by, |event| event.moving(from, ask.to))?;
    settle_tasks(transaction, seq);
    transaction.rings.queued |= ask.to == State::Queued;
    Ok(Asked::Done)
}

/// Writes a new revision of a document that stays where it is.
pub fn revise(
    transaction: &mut Transaction,
    wanted: &CorrelationId,
    revision: u32,
    decided: Vec<Decision>,
    verdict: &Verdict,
    by: &str,
) -> Result<Asked, Error> {
    let Some(found) = transaction.tables.by_id(wanted) else { return Ok(Asked::Unknown) };
    let seq = found.seq;
    if !matches!(found.state, State::Validated | State::Released) {
        return Ok(Asked::NotFrom(found.state));
    }
    if found.revision + 1 != revision {
        return Ok(Asked::Changed);
    }
    for decision in &decided {
        transaction.event(seq, What::LineSettled, by, |mut event| {
            (event.line, event.outcome) = (decision.line, verdict.digest);
            event
        })?;
    }
    let document = transaction.document(seq)?;
    document.decisions.extend(decided);
    let (kind, language) = (document.kind, document.told.language.clone());
    let at = write_outcome(transaction, verdict);
    tell(transaction, seq, verdict, at, revision)?;
    // A revision does not tell anew what the document is.
    let document = transaction.document(seq)?;
    (document.kind, document.told.language) = (kind, language);
    write_outbox(transaction, seq, revision, at, &verdict.outlets);
    settle_tasks(transaction, seq);
    write_tasks(transaction, seq, verdict);
    Ok(Asked::Done)
}

/// The open tasks of a document are settled.
pub fn settle_tasks(transaction: &mut Transaction, seq: i64) {
    for (row, open) in &mut transaction.tables.tasks {
        *open &= row.seq != seq;
    }
}

/// What people must decide from now on.
pub fn write_tasks(transaction: &mut Transaction, seq: i64, verdict: &Verdict) {
    let since = transaction.now();
    let rows = verdict.tasks.iter().map(|task| Arc::new(TaskRow { seq, task: task.clone(), since }));
    transaction.tables.tasks.extend(rows.map(|row| (row, true)));
}

/// Open tasks, oldest first.
pub fn tasks(
    tables: &Tables,
    of_lines: Option<bool>,
    document: Option<&CorrelationId>,
    limit: usize,
) -> Result<Vec<Task>, Error> {
    let of = document.map(|id| tables.by_id(id).map(|found| found.seq));
    let open =
        (1..).zip(&tables.tasks).filter(|(_, (_, open))| *open).map(|(number, (row, _))| (number, row));
    let wanted = open
        .filter(|(_, row)| of_lines.is_none_or(|lines| row.task.line.is_some() == lines))
        .filter(|(_, row)| of.is_none_or(|of| of == Some(row.seq)));
    let told = wanted.filter_map(|(number, row)| Some((number, row, tables.document(row.seq)?)));
    told.take(limit)
        .map(|(number, row, document)| {
            Ok(Task {
                task: number,
                correlation_id: document.id().clone(),
                state: document.state,
                file: document.arrival.name.clone(),
                kind: row.task.kind.to_owned(),
                line: row.task.line,
                field: row.task.field.clone(),
                codes: row.task.codes.clone(),
                reason: row.task.reason.clone(),
                since: time(row.since)?,
            })
        })
        .collect()
}
