//! What may have been meant by a code that is not sound.
//!
//! Promises: only codes of the edition in force are offered, at most eight, in a fixed order: a letter read for a
//! digit, a lost zero (where one of these leads to a code it stands alone), heirs from another edition, the
//! parent, transposed digits, one misread digit, children of the parent. Nothing is ever replaced: where a
//! code was split, all its heirs are offered and none is chosen.

use jiff::civil::Date;
use serde::Serialize;

use crate::code::without_separators;
use crate::edition::Edition;
use crate::hs::six;
use crate::lookup::holds;
use crate::scheme::Scheme;
use crate::table::significant;
use crate::tariffs::Tariffs;

/// How many are offered.
pub const NEAR_MAX: usize = 8;

/// A text with fewer digits and with other characters is a word, not a code.
const DIGITS_MIN: usize = 4;

/// Places that changed digits leave for the parent and its children.
const FAMILY_MIN: usize = 3;

/// One code that may have been meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Near {
    /// Digits only.
    pub code: String,
    /// How it differs.
    pub why: Why,
    /// What it says, with what stands above it.
    pub description: String,
}

/// How an offered code differs from the one asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A zero is missing at the beginning (chapters 01 to 09) or at the end, as spreadsheets leave numbers.
    LostZero,
    /// A letter, a digit of another script or a separator that is none stands where digits are meant.
    Character,
    /// New in the edition in force where an earlier one had the code.
    Successor,
    /// In force where a later edition will have the code.
    Predecessor,
    /// Two neighbouring digits changed places.
    Transposed,
    /// One digit is another that looks like it (0/8, 1/7, 3/8, 5/6) or is its neighbour.
    Misread,
    /// The longest beginning of the code that exists.
    Parent,
    /// A code that begins with the code asked, or with its parent.
    Child,
}

/// Digits that look alike in print, the likeliest first.
const ALIKE: [(u8, &[u8]); 7] =
    [(b'0', b"8"), (b'1', b"7"), (b'3', b"8"), (b'5', b"6"), (b'6', b"5"), (b'7', b"1"), (b'8', b"03")];

impl Tariffs {
    /// Codes of the edition in force that may have been meant by `code`, at most [`NEAR_MAX`]. Also takes what
    /// is malformed.
    pub fn near(&self, scheme: &Scheme, code: &str, on: Date, known: Option<Date>) -> Vec<Near> {
        let Some(edition) = self.in_force(scheme, on, known) else { return Vec::new() };
        let mut offers = Offers { edition, list: Vec::new() };
        let code = without_separators(code);
        // No code, nor anything that could be meant as one, is so long.
        if code.len() > 64 || code.chars().filter(|one| one.is_numeric()).count() < DIGITS_MIN.min(code.len())
        {
            return offers.list;
        }
        let digits: String = without_label(&code).chars().filter_map(meant).collect();
        if digits != code {
            offers.existing(&digits, Why::Character);
        }
        offers.lost_zero(&digits);
        // A repair that leads to a code explains the fault; guesses beside it would be noise.
        if !offers.list.is_empty() {
            return offers.list;
        }
        // HS codes are looked up by six digits: what is near is near to these.
        let code = if *scheme == Scheme::Hs6 { digits.get(..6).unwrap_or(&digits) } else { &digits };
        self.heirs(&mut offers, code, on, known);
        let stem = offers.stem(&digits);
        offers.parent(stem, &digits, 6);
        offers.transposed(code);
        offers.misread(code);
        offers.parent(stem, &digits, 2);
        offers.children(stem, &digits);
        offers.list
    }

    /// Codes new in the edition in force at the place where another edition has the code.
    fn heirs(&self, offers: &mut Offers<'_>, code: &str, on: Date, known: Option<Date>) {
        if offers.exists(code) || code.len() < 6 {
            return;
        }
        let history = self.history(&offers.edition.scheme, known);
        let (past, future) = history.split_at(history.partition_point(|edition| edition.legal_from <= on));
        let earlier = past.iter().rev().find(|edition| holds(edition, code)).map(|e| (e, Why::Successor));
        let later = future.iter().find(|edition| holds(edition, code)).map(|e| (e, Why::Predecessor));
        let Some((other, why)) = earlier.or(later) else { return };
        let edition = offers.edition;
        let stems = (4..code.len()).rev().filter(|length| length.is_multiple_of(2));
        for stem in stems.filter_map(|length| code.get(..length)) {
            let here = edition.table().under(stem).filter(|row| row.declarable);
            let heirs: Vec<&str> = here.map(|row| row.code).filter(|code| !holds(other, code)).collect();
            for heir in &heirs {
                offers.declarable(heir, why);
            }
            if !heirs.is_empty() {
                return;
            }
        }
    }
}

/// The code without what people write before it (`HS`, `HTS`, `Code:`).
fn without_label(code: &str) -> &str {
    let rest = code.trim_start_matches(|letter: char| letter.is_alphabetic() || matches!(letter, ':' | '#'));
    let label = code.strip_suffix(rest).unwrap_or_default();
    if label.chars().any(|letter| meant(letter).is_none()) { rest } else { code }
}

