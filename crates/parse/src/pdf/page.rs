//! What one page of a PDF shows: its words with their boxes, its drawn lines, and how much of it can be read at all.
//!
//! One space for everything: points, the origin at the top left of the page as shown (crop box, rotation applied).
//! It knows no columns, labels or values; those are `layout`'s.

/// A rectangle in points, from the top left of the page as shown.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Rect {
    /// Left.
    pub x0: f32,
    /// Top.
    pub y0: f32,
    /// Right.
    pub x1: f32,
    /// Bottom.
    pub y1: f32,
}

/// A run of glyphs without a gap.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// As shown, in reading direction; never empty, no blanks inside.
    pub text: String,
    /// From 0.2 em below the baseline to 0.8 em above it, by convention.
    pub bounds: Rect,
    /// Height of an em in points, as shown.
    pub size: f32,
    /// Bold by its font's name or by being struck twice.
    pub bold: bool,
    /// Degrees clockwise that the text is turned against the page as shown: 0, 90, 180 or 270.
    pub turn: u16,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// From 1.
    pub number: u32,
    /// Points, as shown.
    pub width: f32,
    /// Points, as shown.
    pub height: f32,
    /// Words that a person sees, in the order of the page's content.
    pub words: Vec<Word>,
    /// Words that nobody sees: invisible by rendering mode, outside the page, or clipped away entirely.
    pub unseen: Vec<Word>,
    /// Thin drawn lines, and the four edges of drawn boxes: what tables are ruled with.
    pub rules: Vec<Rect>,
    /// Visible glyphs.
    pub glyphs: u32,
    /// Visible glyphs without a Unicode value.
    pub unmapped: u32,
    /// Share of the page that pictures cover, 0 to 1.
    pub pictured: f32,
    /// Shapes of the size of letters that are drawn without a font.
    pub outlines: u32,
}

impl Rect {
    /// Width in points.
    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// Height in points.
    pub fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    /// The smallest rectangle around both.
    pub fn around(&self, other: &Rect) -> Rect {
        Rect {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }
}
