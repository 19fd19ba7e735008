//! An invoice or a packing list from top to bottom.
//!
//! Promises: letterhead, parties, facts, goods, sums, cargo, signature, in an order people use. Refuses to know details.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::draft::Draft;
use super::facts::{self, Fact};
use super::look::{Facts, Foot, Kind, Parties};
use super::parties;
use super::recap;
use super::sheet::Align;
use super::spell::spell;
use super::statements;
use super::sums;
use super::table::Table;
use crate::goods::Language;

/// Writes the whole paper.
pub fn write(draft: &mut Draft) {
    let key = if draft.look.kind == Kind::PackingList { "title.packing" } else { "title.invoice" };
    let title = draft.words.get(key).to_owned();
    parties::letterhead(draft, &title);
    top(draft);
    if draft.look.kind == Kind::Invoice && draft.random.chance(0.3) {
        let words = draft.words.get("intro").to_owned();
        let (x, y, ink) = (draft.sheet.margin, draft.sheet.y - 4.0, draft.ink());
        draft.sheet.text(x, y, Align::Left, &words, ink);
        draft.sheet.y = y + ink.leading() + 6.0;
    }
    let table = Table::plan(draft);
    table.draw(draft);
    sums::draw(draft, &table);
    if draft.quirks.recapitulated && draft.shown.contains("line.hs_code") {
        recap::draw(draft);
    }
    closing(draft);
    footers(draft);
}

/// Parties and facts, beside each other or one below the other.
fn top(draft: &mut Draft) {
    let blocks = parties::blocks(draft);
    let mut facts = statements::head(draft);
    if draft.look.cargo_above {
        facts.extend(statements::cargo(draft));
    }
    let (x, y, width) = (draft.sheet.margin, draft.sheet.y, draft.sheet.measure_width());
    let style = draft.look.facts;
    let over_width = matches!(style, Facts::Strip | Facts::Cells | Facts::Under)
        || matches!(draft.look.parties, Parties::Boxes | Parties::Side);
    let below = if over_width {
        let below = parties::draw(draft, &blocks, (x, y, width));
        let gap = if style == Facts::Cells && draft.look.parties == Parties::Boxes { 0.0 } else { 10.0 };
        two_columns(draft, &facts, style, (x, below + gap, width))
    } else {
        let split = width * 0.54;
        let left = parties::draw(draft, &blocks, (x, y, split - 16.0));
        let right = facts::draw(draft, &facts, style, (x + split, y, width - split));
        left.max(right)
    };
    draft.sheet.y = below + 14.0;
}

/// Lists of pairs in two columns where there are many; the other arrangements over the whole width.
fn two_columns(draft: &mut Draft, facts: &[Fact], style: Facts, (x, y, width): (f32, f32, f32)) -> f32 {
    if matches!(style, Facts::Strip | Facts::Cells | Facts::Under) {
        return facts::draw(draft, facts, style, (x, y, width));
    }
    let half = width / 2.0;
    let (first, second) = facts.split_at_checked(facts.len().div_ceil(2)).unwrap_or((facts, &[]));
    let left = facts::draw(draft, first, style, (x, y, half - 8.0));
    left.max(facts::draw(draft, second, style, (x + half + 8.0, y, half - 8.0)))
}

/// What follows the sums.
fn closing(draft: &mut Draft) {
    if !draft.look.cargo_above {
        let facts = statements::cargo(draft);
        if !facts.is_empty() {
            draft.sheet.need(facts.len().div_ceil(2) as f32 * draft.ink().leading() * 2.0 + 20.0);
            let place = (draft.sheet.margin, draft.sheet.y + 4.0, draft.sheet.measure_width());
            let style = match draft.look.facts {
                Facts::Strip | Facts::Table => Facts::Colon,
                style => style,
            };
            draft.sheet.y = two_columns(draft, &facts, style, place) + 10.0;
        }
    }
    let ink = draft.small();
    let mut notes: Vec<String> = Vec::new();
    if draft.look.kind == Kind::Invoice && draft.random.chance(0.25) {
        notes.push(spelt(draft));
    }
    if draft.look.kind == Kind::Invoice && draft.deal.tax.is_none() && draft.random.chance(0.4) {
        notes.push(draft.words.get("vat.none").to_owned());
    }
    if draft.look.kind == Kind::Invoice && draft.random.chance(0.5) {
        notes.push(draft.words.get("origin.statement").to_owned());
    }
    if draft.look.kind == Kind::Invoice && draft.look.foot != Foot::Columns && draft.random.chance(0.5) {
        let account = bank(draft);
        notes.push(format!("{}: {account}", draft.words.get("bank")));
    }
    for note in notes {
        draft.sheet.need(4.0 * ink.leading());
        let (x, y, width) = (draft.sheet.margin, draft.sheet.y, draft.sheet.measure_width());
        draft.sheet.y = draft.sheet.paragraph(x, y, width, &note, ink) + 4.0;
    }
    if draft.random.chance(0.6) {
        signature(draft);
    }
}

