//! A PDF that was saved several times holds each earlier state. Where that showed other numbers than the last one, somebody
//! changed them after it was written: a person decides which of them count.
//!
//! What signatures, stamps and fields of forms only add says nothing; what they hide or replace does.

use super::document::Document;
use super::engine::{self, Fault, Opened};
use super::page::Page;
use super::read::RULE;
use crate::limits::Limits;
use std::collections::HashMap;
use trade::{Code, Finding};

/// Earlier states that are read: the first, and the latest ones.
const EARLIER_MAX: usize = 4;

/// Numbers shown in a finding.
const SHOWN_MAX: usize = 5;

/// The remark about numbers that an earlier state shows otherwise.
pub(super) fn remark(bytes: &[u8], last: &Opened, pages: &[Page], limits: &Limits) -> Option<Finding> {
    let earlier = last.earlier();
    let latest = earlier.iter().rev().take(EARLIER_MAX - 1);
    let first = earlier.first().filter(|_| earlier.len() >= EARLIER_MAX);
    latest.chain(first).find_map(|length| {
        let before = bytes.get(..*length)?;
        let shown = read(engine::open(before, limits))?;
        let (gone, come) = (missing(&shown, pages), missing(pages, &shown));
        if gone.is_empty() && (come.is_empty() || !is_written(before, bytes, limits)) {
            return None;
        }
        Some(finding(last, &gone, &come))
    })
}

/// Some of what has come stands in the pages themselves, not in what was laid on them.
fn is_written(before: &[u8], bytes: &[u8], limits: &Limits) -> bool {
    let [before, now] = [before, bytes].map(|bytes| read(engine::open_without_annotations(bytes, limits)));
    match (before, now) {
        (Some(before), Some(now)) => !missing(&now, &before).is_empty(),
        _ => true,
    }
}

/// The pages of a state that can be read; one that cannot be read shows nothing to anybody.
fn read(opened: Result<Opened, Fault>) -> Option<Vec<Page>> {
    let opened = opened.ok()?;
    let pages = (1..=opened.page_count()).filter_map(|number| opened.page(number)).collect();
    opened.fault().is_none().then_some(pages)
}

/// The numbers that `these` show more often than `those`, each with its page.
fn missing<'p>(these: &'p [Page], those: &[Page]) -> Vec<(u32, &'p str)> {
    let mut left: HashMap<String, usize> = HashMap::new();
    for (_, number) in numbers(those) {
        *left.entry(number.to_owned()).or_default() += 1;
    }
    let mut missing = Vec::new();
    for (page, number) in numbers(these) {
        match left.get_mut(number) {
            Some(count) if *count > 0 => *count -= 1,
            _ => missing.push((page, number)),
        }
    }
    missing
}

/// Words with digits that a person sees.
fn numbers(pages: &[Page]) -> impl Iterator<Item = (u32, &str)> {
    let words = pages.iter().flat_map(|page| page.words.iter().map(|word| (page.number, word.text.as_str())));
    words.filter(|(_, text)| text.bytes().any(|byte| byte.is_ascii_digit()))
}

fn finding(last: &Opened, gone: &[(u32, &str)], come: &[(u32, &str)]) -> Finding {
    let page = come.first().or(gone.first()).map_or(1, |(page, _)| *page);
    let list = |all: &[(u32, &str)]| {
        all.iter().take(SHOWN_MAX).map(|(_, text)| *text).collect::<Vec<_>>().join(", ")
    };
    let message = format!(
        "The file was saved {} times, and showed other numbers before than it does now: page {page}.",
        last.revisions()
    );
    Finding::document(RULE, Code::HiddenContent, message)
        .input("position", format!("page {page}"))
        .input("before", list(gone))
        .input("now", list(come))
}
