//! Where the value of a label stands: beside it, below it, above it as over a caption, or between its two rows.

use super::word::is_label;
use super::{BESIDE_EM, Labels};
use crate::draft::phrase::Phrase;
use crate::page::head::boxed;
use crate::page::labels::label;
use crate::page::rows::Run;

/// A caption stands within so many em under its value, in letters so much smaller, and so much nearer to it than to what is
/// below.
const CAPTION_EM: f32 = 1.5;
const CAPTION_SIZE: f32 = 0.85;
const NEARER: f32 = 0.8;

/// Half the height of a label in two rows, in em.
const BETWEEN_EM: f32 = 0.85;

impl<'a> Labels<'a, '_> {
    /// The value to the right, and whether it stands where values stand: near, behind a colon, or alone with its label.
    pub(super) fn beside(
        &self,
        place: usize,
        nth: usize,
        run: &Run,
        found: &Phrase,
    ) -> Option<(usize, &'a Run, bool)> {
        let row = self.row(place)?;
        let value = row.runs.get(nth + 1)?;
        // Beside a box of a form stands the next one.
        let boxes = boxed(&run.text).is_some() && boxed(&value.text).is_some();
        if boxes || !self.may_be_value(place, nth + 1, value, found) {
            return None;
        }
        let gap = value.bounds.x0 - run.bounds.x1;
        let near = gap <= BESIDE_EM * row.size || run.text.trim_end().ends_with(':') || row.runs.len() == 2;
        Some((nth + 1, value, near))
    }

    /// The value that a caption stands under, as on the lines of a form: in smaller letters, or several in a row.
    pub(super) fn above(&self, place: usize, run: &Run, found: &Phrase) -> Option<(usize, usize, &'a Run)> {
        let row = self.row(place)?;
        let labels = row.runs.iter().filter(|run| is_label(run)).count();
        let at = place.checked_sub(1)?;
        let over = self.row(at)?;
        let gap = row.baseline - over.baseline;
        if over.page != row.page
            || gap > CAPTION_EM * row.size.max(over.size)
            || over.runs.iter().any(is_label)
        {
            return None;
        }
        let nth = over.runs.iter().position(|value| {
            value.bounds.x1 > run.bounds.x0 - 1.0 && value.bounds.x0 < run.bounds.x1 + 1.0
        })?;
        let value = over.runs.get(nth)?;
        let caption = run.size() < CAPTION_SIZE * value.size() || (labels >= 2 && labels == row.runs.len());
        (caption && self.may_be_value(at, nth, value, found)).then_some((at, nth, value))
    }

    /// Whether the row above a label is clearly nearer than the one below.
    pub(super) fn is_nearer(&self, place: usize, above: usize, below: usize) -> bool {
        let baseline = |at: usize| self.row(at).map(|row| row.baseline);
        let (Some(own), Some(above), Some(below)) = (baseline(place), baseline(above), baseline(below))
        else {
            return false;
        };
        own - above < NEARER * (below - own)
    }

    /// The value to the right between two rows: a label in two languages, one below the other, stands around it.
    pub(super) fn between(&self, place: usize, run: &Run, found: &Phrase) -> Option<(usize, usize, &'a Run)> {
        let row = self.row(place)?;
        let near = |at: &usize| {
            self.row(*at).is_some_and(|other| {
                other.page == row.page
                    && (other.baseline - row.baseline).abs() <= BETWEEN_EM * row.size.max(other.size)
            })
        };
        [place.checked_sub(1), Some(place + 1)].into_iter().flatten().filter(near).find_map(|at| {
            let other = self.row(at)?;
            let nth = other.runs.iter().position(|value| value.bounds.x0 > run.bounds.x1)?;
            let value = other.runs.get(nth)?;
            let close = value.bounds.x0 - run.bounds.x1 <= BESIDE_EM * row.size;
            (close && self.may_be_value(at, nth, value, found)).then_some((at, nth, value))
        })
    }

    /// The text below a label, in its column.
    pub(super) fn below(&self, place: usize, run: &Run, found: &Phrase) -> Option<(usize, usize, &'a Run)> {
        let row = self.row(place)?;
        (place + 1..self.rest.len().min(place + 4)).find_map(|at| {
            let next = self.row(at)?;
            let gap = next.baseline - row.baseline;
            if next.page != row.page || gap > 3.9 * row.size.max(next.size) {
                return None;
            }
            let nth = next.runs.iter().position(|other| {
                let reach = row
                    .runs
                    .iter()
                    .map(|run| run.bounds.x0)
                    .filter(|x| *x > run.bounds.x0 + 1.0)
                    .fold(f32::MAX, f32::min);
                other.bounds.x1 > run.bounds.x0 - 1.0
                    && other.bounds.x0 < run.bounds.x1.max(run.bounds.x0 + 3.0 * row.size).min(reach)
            })?;
            let value = next.runs.get(nth)?;
            // The label's own words in another language stand between.
            let again = label(&value.text).is_some_and(|other| other.name == found.name);
            let near = gap <= 2.6 * row.size.max(next.size) || at > place + 1;
            (near && !again).then_some((at, nth, value))
        })
    }
}
