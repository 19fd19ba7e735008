//! Finds the term among the words of a printed delivery term, and another one that contradicts it.
//!
//! Everyday words that are old terms too (FOR, DES) count in the first place and in upper case only.

use super::{
    Incoterm,
    edition::{Edition, Word},
    terms::{self, Meaning, Term, term_of},
};

/// A term or house term found in the print, as a range of words.
pub(super) struct Match {
    pub(super) first: usize,
    pub(super) past: usize,
    pub(super) meaning: Found,
    /// Printed as the code of its edition, letter for letter.
    pub(super) is_code: bool,
}

/// What was found.
pub(super) enum Found {
    Term(&'static Term),
    Undecided(&'static Vec<Incoterm>),
}

/// Finds the term: at the first word in any case; later on words, and codes in upper case, those in force first.
pub(super) fn find_term(words: &[Word<'_>], edition: &Edition) -> Option<Match> {
    let free = || (0..words.len()).filter(|at| !edition.covers(*at));
    let first = free().next()?;
    let in_force = |term: &Term| term.code == term.code_2020.as_str();
    let mut found = match_words(words, first)
        .or_else(|| match_code(words, first, |_, _| true))
        .or_else(|| {
            free().find_map(|at| {
                match_words(words, at)
                    .or_else(|| match_code(words, at, |term, exact| exact && in_force(term)))
            })
        })
        .or_else(|| free().find_map(|at| match_code(words, at, |term, exact| exact && !term.everyday)))?;
    // "FOR/FOT", "EXW - ex works": the same term once more.
    while let Found::Term(term) = found.meaning
        && let Some(next) =
            match_words(words, found.past).or_else(|| match_code(words, found.past, |_, exact| exact))
        && matches!(next.meaning, Found::Term(other) if other.code_2020 == term.code_2020)
    {
        found.past = next.past;
    }
    Some(found)
}

/// The words of the data file that stand at a place; the longest.
fn match_words(words: &[Word<'_>], at: usize) -> Option<Match> {
    let rest = words.get(at..)?;
    let stands = |wanted: &[String]| {
        wanted.len() <= rest.len()
            && wanted.iter().zip(rest).all(|(wanted, word)| wanted.as_bytes() == word.folded.as_bytes())
    };
    let found = terms::words().iter().find(|entry| stands(&entry.words))?;
    let meaning = match &found.meaning {
        Meaning::Term(term) => Found::Term(term),
        Meaning::Undecided(candidates) => Found::Undecided(candidates),
    };
    Some(Match { first: at, past: at + found.words.len(), meaning, is_code: false })
}

/// The code at a place, if it pleases, given whether it is printed exactly. Everyday words count in upper case only.
fn match_code(words: &[Word<'_>], at: usize, pleases: impl Fn(&Term, bool) -> bool) -> Option<Match> {
    let printed = words.get(at)?.printed;
    let mut letters = [0; 4];
    let mut len = 0;
    for letter in printed.bytes().filter(|letter| *letter != b'.') {
        *letters.get_mut(len)? = letter.to_ascii_uppercase();
        len += 1;
    }
    let term = term_of(std::str::from_utf8(letters.get(..len)?).ok()?)?;
    let upper = !printed.bytes().any(|letter| letter.is_ascii_lowercase());
    if (term.everyday && !upper) || !pleases(term, upper) {
        return None;
    }
    Some(Match { first: at, past: at + 1, meaning: Found::Term(term), is_code: printed == term.code })
}

/// Another term in force after the first, in upper case, that is not the same.
pub(super) fn find_other(
    words: &[Word<'_>],
    found: &Match,
    edition: &Edition,
    term: &Term,
) -> Option<&'static Term> {
    let differs = |other: &Term, exact: bool| {
        exact && other.code == other.code_2020.as_str() && other.code_2020 != term.code_2020
    };
    let other = (found.past..words.len())
        .filter(|at| !edition.covers(*at))
        .find_map(|at| match_code(words, at, differs))?;
    match other.meaning {
        Found::Term(other) => Some(other),
        Found::Undecided(_) => None,
    }
}
