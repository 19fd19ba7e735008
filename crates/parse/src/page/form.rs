//! Whether a text is of the form of a field: a label that meets something else is none, or its value stands elsewhere.

use crate::draft::phrase::{is_currency, phrase};
use crate::draft::words::is_particle;
use crate::lexicon::{Section, fold, lexicon};
use crate::locale::{DateReadings, Printed};

/// Whether a text can be the value of a field.
pub fn fits(name: &str, text: &str) -> bool {
    let has_digit = text.bytes().any(|b| b.is_ascii_digit());
    match name {
        "invoice_number" => has_digit && text.len() <= 60 && !text.contains('@'),
        _ if name.ends_with("_date") => is_date(text),
        "gross_weight" | "net_weight" | "volume" | "packages" => has_digit && super::is_number(text),
        "currency" => currency_of(text).is_some(),
        "origin_country" => super::origin::names_country(text),
        "hs_code" => text.bytes().filter(u8::is_ascii_digit).count() >= 4,
        "transport.bill_of_lading" | "transport.air_waybill" | "transport.container" | "transport.seal" => {
            has_digit
        }
        _ if name.starts_with("reference.") => has_digit && text.len() <= 60 && !text.contains('@'),
        "payment_terms" | "incoterms" | "notes" | "purpose" => {
            text.chars().any(char::is_alphabetic) && phrase(Section::Column, text).is_none()
        }
        _ => text.chars().any(char::is_alphanumeric) && phrase(Section::Column, text).is_none(),
    }
}

/// Whether a text is a date, perhaps one that does not exist.
pub fn is_date(text: &str) -> bool {
    DateReadings::of(text) != DateReadings::NotADate
}

/// The currency that a text names: `EUR`, `US Dollar (USD)`, `€`.
pub fn currency_of(text: &str) -> Option<&str> {
    let trim = |word: &str| word.len() <= 8;
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | ',' | ';' | ':')))
        .map(|word| word.strip_suffix('s').filter(|one| is_currency(one) && one.len() == 4).unwrap_or(word))
        .find(|word| trim(word) && is_currency(word))
}

/// The document's number among the words behind its label, and a date behind it: `4711 vom 12.05.2025`.
pub fn number_and_date(text: &str) -> Option<(String, Option<String>)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let trim = |word: &str| word.trim_matches(|c: char| matches!(c, '#' | ',' | ';' | ':' | '|')).to_owned();
    let skipped = |word: &str| {
        word.starts_with('(') && word.ends_with(')') || fold(word).is_empty() || is_particle("number", word)
    };
    let first = words.iter().position(|word| !skipped(word))?;
    let digits = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
    let date = |from: usize| {
        let longest = (from + 5).min(words.len());
        let begins = |at: &usize| words.get(*at).is_some_and(|word| begins_date(word));
        (from..words.len()).filter(begins).find_map(|start| {
            (start + 1..=longest.max(start + 1).min(words.len()))
                .rev()
                .filter_map(|end| Some(words.get(start..end)?.join(" ")))
                .find(|text| is_date(text))
        })
    };
    let letters =
        words.get(first).filter(|word| word.len() <= 3 && word.chars().all(|c| c.is_ascii_uppercase()));
    // `TVA FR83…` is a tax number.
    let is_tax = |word: &str| {
        let tax = |section| lexicon().find(section, &fold(word)).map(|found| found.name);
        tax(Section::Contact) == Some("tax") || tax(Section::Total) == Some("tax_total")
    };
    if letters.is_some_and(|letters| is_tax(letters)) {
        return None;
    }
    if let Some(letters) = letters
        && let Some(next) = words.get(first + 1).filter(|next| digits(next) && !is_date(next))
    {
        return Some((format!("{letters} {}", trim(next)), date(first + 2)));
    }
    let word = words.get(first)?;
    if !digits(word) || (is_date(word) && word.len() >= 8 && word.contains(['.', '/'])) {
        return None;
    }
    // A number may have blanks: the parts go on in digits or capitals.
    let goes_on = |word: &&&str| {
        digits(word) && !is_date(word) || word.chars().all(|c| c.is_ascii_uppercase() || c == '/' || c == '-')
    };
    let parts = if words.len() - first <= 4 && date(first + 1).is_none() {
        1 + words.get(first + 1..).unwrap_or_default().iter().take_while(goes_on).count()
    } else {
        1
    };
    let number = trim(&words.get(first..first + parts)?.join(" "));
    Some((number, date(first + parts)))
}

/// A date begins with a digit or with the name of a month.
fn begins_date(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) || lexicon().find(Section::Month, &fold(word)).is_some()
}

/// Whether a text begins with a delivery term of three letters.
pub fn is_term(text: &str) -> bool {
    text.split_whitespace()
        .next()
        .is_some_and(|word| word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase()))
}

/// Whether a text is one number that is no percentage.
pub fn is_money(text: &str) -> bool {
    // Beside money stands a currency or nothing: a number of cartons is none.
    let beside = |text: &str| {
        let bare = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ':' | '*'));
        bare.is_empty() || is_currency(bare) || !bare.chars().any(char::is_alphabetic)
    };
    super::is_number(text)
        && Printed::scan(text)
            .is_some_and(|printed| !printed.percent && beside(printed.before) && beside(printed.after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_what_stands_behind_them() {
        let some = |number: &str, date: Option<&str>| Some((number.to_owned(), date.map(str::to_owned)));
        assert_eq!(
            number_and_date("Nr. 471102 vom 15.11.2024 - RECHNUNG"),
            some("471102", Some("15.11.2024"))
        );
        assert_eq!(number_and_date("(380) Nr. R18-31 vom 1. Mai 2024"), some("R18-31", Some("1. Mai 2024")));
        assert_eq!(
            number_and_date("n°562044387 du 02 Juillet 2015"),
            some("n°562044387", Some("02 Juillet 2015"))
        );
        assert_eq!(
            number_and_date("# RE-20171118/506 von 18.11.2017"),
            some("RE-20171118/506", Some("18.11.2017"))
        );
        assert_eq!(number_and_date("INV 2024001"), some("INV 2024001", None));
        assert_eq!(number_and_date("2024 001"), some("2024 001", None));
        assert_eq!(number_and_date("4711 Seite 1"), some("4711", None));
        assert_eq!(number_and_date("vom 15.11.2024"), None);
        assert_eq!(number_and_date("15.11.2024"), None);
        assert_eq!(number_and_date("TVA FR83533745446"), None);
    }

    #[test]
    fn money_stands_alone_or_beside_a_currency() {
        for text in ["26 238,13", "EUR 12.50", "1.234,50 €", "US$91,818.23", "(12.50)", "12.50-"] {
            assert!(is_money(text), "{text}");
        }
        for text in ["42 cartons", "835,8 kg", "19 %", "No. 42"] {
            assert!(!is_money(text), "{text}");
        }
    }

    #[test]
    fn values_have_the_form_of_their_field() {
        assert!(fits("invoice_date", "15.11.2024"));
        assert!(!fits("invoice_date", "on receipt"));
        assert!(fits("currency", "US Dollar (USD)"));
        assert!(!fits("currency", "see below"));
        assert!(fits("packages", "12 cartons"));
        assert!(!fits("invoice_number", "Date"));
        assert!(fits("origin_country", "European Union - ITALY"));
        assert!(fits("origin_country", "DE"));
        assert!(!fits("origin_country", "Attn."));
    }
}
