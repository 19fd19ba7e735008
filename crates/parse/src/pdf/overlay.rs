//! Draws over a picture of a page what was read from it: a box around each place, with the fields' names at it.
//!
//! A pure function of picture and marks: what reaches past the picture is cut, nothing fails. The text below a box stays
//! readable, and a name is put where no other stands. It refuses to know what the names mean.

mod letters;

use super::document::Picture;
use serde::{Deserialize, Serialize};
use trade::placed::Placed;

/// A box to draw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// In points, from the top left of the page as shown: x0, y0, x1, y1.
    pub bounds: [f32; 4],
    /// What stands at it; letters that the font lacks are drawn as dots.
    pub label: String,
    /// Its colour.
    pub tone: Tone,
}

/// What a box stands for, and so its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// A value of the document: blue.
    Document,
    /// A value of a line: green.
    Line,
    /// A value of every other line, so that lines are told apart: violet.
    OtherLine,
    /// In doubt: red, whatever it is of.
    Doubtful,
}

/// The longest name drawn, in letters.
const LABEL_MAX: usize = 60;
/// A box stands so far off what it is around, in points.
const MARGIN: f32 = 1.0;

/// The marks of what was read at places of one page. What several lines took from one place, such as an origin that is stated
/// once for all goods, is one mark.
pub fn marks(placed: &[&Placed<'_>]) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::with_capacity(placed.len());
    let mut of: Vec<&Placed<'_>> = Vec::with_capacity(placed.len());
    for one in placed {
        let is_same = |other: &&Placed<'_>| {
            other.bounds == one.bounds
                && other.line.is_some()
                && one.line.is_some()
                && names(other) == names(one)
        };
        match of.iter().position(is_same).and_then(|at| marks.get_mut(at)) {
            Some(mark) => {
                mark.label = format!("lines {}", names(one));
                mark.tone = if one.is_doubtful { Tone::Doubtful } else { mark.tone };
            }
            None => {
                marks.push(Mark::of(one));
                of.push(one);
            }
        }
    }
    marks
}

/// The fields of a place: `net_weight` where it is a value and its unit.
fn names(placed: &Placed<'_>) -> String {
    let mut names: Vec<&str> = Vec::new();
    for (field, _) in &placed.values {
        let whole = field.strip_suffix(".value").or_else(|| field.strip_suffix(".unit"));
        let has = |ending: &str| {
            let is_it = |(other, _): &(&str, _)| other.strip_suffix(ending) == whole && whole.is_some();
            placed.values.iter().any(is_it)
        };
        let name = whole.filter(|_| has(".value") && has(".unit")).unwrap_or(field);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(" = ")
}

impl Mark {
    /// The mark of what was read at one place: `seller.name`, `2 amount`.
    fn of(placed: &Placed<'_>) -> Mark {
        let names = names(placed);
        let tone = match placed.line {
            _ if placed.is_doubtful => Tone::Doubtful,
            None => Tone::Document,
            Some(line) if line % 2 == 1 => Tone::Line,
            Some(_) => Tone::OtherLine,
        };
        let label = placed.line.map_or_else(|| names.clone(), |line| format!("{line} {names}"));
        Mark { bounds: placed.bounds, label, tone }
    }
}

impl Tone {
    /// Red, green, blue. Each is dark enough for white letters (4.5 to 1).
    pub const fn colour(self) -> [u8; 3] {
        match self {
            Tone::Document => [0x0b, 0x57, 0xa8],
            Tone::Line => [0x0f, 0x70, 0x3c],
            Tone::OtherLine => [0x7a, 0x35, 0xa8],
            Tone::Doubtful => [0xc0, 0x1c, 0x1c],
        }
    }
}

/// A rectangle of whole pixels; the right and lower edges are outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cut {
    x0: i64,
    y0: i64,
    x1: i64,
    y1: i64,
}

impl Cut {
    fn meets(&self, other: &Cut) -> bool {
        self.x0 < other.x1 && other.x0 < self.x1 && self.y0 < other.y1 && other.y0 < self.y1
    }

