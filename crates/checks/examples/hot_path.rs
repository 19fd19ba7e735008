//! What normalising and checking a clean envelope of five lines costs, two lines of it with ten-digit codes:
//! `cargo run --release -p checks --example hot_path -- [ROUNDS]`.

use checks::{Context, Profile, check, normalise};
use jiff::civil::date;
use rust_decimal::Decimal;
use std::time::Instant;
use tariff::Tariffs;
use trade::part::DeliveryTerms;
use trade::{Kind, Line, Record};

const ROUNDS: u32 = 200_000;

const LINES: [(&str, &str, i64, i64); 5] = [
    ("847130", "Portable automatic data processing machines, laptop 14in, lot 00001", 12, 80_000),
    ("6109109937", "T-shirts, singlets, knitted, of cotton, lot 00002", 100, 210),
    ("870899", "Parts and accessories for motor vehicles: suspension arm, lot 00003", 7, 11_950),
    ("8534000812", "Printed circuits, 6 layer, lot 00004", 131, 1_527),
    ("851713", "Smartphones, 5G, 128GB, unlocked, lot 00005", 20, 41_099),
];

fn record() -> Record {
    let mut total = Decimal::ZERO;
    let lines = LINES.iter().zip(1..).map(|((hs, description, quantity, cents), line)| {
        let price = Decimal::new(*cents, 2);
        total += price * Decimal::from(*quantity);
        Line {
            line,
            description: Some((*description).into()),
            quantity: Some((*quantity).into()),
            unit_price: Some(price),
            currency: Some("USD".into()),
            hs_code: Some((*hs).into()),
            origin_country: Some("CN".into()),
            ..Line::default()
        }
    });
    let line_items = lines.collect();
    Record {
        invoice_number: Some("INV-2025-0000001".into()),
        total_value: Some(total),
        incoterms: Some(Box::new(DeliveryTerms { printed: Some("FOB".into()), ..DeliveryTerms::default() })),
        line_items,
        ..Record::default()
    }
}

fn main() {
    let (tariffs, profile) = (Tariffs::builtin(), Profile::envelope());
    let context = Context {
        kind: Kind::CommercialInvoice,
        jurisdiction: None,
        on: date(2026, 11, 24),
        received_on: date(2026, 11, 24),
        tariffs: &tariffs,
        profile: &profile,
    };
    let template = record();
    let run = |record: &mut Record| normalise(record).len() + check(record, &context).len();
    assert_eq!(run(&mut template.clone()), 2, "the envelope is clean but for two notes");
    let rounds = std::env::args().nth(1).and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS).max(1);
    let begun = Instant::now();
    for _ in 0..rounds {
        std::hint::black_box(template.clone());
    }
    let cloning = begun.elapsed();
    let begun = Instant::now();
    for _ in 0..rounds {
        std::hint::black_box(run(&mut template.clone()));
    }
    let all = begun.elapsed();
    let each = all.saturating_sub(cloning) / rounds;
    println!("normalise + check: {each:?} a document of five lines (cloning it: {:?})", cloning / rounds);
}
