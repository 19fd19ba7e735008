//! A text becomes stems: lower case, plurals folded, numbers and part numbers left out.
//!
//! Promises: no allocation for words of ASCII; the same stem for singular and plural of regular English nouns. A
//! stem is a key, not a word: `machines` is `machin`, `knives` and `knife` are `knif`.

/// Longer words are cut.
const BYTES_MAX: usize = 48;

/// A word under way.
struct Word {
    bytes: [u8; BYTES_MAX],
    length: usize,
}

impl Word {
    const EMPTY: Self = Self { bytes: [0; BYTES_MAX], length: 0 };

    fn push(&mut self, letter: char) {
        if letter.is_ascii() {
            if let Some(place) = self.bytes.get_mut(self.length) {
                *place = letter as u8;
                self.length += 1;
            }
            return;
        }
        let mut buffer = [0; 4];
        let letter = letter.encode_utf8(&mut buffer).as_bytes();
        if let Some(place) = self.bytes.get_mut(self.length..self.length + letter.len()) {
            place.copy_from_slice(letter);
            self.length += letter.len();
        }
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(self.bytes.get(..self.length).unwrap_or_default()).unwrap_or_default()
    }

    fn set_last(&mut self, byte: u8) {
        if let Some(last) = self.length.checked_sub(1).and_then(|at| self.bytes.get_mut(at)) {
            *last = byte;
        }
    }

    /// Folds plurals: `es` off after a hiss, else one `s` (not of `ss`, `us`, `is`); then of longer words a last
    /// `e`, so that `tomatoes` and `tomato` meet but `tape` stays apart from `tap`; `v` is `f`, `i` is `y`.
    fn fold(&mut self) {
        let ends = |word: &Self, ends: &[&str]| ends.iter().any(|end| word.as_str().ends_with(end));
        if self.length > 4 && ends(self, &["sses", "xes", "ches", "shes"]) {
            self.length -= 2;
        } else if self.length > 3 && ends(self, &["s"]) && !ends(self, &["ss", "us", "is"]) {
            self.length -= 1;
        }
        if self.length > 4 && ends(self, &["e"]) {
            self.length -= 1;
        }
        if self.length > 2 && ends(self, &["ie"]) {
            self.length -= 1;
        }
        if self.length > 2 && ends(self, &["v"]) {
            self.set_last(b'f');
        }
        if self.length > 2 && ends(self, &["i"]) {
            self.set_last(b'y');
        }
    }
}

/// Calls `take` with each stem of the text, in order. A hyphenated word gives its parts and then the whole
/// (`t-shirt`: `shirt`, `tshirt`).
pub(super) fn each(text: &str, mut take: impl FnMut(&str)) {
    any(text, |stem| {
        take(stem);
        false
    });
}

/// Is there a stem that `wanted` says yes to? The rest of the text is not looked at.
pub(super) fn any(text: &str, mut wanted: impl FnMut(&str) -> bool) -> bool {
    let is_gap = |letter: char| !letter.is_alphanumeric() && !matches!(letter, '-' | '\'' | '’');
    text.split(is_gap).filter(|word| !word.is_empty()).any(|word| {
        let parts = || word.split('-').filter(|part| !part.is_empty());
        parts().any(|part| stem([part].into_iter()).is_some_and(|stem| wanted(stem.as_str())))
            || (parts().count() > 1 && stem(parts()).is_some_and(|stem| wanted(stem.as_str())))
    })
}

/// The stem of a word in parts; none for what is no word: a word with a digit is a size, a model or a part
/// number.
fn stem<'a>(parts: impl Iterator<Item = &'a str>) -> Option<Word> {
    let mut word = Word::EMPTY;
    for part in parts {
        // The possessive says nothing: men's is men.
        let part = part.split(['\'', '’']).next().unwrap_or_default();
        for letter in part.chars() {
            if letter.is_numeric() {
                return None;
            }
            if letter.is_ascii() {
                word.push(letter.to_ascii_lowercase());
            } else {
                letter.to_lowercase().for_each(|letter| word.push(letter));
            }
        }
    }
    word.fold();
    (word.length > 1).then_some(word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stems(text: &str) -> Vec<String> {
        let mut stems = Vec::new();
        each(text, |stem| stems.push(stem.to_owned()));
        stems
    }

    #[test]
    fn singular_and_plural_meet() {
        for (one, many) in [
            ("machine", "machines"),
            ("knife", "knives"),
            ("battery", "batteries"),
            ("tomato", "tomatoes"),
            ("shoe", "shoes"),
            ("box", "boxes"),
            ("watch", "watches"),
            ("glass", "glasses"),
            ("glove", "gloves"),
            ("leaf", "leaves"),
            ("tape", "tapes"),
            ("pipe", "pipes"),
            ("tie", "ties"),
            ("T-shirt", "t-shirts"),
            ("valve", "Valves"),
        ] {
            assert_eq!(stems(one), stems(many));
        }
        assert_ne!(stems("tap"), stems("tape"));
    }

    #[test]
    fn numbers_and_part_numbers_are_passed_over() {
        assert_eq!(stems("Men's trousers, 14in AB-1203 5G 100%"), ["men", "trouser", "ab"]);
        assert!(stems("12.00 / 3 x ٣").is_empty());
        assert_eq!(stems("t-shirt"), ["shirt", "tshirt"]);
    }

    proptest! {
        #[test]
        fn any_text_gives_stems(text in ".{0,200}") {
            each(&text, |stem| assert!(!stem.is_empty() && stem.len() <= BYTES_MAX));
        }
    }
}
