//! Certificates of origin: the numbered boxes of chambers of commerce, and letters that declare.
//!
//! Promises: each goods line with its packages, description and quantity or gross mass. Refuses to know prices.

use super::draft::Draft;
use super::facts::{self, Fact};
use super::firms::Firm;
use super::flow;
use super::look::Form;
use super::parties;
use super::sheet::Align;
use super::sums;
use super::table::Table;

/// Writes the whole paper.
pub fn write(draft: &mut Draft) {
    match draft.look.form {
        Form::Letter => letter(draft),
        form => chamber(draft, form),
    }
}

/// A place on the page with a number, a label and what is typed into it.
struct Slot {
    number: u32,
    key: &'static str,
    place: (f32, f32, f32, f32),
}

fn chamber(draft: &mut Draft, form: Form) {
    let (x, y, width) = (draft.sheet.margin, draft.sheet.y, draft.sheet.measure_width());
    let half = width * 0.52;
    let deal = draft.deal;
    let receiver = deal.consignee.as_ref().unwrap_or(&deal.buyer);
    let rest = width - half;
    let consignor = address(draft, &deal.seller);
    let (key, role) = draft.random.one(&[("consignor", "shipper"), ("exporter", "exporter")]);
    slot(draft, &Slot { number: 1, key, place: (x, y, half, 78.0) }, &consignor);
    head(draft, (x + half, y, rest, 78.0));
    let consignee = address(draft, receiver);
    slot(draft, &Slot { number: 2, key: "consignee", place: (x, y + 78.0, half, 74.0) }, &consignee);
    let origin = deal.lines.first().map(|line| line.origin.clone()).unwrap_or_default();
    let country = super::words::country(&origin, deal.language).to_owned();
    slot(
        draft,
        &Slot { number: 3, key: "cert.country", place: (x + half, y + 78.0, rest, 74.0) },
        &[country],
    );
    let transport = transport(draft);
    slot(draft, &Slot { number: 4, key: "cert.transport", place: (x, y + 152.0, half, 66.0) }, &transport);
    let remarks = vec![
        format!("{} {}", draft.label("invoice.reference"), deal.number),
        format!("{} {}", draft.label("order"), deal.order),
    ];
    slot(draft, &Slot { number: 5, key: "cert.remarks", place: (x + half, y + 152.0, rest, 66.0) }, &remarks);
    for shown in [role, "consignee", "line.origin", "invoice", "PO"] {
        draft.show(shown);
    }
    draft.sheet.y = y + 218.0;
    if form == Form::Ruled {
        ruled(draft)
    } else {
        numbered(draft)
    }
    authority(draft);
}

fn address(draft: &Draft, firm: &Firm) -> Vec<String> {
    let mut lines = vec![firm.name.clone()];
    lines.extend(firm.address_lines(draft.deal.language));
    lines
}

fn head(draft: &mut Draft, (x, y, w, h): (f32, f32, f32, f32)) {
    draft.sheet.frame(x, y, w, h, 0.7);
    let (_, number) = draft.number();
    let number = format!("{} {number}", draft.bare("certificate.number"));
    let bold = draft.sheet.fitting(&number, w - 70.0, draft.ink().bold());
    draft.sheet.text(x + w - 6.0, y + 5.0, Align::Right, &number, bold);
    draft.sheet.text(x + 6.0, y + 5.0, Align::Left, "ORIGINAL", draft.small());
    let title = draft.words.get("title.certificate").to_owned();
    let lines = draft.sheet.wrap(&title, w - 12.0, draft.large(14.0));
    draft.sheet.lines(x + w / 2.0, y + 32.0, Align::Centre, &lines, draft.large(14.0));
    draft.show("invoice_number");
}

fn slot(draft: &mut Draft, slot: &Slot, typed: &[String]) {
    let (x, y, w, h) = slot.place;
    draft.sheet.frame(x, y, w, h, 0.7);
    let small = draft.small().sized(6.6);
    let label = format!("{}. {}", slot.number, draft.bare(slot.key));
    let label = draft.sheet.wrap(&label, w - 8.0, small);
    let mut below = draft.sheet.lines(x + 4.0, y + 3.0, Align::Left, &label, small) + 3.0;
    for line in typed {
        below = draft.sheet.paragraph(x + 10.0, below, w - 16.0, line, draft.ink());
    }
}

