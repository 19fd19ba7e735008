//! The samples that end well: each deal is fixed in its parties, terms and goods, and drawn in its numbers.
//!
//! Promises: seeds are per file, so that a new sample changes no other. Refuses to know faults.

use anyhow::Result;

use super::deal::{Brief, Deal, plain};
use super::envelope::{Fault, envelope};
use super::listing::{End, Part, Sample};
use super::parties::{self, Party};
use super::ubl::National;
use super::{cii, sheet_csv, sheet_xlsx, ubl};
use crate::goods::{Goods, Language};
use crate::json_text::pretty;
use crate::random::Random;

/// A deal of seller, buyer and goods; the rest by the usual habits.
pub fn brief(
    number: &'static str,
    date: (i16, u8, u8),
    trade: (Party, Party),
    currency: &'static str,
    goods: &'static [&'static str],
) -> Brief {
    Brief {
        number,
        date,
        seller: trade.0,
        buyer: trade.1,
        currency,
        terms: ("FCA", "Hamburg"),
        order: "PO-45-10872",
        language: Language::English,
        goods,
        freight_cents: 0,
        discount_cents: 0,
        cartons: (2, 24),
    }
}

/// The end of a document whose lines all pass.
pub fn released(deal: &Deal) -> End {
    End {
        state: "released",
        lines: deal.lines.len(),
        total_value: Some(plain(deal.total_cents())),
        currency: Some(deal.brief.currency.to_owned()),
        ..End::default()
    }
}

/// The end of a document that states no money.
fn released_without_money(deal: &Deal) -> End {
    End { total_value: None, currency: None, ..released(deal) }
}

/// All of them, in the order of the list.
pub fn samples(catalogue: &[Goods]) -> Result<Vec<Sample>> {
    let mut samples = xml(catalogue)?;
    samples.extend(text_sheets(catalogue)?);
    samples.extend(workbooks(catalogue)?);
    samples.extend(envelopes(catalogue)?);
    Ok(samples)
}

fn sample(name: &'static str, about: &'static str, bytes: Vec<u8>, end: End) -> Sample {
    Sample { name, bytes, about, end, parts: Vec::new() }
}

