//! Codes as people write them: `8471.30.01 00` is `8471300100`.
//!
//! Promises: dots and white space (the no-break and thin spaces of spreadsheets and pages too) are removed,
//! nothing else is repaired; what is not sound is told with the character and its position. A hyphen is not a
//! separator of any tariff, so `8471-30` is malformed and `8471 30` is not. Refuses to know which codes exist.

use std::borrow::Cow;

use serde::Serialize;

use crate::scheme::DIGITS_MAX;

/// The lengths a code on a document may have before its scheme is looked at: a heading, an HS subheading, and
/// the eight and ten digits of the schemes known here. Five, seven and nine digits are how a spreadsheet
/// leaves a code of chapters 01 to 09, and two digits are a chapter, which is no code for goods.
pub const KNOWN_LENGTHS: [usize; 4] = [4, 6, 8, 10];

/// A code reduced to its ASCII digits, held without allocation.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cleaned {
    digits: [u8; DIGITS_MAX],
    length: u8,
}

impl Cleaned {
    /// The digits.
    pub fn as_str(&self) -> &str {
        let digits = self.digits.get(..usize::from(self.length)).unwrap_or_default();
        std::str::from_utf8(digits).unwrap_or_default()
    }

    /// Chapters 98 and 99 are left by the HS to its members for their own use and 77 is kept for later: such
    /// a code is judged by its national edition alone, never by its first six digits.
    pub fn is_national_chapter(&self) -> bool {
        matches!(self.digits, [b'9', b'8' | b'9', ..])
    }
}

impl std::fmt::Debug for Cleaned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cleaned({})", self.as_str())
    }
}

/// Why a text is no code (`hs_malformed`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Malformed {
    /// Nothing but separators.
    #[error("the code is empty")]
    Empty,
    /// A character that is not one of the ten ASCII digits; a digit of another script is one of these.
    #[error("{character:?} at position {position} is not one of the digits 0 to 9")]
    NotADigit {
        /// The first such character.
        character: char,
        /// Where it stands in the text as written, in characters from 1.
        position: usize,
    },
    /// Only digits, but so many that no known scheme has such a code.
    #[error("no known scheme has codes of {digits} digits")]
    Length {
        /// How many.
        digits: usize,
    },
}

/// The digits of a code as written: separators removed, everything else but ASCII digits refused, up to the
/// longest length any scheme has. For callers that know the scheme and let [`crate::Tariffs::lookup`] judge
/// the length.
///
/// # Errors
/// [`Malformed`], with the first bad character or the number of digits.
pub fn digits(raw: &str) -> Result<Cleaned, Malformed> {
    let mut cleaned = Cleaned { digits: [0; DIGITS_MAX], length: 0 };
    let mut count = 0;
    for (index, character) in raw.chars().enumerate() {
        if is_separator(character) {
            continue;
        }
        let digit = u8::try_from(character).ok().filter(u8::is_ascii_digit);
        let Some(digit) = digit else {
            return Err(Malformed::NotADigit { character, position: index + 1 });
        };
        if let Some(place) = cleaned.digits.get_mut(count) {
            *place = digit;
            cleaned.length += 1;
        }
        count += 1;
    }
    match count {
        0 => Err(Malformed::Empty),
        1..=DIGITS_MAX => Ok(cleaned),
        digits => Err(Malformed::Length { digits }),
    }
}

/// The digits of a code on a document, of one of the [`KNOWN_LENGTHS`].
///
/// # Errors
/// [`Malformed`], with the first bad character or the number of digits.
pub fn clean(raw: &str) -> Result<Cleaned, Malformed> {
    let cleaned = digits(raw)?;
    let length = usize::from(cleaned.length);
    if KNOWN_LENGTHS.contains(&length) { Ok(cleaned) } else { Err(Malformed::Length { digits: length }) }
}

/// Dots and white space stand between the digits of a code and mean nothing.
pub(crate) fn is_separator(character: char) -> bool {
    character == '.' || character.is_whitespace()
}

/// The text with its separators removed; borrowed where it has none.
pub(crate) fn without_separators(raw: &str) -> Cow<'_, str> {
    if raw.chars().any(is_separator) {
        raw.chars().filter(|character| !is_separator(*character)).collect::<String>().into()
    } else {
        raw.into()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dots_and_spaces_go() {
        for raw in
            ["8471300100", "8471.30.01.00", " 8471 30 01 00 ", "8471.30\u{a0}0100", "8471\u{202f}300100\t"]
        {
            assert_eq!(clean(raw).unwrap().as_str(), "8471300100", "{raw:?}");
        }
    }

    #[test]
    fn the_first_bad_character_is_named_with_its_place() {
        let bad = |character, position| Err(Malformed::NotADigit { character, position });
        assert_eq!(clean("84713O"), bad('O', 6));
        assert_eq!(clean("8471-30"), bad('-', 5));
        assert_eq!(clean("٨٤٧١٣٠"), bad('٨', 1));
        assert_eq!(clean("é84７1"), bad('é', 1));
        assert_eq!(clean("84 7１30"), bad('１', 5));
        assert_eq!(clean("8.47E+09"), bad('E', 5));
    }

    #[test]
    fn lengths_no_scheme_has_are_refused() {
        for length in [1, 2, 3, 5, 7, 9, 11, 12, 14, 15, 40] {
            assert_eq!(clean(&"1".repeat(length)), Err(Malformed::Length { digits: length }));
        }
        for length in KNOWN_LENGTHS {
            assert!(clean(&"1".repeat(length)).is_ok());
        }
        assert_eq!(clean(" . "), Err(Malformed::Empty));
        assert_eq!(digits("847130010").unwrap().as_str(), "847130010");
    }

    #[test]
    fn national_chapters_are_told() {
        assert!(clean("9903.88.15").unwrap().is_national_chapter());
        assert!(!clean("9701210000").unwrap().is_national_chapter());
    }

    proptest! {
        #[test]
        fn what_is_cleaned_is_digits_of_a_known_length(raw in ".{0,24}") {
            if let Ok(cleaned) = clean(&raw) {
                prop_assert!(KNOWN_LENGTHS.contains(&cleaned.as_str().len()));
                prop_assert!(cleaned.as_str().bytes().all(|byte| byte.is_ascii_digit()));
                prop_assert_eq!(cleaned.as_str(), without_separators(&raw));
            }
        }
    }
}
