//! The outside shapes of documents and receipts. Names here never change; more may be added.

use jiff::Timestamp;
use ledger::view::Summary;
use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;
use trade::{CorrelationId, Digest, Kind, State};

/// `D`: a document in lists.
#[derive(Debug, Serialize)]
pub struct Document<'a> {
    /// Correlation id.
    pub correlation_id: &'a CorrelationId,
    /// The file's name as the sender gave it.
    pub file: Option<&'a str>,
    /// Of the original.
    pub sha256: &'a Digest,
    /// The key or door it came by.
    pub source: &'a str,
    /// Importer of record.
    pub client: Option<&'a str>,
    /// What it is.
    pub kind: Kind,
    /// ISO 639-1.
    pub language: Option<&'a str>,
    /// Where it is.
    pub state: State,
    /// The wire's five names.
    pub status: trade::state::Status,
    /// Our time of receipt.
    pub received_at: Timestamp,
    /// Lines read.
    pub lines: u32,
    /// Lines held.
    pub quarantined_lines: u32,
    /// What it declares.
    pub total_value: Option<&'a str>,
    /// ISO 4217.
    pub currency: Option<&'a str>,
    /// How many findings.
    pub findings: u32,
    /// The first in words.
    pub first_finding: Option<&'a str>,
    /// Why it is where it is, where a code says.
    pub code: Option<&'a str>,
    /// Sniffed format.
    pub format: &'a str,
    /// Which lane.
    pub lane: &'static str,
    /// How urgent.
    pub priority: &'static str,
    /// Bytes of the original.
    pub size: u64,
    /// Whose tariff was asked for.
    pub jurisdiction: Option<&'a str>,
    /// When it last moved.
    pub moved_at: Timestamp,
    /// When it wakes, where it waits.
    pub wake_at: Option<Timestamp>,
    /// Claims so far.
    pub attempt: u32,
    /// The container it is a part of.
    pub container: Option<&'a CorrelationId>,
    /// Which part, from 1.
    pub part: Option<u32>,
    /// The document it is a duplicate of, or follows.
    pub other: Option<&'a CorrelationId>,
}

impl<'a> Document<'a> {
    /// The shape of a summary.
    pub fn of(summary: &'a Summary) -> Document<'a> {
        Document {
            correlation_id: &summary.id,
            file: summary.name.as_deref(),
            sha256: &summary.digest,
            source: &summary.source,
            client: Some(summary.client.as_str()).filter(|client| !client.is_empty()),
            kind: summary.kind,
            language: summary.language.as_deref(),
            state: summary.state,
            status: summary.state.status(),
            received_at: summary.received_at,
            lines: summary.lines,
            quarantined_lines: summary.quarantined,
            total_value: summary.declared.as_deref(),
            currency: summary.currency.as_deref(),
            findings: summary.findings,
            first_finding: summary.first_finding.as_deref(),
            code: summary.code.as_deref(),
            format: &summary.format,
            lane: summary.lane.name(),
            priority: summary.priority.name(),
            size: summary.size,
            jurisdiction: summary.jurisdiction.as_deref(),
            moved_at: summary.moved_at,
            wake_at: summary.wake_at,
            attempt: summary.attempt,
            container: summary.container.as_ref(),
            part: summary.part,
            other: summary.other.as_ref(),
        }
    }
}

/// JSON text from the ledger as a value; what is no JSON is null, and the verifier names it.
pub fn stored(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}

/// JSON text from the ledger, passed through as it stands.
pub fn raw(text: String) -> Option<Box<RawValue>> {
    RawValue::from_string(text).ok()
}

/// `R`: one line of receipts. Written by hand: 15,000 a second pass here, and none of its texts needs escaping.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// The input line, from 1.
    pub line: u64,
    /// The document.
    pub id: CorrelationId,
    /// Of its bytes.
    pub digest: Digest,
    /// Where it is.
    pub state: State,
    /// It had been received before.
    pub seen_before: bool,
    /// For which jurisdiction and day the verdict of a final document was made, where others were asked for.
    pub verdict_for: Option<String>,
}

impl Receipt {
    /// What the sender may do next: a dead letter or a reject may be replayed or sent again.
    pub fn next(&self) -> Option<&'static str> {
        (self.seen_before && matches!(self.state, State::DeadLetter | State::Rejected)).then_some("replay")
    }

    /// Appends the receipt as JSON, without a line feed.
    pub fn write(&self, into: &mut Vec<u8>) {
        use std::io::Write as _;
        let status = match self.state.status() {
            trade::state::Status::Queued => "queued",
            trade::state::Status::Processing => "processing",
            trade::state::Status::Validated => "validated",
            trade::state::Status::Failed => "failed",
            trade::state::Status::DeadLetterQueue => "dead_letter_queue",
        };
        let next = self.next().map_or(Cow::Borrowed("null"), |next| Cow::Owned(format!("\"{next}\"")));
        // Writing to memory cannot fail.
        let _ = write!(
            into,
            r#"{{"line":{},"correlation_id":"{}","sha256":"{}","state":"{}","status":"{status}","seen_before":{},"next":{next}"#,
            self.line, self.id, self.digest, self.state, self.seen_before,
        );
        if let Some(verdict_for) = &self.verdict_for {
            let _ = write!(into, r#","verdict_for":{}"#, Value::from(verdict_for.as_str()));
        }
        into.push(b'}');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receipt_is_the_json_of_the_contract() {
        let receipt = Receipt {
            line: 3,
            id: CorrelationId::parse("a-1").unwrap(),
            digest: Digest::of(b""),
            state: State::DeadLetter,
            seen_before: true,
            verdict_for: Some("US \"x\"".into()),
        };
        let mut bytes = Vec::new();
        receipt.write(&mut bytes);
        let json: Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(json["line"], 3);
        assert_eq!(json["status"], "dead_letter_queue");
        assert_eq!(json["next"], "replay");
        assert_eq!(json["verdict_for"], "US \"x\"");
        let fresh = Receipt { state: State::Queued, seen_before: false, verdict_for: None, ..receipt };
        let mut bytes = Vec::new();
        fresh.write(&mut bytes);
        assert_eq!(serde_json::from_slice::<Value>(&bytes).unwrap()["next"], Value::Null);
    }
}
