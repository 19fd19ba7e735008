//! Events get their leaves, and the log its signed checkpoints.
//!
//! The sequencer takes rows that have no leaf, appends their leaves to the tree and signs: never a tree shorter
//! than, or different from, one that was signed before (the journal refuses). Leaves, head and checkpoint are one
//! transaction; a note is shown outside only after it is durable.

use crate::error::Error;
use crate::seal::Seal;
use audit::{Hash, Journal, Signer, Tree, Verifier, leaf_hash};
use ledger::Ledger;
use ledger::log::{EventBatch, LeafBatch, LogHead};

/// At most about so many events get their leaves in one transaction.
const EVENTS_MAX: usize = 4_000;

/// The log's name in its checkpoints.
pub const ORIGIN: &str = "tidewaiter/events";

/// The sequencer of one ledger. One runs at a time; a second one's transactions are refused.
pub struct Sequencer {
    journal: Journal,
    signer: Signer,
    seal: Seal,
}

impl Sequencer {
    /// Takes the log up where the newest checkpoint stands, bound by it and by the witness's.
    ///
    /// # Errors
    /// Where the log is shorter than, or different from, what was signed; where ledger or disk refuse.
    pub async fn resume(ledger: &dyn Ledger, seal: Seal) -> Result<Sequencer, Error> {
        let signer = seal.signer()?;
        let verifier = signer.verifier();
        let mut signed = Vec::new();
        let newest = ledger.newest_checkpoint().await?;
        let mut tree = Tree::new();
        if let Some(newest) = &newest {
            signed.push(audit::open(&newest.note, &verifier)?);
            tree = tree_of(newest.size, &newest.frontier)?;
        }
        // What is behind our own newest checkpoint cannot be compared from here; `audit verify` does.
        let kept = [outside(&seal, &verifier)?, newest_kept(&seal, &verifier)?];
        signed.extend(kept.into_iter().flatten().filter(|checkpoint| checkpoint.size() >= tree.size()));
        let mut journal = Journal::resume(ORIGIN, tree, signed)?;
        extend_to_head(ledger, &mut journal).await?;
        // A log that was cut answers here, before it takes new events.
        journal.checkpoint()?;
        Ok(Sequencer { journal, signer, seal })
    }

    /// Gives leaves to events that have none, and signs where `sign` says so or nothing is left to do. Tells how
    /// many events got theirs.
    ///
    /// # Errors
    /// Where ledger or disk refuse, or the log must not be signed.
    pub async fn step(&mut self, ledger: &dyn Ledger, sign: bool) -> Result<usize, Error> {
        let batches = ledger.unsequenced(EVENTS_MAX).await?;
        let last = batches.len() < 2;
        if batches.is_empty() && !self.is_unsigned() {
            return Ok(0);
        }
        let from = head(&self.journal);
        let (mut journal, leaves) = append(self.journal.clone(), batches).await?;
        let events = leaves.iter().map(|leaf| leaf.hashes.len() / 32).sum();
        let to = head(&journal);
        let note = if sign || last { Some((to.size, journal.sign(&self.signer)?)) } else { None };
        if !ledger.sequence(from, leaves, to, note.clone()).await? {
            return Err(Error::Ended("another sequencer has taken the log".into()));
        }
        self.journal = journal;
        if let Some((size, note)) = note {
            self.seal.keep(size, &note)?;
        }
        Ok(events)
    }

    /// Events have leaves that no checkpoint covers yet.
    pub fn is_unsigned(&self) -> bool {
        self.journal.tree().size() > self.journal.signed_size().unwrap_or(0)
    }
}

/// The witness's checkpoint, where there is one.
fn outside(seal: &Seal, verifier: &Verifier) -> Result<Option<audit::Checkpoint>, Error> {
    match seal.witnessed()? {
        Some(note) => Ok(Some(audit::open(note, verifier)?)),
        None => Ok(None),
    }
}

/// The newest checkpoint in the data folder's own folder: a database restored alone shows there.
fn newest_kept(seal: &Seal, verifier: &Verifier) -> Result<Option<audit::Checkpoint>, Error> {
    let Some((name, note)) = seal.kept()?.pop() else { return Ok(None) };
    match audit::open(note, verifier) {
        Ok(checkpoint) => Ok(Some(checkpoint)),
        Err(failure) => {
            // A damaged file is the verifier's to name; it must not keep the log from being sealed.
            tracing::error!(checkpoint = name, error = %failure, "sequence.checkpoint_unreadable");
            Ok(None)
        }
    }
}

/// Pushes the leaves that the ledger has beyond the journal's tree.
async fn extend_to_head(ledger: &dyn Ledger, journal: &mut Journal) -> Result<(), Error> {
    loop {
        let size = journal.tree().size();
        let hashes = ledger.leaf_hashes(size, 100_000).await?;
        if hashes.is_empty() {
            return Ok(());
        }
        journal.extend(hashes.into_iter().map(Hash))?;
    }
}

/// Appends the leaves of batches, off the async threads.
async fn append(journal: Journal, batches: Vec<EventBatch>) -> Result<(Journal, Vec<LeafBatch>), Error> {
    let work = move || grow(journal, &batches).map_err(Error::from);
    tokio::task::spawn_blocking(work).await.map_err(|failure| Error::Ended(failure.to_string()))?
}

/// The journal with the leaves of these batches, in the order given, and the leaves as the ledger keeps them.
///
/// # Errors
/// Where the log would contradict what was signed before.
pub fn grow(mut journal: Journal, batches: &[EventBatch]) -> Result<(Journal, Vec<LeafBatch>), audit::Error> {
    let mut leaves = Vec::with_capacity(batches.len());
    for batch in batches {
        let first_leaf = journal.tree().size();
        let mut hashes = Vec::new();
        for event in batch.events() {
            let leaf = leaf_hash(event);
            hashes.extend_from_slice(leaf.as_bytes());
            journal.push(leaf)?;
        }
        leaves.push(LeafBatch { batch: batch.batch, first_leaf, hashes });
    }
    Ok((journal, leaves))
}

/// The head of the log that ends with this journal.
pub fn head(journal: &Journal) -> LogHead {
    let tree = journal.tree();
    let frontier = tree.frontier().iter().flat_map(|hash| *hash.as_bytes()).collect();
    LogHead { size: tree.size(), frontier }
}

/// The tree whose frontier was kept.
///
/// # Errors
/// Where it has not one hash for each bit of its size.
pub fn tree_of(size: u64, frontier: &[u8]) -> Result<Tree, audit::Error> {
    let hashes: Vec<Hash> =
        frontier.chunks_exact(32).filter_map(|hash| hash.try_into().ok().map(Hash)).collect();
    Tree::from_frontier(size, hashes)
}
