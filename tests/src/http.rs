//! HTTP/1.1 by hand: whole exchanges, broken ones, and streams both ways.
//!
//! By hand, since a client that is polite would not cut an upload, send before it reads, or name a foreign host.

use serde_json::Value;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

/// A silent peer is given up after so long.
const SILENCE_MAX: Duration = Duration::from_secs(120);

/// An answer, whole.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, without its chunks.
    pub body: Vec<u8>,
}

impl Reply {
    /// It is a success.
    pub fn ok(self) -> Reply {
        assert!((200..300).contains(&self.status), "{} {}", self.status, self.text());
        self
    }

    /// It is a problem with this status and code (RFC 9457).
    pub fn problem(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status, self.json()["code"].as_str()), (status, Some(code)), "{}", self.text());
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        self.json()
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("{} is not JSON: {}", self.status, self.text()))
    }
}

/// Connects.
pub fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(SILENCE_MAX))?;
    stream.set_write_timeout(Some(SILENCE_MAX))?;
    Ok(stream)
}

/// One request on a connection of its own.
pub fn exchange(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> io::Result<Reply> {
    let mut stream = connect(address)?;
    let mut request = head(address, method, path, headers);
    request.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    stream.write_all(request.as_bytes())?;
    // A server may answer, and close, before it has read everything.
    let sent = stream.write_all(body);
    let reply = Incoming::begin(stream).and_then(Incoming::whole);
    if reply.is_err() {
        sent?;
    }
    reply
}

/// The head of a request, without its end; a given `host` replaces the right one.
pub fn head(address: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)]) -> String {
    let mut head = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
    if !headers.iter().any(|(name, _)| *name == "host") {
        head.push_str(&format!("host: {address}\r\n"));
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head
}

/// Files as a multipart form: its content type and body. Names stand as they are given.
pub fn form(files: &[(&str, &[u8])]) -> (String, Vec<u8>) {
    let boundary = "xxxxxxxxx-tests-xxxxxxxxx";
    let mut body = Vec::new();
    for (name, bytes) in files {
        let head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

/// An answer whose body is still coming.
pub struct Incoming {
    /// The status.
    pub status: u16,
    headers: Vec<(String, String)>,
    body: BufReader<Box<dyn Read + Send>>,
}

impl Incoming {
    /// Reads the head.
    pub fn begin(stream: TcpStream) -> io::Result<Incoming> {
        let mut from = BufReader::new(stream);
        let first = line(&mut from)?;
        let status = first.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.ok_or_else(|| io::Error::other(format!("not HTTP: {first:?}")))?;
        let mut headers = Vec::new();
        loop {
            let next = line(&mut from)?;
            let Some((name, value)) = next.split_once(':') else { break };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let header =
            |wanted: &str| headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        let body: Box<dyn Read + Send> = match (header("transfer-encoding"), header("content-length")) {
            (Some("chunked"), _) => Box::new(Chunks { from, left: 0, ended: false }),
            (_, Some(length)) => Box::new(from.take(length.parse().map_err(io::Error::other)?)),
            _ => Box::new(from),
        };
        Ok(Incoming { status, headers, body: BufReader::new(body) })
    }

    /// The next line of the body; none at its end.
    pub fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        Ok((self.body.read_line(&mut line)? > 0).then(|| line.trim_end().to_owned()))
    }

    /// The rest of the body.
    pub fn whole(mut self) -> io::Result<Reply> {
        let mut body = Vec::new();
        self.body.read_to_end(&mut body)?;
        Ok(Reply { status: self.status, headers: self.headers, body })
    }
}

fn line(from: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    if from.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end().to_owned())
}

/// A body in chunks.
struct Chunks {
    from: BufReader<TcpStream>,
    left: usize,
    ended: bool,
}

impl Read for Chunks {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !self.ended {
            let size = line(&mut self.from)?;
            self.left = usize::from_str_radix(&size, 16).map_err(io::Error::other)?;
            self.ended = self.left == 0;
        }
        if self.ended {
            return Ok(0);
        }
        let most = into.len().min(self.left);
        let read = self.from.read(&mut into[..most])?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= read;
        if self.left == 0 {
            line(&mut self.from)?;
        }
        Ok(read)
    }
}

/// An upload of envelopes that is sent piece by piece, while its receipts may be read or not.
pub struct Upload {
    stream: TcpStream,
}

impl Upload {
    /// Sends the head.
    pub fn begin(address: SocketAddr, headers: &[(&str, &str)]) -> io::Result<Upload> {
        let mut stream = connect(address)?;
        let mut request = head(address, "POST", "/v1/envelopes", headers);
        request.push_str("content-type: application/x-ndjson\r\ntransfer-encoding: chunked\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        Ok(Upload { stream })
    }

    /// Sends a piece.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        write!(self.stream, "{:x}\r\n", bytes.len())?;
        self.stream.write_all(bytes)?;
        self.stream.write_all(b"\r\n")
    }

    /// Ends the body.
    pub fn end(&mut self) -> io::Result<()> {
        self.stream.write_all(b"0\r\n\r\n")
    }

    /// Breaks off: no end, no more.
    pub fn cut(self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Both)
    }

    /// The other half of the connection: [`Incoming::begin`] reads the receipts from it.
    pub fn receipts(&self) -> io::Result<TcpStream> {
        self.stream.try_clone()
    }
}
