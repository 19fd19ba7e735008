//! A block of lines becomes a party: name first, then address, with country, postal code and registrations told apart.

use super::found::{PartyDraft, Seen};
use super::phrase::phrase;
use super::scribe::{Scribe, Target};
use super::words::is_particle;
use crate::lexicon::{Section, fold, lexicon};
use crate::page::{is_company, is_form};
use trade::country;
use trade::part::{Party, PartyId};

/// Forms of companies as they end a name, without stops and blanks.
pub const LEGAL_FORMS: [&str; 66] = [
    "ltd",
    "inc",
    "llc",
    "co",
    "corp",
    "gmbh",
    "kg",
    "ag",
    "sa",
    "sas",
    "sarl",
    "srl",
    "spa",
    "sl",
    "bv",
    "nv",
    "plc",
    "pty",
    "sadecv",
    "limited",
    "lp",
    "oy",
    "llp",
    "company",
    "incorporated",
    "corporation",
    "pte",
    "pvt",
    "bhd",
    "gesmbh",
    "mbh",
    "ug",
    "ohg",
    "gbr",
    "kgaa",
    "ek",
    "ev",
    "eg",
    "se",
    "eurl",
    "sasu",
    "snc",
    "scop",
    "sci",
    "scs",
    "srls",
    "sapa",
    "sau",
    "slu",
    "sll",
    "scoop",
    "sdn",
    "kk",
    "as",
    "ab",
    "aps",
    "kft",
    "zrt",
    "sro",
    "doo",
    "spzoo",
    "vof",
    "cv",
    "bvba",
    "ltda",
    "oyj",
];

/// The party in a field.
pub fn party(scribe: &mut Scribe, field: &str, draft: &PartyDraft) -> Party {
    let mut party = Party::default();
    let mut address: Vec<Seen> = Vec::new();
    let named = draft.parts.iter().any(|(part, _)| part == "name");
    let mut name: Option<Seen> = None;
    let several = draft.lines.len() >= 3;
    for seen in joined(draft.lines.iter().filter(|seen| !is_salutation(&seen.text))) {
        let seen = &seen;
        for (text, alone) in pieces(seen, draft.lines.len() == 1) {
            let labelled = is_labelled(&text);
            let piece = Seen { text: behind_label(&text).to_owned(), ..seen.clone() };
            if several && name.is_none() && is_for_attention(&text) {
                take_part(scribe, field, &mut party, &mut address, "contact", &piece);
                continue;
            }
            // A first piece that begins with a number is a street, as in a bare address.
            let is_name = name.is_none()
                && !named
                && address.is_empty()
                && !labelled
                && !piece.text.starts_with(|c: char| c.is_ascii_digit());
            if is_name {
                let value = scribe.part(Target::Document(&format!("{field}.name")), &piece, &piece.text);
                party.name = Some(value);
                name = Some(piece);
            } else if !take_labelled(scribe, field, &mut party, &piece)
                && !take_country(scribe, field, &mut party, &piece, alone)
            {
                address.push(piece);
            }
        }
    }
    for (part, seen) in &draft.parts {
        take_part(scribe, field, &mut party, &mut address, part, seen);
    }
    take_postal_code(scribe, field, &mut party, &mut address);
    if let Some(first) = address.first() {
        let whole = address
            .iter()
            .map(|seen| seen.text.as_str())
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        let raw = Seen { text: whole.clone(), ..first.clone() };
        party.address = Some(scribe.part(Target::Document(&format!("{field}.address")), &raw, &whole));
    }
    party
}

/// `Herr`, `Messrs`, `To`: words above a name.
fn is_salutation(text: &str) -> bool {
    phrase(Section::Part, text).is_some_and(|found| found.name == "salutation")
}

/// Lines, the first with the second in one where a name goes on: `Muster` over `Handels- und Vertriebs GmbH`.
fn joined<'s>(lines: impl Iterator<Item = &'s Seen>) -> Vec<Seen> {
    let mut all: Vec<Seen> = lines.cloned().collect();
    let goes_on = match all.as_slice() {
        [one, two, _, ..] => name_goes_on(&one.text, &two.text),
        _ => false,
    };
    if goes_on {
        let two = all.remove(1);
        if let Some(one) = all.first_mut() {
            one.text = format!("{} {}", one.text.trim(), two.text.trim());
            one.bounds = one.bounds.zip(two.bounds).map(|([x0, y0, x1, y1], [left, top, right, below])| {
                [x0.min(left), y0.min(top), x1.max(right), y1.max(below)]
            });
        }
    }
    all
}

