//! What the engine finds on the pages of PDFs: words with their boxes, or words alone.
//!
//! `cargo run -p parse --example pdf_words -- FILE` prints a line a word: left, top, right, bottom, size, marks (`b`old, its
//! turn, `?` for unseen), text. `--text` prints the words of each page alone, `--rules` the drawn lines too.

use parse::limits::Limits;
use parse::pdf::document::Document;
use parse::pdf::engine::open;
use parse::pdf::page::{Page, Word};

fn main() {
    let (flags, files): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    for path in files {
        let Ok(bytes) = std::fs::read(&path) else {
            eprintln!("{path}: cannot be read");
            continue;
        };
        let document = match open(&bytes, &Limits::default()) {
            Ok(document) => document,
            Err(fault) => {
                eprintln!("{path}: {} at {fault}", fault.code);
                continue;
            }
        };
        for page in (1..=document.page_count()).filter_map(|number| document.page(number)) {
            if has("--text") {
                page.words.iter().for_each(|word| println!("{}", word.text));
            } else {
                show(&page, has("--rules"));
            }
        }
        let (gap, belied, revisions) = (document.gap(), document.belied(), document.revisions());
        if gap.is_some() || belied.is_some() || revisions > 1 || !document.active().is_empty() {
            let active = document.active();
            eprintln!(
                "{path}: missing {gap:?}, belied on page {belied:?}, saved {revisions} times, {active:?}"
            );
        }
        if let Some(fault) = document.fault() {
            eprintln!("{path}: {} at {fault}", fault.code);
        }
    }
}

fn show(page: &Page, rules: bool) {
    println!(
        "page {}  {} x {} pt  {} glyphs, {} without Unicode, {} lines, {} outlines, {:.0} % pictures",
        page.number,
        page.width,
        page.height,
        page.glyphs,
        page.unmapped,
        page.rules.len(),
        page.outlines,
        page.pictured * 100.0
    );
    page.words.iter().for_each(|word| line(word, ""));
    page.unseen.iter().for_each(|word| line(word, "?"));
    for rule in page.rules.iter().filter(|_| rules) {
        println!("{:8.2} {:8.2} {:8.2} {:8.2}  line", rule.x0, rule.y0, rule.x1, rule.y1);
    }
}

fn line(word: &Word, mark: &str) {
    let turn = if word.turn == 0 { String::new() } else { word.turn.to_string() };
    let marks = format!("{}{turn}{mark}", if word.bold { "b" } else { "" });
    let bounds = word.bounds;
    println!(
        "{:8.2} {:8.2} {:8.2} {:8.2} {:6.2} {marks:>5}  {}",
        bounds.x0, bounds.y0, bounds.x1, bounds.y1, word.size, word.text
    );
}
