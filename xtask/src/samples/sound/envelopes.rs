//! Sound envelopes, and a collection of twelve in which five are not.
//!
//! Promises: the fault of each part is known. Refuses to know how envelopes are written.

use anyhow::Result;

use super::{brief, released, sample};
use crate::goods::Goods;
use crate::json_text::pretty;
use crate::random::Random;
use crate::samples::deal::{Brief, Deal, plain};
use crate::samples::envelope::{Fault, envelope};
use crate::samples::listing::{End, Part, Sample};
use crate::samples::parties;

/// All of them.
pub fn samples(catalogue: &[Goods]) -> Result<Vec<Sample>> {
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
        // Nothing is derived of what cannot be trusted, so that the lines' currency does not become the document's.
        Fault::Hash => End { state: "dead_letter", codes: vec!["hash_mismatch"], currency: None, ..sound },
    }
}
