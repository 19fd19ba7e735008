//! From the files to the index. A line that is not of the format is left out; a test sees that there is none.

use super::{LANGUAGES, Lexicon, Meaning, SQUASHED_MIN, Section, fold, is_folded};
use std::borrow::Cow;

/// The files, in the order of [`LANGUAGES`].
const FILES: [&str; LANGUAGES.len()] = [
    include_str!("../../lexicon/en.tsv"),
    include_str!("../../lexicon/de.tsv"),
    include_str!("../../lexicon/fr.tsv"),
    include_str!("../../lexicon/es.tsv"),
    include_str!("../../lexicon/it.tsv"),
    include_str!("../../lexicon/nl.tsv"),
];

/// All files as one lexicon.
pub(super) fn all() -> Lexicon {
    let mut lexicon = Lexicon::default();
    // Each child of the cage loads them: the tables are made as large as they will be.
    let phrases = FILES.iter().flat_map(|file| file.bytes()).filter(|b| matches!(b, b'|' | b'\n')).count();
    lexicon.phrases.reserve(phrases);
    lexicon.squashed.reserve(phrases);
    lexicon.vocabulary.reserve(phrases);
    // Words for “number” are particles, and the phrases ask for them.
    let particles = |section: &Section| *section == Section::Particle;
    let mut numbered = Vec::new();
    for wanted in [true, false] {
        for (language, file) in FILES.iter().enumerate() {
            for (section, name, phrases) in rows(file).filter(|(section, ..)| particles(section) == wanted) {
                for phrase in phrases.split('|').map(str::trim) {
                    let folded = as_folded(phrase);
                    insert(&mut lexicon, section, name, folded.clone(), 1 << language);
                    if phrase.contains(['ä', 'ö', 'ü']) {
                        let spelt = phrase.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue");
                        insert(&mut lexicon, section, name, Cow::Owned(fold(&spelt)), 1 << language);
                    }
                    if takes_numbers(section)
                        && let Some(form) = lexicon.numbered(&folded)
                    {
                        numbered.push((section, name, form, 1 << language));
                    }
                }
            }
        }
    }
    // What stands in a file counts before what is only another way of writing it.
    for (section, name, form, languages) in numbered {
        if lexicon.find(section, &form).is_none() {
            insert(&mut lexicon, section, name, Cow::Owned(form), languages);
        }
    }
    lexicon
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

/// A phrase of a file, folded. Most are written as they fold, and stay where they are.
fn as_folded(phrase: &'static str) -> Cow<'static, str> {
    if is_folded(phrase) { Cow::Borrowed(phrase) } else { Cow::Owned(fold(phrase)) }
}

/// Indexes a folded phrase.
fn insert(
    lexicon: &mut Lexicon,
    section: Section,
    name: &'static str,
    folded: Cow<'static, str>,
    languages: u8,
) {
    if folded.is_empty() {
        return;
    }
    lexicon.longest = lexicon.longest.max(folded.split(' ').count());
    let meaning = Meaning { name, languages };
    match &folded {
        Cow::Borrowed(text) => text.split(' ').for_each(|word| know(lexicon, section, word, || word.into())),
        Cow::Owned(text) => {
            text.split(' ').for_each(|word| know(lexicon, section, word, || word.to_owned().into()))
        }
    }
    let squashed = if folded.contains(' ') { folded.replace(' ', "").into() } else { folded.clone() };
    if squashed.len() >= SQUASHED_MIN {
        add(lexicon.squashed.entry(squashed).or_default(), section, meaning);
    }
    add(lexicon.phrases.entry(folded).or_default(), section, meaning);
}

/// Notes a word of a phrase of the section; `kept` makes what is kept of a new one.
fn know(lexicon: &mut Lexicon, section: Section, word: &str, kept: impl Fn() -> Cow<'static, str>) {
    match lexicon.vocabulary.get_mut(word) {
        Some(sections) => *sections |= section.bit(),
        None => {
            lexicon.vocabulary.insert(kept(), section.bit());
        }
    }
}

/// Joins the languages of one meaning; another meaning of the same phrase stands behind.
fn add(meanings: &mut Vec<(Section, Meaning)>, section: Section, meaning: Meaning) {
    match meanings.iter_mut().find(|(found, known)| *found == section && known.name == meaning.name) {
        Some((_, known)) => known.languages |= meaning.languages,
        None => {
            // Nearly all phrases mean one thing.
            meanings.reserve_exact(1);
            meanings.push((section, meaning));
        }
    }
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
