//! The append-only Merkle log: leaf, tree, checkpoint, proof, verify.
//!
//! What stands in the log is bytes and hashes; what they mean is for others to know. The tree is that of RFC 6962
//! (unchanged in RFC 9162), checkpoints are C2SP `tlog-checkpoint` texts in C2SP signed notes under Ed25519, so
//! that any tool of a transparency log can check ours.
//!
//! Everything is a function from values to values: no clock, disk, network or randomness (a key's seed comes from
//! the caller). No input makes it panic. It knows nothing of documents, files or SQL.
//!
//! The two callers: a sequencer appends through a [`Journal`], which signs no tree that is shorter than, or
//! inconsistent with, one signed before; an auditor reads the whole log through a [`LogVerifier`], which names the
//! first thing that is wrong.

/// SHA-256 as RFC 6962 uses it: a leaf and a node can never be taken for each other.
mod hash;

/// The tree as it grows: size and root from at most 64 remembered hashes.
mod tree;

/// Which subtrees a proof consists of, as ranges of leaves, wherever these are stored.
mod path;

/// Proofs made: this leaf is in that tree; that tree begins with this one.
mod prove;

/// Proofs checked, from the roots alone.
mod check;

/// What a checkpoint says: which log, how many leaves, which root; and its text.
mod checkpoint;

/// Keys that sign and keys that verify, and their texts.
mod key;

/// The signed note around a checkpoint: signed here, opened there.
mod note;

/// Checkpoints that a growing tree has not reached yet.
mod awaited;

/// The signing side: appends, and refuses to sign what contradicts an earlier signature.
mod journal;

/// The auditing side: the whole log read once, in flat memory.
mod verify;

/// What an audit found wrong: a named thing, its number, and why.
mod fault;

/// Everything else that can go wrong here.
mod error;

#[cfg(test)]
mod tests;

pub use check::{verify_consistency, verify_inclusion};
pub use checkpoint::Checkpoint;
pub use error::Error;
pub use fault::{Fault, What};
pub use hash::{Hash, leaf_hash, node_hash};
pub use journal::Journal;
pub use key::{Signer, Verifier};
pub use note::{open, sign};
pub use path::{consistency_path, inclusion_path};
pub use prove::{consistency_proof, inclusion_proof};
pub use tree::Tree;
pub use verify::{LogVerifier, Verified};
