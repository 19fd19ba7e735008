//! Leases: `claim`, `extend`, `give_back`, `rescue`, and `wake` of those that wait for a time.
//!
//! A claim writes no event, nor does a return untouched or by lapse: worker, time and attempt stand in the event
//! that ends the attempt.

use super::column::{day, digest, id, kind, places_count, state, time, unreadable};
use super::writer::Group;
use crate::Error;
use crate::decision::Decision;
use crate::work::{Candidate, ClaimOrder, Claimed, Token};
use rusqlite::params;
use std::time::Duration;
use trade::event::{Event, What};
use trade::routing::Routing;
use trade::{Code, CorrelationId, State};

/// How many candidates the chooser sees for each document it may take, so that sources can take turns.
const CANDIDATES_PER_DOCUMENT: usize = 4;

/// Deaths alone after which a document is poison.
const DEATHS_MAX: u32 = 2;

/// Leases queued documents of one lane.
pub fn claim(group: &mut Group, order: ClaimOrder, token: Token) -> Result<Vec<Claimed>, Error> {
    let candidates = candidates(group, &order)?;
    let chosen = (order.choose)(&candidates, order.documents_max, order.bytes_max);
    let until = group.now().saturating_add(microseconds(order.lease));
    let mut claimed = Vec::with_capacity(chosen.len());
    for place in chosen {
        if let Some(candidate) = candidates.get(place) {
            claimed.extend(lease(group, candidate.seq, token, until)?);
        }
    }
    Ok(claimed)
}

/// Queued documents in due order.
fn candidates(group: &Group, order: &ClaimOrder) -> Result<Vec<Candidate>, Error> {
    let mut statement = group.sql.prepare_cached(
        "SELECT seq, source, due, size, alone FROM document WHERE state = 1 AND lane = ?1 ORDER BY due, seq LIMIT ?2",
    )?;
    let limit = order.documents_max.saturating_mul(CANDIDATES_PER_DOCUMENT);
    let rows = statement.query_map(params![order.lane as i64, limit as i64], |row| {
        Ok(Candidate {
            seq: row.get(0)?,
            source: row.get(1)?,
            due: row.get(2)?,
            size: row.get(3)?,
            alone: row.get::<_, i64>(4)? > 0,
        })
    })?;
    rows.collect::<Result<_, _>>().map_err(Error::from)
}

/// Leases one document, if it is still queued. Two statements, since RETURNING makes a table of its own each time;
/// inside the writer's transaction nobody comes between them.
fn lease(group: &Group, seq: i64, token: Token, until: i64) -> Result<Option<Claimed>, Error> {
    let leased = group
        .sql
        .prepare_cached(
            "UPDATE document SET moved_from = state, state = 2, moved_at = ?4, attempt = attempt + 1, token = ?2,
               lease_until = ?3
             WHERE seq = ?1 AND state = 1",
        )?
        .execute(params![seq, token.0, until, group.now()])?;
    if leased == 0 {
        return Ok(None);
    }
    let mut statement = group.sql.prepare_cached(
        "SELECT id, attempt, failures, alone, sha256, size, name, format, kind, source, client, jurisdiction, as_of,
           received_at, container, decisions, revision, routing, events
         FROM document WHERE seq = ?1",
    )?;
    let mut rows = statement.query(params![seq])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let text =
        |at: usize| -> Result<&str, Error> { Ok(row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?) };
    let (alone, deaths) = aloneness(row.get(3)?);
    let claimed = Claimed {
        seq,
        id: id(text(0)?)?,
        token,
        attempt: row.get(1)?,
        failures: row.get(2)?,
        alone,
        deaths,
        digest: digest(row.get_ref(4)?.as_blob().map_err(rusqlite::Error::from)?)?,
        bytes: None,
        size: row.get::<_, i64>(5)?.unsigned_abs(),
        name: row.get(6)?,
        format: row.get(7)?,
        kind: kind(text(8)?),
        source: name(group, row.get(9)?)?,
        client: name(group, row.get(10)?)?,
        jurisdiction: row.get(11)?,
        as_of: day(row.get(12)?)?,
        received_at: time(row.get(13)?)?,
        is_part: row.get::<_, Option<i64>>(14)?.is_some(),
        decisions: decisions(row.get(15)?)?,
        revision: row.get::<_, u32>(16)? + 1,
        routed_outlets: routing(row.get(17)?)?.outlets,
        places: row.get(18)?,
    };
    let bytes = original(group, seq)?;
    Ok(Some(Claimed { bytes, ..claimed }))
}

/// The column's meaning: 0 in batches, else alone with so many deaths.
fn aloneness(column: u32) -> (bool, u32) {
    (column > 0, column.saturating_sub(1))
}

/// The original, where it lives in the row.
fn original(group: &Group, seq: i64) -> Result<Option<bytes::Bytes>, Error> {
    let mut statement = group.sql.prepare_cached("SELECT bytes FROM original WHERE seq = ?1")?;
    let mut rows = statement.query(params![seq])?;
    Ok(match rows.next()? {
        Some(row) => Some(bytes::Bytes::from(row.get::<_, Vec<u8>>(0)?)),
        None => None,
    })
}

