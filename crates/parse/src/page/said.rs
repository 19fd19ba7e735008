//! What words under the goods say of them without a colon: `HS Code 8471.30.01 Origin China`, `Art.-Nr. 805188`, and a code
//! in parentheses behind the description, `(HS 731815)`.
//!
//! A label counts only where a value of its field's form stands behind it, and where nothing else stands in the text.

use super::rows::Run;
use crate::draft::phrase::{Phrase, phrase};
use crate::draft::words::is_particle;
use crate::lexicon::{Section, fold};
use trade::country;

/// A field of the goods and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// What the label names.
    pub found: Phrase,
    /// Behind it.
    pub value: Run,
}

/// Words that such a text has at most.
const WORDS_MAX: usize = 16;

/// Words of a label, and of a value.
const LABEL_WORDS_MAX: usize = 4;
const VALUE_WORDS_MAX: usize = 6;

/// What is left of a text as words of the goods, and what its labels say.
pub fn without_colon(run: &Run) -> (Option<Run>, Vec<Piece>) {
    if (2..=WORDS_MAX).contains(&run.words.len())
        && let Some(pieces) = from(run, 0)
    {
        return (None, pieces);
    }
    match in_parentheses(run) {
        Some((rest, pieces)) => (Some(rest), pieces),
        None => (Some(run.clone()), Vec::new()),
    }
}

/// Labels with values from this word on to the end of the text.
fn from(run: &Run, at: usize) -> Option<Vec<Piece>> {
    let count = run.words.len();
    (at + 1..count.min(at + 1 + LABEL_WORDS_MAX)).rev().find_map(|to| {
        let label = run.text_of(at, to)?;
        let found = phrase(Section::Column, label)?;
        (to + 1..=count.min(to + VALUE_WORDS_MAX)).rev().find_map(|end| {
            let value = run.part(to, end)?;
            if !fits(&found, label, value.text.trim_matches(SIGNS)) {
                return None;
            }
            let mut pieces = vec![Piece { found: found.clone(), value }];
            if end < count {
                let sign =
                    run.words.get(end).is_some_and(|word| word.text.chars().all(|c| SIGNS.contains(&c)));
                pieces.extend(from(run, end + usize::from(sign))?);
            }
            Some(pieces)
        })
    })
}

/// Signs around and between values.
const SIGNS: [char; 8] = [',', ';', '|', '/', '·', '-', '–', '.'];

/// `Ball valve, brass (HS 848180)`: a label and its value in parentheses at the end.
fn in_parentheses(run: &Run) -> Option<(Run, Vec<Piece>)> {
    let open = run.words.iter().rposition(|word| word.text.starts_with('(')).filter(|at| *at > 0)?;
    let mut inside = run.part(open, run.words.len())?;
    if !inside.text.ends_with(')') {
        return None;
    }
    for word in &mut inside.words {
        word.text = word.text.trim_matches(['(', ')']).to_owned();
    }
    let inside = Run::of(inside.page, inside.words)?;
    let pieces = from(&inside, 0)?;
    Some((run.part(0, open)?, pieces))
}

/// Whether a value is of the form of the field that its label names.
fn fits(found: &Phrase, label: &str, value: &str) -> bool {
    match found.name.as_ref() {
        "hs_code" => is_tariff(value),
        "origin_country" => is_country(value),
        "part_number" => names_article(label) && is_code(value),
        _ => false,
    }
}

/// Digits with dots or blanks, as many as a tariff code has.
fn is_tariff(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (6..=12).contains(&digits) && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' '))
}

/// `9401 39 00 / DE`: a tariff code, and the origin behind it.
pub fn code_and_origin(text: &str) -> Option<(&str, &str)> {
    let (code, origin) = text.rsplit_once('/')?;
    let (code, origin) = (code.trim(), origin.trim());
    (is_tariff(code) && is_country(origin)).then_some((code, origin))
}

/// A country's name or code.
fn is_country(text: &str) -> bool {
    matches!(country::read(text.trim()), country::Answer::Read(_) | country::Answer::Withdrawn(_))
}

/// “Article no.”, “P/N”, “Ref.”: a label of a number; “Article 5” and “Part 2” are words of goods.
fn names_article(label: &str) -> bool {
    const SHORT: [&str; 7] = ["p", "pn", "sku", "mpn", "ref", "cod", "code"];
    fold(label)
        .split(' ')
        .any(|word| SHORT.contains(&word) || is_particle("number", word) || word.ends_with("nummer"))
}

/// One word with a digit, of letters, digits and the signs between them.
pub fn is_code(text: &str) -> bool {
    let sign = |c: char| matches!(c, '-' | '.' | '/' | '_' | '#' | '+');
    text.len() >= 3
        && text.bytes().any(|b| b.is_ascii_digit())
        && text.chars().all(|c| c.is_alphanumeric() || sign(c))
}

#[cfg(test)]
mod tests {
    use super::super::tests::run;
    use super::*;

    fn said(text: &str) -> (Option<String>, Vec<String>) {
        let (rest, pieces) = without_colon(&run(text));
        let shown = |piece: &Piece| format!("{}={}", piece.found.name, piece.value.text);
        (rest.map(|run| run.text), pieces.iter().map(shown).collect())
    }

    #[test]
    fn labels_without_colons_name_their_values() {
        for (text, wanted) in [
            ("Warennummer 85444991 Ursprung DE", &["hs_code=85444991", "origin_country=DE"][..]),
            ("HS Code 8471.30.01", &["hs_code=8471.30.01"]),
            ("Origin United Kingdom", &["origin_country=United Kingdom"]),
            ("Art.-Nr. 805188", &["part_number=805188"]),
            ("P/N SW2887-C", &["part_number=SW2887-C"]),
            ("Art. no. 14.840.64 | Origin CN", &["part_number=14.840.64", "origin_country=CN"]),
        ] {
            assert_eq!(said(text), (None, wanted.iter().map(|text| (*text).to_owned()).collect()), "{text}");
        }
        let (rest, pieces) = said("Ball valve, brass, 3/4\" (HS 848180)");
        assert_eq!(
            (rest.as_deref(), pieces),
            (Some("Ball valve, brass, 3/4\""), vec!["hs_code=848180".to_owned()])
        );
    }

    #[test]
    fn words_of_goods_are_no_labels() {
        for text in [
            "Article 5",
            "Part 2 of the set",
            "Ref. kit",
            "Origin of species",
            "Paint (RAL 1013)",
            "Model A30",
        ] {
            assert_eq!(said(text), (Some(text.to_owned()), Vec::new()), "{text}");
        }
    }
}
