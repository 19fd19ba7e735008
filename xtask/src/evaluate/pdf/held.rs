//! What the program's record has in each of the scorer's fields, and whether that is the truth.
//!
//! Promises: an absent value is an empty list. Refuses to know who asks.

use serde_json::Value;

use super::super::compare::{self, decimal, words};
use super::currency;
use super::fold::{similarity, squeezed};
use super::numbers::day;
use super::truth::How;

pub use compare::plain;

/// A description is read if its best part is as like as this.
pub const SIMILARITY_MIN: f64 = 0.9;

/// What the record has in a field of the document.
pub fn of_document(record: &Value, field: &str) -> Vec<String> {
    let texts = match field {
        "seller" | "buyer" | "exporter" | "shipper" | "consignee" | "importer" => {
            vec![at(record, &[field, "name"])]
        }
        "total" => vec![at(record, &["total_value"]), at(record, &["invoice_total"])],
        "incoterms" => vec![pair(record, field, ["code", "place"])],
        "gross_weight" | "net_weight" => vec![pair(record, field, ["value", "unit"])],
        _ => vec![at(record, &[field])],
    };
    present(texts)
}

/// What a line of it has in a field. An HS code is the longest code of its list, where it has one.
pub fn of_line(line: &Value, field: &str) -> Vec<String> {
    let texts = match field {
        "gross_weight" | "net_weight" => vec![pair(line, field, ["value", "unit"])],
        "hs_code" => {
            let listed = line.get("hs_codes").and_then(Value::as_array).into_iter().flatten();
            let all = listed.map(|one| at(one, &["code"])).chain([at(line, &[field])]);
            all.max_by_key(String::len).into_iter().collect()
        }
        _ => vec![at(line, &[field])],
    };
    present(texts)
}

/// The record's names of a field, as findings use them.
pub fn names(field: &str) -> &'static [&'static str] {
    match field {
        "seller" => &["seller.name"],
        "buyer" => &["buyer.name"],
        "exporter" => &["exporter.name"],
        "shipper" => &["shipper.name"],
        "consignee" => &["consignee.name"],
        "importer" => &["importer.name"],
        "total" => &["total_value", "invoice_total"],
        "hs_code" => &["hs_code", "hs_codes"],
        "incoterms" => &["incoterms.code", "incoterms.place", "incoterms.printed"],
        "gross_weight" => &["gross_weight.value", "gross_weight.unit"],
        "net_weight" => &["net_weight.value", "net_weight.unit"],
        _ => &[],
    }
}

/// Whether one of the texts read is the truth. `signless`: a credit note, whose sums stand with and without minus.
pub fn is_right(how: How, truth: &str, read: &str, signless: bool) -> bool {
    match how {
        How::Words => !squeezed(truth).is_empty() && squeezed(truth) == squeezed(read),
        How::Name => is_name(truth, read),
        How::Within => contains_words(read, truth),
        How::Number => number(truth, signless).is_some() && number(truth, signless) == number(read, signless),
        How::Day => day(truth).is_some() && day(truth) == day(read),
        How::Currency => currency::is_of(truth, read),
        How::Description => similarity(truth, read) >= SIMILARITY_MIN,
        How::Code => digits(truth) == digits(read) && !digits(truth).is_empty(),
        How::Measure => {
            let (wanted, held) = (measure(truth), measure(read));
            wanted.0.is_some() && wanted.0 == held.0 && (wanted.1.is_empty() || wanted.1 == held.1)
        }
    }
}

/// The number, and the unit by its code, of which kilograms and the like are printed by their signs.
fn measure(text: &str) -> (Option<String>, String) {
    let (value, unit) = text.split_once(' ').unwrap_or((text, ""));
    let unit = match squeezed(unit).as_str() {
        "kg" | "kgs" | "kgm" | "kilo" | "kilos" | "kilogram" | "kilograms" => "kgm".to_owned(),
        "lb" | "lbs" | "lbr" | "pound" | "pounds" => "lbr".to_owned(),
        "g" | "gr" | "grm" | "gram" | "grams" => "grm".to_owned(),
        "t" | "to" | "tne" | "tonne" | "tonnes" => "tne".to_owned(),
        other => other.to_owned(),
    };
    (decimal(value), unit)
}

