//! Sends an NDJSON file to the door and reads the receipts as they come.
//!
//! Promises: writing never waits for reading. Refuses to know what the lines mean.

use std::fs::File;
use std::io::{Read, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail, ensure};

use super::http::{self, Response};

/// What came back.
pub struct Receipts {
    /// When the first byte of the body went out.
    pub first_byte: Instant,
    pub receipts: usize,
}

/// Sends the whole file as one request; an error unless every line has a receipt and the last says done.
pub fn send(address: SocketAddr, file: &Path, lines: usize) -> Result<Receipts> {
    let mut out = http::connect(address)?;
    let back = out.try_clone()?;
    let mut body = File::open(file)?;
    let length = body.metadata()?.len();
    write!(
        out,
        "POST /v1/envelopes HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/x-ndjson\r\nX-Source: bench\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    let first_byte = Instant::now();
    let writer = thread::spawn(move || -> Result<()> {
        let mut block = vec![0; 1 << 16];
        loop {
            let read = body.read(&mut block)?;
            match block.get(..read) {
                Some([]) | None => return Ok(()),
                Some(bytes) => out.write_all(bytes)?,
            }
        }
    });
    let receipts = count(Response::begin(back)?);
    // A refused request closes the connection: what the server said is worth more than the broken pipe.
    let written = writer.join().map_err(|_| anyhow!("the writer died"))?;
    let receipts = receipts?;
    written.context("sending")?;
    ensure!(receipts == lines, "{receipts} receipts for {lines} lines");
    Ok(Receipts { first_byte, receipts })
}

fn count<R: Read>(mut response: Response<R>) -> Result<usize> {
    if response.status >= 300 {
        let said = response.rest()?;
        bail!("POST /v1/envelopes: {} {}", response.status, String::from_utf8_lossy(&said));
    }
    let (mut line, mut receipts, mut done) = (Vec::with_capacity(512), 0, false);
    while response.line(&mut line)? {
        if line.starts_with(b"{\"done\":true") {
            done = true;
        } else if contains(&line, b"\"problem\"") {
            bail!("a line was refused: {}", String::from_utf8_lossy(&line));
        } else if !line.is_empty() {
            receipts += 1;
        }
    }
    ensure!(done, "the answer ends without done after {receipts} receipts");
    Ok(receipts)
}

/// Whether the line holds the word.
pub fn contains(line: &[u8], word: &[u8]) -> bool {
    line.windows(word.len()).any(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(body: &str) -> Result<usize> {
        let whole = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        count(Response::begin(whole.as_bytes()).unwrap())
    }

    #[test]
    fn receipts_are_counted_and_a_problem_or_a_missing_end_is_an_error() {
        assert_eq!(counted("{\"line\":1}\n{\"line\":2}\n{\"done\":true,\"received\":2}\n").unwrap(), 2);
        assert!(counted("{\"line\":1}\n").unwrap_err().to_string().contains("without done"));
        assert!(
            counted("{\"line\":1,\"problem\":{\"code\":\"not_json\"}}\n")
                .unwrap_err()
                .to_string()
                .contains("not_json")
        );
    }
}
