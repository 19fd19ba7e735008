//! How long one envelope of five lines takes: at the door, as a tree, and as a record. Run with `--release`.

use parse::envelope;
use parse::json;
use parse::limits::Limits;
use parse::read::Hint;
use parse::sniff;
use std::hint::black_box;
use std::time::Instant;

/// Calls in one series, and series: short ones, so that some fall between the turns of other programs.
const ROUNDS: u32 = 500;
const SERIES: u32 = 1_000;

fn main() {
    let line = envelope_of_five_lines();
    let limits = Limits::default();
    println!("envelope: {} bytes", line.len());
    timed("json::parse", || json::parse(black_box(&line), &limits).is_ok());
    timed("sha-256 of all bytes", || trade::Digest::of(black_box(line.as_bytes())).short() != 0);
    timed("envelope::open", || envelope::open(black_box(line.as_bytes())).is_ok());
    timed("sniff", || sniff::sniff(black_box(line.as_bytes()), None).mismatch.is_none());
    timed("parse::read", || parse::read(black_box(line.as_bytes()), &Hint::default()).findings.is_empty());
    timed("envelope::read", || envelope::read(black_box(line.as_bytes()), None, &limits).findings.is_empty());
}

/// Prints the best series: the others were disturbed.
fn timed(name: &str, work: impl Fn() -> bool) {
    let series = || {
        let start = Instant::now();
        let sound = (0..ROUNDS).filter(|_| black_box(work())).count();
        assert_eq!(sound, ROUNDS as usize, "{name} must go well");
        start.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS)
    };
    let best = (0..SERIES).map(|_| series()).fold(f64::INFINITY, f64::min);
    println!("{name}: {best:.2} µs");
}

fn envelope_of_five_lines() -> String {
    let goods = [
        ("Articles of plastics, moulded housing, lot 71482", 572, "5.17", "392690"),
        ("Printed circuits, 6 layer, lot 78907", 131, "1.39", "8534008279"),
        ("Medicaments in measured doses, retail packing, lot 36463", 2233, "26.04", "300490"),
        ("Portable data processing machines, laptop 14in, lot 28221", 654, "1139.08", "8471302547"),
        ("Uncoated paper for printing, A4 80 g/m2, lot 59470", 1394, "2.27", "480256"),
    ];
    let lines: Vec<String> = goods
        .iter()
        .map(|(description, quantity, price, code)| {
            format!(
                r#"{{"description":"{description}","quantity":{quantity},"unit_price":{price},"currency":"CNY","hs_code":"{code}","origin_country":"TH"}}"#
            )
        })
        .collect();
    let payload = format!(
        r#"{{"compliance_data":{{"invoice_number":"INV-2025-5647119","line_items":[{}],"total_value":809409.35,"incoterms":"FCA"}}}}"#,
        lines.join(",")
    );
    let hash = trade::Digest::of(payload.as_bytes());
    format!(
        r#"{{"correlation_id":"bdd640fb-0667-4ad1-9c80-317fa3b1799d","file_hash":"{hash}","source_system":"sftp-carrier-07","payload":{payload},"received_at":"2025-03-03T06:00:00.007338+00:00"}}"#
    )
}
