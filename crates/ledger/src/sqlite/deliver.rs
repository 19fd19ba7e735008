//! The outbox: releases that wait for an outlet, and what became of them.

use super::column::{day, digest, id, kind, places_count, push_place, state, unreadable};
use super::group::Group;
use crate::Error;
use crate::work::{Delivered, FileMark, HeldLine, Standing, StoredVerdict, Undelivered};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use trade::State;
use trade::event::{Event, What};

/// The columns of a stored verdict, from `outcome o` and `document d`.
pub const VERDICT: &str =
    "o.id, d.kind, o.record, o.findings, o.held, d.lines_rejected, d.lines, d.declared, d.sound,
    d.currency, o.jurisdiction, o.relevant_date, o.basis, o.scheme, o.edition, o.reading";

/// The same columns without what a release does not carry: findings and reading.
const RELEASED: &str = "o.id, d.kind, o.record, '', o.held, d.lines_rejected, d.lines, d.declared, d.sound,
    d.currency, o.jurisdiction, o.relevant_date, o.basis, o.scheme, o.edition, NULL";

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
        "SELECT x.seq, x.revision, d.id, d.sha256, source.text, client.text, d.state, d.events,
           CASE WHEN x.revision > 1 THEN (SELECT MAX(p.revision) FROM outbox p
             WHERE p.seq = x.seq AND p.outlet = x.outlet AND p.state = 1) END,
           EXISTS (SELECT 1 FROM outbox p WHERE p.seq = x.seq AND p.outlet <> x.outlet AND p.state = 0 AND NOT EXISTS
             (SELECT 1 FROM outbox q WHERE q.seq = p.seq AND q.outlet = p.outlet AND q.state = 1)),
           {RELEASED}
         FROM outbox x JOIN document d ON d.seq = x.seq JOIN outcome o ON o.id = x.outcome
           JOIN name source ON source.id = d.source JOIN name client ON client.id = d.client
         WHERE x.outlet = ?1 AND x.state = 0 ORDER BY x.seq, x.revision LIMIT ?2"
    ))?;
    let mut rows = statement.query(params![outlet, limit as i64])?;
    let mut waiting = Vec::new();
    while let Some(row) = rows.next()? {
        waiting.push(Undelivered {
            revision: row.get(1)?,
            source: row.get(4)?,
            client: row.get(5)?,
            digest: digest(row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?)?,
            supersedes: row.get(8)?,
            verdict: verdict(row, 10)?,
            standing: standing(row)?,
        });
    }
    Ok(waiting)
}

/// How the document stands, from the columns of [`undelivered`].
fn standing(row: &Row<'_>) -> Result<Standing, Error> {
    Ok(Standing {
        seq: row.get(0)?,
        id: id(row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?)?,
        state: state(row.get(6)?)?,
        places: row.get(7)?,
        others_wait: row.get(9)?,
    })
}

fn number_of(sql: &Connection, name: &str) -> Result<Option<i64>, Error> {
    let mut statement = sql.prepare_cached("SELECT id FROM name WHERE text = ?1")?;
    Ok(statement.query_row(params![name], |row| row.get(0)).optional()?)
}

/// Marks releases as taken, those too whose successor was written while they were on their way: the outlet has them, and
/// must be told what takes their place. A document moves to `released` when no other outlet
/// waits that has taken none of its revisions.
pub fn delivered(
    group: &mut Group,
    outlet: &str,
    sent: Vec<Delivered>,
    mark: Option<&FileMark>,
) -> Result<(), Error> {
    let number = group.name(outlet)?;
    for one in sent {
        let marked = group.execute(
            "UPDATE outbox SET state = 1, sent_at = ?4
             WHERE seq = ?1 AND revision = ?2 AND outlet = ?3 AND state IN (0, 2)",
            params![one.standing.seq, one.revision, number, group.now()],
        )?;
        if marked == 1 && !note_delivery(group, outlet, &one, &one.standing)? {
            // Something happened to the document since the outbox was read.
            let now = standing_now(group, one.standing.seq, number)?;
            if !note_delivery(group, outlet, &one, &now)? {
                return Err(unreadable("an outbox row without a document"));
            }
        }
    }
    if let Some(mark) = mark {
        group.execute(
            "INSERT INTO file_mark (outlet, file, length) VALUES (?1, ?2, ?3)
             ON CONFLICT (outlet, file) DO UPDATE SET length = excluded.length",
            params![number, mark.file, i64::try_from(mark.length).unwrap_or(i64::MAX)],
        )?;
    }
    Ok(())
}

/// How the document stands in this transaction.
fn standing_now(group: &mut Group, seq: i64, outlet: i64) -> Result<Standing, Error> {
    let found = group.row(
        "SELECT d.seq, NULL, d.id, NULL, NULL, NULL, d.state, d.events, NULL,
           EXISTS (SELECT 1 FROM outbox p WHERE p.seq = d.seq AND p.outlet <> ?2 AND p.state = 0 AND NOT EXISTS
             (SELECT 1 FROM outbox q WHERE q.seq = p.seq AND q.outlet = p.outlet AND q.state = 1))
         FROM document d WHERE d.seq = ?1",
        params![seq, outlet],
        standing,
    )?;
    found.ok_or_else(|| unreadable("an outbox row without a document"))
}

/// Writes the document's side of one delivery: the event, the sums, and the move, where it is the first. Says `false`,
/// and writes nothing, where the document does not stand so any more: whatever happens to it adds an event.
fn note_delivery(
    group: &mut Group,
    outlet: &str,
    one: &Delivered,
    standing: &Standing,
) -> Result<bool, Error> {
    let moves = standing.state == State::Validated && !standing.others_wait;
    let to = if moves { State::Released } else { standing.state };
    let mut places = standing.places.clone();
    push_place(&mut places, &group.next_place());
    let value = one.value.map(|value| value.to_string());
    let noted = group.execute(
        "UPDATE document SET moved_from = CASE WHEN ?2 = state THEN moved_from ELSE state END, state = ?2,
           moved_at = CASE WHEN ?2 = state THEN moved_at ELSE ?3 END, events = ?4, lines_released = ?5,
           released_value = ?6
         WHERE seq = ?1 AND events = ?7",
        params![standing.seq, to as i64, group.now(), places, one.lines, value, standing.places],
    )?;
    if noted == 0 {
        return Ok(false);
    }
    let what = if moves { What::Delivered } else { What::Revised };
    let number = places_count(&places);
    let mut event =
        Event { release: Some(one.release), ..Event::new(&standing.id, number, group.at, what, outlet) };
    if moves {
        event = event.moving(State::Validated, State::Released);
    }
    group.event_placed(&event);
    Ok(true)
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
