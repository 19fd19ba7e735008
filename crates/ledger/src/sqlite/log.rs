//! Event batches, leaves and checkpoints.

use super::column::{digest, places, state, unreadable};
use super::group::Group;
use crate::Error;
use crate::log::{DocumentProof, EventBatch, KeptCheckpoint, LeafBatch, LogHead, PlacedEvent};
use crate::work::outcome_digest;
use rusqlite::{Connection, Row, params};
use trade::CorrelationId;

fn batch(row: &Row<'_>) -> Result<EventBatch, Error> {
    Ok(EventBatch { batch: row.get(0)?, bytes: row.get(1)? })
}

/// Batches that have no leaf yet: rows without a leaf, never "id greater than the last", which would lose a late
/// commit. Only the search begins where everything before has leaves.
pub fn unsequenced(sql: &Connection, events_max: usize) -> Result<Vec<EventBatch>, Error> {
    let mut statement = sql.prepare_cached(
        "SELECT b.id, b.events FROM event_batch b
         WHERE b.id > (SELECT low FROM log_head) AND NOT EXISTS (SELECT 1 FROM leaf WHERE leaf.batch = b.id)
         ORDER BY b.id LIMIT 256",
    )?;
    let mut rows = statement.query([])?;
    let mut batches: Vec<EventBatch> = Vec::new();
    let mut events = 0;
    while let Some(row) = rows.next()? {
        let next = batch(row)?;
        events += next.events().count();
        if !batches.is_empty() && events > events_max {
            break;
        }
        batches.push(next);
    }
    Ok(batches)
}

/// The head of the log.
pub fn head(sql: &Connection) -> Result<LogHead, Error> {
    Ok(sql.prepare_cached("SELECT size, frontier FROM log_head")?.query_row([], |row| {
        Ok(LogHead { size: row.get::<_, i64>(0)?.unsigned_abs(), frontier: row.get(1)? })
    })?)
}

/// Writes leaves, the new head and its checkpoint, if the head is still the one that was read.
pub fn sequence(
    group: &mut Group,
    from: &LogHead,
    leaves: &[LeafBatch],
    to: &LogHead,
    signed: Option<&(u64, String)>,
) -> Result<bool, Error> {
    if head(group.sql)?.size != from.size {
        return Ok(false);
    }
    for leaf in leaves {
        group.execute(
            "INSERT INTO leaf (batch, first_leaf, hashes) VALUES (?1, ?2, ?3)",
            params![leaf.batch, leaf.first_leaf as i64, leaf.hashes],
        )?;
    }
    group.execute(
        "UPDATE log_head SET size = ?1, frontier = ?2, low = ?3",
        params![to.size as i64, to.frontier, low(group.sql)?],
    )?;
    if let Some((size, note)) = signed {
        group.execute(
            "INSERT OR IGNORE INTO checkpoint (size, note, frontier) VALUES (?1, ?2, ?3)",
            params![*size as i64, note, to.frontier],
        )?;
    }
    Ok(true)
}

/// The number up to which every batch has its leaves.
fn low(sql: &Connection) -> Result<i64, Error> {
    let mut low: i64 = sql.prepare_cached("SELECT low FROM log_head")?.query_row([], |row| row.get(0))?;
    let mut has_leaf = sql.prepare_cached("SELECT EXISTS (SELECT 1 FROM leaf WHERE batch = ?1)")?;
    while has_leaf.query_row(params![low + 1], |row| row.get(0))? {
        low += 1;
    }
    Ok(low)
}

/// The newest checkpoint.
pub fn newest_checkpoint(sql: &Connection) -> Result<Option<KeptCheckpoint>, Error> {
    let mut statement =
        sql.prepare_cached("SELECT size, note, frontier FROM checkpoint ORDER BY size DESC LIMIT 1")?;
    let mut rows = statement.query([])?;
    Ok(match rows.next()? {
        Some(row) => Some(KeptCheckpoint {
            size: row.get::<_, i64>(0)?.unsigned_abs(),
            note: row.get(1)?,
            frontier: row.get(2)?,
        }),
        None => None,
    })
}

/// All checkpoints, by size.
pub fn checkpoints(sql: &Connection) -> Result<Vec<(u64, String)>, Error> {
    let mut statement = sql.prepare_cached("SELECT size, note FROM checkpoint ORDER BY size")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get(1)?)))?;
    rows.collect::<Result<_, _>>().map_err(Error::from)
}

fn leaf(row: &Row<'_>, first: usize) -> Result<LeafBatch, Error> {
    Ok(LeafBatch {
        batch: row.get(first)?,
        first_leaf: row.get::<_, i64>(first + 1)?.unsigned_abs(),
        hashes: row.get(first + 2)?,
    })
}

