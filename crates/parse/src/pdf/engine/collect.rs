//! Listens while a page is drawn, and keeps what it shows: glyphs, thin lines, what pictures cover.
//!
//! Nothing is painted and no picture is decoded. What is out of the page, clipped away, transparent, in invisible mode,
//! or white where nothing dark was painted before, is kept apart as unseen.

use super::cover::{Covers, Groups, is_box, is_solid, is_upright};
use super::fonts::Fonts;
use super::glyph::{Glyph, SOFT_HYPHEN, UNMAPPED, along};
use super::ground::Ground;
use super::outlines;
use super::rules::Rules;
use crate::pdf::page::Rect;
use hayro::hayro_interpret::font::{Glyph as Drawn, GlyphRun, PositionedGlyph};
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};
use hayro::kurbo::{self, Affine, BezPath, Shape};

/// Glyphs kept of one page.
pub const GLYPHS_MAX: usize = 1_000_000;

/// What one page shows.
pub struct Collector<'f> {
    fonts: &'f Fonts,
    page: Rect,
    /// Each within the one before, and whether what they leave is a box.
    clips: Vec<(Rect, bool)>,
    groups: Groups,
    covers: Covers,
    /// In the order of the content.
    pub glyphs: Vec<Glyph>,
    /// Characters of glyphs that stand for several.
    pub longer: Vec<String>,
    /// Drawn lines.
    pub rules: Rules,
    /// What was painted under the text, and what pictures cover.
    pub ground: Ground,
    /// Shapes like letters, drawn without a font.
    pub outlines: u32,
    /// A font draws other figures than its text says.
    pub belied: bool,
    /// More glyphs than are kept.
    pub overflowed: bool,
    /// The last run that was filled, to know it again when its outline is drawn over it.
    filled: Option<(usize, usize)>,
}

