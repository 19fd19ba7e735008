//! What packing papers say in words: `Pallet 2 of 6` over the goods that stand on it, `2 ctns x 50 pcs` below the goods in
//! them, `Total: 3 pallets, gross weight 6,248.61 kg` under all of them.

use super::prose;
use super::rows::{Row, Run};
use crate::draft::words::is_particle;
use crate::draft::{Draft, Seen};
use crate::lexicon::{Section, fold, lexicon};

/// Words of a text that sums goods up, and of one that names a package.
const WORDS_MAX: usize = 24;

/// Words between the begin of a text and its word for “total”.
const BEGIN: usize = 3;

/// Whether a word is that for a package.
pub fn is_package(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '(' | ')' | '.'));
    lexicon().find(Section::Unit, &fold(bare)).is_some_and(|found| found.name == "ctn")
}

/// Whether a word is a count.
fn is_count(word: &str) -> bool {
    !word.is_empty() && word.len() <= 6 && word.bytes().all(|b| b.is_ascii_digit())
}

/// `Pallet 1`, `Palette n° 2 – 120x80x95`, `CARTON 3/12`: the heading of what stands in a package.
pub fn names_package(row: &Row) -> bool {
    let mut words = row.runs.iter().flat_map(|run| &run.words).map(|word| word.text.as_str());
    let Some(first) = words.next() else { return false };
    let number = |word: &str| {
        let digits = word.trim_start_matches(['#', '(']).trim_end_matches([':', ',', ')', '.']);
        let digits = digits.split(['/', '-']).next().unwrap_or_default();
        is_count(digits)
    };
    let second = words.find(|word| !is_particle("number", word));
    // “Packages: 9 pallets” counts them.
    let counts = words.next().is_some_and(is_package);
    first.chars().all(char::is_alphabetic) && is_package(first) && second.is_some_and(number) && !counts
}

/// `2 ctns x 50 pcs`, `4 cartons à 12,5 kg`: how many packages hold the goods above. The words that count them.
pub fn counts_packages(run: &Run) -> Option<Run> {
    let word = |at: usize| run.words.get(at).map_or("", |word| word.text.as_str());
    let times = is_times(word(2));
    let begins = is_count(word(0)) && is_package(word(1)) && times;
    (begins && word(3).starts_with(|c: char| c.is_ascii_digit())).then(|| run.part(0, 2)).flatten()
}

/// Whether a word stands between a number of packages and what each of them holds.
fn is_times(word: &str) -> bool {
    matches!(word, "x" | "X" | "×" | "@") || lexicon().find(Section::Small, &fold(word)).is_some()
}

/// The part of `36 cart. x 14,8 kg` that counts packages.
pub fn before_times(run: &Run) -> Option<Run> {
    let times = run.words.iter().position(|word| is_times(&word.text))?;
    run.part(0, times)
}

/// Whether a row sums goods up in words.
pub fn is_total(row: &Row) -> bool {
    begins_total(row) && row.runs.iter().any(|run| !measured(run).is_empty())
}

/// Whether the first words of a row are those of a total.
fn begins_total(row: &Row) -> bool {
    let words = row.runs.first().map(|run| run.words.as_slice()).unwrap_or_default();
    words.iter().take(BEGIN).any(|word| {
        fold(&word.text)
            .split(' ')
            .any(|word| lexicon().find(Section::Total, word).is_some_and(|found| found.name == "any"))
    })
}

/// Takes what the rows below the goods sum up in words; a row that was read is told by its place.
pub fn read(rows: &[Row], rest: &[usize], last: usize, draft: &mut Draft) {
    for row in rest.iter().filter(|at| **at > last).filter_map(|at| rows.get(*at)) {
        if !begins_total(row) {
            continue;
        }
        for (name, seen) in row.runs.iter().flat_map(measured) {
            draft.put(name, seen, false);
        }
    }
}

/// Packages and weights among the words of a text.
fn measured(run: &Run) -> Vec<(&'static str, Seen)> {
    if run.words.len() > WORDS_MAX {
        return Vec::new();
    }
    let weights = ["gross_weight", "net_weight"];
    let weights = weights
        .into_iter()
        .flat_map(|name| prose::weights(run, name).into_iter().map(move |seen| (name, seen)));
    prose::packages(run).into_iter().map(|seen| ("packages", seen)).chain(weights).collect()
}
