//! A deal as the JSON envelope that upstream systems post: identity and hash outside, `compliance_data` inside.
//!
//! Promises: `file_hash` is the SHA-256 of the payload's compact bytes. Refuses to know other payloads.

use sha2::{Digest, Sha256};

use super::deal::Deal;
use super::sheet_csv::swapped;
use crate::json_text::{Object, array, number};
use crate::random::Random;

/// What is wrong with an envelope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    None,
    /// The first line has no code.
    NoCode,
    /// The last line is in Swiss francs.
    Currency,
    /// The total is not the sum.
    Total,
    /// The hash is that of other bytes.
    Hash,
    /// The first line's code has a letter O for its last digit.
    Letter,
}

/// One envelope and what its sender knows of it.
pub struct Envelope {
    pub correlation_id: String,
    /// Compact JSON, no line break.
    pub text: String,
    pub total_cents: i64,
}

/// Writes the deal as an envelope; `routing` is JSON text or empty.
pub fn envelope(random: &mut Random, deal: &Deal, source: &str, routing: &str, fault: Fault) -> Envelope {
    let items: Vec<Object> = deal.lines.iter().map(|line| item(deal, line, fault)).collect();
    let total_cents = if fault == Fault::Total { swapped(deal.total_cents()) } else { deal.total_cents() };
    let mut data = Object::new();
    data.text("invoice_number", deal.brief.number)
        .set("line_items", array(&items))
        .set("total_value", number(total_cents))
        .text("incoterms", deal.brief.terms.0);
    let mut payload = Object::new();
    payload.set("compliance_data", data.render());
    let mut hash = hex::encode(Sha256::digest(payload.render()));
    if fault == Fault::Hash {
        hash = hex::encode(Sha256::digest(hash));
    }
    let correlation_id = random.uuid();
    let mut whole = Object::new();
    whole.text("correlation_id", &correlation_id).text("file_hash", &hash).text("source_system", source);
    if !routing.is_empty() {
        whole.set("routing", routing);
    }
    let clock = format!("{}T08:{:02}:{:02}+00:00", deal.iso_date(), random.below(60), random.below(60));
    whole.set("payload", payload.render()).text("received_at", &clock);
    Envelope { correlation_id, text: whole.render(), total_cents }
}

fn item(deal: &Deal, line: &super::deal::Line, fault: Fault) -> Object {
    let mut item = Object::new();
    let foreign = fault == Fault::Currency && line.number == deal.lines.len();
    let (head, last) = line.goods.hs.split_at(line.goods.hs.len().saturating_sub(1));
    let code =
        if fault == Fault::Letter && line.number == 1 { format!("{head}O") } else { format!("{head}{last}") };
    item.text("description", deal.describe(line))
        .set("quantity", line.quantity.to_string())
        .set("unit_price", number(line.price_cents))
        .text("currency", if foreign { "CHF" } else { deal.brief.currency })
        .text("hs_code", &code)
        .text("origin_country", &line.origin);
    if fault == Fault::NoCode && line.number == 1 {
        item.remove("hs_code");
    }
    item
}

/// The envelope with its total said twice, with two values.
pub fn total_twice(envelope: &Envelope) -> Vec<u8> {
    let once = format!("\"total_value\":{}", number(envelope.total_cents));
    let twice = format!("{once},\"total_value\":{}", number(envelope.total_cents + 100_000));
    let mut text = crate::json_text::pretty(&envelope.text.replacen(&once, &twice, 1));
    text.truncate(text.trim_end().len());
    text.push('\n');
    text.into_bytes()
}
