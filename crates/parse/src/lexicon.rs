//! The words of customs paper, one data file a language (`lexicon/*.tsv`; their README tells the format).
//!
//! Answers what a printed text means as a title, a label, the head of a column, a sum, a charge, a unit or a
//! month, after folding case, diacritics and punctuation. It serves every format that has words. It knows no
//! documents, no places and no languages beyond its files; where two languages use a phrase for two things, the
//! language that loads first (English, German, French, Spanish, Italian, Dutch) says which is meant.

mod fold;
#[cfg(test)]
mod index;
#[cfg(test)]
mod load;
mod number;
mod section;
mod table;

pub use fold::fold;
pub use section::{LANGUAGES, Section};

use table::Table;

/// What a phrase means, and in which languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// The second column of the file: a field, a kind, a number.
    pub name: &'static str,
    /// Bit `n` is set where language `n` of [`LANGUAGES`] has the phrase with this meaning.
    pub languages: u8,
}

/// All that one text means.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// With its blanks, and by its letters alone.
    plain: Meanings,
    squashed: Meanings,
}

impl Entry {
    /// What it means in a section.
    pub fn meaning(&self, section: Section) -> Option<Meaning> {
        self.plain.within(section).or_else(|| self.squashed.within(section))
    }
}

/// What a phrase means, first the meaning that loaded first: section, name (two bytes) and languages of each.
#[derive(Debug, Clone, Copy)]
struct Meanings(&'static [[u8; 4]]);

impl Meanings {
    /// The value of a table, none for a text that is no phrase.
    fn of(value: Option<&'static [u8]>) -> Self {
        Self(value.unwrap_or_default().as_chunks::<4>().0)
    }

    /// The first meaning in a section.
    fn within(self, section: Section) -> Option<Meaning> {
        let [_, low, high, languages] = self.0.iter().find(|[found, ..]| *found == section as u8)?;
        let name = usize::from(u16::from_le_bytes([*low, *high]));
        Some(Meaning { name: NAMES.get(name)?, languages: *languages })
    }
}

/// All files, folded and indexed when the program is built.
#[derive(Debug)]
pub struct Lexicon {
    /// Folded phrase to meanings.
    phrases: Table,
    /// The same without blanks, for phrases long enough to be told by letters alone.
    squashed: Table,
    /// Each word of a phrase, with the sections it stands in as bits: most texts are told to be none by their words.
    vocabulary: Table,
}

/// A table that the build script wrote.
macro_rules! built {
    ($name:literal) => {
        Table::new(built!($name, ".marks"), built!($name, ".places"), built!($name, ".entries"))
    };
    ($name:literal, $part:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name, $part))
    };
}

// `NAMES`, the names of all meanings, and `LONGEST`, the words of the longest phrase.
include!(concat!(env!("OUT_DIR"), "/names.rs"));

/// The lexicon of all languages.
static LEXICON: Lexicon =
    Lexicon { phrases: built!("phrases"), squashed: built!("squashed"), vocabulary: built!("vocabulary") };

/// Below this many letters a phrase is only known with its blanks: `p o` is not `po`.
const SQUASHED_MIN: usize = 5;

/// Bytes of the longest text that is looked up by its letters alone.
const PHRASE_MAX: usize = 36;

/// The lexicon of all languages; nothing of it is loaded.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    /// What the text means in a section, folded by the caller.
    pub fn find(&self, section: Section, folded: &str) -> Option<Meaning> {
        let plain = Meanings::of(self.phrases.get(folded)).within(section);
        plain.or_else(|| self.squashed_entry(folded).within(section))
    }

    /// All that the text means, in whatever section, folded by the caller: for who asks for more than one.
    pub fn entry(&self, folded: &str) -> Entry {
        Entry { plain: Meanings::of(self.phrases.get(folded)), squashed: self.squashed_entry(folded) }
    }

    /// What the letters of the text mean, wherever its blanks stand.
    fn squashed_entry(&self, folded: &str) -> Meanings {
        Meanings::of(self.squashed_value(folded))
    }

    fn squashed_value(&self, folded: &str) -> Option<&'static [u8]> {
        if folded.len() < SQUASHED_MIN || !self.may_be_phrase(folded) {
            return None;
        }
        let mut room = [0; PHRASE_MAX];
        let letters = if folded.contains(' ') { squash(folded, &mut room)? } else { folded };
        self.squashed.get(letters)
    }

    /// Whether any word of the folded text, or all of it in one, stands in a phrase of the section.
    pub fn may_name(&self, section: Section, folded: &str) -> bool {
        folded.split(' ').any(|word| self.knows_word(section, word)) || self.find(section, folded).is_some()
    }

    /// Whether a phrase of the section has the folded word.
    pub fn knows_word(&self, section: Section, word: &str) -> bool {
        let sections = self.vocabulary.get(word).and_then(<[u8]>::first_chunk::<4>);
        sections.is_some_and(|bits| u32::from_le_bytes(*bits) & section.bit() != 0)
    }

    /// The longest phrase of a section that the folded text begins with, and how many words it has.
    pub fn find_start(&self, section: Section, folded: &str) -> Option<(Meaning, usize)> {
        if !self.knows_word(section, folded.split(' ').next()?) {
            return None;
        }
        let blanks = folded.match_indices(' ').map(|(at, _)| at);
        let ends: Vec<usize> = blanks.chain([folded.len()]).take(LONGEST).collect();
        ends.iter()
            .enumerate()
            .rev()
            .find_map(|(before, end)| Some((self.find(section, folded.get(..*end)?)?, before + 1)))
    }

    /// The folded text with each word for “number” as `no`, also where it ends a word (`rechnungsnummer`); none where
    /// nothing changes.
    pub fn numbered(&self, folded: &str) -> Option<String> {
        number::numbered(folded, |word| {
            let task = Meanings::of(self.phrases.get(word)).within(Section::Particle);
            task.is_some_and(|task| task.name == "number")
        })
    }

    /// The languages that know the word or phrase in any section, as bits.
    pub fn languages_of(&self, folded: &str) -> u8 {
        let meanings = Meanings::of(self.phrases.get(folded));
        meanings.0.iter().fold(0, |bits, [.., languages]| bits | languages)
    }

    /// Whether the text is short enough to be a phrase at all; saves the copy of long texts.
    fn may_be_phrase(&self, folded: &str) -> bool {
        folded.len() <= PHRASE_MAX
    }
}

