//! The samples that must not pass, each for one reason.
//!
//! Promises: nothing else is wrong with them. Refuses to know the program's words beyond the codes of the contract.

use anyhow::Result;

use super::deal::{Brief, Deal, plain};
use super::envelope::{Fault, envelope, total_twice};
use super::listing::{End, Sample};
use super::sound::{brief, pumps, released};
use super::ubl::National;
use super::{broken, cii, parties, sheet_csv, sheet_xlsx, ubl};
use crate::goods::{Goods, Language};
use crate::random::Random;

/// All of them.
pub fn samples(catalogue: &[Goods]) -> Result<Vec<Sample>> {
    let mut samples = held(catalogue)?;
    samples.extend(held_whole(catalogue)?);
    samples.extend(dead(catalogue)?);
    Ok(samples)
}

fn sample(name: &'static str, about: &'static str, bytes: Vec<u8>, end: End) -> Sample {
    Sample { name, bytes, about, end, parts: Vec::new() }
}

/// Lines or documents that a person must look at.
fn held(catalogue: &[Goods]) -> Result<Vec<Sample>> {
    let sheet = |seed: u64, number: &'static str, goods: &'static [&'static str]| {
        let brief = Brief {
            terms: ("CIF", "Los Angeles"),
            ..brief(number, (2025, 10, 21), (parties::DEVICES_TW, parties::IMPORTER_US), "USD", goods)
        };
        Deal::draw(&mut Random::new(seed), catalogue, brief)
    };
    let unknown = sheet(501, "FD-88190", &["smartphone", "laptop", "charger", "cable"])?;
    let total = sheet(502, "FD-88197", &["laptop", "charger", "smartphone"])?;
    let vague = sheet(503, "FD-88203", &["charger", "cable", "limit-switch"])?;
    Ok(vec![
        sample(
            "fail-unknown-hs-code.csv",
            "Line 2 bears 847139, which HS 2022 does not have: the line is held, the rest goes on",
            sheet_csv::english(&unknown, sheet_csv::Fault::UnknownCode),
            End { codes: vec!["hs_unknown"], quarantined: 1, ..released(&unknown) },
        ),
        sample(
            "fail-vague-description.csv",
            "Line 3 is called `Spare parts`, which customs refuses: the line is held",
            sheet_csv::english(&vague, sheet_csv::Fault::Vague),
            End { codes: vec!["description_ambiguous"], quarantined: 1, ..released(&vague) },
        ),
        sample(
            "fail-total-does-not-add-up.csv",
            "The total row has two digits swapped: a person corrects it in review",
            sheet_csv::english(&total, sheet_csv::Fault::Total),
            End {
                state: "in_review",
                codes: vec!["total_mismatch"],
                total_value: Some(plain(sheet_csv::swapped(total.total_cents()))),
                ..released(&total)
            },
        ),
    ])
}

/// Documents without a sound line.
fn held_whole(catalogue: &[Goods]) -> Result<Vec<Sample>> {
    let mixed = Deal::draw(
        &mut Random::new(504),
        catalogue,
        Brief {
            terms: ("FCA", "Milano"),
            ..brief(
                "BL-25-688",
                (2025, 10, 24),
                (parties::SHOES_IT, parties::RETAIL_US),
                "EUR",
                &["shoes", "handbag", "trousers", "t-shirt"],
            )
        },
    )?;
    let uncoded = Deal::draw(
        &mut Random::new(505),
        catalogue,
        Brief { number: "HV-20894", order: "GL-77131", ..pumps() },
    )?;
    Ok(vec![
        sample(
            "fail-mixed-currencies.xlsx",
            "Two lines in euros, two in dollars, one total: nobody can say what it is in",
            sheet_xlsx::mixed_currencies(&mixed, "USD")?,
            End {
                state: "in_review",
                codes: vec!["currency_mixed"],
                quarantined: 4,
                currency: None,
                ..released(&mixed)
            },
        ),
        sample(
            "fail-no-hs-code.xml",
            "UBL invoice without any HS code: each line goes to a person to classify",
            ubl::invoice(&uncoded, National::Unclassified),
            End {
                state: "in_review",
                codes: vec!["hs_missing"],
                quarantined: uncoded.lines.len(),
                ..released(&uncoded)
            },
        ),
    ])
}

/// Files that cannot go on by themselves.
fn dead(catalogue: &[Goods]) -> Result<Vec<Sample>> {
    let dead = |code: &'static str| End { state: "dead_letter", codes: vec![code], ..End::default() };
    let wine = Deal::draw(
        &mut Random::new(601),
        catalogue,
        Brief {
            language: Language::French,
            terms: ("FCA", "Bordeaux"),
            ..brief(
                "F2025-0851",
                (2025, 10, 10),
                (parties::WINE_FR, parties::IMPORTER_CA),
                "EUR",
                &["red-wine", "olive-oil"],
            )
        },
    )?;
    let pumps = Deal::draw(
        &mut Random::new(602),
        catalogue,
        Brief { number: "HV-20899", order: "GL-77140", ..pumps() },
    )?;
    let mut random = Random::new(603);
    let shoes = Deal::draw(
        &mut random,
        catalogue,
        brief(
            "BL-25-690",
            (2025, 10, 29),
            (parties::SHOES_IT, parties::RETAIL_US),
            "EUR",
            &["shoes", "t-shirt"],
        ),
    )?;
    let twice = total_twice(&envelope(&mut random, &shoes, "api-v2", "", Fault::None));
    Ok(vec![
        sample(
            "fail-truncated.xml",
            "CII invoice cut off in the middle, as a broken upload leaves it",
            broken::truncated(&cii::invoice(&wine)),
            dead("xml_malformed"),
        ),
        sample(
            "fail-external-entity.xml",
            "UBL invoice with a DOCTYPE that asks for a local file: never read",
            broken::external_entity(&ubl::invoice(&pumps, National::Absent)),
            dead("xml_doctype"),
        ),
        sample("fail-picture.xml", "A picture whose name says XML", broken::picture(), dead("type_mismatch")),
        sample(
            "fail-program.pdf",
            "The head of a Windows program whose name says PDF",
            broken::program(),
            dead("type_mismatch"),
        ),
        sample(
            "fail-purchase-order.xml",
            "UBL order: sound XML, but not a document this version reads",
            ubl::order(&pumps),
            dead("unsupported_format"),
        ),
        sample(
            "fail-key-twice.json",
            "Envelope that states its total twice, differently",
            twice,
            dead("json_duplicate_key"),
        ),
    ])
}
