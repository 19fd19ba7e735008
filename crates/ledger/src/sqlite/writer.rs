//! The one thread that writes, with group commit.
//!
//! Jobs that wait together share one transaction and one sync ([`super::group`]). Answers go out only after the commit.
//! A time of the log never goes back: each group is stamped with the later of now and the last stamp.

use super::Durability;
use super::group::{Group, Kept, Rings};
use crate::Error;
use crate::ledger::{Clock, Wakes};
use jiff::Timestamp;
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;
use trade::event::Event;

/// A group takes no more jobs once it holds so many rows of work.
const GROUP_ROWS_MAX: usize = 4_000;

/// The log is folded back into the database file once it has grown by so many pages.
const WAL_PAGES_MAX: u32 = 4_000;

/// The writing connection's page cache. Each commit walks through all of it.
const CACHE_KIB: i64 = 16 * 1_024;

/// What follows a commit: sends the answer.
type Answer = Box<dyn FnOnce(Result<(), &Error>) + Send>;

/// One write: runs inside the group's transaction, or learns that there is none.
type Job = Box<dyn FnOnce(Option<&mut Group>) -> Answer + Send>;

/// The handle that sends jobs to the thread.
pub struct Writer {
    jobs: Option<Sender<(usize, Job)>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Writer {
    /// Opens the database, brings its schema up to date and starts the thread.
    pub fn start(
        path: &Path,
        clock: Clock,
        durability: Durability,
        wakes: Arc<Wakes>,
    ) -> Result<Writer, Error> {
        let mut connection = Connection::open(path)?;
        prepare(&connection, durability)?;
        super::migrations::migrate(&mut connection)?;
        super::keep::drop_receipts(&connection)?;
        let last = last_stamp(&connection)?;
        let (jobs, inbox) = channel();
        let checkpointer = start_checkpointer(path.to_owned());
        let thread = std::thread::Builder::new()
            .name("ledger-writer".into())
            .spawn(move || run(connection, &inbox, &clock, last, &wakes, &checkpointer))
            .map_err(Error::disk("starting the ledger's writer"))?;
        Ok(Writer { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Sends a job of about `rows` rows; answers after the commit that holds it.
    pub async fn write<T: Send + 'static>(
        &self,
        rows: usize,
        work: impl FnOnce(&mut Group) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.write_apart(rows, move |group| group.apart(work)).await
    }

    /// The same for a job that undoes by itself what it fails to write: SQLite copies each page that changes in a
    /// savepoint, and one is enough.
    pub async fn write_apart<T: Send + 'static>(
        &self,
        rows: usize,
        work: impl FnOnce(&mut Group) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |group| {
            let outcome = group.map_or(Err(Error::Closed), work);
            Box::new(move |committed| {
                let told = match committed {
                    Ok(()) => outcome,
                    Err(failure) => Err(repeat(failure)),
                };
                // Who asked may be gone; the write stands all the same.
                let _ = answer.send(told);
            })
        });
        let jobs = self.jobs.as_ref().ok_or(Error::Closed)?;
        jobs.send((rows, job)).map_err(|_| Error::Closed)?;
        answered.await.map_err(|_| Error::Closed)?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // A writer that panicked has already closed its inbox; nothing is left to do here.
            let _ = thread.join();
        }
    }
}

/// One failure of a commit, told to each job of the group.
fn repeat(failure: &Error) -> Error {
    match failure {
        Error::Database(rusqlite::Error::SqliteFailure(code, text)) => {
            Error::Database(rusqlite::Error::SqliteFailure(*code, text.clone()))
        }
        Error::Full => Error::Full,
        other => Error::Unreadable(other.to_string()),
    }
}

/// The settings of the writing connection.
fn prepare(connection: &Connection, durability: Durability) -> Result<(), Error> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(
        None,
        "synchronous",
        match durability {
            Durability::Full => "FULL",
            Durability::Unsynced => "OFF",
        },
    )?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    connection.pragma_update(None, "journal_size_limit", 128 * 1024 * 1024)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    super::plan_once(connection)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(())
}

