//! Expected and unexpected failures of outlets, told apart.

/// What can go wrong between us and an outlet.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The disk refused.
    #[error("{doing}: {source}")]
    Disk {
        /// What was being done, with the path.
        doing: String,
        /// The system's answer.
        source: std::io::Error,
    },
}

impl Error {
    /// Another time may go well.
    pub fn is_transient(&self) -> bool {
        match self {
            Error::Disk { .. } => true,
        }
    }
}
