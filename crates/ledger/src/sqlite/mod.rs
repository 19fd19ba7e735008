//! The embedded ledger: SQLite in WAL mode with one writer thread and group commit.
//!
//! Every write is a job of the writer; jobs that wait at the same time share one transaction and one sync of the
//! disk, each in a savepoint of its own. Reads run on connections of their own and see committed data only.

/// The one thread that writes.
mod writer;

/// Folds the write-ahead log back.
mod checkpointer;

/// The transaction that jobs share.
mod group;

/// The writing connection's prepared statements.
mod statements;

/// What was received and not claimed yet.
mod hot;

/// The connections that read.
mod readers;

/// Schema versions, forward only.
mod migrations;

/// Rows and values: how nouns stand in columns.
pub(crate) mod column;

/// `receive`.
mod receive;

/// `claim`, `extend`, `give_back`, `rescue`, `wake`.
mod claim;

/// `commit`.
mod commit;

/// `undelivered`, `delivered`.
mod deliver;

/// Event batches, leaves, checkpoints.
mod log;

/// People's asks, revisions, tasks.
mod decide;

/// Holds.
mod hold;

/// Documents one by one and in lists.
mod documents;

/// Counts and sums.
mod counts;

/// Tariff editions and pages of receipts.
mod keep;

/// The trait, method by method.
mod ledger;

use crate::ledger::{Clock, Wakes};
use crate::{Blobs, Error};
use std::path::Path;
use std::sync::Arc;

/// How durable a commit is when it returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Synced: a receipt survives a power cut. The default.
    Full,
    /// Left to the operating system: survives a crash of the process, not of the machine. For tests that show
    /// the difference.
    Unsynced,
}

/// The embedded ledger of one data folder.
pub struct Sqlite {
    writer: writer::Writer,
    readers: readers::Readers,
    blobs: Blobs,
    wakes: Arc<Wakes>,
    clock: Clock,
}

impl Sqlite {
    /// Opens, or makes, the ledger of a data folder. The caller holds the folder's lock.
    ///
    /// # Errors
    /// Where the folder or the database refuses, or a later version wrote it.
    pub fn open(folder: &Path, clock: Clock, durability: Durability) -> Result<Sqlite, Error> {
        std::fs::create_dir_all(folder).map_err(Error::disk(format!("making {}", folder.display())))?;
        let path = folder.join("tidewaiter.db");
        let wakes = Arc::new(Wakes::default());
        let writer = writer::Writer::start(&path, Arc::clone(&clock), durability, Arc::clone(&wakes))?;
        let readers = readers::Readers::new(&path);
        let blobs = Blobs::open(&folder.join("blobs"))?;
        Ok(Sqlite { writer, readers, blobs, wakes, clock })
    }
}

/// Plans each statement once. Otherwise SQLite looks at the values bound, and plans anew whenever one changes that a
/// partial index could depend on: each time, here.
fn plan_once(connection: &rusqlite::Connection) -> Result<(), Error> {
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}
