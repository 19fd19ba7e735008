//! The invoice XML inside a PDF (Factur-X, ZUGFeRD, XRechnung, Order-X), held against the printed page.
//!
//! XML that reads gives the values, since they are nobody's reading; what it lacks is the page's. Where both say different
//! things a finding holds the document, with both values: the page is what people signed for, the XML what programs book.
//! XML that does not read overrules nothing: the page's reading stands, and a finding says what is wrong with the file.

/// Which file it is.
mod choose;

/// What the XML may call itself.
mod profiles;

/// What the pages print.
mod shown;

/// The head against the page.
mod compare;

/// The lines against the page.
mod lines;

/// What the XML lacks.
mod fill;

/// Where the page shows it.
mod places;

/// One reading of two.
mod merge;

#[cfg(test)]
mod tests;

use super::document::Document;
use super::page::Page;
use super::read::RULE;
use crate::limits::Limits;
use crate::xml;
use choose::Candidate;
use profiles::Standing;
use shown::Shown;
use trade::code::Lands;
use trade::{Code, Finding, Parsed, Scope};

/// So many files are read, whatever a PDF calls its invoice.
const READ_MAX: usize = 4;

/// The invoice files of a PDF, and what its pages print.
pub(super) struct Inside {
    candidates: Vec<Candidate>,
    /// Files of any kind.
    files: usize,
    shown: Shown,
}

impl Inside {
    /// Of a PDF with its pages; none where no file inside it can be an invoice.
    pub(super) fn of(document: &impl Document, pages: &[Page]) -> Option<Inside> {
        let files = document.attachments();
        let count = files.len();
        let candidates = choose::candidates(files);
        (!candidates.is_empty()).then(|| Inside { candidates, files: count, shown: Shown::of(pages) })
    }

    /// The page's reading, joined with the XML.
    pub(super) fn join(self, mut page: Parsed, limits: &Limits) -> Parsed {
        let mut faults = Vec::new();
        let mut invoices: Vec<(&Candidate, Parsed)> = Vec::new();
        for candidate in self.candidates.iter().take(READ_MAX) {
            match read(candidate, limits) {
                Ok(parsed) => invoices.push((candidate, parsed)),
                Err(fault) => faults.push(fault),
            }
        }
        faults.extend(self.unread());
        let sound = invoices.iter().position(|(_, parsed)| !is_misspelt(parsed)).unwrap_or(0);
        if invoices.is_empty() {
            page.findings.extend(faults);
            return page;
        }
        let (chosen, invoice) = invoices.swap_remove(sound);
        let others = invoices.iter().filter(|(_, other)| merge::contradicts(&invoice, other));
        faults.extend(others.map(|(other, _)| two_invoices(chosen, other)));
        let alone = self.files == 1;
        let mut joined = merge::merge(page, invoice, &self.shown, alone);
        joined.findings.extend(faults);
        joined
    }

    /// What was not even tried.
    fn unread(&self) -> Option<Finding> {
        let left = self.candidates.len().checked_sub(READ_MAX).filter(|left| *left > 0)?;
        let message = format!("{left} more files inside this one may be its invoice; they were not read.");
        Some(Finding::document(RULE, Code::XmlDisagrees, message).input("files", self.candidates.len()))
    }
}

/// Reads one file, or says what is wrong with it.
fn read(candidate: &Candidate, limits: &Limits) -> Result<Parsed, Finding> {
    let mut parsed = xml::read(&candidate.bytes, limits);
    let is_end = |finding: &&Finding| {
        finding.holds() && finding.scope == Scope::Document && finding.code.lands() == Lands::DeadLetter
    };
    if let Some(end) = parsed.findings.iter().find(is_end) {
        let message = format!("{} inside the file was not read: {}", candidate.name, end.message);
        let mut finding = faulty(candidate, end.code, message);
        finding.inputs.extend(end.inputs.iter().map(|(name, value)| (name.clone(), value.clone())));
        return Err(finding);
    }
    let profile = xml::profile(&candidate.bytes, limits).unwrap_or_default();
    let standing = if profile.is_empty() { Standing::Known } else { profiles::standing(&profile) };
    match standing {
        Standing::Known => Ok(parsed),
        Standing::Misspelt => {
            let message =
                format!("{} inside the file writes its profile as no standard does.", candidate.name);
            let finding = Finding::document(RULE, Code::ValueNormalised, message);
            parsed.findings.push(finding.input("file", &candidate.name).input("raw", profile));
            Ok(parsed)
        }
        Standing::Unknown => {
            let message =
                format!("{} inside the file was not read: no standard has its profile.", candidate.name);
            Err(faulty(candidate, Code::UnsupportedFormat, message).input("profile", profile))
        }
    }
}

/// Of several files, one that is written as a standard says is the better.
fn is_misspelt(parsed: &Parsed) -> bool {
    parsed.findings.iter().any(|finding| finding.code == Code::ValueNormalised && finding.rule == RULE)
}

/// A finding about XML that overrules nothing.
fn faulty(candidate: &Candidate, code: Code, message: String) -> Finding {
    Finding::document(RULE, Code::XmlDisagrees, message).input("file", &candidate.name).input("code", code)
}

/// Two files say different things.
fn two_invoices(chosen: &Candidate, other: &Candidate) -> Finding {
    let message = format!(
        "{} and {} inside the file say different things; the values are those of the first.",
        chosen.name, other.name
    );
    Finding::document(RULE, Code::XmlDisagrees, message)
        .input("xml", &chosen.name)
        .input("other", &other.name)
}
