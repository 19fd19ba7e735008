//! The tree as it grows.
//!
//! Of a growing RFC 6962 tree only the roots of its complete subtrees are needed, one for each bit set in its size:
//! the *frontier*. Promises: appending allocates nothing and costs one hash on average; the root is that of
//! RFC 6962 over all leaves appended. Refuses to know the leaves themselves: whoever wants a proof brings them.

use crate::{Error, Hash, node_hash};

/// One slot for each bit of a size.
const LEVELS: usize = u64::BITS as usize;

/// A Merkle tree reduced to its frontier: at most 64 hashes, whatever its size.
///
/// A sequencer whose transaction may fail appends to a clone (2 kB) and keeps it once the transaction is durable.
#[derive(Clone)]
pub struct Tree {
    /// How many leaves were appended.
    size: u64,
    /// Slot k holds the root of a complete subtree of 2^k leaves where bit k of `size` is set; what other slots hold
    /// is left over and means nothing.
    slots: [Hash; LEVELS],
}

impl Tree {
    /// The largest tree that is taken back from a frontier: 2^63 − 1 leaves, what a signed 64-bit column can count.
    /// From there 2^63 further appends would be needed to overflow, which no machine lives to see.
    pub const SIZE_MAX: u64 = i64::MAX as u64;

    /// The tree without leaves.
    pub fn new() -> Self {
        Self { size: 0, slots: [Hash([0; 32]); LEVELS] }
    }

    /// Appends one leaf, given by its hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut carry = leaf;
        let mut bits = self.size;
        for slot in &mut self.slots {
            if bits & 1 == 0 {
                *slot = carry;
                break;
            }
            carry = node_hash(slot, &carry);
            bits >>= 1;
        }
        self.size += 1;
    }

    /// How many leaves were appended.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over all leaves appended so far.
    pub fn root(&self) -> Hash {
        self.complete_subtrees()
            .copied()
            .reduce(|right, left| node_hash(&left, &right))
            .unwrap_or_else(Hash::empty_root)
    }

    /// The roots of the complete subtrees, from the largest (leftmost) to the smallest: what has to be kept, together
    /// with the size, to go on later with [`Tree::from_frontier`].
    pub fn frontier(&self) -> Vec<Hash> {
        let mut frontier: Vec<Hash> = self.complete_subtrees().copied().collect();
        frontier.reverse();
        frontier
    }

    /// The tree of which `frontier` was kept at `size`.
    ///
    /// It cannot be seen here whether the hashes are the right ones: compare the root with a signed checkpoint, as
    /// [`Journal::resume`](crate::Journal::resume) does.
    ///
    /// # Errors
    /// [`Error::FrontierLength`] unless there is one hash for each bit set in `size`; [`Error::TreeTooLarge`] above
    /// [`Tree::SIZE_MAX`].
    pub fn from_frontier(size: u64, frontier: impl AsRef<[Hash]>) -> Result<Self, Error> {
        let frontier = frontier.as_ref();
        let expected = size.count_ones() as usize;
        if size > Self::SIZE_MAX {
            return Err(Error::TreeTooLarge { size });
        }
        if frontier.len() != expected {
            return Err(Error::FrontierLength { size, expected, given: frontier.len() });
        }
        let mut tree = Self { size, ..Self::new() };
        let occupied = tree.slots.iter_mut().enumerate().filter(|(level, _)| size >> level & 1 == 1);
        for ((_, slot), hash) in occupied.zip(frontier.iter().rev()) {
            *slot = *hash;
        }
        Ok(tree)
    }

    /// From the smallest (rightmost) to the largest.
    fn complete_subtrees(&self) -> impl Iterator<Item = &Hash> {
        self.slots.iter().enumerate().filter(|(level, _)| self.size >> level & 1 == 1).map(|(_, hash)| hash)
    }
}

impl Default for Tree {
    fn default() -> Self {
        Self::new()
    }
}

/// Equal when size and frontier are: left-over slots do not count.
impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        self.size == other.size && self.complete_subtrees().eq(other.complete_subtrees())
    }
}

impl Eq for Tree {}

impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tree").field("size", &self.size).field("root", &self.root()).finish()
    }
}

impl Extend<Hash> for Tree {
    fn extend<I: IntoIterator<Item = Hash>>(&mut self, leaves: I) {
        leaves.into_iter().for_each(|leaf| self.push(leaf));
    }
}

impl FromIterator<Hash> for Tree {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Self {
        let mut tree = Self::new();
        tree.extend(leaves);
        tree
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leaf_hash;

    #[test]
    fn a_frontier_of_the_wrong_length_is_refused() {
        let hash = leaf_hash(b"x");
        assert_eq!(
            Tree::from_frontier(5, vec![hash]),
            Err(Error::FrontierLength { size: 5, expected: 2, given: 1 })
        );
        assert_eq!(
            Tree::from_frontier(0, [hash]),
            Err(Error::FrontierLength { size: 0, expected: 0, given: 1 })
        );
        assert_eq!(Tree::from_frontier(0, []), Ok(Tree::new()));
        assert_eq!(
            Tree::from_frontier(u64::MAX, vec![hash; 64]),
            Err(Error::TreeTooLarge { size: u64::MAX })
        );
    }

    #[test]
    fn the_largest_tree_still_grows() {
        let mut tree = Tree::from_frontier(Tree::SIZE_MAX, vec![leaf_hash(b"x"); 63]).unwrap();
        tree.push(leaf_hash(b"y"));
        assert_eq!((tree.size(), tree.frontier().len()), (1 << 63, 1));
    }
}
