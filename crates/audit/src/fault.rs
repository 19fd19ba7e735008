//! What an audit found wrong.
//!
//! Promises: each fault says which kind of thing is wrong, which one of its kind, and why in words for a person.
//! Refuses to guess who did it.

use crate::Error;

/// The kind of thing that is wrong; [`What::as_str`] is its name in answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// One event: its bytes are not those that were appended.
    Event,
    /// The log as a whole: the events read are not those that were signed.
    Tree,
    /// A checkpoint: it cannot be trusted, or compared.
    Checkpoint,
}

impl What {
    /// `event`, `tree` or `checkpoint`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Tree => "tree",
            Self::Checkpoint => "checkpoint",
        }
    }
}

/// One thing that is wrong with a log. `Display` says why.
///
/// Positions count the checkpoints in the order given, from 0; leaves are numbered from 0.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Fault {
    /// An event's bytes do not have the leaf hash recorded for it.
    #[error("event {index} is not what was recorded: its bytes have another hash than its leaf")]
    EventAltered {
        /// The event's leaf number.
        index: u64,
    },

    /// A soundly signed checkpoint has another root than the leaves read up to its size.
    #[error(
        "the first {size} events are not those that were signed (checkpoint {position}): some were edited, added, \
         removed or moved; the first {agreed} agree with a checkpoint"
    )]
    TreeDiffers {
        /// Which checkpoint shows it.
        position: u64,
        /// The checkpoint's size.
        size: u64,
        /// The largest size before it at which a checkpoint agreed, 0 for none. Events before it are sound if that
        /// checkpoint is: whoever has the key can sign anew.
        agreed: u64,
    },

    /// A soundly signed checkpoint speaks of more leaves than the log has.
    #[error("the log was cut: {signed} events were signed (checkpoint {position}), {read} are there")]
    LogCut {
        /// Which checkpoint shows it: the smallest that is too large.
        position: u64,
        /// The checkpoint's size.
        signed: u64,
        /// How many leaves there are.
        read: u64,
    },

    /// A note that is no note, or not signed by the log's key, or signed for another text.
    #[error("checkpoint {position} cannot be trusted: {source}")]
    Note {
        /// Which checkpoint.
        position: u64,
        /// What is wrong with it.
        source: Error,
    },

    /// A soundly signed checkpoint of another log.
    #[error("checkpoint {position} is of another log, {found:?}")]
    OtherLog {
        /// Which checkpoint.
        position: u64,
        /// The origin that it names.
        found: String,
    },

    /// Two soundly signed checkpoints of one size with two roots: the key signed two histories.
    #[error(
        "checkpoints {other} and {position} are both of {size} events and differ: two histories were signed"
    )]
    Contradiction {
        /// The later of the two.
        position: u64,
        /// The earlier of the two.
        other: u64,
        /// The size of both.
        size: u64,
    },

    /// A checkpoint given after the leaves had passed its size: it could not be compared.
    #[error("checkpoint {position} of {size} events came too late to be compared, after {read} events")]
    Late {
        /// Which checkpoint.
        position: u64,
        /// The checkpoint's size.
        size: u64,
        /// How many leaves had been read.
        read: u64,
    },
}

impl Fault {
    /// The kind of thing that is wrong.
    pub fn what(&self) -> What {
        match self {
            Self::EventAltered { .. } => What::Event,
            Self::TreeDiffers { .. } | Self::LogCut { .. } => What::Tree,
            Self::Note { .. } | Self::OtherLog { .. } | Self::Contradiction { .. } | Self::Late { .. } => {
                What::Checkpoint
            }
        }
    }

    /// Which one: of an event its leaf number, of the tree the size of the checkpoint that shows it, of a checkpoint its
    /// position among those given.
    pub fn id(&self) -> u64 {
        match self {
            Self::EventAltered { index } => *index,
            Self::TreeDiffers { size, .. } => *size,
            Self::LogCut { signed, .. } => *signed,
            Self::Note { position, .. }
            | Self::OtherLog { position, .. }
            | Self::Contradiction { position, .. }
            | Self::Late { position, .. } => *position,
        }
    }
}