fn transport(draft: &mut Draft) -> Vec<String> {
    let way = &draft.deal.transport;
    let mode = draft.words.get(&format!("mode.{}", way.mode)).to_owned();
    let mut lines = vec![mode];
    draft.show("mode");
    if way.mode == "sea" && draft.random.chance(0.7) {
        lines.push(format!(
            "{} {}, {} {}",
            draft.label("vessel"),
            way.vessel,
            draft.label("voyage"),
            way.voyage
        ));
        lines.push(format!("{} - {}", way.loading, way.discharge));
        draft.show("vessel");
        draft.show("voyage");
    }
    lines
}

/// Boxes 6 and 7, item after item.
fn numbered(draft: &mut Draft) {
    let deal = draft.deal;
    let (x, width) = (draft.sheet.margin, draft.sheet.measure_width());
    let split = width * 0.78;
    let (ink, small) = (draft.ink(), draft.small().sized(6.6));
    let (with_quantity, with_gross) = draft.random.one(&[(true, true), (true, false), (false, true)]);
    let with_code = draft.random.chance(0.8);
    let marks = deal.marks.join(" / ");
    let mut top = open(draft, split);
    draft.sheet.text(x + 12.0, draft.sheet.y, Align::Left, &marks, ink);
    draft.sheet.y += ink.leading() + 4.0;
    for line in &deal.lines {
        let mut text = format!("{} {}  {}", line.packages, draft.package(), line.description);
        if with_code {
            text.push_str(&format!("\n{} {}", draft.label("sub.hs"), line.code));
        }
        let lines = draft.sheet.wrap(&text, split - 46.0, ink);
        let mut amounts = Vec::new();
        if with_gross {
            amounts.push(format!("{} {}", draft.label("sub.gross"), draft.weight(line.gross)));
        }
        if with_quantity {
            amounts.push(format!("{} {}", draft.quantity(line), draft.unit(line)));
        }
        let amounts: Vec<String> =
            amounts.iter().flat_map(|text| draft.sheet.wrap(text, width - split - 12.0, ink)).collect();
        let height = lines.len().max(amounts.len()) as f32 * ink.leading() + 5.0;
        if draft.sheet.room() < height {
            shut(draft, top, split);
            draft.sheet.turn();
            top = open(draft, split);
        }
        let y = draft.sheet.y;
        draft.sheet.text(x + 12.0, y, Align::Left, &line.number.to_string(), ink);
        draft.sheet.lines(x + 34.0, y, Align::Left, &lines, ink);
        draft.sheet.lines(x + split + 6.0, y, Align::Left, &amounts, ink);
        draft.sheet.y += height;
    }
    totals(draft, small.leading());
    draft.sheet.y = draft.sheet.y.max(authority_top(draft));
    shut(draft, top, split);
    for (shown, is) in
        [("line.quantity", with_quantity), ("line.gross", with_gross), ("line.hs_code", with_code)]
    {
        if is {
            draft.show(shown);
        }
    }
    for shown in ["lines", "marks", "line.description", "line.packages", "line.package_type"] {
        draft.show(shown);
    }
}

/// Packages and gross mass of all.
fn totals(draft: &mut Draft, gap: f32) {
    let (packages, gross) = (draft.deal.packages, draft.weight(draft.deal.gross));
    let kind = draft.package();
    let text = format!("{} {packages} {kind}    {} {gross}", draft.label("packages"), draft.label("gross"));
    let (x, y, ink) = (draft.sheet.margin + 12.0, draft.sheet.y + gap, draft.ink());
    draft.sheet.text(x, y, Align::Left, &text, ink);
    draft.sheet.y = y + ink.leading() + 6.0;
    for shown in ["packages", "package_type", "gross_weight"] {
        draft.show(shown);
    }
}

fn open(draft: &mut Draft, split: f32) -> f32 {
    let (x, y, width) = (draft.sheet.margin, draft.sheet.y, draft.sheet.measure_width());
    let small = draft.small().sized(6.6);
    let goods = format!("6. {}", draft.bare("cert.goods"));
    let below = draft.sheet.paragraph(x + 4.0, y + 3.0, split - 10.0, &goods, small);
    let quantity = format!("7. {}", draft.bare("cert.quantity"));
    let other = draft.sheet.paragraph(x + split + 4.0, y + 3.0, width - split - 8.0, &quantity, small);
    draft.sheet.y = below.max(other) + 6.0;
    y
}

