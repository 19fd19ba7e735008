//! Whether a text has the form of a name, and of a company's: words, no label, no number, no town. It knows no names.

use super::blocks::{is_country, is_town};
use super::form::is_date;
use super::labels::label;
use super::letterhead::has_digit;
use crate::draft::LEGAL_FORMS;
use crate::lexicon::fold;

/// Words that a name has at most.
const NAME_WORDS_MAX: usize = 9;

/// Whether a text has the form of a name: words, no label, no remark in parentheses, no number, no date, no site.
pub fn may_be_name(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_lowercase();
    text.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && text.split_whitespace().count() <= NAME_WORDS_MAX
        && !text.contains(':')
        && !text.starts_with('(')
        && !["@", "www.", "://"].iter().any(|sign| lower.contains(sign))
        && !is_date(text)
        && !is_town(text)
        && !is_country(text)
        && label(text).is_none()
}

/// Whether a name has the form of a company's: `Acme Ltd`, `Acme S.à r.l.`, `Acme Sp. z o.o.`
pub fn is_company(name: &str) -> bool {
    form_end(name).is_some() || has_leading_form(name)
}

/// Whether a text is a form of company and nothing else: `GmbH & Co. KG`.
pub fn is_form(text: &str) -> bool {
    let word = |word: &str| LEGAL_FORMS.contains(&letters(word).as_str());
    let mut words = text.split([' ', ',']).filter(|word| !matches!(*word, "" | "&" | "+"));
    words.all(word) && text.starts_with(char::is_alphabetic)
}

/// Forms that stand before the name too: `SARL Dubois Frères`.
const LEADING_FORMS: [&str; 8] = ["sarl", "sas", "sasu", "eurl", "sci", "scop", "snc", "earl"];

/// Whether a text begins with a form of company.
fn has_leading_form(name: &str) -> bool {
    name.split_once(' ').is_some_and(|(form, rest)| {
        LEADING_FORMS.contains(&letters(form).as_str())
            && form.bytes().all(|b| b.is_ascii_uppercase() || b == b'.')
            && rest.starts_with(|c: char| c.is_uppercase())
    })
}

/// Where the form of a company ends in a name; a form alone is no name.
pub fn form_end(name: &str) -> Option<usize> {
    // Each word, and where it ends.
    let mut ends: Vec<(usize, &str)> = Vec::new();
    let mut to = 0;
    for piece in name.split_inclusive([' ', ',']) {
        let word = piece.trim_end_matches([' ', ',']);
        if !word.is_empty() {
            ends.push((to + word.len(), word));
        }
        to += piece.len();
    }
    // `as`, `se`, `co` are words too: a form has a capital or a stop.
    let is_form = |words: &[(usize, &str)]| {
        let text: String = words.iter().map(|(_, word)| *word).collect();
        words.iter().all(|(_, word)| word.contains(|c: char| c.is_uppercase() || c == '.'))
            && LEGAL_FORMS.contains(&letters(&text).as_str())
    };
    // The last form, and of those that end there the longest: `Acme Handels GmbH & Co. KG`.
    (1..ends.len()).rev().find_map(|at| {
        let longest = (at + 1..=ends.len().min(at + 3)).rev();
        longest.filter_map(|to| ends.get(at..to)).find(|words| is_form(words))?.last().map(|(end, _)| *end)
    })
}

/// `Acme GmbH Hafenstraße 7, 20457 Hamburg`: the name and what stands behind it, where that has a number.
pub fn cut_behind_form(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.split_at_checked(form_end(text)?)?;
    let rest = rest.trim_start_matches([',', ' ', '-', '–', '·']);
    has_digit(rest).then_some((name.trim(), rest))
}

/// Letters and digits of a name.
pub fn letters(name: &str) -> String {
    fold(name).chars().filter(|c| *c != ' ').collect()
}

/// Whether two names are one, but for a form of company behind it.
pub fn is_of_name(one: &str, two: &str) -> bool {
    one == two || one.len().min(two.len()) >= 5 && (one.starts_with(two) || two.starts_with(one))
}
