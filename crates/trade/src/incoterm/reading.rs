//! Reads a printed delivery term: which term, which edition, which place.
//!
//! A bare code of the 2020 edition takes a path of its own that allocates nothing. Else the text is cut into words;
//! the edition is what follows "Incoterms" (a number elsewhere may be a postal code: `DAP 2020 Antwerpen`); the term
//! is the first word or words that mean one; the place is what stands between them, or after both.

use super::{
    Incoterm,
    terms::{self, EDITIONS, Meaning, Term, term_of},
};
use crate::country::printed::{Folded, fold};
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

/// More words than a delivery term has; what follows belongs to the place.
const WORDS_MAX: usize = 40;

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

/// One word of the print: where it stands, how it is printed, and folded.
struct Word<'a> {
    start: usize,
    end: usize,
    printed: &'a str,
    folded: Folded,
}

/// Cuts the print into words; full stops, `&` and `+` belong to a word (`F.O.B.`, `C&F`).
fn cut(printed: &str) -> Vec<Word<'_>> {
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
struct Edition {
    first: usize,
    /// One past its last word; equal to `first` where no edition is printed.
    past: usize,
    year: Option<u16>,
    unpublished: Option<u16>,
}

impl Edition {
    fn covers(&self, at: usize) -> bool {
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
fn find_edition(printed: &str, words: &[Word<'_>]) -> Edition {
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

/// A term or house term found in the print, as a range of words.
struct Match {
    first: usize,
    past: usize,
    meaning: Found,
    /// Printed as the code of its edition, letter for letter.
    is_code: bool,
}

/// What was found.
enum Found {
    Term(&'static Term),
    Undecided(&'static Vec<Incoterm>),
}

/// Finds the term: at the first word in any case; later on words, and codes in upper case, those in force first.
fn find_term(words: &[Word<'_>], edition: &Edition) -> Option<Match> {
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
    // "FOR/FOT": the same term once more.
    while let (Found::Term(term), Some(next)) =
        (&found.meaning, match_code(words, found.past, |_, exact| exact))
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
            && wanted.iter().zip(rest).all(|(wanted, word)| wanted == word.folded.as_str())
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
fn find_other(words: &[Word<'_>], found: &Match, edition: &Edition, term: &Term) -> Option<&'static Term> {
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
