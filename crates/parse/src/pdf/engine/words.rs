//! Pieces of one line brought together to words, whatever order the content draws them in.

use super::glyph::{ABOVE, BELOW, Glyph, SOFT_HYPHEN, placed};
use super::pieces::{GAP, Piece, drop_strikes, gather, is_level};
use crate::pdf::page::Word;
use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

/// Of an em: pieces of one word overlap no farther.
const OVERLAP: f32 = 0.2;
/// Of an em: two strikes of one piece lie no farther apart.
const STRIKE: f32 = 0.12;

/// The words of a page that a person sees, and those that nobody sees, each in the order of the content.
pub fn words(mut glyphs: Vec<Glyph>, longer: &[String]) -> (Vec<Word>, Vec<Word>) {
    drop_strikes(&mut glyphs);
    let pieces = gather(&glyphs);
    let (mut seen, mut unseen) = (Vec::with_capacity(pieces.len()), Vec::new());
    for parts in join(&pieces, &glyphs) {
        let Some(first) = parts.first() else { continue };
        let word = word(&parts, &glyphs, longer);
        if first.seen { seen.push(word) } else { unseen.push(word) }
    }
    (seen, unseen)
}

/// The pieces of each word, from left to right as the text runs; words in the order of the content.
fn join(pieces: &[Piece], glyphs: &[Glyph]) -> Vec<Vec<Piece>> {
    let mut sorted: Vec<Piece> = pieces.to_vec();
    sorted.sort_by(|a, b| {
        (a.seen, a.turn)
            .cmp(&(b.seen, b.turn))
            .then(a.baseline.total_cmp(&b.baseline))
            .then(a.first.cmp(&b.first))
    });
    let mut words: Vec<Vec<Piece>> = Vec::with_capacity(pieces.len());
    for line in sorted.chunk_by_mut(|a, b| {
        (a.seen, a.turn) == (b.seen, b.turn) && (a.baseline - b.baseline).abs() <= 0.1 * a.size.max(b.size)
    }) {
        line.sort_by(|a, b| a.from.total_cmp(&b.from).then(a.first.cmp(&b.first)));
        let start = words.len();
        for piece in line.iter() {
            let open = words.get_mut(start..).and_then(|words| words.last_mut());
            match open.map(|parts| (link(parts.last(), piece, glyphs), parts)) {
                Some((Link::Strike, parts)) => parts.iter_mut().for_each(|part| part.bold = true),
                Some((Link::Next, parts)) => parts.push(*piece),
                _ => words.push(vec![*piece]),
            }
        }
    }
    words.sort_by_key(|parts| parts.iter().map(|part| part.first).min());
    words
}

/// How a piece stands to the one on its left.
enum Link {
    /// The same again, at the same place.
    Strike,
    /// Its continuation.
    Next,
    /// Another word.
    None,
}

fn link(left: Option<&Piece>, right: &Piece, glyphs: &[Glyph]) -> Link {
    let Some(left) = left else { return Link::None };
    let em = left.size.min(right.size);
    let gap = (right.from - left.to) / em;
    if (right.from - left.from).abs() <= STRIKE * em && is_same(left, right, glyphs) {
        Link::Strike
    } else if (-OVERLAP..=GAP).contains(&gap)
        && !left.blank_after
        && !right.blank_before
        && em > 0.6 * left.size.max(right.size)
        && is_level(left.baseline, left.size, right.baseline, right.size)
    {
        Link::Next
    } else {
        Link::None
    }
}

/// Both pieces say the same.
fn is_same(a: &Piece, b: &Piece, glyphs: &[Glyph]) -> bool {
    let (Some(a), Some(b)) = (glyphs.get(a.first..a.end), glyphs.get(b.first..b.end)) else { return false };
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a.first, a.more) == (b.first, b.more))
}

fn word(parts: &[Piece], glyphs: &[Glyph], longer: &[String]) -> Word {
    let mut text = String::with_capacity(16);
    for glyph in parts.iter().filter_map(|part| glyphs.get(part.first..part.end)).flatten() {
        match longer.get((glyph.more as usize).wrapping_sub(1)) {
            Some(all) => all.chars().for_each(|c| push(c, &mut text)),
            None => push(glyph.first, &mut text),
        }
    }
    if text.contains(SOFT_HYPHEN) {
        text = hyphened(&text);
    }
    let largest = parts.iter().max_by(|a, b| a.size.total_cmp(&b.size).then(b.first.cmp(&a.first)));
    let (turn, size, baseline) = largest.map_or((0, 0.0, 0.0), |part| (part.turn, part.size, part.baseline));
    let (from, to) = parts.iter().fold((f32::MAX, f32::MIN), |(from, to), part| {
        (from.min(part.from.min(part.to)), to.max(part.to.max(part.from)))
    });
    Word {
        text: in_reading_order(text),
        bounds: placed(turn, from, to, baseline - ABOVE * size, baseline + BELOW * size),
        size,
        bold: parts.iter().all(|part| part.bold),
        turn: u16::from(turn) * 90,
    }
}

/// A soft hyphen within a word is one that the file misspells; at its end it is the line's, not the word's.
fn hyphened(text: &str) -> String {
    match text.trim_end_matches(SOFT_HYPHEN) {
        "" => "-".to_owned(),
        word => word.replace(SOFT_HYPHEN, "-"),
    }
}

/// A character as text: the ligatures that only type-setting knows are taken apart, others are kept.
fn push(c: char, text: &mut String) {
    match c {
        '\u{FB00}' => text.push_str("ff"),
        '\u{FB01}' => text.push_str("fi"),
        '\u{FB02}' => text.push_str("fl"),
        '\u{FB03}' => text.push_str("ffi"),
        '\u{FB04}' => text.push_str("ffl"),
        '\u{FB05}' | '\u{FB06}' => text.push_str("st"),
        c => text.push(c),
    }
}

/// Text that stands as it is seen, from left to right, in the order in which it is read.
fn in_reading_order(text: String) -> String {
    let is_right_to_left = |c| matches!(bidi_class(c), BidiClass::R | BidiClass::AL);
    if text.is_ascii() || !text.chars().any(is_right_to_left) {
        return text;
    }
    // Reordering for display is its own inverse, but for marks, which follow their base in both orders.
    let bidi = BidiInfo::new(&text, Some(Level::rtl()));
    match bidi.paragraphs.first() {
        Some(paragraph) => bidi.reorder_line(paragraph, paragraph.range.clone()).into_owned(),
        None => text,
    }
}
