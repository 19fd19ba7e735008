//! Documents one by one and in lists; counts and sums, by enumeration.

use super::tables::{Document, Release, Sending, Tables};
use crate::Error;
use crate::sqlite::column::{time, time_or_none, unreadable};
use crate::view::{Counts, Filter, LaneCount, ReleaseRow, Summary, ValueSums, Whole};
use rust_decimal::Decimal;
use trade::{CorrelationId, Lane, State};

fn summary(tables: &Tables, one: &Document) -> Result<Summary, Error> {
    let arrival = &one.arrival;
    let id_of = |seq: Option<i64>| seq.and_then(|seq| tables.document(seq)).map(|found| found.id().clone());
    Ok(Summary {
        seq: one.seq,
        id: arrival.id.clone(),
        name: arrival.name.clone(),
        digest: arrival.digest,
        size: arrival.size,
        source: arrival.source.clone(),
        client: arrival.client.clone(),
        format: arrival.format.clone(),
        kind: one.kind,
        language: one.told.language.clone(),
        state: one.state,
        code: one.code.map(|code| code.name().to_owned()),
        lane: arrival.lane,
        priority: arrival.priority,
        received_at: time(one.received_at)?,
        moved_at: time(one.moved_at)?,
        wake_at: one.wake_at,
        attempt: one.attempt,
        failures: one.failures,
        jurisdiction: one.jurisdiction.clone(),
        as_of: one.as_of,
        lines: one.told.lines,
        quarantined: one.told.quarantined,
        declared: one.told.declared.map(|value| value.to_string()),
        currency: one.told.currency.clone(),
        findings: one.told.findings,
        first_finding: one.told.first_finding.clone(),
        part: one.container.map(|_| arrival.part + 1),
        container: id_of(one.container),
        other: id_of(one.other),
    })
}

/// One document with everything about it.
pub fn document(tables: &Tables, id: &CorrelationId) -> Result<Option<Whole>, Error> {
    let Some(found) = tables.by_id(id) else { return Ok(None) };
    let mut releases = tables.outbox.iter().filter(|one| one.seq == found.seq).collect::<Vec<_>>();
    releases.sort_by_key(|one| (one.revision, tables.names.get(&one.outlet)));
    Ok(Some(Whole {
        summary: summary(tables, found)?,
        verdict: tables.outcome(found.told.outcome).cloned(),
        releases: releases.into_iter().map(|one| release(found, one)).collect::<Result<_, _>>()?,
        decisions: found.decisions.clone(),
        revision: found.revision + 1,
        routing: found.arrival.routing.clone(),
    }))
}

fn release(document: &Document, one: &Release) -> Result<ReleaseRow, Error> {
    let state = match one.state {
        Sending::Waiting => "waiting",
        Sending::Sent => "sent",
        Sending::Superseded => "superseded",
    };
    Ok(ReleaseRow {
        release_id: crate::work::release_id(document.id(), one.revision),
        revision: one.revision,
        outlet: one.outlet.to_string(),
        state: state.to_owned(),
        sent_at: time_or_none(one.sent_at)?,
    })
}

/// Documents, newest first.
pub fn documents(tables: &Tables, filter: &Filter) -> Result<Vec<Summary>, Error> {
    let container = filter.container.as_ref().map(|id| tables.by_id(id).map(|found| found.seq));
    let since = filter.since.map(jiff::Timestamp::as_microsecond);
    let wanted = |one: &Document| {
        (filter.states.is_empty() || filter.states.contains(&one.state))
            && filter.ids.as_ref().is_none_or(|ids| ids.contains(one.id()))
            && filter.source.as_ref().is_none_or(|source| one.arrival.source == *source)
            && filter.client.as_ref().is_none_or(|client| one.arrival.client == *client)
            && container.is_none_or(|container| container.is_some() && one.container == container)
            && since.is_none_or(|since| one.received_at >= since)
            && filter.before.is_none_or(|before| one.seq < before)
    };
    let found = tables.documents.iter().rev().filter(|one| wanted(one)).take(filter.limit);
    found.map(|one| summary(tables, one)).collect()
}

/// The counts and the three sums.
pub fn counts(tables: &Tables) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    for state in State::ALL {
        counts.states.insert(state.name(), 0);
    }
    for one in &tables.documents {
        *counts.states.entry(one.state.name()).or_default() += 1;
        lines(tables, one, &mut counts);
        value(one, &mut counts)?;
    }
    counts.accepted = tables.accepted;
    counts.outbox_pending = tables.outbox.iter().filter(|one| one.state == Sending::Waiting).count() as u64;
    counts.tasks_open = tables.tasks.iter().filter(|(_, open)| *open).count() as u64;
    counts.leaves = tables.head.size;
    counts.batches_unsequenced = tables.shown().filter(|(_, batch)| batch.leaves.is_none()).count() as u64;
    for lane in Lane::ALL {
        let queued = tables.documents.iter().filter(|one| is_queued(one, lane));
        let oldest = queued.clone().map(|one| one.received_at).min();
        counts.lanes.push(LaneCount {
            lane: lane.name(),
            queued: queued.count() as u64,
            oldest_received_at: time_or_none(oldest)?,
        });
    }
    Ok(counts)
}

fn is_queued(one: &Document, lane: Lane) -> bool {
    one.state == State::Queued && one.arrival.lane == lane
}

/// One document's lines.
fn lines(tables: &Tables, one: &Document, counts: &mut Counts) {
    let (told, sums) = (&one.told, &mut counts.lines);
    sums.read += u64::from(told.lines);
    if one.state == State::Rejected {
        sums.rejected += u64::from(told.lines);
        return;
    }
    let settled = told.quarantined + told.lines_rejected + one.lines_released;
    let waits = |release: &Release| release.seq == one.seq && release.state == Sending::Waiting;
    sums.quarantined += u64::from(told.quarantined);
    sums.rejected += u64::from(told.lines_rejected);
    sums.released += u64::from(one.lines_released);
    if one.state != State::Released || tables.outbox.iter().any(waits) {
        sums.unsent += u64::from(told.lines.saturating_sub(settled));
    }
}

/// One document's value: all of it is held until it is out, then what its verdict holds back.
fn value(one: &Document, counts: &mut Counts) -> Result<(), Error> {
    let Some(declared) = one.told.declared else { return Ok(()) };
    let currency = one.told.currency.clone().unwrap_or_else(|| "none".to_owned());
    let sums: &mut ValueSums = counts.value.entry(currency).or_default();
    let held = match one.released_value {
        Some(_) => declared.checked_sub(one.told.sound.unwrap_or(Decimal::ZERO)),
        None if one.lines_released == 0 => Some(declared),
        None => Some(Decimal::ZERO),
    };
    let all = [
        (&mut sums.declared, Some(declared)),
        (&mut sums.released, Some(one.released_value.unwrap_or(Decimal::ZERO))),
        (&mut sums.held, held),
    ];
    for (sum, more) in all {
        *sum = more
            .and_then(|more| sum.checked_add(more))
            .ok_or_else(|| unreadable("a sum of values past what a decimal holds"))?;
    }
    Ok(())
}

/// How many documents of a lane are queued, counted up to `limit`.
pub fn depth(tables: &Tables, lane: Lane, limit: usize) -> usize {
    tables.documents.iter().filter(|one| is_queued(one, lane)).take(limit).count()
}
