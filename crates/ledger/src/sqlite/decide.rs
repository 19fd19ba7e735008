//! What people ask of a document: moves with decisions, revisions, and the tasks they settle.

use super::claim::decisions;
use super::column::{id, places_count, state, time, unreadable};
use super::commit::{settle_tasks, write_outbox, write_outcome, write_tasks};
use super::documents::seq_of;
use super::group::Group;
use crate::Error;
use crate::decision::{Ask, Asked, Decision, Task};
use crate::work::Verdict;
use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};
use trade::event::{Event, What};
use trade::{CorrelationId, State};

/// What a decision needs to know of the document it is about.
struct Standing {
    seq: i64,
    state: State,
    events: Vec<u8>,
    decisions: Vec<Decision>,
    revision: u32,
}

fn standing(group: &mut Group, wanted: &CorrelationId) -> Result<Option<Standing>, Error> {
    let Some(seq) = seq_of(group.sql, wanted)? else { return Ok(None) };
    let (number, events, decided, revision): (i64, Vec<u8>, Option<String>, u32) = group
        .sql
        .prepare_cached("SELECT state, events, decisions, revision FROM document WHERE seq = ?1")?
        .query_row(params![seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    Ok(Some(Standing { seq, state: state(number)?, events, decisions: decisions(decided)?, revision }))
}

fn text(decisions: &[Decision]) -> Result<Option<String>, Error> {
    if decisions.is_empty() {
        return Ok(None);
    }
    serde_json::to_string(decisions).map(Some).map_err(|failure| Error::Unreadable(failure.to_string()))
}

/// Moves a document as a person asks.
pub fn ask(group: &mut Group, ask: Ask) -> Result<Asked, Error> {
    let Some(mut found) = standing(group, &ask.id)? else { return Ok(Asked::Unknown) };
    if !ask.from.contains(&found.state) || !found.state.may_become(ask.to) {
        return Ok(Asked::NotFrom(found.state));
    }
    found.decisions.extend(ask.decisions);
    let event = Event::new(&ask.id, places_count(&found.events) + 1, group.at, ask.what, &ask.by)
        .moving(found.state, ask.to);
    group.event(&event, &mut found.events);
    group.execute("UPDATE document SET moved_from = state, state = ?2, moved_at = ?3, events = ?4, decisions = ?5, code = NULL,
               wake_at = NULL, failures = failures * ?6, alone = alone * ?6
             WHERE seq = ?1", params![
            found.seq,
            ask.to as i64,
            group.now(),
            found.events,
            text(&found.decisions)?,
            i64::from(!ask.resets_failures),
        ])?;
    settle_tasks(group, found.seq)?;
    if ask.to == State::Queued {
        group.rings.queued.add_all();
    }
    Ok(Asked::Done)
}

/// Writes a new revision of a document that stays where it is.
pub fn revise(
    group: &mut Group,
    wanted: &CorrelationId,
    revision: u32,
    decided: Vec<Decision>,
    verdict: &Verdict,
    by: &str,
) -> Result<Asked, Error> {
    let Some(mut found) = standing(group, wanted)? else { return Ok(Asked::Unknown) };
    if !matches!(found.state, State::Validated | State::Released) {
        return Ok(Asked::NotFrom(found.state));
    }
    if found.revision + 1 != revision {
        return Ok(Asked::Changed);
    }
    for decision in &decided {
        let event = Event {
            line: decision.line,
            outcome: verdict.digest,
            ..Event::new(wanted, places_count(&found.events) + 1, group.at, What::LineSettled, by)
        };
        group.event(&event, &mut found.events);
    }
    found.decisions.extend(decided);
    let row = write_outcome(group, found.seq, verdict)?;
    update_revision(group, &found, verdict, row, revision)?;
    write_outbox(group, found.seq, revision, row, &verdict.outlets)?;
    settle_tasks(group, found.seq)?;
    write_tasks(group, found.seq, verdict)?;
    Ok(Asked::Done)
}

fn update_revision(
    group: &mut Group,
    found: &Standing,
    verdict: &Verdict,
    row: i64,
    revision: u32,
) -> Result<(), Error> {
    group.execute("UPDATE document SET events = ?2, decisions = ?3, outcome = ?4, revision = ?5, lines = ?6, quarantined = ?7,
               lines_rejected = ?8, declared = ?9, sound = ?10, currency = ?11, findings = ?12, first_finding = ?13,
               number_key = ?14
             WHERE seq = ?1", params![
            found.seq,
            found.events,
            text(&found.decisions)?,
            row,
            revision,
            verdict.lines,
            verdict.quarantined.len() as i64,
            verdict.lines_rejected,
            verdict.declared.map(|value| value.to_string()),
            verdict.sound.map(|value| value.to_string()),
            verdict.currency,
            verdict.findings_count,
            verdict.first_finding,
            verdict.number_key,
        ])?;
    Ok(())
}

/// Open tasks, oldest first.
pub fn tasks(
    sql: &Connection,
    of_lines: Option<bool>,
    document: Option<&CorrelationId>,
    limit: usize,
) -> Result<Vec<Task>, Error> {
    let mut wheres = vec!["t.settled_at IS NULL"];
    let mut values: Vec<Value> = Vec::new();
    match of_lines {
        Some(true) => wheres.push("t.line IS NOT NULL"),
        Some(false) => wheres.push("t.line IS NULL"),
        None => {}
    }
    if let Some(document) = document {
        wheres.push("t.seq = ?");
        values.push(Value::Integer(seq_of(sql, document)?.unwrap_or(-1)));
    }
    values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
    let query = format!(
        "SELECT t.id, d.id, d.state, d.name, t.kind, t.line, t.field, t.codes, t.reason, t.since
         FROM task t JOIN document d ON d.seq = t.seq WHERE {} ORDER BY t.id LIMIT ?",
        wheres.join(" AND ")
    );
    let mut statement = sql.prepare_cached(&query)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut tasks = Vec::new();
    while let Some(row) = rows.next()? {
        let codes: String = row.get(7)?;
        tasks.push(Task {
            task: row.get(0)?,
            correlation_id: id(&row.get::<_, String>(1)?)?,
            state: state(row.get(2)?)?,
            file: row.get(3)?,
            kind: row.get(4)?,
            line: row.get(5)?,
            field: row.get(6)?,
            codes: codes.split_whitespace().map(str::to_owned).collect(),
            reason: row.get(8)?,
            since: time(row.get(9)?).map_err(|_| unreadable("a task's time"))?,
        });
    }
    Ok(tasks)
}
