//! The list of tariff codes that some exporters print below the sums: code, origin, net mass, value. Not goods lines.
//!
//! Promises: one row a code and origin; values add up to the goods. Refuses to know the table above.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::draft::Draft;
use super::sheet::Align;

/// Draws it, where the codes are printed above as well.
pub fn draw(draft: &mut Draft) {
    let deal = draft.deal;
    let mut rows: BTreeMap<(&str, &str), (Decimal, Decimal)> = BTreeMap::new();
    for line in &deal.lines {
        let row = rows.entry((&line.code, &line.origin)).or_default();
        row.0 += line.net;
        row.1 += line.amount;
    }
    let ink = draft.small();
    draft.sheet.need((rows.len().min(8) as f32 + 3.0) * ink.leading());
    let (x, title) = (draft.sheet.margin, draft.words.get("recap").to_owned());
    draft.sheet.text(x, draft.sheet.y, Align::Left, &title, ink.bold());
    draft.sheet.y += ink.leading() + 2.0;
    let heads = ["col.hs", "col.origin", "col.net", "col.amount"].map(|key| draft.bare(key));
    row(draft, &heads, true);
    for ((code, origin), (net, value)) in rows {
        let net = deal.locale.number(net, deal.weight_places);
        let cells = [code.to_owned(), draft.country(origin), net, draft.money(value)];
        draft.sheet.need(ink.leading());
        row(draft, &cells, false);
    }
    draft.sheet.y += 8.0;
}

fn row(draft: &mut Draft, cells: &[String; 4], bold: bool) {
    let ink = if bold { draft.small().bold() } else { draft.small() };
    let (x, y) = (draft.sheet.margin, draft.sheet.y);
    let places =
        [(x, Align::Left), (x + 110.0, Align::Left), (x + 290.0, Align::Right), (x + 390.0, Align::Right)];
    for (cell, (at, align)) in cells.iter().zip(places) {
        let ink = draft.sheet.fitting(cell, 78.0, ink);
        draft.sheet.text(at, y, align, cell, ink);
    }
    draft.sheet.y += ink.leading();
}
