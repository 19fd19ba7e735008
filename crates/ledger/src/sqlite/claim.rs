//! Leases: `claim`, `extend`, `give_back`, `rescue`, and `wake` of those that wait for a time.
//!
//! A lease is one row a batch: its token, its end, the numbers of its documents. A document carries the token only, so
//! that its commit touches no lease; what is left of a lease goes when it lapses.
//! A claim writes no event, nor does a return untouched or by lapse: worker, time and attempt stand in the event
//! that ends the attempt.

use super::column::{day, digest, id, kind, numbers, places_count, push_number, state, time, unreadable};
use super::group::Group;
use super::hold::{Covered, covered};
use super::hot::Fresh;
use crate::Error;
use crate::decision::Decision;
use crate::work::{AfterLapse, Candidate, ClaimOrder, Claimed, Lapsed, Token};
use rusqlite::{Row, params};
use std::time::Duration;
use trade::event::{Event, What};
use trade::routing::Routing;
use trade::{Code, CorrelationId, State};

/// How many candidates the chooser sees for each document it may take, so that sources can take turns.
const CANDIDATES_PER_DOCUMENT: usize = 4;

/// Leases queued documents of one lane: one row for the lease, and its token in each document.
pub fn claim(group: &mut Group, order: ClaimOrder, token: Token) -> Result<Vec<Claimed>, Error> {
    let candidates = candidates(group, &order)?;
    let chosen = (order.choose)(&candidates, order.documents_max, order.bytes_max);
    let mut claimed = Vec::with_capacity(chosen.len());
    for place in chosen {
        if let Some(candidate) = candidates.get(place) {
            claimed.extend(lease(group, candidate.seq, token)?);
        }
    }
    if !claimed.is_empty() {
        let mut seqs = Vec::with_capacity(claimed.len() * 3);
        claimed.iter().for_each(|one| push_number(&mut seqs, one.seq));
        let until = group.now().saturating_add(microseconds(order.lease));
        group.execute(
            "INSERT INTO lease (token, until, seqs) VALUES (?1, ?2, ?3)",
            params![token.0, until, seqs],
        )?;
    }
    Ok(claimed)
}

/// Queued documents in due order, without those that a hold covers. Documents of held sources are passed over one by one in
/// the index: the more of them wait, the longer a claim takes, until the hold ends.
fn candidates(group: &mut Group, order: &ClaimOrder) -> Result<Vec<Candidate>, Error> {
    let statement = match covered(group, order.lane)? {
        Covered::All => return Ok(Vec::new()),
        Covered::Nothing => {
            "SELECT seq, source, due, size, alone FROM document WHERE state = 1 AND lane = ?1 ORDER BY due, seq LIMIT ?2"
        }
        Covered::Sources => {
            "SELECT seq, source, due, size, alone FROM document WHERE state = 1 AND lane = ?1
               AND source NOT IN (SELECT named FROM hold WHERE ended_at IS NULL AND kind = 2)
             ORDER BY due, seq LIMIT ?2"
        }
    };
    let limit = order.documents_max.saturating_mul(CANDIDATES_PER_DOCUMENT);
    group.rows(statement, params![order.lane as i64, limit as i64], |row| {
        Ok(Candidate {
            seq: row.get(0)?,
            source: row.get(1)?,
            due: row.get(2)?,
            size: row.get(3)?,
            alone: row.get::<_, i64>(4)? > 0,
        })
    })
}

