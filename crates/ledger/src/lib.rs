//! Every SQL statement of the house, and the blobs beside them.
//!
//! The ledger makes documents durable, hands them out under leases and takes their outcomes back; it knows the
//! legal moves but not why one is made. One trait, [`Ledger`]; SQLite stands behind it,
//! and for simulations a ledger in memory that keeps nothing.
#![doc = include_str!("../SCHEMA.md")]

/// Expected and unexpected failures, told apart.
pub mod error;

/// What goes in at the door: arrivals and their receipts.
pub mod arrival;

/// What a worker takes and gives back: claims and outcomes.
pub mod work;

/// What people decide: decisions, tasks, revisions.
pub mod decision;

/// What people have stopped: holds.
pub mod hold;

/// What is asked of the ledger: summaries, filters, counts.
pub mod view;

/// What the proof needs: event batches, leaves, checkpoints.
pub mod log;

/// What every backend can do.
pub mod ledger;

/// Originals too large for a row.
pub mod blobs;

/// The embedded backend.
pub mod sqlite;

/// A backend for simulations.
#[cfg(any(test, feature = "memory"))]
pub mod memory;

/// One suite for every backend.
#[cfg(test)]
mod conformance;

pub use arrival::{Arrival, KeyKind, Received, Refusal};
pub use blobs::Blobs;
pub use error::Error;
pub use ledger::{Clock, Ledger, Wakes, system_clock};
#[cfg(any(test, feature = "memory"))]
pub use memory::Memory;
pub use sqlite::Sqlite;
