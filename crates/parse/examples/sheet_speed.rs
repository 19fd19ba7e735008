//! How long a sheet takes to read: a text file of fifty lines, and the files named as arguments.
//!
//! `cargo run --release -p parse --example sheet_speed -- FILES`

use parse::limits::Limits;
use parse::sheet::{read_text, read_workbook};
use std::time::Instant;

fn main() {
    let mut text = String::from(
        "Invoice No,INV-7\nDate,2025-10-09\nCurrency,USD\n\nLine,Part No,Description,HS Code,Origin,Qty,Unit,Unit Price,Amount\n",
    );
    for n in 1..=50 {
        text.push_str(&format!(
            "{n},P-{n},\"Steel nut, M{n}\",731816,DE,{n},pcs,1.50,{}.{}\n",
            n * 3 / 2,
            n % 2 * 5
        ));
    }
    measure("50 lines of text", || read_text(text.as_bytes(), &Limits::default()).findings.len());
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let is_zip = bytes.starts_with(b"PK");
        measure(&path, || {
            let limits = Limits::default();
            if is_zip { read_workbook(&bytes, &limits) } else { read_text(&bytes, &limits) }.findings.len()
        });
    }
}

/// Prints the mean CPU time of many runs, the first left out.
fn measure(name: &str, read: impl Fn() -> usize) {
    let findings = read();
    let (start, begun) = (cpu_ns(), Instant::now());
    let mut runs = 0_u32;
    while begun.elapsed().as_millis() < 500 || runs < 20 {
        std::hint::black_box(read());
        runs += 1;
    }
    let micros = (cpu_ns() - start) as f64 / 1e3 / f64::from(runs);
    println!("{micros:>9.1} µs CPU  {name}  ({findings} findings)");
}

/// Nanoseconds this process has run, as the kernel counts them; 0 where it does not.
fn cpu_ns() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|ns| ns.parse().ok()).unwrap_or_default()
}
