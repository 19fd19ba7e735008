//! Reads everything again and names the first thing that is wrong: originals, events, tree, checkpoints, states, holds.
//!
//! Needs no running engine and no network; memory stays flat however long the log is. An edit of an event is
//! named by the event; a cut of the log shows against a checkpoint kept elsewhere.

/// Inclusion proofs of one document's events.
mod inclusion;

/// Holds against their events.
mod holds;

pub use inclusion::{Included, Inclusion, inclusion};

use crate::error::Error;
use crate::seal::Seal;
use crate::sequence::ORIGIN;
use audit::{Fault, Hash, LogVerifier, leaf_hash};
use ledger::Ledger;
use ledger::log::{DocumentProof, EventBatch, EventPlace};
use serde::Serialize;
use std::collections::HashMap;
use trade::event::Event;
use trade::{Digest, State};

/// Documents, or holds, whose events are looked at together.
const EVENTS_OF_AT_ONCE: usize = 5_000;

/// Events read at once.
const EVENTS_AT_ONCE: usize = 20_000;

/// What the verifier found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proven {
    /// Nothing is wrong.
    pub ok: bool,
    /// Events read.
    pub events: u64,
    /// Originals read.
    pub originals: u64,
    /// Checkpoints compared.
    pub checkpoints: u64,
    /// Events that lie under a checkpoint.
    pub signed: u64,
    /// The first thing that is wrong.
    pub first_bad: Option<Bad>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bad {
    /// `original`, `event`, `tree`, `checkpoint`, `state`.
    pub what: &'static str,
    /// Which one: a correlation id, a hold, a leaf, a checkpoint's name.
    pub id: String,
    /// Why, in words.
    pub why: String,
}

impl Bad {
    fn new(what: &'static str, id: impl ToString, why: impl ToString) -> Bad {
        Bad { what, id: id.to_string(), why: why.to_string() }
    }
}

/// What a check says: go on, or the first bad thing, or the ledger could not be read.
enum Stop {
    Bad(Bad),
    Failed(Error),
}

impl From<Bad> for Stop {
    fn from(bad: Bad) -> Stop {
        Stop::Bad(bad)
    }
}

impl From<ledger::Error> for Stop {
    fn from(failure: ledger::Error) -> Stop {
        Stop::Failed(failure.into())
    }
}

impl From<Error> for Stop {
    fn from(failure: Error) -> Stop {
        Stop::Failed(failure)
    }
}

/// Verifies a data folder; `against` are notes kept elsewhere, by name.
///
/// # Errors
/// Only where something cannot be read at all; what is wrong is the answer.
pub async fn verify(
    ledger: &dyn Ledger,
    seal: &Seal,
    against: Vec<(String, Vec<u8>)>,
) -> Result<Proven, Error> {
    let mut proven =
        Proven { ok: false, events: 0, originals: 0, checkpoints: 0, signed: 0, first_bad: None };
    match run(ledger, seal, against, &mut proven).await {
        Ok(()) => proven.ok = true,
        Err(Stop::Bad(bad)) => proven.first_bad = Some(bad),
        Err(Stop::Failed(failure)) => return Err(failure),
    }
    Ok(proven)
}

async fn run(
    ledger: &dyn Ledger,
    seal: &Seal,
    against: Vec<(String, Vec<u8>)>,
    proven: &mut Proven,
) -> Result<(), Stop> {
    // Checkpoints first, then the end of the log: whatever they cover has been committed by then. What is committed
    // later, while this reads, is not looked at.
    let notes = notes(ledger, seal, against).await?;
    let last = ledger.last_batch().await?;
    proven.checkpoints = log(ledger, seal, notes, last, proven).await?;
    states(ledger, last, proven).await
}

