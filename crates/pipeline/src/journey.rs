//! The journey of one document, top to bottom, in the order things happen.
//!
//! ```text
//! door ─▶ receive ─▶ claim ─▶ verify ─ extract ─ settle ─ validate ─ hand off ─▶ commit ─▶ deliver
//! ```
//!
//! [`receive`](crate::receive) makes the bytes durable and gives the receipt; the ledger's claim leases the
//! document to a worker; [`attempt`] below runs the stages; the engine commits the outcome under the lease's
//! token; [`deliver`](crate::deliver) hands the release to the outlets. Each stage is a function from values to a
//! value and findings: it gets the tariff, the reader and the time as arguments and writes nothing.

use crate::extract::{self, Extracted};
use crate::hand_off::{self, Ended};
use crate::settings::Settings;
use crate::{settle, validate, verify};
use jiff::Timestamp;
use ledger::work::Claimed;
use tariff::Tariffs;
use trade::Code;

/// What the stages may use.
#[derive(Clone, Copy)]
pub struct Tools<'a> {
    /// Reads untrusted bytes.
    pub reader: &'a dyn extract::Reader,
    /// The loaded tariff editions.
    pub tariffs: &'a Tariffs,
    /// Numbers and policies.
    pub settings: &'a Settings,
    /// The time of this attempt.
    pub now: Timestamp,
}

/// One attempt at one document: what it becomes, or the code it failed with.
///
/// # Errors
/// A code of class `transient` or `poison`; what is wrong with the document itself is part of [`Ended`].
pub fn attempt(claimed: &Claimed, bytes: &[u8], tools: Tools<'_>) -> Result<Ended, Code> {
    // The bytes are those that were received, or nothing is served.
    verify::original(&claimed.digest, bytes)?;

    // Bytes become a record, a reading and findings; in the cage, where the format asks for it.
    let extracted = extract::read(claimed, bytes, tools.reader)?;

    // A container's parts become documents of their own.
    if !extracted.parsed.parts.is_empty() {
        return Ok(Ended::Container(extracted.opened()));
    }

    // What cannot be read any further says so and stops here.
    if let Some(code) = hand_off::fatal(&extracted.parsed.findings) {
        return Ok(Ended::Unreadable(code, extracted.opened()));
    }

    // People's corrections stand over what was read.
    let Extracted { mut parsed, reading } = settle::corrected(extracted, &claimed.decisions);

    // The record in the standards' forms, checked for a jurisdiction and a day.
    let checked = validate::check(claimed, &mut parsed, tools);

    // People's approvals quiet the findings they named.
    settle::approve(&mut parsed.findings, &claimed.decisions);

    // Findings become a verdict: which lines go, which are held, what a person must decide.
    let mut judged = hand_off::judge(claimed, parsed, checked, tools.settings);
    judged.verdict.reading = reading.or(judged.verdict.reading);
    Ok(Ended::Decided(judged))
}
