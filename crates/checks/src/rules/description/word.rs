//! The words of a description, made comparable: small letters, no accents, no final s.

use std::fmt;

/// Bytes of a word that are looked at.
const BYTES_MAX: usize = 32;

/// Letters beside the digits of a part number (`AB-1203`): at most so many, all of them capitals.
const PART_NUMBER_LETTERS_MAX: usize = 4;

/// A word on the stack; longer ones are cut.
#[derive(Clone, Copy)]
pub(super) struct Word {
    bytes: [u8; BYTES_MAX],
    length: usize,
}

impl Word {
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = byte;
            self.length += 1;
        }
    }

    /// A letter is taken whole or not at all.
    fn push_letter(&mut self, letter: char) {
        let mut buffer = [0; 4];
        let letter = letter.encode_utf8(&mut buffer).as_bytes();
        if self.length + letter.len() <= BYTES_MAX {
            letter.iter().for_each(|byte| self.push(*byte));
        }
    }
}

impl Word {
    /// Without a final s; none for a single letter.
    fn folded(mut self) -> Option<Word> {
        if self.length > 3 && self.as_bytes().ends_with(b"s") {
            self.length -= 1;
        }
        (self.length > 1).then_some(self)
    }
}

impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The words of a text; what holds a digit is a number, a size or a part number, a single letter a size.
pub(super) fn words(text: &str) -> Words<'_> {
    Words { rest: text, chunk: "", chunk_has_digit: false }
}

/// See [`words`].
pub(super) struct Words<'t> {
    rest: &'t str,
    /// What is left of a chunk with hyphens, apostrophes or letters beyond ASCII.
    chunk: &'t str,
    chunk_has_digit: bool,
}

impl<'t> Words<'t> {
    /// Takes so many bytes off the rest.
    fn take(&mut self, end: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// The next word of the chunk under way.
    fn of_chunk(&mut self) -> Option<Word> {
        while !self.chunk.is_empty() {
            let (part, rest) = self.chunk.split_once('-').unwrap_or((self.chunk, ""));
            self.chunk = rest;
            if !(self.chunk_has_digit && is_of_a_part_number(part))
                && let Some(word) = word(part)
            {
                return Some(word);
            }
        }
        None
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        loop {
            if let Some(word) = self.of_chunk() {
                return Some(word);
            }
            self.rest = self.rest.trim_start_matches(is_gap);
            let bytes = self.rest.as_bytes();
            let plain = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(bytes.len());
            let ends = |byte: &u8| byte.is_ascii() && !matches!(byte, b'-' | b'\'');
            if self.rest.is_empty() {
                return None;
            }
            // Nearly all words are ASCII letters up to a space or comma.
            if plain > 0 && bytes.get(plain).is_none_or(ends) {
                if let Some(word) = plain_word(self.take(plain)) {
                    return Some(word);
                }
                continue;
            }
            self.chunk = self.take(self.rest.find(is_gap).unwrap_or(self.rest.len()));
            self.chunk_has_digit = self.chunk.contains(char::is_numeric);
        }
    }
}

/// Neither a letter or digit nor a sign inside words.
fn is_gap(letter: char) -> bool {
    if letter.is_ascii() {
        return !letter.is_ascii_alphanumeric() && !matches!(letter, '-' | '\'');
    }
    !letter.is_alphanumeric() && letter != '’'
}

fn is_of_a_part_number(part: &str) -> bool {
    part.len() <= PART_NUMBER_LETTERS_MAX && part.bytes().all(|letter| letter.is_ascii_uppercase())
}

/// A word of ASCII letters and digits.
fn plain_word(text: &str) -> Option<Word> {
    let mut word = Word { bytes: [0; BYTES_MAX], length: 0 };
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            return None;
        }
        word.push(byte.to_ascii_lowercase());
    }
    word.folded()
}

fn word(text: &str) -> Option<Word> {
    // The possessive and the article say nothing: men's is men, l'huile is huile.
    let text = text.split(['\'', '’']).find(|part| part.len() > 1)?;
    let mut word = Word { bytes: [0; BYTES_MAX], length: 0 };
    for letter in text.chars() {
        if letter.is_ascii() {
            if letter.is_ascii_digit() {
                return None;
            }
            word.push(letter.to_ascii_lowercase() as u8);
        } else if letter.is_numeric() {
            return None;
        } else {
            letter.to_lowercase().for_each(|letter| match plain(letter) {
                "" => word.push_letter(letter),
                plain => plain.bytes().for_each(|letter| word.push(letter)),
            });
        }
    }
    word.folded()
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
    use proptest::prelude::*;

    fn all(text: &str) -> Vec<String> {
        words(text).map(|word| word.as_str().to_owned()).collect()
    }

    #[test]
    fn sizes_and_part_numbers_are_passed_over() {
        assert_eq!(all("Men's trousers, 14in AB-1203 5G 100% M12-plugs"), ["men", "trouser", "plug"]);
        assert_eq!(all("Zubehör l'huile d’olive T-shirts"), ["zubehor", "huile", "olive", "shirt"]);
        assert!(all("12.00 / 3 x ٣").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_gives_whole_letters(text in "\\PC{0,200}") {
            for word in words(&text) {
                prop_assert!(!word.as_str().is_empty() && word.as_bytes().len() <= BYTES_MAX);
            }
        }
    }
}
