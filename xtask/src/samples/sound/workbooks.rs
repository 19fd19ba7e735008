//! The sound workbooks: two invoices and a packing list.
//!
//! Promises: the packing list is of the goods of the first invoice. Refuses to know how workbooks are written.

use anyhow::Result;

use super::{brief, released, released_without_money, sample};
use crate::goods::{Goods, Language};
use crate::random::Random;
use crate::samples::deal::{Brief, Deal};
use crate::samples::listing::{End, Sample};
use crate::samples::{parties, sheet_xlsx};

/// All of them.
pub fn samples(catalogue: &[Goods]) -> Result<Vec<Sample>> {
    let devices = Deal::draw(&mut Random::new(301), catalogue, devices())?;
    let porcelain = Deal::draw(
        &mut Random::new(302),
        catalogue,
        Brief {
            language: Language::German,
            terms: ("CPT", "Hull"),
            ..brief(
                "2025-10-4502",
                (2025, 10, 23),
                (parties::PORCELAIN_DE, parties::IMPORTER_UK),
                "EUR",
                &["plates", "table", "toy-train"],
            )
        },
    )?;
    let packing =
        Deal::draw(&mut Random::new(301), catalogue, Brief { number: "PL-FD-88214", ..self::devices() })?;
    Ok(vec![
        sample(
            "invoice-english.xlsx",
            "Workbook with a letterhead and labels in two columns above the table: laptops from Taiwan",
            sheet_xlsx::english(&devices)?,
            End { codes: vec!["hs_national_unchecked"], ..released(&devices) },
        ),
        sample(
            "rechnung-deutsch.xlsx",
            "Workbook with two heading rows and a second sheet: porcelain and furniture to England",
            sheet_xlsx::german(&porcelain)?,
            End { codes: vec!["hs_national_unchecked"], ..released(&porcelain) },
        ),
        sample(
            "packing-list.xlsx",
            "Packing list of the laptops: cartons, quantities, weights",
            sheet_xlsx::packing_list(&packing)?,
            released_without_money(&packing),
        ),
    ])
}

fn devices() -> Brief {
    Brief {
        terms: ("FCA", "Taoyuan Airport"),
        order: "MF-2025-3380",
        freight_cents: 94_000,
        ..brief(
            "FD-88214",
            (2025, 10, 27),
            (parties::DEVICES_TW, parties::RETAIL_US),
            "USD",
            &["laptop", "charger", "smartphone"],
        )
    }
}