/// Whether the second line is still the name of the first: it ends in a form of company, which the first lacks, and begins
/// as no name does, or the first cannot end there.
fn name_goes_on(one: &str, two: &str) -> bool {
    let digit = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
    if digit(one) || digit(two) || is_company(one) || one.contains(':') || two.contains(':') {
        return false;
    }
    let first = two.split([' ', '-']).next().unwrap_or_default();
    let last = one.rsplit(' ').next().unwrap_or_default();
    let open = one.trim_end().ends_with(['&', '-', '+']) || is_particle("goes_on", last);
    let bare = || is_form(two);
    open || bare() || is_particle("goes_on", first) && is_company(two)
}

/// `FAO Tom Hughes` over a name: who shall read it.
fn is_for_attention(text: &str) -> bool {
    let folded = fold(text);
    lexicon().find_start(Section::Part, &folded).is_some_and(|(found, words)| {
        let more = folded.split(' ').count() > words;
        found.name == "contact" && more && !text.contains(':') && !is_company(text)
    })
}

/// `Name: …`, `Address: …` in a block: the words behind the label.
pub fn behind_label(text: &str) -> &str {
    let Some((start, value)) = text.split_once(':') else { return text };
    let known = phrase(Section::Part, start)
        .is_some_and(|found| matches!(found.name.as_ref(), "name" | "address" | "city"));
    if known && !value.trim().is_empty() { value.trim() } else { text }
}

/// `Contact: …`, `VAT no.: …`: a part of the party with a label of its own, and no name.
fn is_labelled(text: &str) -> bool {
    text.split_once(':').is_some_and(|(start, value)| {
        !value.trim().is_empty()
            && phrase(Section::Part, start)
                .is_some_and(|found| !matches!(found.name.as_ref(), "name" | "salutation"))
    })
}

/// The pieces of a line: one that holds a whole address is cut at its commas.
fn pieces(seen: &Seen, alone: bool) -> Vec<(String, bool)> {
    let text = seen.text.trim().trim_end_matches(',');
    let cut: Vec<&str> = text.split(", ").map(str::trim).filter(|part| !part.is_empty()).collect();
    let ends_in_country = cut.last().is_some_and(|last| is_country(last));
    if !alone || cut.len() < 3 || !(ends_in_country || text.bytes().any(|b| b.is_ascii_digit())) {
        return vec![(text.to_owned(), true)];
    }
    let mut pieces: Vec<(String, bool)> = Vec::new();
    for (at, part) in cut.iter().enumerate() {
        let bare: String =
            part.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect::<String>().to_lowercase();
        let still_name = pieces.len() == 1;
        match pieces.last_mut() {
            // “Co., Ltd.” is still the name.
            Some((name, _)) if still_name && LEGAL_FORMS.contains(&bare.as_str()) => {
                name.push_str(", ");
                name.push_str(part);
            }
            _ => pieces.push(((*part).to_owned(), at + 1 == cut.len())),
        }
    }
    pieces
}

/// Whether a text names a country and nothing else.
fn is_country(text: &str) -> bool {
    matches!(
        country::read(text.trim_matches(['(', ')', '.'])),
        country::Answer::Read(_) | country::Answer::Withdrawn(_)
    )
}

/// `VAT: DE123`, `Tel. +49 …` inside a block.
fn take_labelled(scribe: &mut Scribe, field: &str, party: &mut Party, seen: &Seen) -> bool {
    let labelled = seen
        .text
        .split_once(':')
        .and_then(|(start, value)| Some((phrase(Section::Part, start)?, value.trim().to_owned())));
    let (name, value) = match labelled {
        Some((found, value)) if !value.is_empty() => (found.name.into_owned(), value),
        _ if seen.text.contains('@') => ("contact".to_owned(), seen.text.clone()),
        _ => {
            let mut words = seen.text.splitn(2, ' ');
            let (Some(first), Some(rest)) = (words.next(), words.next()) else { return false };
            let is_id = matches!(phrase(Section::Part, first), Some(found) if matches!(found.name.as_ref(), "VAT" | "EORI" | "EIN" | "REX" | "LEI" | "MID" | "contact"));
            if !is_id || !rest.bytes().any(|b| b.is_ascii_digit()) {
                return false;
            }
            (
                phrase(Section::Part, first).map_or_else(String::new, |found| found.name.into_owned()),
                rest.to_owned(),
            )
        }
    };
    let piece = Seen { text: value, ..seen.clone() };
    match name.as_str() {
        "name" | "address" | "city" => return false,
        _ => take_part(scribe, field, party, &mut Vec::new(), &name, &piece),
    }
    true
}

