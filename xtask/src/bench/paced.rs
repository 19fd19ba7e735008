//! The wait for a receipt at a quiet pace: one line every five milliseconds, timed each.
//!
//! Promises: a late line does not delay the next one's clock. Refuses to know throughput.

use std::io::Write;
use std::net::SocketAddr;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};

use super::http::{self, Response};

/// Milliseconds.
pub struct Latency {
    pub p50_ms: f64,
    pub p99_ms: f64,
}

/// Sends the lines at the pace and times each receipt from its line's last byte.
pub fn measure(address: SocketAddr, lines: Vec<String>, per_second: u32) -> Result<Latency> {
    let mut out = http::connect(address)?;
    let back = out.try_clone()?;
    let count = lines.len();
    write!(
        out,
        "POST /v1/envelopes HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/x-ndjson\r\nX-Source: bench-paced\r\n\
         Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    )?;
    let writer = thread::spawn(move || -> Result<Vec<Instant>> {
        let start = Instant::now();
        let mut sent = Vec::with_capacity(lines.len());
        for (at, line) in lines.iter().enumerate() {
            let due = start + Duration::from_secs(1) * u32::try_from(at)? / per_second;
            thread::sleep(due.saturating_duration_since(Instant::now()));
            out.write_all(format!("{:x}\r\n{line}\n\r\n", line.len() + 1).as_bytes())?;
            sent.push(Instant::now());
        }
        out.write_all(b"0\r\n\r\n")?;
        Ok(sent)
    });
    let mut response = Response::begin(back)?;
    let (mut line, mut arrived) = (Vec::new(), Vec::with_capacity(count));
    while response.line(&mut line)? {
        if !line.starts_with(b"{\"done\"") {
            arrived.push(Instant::now());
        }
    }
    let sent = writer.join().map_err(|_| anyhow!("the writer died"))??;
    ensure!(arrived.len() == count, "{} receipts for {count} lines", arrived.len());
    let waits = sent.iter().zip(&arrived).map(|(sent, arrived)| arrived.saturating_duration_since(*sent));
    percentiles(waits.collect()).context("nothing was sent")
}

/// Of the waits, each as the nearest rank.
pub fn percentiles(mut waits: Vec<Duration>) -> Option<Latency> {
    waits.sort();
    let at = |share: f64| {
        let index = ((waits.len() as f64 * share).ceil() as usize).saturating_sub(1);
        waits.get(index).map(|wait| wait.as_secs_f64() * 1_000.0)
    };
    Some(Latency { p50_ms: at(0.50)?, p99_ms: at(0.99)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ninety_ninth_of_a_hundred() {
        let latency = percentiles((1..=100).map(Duration::from_millis).collect()).unwrap();
        assert_eq!((latency.p50_ms, latency.p99_ms), (50.0, 99.0));
        assert!(percentiles(Vec::new()).is_none());
    }
}
