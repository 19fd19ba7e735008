//! The hash of the payload: over its bytes as received, never re-serialised by us, or over its compact form.

use crate::json::{Node, compact_digest};
use trade::Digest;

/// The format of an envelope whose hash is that of the payload's bytes as received.
pub const ENVELOPE: &str = "envelope";

/// The format of an envelope whose hash is that of the payload's compact form.
pub const ENVELOPE_COMPACT: &str = "envelope+compact";

/// The format of an envelope that states no hash, or a wrong one.
pub const ENVELOPE_UNHASHED: &str = "envelope+unhashed";

/// What became of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// The hash is that of the bytes as received.
    AsReceived,
    /// The hash is that of the compact form.
    Compact,
    /// No hash is stated.
    Unstated,
    /// What is stated is no SHA-256 in hex.
    NoHash,
    /// The hash is of other bytes.
    Mismatch,
}

impl Proof {
    /// The document's format.
    pub(super) fn format(self) -> &'static str {
        match self {
            Proof::AsReceived => ENVELOPE,
            Proof::Compact => ENVELOPE_COMPACT,
            Proof::Unstated | Proof::NoHash | Proof::Mismatch => ENVELOPE_UNHASHED,
        }
    }

    /// What the hash was taken of, for the reading.
    pub(super) fn taken_of(self) -> Option<&'static str> {
        match self {
            Proof::AsReceived => Some("payload as received"),
            Proof::Compact => Some("payload in compact form"),
            Proof::Unstated | Proof::NoHash | Proof::Mismatch => None,
        }
    }
}

/// Compares the stated hash with the payload of `text`.
pub(super) fn prove(stated: Option<&Node<'_>>, payload: Option<&Node<'_>>, text: &str) -> Proof {
    let Some(stated) = stated.filter(|node| !node.is_null()) else { return Proof::Unstated };
    let Some(stated) = stated.as_str().and_then(Digest::from_hex) else { return Proof::NoHash };
    let Some(payload) = payload.map(|node| node.raw(text)) else { return Proof::Mismatch };
    if Digest::of(payload.as_bytes()) == stated {
        return Proof::AsReceived;
    }
    match compact_digest(payload) {
        Some(compact) if compact == stated => Proof::Compact,
        _ => Proof::Mismatch,
    }
}
