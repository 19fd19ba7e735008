//! Holds: what a person has stopped, since when, why, and how it ended.
//!
//! A hold is in force from the commit that makes it to the commit that ends it, whatever its `until` says: who looks after
//! the time ends it. Each of the two is one event in the log, which names the hold by its number.

use crate::log::EventPlace;
use jiff::Timestamp;
use serde::Serialize;
use trade::{Digest, HoldScope};

/// So many holds may be in force at once: each claim reads them.
pub const HOLDS_MAX: usize = 100;

/// A hold to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHold {
    /// What is stopped.
    pub scope: HoldScope,
    /// Why, in a person's words.
    pub reason: String,
    /// Who.
    pub by: String,
    /// When it is to end by itself.
    pub until: Option<Timestamp>,
}

/// A hold, in force or ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hold {
    /// Its number, from 1; never used again.
    pub id: i64,
    /// What is stopped.
    pub scope: HoldScope,
    /// Why, in a person's words.
    pub reason: String,
    /// Who.
    pub by: String,
    /// When it was made.
    pub since: Timestamp,
    /// When it is to end by itself.
    pub until: Option<Timestamp>,
    /// How it ended; none while it is in force.
    pub ended: Option<Ended>,
}

/// How a hold ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// Why, where it was said.
    pub reason: Option<String>,
}

impl Hold {
    /// Its name in the log.
    pub fn name(&self) -> String {
        format!("hold:{}", self.id)
    }

    /// The digest that its first event names: SHA-256 over reason and until, as text, a zero byte between them. Scope,
    /// time and person stand in the event itself.
    pub fn terms(&self) -> Digest {
        let until = self.until.map(|until| until.to_string()).unwrap_or_default();
        Digest::of(format!("{}\0{until}", self.reason).as_bytes())
    }
}

impl Ended {
    /// The digest that the event of the end names: SHA-256 over why; none where nothing was said.
    pub fn words(&self) -> Option<Digest> {
        self.reason.as_deref().map(|reason| Digest::of(reason.as_bytes()))
    }
}

/// The answer to who ends a hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resumed {
    /// It is ended, now.
    Done(Hold),
    /// It had ended before.
    Before(Hold),
    /// No such hold.
    Unknown,
}

/// What the verifier needs of one hold.
#[derive(Debug, Clone)]
pub struct HoldProof {
    /// The hold as its table has it.
    pub hold: Hold,
    /// Where its events stand.
    pub events: Vec<EventPlace>,
}
