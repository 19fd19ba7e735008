//! Expected and unexpected failures of the pipeline, told apart.

use trade::Code;

/// What can go wrong while carrying the journey out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// An outlet.
    #[error(transparent)]
    Outlet(#[from] outlets::Error),
    /// The log refuses to go on: shorter than, or different from, what was signed.
    #[error("the log: {0}")]
    Log(#[from] audit::Error),
    /// A tariff file or edition.
    #[error("the tariff: {0}")]
    Tariff(#[from] tariff::Error),
    /// A file of the data folder.
    #[error("{doing}: {source}")]
    Disk {
        /// What was being done, with the path.
        doing: String,
        /// The system's answer.
        source: std::io::Error,
    },
    /// A task of the process ended early: our bug.
    #[error("a part of the process ended early: {0}")]
    Ended(String),
}

impl Error {
    /// Its code in the one table.
    pub fn code(&self) -> Code {
        match self {
            Error::Ledger(failure) => failure.code(),
            Error::Outlet(_) => Code::OutletUnavailable,
            Error::Tariff(_) => Code::TariffInvalid,
            Error::Disk { .. } => Code::LedgerUnavailable,
            Error::Log(_) | Error::Ended(_) => Code::Unexpected,
        }
    }

    /// Another time may go well.
    pub fn is_transient(&self) -> bool {
        match self {
            Error::Ledger(failure) => failure.is_transient(),
            Error::Outlet(failure) => failure.is_transient(),
            Error::Disk { .. } => true,
            Error::Log(_) | Error::Tariff(_) | Error::Ended(_) => false,
        }
    }

    /// Wraps a system error with what was being done.
    pub fn disk(doing: impl Into<String>) -> impl FnOnce(std::io::Error) -> Error {
        let doing = doing.into();
        move |source| Error::Disk { doing, source }
    }
}
