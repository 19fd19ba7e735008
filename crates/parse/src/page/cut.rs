//! Where columns are cut: upright lines between two heads that cross as few words of the rows below as can be.

use super::head::Column;
use super::rows::{Row, Run};

/// The cuts between neighbouring columns, from the left: one fewer than columns.
pub fn cuts(columns: &[Column], rows: &[&Row]) -> Vec<f32> {
    // Rows with numbers show the columns; words below them run on over their edges.
    let numbers = |row: &&&Row| row.runs.iter().filter(|run| super::is_number(&run.text)).count() >= 2;
    let numbered: Vec<&Row> = rows.iter().filter(numbers).copied().collect();
    let looked_at = if numbered.is_empty() { rows } else { &numbered };
    let spans: Vec<(f32, f32)> = looked_at
        .iter()
        .filter(|row| row.runs.len() >= 2)
        .flat_map(|row| row.runs.iter().flat_map(|run| &run.words))
        .map(|word| (word.bounds.x0, word.bounds.x1))
        .collect();
    columns
        .windows(2)
        .map(|pair| match pair {
            [one, two] => cut(one, two, &spans),
            _ => 0.0,
        })
        .collect()
}

/// The cut between two columns.
fn cut(one: &Column, two: &Column, spans: &[(f32, f32)]) -> f32 {
    let middle = |column: &Column| (column.bounds.x0 + column.bounds.x1) / 2.0;
    let (from, to) = (middle(one), middle(two));
    let mut edges: Vec<f32> = vec![from, to];
    let near: Vec<(f32, f32)> = spans.iter().copied().filter(|(x0, x1)| *x1 > from && *x0 < to).collect();
    for (x0, x1) in
        near.iter().copied().chain([(one.bounds.x0, one.bounds.x1), (two.bounds.x0, two.bounds.x1)])
    {
        edges.extend([x0, x1].into_iter().filter(|x| (from..=to).contains(x)));
    }
    edges.sort_by(f32::total_cmp);
    // Words of a head may not be cut at all; those below as rarely as can be; then the widest gap.
    let mut best: Option<(usize, f32, f32)> = None;
    for pair in edges.windows(2) {
        let [left, right] = pair else { continue };
        let at = (left + right) / 2.0;
        let inside = |(x0, x1): &(f32, f32)| *x0 < at && at < *x1;
        let heads = [one, two].iter().filter(|column| inside(&(column.bounds.x0, column.bounds.x1))).count();
        let crossed = heads * 1_000 + near.iter().filter(|span| inside(span)).count();
        let width = right - left;
        if best.is_none_or(|(fewest, widest, _)| crossed < fewest || (crossed == fewest && width > widest)) {
            best = Some((crossed, width, at));
        }
    }
    best.map_or((one.bounds.x1 + two.bounds.x0) / 2.0, |(_, _, at)| at)
}

/// A gap of so many em between words at a cut parts a text.
const GAP_EM: f32 = 0.42;

/// The cells of a row: by column, the run that stands in it. A text that runs on over a cut stays whole, in the column it
/// begins in, unless there is a gap, or a number begins there in a row of numbers.
pub fn cells(row: &Row, cuts: &[f32]) -> Vec<Option<Run>> {
    let mut cells: Vec<Option<Run>> = vec![None; cuts.len() + 1];
    let numbers = row.runs.iter().filter(|run| super::is_number(&run.text)).count();
    for run in &row.runs {
        let mut from = 0;
        let mut column = column_of(run, 0, cuts);
        for at in 1..run.words.len() {
            let own = column_of(run, at, cuts);
            if own > column && parts(run, from, at, numbers >= 2) {
                put(&mut cells, column, run.part(from, at));
                (from, column) = (at, own);
            }
        }
        put(&mut cells, column, run.part(from, run.words.len()));
    }
    cells
}

/// The cells of a row of words: each text whole, in the column it begins in.
pub fn whole_cells(row: &Row, cuts: &[f32]) -> Vec<Option<Run>> {
    let mut cells: Vec<Option<Run>> = vec![None; cuts.len() + 1];
    for run in &row.runs {
        put(&mut cells, column_of(run, 0, cuts), Some(run.clone()));
    }
    cells
}

/// The column that the middle of a word stands in.
fn column_of(run: &Run, at: usize, cuts: &[f32]) -> usize {
    let middle = run.words.get(at).map_or(0.0, |word| (word.bounds.x0 + word.bounds.x1) / 2.0);
    cuts.iter().filter(|cut| **cut < middle).count()
}

/// Whether a run is parted before this word; `numbered`: the row has numbers of its own.
fn parts(run: &Run, from: usize, at: usize, numbered: bool) -> bool {
    let Some([before, word]) = run.words.get(at - 1..=at) else { return false };
    // A value stays with its label.
    if before.text.ends_with(':') {
        return false;
    }
    let gap = word.bounds.x0 - before.bounds.x1;
    // Blanks of a typewriter's font are as wide as letters: a gap is one that is wider than the text's own blanks.
    let blanks = run.words.windows(2).map(|pair| match pair {
        [one, two] => two.bounds.x0 - one.bounds.x1,
        _ => f32::MAX,
    });
    let blank = blanks.fold(f32::MAX, f32::min);
    let wide = gap >= GAP_EM * word.size && (run.words.len() == 2 || gap >= 1.4 * blank);
    let number = |from: usize, to: usize| run.text_of(from, to).is_some_and(super::is_number);
    wide || (numbered && (number(at, run.words.len()) || number(from, at)))
}

/// Puts a run into its cell, behind what stands there.
fn put(cells: &mut [Option<Run>], column: usize, run: Option<Run>) {
    let (Some(cell), Some(run)) = (cells.get_mut(column), run) else { return };
    *cell = match cell.take() {
        Some(before) => {
            let page = before.page;
            Run::of(page, before.words.into_iter().chain(run.words).collect())
        }
        None => Some(run),
    };
}
