//! The built-in Harmonized System, edition 2022: 96 chapters, 1,228 headings, 5,612 subheadings.
//!
//! Promises: whether a six-digit code exists is one bit read; 99, 9999 and 999999, the statistics' codes for
//! goods of unknown kind, do not. Refuses to know any other edition: those are imported.

use std::sync::{Arc, OnceLock};

use jiff::civil::date;
use sha2::{Digest, Sha256};

use crate::edition::{Dated, Edition};
use crate::scheme::Scheme;
use crate::table::{Builder, Cells, Table};

const FILE: &str = include_str!("../data/hs2022.tsv");

/// Six-digit codes: one bit for each number below a million (125 kB).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SixSet {
    words: Box<[u64]>,
}

const WORDS: usize = 1_000_000_usize.div_ceil(64);

impl SixSet {
    /// The six-digit codes of a table.
    pub(crate) fn of(table: &Table) -> Self {
        let mut words = vec![0_u64; WORDS].into_boxed_slice();
        for code in table.rows().filter_map(|row| six(row.code)) {
            if let Some(word) = words.get_mut(code as usize / 64) {
                *word |= 1 << (code % 64);
            }
        }
        Self { words }
    }

    pub(crate) fn contains(&self, code: u32) -> bool {
        self.words.get(code as usize / 64).is_some_and(|word| word >> (code % 64) & 1 == 1)
    }
}

/// The number of exactly six ASCII digits.
pub(crate) fn six(code: &str) -> Option<u32> {
    let digits: &[u8; 6] = code.as_bytes().try_into().ok()?;
    let mut number = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u32::from(digit - b'0');
    }
    Some(number)
}

/// HS 2022 as an edition of `hs6`, made once from the file in the program.
pub fn hs2022() -> &'static Arc<Edition> {
    static HS: OnceLock<Arc<Edition>> = OnceLock::new();
    HS.get_or_init(|| {
        let mut builder = Builder::with_capacity(7_000, FILE.len());
        for (code, description) in FILE.lines().filter_map(|line| line.split_once('\t')) {
            let indent = match code.len() {
                2 => 0,
                4 => 1,
                _ => 2,
            };
            builder.push(&Cells { code, indent, description, ..Cells::default() });
        }
        let first_day = date(2022, 1, 1);
        let name = Some("HS 2022".to_owned());
        let dated = Dated { legal_from: first_day, known_from: first_day, name };
        let sha256 = Sha256::digest(FILE).into();
        Arc::new(Edition::new(Scheme::Hs6, dated, sha256, builder.finish(&Scheme::Hs6)))
    })
}

/// Is this number a six-digit code of HS 2022? `10121` is 010121. Constant time.
pub fn contains6(code: u32) -> bool {
    hs2022().contains6(code)
}

/// Does HS 2022 hold the six digits a code begins with? For the place where nothing but this is asked;
/// [`crate::Tariffs::judge`] knows dates and other editions.
pub fn knows(code: &str) -> bool {
    code.get(..6).and_then(six).is_some_and(contains6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_counts_are_those_of_the_nomenclature() {
        let table = hs2022().table();
        let count = |length| table.rows().filter(|row| row.code.len() == length).count();
        assert_eq!((count(2), count(4), count(6)), (96, 1_228, 5_612));
        assert_eq!((table.len(), table.codes(), table.declarable()), (6_936, 6_936, 5_612));
        assert_eq!((0..1_000_000).filter(|code| contains6(*code)).count(), 5_612);
        assert!(table.rows().all(|row| !row.description.is_empty()));
    }

    #[test]
    fn chapters_run_from_01_to_97_without_77() {
        let chapters: Vec<&str> =
            hs2022().table().rows().map(|row| row.code).filter(|c| c.len() == 2).collect();
        let expected: Vec<String> = (1..=97).filter(|c| *c != 77).map(|c| format!("{c:02}")).collect();
        assert_eq!(chapters, expected);
    }

    #[test]
    fn each_code_hangs_under_the_one_it_begins_with() {
        let table = hs2022().table();
        for row in table.rows().filter(|row| row.code.len() > 2) {
            let parent = row.parent.and_then(|number| table.row(number)).unwrap();
            assert_eq!(parent.code, &row.code[..row.code.len() - 2]);
        }
    }

    #[test]
    fn statistics_are_no_codes() {
        assert!(!contains6(999_999) && !knows("999999"));
        assert!(hs2022().table().get("9999").is_none() && hs2022().table().get("99").is_none());
        assert!(!contains6(770_100));
        assert!(!contains6(1_000_000) && !contains6(u32::MAX));
    }

    #[test]
    fn a_leading_zero_counts() {
        assert!(contains6(10_121) && knows("010121") && knows("0101210010"));
        assert!(!knows("10121") && !knows("01012") && !knows("٠١٠١٢١"));
    }
}