/// The text without its blanks, in the room given; none where it is longer.
fn squash<'a>(folded: &str, room: &'a mut [u8; PHRASE_MAX]) -> Option<&'a str> {
    let mut length = 0;
    for byte in folded.bytes().filter(|byte| *byte != b' ') {
        *room.get_mut(length)? = byte;
        length += 1;
    }
    std::str::from_utf8(room.get(..length)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_however_they_are_printed() {
        let find = |section, text: &str| lexicon().find(section, &fold(text)).map(|meaning| meaning.name);
        assert_eq!(find(Section::Label, "Invoice No.:"), Some("invoice_number"));
        assert_eq!(find(Section::Label, "INVOICE #"), Some("invoice_number"));
        assert_eq!(find(Section::Label, "Rechnungs-Nr."), Some("invoice_number"));
        assert_eq!(find(Section::Label, "N° de facture"), Some("invoice_number"));
        assert_eq!(find(Section::Label, "Nº factura"), Some("invoice_number"));
        assert_eq!(find(Section::Label, "invoice_number"), Some("invoice_number"));
        assert_eq!(find(Section::Label, "InvoiceNumber"), Some("invoice_number"));
        assert_eq!(find(Section::Column, "HSCode"), Some("hs_code"));
        assert_eq!(find(Section::Column, "Stueckzahl"), Some("quantity"));
        assert_eq!(find(Section::Column, "Q.tà"), Some("quantity"));
        assert_eq!(find(Section::Column, "Land van oorsprong"), Some("origin_country"));
        assert_eq!(find(Section::Total, "Übertrag"), Some("carried"));
        assert_eq!(find(Section::Column, "Nothing of the kind"), None);
    }

    #[test]
    fn usual_abbreviations_and_orders_of_words_are_known() {
        let find = |section, text: &str| lexicon().find(section, &fold(text)).map(|meaning| meaning.name);
        for (section, text, name) in [
            (Section::Label, "Belegnr.", "invoice_number"),
            (Section::Label, "Fra. nº", "invoice_number"),
            (Section::Label, "Fatt. nr.", "invoice_number"),
            (Section::Label, "N. documento:", "invoice_number"),
            (Section::Label, "Versandbedingungen", "incoterms"),
            (Section::Label, "Terms of shipment", "incoterms"),
            (Section::Label, "Facturé à", "buyer"),
            (Section::Label, "Nbre total de colis", "packages"),
            (Section::Label, "Totaal aantal colli", "packages"),
            (Section::Label, "Goods consigned from", "exporter"),
            (Section::Column, "P.U. HT", "unit_price"),
            (Section::Column, "E-Preis", "unit_price"),
            (Section::Column, "GP", "amount"),
            (Section::Column, "Ctd.", "quantity"),
            (Section::Column, "Stat.-Nr.", "hs_code"),
            (Section::Column, "Rohmasse (kg)", "gross_weight"),
            (Section::Total, "Base imp.", "goods_total"),
            (Section::Total, "Montant restant dû", "payable_amount"),
            (Section::Charge, "Mindestbestellwertzuschlag", "handling"),
        ] {
            assert_eq!(find(section, text), Some(name), "{text}");
        }
    }

    #[test]
    fn what_people_write_as_values_is_no_phrase() {
        let find = |section, text: &str| lexicon().find(section, &fold(text)).map(|meaning| meaning.name);
        for (section, text) in [
            // Means of transport and kinds of packages stand as values beside their labels.
            (Section::Label, "Truck"),
            (Section::Label, "Courier"),
            (Section::Label, "Boxes"),
            // Short heads of columns are no labels.
            (Section::Label, "EP"),
            (Section::Label, "GP"),
            (Section::Label, "Mark"),
            // Words of addresses.
            (Section::Part, "Pan"),
            (Section::Part, "Tin"),
            (Section::Part, "Road"),
            // Spanish for a unit is German for “and”.
            (Section::Unit, "und"),
            // Words that goods begin with.
            (Section::Charge, "Delivery"),
            (Section::Charge, "Tools"),
            (Section::Total, "Net price"),
            // An amount in euros is no certificate.
            (Section::Title, "EUR 1"),
        ] {
            assert_eq!(find(section, text), None, "{text}");
        }
    }

    #[test]
    fn the_longest_start_wins() {
        let start = lexicon().find_start(Section::Total, &fold("Total net amount EUR"));
        assert_eq!(start.map(|(meaning, words)| (meaning.name, words)), Some(("goods_total", 3)));
    }

    #[test]
    fn a_start_ends_with_a_word_and_may_be_printed_in_parts() {
        let start = |text: &str| lexicon().find_start(Section::Label, text).map(|(found, n)| (found.name, n));
        assert_eq!(start("invoice number"), Some(("invoice_number", 2)));
        assert_eq!(start("invoice num ber 5"), Some(("invoice_number", 3)));
        assert_eq!(
            start("invoice numbers 5").map(|(_, words)| words),
            start("invoice x").map(|(_, words)| words)
        );
        assert_eq!(start(""), None);
    }

    #[test]
    fn words_for_number_become_one() {
        let numbered = |text: &str| lexicon().numbered(text);
        assert_eq!(numbered("rechnungsnummer").as_deref(), Some("rechnungs no"));
        assert_eq!(numbered("rechnungs nr").as_deref(), Some("rechnungs no"));
        assert_eq!(numbered("numero de factura").as_deref(), Some("no de factura"));
        for text in ["invoice no", "nr", "nummer", "n commande", "total", ""] {
            assert_eq!(numbered(text), None, "{text}");
        }
    }

    #[test]
    fn letters_without_blanks_fit_their_room_or_are_none() {
        let mut room = [0; PHRASE_MAX];
        assert_eq!(squash("num ber", &mut room), Some("number"));
        assert_eq!(squash("ст рока", &mut room), Some("строка"));
        assert_eq!(squash(&"x".repeat(PHRASE_MAX), &mut room).map(str::len), Some(PHRASE_MAX));
        assert_eq!(squash(&"x".repeat(PHRASE_MAX + 1), &mut room), None);
    }

    #[test]
    fn what_is_built_is_what_the_files_say() {
        let loaded = load::all();
        let index = index::index(&loaded).unwrap();
        let table = |[marks, places, entries]: index::Written| {
            Table::new(marks.leak(), places.leak(), entries.leak())
        };
        assert!(lexicon().phrases == table(index.phrases), "phrases");
        assert!(lexicon().squashed == table(index.squashed), "squashed");
        assert!(lexicon().vocabulary == table(index.vocabulary), "vocabulary");
        assert_eq!(NAMES.as_slice(), index.names);
        for (phrase, meanings) in &loaded.phrases {
            let value = index::value(meanings, &NAMES);
            assert_eq!(lexicon().phrases.get(phrase), Some(value.as_slice()), "{phrase}");
        }
        assert_eq!((LONGEST, SQUASHED_MIN), (loaded.longest, load::SQUASHED_MIN));
    }

    #[test]
    fn a_particle_has_one_task() {
        let tasks = |meanings: &[load::Meant]| {
            meanings.iter().filter(|(section, ..)| *section == Section::Particle).count()
        };
        for (phrase, meanings) in &load::all().phrases {
            assert!(tasks(meanings) <= 1, "{phrase}");
        }
    }

    #[test]
    fn every_language_has_every_section() {
        let sections = [
            (Section::Title, "packing_list"),
            (Section::Label, "invoice_number"),
            (Section::Column, "quantity"),
            (Section::Total, "invoice_total"),
            (Section::Charge, "freight"),
            (Section::Month, "12"),
            (Section::Part, "country"),
            (Section::Unit, "pcs"),
            (Section::Word, "-"),
            (Section::Small, "-"),
            (Section::Weight, "net_weight"),
            (Section::Weight, "gross_weight"),
            (Section::Page, "-"),
            (Section::Holder, "-"),
            (Section::Register, "-"),
            (Section::Same, "-"),
            (Section::Contact, "telephone"),
            (Section::Contact, "tax"),
            (Section::Weak, "-"),
            (Section::Particle, "number"),
            (Section::Particle, "or"),
            (Section::Particle, "pages"),
            (Section::Particle, "date"),
            (Section::Particle, "untaxed"),
            (Section::Particle, "taxed"),
            (Section::Particle, "whole"),
        ];
        let loaded = load::all();
        for (section, name) in sections {
            let bits = (loaded.phrases.values().flatten())
                .filter(|(found, known, _)| *found == section && *known == name)
                .fold(0, |bits, (.., languages)| bits | languages);
            assert_eq!(bits, (1 << LANGUAGES.len()) - 1, "{section:?} {name}");
        }
    }
}
