//! The trait, method by method: each is one transaction or one question, and none of them waits.

use super::{Memory, claim, commit, decide, deliver, documents, hold, log, receive};
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
impl Ledger for Memory {
    async fn receive(
        &self,
        arrivals: Vec<Arrival>,
        by: &str,
    ) -> Result<Vec<Result<Received, Refusal>>, Error> {
        self.write(|transaction| receive::receive(transaction, arrivals, by))
    }

    async fn claim(&self, order: ClaimOrder) -> Result<Vec<Claimed>, Error> {
        // Most that look find nothing; a transaction for it would cost a copy of the tables.
        if self.read(|tables| documents::depth(tables, order.lane, 1)) == 0 {
            return Ok(Vec::new());
        }
        let token = self.token();
        self.write(|transaction| claim::claim(transaction, order, token))
    }

    async fn extend(&self, held: Vec<(i64, Token)>, lease: Duration) -> Result<Vec<bool>, Error> {
        self.write(|transaction| Ok(claim::extend(transaction, &held, lease)))
    }

    async fn give_back(&self, held: Vec<(i64, Token)>) -> Result<usize, Error> {
        self.write(|transaction| claim::give_back(transaction, &held))
    }

    async fn commit(&self, outcomes: Arc<[Outcome]>) -> Result<Vec<Committed>, Error> {
        self.write(|transaction| commit::commit(transaction, &outcomes))
    }

    async fn rescue(&self, after: fn(Lapsed) -> AfterLapse) -> Result<usize, Error> {
        if self.read(|tables| tables.leases.is_empty()) {
            return Ok(0);
        }
        self.write(|transaction| claim::rescue(transaction, after, RESCUER))
    }

    async fn wake(&self) -> Result<usize, Error> {
        if self.read(|tables| tables.documents.iter().all(|one| one.state != State::Waiting)) {
            return Ok(0);
        }
        self.write(|transaction| claim::wake(transaction, WAKER))
    }

    async fn undelivered(&self, outlet: &str, limit: usize) -> Result<Vec<Undelivered>, Error> {
        Ok(self.read(|tables| deliver::undelivered(tables, outlet, limit)))
    }

    async fn delivered(
        &self,
        outlet: &str,
        sent: Vec<Delivered>,
        mark: Option<FileMark>,
    ) -> Result<(), Error> {
        self.write(|transaction| deliver::delivered(transaction, outlet, &sent, mark))
    }

    async fn file_marks(&self, outlet: &str) -> Result<Vec<FileMark>, Error> {
        Ok(self.read(|tables| deliver::file_marks(tables, outlet)))
    }

    async fn unsequenced(&self, events_max: usize) -> Result<Vec<EventBatch>, Error> {
        Ok(self.read(|tables| log::unsequenced(tables, events_max)))
    }

    async fn sequence(
        &self,
        from: LogHead,
        leaves: Vec<LeafBatch>,
        to: LogHead,
        signed: Option<(u64, String)>,
    ) -> Result<bool, Error> {
        self.write(|transaction| log::sequence(transaction, &from, leaves, to, signed))
    }

    async fn log_head(&self) -> Result<LogHead, Error> {
        Ok(self.read(|tables| tables.head.clone()))
    }

    async fn newest_checkpoint(&self) -> Result<Option<KeptCheckpoint>, Error> {
        Ok(self.read(log::newest_checkpoint))
    }

    async fn checkpoints(&self) -> Result<Vec<(u64, String)>, Error> {
        Ok(self.read(log::checkpoints))
    }

    async fn leaf_hashes(&self, first: u64, limit: usize) -> Result<Vec<[u8; 32]>, Error> {
        Ok(self.read(|tables| log::leaf_hashes(tables, first, limit)))
    }

    async fn document(&self, id: &CorrelationId) -> Result<Option<Whole>, Error> {
        self.read(|tables| documents::document(tables, id))
    }

    async fn documents(&self, filter: Filter) -> Result<Vec<Summary>, Error> {
        self.read(|tables| documents::documents(tables, &filter))
    }

    async fn verdicts(&self, seqs: Vec<i64>) -> Result<Vec<Option<StoredVerdict>>, Error> {
        Ok(self.read(|tables| {
            let outcome = |seq| tables.outcome(tables.document(seq)?.told.outcome).cloned();
            seqs.into_iter().map(outcome).collect()
        }))
    }

    async fn receipts(&self, seqs: Vec<i64>) -> Result<Vec<Option<(CorrelationId, Digest, State)>>, Error> {
        Ok(self.read(|tables| {
            let found = seqs.into_iter().map(|seq| tables.document(seq));
            found.map(|found| found.map(|one| (one.id().clone(), one.arrival.digest, one.state))).collect()
        }))
    }