/// Leases one document, if it is still queued. Two statements, since RETURNING makes a table of its own each time;
/// inside the writer's transaction nobody comes between them.
fn lease(group: &mut Group, seq: i64, token: Token) -> Result<Option<Claimed>, Error> {
    if let Some(fresh) = group.kept.hot.take(seq) {
        // Claimed for the first time, and nothing has moved it: it is as it was received.
        let leased = group.execute(
            "UPDATE document SET moved_from = 1, state = 2, moved_at = ?2, attempt = 1, token = ?3
             WHERE seq = ?1 AND state = 1 AND attempt = 0 AND moved_at = ?4 AND events = ?5",
            params![seq, group.now(), token.0, fresh.received_at, fresh.places],
        )?;
        if leased == 1 {
            return as_received(seq, token, fresh).map(Some);
        }
    }
    let leased = group.execute(
        "UPDATE document SET moved_from = state, state = 2, moved_at = ?3, attempt = attempt + 1, token = ?2
         WHERE seq = ?1 AND state = 1",
        params![seq, token.0, group.now()],
    )?;
    if leased == 0 {
        return Ok(None);
    }
    let found = group.row(
        "SELECT d.id, d.attempt, d.failures, d.alone, d.sha256, d.size, d.name, d.format, d.kind, d.source, d.client,
           d.jurisdiction, d.as_of, d.received_at, d.container, d.decisions, d.revision, d.routing, d.events, o.bytes
         FROM document d LEFT JOIN original o ON o.seq = d.seq WHERE d.seq = ?1",
        params![seq],
        |row| as_kept(seq, token, row),
    )?;
    let Some((claimed, source, client)) = found else { return Ok(None) };
    Ok(Some(Claimed { source: group.name_of(source)?, client: group.name_of(client)?, ..claimed }))
}

/// A claim of a document that is still as it was received.
fn as_received(seq: i64, token: Token, fresh: Fresh) -> Result<Claimed, Error> {
    let Fresh { arrival, places, received_at } = fresh;
    Ok(Claimed {
        seq,
        id: arrival.id,
        token,
        attempt: 1,
        failures: 0,
        alone: false,
        deaths: 0,
        digest: arrival.digest,
        bytes: arrival.bytes,
        size: arrival.size,
        name: arrival.name,
        format: arrival.format,
        kind: arrival.kind,
        source: arrival.source,
        client: arrival.client,
        jurisdiction: arrival.jurisdiction,
        as_of: arrival.as_of,
        received_at: time(received_at)?,
        is_part: arrival.container.is_some(),
        decisions: Vec::new(),
        revision: 1,
        routed_outlets: arrival.routing.outlets,
        places,
    })
}

/// A claim from the table's row, and the numbers of its source and client.
fn as_kept(seq: i64, token: Token, row: &Row<'_>) -> Result<(Claimed, i64, i64), Error> {
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
        bytes: row.get::<_, Option<Vec<u8>>>(19)?.map(bytes::Bytes::from),
        size: row.get::<_, i64>(5)?.unsigned_abs(),
        name: row.get(6)?,
        format: row.get(7)?,
        kind: kind(text(8)?),
        source: String::new(),
        client: String::new(),
        jurisdiction: row.get(11)?,
        as_of: day(row.get(12)?)?,
        received_at: time(row.get(13)?)?,
        is_part: row.get::<_, Option<i64>>(14)?.is_some(),
        decisions: decisions(row.get(15)?)?,
        revision: row.get::<_, u32>(16)? + 1,
        routed_outlets: routing(row.get(17)?)?.outlets,
        places: row.get(18)?,
    };
    Ok((claimed, row.get(9)?, row.get(10)?))
}

