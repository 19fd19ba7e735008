//! What people decide about a document, and what they are asked.

use serde::{Deserialize, Serialize};
use trade::{CorrelationId, State};

/// One decision of a person. Decisions are kept in order and applied anew in each attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What was decided.
    pub act: Act,
    /// The line it is about, or the whole document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The field, for a correction (`hs_code`, `total_value`, `seller.country`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The new value, for a correction; none takes the value away.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The codes that are accepted, for an approval.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub codes: Vec<String>,
    /// Who.
    pub by: String,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The acts a person has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Accepts what the named codes say, as it is.
    Approve,
    /// Gives a field another value.
    Correct,
    /// Strikes a line out.
    RejectLine,
}

/// What a person asks of one document as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The document.
    pub id: CorrelationId,
    /// The states in which this may be asked.
    pub from: &'static [State],
    /// Where the document goes.
    pub to: State,
    /// What the log says happened.
    pub what: trade::event::What,
    /// Decisions to keep with it.
    pub decisions: Vec<Decision>,
    /// Who asks.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
    /// The state of the retry: replay starts counting anew.
    pub resets_failures: bool,
}

/// The answer to an [`Ask`] or a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Done.
    Done,
    /// No such document.
    Unknown,
    /// The document is in this state, which does not allow it.
    NotFrom(State),
    /// Somebody else decided at the same time; look again.
    Changed,
}

/// An open or settled task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Task {
    /// Its number.
    pub task: i64,
    /// The document.
    pub correlation_id: CorrelationId,
    /// The document's state.
    pub state: State,
    /// The file's name.
    pub file: Option<String>,
    /// `classify`, `correct`, `disagreement`, `approve`.
    pub kind: String,
    /// The line.
    pub line: Option<u32>,
    /// The field.
    pub field: Option<String>,
    /// The codes behind it.
    pub codes: Vec<String>,
    /// One sentence.
    pub reason: String,
    /// When it was made.
    pub since: jiff::Timestamp,
}
