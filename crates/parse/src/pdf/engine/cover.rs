//! What lies over text: boxes and pictures that are painted after it hide it, if nothing shines through them.

use super::glyph::{Glyph, placed};
use crate::pdf::page::Rect;
use hayro::hayro_interpret::{BlendMode, ClipPath, Image, RasterImage};
use hayro::kurbo::{Affine, PathEl};

/// Glyphs looked at for all covers of one page.
const LOOKS_MAX: usize = 20_000_000;
/// Of an em above the baseline: this much of a glyph has to be covered.
const BODY: f32 = 0.6;

/// Groups of transparency, one in the other.
#[derive(Default)]
pub struct Groups {
    open: Vec<Group>,
}

#[derive(Clone, Copy)]
struct Group {
    opacity: f32,
    is_plain: bool,
}

impl Groups {
    /// A group begins.
    pub fn push(&mut self, opacity: f32, has_mask: bool, blend: BlendMode) {
        let is_plain = !has_mask && blend == BlendMode::Normal;
        let outer = self.last();
        self.open.push(Group { opacity: outer.opacity * opacity, is_plain: outer.is_plain && is_plain });
    }

    /// A group ends.
    pub fn pop(&mut self) {
        self.open.pop();
    }

    /// Nothing drawn now is seen.
    pub fn are_empty(&self) -> bool {
        self.last().opacity <= 0.01
    }

    /// What is drawn now hides what is under it.
    pub fn are_opaque(&self) -> bool {
        self.last().is_plain && self.last().opacity >= 0.99
    }

    fn last(&self) -> Group {
        self.open.last().copied().unwrap_or(Group { opacity: 1.0, is_plain: true })
    }
}

/// Counts what is looked at, so that many covers over many glyphs end.
#[derive(Default)]
pub struct Covers {
    looks: usize,
}

impl Covers {
    /// A box without a hole is painted over what is there.
    pub fn lay(&mut self, area: &Rect, glyphs: &mut [Glyph]) {
        if area.width() < 1.0 || area.height() < 1.0 || self.looks + glyphs.len() > LOOKS_MAX {
            return;
        }
        self.looks += glyphs.len();
        for glyph in glyphs.iter_mut().filter(|glyph| glyph.seen) {
            let (from, to) = (glyph.from.min(glyph.to), glyph.from.max(glyph.to));
            let body = placed(glyph.turn, from, to, glyph.baseline - BODY * glyph.size, glyph.baseline);
            let slack = 0.05 * glyph.size;
            glyph.seen = !(area.x0 - slack <= body.x0
                && area.y0 - slack <= body.y0
                && body.x1 <= area.x1 + slack
                && body.y1 <= area.y1 + slack);
        }
    }
}

/// Boxes stay boxes under it.
pub fn is_upright(transform: &Affine) -> bool {
    let [a, b, c, d, ..] = transform.as_coeffs();
    let near = 1e-4 * (a.abs() + b.abs() + c.abs() + d.abs());
    (b.abs() <= near && c.abs() <= near) || (a.abs() <= near && d.abs() <= near)
}

/// A picture without holes.
pub fn is_solid(image: &Image<'_, '_>) -> bool {
    let has_holes = |raster: &RasterImage<'_>| {
        ["SMask", "Mask", "SMaskInData"].iter().any(|key| raster.stream().dict().contains_key(key))
    };
    matches!(image, Image::Raster(raster) if !has_holes(raster))
}

/// A clip that is a box.
pub fn is_box(clip: &ClipPath) -> bool {
    let corners = clip.path.elements().iter().filter(|element| **element != PathEl::ClosePath);
    let mut last = None;
    let mut count = 0;
    for element in corners {
        let point = match (count, *element) {
            (0, PathEl::MoveTo(point)) | (1.., PathEl::LineTo(point)) => point,
            _ => return false,
        };
        let level =
            |from: hayro::kurbo::Point| (from.x - point.x).abs() < 0.01 || (from.y - point.y).abs() < 0.01;
        if !last.is_none_or(level) {
            return false;
        }
        (last, count) = (Some(point), count + 1);
    }
    matches!(count, 4 | 5)
}
