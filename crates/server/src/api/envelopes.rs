//! `POST /v1/envelopes`: NDJSON of envelopes, streamed both ways.
//!
//! Lines are read as they come and never wait for the client to read its receipts. A few batches are under way at
//! once; receipts come in the order of the lines, each after its commit. An upload that breaks off loses only its
//! unfinished last line.

use super::window::{Entry, Window};
use crate::app::App;
use crate::problem::Problem;
use crate::shape::Receipt;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use bytes::BytesMut;
use futures_util::stream::{self, FuturesOrdered, StreamExt as _};
use futures_util::{FutureExt as _, Stream};
use ledger::Arrival;
use pipeline::receive::{self, Said};
use serde::Serialize;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use trade::Code;

/// A batch has at most so many lines.
const LINES_MAX: usize = 256;

/// So many batches are under way at once.
const BATCHES_MAX: usize = 4;

/// So long the answer waits for the first piece of the body.
const FIRST_WITHIN: Duration = Duration::from_millis(200);

/// The name of this door in events.
const DOOR: &str = "http:envelopes";

/// Takes in envelopes, one a line.
#[utoipa::path(
    post,
    path = "/v1/envelopes",
    request_body(content = String, content_type = "application/x-ndjson"),
    responses((status = 200, description = "NDJSON: a receipt or a problem a line, then the count", content_type = "application/x-ndjson"),
              (status = 400, body = Problem))
)]
pub async fn envelopes(State(app): State<App>, headers: HeaderMap, body: Body) -> Result<Response, Problem> {
    let said = Arc::new(super::said(&headers, &app)?);
    let window = Arc::new(Window::of_an_upload());
    let mut chunks = body.into_data_stream();
    // A client that asked to be told to go on (`Expect: 100-continue`) is told so by the first look at the body, which
    // must come before the answer. One that sends nothing before it has read the answer's head is not kept waiting.
    let first = tokio::time::timeout(FIRST_WITHIN, chunks.next()).await;
    let chunks = stream::iter(first.ok().flatten()).chain(chunks);
    tokio::spawn(take_in(app.clone(), said, chunks, Arc::clone(&window)));
    let mut response = Response::new(Body::from_stream(receipts(app, window)));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    Ok(response)
}

/// Ends the window's keeping when the response is dropped.
struct Reader(Arc<Window>);

impl Drop for Reader {
    fn drop(&mut self) {
        self.0.leave();
    }
}

/// The receipts as a stream of pages.
fn receipts(app: App, window: Arc<Window>) -> impl Stream<Item = Result<Bytes, ledger::Error>> {
    let reader = Reader(window);
    futures_util::stream::unfold((app, reader, 0), |(app, reader, page)| async move {
        let next = reader.0.next(app.engine.ledger(), page).await.transpose()?;
        Some((next, (app, reader, page + 1)))
    })
}