    async fn events(&self, id: &CorrelationId) -> Result<Vec<PlacedEvent>, Error> {
        self.read(|tables| log::events_of(tables, id))
    }

    async fn original(&self, id: &CorrelationId) -> Result<Option<Vec<u8>>, Error> {
        let found = self.read(|tables| tables.by_id(id).map(|found| Arc::clone(&found.arrival)));
        match found {
            None => Ok(None),
            Some(arrival) => match &arrival.bytes {
                Some(bytes) if Digest::of(bytes) == arrival.digest => Ok(Some(bytes.to_vec())),
                Some(_) => Err(Error::Damaged(id.to_string())),
                None => self.blobs.get(&arrival.digest),
            },
        }
    }

    async fn counts(&self) -> Result<Counts, Error> {
        self.read(documents::counts)
    }

    async fn depth(&self, lane: Lane, limit: usize) -> Result<usize, Error> {
        Ok(self.read(|tables| documents::depth(tables, lane, limit)))
    }

    async fn ask(&self, ask: Ask) -> Result<Asked, Error> {
        self.write(|transaction| decide::ask(transaction, ask))
    }

    async fn revise(
        &self,
        id: &CorrelationId,
        revision: u32,
        decisions: Vec<Decision>,
        verdict: Verdict,
        by: &str,
    ) -> Result<Asked, Error> {
        self.write(|transaction| decide::revise(transaction, id, revision, decisions, &verdict, by))
    }

    async fn tasks(
        &self,
        of_lines: Option<bool>,
        document: Option<CorrelationId>,
        limit: usize,
    ) -> Result<Vec<Task>, Error> {
        self.read(|tables| decide::tasks(tables, of_lines, document.as_ref(), limit))
    }

    async fn hold(&self, asked: NewHold) -> Result<Option<Hold>, Error> {
        self.write(|transaction| hold::hold(transaction, asked))
    }

    async fn resume(&self, id: i64, by: &str, reason: Option<String>) -> Result<Resumed, Error> {
        self.write(|transaction| hold::resume(transaction, id, by, reason))
    }

    async fn holds(&self, ended_max: usize) -> Result<Vec<Hold>, Error> {
        Ok(self.read(|tables| hold::holds(tables, ended_max)))
    }

    async fn hold_proofs(&self, after: i64, limit: usize) -> Result<Vec<HoldProof>, Error> {
        self.read(|tables| hold::hold_proofs(tables, after, limit))
    }

    async fn keep_edition(&self, edition: StoredEdition) -> Result<bool, Error> {
        self.write(|transaction| {
            let known = |kept: &Arc<StoredEdition>| {
                kept.scheme == edition.scheme
                    && kept.name == edition.name
                    && kept.sha256 == edition.sha256
                    && kept.legal_from == edition.legal_from
                    && kept.known_from == edition.known_from
            };
            let new = !transaction.tables.editions.iter().any(known);
            if new {
                transaction.tables.editions.push(Arc::new(edition));
            }
            Ok(new)
        })
    }

    async fn editions(&self) -> Result<Vec<StoredEdition>, Error> {
        Ok(self.read(|tables| tables.editions.iter().map(|edition| edition.as_ref().clone()).collect()))
    }

    async fn keep_receipts(&self, upload: i64, page: i64, body: Vec<u8>) -> Result<(), Error> {
        self.write(|transaction| {
            transaction.tables.receipts.insert((upload, page), Arc::new(body));
            Ok(())
        })
    }

    async fn take_receipts(&self, upload: i64, page: i64) -> Result<Option<Vec<u8>>, Error> {
        self.write(|transaction| {
            Ok(transaction.tables.receipts.remove(&(upload, page)).map(|body| body.to_vec()))
        })
    }

    async fn last_batch(&self) -> Result<i64, Error> {
        Ok(self.read(log::last_batch))
    }

    async fn event_batches(
        &self,
        first: i64,
        events_max: usize,
    ) -> Result<Vec<(EventBatch, Option<LeafBatch>)>, Error> {
        Ok(self.read(|tables| log::event_batches(tables, first, events_max)))
    }

    async fn document_proofs(&self, after: i64, limit: usize) -> Result<Vec<DocumentProof>, Error> {
        self.read(|tables| log::document_proofs(tables, after, limit))
    }

    async fn blob(&self, digest: Digest) -> Result<Option<Vec<u8>>, Error> {
        self.blobs.get_unchecked(&digest)
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
