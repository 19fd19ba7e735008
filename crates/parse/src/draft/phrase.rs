//! What a printed head or label means once currency, unit and translation are taken off.
//!
//! `Unit price (USD)`, `Gewicht kg`, `Total EUR`, `Description / Bezeichnung`, `Seller name`, `Adresse du vendeur`.

/// Phrases of phrases.
mod compose;

use super::memory::{Question, remembered};
use crate::lexicon::{Section, fold, lexicon};
use compose::{doubled, of_all, translated};
use std::borrow::Cow;

/// A head or label understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The field, kind or part it names.
    pub name: Cow<'static, str>,
    /// A currency named beside it, as printed.
    pub currency: Option<String>,
    /// A unit named beside it, as printed.
    pub unit: Option<String>,
}

/// Longer texts are no heads and no labels.
const LABEL_BYTES_MAX: usize = 90;

/// The parties of a record.
pub const PARTIES: [&str; 9] =
    ["seller", "buyer", "shipper", "consignee", "ship_to", "importer", "exporter", "manufacturer", "notify"];

/// What a text means in a section.
pub fn phrase(section: Section, text: &str) -> Option<Phrase> {
    if text.len() > LABEL_BYTES_MAX {
        return None;
    }
    remembered(Question::Phrase(section), text, || understood(section, text))
}

/// What a text means in a section, not asked before.
fn understood(section: Section, text: &str) -> Option<Phrase> {
    let folded = fold(text);
    let numbered = || lexicon().numbered(&folded);
    let may_name = |folded: &str| lexicon().may_name(section, folded);
    if !may_name(&folded) && !numbered().as_deref().is_some_and(may_name) {
        return None;
    }
    if let Some(found) = lexicon().find(section, &folded).map(|meaning| meaning.name) {
        // Folding drops a symbol, so that `Amount [€]` is a phrase as it stands.
        let currency = text
            .split([' ', '(', ')', '[', ']', '/', ','])
            .find(|word| !word.is_ascii() && is_currency(word));
        let currency = currency.or_else(|| text.contains('$').then_some("$")).map(str::to_owned);
        return Some(Phrase { name: found.into(), currency, unit: unit_within(found, text) });
    }
    stripped(section, text)
        .or_else(|| plain(section, &numbered()?).map(|name| Notes::default().phrase(name)))
        .or_else(|| of_all(section, text))
        .or_else(|| translated(section, text))
        .or_else(|| doubled(section, &folded))
}

/// The unit that a phrase of a measure has among its own words, as in `Peso neto kg`.
fn unit_within(name: &str, text: &str) -> Option<String> {
    const UNITS: [&str; 8] = ["kg", "kgs", "g", "lb", "lbs", "t", "m3", "cbm"];
    if !name.ends_with("weight") && name != "volume" {
        return None;
    }
    text.split([' ', '/', '(', ')', '_']).find(|word| UNITS.contains(&fold(word).as_str())).map(str::to_owned)
}

/// The name of a text that is a phrase as it stands.
fn plain(section: Section, text: &str) -> Option<&'static str> {
    let folded = fold(text);
    if folded.is_empty() {
        return None;
    }
    lexicon().find(section, &folded).map(|meaning| meaning.name)
}

/// The name of a text without currency, unit, what stands in parentheses, and joining words.
fn stripped(section: Section, text: &str) -> Option<Phrase> {
    if text.trim_end().trim_end_matches(':').contains(':') {
        // A value stands behind the colon: `Origin: DE` is not `Origin` and a joining word.
        return None;
    }
    let mut notes = Notes::default();
    let mut outside = String::with_capacity(text.len());
    let mut inside = String::new();
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if depth > 0 => inside.push(c),
            c => outside.push(c),
        }
    }
    let noted = inside.split([' ', '/', ',', ';']).filter(|word| !word.is_empty());
    noted.for_each(|word| notes.note(&Word::of(word)));
    if let Some(name) = plain(section, &outside) {
        return Some(notes.phrase(name));
    }
    let words: Vec<Word<'_>> = outside
        .split([' ', '/', '_', '\n', '\t', '\u{a0}'])
        .filter(|word| !word.is_empty())
        .map(Word::of)
        .collect();
    // Currencies first: `Unit` is a unit only where the head says nothing with it.
    let mut found = without(section, &outside, &words, &notes, false).or_else(|| {
        let measured = words.iter().any(|word| word.unit);
        measured.then(|| without(section, &outside, &words, &notes, true)).flatten()
    })?;
    found.unit = found.unit.take().or_else(|| unit_within(&found.name, &outside));
    Some(found)
}

/// A word of a head, and what it is besides a part of its name.
struct Word<'t> {
    text: &'t str,
    currency: bool,
    unit: bool,
    joins: bool,
}

impl Word<'_> {
    fn of(text: &str) -> Word<'_> {
        let entry = lexicon().entry(&fold(text));
        let is = |section| entry.meaning(section).is_some();
        let bare = bare(text);
        Word {
            text,
            currency: is_currency(bare),
            unit: is_basis(bare) || is(Section::Unit),
            joins: is(Section::Small),
        }
    }
}

