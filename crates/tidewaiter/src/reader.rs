//! The reader of untrusted bytes: in the cage, where the format asks for it; JSON in this process.
//!
//! Both sides of the cage stand here: what the parent asks, and what the child does with it.

use cage::{Cage, Failure};
use parse::limits::Limits;
use parse::read::{Hint, needs_cage, read_within};
use parse::sniff::sniff;
use pipeline::extract::Reader;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use trade::finding::{Effect, FINDINGS_MAX, LeftOut, bounded};
use trade::{Code, Parsed};

/// What a child is asked: what is known of the document, and within which limits it is read.
#[derive(Default, Serialize, Deserialize)]
struct Asked<'a> {
    hint: Cow<'a, Hint>,
    limits: Cow<'a, Limits>,
}

/// What the child does with a job: reads one document and answers with JSON.
pub fn in_the_cage(request: &[u8], input: &[u8]) -> Vec<u8> {
    // The request is ours; one that is not understood is read without hints, within the default limits.
    let asked: Asked<'_> = serde_json::from_slice(request).unwrap_or_default();
    serde_json::to_vec(&read_within(input, &asked.hint, &asked.limits)).unwrap_or_default()
}

/// Reads through the cage.
pub struct Caged {
    cage: Cage,
    limits: Limits,
}

impl Caged {
    /// A reader over a cage.
    pub fn new(cage: Cage, limits: Limits) -> Caged {
        Caged { cage, limits }
    }
}

impl Reader for Caged {
    fn read(&self, format: &str, bytes: &[u8], hint: &Hint, alone: bool) -> Result<Parsed, Code> {
        // Nearly all documents are envelopes; what others are is told from their bytes once more, never believed.
        if format == "envelope" || !needs_cage(sniff(bytes, hint.name.as_deref()).format) {
            return Ok(read_within(bytes, hint, &self.limits));
        }
        let asked = Asked { hint: Cow::Borrowed(hint), limits: Cow::Borrowed(&self.limits) };
        let request = serde_json::to_vec(&asked).unwrap_or_default();
        let answer =
            if alone { self.cage.run_alone(&request, bytes) } else { self.cage.run(&request, bytes) };
        let answer = answer.map_err(|failure| code(&failure))?;
        // The answer is checked again: a child that was taken over may say anything.
        let mut parsed: Parsed = serde_json::from_slice(&answer).map_err(|failure| {
            tracing::error!(error = %failure, "cage.answer_unreadable");
            Code::ParserCrashed
        })?;
        parsed.parts.retain(|part| part.start <= part.end && part.end <= bytes.len() as u64);
        parsed.findings = bounded(parsed.findings, FINDINGS_MAX, LeftOut::default(), Effect::Pending);
        Ok(parsed)
    }
}

/// What became of a child, as a code of the table.
fn code(failure: &Failure) -> Code {
    tracing::warn!(error = %failure, "cage.failed");
    match Code::from_name(failure.code()) {
        Some(code) => code,
        // The system's own failure (no process, no memory for one): another time may go well.
        None => Code::Unexpected,
    }
}
