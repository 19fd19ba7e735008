//! `receive`: document, original and first event in one transaction.
//!
//! Idempotency: the same key with the same bytes is the same receipt; with other bytes a conflict;
//! the same bytes under another key are a `duplicate` that points to the first.

use super::column::{digest, id, id_short, places_count, state};
use super::commit::settle_tasks;
use super::group::Group;
use super::hot::Fresh;
use crate::Error;
use crate::arrival::{Arrival, KeyKind, Received, Refusal, told_verdict};
use rusqlite::params;
use std::borrow::Cow;
use trade::event::{Event, What};
use trade::{Code, CorrelationId, Digest, State};

/// A document that is there already.
struct Known {
    seq: i64,
    id: CorrelationId,
    digest: Digest,
    source: i64,
    client: i64,
    key_kind: i64,
    state: State,
    jurisdiction: Option<String>,
    as_of: Option<String>,
    events: Vec<u8>,
}

/// The columns of a [`Known`], and which document.
macro_rules! known_where {
    ($which:literal) => {
        concat!(
            "SELECT seq, id, sha256, source, client, key_kind, state, jurisdiction, as_of, events FROM document WHERE ",
            $which
        )
    };
}

fn known(row: &rusqlite::Row<'_>) -> Result<Known, Error> {
    Ok(Known {
        seq: row.get(0)?,
        id: id(row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?)?,
        digest: digest(row.get_ref(2)?.as_blob().map_err(rusqlite::Error::from)?)?,
        source: row.get(3)?,
        client: row.get(4)?,
        key_kind: row.get(5)?,
        state: state(row.get(6)?)?,
        jurisdiction: row.get(7)?,
        as_of: row.get(8)?,
        events: row.get(9)?,
    })
}

/// Receives all arrivals of one call.
pub fn receive(
    group: &mut Group,
    arrivals: Vec<Arrival>,
    by: &str,
) -> Result<Vec<Result<Received, Refusal>>, Error> {
    let mut answers = Vec::with_capacity(arrivals.len());
    let mut accepted = 0i64;
    for arrival in arrivals {
        let answer = receive_one(group, arrival, by)?;
        if matches!(&answer, Ok(received) if !received.seen_before) {
            accepted += 1;
        }
        answers.push(answer);
    }
    if accepted > 0 {
        group.execute("UPDATE accepted SET documents = documents + ?1", params![accepted])?;
    }
    Ok(answers)
}

/// Receives one arrival: finds it by its key, else writes it.
fn receive_one(
    group: &mut Group,
    mut arrival: Arrival,
    by: &str,
) -> Result<Result<Received, Refusal>, Error> {
    let source = group.name(&arrival.source)?;
    let client = group.name(&arrival.client)?;
    let mut first = None;
    if arrival.again.is_none() {
        if let Some(same) = find_by_key(group, &mut arrival, source, client)? {
            if same.digest != arrival.digest {
                return Ok(Err(Refusal { code: Code::IdempotencyConflict, other: same.id }));
            }
            return seen_again(group, &arrival, same, by).map(Ok);
        }
        first = find_by_digest(group, &arrival.digest)?;
    } else {
        take_free_id(group, &mut arrival)?;
        first = find_by_digest(group, &arrival.digest)?.or(first);
    }
    write_document(group, arrival, source, client, first, by).map(Ok)
}

/// Looks the arrival's key up. Where an envelope's id belongs to somebody else's document, the arrival gets an
/// id derived from (source, client, id), so that no source can block or find another's.
fn find_by_key(
    group: &mut Group,
    arrival: &mut Arrival,
    source: i64,
    client: i64,
) -> Result<Option<Known>, Error> {
    match &arrival.key {
        KeyKind::CorrelationId => {
            for _ in 0..2 {
                match find_by_id(group, &arrival.id)? {
                    None => return Ok(None),
                    Some(found)
                        if found.source == source && found.client == client && found.key_kind == 0 =>
                    {
                        return Ok(Some(found));
                    }
                    Some(_) => arrival.id = arrival.derived_id(),
                }
            }
            Ok(None)
        }
        KeyKind::Digest => find_by_own_digest(group, arrival, source, client),
        KeyKind::Given(key) => {
            let seq: Option<i64> = group.row(
                "SELECT seq FROM idempotency WHERE source = ?1 AND client = ?2 AND key = ?3 AND part = ?4",
                params![source, client, key, arrival.part],
                |row| Ok(row.get(0)?),
            )?;
            let found = seq.map(|seq| find_by_seq(group, seq)).transpose()?.flatten();
            if found.is_none() {
                take_free_id(group, arrival)?;
            }
            Ok(found)
        }
    }
}

