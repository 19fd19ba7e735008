//! The ways an envelope can be wrong: a table of names, and what each does to a sound one.
//!
//! Promises: a kind changes only what its name says. Refuses to know which of them a reader may mend.

use anyhow::{Result, bail};

use super::draw::Draft;
use crate::json_text::{Object, array, quoted};
use crate::random::Random;

/// What a strict schema refuses: shapes and formats.
pub const SEED: &[&str] = &[
    "hs_len7",
    "hs_dotted",
    "hs_alpha",
    "hs_empty",
    "cur_lower",
    "cur_symbol",
    "origin_alpha3",
    "qty_text",
    "missing_incoterms",
    "missing_hs",
    "hash_short",
    "items_not_list",
    "price_null",
];

/// What breaks a careless reader: the data is not there.
pub const POISON: &[&str] = &["no_compliance_data", "payload_cd_null"];

/// What a schema lets through and a customs officer does not.
pub const STRICT: &[&str] = &[
    "total_mismatch",
    "neg_qty",
    "mixed_currency",
    "empty_items",
    "bad_incoterms",
    "hs_chapter77",
    "hs_unicode_digits",
    "hash_not_hex",
    "cur_not_iso",
    "hash_mismatch",
    "blank_description",
];

/// A national line of eight digits: legal, refused by those who expect six or ten.
pub const EIGHT: &[&str] = &["hs_len8"];

/// A set by its name, or kinds by theirs with commas between.
pub fn set(name: &str) -> Result<Vec<&'static str>> {
    let all = || SEED.iter().chain(POISON).chain(STRICT).chain(EIGHT).copied();
    match name {
        "seed" => Ok(SEED.to_vec()),
        "poison" => Ok(POISON.to_vec()),
        "strict" => Ok(STRICT.to_vec()),
        "eight" => Ok(EIGHT.to_vec()),
        "all" => Ok(all().filter(|kind| !EIGHT.contains(kind)).collect()),
        list => list
            .split(',')
            .map(|kind| match all().find(|known| *known == kind) {
                Some(known) => Ok(known),
                None => bail!("no kind or set is called {kind:?}"),
            })
            .collect(),
    }
}

/// Makes the draft wrong in this way.
pub fn spoil(draft: &mut Draft, kind: &str, random: &mut Random) {
    let at = random.below(draft.items.len() as u64) as usize;
    match kind {
        "missing_incoterms" => {
            draft.data.remove("incoterms");
        }
        "hash_short" | "hash_not_hex" | "hash_mismatch" => draft.hash = Some(kind_of_hash(kind)),
        "items_not_list" => {
            let first = draft.items.first().map(Object::render).unwrap_or_default();
            draft.line_items = Some(format!("{{\"0\":{first}}}"));
        }
        "empty_items" => draft.line_items = Some(array(&[])),
        "no_compliance_data" => draft.payload = Some(format!("{{\"raw_text\":{}}}", quoted("INVOICE …"))),
        "payload_cd_null" => draft.payload = Some("{\"compliance_data\":null}".into()),
        "total_mismatch" => draft.total_cents = draft.total_cents * 137 / 100 + 500,
        "bad_incoterms" => {
            draft.data.text("incoterms", "XYZ");
        }
        "mixed_currency" => {
            if let [only] = draft.items.as_slice() {
                draft.items.push(only.clone());
            }
            if let Some(first) = draft.items.first_mut() {
                first.text("currency", "CHF");
            }
        }
        _ => {
            if let Some(item) = draft.items.get_mut(at) {
                spoil_line(item, kind);
            }
        }
    }
}

/// How a hash lies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hash {
    Short,
    NotHex,
    Mismatch,
}

fn kind_of_hash(kind: &str) -> Hash {
    match kind {
        "hash_short" => Hash::Short,
        "hash_not_hex" => Hash::NotHex,
        _ => Hash::Mismatch,
    }
}

fn spoil_line(item: &mut Object, kind: &str) {
    let code = item.get("hs_code").trim_matches('"').to_owned();
    let six = code.get(..6).unwrap_or_default().to_owned();
    match kind {
        "hs_len7" => item.text("hs_code", &format!("{six}1")),
        "hs_len8" => item.text("hs_code", &format!("{six}10")),
        "hs_dotted" => item.text(
            "hs_code",
            &format!("{}.{}", six.get(..4).unwrap_or_default(), six.get(4..).unwrap_or_default()),
        ),
        "hs_alpha" => item.text("hs_code", "84713O"),
        "hs_empty" => item.text("hs_code", ""),
        "hs_chapter77" => item.text("hs_code", "770100"),
        "hs_unicode_digits" => item.text("hs_code", &arabic_indic(&code)),
        "cur_lower" => {
            let lower = item.get("currency").to_lowercase();
            item.set("currency", lower)
        }
        "cur_symbol" => item.text("currency", "€"),
        "cur_not_iso" => item.text("currency", "ZZZ"),
        "origin_alpha3" => item.text("origin_country", "CHN"),
        "qty_text" => item.text("quantity", "12 cartons"),
        "neg_qty" => {
            let negative = format!("-{}", item.get("quantity"));
            item.set("quantity", negative)
        }
        "price_null" => item.set("unit_price", "null"),
        "missing_hs" => item.remove("hs_code"),
        "blank_description" => item.text("description", " "),
        _ => item,
    };
}

fn arabic_indic(code: &str) -> String {
    code.chars().filter_map(|c| c.to_digit(10)).filter_map(|digit| char::from_u32(0x660 + digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelopes::draw::{Generator, Mix};

    #[test]
    fn every_kind_changes_the_line_and_only_its_own_part() {
        let all: Vec<&str> = [SEED, POISON, STRICT, EIGHT].concat();
        for kind in all {
            let mix = |invalid| Mix { invalid, kinds: vec![kind], duplicates: 0.0, items: 3, routing: false };
            let spoilt = Generator::new(11, mix(1.0)).unwrap().next().unwrap();
            assert_eq!(spoilt.kind, kind);
            let line: serde_json::Value = serde_json::from_str(&spoilt.line).unwrap();
            let sound = Generator::new(11, mix(0.0)).unwrap().next().unwrap();
            assert_ne!(spoilt.line, sound.line, "{kind} changes nothing");
            assert_eq!(line["correlation_id"], spoilt.correlation_id.as_str());
        }
    }

    #[test]
    fn a_set_or_a_list_but_no_unknown_name() {
        assert_eq!(set("hs_alpha,neg_qty").unwrap(), ["hs_alpha", "neg_qty"]);
        assert_eq!(set("all").unwrap().len(), SEED.len() + POISON.len() + STRICT.len());
        assert!(set("hs_gamma").is_err());
    }
}
