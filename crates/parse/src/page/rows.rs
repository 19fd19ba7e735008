//! Words of a page become rows from top to bottom, and in each row runs: words that stand close enough to be one text.
//!
//! A row is what stands on one baseline, whatever its size. A run ends where the gap is wider than a blank can be, or
//! where a drawn line stands between. It knows no columns and no meanings.

use crate::draft::{Seen, Typed};
use crate::pdf::page::{Page, Rect, Word};

/// Words with one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The page, from 1.
    pub page: u32,
    /// Where the letters stand, in points from the top.
    pub baseline: f32,
    /// The height of an em of its largest word.
    pub size: f32,
    /// From the left.
    pub runs: Vec<Run>,
}

/// Words that are read as one text.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The page, from 1.
    pub page: u32,
    /// From the left, never empty.
    pub words: Vec<Word>,
    /// Around all words.
    pub bounds: Rect,
    /// The words with blanks between.
    pub text: String,
}

/// A gap between words of one text is at most so many em: blanks of justified text are wide.
const BLANK_EM_MAX: f32 = 0.8;

/// Words stand on one baseline if they differ by at most so many em of the smaller.
const BASELINE_EM: f32 = 0.3;

/// A colon or the sign between the parts of a sender's line may stand so many em away from its words.
const SIGN_EM_MAX: f32 = 12.0;

/// Signs between the parts of one text.
const SEPARATORS: [char; 6] = ['·', '•', '●', '|', '∙', '■'];

/// A drawn line is upright if it is so much taller than wide.
const UPRIGHT: f32 = 4.0;

impl Run {
    /// A run of these words.
    pub fn of(page: u32, words: Vec<Word>) -> Option<Run> {
        let bounds = words.iter().map(|word| word.bounds).reduce(|one, two| one.around(&two))?;
        let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        Some(Run { page, words, bounds, text })
    }

    /// The height of an em of its first word.
    pub fn size(&self) -> f32 {
        self.words.first().map_or(0.0, |word| word.size)
    }

    /// As a value.
    pub fn see(&self) -> Seen {
        self.see_text(&self.text)
    }

    /// A text that stands in it, as a value.
    pub fn see_text(&self, text: &str) -> Seen {
        let Rect { x0, y0, x1, y1 } = self.bounds;
        Seen {
            text: text.trim().to_owned(),
            value: Typed::Text,
            page: self.page,
            place: format!("page {} at {:.0},{:.0}", self.page, x0, y0),
            bounds: Some([x0, y0, x1, y1]),
            currency: None,
            unit: None,
        }
    }

    /// The smallest box around it and another.
    pub fn around(&self, [x0, y0, x1, y1]: [f32; 4]) -> [f32; 4] {
        let Rect { x0, y0, x1, y1 } = self.bounds.around(&Rect { x0, y0, x1, y1 });
        [x0, y0, x1, y1]
    }

    /// The pieces between gaps of at least so many em.
    pub fn split(&self, gap_em: f32) -> Vec<Run> {
        self.cut(&self.gaps(gap_em))
    }

    /// The places of words with a gap of at least so many em before them.
    pub fn gaps(&self, gap_em: f32) -> Vec<usize> {
        let wide = |pair: &[Word]| match pair {
            [last, word] => word.bounds.x0 - last.bounds.x1 >= gap_em * word.size.max(last.size),
            _ => false,
        };
        self.words.windows(2).enumerate().filter(|(_, pair)| wide(pair)).map(|(at, _)| at + 1).collect()
    }

    /// The pieces that begin with its first word and with those at these places.
    pub fn cut(&self, at: &[usize]) -> Vec<Run> {
        let begin = [0].into_iter().chain(at.iter().copied());
        let end = at.iter().copied().chain([self.words.len()]);
        begin.zip(end).filter_map(|(from, to)| self.part(from, to)).collect()
    }

    /// Its words from `from` up to, without, `to`.
    pub fn part(&self, from: usize, to: usize) -> Option<Run> {
        Run::of(self.page, self.words.get(from..to)?.to_vec())
    }

    /// The text of the same words, for who asks for no more.
    pub fn text_of(&self, from: usize, to: usize) -> Option<&str> {
        let bytes = |words: &[Word]| words.iter().map(|word| word.text.len() + 1).sum::<usize>();
        let start = bytes(self.words.get(..from)?);
        let end = start + bytes(self.words.get(from..to)?);
        self.text.get(start..end.checked_sub(1)?)
    }
}

