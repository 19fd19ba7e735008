//! Is a description nothing but listed vague terms and words that say nothing?
//!
//! The first word decides for nearly all: a word that begins no term and is no filler is specific.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

const FILE: &str = include_str!("../../../data/vague-terms.tsv");

/// Bytes of a word that are looked at.
const WORD_BYTES_MAX: usize = 32;

/// A description of more words than this says something.
const WORDS_MAX: usize = 24;

struct Terms {
    /// Words that say nothing of the goods.
    fillers: HashSet<String>,
    /// Terms by their first word, each as its words, the longest first.
    terms: HashMap<String, Vec<Vec<String>>>,
}

static TERMS: LazyLock<Terms> = LazyLock::new(|| {
    let mut terms = Terms { fillers: HashSet::new(), terms: HashMap::new() };
    let rows = FILE.lines().filter(|row| !row.starts_with('#')).filter_map(|row| row.split_once('\t'));
    for (kind, listed) in rows {
        for term in listed.split(',') {
            let words: Vec<String> = words(term).map(|word| word.as_str().to_owned()).collect();
            match (kind, words.first()) {
                (_, None) => {}
                ("filler", Some(word)) => {
                    terms.fillers.insert(word.clone());
                }
                (_, Some(first)) => terms.terms.entry(first.clone()).or_default().push(words),
            }
        }
    }
    for listed in terms.terms.values_mut() {
        listed.sort_by_key(|words| std::cmp::Reverse(words.len()));
    }
    terms
});

/// Nothing in the description is specific: no words at all, or only vague terms and fillers.
pub(super) fn is_vague(description: &str) -> bool {
    let terms = &*TERMS;
    let mut rest = words(description);
    let Some(first) = rest.next() else { return true };
    if !terms.fillers.contains(first.as_str()) && !terms.terms.contains_key(first.as_str()) {
        return false;
    }
    let mut all = vec![first];
    for word in rest {
        if all.len() == WORDS_MAX {
            return false;
        }
        all.push(word);
    }
    let mut at = 0;
    while let Some(word) = all.get(at) {
        let stands = |term: &&Vec<String>| {
            let here = all.get(at..at + term.len()).unwrap_or_default();
            here.len() == term.len() && here.iter().zip(term.iter()).all(|(word, of)| word.as_str() == of)
        };
        at += match terms.terms.get(word.as_str()).and_then(|listed| listed.iter().find(stands)) {
            Some(term) => term.len(),
            None if terms.fillers.contains(word.as_str()) => 1,
            None => return false,
        };
    }
    true
}

/// A word in small letters, without accents and a final s; longer ones are cut.
#[derive(Clone, Copy)]
pub(super) struct Word {
    bytes: [u8; WORD_BYTES_MAX],
    length: usize,
}

impl Word {
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(self.bytes.get(..self.length).unwrap_or_default()).unwrap_or_default()
    }

    fn push(&mut self, letter: char) {
        let mut buffer = [0; 4];
        let letter = letter.encode_utf8(&mut buffer).as_bytes();
        if let Some(place) = self.bytes.get_mut(self.length..self.length + letter.len()) {
            place.copy_from_slice(letter);
            self.length += letter.len();
        }
    }
}

/// Letters beside the digits of a part number (`AB-1203`): at most so many, all of them capitals.
const PART_NUMBER_LETTERS_MAX: usize = 4;

/// The words of a text; what holds a digit is a number, a size or a part number, a single letter a size.
pub(super) fn words(text: &str) -> impl Iterator<Item = Word> {
    let is_gap = |letter: char| !letter.is_alphanumeric() && !matches!(letter, '\'' | '’' | '-');
    text.split(is_gap).filter(|chunk| !chunk.is_empty()).flat_map(|chunk| {
        let has_digit = chunk.contains(char::is_numeric);
        chunk.split('-').filter(move |part| !(has_digit && is_of_a_part_number(part))).filter_map(word)
    })
}

fn is_of_a_part_number(part: &str) -> bool {
    part.len() <= PART_NUMBER_LETTERS_MAX && part.bytes().all(|letter| letter.is_ascii_uppercase())
}

fn word(text: &str) -> Option<Word> {
    // The possessive says nothing: men's is men.
    let text = text.split(['\'', '’']).find(|part| part.chars().count() > 1).unwrap_or_default();
    let mut word = Word { bytes: [0; WORD_BYTES_MAX], length: 0 };
    for letter in text.chars() {
        if letter.is_numeric() {
            return None;
        }
        if letter.is_ascii() {
            word.push(letter.to_ascii_lowercase());
        } else {
            letter.to_lowercase().for_each(|letter| match plain(letter) {
                "" => word.push(letter),
                plain => plain.chars().for_each(|letter| word.push(letter)),
            });
        }
    }
    if word.length > 3 && word.as_str().ends_with('s') {
        word.length -= 1;
    }
    (word.length > 1).then_some(word)
}

/// The letter without its accent; nothing for letters that have none.
fn plain(letter: char) -> &'static str {
    match letter {
        'à'..='å' => "a",
        'æ' => "ae",
        'ç' => "c",
        'è'..='ë' => "e",
        'ì'..='ï' => "i",
        'ñ' => "n",
        'ò'..='ö' | 'ø' => "o",
        'œ' => "oe",
        'ß' => "ss",
        'ù'..='ü' => "u",
        'ý' | 'ÿ' => "y",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vague_terms_are_vague_whatever_stands_around() {
        for vague in [
            "Parts",
            "spare parts",
            "Parts and accessories",
            "various goods",
            "SAMPLES, no commercial value",
            "General Cargo",
            "clothing (12 pcs, size XL)",
            "Electronics 4711-A",
            "gift",
            "AB-1203 / 5G",
            "Ersatzteile",
            "Diverse Ersatzteile und Zubehör",
            "Pièces détachées",
            "Piezas de repuesto",
            "échantillons sans valeur commerciale",
        ] {
            assert!(is_vague(vague), "{vague}");
        }
    }

    #[test]
    fn one_specific_word_is_enough() {
        for specific in [
            "Parts and accessories for motor vehicles: suspension arm",
            "Leather handbags",
            "spare tyres",
            "Ersatzteil Kolbenring",
            "Échantillons de vin rouge",
            "cotton samples of T-shirts",
            "Schrauben",
            "Other, matured cheddar blocks",
        ] {
            assert!(!is_vague(specific), "{specific}");
        }
    }

    #[test]
    fn the_file_is_in_the_form_it_is_read_in() {
        for row in FILE.lines().filter(|row| !row.starts_with('#')) {
            let (kind, terms) = row.split_once('\t').unwrap();
            assert!(["filler", "en", "de", "fr", "es"].contains(&kind), "{kind}");
            for term in terms.split(',') {
                assert!(!term.trim().is_empty() && term.is_ascii(), "{term:?}");
                assert_eq!(term, term.trim().to_ascii_lowercase());
            }
        }
    }
}
