//! Text that is in a page and that nobody sees: a scanner's text under its picture, or words put there to be read by programs
//! alone. It is never read as the document's; where it has numbers that the page does not show, a person is told.

use super::page::Page;
use super::read::RULE;
use std::collections::HashSet;
use trade::{Code, Finding};

/// Words shown in a finding.
const SHOWN_MAX: usize = 5;

/// The remark about unseen text that says what the page does not show.
pub(super) fn remark(pages: &[Page]) -> Option<Finding> {
    if pages.iter().all(|page| page.unseen.is_empty()) {
        return None;
    }
    let shown: HashSet<&str> =
        pages.iter().flat_map(|page| &page.words).map(|word| word.text.as_str()).collect();
    let tells = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
    let hidden: Vec<(u32, &str)> = pages
        .iter()
        .flat_map(|page| page.unseen.iter().map(|word| (page.number, word.text.as_str())))
        .filter(|(_, text)| tells(text) && !shown.contains(text))
        .collect();
    let (page, _) = hidden.first()?;
    let words = hidden.iter().take(SHOWN_MAX).map(|(_, text)| *text).collect::<Vec<_>>().join(", ");
    let message = format!(
        "Page {page} has {} numbers that nobody sees and that stand nowhere in the visible text; they were not read.",
        hidden.len()
    );
    Some(
        Finding::document(RULE, Code::HiddenContent, message)
            .input("position", format!("page {page}"))
            .input("words", words),
    )
}
