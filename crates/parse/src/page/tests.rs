//! Pages made of words at places.

/// Pages made by hand, and what is read of them.
mod sheet;

/// Labels around the tables.
mod labels;

/// Parties, with labels and without.
mod parties;

/// Senders without labels.
mod senders;

/// Titles, their numbers and dates.
mod titles;

/// Heads of tables.
mod heads;

/// Rows that belong to one line.
mod items;

/// Tables over the breaks of pages.
mod breaks;

/// Sums, charges and taxes.
mod totals;

/// Prices, discounts and codes of a line.
mod lines;

/// Packing lists and certificates.
mod packed;

/// Forms and declarations.
mod forms;

/// What is not read, and told.
mod doubts;

/// What sentences say.
mod prose;

/// Any words at any places.
mod any;

use super::rows::Run;
use crate::pdf::page::{Rect, Word};

/// A word of 10 points with half an em a letter, its baseline at `y`.
pub fn word(text: &str, x: f32, y: f32) -> Word {
    let width = 5.0 * text.chars().count() as f32;
    let bounds = Rect { x0: x, y0: y - 8.0, x1: x + width, y1: y + 2.0 };
    Word { text: text.to_owned(), bounds, size: 10.0, bold: false, turn: 0 }
}

/// A text with its words at places.
pub fn words(text: &str, x: f32, y: f32) -> Vec<Word> {
    let mut at = x;
    let place = |part: &str| {
        let word = word(part, at, y);
        at = word.bounds.x1 + 2.5;
        word
    };
    text.split_whitespace().map(place).collect()
}

/// A run at the top of page 1.
pub fn run(text: &str) -> Run {
    Run::of(1, words(text, 50.0, 100.0)).unwrap()
}
