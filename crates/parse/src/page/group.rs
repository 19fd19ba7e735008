//! Which rows of a table belong to one line of goods.
//!
//! Drawn lines say it where each space between two of them holds one row with numbers; else gaps say it in the same way;
//! else words go with the numbers above them, or, where they bring a line number of their own, with those below.

use super::body::{Body, BodyRow};
use crate::pdf::page::Rect;

/// The drawn lines of each page, by number.
pub type Rules<'a> = &'a dyn Fn(u32) -> &'a [Rect];

/// A gap parts lines of goods if it is so much wider than the usual one.
const GAP: f32 = 1.3;

/// A drawn line parts rows if it is as long as this share of the table.
const ACROSS: f32 = 0.6;

/// The rows of each line of goods, in order; every group has one row with numbers.
pub fn groups<'b>(body: &'b Body, rules: Rules<'_>) -> Vec<Vec<&'b BodyRow>> {
    let rows: Vec<&BodyRow> = body.rows.iter().collect();
    by_cuts(&rows, |one, two| is_ruled(body, one, two, rules))
        .or_else(|| by_cuts(&rows, |one, two| is_apart(&rows, one, two)))
        .unwrap_or_else(|| by_place(body, &rows))
}

/// Groups between cuts, if no group has two rows with numbers and there is more than one group.
fn by_cuts<'b>(
    rows: &[&'b BodyRow],
    is_cut: impl Fn(&BodyRow, &BodyRow) -> bool,
) -> Option<Vec<Vec<&'b BodyRow>>> {
    let mut groups: Vec<Vec<&BodyRow>> = Vec::new();
    for row in rows {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| !is_cut(last, row)) => group.push(row),
            _ => groups.push(vec![row]),
        }
    }
    let anchors = |group: &Vec<&BodyRow>| group.iter().filter(|row| row.anchor).count();
    if groups.iter().any(|group| anchors(group) > 1) || groups.len() < 2 {
        return None;
    }
    let mut whole: Vec<Vec<&BodyRow>> = Vec::new();
    for group in groups {
        match whole.last_mut() {
            // Words alone, as after the break of a page, go on with the line above.
            Some(last) if anchors(&group) == 0 => last.extend(group),
            _ => whole.push(group),
        }
    }
    // Words above the first line with numbers go with it.
    if whole.len() > 1 && whole.first().is_some_and(|first| anchors(first) == 0) {
        let first = whole.remove(0);
        if let Some(second) = whole.first_mut() {
            second.splice(0..0, first);
        }
    }
    whole.retain(|group| anchors(group) > 0);
    Some(whole)
}

/// Whether a line is drawn across the table between two rows; pages are not cut by their end.
fn is_ruled(body: &Body, one: &BodyRow, two: &BodyRow, rules: Rules<'_>) -> bool {
    if one.page != two.page {
        return two.anchor;
    }
    let columns = &body.head.columns;
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return false };
    let (left, right) = (first.bounds.x0, last.bounds.x1);
    let (from, to) = (one.baseline, two.baseline - 0.5 * two.size);
    let covered: f32 = rules(one.page)
        .iter()
        .filter(|rule| rule.height() <= 1.5 && rule.y0 > from && rule.y1 < to)
        .map(|rule| (rule.x1.min(right) - rule.x0.max(left)).max(0.0))
        .sum();
    covered >= ACROSS * (right - left)
}

/// Whether the gap between two rows is wider than usual.
fn is_apart(rows: &[&BodyRow], one: &BodyRow, two: &BodyRow) -> bool {
    if one.page != two.page {
        return two.anchor;
    }
    let mut gaps: Vec<f32> = rows
        .windows(2)
        .filter_map(|pair| match pair {
            [one, two] if one.page == two.page => Some(two.baseline - one.baseline),
            _ => None,
        })
        .collect();
    gaps.sort_by(f32::total_cmp);
    let least = gaps.first().copied().unwrap_or(0.0);
    two.baseline - one.baseline > GAP * least
}

/// Words go with the numbers above, or below where they bring a line number.
fn by_place<'b>(body: &Body, rows: &[&'b BodyRow]) -> Vec<Vec<&'b BodyRow>> {
    let numbered = |row: &BodyRow| body.cell(&row.cells, "line").is_some();
    let mut groups: Vec<Vec<&BodyRow>> = Vec::new();
    let mut pending: Vec<&BodyRow> = Vec::new();
    for row in rows {
        if row.anchor {
            let mut group = std::mem::take(&mut pending);
            group.push(row);
            groups.push(group);
            continue;
        }
        let begins = numbered(row) && groups.last().is_none_or(|group| group.iter().any(|row| numbered(row)));
        match groups.last_mut() {
            Some(group) if pending.is_empty() && !begins => group.push(row),
            _ => pending.push(row),
        }
    }
    if let Some(last) = groups.last_mut() {
        last.append(&mut pending);
    }
    groups
}