/// The time of the last event in the log, so that later ones are not before it.
fn last_stamp(connection: &Connection) -> Result<Timestamp, Error> {
    let mut statement = connection.prepare("SELECT events FROM event_batch ORDER BY id DESC LIMIT 1")?;
    let mut rows = statement.query([])?;
    let Some(row) = rows.next()? else { return Ok(Timestamp::MIN) };
    let bytes: Vec<u8> = row.get(0)?;
    let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    // A damaged event is the verifier's to name; it must not keep the ledger from opening.
    Ok(Event::read(first).map_or(Timestamp::MIN, |event| event.at))
}

/// The thread: groups jobs, commits, answers.
fn run(
    connection: Connection,
    inbox: &Receiver<(usize, Job)>,
    clock: &Clock,
    mut last: Timestamp,
    wakes: &Wakes,
    checkpointer: &Sender<()>,
) {
    let mut kept = Kept::of(&connection);
    while let Ok(first) = inbox.recv() {
        last = last.max(to_the_microsecond(clock()));
        let (rings, events) = write_group(&mut kept, inbox, first, last);
        if rings.queued {
            wakes.queued.notify_waiters();
            wakes.queued.notify_one();
        }
        if rings.outbox {
            wakes.outbox.notify_one();
        }
        if events {
            wakes.events.notify_one();
        }
        wakes.changed.notify_waiters();
        // The checkpointer looks at the size of the log itself.
        let _ = checkpointer.send(());
    }
}

/// Events and rows tell times to the microsecond.
fn to_the_microsecond(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

/// One group: begins, runs jobs, commits, answers. Says which bells to ring and whether there were events.
fn write_group(
    kept: &mut Kept<'_>,
    inbox: &Receiver<(usize, Job)>,
    first: (usize, Job),
    at: Timestamp,
) -> (Rings, bool) {
    let connection = kept.sql;
    let mut answers: Vec<Answer> = Vec::new();
    let committed = match Group::begin(kept, at) {
        Ok(mut group) => {
            let mut rows = first.0;
            answers.push((first.1)(Some(&mut group)));
            // SQLite ends the whole transaction by itself on some faults (disk full): then no job may go on.
            while rows < GROUP_ROWS_MAX && !connection.is_autocommit() {
                let Ok((more, job)) = inbox.try_recv() else { break };
                rows += more;
                answers.push(job(Some(&mut group)));
            }
            group.commit()
        }
        Err(failure) => {
            answers.push(first.1(None));
            Err(failure)
        }
    };
    if let Err(failure) = &committed {
        tracing::error!(error = %failure, "ledger.commit_failed");
        if !connection.is_autocommit() {
            // Nothing of the group stands; a failed rollback leaves the connection in a transaction that the
            // next BEGIN reports.
            let _ = connection.execute_batch("ROLLBACK");
        }
        kept.forget();
    }
    for answer in answers {
        answer(committed.as_ref().map(|_| ()));
    }
    committed.unwrap_or_default()
}

/// Folds the log back into the database file beside the writer, so that no commit pays for it.
fn start_checkpointer(path: std::path::PathBuf) -> Sender<()> {
    let (bell, rung) = channel::<()>();
    let work = move || {
        let Ok(connection) = Connection::open(&path) else { return };
        // Without it the writer would wait for us; with it we give way.
        let _ = connection.busy_timeout(std::time::Duration::from_millis(0));
        let mut wal = path.into_os_string();
        wal.push("-wal");
        while rung.recv().is_ok() {
            while rung.try_recv().is_ok() {}
            let pages = std::fs::metadata(&wal).map_or(0, |file| file.len() / 4_096);
            if pages > u64::from(WAL_PAGES_MAX) {
                let folded = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
                if let Err(failure) = folded {
                    tracing::debug!(error = %failure, "ledger.checkpoint_deferred");
                }
            }
        }
    };
    if let Err(failure) = std::thread::Builder::new().name("ledger-checkpointer".into()).spawn(work) {
        tracing::error!(error = %failure, "ledger.checkpointer_missing");
    }
    bell
}
