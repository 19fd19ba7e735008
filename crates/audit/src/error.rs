//! Everything else that can go wrong here.
//!
//! None of it is transient: the same input fails again. [`Error::Shorter`] and [`Error::Fork`] mean that the log is not
//! the one that was signed and that a person has to look; the rest are bad texts, numbers or proofs.

use crate::Tree;

/// Why a hash, tree, proof, key, note or checkpoint was refused. Lines are counted from 1. Never contains key material
/// that is secret.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// A hash as text of another form.
    #[error("a hash is 64 hexadecimal digits: {0}")]
    HashText(#[source] hex::FromHexError),

    /// A hash as bytes of another length.
    #[error("a hash has 32 bytes, not {given}")]
    HashLength {
        /// How many bytes there were.
        given: usize,
    },

    /// A frontier that is not of a tree of that size.
    #[error("the frontier of {size} leaves has {expected} hashes, not {given}")]
    FrontierLength {
        /// The size of the tree.
        size: u64,
        /// One for each bit set in `size`.
        expected: usize,
        /// How many there were.
        given: usize,
    },

    /// A tree larger than can be counted.
    #[error("a tree of {size} leaves is too large, at most {max} can be counted", max = Tree::SIZE_MAX)]
    TreeTooLarge {
        /// The size asked for.
        size: u64,
    },

    /// A leaf number beyond the tree.
    #[error("leaf {index} is outside of a tree of {size} leaves")]
    LeafOutside {
        /// The leaf's number, from 0.
        index: u64,
        /// The tree's size.
        size: u64,
    },

    /// A consistency proof from a larger to a smaller tree.
    #[error("a tree of {new} leaves cannot begin with one of {old}")]
    SizesReversed {
        /// The size said to be earlier.
        old: u64,
        /// The size said to be later.
        new: u64,
    },

    /// Too few leaves to make the proof.
    #[error("a proof about {needed} leaves needs them all, {given} were given")]
    LeavesMissing {
        /// The tree's size.
        needed: u64,
        /// How many leaf hashes there were.
        given: usize,
    },

    /// A proof with too many or too few hashes for its sizes.
    #[error("a proof of {given} hashes does not fit these sizes")]
    ProofLength {
        /// How many there were.
        given: usize,
    },

    /// A proof that leads to another root: the leaf or the older tree is not in this one.
    #[error("the proof does not lead to the root")]
    ProofRefused,

    /// A key name unfit for a note.
    #[error("a key's name is not empty and has no space, plus or control character")]
    KeyName,

    /// The text of a key that is of another form, or whose parts do not belong together.
    #[error("the key {why}")]
    KeyText {
        /// What is wrong with it.
        why: &'static str,
    },

    /// An origin unfit for a checkpoint.
    #[error("an origin is one line, not empty, without control characters")]
    Origin,

    /// A note of another form.
    #[error("line {line} of the note {why}")]
    NoteText {
        /// The line.
        line: usize,
        /// What is wrong with it.
        why: &'static str,
    },

    /// A signature line whose last part is not base64.
    #[error("line {line} of the note has a signature that is not base64: {source}")]
    SignatureText {
        /// The line.
        line: usize,
        /// Where base64 ends.
        source: base64::DecodeError,
    },

    /// A note that the key did not sign.
    #[error("the note has no signature of {key}")]
    Unsigned {
        /// The verifying key, as text.
        key: String,
    },

    /// A note whose text or signature were changed after signing.
    #[error("line {line} of the note is not the signature of {key} under this text")]
    SignatureRefused {
        /// The line of the signature.
        line: usize,
        /// The verifying key, as text.
        key: String,
    },

    /// A note, soundly signed, whose text is not a checkpoint.
    #[error("line {line} of the checkpoint {why}")]
    CheckpointText {
        /// The line.
        line: usize,
        /// What is wrong with it.
        why: &'static str,
    },

    /// A checkpoint of another log.
    #[error("a checkpoint of the log {found:?} was given for the log {expected:?}")]
    OtherLog {
        /// The log that is meant.
        expected: String,
        /// The log that the checkpoint names.
        found: String,
    },

    /// A journal begun at a tree that is already past a signed checkpoint: they could not be compared.
    #[error("a tree taken up at {tree} leaves cannot be held against the checkpoint signed at {signed}")]
    Unproven {
        /// The checkpoint's size.
        signed: u64,
        /// The size of the tree taken up.
        tree: u64,
    },

    /// A tree shorter than one that was signed: the log was cut, or an older copy of it restored.
    #[error("{signed} leaves were signed before, the log has {tree}: a shorter log is not signed")]
    Shorter {
        /// The largest size signed before.
        signed: u64,
        /// The size of the tree now.
        tree: u64,
    },

    /// A tree that contradicts a checkpoint signed before, or two such checkpoints that contradict each other.
    #[error("another history of {size} leaves was signed before: this one is not signed")]
    Fork {
        /// The size at which they differ.
        size: u64,
    },
}

impl Error {
    /// The stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::HashText(_) | Self::HashLength { .. } => "audit_hash_malformed",
            Self::FrontierLength { .. } | Self::TreeTooLarge { .. } => "audit_frontier_malformed",
            Self::LeafOutside { .. } => "audit_leaf_outside",
            Self::SizesReversed { .. } => "audit_sizes_reversed",
            Self::LeavesMissing { .. } => "audit_leaves_missing",
            Self::ProofLength { .. } | Self::ProofRefused => "audit_proof_refused",
            Self::KeyName | Self::KeyText { .. } => "audit_key_malformed",
            Self::Origin => "audit_origin_malformed",
            Self::NoteText { .. } | Self::SignatureText { .. } => "audit_note_malformed",
            Self::Unsigned { .. } => "audit_note_unsigned",
            Self::SignatureRefused { .. } => "audit_signature_refused",
            Self::CheckpointText { .. } => "audit_checkpoint_malformed",
            Self::OtherLog { .. } => "audit_other_log",
            Self::Unproven { .. } => "audit_unproven",
            Self::Shorter { .. } => "audit_shorter",
            Self::Fork { .. } => "audit_fork",
        }
    }
}
