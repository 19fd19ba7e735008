//! Checkpoints that a growing tree has not reached yet.
//!
//! Both sides of the log hold a tree against checkpoints known beforehand: the journal at start, the auditor all along.
//! Promises: each is compared when the tree has exactly its size, and asking after every leaf costs one comparison of
//! numbers. Refuses to know what a difference means.

use std::collections::BTreeMap;

use crate::{Hash, Tree};

/// One checkpoint that is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Expected {
    /// The root that was signed.
    pub root: Hash,
    /// Which of the checkpoints given it was, counted from 0.
    pub position: u64,
}

/// The checkpoints ahead, by size.
#[derive(Debug, Clone, Default)]
pub(crate) struct Awaited {
    ahead: BTreeMap<u64, Expected>,
    /// The smallest size in `ahead`, kept out of the map for the question after every leaf.
    next: Option<u64>,
}

impl Awaited {
    /// Waits for `root` at `size`.
    ///
    /// # Errors
    /// The one that already stands there, when its root is another.
    pub fn add(&mut self, size: u64, expected: Expected) -> Result<(), Expected> {
        let first = *self.ahead.entry(size).or_insert(expected);
        self.next = self.ahead.keys().next().copied();
        if first.root == expected.root { Ok(()) } else { Err(first) }
    }

    /// Compares the tree with the checkpoint of its size, if there is one, and gives it when they agree.
    ///
    /// # Errors
    /// The checkpoint, when the tree has another root.
    pub fn reached(&mut self, tree: &Tree) -> Result<Option<Expected>, Expected> {
        if self.next != Some(tree.size()) {
            return Ok(None);
        }
        let expected = self.ahead.remove(&tree.size());
        self.next = self.ahead.keys().next().copied();
        match expected {
            Some(expected) if expected.root != tree.root() => Err(expected),
            found => Ok(found),
        }
    }

    /// The smallest checkpoint still ahead.
    pub fn first(&self) -> Option<(u64, Expected)> {
        self.ahead.first_key_value().map(|(size, expected)| (*size, *expected))
    }

    /// The size of the largest checkpoint still ahead.
    pub fn last_size(&self) -> Option<u64> {
        self.ahead.last_key_value().map(|(size, _)| *size)
    }
}