impl<'f> Collector<'f> {
    /// For a page of this size in points.
    pub fn new(fonts: &'f Fonts, width: f32, height: f32) -> Collector<'f> {
        let page = Rect { x0: 0.0, y0: 0.0, x1: width, y1: height };
        Collector {
            fonts,
            page,
            clips: vec![(page, true)],
            groups: Groups::default(),
            covers: Covers::default(),
            glyphs: Vec::new(),
            longer: Vec::new(),
            rules: Rules::default(),
            ground: Ground::new(page),
            outlines: 0,
            belied: false,
            overflowed: false,
            filled: None,
        }
    }

    fn clip(&self) -> Rect {
        self.clips.last().map_or(self.page, |(clip, _)| *clip)
    }

    fn push_clip(&mut self, bounds: kurbo::Rect, is_box: bool) {
        let is_box = is_box && self.clips.last().is_none_or(|(_, outer)| *outer);
        self.clips.push((overlap(&self.clip(), &rect(bounds)), is_box));
    }

    /// A box painted now hides what is under it.
    fn hides(&self, transform: &Affine) -> bool {
        self.groups.are_opaque()
            && self.clips.last().is_none_or(|(_, is_box)| *is_box)
            && is_upright(transform)
    }

    /// Glyphs of one operator, in reading order.
    fn push_run(&mut self, run: &GlyphRun<'_, '_>, ctm: Affine, shown: bool, white: bool) {
        let Some(first) = run.glyphs().first() else { return };
        if self.glyphs.len() + run.glyphs().len() > GLYPHS_MAX {
            self.overflowed = true;
            return;
        }
        let font = self.fonts.of(first);
        let figures = self.fonts.figures(first);
        let measure = Measure { ctm, substitute: font.substitute && is_stretched(run.glyphs()) };
        let clip = self.clip();
        for glyph in run.glyphs() {
            let Some((first, more)) = self.character(glyph) else { continue };
            let mut placed = measure.place(glyph, first);
            if first == SOFT_HYPHEN && placed.to <= placed.from {
                continue;
            }
            (placed.more, placed.bold) = (more, font.bold);
            let bounds = placed.bounds();
            placed.seen = shown && overlaps(&bounds, &clip) && (!white || self.ground.is_dark_under(&bounds));
            self.belied |=
                placed.seen && figures.is_some_and(|figures| figures.belie(glyph_id(glyph), first));
            self.glyphs.push(placed);
        }
    }

    /// What a glyph says; none if nothing is to be kept of it.
    fn character(&mut self, glyph: &PositionedGlyph<'_>) -> Option<(char, u32)> {
        match glyph.as_unicode() {
            Some(BfString::Char(c)) => one(c),
            Some(BfString::String(text)) => {
                let mut kept = String::with_capacity(text.len());
                kept.extend(text.chars().filter_map(one).map(|(c, _)| c));
                let solid: String = kept.chars().filter(|c| !c.is_whitespace()).collect();
                let mut all = solid.chars();
                match (all.next(), all.next()) {
                    (None, _) => kept.chars().next().map(|blank| (blank, 0)),
                    (Some(only), None) => Some((only, 0)),
                    (Some(first), Some(_)) => {
                        self.longer.push(solid);
                        Some((first, u32::try_from(self.longer.len()).unwrap_or(0)))
                    }
                }
            }
            None => self.fonts.character(glyph).map_or(Some((UNMAPPED, 0)), one),
        }
    }
}

/// A character as it is kept: none for those without a shape, the mark of the unmapped for those that say nothing.
fn one(c: char) -> Option<(char, u32)> {
    match c {
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => None,
        '\u{F0B7}' => Some(('•', 0)),
        '\u{E000}'..='\u{F8FF}' | '\u{FFFE}' | '\u{FFFF}' => Some((UNMAPPED, 0)),
        c if c.is_control() && !c.is_whitespace() => Some((UNMAPPED, 0)),
        c => Some((c, 0)),
    }
}

/// Its place in its font program; 0 for a glyph that is none of a program.
fn glyph_id(glyph: &PositionedGlyph<'_>) -> u32 {
    match &**glyph {
        Drawn::Outline(outline) => outline.glyph_id().to_u32(),
        Drawn::Type3(_) => 0,
    }
}

/// How glyphs of one run are put on the page.
struct Measure {
    ctm: Affine,
    /// The glyphs are another font's, each stretched on its own, so that their width says nothing of the scale.
    substitute: bool,
}

impl Measure {
    fn place(&self, glyph: &PositionedGlyph<'_>, first: char) -> Glyph {
        let [a, b, c, d, e, f] = (self.ctm * glyph.transform()).as_coeffs();
        let length = a.hypot(b);
        let size = if length > 0.0 { (a * d - b * c).abs() / length * 1000.0 } else { c.hypot(d) * 1000.0 };
        let turn = match (a.abs() >= b.abs(), a >= 0.0, b >= 0.0) {
            (true, true, _) => 0,
            (false, _, true) => 1,
            (true, false, _) => 2,
            (false, _, false) => 3,
        };
        let advance = match &**glyph {
            Drawn::Outline(outline) => outline.advance_width(),
            Drawn::Type3(shape) => shape.advance_width(),
        };
        let scale = if self.substitute { size / 1000.0 } else { length };
        let (from, baseline) = along(turn, e as f32, f as f32);
        let to = from + advance.unwrap_or(0.0) * scale as f32;
        Glyph { from, to, baseline, size: size as f32, first, more: 0, turn, bold: false, seen: true }
    }
}

/// The glyphs differ in how they are stretched: each is fitted to a width of the font it stands for.
fn is_stretched(glyphs: &[PositionedGlyph<'_>]) -> bool {
    let ratio = |glyph: &PositionedGlyph<'_>| {
        let [a, b, c, d, ..] = glyph.transform().as_coeffs();
        a.hypot(b) / c.hypot(d)
    };
    let Some(first) = glyphs.first().map(ratio) else { return false };
    match glyphs {
        [_] => (first - 1.0).abs() > 1e-3,
        _ => glyphs.iter().any(|glyph| (ratio(glyph) - first).abs() > 1e-3),
    }
}

impl<'a> Device<'a> for Collector<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        let shade = Shade::of(&props.paint);
        let clip = self.clip();
        if self.groups.are_empty() || shade == Shade::None {
            return;
        }
        if let DrawMode::Fill(_) = mode {
            let bounds = rect(props.transform.transform_rect_bbox(path.bounding_box()));
            if shade.is_white() {
                return;
            }
            self.ground.paint(&overlap(&bounds, &clip), true);
            self.outlines = self.outlines.saturating_add(outlines::count(path, &props.transform, &clip));
        }
        self.rules.path(path, &props.transform, mode, &clip);
    }

    fn draw_rect(&mut self, shape: &kurbo::Rect, props: DrawProps<'a>, mode: &DrawMode) {
        let shade = Shade::of(&props.paint);
        let clip = self.clip();
        if self.groups.are_empty() || shade == Shade::None {
            return;
        }
        let bounds = overlap(&rect(props.transform.transform_rect_bbox(*shape)), &clip);
        if let DrawMode::Fill(_) = mode {
            let is_solid = props.soft_mask.is_none() && props.blend_mode == BlendMode::Normal;
            if is_solid && shade.is_opaque() && self.hides(&props.transform) {
                self.covers.lay(&bounds, &mut self.glyphs);
            }
            let is_dark = !shade.is_white();
            let shows = is_dark || self.ground.is_dark_under(&bounds);
            self.ground.paint(&bounds, is_dark);
            if !shows {
                return;
            }
        }
        self.rules.rect(shape, &props.transform, mode, &clip);
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.push_clip(clip.path.bounding_box(), is_box(clip));
    }

    fn push_clip_rect(&mut self, rect: &kurbo::Rect) {
        self.push_clip(*rect, true);
    }

    fn pop_clip(&mut self) {
        if self.clips.len() > 1 {
            self.clips.pop();
        }
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, blend: BlendMode) {
        self.groups.push(opacity, mask.is_some(), blend);
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let start = self.glyphs.len();
        if let (DrawMode::Stroke(_), Some((from, to))) = (mode, self.filled.take())
            && to == start
            && let Some(glyphs) = self.glyphs.get_mut(from..to)
            && is_same_run(run, &props.transform, glyphs)
        {
            glyphs.iter_mut().for_each(|glyph| glyph.bold = true);
            return;
        }
        let shade = Shade::of(&props.paint);
        let veiled = self.groups.are_empty();
        let shown = !veiled && shade != Shade::None && !matches!(mode, DrawMode::Invisible);
        self.push_run(run, props.transform, shown, shade.is_white());
        self.filled = matches!(mode, DrawMode::Fill(_)).then_some((start, self.glyphs.len()));
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        if self.groups.are_empty() {
            return;
        }
        let whole = kurbo::Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let bounds = rect(props.transform.transform_rect_bbox(whole));
        let area = overlap(&bounds, &self.clip());
        if is_solid(&image) && self.hides(&props.transform) {
            self.covers.lay(&area, &mut self.glyphs);
        }
        self.ground.picture(&area);
    }
}

