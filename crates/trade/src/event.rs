//! One event of a document's life, in its canonical bytes.
//!
//! The bytes are compact JSON with the fields in the order of [`Event`]; they are what a leaf of the log hashes.
//! An event holds hashes, codes and names of workers and people, never the contents of a document.

use crate::code::Code;
use crate::id::{CorrelationId, Digest};
use crate::state::State;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The bytes are durable and queued, or a duplicate of others.
    Received,
    /// An attempt ended with a verdict.
    Decided,
    /// The outlets took the first revision they accept.
    Delivered,
    /// A later revision was handed on; no move.
    Revised,
    /// A person asked for another attempt.
    Replayed,
    /// Validated anew for another jurisdiction, date or tariff.
    Revalidated,
    /// A person approved what was doubtful.
    Approved,
    /// A person changed values.
    Corrected,
    /// A person settled a quarantined line; no move.
    LineSettled,
    /// A person said no.
    Rejected,
    /// The time it waited for has come.
    Woken,
}

/// One event. Fields are in canonical order; absent ones are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event<'a> {
    /// The document.
    #[serde(borrow)]
    pub document: Cow<'a, str>,
    /// The document's own count of events, from 1.
    pub n: u32,
    /// When, UTC to the microsecond. Times of one log never go back.
    pub at: jiff::Timestamp,
    /// What happened.
    pub what: What,
    /// The state before, where it moved.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub from: Option<State>,
    /// The state after, where it moved.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub to: Option<State>,
    /// The worker, door, outlet or person.
    #[serde(borrow)]
    pub by: Cow<'a, str>,
    /// Which claim this ends, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub attempt: Option<u32>,
    /// Why, where a code says.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<Code>,
    /// SHA-256 of the original.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub original: Option<Digest>,
    /// SHA-256 of the outcome (record, findings) that this event decided.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub outcome: Option<Digest>,
    /// SHA-256 of the release that was handed on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub release: Option<Digest>,
    /// The line it is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line: Option<u32>,
    /// The document it is a duplicate or a part of, or follows.
    #[serde(borrow, skip_serializing_if = "Option::is_none", default)]
    pub other: Option<Cow<'a, str>>,
}

impl<'a> Event<'a> {
    /// An event with the fields that each one has.
    pub fn new(
        document: &'a CorrelationId,
        n: u32,
        at: jiff::Timestamp,
        what: What,
        by: &'a str,
    ) -> Event<'a> {
        Event {
            document: Cow::Borrowed(document.as_str()),
            n,
            at,
            what,
            from: None,
            to: None,
            by: Cow::Borrowed(by),
            attempt: None,
            code: None,
            original: None,
            outcome: None,
            release: None,
            line: None,
            other: None,
        }
    }

    /// The move it makes.
    #[must_use]
    pub fn moving(mut self, from: State, to: State) -> Event<'a> {
        self.from = Some(from);
        self.to = Some(to);
        self
    }

    /// Appends the canonical bytes; they hold no line feed.
    pub fn write_canonical(&self, into: &mut Vec<u8>) {
        // Writing to memory cannot fail, and every field serialises.
        let _ = serde_json::to_writer(into, self);
    }

    /// Reads an event back from its canonical bytes.
    ///
    /// # Errors
    /// Where the bytes are no event of this version.
    pub fn read(bytes: &'a [u8]) -> Result<Event<'a>, serde_json::Error> {
        serde_json::from_slice(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canonical_bytes_are_fixed_and_come_back() {
        let id = CorrelationId::parse("d-1").unwrap();
        let at = "2026-11-24T08:00:00.000001Z".parse().unwrap();
        let event = Event {
            attempt: Some(1),
            original: Some(Digest::of(b"")),
            code: Some(Code::TotalMismatch),
            ..Event::new(&id, 2, at, What::Decided, "worker-1").moving(State::Processing, State::InReview)
        };
        let mut bytes = Vec::new();
        event.write_canonical(&mut bytes);
        let text = concat!(
            r#"{"document":"d-1","n":2,"at":"2026-11-24T08:00:00.000001Z","what":"decided","from":"processing","#,
            r#""to":"in_review","by":"worker-1","attempt":1,"code":"total_mismatch","#,
            r#""original":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}"#
        );
        assert_eq!(std::str::from_utf8(&bytes).unwrap(), text);
        assert_eq!(Event::read(&bytes).unwrap(), event);
    }
}