/// The column's meaning: 0 in batches, else alone with so many deaths.
fn aloneness(column: u32) -> (bool, u32) {
    (column > 0, column.saturating_sub(1))
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

/// Moves the end of the leases behind these tokens; says which documents are still under theirs.
pub fn extend(group: &mut Group, held: &[(i64, Token)], lease: Duration) -> Result<Vec<bool>, Error> {
    let until = group.now().saturating_add(microseconds(lease));
    let mut tokens: Vec<i64> = held.iter().map(|(_, token)| token.0).collect();
    tokens.sort_unstable();
    tokens.dedup();
    for token in tokens {
        group.execute("UPDATE lease SET until = ?2 WHERE token = ?1", params![token, until])?;
    }
    held.iter().map(|(seq, token)| is_held(group, *seq, *token)).collect()
}

/// The document is under this token.
fn is_held(group: &mut Group, seq: i64, token: Token) -> Result<bool, Error> {
    let found = group.row(
        "SELECT 1 FROM document WHERE seq = ?1 AND token = ?2 AND state = 2",
        params![seq, token.0],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// Gives documents back untouched.
pub fn give_back(group: &mut Group, held: &[(i64, Token)]) -> Result<usize, Error> {
    let mut given = 0;
    for (seq, token) in held {
        given += group.execute(
            "UPDATE document SET moved_from = state, state = 1, moved_at = ?3, token = NULL
             WHERE seq = ?1 AND token = ?2 AND state = 2",
            params![seq, token.0, group.now()],
        )?;
    }
    if given > 0 {
        group.rings.queued.add_all();
    }
    Ok(given)
}

/// Ends leases that have lapsed, and brings back the documents that are still under them: their worker is dead, or
/// cut off. Most leases end here with none left.
pub fn rescue(group: &mut Group, after: fn(Lapsed) -> AfterLapse, by: &str) -> Result<usize, Error> {
    let lapsed: Vec<(i64, Vec<u8>)> = group.rows(
        "SELECT token, seqs FROM lease WHERE until < ?1 LIMIT 1000",
        params![group.now()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut rescued = 0;
    for (token, seqs) in lapsed {
        for seq in numbers(&seqs)? {
            rescued += usize::from(rescue_one(group, seq, Token(token), after, by)?);
        }
        group.execute("DELETE FROM lease WHERE token = ?1", params![token])?;
    }
    Ok(rescued)
}

/// Brings one document back, if it is still under the lapsed token.
fn rescue_one(
    group: &mut Group,
    seq: i64,
    token: Token,
    after: fn(Lapsed) -> AfterLapse,
    by: &str,
) -> Result<bool, Error> {
    let found: Option<u32> = group.row(
        "SELECT alone FROM document WHERE seq = ?1 AND token = ?2 AND state = 2",
        params![seq, token.0],
        |row| Ok(row.get(0)?),
    )?;
    let Some(alone) = found else { return Ok(false) };
    let (was_alone, deaths) = aloneness(alone);
    match after(Lapsed { alone: was_alone, deaths }) {
        AfterLapse::DeadLetter(code) => {
            let moved = Moved { from: State::Processing, to: State::DeadLetter, what: What::Decided };
            move_with_event(group, seq, &moved, Some(code), by)?;
        }
        AfterLapse::Alone => {
            let next = if was_alone { alone + 1 } else { 1 };
            group.execute(
                "UPDATE document SET moved_from = state, state = 1, moved_at = ?2, token = NULL, alone = ?3
                 WHERE seq = ?1",
                params![seq, group.now(), next],
            )?;
            group.rings.queued.add_all();
        }
    }
    Ok(true)
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
    let found: Option<(String, Vec<u8>, u32)> =
        group.row("SELECT id, events, attempt FROM document WHERE seq = ?1", params![seq], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    let (document, mut events, attempt) = found.ok_or_else(|| unreadable("a document's number"))?;
    let document: CorrelationId = id(&document)?;
    let event = Event {
        attempt: Some(attempt),
        code,
        ..Event::new(&document, places_count(&events) + 1, group.at, moved.what, by)
            .moving(moved.from, moved.to)
    };
    group.event(&event, &mut events);
    group.execute(
        "UPDATE document SET moved_from = state, state = ?2, moved_at = ?3, token = NULL, wake_at = NULL, code = ?4,
           events = ?5
         WHERE seq = ?1",
        params![seq, moved.to as i64, group.now(), code.map(Code::name), events],
    )?;
    if moved.to == State::Queued {
        group.rings.queued.add_all();
    }
    Ok(())
}

/// Queues waiting documents whose time has come.
pub fn wake(group: &mut Group, by: &str) -> Result<usize, Error> {
    let due: Vec<(i64, i64)> = group.rows(
        "SELECT seq, state FROM document WHERE state = 3 AND wake_at <= ?1 ORDER BY wake_at LIMIT 1000",
        params![group.now()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    for (seq, from) in &due {
        let moved = Moved { from: state(*from)?, to: State::Queued, what: What::Woken };
        move_with_event(group, *seq, &moved, None, by)?;
    }
    Ok(due.len())
}
