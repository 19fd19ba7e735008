//! Equality with other implementations: crate `ct-merkle`, and the recursive definitions of RFC 6962 §2.1 word for word.

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use proptest::prelude::*;
use sha2::Sha256;

use super::{leaves, tree};
use crate::*;

type OtherTree = MemoryBackedTree<Sha256, Vec<u8>>;

/// Up to 100 leaves of up to 40 bytes, equal ones among them.
fn random_log() -> impl Strategy<Value = Vec<Vec<u8>>> {
    prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..100)
}

fn other_tree(log: &[Vec<u8>]) -> OtherTree {
    let mut other = OtherTree::new();
    log.iter().for_each(|leaf| other.push(leaf.clone()));
    other
}

fn their_root(other: &OtherTree) -> Hash {
    other.root().as_bytes().as_slice().try_into().unwrap()
}

fn hashed(log: &[Vec<u8>]) -> Vec<Hash> {
    log.iter().map(|leaf| leaf_hash(leaf)).collect()
}

fn bytes(proof: &[Hash]) -> Vec<u8> {
    proof.iter().flat_map(|hash| hash.0).collect()
}

fn chunks(proof: &[u8]) -> Vec<Hash> {
    proof.chunks(32).map(|chunk| chunk.try_into().unwrap()).collect()
}

fn other_root(size: u64, root: Hash) -> RootHash<Sha256> {
    RootHash::new(root.0.into(), size)
}

proptest! {
    #[test]
    fn roots_equal_those_of_ct_merkle(log in random_log()) {
        let mut other = OtherTree::new();
        let mut ours = Tree::new();
        prop_assert_eq!(ours.root(), their_root(&other));
        for leaf in log {
            ours.push(leaf_hash(&leaf));
            other.push(leaf);
            prop_assert_eq!(ours.root(), their_root(&other));
            prop_assert_eq!(ours.size(), other.len());
        }
    }

    #[test]
    fn inclusion_proofs_equal_those_of_ct_merkle(log in random_log(), pick in any::<prop::sample::Index>()) {
        let index = pick.index(log.len());
        let (size, number) = (log.len() as u64, index as u64);
        let leaves = hashed(&log);
        let other = other_tree(&log);
        let proof = inclusion_proof(&leaves, number, size).unwrap();
        let theirs = other.prove_inclusion(index);
        prop_assert_eq!(&bytes(&proof), theirs.as_bytes());
        // Each side accepts the other's proof under its own root.
        let root = tree(&leaves).root();
        prop_assert_eq!(verify_inclusion(&leaves[index], number, size, &chunks(theirs.as_bytes()), &root), Ok(()));
        let ours = InclusionProof::try_from_bytes(bytes(&proof)).unwrap();
        prop_assert!(other_root(size, root).verify_inclusion(&log[index], number, &ours).is_ok());
    }

    #[test]
    fn consistency_proofs_equal_those_of_ct_merkle(log in random_log(), pick in any::<prop::sample::Index>()) {
        let old = 1 + pick.index(log.len());
        let (old_size, size) = (old as u64, log.len() as u64);
        let leaves = hashed(&log);
        let other = other_tree(&log);
        let proof = consistency_proof(&leaves, old_size, size).unwrap();
        let theirs = other.prove_consistency(log.len() - old);
        prop_assert_eq!(&bytes(&proof), theirs.as_bytes());
        let (old_root, root) = (tree(&leaves[..old]).root(), tree(&leaves).root());
        prop_assert_eq!(verify_consistency(old_size, size, &old_root, &root, &chunks(theirs.as_bytes())), Ok(()));
        let ours = ConsistencyProof::try_from_bytes(bytes(&proof)).unwrap();
        prop_assert!(other_root(size, root).verify_consistency(&other_root(old_size, old_root), &ours).is_ok());
    }

    #[test]
    fn a_frontier_goes_on_where_it_was_kept(size in 0u64..300, cut in any::<prop::sample::Index>()) {
        let leaves = leaves(size);
        let cut = cut.index(leaves.len() + 1);
        let before = tree(&leaves[..cut]);
        let frontier = before.frontier();
        prop_assert_eq!(frontier.len(), cut.count_ones() as usize);
        let mut after = Tree::from_frontier(before.size(), frontier).unwrap();
        prop_assert_eq!(&after, &before);
        after.extend(leaves[cut..].iter().copied());
        prop_assert_eq!(after.root(), tree(&leaves).root());
        prop_assert_eq!(after.size(), size);
    }
}

/// MTH(D\[n\]) as the RFC defines it.
fn mth(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::empty_root(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node_hash(&mth(left), &mth(right))
        }
    }
}

/// PATH(m, D\[n\]) as the RFC defines it.
fn path(m: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return vec![];
    }
    let k = split(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut path, sibling) =
        if m < k { (path(m, left), mth(right)) } else { (path(m - k, right), mth(left)) };
    path.push(sibling);
    path
}

/// SUBPROOF(m, D\[n\], b) as the RFC defines it.
fn subproof(m: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if m == leaves.len() {
        return if whole { vec![] } else { vec![mth(leaves)] };
    }
    let k = split(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut proof, sibling) = if m <= k {
        (subproof(m, left, whole), mth(right))
    } else {
        (subproof(m - k, right, false), mth(left))
    };
    proof.push(sibling);
    proof
}

fn split(n: usize) -> usize {
    (1..usize::BITS).map(|bit| 1 << (bit - 1)).take_while(|k| *k < n).last().unwrap()
}

/// All sizes, leaves and pairs of sizes up to 40.
#[test]
fn everything_equals_the_definitions_of_the_rfc() {
    let leaves = leaves(40);
    for new in 1..=leaves.len() {
        let (size, known) = (new as u64, &leaves[..new]);
        let root = tree(known).root();
        assert_eq!(root, mth(known));
        for index in 0..new {
            let proof = inclusion_proof(&leaves, index as u64, size).unwrap();
            assert_eq!(proof, path(index, known));
            assert_eq!(verify_inclusion(&leaves[index], index as u64, size, &proof, &root), Ok(()));
        }
        for old in 1..=new {
            let proof = consistency_proof(&leaves, old as u64, size).unwrap();
            assert_eq!(proof, subproof(old, known, true));
            assert_eq!(verify_consistency(old as u64, size, &mth(&leaves[..old]), &root, &proof), Ok(()));
        }
    }
}
