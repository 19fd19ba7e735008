//! Rows, and the transaction that changes them. A copy of the tables costs one count a row: rows are shared until one
//! side changes them.

use super::hold::HoldRow;
use crate::Error;
use crate::arrival::Arrival;
use crate::decision::Decision;
use crate::ledger::StoredEdition;
use crate::log::{EventPlace, LogHead};
use crate::sqlite::column::{places_count, push_place, unreadable};
use crate::work::{NewTask, StoredVerdict, Token};
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use trade::event::{Event, What};
use trade::{Code, CorrelationId, Digest, Kind, State};

/// A document as it stands.
#[derive(Clone)]
pub struct Document {
    pub seq: i64,
    /// As it came, but for its id, which may be a derived one.
    pub arrival: Arc<Arrival>,
    pub source: i64,
    pub jurisdiction: Option<String>,
    pub as_of: Option<Date>,
    pub kind: Kind,
    pub received_at: i64,
    pub due: i64,
    pub container: Option<i64>,
    pub other: Option<i64>,
    pub state: State,
    pub moved_at: i64,
    pub token: Option<Token>,
    pub attempt: u32,
    pub failures: u32,
    /// 0 in batches, else alone with so many deaths and one.
    pub alone: u32,
    pub code: Option<Code>,
    pub wake_at: Option<Timestamp>,
    pub places: Vec<u8>,
    pub decisions: Vec<Decision>,
    pub revision: u32,
    pub told: Told,
    pub number_key: Option<i64>,
    pub lines_released: u32,
    pub released_value: Option<Decimal>,
}

/// What the last verdict says of a document.
#[derive(Clone, Default)]
pub struct Told {
    /// The outcome's place among the outcomes.
    pub outcome: Option<usize>,
    pub language: Option<String>,
    pub lines: u32,
    pub quarantined: u32,
    pub lines_rejected: u32,
    pub declared: Option<Decimal>,
    pub sound: Option<Decimal>,
    pub currency: Option<String>,
    pub findings: u32,
    pub first_finding: Option<String>,
}

impl Document {
    /// Its correlation id.
    pub fn id(&self) -> &CorrelationId {
        &self.arrival.id
    }

    /// Moves it.
    pub fn move_to(&mut self, to: State, at: i64) {
        self.state = to;
        self.moved_at = at;
    }

    /// It runs alone, and how often it died so.
    pub fn aloneness(&self) -> (bool, u32) {
        (self.alone > 0, self.alone.saturating_sub(1))
    }
}

/// A batch's lease.
#[derive(Clone)]
pub struct Lease {
    pub token: Token,
    pub until: i64,
    pub seqs: Arc<[i64]>,
}

/// One release for one outlet.
#[derive(Clone)]
pub struct Release {
    pub seq: i64,
    pub revision: u32,
    pub outlet: Arc<str>,
    pub outcome: usize,
    pub state: Sending,
    pub sent_at: Option<i64>,
}

/// What became of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sending {
    Waiting,
    Sent,
    Superseded,
}

/// The events of one transaction, and their leaves once they have some.
#[derive(Clone)]
pub struct Batch {
    pub bytes: Vec<u8>,
    pub leaves: Option<(u64, Vec<u8>)>,
}

/// Something a person must decide.
pub struct TaskRow {
    pub seq: i64,
    pub task: NewTask,
    pub since: i64,
}

/// Everything the ledger holds. Documents, outcomes, batches and tasks are numbered from 1 by their place.
#[derive(Clone)]
pub struct Tables {
    pub documents: Vec<Arc<Document>>,
    pub names: BTreeMap<Arc<str>, i64>,
    /// (source, client, key, part) → document.
    pub keys: Arc<BTreeMap<(String, String, String, u32), i64>>,
    pub accepted: u64,
    pub leases: Vec<Lease>,
    pub outcomes: Vec<Arc<StoredVerdict>>,
    pub outbox: Vec<Release>,
    pub marks: BTreeMap<(String, String), u64>,
    pub tasks: Vec<(Arc<TaskRow>, bool)>,
    pub batches: Vec<Arc<Batch>>,
    /// Batches that the log does not show yet.
    pub held: BTreeSet<i64>,
    pub head: LogHead,
    pub checkpoints: Arc<BTreeMap<u64, (String, Vec<u8>)>>,
    pub editions: Vec<Arc<StoredEdition>>,
    pub receipts: BTreeMap<(i64, i64), Arc<Vec<u8>>>,
    /// Holds, numbered from 1 by their place.
    pub holds: Vec<Arc<HoldRow>>,
    pub last_stamp: Timestamp,
}