/// The rows of a page. Turned words are left out: stamps, binding margins and watermarks say nothing of goods.
pub fn rows(page: &mut Page) -> Vec<Row> {
    let number = page.number;
    let mut words: Vec<Word> = std::mem::take(&mut page.words)
        .into_iter()
        .filter(|word| word.turn == 0 && !word.text.is_empty())
        .flat_map(without_leaders)
        .collect();
    words.sort_by(|one, two| {
        baseline(one).total_cmp(&baseline(two)).then(one.bounds.x0.total_cmp(&two.bounds.x0))
    });
    let uprights: Vec<Rect> =
        page.rules.iter().filter(|rule| rule.height() > rule.width() * UPRIGHT).copied().collect();
    let mut grouped: Vec<(f32, Vec<Word>)> = Vec::new();
    for word in words {
        let own = baseline(&word);
        match grouped.last_mut() {
            Some((line, row)) if (own - *line).abs() <= BASELINE_EM * smallest(row, &word) => row.push(word),
            _ => grouped.push((own, vec![word])),
        }
    }
    // A row of signs alone is a line drawn in letters.
    grouped.retain(|(_, words)| words.iter().any(|word| word.text.chars().any(char::is_alphanumeric)));
    grouped.into_iter().map(|(line, words)| row(number, line, words, &uprights)).collect()
}

/// `Date.........28 January`: the dots that lead from a label to its value are no words.
fn without_leaders(word: Word) -> Vec<Word> {
    if !word.text.contains("...") {
        return vec![word];
    }
    let count = word.text.chars().count() as f32;
    let mut parts = Vec::new();
    let mut before = 0;
    let mut rest = word.text.as_str();
    while let Some(from) = rest.find("...") {
        let (text, dots) = rest.split_at(from);
        let behind = dots.trim_start_matches('.');
        parts.push((before, text));
        before += text.chars().count() + dots.len() - behind.len();
        rest = behind;
    }
    parts.push((before, rest));
    let at = |letters: usize| word.bounds.x0 + word.bounds.width() * letters as f32 / count;
    parts.retain(|(_, text)| !text.is_empty());
    parts
        .into_iter()
        .map(|(from, text)| {
            let bounds = Rect { x0: at(from), x1: at(from + text.chars().count()), ..word.bounds };
            Word { text: text.to_owned(), bounds, ..word.clone() }
        })
        .collect()
}

/// Where a word's letters stand: by convention a fifth of an em above its lower edge.
fn baseline(word: &Word) -> f32 {
    word.bounds.y1 - 0.2 * word.size
}

/// The smaller em of a row and a word.
fn smallest(row: &[Word], word: &Word) -> f32 {
    row.first().map_or(word.size, |first| first.size.min(word.size))
}

/// Cuts the words of a row into runs.
fn row(page: u32, line: f32, mut words: Vec<Word>, uprights: &[Rect]) -> Row {
    words.sort_by(|one, two| one.bounds.x0.total_cmp(&two.bounds.x0));
    let size = words.iter().map(|word| word.size).fold(0.0, f32::max);
    let mut runs: Vec<Vec<Word>> = Vec::new();
    for word in words {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|last| belongs(last, &word, line, uprights)) => {
                run.push(word)
            }
            _ => runs.push(vec![word]),
        }
    }
    let runs = runs.into_iter().filter_map(|words| Run::of(page, words)).collect();
    Row { page, baseline: line, size, runs }
}

/// Whether a word goes on with the one before.
fn belongs(last: &Word, word: &Word, line: f32, uprights: &[Rect]) -> bool {
    let gap = word.bounds.x0 - last.bounds.x1;
    let (from, to) = (last.bounds.x1 - 1.0, word.bounds.x0 + 1.0);
    let ruled = |rule: &Rect| {
        rule.y0 <= line && rule.y1 >= line - 0.5 * word.size && rule.x0 >= from && rule.x1 <= to
    };
    let colon = word.text.starts_with(':') && !last.text.ends_with(':');
    let separates = |text: &str| text.chars().all(|c| SEPARATORS.contains(&c));
    let signed = if colon {
        SIGN_EM_MAX
    } else if separates(&last.text) || separates(&word.text) {
        SIGN_EM_MAX / 4.0
    } else {
        BLANK_EM_MAX
    };
    // Two days side by side stand under two heads.
    let days = is_day(&last.text) && is_day(&word.text);
    !days && gap <= signed * last.size.max(word.size) && !uprights.iter().any(ruled)
}

/// `12.05.2025`, `12/05/25`: a day in figures, by its shape.
fn is_day(text: &str) -> bool {
    let signs = text.bytes().filter(|b| matches!(b, b'.' | b'/' | b'-')).count();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    signs == 2
        && (4..=8).contains(&digits)
        && digits + 2 == text.len()
        && !text.starts_with(['-', '.', '/'])
        && text.ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::tests::word;
    use super::*;

    #[test]
    fn rows_share_a_baseline_and_runs_end_at_gaps_and_lines() {
        let mut page = Page {
            number: 1,
            words: vec![
                word("below", 50.0, 120.0),
                word("Unit", 50.0, 100.0),
                word("Price", 72.0, 100.0),
                word("Amount", 150.0, 100.5),
                word("A", 210.0, 100.0),
                word("B", 218.0, 100.0),
            ],
            rules: vec![Rect { x0: 216.0, y0: 80.0, x1: 216.4, y1: 130.0 }],
            ..Page::default()
        };
        let rows = rows(&mut page);
        let texts: Vec<Vec<&str>> =
            rows.iter().map(|row| row.runs.iter().map(|run| run.text.as_str()).collect()).collect();
        assert_eq!(texts, [vec!["Unit Price", "Amount", "A", "B"], vec!["below"]]);
    }
}
