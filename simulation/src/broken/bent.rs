//! A ledger around the one in memory that does one thing wrong and passes everything else on.

use ledger::arrival::{Arrival, Received, Refusal};
use ledger::decision::{Ask, Asked, Decision, Task};
use ledger::hold::{Hold, HoldProof, NewHold, Resumed};
use ledger::ledger::{StoredEdition, Wakes};
use ledger::log::{DocumentProof, EventBatch, KeptCheckpoint, LeafBatch, LogHead, PlacedEvent};
use ledger::view::{Counts, Filter, Summary, Whole};
use ledger::work::{
    AfterLapse, ClaimOrder, Claimed, Committed, Delivered, FileMark, Lapsed, Outcome, StoredVerdict, Token,
    Undelivered, Verdict,
};
use ledger::{Blobs, Error, Ledger, Memory};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use trade::{CorrelationId, Digest, Lane, State};

/// So many claims pass before the rescuer forgets one.
const FORGETS_EACH: usize = 4;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bent {
    /// An outcome counts whatever its token.
    TokenUnchecked,
    /// An outcome is written, and then the token is read: the answer is right, the deed is not.
    WritesBeforeReading,
    /// Events are taken by number.
    GreaterThanLast,
    /// Some leases never lapse.
    RescueForgets,
}

/// The ledger that does it.
pub struct Bending {
    inner: Arc<Memory>,
    bent: Bent,
    book: Mutex<Book>,
}

/// What it remembers for that.
#[derive(Default)]
struct Book {
    newest: BTreeMap<i64, Token>,
    claims: usize,
    forgotten: Vec<(i64, Token)>,
    last_batch: i64,
}

impl Bending {
    /// Around this ledger.
    pub fn around(inner: Arc<Memory>, bent: Bent) -> Arc<dyn Ledger> {
        Arc::new(Bending { inner, bent, book: Mutex::default() })
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The outcomes with whatever token is current.
    fn with_newest_tokens(&self, outcomes: &[Outcome]) -> Arc<[Outcome]> {
        let book = self.book();
        let token = |outcome: &Outcome| book.newest.get(&outcome.seq).copied().unwrap_or(outcome.token);
        outcomes.iter().map(|outcome| Outcome { token: token(outcome), ..outcome.clone() }).collect()
    }
}

#[async_trait::async_trait]
impl Ledger for Bending {
    async fn claim(&self, order: ClaimOrder) -> Result<Vec<Claimed>, Error> {
        let claimed = self.inner.claim(order).await?;
        let mut book = self.book();
        for one in &claimed {
            book.newest.insert(one.seq, one.token);
        }
        if let Some(first) = claimed.first() {
            book.claims += 1;
            if book.claims.is_multiple_of(FORGETS_EACH) {
                book.forgotten.push((first.seq, first.token));
            }
        }
        Ok(claimed)
    }

    async fn commit(&self, outcomes: Arc<[Outcome]>) -> Result<Vec<Committed>, Error> {
        match self.bent {
            Bent::TokenUnchecked => self.inner.commit(self.with_newest_tokens(&outcomes)).await,
            Bent::WritesBeforeReading => {
                let answers = self.inner.commit(Arc::clone(&outcomes)).await?;
                let stale = outcomes.iter().zip(&answers).filter(|(_, answer)| **answer == Committed::Stale);
                let stale: Vec<Outcome> = stale.map(|(outcome, _)| outcome.clone()).collect();
                self.inner.commit(self.with_newest_tokens(&stale)).await?;
                Ok(answers)
            }
            _ => self.inner.commit(outcomes).await,
        }
    }

    async fn rescue(&self, after: fn(Lapsed) -> AfterLapse) -> Result<usize, Error> {
        if self.bent == Bent::RescueForgets {
            let forgotten = self.book().forgotten.clone();
            self.inner.extend(forgotten, Duration::from_secs(30)).await?;
        }
        self.inner.rescue(after).await
    }

    async fn unsequenced(&self, events_max: usize) -> Result<Vec<EventBatch>, Error> {
        let mut batches = self.inner.unsequenced(events_max).await?;
        if self.bent == Bent::GreaterThanLast {
            let last = self.book().last_batch;
            batches.retain(|batch| batch.batch > last);
        }
        Ok(batches)
    }

    async fn sequence(
        &self,
        from: LogHead,
        leaves: Vec<LeafBatch>,
        to: LogHead,
        signed: Option<(u64, String)>,
    ) -> Result<bool, Error> {
        let last = leaves.iter().map(|leaf| leaf.batch).max().unwrap_or(0);
        let written = self.inner.sequence(from, leaves, to, signed).await?;
        if written {
            let mut book = self.book();
            book.last_batch = book.last_batch.max(last);
        }
        Ok(written)
    }

    async fn receive(
        &self,
        arrivals: Vec<Arrival>,
        by: &str,
    ) -> Result<Vec<Result<Received, Refusal>>, Error> {
        self.inner.receive(arrivals, by).await
    }

    async fn extend(&self, held: Vec<(i64, Token)>, lease: Duration) -> Result<Vec<bool>, Error> {
        self.inner.extend(held, lease).await
    }

