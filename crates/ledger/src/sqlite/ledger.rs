//! The trait, method by method: each sends one job to the writer or one question to the readers.

use super::{Sqlite, claim, commit, counts, decide, deliver, documents, hold, keep, log, receive};
use crate::arrival::{Arrival, Received, Refusal};
use crate::decision::{Ask, Asked, Decision, Task};
use crate::hold::{Hold, HoldProof, NewHold, Resumed};
use crate::ledger::{Ledger, StoredEdition, Wakes};
use crate::log::{DocumentProof, EventBatch, KeptCheckpoint, LeafBatch, LogHead, PlacedEvent};
use crate::view::{Counts, Filter, Summary, Whole};
use crate::work::{
    AfterLapse, ClaimOrder, Claimed, Committed, Delivered, FileMark, Lapsed, Outcome, StoredVerdict, Token,
    Undelivered, Verdict,
};
use crate::{Blobs, Error};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use trade::{CorrelationId, Digest, Lane, State};

/// The ledger's own services, as events name them.
const RESCUER: &str = "rescuer";
const WAKER: &str = "waker";

#[async_trait::async_trait]
impl Ledger for Sqlite {
    async fn receive(
        &self,
        arrivals: Vec<Arrival>,
        by: &str,
    ) -> Result<Vec<Result<Received, Refusal>>, Error> {
        let by = by.to_owned();
        self.writer.write(arrivals.len(), move |group| receive::receive(group, arrivals, &by)).await
    }

    async fn claim(&self, order: ClaimOrder) -> Result<Vec<Claimed>, Error> {
        let token = Token(rand::random());
        self.writer.write(order.documents_max, move |group| claim::claim(group, order, token)).await
    }

    async fn extend(&self, held: Vec<(i64, Token)>, lease: Duration) -> Result<Vec<bool>, Error> {
        self.writer.write(held.len(), move |group| claim::extend(group, &held, lease)).await
    }

    async fn give_back(&self, held: Vec<(i64, Token)>) -> Result<usize, Error> {
        self.writer.write(held.len(), move |group| claim::give_back(group, &held)).await
    }

    async fn commit(&self, outcomes: Arc<[Outcome]>) -> Result<Vec<Committed>, Error> {
        self.writer.write_itself(outcomes.len() * 2, move |group| commit::commit(group, &outcomes)).await
    }

    async fn rescue(&self, after: fn(Lapsed) -> AfterLapse) -> Result<usize, Error> {
        self.writer.write(1, move |group| claim::rescue(group, after, RESCUER)).await
    }

    async fn wake(&self) -> Result<usize, Error> {
        self.writer.write(1, |group| claim::wake(group, WAKER)).await
    }

    async fn undelivered(&self, outlet: &str, limit: usize) -> Result<Vec<Undelivered>, Error> {
        let outlet = outlet.to_owned();
        self.readers.read(move |sql| deliver::undelivered(sql, &outlet, limit)).await
    }

    async fn delivered(
        &self,
        outlet: &str,
        sent: Vec<Delivered>,
        mark: Option<FileMark>,
    ) -> Result<(), Error> {
        let outlet = outlet.to_owned();
        self.writer
            .write(sent.len(), move |group| deliver::delivered(group, &outlet, sent, mark.as_ref()))
            .await
    }

    async fn file_marks(&self, outlet: &str) -> Result<Vec<FileMark>, Error> {
        let outlet = outlet.to_owned();
        self.readers.read(move |sql| deliver::file_marks(sql, &outlet)).await
    }

    async fn unsequenced(&self, events_max: usize) -> Result<Vec<EventBatch>, Error> {
        self.readers.read(move |sql| log::unsequenced(sql, events_max)).await
    }

    async fn sequence(
        &self,
        from: LogHead,
        leaves: Vec<LeafBatch>,
        to: LogHead,
        signed: Option<(u64, String)>,
    ) -> Result<bool, Error> {
        let rows = leaves.len();
        self.writer.write(rows, move |group| log::sequence(group, &from, &leaves, &to, signed.as_ref())).await
    }

    async fn log_head(&self) -> Result<LogHead, Error> {
        self.readers.read(log::head).await
    }

    async fn newest_checkpoint(&self) -> Result<Option<KeptCheckpoint>, Error> {
        self.readers.read(log::newest_checkpoint).await
    }

    async fn checkpoints(&self) -> Result<Vec<(u64, String)>, Error> {
        self.readers.read(log::checkpoints).await
    }

    async fn leaf_hashes(&self, first: u64, limit: usize) -> Result<Vec<[u8; 32]>, Error> {
        self.readers.read(move |sql| log::leaf_hashes(sql, first, limit)).await
    }

    async fn document(&self, id: &CorrelationId) -> Result<Option<Whole>, Error> {
        let id = id.clone();
        self.readers.read(move |sql| documents::document(sql, &id)).await
    }

