//! Cuts a printed delivery term into words and finds the edition among them.
//!
//! The edition is the year beside the word Incoterms (or ICC), in brackets of its own, or after a bare code. A number
//! elsewhere may be a postal code (`DAP 2020 Antwerpen`) and is left to the place.

use super::terms::EDITIONS;
use crate::country::printed::{Folded, fold};

/// More words than a delivery term has; what follows belongs to the place.
const WORDS_MAX: usize = 40;

/// One word of the print: where it stands, how it is printed, and folded.
pub(super) struct Word<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) printed: &'a str,
    pub(super) folded: Folded,
}

/// Cuts the print into words; full stops, `&` and `+` belong to a word (`F.O.B.`, `C&F`).
pub(super) fn cut(printed: &str) -> Vec<Word<'_>> {
    let between = |letter: char| {
        letter.is_whitespace()
            || matches!(letter, ',' | ';' | ':' | '(' | ')' | '[' | ']' | '/' | '|' | '"' | '®' | '™')
            || matches!(letter, '-' | '‐' | '‑' | '–' | '—')
    };
    let mut words = Vec::new();
    let mut start = 0;
    for part in printed.split(between) {
        // Each separator is one character: the next part begins after it.
        let end = start + part.len();
        if !part.is_empty()
            && words.len() < WORDS_MAX
            && let Some(folded) = fold(part)
        {
            words.push(Word { start, end, printed: part, folded });
        }
        start = end + printed.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    words
}

/// Where the edition stands, as a range of words, and what it says.
#[derive(Default)]
pub(super) struct Edition {
    pub(super) first: usize,
    /// One past its last word; equal to `first` where no edition is printed.
    pub(super) past: usize,
    pub(super) year: Option<u16>,
    pub(super) unpublished: Option<u16>,
}

impl Edition {
    pub(super) fn covers(&self, at: usize) -> bool {
        (self.first..self.past).contains(&at)
    }

    fn with_year(first: usize, past: usize, year: Option<u16>) -> Self {
        let published = year.filter(|year| EDITIONS.contains(year));
        Self { first, past, year: published, unpublished: year.filter(|_| published.is_none()) }
    }
}

/// The number of a word that is four digits.
fn year_of(word: &str) -> Option<u16> {
    let digits = word.trim_matches('.');
    if digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        digits.parse().ok()
    } else {
        None
    }
}

/// Finds the edition: beside the word Incoterms (or ICC), in brackets of its own, or after a bare code.
pub(super) fn find_edition(printed: &str, words: &[Word<'_>]) -> Edition {
    let named = words.iter().position(|word| is_name_of_rules(word.folded.as_str()));
    if let Some(at) = named {
        return edition_around(words, at);
    }
    let bracketed = |word: &Word<'_>| {
        printed.get(..word.start).is_some_and(|before| before.ends_with('('))
            && printed.get(word.end..).is_some_and(|after| after.starts_with(')'))
    };
    let published = |word: &Word<'_>| year_of(word.printed).filter(|year| EDITIONS.contains(year));
    for (at, word) in words.iter().enumerate() {
        if let Some(year) = published(word)
            && (bracketed(word) || words.len() == 2 && at == 1)
        {
            return Edition::with_year(at, at + 1, Some(year));
        }
    }
    Edition::default()
}

/// Whether a folded word is the name of the rules; a year may stick to it (`Incoterms2020`).
fn is_name_of_rules(word: &str) -> bool {
    word.starts_with("incoterm") || word == "icc"
}

/// The edition around the word Incoterms: the year after it, else the year before, and the words that lead to it.
fn edition_around(words: &[Word<'_>], at: usize) -> Edition {
    let folded = |at: usize| words.get(at).map(|word| word.folded.as_str());
    let year = |at: usize| words.get(at).and_then(|word| year_of(word.printed));
    let mut first = at;
    let mut past = at + 1;
    while folded(past).is_some_and(|word| {
        is_name_of_rules(word) || matches!(word, "r" | "tm" | "rules" | "edition" | "ed" | "version")
    }) {
        past += 1;
    }
    let stuck = (at..past)
        .filter_map(folded)
        .find_map(|word| year_of(word.trim_start_matches(|l: char| !l.is_ascii_digit())));
    let found = stuck.or_else(|| year(past).inspect(|_| past += 1)).or_else(|| {
        let before = at.checked_sub(1)?;
        year(before).filter(|year| EDITIONS.contains(year)).inspect(|_| first = before)
    });
    while let Some(before) = first.checked_sub(1)
        && folded(before).is_some_and(|word| LEADING.contains(&word))
    {
        first = before;
    }
    Edition::with_year(first, past, found)
}

/// Words that lead to the edition and are no part of the place ("gemäß Incoterms").
const LEADING: [&str; 20] = [
    "according",
    "to",
    "acc",
    "as",
    "per",
    "gemass",
    "gemaess",
    "gem",
    "laut",
    "lt",
    "nach",
    "selon",
    "les",
    "segun",
    "los",
    "under",
    "the",
    "icc",
    "in accordance",
    "with",
];
