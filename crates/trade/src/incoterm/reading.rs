//! Reads a printed delivery term: which term, which edition, which place.
//!
//! A bare code takes a path of its own that allocates nothing. Else the text is cut into words; the term is the first
//! word or words that mean one, the place is what stands between term and edition, or after both.

use super::{
    Incoterm,
    edition::{Edition, Word, cut, find_edition},
    search::{Found, Match, find_other, find_term},
    terms::{Term, term_of},
};
use std::fmt;

/// A printed delivery term, taken apart. The texts are parts of the printed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<'a> {
    /// As printed, without spaces around.
    pub printed: &'a str,
    /// The term's code in the edition that had it (`DAT`, `C&F`), also where it was printed in words.
    pub term: Option<&'static str>,
    /// The edition, where one is printed that ICC has published.
    pub year: Option<u16>,
    /// The named place, as printed.
    pub place: Option<&'a str>,
    /// The term in the edition of 2020; `None` where the print does not decide.
    pub code_2020: Option<Incoterm>,
    /// What could be meant where the print does not decide, most likely first.
    pub candidates: Vec<Incoterm>,
    /// What a person should know about the print; the gravest, where there are several.
    pub remark: Option<Remark>,
}

/// What is odd about a printed delivery term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Remark {
    /// No term that we know.
    Unknown,
    /// Two terms that are not the same.
    Conflict,
    /// A house or domestic term: the candidates are ours.
    Undecided,
    /// The printed edition does not have the term (DAT of 2020).
    NotInEdition(u16),
    /// ICC has published no edition of that year.
    NoSuchEdition(u16),
    /// A term of an older edition: its 2020 code is ours.
    Older,
    /// In words, or in another case or spelling than ICC's.
    Normalised,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("no delivery term that is known"),
            Self::Conflict => f.write_str("two delivery terms that are not the same"),
            Self::Undecided => f.write_str("a house term that several Incoterms could stand for"),
            Self::NotInEdition(year) => write!(f, "Incoterms {year} does not have this term"),
            Self::NoSuchEdition(year) => write!(f, "there is no edition of Incoterms of {year}"),
            Self::Older => f.write_str("a term of an older edition of Incoterms"),
            Self::Normalised => f.write_str("not written as Incoterms writes it"),
        }
    }
}

/// Reads a printed delivery term.
pub fn read(printed: &str) -> Reading<'_> {
    let printed = printed.trim();
    if printed.len() == 3
        && let Some(term) = term_of(printed)
    {
        return decided(printed, term, None, None, false);
    }
    let words = cut(printed);
    let edition = find_edition(printed, &words);
    let Some(found) = find_term(&words, &edition) else {
        return undecided(printed, None, &edition, Vec::new(), Remark::Unknown);
    };
    let place = find_place(printed, &words, &found, &edition);
    match found.meaning {
        Found::Undecided(candidates) => {
            undecided(printed, place, &edition, candidates.clone(), Remark::Undecided)
        }
        Found::Term(term) => match find_other(&words, &found, &edition, term) {
            Some(other) => {
                let candidates = vec![term.code_2020, other.code_2020];
                undecided(printed, place, &edition, candidates, Remark::Conflict)
            }
            None => decided(printed, term, Some(&edition), place, !found.is_code),
        },
    }
}

/// A reading that is sure of its term.
fn decided<'a>(
    printed: &'a str,
    term: &'static Term,
    edition: Option<&Edition>,
    place: Option<&'a str>,
    in_other_letters: bool,
) -> Reading<'a> {
    let year = edition.and_then(|edition| edition.year);
    let (first, last) = term.editions;
    let remark = match (edition.and_then(|edition| edition.unpublished), year) {
        (_, Some(year)) if year >= 1980 && !(first..=last).contains(&year) => {
            Some(Remark::NotInEdition(year))
        }
        (Some(year), _) => Some(Remark::NoSuchEdition(year)),
        _ if term.code != term.code_2020.as_str() => Some(Remark::Older),
        _ if in_other_letters => Some(Remark::Normalised),
        _ => None,
    };
    Reading {
        printed,
        term: Some(term.code),
        year,
        place,
        code_2020: Some(term.code_2020),
        candidates: Vec::new(),
        remark,
    }
}

/// A reading that leaves the term to a person.
fn undecided<'a>(
    printed: &'a str,
    place: Option<&'a str>,
    edition: &Edition,
    candidates: Vec<Incoterm>,
    remark: Remark,
) -> Reading<'a> {
    Reading {
        printed,
        term: None,
        year: edition.year,
        place,
        code_2020: None,
        candidates,
        remark: Some(remark),
    }
}

/// The place: what stands after the term, up to the edition or else after it.
fn find_place<'a>(printed: &'a str, words: &[Word<'_>], found: &Match, edition: &Edition) -> Option<&'a str> {
    let end_of = |past: usize| past.checked_sub(1).and_then(|at| words.get(at)).map(|word| word.end);
    let term_end = end_of(found.past)?;
    let has_edition = edition.past > edition.first;
    if !has_edition || edition.first < found.first {
        return tidy(printed.get(term_end..)?);
    }
    let edition_start = words.get(edition.first).map(|word| word.start)?;
    let between = printed.get(term_end..edition_start).and_then(tidy);
    between.or_else(|| tidy(printed.get(end_of(edition.past)?..)?))
}

/// A text without the punctuation around it, brackets that close inside it excepted; `None` if nothing is left.
fn tidy(text: &str) -> Option<&str> {
    let edge = |letter: char| !letter.is_alphanumeric();
    let inner = text
        .trim_start_matches(edge)
        .trim_end_matches(|letter| edge(letter) && letter != ')' && letter != '.');
    let mut inner = inner.trim_end_matches([' ', ',']);
    while inner.ends_with(')') && inner.matches('(').count() < inner.matches(')').count() {
        inner = inner.strip_suffix(')').unwrap_or(inner).trim_end_matches(edge);
    }
    let inner = inner.strip_suffix('.').filter(|rest| !rest.contains('.')).unwrap_or(inner).trim();
    if inner.is_empty() { None } else { Some(inner) }
}
