//! What the door needs of a line: is it JSON, and whose document is it.
//!
//! A line that is JSON by its grammar and names one usable correlation id becomes a document, whatever else is wrong
//! with it: keys that stand twice, depth, numbers that are none (the three words that some writers put for them pass
//! too), a payload of the wrong shape. All that is found again by the extract stage, where it has a code and a
//! person who can see it.

use super::routing;
use crate::json::{self, Node, Walk};
use crate::limits::Limits;
use trade::routing::Routing;
use trade::{Code, CorrelationId};

/// Labels longer than this, in bytes, are not kept.
const LABEL_MAX: usize = 200;

/// What the door keeps of an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Whose document it is.
    pub correlation_id: CorrelationId,
    /// What the sender directs; a directive that is not understood is left out, and the extract stage says so.
    pub routing: Routing,
    /// The sender's label for the system it came from; up to 200 bytes.
    pub source_system: Option<String>,
    /// The sender's label for when it came; up to 200 bytes. Nothing is ordered by it.
    pub received_at: Option<String>,
}

/// Why no document comes of a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct DoorProblem {
    /// `not_json` or `id_unusable`.
    pub code: Code,
    /// The byte of the line, from 0.
    pub position: usize,
    /// One sentence for the sender, without the line's contents.
    pub detail: String,
}

impl DoorProblem {
    fn id(position: usize, detail: impl Into<String>) -> DoorProblem {
        DoorProblem { code: Code::IdUnusable, position, detail: detail.into() }
    }
}

impl From<json::Fault> for DoorProblem {
    fn from(fault: json::Fault) -> DoorProblem {
        let detail = format!("{} (byte {})", fault.error, fault.byte);
        DoorProblem { code: Code::NotJson, position: fault.byte, detail }
    }
}

/// Reads the outside of an envelope; about a nanosecond a byte, and no memory but what it hands back.
///
/// # Errors
/// `not_json`, or `id_unusable` where the line is no object, or where its `correlation_id` is missing, no text, not
/// of the characters of [`CorrelationId`], or stands twice with two values.
pub fn open(line: &[u8]) -> Result<Opened, DoorProblem> {
    let (text, _) = json::text(line)?;
    let Some(mut walk) = Walk::new(&text)? else {
        return Err(DoorProblem::id(0, "the line is JSON, but no object that could name a correlation id"));
    };
    let limits = Limits::default();
    let mut id = None;
    let mut routing = Routing::default();
    let (mut source_system, mut received_at) = (None, None);
    while let Some((key, _)) = walk.next_key()? {
        let place = walk.skip()?;
        let start = place.start;
        match &*key {
            "correlation_id" => {
                let found = correlation_id(walk.value(place, &limits), start);
                id = match id {
                    Some(earlier) if earlier != found => {
                        Some(Err(DoorProblem::id(start, "the envelope names two correlation ids")))
                    }
                    _ => Some(found),
                };
            }
            "routing" => {
                if let Some(node) = walk.value(place, &limits) {
                    routing = routing::read(&node, |_| {});
                }
            }
            "source_system" => source_system = label(walk.value(place, &limits)),
            "received_at" => received_at = label(walk.value(place, &limits)),
            _ => {}
        }
    }
    let missing = || Err(DoorProblem::id(0, "the envelope has no correlation_id"));
    Ok(Opened { correlation_id: id.unwrap_or_else(missing)?, routing, source_system, received_at })
}

fn correlation_id(node: Option<Node<'_>>, start: usize) -> Result<CorrelationId, DoorProblem> {
    let text = node.as_ref().and_then(Node::as_str);
    let text = text.ok_or_else(|| DoorProblem::id(start, "the correlation id is no text"))?;
    CorrelationId::parse(text).map_err(|problem| {
        let inside = match problem {
            trade::id::IdProblem::Character(at) => at + 1,
            _ => 0,
        };
        DoorProblem::id(start + inside, problem.to_string())
    })
}

fn label(node: Option<Node<'_>>) -> Option<String> {
    let node = node?;
    let text = node.as_str()?.trim();
    (!text.is_empty() && text.len() <= LABEL_MAX).then(|| text.to_owned())
}