    async fn give_back(&self, held: Vec<(i64, Token)>) -> Result<usize, Error> {
        self.inner.give_back(held).await
    }

    async fn wake(&self) -> Result<usize, Error> {
        self.inner.wake().await
    }

    async fn undelivered(&self, outlet: &str, limit: usize) -> Result<Vec<Undelivered>, Error> {
        self.inner.undelivered(outlet, limit).await
    }

    async fn delivered(
        &self,
        outlet: &str,
        sent: Vec<Delivered>,
        mark: Option<FileMark>,
    ) -> Result<(), Error> {
        self.inner.delivered(outlet, sent, mark).await
    }

    async fn file_marks(&self, outlet: &str) -> Result<Vec<FileMark>, Error> {
        self.inner.file_marks(outlet).await
    }

    async fn log_head(&self) -> Result<LogHead, Error> {
        self.inner.log_head().await
    }

    async fn newest_checkpoint(&self) -> Result<Option<KeptCheckpoint>, Error> {
        self.inner.newest_checkpoint().await
    }

    async fn checkpoints(&self) -> Result<Vec<(u64, String)>, Error> {
        self.inner.checkpoints().await
    }

    async fn leaf_hashes(&self, first: u64, limit: usize) -> Result<Vec<[u8; 32]>, Error> {
        self.inner.leaf_hashes(first, limit).await
    }

    async fn document(&self, id: &CorrelationId) -> Result<Option<Whole>, Error> {
        self.inner.document(id).await
    }

    async fn documents(&self, filter: Filter) -> Result<Vec<Summary>, Error> {
        self.inner.documents(filter).await
    }

    async fn verdicts(&self, seqs: Vec<i64>) -> Result<Vec<Option<StoredVerdict>>, Error> {
        self.inner.verdicts(seqs).await
    }

    async fn receipts(&self, seqs: Vec<i64>) -> Result<Vec<Option<(CorrelationId, Digest, State)>>, Error> {
        self.inner.receipts(seqs).await
    }

    async fn events(&self, id: &CorrelationId) -> Result<Vec<PlacedEvent>, Error> {
        self.inner.events(id).await
    }

    async fn original(&self, id: &CorrelationId) -> Result<Option<Vec<u8>>, Error> {
        self.inner.original(id).await
    }

    async fn counts(&self) -> Result<Counts, Error> {
        self.inner.counts().await
    }

    async fn depth(&self, lane: Lane, limit: usize) -> Result<usize, Error> {
        self.inner.depth(lane, limit).await
    }

    async fn ask(&self, ask: Ask) -> Result<Asked, Error> {
        self.inner.ask(ask).await
    }

    async fn revise(
        &self,
        id: &CorrelationId,
        revision: u32,
        decisions: Vec<Decision>,
        verdict: Verdict,
        by: &str,
    ) -> Result<Asked, Error> {
        self.inner.revise(id, revision, decisions, verdict, by).await
    }

    async fn tasks(
        &self,
        of_lines: Option<bool>,
        document: Option<CorrelationId>,
        limit: usize,
    ) -> Result<Vec<Task>, Error> {
        self.inner.tasks(of_lines, document, limit).await
    }

    async fn hold(&self, asked: NewHold) -> Result<Option<Hold>, Error> {
        self.inner.hold(asked).await
    }

    async fn resume(&self, id: i64, by: &str, reason: Option<String>) -> Result<Resumed, Error> {
        self.inner.resume(id, by, reason).await
    }

    async fn holds(&self, ended_max: usize) -> Result<Vec<Hold>, Error> {
        self.inner.holds(ended_max).await
    }

    async fn hold_proofs(&self, after: i64, limit: usize) -> Result<Vec<HoldProof>, Error> {
        self.inner.hold_proofs(after, limit).await
    }

    async fn keep_edition(&self, edition: StoredEdition) -> Result<bool, Error> {
        self.inner.keep_edition(edition).await
    }

    async fn editions(&self) -> Result<Vec<StoredEdition>, Error> {
        self.inner.editions().await
    }

    async fn keep_receipts(&self, upload: i64, page: i64, body: Vec<u8>) -> Result<(), Error> {
        self.inner.keep_receipts(upload, page, body).await
    }

    async fn take_receipts(&self, upload: i64, page: i64) -> Result<Option<Vec<u8>>, Error> {
        self.inner.take_receipts(upload, page).await
    }

    async fn last_batch(&self) -> Result<i64, Error> {
        self.inner.last_batch().await
    }

    async fn event_batches(
        &self,
        first: i64,
        events_max: usize,
    ) -> Result<Vec<(EventBatch, Option<LeafBatch>)>, Error> {
        self.inner.event_batches(first, events_max).await
    }

    async fn document_proofs(&self, after: i64, limit: usize) -> Result<Vec<DocumentProof>, Error> {
        self.inner.document_proofs(after, limit).await
    }

    async fn blob(&self, digest: Digest) -> Result<Option<Vec<u8>>, Error> {
        self.inner.blob(digest).await
    }

    fn wakes(&self) -> Arc<Wakes> {
        self.inner.wakes()
    }

    fn now(&self) -> jiff::Timestamp {
        self.inner.now()
    }

    fn blobs(&self) -> &Blobs {
        self.inner.blobs()
    }
}
