//! The signing side of the log.
//!
//! C2SP `tlog-checkpoint`: "a log MUST not sign any checkpoint which is inconsistent with any checkpoint it previously
//! signed". A data folder restored from an older backup, or edited, is how that happens. So the journal starts from every
//! newest checkpoint that is known, its own and those kept outside, and from the leaves; it compares roots as the tree
//! grows through them, and signs only from the largest of them on. All later growth is by appending, which keeps trees
//! consistent. A contradiction is final: the journal neither appends nor signs again.
//!
//! Refuses to know where leaves, frontiers and notes are kept. For the caller:
//!
//! - keep the frontier *of each checkpoint*, so that a restart begins there and need not read the log from its start;
//! - at start, push the leaves that the ledger already has and ask [`Journal::checkpoint`] before taking new events: a cut
//!   log answers [`Error::Shorter`] there, and events added to it would only make the damage harder to mend;
//! - write a note durably before showing it to anyone: a signature shown and forgotten binds nobody at the next start.

use crate::awaited::{Awaited, Expected};
use crate::{Checkpoint, Error, Hash, Signer, Tree, sign};

/// A log that is appended to and signed.
///
/// A sequencer whose transaction may fail works on a clone, and keeps it once the transaction is durable.
#[derive(Debug, Clone)]
pub struct Journal {
    /// The log's name in every checkpoint.
    origin: String,
    /// All leaves so far.
    tree: Tree,
    /// Signed checkpoints that the leaves given so far have not reached again.
    signed_ahead: Awaited,
    /// The size of the largest checkpoint ever signed, as far as known; `None` in a log never signed.
    signed_size: Option<u64>,
    /// The size at which the log was found to contradict a signature.
    forked_at: Option<u64>,
}

impl Journal {
    /// Takes up the log at `tree`, bound by the checkpoints `signed` before: at least the newest from each place where
    /// they are kept, in any order. Leaves that the log has beyond `tree` follow by [`Journal::push`].
    ///
    /// # Errors
    /// [`Error::OtherLog`] for a checkpoint of another origin; [`Error::Unproven`] for one smaller than `tree`, which can
    /// no longer be compared (begin at an earlier frontier); [`Error::Fork`] when a root differs, or two checkpoints of
    /// one size do; [`Error::Origin`] for an origin that is none.
    pub fn resume(
        origin: impl Into<String>,
        tree: Tree,
        signed: impl IntoIterator<Item = Checkpoint>,
    ) -> Result<Self, Error> {
        // An origin that no checkpoint can have would fail at the first signature; better now.
        let origin = Checkpoint::of(origin, &tree)?.origin().to_owned();
        let mut journal =
            Self { origin, tree, signed_ahead: Awaited::default(), signed_size: None, forked_at: None };
        for (position, checkpoint) in (0..).zip(signed) {
            journal.bind(position, &checkpoint)?;
        }
        journal.compare()?;
        Ok(journal)
    }

    fn bind(&mut self, position: u64, checkpoint: &Checkpoint) -> Result<(), Error> {
        let size = checkpoint.size();
        if checkpoint.origin() != self.origin {
            let (expected, found) = (self.origin.clone(), checkpoint.origin().to_owned());
            return Err(Error::OtherLog { expected, found });
        }
        if size < self.tree.size() {
            return Err(Error::Unproven { signed: size, tree: self.tree.size() });
        }
        self.signed_size = self.signed_size.max(Some(size));
        let expected = Expected { root: *checkpoint.root(), position };
        self.signed_ahead.add(size, expected).map_err(|_| Error::Fork { size })
    }

    fn compare(&mut self) -> Result<(), Error> {
        match self.signed_ahead.reached(&self.tree) {
            Ok(_) => Ok(()),
            Err(_) => {
                self.forked_at = Some(self.tree.size());
                self.sound()
            }
        }
    }

    fn sound(&self) -> Result<(), Error> {
        self.forked_at.map_or(Ok(()), |size| Err(Error::Fork { size }))
    }

    /// Appends a leaf, old or new.
    ///
    /// # Errors
    /// [`Error::Fork`] when with this leaf (or an earlier one) the log contradicts a checkpoint signed before.
    pub fn push(&mut self, leaf: Hash) -> Result<(), Error> {
        self.sound()?;
        self.tree.push(leaf);
        self.compare()
    }

    /// Appends leaves, old or new, up to the first that is refused.
    ///
    /// # Errors
    /// As [`Journal::push`].
    pub fn extend(&mut self, leaves: impl IntoIterator<Item = Hash>) -> Result<(), Error> {
        leaves.into_iter().try_for_each(|leaf| self.push(leaf))
    }

    /// The tree as it is: size, root and frontier.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The size of the largest checkpoint signed, by this journal or before; a new signature is due when the tree is larger.
    pub fn signed_size(&self) -> Option<u64> {
        self.signed_size
    }

    /// The checkpoint of the tree as it is, if it may be signed.
    ///
    /// # Errors
    /// [`Error::Shorter`] while the tree has fewer leaves than were signed before: the log was cut, or an older copy of
    /// it restored. [`Error::Fork`] after a contradiction.
    pub fn checkpoint(&self) -> Result<Checkpoint, Error> {
        self.sound()?;
        if let Some(signed) = self.signed_ahead.last_size() {
            return Err(Error::Shorter { signed, tree: self.tree.size() });
        }
        Checkpoint::of(self.origin.as_str(), &self.tree)
    }

    /// The tree as it is, signed. Without new leaves it is the same note again.
    ///
    /// # Errors
    /// As [`Journal::checkpoint`]; nothing is signed then.
    pub fn sign(&mut self, signer: &Signer) -> Result<String, Error> {
        let checkpoint = self.checkpoint()?;
        self.signed_size = self.signed_size.max(Some(checkpoint.size()));
        Ok(sign(&checkpoint, signer))
    }
}
