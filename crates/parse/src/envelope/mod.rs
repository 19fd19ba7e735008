//! JSON envelopes as gateways send them: `{correlation_id, file_hash, source_system, routing, payload:
//! {compliance_data: {…}}, received_at}`, and records that stand in a JSON file without an envelope.
//!
//! Two readers with two duties. [`open`] serves the door: it answers within microseconds whether a line is JSON and
//! whose document it is, builds nothing of the payload, and refuses as little as it can. [`read`] serves the
//! extract stage: it proves the hash and takes every value the record has a place for, exactly as sent.
//!
//! Texts stay as printed, numbers keep their digits; turning `usd` into `USD` is a later step. Which values must be
//! there is not known here either: a missing, null or blank value is absent.
//!
//! **What the hash was taken of** stands in `Parsed::format`: [`ENVELOPE`] for the payload's bytes as received,
//! [`ENVELOPE_COMPACT`] for its compact form, [`ENVELOPE_UNHASHED`] where the sender states no hash; and, in the
//! reading, under `file_hash`.

/// What the door needs of a line.
mod open;

/// Which directives a sender may give.
mod routing;

/// Which of the shapes a JSON document has.
mod shape;

/// The hash of the payload.
mod hash;

/// From JSON to the parsed document.
mod read;

/// Single values, with a remark for what is not of its form.
mod take;

/// Where a value stands, as a field's path and as a JSON pointer.
mod place;

/// What a reading may remark, bounded.
mod remark;

/// The fields of the record.
mod record;

/// The fields of a line.
mod line;

/// The fields of parties, charges, transport and the other parts.
mod part;

pub use hash::{ENVELOPE, ENVELOPE_COMPACT, ENVELOPE_UNHASHED};
pub use open::{DoorProblem, Opened, open};
pub use read::{JSON, read, reading};

#[cfg(test)]
mod tests;
