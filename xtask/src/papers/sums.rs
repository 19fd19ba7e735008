//! What stands below the goods: their total, charges, tax, the total; on packing lists packages and weights.
//!
//! Promises: every sum that leads to the total is printed. Refuses to compute.

use super::cells::sum_of;
use super::draft::Draft;
use super::look::{Column, Kind, Sums};
use super::sheet::Align;
use super::table::{PAD, Table};

/// A label with its amount.
struct Entry {
    label: String,
    amount: String,
    last: bool,
}

/// Below the table, in line with it.
pub fn draw(draft: &mut Draft, table: &Table) {
    if draft.look.kind != Kind::Invoice {
        return weights(draft, table);
    }
    let entries = entries(draft);
    let ink = table.ink;
    let height = entries.len() as f32 * (ink.leading() + 4.0) + 12.0;
    draft.sheet.need(height);
    match draft.look.sums {
        Sums::Rows => {
            for entry in &entries {
                let ink = if entry.last { ink.bold() } else { ink };
                table.sum_row(draft, &entry.label, &[(Column::Amount, entry.amount.clone())], ink);
            }
            let y = draft.sheet.y;
            draft.sheet.rule((table.x, y), (table.end(), y), 0.8);
        }
        style => block(draft, table, &entries, style),
    }
    draft.sheet.y += 10.0;
}

fn entries(draft: &mut Draft) -> Vec<Entry> {
    let deal = draft.deal;
    let mut entries = Vec::new();
    let simple = deal.charges.is_empty() && deal.tax.is_none();
    if !simple || draft.random.chance(0.4) {
        entries.push((draft.bare("goods.total"), draft.money(deal.goods_total), false));
        draft.show("goods_total");
    }
    for (kind, amount) in &deal.charges {
        entries.push((draft.bare(kind), draft.money(*amount), false));
    }
    draft.show("charges");
    if let Some((percent, amount)) = deal.tax {
        entries.push((
            format!("{} {} %", draft.bare("vat"), deal.locale.shortest(percent)),
            draft.money(amount),
            false,
        ));
        draft.show("tax_total");
    }
    let (label, amount, currency) = (draft.bare("total"), draft.money(deal.total), draft.currency());
    entries.push(match (currency == deal.currency, draft.random.below(3)) {
        (true, 0) => (label, format!("{currency} {amount}"), true),
        (true, 1) => (format!("{label} {currency}"), amount, true),
        (true, _) => (format!("{label} ({currency})"), amount, true),
        (false, _) if deal.locale.point == ',' => (label, format!("{amount} {currency}"), true),
        (false, _) => (label, format!("{currency}{amount}"), true),
    });
    draft.show("total");
    draft.show("currency");
    entries.into_iter().map(|(label, amount, last)| Entry { label, amount, last }).collect()
}

fn block(draft: &mut Draft, table: &Table, entries: &[Entry], style: Sums) {
    let (right, ink) = (table.end(), draft.ink());
    let bold = ink.bold();
    let widest = |of: fn(&Entry) -> &String| {
        entries.iter().map(|entry| draft.sheet.wide(of(entry), bold)).fold(0.0, f32::max)
    };
    let (labels, amounts) = (widest(|entry| &entry.label), widest(|entry| &entry.amount));
    let left = (right - labels - amounts - 60.0).max(table.x);
    draft.sheet.y += 6.0;
    let top = draft.sheet.y;
    for entry in entries {
        let y = draft.sheet.y;
        let height = ink.leading() + 4.0;
        let mut ink = if entry.last { bold } else { ink };
        if entry.last && style == Sums::Bar {
            draft.sheet.fill(left, y, right - left, height, draft.look.accent);
            ink = ink.coloured([255, 255, 255]);
        }
        if style == Sums::Framed || (entry.last && style == Sums::Right) {
            draft.sheet.rule((left, y), (right, y), 0.6);
        }
        draft.sheet.text(left + PAD, y + 2.0, Align::Left, &entry.label, ink);
        draft.sheet.text(right - PAD, y + 2.0, Align::Right, &entry.amount, ink);
        draft.sheet.y += height;
    }
    if style == Sums::Framed {
        let bottom = draft.sheet.y;
        draft.sheet.frame(left, top, right - left, bottom - top, 0.8);
    }
}

/// Sums of packages and weights below their columns.
pub fn weights(draft: &mut Draft, table: &Table) {
    let sums: Vec<(Column, String)> =
        table.columns.iter().filter_map(|column| Some((*column, sum_of(draft, *column)?))).collect();
    if sums.is_empty() {
        return;
    }
    for (column, shown) in
        [(Column::Net, "net_weight"), (Column::Gross, "gross_weight"), (Column::Packages, "packages")]
    {
        if table.columns.contains(&column) {
            draft.show(shown);
        }
    }
    let label = draft.bare("totals.row");
    table.sum_row(draft, &label, &sums, table.ink.bold());
    let y = draft.sheet.y;
    draft.sheet.rule((table.x, y), (table.end(), y), 0.8);
    draft.sheet.y += 10.0;
}
