//! The loops that carry the journey out: workers, deliverer, sequencer, and the services that bring work back.
//!
//! Each loop waits for its bell and looks again at latest after a second, so that a missed bell costs a second
//! and nothing else. Stopping drains: no new claims, what is in hand is committed.

use crate::editions::Editions;
use crate::error::Error;
use crate::extract::Reader;
use crate::journey::Tools;
use crate::seal::Seal;
use crate::settings::Settings;
use ledger::Ledger;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tariff::Tariffs;
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinHandle;

/// Workers: claim, run the stages, commit.
mod worker;

/// Leases that this process holds, and their extension.
mod leases;

/// The holds in force, as this process knows them.
mod holds;

/// The deliverer and the sequencer.
mod services;

pub use leases::Leases;
pub use worker::BatchNow;

/// How long a loop sleeps at most before it looks again.
const LOOK_AGAIN: std::time::Duration = std::time::Duration::from_secs(1);

/// Everything the loops share. Cheap to clone.
#[derive(Clone)]
pub struct Engine {
    inner: Arc<Inner>,
}

struct Inner {
    ledger: Arc<dyn Ledger>,
    reader: Arc<dyn Reader>,
    editions: Editions,
    settings: Settings,
    seal: Seal,
    outlet_folder: PathBuf,
    leases: Leases,
    standing: holds::Standing,
    batch: worker::Shown,
    /// No new claims from now on.
    stopping: AtomicBool,
    /// Claims that are not committed yet, plus claims under way.
    busy: AtomicUsize,
    /// Batches whose stages may run at once.
    slots: Semaphore,
    stopped: Notify,
    /// Why the sequencer or the deliverer does not run, for `/readyz`.
    trouble: std::sync::Mutex<Option<String>>,
}

/// What an engine is made of.
pub struct Parts {
    /// The ledger.
    pub ledger: Arc<dyn Ledger>,
    /// Reads untrusted bytes.
    pub reader: Arc<dyn Reader>,
    /// Numbers and policies.
    pub settings: Settings,
    /// The log's key and checkpoints.
    pub seal: Seal,
    /// Where the folder outlet writes.
    pub outlet_folder: PathBuf,
}

impl Engine {
    /// An engine that does nothing yet.
    ///
    /// # Errors
    /// Where the ledger refuses or holds a tariff edition that this version cannot read.
    pub async fn new(parts: Parts) -> Result<Engine, Error> {
        let editions = Editions::load(parts.ledger.as_ref()).await?;
        let slots = Semaphore::new(parts.settings.workers.max(1));
        Ok(Engine {
            inner: Arc::new(Inner {
                ledger: parts.ledger,
                reader: parts.reader,
                editions,
                settings: parts.settings,
                seal: parts.seal,
                outlet_folder: parts.outlet_folder,
                leases: Leases::default(),
                standing: holds::Standing::default(),
                batch: worker::Shown::default(),
                stopping: AtomicBool::new(false),
                busy: AtomicUsize::new(0),
                slots,
                stopped: Notify::new(),
                trouble: std::sync::Mutex::new(None),
            }),
        })
    }

    /// The ledger.
    pub fn ledger(&self) -> &dyn Ledger {
        self.inner.ledger.as_ref()
    }

    /// Reads untrusted bytes, and draws their pages.
    pub fn reader(&self) -> Arc<dyn Reader> {
        Arc::clone(&self.inner.reader)
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// The loaded tariff editions, and the way to more.
    pub fn editions(&self) -> &Editions {
        &self.inner.editions
    }

    /// The loaded editions as they are now.
    pub fn tariffs(&self) -> Arc<Tariffs> {
        self.inner.editions.current()
    }

    /// The log's key and checkpoints.
    pub fn seal(&self) -> &Seal {
        &self.inner.seal
    }

    /// What the stages may use, now.
    pub fn tools<'a>(&'a self, tariffs: &'a Tariffs) -> Tools<'a> {
        Tools {
            reader: self.inner.reader.as_ref(),
            tariffs,
            settings: &self.inner.settings,
            now: self.inner.ledger.now(),
        }
    }

    /// The size of the last batch and what limited it.
    pub fn batch(&self) -> BatchNow {
        self.inner.batch.now()
    }

    /// Whether a worker would give a document of this lane and source back because of a hold, as far as is known here.
    pub fn is_held(&self, lane: trade::Lane, source: &str) -> bool {
        self.inner.standing.covers_work(lane, source)
    }

    /// Why a service does not run, if one does not.
    pub fn trouble(&self) -> Option<String> {
        self.inner.trouble.lock().ok().and_then(|trouble| trouble.clone())
    }

    /// Starts the services that every owner of a data folder runs, and, where `work`, the workers.
    ///
    /// # Errors
    /// Where the log must not be continued, or the outlet cannot be opened.
    pub async fn start(&self, work: bool) -> Result<Running, Error> {
        // The index of the tariff's words is made at its first use; the first documents should not wait for it.
        tokio::task::spawn_blocking(|| tariff::words::reaches_heading("goods"));
        // Before anything moves: holds outlive the process that made them.
        holds::look(self).await?;
        let mut loops = services::start(self).await?;
        loops.push(tokio::spawn(holds::watch(self.clone())));
        loops.push(tokio::spawn(leases::keep(self.clone())));
        loops.push(tokio::spawn(services::bring_back(self.clone())));
        if work {
            for lane in trade::Lane::ALL {
                for number in 0..self.inner.settings.workers.max(1) * worker::shifts(lane) {
                    loops.push(tokio::spawn(worker::work(self.clone(), lane, number)));
                }
            }
        }
        Ok(Running { engine: self.clone(), loops })
    }

    fn is_stopping(&self) -> bool {
        self.inner.stopping.load(Ordering::Acquire)
    }

    fn note_trouble(&self, trouble: Option<String>) {
        if let Ok(mut noted) = self.inner.trouble.lock() {
            *noted = trouble;
        }
    }

    /// Waits for a bell, for the end, or for a second.
    async fn wait(&self, bell: &Notify) {
        tokio::select! {
            () = bell.notified() => {}
            () = self.inner.stopped.notified() => {}
            () = tokio::time::sleep(LOOK_AGAIN) => {}
        }
    }
}

/// The running loops.
pub struct Running {
    engine: Engine,
    loops: Vec<JoinHandle<()>>,
}

impl Running {
    /// Drains and ends: no new claims, what is in hand is committed, delivered and sealed.
    ///
    /// # Errors
    /// Where a loop ended early.
    pub async fn stop(self) -> Result<(), Error> {
        self.engine.inner.stopping.store(true, Ordering::Release);
        let mut early = None;
        for handle in self.loops {
            let mut handle = handle;
            loop {
                self.engine.inner.stopped.notify_waiters();
                tokio::select! {
                    ended = &mut handle => {
                        if let Err(failure) = ended {
                            early = Some(Error::Ended(failure.to_string()));
                        }
                        break;
                    }
                    () = tokio::time::sleep(std::time::Duration::from_millis(20)) => {}
                }
            }
        }
        services::finish(&self.engine).await?;
        early.map_or(Ok(()), Err)
    }
}
