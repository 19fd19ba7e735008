//! Flow control: what to take next, and what a failure leads to. Functions from values, a share of chance and `now` to
//! values; the engine asks them and carries out what they say. They know no ledger, no clock and no document's contents.

/// Which queued documents to take, and how many.
pub mod batch;

/// What a failed attempt leads to.
pub mod retry;

/// What is written of an attempt, and what of it once more.
pub mod conclude;

/// What becomes of a document whose worker is gone.
pub mod lapse;

/// When work stops because what it needs has failed, and when it goes on.
pub mod breaker;
