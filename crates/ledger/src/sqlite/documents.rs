//! Documents one by one and in lists.

use super::claim::{decisions, routing as routing_in};
use super::column::{day, digest, id, id_short, kind, state, time, time_or_none, unreadable};
use super::deliver::{VERDICT, verdict};
use crate::view::{Filter, ReleaseRow, Summary, Whole};
use crate::work::StoredVerdict;
use crate::{Blobs, Error};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params, params_from_iter};
use trade::{CorrelationId, Digest, Lane, Priority, State};

/// The columns of a summary, from `document d`.
const SUMMARY: &str = "d.seq, d.id, d.name, d.sha256, d.size, source.text, client.text, d.format, d.kind, d.language,
    d.state, d.code, d.lane, d.priority, d.received_at, d.moved_at, d.wake_at, d.attempt, d.failures, d.jurisdiction,
    d.as_of, d.lines, d.quarantined, d.declared, d.currency, d.findings, d.first_finding,
    (SELECT c.id FROM document c WHERE c.seq = d.container), d.part,
    (SELECT c.id FROM document c WHERE c.seq = d.other)";

const FROM: &str =
    "FROM document d JOIN name source ON source.id = d.source JOIN name client ON client.id = d.client";

fn summary(row: &Row<'_>) -> Result<Summary, Error> {
    let text =
        |at: usize| -> Result<&str, Error> { Ok(row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?) };
    let id_or_none = |at: usize| -> Result<Option<CorrelationId>, Error> {
        row.get::<_, Option<String>>(at)?.map(|text| id(&text)).transpose()
    };
    let container = id_or_none(27)?;
    Ok(Summary {
        seq: row.get(0)?,
        id: id(text(1)?)?,
        name: row.get(2)?,
        digest: digest(row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?)?,
        size: row.get::<_, i64>(4)?.unsigned_abs(),
        source: row.get(5)?,
        client: row.get(6)?,
        format: row.get(7)?,
        kind: kind(text(8)?),
        language: row.get(9)?,
        state: state(row.get(10)?)?,
        code: row.get(11)?,
        lane: Lane::from_number(row.get(12)?).ok_or_else(|| unreadable("lane"))?,
        priority: Priority::from_number(row.get(13)?).ok_or_else(|| unreadable("priority"))?,
        received_at: time(row.get(14)?)?,
        moved_at: time(row.get(15)?)?,
        wake_at: time_or_none(row.get(16)?)?,
        attempt: row.get(17)?,
        failures: row.get(18)?,
        jurisdiction: row.get(19)?,
        as_of: day(row.get(20)?)?,
        lines: row.get(21)?,
        quarantined: row.get(22)?,
        declared: row.get(23)?,
        currency: row.get(24)?,
        findings: row.get(25)?,
        first_finding: row.get(26)?,
        part: if container.is_some() { Some(row.get::<_, u32>(28)? + 1) } else { None },
        container,
        other: id_or_none(29)?,
    })
}

/// The number of the document with this id.
pub fn seq_of(sql: &Connection, wanted: &CorrelationId) -> Result<Option<i64>, Error> {
    let mut statement = sql.prepare_cached("SELECT seq FROM document WHERE id_short = ?1 AND id = ?2")?;
    Ok(statement.query_row(params![id_short(wanted), wanted.as_str()], |row| row.get(0)).optional()?)
}

/// The list of places of a document's events.
pub fn events_of(sql: &Connection, wanted: &CorrelationId) -> Result<Option<Vec<u8>>, Error> {
    let mut statement = sql.prepare_cached("SELECT events FROM document WHERE id_short = ?1 AND id = ?2")?;
    Ok(statement.query_row(params![id_short(wanted), wanted.as_str()], |row| row.get(0)).optional()?)
}

/// What a receipt says of a document.
pub fn receipt_of(sql: &Connection, seq: i64) -> Result<Option<(CorrelationId, Digest, State)>, Error> {
    let mut statement = sql.prepare_cached("SELECT id, sha256, state FROM document WHERE seq = ?1")?;
    let mut rows = statement.query(params![seq])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let sha256 = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
    Ok(Some((
        id(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?)?,
        digest(sha256)?,
        state(row.get(2)?)?,
    )))
}

