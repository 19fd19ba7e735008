//! The language of a document's words: trade words first, trigrams for longer texts after.
//!
//! Answers only where one language stands out; it knows the languages of the lexicon and, for texts of some
//! length, those that `whatlang` is sure of.

use crate::lexicon::{LANGUAGES, fold, lexicon};

/// Letters a text needs before trigrams say more than chance.
const TRIGRAM_MIN_CHARS: usize = 120;

/// The language of the texts, ISO 639-1, if one stands out.
pub fn guess(texts: &[&str]) -> Option<&'static str> {
    by_words(texts).or_else(|| by_trigrams(texts))
}

/// Counts the phrases and words of each language; what many languages share counts little.
fn by_words(texts: &[&str]) -> Option<&'static str> {
    let lexicon = lexicon();
    let mut scores = [0_f32; LANGUAGES.len()];
    let mut vote = |bits: u8, weight: f32| {
        let share = weight / f32::from(u8::try_from(bits.count_ones()).unwrap_or(1).max(1));
        for (language, score) in scores.iter_mut().enumerate() {
            if bits & (1 << language) != 0 {
                // A word of one language alone tells more than its share.
                *score += if bits.count_ones() == 1 { weight } else { share * 0.5 };
            }
        }
    };
    for text in texts {
        let folded = fold(text);
        if folded.contains(' ') {
            vote(lexicon.languages_of(&folded), 2.0);
        }
        folded
            .split(' ')
            .filter(|word| !word.is_empty())
            .for_each(|word| vote(lexicon.languages_of(word), 1.0));
    }
    let best = (0..LANGUAGES.len()).max_by(|a, b| score(&scores, *a).total_cmp(&score(&scores, *b)))?;
    let next = (0..LANGUAGES.len())
        .filter(|other| *other != best)
        .map(|other| score(&scores, other))
        .fold(0.0, f32::max);
    let stands_out = score(&scores, best) >= 1.0 && score(&scores, best) > next * 1.15;
    stands_out.then(|| LANGUAGES.get(best).copied()).flatten()
}

/// The score of one language.
fn score(scores: &[f32], language: usize) -> f32 {
    scores.get(language).copied().unwrap_or_default()
}

/// Asks `whatlang`, and takes its answer only where it calls it reliable.
fn by_trigrams(texts: &[&str]) -> Option<&'static str> {
    let text = texts.join("\n");
    if text.chars().filter(|c| c.is_alphabetic()).count() < TRIGRAM_MIN_CHARS {
        return None;
    }
    let info = whatlang::detect(&text).filter(whatlang::Info::is_reliable)?;
    two_letters(info.lang().code())
}

/// ISO 639-1 for the ISO 639-3 codes of `whatlang`; languages of no invoices are left out.
fn two_letters(code: &str) -> Option<&'static str> {
    const CODES: &[(&str, &str)] = &[
        ("eng", "en"),
        ("deu", "de"),
        ("fra", "fr"),
        ("spa", "es"),
        ("ita", "it"),
        ("nld", "nl"),
        ("por", "pt"),
        ("pol", "pl"),
        ("ces", "cs"),
        ("slk", "sk"),
        ("hun", "hu"),
        ("ron", "ro"),
        ("swe", "sv"),
        ("dan", "da"),
        ("nob", "nb"),
        ("fin", "fi"),
        ("tur", "tr"),
        ("ell", "el"),
        ("rus", "ru"),
        ("ukr", "uk"),
        ("bul", "bg"),
        ("hrv", "hr"),
        ("srp", "sr"),
        ("slv", "sl"),
        ("lit", "lt"),
        ("lav", "lv"),
        ("est", "et"),
        ("cmn", "zh"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("ara", "ar"),
        ("heb", "he"),
        ("hin", "hi"),
        ("tha", "th"),
        ("vie", "vi"),
        ("ind", "id"),
        ("cat", "ca"),
    ];
    CODES.iter().find(|(three, _)| *three == code).map(|(_, two)| *two)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_trade_words_tell_the_language() {
        assert_eq!(guess(&["Invoice No", "Quantity", "Unit price", "Amount"]), Some("en"));
        assert_eq!(guess(&["Rechnungsnummer", "Menge", "Einzelpreis"]), Some("de"));
        assert_eq!(guess(&["Quantité", "Prix unitaire", "Désignation"]), Some("fr"));
        assert_eq!(guess(&["Cantidad", "Precio unitario", "Importe"]), Some("es"));
        assert_eq!(guess(&["Quantità", "Prezzo unitario", "Fattura"]), Some("it"));
        assert_eq!(guess(&["Aantal", "Prijs per stuk", "Factuurdatum"]), Some("nl"));
    }

    #[test]
    fn longer_texts_in_other_languages_are_told_by_trigrams() {
        let text = "Potwierdzamy odbiór zamówienia i prosimy o dokonanie płatności w terminie czternastu dni od daty \
                    wystawienia niniejszego dokumentu na rachunek bankowy podany poniżej wraz z numerem";
        assert_eq!(guess(&[text]), Some("pl"));
    }

    #[test]
    fn numbers_and_nothing_have_no_language() {
        assert_eq!(guess(&[]), None);
        assert_eq!(guess(&["12", "34,5", "AB-1"]), None);
    }
}
