//! Are the descriptions of a document English? Asked once a document, and only when one reaches no heading.

use super::vague::words;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::LazyLock;
use trade::Record;
use whatlang::{Detector, Lang};

const FOREIGN: &str = include_str!("../../../data/foreign-words.txt");

/// Small words of English. Dutch has `of` too, beside others of its own.
const ENGLISH: [&str; 12] =
    ["of", "for", "with", "and", "the", "from", "than", "other", "not", "without", "made", "more"];

/// So much text is looked at.
const BYTES_MAX: usize = 4_000;

/// Trigrams of fewer letters say no more than chance.
const LETTERS_MIN: usize = 120;

static FOREIGN_WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = FOREIGN.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(words).map(|word| word.as_str().to_owned()).collect()
});

static DETECTOR: LazyLock<Detector> = LazyLock::new(|| {
    use Lang::{Ces, Dan, Deu, Eng, Fra, Ita, Nld, Pol, Por, Ron, Spa, Swe, Tur};
    Detector::with_allowlist(vec![Ces, Dan, Deu, Eng, Fra, Ita, Nld, Pol, Por, Ron, Spa, Swe, Tur])
});

/// What the descriptions are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Other,
    /// Too little is written to tell.
    Unknown,
}

impl Language {
    pub(super) fn of(record: &Record) -> Language {
        let mut text = String::new();
        for description in record.line_items.iter().filter_map(|line| line.description.as_deref()) {
            if text.len() + description.len() > BYTES_MAX {
                break;
            }
            text.push_str(description);
            text.push_str(". ");
        }
        Language::of_text(&text)
    }

    fn of_text(text: &str) -> Language {
        if text.chars().any(is_accented) {
            return Language::Other;
        }
        let (mut english, mut foreign) = (0, 0);
        for word in words(text) {
            english += usize::from(ENGLISH.contains(&word.as_str()));
            foreign += usize::from(FOREIGN_WORDS.contains(word.as_str()));
        }
        match english.cmp(&foreign) {
            Ordering::Greater => return Language::English,
            Ordering::Less => return Language::Other,
            Ordering::Equal => {}
        }
        if text.chars().filter(|letter| letter.is_alphabetic()).count() < LETTERS_MIN {
            return Language::Unknown;
        }
        match DETECTOR.detect(text).filter(whatlang::Info::is_reliable) {
            Some(info) if info.lang() == Lang::Eng => Language::English,
            Some(_) => Language::Other,
            None => Language::Unknown,
        }
    }
}

/// A letter that English does not have. Signs that look like letters (Ø for a diameter, µ, Ω) do not count.
fn is_accented(letter: char) -> bool {
    letter.is_alphabetic()
        && !letter.is_ascii()
        && !matches!(letter, 'Ø' | 'ø' | 'µ' | 'μ' | 'Ω' | 'ª' | 'º' | '²' | '³')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_languages_are_not_english() {
        for text in [
            "Schrauben für Holz",
            "Vis à bois",
            "Tornillos para madera",
            "Schrauben mit Sechskantkopf. Muttern. Scheiben",
            "螺丝",
        ] {
            assert_eq!(Language::of_text(text), Language::Other, "{text}");
        }
    }

    #[test]
    fn a_few_words_do_not_tell() {
        assert_eq!(Language::of_text("Schrauben"), Language::Unknown);
        assert_eq!(Language::of_text("Xyron Plus"), Language::Unknown);
    }

    #[test]
    fn an_english_list_is_english() {
        assert_eq!(Language::of_text("Taps and valves for pipes, stainless. Xyron"), Language::English);
        let text = "Portable automatic data processing machines, laptop. Colour television reception apparatus. \
                    Flat-rolled steel, zinc plated, width greater twelve inches. Circular knitting machinery";
        assert_eq!(Language::of_text(text), Language::English);
    }
}
