//! Counts and sums, by enumeration of the state table in one snapshot.

use super::column::time_or_none;
use crate::Error;
use crate::view::{Counts, LaneCount, ValueSums};
use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::{Connection, params};
use rust_decimal::Decimal;
use trade::{Lane, State};

/// Sums decimals that stand as text, exactly; a sum past a decimal's range is an error, never a wrong number.
struct DecimalSum;

impl Aggregate<Option<Decimal>, String> for DecimalSum {
    fn init(&self, _: &mut Context<'_>) -> rusqlite::Result<Option<Decimal>> {
        Ok(Some(Decimal::ZERO))
    }

    fn step(&self, context: &mut Context<'_>, sum: &mut Option<Decimal>) -> rusqlite::Result<()> {
        if let Ok(text) = context.get_raw(0).as_str() {
            let value: Option<Decimal> = text.parse().ok();
            *sum = sum.zip(value).and_then(|(sum, value)| sum.checked_add(value));
        }
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, sum: Option<Option<Decimal>>) -> rusqlite::Result<String> {
        match sum.unwrap_or(Some(Decimal::ZERO)) {
            Some(sum) => Ok(sum.normalize().to_string()),
            None => Err(rusqlite::Error::UserFunctionError(
                "the sum of values passes what a decimal holds".into(),
            )),
        }
    }
}

/// Gives a connection the functions that the sums need.
pub fn add_functions(connection: &Connection) -> Result<(), Error> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    Ok(connection.create_aggregate_function("decimal_sum", 1, flags, DecimalSum)?)
}

/// The counts and the three sums.
pub fn counts(sql: &Connection) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    for state in State::ALL {
        counts.states.insert(state.name(), 0);
    }
    by_state(sql, &mut counts)?;
    values(sql, &mut counts)?;
    counts.accepted = one(sql, "SELECT documents FROM accepted")?;
    counts.outbox_pending = one(sql, "SELECT COUNT(*) FROM outbox WHERE state = 0")?;
    counts.tasks_open = one(sql, "SELECT COUNT(*) FROM task WHERE settled_at IS NULL")?;
    counts.leaves = one(sql, "SELECT size FROM log_head")?;
    counts.batches_unsequenced = one(
        sql,
        "SELECT COUNT(*) FROM event_batch b
         WHERE b.id > (SELECT low FROM log_head) AND NOT EXISTS (SELECT 1 FROM leaf WHERE leaf.batch = b.id)",
    )?;
    for lane in Lane::ALL {
        counts.lanes.push(lane_count(sql, lane)?);
    }
    Ok(counts)
}

fn one(sql: &Connection, query: &str) -> Result<u64, Error> {
    Ok(sql.prepare_cached(query)?.query_row([], |row| row.get::<_, i64>(0))?.unsigned_abs())
}

/// Documents and lines by state.
fn by_state(sql: &Connection, counts: &mut Counts) -> Result<(), Error> {
    let mut statement = sql.prepare_cached(
        "SELECT state, COUNT(*), SUM(lines), SUM(quarantined), SUM(lines_rejected), SUM(lines_released),
           SUM(CASE WHEN lines > quarantined + lines_rejected + lines_released AND (state != 6 OR EXISTS
             (SELECT 1 FROM outbox x WHERE x.seq = document.seq AND x.state = 0))
             THEN lines - quarantined - lines_rejected - lines_released ELSE 0 END)
         FROM document GROUP BY state",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let state = super::column::state(row.get(0)?)?;
        let number = |at: usize| -> Result<u64, Error> { Ok(row.get::<_, i64>(at)?.unsigned_abs()) };
        counts.states.insert(state.name(), number(1)?);
        let lines = &mut counts.lines;
        lines.read += number(2)?;
        if state == State::Rejected {
            lines.rejected += number(2)?;
        } else {
            lines.quarantined += number(3)?;
            lines.rejected += number(4)?;
            lines.released += number(5)?;
            lines.unsent += number(6)?;
        }
    }
    Ok(())
}

/// Declared, released and held value by currency. `held` is what the verdict holds back of a document that is
/// out, and everything of one that is not: the sum closes only where each release was of the value it should be.
fn values(sql: &Connection, counts: &mut Counts) -> Result<(), Error> {
    let mut statement = sql.prepare_cached(
        "SELECT COALESCE(currency, 'none'), decimal_sum(released_value),
           decimal_sum(CASE WHEN released_value IS NULL AND lines_released = 0 THEN declared END),
           decimal_sum(CASE WHEN released_value IS NULL AND lines_released != 0 THEN declared END),
           decimal_sum(CASE WHEN released_value IS NOT NULL THEN declared END),
           decimal_sum(CASE WHEN released_value IS NOT NULL THEN sound END)
         FROM document WHERE declared IS NOT NULL GROUP BY 1",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let sum = |at: usize| -> Result<Decimal, Error> {
            row.get::<_, String>(at)?.parse().map_err(|_| super::column::unreadable("a sum of values"))
        };
        let (kept, astray, out) = (sum(2)?, sum(3)?, sum(4)?);
        let declared = kept.checked_add(astray).and_then(|sum| sum.checked_add(out));
        let held = out.checked_sub(sum(5)?).and_then(|back| kept.checked_add(back));
        let (Some(declared), Some(held)) = (declared, held) else {
            return Err(super::column::unreadable("a sum of values past what a decimal holds"));
        };
        counts.value.insert(row.get(0)?, ValueSums { declared, released: sum(1)?, held });
    }
    Ok(())
}

fn lane_count(sql: &Connection, lane: Lane) -> Result<LaneCount, Error> {
    let (queued, oldest): (i64, Option<i64>) = sql
        .prepare_cached("SELECT COUNT(*), MIN(received_at) FROM document WHERE state = 1 AND lane = ?1")?
        .query_row(params![lane as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(LaneCount {
        lane: lane.name(),
        queued: queued.unsigned_abs(),
        oldest_received_at: time_or_none(oldest)?,
    })
}

/// How many documents of a lane are queued, counted up to `limit`.
pub fn depth(sql: &Connection, lane: Lane, limit: usize) -> Result<usize, Error> {
    let queued: i64 = sql
        .prepare_cached(
            "SELECT COUNT(*) FROM (SELECT 1 FROM document WHERE state = 1 AND lane = ?1 LIMIT ?2)",
        )?
        .query_row(params![lane as i64, limit as i64], |row| row.get(0))?;
    Ok(usize::try_from(queued).unwrap_or(0))
}
