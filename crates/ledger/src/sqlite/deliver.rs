//! The outbox: releases that wait for an outlet, and what became of them.

use super::column::{day, digest, id, kind, places_count, state, unreadable};
use super::writer::Group;
use crate::Error;
use crate::work::{Delivered, FileMark, HeldLine, StoredVerdict, Undelivered};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use trade::event::{Event, What};
use trade::{CorrelationId, State};

/// The columns of a stored verdict, from `outcome o` and `document d`.
pub const VERDICT: &str =
    "o.id, d.kind, o.record, o.findings, o.held, d.lines_rejected, d.lines, d.declared, d.sound,
    d.currency, o.jurisdiction, o.relevant_date, o.basis, o.scheme, o.edition, o.reading";

/// Reads the columns of [`VERDICT`], which begin at `first`.
pub fn verdict(row: &Row<'_>, first: usize) -> Result<StoredVerdict, Error> {
    let held: Option<String> = row.get(first + 4)?;
    let held: Vec<HeldLine> = match held {
        Some(held) => serde_json::from_str(&held).map_err(|_| unreadable("held lines"))?,
        None => Vec::new(),
    };
    let scheme: Option<String> = row.get(first + 13)?;
    let edition: Option<String> = row.get(first + 14)?;
    Ok(StoredVerdict {
        outcome: row.get(first)?,
        kind: kind(row.get_ref(first + 1)?.as_str().map_err(rusqlite::Error::from)?),
        record: row.get(first + 2)?,
        findings: row.get(first + 3)?,
        held,
        lines_rejected: row.get(first + 5)?,
        lines: row.get(first + 6)?,
        declared: row.get(first + 7)?,
        sound: row.get(first + 8)?,
        currency: row.get(first + 9)?,
        jurisdiction: row.get(first + 10)?,
        relevant_date: day(row.get(first + 11)?)?,
        basis: row.get(first + 12)?,
        edition: scheme.zip(edition),
        reading: row.get(first + 15)?,
    })
}

/// Releases that the outlet has not taken, in order.
pub fn undelivered(sql: &Connection, outlet: &str, limit: usize) -> Result<Vec<Undelivered>, Error> {
    let Some(outlet) = number_of(sql, outlet)? else { return Ok(Vec::new()) };
    let mut statement = sql.prepare_cached(&format!(
        "SELECT x.id, x.seq, x.revision, d.id, d.sha256, source.text, client.text,
           CASE WHEN x.revision > 1 THEN (SELECT MAX(p.revision) FROM outbox p
             WHERE p.seq = x.seq AND p.outlet = x.outlet AND p.state = 1) END,
           {VERDICT}
         FROM outbox x JOIN document d ON d.seq = x.seq JOIN outcome o ON o.id = x.outcome
           JOIN name source ON source.id = d.source JOIN name client ON client.id = d.client
         WHERE x.outlet = ?1 AND x.state = 0 ORDER BY x.id LIMIT ?2"
    ))?;
    let mut rows = statement.query(params![outlet, limit as i64])?;
    let mut waiting = Vec::new();
    while let Some(row) = rows.next()? {
        waiting.push(Undelivered {
            outbox: row.get(0)?,
            seq: row.get(1)?,
            revision: row.get(2)?,
            id: id(row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?)?,
            digest: digest(row.get_ref(4)?.as_blob().map_err(rusqlite::Error::from)?)?,
            source: row.get(5)?,
            client: row.get(6)?,
            supersedes: row.get(7)?,
            verdict: verdict(row, 8)?,
        });
    }
    Ok(waiting)
}

fn number_of(sql: &Connection, name: &str) -> Result<Option<i64>, Error> {
    let mut statement = sql.prepare_cached("SELECT id FROM name WHERE text = ?1")?;
    Ok(statement.query_row(params![name], |row| row.get(0)).optional()?)
}

/// Marks releases as taken. A document moves to `released` when none of its outlets waits for a first revision.
pub fn delivered(
    group: &mut Group,
    outlet: &str,
    sent: &[Delivered],
    mark: Option<&FileMark>,
) -> Result<(), Error> {
    for one in sent {
        let marked = group
            .sql
            .prepare_cached(
                "UPDATE outbox SET state = 1, sent_at = ?2, sha256 = ?3 WHERE id = ?1 AND state = 0",
            )?
            .execute(params![one.outbox, group.now(), one.release.0])?;
        if marked == 1 {
            note_delivery(group, outlet, one)?;
        }
    }
    if let Some(mark) = mark {
        let outlet = group.name(outlet)?;
        group
            .sql
            .prepare_cached(
                "INSERT INTO file_mark (outlet, file, length) VALUES (?1, ?2, ?3)
                 ON CONFLICT (outlet, file) DO UPDATE SET length = excluded.length",
            )?
            .execute(params![outlet, mark.file, i64::try_from(mark.length).unwrap_or(i64::MAX)])?;
    }
    Ok(())
}

/// Writes the document's side of one delivery: the event, the sums, and the move, where it is the first.
fn note_delivery(group: &mut Group, outlet: &str, one: &Delivered) -> Result<(), Error> {
    let (document, mut events, at): (CorrelationId, Vec<u8>, State) = {
        let mut statement =
            group.sql.prepare_cached("SELECT id, events, state FROM document WHERE seq = ?1")?;
        let mut rows = statement.query(params![one.seq])?;
        let row = rows.next()?.ok_or_else(|| unreadable("an outbox row without a document"))?;
        (id(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?, row.get(1)?, state(row.get(2)?)?)
    };
    let waits: bool = group
        .sql
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM outbox WHERE seq = ?1 AND state = 0 AND revision = 1)")?
        .query_row(params![one.seq], |row| row.get(0))?;
    let moves = at == State::Validated && !waits;
    let what = if moves { What::Delivered } else { What::Revised };
    let mut event = Event {
        release: Some(one.release),
        ..Event::new(&document, places_count(&events) + 1, group.at, what, outlet)
    };
    if moves {
        event = event.moving(State::Validated, State::Released);
    }
    group.event(&event, &mut events);
    let to = if moves { State::Released } else { at };
    group
        .sql
        .prepare_cached(
            "UPDATE document SET moved_from = CASE WHEN ?2 = state THEN moved_from ELSE state END, state = ?2,
               moved_at = CASE WHEN ?2 = state THEN moved_at ELSE ?3 END, events = ?4, lines_released = ?5,
               released_value = ?6
             WHERE seq = ?1",
        )?
        .execute(params![one.seq, to as i64, group.now(), events, one.lines, one.value.map(|value| value.to_string())])?;
    Ok(())
}

/// How far the outlet's files are good.
pub fn file_marks(sql: &Connection, outlet: &str) -> Result<Vec<FileMark>, Error> {
    let Some(outlet) = number_of(sql, outlet)? else { return Ok(Vec::new()) };
    let mut statement =
        sql.prepare_cached("SELECT file, length FROM file_mark WHERE outlet = ?1 ORDER BY file")?;
    let rows = statement.query_map(params![outlet], |row| {
        Ok(FileMark { file: row.get(0)?, length: row.get::<_, i64>(1)?.unsigned_abs() })
    })?;
    rows.collect::<Result<_, _>>().map_err(Error::from)
}