/// One document with everything about it.
pub fn document(sql: &Connection, wanted: &CorrelationId) -> Result<Option<Whole>, Error> {
    let Some(seq) = seq_of(sql, wanted)? else { return Ok(None) };
    let mut statement = sql.prepare_cached(&format!("SELECT {SUMMARY} {FROM} WHERE d.seq = ?1"))?;
    let mut rows = statement.query(params![seq])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let summary = summary(row)?;
    let (decided, revision, routing): (Option<String>, u32, Option<String>) = sql
        .prepare_cached("SELECT decisions, revision, routing FROM document WHERE seq = ?1")?
        .query_row(params![seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(Some(Whole {
        verdict: verdict_of(sql, seq)?,
        releases: releases(sql, seq, &summary.id)?,
        decisions: decisions(decided)?,
        revision: revision + 1,
        routing: routing_in(routing)?,
        summary,
    }))
}

/// The last verdict of a document.
pub fn verdict_of(sql: &Connection, seq: i64) -> Result<Option<StoredVerdict>, Error> {
    let mut statement = sql.prepare_cached(&format!(
        "SELECT {VERDICT} FROM document d JOIN outcome o ON o.id = d.outcome WHERE d.seq = ?1"
    ))?;
    let mut rows = statement.query(params![seq])?;
    rows.next()?.map(|row| verdict(row, 0)).transpose()
}

/// The releases of a document.
fn releases(sql: &Connection, seq: i64, document: &CorrelationId) -> Result<Vec<ReleaseRow>, Error> {
    let mut statement = sql.prepare_cached(
        "SELECT x.revision, outlet.text, x.state, x.sent_at FROM outbox x JOIN name outlet ON outlet.id = x.outlet
         WHERE x.seq = ?1 ORDER BY x.revision, x.outlet",
    )?;
    let mut rows = statement.query(params![seq])?;
    let mut releases = Vec::new();
    while let Some(row) = rows.next()? {
        let revision: u32 = row.get(0)?;
        let state = match row.get::<_, i64>(2)? {
            0 => "waiting",
            1 => "sent",
            _ => "superseded",
        };
        releases.push(ReleaseRow {
            release_id: crate::work::release_id(document, revision),
            revision,
            outlet: row.get(1)?,
            state: state.to_owned(),
            sent_at: time_or_none(row.get(3)?)?,
        });
    }
    Ok(releases)
}

/// Documents, newest first.
pub fn documents(sql: &Connection, filter: &Filter) -> Result<Vec<Summary>, Error> {
    let mut wheres: Vec<String> = vec!["1 = 1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    if !filter.states.is_empty() {
        let states: Vec<String> = filter.states.iter().map(|state| (*state as i64).to_string()).collect();
        wheres.push(format!("d.state IN ({})", states.join(", ")));
    }
    if let Some(ids) = &filter.ids {
        let seqs = ids.iter().filter_map(|id| seq_of(sql, id).transpose()).collect::<Result<Vec<_>, _>>()?;
        let seqs: Vec<String> = seqs.iter().map(i64::to_string).collect();
        wheres.push(format!("d.seq IN ({})", seqs.join(", ")));
    }
    for (name, column) in [(&filter.source, "source.text"), (&filter.client, "client.text")] {
        if let Some(name) = name {
            wheres.push(format!("{column} = ?"));
            values.push(Value::Text(name.clone()));
        }
    }
    if let Some(container) = &filter.container {
        wheres.push("d.container = ?".to_owned());
        values.push(Value::Integer(seq_of(sql, container)?.unwrap_or(-1)));
    }
    if let Some(since) = filter.since {
        wheres.push("d.received_at >= ?".to_owned());
        values.push(Value::Integer(since.as_microsecond()));
    }
    if let Some(before) = filter.before {
        wheres.push("d.seq < ?".to_owned());
        values.push(Value::Integer(before));
    }
    values.push(Value::Integer(i64::try_from(filter.limit).unwrap_or(i64::MAX)));
    let query = format!("SELECT {SUMMARY} {FROM} WHERE {} ORDER BY d.seq DESC LIMIT ?", wheres.join(" AND "));
    let mut statement = sql.prepare_cached(&query)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut documents = Vec::new();
    while let Some(row) = rows.next()? {
        documents.push(summary(row)?);
    }
    Ok(documents)
}

/// The original's bytes, checked against its SHA-256.
pub fn original(sql: &Connection, blobs: &Blobs, wanted: &CorrelationId) -> Result<Option<Vec<u8>>, Error> {
    let Some(seq) = seq_of(sql, wanted)? else { return Ok(None) };
    let sha256: Vec<u8> = sql
        .prepare_cached("SELECT sha256 FROM document WHERE seq = ?1")?
        .query_row(params![seq], |row| row.get(0))?;
    let digest = digest(&sha256)?;
    let bytes: Option<Vec<u8>> = sql
        .prepare_cached("SELECT bytes FROM original WHERE seq = ?1")?
        .query_row(params![seq], |row| row.get(0))
        .optional()?;
    match bytes {
        Some(bytes) if trade::Digest::of(&bytes) == digest => Ok(Some(bytes)),
        Some(_) => Err(Error::Damaged(wanted.to_string())),
        None => blobs.get(&digest).map_err(|failure| match failure {
            Error::Damaged(_) => Error::Damaged(wanted.to_string()),
            other => other,
        }),
    }
}
