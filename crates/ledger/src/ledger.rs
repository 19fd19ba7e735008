//! What every backend can do. One method a statement or transaction; its comment says what holds afterwards.
//!
//! The ledger decides nothing: which documents to claim is chosen by a pure function that comes with the order,
//! where an outcome goes comes with the outcome.

use crate::arrival::{Arrival, Received, Refusal};
use crate::decision::{Ask, Asked, Decision, Task};
use crate::error::Error;
use crate::hold::{Hold, HoldProof, NewHold, Resumed};
use crate::log::{DocumentProof, EventBatch, KeptCheckpoint, LeafBatch, LogHead, PlacedEvent};
use crate::view::{Counts, Filter, Summary, Whole};
use crate::work::{
    AfterLapse, ClaimOrder, Claimed, Committed, Delivered, FileMark, Lapsed, Outcome, StoredVerdict, Token,
    Undelivered, Verdict,
};
use jiff::Timestamp;
use std::sync::Arc;
use tokio::sync::Notify;
use trade::{CorrelationId, Digest, Lane, State};

/// Tells the time; injected, so that tests can turn it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The system's clock.
pub fn system_clock() -> Clock {
    Arc::new(Timestamp::now)
}

/// Bells that ring after a commit which made work for somebody.
#[derive(Debug, Default)]
pub struct Wakes {
    /// A document was queued; see [`Wakes::queued`].
    structured: Notify,
    text: Notify,
    scan: Notify,
    /// A release waits for an outlet.
    pub outbox: Notify,
    /// An event waits for its leaf.
    pub events: Notify,
    /// A hold was made or ended.
    pub holds: Notify,
    /// Anything changed: who watches looks again.
    pub changed: Notify,
}

impl Wakes {
    /// The bell of a lane: a document was queued in it. Each has its own, so that a document wakes nobody in vain.
    pub fn queued(&self, lane: Lane) -> &Notify {
        match lane {
            Lane::Structured => &self.structured,
            Lane::Text => &self.text,
            Lane::Scan => &self.scan,
        }
    }
}

/// The ledger behind one trait.
#[async_trait::async_trait]
pub trait Ledger: Send + Sync {
    /// Writes arrivals: document, original and first event in one transaction, shared with others (group commit).
    /// When it returns they are durable. One answer an arrival, in order.
    async fn receive(
        &self,
        arrivals: Vec<Arrival>,
        by: &str,
    ) -> Result<Vec<Result<Received, Refusal>>, Error>;

    /// Leases queued documents and counts the attempt. What a hold in force covers is not among the candidates; this is
    /// looked up in the same transaction, so that no claim after the commit of a hold takes what it covers.
    async fn claim(&self, order: ClaimOrder) -> Result<Vec<Claimed>, Error>;

    /// Moves the end of leases whose token still holds; answers which do.
    async fn extend(&self, held: Vec<(i64, Token)>, lease: std::time::Duration) -> Result<Vec<bool>, Error>;

    /// Gives documents back untouched: no failure is counted.
    async fn give_back(&self, held: Vec<(i64, Token)>) -> Result<usize, Error>;

    /// Writes outcomes whose token still holds, in one transaction; one answer an outcome, in order.
    async fn commit(&self, outcomes: Arc<[Outcome]>) -> Result<Vec<Committed>, Error>;

    /// Ends leases that have lapsed and moves the documents still under them as `after` says: queued to run alone, or
    /// dead letters. Answers how many.
    async fn rescue(&self, after: fn(Lapsed) -> AfterLapse) -> Result<usize, Error>;

    /// Queues waiting documents whose time has come. Answers how many.
    async fn wake(&self) -> Result<usize, Error>;

    /// Releases that the outlet has not taken, in order.
    async fn undelivered(&self, outlet: &str, limit: usize) -> Result<Vec<Undelivered>, Error>;

    /// Marks releases as taken, moves their documents, and notes how far the outlet's file is good.
    async fn delivered(
        &self,
        outlet: &str,
        sent: Vec<Delivered>,
        mark: Option<FileMark>,
    ) -> Result<(), Error>;

    /// How far the outlet's files are good.
    async fn file_marks(&self, outlet: &str) -> Result<Vec<FileMark>, Error>;

    /// Event batches without leaves, in order.
    async fn unsequenced(&self, events_max: usize) -> Result<Vec<EventBatch>, Error>;

    /// Writes leaves, the new head and, where it was signed, its checkpoint (size and note) in one transaction, if the
    /// head is still the one that was read.
    async fn sequence(
        &self,
        from: LogHead,
        leaves: Vec<LeafBatch>,
        to: LogHead,
        signed: Option<(u64, String)>,
    ) -> Result<bool, Error>;

    /// The head of the log.
    async fn log_head(&self) -> Result<LogHead, Error>;

    /// The newest checkpoint.
    async fn newest_checkpoint(&self) -> Result<Option<KeptCheckpoint>, Error>;

    /// All checkpoints, by size.
    async fn checkpoints(&self) -> Result<Vec<(u64, String)>, Error>;

