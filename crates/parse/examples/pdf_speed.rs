//! How long PDFs take to read, all pages, against a program named by `--against` that is run on each.
//!
//! `cargo run --release -p parse --example pdf_speed -- [--against "pdftotext -bbox"] FILES`

use parse::limits::Limits;
use parse::pdf::document::Document;
use parse::pdf::engine::open;
use std::process::{Command, Stdio};
use std::time::Instant;

fn main() {
    let mut args = std::env::args().skip(1).peekable();
    let against = (args.peek().map(String::as_str) == Some("--against")).then(|| {
        args.next();
        args.next().unwrap_or_default()
    });
    let (mut ours, mut theirs) = (0.0, 0.0);
    for path in args {
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let (micros, opened, pages, words) = measure(&bytes);
        ours += micros;
        let other = against.as_ref().map_or(0.0, |program| run(program, &path));
        theirs += other;
        println!(
            "{micros:>9.0} µs CPU ({opened:>7.0} to open)  {other:>9.0} µs  {pages:>4} pages {words:>6} words  {path}"
        );
    }
    println!("{ours:>9.0} µs CPU in all, {theirs:.0} µs of the other: {:.3}", ours / theirs);
}

/// Mean CPU time of reading and of opening alone; pages; words.
fn measure(bytes: &[u8]) -> (f64, f64, u32, usize) {
    let read = || {
        let Ok(document) = open(bytes, &Limits::default()) else { return (0, 0) };
        let pages = document.page_count();
        let words = (1..=pages).filter_map(|number| document.page(number)).map(|page| page.words.len()).sum();
        (pages, words)
    };
    let (pages, words) = read();
    let opened = mean(|| u32::from(open(bytes, &Limits::default()).is_ok()));
    (mean(|| read().0), opened, pages, words)
}

fn mean(work: impl Fn() -> u32) -> f64 {
    let (start, begun, mut runs) = (cpu_ns("self"), Instant::now(), 0_u32);
    while begun.elapsed().as_millis() < 60 || runs < 3 {
        std::hint::black_box(work());
        runs += 1;
    }
    (cpu_ns("self") - start) as f64 / 1e3 / f64::from(runs)
}

/// CPU time in µs of another program on the file: children's time, as the kernel counts it in hundredths of a second, over
/// many runs.
fn run(program: &str, path: &str) -> f64 {
    let mut parts = program.split(' ');
    let (Some(name), rest) = (parts.next(), parts.collect::<Vec<_>>()) else { return 0.0 };
    let (before, runs) = (children_ticks(), 10);
    for _ in 0..runs {
        let done = Command::new(name)
            .args(&rest)
            .arg(path)
            .arg("-")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if done.is_err() {
            return 0.0;
        }
    }
    (children_ticks() - before) as f64 * 1e4 / f64::from(runs)
}

/// User and system time of children that ended, in hundredths of a second.
fn children_ticks() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    after.split_whitespace().skip(13).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
}

/// Nanoseconds a process has run, as the kernel counts them; 0 where it does not.
fn cpu_ns(process: &str) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/schedstat")).unwrap_or_default();
    stat.split(' ').next().and_then(|ns| ns.parse().ok()).unwrap_or_default()
}
