//! The journey of a document, one file a step. `journey` tells it on one page.
//!
//! Deciding is apart from doing: claims, batch sizes, retries and verdicts are pure functions of values and `now`;
//! the engine carries them out on a ledger. It knows no SQL, no HTTP and no format.

/// What is configured about the journey.
pub mod settings;

/// The door: bytes become arrivals.
pub mod receive;

/// The whole journey of one document, on one page.
pub mod journey;

/// Stage 1: the bytes are those that were received.
pub mod verify;

/// Stage 2: bytes become a record, through the reader.
pub mod extract;

/// Stage 3: what people decided is applied.
pub mod settle;

/// Stage 4: the record is normalised and checked, for a jurisdiction and a day.
pub mod validate;

/// Stage 5: findings become a verdict.
pub mod hand_off;

/// What to take next, and what a failure leads to.
pub mod flow;

/// Releases go to their outlets.
pub mod deliver;

/// Events get their leaves and the log its signed checkpoints.
pub mod sequence;

/// The log's key and the places its checkpoints are kept.
pub mod seal;

/// Reads everything again and names the first thing that is wrong.
pub mod prove;

/// What people decide: review, quarantine, dead letters.
pub mod review;

/// Holds as people ask for them.
pub mod hold;

/// Why a document is where it is, in one sentence.
pub mod explain;

/// Tariff editions: imported, kept, shared.
pub mod editions;

/// The loops that carry the journey out.
pub mod engine;

/// Expected and unexpected failures, told apart.
pub mod error;

pub use engine::Engine;
pub use error::Error;
pub use settings::Settings;
