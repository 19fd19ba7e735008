//! One event of a document's life, or of a hold's, in its canonical bytes.
//!
//! The bytes are compact JSON with the fields in the order of [`Event`]; they are what a leaf of the log hashes.
//! An event holds hashes, codes and names of workers and people, never the contents of a document.

use crate::code::Code;
use crate::id::{CorrelationId, Digest};
use crate::state::State;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io::Write as _;

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
    /// A hold was made: the event is the hold's, not a document's.
    Held,
    /// A hold was ended, by a person or because its time was over.
    Resumed,
}

impl What {
    /// Every one.
    pub const ALL: [What; 13] = [
        What::Received,
        What::Decided,
        What::Delivered,
        What::Revised,
        What::Replayed,
        What::Revalidated,
        What::Approved,
        What::Corrected,
        What::LineSettled,
        What::Rejected,
        What::Woken,
        What::Held,
        What::Resumed,
    ];

    /// Its name in events.
    pub fn name(self) -> &'static str {
        match self {
            What::Received => "received",
            What::Decided => "decided",
            What::Delivered => "delivered",
            What::Revised => "revised",
            What::Replayed => "replayed",
            What::Revalidated => "revalidated",
            What::Approved => "approved",
            What::Corrected => "corrected",
            What::LineSettled => "line_settled",
            What::Rejected => "rejected",
            What::Woken => "woken",
            What::Held => "held",
            What::Resumed => "resumed",
        }
    }

    /// It happens to a hold; all others happen to documents.
    pub fn is_of_a_hold(self) -> bool {
        matches!(self, What::Held | What::Resumed)
    }
}

/// One event. Fields are in canonical order; absent ones are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event<'a> {
    /// The document, or `hold:` and a hold's number.
    #[serde(borrow)]
    pub document: Cow<'a, str>,
    /// The document's or hold's own count of events, from 1.
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
    /// SHA-256 of the original; of a hold's terms.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub original: Option<Digest>,
    /// SHA-256 of the outcome (record, findings) that this event decided; of why a hold was ended.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub outcome: Option<Digest>,
    /// SHA-256 of the release that was handed on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub release: Option<Digest>,
    /// The line it is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line: Option<u32>,
    /// The document it is a duplicate or a part of, or follows; a hold's scope.
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
        Event::about(document.as_str(), n, at, what, by)
    }

    /// The same, of a document or a hold by its name in the log.
    pub fn about(name: &'a str, n: u32, at: jiff::Timestamp, what: What, by: &'a str) -> Event<'a> {
        Event {
            document: Cow::Borrowed(name),
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

    /// Appends the canonical bytes; they hold no line feed. They are what `serde_json` would write, which is too slow
    /// for three events a document on the ledger's one writer.
    pub fn write_canonical(&self, into: &mut Vec<u8>) {
        into.extend_from_slice(br#"{"document":"#);
        write_text(into, &self.document);
        write_number(into, r#","n":"#, self.n);
        // Writing to memory cannot fail.
        let _ = write!(into, r#","at":"{}""#, self.at);
        write_name(into, r#","what":""#, self.what.name());
        self.from.iter().for_each(|from| write_name(into, r#","from":""#, from.name()));
        self.to.iter().for_each(|to| write_name(into, r#","to":""#, to.name()));
        into.extend_from_slice(br#","by":"#);
        write_text(into, &self.by);
        self.attempt.iter().for_each(|attempt| write_number(into, r#","attempt":"#, *attempt));
        self.code.iter().for_each(|code| write_name(into, r#","code":""#, code.name()));
        self.original.iter().for_each(|digest| write_digest(into, r#","original":""#, digest));
        self.outcome.iter().for_each(|digest| write_digest(into, r#","outcome":""#, digest));
        self.release.iter().for_each(|digest| write_digest(into, r#","release":""#, digest));
        self.line.iter().for_each(|line| write_number(into, r#","line":"#, *line));
        if let Some(other) = &self.other {
            into.extend_from_slice(br#","other":"#);
            write_text(into, other);
        }
        into.push(b'}');
    }

    /// Reads an event back from its canonical bytes.
    ///
    /// # Errors
    /// Where the bytes are no event of this version.
    pub fn read(bytes: &'a [u8]) -> Result<Event<'a>, serde_json::Error> {
        serde_json::from_slice(bytes)
    }
}

/// A JSON string; most hold nothing to escape.
fn write_text(into: &mut Vec<u8>, text: &str) {
    if text.bytes().any(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
        // Writing to memory cannot fail.
        let _ = serde_json::to_writer(into, text);
    } else {
        into.push(b'"');
        into.extend_from_slice(text.as_bytes());
        into.push(b'"');
    }
}

/// A key and a name of ours, which needs no escape.
fn write_name(into: &mut Vec<u8>, key: &str, name: &str) {
    into.extend_from_slice(key.as_bytes());
    into.extend_from_slice(name.as_bytes());
    into.push(b'"');
}

fn write_number(into: &mut Vec<u8>, key: &str, number: u32) {
    // Writing to memory cannot fail.
    let _ = write!(into, "{key}{number}");
}

fn write_digest(into: &mut Vec<u8>, key: &str, digest: &Digest) {
    let mut text = [0; 64];
    into.extend_from_slice(key.as_bytes());
    // 32 bytes are 64 digits.
    if hex::encode_to_slice(digest.0, &mut text).is_ok() {
        into.extend_from_slice(&text);
    }
    into.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_canonical_bytes_are_those_of_serde(
            text in ".{0,20}", n in any::<u32>(), at in -9_000_000_000_000i64..9_000_000_000_000_000,
            state in 0usize..10, what in 0usize..What::ALL.len(), some in any::<[bool; 8]>(), bytes in any::<[u8; 32]>(),
        ) {
            let id = CorrelationId::parse("d-1").unwrap();
            let at = jiff::Timestamp::from_microsecond(at).unwrap();
            let digest = Digest(bytes);
            let event = Event {
                document: text.as_str().into(),
                from: some[0].then(|| State::ALL[state]),
                to: some[1].then(|| State::ALL[9 - state]),
                attempt: some[2].then_some(n),
                code: some[3].then_some(Code::TotalMismatch),
                original: some[4].then_some(digest),
                outcome: some[5].then_some(digest),
                release: some[6].then_some(digest),
                line: some[7].then_some(n),
                other: some[0].then(|| text.as_str().into()),
                ..Event::new(&id, n, at, What::ALL[what], &text)
            };
            let mut bytes = Vec::new();
            event.write_canonical(&mut bytes);
            prop_assert_eq!(bytes, serde_json::to_vec(&event).unwrap());
        }
    }

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