/// Leaf hashes from `first`, in order.
pub fn leaf_hashes(sql: &Connection, first: u64, limit: usize) -> Result<Vec<[u8; 32]>, Error> {
    let mut statement = sql.prepare_cached(
        "SELECT batch, first_leaf, hashes FROM leaf
         WHERE first_leaf >= (SELECT COALESCE(MAX(first_leaf), 0) FROM leaf WHERE first_leaf <= ?1) ORDER BY first_leaf",
    )?;
    let mut rows = statement.query(params![first as i64])?;
    let mut hashes = Vec::new();
    while let Some(row) = rows.next()? {
        let batch = leaf(row, 0)?;
        for (at, hash) in batch.hashes.chunks_exact(32).enumerate() {
            if hashes.len() == limit {
                return Ok(hashes);
            }
            if batch.first_leaf + at as u64 >= first {
                hashes.push(hash.try_into().map_err(|_| unreadable("leaf hash"))?);
            }
        }
    }
    Ok(hashes)
}

/// A document's events, in order.
pub fn events(sql: &Connection, id: &CorrelationId) -> Result<Vec<PlacedEvent>, Error> {
    let Some(list) = super::documents::events_of(sql, id)? else { return Ok(Vec::new()) };
    let mut placed = Vec::new();
    for place in places(&list)? {
        let mut statement = sql.prepare_cached(
            "SELECT b.id, b.events, l.first_leaf FROM event_batch b LEFT JOIN leaf l ON l.batch = b.id WHERE b.id = ?1",
        )?;
        let mut rows = statement.query(params![place.batch])?;
        let row = rows.next()?.ok_or_else(|| unreadable("an event that the log does not have"))?;
        let batch = batch(row)?;
        let first_leaf: Option<i64> = row.get(2)?;
        let bytes = batch
            .events()
            .nth(place.index as usize)
            .ok_or_else(|| unreadable("an event outside its batch"))?;
        placed.push(PlacedEvent {
            leaf: first_leaf.map(|first| first.unsigned_abs() + u64::from(place.index)),
            bytes: bytes.to_vec(),
            place,
        });
    }
    Ok(placed)
}

/// The number of the newest event batch.
pub fn last_batch(sql: &Connection) -> Result<i64, Error> {
    Ok(sql.prepare_cached("SELECT COALESCE(MAX(id), 0) FROM event_batch")?.query_row([], |row| row.get(0))?)
}

/// Event batches from `first`, with their leaves.
pub fn event_batches(
    sql: &Connection,
    first: i64,
    events_max: usize,
) -> Result<Vec<(EventBatch, Option<LeafBatch>)>, Error> {
    let mut statement = sql.prepare_cached(
        "SELECT b.id, b.events, l.batch, l.first_leaf, l.hashes FROM event_batch b LEFT JOIN leaf l ON l.batch = b.id
         WHERE b.id >= ?1 ORDER BY b.id",
    )?;
    let mut rows = statement.query(params![first])?;
    let mut batches = Vec::new();
    let mut events = 0;
    while let Some(row) = rows.next()? {
        let next = batch(row)?;
        events += next.events().count();
        let leaves = if row.get::<_, Option<i64>>(2)?.is_some() { Some(leaf(row, 2)?) } else { None };
        batches.push((next, leaves));
        if events >= events_max {
            break;
        }
    }
    Ok(batches)
}

/// What the verifier needs of documents after number `after`.
pub fn document_proofs(sql: &Connection, after: i64, limit: usize) -> Result<Vec<DocumentProof>, Error> {
    let mut statement = sql.prepare_cached(
        "SELECT d.seq, d.id, d.state, d.sha256, d.events, b.bytes, d.size, o.record, o.findings
         FROM document d LEFT JOIN original b ON b.seq = d.seq LEFT JOIN outcome o ON o.id = d.outcome
         WHERE d.seq > ?1 ORDER BY d.seq LIMIT ?2",
    )?;
    let mut rows = statement.query(params![after, limit as i64])?;
    let mut proofs = Vec::new();
    while let Some(row) = rows.next()? {
        let record: Option<String> = row.get(7)?;
        let findings: Option<String> = row.get(8)?;
        proofs.push(DocumentProof {
            seq: row.get(0)?,
            id: row.get(1)?,
            state: state(row.get(2)?)?,
            digest: digest(row.get_ref(3)?.as_blob().map_err(rusqlite::Error::from)?)?,
            events: places(row.get_ref(4)?.as_blob().map_err(rusqlite::Error::from)?)?,
            bytes: row.get(5)?,
            size: row.get::<_, i64>(6)?.unsigned_abs(),
            outcome: record
                .zip(findings)
                .map(|(record, findings)| outcome_digest(record.as_bytes(), findings.as_bytes())),
        });
    }
    Ok(proofs)
}