/// The name of a text without its currencies, and perhaps its units.
fn without(section: Section, text: &str, words: &[Word<'_>], known: &Notes, units: bool) -> Option<Phrase> {
    let is_note = |word: &Word<'_>| word.currency || (units && word.unit);
    let kept: Vec<&Word<'_>> = words.iter().filter(|word| !is_note(word)).collect();
    // As it stands it was looked up before.
    let whole = Some(joined(kept.iter())).filter(|whole| whole != text);
    let found = whole.and_then(|whole| plain(section, &whole)).or_else(|| {
        // A joining word at the end waits for another: “Art der” is a part of something.
        let open = words.last().is_some_and(|last| !is_note(last) && last.joins);
        if (open && kept.len() > 1) || !kept.iter().any(|word| word.joins) {
            return None;
        }
        plain(section, &joined(kept.iter().filter(|word| !word.joins)))
    })?;
    let mut notes = known.clone();
    words.iter().filter(|word| is_note(word)).for_each(|word| notes.note(word));
    Some(notes.phrase(found))
}

/// Words with blanks between.
fn joined<'w, 't: 'w>(words: impl Iterator<Item = &'w &'w Word<'t>>) -> String {
    let mut all = String::new();
    for word in words {
        if !all.is_empty() {
            all.push(' ');
        }
        all.push_str(word.text);
    }
    all
}

/// Currency and unit found beside a phrase.
#[derive(Default, Clone)]
struct Notes {
    currency: Option<String>,
    unit: Option<String>,
}

impl Notes {
    /// Notes the word if it is a currency or a unit; the first of each counts.
    fn note(&mut self, word: &Word<'_>) {
        let text = || bare(word.text).to_owned();
        if word.currency {
            self.currency.get_or_insert_with(text);
        } else if word.unit {
            self.unit.get_or_insert_with(text);
        }
    }

    fn phrase(self, name: &'static str) -> Phrase {
        Phrase { name: name.into(), currency: self.currency, unit: self.unit }
    }
}

/// `Price per 100`: for how many.
fn is_basis(word: &str) -> bool {
    matches!(word, "10" | "100" | "1000")
}

/// Without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| matches!(c, ',' | ':' | '.' | ';' | '-'))
}

/// Whether a word is the code or the symbol of a currency. Names are not asked for: too many are words.
pub fn is_currency(word: &str) -> bool {
    use trade::currency::{Answer, read};
    // `KGS` is the som of Kyrgyzstan, and kilograms on every packing list; `CAD` are dollars, though `cad` is Italian for each.
    let unit = || word != "CAD" && is_unit(word);
    let code = word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase()) && !unit();
    let symbol = !word.is_empty()
        && word.chars().count() <= 4
        && word.chars().any(|c| matches!(c, '$' | '€' | '£' | '¥' | '₹' | '₩' | '₽' | '₺'));
    let known_word = matches!(word, "RMB" | "kr" | "Kč" | "zł" | "Fr." | "Euro" | "EURO" | "euro" | "SFr.");
    (code || symbol || known_word) && !matches!(read(word), Answer::Unknown)
}

/// The unit that a text is, if it is one.
pub fn is_unit(text: &str) -> bool {
    lexicon().find(Section::Unit, &fold(text)).is_some()
}

/// What a label names: a field, a party, or a part of a party (`seller.name`).
pub fn label(text: &str) -> Option<Phrase> {
    // `VAT` is Dutch for a drum, and a drum's number is no invoice's: only what is measured has a unit. `Nr.` is a unit as
    // well as a label.
    let measured = |found: &Phrase| {
        let unit = found.unit.as_deref().map(fold);
        unit.is_none_or(|unit| lexicon().find(Section::Label, &unit).is_some())
            || matches!(found.name.as_ref(), "gross_weight" | "net_weight" | "volume" | "packages")
    };
    phrase(Section::Label, text).filter(measured).or_else(|| party_part(text))
}

