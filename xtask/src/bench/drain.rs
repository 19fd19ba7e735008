//! The moment when everything received is read and delivered, told from `GET /v1/status`.
//!
//! Promises: sums that do not close are no end; what stands still for a minute is an error. Refuses to know documents.

use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use serde_json::Value;

use super::server::Server;

/// Between two looks at the status, at most, unless the caller wants longer.
const PAUSE_MAX: Duration = Duration::from_millis(50);

/// Nothing is on its way, the outlet has taken what it takes, and the sums close. Looks again after `pause` or as long as
/// the last answer took.
pub fn wait(server: &Server, documents: usize, pause: Duration) -> Result<()> {
    let (mut last, mut moved) = (Value::Null, Instant::now());
    loop {
        let asked = Instant::now();
        let status = server.status()?;
        let answered = asked.elapsed();
        if drained(&status, documents) {
            return Ok(());
        }
        if status.get("counts") != last.get("counts") {
            moved = Instant::now();
        }
        last = status;
        if moved.elapsed() > Duration::from_secs(60) {
            bail!("nothing has moved for a minute: {last}");
        }
        // Asking must not become the work, nor the answer come late: half of the time at most.
        sleep(answered.clamp(pause, PAUSE_MAX.max(pause)));
    }
}

fn drained(status: &Value, documents: usize) -> bool {
    let count =
        |state: &str| status.pointer(&format!("/counts/{state}")).and_then(Value::as_u64).unwrap_or(0);
    let on_the_way: u64 = ["received", "queued", "processing", "waiting"].into_iter().map(count).sum();
    let all: u64 = status
        .get("counts")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(_, n)| n.as_u64())
        .sum();
    let undelivered = match status.pointer("/outbox/pending").and_then(Value::as_u64) {
        Some(pending) => pending,
        None => count("validated"),
    };
    let conserved = status.get("conserved") == Some(&Value::Bool(true));
    all >= documents as u64 && on_the_way == 0 && undelivered == 0 && conserved
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn drained_means_nothing_on_its_way_and_nothing_undelivered() {
        let status = |validated: u64, pending: Option<u64>, conserved: bool| {
            let mut status = json!({"counts": {"queued": 0, "validated": validated, "released": 5}, "conserved": conserved});
            if let Some(pending) = pending {
                status["outbox"] = json!({"pending": pending});
            }
            status
        };
        assert!(drained(&status(0, None, true), 5) && drained(&status(2, Some(0), true), 5));
        assert!(!drained(&status(1, None, true), 5) && !drained(&status(0, Some(1), true), 5));
        assert!(!drained(&status(0, None, false), 5) && !drained(&status(0, None, true), 6));
    }
}
