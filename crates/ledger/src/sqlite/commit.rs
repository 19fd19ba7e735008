//! `commit`: outcomes in one transaction, each only where its token still holds.
//!
//! An outcome whose rows the database refuses is undone alone (its savepoint) and answered `Refused`; the others
//! stand. A repeated commit finds no token and changes nothing.

use super::column::{id, places_count, push_place};
use super::group::Group;
use crate::Error;
use crate::work::{Committed, HeldLine, Outcome, Verdict};
use rusqlite::params;
use trade::event::{Event, What};
use trade::{Code, CorrelationId, State};

/// Writes outcomes, one answer each: all in one go, or, where the database refuses a value, one by one.
pub fn commit(group: &mut Group, outcomes: &[Outcome]) -> Result<Vec<Committed>, Error> {
    let all = group.apart(|group| outcomes.iter().map(|outcome| commit_one(group, outcome)).collect());
    match all {
        Err(failure) if is_refusal(&failure) => {
            outcomes.iter().map(|outcome| commit_apart(group, outcome)).collect()
        }
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

/// Writes one outcome: the first statement changes the document where its token still holds; every other write
/// follows only if it did.
fn commit_one(group: &mut Group, outcome: &Outcome) -> Result<Committed, Error> {
    let mut places = outcome.places.clone();
    let count = places_count(&places) + 1;
    push_place(&mut places, &group.next_place());
    let releases = outcome.to == State::Validated
        && outcome.result.as_ref().is_some_and(|verdict| !verdict.outlets.is_empty());
    let revision = outcome.revision + u32::from(releases);
    let changed = match &outcome.result {
        Some(verdict) => {
            if let Some(other) = reused(group, outcome.seq, verdict)? {
                return Ok(Committed::Reused(other));
            }
            let row = group.next_outcome()?;
            update_with_verdict(group, outcome, verdict, &places, row, revision)?
        }
        None => update_without_verdict(group, outcome, &places)?,
    };
    if changed == 0 {
        return Ok(Committed::Stale);
    }
    let event = Event {
        attempt: Some(outcome.attempt),
        code: outcome.code,
        outcome: outcome.result.as_ref().and_then(|verdict| verdict.digest),
        ..Event::new(&outcome.id, count, group.at, What::Decided, &outcome.by)
            .moving(State::Processing, outcome.to)
    };
    group.event_placed(&event);
    if let Some(verdict) = &outcome.result {
        let row = write_outcome(group, outcome.seq, verdict)?;
        if releases {
            write_outbox(group, outcome.seq, revision, row, &verdict.outlets)?;
        }
        if outcome.attempt > 1 {
            settle_tasks(group, outcome.seq)?;
        }
        write_tasks(group, outcome.seq, verdict)?;
    }
    if outcome.to == State::Queued {
        group.rings.queued.add_all();
    }
    Ok(Committed::Done)
}

/// The document that came with the same number and other contents, where nobody has been told yet.
fn reused(group: &mut Group, seq: i64, verdict: &Verdict) -> Result<Option<CorrelationId>, Error> {
    let Some(key) = verdict.number_key.filter(|_| !verdict.reuse_told) else { return Ok(None) };
    let found: Option<String> = group.row(
        "SELECT id FROM document WHERE number_key = ?1 AND seq <> ?2 AND state < 8
           AND sha256 <> (SELECT sha256 FROM document WHERE seq = ?2)
         ORDER BY seq LIMIT 1",
        params![key, seq],
        |row| Ok(row.get(0)?),
    )?;
    found.map(|other| id(&other)).transpose()
}

/// Writes the outcome row and tells its number.
pub fn write_outcome(group: &mut Group, seq: i64, verdict: &Verdict) -> Result<i64, Error> {
    let held = held(verdict)?;
    let id = group.next_outcome()?;
    group.execute(
        "INSERT INTO outcome (id, seq, record, findings, reading, held, jurisdiction, relevant_date, basis, scheme,
           edition)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            id,
            seq,
            verdict.record,
            verdict.findings,
            verdict.reading,
            held,
            verdict.jurisdiction,
            verdict.relevant_date.map(|day| day.to_string()),
            verdict.basis,
            verdict.edition.as_ref().map(|(scheme, _)| scheme),
            verdict.edition.as_ref().map(|(_, name)| name),
        ])?;
    group.outcome_written();
    Ok(id)
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

fn update_with_verdict(
    group: &mut Group,
    outcome: &Outcome,
    verdict: &Verdict,
    places: &[u8],
    row: i64,
    revision: u32,
) -> Result<usize, Error> {
    group.execute(
        "UPDATE document SET moved_from = state, state = ?2, moved_at = ?3, code = ?4, wake_at = ?5,
           failures = failures + ?6, token = NULL, events = ?7, outcome = ?8, revision = ?9,
           kind = ?10, language = ?11, lines = ?12, quarantined = ?13, lines_rejected = ?14, declared = ?15,
           sound = ?16, currency = ?17, findings = ?18, first_finding = ?19, number_key = ?21, alone = 0
         WHERE seq = ?1 AND token = ?20 AND state = 2",
        params![
            outcome.seq,
            outcome.to as i64,
            group.now(),
            outcome.code.map(Code::name),
            outcome.wake_at.map(|at| at.as_microsecond()),
            i64::from(outcome.counts_failure),
            places,
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
            outcome.token.0,
            verdict.number_key,
        ],
    )
}

fn update_without_verdict(group: &mut Group, outcome: &Outcome, places: &[u8]) -> Result<usize, Error> {
    group.execute(
        "UPDATE document SET moved_from = state, state = ?2, moved_at = ?3, code = ?4, wake_at = ?5,
           failures = failures + ?6, token = NULL, events = ?7
         WHERE seq = ?1 AND token = ?8 AND state = 2",
        params![
            outcome.seq,
            outcome.to as i64,
            group.now(),
            outcome.code.map(Code::name),
            outcome.wake_at.map(|at| at.as_microsecond()),
            i64::from(outcome.counts_failure),
            places,
            outcome.token.0,
        ],
    )
}

/// One outbox row a (document, revision, outlet); older revisions that wait are superseded by it.
pub fn write_outbox(
    group: &mut Group,
    seq: i64,
    revision: u32,
    outcome: i64,
    outlets: &[String],
) -> Result<(), Error> {
    for outlet in outlets {
        let outlet = group.name(outlet)?;
        if revision > 1 {
            group.execute(
                "UPDATE outbox SET state = 2 WHERE seq = ?1 AND outlet = ?2 AND state = 0",
                params![seq, outlet],
            )?;
        }
        group.execute(
            "INSERT INTO outbox (seq, revision, outlet, outcome) VALUES (?1, ?2, ?3, ?4)",
            params![seq, revision, outlet, outcome],
        )?;
    }
    group.rings.outbox = true;
    Ok(())
}

/// The tasks of earlier attempts are settled by the new verdict.
pub fn settle_tasks(group: &mut Group, seq: i64) -> Result<(), Error> {
    group.execute(
        "UPDATE task SET settled_at = ?2 WHERE seq = ?1 AND settled_at IS NULL",
        params![seq, group.now()],
    )?;
    Ok(())
}

/// What people must decide from now on.
pub fn write_tasks(group: &mut Group, seq: i64, verdict: &Verdict) -> Result<(), Error> {
    for task in &verdict.tasks {
        group.execute(
            "INSERT INTO task (seq, kind, line, field, codes, reason, since)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![seq, task.kind, task.line, task.field, task.codes.join(" "), task.reason, group.now()],
        )?;
    }
    Ok(())
}
