//! A PDF from its bytes to a record: pages, what they hide, and the invoice XML inside it, if there is one.

use super::document::Document;
use super::embedded::Inside;
use super::engine::{self, Opened};
use super::page::Page;
use super::{revisions, unseen};
use crate::limits::Limits;
use crate::page::understand;
use trade::finding::{Effect, LeftOut, bounded};
use trade::reading::{PageSize, Reading};
use trade::{Code, Finding, Parsed};

/// The reader in its findings.
pub(super) const RULE: &str = "read.pdf/1";

/// Above this share of glyphs without a Unicode value, what a page says is not known.
const UNMAPPED_MAX: f32 = 0.05;

/// From so many shapes like letters on, drawn without a font, a page may say something that is not read.
const OUTLINES_MIN: u32 = 40;

/// They are a logo or an ornament as long as they are no more than this share of the glyphs.
const OUTLINES_SHARE: f32 = 0.5;

/// Reads a PDF. `page_only`: as if no file were inside it.
pub fn read(bytes: &[u8], limits: &Limits, page_only: bool) -> Parsed {
    let opened = match engine::open(bytes, limits) {
        Ok(opened) => opened,
        Err(fault) => return refused(fault.into_finding(RULE)),
    };
    let pages: Vec<Page> = (1..=opened.page_count()).filter_map(|number| opened.page(number)).collect();
    if let Some(fault) = opened.fault() {
        return refused(fault.clone().into_finding(RULE));
    }
    let inside = if page_only { None } else { Inside::of(&opened, &pages) };
    let sizes = pages.iter().map(|page| PageSize { width: page.width, height: page.height }).collect();
    let mut findings = active(&opened);
    findings.extend(doubts(bytes, &opened, &pages, limits));
    let mut parsed = of_pages(pages, findings);
    if let Some(inside) = inside {
        parsed = inside.join(parsed, limits);
    }
    // Also of what nothing was read from: a person looks at its pages.
    let unread = || Reading { engine: RULE.trim_start_matches("read.").to_owned(), ..Reading::default() };
    parsed.reading.get_or_insert_with(unread).pages = sizes;
    let findings = std::mem::take(&mut parsed.findings);
    parsed.findings = bounded(findings, limits.findings, LeftOut::default(), Effect::Pending);
    parsed
}

/// Why what the pages seem to say may not be what the document says.
fn doubts(bytes: &[u8], opened: &Opened, pages: &[Page], limits: &Limits) -> Vec<Finding> {
    let gap = opened.gap().map(|place| {
        let message = "Something of the file is missing or broken; what stood there was not read.";
        Finding::document(RULE, Code::ReadingIncomplete, message).input("position", place)
    });
    let belied = opened.belied().map(|page| {
        let message = format!("The text of page {page} says other digits than its fonts draw.");
        Finding::document(RULE, Code::HiddenContent, message).input("position", format!("page {page}"))
    });
    let revised = || revisions::remark(bytes, opened, pages, limits);
    gap.into_iter().chain(belied).chain(unseen::remark(pages)).chain(revised()).collect()
}

/// What the pages say.
fn of_pages(pages: Vec<Page>, mut findings: Vec<Finding>) -> Parsed {
    let unread: Vec<String> =
        pages.iter().filter(|page| is_picture(page)).map(|page| page.number.to_string()).collect();
    let text = pages.iter().any(|page| !page.words.is_empty());
    if !text || unread.len() == pages.len() {
        let message = "No page has text that can be read: it is a picture, and needs the optical reader.";
        findings.push(Finding::document(RULE, Code::NeedsOcr, message).input("pages", pages.len()));
        return Parsed { format: "pdf".to_owned(), findings, ..Parsed::default() };
    }
    if !unread.is_empty() {
        let message = format!("Pages without text that can be read: {}.", unread.join(", "));
        findings.push(Finding::document(RULE, Code::NeedsOcr, message).input("pages", unread.join(", ")));
    }
    understand(pages, "pdf", RULE, findings)
}

/// A page that shows something, none of which is text that can be read.
fn is_picture(page: &Page) -> bool {
    let unmapped = page.unmapped as f32 > UNMAPPED_MAX * page.glyphs as f32;
    let drawn = page.outlines >= OUTLINES_MIN && page.outlines as f32 > OUTLINES_SHARE * page.glyphs as f32;
    (page.glyphs > 0 && unmapped) || (page.words.is_empty() && page.pictured > 0.05) || drawn
}

/// What the file would do or bring, none of which is run.
fn active(opened: &Opened) -> Vec<Finding> {
    let active = opened.active();
    if active.is_empty() {
        return Vec::new();
    }
    let what = active.join(", ");
    let message = format!("The file brings {what}; nothing of it was run or fetched.");
    vec![Finding::document(RULE, Code::ActiveContent, message).input("what", what)]
}

/// A PDF that is not read.
fn refused(finding: Finding) -> Parsed {
    Parsed { format: "pdf".to_owned(), findings: vec![finding], ..Parsed::default() }
}