/// Where the wished id is taken, another is derived.
fn take_free_id(group: &mut Group, arrival: &mut Arrival) -> Result<(), Error> {
    if find_by_id(group, &arrival.id)?.is_none() {
        return Ok(());
    }
    arrival.id = arrival.derived_id();
    while find_by_id(group, &arrival.id)?.is_some() {
        arrival.id = uuid::Uuid::now_v7().into();
    }
    Ok(())
}

fn find_by_seq(group: &mut Group, seq: i64) -> Result<Option<Known>, Error> {
    group.row(known_where!("seq = ?1"), params![seq], known)
}

fn find_by_id(group: &mut Group, wanted: &CorrelationId) -> Result<Option<Known>, Error> {
    group.row(known_where!("id_short = ?1 AND id = ?2"), params![id_short(wanted), wanted.as_str()], known)
}

/// The document of the same source, client and bytes whose key is its digest: the latest, since `again` makes
/// several.
fn find_by_own_digest(
    group: &mut Group,
    arrival: &Arrival,
    source: i64,
    client: i64,
) -> Result<Option<Known>, Error> {
    group.row(
        known_where!(
            "sha_short = ?1 AND sha256 = ?2 AND source = ?3 AND client = ?4 AND key_kind = 1 ORDER BY seq DESC LIMIT 1"
        ),
        params![arrival.digest.short(), arrival.digest.0, source, client],
        known,
    )
}

/// The first document with these bytes, whoever sent it.
fn find_by_digest(group: &mut Group, wanted: &Digest) -> Result<Option<i64>, Error> {
    group.row(
        "SELECT seq FROM document WHERE sha_short = ?1 AND sha256 = ?2 ORDER BY seq LIMIT 1",
        params![wanted.short(), wanted.0],
        |row| Ok(row.get(0)?),
    )
}

/// The same key and bytes came before: the same receipt. A document that is not final is validated anew where
/// another jurisdiction or day is asked for; a final one says for which its verdict was made.
fn seen_again(group: &mut Group, arrival: &Arrival, mut same: Known, by: &str) -> Result<Received, Error> {
    let as_of = arrival.as_of.map(|day| day.to_string());
    let asks_other = (arrival.jurisdiction.is_some() && arrival.jurisdiction != same.jurisdiction)
        || (as_of.is_some() && as_of != same.as_of);
    let mut verdict_for = None;
    let mut now = same.state;
    if asks_other {
        match same.state {
            State::InReview | State::DeadLetter | State::Waiting => {
                now = State::Queued;
                let event =
                    Event::new(&same.id, places_count(&same.events) + 1, group.at, What::Revalidated, by)
                        .moving(same.state, State::Queued);
                group.event(&event, &mut same.events);
                group.execute(
                    "UPDATE document SET jurisdiction = COALESCE(?2, jurisdiction), as_of = COALESCE(?3, as_of),
                       moved_from = state, state = 1, moved_at = ?4, code = NULL, wake_at = NULL, failures = 0,
                       alone = 0, events = ?5
                     WHERE seq = ?1",
                    params![same.seq, arrival.jurisdiction, as_of, group.now(), same.events],
                )?;
                settle_tasks(group, same.seq)?;
                group.rings.queued.add_all();
            }
            State::Queued | State::Received => {
                group.kept.hot.take(same.seq);
                group.execute(
                    "UPDATE document SET jurisdiction = COALESCE(?2, jurisdiction), as_of = COALESCE(?3, as_of)
                     WHERE seq = ?1",
                    params![same.seq, arrival.jurisdiction, as_of],
                )?;
            }
            _ => verdict_for = Some(told_verdict(same.jurisdiction.as_deref(), same.as_of.as_deref())),
        }
    }
    Ok(Received {
        seq: same.seq,
        id: same.id,
        digest: same.digest,
        state: now,
        seen_before: true,
        verdict_for,
    })
}