/// The text of a name's number.
fn name(group: &Group, number: i64) -> Result<String, Error> {
    Ok(group
        .sql
        .prepare_cached("SELECT text FROM name WHERE id = ?1")?
        .query_row(params![number], |row| row.get(0))?)
}

/// The decisions in a column.
pub fn decisions(text: Option<String>) -> Result<Vec<Decision>, Error> {
    match text {
        Some(text) => serde_json::from_str(&text).map_err(|_| unreadable("decisions")),
        None => Ok(Vec::new()),
    }
}

/// The routing in a column.
pub fn routing(text: Option<String>) -> Result<Routing, Error> {
    match text {
        Some(text) => serde_json::from_str(&text).map_err(|_| unreadable("routing")),
        None => Ok(Routing::default()),
    }
}

fn microseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

/// Moves the end of leases whose token still holds.
pub fn extend(group: &Group, held: &[(i64, Token)], lease: Duration) -> Result<Vec<bool>, Error> {
    let until = group.now().saturating_add(microseconds(lease));
    let mut statement = group
        .sql
        .prepare_cached("UPDATE document SET lease_until = ?3 WHERE seq = ?1 AND token = ?2 AND state = 2")?;
    held.iter().map(|(seq, token)| Ok(statement.execute(params![seq, token.0, until])? == 1)).collect()
}

/// Gives documents back untouched.
pub fn give_back(group: &mut Group, held: &[(i64, Token)]) -> Result<usize, Error> {
    let mut statement = group.sql.prepare_cached(
        "UPDATE document SET moved_from = state, state = 1, moved_at = ?3, token = NULL, lease_until = NULL
         WHERE seq = ?1 AND token = ?2 AND state = 2",
    )?;
    let mut given = 0;
    for (seq, token) in held {
        given += statement.execute(params![seq, token.0, group.now()])?;
    }
    group.rings.queued |= given > 0;
    Ok(given)
}

/// Brings back documents whose lease has lapsed.
pub fn rescue(group: &mut Group, by: &str) -> Result<usize, Error> {
    let lapsed: Vec<(i64, u32)> = {
        let mut statement = group
            .sql
            .prepare_cached("SELECT seq, alone FROM document WHERE state = 2 AND lease_until < ?1 ORDER BY lease_until LIMIT 1000")?;
        let rows = statement.query_map(params![group.now()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect::<Result<_, _>>()?
    };
    for (seq, alone) in &lapsed {
        let (was_alone, deaths) = aloneness(*alone);
        if was_alone && deaths + 1 >= DEATHS_MAX {
            bury(group, *seq, by)?;
        } else {
            // Nobody is blamed for a batch's death: its members run alone from now on.
            let next = if was_alone { alone + 1 } else { 1 };
            group
                .sql
                .prepare_cached(
                    "UPDATE document SET moved_from = state, state = 1, moved_at = ?2, token = NULL, lease_until = NULL,
                       alone = ?3
                     WHERE seq = ?1",
                )?
                .execute(params![seq, group.now(), next])?;
            group.rings.queued = true;
        }
    }
    Ok(lapsed.len())
}

/// Two deaths alone: a dead letter.
fn bury(group: &mut Group, seq: i64, by: &str) -> Result<(), Error> {
    let moved = Moved { from: State::Processing, to: State::DeadLetter, what: What::Decided };
    move_with_event(group, seq, &moved, Some(Code::ParserCrashed), by)
}

/// A move made by the ledger's own services.
struct Moved {
    from: State,
    to: State,
    what: What,
}

fn move_with_event(
    group: &mut Group,
    seq: i64,
    moved: &Moved,
    code: Option<Code>,
    by: &str,
) -> Result<(), Error> {
    let (document, mut events, attempt): (String, Vec<u8>, u32) = group
        .sql
        .prepare_cached("SELECT id, events, attempt FROM document WHERE seq = ?1")?
        .query_row(params![seq], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let document: CorrelationId = id(&document)?;
    let event = Event {
        attempt: Some(attempt),
        code,
        ..Event::new(&document, places_count(&events) + 1, group.at, moved.what, by)
            .moving(moved.from, moved.to)
    };
    group.event(&event, &mut events);
    group
        .sql
        .prepare_cached(
            "UPDATE document SET moved_from = state, state = ?2, moved_at = ?3, token = NULL, lease_until = NULL,
               wake_at = NULL, code = ?4, events = ?5
             WHERE seq = ?1",
        )?
        .execute(params![seq, moved.to as i64, group.now(), code.map(Code::name), events])?;
    group.rings.queued |= moved.to == State::Queued;
    Ok(())
}

/// Queues waiting documents whose time has come.
pub fn wake(group: &mut Group, by: &str) -> Result<usize, Error> {
    let due: Vec<(i64, i64)> = {
        let mut statement = group.sql.prepare_cached(
            "SELECT seq, state FROM document WHERE state = 3 AND wake_at <= ?1 ORDER BY wake_at LIMIT 1000",
        )?;
        let rows = statement.query_map(params![group.now()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect::<Result<_, _>>()?
    };
    for (seq, from) in &due {
        let moved = Moved { from: state(*from)?, to: State::Queued, what: What::Woken };
        move_with_event(group, *seq, &moved, None, by)?;
    }
    Ok(due.len())
}