    /// The leaf hashes from `first`, at most `limit` of them, in order.
    async fn leaf_hashes(&self, first: u64, limit: usize) -> Result<Vec<[u8; 32]>, Error>;

    /// One document with everything about it.
    async fn document(&self, id: &CorrelationId) -> Result<Option<Whole>, Error>;

    /// Documents, newest first.
    async fn documents(&self, filter: Filter) -> Result<Vec<Summary>, Error>;

    /// The verdicts of documents by number, in the order asked; none where there is none.
    async fn verdicts(&self, seqs: Vec<i64>) -> Result<Vec<Option<StoredVerdict>>, Error>;

    /// Id, digest and state of documents by number, in the order asked: what a receipt says.
    async fn receipts(&self, seqs: Vec<i64>) -> Result<Vec<Option<(CorrelationId, Digest, State)>>, Error>;

    /// A document's events, in order.
    async fn events(&self, id: &CorrelationId) -> Result<Vec<PlacedEvent>, Error>;

    /// The original's bytes, checked against its SHA-256.
    async fn original(&self, id: &CorrelationId) -> Result<Option<Vec<u8>>, Error>;

    /// The counts and sums, by enumeration, in one snapshot.
    async fn counts(&self) -> Result<Counts, Error>;

    /// How many documents of a lane are queued, counted up to `limit`.
    async fn depth(&self, lane: Lane, limit: usize) -> Result<usize, Error>;

    /// Moves a document as a person asks, with their decisions.
    async fn ask(&self, ask: Ask) -> Result<Asked, Error>;

    /// Writes a new revision of a document that stays where it is (validated or released), with the decisions
    /// behind it, if its revision is still `revision`.
    async fn revise(
        &self,
        id: &CorrelationId,
        revision: u32,
        decisions: Vec<Decision>,
        verdict: Verdict,
        by: &str,
    ) -> Result<Asked, Error>;

    /// Open tasks of these kinds (all, where empty), oldest first, of lines or of documents.
    async fn tasks(
        &self,
        of_lines: Option<bool>,
        document: Option<CorrelationId>,
        limit: usize,
    ) -> Result<Vec<Task>, Error>;

    /// Makes a hold and its event (`held`) in one transaction, stamped with the transaction's time; `until` is kept to
    /// the microsecond. From the commit on it is in force. None, and nothing written, where
    /// [`HOLDS_MAX`](crate::hold::HOLDS_MAX) are in force already.
    async fn hold(&self, hold: NewHold) -> Result<Option<Hold>, Error>;

    /// Ends the hold with this number and writes its event (`resumed`) in one transaction, whatever its `until` says. One
    /// that has ended stays as it is.
    async fn resume(&self, id: i64, by: &str, reason: Option<String>) -> Result<Resumed, Error>;

    /// The holds in force, the first made first; then at most so many that have ended, the last made first.
    async fn holds(&self, ended_max: usize) -> Result<Vec<Hold>, Error>;

    /// Holds from number `after` by number, ended or not, for the verifier.
    async fn hold_proofs(&self, after: i64, limit: usize) -> Result<Vec<HoldProof>, Error>;

    /// Keeps a tariff edition; the same (scheme, name, sha256) again changes nothing.
    async fn keep_edition(&self, edition: StoredEdition) -> Result<bool, Error>;

    /// All tariff editions.
    async fn editions(&self) -> Result<Vec<StoredEdition>, Error>;

    /// Keeps a page of receipts that their reader has not fetched yet.
    async fn keep_receipts(&self, upload: i64, page: i64, body: Vec<u8>) -> Result<(), Error>;

    /// Takes a page of receipts out.
    async fn take_receipts(&self, upload: i64, page: i64) -> Result<Option<Vec<u8>>, Error>;

    /// The number of the newest event batch; 0 where there is none.
    async fn last_batch(&self) -> Result<i64, Error>;

    /// Event batches from `first`, for the verifier, at most about `events_max` events.
    async fn event_batches(
        &self,
        first: i64,
        events_max: usize,
    ) -> Result<Vec<(EventBatch, Option<LeafBatch>)>, Error>;

    /// Documents from number `after`, for the verifier.
    async fn document_proofs(&self, after: i64, limit: usize) -> Result<Vec<DocumentProof>, Error>;

    /// A blob's bytes, unchecked, for the verifier.
    async fn blob(&self, digest: Digest) -> Result<Option<Vec<u8>>, Error>;

    /// The bells.
    fn wakes(&self) -> Arc<Wakes>;

    /// The time as the ledger has it.
    fn now(&self) -> Timestamp;

    /// The blob store beside the ledger.
    fn blobs(&self) -> &crate::Blobs;
}

/// A tariff edition as the ledger keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEdition {
    /// `us-hts`, …
    pub scheme: String,
    /// Its name.
    pub name: String,
    /// First day in force.
    pub legal_from: jiff::civil::Date,
    /// First day it was known.
    pub known_from: jiff::civil::Date,
    /// SHA-256 of the file.
    pub sha256: String,
    /// The edition in the tariff room's own encoding.
    pub content: Vec<u8>,
}
