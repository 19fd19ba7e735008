//! A code as one number, so that codes sort and search as numbers.
//!
//! Promises: keys sort as their digits do as text, a code before those that begin with it.

use crate::scheme::DIGITS_MAX;

/// The digits filled with zeros to the right up to fourteen, then their number: `0101` is
/// `01010000000000` × 16 + 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u64);

/// Ten to that power, as far as a code is long.
const fn ten_to(power: usize) -> u64 {
    let mut value = 1;
    let mut step = 0;
    while step < power {
        value *= 10;
        step += 1;
    }
    value
}

const HEADING: u64 = ten_to(DIGITS_MAX - 4) * 16;

/// Powers of ten, since they are needed for each look-up.
const POWERS: [u64; DIGITS_MAX + 1] = {
    let mut powers = [1; DIGITS_MAX + 1];
    let mut power = 1;
    while power <= DIGITS_MAX {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, and bounded by the loop")]
        {
            powers[power] = ten_to(power);
        }
        power += 1;
    }
    powers
};

impl Key {
    /// The key of a code; none for an empty one, other characters than digits, or more than fourteen.
    pub(super) fn of(code: &str) -> Option<Self> {
        let value = padded(code)?;
        Some(Self(value * 16 + code.len() as u64))
    }

    /// The keys of all codes that begin with these digits.
    pub(super) fn under(digits: &str) -> Option<std::ops::Range<Self>> {
        let value = padded(digits)?;
        let step = POWERS.get(DIGITS_MAX - digits.len())?;
        // A shorter code with the same value (`01` for `0100`) begins with fewer digits: not below.
        let start = value * 16 + digits.len() as u64;
        Some(Self(start)..Self((value + step) * 16))
    }

    /// The first four digits.
    pub(super) const fn heading(self) -> usize {
        (self.0 / HEADING) as usize
    }
}

fn padded(digits: &str) -> Option<u64> {
    let step = POWERS.get(DIGITS_MAX.checked_sub(digits.len())?)?;
    let mut value: u64 = 0;
    for byte in digits.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value * 10 + u64::from(byte - b'0');
    }
    (!digits.is_empty()).then_some(value * step)
}

/// The digits of a zero-filled code that say something, in pairs: `0101000000` → `0101`.
pub(crate) fn significant(code: &str) -> &str {
    let mut stem = code;
    while stem.len() > 2 && stem.len().is_multiple_of(2) {
        match stem.strip_suffix("00") {
            Some(shorter) => stem = shorter,
            None => break,
        }
    }
    stem
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn zero_filled_codes_are_cut_in_pairs() {
        assert_eq!(significant("0101000000"), "0101");
        assert_eq!(significant("0101210010"), "0101210010");
        assert_eq!(significant("1000000000"), "10");
        assert_eq!(significant("2010200000"), "201020");
    }

    proptest! {
        #[test]
        fn keys_sort_as_text(a in "[0-9]{1,14}", b in "[0-9]{1,14}") {
            prop_assert_eq!(Key::of(&a).cmp(&Key::of(&b)), a.cmp(&b));
        }

        #[test]
        fn the_range_of_a_prefix_holds_what_begins_with_it(prefix in "[0-9]{1,6}", code in "[0-9]{1,14}") {
            let bounds = Key::under(&prefix).unwrap();
            prop_assert_eq!(bounds.contains(&Key::of(&code).unwrap()), code.starts_with(&prefix));
            let longer = format!("{prefix}0042");
            prop_assert!(bounds.contains(&Key::of(&longer).unwrap()));
        }
    }
}
