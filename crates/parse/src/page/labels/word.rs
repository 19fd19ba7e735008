//! Whether a text is a label, and what it names on a page.

use crate::draft::memory::{Question, remembered};
use crate::draft::phrase::{self, PARTIES, Phrase, phrase};
use crate::draft::words::{is_particle, weight_name};
use crate::lexicon::{Section, fold, lexicon};
use crate::page::form::is_date;
use crate::page::head::boxed;
use crate::page::pair::is_bare;
use crate::page::rows::Run;

/// “From”, “an”, “de”: words so short that they say who only with a colon, or beside another of them.
pub fn short_party(text: &str) -> Option<Phrase> {
    let short = text.len() <= 5 && fold(text).len() <= 4;
    phrase::label(text).filter(|found| short && is_party(&found.name))
}

/// What a label names; the number of a form's box before it says nothing.
pub fn label(text: &str) -> Option<Phrase> {
    remembered(Question::Label, text, || named(text))
}

/// What a label names, not asked before.
fn named(text: &str) -> Option<Phrase> {
    let found = phrase::label(text).or_else(|| {
        let rest = text.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        let dotted = rest.strip_prefix(['.', ')']).filter(|_| rest.len() < text.trim_start().len());
        let boxed = dotted.or_else(|| boxed(text.trim_start()).map(|(_, rest)| rest))?;
        phrase::label(boxed.trim()).filter(|found| dotted.is_some() || !is_measure(&found.name))
    })?;
    if is_party(&found.name) && text.len() <= 5 && !text.trim_end().ends_with(':') && fold(text).len() <= 4 {
        return None;
    }
    // A label in two languages with its value behind is no label alone: `Number / Nummer 4711`.
    let last = text.rsplit(['/', '|']).next().unwrap_or_default();
    if last.len() < text.len() && last.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    // `LONDON / NO.`: a bare word for “number” behind words that are no label.
    let part = |part: &str| is_bare(part) || phrase::label(part).is_some();
    (!text.contains('/') || !text.split('/').any(is_bare) || text.split('/').all(part)).then_some(found)
}

/// A field that is counted or weighed: `2 Paletten` is its value, and no label in a box.
fn is_measure(name: &str) -> bool {
    matches!(name, "packages" | "package_type" | "gross_weight" | "net_weight" | "volume" | "lines")
}

/// A text that is a label itself, or begins with one and a colon.
pub fn is_label(run: &Run) -> bool {
    let start = run.text.split_once(':').map_or(run.text.as_str(), |(start, _)| start);
    // A bare “No.” names whatever it stands under.
    !is_bare(start) && (label(&run.text).is_some() || (start != run.text && label(start).is_some()))
}

/// A party, whose value is a block.
pub fn is_party(name: &str) -> bool {
    PARTIES.contains(&name)
}

/// `Number: 4711`: a line of a block with a label that names no part of a party.
pub fn is_foreign(run: &Run) -> bool {
    let Some((start, _)) = run.text.split_once(':') else { return false };
    start.split_whitespace().count() <= 4 && phrase(Section::Part, start).is_none()
}

/// `Hamburg, den`, `Lyon, le`: a place before a date.
pub fn is_place_of_date(text: &str) -> bool {
    let mut words = text.split_whitespace().rev();
    let last = words.next().unwrap_or_default();
    is_particle("date", last) && words.next().is_some_and(|place| place.ends_with(','))
}

/// `Hamburg, 12.05.2025`, `Hamburg, den 12.05.2025`, `FOSHAN, MAY. 13, 2025`: a date behind the place it was written at.
pub fn date_behind_place(text: &str) -> Option<&str> {
    if text.len() > 60 || !text.starts_with(char::is_alphabetic) {
        return None;
    }
    text.match_indices(", ").filter_map(|(at, comma)| text.get(at + comma.len()..)).find_map(|date| {
        let date = match date.split_once(' ') {
            Some((word, date)) if is_particle("date", word) => date,
            _ => date,
        };
        is_date(date).then_some(date)
    })
}

/// A word of the label is, or begins with, that for an invoice: `Rechnungsnummer`, `Facture n°`.
pub fn names_invoice(label_text: &str) -> bool {
    fold(label_text).split(' ').any(|word| {
        let title = |start: &&str| lexicon().knows_word(Section::Title, start);
        let begins = |to: usize| lexicon().find(Section::Title, word.get(..to).filter(title)?);
        (6..=word.len()).filter_map(begins).any(|found| found.name == "commercial_invoice")
    })
}

/// `Net`, `Gross`: of weights only where a unit stands beside.
pub fn is_bare_weight(label_text: &str) -> bool {
    weight_name(label_text.trim_end_matches(':')).is_some()
}

/// What a bare “No.” can be the number of: one or two words, no range of packages.
pub fn may_be_bare(value: &Run) -> bool {
    let range = value.text.split_once('-').is_some_and(|(one, two)| {
        let short = |text: &str| text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
        short(one.trim()) && short(two.trim())
    });
    value.words.len() <= 2 && value.text.len() >= 5 && !range
}

/// A value without the marks around it.
pub fn value_text<'t>(name: &str, text: &'t str) -> &'t str {
    let text = text.trim().trim_start_matches(':').trim();
    if name == "notes" { text } else { text.trim_end_matches([',', ';', '|']).trim() }
}
