//! The reader of untrusted bytes: in the cage, where the format asks for it; JSON in this process.
//!
//! Both sides of the cage stand here: what the parent asks, and what the child does with it.

/// Whether a text is a reading.
mod check;

use cage::{Cage, Failure};
use check::is_reading;
use parse::limits::Limits;
use parse::pdf::draw::{self, Drawing, Drawn, Undrawn};
use parse::read::{Hint, needs_cage, read_within};
use parse::sniff::sniff;
use pipeline::extract::{Extracted, Reader, has_pages};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use trade::finding::{Effect, FINDINGS_MAX, LeftOut, bounded};
use trade::{Code, Parsed};

/// What a child is asked: what is known of the document, and within which limits it is read or, if so, drawn.
#[derive(Default, Serialize, Deserialize)]
struct Asked<'a> {
    hint: Cow<'a, Hint>,
    limits: Cow<'a, Limits>,
    /// The page to draw; none: the document is read.
    #[serde(default)]
    drawing: Option<Cow<'a, Drawing>>,
}

/// What the child does with a job: reads one document and answers with what was read, or draws one page of it and answers with
/// a PNG, or with the JSON of why not.
pub fn in_the_cage(request: &[u8], input: &[u8]) -> Vec<u8> {
    // The request is ours; one that is not understood is read without hints, within the default limits.
    let asked: Asked<'_> = serde_json::from_slice(request).unwrap_or_default();
    match &asked.drawing {
        None => answer(read_within(input, &asked.hint, &asked.limits)),
        Some(drawing) => draw::draw(input, &asked.limits, drawing)
            .unwrap_or_else(|undrawn| serde_json::to_vec(&undrawn).unwrap_or_default()),
    }
}

/// How long the length of the first part of an answer is, in bytes.
const LENGTH_BYTES: usize = 8;

/// The child's answer: the length of what was read but its reading, that as JSON, then the reading as JSON, if there is one.
/// The parent has no use for the values of a reading and keeps its text.
fn answer(mut parsed: Parsed) -> Vec<u8> {
    let reading = parsed.reading.take();
    let mut answer = vec![0; LENGTH_BYTES];
    let written = serde_json::to_writer(&mut answer, &parsed);
    let length = (answer.len() - LENGTH_BYTES) as u64;
    if let Some(place) = answer.first_chunk_mut() {
        *place = length.to_le_bytes();
    }
    let written = written.and_then(|()| match &reading {
        Some(reading) => serde_json::to_writer(&mut answer, reading),
        None => Ok(()),
    });
    // Our own types always serialise; what is empty is no answer.
    written.map_or_else(|_| Vec::new(), |()| answer)
}

/// The answer as the parent takes it: what is not what it should be is a child that was taken over.
fn taken(answer: &[u8]) -> Option<Extracted> {
    let (length, rest) = answer.split_first_chunk::<LENGTH_BYTES>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    let (parsed, reading) = rest.split_at_checked(length)?;
    let parsed: Parsed = serde_json::from_slice(parsed).ok()?;
    if reading.is_empty() {
        return Some(Extracted { parsed, reading: None });
    }
    let reading = std::str::from_utf8(reading).ok().filter(|text| is_reading(text))?;
    Some(Extracted { parsed: Parsed { reading: None, ..parsed }, reading: Some(reading.to_owned()) })
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
        self.extract(format, bytes, hint, alone).map(Extracted::opened)
    }

    fn extract(&self, format: &str, bytes: &[u8], hint: &Hint, alone: bool) -> Result<Extracted, Code> {
        // Nearly all documents are envelopes; what others are is told from their bytes once more, never believed.
        if format == "envelope" || !needs_cage(sniff(bytes, hint.name.as_deref()).format) {
            return Ok(read_within(bytes, hint, &self.limits).into());
        }
        let asked = Asked { hint: Cow::Borrowed(hint), limits: Cow::Borrowed(&self.limits), drawing: None };
        let request = serde_json::to_vec(&asked).unwrap_or_default();
        let answer =
            if alone { self.cage.run_alone(&request, bytes) } else { self.cage.run(&request, bytes) };
        let answer = answer.map_err(|failure| code(&failure))?;
        // The answer is checked again: a child that was taken over may say anything.
        let mut extracted = taken(&answer).ok_or_else(|| {
            tracing::error!("cage.answer_unreadable");
            Code::ParserCrashed
        })?;
        let parsed = &mut extracted.parsed;
        parsed.parts.retain(|part| part.start <= part.end && part.end <= bytes.len() as u64);
        let findings = std::mem::take(&mut parsed.findings);
        parsed.findings = bounded(findings, FINDINGS_MAX, LeftOut::default(), Effect::Pending);
        Ok(extracted)
    }

    fn draw(&self, bytes: &[u8], drawing: &Drawing) -> Result<Drawn, Undrawn> {
        if !has_pages(bytes) {
            return Err(Undrawn::NoPages);
        }
        let (limits, drawing) = (Cow::Borrowed(&self.limits), Some(Cow::Borrowed(drawing)));
        let asked = Asked { limits, drawing, ..Asked::default() };
        let request = serde_json::to_vec(&asked).unwrap_or_default();
        let answer = self.cage.run(&request, bytes).map_err(|failure| Undrawn::Refused(code(&failure)))?;
        // As above: what is neither a PNG of our size nor a reason is a child that was taken over.
        if let Ok(undrawn) = serde_json::from_slice::<Undrawn>(&answer) {
            return Err(undrawn);
        }
        Drawn::check(answer).ok_or_else(|| {
            tracing::error!("cage.answer_undrawable");
            Undrawn::Refused(Code::ParserCrashed)
        })
    }
}

