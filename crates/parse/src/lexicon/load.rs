//! From the files to their phrases, when the program is built: the build script reads this file too.
//!
//! A line that is not of the format is left out; a test sees that there is none.

use super::fold::fold;
use super::number::numbered;
use super::section::{LANGUAGES, Section};
use std::collections::BTreeMap;

/// The files, in the order of [`LANGUAGES`].
const FILES: [&str; LANGUAGES.len()] = [
    include_str!("../../lexicon/en.tsv"),
    include_str!("../../lexicon/de.tsv"),
    include_str!("../../lexicon/fr.tsv"),
    include_str!("../../lexicon/es.tsv"),
    include_str!("../../lexicon/it.tsv"),
    include_str!("../../lexicon/nl.tsv"),
];

/// Below this many letters a phrase is only known with its blanks: `p o` is not `po`.
pub(super) const SQUASHED_MIN: usize = 5;

/// One meaning of a phrase: its section, its name, and the languages as bits.
pub(super) type Meant = (Section, &'static str, u8);

/// All files, folded.
#[derive(Default)]
pub(super) struct Loaded {
    /// Folded phrase to meanings, first the one that loaded first.
    pub phrases: BTreeMap<String, Vec<Meant>>,
    /// The same without blanks, for phrases long enough to be told by letters alone.
    pub squashed: BTreeMap<String, Vec<Meant>>,
    /// Each word of a phrase, with the sections it stands in as bits.
    pub vocabulary: BTreeMap<String, u32>,
    /// Words of the longest phrase.
    pub longest: usize,
}

/// All files as one.
pub(super) fn all() -> Loaded {
    let mut loaded = Loaded::default();
    // Words for “number” are particles, and the phrases ask for them.
    let particles = |section: &Section| *section == Section::Particle;
    let mut other_forms = Vec::new();
    for wanted in [true, false] {
        for (language, file) in FILES.iter().enumerate() {
            for (section, name, phrases) in rows(file).filter(|(section, ..)| particles(section) == wanted) {
                for phrase in phrases.split('|').map(str::trim) {
                    let meant = (section, name, 1 << language);
                    let folded = fold(phrase);
                    if takes_numbers(section)
                        && let Some(form) = numbered(&folded, |word| loaded.is_number(word))
                    {
                        other_forms.push((form, meant));
                    }
                    loaded.insert(folded, meant);
                    if phrase.contains(['ä', 'ö', 'ü']) {
                        let spelt = phrase.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue");
                        loaded.insert(fold(&spelt), meant);
                    }
                }
            }
        }
    }
    // What stands in a file counts before what is only another way of writing it.
    for (form, meant) in other_forms {
        if !loaded.knows(meant.0, &form) {
            loaded.insert(form, meant);
        }
    }
    loaded
}

impl Loaded {
    /// Indexes a folded phrase.
    fn insert(&mut self, folded: String, meant: Meant) {
        if folded.is_empty() {
            return;
        }
        self.longest = self.longest.max(folded.split(' ').count());
        for word in folded.split(' ') {
            *self.vocabulary.entry(word.to_owned()).or_default() |= meant.0.bit();
        }
        let squashed = folded.replace(' ', "");
        if squashed.len() >= SQUASHED_MIN {
            add(self.squashed.entry(squashed).or_default(), meant);
        }
        add(self.phrases.entry(folded).or_default(), meant);
    }

    /// Whether the text is a phrase of the section, with or without its blanks.
    fn knows(&self, section: Section, folded: &str) -> bool {
        let plain = self.phrases.get(folded);
        let squashed = self.squashed.get(&folded.replace(' ', ""));
        plain.into_iter().chain(squashed).flatten().any(|(found, ..)| *found == section)
    }

    /// Whether a word stands for “number”.
    fn is_number(&self, word: &str) -> bool {
        let number = |(section, name, _): &Meant| *section == Section::Particle && *name == "number";
        self.phrases.get(word).is_some_and(|known| known.iter().any(number))
    }
}

/// Joins the languages of one meaning; another meaning of the same phrase stands behind.
fn add(meanings: &mut Vec<Meant>, meant: Meant) {
    match meanings.iter_mut().find(|(section, name, _)| (*section, *name) == (meant.0, meant.1)) {
        Some((_, _, languages)) => *languages |= meant.2,
        None => meanings.push(meant),
    }
}

/// Sections whose phrases name numbers.
fn takes_numbers(section: Section) -> bool {
    matches!(section, Section::Label | Section::Column | Section::Part)
}

/// The rows of one file: section, name, phrases.
fn rows(file: &'static str) -> impl Iterator<Item = (Section, &'static str, &'static str)> {
    file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((section(cells.next()?)?, cells.next()?, cells.next()?))
    })
}

/// The section by the name it has in the files.
fn section(name: &str) -> Option<Section> {
    Some(match name {
        "title" => Section::Title,
        "label" => Section::Label,
        "part" => Section::Part,
        "column" => Section::Column,
        "total" => Section::Total,
        "charge" => Section::Charge,
        "unit" => Section::Unit,
        "month" => Section::Month,
        "small" => Section::Small,
        "word" => Section::Word,
        "weight" => Section::Weight,
        "page" => Section::Page,
        "holder" => Section::Holder,
        "register" => Section::Register,
        "same" => Section::Same,
        "contact" => Section::Contact,
        "weak" => Section::Weak,
        "particle" => Section::Particle,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_every_file_is_of_the_format() {
        for (file, language) in FILES.iter().zip(LANGUAGES) {
            for line in file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
                let cells: Vec<&str> = line.split('\t').collect();
                assert_eq!(cells.len(), 3, "{language}: {line}");
                assert!(section(cells[0]).is_some(), "{language}: {line}");
                assert!(cells[2].split('|').all(|phrase| !fold(phrase).is_empty()), "{language}: {line}");
            }
        }
    }
}
