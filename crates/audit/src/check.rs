//! Proofs checked, from the roots alone: RFC 9162 §2.1.3.2 and §2.1.4.2.
//!
//! Promises: no sizes, numbers or hashes, however wrong, make it panic or run longer than the proof, and a proof of
//! any other length than the right one is refused. Refuses to know where the roots come from: take them from signed
//! checkpoints, or the check says nothing.

use crate::{Error, Hash, node_hash};

/// Checks that `leaf` is number `index` (from 0) of the `size` leaves under `root`.
///
/// # Errors
/// [`Error::LeafOutside`] unless `index < size`; [`Error::ProofLength`] when the proof has too many or too few hashes;
/// [`Error::ProofRefused`] when it leads to another root.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), Error> {
    if index >= size {
        return Err(Error::LeafOutside { index, size });
    }
    let mut climb = Climb { node: index, last: size - 1 };
    let mut computed = *leaf;
    for sibling in proof {
        computed = match climb.step().ok_or(Error::ProofLength { given: proof.len() })? {
            Side::Left => node_hash(sibling, &computed),
            Side::Right => node_hash(&computed, sibling),
        };
    }
    if !climb.arrived() {
        return Err(Error::ProofLength { given: proof.len() });
    }
    if computed == *root { Ok(()) } else { Err(Error::ProofRefused) }
}

/// Checks that the `new` leaves under `new_root` begin with the `old` leaves under `old_root`.
///
/// From the empty tree, and between equal sizes, the proof is empty: the old root must be the empty root, the equal
/// sizes' roots must be equal.
///
/// # Errors
/// [`Error::SizesReversed`] unless `old ≤ new`; [`Error::ProofLength`] when the proof has too many or too few hashes;
/// [`Error::ProofRefused`] when it leads to other roots.
pub fn verify_consistency(
    old: u64,
    new: u64,
    old_root: &Hash,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), Error> {
    if old > new {
        return Err(Error::SizesReversed { old, new });
    }
    let wrong_length = Error::ProofLength { given: proof.len() };
    if old == 0 || old == new {
        let sound = (old != 0 || *old_root == Hash::empty_root()) && (old != new || old_root == new_root);
        return match proof {
            [] if sound => Ok(()),
            [] => Err(Error::ProofRefused),
            _ => Err(wrong_length),
        };
    }
    // Where the old tree is a complete subtree of the new one, its root is where the climb starts; else the proof says.
    let (start, siblings) = match proof {
        siblings if old.is_power_of_two() => (*old_root, siblings),
        [start, siblings @ ..] => (*start, siblings),
        [] => return Err(wrong_length),
    };
    let mut climb = Climb { node: old - 1, last: new - 1 };
    climb.skip_while_right_child();
    let (mut old_computed, mut new_computed) = (start, start);
    for sibling in siblings {
        match climb.step().ok_or_else(|| wrong_length.clone())? {
            Side::Left => {
                old_computed = node_hash(sibling, &old_computed);
                new_computed = node_hash(sibling, &new_computed);
            }
            Side::Right => new_computed = node_hash(&new_computed, sibling),
        }
    }
    if !climb.arrived() {
        return Err(wrong_length);
    }
    if old_computed == *old_root && new_computed == *new_root { Ok(()) } else { Err(Error::ProofRefused) }
}

/// On which side of the climbing node its sibling hangs.
enum Side {
    Left,
    Right,
}

/// The way from a node up to the root: the RFC's `fn` and `sn`.
struct Climb {
    /// The node's number in its level.
    node: u64,
    /// The number of the last node in that level; 0 at the root.
    last: u64,
}

impl Climb {
    /// One sibling taken in; `None` when the root is already reached.
    fn step(&mut self) -> Option<Side> {
        if self.arrived() {
            return None;
        }
        let side = if self.node & 1 == 1 {
            Side::Left
        } else if self.node == self.last {
            // A last node without right sibling stands unchanged in the levels above until it is a right child.
            let levels = self.node.trailing_zeros();
            self.node >>= levels;
            self.last >>= levels;
            Side::Left
        } else {
            Side::Right
        };
        self.node >>= 1;
        self.last >>= 1;
        Some(side)
    }

    /// To the highest node that is complete in the old tree. (Not all 64 bits are ones: a size is not 2^64.)
    fn skip_while_right_child(&mut self) {
        let levels = self.node.trailing_ones();
        self.node >>= levels;
        self.last >>= levels;
    }

    fn arrived(&self) -> bool {
        self.last == 0
    }
}
