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
use trade::{Code, Finding, Parsed, Scope, Severity};

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
        let mut told: Vec<Finding> = self.unread().into_iter().collect();
        let mut invoices: Vec<Invoice<'_>> = Vec::new();
        for candidate in self.candidates.iter().take(READ_MAX) {
            match read(candidate, limits) {
                Ok(mut invoice) => {
                    told.append(&mut invoice.remarks);
                    invoices.push(invoice);
                }
                Err(fault) => told.push(fault),
            }
        }
        // Of several, one that is written as a standard says is the better.
        let best = invoices.iter().position(|invoice| invoice.standing == Standing::Known).unwrap_or(0);
        if invoices.is_empty() {
            page.findings.append(&mut told);
            return page;
        }
        let chosen = invoices.swap_remove(best);
        let others = invoices.iter().filter(|other| merge::contradicts(&chosen.parsed, &other.parsed));
        told.extend(others.map(|other| two_invoices(chosen.candidate, other.candidate)));
        let alone = self.files == 1;
        let mut joined = merge::merge(page, chosen.parsed, &self.shown, alone);
        joined.findings.append(&mut told);
        joined
    }

    /// What was not even tried.
    fn unread(&self) -> Option<Finding> {
        let left = self.candidates.len().checked_sub(READ_MAX).filter(|left| *left > 0)?;
        let message = format!("{left} more files inside this one may be its invoice; they were not read.");
        Some(Finding::document(RULE, Code::XmlDisagrees, message).input("files", self.candidates.len()))
    }
}

/// A file that was read.
struct Invoice<'c> {
    candidate: &'c Candidate,
    parsed: Parsed,
    standing: Standing,
    /// What is wrong with its form and changes no value.
    remarks: Vec<Finding>,
}

/// Reads one file, or says what is wrong with it.
fn read<'c>(candidate: &'c Candidate, limits: &Limits) -> Result<Invoice<'c>, Finding> {
    let parsed = xml::read(&candidate.bytes, limits);
    let is_end = |finding: &&Finding| {
        finding.holds() && finding.scope == Scope::Document && finding.code.lands() == Lands::DeadLetter
    };
    if let Some(end) = parsed.findings.iter().find(is_end) {
        let message = format!("{} inside the file was not read: {}", candidate.name, end.message);
        let mut finding = faulty(candidate, end.code, message);
        finding.inputs.extend(end.inputs.iter().map(|(name, value)| (name.clone(), value.clone())));
        return Err(finding);
    }
    let form = xml::form(&candidate.bytes, limits).unwrap_or_default();
    let standing = form.profile.as_deref().map_or(Standing::Known, profiles::standing);
    if standing == Standing::Unknown {
        let message =
            format!("{} inside the file was not read: no standard has its profile.", candidate.name);
        let finding = faulty(candidate, Code::UnsupportedFormat, message);
        return Err(finding.input("profile", form.profile.unwrap_or_default()));
    }
    Ok(Invoice { candidate, parsed, standing, remarks: remarks(candidate, form, standing) })
}

/// What validators of the standard refuse, and what changes no value.
fn remarks(candidate: &Candidate, form: xml::Form, standing: Standing) -> Vec<Finding> {
    let remark = |message: String| {
        let finding = Finding::document(RULE, Code::XmlNonconformant, message);
        finding.severity(Severity::Warning).input("file", &candidate.name)
    };
    let mut remarks = Vec::new();
    if standing == Standing::Misspelt {
        let message = format!("{} inside the file writes its profile as no standard does.", candidate.name);
        remarks.push(remark(message).input("profile", form.profile.unwrap_or_default()));
    }
    if form.currencies > 0 {
        let message = format!(
            "{} inside the file gives {} amounts a currency of their own, where EN 16931 allows none.",
            candidate.name, form.currencies
        );
        remarks.push(remark(message).input("amounts", form.currencies));
    }
    remarks
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
