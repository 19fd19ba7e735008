//! Holds: made, ended, listed, and what of them a claim has to know.

use super::column::{places, places_count, time, time_or_none, unreadable};
use super::group::Group;
use crate::Error;
use crate::hold::{Ended, HOLDS_MAX, Hold, HoldProof, NewHold, Resumed};
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use trade::event::{Event, What};
use trade::{HoldScope, Lane};

/// How scopes stand in the column `kind`.
const EVERYTHING: i64 = 0;
const LANE: i64 = 1;
const SOURCE: i64 = 2;
const DEPENDENCY: i64 = 3;

/// What of a lane the holds in force cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Covered {
    /// Nothing.
    Nothing,
    /// Documents of some sources.
    Sources,
    /// All documents of the lane.
    All,
}

/// What of this lane the holds in force cover. Most often there is none, and an empty index says so.
pub fn covered(group: &mut Group, lane: Lane) -> Result<Covered, Error> {
    let scopes = group.rows("SELECT kind, named FROM hold WHERE ended_at IS NULL", [], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
    })?;
    let mut found = Covered::Nothing;
    for scope in scopes {
        match scope {
            (EVERYTHING, _) => return Ok(Covered::All),
            (LANE, held) if held == lane as i64 => return Ok(Covered::All),
            (SOURCE, _) => found = Covered::Sources,
            _ => {}
        }
    }
    Ok(found)
}

/// Makes a hold with its event, unless as many stand as may.
pub fn hold(group: &mut Group, asked: NewHold) -> Result<Option<Hold>, Error> {
    let standing = group
        .row("SELECT COUNT(*) FROM hold WHERE ended_at IS NULL", [], |row| Ok(row.get::<_, i64>(0)?))?
        .unwrap_or(0);
    if standing >= HOLDS_MAX as i64 {
        return Ok(None);
    }
    let last = group.row("SELECT MAX(id) FROM hold", [], |row| Ok(row.get::<_, Option<i64>>(0)?))?;
    let hold = Hold {
        id: last.flatten().unwrap_or(0) + 1,
        scope: asked.scope,
        reason: asked.reason,
        by: asked.by,
        since: group.at,
        until: asked.until.map(|until| time(until.as_microsecond())).transpose()?,
        ended: None,
    };
    let (name, scope) = (hold.name(), hold.scope.to_string());
    let mut events = Vec::new();
    let event = Event {
        original: Some(hold.terms()),
        other: Some(scope.into()),
        ..Event::about(&name, 1, hold.since, What::Held, &hold.by)
    };
    group.event(&event, &mut events);
    let (kind, named) = columns(group, &hold.scope)?;
    group.execute(
        "INSERT INTO hold (id, kind, named, reason, held_by, since, until, events)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            hold.id,
            kind,
            named,
            hold.reason,
            hold.by,
            hold.since.as_microsecond(),
            hold.until.map(Timestamp::as_microsecond),
            events
        ],
    )?;
    group.rings.holds = true;
    Ok(Some(hold))
}

/// A scope as its two columns.
fn columns(group: &mut Group, scope: &HoldScope) -> Result<(i64, i64), Error> {
    Ok(match scope {
        HoldScope::Everything => (EVERYTHING, 0),
        HoldScope::Lane(lane) => (LANE, *lane as i64),
        HoldScope::Source(name) => (SOURCE, group.name(name)?),
        HoldScope::Dependency(name) => (DEPENDENCY, group.name(name)?),
    })
}

/// Ends a hold with its event, and rings for the work that waited.
pub fn resume(group: &mut Group, id: i64, by: &str, reason: Option<String>) -> Result<Resumed, Error> {
    // One row by its number.
    let found = group.row(
        "SELECT h.id, h.kind, h.named, n.text, h.reason, h.held_by, h.since, h.until, h.ended_at, h.ended_by,
           h.ended_reason, h.events
         FROM hold h LEFT JOIN name n ON n.id = h.named AND h.kind > 1 WHERE h.id = ?1",
        params![id],
        |row| Ok((as_kept(row)?, row.get::<_, Vec<u8>>(11)?)),
    )?;
    let Some((mut hold, mut events)) = found else { return Ok(Resumed::Unknown) };
    if hold.ended.is_some() {
        return Ok(Resumed::Before(hold));
    }
    let ended = Ended { at: group.at, by: by.to_owned(), reason };
    let (name, scope) = (hold.name(), hold.scope.to_string());
    let event = Event {
        outcome: ended.words(),
        other: Some(scope.into()),
        ..Event::about(&name, places_count(&events) + 1, ended.at, What::Resumed, by)
    };
    group.event(&event, &mut events);
    group.execute(
        "UPDATE hold SET ended_at = ?2, ended_by = ?3, ended_reason = ?4, events = ?5 WHERE id = ?1",
        params![id, ended.at.as_microsecond(), ended.by, ended.reason, events],
    )?;
    group.rings.holds = true;
    group.rings.queued.add_all();
    group.rings.outbox = true;
    hold.ended = Some(ended);
    Ok(Resumed::Done(hold))
}

