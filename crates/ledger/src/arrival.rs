//! What goes in at the door: arrivals and the receipts they get.

use bytes::Bytes;
use jiff::Timestamp;
use jiff::civil::Date;
use trade::routing::Routing;
use trade::{Code, CorrelationId, Digest, Kind, Lane, Priority, State};

/// What the idempotency key of an arrival is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyKind {
    /// The sender's `Idempotency-Key`; the part index tells the parts of one request apart.
    Given(String),
    /// The envelope's own correlation id.
    CorrelationId,
    /// The SHA-256 of the bytes.
    Digest,
}

/// One document at the door, its bytes hashed and sniffed.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The id it shall have: the envelope's own, or a fresh one.
    pub id: CorrelationId,
    /// What makes two arrivals the same.
    pub key: KeyKind,
    /// Which part of the request or container, from 0.
    pub part: u32,
    /// The key or door it came by.
    pub source: String,
    /// Importer of record, or empty.
    pub client: String,
    /// SHA-256 of the bytes.
    pub digest: Digest,
    /// How many bytes.
    pub size: u64,
    /// The bytes, where they go into the row; else they are in the blob store already.
    pub bytes: Option<Bytes>,
    /// The file's name as the sender gave it; never used as a path.
    pub name: Option<String>,
    /// Sniffed format.
    pub format: String,
    /// Which kind of work.
    pub lane: Lane,
    /// How urgent.
    pub priority: Priority,
    /// What the sender directs besides lane and priority.
    pub routing: Routing,
    /// Told kind, until a reader knows better.
    pub kind: Kind,
    /// Whose tariff decides.
    pub jurisdiction: Option<String>,
    /// The day to check for, where a person asks for one.
    pub as_of: Option<Date>,
    /// The container it is a part of.
    pub container: Option<CorrelationId>,
    /// Why it is sent again although it came before: makes a new document that names the old one.
    pub again: Option<String>,
}

impl Arrival {
    /// A name-based id (RFC 9562, version 5) of what makes the arrival its source's own: for where the id it wishes is
    /// another's.
    pub(crate) fn derived_id(&self) -> CorrelationId {
        let given = match &self.key {
            KeyKind::Given(key) => key.as_str(),
            _ => "",
        };
        let name = format!("{}\0{}\0{}\0{given}\0{}", self.source, self.client, self.id, self.part);
        uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, name.as_bytes()).into()
    }

    /// `due = received-at − head start`, in microseconds; a given due time that comes earlier moves it ahead.
    pub(crate) fn due(&self, received_at: Timestamp) -> i64 {
        let ordered = received_at.as_microsecond() - self.priority.head_start_seconds() * 1_000_000;
        self.routing.due_at.map_or(ordered, |due_at| ordered.min(due_at.as_microsecond()))
    }
}

/// For which jurisdiction and day a verdict was made, in words.
pub(crate) fn told_verdict(jurisdiction: Option<&str>, as_of: Option<&str>) -> String {
    let jurisdiction = jurisdiction.unwrap_or("no jurisdiction");
    match as_of {
        Some(day) => format!("{jurisdiction} as of {day}"),
        None => format!("{jurisdiction} on the day of its receipt"),
    }
}

/// Originals up to this many bytes live in the ledger's row.
pub const ROW_BYTES_MAX: usize = 16 * 1024;

/// The answer to one arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The ledger's number of the document.
    pub seq: i64,
    /// Its correlation id.
    pub id: CorrelationId,
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// Its state now.
    pub state: State,
    /// It had been received before.
    pub seen_before: bool,
    /// For which jurisdiction and day its verdict was made, where that differs from what was asked now and the
    /// document is final.
    pub verdict_for: Option<String>,
}

/// Why an arrival makes no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// `idempotency_conflict`.
    pub code: Code,
    /// The document that has the key.
    pub other: CorrelationId,
}
