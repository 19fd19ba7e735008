//! What the words of a row say: a sum, a charge, a title.

use super::memory::{Question, remembered};
use super::phrase::{Phrase, is_currency, is_unit, phrase};
use crate::lexicon::{Section, fold, lexicon};
use crate::locale::Printed;
use trade::Kind;

/// Delivery terms, folded: those of today and those that papers still print.
const TERMS: [&str; 16] = [
    "exw", "fca", "fas", "fob", "cfr", "cif", "cpt", "cip", "dap", "dpu", "ddp", "daf", "dat", "ddu", "c",
    "cnf",
];

/// Longer texts are remarks.
const WORDS_MAX: usize = 8;

/// The sum that a text names, its own number, percentage, currency and terms left aside.
pub fn sum_name(text: &str) -> Option<&'static str> {
    let sum = |name: &'static str| Phrase { name: name.into(), currency: None, unit: None };
    let found = remembered(Question::Sum, text, || sum_of_words(text).map(sum))?;
    as_static(Section::Total, &found.name)
}

/// The sum that a text names, not asked before.
fn sum_of_words(text: &str) -> Option<&'static str> {
    let words = words_only(text)?;
    if !words.iter().any(|word| lexicon().may_name(Section::Total, &fold(word))) {
        return None;
    }
    if let Some(found) = phrase(Section::Total, &words.join(" ")) {
        return as_static(Section::Total, &found.name);
    }
    // The same in two languages, with a stroke between.
    if text.contains(['/', '|'])
        && let Some(found) = text.split(['/', '|']).find_map(|part| phrase(Section::Total, part.trim()))
    {
        return as_static(Section::Total, &found.name);
    }
    let folded = fold(&words.join(" "));
    let (meaning, count) = lexicon().find_start(Section::Total, &folded)?;
    if let Some(name) = taxed(meaning.name, folded.split(' ').skip(count)) {
        return Some(name);
    }
    let next = folded.split(' ').nth(count)?;
    let joins = TERMS.contains(&next) || lexicon().find(Section::Small, next).is_some();
    let printed_next = words.iter().any(|word| is_currency(word.trim_matches(':')));
    (joins || printed_next).then_some(meaning.name)
}

/// `Gesamtsumme inkl. MwSt.`, `Somma IVA esclusa`: a total, by what is said behind it of the tax, and nothing else is.
fn taxed<'t>(name: &str, behind: impl Iterator<Item = &'t str>) -> Option<&'static str> {
    if !matches!(name, "any" | "goods_total" | "invoice_total") {
        return None;
    }
    let is_tax =
        |word: &str| lexicon().find(Section::Total, word).is_some_and(|found| found.name == "tax_total");
    let (mut tax, mut with, mut without) = (false, false, false);
    for word in behind {
        match word {
            _ if is_particle("taxed", word) => with = true,
            _ if is_particle("untaxed", word) => without = true,
            _ if is_tax(word) => tax = true,
            _ if lexicon().find(Section::Small, word).is_some() => {}
            _ => return None,
        }
    }
    match (tax, with, without) {
        (true, true, false) => Some("invoice_total"),
        (true, false, true) => Some("goods_total"),
        _ => None,
    }
}

/// The charge that a text names; `exactly`: nothing but the charge's words.
pub fn charge_name(text: &str, exactly: bool) -> Option<&'static str> {
    let words = words_only(text)?;
    if let Some(found) = phrase(Section::Charge, &words.join(" ")) {
        return as_static(Section::Charge, &found.name);
    }
    if exactly {
        return None;
    }
    lexicon().find_start(Section::Charge, &fold(&words.join(" "))).map(|(meaning, _)| meaning.name)
}

/// The kind of document that a text is the title of, perhaps with its number behind.
pub fn title_kind(text: &str) -> Option<Kind> {
    if text.len() > 70 {
        return None;
    }
    let folded = fold(text);
    if let Some(meaning) = lexicon().find(Section::Title, &folded) {
        return Kind::from_name(meaning.name);
    }
    if let Some(found) = phrase(Section::Title, text) {
        return Kind::from_name(&found.name);
    }
    // “Invoice INV-1”, “Rechnung Nr. 5 vom …”: the rest begins with a number or the word for one.
    let (meaning, count) = lexicon().find_start(Section::Title, &folded)?;
    let next = folded.split(' ').nth(count)?;
    let numbered = is_particle("number", next)
        || folded.split(' ').skip(count).any(|word| word.bytes().any(|b| b.is_ascii_digit()));
    if !numbered { None } else { Kind::from_name(meaning.name) }
}

/// Whether a word has this task among others, such as `or` or `number`.
pub fn is_particle(task: &str, word: &str) -> bool {
    lexicon().find(Section::Particle, &fold(word)).is_some_and(|found| found.name == task)
}

/// Whether a label is so short or common that a better one may replace it.
pub fn is_weak(label: &str) -> bool {
    lexicon().find(Section::Weak, &fold(label)).is_some()
}

/// The weight that a text names by “net” or “gross” alone.
pub fn weight_name(text: &str) -> Option<&'static str> {
    lexicon().find(Section::Weight, &fold(text)).map(|meaning| meaning.name)
}

