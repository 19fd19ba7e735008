//! PDFs with random faults: each ends in a state, and none leaves with another number than the sound one without a doubt.
//!
//! What counts: of a released document the total, its currency, and of each released line quantity, unit price and amount are
//! those of the document before it was changed, and no line is gone but those that are held in quarantine. A number that is gone
//! is another one. Amounts and the total may be off by the rounding that sums are allowed: a cent. Names, texts, dates
//! and codes may be others: a letter changed in the content of a page is what that page now shows, and no sum speaks of it.

use crate::harness::{Serving, Tide};
use crate::keeper::amount;
use crate::paper::Seed;
use crate::pdf::{packed, plain, two_pages};
use rust_decimal::Decimal;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Copies of each invoice.
const COPIES: usize = 67;
/// Sent at once.
const BATCH: usize = 40;

/// One copy with a random fault, and what was done to it.
fn changed(whole: &[u8], random: &mut Seed) -> (String, Vec<u8>) {
    let mut bytes = whole.to_vec();
    let length = bytes.len() as u64;
    let place = |random: &mut Seed| random.below(length) as usize;
    let run = |random: &mut Seed| {
        let from = place(random);
        from..(from + 1 + random.below(60) as usize).min(whole.len())
    };
    let what = match random.below(8) {
        0 | 1 => {
            let digits: Vec<usize> = (0..whole.len()).filter(|at| whole[*at].is_ascii_digit()).collect();
            let at = digits[random.below(digits.len() as u64) as usize];
            bytes[at] = b'0' + (bytes[at] - b'0' + 1 + random.below(9) as u8) % 10;
            format!("digit at {at}")
        }
        2 => {
            let bytes_changed: Vec<usize> = (0..1 + random.below(8)).map(|_| place(random)).collect();
            bytes_changed.iter().for_each(|at| bytes[*at] = random.below(256) as u8);
            format!("bytes at {bytes_changed:?}")
        }
        3 => {
            let at = place(random);
            bytes[at] ^= 1 << random.below(8);
            format!("bit at {at}")
        }
        4 => {
            let run = run(random);
            bytes.drain(run.clone());
            format!("without {run:?}")
        }
        5 => {
            let (run, at) = (run(random), place(random));
            bytes.splice(at..at, whole[run.clone()].iter().copied());
            format!("{run:?} again at {at}")
        }
        6 => {
            let run = run(random);
            bytes[run.clone()].fill(b' ');
            format!("blank {run:?}")
        }
        _ => {
            bytes.truncate(whole.len() * 3 / 10 + random.below(length * 7 / 10) as usize);
            format!("cut at {}", bytes.len())
        }
    };
    (what, bytes)
}

/// Uploads files and answers their names in the journey, in order.
fn sent(serving: &Serving, files: &[Vec<u8>]) -> Vec<String> {
    let named: Vec<(&str, &[u8])> = files.iter().map(|bytes| ("changed.pdf", bytes.as_slice())).collect();
    let id = |receipt: &Value| receipt["correlation_id"].as_str().unwrap().to_owned();
    named
        .chunks(BATCH)
        .flat_map(|batch| {
            let answer = serving.upload(batch, &[]).ok().json();
            answer["receipts"].as_array().unwrap().iter().map(id).collect::<Vec<_>>()
        })
        .collect()
}

/// The numbers of a release.
struct Numbers {
    currency: String,
    total: Option<Decimal>,
    /// By line: quantity, price, amount.
    lines: BTreeMap<u64, [Option<Decimal>; 3]>,
}

fn numbers(release: &Value) -> Numbers {
    let number = |value: &Value| (!value.is_null()).then(|| amount(value).normalize());
    let record = &release["record"];
    let lines = record["line_items"].as_array().unwrap().iter().map(|line| {
        let numbers = ["quantity", "unit_price", "amount"].map(|field| number(&line[field]));
        (line["line"].as_u64().unwrap(), numbers)
    });
    Numbers {
        currency: record["currency"].to_string(),
        total: number(&record["total_value"]),
        lines: lines.collect(),
    }
}

/// Both are there and are the same but for a cent.
fn is_near(a: Option<Decimal>, b: Option<Decimal>) -> bool {
    a.zip(b).is_some_and(|(a, b)| (a - b).abs() <= Decimal::new(1, 2))
}

/// What a release says otherwise than that of the sound document.
fn differences(sound: &Numbers, released: &Numbers, held: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    if sound.currency != released.currency || !is_near(sound.total, released.total) {
        wrong.push(format!("{} {:?}", released.currency, released.total));
    }
    let held: Vec<u64> = held.as_array().unwrap().iter().filter_map(|line| line["line"].as_u64()).collect();
    for (line, numbers) in &sound.lines {
        match released.lines.get(line) {
            Some(other) if other[..2] == numbers[..2] && is_near(other[2], numbers[2]) => {}
            None if held.contains(line) => {}
            other => wrong.push(format!("line {line}: {other:?}")),
        }
    }
    wrong.extend(
        released
            .lines
            .keys()
            .filter(|line| !sound.lines.contains_key(line))
            .map(|line| format!("line {line} more")),
    );
    wrong
}

#[test]
fn two_hundred_changed_copies_end_in_a_state_and_none_is_silently_wrong() {
    let tide = Tide::new();
    let serving = tide.serve();
    let wholes = [plain("INV-1"), packed("INV-2"), two_pages("INV-3")];
    let mut random = Seed(20_417);
    let (mut seen, mut files, mut told) = (BTreeSet::from(wholes.clone()), wholes.to_vec(), Vec::new());
    for (number, whole) in wholes.iter().enumerate() {
        let mut copies = 0;
        while copies < COPIES {
            let (what, bytes) = changed(whole, &mut random);
            if seen.insert(bytes.clone()) {
                told.push((number, what));
                files.push(bytes);
                copies += 1;
            }
        }
    }
    let ids = sent(&serving, &files);
    assert_eq!(ids.len(), wholes.len() + wholes.len() * COPIES);
    serving.drained();
    let releases: BTreeMap<String, Value> = tide
        .releases()
        .into_iter()
        .map(|release| (release["correlation_id"].as_str().unwrap().to_owned(), release))
        .collect();
    let sound: Vec<_> = ids[..wholes.len()].iter().map(|id| numbers(&releases[id])).collect();
    let mut ends: BTreeMap<String, usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for (id, (number, what)) in ids[wholes.len()..].iter().zip(&told) {
        let document = serving.json(&format!("/v1/documents/{id}"));
        let state = document["state"].as_str().unwrap();
        *ends.entry(state.to_owned()).or_default() += 1;
        assert!(["released", "in_review", "dead_letter"].contains(&state), "{what}: {document:#}");
        if state != "released" {
            assert!(!document["code"].is_null(), "{what}: {document:#}");
            continue;
        }
        let release = &releases[id];
        let wrong = differences(&sound[*number], &numbers(release), &release["held_lines"]);
        if !wrong.is_empty() {
            faults.push(format!("invoice {number}, {what}: {}: {id}", wrong.join(", ")));
        }
    }
    assert!(faults.is_empty(), "silently wrong: {faults:#?}");
    assert_eq!(ends.len(), 3, "the faults are of too few kinds: {ends:?}");
    assert_eq!(serving.stop(), 0);
    tide.is_sound();
}
