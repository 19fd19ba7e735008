//! Drawn lines of one page: stroked lines, thin filled boxes, and the edges of boxes, all level or upright.

use super::collect::{overlap, rect};
use crate::pdf::page::Rect;
use hayro::hayro_interpret::DrawMode;
use hayro::kurbo::{self, Affine, BezPath, PathEl, Point};

/// A filled box up to this thick, in points, is a line.
const THIN: f32 = 1.5;
/// Lines kept of one page.
const RULES_MAX: usize = 20_000;

/// Lines found so far.
#[derive(Default)]
pub struct Rules {
    /// In the order of the content.
    pub found: Vec<Rect>,
}

impl Rules {
    /// A path was drawn.
    pub fn path(&mut self, path: &BezPath, ctm: &Affine, mode: &DrawMode, clip: &Rect) {
        if self.found.len() >= RULES_MAX {
            return;
        }
        match mode {
            DrawMode::Stroke(stroke) => self.strokes(path, ctm, thickness(ctm, stroke.line_width), clip),
            DrawMode::Fill(_) => self.fills(path, ctm, clip),
            DrawMode::FillAndStroke(..) | DrawMode::Invisible => {}
        }
    }

    /// A rectangle was drawn.
    pub fn rect(&mut self, shape: &kurbo::Rect, ctm: &Affine, mode: &DrawMode, clip: &Rect) {
        let bounds = rect(ctm.transform_rect_bbox(*shape));
        match mode {
            DrawMode::Stroke(stroke) => self.edges(&bounds, thickness(ctm, stroke.line_width), clip),
            DrawMode::Fill(_) => self.area(&bounds, clip),
            DrawMode::FillAndStroke(..) | DrawMode::Invisible => {}
        }
    }

    fn strokes(&mut self, path: &BezPath, ctm: &Affine, thick: f32, clip: &Rect) {
        let (mut start, mut last) = (Point::ZERO, Point::ZERO);
        for element in path.elements() {
            let end = match *element {
                PathEl::MoveTo(point) => {
                    (start, last) = (point, point);
                    continue;
                }
                PathEl::LineTo(point) => point,
                PathEl::ClosePath => start,
                PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => {
                    last = point;
                    continue;
                }
            };
            self.line(*ctm * last, *ctm * end, thick, clip);
            last = end;
        }
    }

    fn line(&mut self, a: Point, b: Point, thick: f32, clip: &Rect) {
        let mut bounds = rect(kurbo::Rect::from_points(a, b));
        let half = thick / 2.0;
        if bounds.height() <= 0.5 && bounds.width() > bounds.height() {
            (bounds.y0, bounds.y1) = (bounds.y0 - half, bounds.y1 + half);
        } else if bounds.width() <= 0.5 && bounds.height() > bounds.width() {
            (bounds.x0, bounds.x1) = (bounds.x0 - half, bounds.x1 + half);
        } else {
            return;
        }
        self.area(&bounds, clip);
    }

    fn fills(&mut self, path: &BezPath, ctm: &Affine, clip: &Rect) {
        let mut corners: [Point; 5] = [Point::ZERO; 5];
        let mut count = 0;
        for element in path.elements().iter().chain([&PathEl::MoveTo(Point::ZERO)]) {
            match *element {
                PathEl::MoveTo(point) => {
                    if let Some(corners) = corners.get(..count) {
                        self.polygon(corners, clip);
                    }
                    (count, corners[0]) = (1, *ctm * point);
                }
                PathEl::LineTo(point) => {
                    if let Some(corner) = corners.get_mut(count) {
                        *corner = *ctm * point;
                    }
                    count += 1;
                }
                PathEl::ClosePath => {}
                PathEl::QuadTo(..) | PathEl::CurveTo(..) => count = corners.len() + 1,
            }
        }
    }

    /// A closed shape with straight sides: kept if it is a box.
    fn polygon(&mut self, corners: &[Point], clip: &Rect) {
        let ([first, .., last], 4..) = (corners, corners.len()) else { return };
        let level = |a: &Point, b: &Point| (a.x - b.x).abs() < 0.1 || (a.y - b.y).abs() < 0.1;
        if corners.windows(2).all(|pair| matches!(pair, [a, b] if level(a, b))) && level(last, first) {
            let bounds =
                corners.iter().fold(kurbo::Rect::from_points(*first, *last), |all, p| all.union_pt(*p));
            self.area(&rect(bounds), clip);
        }
    }

    /// A painted box: one line if it is thin, else its edges.
    fn area(&mut self, bounds: &Rect, clip: &Rect) {
        if bounds.width() <= THIN || bounds.height() <= THIN {
            self.push(bounds, clip);
        } else {
            self.edges(bounds, 0.0, clip);
        }
    }

    fn edges(&mut self, bounds: &Rect, thick: f32, clip: &Rect) {
        if bounds.width() <= THIN || bounds.height() <= THIN {
            return self.push(bounds, clip);
        }
        let half = thick.min(THIN) / 2.0;
        let Rect { x0, y0, x1, y1 } = *bounds;
        self.push(&Rect { x0, y0: y0 - half, x1, y1: y0 + half }, clip);
        self.push(&Rect { x0, y0: y1 - half, x1, y1: y1 + half }, clip);
        self.push(&Rect { x0: x0 - half, y0, x1: x0 + half, y1 }, clip);
        self.push(&Rect { x0: x1 - half, y0, x1: x1 + half, y1 }, clip);
    }

    fn push(&mut self, bounds: &Rect, clip: &Rect) {
        let shown = overlap(bounds, clip);
        let is_shown = shown.x1 >= shown.x0 && shown.y1 >= shown.y0;
        let is_line = shown.width().max(shown.height()) > 1.0;
        if is_shown && is_line && self.found.len() < RULES_MAX {
            self.found.push(shown);
        }
    }
}

/// Of a stroke, on the page; a stroke of no width is drawn as thin as can be.
fn thickness(ctm: &Affine, width: f32) -> f32 {
    width * ctm.determinant().abs().sqrt() as f32
}
