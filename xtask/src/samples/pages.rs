//! The PDFs among the samples: invoices, packing lists, certificates and a Factur-X, and those that must not pass.
//!
//! Promises: where each ends is known without fonts, so that the lists can be checked anywhere; the bytes are drawn only
//! when samples are written, and checked by their hash otherwise. Refuses to know how the program reads.

use anyhow::{Context, Result, ensure};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::deal::Deal;
use super::listing::{End, Sample};
use super::sound::drives;
use super::{Brief, cii, factur_x, spoilt};
use crate::goods::{Goods, Language};
use crate::papers::{self, Attachment, DateForm, Kind, Shipment, Workshop, code, look, shipment};
use crate::random::Random;

/// What is done to a sound paper.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Twist {
    None,
    Truncated,
    Locked,
    Scanned,
    /// Two digits of the total swapped.
    Total,
    /// `03/04/2025`, and nothing that decides.
    Date,
    /// Weights of which nobody can say whether they are kilograms or thousands of them.
    Weights,
}

/// A paper among the samples.
struct Page {
    name: &'static str,
    about: &'static str,
    layout: &'static str,
    language: Language,
    seed: u64,
    lines: usize,
    twist: Twist,
}

const fn page(
    name: &'static str,
    about: &'static str,
    (layout, language, seed, lines): (&'static str, Language, u64, usize),
    twist: Twist,
) -> Page {
    Page { name, about, layout, language, seed, lines, twist }
}

use Language::{English, French, German, Spanish};

const PAGES: &[Page] = &[
    page(
        "invoice-page.pdf",
        "English invoice as a PDF, framed and ruled",
        ("ruled", English, 711, 5),
        Twist::None,
    ),
    page(
        "rechnung-seite.pdf",
        "German invoice for a window envelope, tariff codes under the descriptions",
        ("window", German, 712, 4),
        Twist::None,
    ),
    page(
        "facture-page.pdf",
        "French invoice with a coloured band and striped rows",
        ("band", French, 713, 5),
        Twist::None,
    ),
    page(
        "factura-pagina.pdf",
        "Spanish invoice with weights in the table",
        ("narrow", Spanish, 714, 6),
        Twist::None,
    ),
    page(
        "invoice-three-pages.pdf",
        "English invoice of three pages, its sum carried forward",
        ("printer", English, 715, 34),
        Twist::None,
    ),
    page(
        "packing-list-page.pdf",
        "English packing list with carton numbers and dimensions",
        ("cartons", English, 716, 6),
        Twist::None,
    ),
    page(
        "packliste-seite.pdf",
        "German packing list, sums of packages and weights below their columns",
        ("pallets", German, 717, 5),
        Twist::None,
    ),
    page(
        "certificate-of-origin.pdf",
        "Certificate of origin in the numbered boxes of a chamber of commerce",
        ("chamber", English, 718, 4),
        Twist::None,
    ),
    page(
        "ursprungserklaerung.pdf",
        "German declaration of origin on the exporter's letterhead",
        ("declaration", German, 719, 4),
        Twist::None,
    ),
    page(
        "fail-truncated.pdf",
        "Invoice cut off at 70 %, as a broken upload leaves it",
        ("ruled", English, 721, 3),
        Twist::Truncated,
    ),
    page("fail-password.pdf", "Invoice locked with a password", ("window", German, 722, 3), Twist::Locked),
    page(
        "fail-scan.pdf",
        "Scanned invoice: a picture without text",
        ("ruled", English, 723, 3),
        Twist::Scanned,
    ),
    page(
        "fail-total.pdf",
        "Invoice whose printed total has two digits swapped",
        ("boxes", English, 724, 4),
        Twist::Total,
    ),
    page(
        "fail-ambiguous-date.pdf",
        "Invoice of 03/04/2025: nothing says whether in March or in April",
        ("ruled", English, 725, 3),
        Twist::Date,
    ),
    page(
        "fail-ambiguous-weights.pdf",
        "Packing list with weights such as 1.250: a kilogram and a quarter, or over a ton",
        ("cartons", English, 727, 2),
        Twist::Weights,
    ),
];

/// The record each was drawn from: name of the PDF, seed, layout, language, record.
pub fn truths(catalogue: &[Goods]) -> Result<Vec<(&'static str, Value)>> {
    let whole = |seed: u64, layout: &str, language, record: Value| json!({"seed": seed, "layout": layout, "language": code(language), "record": record});
    let mut truths = Vec::new();
    for page in PAGES {
        truths.push((page.name, whole(page.seed, page.layout, page.language, record(page)?)));
    }
    for (name, _, agrees) in FACTUR_X {
        let (deal, _) = factur_x_deals(catalogue, agrees)?;
        let record = factur_x_record(&factur_x::shipment(&deal))?;
        truths.push((name, whole(FACTUR_X_SEED, FACTUR_X_LOOK, deal.brief.language, record)));
    }
    Ok(truths)
}

fn record(page: &Page) -> Result<Value> {
    let (deal, random) = deal(page)?;
    papers::record(&deal, look(page.layout)?, random)
}

fn factur_x_record(deal: &Shipment) -> Result<Value> {
    papers::record(deal, look(FACTUR_X_LOOK)?, Random::new(FACTUR_X_CHANCE))
}

/// The committed PDFs with their hashes.
#[cfg(test)]
fn committed() -> std::collections::BTreeMap<&'static str, &'static str> {
    let rows = include_str!("../../data/sample_papers.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| row.split_once('\t')).collect()
}

/// All of them, drawn; installs fonts and programs that are missing.
pub fn drawn(catalogue: &[Goods]) -> Result<Vec<Sample>> {
    let workshop = Workshop::open()?;
    let mut samples = Vec::new();
    for page in PAGES {
        let (deal, random) = deal(page)?;
        let paper = workshop.write(&deal, look(page.layout)?, random, None)?;
        ensure!(paper.record == record(page)?, "{}: the record depends on the fonts", page.name);
        let bytes = match page.twist {
            Twist::Truncated => spoilt::truncated(&paper.pdf),
            Twist::Locked => spoilt::locked(&paper.pdf)?,
            Twist::Scanned => spoilt::scanned(&paper.pdf)?,
            _ => paper.pdf,
        };
        samples.push(sample(page.name, page.about, bytes, end(page, &deal)?));
    }
    for (name, about, agrees) in FACTUR_X {
        let (deal, xml) = factur_x_deals(catalogue, agrees)?;
        let attachment = Attachment { name: "factur-x.xml", bytes: cii::invoice(&xml) };
        let (deal, chance) = (factur_x::shipment(&deal), Random::new(FACTUR_X_CHANCE));
        let paper = workshop.write(&deal, look(FACTUR_X_LOOK)?, chance, Some(attachment))?;
        ensure!(paper.record == factur_x_record(&deal)?, "{name}: the record depends on the fonts");
        samples.push(sample(name, about, paper.pdf, factur_x_end(&xml, agrees)));
    }
    Ok(samples)
}

/// The committed ones, read and checked by their hash.
#[cfg(test)]
pub fn kept(catalogue: &[Goods]) -> Result<Vec<Sample>> {
    let hashes = committed();
    let read = |name: &str| -> Result<Vec<u8>> {
        let bytes = std::fs::read(crate::workspace_root().join(super::FOLDER).join(name))
            .with_context(|| name.to_owned())?;
        ensure!(
            hashes.get(name) == Some(&hash(&bytes).as_str()),
            "{name} differs: run `cargo xtask samples`"
        );
        Ok(bytes)
    };
    let mut samples = Vec::new();
    for page in PAGES {
        samples.push(sample(page.name, page.about, read(page.name)?, end(page, &deal(page)?.0)?));
    }
    for (name, about, agrees) in FACTUR_X {
        let (_, xml) = factur_x_deals(catalogue, agrees)?;
        samples.push(sample(name, about, read(name)?, factur_x_end(&xml, agrees)));
    }
    Ok(samples)
}

/// `data/sample_papers.tsv` for these samples.
pub fn hashes(samples: &[Sample]) -> String {
    let mut text = String::from(
        "# The PDFs among the samples: name and SHA-256 of what is committed. Written by `cargo xtask samples`.\n",
    );
    for sample in samples.iter().filter(|sample| is_page(sample.name)) {
        text.push_str(&format!("{}\t{}\n", sample.name, hash(&sample.bytes)));
    }
    text
}

/// Whether a sample of this name is drawn here.
pub fn is_page(name: &str) -> bool {
    PAGES.iter().any(|page| page.name == name) || FACTUR_X.iter().any(|(of, ..)| *of == name)
}

fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn sample(name: &'static str, about: &'static str, bytes: Vec<u8>, end: End) -> Sample {
    Sample { name, bytes, about, end, parts: Vec::new() }
}

fn deal(page: &Page) -> Result<(Shipment, Random)> {
    let (mut deal, random) = shipment(page.seed, look(page.layout)?, page.language, page.lines)?;
    match page.twist {
        Twist::Total => deal.total = swapped(deal.total)?,
        Twist::Date => {
            deal.locale.dates = DateForm::DaySlash;
            deal.date = (2025, 4, 3);
        }
        Twist::Weights => weigh(&mut deal),
        _ => {}
    }
    Ok((deal, random))
}

/// The first two digits that differ change places.
fn swapped(total: Decimal) -> Result<Decimal> {
    let mut digits: Vec<char> = total.to_string().chars().collect();
    let at = digits.windows(2).position(|pair| matches!(pair, [a, b] if a != b && *a != '.' && *b != '.'));
    let at = at.context("a total of equal digits")?;
    digits.swap(at, at + 1);
    Ok(digits.into_iter().collect::<String>().parse()?)
}

/// Whole kilograms over a thousand, dots between thousands, nothing else on the page to tell dots from points.
fn weigh(deal: &mut Shipment) {
    (deal.locale.thousands, deal.locale.point, deal.weight_places) = (".", ',', 0);
    for (at, line) in (0..).zip(&mut deal.lines) {
        line.quantity = Decimal::from(120 + 36 * at);
        line.net = Decimal::from(1_250 + 870 * at);
        line.gross = line.net + Decimal::from(135 + 20 * at);
    }
    deal.net = deal.lines.iter().map(|line| line.net).sum();
    deal.gross = deal.lines.iter().map(|line| line.gross).sum();
}

fn end(page: &Page, deal: &Shipment) -> Result<End> {
    let is_invoice = look(page.layout)?.kind == Kind::Invoice;
    let (state, codes): (_, &[&'static str]) = match page.twist {
        Twist::None => ("released", &[]),
        Twist::Truncated => ("dead_letter", &["pdf_malformed"]),
        Twist::Locked => ("dead_letter", &["encrypted"]),
        Twist::Scanned => ("in_review", &["needs_ocr"]),
        // Where sums do not close, the reader doubts its reading before the checks doubt the sender.
        Twist::Total => ("in_review", &["reading_incomplete", "total_mismatch"]),
        Twist::Date | Twist::Weights => ("in_review", &["reading_ambiguous"]),
    };
    let is_read = !matches!(page.twist, Twist::Truncated | Twist::Locked | Twist::Scanned);
    Ok(End {
        state,
        codes: codes.to_vec(),
        lines: if is_read { deal.lines.len() } else { 0 },
        quarantined: 0,
        total_value: (is_read && is_invoice).then(|| deal.total.to_string()),
        currency: (is_read && is_invoice).then(|| deal.currency.to_owned()),
    })
}

const FACTUR_X: [(&str, &str, bool); 2] = [
    ("factur-x.pdf", "German Factur-X: the page for people, the same invoice as XML inside", true),
    (
        "fail-factur-x-disagrees.pdf",
        "Factur-X whose XML states another quantity and total than its page",
        false,
    ),
];

const FACTUR_X_LOOK: &str = "window";

/// Of the deal.
const FACTUR_X_SEED: u64 = 732;

/// Of the page.
const FACTUR_X_CHANCE: u64 = 731;

/// The deal of the page and that of the XML.
fn factur_x_deals(catalogue: &[Goods], agrees: bool) -> Result<(Deal, Deal)> {
    let number = if agrees { "RE-2025-4417" } else { "RE-2025-4418" };
    let draw = || {
        Deal::draw(
            &mut Random::new(FACTUR_X_SEED),
            catalogue,
            Brief { number, order: "4500117203", ..drives() },
        )
    };
    let (page, mut xml) = (draw()?, draw()?);
    if let Some(line) = xml.lines.first_mut().filter(|_| !agrees) {
        line.quantity += 10;
    }
    Ok((page, xml))
}

/// The record is the XML's.
fn factur_x_end(xml: &Deal, agrees: bool) -> End {
    let released = super::sound::released(xml);
    if agrees { released } else { End { state: "in_review", codes: vec!["xml_disagrees"], ..released } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_layout_that_is_kept_apart_is_a_sample() {
        for page in PAGES {
            assert!(!look(page.layout).unwrap().kept_apart, "{}", page.name);
        }
    }

    #[test]
    fn weights_close_under_both_readings_and_totals_close_under_none() {
        for page in PAGES {
            let (deal, _) = deal(page).unwrap();
            let charged: Decimal = deal.charges.iter().map(|(_, amount)| amount).sum();
            let sum = deal.goods_total + charged + deal.tax.map_or(Decimal::ZERO, |(_, tax)| tax);
            assert_eq!(sum == deal.total, page.twist != Twist::Total, "{}", page.name);
            if page.twist == Twist::Weights {
                assert!(
                    deal.lines.iter().all(
                        |line| line.net >= Decimal::ONE_THOUSAND && line.quantity < Decimal::ONE_THOUSAND
                    )
                );
            }
        }
    }

    #[test]
    fn the_xml_of_the_second_factur_x_disagrees_and_that_of_the_first_does_not() {
        let catalogue = crate::goods::catalogue().unwrap();
        for (name, _, agrees) in FACTUR_X {
            let (page, xml) = factur_x_deals(&catalogue, agrees).unwrap();
            assert_eq!(page.total_cents() == xml.total_cents(), agrees, "{name}");
            let shipment = factur_x::shipment(&page);
            let lines: Decimal = shipment.lines.iter().map(|line| line.amount).sum();
            assert_eq!(lines, shipment.goods_total);
        }
    }
}
