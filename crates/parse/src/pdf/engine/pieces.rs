//! Glyphs that follow one another in the content of the page, gathered to pieces of words.
//!
//! A piece ends at a blank, at a gap, where the baseline moves or where the pen jumps back. Superscripts and kerning do
//! not end it, nor does even letter-spacing. Text struck twice is kept once, and is bold.

use super::glyph::Glyph;

/// Of an em: a gap this wide parts words.
pub const GAP: f32 = 0.12;
/// Of an em: a baseline may move this far within a word.
const SHIFT: f32 = 0.3;
/// The same where the size changes too: superscripts and subscripts.
const SHIFT_RAISED: f32 = 0.55;
/// Of an em: two strikes of one glyph lie no farther apart.
const STRIKE: f32 = 0.1;
/// Letters that stand apart by even gaps are one word from this many.
const SPACED_MIN: usize = 4;

/// Glyphs `first..end`, in the order of the content.
#[derive(Debug, Clone, Copy)]
pub struct Piece {
    /// First of its glyphs.
    pub first: usize,
    /// One after its last.
    pub end: usize,
    /// Where it begins, along the text.
    pub from: f32,
    /// Where it ends.
    pub to: f32,
    /// Of its largest glyphs.
    pub baseline: f32,
    /// Of its largest glyphs.
    pub size: f32,
    /// Quarters of a turn.
    pub turn: u8,
    /// By font, or struck twice.
    pub bold: bool,
    /// A person sees it.
    pub seen: bool,
    /// A blank glyph stands right before it.
    pub blank_before: bool,
    /// A blank glyph stands right after it.
    pub blank_after: bool,
    /// The narrowest gap within it, and how many there are.
    gaps: (f32, u32),
}

/// Drops glyphs that repeat the one before at its place: struck twice, to look bold.
pub fn drop_strikes(glyphs: &mut Vec<Glyph>) {
    glyphs.dedup_by(|later, kept| {
        let near = STRIKE * kept.size;
        let repeats = !kept.is_blank()
            && later.first == kept.first
            && later.more == kept.more
            && later.turn == kept.turn
            && later.seen == kept.seen
            && (later.from - kept.from).abs() <= near
            && (later.baseline - kept.baseline).abs() <= near;
        kept.bold |= repeats;
        repeats
    });
}

/// Gathers glyphs to pieces.
pub fn gather(glyphs: &[Glyph]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(glyphs.len() / 4);
    let (mut last, mut after_blank): (Option<&Glyph>, bool) = (None, false);
    for (place, glyph) in glyphs.iter().enumerate() {
        if glyph.is_blank() {
            if let (Some(piece), Some(_)) = (pieces.last_mut(), last) {
                piece.blank_after = true;
            }
            (last, after_blank) = (None, true);
            continue;
        }
        match (pieces.last_mut(), last) {
            (Some(piece), Some(before)) if piece.goes_on(before, glyph) => piece.push(before, glyph),
            _ => pieces.push(Piece::new(place, glyph, after_blank)),
        }
        (last, after_blank) = (Some(glyph), false);
    }
    join_spaced(&mut pieces, glyphs);
    pieces
}

impl Piece {
    fn new(place: usize, glyph: &Glyph, blank_before: bool) -> Piece {
        Piece {
            first: place,
            end: place + 1,
            from: glyph.from,
            to: glyph.to,
            baseline: glyph.baseline,
            size: glyph.size,
            turn: glyph.turn,
            bold: glyph.bold,
            seen: glyph.seen,
            blank_before,
            blank_after: false,
            gaps: (f32::MAX, 0),
        }
    }

    /// The glyph belongs to the piece.
    fn goes_on(&self, before: &Glyph, glyph: &Glyph) -> bool {
        let em = (before.size + glyph.size) / 2.0;
        let gap = (glyph.from - before.to) / em;
        let tracked = if self.gaps.1 >= 2 && self.gaps.0 > 0.04 { self.gaps.0 + 0.1 } else { 0.0 };
        glyph.turn == self.turn
            && glyph.seen == self.seen
            && gap <= GAP.max(tracked)
            && gap >= -0.35
            && glyph.from >= before.from - STRIKE * em
            && is_level(self.baseline, self.size, glyph.baseline, glyph.size)
    }

    fn push(&mut self, before: &Glyph, glyph: &Glyph) {
        let gap = (glyph.from - before.to) / glyph.size.max(0.01);
        self.gaps = (self.gaps.0.min(gap), self.gaps.1 + 1);
        self.end += 1;
        self.to = self.to.max(glyph.to);
        self.bold &= glyph.bold;
        if glyph.size > self.size * 1.05 {
            (self.size, self.baseline) = (glyph.size, glyph.baseline);
        }
    }

    /// Takes up the piece that follows it in the content.
    fn absorb(&mut self, next: &Piece) {
        self.end = next.end;
        self.to = self.to.max(next.to);
        self.bold &= next.bold;
        self.blank_after = next.blank_after;
    }
}

/// Both stand on one line, one of them raised or lowered at most.
pub fn is_level(baseline: f32, size: f32, other: f32, other_size: f32) -> bool {
    let (small, large) = (size.min(other_size), size.max(other_size));
    let shift = if small < 0.85 * large { SHIFT_RAISED } else { SHIFT };
    (baseline - other).abs() <= shift * large
}

/// Joins single letters that stand apart by even gaps, as headings are set: `I N V O I C E`.
fn join_spaced(pieces: &mut Vec<Piece>, glyphs: &[Glyph]) {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut rest = pieces.as_slice();
    while let [first, others @ ..] = rest {
        let count = spaced(rest, glyphs);
        let (mut piece, taken) = (*first, if count >= SPACED_MIN { count - 1 } else { 0 });
        let (letters, after) = others.split_at(taken.min(others.len()));
        letters.iter().for_each(|letter| piece.absorb(letter));
        joined.push(piece);
        rest = after;
    }
    *pieces = joined;
}

/// How many pieces from the first are letters of one spaced word.
fn spaced(pieces: &[Piece], glyphs: &[Glyph]) -> usize {
    let is_letter = |piece: &Piece| {
        piece.end - piece.first == 1
            && glyphs.get(piece.first).is_some_and(|glyph| glyph.first.is_alphabetic())
    };
    let mut even: Option<f32> = None;
    let fits = |pair: &[Piece]| {
        let [a, b] = pair else { return false };
        let gap = (b.from - a.to) / a.size.max(0.01);
        let expected = *even.get_or_insert(gap);
        is_letter(a)
            && is_letter(b)
            && !b.blank_before
            && (a.turn, a.seen) == (b.turn, b.seen)
            && (a.size - b.size).abs() < 0.02 * a.size
            && (a.baseline - b.baseline).abs() < 0.02 * a.size
            && (GAP..=0.8).contains(&gap)
            && (gap - expected).abs() <= 0.05
    };
    1 + pieces
        .windows(2)
        .map_while({
            let mut fits = fits;
            move |pair| fits(pair).then_some(())
        })
        .count()
}
