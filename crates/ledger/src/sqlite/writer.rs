//! The one thread that writes, with group commit.
//!
//! Jobs that wait together share one transaction and one sync ([`super::group`]). Answers go out only after the commit.
//! A time of the log never goes back: each group is stamped with the later of now and the last stamp.

use super::Durability;
use super::checkpointer::Checkpointer;
use super::group::{Group, Kept, Rings};
use crate::Error;
use crate::ledger::{Clock, Wakes};
use jiff::Timestamp;
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;
use trade::Lane;
use trade::event::Event;

/// A group takes no more jobs once it holds so many rows of work.
const GROUP_ROWS_MAX: usize = 2_000;

/// A page holds several outcomes and originals, which are most of what is written.
const PAGE_BYTES: i64 = 8_192;

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
        let checkpointer = Checkpointer::start(&mut connection, path.to_owned())?;
        let thread = std::thread::Builder::new()
            .name("ledger-writer".into())
            .spawn(move || run(connection, &inbox, &clock, last, &wakes, checkpointer))
            .map_err(Error::disk("starting the ledger's writer"))?;
        Ok(Writer { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Sends a job of about `rows` rows whose values the database cannot refuse; answers after the commit that holds it.
    /// One that fails all the same undoes its group.
    pub async fn write<T: Send + 'static>(
        &self,
        rows: usize,
        work: impl FnOnce(&mut Group) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.send(rows, move |group| group.together(work)).await
    }

    /// The same for a job that may be refused: it is undone alone.
    pub async fn write_apart<T: Send + 'static>(
        &self,
        rows: usize,
        work: impl FnOnce(&mut Group) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.send(rows, move |group| group.apart(work)).await
    }

    /// The same for a job that undoes by itself what it fails to write.
    pub async fn write_itself<T: Send + 'static>(
        &self,
        rows: usize,
        work: impl FnOnce(&mut Group) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.send(rows, work).await
    }

    async fn send<T: Send + 'static>(
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
    // Before the first table: a database that is there keeps its own.
    connection.pragma_update(None, "page_size", PAGE_BYTES)?;
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
    mut checkpointer: Checkpointer,
) {
    let mut kept = Kept::of(&connection);
    while let Ok(first) = inbox.recv() {
        last = last.max(to_the_microsecond(clock()));
        let (rings, events) = write_group(&mut kept, inbox, first, last);
        for lane in Lane::ALL.into_iter().filter(|lane| rings.queued.has(*lane)) {
            wakes.queued(lane).notify_waiters();
            wakes.queued(lane).notify_one();
        }
        if rings.outbox {
            wakes.outbox.notify_one();
        }
        if rings.holds {
            wakes.holds.notify_one();
        }
        if events {
            wakes.events.notify_one();
        }
        wakes.changed.notify_waiters();
        checkpointer.look(&connection);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn started(folder: &Path) -> Writer {
        let clock: Clock = Arc::new(Timestamp::now);
        Writer::start(&folder.join("x.db"), clock, Durability::Unsynced, Arc::new(Wakes::default())).unwrap()
    }

    fn named(group: &mut Group, text: &str) -> Result<(), Error> {
        group.name(text).map(|_| ())
    }

    fn refused(group: &mut Group, text: &str) -> Result<(), Error> {
        named(group, text)?;
        Err(Error::Unreadable("made to fail".into()))
    }

    /// The names that stand in the database.
    async fn names(writer: &Writer) -> Vec<String> {
        let all =
            |group: &mut Group| group.rows("SELECT text FROM name ORDER BY text", [], |row| Ok(row.get(0)?));
        writer.write(1, all).await.unwrap()
    }

    #[tokio::test]
    async fn a_failed_write_undoes_its_group_and_the_next_one_fails_alone() {
        let folder = tempfile::tempdir().unwrap();
        let writer = started(folder.path());
        // The group stays open until all three jobs wait in it.
        let (open, opened) = channel::<()>();
        let first = writer.write(1, move |group| {
            opened.recv().map_err(|_| Error::Closed)?;
            named(group, "first")
        });
        let bad = writer.write(1, |group| refused(group, "bad"));
        let release = async {
            open.send(()).unwrap();
        };
        let (first, bad, ()) = tokio::join!(first, bad, release);
        assert!(first.is_err() && bad.is_err(), "a part of the group stood");
        assert_eq!(names(&writer).await, Vec::<String>::new());
        let (good, bad) = tokio::join!(
            writer.write(1, |group| named(group, "good")),
            writer.write(1, |group| refused(group, "bad"))
        );
        assert!(good.is_ok() && bad.is_err());
        assert_eq!(names(&writer).await, ["good"]);
    }

    #[tokio::test]
    async fn a_write_that_may_be_refused_is_undone_alone() {
        let folder = tempfile::tempdir().unwrap();
        let writer = started(folder.path());
        let (good, bad) = tokio::join!(
            writer.write(1, |group| named(group, "good")),
            writer.write_apart(1, |group| refused(group, "bad"))
        );
        assert!(good.is_ok() && bad.is_err());
        assert_eq!(names(&writer).await, ["good"]);
    }

    #[tokio::test]
    async fn a_log_that_has_grown_is_folded_back_and_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        let writer = started(folder.path());
        let wal = folder.path().join("x.db-wal");
        let written: i64 = 400;
        for number in 0..written {
            // Half a megabyte a group: the log would grow to 200 MB.
            let write = move |group: &mut Group| {
                let bytes = vec![7u8; 512 * 1_024];
                group.execute(
                    "INSERT INTO original (seq, bytes) VALUES (?1, ?2)",
                    rusqlite::params![number, bytes],
                )
            };
            writer.write(1, write).await.unwrap();
        }
        let grown = std::fs::metadata(&wal).unwrap().len();
        assert!(grown < 150_000_000, "the log has {grown} bytes");
        let count = |group: &mut Group| {
            group.row("SELECT COUNT(*) FROM original", [], |row| Ok(row.get::<_, i64>(0)?))
        };
        assert_eq!(writer.write(1, count).await.unwrap(), Some(written));
    }
}