impl Default for Tables {
    fn default() -> Tables {
        Tables {
            documents: Vec::new(),
            names: BTreeMap::new(),
            keys: Arc::default(),
            accepted: 0,
            leases: Vec::new(),
            outcomes: Vec::new(),
            outbox: Vec::new(),
            marks: BTreeMap::new(),
            tasks: Vec::new(),
            batches: Vec::new(),
            held: BTreeSet::new(),
            head: LogHead::default(),
            checkpoints: Arc::default(),
            editions: Vec::new(),
            receipts: BTreeMap::new(),
            holds: Vec::new(),
            last_stamp: Timestamp::MIN,
        }
    }
}

/// The place of a number that counts from 1.
fn place(number: i64) -> Option<usize> {
    usize::try_from(number).ok()?.checked_sub(1)
}

impl Tables {
    pub fn document(&self, seq: i64) -> Option<&Document> {
        self.documents.get(place(seq)?).map(Arc::as_ref)
    }

    pub fn by_id(&self, id: &CorrelationId) -> Option<&Document> {
        self.documents.iter().find(|document| document.id() == id).map(Arc::as_ref)
    }

    pub fn by_digest(&self, digest: &Digest) -> Option<&Document> {
        self.documents.iter().find(|document| document.arrival.digest == *digest).map(Arc::as_ref)
    }

    pub fn batch(&self, number: i64) -> Option<&Batch> {
        self.batches.get(place(number)?).map(Arc::as_ref)
    }

    /// Batches with their numbers, those that the log shows.
    pub fn shown(&self) -> impl Iterator<Item = (i64, &Batch)> {
        let all = (1..).zip(self.batches.iter().map(Arc::as_ref));
        all.filter(|(number, _)| !self.held.contains(number))
    }

    pub fn outcome(&self, at: Option<usize>) -> Option<&StoredVerdict> {
        self.outcomes.get(at?).map(Arc::as_ref)
    }
}

/// Which bells to ring.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rings {
    pub queued: bool,
    pub outbox: bool,
    pub holds: bool,
}

/// One transaction: a copy of the tables, its time, its events.
pub struct Transaction {
    pub tables: Tables,
    pub at: Timestamp,
    pub rings: Rings,
    events: Vec<u8>,
    events_count: u32,
}

impl Transaction {
    pub fn begin(mut tables: Tables, at: Timestamp) -> Transaction {
        tables.last_stamp = at;
        Transaction { tables, at, rings: Rings::default(), events: Vec::new(), events_count: 0 }
    }

    /// The tables as they are to be, and the number of the batch of events, where there were any.
    pub fn end(mut self) -> (Tables, Option<i64>) {
        if self.events_count == 0 {
            return (self.tables, None);
        }
        let number = self.next_batch();
        self.tables.batches.push(Arc::new(Batch { bytes: self.events, leaves: None }));
        (self.tables, Some(number))
    }

    /// The transaction's time in microseconds.
    pub fn now(&self) -> i64 {
        self.at.as_microsecond()
    }

    /// The document with this number, to be changed.
    pub fn document(&mut self, seq: i64) -> Result<&mut Document, Error> {
        let found = place(seq).and_then(|at| self.tables.documents.get_mut(at));
        found.map(Arc::make_mut).ok_or_else(|| unreadable("a document's number"))
    }

    /// The number of a name; told once.
    pub fn name(&mut self, text: &str) -> i64 {
        if let Some(number) = self.tables.names.get(text) {
            return *number;
        }
        let number = i64::try_from(self.tables.names.len()).unwrap_or(i64::MAX).saturating_add(1);
        self.tables.names.insert(text.into(), number);
        number
    }

    fn next_batch(&self) -> i64 {
        i64::try_from(self.tables.batches.len()).unwrap_or(i64::MAX).saturating_add(1)
    }

    /// Where the next event will stand.
    pub fn next_place(&self) -> EventPlace {
        EventPlace { batch: self.next_batch(), index: self.events_count }
    }

    /// Adds an event whose place, the next one, its document knows already.
    pub fn event_placed(&mut self, event: &Event<'_>) {
        event.write_canonical(&mut self.events);
        self.events.push(b'\n');
        self.events_count += 1;
    }

    /// Adds an event of a document. `write` says the rest of it.
    pub fn event(
        &mut self,
        seq: i64,
        what: What,
        by: &str,
        write: impl FnOnce(Event<'_>) -> Event<'_>,
    ) -> Result<(), Error> {
        let (at, next) = (self.at, self.next_place());
        let document = self.document(seq)?;
        push_place(&mut document.places, &next);
        let (arrival, count) = (Arc::clone(&document.arrival), places_count(&document.places));
        self.event_placed(&write(Event::new(&arrival.id, count, at, what, by)));
        Ok(())
    }
}