/// The log: every event against its leaf, every leaf against every checkpoint.
async fn log(
    ledger: &dyn Ledger,
    seal: &Seal,
    notes: Vec<(String, Vec<u8>)>,
    end: i64,
    proven: &mut Proven,
) -> Result<u64, Stop> {
    let mut names = Vec::new();
    let mut log = LogVerifier::new(ORIGIN, seal.verifier()?);
    let mut unsequenced = None;
    for (name, note) in notes {
        names.push(name);
        log.checkpoint(note).map_err(|fault| told(fault, &names))?;
    }
    let mut next = 0;
    loop {
        let batches = ledger.event_batches(next, EVENTS_AT_ONCE).await?;
        let Some((last, _)) = batches.last() else { break };
        next = last.batch + 1;
        for (batch, leaves) in batches.iter().filter(|(batch, _)| batch.batch <= end) {
            let recorded = leaves.as_ref().map(|leaves| (leaves.first_leaf, leaves.hashes.as_slice()));
            match (recorded, unsequenced) {
                (Some(recorded), None) => batch_of(&mut log, batch, recorded, proven, &names)?,
                // The sequencer may be behind, but only at the end: no leaf comes after an event without one.
                (None, _) => {
                    unsequenced = unsequenced.or(Some(batch.batch));
                    proven.events += batch.events().count() as u64;
                }
                (Some(_), Some(gap)) => {
                    return Err(Bad::new(
                        "event",
                        format!("batch {gap}"),
                        "its events have no leaves, later ones have",
                    )
                    .into());
                }
            }
        }
        if next > end {
            break;
        }
    }
    let verified = log.finish().map_err(|fault| told(fault, &names))?;
    proven.signed = verified.signed;
    Ok(verified.checkpoints)
}

/// One batch: its events are the leaves that were recorded for them, in their places.
fn batch_of(
    log: &mut LogVerifier,
    batch: &EventBatch,
    (first_leaf, hashes): (u64, &[u8]),
    proven: &mut Proven,
    names: &[String],
) -> Result<(), Stop> {
    if first_leaf != proven.events {
        let why = format!("its leaves begin at {first_leaf}, but {} went before", proven.events);
        return Err(Bad::new("tree", format!("batch {}", batch.batch), why).into());
    }
    let mut hashes = hashes.chunks_exact(32);
    for event in batch.events() {
        let leaf: Option<[u8; 32]> = hashes.next().and_then(|hash| hash.try_into().ok());
        let Some(leaf) = leaf else {
            return Err(Bad::new("event", proven.events, "the batch holds more events than leaves").into());
        };
        if leaf_hash(event) != Hash(leaf) {
            return Err(Bad::new("event", proven.events, "its bytes are not those of its leaf").into());
        }
        log.leaf(Hash(leaf)).map_err(|fault| told(fault, names))?;
        proven.events += 1;
    }
    if hashes.next().is_some() {
        return Err(Bad::new("event", proven.events, "the batch holds fewer events than leaves").into());
    }
    Ok(())
}

/// Every checkpoint that is known: the ledger's, the folder's, the witness's, and those given.
async fn notes(
    ledger: &dyn Ledger,
    seal: &Seal,
    against: Vec<(String, Vec<u8>)>,
) -> Result<Vec<(String, Vec<u8>)>, Stop> {
    let mut notes: Vec<(String, Vec<u8>)> = Vec::new();
    for (size, note) in ledger.checkpoints().await? {
        notes.push((format!("ledger:{size}"), note.into_bytes()));
    }
    notes.extend(seal.kept()?);
    if let Some(note) = seal.witnessed()? {
        notes.push(("witness".to_owned(), note));
    }
    notes.extend(against);
    Ok(notes)
}

/// A fault of the log in our words. A log that was cut is shown by the checkpoint that knows more of it.
fn told(fault: Fault, names: &[String]) -> Stop {
    let named = |position: u64| {
        usize::try_from(position).ok().and_then(|at| names.get(at)).cloned().unwrap_or_default()
    };
    match &fault {
        Fault::LogCut { position, .. } => Bad::new("checkpoint", named(*position), &fault).into(),
        _ if fault.what() == audit::What::Checkpoint => {
            Bad::new("checkpoint", named(fault.id()), &fault).into()
        }
        _ => Bad::new(fault.what().as_str(), fault.id(), &fault).into(),
    }
}

/// The state table: each document's events fold to its state, and its bytes are those of its first event.
async fn states(ledger: &dyn Ledger, end: i64, proven: &mut Proven) -> Result<(), Stop> {
    let (mut after, mut placed) = (0, 0u64);
    loop {
        let proofs = ledger.document_proofs(after, EVENTS_OF_AT_ONCE).await?;
        let Some(last) = proofs.last() else { break };
        after = last.seq;
        let events = events_of(ledger, proofs.iter().flat_map(|proof| &proof.events)).await?;
        for proof in &proofs {
            let known = proof.events.iter().filter(|place| place.batch <= end).count();
            placed += known as u64;
            if known > 0 || proof.events.is_empty() {
                document(ledger, proof, &events, proven).await?;
            }
        }
    }
    placed += holds::holds(ledger, end).await?;
    if placed != proven.events {
        let why = format!("the log has {} events, documents and holds name {placed}", proven.events);
        return Err(Bad::new("state", "document", why).into());
    }
    if !ledger.counts().await?.conserved() {
        return Err(Bad::new("state", "sums", "the sums over all states do not close").into());
    }
    Ok(())
}

