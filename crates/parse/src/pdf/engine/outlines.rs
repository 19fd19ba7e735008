//! Shapes of the size of letters that are drawn without a font. What they say is not known: a page of them is a picture.

use super::collect::{overlaps, rect};
use crate::pdf::page::Rect;
use hayro::kurbo::{self, Affine, BezPath, PathEl, Point};

/// In points, from the lowest to the tallest letter.
const HEIGHT: std::ops::RangeInclusive<f32> = 2.0..=40.0;
/// Of its height, the width of the widest letter.
const WIDTH_MAX: f32 = 2.0;

/// How many closed shapes of a filled path are like letters: bent, and of their size. Boxes and lines are none.
pub fn count(path: &BezPath, transform: &Affine, clip: &Rect) -> u32 {
    let (mut found, mut shape) = (0, Shape::default());
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(point) => {
                found += u32::from(shape.is_letter(clip));
                shape = Shape::default();
                shape.reach(*transform * point);
            }
            PathEl::LineTo(point) => shape.reach(*transform * point),
            PathEl::QuadTo(by, point) => shape.bend(&[by, point].map(|point| *transform * point)),
            PathEl::CurveTo(by, to, point) => shape.bend(&[by, to, point].map(|point| *transform * point)),
            PathEl::ClosePath => {}
        }
    }
    found + u32::from(shape.is_letter(clip))
}

#[derive(Default)]
struct Shape {
    bounds: Option<kurbo::Rect>,
    is_bent: bool,
}

impl Shape {
    fn reach(&mut self, point: Point) {
        let start = kurbo::Rect::from_points(point, point);
        self.bounds = Some(self.bounds.map_or(start, |bounds| bounds.union_pt(point)));
    }

    fn bend(&mut self, points: &[Point]) {
        self.is_bent = true;
        points.iter().for_each(|point| self.reach(*point));
    }

    fn is_letter(&self, clip: &Rect) -> bool {
        let Some(bounds) = self.bounds.map(rect) else { return false };
        let fits = HEIGHT.contains(&bounds.height()) && bounds.width() <= WIDTH_MAX * bounds.height();
        self.is_bent && fits && overlaps(&bounds, clip)
    }
}