fn number(text: &str, signless: bool) -> Option<String> {
    let number = decimal(text)?;
    Some(if signless { number.trim_start_matches('-').to_owned() } else { number })
}

/// Legal forms that are printed behind a name which an XML has without them.
const LEGAL_FORMS: [&str; 20] = [
    "ag", "bv", "co", "corp", "eg", "ek", "gbr", "gmbh", "inc", "kg", "limited", "llc", "ltd", "nv", "ohg",
    "sa", "sarl", "sas", "sl", "srl",
];

fn is_name(truth: &str, read: &str) -> bool {
    let (truth, mut read) = (squeezed(truth), read.trim());
    loop {
        let now = squeezed(read);
        if now.is_empty() || truth.is_empty() || now == truth {
            return now == truth && !truth.is_empty();
        }
        match read.rsplit_once(' ') {
            Some((before, last))
                if squeezed(last).is_empty() || LEGAL_FORMS.contains(&squeezed(last).as_str()) =>
            {
                read = before.trim_end();
            }
            _ => return false,
        }
    }
}

fn contains_words(read: &str, truth: &str) -> bool {
    let parts = |text: &str| {
        text.split_whitespace().map(squeezed).filter(|word| !word.is_empty()).collect::<Vec<_>>()
    };
    let (read, truth) = (parts(read), parts(truth));
    !truth.is_empty() && read.windows(truth.len()).any(|window| window == truth)
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn at(value: &Value, path: &[&str]) -> String {
    let found = path.iter().try_fold(value, |value, step| value.get(step));
    found.map(|value| words(&plain(value))).unwrap_or_default()
}

fn pair(value: &Value, field: &str, parts: [&str; 2]) -> String {
    words(&parts.map(|part| at(value, &[field, part])).join(" "))
}

fn present(texts: Vec<String>) -> Vec<String> {
    texts.into_iter().filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_found_in_their_places() {
        let record = json!({"total_value":"9","invoice_total":"11","seller":{"name":" Pump  Ltd"},"net_weight":{"value":"3.50"}});
        assert_eq!(of_document(&record, "total"), ["9", "11"]);
        assert_eq!(of_document(&record, "seller"), ["Pump Ltd"]);
        assert_eq!(of_document(&record, "net_weight"), ["3.50"]);
        assert!(of_document(&record, "buyer").is_empty());
        let line = json!({"hs_code":"841360","hs_codes":[{"code":"9903.01"},{"code":"8413600000"}]});
        assert_eq!(of_line(&line, "hs_code"), ["8413600000"]);
    }

    #[test]
    fn right_is_told_by_the_kind_of_value() {
        let right = |how, truth, read| is_right(how, truth, read, false);
        assert!(
            right(How::Words, "MUSTER GmbH & Co.", "Muster GmbH & Co")
                && !right(How::Words, "Muster", "Muster AG")
        );
        assert!(
            right(How::Name, "Au Moulin", "AU MOULIN S.A.R.L.")
                && right(How::Name, "Berg", "Berg GmbH & Co. KG")
        );
        assert!(!right(How::Name, "Berg GmbH", "Berg") && !right(How::Name, "Berg", "Berg Sales GmbH"));
        assert!(right(How::Within, "Free", "Free SAS") && !right(How::Within, "Free", "Freedom"));
        assert!(right(How::Number, "7.0", "7.00") && !right(How::Number, "7", "-7"));
        assert!(is_right(How::Number, "7", "-7", true));
        assert!(right(How::Day, "20200102", "2020-01-02") && !right(How::Day, "20200102", "2020-02-01"));
        assert!(right(How::Currency, "EUR", "€") && !right(How::Currency, "EUR", "USD"));
        assert!(right(How::Code, "8413.60", "841360") && !right(How::Code, "841360", "8413600000"));
        assert!(right(How::Measure, "12.5 KGM", "12.50 KGM") && !right(How::Measure, "12.5 KGM", "12.5 LBR"));
        assert!(right(How::Measure, "12.5 KGM", "12.5 kg") && !right(How::Measure, "12.5 KGM", "12.5"));
    }
}
