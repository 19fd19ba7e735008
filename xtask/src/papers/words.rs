//! The words a document prints for its own parts, drawn from the synonyms of `data/paper_words.tsv`.
//!
//! Promises: one wording a part and document; a part without words is an error, not a blank. Refuses to know where they go.

use std::cell::RefCell;
use std::collections::BTreeMap;

use anyhow::{Result, bail};

use crate::goods::Language;
use crate::random::Random;

/// The wordings of one document.
pub struct Words {
    chosen: BTreeMap<&'static str, String>,
    missing: RefCell<Vec<String>>,
}

impl Words {
    /// Draws a wording for each part; with a second language both, as `Rechnungs-Nr. / Invoice No.`.
    pub fn draw(random: &mut Random, language: Language, second: Option<Language>) -> Words {
        let mut chosen = BTreeMap::new();
        for line in rows(include_str!("../../data/paper_words.tsv")) {
            let mut cells = line.split('\t');
            let key = cells.next().unwrap_or_default();
            let synonyms: Vec<&str> = cells.collect();
            let mut one = |language: Language| {
                let of: Vec<&str> =
                    synonyms.get(column(language)).map_or(Vec::new(), |cell| cell.split('|').collect());
                of.get(random.below(of.len() as u64) as usize).copied().unwrap_or_default()
            };
            let (first, other) = (one(language), one(second.unwrap_or(language)));
            let both = second.is_some() && first != other && is_label(key);
            chosen.insert(key, if both { format!("{first} / {other}") } else { first.to_owned() });
        }
        Words { chosen, missing: RefCell::default() }
    }

    /// The wording of a part.
    pub fn get(&self, key: &str) -> &str {
        match self.chosen.get(key) {
            Some(words) if !words.is_empty() => words,
            _ => {
                self.missing.borrow_mut().push(key.to_owned());
                ""
            }
        }
    }

    /// Complains about parts that had no words.
    pub fn complete(&self) -> Result<()> {
        match self.missing.borrow().first() {
            None => Ok(()),
            Some(key) => bail!("paper_words.tsv has no {key}"),
        }
    }
}

/// Titles, units and sentences stand in one language.
fn is_label(key: &str) -> bool {
    const SINGLE: &[&str] = &[
        "unit.",
        "package.",
        "mode.",
        "cert.",
        "words",
        "intro",
        "origin.statement",
        "vat.none",
        "page",
        "of",
    ];
    !SINGLE.iter().any(|start| key.starts_with(start))
}

/// The column of a language in the tables of words.
pub fn column(language: Language) -> usize {
    match language {
        Language::English => 0,
        Language::German => 1,
        Language::French => 2,
        Language::Spanish => 3,
    }
}

/// A country's name; its code where the table has none.
pub fn country(code: &str, language: Language) -> &str {
    rows(include_str!("../../data/paper_countries.tsv"))
        .find(|row| row.starts_with(code))
        .and_then(|row| row.split('\t').nth(column(language) + 1))
        .unwrap_or(code)
}

/// The rows of a table without its remarks.
pub fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_has_words_in_each_language() {
        for line in rows(include_str!("../../data/paper_words.tsv")) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 5, "{line}");
            assert!(
                cells.iter().all(|cell| !cell.is_empty() && cell.split('|').all(|word| !word.is_empty())),
                "{line}"
            );
        }
    }

    #[test]
    fn each_country_of_the_goods_has_its_names() {
        for goods in crate::goods::catalogue().unwrap() {
            for origin in &goods.origins {
                assert_ne!(country(origin, Language::French), origin, "{origin}");
            }
        }
    }

    #[test]
    fn a_part_without_words_is_an_error() {
        let words = Words::draw(&mut Random::new(1), Language::German, Some(Language::English));
        assert!(words.get("number").contains(" / "), "{}", words.get("number"));
        words.complete().unwrap();
        words.get("no such part");
        assert!(words.complete().is_err());
    }
}
