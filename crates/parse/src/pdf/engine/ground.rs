//! What lies under the text: painted areas, so that white text on them counts as seen, and the share that pictures cover.

use crate::pdf::page::Rect;

/// Cells a side of the grid that pictures are counted on.
const GRID: usize = 64;
/// Painted areas remembered.
const AREAS_MAX: usize = 4_096;

/// What lies under the text of one page.
pub struct Ground {
    page: Rect,
    /// Each with whether it is darker than paper.
    areas: Vec<(Rect, bool)>,
    /// A row of cells each, a bit a cell.
    covered: [u64; GRID],
}

impl Ground {
    /// White paper of this size.
    pub fn new(page: Rect) -> Ground {
        Ground { page, areas: Vec::new(), covered: [0; GRID] }
    }

    /// An area gets a colour, white or not.
    pub fn paint(&mut self, area: &Rect, is_dark: bool) {
        if area.x1 > area.x0 && area.y1 > area.y0 && self.areas.len() < AREAS_MAX {
            self.areas.push((*area, is_dark));
        }
    }

    /// A picture covers an area.
    pub fn picture(&mut self, area: &Rect) {
        self.paint(area, true);
        let cells = |value: f32, side: f32| {
            (value / side.max(1.0) * GRID as f32).round().clamp(0.0, GRID as f32) as usize
        };
        let (left, right) = (cells(area.x0, self.page.x1), cells(area.x1, self.page.x1));
        let (top, bottom) = (cells(area.y0, self.page.y1), cells(area.y1, self.page.y1));
        let Some(width) = right.checked_sub(left).filter(|width| *width > 0) else { return };
        let row = (u64::MAX >> (GRID - width)) << left;
        let rows = self.covered.iter_mut().take(bottom).skip(top);
        rows.for_each(|cells| *cells |= row);
    }

    /// What was painted last under the middle of this box is not white.
    pub fn is_dark_under(&self, bounds: &Rect) -> bool {
        let (x, y) = ((bounds.x0 + bounds.x1) / 2.0, (bounds.y0 + bounds.y1) / 2.0);
        let is_under = |area: &Rect| area.x0 <= x && x <= area.x1 && area.y0 <= y && y <= area.y1;
        self.areas.iter().rev().find(|(area, _)| is_under(area)).is_some_and(|(_, is_dark)| *is_dark)
    }

    /// Share of the page that pictures cover, 0 to 1.
    pub fn pictured(&self) -> f32 {
        self.covered.iter().map(|row| row.count_ones()).sum::<u32>() as f32 / (GRID * GRID) as f32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_counted_once_where_they_overlap() {
        let page = Rect { x0: 0.0, y0: 0.0, x1: 640.0, y1: 640.0 };
        let mut ground = Ground::new(page);
        ground.picture(&Rect { x0: 0.0, y0: 0.0, x1: 320.0, y1: 640.0 });
        ground.picture(&Rect { x0: 160.0, y0: 0.0, x1: 320.0, y1: 640.0 });
        assert_eq!(ground.pictured(), 0.5);
        ground.picture(&page);
        assert_eq!(ground.pictured(), 1.0);
    }
}
