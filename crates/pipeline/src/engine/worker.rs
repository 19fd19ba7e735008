//! Workers: claim a micro-batch, run the stages off the async threads, commit while the next batch runs. What a hold covers
//! by its turn goes back untouched.

use super::{Engine, holds};
use crate::flow::batch::{BatchSize, LastBatch, LimitedBy, batch_size, choose};
use crate::flow::conclude::{self, Lot};
use crate::hand_off::{self, Ended};
use crate::{journey, receive};
use ledger::work::{ClaimOrder, Claimed, Committed, Outcome, Token, Verdict};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use trade::{Code, Kind, Lane, State};

/// So many workers of a lane share a processor. A structured document takes microseconds: while one worker computes, others
/// wait for their claim or commit.
pub const fn shifts(lane: Lane) -> usize {
    match lane {
        Lane::Structured => 3,
        Lane::Text | Lane::Scan => 1,
    }
}

/// A worker has at most so many commits under way.
const COMMITS_MAX: usize = 4;

/// The last batch as `status` shows it.
pub type BatchNow = BatchSize;

/// Where the last batch is noted.
#[derive(Debug)]
pub struct Shown(Mutex<BatchSize>);

impl Default for Shown {
    fn default() -> Shown {
        Shown(Mutex::new(BatchSize { size: 0, limited_by: LimitedBy::QueueDepth }))
    }
}

impl Shown {
    /// The last batch.
    pub fn now(&self) -> BatchSize {
        self.0.lock().map_or(BatchSize { size: 0, limited_by: LimitedBy::QueueDepth }, |shown| *shown)
    }

    fn note(&self, batch: BatchSize) {
        metrics::histogram!("tidewaiter_batch_documents").record(batch.size as f64);
        if let Ok(mut shown) = self.0.lock() {
            *shown = batch;
        }
    }
}

/// One worker of one lane, until the engine stops. Each lane has its own, so that a slow one never blocks a fast one.
/// A worker's claim and its commits wait for the ledger, its stages for a processor.
pub async fn work(engine: Engine, lane: Lane, number: usize) {
    let name = format!("worker-{}-{}-{number}", std::process::id(), lane.name());
    let mut last = LastBatch::default();
    let mut commits = JoinSet::new();
    while !engine.is_stopping() {
        let busy = Busy::new(&engine);
        let claimed = claim(&engine, lane, last).await;
        if claimed.is_empty() {
            drop(busy);
            drain(&mut commits, 0).await;
            engine.wait(engine.ledger().wakes().queued(lane)).await;
        } else {
            last = run_batch(&engine, lane, claimed, &name, &mut commits, &busy).await;
        }
    }
    drain(&mut commits, 0).await;
}

/// Counts as busy until the last clone is dropped: the engine drains only when nobody is.
struct Busy(Engine);

