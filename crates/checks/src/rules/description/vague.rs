//! Is a description nothing but listed vague terms and words that say nothing?
//!
//! The first word decides for nearly all: a word that stands in no list is specific, and the rest is not looked at.

use super::word::{Word, words};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

const FILE: &str = include_str!("../../../data/vague-terms.tsv");

/// A description of more words than this says something.
const WORDS_MAX: usize = 24;

/// What the lists know of a word.
#[derive(Default)]
struct Entry {
    /// It says nothing of the goods.
    filler: bool,
    /// It says where goods are used, which is no more than a filler beside a vague term.
    area: bool,
    /// Terms that begin with it, the longest first.
    terms: Vec<Term>,
}

struct Term {
    words: Vec<Word>,
    /// Together with another term or an area it says something.
    alone: bool,
}

/// FNV-1a. The keys are our own texts, so nobody can choose them to collide, and a check asks for a word of each line.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

type Lists = HashMap<Box<[u8]>, Entry, BuildHasherDefault<Fnv>>;

/// All words of the lists, those inside terms too.
static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let mut lists = Lists::default();
    let rows = FILE.lines().filter(|row| !row.starts_with('#')).filter_map(|row| row.split_once('\t'));
    for (class, terms) in rows {
        for term in terms.split(',') {
            let words: Vec<Word> = words(term).collect();
            for word in &words {
                let entry = lists.entry(word.as_bytes().into()).or_default();
                entry.filler |= class == "filler";
                entry.area |= class == "area";
            }
            if !matches!(class, "filler" | "area")
                && let Some(entry) = words.first().and_then(|first| lists.get_mut(first.as_bytes()))
            {
                entry.terms.push(Term { words, alone: class == "alone" });
            }
        }
    }
    for entry in lists.values_mut() {
        entry.terms.sort_by_key(|term| std::cmp::Reverse(term.words.len()));
    }
    lists
});

/// Nothing in the description is specific: no words at all, or only vague terms and fillers.
pub(super) fn is_vague(description: &str) -> bool {
    let lists = &*LISTS;
    let mut count = 0;
    for word in words(description) {
        count += 1;
        if count > WORDS_MAX || !lists.contains_key(word.as_bytes()) {
            return false;
        }
    }
    says_nothing(lists, &words(description).collect::<Vec<_>>())
}

/// Fillers, areas and terms from the first word to the last.
fn says_nothing(lists: &Lists, all: &[Word]) -> bool {
    let (mut at, mut found, mut found_alone) = (0, 0, 0);
    while let Some(word) = all.get(at) {
        let Some(entry) = lists.get(word.as_bytes()) else { return false };
        let stands = |term: &&Term| all.get(at..at + term.words.len()) == Some(term.words.as_slice());
        match entry.terms.iter().find(stands) {
            Some(term) => {
                at += term.words.len();
                found += 1;
                found_alone += usize::from(term.alone);
            }
            None if entry.filler => at += 1,
            None if entry.area => {
                at += 1;
                found += 1;
            }
            None => return false,
        }
    }
    found_alone == 0 || found == 1
}

/// The word says nothing of the goods, or no more than a vague term.
pub(super) fn is_known(word: &Word) -> bool {
    LISTS.contains_key(word.as_bytes())
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
            "plastic",
            "automotive components",
            "freight of all kinds",
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
            "boxes, plastic",
            "leather apparel",
            "Printing paper, 2mm",
        ] {
            assert!(!is_vague(specific), "{specific}");
        }
    }

    #[test]
    fn the_file_is_in_the_form_it_is_read_in() {
        for row in FILE.lines().filter(|row| !row.starts_with('#')) {
            let (class, terms) = row.split_once('\t').unwrap();
            assert!(["filler", "area", "alone", "en", "de", "fr", "es"].contains(&class), "{class}");
            for term in terms.split(',') {
                assert!(term.is_ascii() && words(term).next().is_some(), "{term:?}");
                assert_eq!(term, term.trim().to_ascii_lowercase());
            }
        }
    }
}