/// The batches that these events stand in.
async fn events_of(
    ledger: &dyn Ledger,
    places: impl Iterator<Item = &EventPlace>,
) -> Result<HashMap<i64, Vec<Vec<u8>>>, Stop> {
    let mut wanted: Vec<i64> = places.map(|place| place.batch).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut found: HashMap<i64, Vec<Vec<u8>>> = HashMap::new();
    let mut at = wanted.first().copied();
    while let Some(first) = at {
        let batches = ledger.event_batches(first, EVENTS_AT_ONCE).await?;
        let Some((last, _)) = batches.last() else { break };
        let next = last.batch + 1;
        for (batch, _) in batches {
            if wanted.binary_search(&batch.batch).is_ok() {
                found.insert(batch.batch, batch.events().map(<[u8]>::to_vec).collect());
            }
        }
        at = wanted.iter().copied().find(|batch| *batch >= next);
    }
    Ok(found)
}

fn event_at<'e>(events: &'e HashMap<i64, Vec<Vec<u8>>>, place: &EventPlace) -> Option<&'e [u8]> {
    events.get(&place.batch)?.get(place.index as usize).map(Vec::as_slice)
}

/// One document against its events.
async fn document(
    ledger: &dyn Ledger,
    proof: &DocumentProof,
    events: &HashMap<i64, Vec<Vec<u8>>>,
    proven: &mut Proven,
) -> Result<(), Stop> {
    let bad = |why: String| Stop::Bad(Bad::new("state", &proof.id, why));
    let mut folded = Folded::default();
    for (n, place) in (1..).zip(&proof.events) {
        let bytes = event_at(events, place)
            .ok_or_else(|| bad(format!("its event {n} is not where the document says")))?;
        let event = Event::read(bytes).map_err(|_| bad(format!("its event {n} is no event")))?;
        folded.take(&proof.id, n, &event).map_err(bad)?;
    }
    folded.agrees(proof).map_err(bad)?;
    let bytes = match &proof.bytes {
        Some(bytes) => Some(bytes.clone()),
        None => ledger.blob(proof.digest).await?,
    };
    proven.originals += 1;
    match bytes {
        None => Err(Bad::new("original", &proof.id, "its bytes are missing").into()),
        Some(bytes) if Digest::of(&bytes) != proof.digest => {
            Err(Bad::new("original", &proof.id, "its bytes are not those that were received").into())
        }
        Some(_) => Ok(()),
    }
}

/// What a document's events come to.
#[derive(Default)]
struct Folded {
    state: Option<State>,
    original: Option<Digest>,
    outcome: Option<Digest>,
}

impl Folded {
    /// Takes the next event: it is this document's, in order, and its move is legal from where it stood.
    fn take(&mut self, id: &str, n: u32, event: &Event<'_>) -> Result<(), String> {
        if event.document != id || event.n != n {
            return Err(format!("its event {n} is event {} of {}", event.n, event.document));
        }
        if event.what.is_of_a_hold() {
            return Err(format!("its event {n} is one of a hold"));
        }
        self.original = self.original.or(event.original);
        self.outcome = event.outcome.or(self.outcome);
        let (Some(from), Some(to)) = (event.from, event.to) else { return Ok(()) };
        // A claim writes no event: the event that ends an attempt moves from `processing`.
        let stood = match (self.state, from) {
            (None, State::Received) => State::Received,
            (Some(State::Queued), State::Processing) => State::Processing,
            (Some(state), _) => state,
            (None, _) => return Err("its first event is not its receipt".to_owned()),
        };
        if stood != from || !from.may_become(to) {
            return Err(format!("its event {n} moves from {from} to {to}, but it stood in {stood}"));
        }
        self.state = Some(to);
        Ok(())
    }

    /// The fold is what the state table has.
    fn agrees(&self, proof: &DocumentProof) -> Result<(), String> {
        let state = self.state.ok_or_else(|| "it has no events".to_owned())?;
        let leased = state == State::Queued && proof.state == State::Processing;
        if state != proof.state && !leased {
            return Err(format!("its events end in {state}, the state table says {}", proof.state));
        }
        if self.original != Some(proof.digest) {
            return Err("its first event names another original than the state table".to_owned());
        }
        if self.outcome != proof.outcome {
            return Err("its record or findings are not those that its events name".to_owned());
        }
        Ok(())
    }
}