/// A hold from its row.
fn as_kept(row: &Row<'_>) -> Result<Hold, Error> {
    let (kind, named, name): (i64, i64, Option<String>) = (row.get(1)?, row.get(2)?, row.get(3)?);
    let wrong = || unreadable("a hold's scope");
    let scope = match (kind, name) {
        (EVERYTHING, _) => HoldScope::Everything,
        (LANE, _) => HoldScope::Lane(Lane::from_number(named).ok_or_else(wrong)?),
        (SOURCE, Some(name)) => HoldScope::Source(name),
        (DEPENDENCY, Some(name)) => HoldScope::Dependency(name),
        _ => return Err(wrong()),
    };
    let ended = match time_or_none(row.get(8)?)? {
        Some(at) => {
            Some(Ended { at, by: row.get::<_, Option<String>>(9)?.unwrap_or_default(), reason: row.get(10)? })
        }
        None => None,
    };
    Ok(Hold {
        id: row.get(0)?,
        scope,
        reason: row.get(4)?,
        by: row.get(5)?,
        since: time(row.get(6)?)?,
        until: time_or_none(row.get(7)?)?,
        ended,
    })
}

/// The holds in force, the first made first; then at most so many that have ended, the last made first.
pub fn holds(sql: &Connection, ended_max: usize) -> Result<Vec<Hold>, Error> {
    // The index of those in force, which holds few.
    let mut in_force = sql.prepare_cached(
        "SELECT h.id, h.kind, h.named, n.text, h.reason, h.held_by, h.since, h.until, h.ended_at, h.ended_by,
           h.ended_reason
         FROM hold h LEFT JOIN name n ON n.id = h.named AND h.kind > 1 WHERE h.ended_at IS NULL ORDER BY h.id",
    )?;
    let mut found = all(in_force.query([])?)?;
    if ended_max > 0 {
        let mut ended = sql.prepare_cached(
            "SELECT h.id, h.kind, h.named, n.text, h.reason, h.held_by, h.since, h.until, h.ended_at, h.ended_by,
               h.ended_reason
             FROM hold h LEFT JOIN name n ON n.id = h.named AND h.kind > 1
             WHERE h.ended_at IS NOT NULL ORDER BY h.id DESC LIMIT ?1",
        )?;
        found.extend(all(ended.query(params![i64::try_from(ended_max).unwrap_or(i64::MAX)])?)?);
    }
    Ok(found)
}

fn all(mut rows: rusqlite::Rows<'_>) -> Result<Vec<Hold>, Error> {
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(as_kept(row)?);
    }
    Ok(found)
}

/// What the verifier needs of holds after number `after`.
pub fn hold_proofs(sql: &Connection, after: i64, limit: usize) -> Result<Vec<HoldProof>, Error> {
    let mut statement = sql.prepare_cached(
        "SELECT h.id, h.kind, h.named, n.text, h.reason, h.held_by, h.since, h.until, h.ended_at, h.ended_by,
           h.ended_reason, h.events
         FROM hold h LEFT JOIN name n ON n.id = h.named AND h.kind > 1 WHERE h.id > ?1 ORDER BY h.id LIMIT ?2",
    )?;
    let mut rows = statement.query(params![after, i64::try_from(limit).unwrap_or(i64::MAX)])?;
    let mut proofs = Vec::new();
    while let Some(row) = rows.next()? {
        proofs.push(HoldProof {
            hold: as_kept(row)?,
            events: places(row.get_ref(11)?.as_blob().map_err(rusqlite::Error::from)?)?,
        });
    }
    Ok(proofs)
}
