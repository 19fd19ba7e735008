//! The title of a document: the words that say what it is, and what stands behind them.

use super::labels::label;
use super::rows::{Row, Run};
use crate::draft::phrase::Phrase;
use crate::draft::words::{is_particle, title_kind};
use crate::draft::{Draft, Title};
use crate::lexicon::{Section, fold, lexicon};
use trade::Kind;

/// Words that a title has at most.
const WORDS_MAX: usize = 14;

/// The kind that a text is the title of.
pub fn kind(run: &Run) -> Option<Kind> {
    if run.words.len() > WORDS_MAX || run.text.trim_end().ends_with(':') {
        return None;
    }
    title_kind(&run.text).or_else(|| {
        let rest = behind(run)?;
        super::form::number_and_date(&rest.text)?;
        let (meaning, _) = lexicon().find_start(Section::Title, &fold(&run.text))?;
        Kind::from_name(meaning.name)
    })
}

/// What stands behind the words of a title: its number and date, perhaps behind more words and a word for “number”.
pub fn behind(run: &Run) -> Option<Run> {
    if run.words.len() > WORDS_MAX {
        return None;
    }
    let count = (1..run.words.len().min(6)).rev().find(|count| {
        run.text_of(0, *count).is_some_and(|text| lexicon().find(Section::Title, &fold(text)).is_some())
    })?;
    let behind = run.words.get(count..).unwrap_or_default();
    // Words between them may not name another document: “invoice for order no. 5”.
    let other = |text: &str| {
        lexicon().find(Section::Title, &fold(text)).is_some()
            || lexicon().find(Section::Label, &fold(text)).is_some()
    };
    let marked = behind.iter().position(|word| is_number_word(&word.text));
    let mut depth = 0_i32;
    let outside: Vec<bool> = behind
        .iter()
        .map(|word| {
            let before = depth;
            depth += i32::from(word.text.starts_with('(')) - i32::from(word.text.ends_with(')'));
            before <= 0 && !word.text.starts_with('(')
        })
        .collect();
    let marked = marked.filter(|at| {
        !behind.iter().zip(&outside).take(*at).any(|(word, outside)| *outside && other(&word.text))
    });
    run.part(count + marked.unwrap_or(0), run.words.len())
}

/// `Nr.`, `No.`, `N°`, `#`.
fn is_number_word(text: &str) -> bool {
    text.starts_with('#') || (fold(text) != "n" && is_particle("number", text))
}

/// `Invoice`, `Order`, `Delivery note` are titles as well as labels; a colon makes them labels.
pub fn is_title(run: &Run, found: &Phrase) -> bool {
    let both = found.name == "invoice_number"
        || found.name.starts_with("reference.")
        || found.name.starts_with("transport.")
        || found.name == "origin_statement";
    both && !run.text.trim_end().ends_with(':') && lexicon().find(Section::Title, &fold(&run.text)).is_some()
}

/// Whether several labels stand in a row, as over a row of their values.
pub fn in_labels(row: &Row) -> bool {
    row.runs.iter().filter(|run| label(&run.text).is_some()).count() >= 3
}

/// Finds the title: of all texts that are one, the largest; of equals, the first.
pub fn read(rows: &[Row], rest: &[usize], draft: &mut Draft) {
    let mut best: Option<(f32, Title)> = None;
    for at in rest {
        let Some(row) = rows.get(*at) else { continue };
        // In a row of labels the names of papers are labels too.
        if in_labels(row) {
            continue;
        }
        for run in &row.runs {
            let Some(kind) = kind(run) else { continue };
            let size = run.size() * if run.words.iter().any(|word| word.bold) { 1.1 } else { 1.0 };
            if best.as_ref().is_none_or(|(largest, _)| size > largest * 1.02) {
                best =
                    Some((size, Title { kind, page: run.page, row: u32::try_from(*at).unwrap_or(u32::MAX) }));
            }
        }
    }
    draft.titles.extend(best.map(|(_, title)| title));
}
