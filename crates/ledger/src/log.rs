//! What the proof needs: event batches, leaves, checkpoints.

/// The events of one commit, in order; each is the canonical bytes of one event.
#[derive(Debug, Clone)]
pub struct EventBatch {
    /// The batch's number.
    pub batch: i64,
    /// The events' bytes, one a line.
    pub bytes: Vec<u8>,
}

impl EventBatch {
    /// The events one after the other.
    pub fn events(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes.split(|byte| *byte == b'\n').filter(|event| !event.is_empty())
    }
}

/// The leaves of one batch.
#[derive(Debug, Clone)]
pub struct LeafBatch {
    /// The batch.
    pub batch: i64,
    /// The index of its first leaf.
    pub first_leaf: u64,
    /// The leaf hashes, 32 bytes each.
    pub hashes: Vec<u8>,
}

/// The head of the log as the sequencer left it.
#[derive(Debug, Clone, Default)]
pub struct LogHead {
    /// Leaves so far.
    pub size: u64,
    /// The frontier's hashes, 32 bytes each.
    pub frontier: Vec<u8>,
}

/// Where one event of a document stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventPlace {
    /// The batch.
    pub batch: i64,
    /// Which event of the batch, from 0.
    pub index: u32,
}

/// One event with its place in the log.
#[derive(Debug, Clone)]
pub struct PlacedEvent {
    /// Where it stands.
    pub place: EventPlace,
    /// Its leaf, once sequenced.
    pub leaf: Option<u64>,
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
}

/// What the verifier needs of one document.
#[derive(Debug, Clone)]
pub struct DocumentProof {
    /// The ledger's number.
    pub seq: i64,
    /// Correlation id.
    pub id: String,
    /// The state table's state.
    pub state: trade::State,
    /// SHA-256 of the original, as the state table has it.
    pub digest: trade::Digest,
    /// Where its events stand.
    pub events: Vec<EventPlace>,
    /// The original, where it lives in the row.
    pub bytes: Option<Vec<u8>>,
    /// Bytes of the original.
    pub size: u64,
    /// SHA-256 over the outcome that the state table points to.
    pub outcome: Option<trade::Digest>,
}

/// A signed checkpoint with the frontier of its tree, from which the log is taken up again.
#[derive(Debug, Clone)]
pub struct KeptCheckpoint {
    /// Leaves it covers.
    pub size: u64,
    /// The signed note.
    pub note: String,
    /// The frontier's hashes, 32 bytes each.
    pub frontier: Vec<u8>,
}
