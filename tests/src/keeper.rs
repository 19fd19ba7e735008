//! The independent record-keeper: every byte string sent, every receipt that came back, compared with what the
//! program shows, what its ledger holds and what its outlet wrote.

use crate::harness::{Serving, Tide};
use crate::paper::{Envelope, Fault, sha256};
use rust_decimal::Decimal;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What was sent and what was answered.
#[derive(Default)]
pub struct Keeper {
    sent: BTreeMap<String, Envelope>,
    receipts: BTreeMap<String, Value>,
}

impl Keeper {
    /// Notes what is about to be sent.
    pub fn sends(&mut self, envelopes: &[Envelope]) {
        for envelope in envelopes {
            self.sent.insert(envelope.id.clone(), envelope.clone());
        }
    }

    /// Notes a receipt: it is of something that was sent, with its hash, and the same as any before.
    pub fn receives(&mut self, receipt: &Value) {
        let id = receipt["correlation_id"].as_str().unwrap_or_else(|| panic!("no receipt: {receipt}"));
        let sent =
            self.sent.get(id).unwrap_or_else(|| panic!("a receipt for what was never sent: {receipt}"));
        assert_eq!(receipt["sha256"], sent.sha256(), "{receipt}");
        if let Some(before) = self.receipts.insert(id.to_owned(), receipt.clone()) {
            assert_eq!(receipt["seen_before"], true, "taken in twice: {before} and {receipt}");
        }
    }

    /// What has no receipt yet.
    pub fn unacknowledged(&self) -> Vec<Envelope> {
        self.sent.values().filter(|envelope| !self.receipts.contains_key(&envelope.id)).cloned().collect()
    }

    /// How many have a receipt.
    pub fn acknowledged(&self) -> usize {
        self.receipts.len()
    }

    /// Everything that was sent is there once, in the state it must have, with its sums; the outlet has each release
    /// once; nothing else is there. The server has drained.
    pub fn compare(&self, tide: &Tide, serving: &Serving) {
        assert!(self.unacknowledged().is_empty());
        let status = serving.drained();
        assert_eq!(status["accepted"], self.sent.len(), "{status}");
        assert_eq!(status["conserved"], true, "{status}");
        self.compare_documents(&documents(serving));
        self.compare_sums(&status);
        self.compare_releases(&tide.releases());
        self.compare_originals(tide);
    }

    fn compare_documents(&self, documents: &BTreeMap<String, Value>) {
        let shown: BTreeSet<&String> = documents.keys().collect();
        assert_eq!(shown, self.sent.keys().collect(), "documents and what was sent");
        for (id, envelope) in &self.sent {
            let document = &documents[id];
            assert_eq!(document["state"], envelope.end(), "{:?}: {document}", envelope.fault);
            assert_eq!(document["sha256"], envelope.sha256());
            if envelope.fault != Fault::Hash {
                assert_eq!(document["lines"], envelope.lines, "{document}");
                assert_eq!(document["quarantined_lines"], usize::from(envelope.cents_held > 0), "{document}");
            }
        }
    }

    /// The program's sums of value are ours. What it could not trust (a wrong hash) may or may not be counted there,
    /// but closes.
    fn compare_sums(&self, status: &Value) {
        let mut released: BTreeMap<&str, Decimal> = BTreeMap::new();
        for envelope in self.sent.values().filter(|envelope| envelope.end() == "released") {
            *released.entry(envelope.currency).or_default() += cents(envelope.cents - envelope.cents_held);
        }
        for (currency, ours) in released {
            let sums = &status["value"][currency];
            assert_eq!(amount(&sums["released"]), ours, "{currency}: {sums}");
            assert_eq!(amount(&sums["declared"]), ours + amount(&sums["held"]), "{currency}: {sums}");
        }
    }

    fn compare_releases(&self, releases: &[Value]) {
        let mut ids = BTreeSet::new();
        let mut of = BTreeSet::new();
        for release in releases {
            assert!(ids.insert(release["release_id"].as_str().unwrap()), "twice in the outlet: {release}");
            let id = release["correlation_id"].as_str().unwrap();
            assert!(of.insert(id), "two releases of {id}");
            let envelope = &self.sent[id];
            assert_eq!(release["sha256"], envelope.sha256());
            assert_eq!(amount(&release["declared_total"]), cents(envelope.cents), "{release}");
            assert_eq!(
                amount(&release["released_total"]),
                cents(envelope.cents - envelope.cents_held),
                "{release}"
            );
            assert_eq!(release["complete"], envelope.cents_held == 0, "{release}");
        }
        let wanted: BTreeSet<&str> =
            self.sent.values().filter(|sent| sent.end() == "released").map(|sent| sent.id.as_str()).collect();
        assert_eq!(of, wanted, "releases and what must be released");
    }

    /// The ledger has the bytes of each receipt.
    fn compare_originals(&self, tide: &Tide) {
        let ledger = tide.ledger();
        let mut query = ledger
            .prepare("SELECT document.id, original.bytes FROM document JOIN original ON original.seq = document.seq")
            .unwrap();
        let rows =
            query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))).unwrap();
        let mut found = 0;
        for row in rows {
            let (id, bytes) = row.unwrap();
            assert_eq!(sha256(&bytes), self.sent[&id].sha256(), "{id}");
            found += 1;
        }
        assert_eq!(found, self.sent.len(), "originals");
    }
}

/// A decimal of the program's JSON, which is text.
pub fn amount(value: &Value) -> Decimal {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or_else(|| panic!("no decimal: {value}"))
}

/// Our own cents as a decimal.
fn cents(cents: u64) -> Decimal {
    Decimal::new(cents as i64, 2)
}

/// Every document by id, page after page.
pub fn documents(serving: &Serving) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    let mut cursor = String::new();
    loop {
        let page = serving.json(&format!("/v1/documents?limit=1000{cursor}"));
        for document in page["documents"].as_array().unwrap() {
            let id = document["correlation_id"].as_str().unwrap().to_owned();
            assert!(found.insert(id, document.clone()).is_none(), "listed twice: {document}");
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}
