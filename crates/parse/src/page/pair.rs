//! Labels with their values in one text: `Invoice No.: 4711 Date: 12.05.2025`.
//!
//! A label ends at a colon and is known to the lexicon; its value goes on to the next known label.

use super::rows::Run;
use crate::draft::phrase::{Phrase, is_unit};
use crate::draft::words::is_particle;
use crate::pdf::page::{Rect, Word};

/// A label, and the words behind its colon.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// What the label names.
    pub found: Phrase,
    /// The label as printed.
    pub label: String,
    /// Nothing where the text ends at the colon.
    pub value: Option<Run>,
}

/// Words that a label has at most.
const LABEL_WORDS_MAX: usize = 7;

/// The labels of a text with their values, and what stands before the first.
pub fn pairs(run: &Run, known: impl Fn(&str) -> Option<Phrase>) -> (Option<Run>, Vec<Pair>) {
    if !run.text.contains(':') {
        return (Some(run.clone()), Vec::new());
    }
    let Some(run) = Run::of(run.page, run.words.iter().flat_map(at_colon).collect()) else {
        return (None, Vec::new());
    };
    // Each label: its first word, one past its last, what it names.
    let mut labels: Vec<(usize, usize, Phrase)> = Vec::new();
    for (at, word) in run.words.iter().enumerate() {
        if !word.text.ends_with(':') {
            continue;
        }
        let free = labels.last().map_or(0, |(_, end, _)| *end).max((at + 1).saturating_sub(LABEL_WORDS_MAX));
        // What stands before may be the value of the label before, with its unit: `120 kg, Gross weight: …`.
        let may_begin =
            |from: &usize| run.words.get(*from).is_some_and(|word| from == &at || begins_label(&word.text));
        let found =
            (free..=at).filter(may_begin).find_map(|from| Some((from, known(run.text_of(from, at + 1)?)?)));
        // A bare “No.:” behind other words is the number of what they name.
        let found = found.filter(|(from, _)| *from == 0 || !is_bare(&word.text) || *from < at);
        labels.extend(found.map(|(from, found)| (from, at + 1, found)));
    }
    let before = labels.first().map_or(run.words.len(), |(from, ..)| *from);
    let mut pairs = Vec::new();
    for (nth, (from, end, found)) in labels.iter().enumerate() {
        let next = labels.get(nth + 1).map_or(run.words.len(), |(from, ..)| *from);
        let label = run.text_of(*from, *end).unwrap_or_default().to_owned();
        let value = run.part(*end, next).filter(|value| value.text.chars().any(char::is_alphanumeric));
        pairs.push(Pair { found: found.clone(), label, value });
    }
    (run.part(0, before), pairs)
}

/// A word for “number” alone.
pub fn is_bare(text: &str) -> bool {
    is_particle("number", text)
}

/// Whether a label can begin with a word.
fn begins_label(word: &str) -> bool {
    !word.ends_with([',', ';']) && !is_unit(word) && !super::is_number(word)
}

/// `Number:4711` is two words, `12:30` and `https://…` are one.
fn at_colon(word: &Word) -> Vec<Word> {
    let Some((before, after)) = word.text.split_once(':') else { return vec![word.clone()] };
    let time =
        before.ends_with(|c: char| c.is_ascii_digit()) && after.starts_with(|c: char| c.is_ascii_digit());
    if after.is_empty() || time || after.starts_with("//") {
        return vec![word.clone()];
    }
    let share = (before.chars().count() + 1) as f32 / word.text.chars().count() as f32;
    let at = word.bounds.x0 + share * word.bounds.width();
    let first = Word { text: format!("{before}:"), bounds: Rect { x1: at, ..word.bounds }, ..word.clone() };
    let second = Word { text: after.to_owned(), bounds: Rect { x0: at, ..word.bounds }, ..word.clone() };
    vec![first, second]
}

#[cfg(test)]
mod tests {
    use super::super::tests::run;
    use super::*;
    use crate::draft::phrase::label;

    #[test]
    fn several_labels_stand_in_one_text() {
        let (before, pairs) = pairs(&run("No. 7 Invoice No.:4711 Invoice Date: 12.05.2025 10:30"), label);
        assert_eq!(before.map(|run| run.text).as_deref(), Some("No. 7"));
        let shown: Vec<(&str, Option<&str>)> = pairs
            .iter()
            .map(|pair| (pair.found.name.as_ref(), pair.value.as_ref().map(|run| run.text.as_str())))
            .collect();
        assert_eq!(shown, [("invoice_number", Some("4711")), ("invoice_date", Some("12.05.2025 10:30"))]);
    }

    #[test]
    fn a_label_may_stand_alone() {
        let (before, pairs) = pairs(&run("Currency:"), label);
        assert_eq!((before, pairs.len()), (None, 1));
        assert_eq!(pairs[0].value, None);
    }
}