/// Reads the body to its end: lines, batches, receipts.
async fn take_in(
    app: App,
    said: Arc<Said>,
    chunks: impl Stream<Item = Result<Bytes, axum::Error>>,
    window: Arc<Window>,
) {
    let mut chunks = pin!(chunks);
    let mut lines = Lines::new(app.engine.settings().document_bytes_max);
    let mut under_way = FuturesOrdered::new();
    let mut received = 0;
    let mut whole = true;
    loop {
        let chunk = match chunks.next().now_or_never() {
            Some(chunk) => chunk,
            None => {
                // The sender pauses: what is here goes its way.
                if !lines.ready.is_empty() {
                    under_way.push_back(batch(app.clone(), Arc::clone(&said), lines.take()));
                }
                tokio::select! {
                    chunk = chunks.next() => chunk,
                    Some(done) = under_way.next(), if !under_way.is_empty() => {
                        received += answer(&app, &window, done).await;
                        continue;
                    }
                }
            }
        };
        match chunk {
            Some(Ok(chunk)) => lines.feed(chunk),
            Some(Err(failure)) => {
                tracing::info!(error = %failure, "envelopes.upload_broke_off");
                whole = false;
                break;
            }
            None => break,
        }
        while lines.ready.len() >= LINES_MAX {
            if under_way.len() >= BATCHES_MAX
                && let Some(done) = under_way.next().await
            {
                received += answer(&app, &window, done).await;
            }
            under_way.push_back(batch(app.clone(), Arc::clone(&said), lines.take()));
        }
    }
    if whole {
        lines.end();
    }
    while !lines.ready.is_empty() {
        under_way.push_back(batch(app.clone(), Arc::clone(&said), lines.take()));
    }
    while let Some(done) = under_way.next().await {
        received += answer(&app, &window, done).await;
    }
    let last = format!(r#"{{"done":true,"received":{received}}}"#);
    if let Err(failure) = window.push(app.engine.ledger(), vec![Entry::Problem(last.into_bytes())]).await {
        tracing::error!(error = %failure, "envelopes.receipts_not_kept");
    }
    window.end();
}

/// Hands the entries of a batch to the window; tells how many documents were received.
async fn answer(app: &App, window: &Window, entries: Vec<Entry>) -> u64 {
    let received = entries.iter().filter(|entry| matches!(entry, Entry::Document { .. })).count() as u64;
    if let Err(failure) = window.push(app.engine.ledger(), entries).await {
        tracing::error!(error = %failure, "envelopes.receipts_not_kept");
    }
    received
}

/// One input line: its number and its bytes, or the problem it is by itself.
type Numbered = (u64, Result<Bytes, Code>);

/// Splits a body into lines; a line longer than the limit is skipped without being kept.
struct Lines {
    buffer: BytesMut,
    scanned: usize,
    ready: Vec<Numbered>,
    number: u64,
    length_max: usize,
    skipping: bool,
}

impl Lines {
    fn new(length_max: usize) -> Lines {
        Lines {
            buffer: BytesMut::new(),
            scanned: 0,
            ready: Vec::new(),
            number: 0,
            length_max,
            skipping: false,
        }
    }

    fn feed(&mut self, chunk: Bytes) {
        self.buffer.extend_from_slice(&chunk);
        while let Some(at) = memchr::memchr(b'\n', self.buffer.get(self.scanned..).unwrap_or_default()) {
            let line = self.buffer.split_to(self.scanned + at + 1).freeze();
            self.scanned = 0;
            self.line(line.slice(..line.len() - 1));
        }
        self.scanned = self.buffer.len();
        if self.scanned > self.length_max {
            self.skipping = true;
            self.buffer.clear();
            self.scanned = 0;
        }
    }

    /// The last line needs no line feed.
    fn end(&mut self) {
        let rest = self.buffer.split().freeze();
        if !rest.is_empty() || self.skipping {
            self.line(rest);
        }
    }

    fn line(&mut self, line: Bytes) {
        self.number += 1;
        let too_long = std::mem::take(&mut self.skipping) || line.len() > self.length_max;
        let line = if line.last() == Some(&b'\r') { line.slice(..line.len() - 1) } else { line };
        if too_long {
            self.ready.push((self.number, Err(Code::LineTooLong)));
        } else if !line.iter().all(u8::is_ascii_whitespace) {
            self.ready.push((self.number, Ok(line)));
        }
    }

    /// The next batch of lines.
    fn take(&mut self) -> Vec<Numbered> {
        let rest = self.ready.split_off(self.ready.len().min(LINES_MAX));
        std::mem::replace(&mut self.ready, rest)
    }
}

/// Opens the lines of a batch off the async threads, receives them, and writes their entries in order.
async fn batch(app: App, said: Arc<Said>, lines: Vec<Numbered>) -> Vec<Entry> {
    // Spawned at once, so that batches run beside each other while their answers are awaited in order.
    let work = tokio::spawn(async move {
        let opened = tokio::task::spawn_blocking(move || open(&said, lines)).await;
        match opened {
            Ok((numbers, arrivals, entries)) => receive_all(&app, numbers, arrivals, entries).await,
            Err(failure) => {
                tracing::error!(error = %failure, "envelopes.door_panicked");
                Vec::new()
            }
        }
    });
    work.await.unwrap_or_default()
}

/// The numbers of the arrivals' lines, the arrivals, and the entries of lines that are problems.
type Open = (Vec<u64>, Vec<Arrival>, Vec<(u64, Entry)>);

fn open(said: &Said, lines: Vec<Numbered>) -> Open {
    let (mut numbers, mut arrivals, mut entries) =
        (Vec::with_capacity(lines.len()), Vec::with_capacity(lines.len()), Vec::new());
    for (number, line) in lines {
        let part = u32::try_from(number - 1).unwrap_or(u32::MAX);
        match line.map_err(too_long).and_then(|line| receive::envelope(line, part, said)) {
            Ok(arrival) => {
                numbers.push(number);
                arrivals.push(arrival);
            }
            Err(problem) => entries.push((number, told(number, &problem))),
        }
    }
    (numbers, arrivals, entries)
}

fn too_long(code: Code) -> receive::Problem {
    receive::Problem {
        code,
        detail: "the line is longer than the limit of a document".into(),
        position: None,
    }
}

/// Receives arrivals and puts all entries in the order of their lines.
async fn receive_all(
    app: &App,
    numbers: Vec<u64>,
    arrivals: Vec<Arrival>,
    mut entries: Vec<(u64, Entry)>,
) -> Vec<Entry> {
    match receive::durable(app.engine.ledger(), arrivals, DOOR).await {
        Ok(answers) => {
            for (number, answer) in numbers.into_iter().zip(answers) {
                let entry = match answer {
                    Ok(received) => Entry::Document {
                        seq: received.seq,
                        receipt: Receipt {
                            line: number,
                            id: received.id,
                            digest: received.digest,
                            state: received.state,
                            seen_before: received.seen_before,
                            verdict_for: received.verdict_for,
                        },
                    },
                    Err(refusal) => {
                        let detail = format!("the key came before with other bytes, as {}", refusal.other);
                        told(number, &receive::Problem { code: refusal.code, detail, position: None })
                    }
                };
                entries.push((number, entry));
            }
        }
        Err(failure) => {
            tracing::error!(error = %failure, "envelopes.not_received");
            let code = failure.code();
            let detail = "nothing of this line was kept; send it again".to_owned();
            let problem = receive::Problem { code, detail, position: None };
            entries.extend(numbers.into_iter().map(|number| (number, told(number, &problem))));
        }
    }
    entries.sort_by_key(|(number, _)| *number);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// A problem as its line.
#[derive(Serialize)]
struct ProblemLine<'a> {
    line: u64,
    problem: ProblemOf<'a>,
}

#[derive(Serialize)]
struct ProblemOf<'a> {
    code: Code,
    detail: &'a str,
    position: Option<usize>,
}

