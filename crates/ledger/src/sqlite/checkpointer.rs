//! Folds the write-ahead log back into the database file beside the writer, so that no commit pays for it.
//!
//! A log that only grows costs a new page of the disk with each page written. So what the writer adds meanwhile, which is
//! little, it folds itself, and then begins the log anew in the same place. Knows no table.

use crate::Error;
use rusqlite::Connection;
use rusqlite::hooks::Wal;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

/// The log is folded back once it holds so many pages.
const WAL_PAGES_MAX: i32 = 6_000;

/// Past so many the writer does not wait for the other thread, which a busy machine may keep from running.
const WAL_PAGES_FAR: i32 = 2 * WAL_PAGES_MAX;

/// So few pages are left to the writer.
const WAL_PAGES_LEFT: i64 = 400;

/// The log is gone over at most so many times before the writer takes over.
const FOLDS_MAX: u32 = 3;

/// The writer's side.
pub struct Checkpointer {
    bell: Sender<()>,
    /// How many pages the log held after the writer's last commit.
    pages: Arc<AtomicI32>,
    /// The other thread goes over the log.
    folding: bool,
    /// It has, and little is left.
    folded: Arc<AtomicBool>,
}

impl Checkpointer {
    /// Starts the thread that does most of the work, and has the writing connection tell the size of the log.
    pub fn start(connection: &mut Connection, path: PathBuf) -> Result<Checkpointer, Error> {
        let pages = Arc::new(AtomicI32::new(0));
        let told = Arc::clone(&pages);
        connection.wal_hook(Some(move |_: &mut Wal, pages| {
            told.store(pages, Ordering::Relaxed);
            Ok(())
        }))?;
        let (bell, rung) = channel::<()>();
        let folded = Arc::new(AtomicBool::new(false));
        let done = Arc::clone(&folded);
        let work = move || fold_when_rung(path, &rung, &done);
        if let Err(failure) = std::thread::Builder::new().name("ledger-checkpointer".into()).spawn(work) {
            tracing::error!(error = %failure, "ledger.checkpointer_missing");
        }
        Ok(Checkpointer { bell, pages, folding: false, folded })
    }

    /// After each commit: rings where the log has grown, and folds the rest where most is done. The log begins anew with
    /// the next group, unless a reader is in the way.
    pub fn look(&mut self, connection: &Connection) {
        let pages = self.pages.load(Ordering::Relaxed);
        let folded = self.folding && self.folded.swap(false, Ordering::AcqRel);
        self.folding &= !folded;
        if folded || pages > WAL_PAGES_FAR {
            if let Err(failure) = fold(connection) {
                tracing::debug!(error = %failure, "ledger.checkpoint_deferred");
            }
        } else if !self.folding && pages > WAL_PAGES_MAX {
            // Without the thread the writer folds the log, a little later.
            self.folding = self.bell.send(()).is_ok();
        }
    }
}

fn fold_when_rung(path: PathBuf, rung: &Receiver<()>, done: &AtomicBool) {
    let Ok(connection) = Connection::open(path) else { return };
    // Without it the writer would wait for us; with it we give way.
    let _ = connection.busy_timeout(std::time::Duration::from_millis(0));
    while rung.recv().is_ok() {
        for _ in 0..FOLDS_MAX {
            match fold(&connection) {
                Ok(left) if left >= WAL_PAGES_LEFT => {}
                Ok(_) => break,
                Err(failure) => {
                    tracing::debug!(error = %failure, "ledger.checkpoint_deferred");
                    break;
                }
            }
        }
        done.store(true, Ordering::Release);
    }
}

/// Copies what the log holds, as far as readers and the writer let it; tells how many pages are left.
fn fold(connection: &Connection) -> Result<i64, Error> {
    let (pages, folded): (i64, i64) =
        connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| Ok((row.get(1)?, row.get(2)?)))?;
    Ok(pages - folded)
}
