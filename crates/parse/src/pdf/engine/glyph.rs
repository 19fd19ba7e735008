//! One glyph on the page, placed along its own direction.
//!
//! Text may be turned by quarters. Everything here is measured along the text (`from`, `to`) and across it (`baseline`,
//! growing downwards as the reader of that text sees it), so that words are found in the same way whichever way they run.

use crate::pdf::page::Rect;

/// Of an em, above the baseline; by convention, since glyphs carry no ascent.
pub const ABOVE: f32 = 0.8;
/// Of an em, below the baseline.
pub const BELOW: f32 = 0.2;
/// Stands for a glyph without a Unicode value.
pub const UNMAPPED: char = '\u{FFFD}';
/// Drawn, it is a hyphen: one that parts a word at the end of a line, or one that a file misspells.
pub const SOFT_HYPHEN: char = '\u{AD}';

/// A glyph, or a blank.
#[derive(Debug, Clone, Copy)]
pub struct Glyph {
    /// Where the pen stands before it, along the text.
    pub from: f32,
    /// Where the pen stands after it.
    pub to: f32,
    /// Across the text.
    pub baseline: f32,
    /// Height of an em in points.
    pub size: f32,
    /// Its character, or the first of several.
    pub first: char,
    /// Place of its characters in the store of those that have several, from 1; 0 if `first` is all.
    pub more: u32,
    /// Quarters of a turn, clockwise.
    pub turn: u8,
    /// By its font, or drawn more than once.
    pub bold: bool,
    /// A person sees it.
    pub seen: bool,
}

impl Glyph {
    /// It parts words.
    pub fn is_blank(&self) -> bool {
        self.first.is_whitespace()
    }

    /// Its box on the page.
    pub fn bounds(&self) -> Rect {
        let (from, to) = (self.from.min(self.to), self.from.max(self.to));
        placed(self.turn, from, to, self.baseline - ABOVE * self.size, self.baseline + BELOW * self.size)
    }
}

/// A box given along and across text that is turned, on the page.
pub fn placed(turn: u8, from: f32, to: f32, top: f32, bottom: f32) -> Rect {
    match turn {
        0 => Rect { x0: from, y0: top, x1: to, y1: bottom },
        1 => Rect { x0: -bottom, y0: from, x1: -top, y1: to },
        2 => Rect { x0: -to, y0: -bottom, x1: -from, y1: -top },
        _ => Rect { x0: top, y0: -to, x1: bottom, y1: -from },
    }
}

/// A point of the page, along and across text that is turned.
pub fn along(turn: u8, x: f32, y: f32) -> (f32, f32) {
    match turn {
        0 => (x, y),
        1 => (y, -x),
        2 => (-x, -y),
        _ => (-y, x),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_comes_back_from_each_turn_to_where_it_was() {
        let rect = Rect { x0: 10.0, y0: 20.0, x1: 30.0, y1: 25.0 };
        for turn in 0..4 {
            let (a, b) = (along(turn, rect.x0, rect.y0), along(turn, rect.x1, rect.y1));
            let back = placed(turn, a.0.min(b.0), a.0.max(b.0), a.1.min(b.1), a.1.max(b.1));
            assert_eq!(back, rect, "turn {turn}");
        }
    }
}
