//! The sound text sheets of four countries.
//!
//! Promises: one habit of each country a file. Refuses to know how sheets are written.

use anyhow::Result;

use super::xml::drives;
use super::{brief, released, sample};
use crate::goods::{Goods, Language};
use crate::random::Random;
use crate::samples::deal::{Brief, Deal};
use crate::samples::listing::{End, Sample};
use crate::samples::{parties, sheet_csv};

/// All of them.
pub fn samples(catalogue: &[Goods]) -> Result<Vec<Sample>> {
    let solar = solar(catalogue)?;
    let beauty = beauty(catalogue)?;
    let oil = oil(catalogue)?;
    let drives = Deal::draw(
        &mut Random::new(202),
        catalogue,
        Brief { number: "RE-2025-3341", freight_cents: 31_250, discount_cents: 0, ..drives() },
    )?;
    Ok(vec![
        sample(
            "invoice-english.csv",
            "Sheet with commas and decimal points, labels above the table: solar panels to California",
            sheet_csv::english(&solar, sheet_csv::Fault::None),
            released(&solar),
        ),
        sample(
            "rechnung-deutsch.csv",
            "Sheet with semicolons, decimal commas and Latin-1 bytes: drives to Switzerland",
            sheet_csv::german(&drives),
            End { codes: vec!["hs_national_unchecked"], ..released(&drives) },
        ),
        sample(
            "facture-francaise.tsv",
            "Sheet with tabs and `1 234,56`: cosmetics to Switzerland in francs, with a discount",
            sheet_csv::french(&beauty),
            released(&beauty),
        ),
        sample(
            "factura-espanola.csv",
            "Sheet as an accounting program exports it, the document's fields on each row: oil to Mexico",
            sheet_csv::spanish(&oil),
            released(&oil),
        ),
    ])
}

/// From China to California.
fn solar(catalogue: &[Goods]) -> Result<Deal> {
    Deal::draw(
        &mut Random::new(201),
        catalogue,
        Brief {
            terms: ("CIF", "Los Angeles"),
            order: "GL-77204",
            cartons: (20, 120),
            ..brief(
                "HE25-10-0093",
                (2025, 10, 9),
                (parties::SOLAR_CN, parties::IMPORTER_US),
                "USD",
                &["solar-panel", "charger", "cable"],
            )
        },
    )
}

/// From France to Switzerland, in francs.
fn beauty(catalogue: &[Goods]) -> Result<Deal> {
    Deal::draw(
        &mut Random::new(203),
        catalogue,
        Brief {
            language: Language::French,
            terms: ("CIP", "Zürich"),
            discount_cents: 12_500,
            ..brief(
                "FA-25-1190",
                (2025, 10, 17),
                (parties::BEAUTY_FR, parties::IMPORTER_CH),
                "CHF",
                &["skin-cream", "perfume", "handbag"],
            )
        },
    )
}

/// From Spain to Mexico.
fn oil(catalogue: &[Goods]) -> Result<Deal> {
    Deal::draw(
        &mut Random::new(204),
        catalogue,
        Brief {
            language: Language::Spanish,
            terms: ("FOB", "Algeciras"),
            ..brief(
                "2025/0417",
                (2025, 10, 20),
                (parties::OIL_ES, parties::IMPORTER_MX),
                "EUR",
                &["olive-oil", "red-wine", "coffee"],
            )
        },
    )
}