/// The total in words: `US DOLLARS` as its code, hundredths as a fraction.
fn spelt(draft: &Draft) -> String {
    let deal = draft.deal;
    let whole = deal.total.trunc().to_u64().unwrap_or_default();
    let hundredths = (deal.total.fract() * Decimal::ONE_HUNDRED).trunc();
    let words = spell(whole, deal.language);
    let label = draft.words.get("words");
    let tail = if deal.places == 0 { String::new() } else { format!(" {hundredths:02}/100") };
    if deal.language == Language::English {
        format!("{label} {} {}{tail}", deal.currency, words.to_uppercase())
    } else {
        format!("{label} {words}{tail} {}", deal.currency)
    }
}

fn signature(draft: &mut Draft) {
    draft.sheet.need(60.0);
    let (right, y, ink) = (draft.sheet.right(), draft.sheet.y + 34.0, draft.small());
    draft.sheet.rule((right - 170.0, y), (right, y), 0.6);
    let words = draft.words.get("signature").to_owned();
    draft.sheet.text(right - 170.0, y + 2.0, Align::Left, &words, ink);
    draft.sheet.y = y + 2.0 + ink.leading();
}

fn bank(draft: &mut Draft) -> String {
    let digits: String = (0..18).map(|_| char::from(b'0' + draft.random.below(10) as u8)).collect();
    match draft.deal.seller.country.as_str() {
        "US" | "CN" | "JP" | "MX" => {
            format!("First Harbour Bank, A/C {}, SWIFT FHBKUS33", digits.get(..10).unwrap_or_default())
        }
        country => format!("Hanseatica Bank, IBAN {country}{digits}, BIC HNSBDEHH"),
    }
}

/// Page numbers and the like, once the number of pages is known.
pub fn footers(draft: &mut Draft) {
    let (margin, right, width) = (draft.sheet.margin, draft.sheet.right(), draft.sheet.width);
    let y = draft.sheet.height - 36.0;
    let ink = draft.ink().sized(6.8);
    let seller = &draft.deal.seller;
    let account = bank(draft);
    let count = draft.sheet.pages.len();
    let style = draft.look.foot;
    let after = std::mem::take(&mut draft.sheet.pages);
    for (at, page) in after.into_iter().enumerate() {
        draft.sheet.pages.push(page);
        let number = format!("{} {} {} {count}", draft.words.get("page"), at + 1, draft.words.get("of"));
        match style {
            Foot::Page => draft.sheet.text(right, y, Align::Right, &number, ink),
            Foot::Centred => {
                let line = format!("{} – {} – {}", seller.name, seller.town_line(), number);
                draft.sheet.text(width / 2.0, y, Align::Centre, &line, ink);
            }
            Foot::Columns => {
                draft.sheet.rule((margin, y - 4.0), (right, y - 4.0), 0.4);
                let third = (right - margin) / 3.0;
                let address = [seller.name.clone(), seller.street.clone(), seller.town_line()];
                let reach =
                    [format!("{} {}", draft.words.get("phone"), seller.phone), seller.vat.clone(), number];
                let narrow = draft.sheet.fitting(&seller.name, third - 8.0, ink);
                draft.sheet.lines(margin, y, Align::Left, &address, narrow);
                draft.sheet.lines(margin + third, y, Align::Left, &reach, ink);
                let account = draft.sheet.wrap(&account, third, ink);
                draft.sheet.lines(margin + 2.0 * third, y, Align::Left, &account, ink);
            }
        }
    }
}