    /// Without its upper and its lower edge: between the rows of a table there is less room than a name takes.
    fn inside(&self, edge: i64) -> Cut {
        Cut { y0: self.y0 + edge, y1: self.y1 - edge, ..*self }
    }

    /// Pixels that both cover.
    fn shared(&self, other: &Cut) -> i64 {
        let width = self.x1.min(other.x1) - self.x0.max(other.x0);
        let height = self.y1.min(other.y1) - self.y0.max(other.y0);
        width.max(0) * height.max(0)
    }

    fn is_within(&self, other: &Cut) -> bool {
        self.x0 >= other.x0 && self.y0 >= other.y0 && self.x1 <= other.x1 && self.y1 <= other.y1
    }
}

/// Draws the marks over a picture of `scale` pixels a point: first all boxes, then all names.
pub fn draw(picture: &mut Picture, scale: f32, marks: &[Mark]) {
    let whole = Cut { x0: 0, y0: 0, x1: picture.width.into(), y1: picture.height.into() };
    let boxes: Vec<(Cut, &Mark)> =
        marks.iter().filter_map(|mark| Some((in_pixels(mark, scale, &whole)?, mark))).collect();
    let dot = ((scale * 0.6).round() as i64).max(1);
    // Places are chosen while the page is as it came: a name should hide none of its ink.
    let mut taken: Vec<Cut> = Vec::new();
    let mut plates: Vec<(Cut, String, Tone)> = Vec::new();
    for (cut, mark) in &boxes {
        let label: String = mark.label.chars().take(LABEL_MAX).collect();
        if let Some(place) = place(picture, cut, &label, dot, &boxes, &taken).filter(|_| !label.is_empty()) {
            taken.push(place);
            plates.push((place, label, mark.tone));
        }
    }
    for (cut, mark) in &boxes {
        frame(picture, cut, dot, mark.tone.colour());
    }
    for (place, label, tone) in &plates {
        fill(picture, place, tone.colour());
        write(picture, place, label, dot);
    }
}

/// A mark's box in pixels, a little larger than what it is around; none where nothing of it is on the picture.
fn in_pixels(mark: &Mark, scale: f32, whole: &Cut) -> Option<Cut> {
    let [x0, y0, x1, y1] = mark.bounds;
    // A cast of what is too large or no number ends at the bounds of the type, or at 0.
    let pixel = |points: f32| ((points * scale).round() as i64).clamp(-1_000_000, 1_000_000);
    let cut = Cut {
        x0: pixel(x0.min(x1) - MARGIN),
        y0: pixel(y0.min(y1) - MARGIN),
        x1: pixel(x0.max(x1) + MARGIN),
        y1: pixel(y0.max(y1) + MARGIN),
    };
    cut.meets(whole).then_some(cut)
}

/// Where a name stands: at its box, where it hides least of the page, and neither another name nor a third of what stands in
/// a box; above it, if all else is equal. A name without such a place is left out, since its box still shows.
fn place(
    picture: &Picture,
    cut: &Cut,
    label: &str,
    dot: i64,
    boxes: &[(Cut, &Mark)],
    taken: &[Cut],
) -> Option<Cut> {
    let whole = Cut { x0: 0, y0: 0, x1: picture.width.into(), y1: picture.height.into() };
    let width = dot * (letters::ADVANCE * i64::try_from(label.chars().count()).unwrap_or(0) + 1);
    let height = dot * (letters::HEIGHT + 2);
    let middle = (cut.y0 + cut.y1 - height) / 2;
    let places = [
        (cut.x0, cut.y0 - height),
        (cut.x1, middle),
        (cut.x0, cut.y1),
        (cut.x1 - width, cut.y0 - height),
        (cut.x1 - width, cut.y1),
        (cut.x0 - width, middle),
        (cut.x0, cut.y0 - 2 * height),
        (cut.x0, cut.y1 + height),
        (cut.x0, cut.y0),
    ];
    let places = places.into_iter().map(|(x0, y0)| {
        let x0 = x0.min(whole.x1 - width).max(0);
        Cut { x0, y0, x1: x0 + width, y1: y0 + height }
    });
    let hides = |place: &Cut, value: &Cut| 3 * value.shared(place) > value.shared(value);
    let free = places.filter(|place| {
        place.is_within(&whole)
            && !taken.iter().any(|other| other.meets(place))
            && !boxes.iter().any(|(other, _)| hides(place, &other.inside(3 * dot)))
    });
    // Each step down the list is worth a letter or so; what stands in a box is worth more than what stands elsewhere.
    let hidden = |(step, place): &(i64, Cut)| {
        let of_boxes: i64 = boxes.iter().map(|(other, _)| other.inside(3 * dot).shared(place)).sum();
        ink(picture, place) + 2 * of_boxes + step * 6 * dot * dot
    };
    (0..).zip(free).min_by_key(hidden).map(|(_, place)| place)
}

