//! Stage 2: bytes become a record, a reading and findings, through the reader.
//!
//! It does not know which formats exist, nor whether the reader runs in a cage; it knows that a reader may fail
//! as a whole, and then tries once more, alone.

use ledger::work::Claimed;
use parse::limits::Limits;
use trade::{Code, Parsed};

pub use parse::pdf::draw::{Drawing, Drawn, SCALE, Undrawn};
pub use parse::read::Hint;

/// Reads untrusted bytes.
pub trait Reader: Send + Sync {
    /// Reads one document. `alone` asks for a reader that no other document has used.
    ///
    /// # Errors
    /// `parser_crashed`, `deadline_exceeded`, `memory_exceeded`, or a transient code.
    fn read(&self, format: &str, bytes: &[u8], hint: &Hint, alone: bool) -> Result<Parsed, Code>;

    /// The same, with the reading left as text by a reader that has it so.
    ///
    /// # Errors
    /// As of [`Reader::read`].
    fn extract(&self, format: &str, bytes: &[u8], hint: &Hint, alone: bool) -> Result<Extracted, Code> {
        self.read(format, bytes, hint, alone).map(Extracted::from)
    }

    /// Draws a page of a document; a reader that knows no pages has none.
    ///
    /// # Errors
    /// There is no such page, or why it cannot be drawn.
    fn draw(&self, _bytes: &[u8], _drawing: &Drawing) -> Result<Drawn, Undrawn> {
        Err(Undrawn::NoPages)
    }
}

/// What was read. A reading is kept beside the record and seldom looked at again: where it came as text, and nobody adds to
/// it, it stays one.
#[derive(Debug, Default)]
pub struct Extracted {
    /// What was read, without its reading where that is text.
    pub parsed: Parsed,
    /// The reading as JSON, which its reader has found to be one.
    pub reading: Option<String>,
}

impl Extracted {
    /// With the reading as values.
    pub fn opened(self) -> Parsed {
        let mut parsed = self.parsed;
        if let Some(text) = self.reading {
            // It was found to be a reading; one that is none after all is as none.
            parsed.reading = serde_json::from_str(&text).ok();
        }
        parsed
    }
}

impl From<Parsed> for Extracted {
    fn from(parsed: Parsed) -> Extracted {
        Extracted { parsed, reading: None }
    }
}

/// Reads on this thread, in this process: for formats that need no cage, and for tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct InProcess;

impl Reader for InProcess {
    fn read(&self, _format: &str, bytes: &[u8], hint: &Hint, _alone: bool) -> Result<Parsed, Code> {
        Ok(parse::read(bytes, hint))
    }

    fn draw(&self, bytes: &[u8], drawing: &Drawing) -> Result<Drawn, Undrawn> {
        if !has_pages(bytes) {
            return Err(Undrawn::NoPages);
        }
        let png = parse::pdf::draw::draw(bytes, &Limits::default(), drawing)?;
        Drawn::check(png).ok_or(Undrawn::Refused(Code::Unexpected))
    }
}

/// Whether what these bytes are has pages that can be drawn.
pub fn has_pages(bytes: &[u8]) -> bool {
    parse::sniff::sniff(bytes, None).format == parse::sniff::Format::Pdf
}

/// The reading of a JSON document, derived from its original on view, within the limits it was read with.
pub fn reading_of(bytes: &[u8], limits: &Limits) -> trade::Reading {
    parse::envelope::reading(bytes, limits)
}

/// Reads the document; a poison code gets one more try, alone.
///
/// # Errors
/// The code of the last try.
pub fn read(claimed: &Claimed, bytes: &[u8], reader: &dyn Reader) -> Result<Extracted, Code> {
    let told = (claimed.kind != trade::Kind::Unknown).then_some(claimed.kind);
    let hint = Hint { name: claimed.name.clone(), kind: told, ..Hint::default() };
    match reader.extract(&claimed.format, bytes, &hint, claimed.alone) {
        Err(code) if code.row().retry == trade::code::Retry::OnceAlone && !claimed.alone => {
            reader.extract(&claimed.format, bytes, &hint, true)
        }
        other => other,
    }
}
