//! Draws envelopes one after another: sound ones, spoilt ones, repeats.
//!
//! Promises: depends on seed and mix alone. Refuses to know files.

use anyhow::Result;
use sha2::{Digest, Sha256};

use super::kinds::{self, Hash};
use crate::goods::{Goods, Language, catalogue};
use crate::json_text::{Object, array, number};
use crate::random::Random;

const CURRENCIES: &[&str] = &["USD", "EUR", "GBP", "JPY", "CNY", "MXN", "CAD", "INR"];
const ORIGINS: &[&str] =
    &["CN", "DE", "US", "MX", "VN", "IN", "JP", "KR", "IT", "FR", "BR", "TR", "TH", "PL"];
const TERMS: &[&str] = &["EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF"];
const SOURCES: &[&str] = &["edi-gateway-1", "email-ingest", "sftp-carrier-07", "broker-portal", "api-v2"];
const PRIORITIES: &[u8] = &[0, 0, 0, 0, 0, 0, 0, 5, 5, 9];

/// What share is wrong and how.
#[derive(Clone, Debug)]
pub struct Mix {
    /// Share of spoilt envelopes, 0 to 1.
    pub invalid: f64,
    pub kinds: Vec<&'static str>,
    /// Share of repeats of an earlier envelope.
    pub duplicates: f64,
    /// Lines a document on average.
    pub items: u64,
    /// Whether each says its priority.
    pub routing: bool,
}

/// One envelope.
#[derive(Clone)]
pub struct Envelope {
    /// Compact JSON without a line break.
    pub line: String,
    pub correlation_id: String,
    /// `ok`, a kind, or `dup`.
    pub kind: &'static str,
}

/// An envelope before it is written.
pub struct Draft {
    pub items: Vec<Object>,
    pub data: Object,
    pub total_cents: i64,
    /// JSON text in the place of the list of lines.
    pub line_items: Option<String>,
    /// JSON text in the place of the payload.
    pub payload: Option<String>,
    pub hash: Option<Hash>,
}

/// An endless stream of envelopes.
pub struct Generator {
    random: Random,
    mix: Mix,
    goods: Vec<Goods>,
    /// Microseconds since the first envelope's morning.
    clock: u64,
    recent: Vec<Envelope>,
}

impl Generator {
    /// Fails only where the catalogue does not read.
    pub fn new(seed: u64, mix: Mix) -> Result<Generator> {
        Ok(Generator { random: Random::new(seed), mix, goods: catalogue()?, clock: 0, recent: Vec::new() })
    }

    fn line_item(&mut self, currency: &str) -> (Object, i64) {
        let random = &mut self.random;
        let goods = random.pick(&self.goods);
        let quantity = random.between(1, 2_400);
        let price = random.between(goods.low_cents, goods.high_cents);
        let mut code = goods.hs.clone();
        if random.chance(0.4) {
            code.push_str(&format!("{:04}", random.below(10_000)));
        }
        let mut item = Object::new();
        let words = format!("{}, lot {:05}", goods.description(Language::English), random.below(100_000));
        item.text("description", &words)
            .set("quantity", quantity.to_string())
            .set("unit_price", number(price))
            .text("currency", currency)
            .text("hs_code", &code)
            .text("origin_country", random.one(ORIGINS));
        (item, quantity * price)
    }

    fn draft(&mut self) -> Draft {
        let currency = self.random.one(CURRENCIES);
        let count = 1 + self.random.below((2 * self.mix.items).saturating_sub(1).max(1));
        let (mut items, mut total_cents) = (Vec::new(), 0);
        for _ in 0..count {
            let (item, cents) = self.line_item(currency);
            items.push(item);
            total_cents += cents;
        }
        let mut data = Object::new();
        data.text("invoice_number", &format!("INV-2025-{:07}", self.random.below(10_000_000)))
            .set("line_items", "")
            .set("total_value", "")
            .text("incoterms", self.random.one(TERMS));
        Draft { items, data, total_cents, line_items: None, payload: None, hash: None }
    }

    fn fresh(&mut self) -> Envelope {
        let correlation_id = self.random.uuid();
        let mut draft = self.draft();
        let mut kind = "ok";
        if self.random.chance(self.mix.invalid) {
            kind = self.random.one(&self.mix.kinds);
            kinds::spoil(&mut draft, kind, &mut self.random);
        }
        let payload = payload(&mut draft);
        let mut whole = Object::new();
        whole
            .text("correlation_id", &correlation_id)
            .text("file_hash", &stated_hash(&payload, draft.hash))
            .text("source_system", self.random.one(SOURCES));
        if self.mix.routing {
            whole.set("routing", format!("{{\"priority\":{}}}", self.random.one(PRIORITIES)));
        }
        self.clock += 1_000 + self.random.below(59_000);
        whole.set("payload", payload).text("received_at", &clock_text(self.clock));
        Envelope { line: whole.render(), correlation_id, kind }
    }
}