/// Pixels of a rectangle on which something is printed, without the lines that go through all of it: rules of tables.
fn ink(picture: &Picture, cut: &Cut) -> i64 {
    let is_printed = |pixel: &[u8]| pixel.iter().any(|byte| *byte < 0xc0);
    let rows = rows(picture, cut).filter_map(|range| picture.rgba.get(range));
    let printed = rows.map(|row| {
        let printed = row.chunks_exact(4).filter(|pixel| is_printed(pixel)).count();
        if printed * 4 == row.len() { 0 } else { printed }
    });
    printed.sum::<usize>().try_into().unwrap_or(i64::MAX)
}

/// The four edges of a box, outwards of it.
fn frame(picture: &mut Picture, cut: &Cut, stroke: i64, colour: [u8; 3]) {
    let Cut { x0, y0, x1, y1 } = *cut;
    for edge in [
        Cut { x0: x0 - stroke, y0: y0 - stroke, x1: x1 + stroke, y1: y0 },
        Cut { x0: x0 - stroke, y0: y1, x1: x1 + stroke, y1: y1 + stroke },
        Cut { x0: x0 - stroke, y0, x1: x0, y1 },
        Cut { x0: x1, y0, x1: x1 + stroke, y1 },
    ] {
        fill(picture, &edge, colour);
    }
}

/// The letters of a name, white, a dot off the edges of its place.
fn write(picture: &mut Picture, place: &Cut, label: &str, dot: i64) {
    let mut left = place.x0 + dot;
    for letter in label.chars() {
        for (row, dots) in (0i64..).zip(letters::rows(letter)) {
            for column in (0..letters::WIDTH).filter(|column| dots >> (letters::WIDTH - 1 - column) & 1 == 1)
            {
                let (x0, y0) = (left + column * dot, place.y0 + dot + row * dot);
                fill(picture, &Cut { x0, y0, x1: x0 + dot, y1: y0 + dot }, [255, 255, 255]);
            }
        }
        left += letters::ADVANCE * dot;
    }
}

/// Paints what of a rectangle is on the picture.
fn fill(picture: &mut Picture, cut: &Cut, [red, green, blue]: [u8; 3]) {
    for range in rows(picture, cut) {
        for pixel in picture.rgba.get_mut(range).unwrap_or_default().chunks_exact_mut(4) {
            pixel.copy_from_slice(&[red, green, blue, 255]);
        }
    }
}

/// Where the rows of a rectangle stand among a picture's bytes, as far as they are on it.
fn rows(picture: &Picture, cut: &Cut) -> impl Iterator<Item = std::ops::Range<usize>> + use<> {
    let within = |pixel: i64, side: u32| usize::try_from(pixel.clamp(0, side.into())).unwrap_or(0);
    let (x0, x1) = (within(cut.x0, picture.width), within(cut.x1, picture.width));
    let (y0, y1) = (within(cut.y0, picture.height), within(cut.y1, picture.height));
    let row_bytes = picture.width as usize * 4;
    (y0..y1).map(move |y| y * row_bytes + x0 * 4..y * row_bytes + x1.max(x0) * 4)
}

#[cfg(test)]
mod tests;