/// `Seller name`, `buyer_country`, `Nom du vendeur`.
fn party_part(text: &str) -> Option<Phrase> {
    if text.len() > LABEL_BYTES_MAX {
        return None;
    }
    let folded = fold(text);
    if !lexicon().may_name(Section::Part, &folded) || !lexicon().may_name(Section::Label, &folded) {
        return None;
    }
    let words: Vec<&str> = folded.split(' ').collect();
    let find =
        |section, words: &[&str]| lexicon().find(section, &words.join(" ")).map(|meaning| meaning.name);
    let party = |words: &[&str]| find(Section::Label, words).filter(|name| PARTIES.contains(name));
    (1..words.len()).find_map(|cut| {
        let (first, second) = (words.get(..cut)?, words.get(cut..)?);
        let joins = |word: &&&str| lexicon().find(Section::Small, word).is_some();
        let second_bare = second.get(second.iter().take_while(joins).count()..)?;
        let name = party(first)
            .zip(find(Section::Part, second))
            .or_else(|| party(second_bare).zip(find(Section::Part, first)))
            .map(|(party, part)| format!("{party}.{part}"))?;
        Some(Phrase { name: name.into(), currency: None, unit: None })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(text: &str) -> (String, Option<String>, Option<String>) {
        let found = phrase(Section::Column, text).unwrap_or_else(|| panic!("{text}"));
        (found.name.into_owned(), found.currency, found.unit)
    }

    #[test]
    fn currencies_units_and_translations_are_taken_off() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(column("Unit price (USD)"), ("unit_price".into(), some("USD"), None));
        assert_eq!(column("Unit Price US$"), ("unit_price".into(), some("US$"), None));
        assert_eq!(column("Betrag in EUR"), ("amount".into(), some("EUR"), None));
        assert_eq!(column("Nettogewicht kg"), ("net_weight".into(), None, some("kg")));
        assert_eq!(column("Gewicht in kg netto"), ("net_weight".into(), None, some("kg")));
        assert_eq!(column("Net Weight (kg)"), ("net_weight".into(), None, some("kg")));
        assert_eq!(column("Quantity (pcs)"), ("quantity".into(), None, some("pcs")));
        assert_eq!(column("Description / Bezeichnung"), ("description".into(), None, None));
        assert_eq!(column("Prix unitaire en EUR"), ("unit_price".into(), some("EUR"), None));
        assert_eq!(column("Amount [€]"), ("amount".into(), some("€"), None));
        assert_eq!(column("Total\nAmount"), ("amount".into(), None, None));
        assert!(phrase(Section::Column, "Laptop computer").is_none());
    }

    #[test]
    fn a_word_for_all_goods_stands_before_or_behind_a_measure() {
        let name = |section, text| phrase(section, text).map(|found| found.name.into_owned());
        for (text, field) in [
            ("Overall number of crates", "packages"),
            ("Gesamte Anzahl Packstücke", "packages"),
            ("Volumen insgesamt", "volume"),
            ("Somma peso lordo (kg)", "gross_weight"),
            ("Total of net weight", "net_weight"),
            ("Som nettogewicht", "net_weight"),
        ] {
            assert_eq!(name(Section::Label, text).as_deref(), Some(field), "{text}");
        }
        assert_eq!(name(Section::Column, "Totals quantity").as_deref(), Some("quantity"));
        // “Net” alone says nothing of a weight, and a sum of anything else is none.
        assert_eq!(name(Section::Label, "Summe netto"), None);
        assert_eq!(name(Section::Label, "Total invoice no"), None);
        assert_eq!(name(Section::Label, "Overall: crates"), None);
    }

    #[test]
    fn words_for_number_are_one() {
        let name = |text| label(text).map(|found| found.name.into_owned());
        for (text, field) in [
            ("Handelsrechnungs-Nummer", "invoice_number"),
            ("Packzettelnummer", "invoice_number"),
            ("Booking nr.", "reference.shipment"),
            ("Accreditiefnr.", "reference.LC"),
            ("Kaufvertragsnr.", "reference.contract"),
        ] {
            assert_eq!(name(text).as_deref(), Some(field), "{text}");
        }
        // `N/commande` is the order of the one who writes.
        assert_eq!(name("N/commande").as_deref(), Some("reference.sales_order"));
        assert_eq!(name("Nr").as_deref(), Some("invoice_number"));
    }

    #[test]
    fn a_translation_may_stand_behind_without_a_sign() {
        let name = |section, text| phrase(section, text).map(|found| found.name.into_owned());
        assert_eq!(name(Section::Column, "Quantity Menge").as_deref(), Some("quantity"));
        assert_eq!(name(Section::Column, "Gross weight Bruttogewicht").as_deref(), Some("gross_weight"));
        assert_eq!(name(Section::Label, "Invoice No. Rechnungs-Nr.:").as_deref(), Some("invoice_number"));
        assert_eq!(phrase(Section::Column, "G.W. Brutto").and_then(|found| found.unit), None);
        assert_eq!(
            phrase(Section::Column, "Gross weight kg Bruttogewicht kg")
                .and_then(|found| found.unit)
                .as_deref(),
            Some("kg")
        );
        // Two heads of one language are two columns.
        assert_eq!(name(Section::Column, "Amount Total value"), None);
        assert_eq!(name(Section::Column, "Quantity Preis"), None);
    }

    #[test]
    fn labels_name_parties_and_their_parts() {
        let name = |text| label(text).map(|found| found.name.into_owned());
        assert_eq!(name("Seller:").as_deref(), Some("seller"));
        assert_eq!(name("seller_name").as_deref(), Some("seller.name"));
        assert_eq!(name("Buyer country").as_deref(), Some("buyer.country"));
        assert_eq!(name("Adresse du vendeur").as_deref(), Some("seller.address"));
        assert_eq!(name("Acme Ltd"), None);
        assert_eq!(name("VAT No."), None);
        assert_eq!(name("Nr. / Certificate Number").as_deref(), Some("invoice_number"));
        assert_eq!(name("Gross weight kg").as_deref(), Some("gross_weight"));
    }
}
