//! Everything that leaves the house. An outlet takes the bytes of releases and makes them durable at the other
//! side; it knows nothing of states, checks or SQL.

/// Expected and unexpected failures, told apart.
pub mod error;

/// A folder with one NDJSON file a day.
pub mod folder;

pub use error::Error;
pub use folder::{Folder, Mark};
