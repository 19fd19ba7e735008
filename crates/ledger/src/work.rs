//! What a worker takes and gives back: claims under a lease, and outcomes under its token.

use bytes::Bytes;
use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use trade::{Code, CorrelationId, Digest, Kind, Lane, State};

/// A queued document as the claim's chooser sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The ledger's number.
    pub seq: i64,
    /// The ledger's number of its source.
    pub source: i64,
    /// `received-at − head start`, microseconds since 1970.
    pub due: i64,
    /// How many bytes its original has.
    pub size: i64,
    /// It must run alone: its batch died once.
    pub alone: bool,
}

/// What to claim. `choose` is a pure function of the candidates and says which, in what order.
#[derive(Debug, Clone, Copy)]
pub struct ClaimOrder {
    /// Which lane.
    pub lane: Lane,
    /// At most so many.
    pub documents_max: usize,
    /// At most so many bytes of originals; one document is always allowed.
    pub bytes_max: u64,
    /// How long the lease holds.
    pub lease: std::time::Duration,
    /// Picks the places of candidates, which come in due order.
    pub choose: fn(&[Candidate], usize, u64) -> Vec<usize>,
}

/// The random token of a claim: whoever holds it may commit; nobody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token(pub i64);

/// One document under a lease.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// The ledger's number.
    pub seq: i64,
    /// Its correlation id.
    pub id: CorrelationId,
    /// The fence.
    pub token: Token,
    /// Which claim this is, from 1; never falls.
    pub attempt: u32,
    /// Failures that counted.
    pub failures: u32,
    /// It runs alone, after its batch died.
    pub alone: bool,
    /// Deaths while alone.
    pub deaths: u32,
    /// SHA-256 of its original.
    pub digest: Digest,
    /// The original, where it lives in the row.
    pub bytes: Option<Bytes>,
    /// How many bytes the original has.
    pub size: u64,
    /// The file's name as the sender gave it.
    pub name: Option<String>,
    /// Sniffed format.
    pub format: String,
    /// Told kind.
    pub kind: Kind,
    /// The door's key.
    pub source: String,
    /// Importer of record.
    pub client: String,
    /// Whose tariff decides.
    pub jurisdiction: Option<String>,
    /// The day asked for.
    pub as_of: Option<Date>,
    /// Our own time of receipt.
    pub received_at: Timestamp,
    /// It is a part of a container.
    pub is_part: bool,
    /// People's decisions about it, in order.
    pub decisions: Vec<crate::decision::Decision>,
    /// The revision its next release has.
    pub revision: u32,
    /// The outlets its routing names; empty: all.
    pub routed_outlets: Vec<String>,
    /// Where its events stand, as the ledger keeps it; goes back with the outcome. Nobody else adds to it while the
    /// token holds.
    pub places: Vec<u8>,
}

/// What the document became, to be written in one transaction if the token still holds.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The ledger's number.
    pub seq: i64,
    /// Its correlation id.
    pub id: CorrelationId,
    /// Where its events stood at the claim.
    pub places: Vec<u8>,
    /// The revision of its last release, 0 before the first.
    pub revision: u32,
    /// The fence.
    pub token: Token,
    /// Which attempt ended.
    pub attempt: u32,
    /// Where it goes: validated, in_review, dead_letter, waiting, or queued.
    pub to: State,
    /// Why, where a code says.
    pub code: Option<Code>,
    /// When a waiting document wakes.
    pub wake_at: Option<Timestamp>,
    /// The failure counts against the retry limit.
    pub counts_failure: bool,
    /// What was found and read; absent where the attempt failed before.
    pub result: Option<Verdict>,
    /// The worker's name.
    pub by: String,
}

/// The result of a whole attempt.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    /// What the document is.
    pub kind: Kind,
    /// ISO 639-1.
    pub language: Option<String>,
    /// The record as JSON.
    pub record: String,
    /// The findings as a JSON list.
    pub findings: String,
    /// The reading as JSON, where the format keeps one.
    pub reading: Option<String>,
    /// SHA-256 over record and findings, as [`outcome_digest`] makes it.
    pub digest: Option<Digest>,
    /// How many findings.
    pub findings_count: u32,
    /// The first finding in words.
    pub first_finding: Option<String>,
    /// Lines read.
    pub lines: u32,
    /// Lines held, with their codes, in order.
    pub quarantined: Vec<HeldLine>,
    /// Lines a person struck out, by ordinal.
    pub struck: Vec<u32>,
    /// How many of those.
    pub lines_rejected: u32,
    /// What the document declares.
    pub declared: Option<Decimal>,
    /// What its sound lines come to.
    pub sound: Option<Decimal>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// Whose tariff decided.
    pub jurisdiction: Option<String>,
    /// Which day's tariff.
    pub relevant_date: Option<Date>,
    /// Why that day.
    pub basis: &'static str,
    /// Which table.
    pub edition: Option<(String, String)>,
    /// What a person must decide.
    pub tasks: Vec<NewTask>,
    /// The outlets that take this release.
    pub outlets: Vec<String>,
    /// A short key for kind, client, seller and number of an invoice; another document that has it makes the commit
    /// answer [`Committed::Reused`], once.
    pub number_key: Option<i64>,
    /// The findings say already which document came with the same number.
    pub reuse_told: bool,
}

