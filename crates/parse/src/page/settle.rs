//! What the whole document says where no label does: its number, where it is an order; its currency, where all money is in one.

use super::rows::Row;
use crate::draft::phrase::{PARTIES, is_currency, phrase};
use crate::draft::{Draft, Seen};
use crate::lexicon::{Section, fold, lexicon};
use trade::Kind;
use trade::currency::{Answer, read};

/// Settles what labels left open.
pub fn settle(rows: &[Row], draft: &mut Draft) {
    number_of_order(draft);
    exporter(draft);
    same_parties(draft);
    if !draft.fields.contains_key("currency")
        && let Some(seen) = only_currency(rows)
    {
        draft.fields.insert("currency".into(), seen);
    }
}

/// Whose letterhead a declaration of origin is written on is the exporter.
fn exporter(draft: &mut Draft) {
    let is_certificate = draft.titles.first().is_some_and(|title| title.kind == Kind::CertificateOfOrigin);
    if !is_certificate || ["exporter", "shipper"].iter().any(|name| draft.parties.contains_key(*name)) {
        return;
    }
    if let Some(party) = draft.parties.remove("seller") {
        draft.parties.insert("exporter".into(), party);
        // What was guessed of the one was guessed of the other.
        for (field, _) in draft.guessed.iter_mut().filter(|(field, _)| field == "seller.name") {
            "exporter.name".clone_into(field);
        }
    }
}

/// `Buyer: same as consignee` is the consignee; who is the same as nobody known stays open.
fn same_parties(draft: &mut Draft) {
    let names: Vec<String> = draft.parties.keys().cloned().collect();
    for name in names {
        let first = draft.parties.get(&name).and_then(|party| party.lines.first());
        let Some(other) = first.and_then(|seen| same_as(&seen.text)) else { continue };
        match draft.parties.get(&other).filter(|_| other != name).cloned() {
            Some(party) => draft.parties.insert(name, party),
            None => draft.parties.remove(&name),
        };
    }
}

/// The party that a text says another is the same as.
fn same_as(text: &str) -> Option<String> {
    let folded = fold(text);
    let (_, count) = lexicon().find_start(Section::Same, &folded)?;
    let rest: Vec<&str> = folded.split(' ').skip(count).collect();
    let found = phrase(Section::Label, &rest.join(" "))?;
    PARTIES.contains(&found.name.as_ref()).then(|| found.name.into_owned())
}

/// The number of an order is the order's number.
fn number_of_order(draft: &mut Draft) {
    let is_order = draft.titles.first().is_some_and(|title| title.kind == Kind::Order);
    if !is_order || draft.fields.contains_key("invoice_number") {
        return;
    }
    if let Some(at) = draft.references.iter().position(|(kind, _)| kind == "PO") {
        let (_, seen) = draft.references.remove(at);
        draft.fields.insert("invoice_number".into(), seen);
    }
}

/// The currency beside money, if all money on the pages is in one: a code before a symbol that several share.
fn only_currency(rows: &[Row]) -> Option<Seen> {
    let mut codes: Vec<(String, Seen)> = Vec::new();
    let mut symbols: Vec<(String, Seen)> = Vec::new();
    for run in rows.iter().flat_map(|row| &row.runs) {
        for word in &run.words {
            let text =
                word.text.trim_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation() && c != '$');
            if !is_currency(text) || is_number_of_code(&word.text, text) {
                continue;
            }
            let (known, name) = match read(text) {
                Answer::Read(reading) => (&mut codes, reading.currency.to_string()),
                Answer::Ambiguous(_) => (&mut symbols, text.to_owned()),
                _ => continue,
            };
            if known.iter().all(|(own, _)| *own != name) {
                known.push((name, run.see_text(text)));
            }
        }
    }
    let chosen = if codes.is_empty() { symbols } else { codes };
    match chosen.as_slice() {
        [(_, seen)] => Some(seen.clone()),
        _ => None,
    }
}

/// `CHE-961831129`, `KES001`: letters that begin a number, and no money.
fn is_number_of_code(word: &str, code: &str) -> bool {
    let Some(rest) = word.strip_prefix(code) else { return false };
    let mut bytes = rest.bytes();
    let led = bytes.next() == Some(b'0') && bytes.next().is_some_and(|b| b.is_ascii_digit());
    led || rest.starts_with('-')
}
