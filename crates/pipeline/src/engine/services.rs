//! The deliverer, the sequencer, and what brings work back: the rescuer of lapsed leases, the waker, and the end of holds
//! whose time is over.

use super::{Engine, holds};
use crate::error::Error;
use crate::flow::lapse;
use crate::sequence::Sequencer;
use crate::{deliver, settings};
use outlets::Folder;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

/// So long after its last turn the deliverer, or the sequencer, takes the next: what comes meanwhile goes together.
const GATHER: Duration = Duration::from_millis(50);

/// So few releases in one delivery are worth waiting for others.
const FEW_RELEASES: usize = 250;

/// Opens the outlet and the log, and starts their loops.
pub async fn start(engine: &Engine) -> Result<Vec<JoinHandle<()>>, Error> {
    let sequencer = Sequencer::resume(engine.ledger(), engine.seal().clone()).await?;
    let mut loops = vec![tokio::spawn(seal(engine.clone(), sequencer))];
    if engine.settings().outlets.iter().any(|outlet| outlet.name == settings::FOLDER) {
        let folder = deliver::open_folder(engine.ledger(), &engine.inner.outlet_folder).await?;
        loops.push(tokio::spawn(send(engine.clone(), folder)));
    }
    Ok(loops)
}

/// Delivers until the engine stops and its workers are done; while a hold covers the folder, it does not.
async fn send(engine: Engine, mut folder: Folder) {
    let mut failures = 0u32;
    loop {
        let idle = engine.is_stopping() && engine.inner.busy.load(Ordering::Acquire) == 0;
        if engine.inner.standing.covers_dependency(settings::FOLDER) {
            // Releases wait in the outbox, also past the end of this process.
            if idle {
                return;
            }
            engine.wait(&engine.ledger().wakes().outbox).await;
            continue;
        }
        let (back, sent) = deliver::to_folder(engine.ledger(), folder).await;
        folder = back;
        match sent {
            Ok(0) if idle => return,
            Ok(0) => engine.wait(&engine.ledger().wakes().outbox).await,
            Ok(sent) => {
                failures = 0;
                metrics::counter!("tidewaiter_releases_sent_total").increment(sent as u64);
                // Few at a time gather, since each delivery is a sync of the file and one of the ledger; many do not wait.
                if sent < FEW_RELEASES {
                    tokio::time::sleep(GATHER).await;
                }
            }
            Err(failure) => {
                tracing::error!(error = %failure, "deliver.failed");
                engine.note_trouble(Some(format!("the folder outlet does not take releases: {failure}")));
                failures = failures.saturating_add(1);
                if idle {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(100 << failures.min(6))).await;
                continue;
            }
        }
        if failures == 0 {
            engine.note_trouble(None);
        }
    }
}

/// Numbers events until the engine stops.
async fn seal(engine: Engine, mut sequencer: Sequencer) {
    let within = engine.settings().sequence_within;
    let mut signed_at = Instant::now();
    loop {
        if engine.is_stopping() && engine.inner.busy.load(Ordering::Acquire) == 0 {
            // The last events are numbered by `finish`, after everything else has ended.
            return;
        }
        let sign = signed_at.elapsed() >= within;
        match sequencer.step(engine.ledger(), sign).await {
            Ok(0) => engine.wait(&engine.ledger().wakes().events).await,
            Ok(_) => {
                if !sequencer.is_unsigned() {
                    signed_at = Instant::now();
                }
                // Batches of events gather while the last ones become durable.
                tokio::time::sleep(GATHER).await;
            }
            Err(failure) if failure.is_transient() => {
                tracing::error!(error = %failure, "sequence.failed");
                tokio::time::sleep(within).await;
            }
            Err(failure) => {
                tracing::error!(error = %failure, "sequence.stopped");
                engine.note_trouble(Some(format!("the log is not sealed any more: {failure}")));
                return;
            }
        }
    }
}

/// Numbers and signs what is left once everything else has ended.
pub async fn finish(engine: &Engine) -> Result<(), Error> {
    let mut sequencer = Sequencer::resume(engine.ledger(), engine.seal().clone()).await?;
    while sequencer.step(engine.ledger(), true).await? > 0 || sequencer.is_unsigned() {}
    Ok(())
}

/// Brings back documents of dead workers and those whose time has come, and ends holds whose time is over.
pub async fn bring_back(engine: Engine) {
    let never = tokio::sync::Notify::new();
    while !engine.is_stopping() {
        for (name, outcome) in [
            ("rescued", engine.ledger().rescue(lapse::after).await),
            ("woken", engine.ledger().wake().await),
            ("holds_ended", holds::end_expired(&engine).await),
        ] {
            match outcome {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, service = name, "work.brought_back"),
                Err(failure) => tracing::error!(error = %failure, service = name, "work.not_brought_back"),
            }
        }
        engine.wait(&never).await;
    }
}
