//! `commit`: outcomes in one transaction, each only where its token still holds.
//!
//! An outcome whose rows the database refuses is undone alone (its savepoint) and answered `Refused`; the others
//! stand. A repeated commit finds no token and changes nothing.

use super::column::{id, places_count};
use super::writer::Group;
use crate::work::{Committed, HeldLine, Outcome, Verdict};
use crate::Error;
use rusqlite::{OptionalExtension as _, params};
use trade::event::{Event, What};
use trade::{Code, State};

/// Writes outcomes, one answer each: all in one go, or, where the database refuses a value, one by one.
pub fn commit(group: &mut Group, outcomes: &[Outcome]) -> Result<Vec<Committed>, Error> {
    let all = group.apart(|group| outcomes.iter().map(|outcome| commit_one(group, outcome)).collect());
    match all {
        Err(failure) if is_refusal(&failure) => outcomes.iter().map(|outcome| commit_apart(group, outcome)).collect(),
        other => other,
    }
}

/// Writes one outcome in a savepoint of its own.
fn commit_apart(group: &mut Group, outcome: &Outcome) -> Result<Committed, Error> {
    match group.apart(|group| commit_one(group, outcome)) {
        Err(failure) if is_refusal(&failure) => {
            tracing::error!(document = outcome.seq, error = %failure, "ledger.refused");
            Ok(Committed::Refused)
        }
        other => other,
    }
}

/// The database refused a value, which no repetition would change.
fn is_refusal(failure: &Error) -> bool {
    use rusqlite::ErrorCode::{ConstraintViolation, TooBig};
    match failure {
        Error::Database(rusqlite::Error::SqliteFailure(failure, _)) => {
            matches!(failure.code, ConstraintViolation | TooBig)
        }
        Error::Unreadable(_) => true,
        _ => false,
    }
}

