//! The title of a document: the words that say what it is, and what stands behind them.

use super::rows::{Row, Run};
use crate::draft::phrase::Phrase;
use crate::draft::words::title_kind;
use crate::draft::{Draft, Title};
use crate::lexicon::{Section, fold, lexicon};
use trade::Kind;

/// Words that a title has at most.
const WORDS_MAX: usize = 12;

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

/// What stands behind the words of a title: its number and date.
pub fn behind(run: &Run) -> Option<Run> {
    if run.words.len() > WORDS_MAX {
        return None;
    }
    (1..run.words.len().min(6)).rev().find_map(|count| {
        let start = fold(&run.part(0, count)?.text);
        lexicon().find(Section::Title, &start)?;
        run.part(count, run.words.len())
    })
}

/// `Invoice`, `Order`, `Delivery note` are titles as well as labels; a colon makes them labels.
pub fn is_title(run: &Run, found: &Phrase) -> bool {
    let both = found.name == "invoice_number"
        || found.name.starts_with("reference.")
        || found.name.starts_with("transport.")
        || found.name == "origin_statement";
    both && !run.text.trim_end().ends_with(':') && lexicon().find(Section::Title, &fold(&run.text)).is_some()
}

/// Finds the title: of all texts that are one, the largest; of equals, the first.
pub fn read(rows: &[Row], rest: &[usize], draft: &mut Draft) {
    let mut best: Option<(f32, Title)> = None;
    for at in rest {
        let Some(row) = rows.get(*at) else { continue };
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
