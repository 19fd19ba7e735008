//! Proofs made from leaf hashes in memory.
//!
//! Promises: what is made here is what RFC 6962 §2.1.1 and §2.1.2 say, hash for hash. Costs about `size` hashes, since
//! nothing but the leaves is at hand. Refuses to know roots: whether a proof fits one is for [`check`](crate::verify_inclusion).

use std::ops::Range;

use crate::path::{consistency_path, inclusion_path};
use crate::{Error, Hash, Tree};

/// The proof that leaf `index` is in the tree of the first `size` of `leaves`.
///
/// # Errors
/// [`Error::LeafOutside`] unless `index < size`; [`Error::LeavesMissing`] when there are fewer than `size` leaves.
pub fn inclusion_proof(leaves: &[Hash], index: u64, size: u64) -> Result<Vec<Hash>, Error> {
    subtree_roots(leaves, size, inclusion_path(index, size)?)
}

/// The proof that the tree of the first `new` of `leaves` begins with the tree of the first `old`.
///
/// # Errors
/// [`Error::SizesReversed`] unless `old ≤ new`; [`Error::LeavesMissing`] when there are fewer than `new` leaves.
pub fn consistency_proof(leaves: &[Hash], old: u64, new: u64) -> Result<Vec<Hash>, Error> {
    subtree_roots(leaves, new, consistency_path(old, new)?)
}

fn subtree_roots(leaves: &[Hash], size: u64, path: Vec<Range<u64>>) -> Result<Vec<Hash>, Error> {
    let missing = || Error::LeavesMissing { needed: size, given: leaves.len() };
    let size = usize::try_from(size).map_err(|_| missing())?;
    let leaves = leaves.get(..size).ok_or_else(missing)?;
    path.into_iter()
        .map(|range| {
            let (start, end) = (usize::try_from(range.start), usize::try_from(range.end));
            let (Ok(start), Ok(end)) = (start, end) else { return Err(missing()) };
            let subtree = leaves.get(start..end).ok_or_else(missing)?;
            Ok(subtree.iter().copied().collect::<Tree>().root())
        })
        .collect()
}
