//! Currencies: ISO 4217 for codes in other letters, symbols and names; a bare `$ ¥ £ kr` by the countries.
//!
//! A symbol that does not decide is settled by the own currencies of the seller's, the buyer's and the shipping
//! countries, and for `$` the US dollar: where one candidate is left it is written with `currency_inferred`, else the
//! symbol stays. The document's currency is its own, else that of most lines; on a tie there is none.

use super::{Place, write};
use crate::findings::Findings;
use trade::currency::{Answer, Currency, How, read};
use trade::{Code, Record, country};

const RULE: &str = "normalise.currency/1";

pub(super) fn normalise(record: &mut Record, findings: &mut Findings) {
    let mut texts = Texts { findings, own: None };
    let countries = Countries::of(record);
    texts.one(&mut record.currency, Place::document("currency"), &countries);
    for line in &mut record.line_items {
        texts.one(&mut line.currency, Place::line(line.line, "currency"), &countries);
        for (entry, discount) in line.discounts.iter_mut().enumerate() {
            let place = Place::line(line.line, "discounts.currency").entry(entry);
            texts.one(&mut discount.currency, place, &countries);
        }
    }
    for (entry, charge) in record.charges.iter_mut().enumerate() {
        texts.one(&mut charge.currency, Place::document("charges.currency").entry(entry), &countries);
    }
    for (entry, tax) in record.taxes.iter_mut().enumerate() {
        texts.one(&mut tax.currency, Place::document("taxes.currency").entry(entry), &countries);
    }
    share(record);
}

/// The document's currency and the lines' stand for each other where only one side states it.
fn share(record: &mut Record) {
    match record.currency.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        None => {
            if let Some(most) = of_most_lines(record) {
                record.currency = Some(most.as_str().to_owned());
            }
        }
        // Lines that state one beside lines that state none are for a person to see, and stay.
        Some(own)
            if own.parse::<Currency>().is_ok()
                && record.line_items.iter().all(|line| line.currency.is_none()) =>
        {
            let own = own.to_owned();
            for line in &mut record.line_items {
                line.currency = Some(own.clone());
            }
        }
        Some(_) => {}
    }
}

/// The currency of more lines than any other.
fn of_most_lines(record: &Record) -> Option<Currency> {
    let mut counts: Vec<(Currency, usize)> = Vec::new();
    for line in &record.line_items {
        let Some(currency) = line.currency.as_deref().and_then(|text| text.parse().ok()) else { continue };
        match counts.iter_mut().find(|(known, _)| *known == currency) {
            Some((_, count)) => *count += 1,
            None => counts.push((currency, 1)),
        }
    }
    let (most, count) = *counts.iter().max_by_key(|(_, count)| *count)?;
    let alone = counts.iter().filter(|(_, other)| *other == count).count() == 1;
    alone.then_some(most)
}

struct Texts<'f> {
    findings: &'f mut Findings,
    /// What the bare symbols of the document stand for, once looked up.
    own: Option<Vec<Currency>>,
}

impl Texts<'_> {
    fn one(&mut self, text: &mut Option<String>, place: Place, countries: &Countries) {
        let Some(text) = text else { return };
        match read(text) {
            Answer::Read(reading) if reading.how != How::Exact => {
                write(text, reading.currency.as_str(), RULE, place, self.findings);
            }
            Answer::Ambiguous(candidates) => self.infer(text, candidates, place, countries),
            _ => {}
        }
    }

    fn infer(&mut self, text: &mut String, candidates: &[Currency], place: Place, countries: &Countries) {
        let own = self.own.get_or_insert_with(|| countries.currencies());
        let is_dollar = text.trim() == "$";
        let left = |one: &&Currency| own.contains(one) || (is_dollar && **one == Currency::USD);
        let mut left = candidates.iter().filter(left);
        if let (Some(only), None) = (left.next(), left.next()) {
            self.findings.info(|| {
                let message = "The currency of the symbol follows from the countries of the parties";
                let finding = place.finding(RULE, Code::CurrencyInferred, message);
                finding.input("raw", &*text).input("value", only).input("countries", countries.names())
            });
            only.as_str().clone_into(text);
        }
    }
}

/// The countries between which the goods are sold and carried.
struct Countries([Option<country::Country>; 4]);

impl Countries {
    fn of(record: &Record) -> Countries {
        let party =
            |party: &Option<Box<trade::part::Party>>| party.as_deref()?.country.as_deref()?.parse().ok();
        let code = |text: &Option<String>| text.as_deref()?.parse().ok();
        Countries([
            party(&record.seller),
            party(&record.buyer),
            code(&record.country_of_export),
            code(&record.destination),
        ])
    }

    fn currencies(&self) -> Vec<Currency> {
        self.0.iter().flatten().flat_map(|country| country::currency_of(*country)).copied().collect()
    }

    fn names(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        for country in self.0.iter().flatten() {
            if !names.contains(&country.as_str()) {
                names.push(country.as_str());
            }
        }
        names.join(" ")
    }
}
