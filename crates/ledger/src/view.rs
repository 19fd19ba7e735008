//! What is asked of the ledger: summaries, filters, counts and sums.

use crate::work::StoredVerdict;
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use trade::{CorrelationId, Digest, Kind, Lane, Priority, State};

/// A document as lists show it.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The ledger's number.
    pub seq: i64,
    /// Correlation id.
    pub id: CorrelationId,
    /// The file's name.
    pub name: Option<String>,
    /// SHA-256 of the original.
    pub digest: Digest,
    /// Bytes of the original.
    pub size: u64,
    /// The door's key.
    pub source: String,
    /// Importer of record.
    pub client: String,
    /// Sniffed format.
    pub format: String,
    /// What it is.
    pub kind: Kind,
    /// ISO 639-1.
    pub language: Option<String>,
    /// Where it is.
    pub state: State,
    /// Why it is there, where a code says.
    pub code: Option<String>,
    /// Which lane.
    pub lane: Lane,
    /// How urgent.
    pub priority: Priority,
    /// Our time of receipt.
    pub received_at: Timestamp,
    /// When it last moved.
    pub moved_at: Timestamp,
    /// When it wakes, where it waits.
    pub wake_at: Option<Timestamp>,
    /// Claims so far.
    pub attempt: u32,
    /// Failures that counted.
    pub failures: u32,
    /// The jurisdiction asked for.
    pub jurisdiction: Option<String>,
    /// The day asked for.
    pub as_of: Option<Date>,
    /// Lines read.
    pub lines: u32,
    /// Lines held.
    pub quarantined: u32,
    /// The total it declares.
    pub declared: Option<String>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// How many findings.
    pub findings: u32,
    /// The first in words.
    pub first_finding: Option<String>,
    /// The container it is a part of.
    pub container: Option<CorrelationId>,
    /// Which part, from 1.
    pub part: Option<u32>,
    /// The document it is a duplicate of, or follows.
    pub other: Option<CorrelationId>,
}

/// A document with everything about it.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The summary.
    pub summary: Summary,
    /// Its last verdict.
    pub verdict: Option<StoredVerdict>,
    /// Its releases.
    pub releases: Vec<ReleaseRow>,
    /// People's decisions, in order.
    pub decisions: Vec<crate::decision::Decision>,
    /// The revision its next release has.
    pub revision: u32,
    /// The routing it came with.
    pub routing: trade::routing::Routing,
}

/// One release in the outbox.
#[derive(Debug, Clone, serde::Serialize)]
pub struct ReleaseRow {
    /// Its id outside.
    pub release_id: String,
    /// From 1.
    pub revision: u32,
    /// The outlet.
    pub outlet: String,
    /// `waiting`, `sent`, `superseded`.
    pub state: String,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
}

/// Which documents to list, newest first.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only these.
    pub ids: Option<Vec<CorrelationId>>,
    /// Only in these states.
    pub states: Vec<State>,
    /// Only by this source.
    pub source: Option<String>,
    /// Only for this client.
    pub client: Option<String>,
    /// Only parts of this container.
    pub container: Option<CorrelationId>,
    /// Only received at or after.
    pub since: Option<Timestamp>,
    /// Only with a lower number: the cursor.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: usize,
}

/// The counts and the three sums, by enumeration.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    /// Documents by state; every state is there.
    pub states: BTreeMap<&'static str, u64>,
    /// Documents received, counted on their own at the door.
    pub accepted: u64,
    /// Lines.
    pub lines: LineSums,
    /// Value by currency.
    pub value: BTreeMap<String, ValueSums>,
    /// Queued by lane.
    pub lanes: Vec<LaneCount>,
    /// Releases that wait for an outlet.
    pub outbox_pending: u64,
    /// Open tasks.
    pub tasks_open: u64,
    /// Event batches that have no leaf yet.
    pub batches_unsequenced: u64,
    /// Leaves in the log.
    pub leaves: u64,
}

impl Counts {
    /// Every sum closes.
    pub fn conserved(&self) -> bool {
        self.accepted == self.states.values().sum::<u64>()
            && self.lines.closes()
            && self.value.values().all(ValueSums::closes)
    }
}

/// read = released + quarantined + rejected + unsent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct LineSums {
    /// Lines read.
    pub read: u64,
    /// Lines that an outlet took.
    pub released: u64,
    /// Lines held.
    pub quarantined: u64,
    /// Lines of rejected documents, and lines struck out.
    pub rejected: u64,
    /// Sound lines whose document is not out yet.
    pub unsent: u64,
}

impl LineSums {
    /// The sum closes.
    pub fn closes(&self) -> bool {
        self.read == self.released + self.quarantined + self.rejected + self.unsent
    }
}

/// declared = released + held, in one currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct ValueSums {
    /// Declared by the documents.
    pub declared: Decimal,
    /// Gone with releases.
    pub released: Decimal,
    /// Held back.
    pub held: Decimal,
}

impl ValueSums {
    /// The sum closes.
    pub fn closes(&self) -> bool {
        self.declared == self.released + self.held
    }
}

/// The depth of a lane.
#[derive(Debug, Clone, serde::Serialize)]
pub struct LaneCount {
    /// The lane.
    pub lane: &'static str,
    /// Queued documents.
    pub queued: u64,
    /// When the oldest was received.
    pub oldest_received_at: Option<Timestamp>,
}