/// The run stands where the glyphs stand that were filled just before.
fn is_same_run(run: &GlyphRun<'_, '_>, ctm: &Affine, glyphs: &[Glyph]) -> bool {
    let (Some(first), Some(glyph)) = (run.glyphs().first(), glyphs.first()) else { return false };
    let [.., e, f] = (*ctm * first.transform()).as_coeffs();
    let (from, baseline) = along(glyph.turn, e as f32, f as f32);
    (from - glyph.from).abs() < 0.01 && (baseline - glyph.baseline).abs() < 0.01
}

/// How a paint looks on white paper.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shade {
    None,
    White { opaque: bool },
    Dark { opaque: bool },
}

impl Shade {
    fn of(paint: &Paint<'_>) -> Shade {
        let Paint::Color(color) = paint else { return Shade::Dark { opaque: false } };
        let [red, green, blue, alpha] = color.to_rgba().components();
        let is_white = red >= 0.97 && green >= 0.97 && blue >= 0.97;
        let opaque = alpha >= 0.99;
        match (alpha <= 0.01, is_white) {
            (true, _) => Shade::None,
            (_, true) => Shade::White { opaque },
            _ => Shade::Dark { opaque },
        }
    }

    fn is_white(self) -> bool {
        matches!(self, Shade::White { .. })
    }

    fn is_opaque(self) -> bool {
        matches!(self, Shade::White { opaque: true } | Shade::Dark { opaque: true })
    }
}

/// In our own measure.
pub fn rect(rect: kurbo::Rect) -> Rect {
    Rect { x0: rect.x0 as f32, y0: rect.y0 as f32, x1: rect.x1 as f32, y1: rect.y1 as f32 }
}

/// What both cover; empty, with its corners on the wrong sides, if nothing.
pub fn overlap(a: &Rect, b: &Rect) -> Rect {
    Rect { x0: a.x0.max(b.x0), y0: a.y0.max(b.y0), x1: a.x1.min(b.x1), y1: a.y1.min(b.y1) }
}

/// They share more than an edge; a box without a width counts by its place.
pub fn overlaps(a: &Rect, b: &Rect) -> bool {
    let both = overlap(a, b);
    both.x1 >= both.x0 && both.y1 > both.y0
}