impl Busy {
    fn new(engine: &Engine) -> Arc<Busy> {
        engine.inner.busy.fetch_add(1, Ordering::AcqRel);
        Arc::new(Busy(engine.clone()))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.inner.busy.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Waits until at most `left` commits are under way.
async fn drain(commits: &mut JoinSet<()>, left: usize) {
    while commits.len() > left
        && let Some(ended) = commits.join_next().await
    {
        if let Err(failure) = ended {
            tracing::error!(error = %failure, "worker.commit_ended_early");
        }
    }
}

/// Claims the next batch of a lane.
async fn claim(engine: &Engine, lane: Lane, last: LastBatch) -> Vec<Claimed> {
    let settings = engine.settings();
    let asked = batch_size(settings.batch_documents_max, settings.lease, last);
    let order = ClaimOrder {
        lane,
        documents_max: asked.size,
        bytes_max: settings.batch_bytes_max,
        lease: settings.lease,
        choose,
    };
    match engine.ledger().claim(order).await {
        Ok(claimed) => {
            if !claimed.is_empty() {
                engine.inner.leases.take(&claimed);
                let full = claimed.len() >= asked.size;
                let limited_by = if full { asked.limited_by } else { LimitedBy::QueueDepth };
                engine.inner.batch.note(BatchSize { size: claimed.len(), limited_by });
            }
            claimed
        }
        Err(failure) => {
            tracing::error!(error = %failure, "worker.claim_failed");
            Vec::new()
        }
    }
}

/// Runs the stages of a batch off the async threads. Outcomes are handed to the committer when enough are ready, after
/// a while, and at the end; it runs beside the stages.
async fn run_batch(
    engine: &Engine,
    lane: Lane,
    claimed: Vec<Claimed>,
    name: &str,
    commits: &mut JoinSet<()>,
    busy: &Arc<Busy>,
) -> LastBatch {
    let documents = claimed.len();
    let held: Vec<(i64, Token)> = claimed.iter().map(|claimed| (claimed.seq, claimed.token)).collect();
    // The semaphore is never closed.
    let slot = engine.inner.slots.acquire().await;
    let started = Instant::now();
    let (ready, mut chunks) = mpsc::unbounded_channel();
    let engine_too = engine.clone();
    let stages = tokio::task::spawn_blocking(move || run_stages(&engine_too, lane, claimed, &ready));
    while let Some(Chunk { worked, untouched }) = chunks.recv().await {
        if !worked.is_empty() {
            let outcomes = outcomes_of(engine, worked, name).await;
            drain(commits, COMMITS_MAX - 1).await;
            commits.spawn(write(engine.clone(), outcomes, Arc::clone(busy)));
        }
        give_back(engine, untouched).await;
    }
    drop(slot);
    if let Err(failure) = stages.await {
        // A stage panicked: our bug. The leases are let go and lapse; the members run alone then.
        tracing::error!(error = %failure, "worker.stage_panicked");
        engine.inner.leases.let_go(held);
    }
    let took = started.elapsed();
    metrics::histogram!("tidewaiter_batch_seconds").record(took.as_secs_f64());
    LastBatch { documents, took }
}

/// Documents with what an attempt at each came to.
type Worked = Vec<(Claimed, Attempted)>;

/// Some documents of a batch, each past its turn.
#[derive(Default)]
struct Chunk {
    worked: Worked,
    /// What a hold covered at its turn.
    untouched: Vec<(i64, Token)>,
}

/// The stages of a batch, document by document.
fn run_stages(engine: &Engine, lane: Lane, claimed: Vec<Claimed>, ready: &mpsc::UnboundedSender<Chunk>) {
    let settings = engine.settings();
    let tariffs = engine.tariffs();
    let mut chunk = Chunk::default();
    let mut since = Instant::now();
    for claimed in claimed {
        if engine.inner.standing.covers_work(lane, &claimed.source) {
            chunk.untouched.push((claimed.seq, claimed.token));
        } else {
            let attempted = attempt(engine, &claimed, &tariffs);
            chunk.worked.push((claimed, attempted));
        }
        if chunk.worked.len() >= settings.commit_documents || since.elapsed() >= settings.commit_after {
            since = Instant::now();
            // The receiver lives as long as the batch.
            let _ = ready.send(std::mem::take(&mut chunk));
        }
    }
    let _ = ready.send(chunk);
}

/// Gives documents back that a hold covers. What the ledger does not take back comes back when its lease lapses.
async fn give_back(engine: &Engine, untouched: Vec<(i64, Token)>) {
    if untouched.is_empty() {
        return;
    }
    engine.inner.leases.let_go(untouched.iter().copied());
    metrics::counter!("tidewaiter_documents_given_back_total").increment(untouched.len() as u64);
    if let Err(failure) = engine.ledger().give_back(untouched).await {
        tracing::error!(error = %failure, "worker.not_given_back");
    }
    // Where the hold has ended meanwhile, the next claim finds that known here too.
    if let Err(failure) = holds::look(engine).await {
        tracing::error!(error = %failure, "holds.not_looked_up");
    }
}

/// Outcomes of documents; the parts of containers are received on the way.
async fn outcomes_of(engine: &Engine, worked: Worked, by: &str) -> Vec<Outcome> {
    let mut outcomes = Vec::with_capacity(worked.len());
    for (claimed, (bytes, ended)) in worked {
        outcomes.push(match ended {
            Ok(Ended::Container(parsed)) => open_container(engine, &claimed, &bytes, parsed, by).await,
            other => outcome(engine, &claimed, other, by),
        });
    }
    outcomes
}

/// The bytes, and what an attempt at them came to.
type Attempted = (bytes::Bytes, Result<Ended, Code>);

fn attempt(engine: &Engine, claimed: &Claimed, tariffs: &tariff::Tariffs) -> Attempted {
    let bytes = match &claimed.bytes {
        Some(bytes) => bytes.clone(),
        None => match engine.ledger().blobs().get_unchecked(&claimed.digest) {
            Ok(Some(bytes)) => bytes::Bytes::from(bytes),
            Ok(None) => return (bytes::Bytes::new(), Err(Code::OriginalDamaged)),
            Err(failure) => {
                tracing::error!(document = %claimed.id, error = %failure, "worker.blob_unavailable");
                return (bytes::Bytes::new(), Err(Code::BlobUnavailable));
            }
        },
    };
    let ended = journey::attempt(claimed, &bytes, engine.tools(tariffs));
    (bytes, ended)
}

/// What an attempt came to, as the ledger is to write it.
fn outcome(engine: &Engine, claimed: &Claimed, ended: Result<Ended, Code>, by: &str) -> Outcome {
    if let Err(code) = &ended {
        metrics::counter!("tidewaiter_attempts_failed_total", "code" => code.name()).increment(1);
    }
    let policy = &engine.settings().retry;
    conclude::outcome(claimed, ended, Lot { policy, share: rand::random(), now: engine.ledger().now() }, by)
}

/// Receives the parts of a container, then ends the container as validated. Repeated after a crash it finds the
/// parts that are there already.
async fn open_container(
    engine: &Engine,
    claimed: &Claimed,
    bytes: &[u8],
    parsed: trade::Parsed,
    by: &str,
) -> Outcome {
    let parts = receive::parts(claimed, bytes, &parsed.parts);
    let received = receive::durable(engine.ledger(), parts, by).await;
    match received {
        Ok(_) => Outcome {
            to: State::Validated,
            code: None,
            result: Some(Verdict { kind: Kind::Container, ..hand_off::keep(parsed, None) }),
            ..conclude::unfinished(claimed, by)
        },
        Err(failure) => {
            tracing::error!(document = %claimed.id, error = %failure, "worker.parts_not_received");
            outcome(engine, claimed, Err(Code::LedgerUnavailable), by)
        }
    }
}

/// Commits outcomes; a failed commit is repeated, the stages never. What the database refuses becomes a dead
/// letter.
async fn write(engine: Engine, outcomes: Vec<Outcome>, _busy: Arc<Busy>) {
    let held: Vec<(i64, Token)> = outcomes.iter().map(|outcome| (outcome.seq, outcome.token)).collect();
    let mut waiting: Arc<[Outcome]> = outcomes.into();
    let mut tries = 0;
    while !waiting.is_empty() && tries < 10 {
        match engine.ledger().commit(waiting.clone()).await {
            Ok(answers) => waiting = again(&answers, &waiting).into(),
            Err(failure) => {
                // An unknown COMMIT is repeated: rows already written under the token count as done.
                tracing::error!(error = %failure, "worker.commit_failed");
                tries += 1;
                tokio::time::sleep(std::time::Duration::from_millis(100 * tries)).await;
            }
        }
    }
    engine.inner.leases.let_go(held);
}

/// What must be written once more.
fn again(answers: &[Committed], outcomes: &[Outcome]) -> Vec<Outcome> {
    let answered = conclude::answered(answers, outcomes);
    if answered.stale > 0 {
        metrics::counter!("tidewaiter_commits_stale_total").increment(answered.stale as u64);
        tracing::warn!(stale = answered.stale, "worker.commit_stale");
    }
    metrics::counter!("tidewaiter_attempts_committed_total").increment(answered.committed as u64);
    answered.again
}
