//! Rows that stand on every page: heads and feet of the paper, page numbers. They are read once.

use super::rows::Row;
use crate::draft::words::is_particle;
use crate::lexicon::{Section, fold, lexicon};
use crate::pdf::page::Page;
use std::collections::HashSet;

/// A row stands in the same place if it is within so many points.
const PLACE: f32 = 6.0;

/// Below this share of a page's height stands its foot.
const FOOT: f32 = 0.85;

/// Above this share stands the head of a later page.
const HEAD: f32 = 0.12;

/// The rows, without page numbers, and without what an earlier page has in the same place.
pub fn without(rows: Vec<Row>, pages: &[Page]) -> Vec<Row> {
    let mut seen: HashSet<(i32, String)> = HashSet::new();
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        let height = pages.iter().find(|page| page.number == row.page).map_or(0.0, |page| page.height);
        let edge = row.baseline > FOOT * height || (row.page > 1 && row.baseline < HEAD * height);
        if is_page_number(&row) || (edge && ends_in_page_number(&row)) {
            continue;
        }
        if pages.len() < 2 {
            kept.push(row);
            continue;
        }
        let margin = row.baseline < 0.25 * height || row.baseline > 0.85 * height;
        let place = (row.baseline / PLACE).round() as i32;
        let text = without_digits(&row);
        let near = place.saturating_sub(1)..=place.saturating_add(1);
        let repeated = margin && near.into_iter().any(|place| seen.contains(&(place, text.clone())));
        if row.page == 1 || !repeated {
            seen.insert((place, text));
            kept.push(row);
        }
    }
    kept
}

/// The words of a row, its digits as one; not where it has several numbers, as goods have.
fn without_digits(row: &Row) -> String {
    let text: String = row.runs.iter().map(|run| run.text.as_str()).collect::<Vec<_>>().join(" ");
    if row.runs.iter().filter(|run| super::is_number(&run.text)).count() >= 2 {
        return text;
    }
    text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

/// `Acme Ltd – page 1 / 2`
fn ends_in_page_number(row: &Row) -> bool {
    let [.., run] = row.runs.as_slice() else { return false };
    let Some(at) = run.words.iter().rposition(|word| is_page(&fold(&word.text))) else { return false };
    let behind = run.words.get(at + 1..).unwrap_or_default();
    !behind.is_empty()
        && behind.len() <= 4
        && behind.iter().all(|word| {
            word.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '/' | '-' | '–'))
                || is_particle("pages", &word.text)
        })
}

/// `Page 2 of 3`, `Seite 1/2`, `- 3 -`.
fn is_page_number(row: &Row) -> bool {
    let [run] = row.runs.as_slice() else { return false };
    if run.words.len() > 6 {
        return false;
    }
    let folded = fold(&run.text);
    let mut words = folded.split(' ');
    let first = words.next().unwrap_or_default();
    let named = is_page(first);
    let counted = |word: &str| word.bytes().all(|b| b.is_ascii_digit()) || is_particle("pages", word);
    named && words.clone().count() >= 1 && words.all(counted)
}

/// The word before the number of a page, folded.
fn is_page(word: &str) -> bool {
    lexicon().find(Section::Page, word).is_some()
}