/// A part with a label of its own.
fn take_part(
    scribe: &mut Scribe,
    field: &str,
    party: &mut Party,
    address: &mut Vec<Seen>,
    part: &str,
    seen: &Seen,
) {
    let path = |part: &str| format!("{field}.{part}");
    match part {
        "name" => party.name = Some(scribe.text(Target::Document(&path("name")), seen)),
        "country" => party.country = Some(scribe.text(Target::Document(&path("country")), seen)),
        "postal_code" => party.postal_code = Some(scribe.text(Target::Document(&path("postal_code")), seen)),
        "address" | "city" => {
            let pieces = seen.text.split([',', '\n']).map(str::trim).filter(|piece| !piece.is_empty());
            address.extend(pieces.map(|piece| Seen { text: piece.to_owned(), ..seen.clone() }));
        }
        "contact" => {
            let value = scribe.text(Target::Document(&path("contact")), seen);
            party.contact = Some(match party.contact.take() {
                None => value,
                Some(known) => {
                    let all = format!("{known}, {value}");
                    scribe.part(Target::Document(&path("contact")), seen, &all)
                }
            });
        }
        scheme => {
            let id = format!("{field}.ids[{}].value", party.ids.len());
            let value = scribe.text(Target::Document(&id), seen);
            let scheme = if scheme == "registration" { "legal_registration" } else { scheme };
            party.ids.push(PartyId { scheme: Some(scheme.to_owned()), value });
        }
    }
}

/// A line that is a country, kept as printed.
fn take_country(scribe: &mut Scribe, field: &str, party: &mut Party, seen: &Seen, alone: bool) -> bool {
    if !alone || party.country.is_some() || !is_country(&seen.text) {
        return false;
    }
    party.country = Some(scribe.text(Target::Document(&format!("{field}.country")), seen));
    true
}

/// `73430 Aalen`, `1012 AB Amsterdam`, `Cleveland, OH 44113`: taken out of the address's last line, where it stands;
/// a number at the start of an earlier line is that of a house.
fn take_postal_code(scribe: &mut Scribe, field: &str, party: &mut Party, address: &mut [Seen]) {
    let Some(last) = address.last_mut().filter(|_| party.postal_code.is_none()) else { return };
    let Some((code, rest)) = postal_code(last.text.trim()) else { return };
    party.postal_code = Some(scribe.part(Target::Document(&format!("{field}.postal_code")), last, &code));
    last.text = rest;
}

/// The postal code at an end of a line, and the rest.
fn postal_code(text: &str) -> Option<(String, String)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let digits = |word: &str| word.len() >= 4 && word.len() <= 6 && word.bytes().all(|b| b.is_ascii_digit());
    match words.as_slice() {
        [code, letters, town @ ..]
            if code.len() == 4 && digits(code) && is_upper(letters, 2) && !town.is_empty() =>
        {
            Some((format!("{code} {letters}"), town.join(" ")))
        }
        [code, town @ ..]
            if !town.is_empty()
                && digits(code.rsplit('-').next().unwrap_or(code))
                && town.iter().all(|word| !word.bytes().any(|b| b.is_ascii_digit())) =>
        {
            Some(((*code).to_owned(), town.join(" ")))
        }
        // A state of two letters before five digits is an American address.
        [town @ .., state, code]
            if is_upper(state, 2) && code.get(..5).is_some_and(digits) && code.len() <= 10 =>
        {
            let rest = town.iter().chain([state]).copied().collect::<Vec<_>>().join(" ");
            Some(((*code).to_owned(), rest))
        }
        _ => None,
    }
}

/// So many capitals.
fn is_upper(word: &str, length: usize) -> bool {
    word.len() == length && word.bytes().all(|b| b.is_ascii_uppercase())
}