/// Writes a new document, queued, or as a duplicate of the first with these bytes.
fn write_document(
    group: &mut Group,
    arrival: Arrival,
    source: i64,
    client: i64,
    first: Option<i64>,
    by: &str,
) -> Result<Received, Error> {
    let other = first.map(|seq| find_by_seq(group, seq)).transpose()?.flatten();
    let to = if other.is_some() && arrival.again.is_none() { State::Duplicate } else { State::Queued };
    let mut events = Vec::with_capacity(16);
    let event = Event {
        original: Some(arrival.digest),
        other: other.as_ref().map(|other| Cow::Borrowed(other.id.as_str())),
        ..Event::new(&arrival.id, 1, group.at, What::Received, by).moving(State::Received, to)
    };
    group.event(&event, &mut events);
    let container = match &arrival.container {
        Some(container) => find_by_id(group, container)?.map(|container| container.seq),
        None => None,
    };
    insert(group, &arrival, source, client, container, other.as_ref().map(|other| other.seq), to, &events)?;
    let seq = group.sql.last_insert_rowid();
    if let Some(bytes) = &arrival.bytes {
        group.execute("INSERT INTO original (seq, bytes) VALUES (?1, ?2)", params![seq, bytes.as_ref()])?;
    }
    if let KeyKind::Given(key) = &arrival.key
        && arrival.again.is_none()
    {
        group.execute(
            "INSERT INTO idempotency (source, client, key, part, seq) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![source, client, key, arrival.part, seq],
        )?;
    }
    let received = Received {
        seq,
        id: arrival.id.clone(),
        digest: arrival.digest,
        state: to,
        seen_before: false,
        verdict_for: None,
    };
    if to == State::Queued {
        let received_at = group.now();
        group.rings.queued.add(arrival.lane);
        group.kept.hot.put(seq, Fresh { arrival, places: events, received_at });
    }
    Ok(received)
}

#[expect(clippy::too_many_arguments, reason = "one statement, its columns told apart by name here")]
fn insert(
    group: &mut Group,
    arrival: &Arrival,
    source: i64,
    client: i64,
    container: Option<i64>,
    other: Option<i64>,
    to: State,
    events: &[u8],
) -> Result<(), Error> {
    let key_kind = match arrival.key {
        KeyKind::CorrelationId => 0,
        KeyKind::Digest => 1,
        KeyKind::Given(_) => 2,
    };
    let routing = if arrival.routing.is_empty() {
        None
    } else {
        Some(
            serde_json::to_string(&arrival.routing)
                .map_err(|failure| Error::Unreadable(failure.to_string()))?,
        )
    };
    let now = group.now();
    group.execute(
            "INSERT INTO document (id, id_short, sha256, sha_short, key_kind, part, source, client, size, name, format,
               lane, priority, routing, kind, jurisdiction, as_of, received_at, due, container, other, again, state,
               moved_from, moved_at, events)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,
               ?22, ?23, ?24, ?18, ?25)",
        params![
            arrival.id.as_str(),
            id_short(&arrival.id),
            arrival.digest.0,
            arrival.digest.short(),
            key_kind,
            arrival.part,
            source,
            client,
            i64::try_from(arrival.size).unwrap_or(i64::MAX),
            arrival.name,
            arrival.format,
            arrival.lane as i64,
            arrival.priority as i64,
            routing,
            arrival.kind.name(),
            arrival.jurisdiction,
            arrival.as_of.map(|day| day.to_string()),
            now,
            arrival.due(group.at),
            container,
            other,
            arrival.again,
            to as i64,
            State::Received as i64,
            events,
        ],
    )?;
    Ok(())
}