    async fn documents(&self, filter: Filter) -> Result<Vec<Summary>, Error> {
        self.readers.read(move |sql| documents::documents(sql, &filter)).await
    }

    async fn verdicts(&self, seqs: Vec<i64>) -> Result<Vec<Option<StoredVerdict>>, Error> {
        self.readers
            .read(move |sql| seqs.into_iter().map(|seq| documents::verdict_of(sql, seq)).collect())
            .await
    }

    async fn receipts(&self, seqs: Vec<i64>) -> Result<Vec<Option<(CorrelationId, Digest, State)>>, Error> {
        self.readers
            .read(move |sql| seqs.into_iter().map(|seq| documents::receipt_of(sql, seq)).collect())
            .await
    }

    async fn events(&self, id: &CorrelationId) -> Result<Vec<PlacedEvent>, Error> {
        let id = id.clone();
        self.readers.read(move |sql| log::events(sql, &id)).await
    }

    async fn original(&self, id: &CorrelationId) -> Result<Option<Vec<u8>>, Error> {
        let (id, blobs) = (id.clone(), self.blobs.clone());
        self.readers.read(move |sql| documents::original(sql, &blobs, &id)).await
    }

    async fn counts(&self) -> Result<Counts, Error> {
        self.readers.read(counts::counts).await
    }

    async fn depth(&self, lane: Lane, limit: usize) -> Result<usize, Error> {
        self.readers.read(move |sql| counts::depth(sql, lane, limit)).await
    }

    async fn ask(&self, ask: Ask) -> Result<Asked, Error> {
        self.writer.write_apart(1, move |group| decide::ask(group, ask)).await
    }

    async fn revise(
        &self,
        id: &CorrelationId,
        revision: u32,
        decisions: Vec<Decision>,
        verdict: Verdict,
        by: &str,
    ) -> Result<Asked, Error> {
        let (id, by) = (id.clone(), by.to_owned());
        self.writer
            .write_apart(1, move |group| decide::revise(group, &id, revision, decisions, &verdict, &by))
            .await
    }

    async fn tasks(
        &self,
        of_lines: Option<bool>,
        document: Option<CorrelationId>,
        limit: usize,
    ) -> Result<Vec<Task>, Error> {
        self.readers.read(move |sql| decide::tasks(sql, of_lines, document.as_ref(), limit)).await
    }

    async fn hold(&self, hold: NewHold) -> Result<Option<Hold>, Error> {
        self.writer.write_apart(1, move |group| hold::hold(group, hold)).await
    }

    async fn resume(&self, id: i64, by: &str, reason: Option<String>) -> Result<Resumed, Error> {
        let by = by.to_owned();
        self.writer.write_apart(1, move |group| hold::resume(group, id, &by, reason)).await
    }

    async fn holds(&self, ended_max: usize) -> Result<Vec<Hold>, Error> {
        self.readers.read(move |sql| hold::holds(sql, ended_max)).await
    }

    async fn hold_proofs(&self, after: i64, limit: usize) -> Result<Vec<HoldProof>, Error> {
        self.readers.read(move |sql| hold::hold_proofs(sql, after, limit)).await
    }

    async fn keep_edition(&self, edition: StoredEdition) -> Result<bool, Error> {
        self.writer.write_apart(1, move |group| keep::keep_edition(group, &edition)).await
    }

    async fn editions(&self) -> Result<Vec<StoredEdition>, Error> {
        self.readers.read(keep::editions).await
    }

    async fn keep_receipts(&self, upload: i64, page: i64, body: Vec<u8>) -> Result<(), Error> {
        self.writer.write_apart(1, move |group| keep::keep_receipts(group, upload, page, &body)).await
    }

    async fn take_receipts(&self, upload: i64, page: i64) -> Result<Option<Vec<u8>>, Error> {
        self.writer.write_apart(1, move |group| keep::take_receipts(group, upload, page)).await
    }

    async fn last_batch(&self) -> Result<i64, Error> {
        self.readers.read(log::last_batch).await
    }

    async fn event_batches(
        &self,
        first: i64,
        events_max: usize,
    ) -> Result<Vec<(EventBatch, Option<LeafBatch>)>, Error> {
        self.readers.read(move |sql| log::event_batches(sql, first, events_max)).await
    }

    async fn document_proofs(&self, after: i64, limit: usize) -> Result<Vec<DocumentProof>, Error> {
        self.readers.read(move |sql| log::document_proofs(sql, after, limit)).await
    }

    async fn blob(&self, digest: Digest) -> Result<Option<Vec<u8>>, Error> {
        let blobs = self.blobs.clone();
        self.readers.read(move |_| blobs.get_unchecked(&digest)).await
    }

    fn wakes(&self) -> Arc<Wakes> {
        Arc::clone(&self.wakes)
    }

    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    fn blobs(&self) -> &Blobs {
        &self.blobs
    }
}