/// A line that does not go along.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct HeldLine {
    /// Ordinal.
    pub line: u32,
    /// Codes of the findings that hold it.
    pub codes: Vec<String>,
}

/// Something a person must decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTask {
    /// `classify`, `correct`, `disagreement`, `approve`.
    pub kind: &'static str,
    /// The line, or the whole document.
    pub line: Option<u32>,
    /// The field it is about.
    pub field: Option<String>,
    /// The codes behind it.
    pub codes: Vec<String>,
    /// One sentence.
    pub reason: String,
}

/// A document whose lease lapsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lapsed {
    /// Nothing else was in its batch.
    pub alone: bool,
    /// Its deaths alone before this one.
    pub deaths: u32,
}

/// Where a lapse leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterLapse {
    /// Queued, to run alone.
    Alone,
    /// A dead letter with this code.
    DeadLetter(Code),
}

/// What became of one outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Committed {
    /// Written.
    Done,
    /// The token no longer holds: somebody else has the document.
    Stale,
    /// The database refused a value of it; the others were written.
    Refused,
    /// Not written yet: this document came with the same invoice number and other contents. The outcome comes again
    /// with a finding that says so.
    Reused(CorrelationId),
}

/// The digest that an event names for an outcome: SHA-256 over the record's bytes, a zero byte, and the findings'.
pub fn outcome_digest(record: &[u8], findings: &[u8]) -> Digest {
    use sha2::Digest as _;
    let mut hasher = sha2::Sha256::new();
    hasher.update(record);
    hasher.update([0]);
    hasher.update(findings);
    Digest(hasher.finalize().into())
}

/// The id of a release outside: equal for all attempts and outlets.
pub fn release_id(document: &CorrelationId, revision: u32) -> String {
    format!("{document}.{revision}")
}

/// One release that an outlet has not taken yet.
#[derive(Debug, Clone)]
pub struct Undelivered {
    /// How its document stands.
    pub standing: Standing,
    /// From 1.
    pub revision: u32,
    /// The revision of the same document that this outlet took before.
    pub supersedes: Option<u32>,
    /// The door's key.
    pub source: String,
    /// Importer of record.
    pub client: String,
    /// Of the original.
    pub digest: Digest,
    /// The verdict it releases.
    pub verdict: StoredVerdict,
}

/// How a document stood when the outbox was read; goes back with the mark. Where it stands otherwise by then, the ledger
/// looks again.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The ledger's number of the document.
    pub seq: i64,
    /// The document.
    pub id: CorrelationId,
    /// Where it is.
    pub state: State,
    /// Where its events stand, as the ledger keeps it.
    pub places: Vec<u8>,
    /// Another outlet waits that has taken none of its revisions.
    pub others_wait: bool,
}

/// A verdict as it stands in the ledger.
#[derive(Debug, Clone, Default)]
pub struct StoredVerdict {
    /// The outcome row.
    pub outcome: i64,
    /// What the document is.
    pub kind: Kind,
    /// The record as JSON text.
    pub record: String,
    /// The findings as a JSON list.
    pub findings: String,
    /// The reading as JSON text.
    pub reading: Option<String>,
    /// Lines held, with those a person struck out (code `line_rejected`).
    pub held: Vec<HeldLine>,
    /// How many lines a person struck out.
    pub lines_rejected: u32,
    /// Lines read.
    pub lines: u32,
    /// What the document declares.
    pub declared: Option<String>,
    /// What its sound lines come to.
    pub sound: Option<String>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// Whose tariff decided.
    pub jurisdiction: Option<String>,
    /// Which day's tariff.
    pub relevant_date: Option<Date>,
    /// Why that day.
    pub basis: String,
    /// Which table.
    pub edition: Option<(String, String)>,
}

/// One release that an outlet took.
#[derive(Debug, Clone)]
pub struct Delivered {
    /// How its document stood.
    pub standing: Standing,
    /// Which revision.
    pub revision: u32,
    /// SHA-256 of the release's bytes.
    pub release: Digest,
    /// How many lines went.
    pub lines: u32,
    /// What went, in the document's currency.
    pub value: Option<Decimal>,
}

/// How far the folder outlet's file is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileMark {
    /// The file's name in the folder.
    pub file: String,
    /// Its length once everything marked as delivered stands in it.
    pub length: u64,
}