/// Writes one outcome: the first statement asks whether the token still holds.
fn commit_one(group: &mut Group, outcome: &Outcome) -> Result<Committed, Error> {
    let held: Option<(String, Vec<u8>, u32)> = group
        .sql
        .prepare_cached("SELECT id, events, revision FROM document WHERE seq = ?1 AND token = ?2 AND state = 2")?
        .query_row(params![outcome.seq, outcome.token.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((document, mut events, revision)) = held else { return Ok(Committed::Stale) };
    let document = id(&document)?;
    let event = Event {
        attempt: Some(outcome.attempt),
        code: outcome.code,
        outcome: outcome.result.as_ref().and_then(|verdict| verdict.digest),
        ..Event::new(&document, places_count(&events) + 1, group.at, What::Decided, &outcome.by)
            .moving(State::Processing, outcome.to)
    };
    group.event(&event, &mut events);
    let code = outcome.code.map(Code::name);
    match &outcome.result {
        Some(verdict) => {
            let releases = outcome.to == State::Validated && !verdict.outlets.is_empty();
            let revision = if releases { revision + 1 } else { revision };
            let row = write_outcome(group, outcome.seq, verdict)?;
            update_with_verdict(group, outcome, verdict, code, &events, row, revision)?;
            if releases {
                write_outbox(group, outcome.seq, revision, row, &verdict.outlets)?;
            }
            if outcome.attempt > 1 {
                settle_tasks(group, outcome.seq)?;
            }
            write_tasks(group, outcome.seq, verdict)?;
        }
        None => update_without_verdict(group, outcome, code, &events)?,
    }
    group.rings.queued |= outcome.to == State::Queued;
    Ok(Committed::Done)
}

/// Writes the outcome row and tells its number.
pub fn write_outcome(group: &Group, seq: i64, verdict: &Verdict) -> Result<i64, Error> {
    let held = held(verdict)?;
    group
        .sql
        .prepare_cached(
            "INSERT INTO outcome (seq, record, findings, reading, held, jurisdiction, relevant_date, basis, scheme, edition)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            seq,
            text(&verdict.record)?,
            text(&verdict.findings)?,
            verdict.reading.as_deref().map(text).transpose()?,
            held,
            verdict.jurisdiction,
            verdict.relevant_date.map(|day| day.to_string()),
            verdict.basis,
            verdict.edition.as_ref().map(|(scheme, _)| scheme),
            verdict.edition.as_ref().map(|(_, name)| name),
        ])?;
    Ok(group.sql.last_insert_rowid())
}

/// The lines that do not go along, quarantined or struck out, as the column has them.
fn held(verdict: &Verdict) -> Result<Option<String>, Error> {
    if verdict.quarantined.is_empty() && verdict.struck.is_empty() {
        return Ok(None);
    }
    let mut held = verdict.quarantined.clone();
    let struck = [Code::LineRejected.name().to_owned()];
    held.extend(verdict.struck.iter().map(|line| HeldLine { line: *line, codes: struck.to_vec() }));
    held.sort_by_key(|held| held.line);
    serde_json::to_string(&held).map(Some).map_err(|failure| Error::Unreadable(failure.to_string()))
}

/// JSON bytes as the text column they go into.
fn text(json: &[u8]) -> Result<&str, Error> {
    std::str::from_utf8(json).map_err(|_| Error::Unreadable("an outcome that is not UTF-8".into()))
}

fn update_with_verdict(
    group: &Group,
    outcome: &Outcome,
    verdict: &Verdict,
    code: Option<&str>,
    events: &[u8],
    row: i64,
    revision: u32,
) -> Result<(), Error> {
    group
        .sql
        .prepare_cached(
            "UPDATE document SET moved_from = state, state = ?2, moved_at = ?3, code = ?4, wake_at = ?5,
               failures = failures + ?6, token = NULL, lease_until = NULL, events = ?7, outcome = ?8, revision = ?9,
               kind = ?10, language = ?11, lines = ?12, quarantined = ?13, lines_rejected = ?14, declared = ?15,
               sound = ?16, currency = ?17, findings = ?18, first_finding = ?19, alone = 0
             WHERE seq = ?1",
        )?
        .execute(params![
            outcome.seq,
            outcome.to as i64,
            group.now(),
            code,
            outcome.wake_at.map(|at| at.as_microsecond()),
            i64::from(outcome.counts_failure),
            events,
            row,
            revision,
            verdict.kind.name(),
            verdict.language,
            verdict.lines,
            verdict.quarantined.len() as i64,
            verdict.lines_rejected,
            verdict.declared.map(|value| value.to_string()),
            verdict.sound.map(|value| value.to_string()),
            verdict.currency,
            verdict.findings_count,
            verdict.first_finding,
        ])?;
    Ok(())
}

fn update_without_verdict(group: &Group, outcome: &Outcome, code: Option<&str>, events: &[u8]) -> Result<(), Error> {
    group
        .sql
        .prepare_cached(
            "UPDATE document SET moved_from = state, state = ?2, moved_at = ?3, code = ?4, wake_at = ?5,
               failures = failures + ?6, token = NULL, lease_until = NULL, events = ?7
             WHERE seq = ?1",
        )?
        .execute(params![
            outcome.seq,
            outcome.to as i64,
            group.now(),
            code,
            outcome.wake_at.map(|at| at.as_microsecond()),
            i64::from(outcome.counts_failure),
            events,
        ])?;
    Ok(())
}

/// One outbox row a (document, revision, outlet); older revisions that wait are superseded by it.
pub fn write_outbox(group: &mut Group, seq: i64, revision: u32, outcome: i64, outlets: &[String]) -> Result<(), Error> {
    for outlet in outlets {
        let outlet = group.name(outlet)?;
        if revision > 1 {
            group
                .sql
                .prepare_cached("UPDATE outbox SET state = 2 WHERE seq = ?1 AND outlet = ?2 AND state = 0")?
                .execute(params![seq, outlet])?;
        }
        group
            .sql
            .prepare_cached("INSERT INTO outbox (seq, revision, outlet, outcome) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![seq, revision, outlet, outcome])?;
    }
    group.rings.outbox = true;
    Ok(())
}

/// The tasks of earlier attempts are settled by the new verdict.
pub fn settle_tasks(group: &Group, seq: i64) -> Result<(), Error> {
    group
        .sql
        .prepare_cached("UPDATE task SET settled_at = ?2 WHERE seq = ?1 AND settled_at IS NULL")?
        .execute(params![seq, group.now()])?;
    Ok(())
}

/// What people must decide from now on.
pub fn write_tasks(group: &Group, seq: i64, verdict: &Verdict) -> Result<(), Error> {
    for task in &verdict.tasks {
        group
            .sql
            .prepare_cached(
                "INSERT INTO task (seq, kind, line, field, codes, reason, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![seq, task.kind, task.line, task.field, task.codes.join(" "), task.reason, group.now()])?;
    }
    Ok(())
}