/// Whether a word is the code of a delivery term, in capitals as papers print it.
pub fn is_delivery_term(word: &str) -> bool {
    let capitals = word.chars().all(|c| c.is_ascii_uppercase() || c == '&') && word.len() == 3;
    capitals && (word == "C&F" || TERMS.contains(&fold(word).as_str()))
}

/// Whether a unit is one of weight.
pub fn is_weight_unit(unit: &str) -> bool {
    matches!(fold(unit).as_str(), "kg" | "kgs" | "kilo" | "kilos" | "g" | "lb" | "lbs" | "t")
}

/// Whether a text is a number, perhaps with a currency or a unit beside it.
pub fn is_number_text(text: &str) -> bool {
    Printed::scan(text).is_some_and(|printed| {
        let short = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() <= 4;
        short(printed.before)
            && !printed.before.ends_with(['-', '/', '_'])
            && (short(printed.after) || is_unit(printed.after))
    })
}

/// The currency among the words of a text.
pub fn currency_in(text: &str) -> Option<String> {
    let trim =
        |word: &str| word.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | ':' | ',')).to_owned();
    text.split_whitespace().map(trim).find(|word| is_currency(word))
}

/// The words of a short text, numbers and percent signs left out; none where it is long or has none.
fn words_only(text: &str) -> Option<Vec<&str>> {
    if text.len() > 90 {
        return None;
    }
    let is_word = |word: &&str| word.chars().any(char::is_alphabetic) && Printed::scan(word).is_none();
    let words: Vec<&str> = text.split_whitespace().filter(is_word).collect();
    (!words.is_empty() && words.len() <= WORDS_MAX).then_some(words)
}

/// The lexicon's own name for a name.
fn as_static(section: Section, name: &str) -> Option<&'static str> {
    const SUMS: [&str; 9] = [
        "any",
        "goods_total",
        "invoice_total",
        "tax_total",
        "payable_amount",
        "prepaid_amount",
        "rounding_amount",
        "carried",
        "subtotal",
    ];
    const CHARGES: [&str; 7] =
        ["freight", "insurance", "packing", "handling", "discount", "customs", "assist"];
    let names: &[&'static str] = if section == Section::Total { &SUMS } else { &CHARGES };
    names.iter().find(|known| **known == name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_charges_are_told_by_their_words() {
        for (text, name) in [
            ("Total USD", "any"),
            ("TOTAL:", "any"),
            ("Total CIF Hamburg", "any"),
            ("Rechnungsbetrag", "invoice_total"),
            ("Total EUR 1.234,50", "any"),
            ("zzgl. 19% MwSt.", "tax_total"),
            ("VAT 20%", "tax_total"),
            ("Sous-total HT", "goods_total"),
            ("Übertrag", "carried"),
            ("Suma y sigue", "carried"),
            ("Total amount in EUR", "any"),
            ("Amount due", "payable_amount"),
            ("Netto a pagare", "payable_amount"),
        ] {
            assert_eq!(sum_name(text), Some(name), "{text}");
        }
        assert_eq!(sum_name("Total station TS-16 surveying instrument"), None);
        assert_eq!(charge_name("Freight to Rotterdam", false), Some("freight"));
        assert_eq!(charge_name("Freight to Rotterdam", true), None);
        assert_eq!(charge_name("Less 5% discount", false), Some("discount"));
        assert_eq!(charge_name("Frachtkosten", true), Some("freight"));
        assert_eq!(charge_name("Packing machine, steel", true), None);
    }

    #[test]
    fn what_stands_of_a_tax_behind_a_total_tells_which_it_is() {
        for (text, name) in [
            ("Gesamtsumme inkl. 19% MwSt.", "invoice_total"),
            ("Totaalbedrag exclusief 21% btw", "goods_total"),
            ("Importe total (sin IVA)", "goods_total"),
            ("Totale generale IVA esclusa", "goods_total"),
            ("Total sum incl. 20% VAT", "invoice_total"),
            ("Summe ohne Umsatzsteuer", "goods_total"),
        ] {
            assert_eq!(sum_name(text), Some(name), "{text}");
        }
        assert_eq!(sum_name("Total incl. freight"), None);
        assert_eq!(sum_name("Total excl. assembly and VAT"), None);
    }

    #[test]
    fn titles_may_carry_their_number() {
        for (text, kind) in [
            ("COMMERCIAL INVOICE", Kind::CommercialInvoice),
            ("Proforma-Rechnung", Kind::ProformaInvoice),
            ("Packliste", Kind::PackingList),
            ("Rechnung Nr. 4711", Kind::CommercialInvoice),
            ("Invoice INV-2025-1", Kind::CommercialInvoice),
            ("Nota di credito n. 5", Kind::CreditNote),
            ("Certificado de origen", Kind::CertificateOfOrigin),
            ("Pakbon", Kind::PackingList),
            ("Bon de livraison", Kind::DeliveryNote),
            ("Orden de compra", Kind::Order),
        ] {
            assert_eq!(title_kind(text), Some(kind), "{text}");
        }
        assert_eq!(title_kind("Invoice address"), None);
        assert_eq!(title_kind("Acme Trading Ltd"), None);
    }
}
