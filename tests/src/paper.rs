//! Envelopes by seed, with the end each must come to.
//!
//! Amounts are whole cents, so that sums are this file's own. The same seed makes the same bytes.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Goods that are in order: description, HS code, origin.
const GOODS: &[(&str, &str, &str)] = &[
    ("Photovoltaic module, monocrystalline, 450 W", "854143", "MY"),
    ("Laptop computer, 14 inch display, 16 GB memory", "847130", "VN"),
    ("USB-C power supply, 65 W", "850440", "CN"),
    ("Smartphone, 5G, 128 GB, unlocked", "851713", "IN"),
    ("Connection cable with M12 plugs, 5 m, 60 V", "854442", "MX"),
];

/// How an envelope is wrong, if it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is in order.
    None,
    /// Its second line has no HS code.
    LineWithoutCode,
    /// Its total is not the sum.
    Total,
    /// Its hash is another payload's.
    Hash,
}

/// One envelope and what must come of it.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// Correlation id.
    pub id: String,
    /// The line without its break.
    pub line: String,
    /// How it is wrong.
    pub fault: Fault,
    /// Lines in it.
    pub lines: usize,
    /// Sum of its lines in cents.
    pub cents: u64,
    /// Sum of the lines that are held, in cents.
    pub cents_held: u64,
    /// ISO 4217.
    pub currency: &'static str,
}

impl Envelope {
    /// SHA-256 of the line, in hex.
    pub fn sha256(&self) -> String {
        sha256(self.line.as_bytes())
    }

    /// The state it must end in.
    pub fn end(&self) -> &'static str {
        match self.fault {
            Fault::None | Fault::LineWithoutCode => "released",
            Fault::Total => "in_review",
            Fault::Hash => "dead_letter",
        }
    }
}

/// SHA-256 in hex.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Cents as a decimal.
pub fn decimal(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// Numbers by seed (SplitMix64).
#[derive(Debug, Clone)]
pub struct Seed(pub u64);

impl Seed {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `most`.
    pub fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }
}

/// So many envelopes; about one in ten is wrong in some way.
pub fn envelopes(count: usize, seed: u64) -> Vec<Envelope> {
    let mut random = Seed(seed);
    (0..count)
        .map(|number| {
            let fault = match random.below(30) {
                0 => Fault::LineWithoutCode,
                1 => Fault::Total,
                2 => Fault::Hash,
                _ => Fault::None,
            };
            envelope(&format!("{seed:x}-{number:06}"), fault, &mut random)
        })
        .collect()
}

/// One envelope.
pub fn envelope(id: &str, fault: Fault, random: &mut Seed) -> Envelope {
    let currency = ["USD", "EUR"][random.below(2) as usize];
    let lines = if fault == Fault::LineWithoutCode { 2 } else { 1 + random.below(3) as usize };
    let (mut items, mut cents, mut cents_held) = (Vec::new(), 0, 0);
    for place in 0..lines {
        let (description, code, origin) = GOODS[random.below(GOODS.len() as u64) as usize];
        let (quantity, price) = (1 + random.below(400), 100 + random.below(90_000));
        let mut item = json!({
            "description": description, "quantity": quantity, "unit_price": number(price), "currency": currency,
            "hs_code": code, "origin_country": origin,
        });
        cents += quantity * price;
        if fault == Fault::LineWithoutCode && place == 1 {
            item.as_object_mut().unwrap().remove("hs_code");
            cents_held += quantity * price;
        }
        items.push(item);
    }
    let total = if fault == Fault::Total { cents + 12_345 } else { cents };
    let payload = json!({ "compliance_data": {
        "invoice_number": format!("INV-{id}"), "line_items": items, "total_value": number(total), "incoterms": "FCA",
    }});
    let of = if fault == Fault::Hash { "something else".to_owned() } else { payload.to_string() };
    let line = json!({
        "correlation_id": id, "file_hash": sha256(of.as_bytes()), "source_system": "tests", "payload": payload,
        "received_at": "2025-10-15T08:26:38+00:00",
    });
    Envelope { id: id.to_owned(), line: line.to_string(), fault, lines, cents, cents_held, currency }
}

/// Cents as a JSON number with two decimals.
fn number(cents: u64) -> Value {
    serde_json::from_str(&decimal(cents)).unwrap()
}

/// Lines with their breaks.
pub fn ndjson<'e>(envelopes: impl IntoIterator<Item = &'e Envelope>) -> Vec<u8> {
    envelopes.into_iter().flat_map(|envelope| [envelope.line.as_bytes(), b"\n"].concat()).collect()
}