/// The digit that a character stands for, if it can be told.
fn meant(character: char) -> Option<char> {
    match character {
        'O' | 'o' | 'Q' | 'D' => Some('0'),
        'I' | 'i' | 'l' | '|' => Some('1'),
        'Z' | 'z' => Some('2'),
        'S' | 's' => Some('5'),
        'G' => Some('6'),
        'B' => Some('8'),
        // Arabic, Persian, Devanagari and full-width digits.
        '\u{660}'..='\u{669}' => shifted(character, 0x660),
        '\u{6f0}'..='\u{6f9}' => shifted(character, 0x6f0),
        '\u{966}'..='\u{96f}' => shifted(character, 0x966),
        '\u{ff10}'..='\u{ff19}' => shifted(character, 0xff10),
        digit if digit.is_ascii_digit() => Some(digit),
        _ => None,
    }
}

fn shifted(character: char, zero: u32) -> Option<char> {
    char::from_digit(u32::from(character).checked_sub(zero)?, 10)
}

/// What has been found so far, each code once.
struct Offers<'t> {
    edition: &'t Edition,
    list: Vec<Near>,
}

impl Offers<'_> {
    fn exists(&self, code: &str) -> bool {
        match self.edition.scheme {
            Scheme::Hs6 => code.get(..6).and_then(six).is_some_and(|six| self.edition.contains6(six)),
            _ => holds(self.edition, code),
        }
    }

    fn push(&mut self, code: &str, why: Why) {
        if self.list.len() < NEAR_MAX && self.list.iter().all(|near| near.code != code) {
            let own = self.edition.text_of(code);
            let short = || self.edition.text_of(code.get(..6)?);
            let description = own.or_else(short).unwrap_or_default();
            self.list.push(Near { code: code.to_owned(), why, description });
        }
    }

    fn existing(&mut self, code: &str, why: Why) {
        if self.edition.scheme.takes(code.len()) && self.exists(code) {
            self.push(code, why);
        }
    }

    fn declarable(&mut self, code: &str, why: Why) {
        if self.edition.table().declares(code) == Some(true) {
            self.push(code, why);
        }
    }

    fn lost_zero(&mut self, code: &str) {
        if self.edition.scheme.takes(code.len()) || code.is_empty() {
            return;
        }
        self.existing(&format!("0{code}"), Why::LostZero);
        // Of a national code HS looks at six digits, and a zero after these says nothing.
        if self.edition.scheme != Scheme::Hs6 || code.len() < 6 {
            self.existing(&format!("{code}0"), Why::LostZero);
        }
    }

    fn transposed(&mut self, code: &str) {
        for at in 1..code.len() {
            let mut digits = code.as_bytes().to_vec();
            digits.swap(at - 1, at);
            self.changed(code, digits, Why::Transposed);
        }
    }

    fn misread(&mut self, code: &str) {
        let replace = |at: usize, digit: u8| {
            let mut digits = code.as_bytes().to_vec();
            if let Some(place) = digits.get_mut(at) {
                *place = digit;
            }
            digits
        };
        let bytes = code.bytes().enumerate();
        let alike = bytes.clone().flat_map(|(at, digit)| {
            let others = ALIKE.iter().find(|(one, _)| *one == digit).map_or(&b""[..], |(_, others)| others);
            others.iter().map(move |other| (at, *other))
        });
        let neighbours =
            bytes.flat_map(|(at, digit)| [(at, digit.wrapping_sub(1)), (at, digit.wrapping_add(1))]);
        for (at, digit) in alike.chain(neighbours).filter(|(_, digit)| digit.is_ascii_digit()) {
            self.changed(code, replace(at, digit), Why::Misread);
        }
    }

    fn changed(&mut self, code: &str, digits: Vec<u8>, why: Why) {
        if let Ok(changed) = String::from_utf8(digits)
            && changed != code
            && self.list.len() < NEAR_MAX - FAMILY_MIN
        {
            self.declarable(&changed, why);
        }
    }

    /// The longest beginning of the code that exists; a chapter only for a code that is hardly longer.
    fn stem<'c>(&self, code: &'c str) -> Option<&'c str> {
        let whole = if self.edition.scheme.pads_with_zeros() { significant(code) } else { code };
        let shortest = if whole.len() < 6 { 2 } else { 4 };
        let even = (shortest..=whole.len()).rev().filter(|length| length.is_multiple_of(2));
        even.filter_map(|length| whole.get(..length)).find(|stem| self.edition.table().has_under(stem))
    }

    fn parent(&mut self, stem: Option<&str>, code: &str, length_min: usize) {
        if let Some(stem) = stem.filter(|stem| *stem != code && stem.len() >= length_min)
            && self.edition.table().find(stem).is_some()
        {
            self.push(stem, Why::Parent);
        }
    }

    /// Few: what can be declared below. Many: the next level, so that a person can go down.
    fn children(&mut self, stem: Option<&str>, code: &str) {
        let Some(stem) = stem else { return };
        let table = self.edition.table();
        let below = || table.under(stem).filter(|row| row.code != stem && row.code != code);
        let children: Vec<&str> = if below().filter(|row| row.declarable).count() <= NEAR_MAX {
            below().filter(|row| row.declarable).map(|row| row.code).collect()
        } else {
            let next = below().map(|row| row.code.len()).min().unwrap_or_default();
            below().map(|row| row.code).filter(|code| code.len() == next).collect()
        };
        for child in children {
            self.push(child, Why::Child);
        }
    }
}

#[cfg(test)]
mod tests;
