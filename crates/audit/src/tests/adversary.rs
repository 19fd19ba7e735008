//! Proofs that somebody made up or changed: each is refused, none makes anything panic.

use proptest::prelude::*;

use super::{leaves, tree};
use crate::*;

/// One change to a proof.
#[derive(Debug, Clone)]
enum Change {
    Bit(prop::sample::Index, u8),
    Drop(prop::sample::Index),
    Add(prop::sample::Index),
    Swap(prop::sample::Index),
}

fn any_change() -> impl Strategy<Value = Change> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, bit)| Change::Bit(at, bit)),
        at().prop_map(Change::Drop),
        at().prop_map(Change::Add),
        at().prop_map(Change::Swap),
    ]
}

/// The proof changed; `None` where there is nothing to change.
fn changed(proof: &[Hash], change: &Change) -> Option<Vec<Hash>> {
    let mut proof = proof.to_vec();
    match change {
        Change::Add(at) => proof.insert(at.index(proof.len() + 1), leaf_hash(b"added")),
        _ if proof.is_empty() => return None,
        Change::Bit(at, bit) => {
            let at = at.index(proof.len());
            proof[at].0[usize::from(bit / 8)] ^= 1 << (bit % 8);
        }
        Change::Drop(at) => drop(proof.remove(at.index(proof.len()))),
        Change::Swap(at) => {
            let at = at.index(proof.len());
            let next = (at + 1) % proof.len();
            if at == next {
                return None;
            }
            proof.swap(at, next);
        }
    }
    Some(proof)
}

fn any_hash() -> impl Strategy<Value = Hash> {
    any::<[u8; 32]>().prop_map(Hash)
}

/// Numbers where arithmetic breaks, and ordinary ones.
fn any_number() -> impl Strategy<Value = u64> {
    prop_oneof![
        0u64..70,
        any::<u64>(),
        Just(u64::MAX),
        Just(u64::MAX - 1),
        Just(1 << 63),
        Just((1 << 63) - 1)
    ]
}

proptest! {
    #[test]
    fn a_changed_inclusion_proof_is_refused(size in 1u64..70, pick in any::<prop::sample::Index>(), change in any_change()) {
        let leaves = leaves(size);
        let index = pick.index(leaves.len());
        let root = tree(&leaves).root();
        let proof = inclusion_proof(&leaves, index as u64, size).unwrap();
        if let Some(proof) = changed(&proof, &change) {
            prop_assert!(verify_inclusion(&leaves[index], index as u64, size, &proof, &root).is_err());
        }
    }

    #[test]
    fn an_inclusion_proof_holds_for_no_other_leaf_or_number(size in 2u64..70, pick in any::<prop::sample::Index>(), other in any::<prop::sample::Index>()) {
        let leaves = leaves(size);
        let (index, other) = (pick.index(leaves.len()), other.index(leaves.len()));
        prop_assume!(index != other);
        let root = tree(&leaves).root();
        let proof = inclusion_proof(&leaves, index as u64, size).unwrap();
        prop_assert!(verify_inclusion(&leaves[other], index as u64, size, &proof, &root).is_err());
        prop_assert!(verify_inclusion(&leaves[index], other as u64, size, &proof, &root).is_err());
        prop_assert!(verify_inclusion(&leaves[index], index as u64, size, &proof, &leaf_hash(b"root")).is_err());
    }

    #[test]
    fn a_changed_consistency_proof_is_refused(size in 1u64..70, pick in any::<prop::sample::Index>(), change in any_change()) {
        let leaves = leaves(size);
        let old = 1 + pick.index(leaves.len());
        let (old_root, root) = (tree(&leaves[..old]).root(), tree(&leaves).root());
        let proof = consistency_proof(&leaves, old as u64, size).unwrap();
        if let Some(proof) = changed(&proof, &change) {
            prop_assert!(verify_consistency(old as u64, size, &old_root, &root, &proof).is_err());
        }
    }

    /// History rewritten before `old`: no proof that the new log can make leads from the old root to the new one.
    #[test]
    fn a_rewritten_history_has_no_consistency_proof(size in 1u64..70, pick in any::<prop::sample::Index>(), edit in any::<prop::sample::Index>()) {
        let honest = leaves(size);
        let old = 1 + pick.index(honest.len());
        let mut rewritten = honest.clone();
        rewritten[edit.index(old)] = leaf_hash(b"rewritten");
        let (old_root, root) = (tree(&honest[..old]).root(), tree(&rewritten).root());
        for leaves in [&honest, &rewritten] {
            let proof = consistency_proof(leaves, old as u64, size).unwrap();
            prop_assert_eq!(verify_consistency(old as u64, size, &old_root, &root, &proof), Err(Error::ProofRefused));
        }
    }

    #[test]
    fn nothing_made_up_is_accepted_or_panics(
        a in any_number(),
        b in any_number(),
        first in any_hash(),
        second in any_hash(),
        proof in prop::collection::vec(any_hash(), 0..70),
    ) {
        // Whatever the sizes: nobody finds random hashes that lead to a random root.
        let in_tree = verify_inclusion(&first, a, b, &proof, &second);
        let in_time = verify_consistency(a, b, &first, &second, &proof);
        prop_assert!(in_tree.is_err());
        prop_assert!(in_time.is_err());
        // The length of a right proof is known from the sizes alone.
        if let Ok(path) = inclusion_path(a, b) {
            let fits = in_tree == Err(Error::ProofRefused);
            prop_assert_eq!(fits, path.len() == proof.len());
        }
        if let Ok(path) = consistency_path(a, b) {
            let fits = in_time == Err(Error::ProofRefused);
            prop_assert_eq!(fits, path.len() == proof.len());
        }
    }

    #[test]
    fn asking_for_an_impossible_proof_is_an_error(count in 0u64..20, a in any_number(), b in any_number()) {
        let leaves = leaves(count);
        prop_assert_eq!(inclusion_proof(&leaves, a, b).is_ok(), a < b && b <= count);
        prop_assert_eq!(consistency_proof(&leaves, a, b).is_ok(), a <= b && b <= count);
    }
}

#[test]
fn the_empty_tree_begins_every_tree_but_only_itself_is_empty() {
    let (empty, root) = (Hash::empty_root(), leaf_hash(b"x"));
    assert_eq!(verify_consistency(0, 0, &empty, &empty, &[]), Ok(()));
    assert_eq!(verify_consistency(0, 1, &empty, &root, &[]), Ok(()));
    assert_eq!(verify_consistency(0, 1, &root, &root, &[]), Err(Error::ProofRefused));
    assert_eq!(verify_consistency(0, 0, &root, &root, &[]), Err(Error::ProofRefused));
    assert_eq!(verify_consistency(1, 1, &root, &empty, &[]), Err(Error::ProofRefused));
    assert_eq!(verify_consistency(0, 1, &empty, &root, &[root]), Err(Error::ProofLength { given: 1 }));
    assert_eq!(verify_consistency(1, 1, &root, &root, &[root]), Err(Error::ProofLength { given: 1 }));
    assert_eq!(verify_consistency(2, 1, &root, &root, &[]), Err(Error::SizesReversed { old: 2, new: 1 }));
}