fn told(line: u64, problem: &receive::Problem) -> Entry {
    crate::problem::count_refusal(problem.code);
    let told = ProblemLine {
        line,
        problem: ProblemOf { code: problem.code, detail: &problem.detail, position: problem.position },
    };
    Entry::Problem(serde_json::to_vec(&told).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_of(chunks: &[&str], length_max: usize) -> Vec<Numbered> {
        let mut lines = Lines::new(length_max);
        for chunk in chunks {
            lines.feed(Bytes::copy_from_slice(chunk.as_bytes()));
        }
        lines.end();
        lines.ready
    }

    #[test]
    fn lines_are_split_wherever_chunks_end() {
        let lines = lines_of(&["a", "b\n", "\r\n", "c\r\nd"], 100);
        let text: Vec<(u64, &str)> = lines
            .iter()
            .map(|(number, line)| (*number, std::str::from_utf8(line.as_ref().unwrap()).unwrap()))
            .collect();
        assert_eq!(text, [(1, "ab"), (3, "c"), (4, "d")]);
    }

    #[test]
    fn a_line_over_the_limit_is_named_and_the_next_one_is_read() {
        let lines = lines_of(&["12345", "67890", "1\nab\n", "12345678901\n"], 8);
        assert_eq!(lines[0], (1, Err(Code::LineTooLong)));
        assert_eq!(lines[1].1.as_ref().unwrap().as_ref(), b"ab");
        assert_eq!(lines[2], (3, Err(Code::LineTooLong)));
    }
}