/// What became of a child, as a code of the table.
fn code(failure: &Failure) -> Code {
    tracing::warn!(error = %failure, "cage.failed");
    Code::from_name(failure.code()).unwrap_or(Code::Unexpected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
        2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 20 10]>>endobj\n\
        trailer<</Root 1 0 R>>\n%%EOF\n";

    fn asked(drawing: Option<Value>) -> Vec<u8> {
        let (hint, limits) = (Hint::default(), Limits::default());
        let mut asked = json!({ "hint": hint, "limits": limits });
        if let (Some(drawing), Value::Object(asked)) = (drawing, &mut asked) {
            asked.insert("drawing".to_owned(), drawing);
        }
        serde_json::to_vec(&asked).unwrap()
    }

    #[test]
    fn a_job_without_a_drawing_is_read() {
        let extracted = taken(&in_the_cage(&asked(None), PDF)).unwrap();
        assert_eq!(extracted.parsed.format, "pdf");
        let here = read_within(PDF, &Hint::default(), &Limits::default());
        assert_eq!(extracted.reading, serde_json::to_string(here.reading.as_ref().unwrap()).ok());
        assert_eq!(extracted.opened(), here);
    }

    #[test]
    fn an_answer_that_is_not_as_it_should_be_is_not_taken() {
        let good = in_the_cage(&asked(None), PDF);
        for cut in [0, 7, 8, good.len() - 1] {
            assert!(taken(&good[..cut]).is_none(), "{cut}");
        }
        assert!(taken(&[&good[..], b" {}"].concat()).is_none());
        assert!(taken(&[&u64::MAX.to_le_bytes(), &good[8..]].concat()).is_none());
    }

    #[test]
    fn a_job_with_a_drawing_answers_with_a_png_or_with_why_not() {
        let page = |page: u32| Some(json!({ "page": page, "scale": 3.0, "marks": [] }));
        let drawn = Drawn::check(in_the_cage(&asked(page(1)), PDF)).unwrap();
        assert_eq!((drawn.width, drawn.height), (60, 30));
        let answer = in_the_cage(&asked(page(2)), PDF);
        assert_eq!(serde_json::from_slice::<Undrawn>(&answer).unwrap(), Undrawn::NoPage);
        let answer = in_the_cage(&asked(page(1)), b"%PDF-1.4");
        assert_eq!(serde_json::from_slice::<Undrawn>(&answer).unwrap(), Undrawn::Refused(Code::PdfMalformed));
    }

    #[test]
    fn every_failure_of_the_cage_has_a_row_of_the_table() {
        let io = || std::io::Error::from(std::io::ErrorKind::OutOfMemory);
        for failure in [
            Failure::Crashed(cage::Crash::StackOverflow),
            Failure::DeadlineExceeded,
            Failure::MemoryExceeded,
            Failure::AnswerTooLarge { bytes: 2, limit: 1 },
            Failure::CannotLock("no Landlock".to_owned()),
            Failure::Misconfigured("no children"),
            Failure::Io { doing: "start a parser", source: io() },
        ] {
            assert_eq!(code(&failure).name(), failure.code());
        }
    }
}
