//! HTTP/1.1 as far as a benchmark needs it: one request a connection, bodies by length, in chunks, or to the end.
//!
//! Promises: bytes of a body come as they arrive. Refuses to know TLS, redirects, compression.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

/// How the body ends.
enum End {
    Length(u64),
    Chunks { left: u64, last: bool },
    Close,
}

/// A response whose body is still arriving.
pub struct Response<R> {
    pub status: u16,
    from: BufReader<R>,
    end: End,
}

impl<R: Read> Response<R> {
    /// Reads the head.
    pub fn begin(from: R) -> Result<Response<R>> {
        let mut from = BufReader::with_capacity(1 << 16, from);
        let first = head_line(&mut from)?;
        let status = first
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .with_context(|| format!("not HTTP: {first:?}"))?;
        let mut end = End::Close;
        loop {
            let line = head_line(&mut from)?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').unwrap_or((&line, ""));
            if name.eq_ignore_ascii_case("content-length") {
                end = End::Length(value.trim().parse()?);
            } else if name.eq_ignore_ascii_case("transfer-encoding")
                && value.trim().eq_ignore_ascii_case("chunked")
            {
                end = End::Chunks { left: 0, last: false };
            }
        }
        Ok(Response { status, from, end })
    }

    /// The next line of the body without its break; none at the end.
    pub fn line(&mut self, into: &mut Vec<u8>) -> Result<bool> {
        into.clear();
        loop {
            let part = self.part()?;
            if part.is_empty() {
                return Ok(!into.is_empty());
            }
            match part.iter().position(|byte| *byte == b'\n') {
                Some(at) => {
                    into.extend_from_slice(part.get(..at).unwrap_or_default());
                    self.take(at + 1);
                    return Ok(true);
                }
                None => {
                    let all = part.len();
                    into.extend_from_slice(part);
                    self.take(all);
                }
            }
        }
    }

    /// The rest of the body.
    pub fn rest(&mut self) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        loop {
            let part = self.part()?;
            if part.is_empty() {
                return Ok(all);
            }
            let length = part.len();
            all.extend_from_slice(part);
            self.take(length);
        }
    }

    /// Bytes of the body that are here; empty at its end.
    fn part(&mut self) -> Result<&[u8]> {
        if let End::Chunks { left: left @ 0, last: last @ false } = &mut self.end {
            let size = head_line(&mut self.from)?;
            *left = u64::from_str_radix(size.split(';').next().unwrap_or("").trim(), 16)
                .with_context(|| format!("chunk {size:?}"))?;
            *last = *left == 0;
        }
        let most = match self.end {
            End::Length(left) | End::Chunks { left, .. } => left,
            End::Close => u64::MAX,
        };
        if most == 0 {
            return Ok(&[]);
        }
        let here = self.from.fill_buf()?;
        ensure!(!here.is_empty() || matches!(self.end, End::Close), "the body breaks off");
        let length = here.len().min(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(here.get(..length).unwrap_or(here))
    }

    fn take(&mut self, length: usize) {
        self.from.consume(length);
        match &mut self.end {
            End::Length(left) => *left -= length as u64,
            End::Chunks { left, .. } => {
                *left -= length as u64;
                if *left == 0 {
                    let mut skip = String::new();
                    // What follows a chunk is a line break; a broken one shows at the next size.
                    let _ = self.from.read_line(&mut skip);
                }
            }
            End::Close => {}
        }
    }
}

fn head_line(from: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    ensure!(from.read_line(&mut line)? > 0, "the connection closed");
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Connects, with small writes sent at once.
pub fn connect(address: SocketAddr) -> Result<TcpStream> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(120)))?;
    Ok(stream)
}

/// GET, whole; an error unless 2xx.
pub fn get(address: SocketAddr, path: &str) -> Result<Vec<u8>> {
    let mut stream = connect(address)?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: application/json\r\nConnection: close\r\n\r\n"
    )?;
    let mut response = Response::begin(stream)?;
    let body = response.rest()?;
    if !(200..300).contains(&response.status) {
        bail!("GET {path}: {} {}", response.status, String::from_utf8_lossy(&body));
    }
    Ok(body)
}

/// GET of JSON.
pub fn json(address: SocketAddr, path: &str) -> Result<serde_json::Value> {
    serde_json::from_slice(&get(address, path)?).with_context(|| format!("GET {path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &str) -> Vec<String> {
        let mut response = Response::begin(bytes.as_bytes()).unwrap();
        let (mut line, mut all) = (Vec::new(), Vec::new());
        while response.line(&mut line).unwrap() {
            all.push(String::from_utf8(line.clone()).unwrap());
        }
        all
    }

    #[test]
    fn lines_may_run_over_chunks_and_chunks_over_lines() {
        let body = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{a}\n\r\n3\r\n{b}\r\n6;x\r\n\n{c}\n{\r\n1\r\nd\r\n0\r\n\r\n";
        assert_eq!(lines(body), ["{a}", "{b}", "{c}", "{d"]);
    }

    #[test]
    fn a_length_ends_the_body_and_a_short_body_is_an_error() {
        assert_eq!(lines("HTTP/1.1 202 Accepted\r\ncontent-length: 3\r\n\r\na\nbcc"), ["a", "b"]);
        let mut short =
            Response::begin("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc".as_bytes()).unwrap();
        assert!(short.rest().is_err());
    }
}
