//! Routing words: which kind of work a document is, how urgent, and where it is to go.
//!
//! Priority is a head start in time, so that ageing is free and none starves. It knows no queue.

use crate::kind::Kind;
use serde::{Deserialize, Serialize};

/// Which kind of work: slow lanes never block fast ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Lane {
    /// JSON, XML, EDI, sheets.
    #[default]
    Structured = 0,
    /// PDF with a text layer.
    Text = 1,
    /// Needs OCR.
    Scan = 2,
}

impl Lane {
    /// All three.
    pub const ALL: [Lane; 3] = [Lane::Structured, Lane::Text, Lane::Scan];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Lane::Structured => "structured",
            Lane::Text => "text",
            Lane::Scan => "scan",
        }
    }

    /// The lane with this name.
    pub fn from_name(name: &str) -> Option<Lane> {
        Lane::ALL.into_iter().find(|lane| lane.name() == name)
    }

    /// The lane with this number, as the ledger stores it.
    pub fn from_number(number: i64) -> Option<Lane> {
        Lane::ALL.into_iter().find(|lane| *lane as i64 == number)
    }
}

/// How urgent: a head start over documents of normal priority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Priority {
    /// An hour behind.
    Bulk = 0,
    /// Where received.
    #[default]
    Normal = 1,
    /// Ten minutes ahead.
    High = 2,
    /// An hour ahead.
    Urgent = 3,
}

impl Priority {
    /// All four.
    pub const ALL: [Priority; 4] = [Priority::Bulk, Priority::Normal, Priority::High, Priority::Urgent];

    /// The head start in seconds; `due = received-at − head start`.
    pub fn head_start_seconds(self) -> i64 {
        match self {
            Priority::Urgent => 3_600,
            Priority::High => 600,
            Priority::Normal => 0,
            Priority::Bulk => -3_600,
        }
    }

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Priority::Bulk => "bulk",
            Priority::Normal => "normal",
            Priority::High => "high",
            Priority::Urgent => "urgent",
        }
    }

    /// By name, or as a number: 0–2 normal, 3–7 high, 8–9 urgent, below 0 bulk.
    pub fn from_wire(text: &str) -> Option<Priority> {
        let text = text.trim();
        if let Some(found) = Priority::ALL.into_iter().find(|priority| priority.name() == text) {
            return Some(found);
        }
        match text.parse::<i64>().ok()? {
            i64::MIN..0 => Some(Priority::Bulk),
            0..=2 => Some(Priority::Normal),
            3..=7 => Some(Priority::High),
            8..=9 => Some(Priority::Urgent),
            _ => None,
        }
    }

    /// The priority with this number, as the ledger stores it.
    pub fn from_number(number: i64) -> Option<Priority> {
        Priority::ALL.into_iter().find(|priority| *priority as i64 == number)
    }
}

/// What a sender may direct about one document. Absent means: the door's default.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Routing {
    /// How urgent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Which lane, where the sender knows better than the sniffer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lane: Option<Lane>,
    /// The country (ISO 3166 alpha-2) whose tariff decides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// What the sender says it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Shipment references, by which documents meet.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub references: Vec<String>,
    /// When it must be done, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<jiff::Timestamp>,
    /// The outlets its releases go to; empty: all.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub outlets: Vec<String>,
}

impl Routing {
    /// True where nothing is directed.
    pub fn is_empty(&self) -> bool {
        *self == Routing::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priorities_by_name_and_by_number() {
        for (wire, wanted) in [
            ("urgent", Some(Priority::Urgent)),
            ("-1", Some(Priority::Bulk)),
            ("0", Some(Priority::Normal)),
            ("2", Some(Priority::Normal)),
            ("3", Some(Priority::High)),
            ("7", Some(Priority::High)),
            ("8", Some(Priority::Urgent)),
            ("9", Some(Priority::Urgent)),
            ("10", None),
            ("soon", None),
        ] {
            assert_eq!(Priority::from_wire(wire), wanted, "{wire}");
        }
    }

    #[test]
    fn a_higher_priority_has_the_longer_head_start() {
        assert!(
            Priority::ALL.windows(2).all(|pair| pair[0].head_start_seconds() < pair[1].head_start_seconds())
        );
    }
}
