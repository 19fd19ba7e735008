//! The room as a whole, against the published vectors, against other implementations, and under tampering.

mod adversary;
mod equal;
mod journal;
mod notes;
mod vectors;
mod verifier;

use proptest::prelude::ProptestConfig;

use crate::{Checkpoint, Hash, Signer, Tree, leaf_hash, sign};

/// The log that the tests mean.
const ORIGIN: &str = "log.example/customs";

/// The log's key.
fn signer() -> Signer {
    Signer::generate(ORIGIN, [7; 32]).unwrap()
}

/// For properties that sign: signatures are slow without optimisation.
fn signing() -> ProptestConfig {
    ProptestConfig::with_cases(40)
}

/// Events that all differ.
fn events(count: u64) -> Vec<Vec<u8>> {
    (0..count).map(|n| format!("event {n}").into_bytes()).collect()
}

/// Their leaf hashes.
fn leaves(count: u64) -> Vec<Hash> {
    events(count).iter().map(|event| leaf_hash(event)).collect()
}

fn tree(leaves: &[Hash]) -> Tree {
    leaves.iter().copied().collect()
}

/// The checkpoint of these leaves, unsigned.
fn checkpoint(leaves: &[Hash]) -> Checkpoint {
    Checkpoint::of(ORIGIN, &tree(leaves)).unwrap()
}

/// The checkpoint of these leaves, signed.
fn note(leaves: &[Hash]) -> String {
    sign(&checkpoint(leaves), &signer())
}
