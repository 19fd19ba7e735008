//! Files to `POST /v1/documents`, one a request, over several connections at a time.
//!
//! Promises: every file has a receipt of its own, queued and never seen before. Refuses to know what becomes of it.

use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, ensure};
use serde_json::Value;

use crate::bench::http::{self, Response};

/// Between the parts of a form; files that hold it are no PDFs we know.
const BOUNDARY: &str = "tidewaiter-bench-7f3a1c5e9b2d";

/// Sends all; the moment of the first byte.
pub fn all(address: SocketAddr, files: &[PathBuf], connections: usize) -> Result<Instant> {
    let (start, next) = (Instant::now(), AtomicUsize::new(0));
    let work = || -> Result<()> {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            one(address, file)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..connections).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow!("a sender died"))?)
    })?;
    Ok(start)
}

/// Sends one; its document's id.
pub fn one(address: SocketAddr, file: &PathBuf) -> Result<String> {
    let name = file.file_name().context("a file without a name")?.to_string_lossy();
    let body = form(&name, &fs::read(file)?);
    let mut stream = http::connect(address)?;
    write!(
        stream,
        "POST /v1/documents HTTP/1.1\r\nHost: {address}\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\n\
         X-Source: bench\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)?;
    let mut response = Response::begin(stream)?;
    let said = response.rest()?;
    ensure!(response.status == 202, "{name}: {} {}", response.status, String::from_utf8_lossy(&said));
    receipt(&said).with_context(|| format!("{name}: {}", String::from_utf8_lossy(&said)))
}

fn form(name: &str, file: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/pdf\r\n\r\n"
    );
    [head.as_bytes(), file, format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat()
}

/// The id in an answer that holds one receipt, of a document that is new.
fn receipt(answer: &[u8]) -> Result<String> {
    let answer: Value = serde_json::from_slice(answer)?;
    let receipts = answer.get("receipts").and_then(Value::as_array).context("no receipts")?;
    let [receipt] = receipts.as_slice() else { return Err(anyhow!("{} receipts", receipts.len())) };
    ensure!(receipt.get("seen_before") == Some(&Value::Bool(false)), "it was there before");
    let id = receipt.get("correlation_id").and_then(Value::as_str).context("no correlation_id")?;
    Ok(id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_holds_the_file_byte_for_byte() {
        let file = b"%PDF-1.7\r\n--\x00\xff\r\n";
        let form = form("a.pdf", file);
        let start = form.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
        assert_eq!(form[start..start + file.len()], file[..]);
        assert!(form.starts_with(format!("--{BOUNDARY}\r\n").as_bytes()));
        assert!(form.ends_with(format!("\r\n--{BOUNDARY}--\r\n").as_bytes()));
    }

    #[test]
    fn a_receipt_of_what_was_there_before_is_an_error() {
        let said = |seen: bool| format!(r#"{{"receipts":[{{"correlation_id":"x","seen_before":{seen}}}]}}"#);
        assert_eq!(receipt(said(false).as_bytes()).unwrap(), "x");
        assert!(receipt(said(true).as_bytes()).is_err() && receipt(br#"{"receipts":[]}"#).is_err());
    }
}
