//! Expected and unexpected failures of the ledger, told apart.

use trade::Code;

/// What can go wrong between us and the ledger.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database said no or could not be reached.
    #[error("the ledger's database: {0}")]
    Database(#[from] rusqlite::Error),
    /// A blob or the data folder.
    #[error("{doing}: {source}")]
    Disk {
        /// What was being done, with the path.
        doing: String,
        /// The system's answer.
        source: std::io::Error,
    },
    /// The disk is below its low-water mark.
    #[error("the disk of the data folder is nearly full")]
    Full,
    /// The bytes at rest are not those that were received.
    #[error("the original of {0} is not what was received: its SHA-256 differs")]
    Damaged(String),
    /// What the database holds is not what this version writes.
    #[error("the ledger holds something unreadable: {0}")]
    Unreadable(String),
    /// The data folder was written by a later version.
    #[error("the data folder has schema {found}; this version knows up to {known}")]
    Newer {
        /// Schema in the folder.
        found: i64,
        /// Newest schema known here.
        known: i64,
    },
    /// A migration changed after it was applied.
    #[error("migration {0} is not the one that was applied to this data folder")]
    MigrationChanged(i64),
    /// The writer is gone: the process is ending.
    #[error("the ledger is closed")]
    Closed,
}

impl Error {
    /// Its code in the one table.
    pub fn code(&self) -> Code {
        match self {
            Error::Damaged(_) => Code::OriginalDamaged,
            failure if failure.is_full() => Code::StorageFull,
            failure if failure.is_transient() => Code::LedgerUnavailable,
            _ => Code::Unexpected,
        }
    }

    /// Another time may go well; else it is our bug or damage.
    pub fn is_transient(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked, DiskFull, SystemIoFailure};
        match self {
            Error::Database(rusqlite::Error::SqliteFailure(failure, _)) => {
                matches!(failure.code, DatabaseBusy | DatabaseLocked | DiskFull | SystemIoFailure)
            }
            Error::Disk { .. } | Error::Full => true,
            _ => false,
        }
    }

    /// There is no room left.
    pub fn is_full(&self) -> bool {
        match self {
            Error::Database(rusqlite::Error::SqliteFailure(failure, _)) => {
                failure.code == rusqlite::ErrorCode::DiskFull
            }
            Error::Disk { source, .. } => source.kind() == std::io::ErrorKind::StorageFull,
            Error::Full => true,
            _ => false,
        }
    }

    /// Wraps a system error with what was being done.
    pub fn disk(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> Error {
        let doing = doing.into();
        move |source| Error::Disk { doing, source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_has_a_code_of_the_table() {
        let full = || std::io::Error::from(std::io::ErrorKind::StorageFull);
        let gone = || std::io::Error::from(std::io::ErrorKind::NotFound);
        for (failure, code) in [
            (Error::Damaged("a".to_owned()), Code::OriginalDamaged),
            (Error::Full, Code::StorageFull),
            (Error::disk("writing")(full()), Code::StorageFull),
            (Error::disk("writing")(gone()), Code::LedgerUnavailable),
            (Error::Closed, Code::Unexpected),
            (Error::Unreadable("a column".to_owned()), Code::Unexpected),
        ] {
            assert_eq!(failure.code(), code, "{failure}");
        }
    }
}