impl Iterator for Generator {
    type Item = Envelope;

    fn next(&mut self) -> Option<Envelope> {
        if self.mix.duplicates > 0.0 && !self.recent.is_empty() && self.random.chance(self.mix.duplicates) {
            let again = self.random.pick(&self.recent).clone();
            return Some(Envelope { kind: "dup", ..again });
        }
        let envelope = self.fresh();
        if self.mix.duplicates > 0.0 {
            self.recent.push(envelope.clone());
            let excess = self.recent.len().saturating_sub(500);
            self.recent.drain(..excess);
        }
        Some(envelope)
    }
}

fn payload(draft: &mut Draft) -> String {
    if let Some(payload) = draft.payload.take() {
        return payload;
    }
    let lines = draft.line_items.take().unwrap_or_else(|| array(&draft.items));
    draft.data.set("line_items", lines).set("total_value", number(draft.total_cents));
    format!("{{\"compliance_data\":{}}}", draft.data.render())
}

fn stated_hash(payload: &str, lie: Option<Hash>) -> String {
    let hash = hex::encode(Sha256::digest(payload));
    match lie {
        None => hash,
        Some(Hash::Short) => hash.chars().take(40).collect(),
        Some(Hash::NotHex) => "z".repeat(64),
        Some(Hash::Mismatch) => hex::encode(Sha256::digest(hash)),
    }
}

/// 2025-03-03T06:00:00Z and this much later. A year of envelopes stays within March and after only past 10^9 of them.
fn clock_text(micros: u64) -> String {
    let seconds = micros / 1_000_000 + 6 * 3_600;
    let (day, second) = (3 + seconds / 86_400, seconds % 86_400);
    format!(
        "2025-03-{day:02}T{:02}:{:02}:{:02}.{:06}+00:00",
        second / 3_600,
        second / 60 % 60,
        second % 60,
        micros % 1_000_000
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mix() -> Mix {
        Mix { invalid: 0.5, kinds: kinds::set("all").unwrap(), duplicates: 0.1, items: 5, routing: true }
    }

    #[test]
    fn the_same_seed_the_same_bytes() {
        let lines = |seed| Generator::new(seed, mix()).unwrap().take(300).map(|e| e.line).collect::<Vec<_>>();
        assert_eq!(lines(42), lines(42));
        assert_ne!(lines(42), lines(43));
    }

    #[test]
    fn a_sound_envelope_adds_up_and_its_hash_is_that_of_its_payload() {
        let sound = Mix { invalid: 0.0, duplicates: 0.0, ..mix() };
        for envelope in Generator::new(1, sound).unwrap().take(50) {
            let start = envelope.line.find("\"payload\":").unwrap() + 10;
            let end = envelope.line.rfind(",\"received_at\"").unwrap();
            let line: serde_json::Value = serde_json::from_str(&envelope.line).unwrap();
            assert_eq!(line["file_hash"], hex::encode(Sha256::digest(&envelope.line[start..end])));
            let data = &line["payload"]["compliance_data"];
            let cents = |value: &serde_json::Value| (value.as_f64().unwrap() * 100.0).round() as i64;
            let items = data["line_items"].as_array().unwrap();
            let sum: i64 =
                items.iter().map(|i| i["quantity"].as_i64().unwrap() * cents(&i["unit_price"])).sum();
            assert_eq!(sum, cents(&data["total_value"]));
        }
    }

    #[test]
    fn shares_are_about_what_was_asked() {
        let all: Vec<Envelope> = Generator::new(5, mix()).unwrap().take(4_000).collect();
        let share = |of: &dyn Fn(&Envelope) -> bool| all.iter().filter(|e| of(e)).count() as f64 / 4_000.0;
        assert!((0.07..0.13).contains(&share(&|e| e.kind == "dup")));
        assert!((0.4..0.5).contains(&share(&|e| e.kind == "ok")));
    }

    #[test]
    fn the_clock_rolls_over_days() {
        assert_eq!(clock_text(1), "2025-03-03T06:00:00.000001+00:00");
        assert_eq!(clock_text(18 * 3_600 * 1_000_000), "2025-03-04T00:00:00.000000+00:00");
    }
}
