//! Are the descriptions of a document of another language than English? Asked once a document, and only when one of
//! them reaches no heading.

use super::word::words;
use std::collections::HashSet;
use std::sync::LazyLock;
use trade::Record;

const FOREIGN: &str = include_str!("../../../data/foreign-words.txt");

/// Small words of English. Dutch has `of` too, beside others of its own.
const ENGLISH: [&str; 12] =
    ["of", "for", "with", "and", "the", "from", "than", "other", "not", "without", "made", "more"];

/// So many lines are looked at.
const LINES_MAX: usize = 50;

static FOREIGN_WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = FOREIGN.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(words).map(|word| word.as_str().to_owned()).collect()
});

/// An accented letter, or more small words of other languages than of English.
pub(super) fn is_foreign(record: &Record) -> bool {
    let descriptions = record.line_items.iter().filter_map(|line| line.description.as_deref());
    let (mut english, mut foreign) = (0, 0);
    for text in descriptions.take(LINES_MAX) {
        if text.chars().any(is_accented) {
            return true;
        }
        for word in words(text) {
            english += usize::from(ENGLISH.contains(&word.as_str()));
            foreign += usize::from(FOREIGN_WORDS.contains(word.as_str()));
        }
    }
    foreign > english
}

/// A letter that English does not have. Signs that look like letters (Ø for a diameter, µ, Ω) do not count.
fn is_accented(letter: char) -> bool {
    letter.is_alphabetic() && !letter.is_ascii() && !matches!(letter, 'Ø' | 'ø' | 'µ' | 'μ' | 'Ω' | 'ª' | 'º')
}

#[cfg(test)]
mod tests {
    use super::*;
    use trade::Line;

    fn foreign(descriptions: &[&str]) -> bool {
        let line = |text: &&str| Line { description: Some((*text).to_owned()), ..Line::default() };
        is_foreign(&Record { line_items: descriptions.iter().map(line).collect(), ..Record::default() })
    }

    #[test]
    fn other_languages_are_told_by_letters_and_small_words() {
        assert!(foreign(&["Schrauben für Holz"]));
        assert!(foreign(&["Muttern", "Schrauben mit Sechskantkopf"]));
        assert!(foreign(&["Vis à bois"]));
        assert!(foreign(&["Tornillos para madera"]));
        assert!(foreign(&["螺丝"]));
    }

    #[test]
    fn english_is_english_and_a_few_words_tell_nothing() {
        assert!(!foreign(&["Taps and valves for pipes, Ø 25 mm", "La Xyron"]));
        assert!(!foreign(&["Schrauben"]));
    }
}
