//! The auditing side of the log: every leaf read once, from the first, against every checkpoint.
//!
//! Promises: the first thing found wrong is named and stays the answer; memory does not grow with the leaves, only with
//! the checkpoints that lie ahead (about 100 bytes each), and a caller with very many gives them in order of size between the
//! leaves. Without a fault, every checkpoint given was compared: none is skipped.
//!
//! What it can see: with recorded leaf hashes, the very event that was edited; without, between which two checkpoints it
//! lies. A log cut behind its last checkpoint, or replaced together with its key, shows only in a checkpoint kept
//! outside. Refuses to know where events and notes come from.

use crate::awaited::{Awaited, Expected};
use crate::{Fault, Hash, Tree, Verifier, leaf_hash, open};

/// Reads a log and names the first thing that is wrong with it.
///
/// Checkpoints first, in any order, from all places where they are kept; then each event, or its leaf hash; then
/// [`LogVerifier::finish`]. After a fault every call answers that fault.
#[derive(Debug, Clone)]
pub struct LogVerifier {
    /// The log that is meant; a checkpoint of another is a fault.
    origin: String,
    /// Whose signature counts.
    verifier: Verifier,
    /// The leaves so far.
    tree: Tree,
    /// Checkpoints still to be compared.
    ahead: Awaited,
    /// How many checkpoints were given: the position of the next.
    given: u64,
    /// The size and position of the latest checkpoint that agreed.
    agreed: Option<(u64, u64)>,
    /// The first thing found wrong.
    fault: Option<Fault>,
}

/// What a sound log amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// How many leaves were read.
    pub size: u64,
    /// The root over all of them.
    pub root: Hash,
    /// How many checkpoints were given; all agree.
    pub checkpoints: u64,
    /// How many leaves, from the first, lie under a checkpoint. Leaves after them are not signed yet: they could be
    /// edited, and none of these checks would show it.
    pub signed: u64,
}

impl LogVerifier {
    /// An auditor of the log named `origin`, signed by the key of `verifier`.
    pub fn new(origin: impl Into<String>, verifier: Verifier) -> Self {
        Self {
            origin: origin.into(),
            verifier,
            tree: Tree::new(),
            ahead: Awaited::default(),
            given: 0,
            agreed: None,
            fault: None,
        }
    }

    /// Takes a signed checkpoint, as text or as bytes from a file. They are numbered in the order given, from 0.
    ///
    /// # Errors
    /// [`Fault::Note`] when it cannot be trusted, [`Fault::OtherLog`] when it is of another log,
    /// [`Fault::Contradiction`] when an earlier one of the same size has another root, [`Fault::TreeDiffers`] when the
    /// tree read so far has another root at its size, [`Fault::Late`] when the leaves have already passed its size.
    pub fn checkpoint(&mut self, note: impl AsRef<[u8]>) -> Result<(), Fault> {
        self.unless_faulty(|this| {
            let position = this.given;
            this.given += 1;
            let checkpoint = open(note, &this.verifier).map_err(|source| Fault::Note { position, source })?;
            let size = checkpoint.size();
            if checkpoint.origin() != this.origin {
                return Err(Fault::OtherLog { position, found: checkpoint.origin().to_owned() });
            }
            if size < this.tree.size() {
                return Err(Fault::Late { position, size, read: this.tree.size() });
            }
            this.ahead
                .add(size, Expected { root: *checkpoint.root(), position })
                .map_err(|other| Fault::Contradiction { position, other: other.position, size })?;
            // A checkpoint of the empty log, or of exactly what was read, is due at once.
            this.compare()
        })
    }

    /// Takes the next leaf by its hash.
    ///
    /// # Errors
    /// [`Fault::TreeDiffers`] when a checkpoint of the size now reached has another root.
    pub fn leaf(&mut self, leaf: Hash) -> Result<(), Fault> {
        self.unless_faulty(|this| {
            this.tree.push(leaf);
            this.compare()
        })
    }

    /// Takes the next event by its bytes.
    ///
    /// # Errors
    /// As [`LogVerifier::leaf`].
    pub fn event(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.leaf(leaf_hash(bytes))
    }

    /// Takes the next event by its bytes, with the leaf hash that was recorded when it was appended.
    ///
    /// # Errors
    /// [`Fault::EventAltered`] when the bytes have another hash; else as [`LogVerifier::leaf`].
    pub fn recorded_event(&mut self, bytes: &[u8], recorded: &Hash) -> Result<(), Fault> {
        let leaf = leaf_hash(bytes);
        if leaf == *recorded {
            return self.leaf(leaf);
        }
        self.unless_faulty(|this| Err(Fault::EventAltered { index: this.tree.size() }))
    }

    /// How many leaves were read: the number of the next.
    pub fn size(&self) -> u64 {
        self.tree.size()
    }

    /// The answer, after the last leaf.
    ///
    /// # Errors
    /// The first fault; [`Fault::LogCut`] when a checkpoint speaks of more leaves than there were.
    pub fn finish(self) -> Result<Verified, Fault> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let (size, root) = (self.tree.size(), self.tree.root());
        match self.ahead.first() {
            Some((signed, Expected { position, .. })) => Err(Fault::LogCut { position, signed, read: size }),
            None => Ok(Verified { size, root, checkpoints: self.given, signed: self.agreed_size() }),
        }
    }

    fn compare(&mut self) -> Result<(), Fault> {
        let size = self.tree.size();
        let agreed = self.agreed;
        match self.ahead.reached(&self.tree) {
            Ok(None) => Ok(()),
            Ok(Some(Expected { position, .. })) => {
                self.agreed = Some((size, position));
                Ok(())
            }
            // The tree of this size is the one signed by another checkpoint: then not the tree is at fault.
            Err(Expected { position, .. }) => match agreed {
                Some((at, other)) if at == size => Err(Fault::Contradiction { position, other, size }),
                _ => Err(Fault::TreeDiffers { position, size, agreed: self.agreed_size() }),
            },
        }
    }

    fn agreed_size(&self) -> u64 {
        self.agreed.map_or(0, |(size, _)| size)
    }

    fn unless_faulty(&mut self, check: impl FnOnce(&mut Self) -> Result<(), Fault>) -> Result<(), Fault> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        check(self).inspect_err(|fault| self.fault = Some(fault.clone()))
    }
}
