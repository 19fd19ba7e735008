//! The sound XML: UBL and CII, invoices, a credit note, a despatch advice.
//!
//! Promises: the despatch advice is of the goods of the first invoice. Refuses to know how XML is written.

use anyhow::Result;

use super::{brief, released, released_without_money, sample};
use crate::goods::{Goods, Language};
use crate::random::Random;
use crate::samples::deal::{Brief, Deal};
use crate::samples::listing::{End, Sample};
use crate::samples::ubl::National;
use crate::samples::{cii, parties, ubl};

/// All of them.
pub fn samples(catalogue: &[Goods]) -> Result<Vec<Sample>> {
    let mut samples = ubl_samples(catalogue)?;
    samples.extend(cii_samples(catalogue)?);
    Ok(samples)
}

/// National digits that nothing loaded can check.
fn unchecked(deal: &Deal) -> End {
    End { codes: vec!["hs_national_unchecked"], ..released(deal) }
}

fn ubl_samples(catalogue: &[Goods]) -> Result<Vec<Sample>> {
    let english = Deal::draw(&mut Random::new(101), catalogue, pumps())?;
    let german = Deal::draw(&mut Random::new(102), catalogue, drives())?;
    let despatch = Deal::draw(&mut Random::new(101), catalogue, Brief { number: "DN-20871", ..pumps() })?;
    let credit = credit_deal(catalogue)?;
    Ok(vec![
        sample(
            "invoice-ubl-english.xml",
            "UBL invoice, British pumps to Ohio in US dollars, with HTS codes, freight and weights",
            ubl::invoice(&english, National::UnitedStates),
            unchecked(&english),
        ),
        sample(
            "invoice-ubl-german.xml",
            "UBL invoice in German, drives to Switzerland in euros, with CN codes and a discount",
            ubl::invoice(&german, National::Union),
            unchecked(&german),
        ),
        sample(
            "credit-note-ubl.xml",
            "UBL credit note for goods returned: a person decides what it does to the entry",
            ubl::credit_note(&credit, "RE-2025-3307"),
            End { state: "in_review", codes: vec!["credit_note"], ..released(&credit) },
        ),
        sample(
            "despatch-advice-ubl.xml",
            "UBL despatch advice of the British pumps: cartons and weights, no prices",
            ubl::despatch_advice(&despatch),
            released_without_money(&despatch),
        ),
    ])
}

fn cii_samples(catalogue: &[Goods]) -> Result<Vec<Sample>> {
    let wine = Deal::draw(
        &mut Random::new(105),
        catalogue,
        Brief {
            language: Language::French,
            terms: ("FCA", "Bordeaux"),
            order: "CW-2025-771",
            discount_cents: 15_000,
            freight_cents: 42_000,
            ..brief(
                "F2025-0836",
                (2025, 9, 22),
                (parties::WINE_FR, parties::IMPORTER_UK),
                "EUR",
                &["red-wine", "olive-oil", "chocolate"],
            )
        },
    )?;
    let porcelain = Deal::draw(
        &mut Random::new(106),
        catalogue,
        Brief {
            language: Language::German,
            terms: ("DAP", "Winnipeg, MB"),
            order: "PG-3391",
            freight_cents: 68_500,
            ..brief(
                "2025-10-4471",
                (2025, 10, 2),
                (parties::PORCELAIN_DE, parties::IMPORTER_CA),
                "EUR",
                &["plates", "toy-train", "skin-cream"],
            )
        },
    )?;
    Ok(vec![
        sample(
            "invoice-cii-french.xml",
            "CII invoice in French, wine and food to England, with a discount and freight",
            cii::invoice(&wine),
            unchecked(&wine),
        ),
        sample(
            "invoice-cii-german.xml",
            "CII invoice in German, porcelain and toys to Canada, delivered at place",
            cii::invoice(&porcelain),
            unchecked(&porcelain),
        ),
    ])
}

/// Goods returned.
fn credit_deal(catalogue: &[Goods]) -> Result<Deal> {
    Deal::draw(
        &mut Random::new(103),
        catalogue,
        Brief {
            language: Language::German,
            cartons: (1, 2),
            ..brief(
                "GS-2025-0119",
                (2025, 10, 14),
                (parties::DRIVES_DE, parties::IMPORTER_CH),
                "EUR",
                &["motor", "cable"],
            )
        },
    )
}

/// The British pumps, used by the invoice and its despatch advice.
pub fn pumps() -> Brief {
    Brief {
        terms: ("FOB", "Southampton"),
        order: "GL-77120",
        freight_cents: 185_000,
        ..brief(
            "HV-20871",
            (2025, 10, 6),
            (parties::PUMPS_UK, parties::IMPORTER_US),
            "USD",
            &["impeller", "ball-valve", "bearing", "o-ring"],
        )
    }
}

/// The German drives, used by the XML and by the sheet.
pub fn drives() -> Brief {
    Brief {
        language: Language::German,
        terms: ("DAP", "Zürich"),
        order: "B-2025-0449",
        discount_cents: 25_000,
        ..brief(
            "RE-2025-3307",
            (2025, 9, 30),
            (parties::DRIVES_DE, parties::IMPORTER_CH),
            "EUR",
            &["motor", "limit-switch", "cable", "level-gauge", "hex-bolt"],
        )
    }
}
