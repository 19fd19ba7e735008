//! Which subtrees a proof consists of.
//!
//! A proof is a list of subtree roots. This file says which: as ranges of leaf numbers, in the order in which the
//! roots stand in the proof. [`prove`](crate::inclusion_proof) computes them from leaf hashes in memory; a store with
//! more leaves than memory streams each range through a [`Tree`](crate::Tree) (its root over the leaves of a range *is*
//! the subtree's root), or keeps the roots of complete ranges. Refuses to know any hash.

use std::ops::Range;

use crate::Error;

/// The subtrees that lead from leaf `index` to the root of the first `size` leaves: PATH(m, D\[n\]) of RFC 6962 §2.1.1.
///
/// # Errors
/// [`Error::LeafOutside`] unless `index < size`.
pub fn inclusion_path(index: u64, size: u64) -> Result<Vec<Range<u64>>, Error> {
    if index >= size {
        return Err(Error::LeafOutside { index, size });
    }
    let mut path = Vec::new();
    let (mut start, mut end) = (0, size);
    while end - start > 1 {
        let middle = start + left_leaves(end - start);
        if index < middle {
            path.push(middle..end);
            end = middle;
        } else {
            path.push(start..middle);
            start = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The subtrees from which the roots of both the first `old` and the first `new` leaves follow: PROOF(m, D\[n\]) of
/// RFC 6962 §2.1.2. None are needed from the empty tree, or when the sizes are equal.
///
/// # Errors
/// [`Error::SizesReversed`] unless `old ≤ new`.
pub fn consistency_path(old: u64, new: u64) -> Result<Vec<Range<u64>>, Error> {
    if old > new {
        return Err(Error::SizesReversed { old, new });
    }
    let mut path = Vec::new();
    if old == 0 {
        return Ok(path);
    }
    let (mut start, mut end) = (0, new);
    while old != end {
        let middle = start + left_leaves(end - start);
        if old <= middle {
            path.push(middle..end);
            end = middle;
        } else {
            path.push(start..middle);
            start = middle;
        }
    }
    if start != 0 {
        // The old tree is not itself a subtree of the new one: its last subtree has to be named.
        path.push(start..end);
    }
    path.reverse();
    Ok(path)
}

/// How many of `leaves` (two or more) are under the left child: the largest power of two smaller than `leaves`.
fn left_leaves(leaves: u64) -> u64 {
    1 << (leaves - 1).ilog2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_split_is_the_largest_smaller_power_of_two() {
        let split: Vec<u64> = [2, 3, 4, 5, 8, 9, u64::MAX].into_iter().map(left_leaves).collect();
        assert_eq!(split, [1, 2, 2, 4, 4, 8, 1 << 63]);
    }

    /// The example tree of RFC 6962 §2.1.3: seven leaves, nodes a to l.
    #[test]
    fn the_example_of_the_rfc() {
        assert_eq!(inclusion_path(0, 7), Ok(vec![1..2, 2..4, 4..7])); // d0: [b, h, l]
        assert_eq!(inclusion_path(3, 7), Ok(vec![2..3, 0..2, 4..7])); // d3: [c, g, l]
        assert_eq!(inclusion_path(4, 7), Ok(vec![5..6, 6..7, 0..4])); // d4: [f, j, k]
        assert_eq!(inclusion_path(6, 7), Ok(vec![4..6, 0..4])); // d6: [i, k]
        assert_eq!(consistency_path(3, 7), Ok(vec![2..3, 3..4, 0..2, 4..7])); // [c, d, g, l]
        assert_eq!(consistency_path(4, 7).as_deref(), Ok(std::slice::from_ref(&(4..7)))); // [l]
        assert_eq!(consistency_path(6, 7), Ok(vec![4..6, 6..7, 0..4])); // [i, j, k]
    }

    #[test]
    fn the_ends_of_the_number_line() {
        assert_eq!(inclusion_path(0, 0), Err(Error::LeafOutside { index: 0, size: 0 }));
        assert_eq!(inclusion_path(0, 1), Ok(vec![]));
        assert_eq!(inclusion_path(u64::MAX - 1, u64::MAX).map(|path| path.len()), Ok(63));
        assert_eq!(
            inclusion_path(u64::MAX, u64::MAX),
            Err(Error::LeafOutside { index: u64::MAX, size: u64::MAX })
        );
        assert_eq!(consistency_path(0, u64::MAX), Ok(vec![]));
        assert_eq!(consistency_path(u64::MAX, u64::MAX), Ok(vec![]));
        assert_eq!(consistency_path(2, 1), Err(Error::SizesReversed { old: 2, new: 1 }));
    }
}
