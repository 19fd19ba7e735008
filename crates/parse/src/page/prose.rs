//! What sentences say where no label does: delivery terms, packages, weights.
//!
//! `Lieferung FCA Chemnitz (Incoterms 2020)`, `Versand: 49 Kartons, Bruttogewicht 831,0 kg`, `TOTAL CIF Le Havre`. A value
//! is taken if all sentences that have one say the same; what labels said stays.

use super::rows::{Row, Run};
use crate::draft::phrase::phrase;
use crate::draft::words::{is_delivery_term, is_weight_unit, weight_name};
use crate::draft::{Draft, Seen};
use crate::lexicon::{Section, fold, lexicon};
use std::collections::HashSet;

/// Words that the place behind a term has at most.
const PLACE_WORDS_MAX: usize = 4;

/// Words that a weight's label has at most.
const LABEL_WORDS_MAX: usize = 4;

/// Reads sentences around the tables. `taken`: places in `rest` and runs that are values already.
pub fn read(rows: &[Row], rest: &[usize], taken: &HashSet<(usize, usize)>, draft: &mut Draft) {
    let runs = || {
        rest.iter()
            .enumerate()
            .filter_map(|(place, at)| Some((place, rows.get(*at)?)))
            .flat_map(|(place, row)| row.runs.iter().enumerate().map(move |(nth, run)| ((place, nth), run)))
    };
    let free = || runs().filter(|(at, _)| !taken.contains(at)).map(|(_, run)| run);
    if !draft.fields.contains_key("incoterms") {
        let found = runs().filter_map(|(_, run)| term(run)).collect();
        put(draft, "incoterms", longest(found));
    }
    for name in ["gross_weight", "net_weight"] {
        let known = draft.fields.contains_key(name) || draft.sums.iter().any(|sum| sum.name == name);
        if !known {
            let found = free().flat_map(|run| weights(run, name)).collect();
            put(draft, name, only(found));
        }
    }
    if !draft.fields.contains_key("packages") && draft.sums.iter().all(|sum| sum.name != "packages") {
        put(draft, "packages", only(free().flat_map(packages).collect()));
    }
}

/// A value that stands nowhere else.
fn put(draft: &mut Draft, name: &str, seen: Option<Seen>) {
    if let Some(seen) = seen {
        draft.put(name, seen, true);
    }
}

/// What all say.
fn only(found: Vec<Seen>) -> Option<Seen> {
    let first = found.first()?;
    found.iter().all(|other| other.text == first.text).then(|| first.clone())
}

/// The term with the longest place, if all are of one.
fn longest(found: Vec<Seen>) -> Option<Seen> {
    let best = found.iter().max_by_key(|seen| seen.text.len())?;
    found.iter().all(|other| best.text.starts_with(&other.text)).then(|| best.clone())
}

/// A delivery term and its place.
fn term(run: &Run) -> Option<Seen> {
    let at = run.words.iter().position(|word| is_delivery_term(bare(&word.text)))?;
    let named = fold(&run.text).contains("incoterm");
    let before = at.checked_sub(1).and_then(|before| run.words.get(before)).map(|word| word.text.as_str());
    let is_total = |word: &str| lexicon().find(Section::Total, &fold(word)).is_some();
    let begins = before.is_none_or(|word| word.ends_with([',', ':', ';', '-']) || is_total(word));
    if !named && !begins {
        return None;
    }
    let mut place: Vec<&str> = Vec::new();
    for word in run.words.get(at + 1..)?.iter().map(|word| word.text.as_str()) {
        if matches!(word, "-" | "–" | ":") && place.is_empty() {
            continue;
        }
        let small = lexicon().find(Section::Small, &fold(word)).is_some() && !place.is_empty();
        let is_place = word.starts_with(char::is_uppercase) && !word.bytes().any(|b| b.is_ascii_digit());
        if place.len() == PLACE_WORDS_MAX || !(is_place || small) || fold(word).starts_with("incoterm") {
            break;
        }
        place.push(word.trim_end_matches([',', ';']));
        if word.ends_with([',', ';']) {
            break;
        }
    }
    let place = place.join(" ");
    let place = place.trim_end_matches(['.', ' ']);
    let code = bare(&run.words.get(at)?.text);
    (named || !place.is_empty()).then(|| run.see_text(&format!("{code} {place}")))
}

/// A word without the signs around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| matches!(c, '(' | ')' | ',' | ';' | ':' | '.'))
}

/// The weights of a name in a text: `Bruttogewicht 831,0 kg`, `G.W.: 12 KGS`.
pub fn weights(run: &Run, name: &str) -> Vec<Seen> {
    let is_weight = |text: &str| {
        let end = text.trim_start_matches(|c: char| !c.is_alphabetic());
        super::is_number(text) && is_weight_unit(end)
    };
    amounts(run, is_weight)
        .filter(|(at, seen)| {
            let label = label_before(run, *at).or_else(|| label_behind(run, *at, &seen.text));
            label.as_deref() == Some(name)
        })
        .map(|(_, seen)| seen)
        .collect()
}

/// Packages that are counted in a text: `49 Kartons`.
pub fn packages(run: &Run) -> Vec<Seen> {
    let is_count = |text: &str| {
        let (count, kind) = text.split_once(' ').unwrap_or((text, ""));
        let unit = lexicon().find(Section::Unit, &fold(bare(kind)));
        count.bytes().all(|b| b.is_ascii_digit()) && unit.is_some_and(|unit| unit.name == "ctn")
    };
    amounts(run, is_count).map(|(_, seen)| seen).collect()
}

/// Numbers with their units in a text, and the word each begins with.
fn amounts<'r>(run: &'r Run, is: impl Fn(&str) -> bool + 'r) -> impl Iterator<Item = (usize, Seen)> + 'r {
    (0..run.words.len()).filter_map(move |at| {
        let begins = run.words.get(at)?.text.starts_with(|c: char| c.is_ascii_digit());
        let ends = (at + 1..=run.words.len().min(at + 3)).rev();
        let part =
            ends.filter(|_| begins).filter_map(|end| run.part(at, end)).find(|part| is(clean(&part.text)))?;
        let text = clean(&part.text).to_owned();
        Some((at, part.see_text(&text)))
    })
}

/// Without the sign that ends a sentence or a part of it.
fn clean(text: &str) -> &str {
    text.trim_end_matches([',', ';', '.', ')'])
}

/// The weight that the words before a word name.
fn label_before(run: &Run, at: usize) -> Option<String> {
    (at.saturating_sub(LABEL_WORDS_MAX)..at).find_map(|from| {
        let part = run.part(from, at)?;
        // What a comma ends is said of the number before it.
        if part.words.iter().any(|word| word.text.ends_with([',', ';'])) {
            return None;
        }
        let text = part.text.trim_end_matches([':', ' ']);
        let named = phrase(Section::Label, text).or_else(|| phrase(Section::Column, text));
        let name = named.map(|found| found.name.into_owned()).filter(|name| name.ends_with("_weight"));
        name.or_else(|| weight_name(text).map(str::to_owned))
    })
}

/// The weight that the word behind a number and its unit names: `186 kg gross`.
fn label_behind(run: &Run, at: usize, number: &str) -> Option<String> {
    let behind = run.words.get(at + number.split_whitespace().count())?;
    weight_name(clean(&behind.text)).map(str::to_owned)
}
