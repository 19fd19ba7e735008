//! Inclusion proofs of one document's events, for whoever holds a checkpoint.

use crate::error::Error;
use crate::seal::Seal;
use audit::Hash;
use ledger::Ledger;
use serde::Serialize;

/// The proof that a document's events stand in the log.
#[derive(Debug, Clone, Serialize)]
pub struct Inclusion {
    /// The signed checkpoint that covers the events.
    pub checkpoint: String,
    /// The key that verifies it.
    pub key: String,
    /// Each event with its leaf and its path to the checkpoint's root.
    pub events: Vec<Included>,
}

/// One event that stands in the log.
#[derive(Debug, Clone, Serialize)]
pub struct Included {
    /// The event's canonical bytes, which are text.
    pub event: String,
    /// Its leaf.
    pub leaf: u64,
    /// The RFC 6962 inclusion proof, from the leaf upwards.
    pub path: Vec<String>,
}

/// Proves a document's events, as far as a checkpoint covers them; none where there is no such document.
///
/// # Errors
/// Where the ledger refuses or the log cannot be proven.
pub async fn inclusion(
    ledger: &dyn Ledger,
    seal: &Seal,
    id: &trade::CorrelationId,
) -> Result<Option<Inclusion>, Error> {
    let placed = ledger.events(id).await?;
    let Some(newest) = ledger.newest_checkpoint().await? else { return Ok(None) };
    if placed.is_empty() {
        return Ok(None);
    }
    let mut events = Vec::new();
    for event in placed {
        if let Some(leaf) = event.leaf.filter(|leaf| *leaf < newest.size) {
            let event = String::from_utf8_lossy(&event.bytes).into_owned();
            events.push(Included { event, leaf, path: path(ledger, leaf, newest.size).await? });
        }
    }
    Ok(Some(Inclusion { checkpoint: newest.note, key: seal.verifier()?.to_string(), events }))
}

/// The path of one leaf: each step is the root over a range of leaves, read in pieces.
async fn path(ledger: &dyn Ledger, leaf: u64, size: u64) -> Result<Vec<String>, Error> {
    let mut path = Vec::new();
    for range in audit::inclusion_path(leaf, size)? {
        let mut tree = audit::Tree::new();
        let mut next = range.start;
        while next < range.end {
            let most = usize::try_from(range.end - next).unwrap_or(usize::MAX).min(100_000);
            let hashes = ledger.leaf_hashes(next, most).await?;
            if hashes.is_empty() {
                break;
            }
            next += hashes.len() as u64;
            tree.extend(hashes.into_iter().map(Hash));
        }
        path.push(tree.root().to_string());
    }
    Ok(path)
}
