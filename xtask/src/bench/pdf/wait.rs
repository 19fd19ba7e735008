//! From receipt to verdict at a quiet pace: ten files a second, each timed by the document's own events.
//!
//! Promises: a late file does not delay the next one's clock. Refuses to know throughput.

use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::bench::drain;
use crate::bench::http;
use crate::bench::paced::{Latency, percentiles};
use crate::bench::server::Server;

use super::post;

/// Documents a second.
pub const PER_SECOND: u32 = 10;

/// Sends the files at the pace and, when all are decided, asks when each was.
pub fn measure(server: &Server, files: &[PathBuf]) -> Result<Latency> {
    let (start, mut ids) = (Instant::now(), Vec::new());
    for (at, file) in files.iter().enumerate() {
        let due = start + Duration::from_secs(1) * u32::try_from(at)? / PER_SECOND;
        sleep(due.saturating_duration_since(Instant::now()));
        ids.push(post::one(server.address, file)?);
    }
    drain::wait(server, files.len(), super::PAUSE)?;
    let mut waits = Vec::with_capacity(ids.len());
    for id in ids {
        let answer = http::json(server.address, &format!("/v1/documents/{id}/events"))?;
        waits.push(between(&answer).with_context(|| format!("events of {id}: {answer}"))?);
    }
    percentiles(waits).context("nothing was sent")
}

/// From the event `received` to the event `decided`.
fn between(answer: &Value) -> Option<Duration> {
    let at = |what: &str| {
        let mut events = answer.get("events")?.as_array()?.iter().filter_map(|placed| placed.get("event"));
        let event = events.find(|event| event.get("what").and_then(Value::as_str) == Some(what))?;
        time_of_day(event.get("at")?.as_str()?)
    };
    let (received, decided) = (at("received")?, at("decided")?);
    // Over midnight the time of day begins anew.
    Some(decided.checked_sub(received).unwrap_or_else(|| decided + DAY - received))
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// `2026-11-28T01:47:40.935647Z` without its day.
fn time_of_day(text: &str) -> Option<Duration> {
    let mut parts = text.split_once('T')?.1.strip_suffix('Z')?.split(':');
    let (hours, minutes): (u64, u64) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let seconds: f64 = parts.next()?.parse().ok()?;
    let whole = Duration::from_secs(hours * 3_600 + minutes * 60);
    Some(whole + Duration::try_from_secs_f64(seconds).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn waited(received: &str, decided: &str) -> Option<Duration> {
        let event = |what: &str, at: &str| json!({"leaf": null, "event": {"what": what, "at": at}});
        between(&json!({"events": [event("received", received), event("decided", decided)]}))
    }

    #[test]
    fn the_wait_is_the_time_between_the_events_also_over_midnight() {
        let day = waited("2026-11-28T01:47:40.9Z", "2026-11-28T01:48:01.95Z").unwrap();
        let night = waited("2026-11-28T23:59:59.5Z", "2026-11-29T00:00:00Z").unwrap();
        assert_eq!((day.as_millis(), night.as_millis()), (21_050, 500));
        assert_eq!(waited("2026-11-28", "2026-11-29T00:00:00Z"), None);
    }
}