fn shut(draft: &mut Draft, top: f32, split: f32) {
    let (x, width, bottom) = (draft.sheet.margin, draft.sheet.measure_width(), draft.sheet.y);
    draft.sheet.frame(x, top, width, bottom - top, 0.7);
    draft.sheet.rule((x + split, top), (x + split, bottom), 0.7);
}

/// Box 6 as a table.
fn ruled(draft: &mut Draft) {
    let (x, y, width) = (draft.sheet.margin, draft.sheet.y, draft.sheet.measure_width());
    let small = draft.small().sized(6.6);
    let label = format!("6. {}", draft.bare("cert.goods"));
    let below = draft.sheet.paragraph(x + 4.0, y + 3.0, width - 8.0, &label, small) + 2.0;
    draft.sheet.text(x + 10.0, below, Align::Left, &draft.deal.marks.join(" / "), draft.ink());
    draft.show("marks");
    let end = below + draft.ink().leading() + 4.0;
    draft.sheet.frame(x, y, width, end - y, 0.7);
    draft.sheet.y = end;
    let table = Table::plan(draft);
    table.draw(draft);
    sums::weights(draft, &table);
}

fn authority_top(draft: &Draft) -> f32 {
    draft.sheet.height - draft.sheet.margin - draft.sheet.foot - 100.0
}

/// Box 8 at the foot of the page: the authority, place, date, stamp.
fn authority(draft: &mut Draft) {
    draft.sheet.need(100.0);
    let foot = authority_top(draft);
    let (x, y, end) = (draft.sheet.margin, draft.sheet.y, draft.sheet.right());
    draft.sheet.rule((x, y), (end, y), 0.7);
    draft.sheet.rule((x, y), (x, foot), 0.7);
    draft.sheet.rule((end, y), (end, foot), 0.7);
    draft.sheet.y = foot;
    let (x, y, width) = (draft.sheet.margin, draft.sheet.y, draft.sheet.measure_width());
    draft.sheet.frame(x, y, width, 92.0, 0.7);
    let words = format!("8. {}", draft.words.get("cert.authority"));
    let below = draft.sheet.paragraph(x + 4.0, y + 4.0, width - 8.0, &words, draft.small());
    let day = format!("{}, {}", draft.deal.seller.town, draft.deal.locale.date(draft.deal.date));
    draft.sheet.text(x + 10.0, below + 20.0, Align::Left, &day, draft.ink());
    let label = draft.words.get("cert.place").to_owned();
    draft.sheet.paragraph(x + 4.0, y + 76.0, width - 8.0, &label, draft.small().sized(6.4));
    draft.show("invoice_date");
    draft.sheet.y = y + 98.0;
}

/// A declaration on the exporter's own letterhead.
fn letter(draft: &mut Draft) {
    let title = draft.words.get("title.declaration").to_owned();
    parties::letterhead(draft, &title);
    let deal = draft.deal;
    let mut list = Vec::new();
    for (key, value, shown) in [
        ("certificate.number", deal.certificate_number.clone(), "invoice_number"),
        ("certificate.date", deal.locale.date(deal.date), "invoice_date"),
        ("invoice.reference", deal.number.clone(), "invoice"),
        ("order", deal.order.clone(), "PO"),
    ] {
        list.push(Fact { label: draft.label(key), value });
        draft.show(shown);
    }
    let (x, y, width) = (draft.sheet.margin, draft.sheet.y, draft.sheet.measure_width());
    let receiver = deal.consignee.as_ref().unwrap_or(&deal.buyer);
    let blocks = [parties::Block { label: draft.label("consignee"), firm: receiver }];
    draft.show("consignee");
    let left = parties::draw(draft, &blocks, (x, y, width * 0.5));
    let style = draft.look.facts;
    let right = facts::draw(draft, &list, style, (x + width * 0.55, y, width * 0.45));
    let words = draft.words.get("cert.declare").to_owned();
    draft.sheet.y = draft.sheet.paragraph(x, left.max(right) + 16.0, width, &words, draft.ink()) + 10.0;
    let table = Table::plan(draft);
    table.draw(draft);
    sums::weights(draft, &table);
    draft.sheet.need(70.0);
    let day = format!("{}, {}", deal.seller.town, deal.locale.date(deal.date));
    draft.sheet.text(x, draft.sheet.y + 14.0, Align::Left, &day, draft.ink());
    draft.sheet.text(x, draft.sheet.y + 50.0, Align::Left, &deal.seller.person, draft.ink());
    draft.sheet.y += 64.0;
    flow::footers(draft);
}
