//! The connections that read: a small pool, used off the async threads.

use crate::Error;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// A reader's page cache. Each commit of the writer empties it.
const CACHE_KIB: i64 = 4 * 1_024;

/// At most so many idle connections are kept.
const IDLE_MAX: usize = 4;

/// A pool of reading connections.
#[derive(Clone)]
pub struct Readers {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl Readers {
    /// A pool for the database at `path`.
    pub fn new(path: &Path) -> Readers {
        Readers { path: path.to_owned(), idle: Arc::new(Mutex::new(Vec::new())) }
    }

    /// Runs `work` in one snapshot on a connection of its own, off the async threads.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let readers = self.clone();
        tokio::task::spawn_blocking(move || readers.read_here(work)).await.map_err(|_| Error::Closed)?
    }

    /// Runs `work` in one snapshot on this thread.
    pub fn read_here<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Error>) -> Result<T, Error> {
        let connection = match self.idle.lock().ok().and_then(|mut idle| idle.pop()) {
            Some(connection) => connection,
            None => open(&self.path)?,
        };
        let snapshot = connection.unchecked_transaction()?;
        let outcome = work(&snapshot);
        snapshot.commit()?;
        if let Ok(mut idle) = self.idle.lock()
            && idle.len() < IDLE_MAX
        {
            idle.push(connection);
        }
        outcome
    }
}

/// A connection that cannot write.
fn open(path: &Path) -> Result<Connection, Error> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI,
    )?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    super::plan_once(&connection)?;
    connection.set_prepared_statement_cache_capacity(64);
    super::counts::add_functions(&connection)?;
    Ok(connection)
}