fn xml(catalogue: &[Goods]) -> Result<Vec<Sample>> {
    let english = Deal::draw(&mut Random::new(101), catalogue, pumps())?;
    let german = Deal::draw(&mut Random::new(102), catalogue, drives())?;
    let credit = Deal::draw(
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
    )?;
    let despatch = Deal::draw(&mut Random::new(101), catalogue, Brief { number: "DN-20871", ..pumps() })?;
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
    let unchecked = |deal: &Deal| End { codes: vec!["hs_national_unchecked"], ..released(deal) };
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

fn drives() -> Brief {
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

fn text_sheets(catalogue: &[Goods]) -> Result<Vec<Sample>> {
    let solar = Deal::draw(
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
    )?;
    let drives = Deal::draw(
        &mut Random::new(202),
        catalogue,
        Brief { freight_cents: 31_250, discount_cents: 0, ..drives() },
    )?;
    let beauty = Deal::draw(
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
    )?;
    let oil = Deal::draw(
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

fn workbooks(catalogue: &[Goods]) -> Result<Vec<Sample>> {
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

fn envelopes(catalogue: &[Goods]) -> Result<Vec<Sample>> {
    let mut random = Random::new(401);
    let shoes = Deal::draw(
        &mut random,
        catalogue,
        Brief {
            terms: ("FCA", "Ancona"),
            ..brief(
                "BL-25-663",
                (2025, 10, 8),
                (parties::SHOES_IT, parties::RETAIL_US),
                "EUR",
                &["shoes", "handbag"],
            )
        },
    )?;
    let fashion = Deal::draw(
        &mut random,
        catalogue,
        brief(
            "BL-25-671",
            (2025, 10, 13),
            (parties::SHOES_IT, parties::IMPORTER_UK),
            "GBP",
            &["t-shirt", "trousers", "shoes"],
        ),
    )?;
    let urgent = Deal::draw(
        &mut random,
        catalogue,
        brief(
            "HE25-10-0102",
            (2025, 10, 15),
            (parties::SOLAR_CN, parties::IMPORTER_DE),
            "USD",
            &["solar-panel"],
        ),
    )?;
    let one = envelope(&mut random, &shoes, "edi-gateway-1", "", Fault::None);
    let two = envelope(&mut random, &fashion, "broker-portal", "", Fault::None);
    let routing = r#"{"priority":"urgent","kind":"commercial_invoice","references":["GL-77204"]}"#;
    let three = envelope(&mut random, &urgent, "sftp-carrier-07", routing, Fault::None);
    Ok(vec![
        sample(
            "envelope-shoes.json",
            "Envelope on one line, as a gateway posts it",
            one.text.into_bytes(),
            released(&shoes),
        ),
        sample(
            "envelope-fashion.json",
            "Envelope indented by a person; its hash is that of the compact payload",
            pretty(&two.text).into_bytes(),
            released(&fashion),
        ),
        sample(
            "envelope-urgent.json",
            "Envelope with routing: urgent, a shipment reference",
            three.text.into_bytes(),
            released(&urgent),
        ),
        collection(catalogue)?,
    ])
}

/// Twelve envelopes, one a line; five of them must be held.
fn collection(catalogue: &[Goods]) -> Result<Sample> {
    const NUMBERS: [&str; 12] = [
        "GW-100481",
        "GW-100482",
        "GW-100483",
        "GW-100484",
        "GW-100485",
        "GW-100486",
        "GW-100487",
        "GW-100488",
        "GW-100489",
        "GW-100490",
        "GW-100491",
        "GW-100492",
    ];
    const GOODS: [&[&str]; 4] = [
        &["coffee", "chocolate"],
        &["laptop", "charger"],
        &["bearing", "o-ring", "hex-bolt"],
        &["table", "plates"],
    ];
    let mut random = Random::new(402);
    let (mut bytes, mut parts) = (Vec::new(), Vec::new());
    for (at, number) in NUMBERS.into_iter().enumerate() {
        let trade = match at % 3 {
            0 => (parties::SHOES_IT, parties::RETAIL_US),
            1 => (parties::DEVICES_TW, parties::IMPORTER_CA),
            _ => (parties::DRIVES_DE, parties::IMPORTER_US),
        };
        let goods = GOODS.get(at % GOODS.len()).copied().unwrap_or_default();
        let currency = random.pick(&["USD", "EUR", "CAD"]);
        let deal = Deal::draw(&mut random, catalogue, brief(number, (2025, 10, 28), trade, currency, goods))?;
        let fault = match at {
            2 => Fault::NoCode,
            5 => Fault::Total,
            6 => Fault::Currency,
            8 => Fault::Hash,
            10 => Fault::Letter,
            _ => Fault::None,
        };
        let made = envelope(&mut random, &deal, "edi-gateway-1", "", fault);
        bytes.extend(made.text.as_bytes());
        bytes.push(b'\n');
        let total_value = Some(plain(made.total_cents));
        parts.push(Part {
            correlation_id: made.correlation_id,
            end: End { total_value, ..end(&deal, fault) },
        });
    }
    Ok(Sample {
        name: "envelopes.ndjson",
        bytes,
        about: "Twelve envelopes, one a line: a container whose parts are documents of their own",
        end: End { state: "validated", ..End::default() },
        parts,
    })
}

fn end(deal: &Deal, fault: Fault) -> End {
    let sound = released(deal);
    match fault {
        Fault::None => sound,
        Fault::NoCode => End { codes: vec!["hs_missing"], quarantined: 1, ..sound },
        Fault::Letter => End { codes: vec!["hs_malformed"], quarantined: 1, ..sound },
        Fault::Currency => End { codes: vec!["currency_mismatch"], quarantined: 1, ..sound },
        Fault::Total => End { state: "in_review", codes: vec!["total_mismatch"], ..sound },
        Fault::Hash => End { state: "dead_letter", codes: vec!["hash_mismatch"], ..sound },
    }
}
