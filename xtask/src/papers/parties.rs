//! Who sells, buys and receives: the letterhead and the blocks of the others.
//!
//! Promises: name and whole address of whoever is shown. Refuses to know what is sold.

use super::draft::Draft;
use super::firms::Firm;
use super::look::{Head, Kind, Parties};
use super::sheet::{Align, Ink};

const WHITE: [u8; 3] = [255, 255, 255];

/// The seller over the first page, and the paper's title beside or below.
pub fn letterhead(draft: &mut Draft, title: &str) {
    let (left, right, width) = (draft.sheet.margin, draft.sheet.right(), draft.sheet.width);
    let y = draft.sheet.y;
    match draft.look.head {
        Head::Left => {
            let below = seller(draft, left, y, Align::Left, draft.large(15.0), draft.small());
            let (name, large) = (draft.deal.seller.name.clone(), draft.large(17.0));
            let taken = draft.sheet.wide(&name, draft.large(15.0)) + draft.sheet.wide(title, large) + 20.0;
            if taken < right - left {
                draft.sheet.text(right, y, Align::Right, title, large);
                draft.sheet.y = below + 16.0;
            } else {
                draft.sheet.text(right, below + 4.0, Align::Right, title, large);
                draft.sheet.y = below + 36.0;
            }
        }
        Head::Right => {
            let below = seller(draft, right, y, Align::Right, draft.large(13.0), draft.small());
            draft.sheet.text(left, below + 4.0, Align::Left, title, draft.large(16.0));
            draft.sheet.y = below + 34.0;
        }
        Head::Centre => {
            let below = seller(draft, width / 2.0, y, Align::Centre, draft.large(16.0), draft.small());
            draft.sheet.rule((left, below + 4.0), (right, below + 4.0), 1.2);
            draft.sheet.text(width / 2.0, below + 12.0, Align::Centre, title, draft.large(15.0));
            draft.sheet.y = below + 42.0;
        }
        Head::Band => {
            draft.sheet.fill(0.0, 0.0, width, 84.0, draft.look.accent);
            let small = draft.small().coloured(WHITE);
            seller(draft, left, 18.0, Align::Left, draft.large(14.0).coloured(WHITE), small);
            let name = draft.sheet.wide(&draft.deal.seller.name, draft.large(14.0));
            let large = draft.sheet.fitting(title, right - left - name - 16.0, draft.large(18.0));
            draft.sheet.text(right, 30.0, Align::Right, title, large.coloured(WHITE));
            draft.sheet.y = 100.0;
        }
        Head::Bare => {
            draft.sheet.text(width / 2.0, y, Align::Centre, title, draft.large(16.0));
            draft.sheet.y = y + 30.0;
        }
    }
}

fn seller(draft: &mut Draft, x: f32, y: f32, align: Align, name: Ink, small: Ink) -> f32 {
    let firm = &draft.deal.seller;
    draft.sheet.text(x, y, align, &firm.name, name);
    let mut lines = firm.address_lines(draft.deal.language);
    if draft.random.chance(0.5) {
        lines = vec![lines.join(if draft.random.chance(0.5) { " · " } else { ", " })];
    }
    if draft.random.chance(0.7) {
        lines.push(format!("{} {}", draft.words.get("phone"), firm.phone));
    }
    if !firm.vat.is_empty() && draft.random.chance(0.6) {
        lines.push(format!("{}: {}", draft.words.get("vat.id"), firm.vat));
    }
    draft.show("seller");
    draft.sheet.lines(x, y + name.leading() + 2.0, align, &lines, small)
}

/// A party with the label over or beside it; no label in a window.
pub struct Block<'a> {
    pub label: String,
    pub firm: &'a Firm,
}

/// The parties of this paper besides the letterhead, and that they are shown.
pub fn blocks<'a>(draft: &mut Draft<'a>) -> Vec<Block<'a>> {
    let deal = draft.deal;
    let mut blocks = Vec::new();
    let mut add = |draft: &mut Draft<'a>, key: &str, shown: &'static str, firm: &'a Firm| {
        blocks.push(Block { label: draft.label(key), firm });
        draft.show(shown);
    };
    if draft.look.head == Head::Bare {
        let (key, shown) = match draft.look.kind {
            Kind::PackingList => {
                draft.random.one(&[("shipper", "shipper"), ("exporter", "exporter"), ("seller", "seller")])
            }
            _ => ("seller", "seller"),
        };
        add(draft, key, shown, &deal.seller);
    }
    if draft.look.kind == Kind::PackingList
        && draft.random.chance(0.4)
        && draft.look.parties != Parties::Window
    {
        add(draft, "consignee", "consignee", deal.consignee.as_ref().unwrap_or(&deal.buyer));
    } else {
        add(draft, "buyer", "buyer", &deal.buyer);
        if let Some(receiver) = &deal.consignee {
            let role = draft.random.one(&["consignee", "ship_to", "ship_to"]);
            add(draft, role, role, receiver);
        }
    }
    if let Some(firm) = deal.notify.as_ref().filter(|_| draft.look.parties != Parties::Window) {
        add(draft, "notify", "notify", firm);
    }
    blocks
}

/// Draws them into a width; gives the y below.
pub fn draw(draft: &mut Draft, blocks: &[Block], (x, y, width): (f32, f32, f32)) -> f32 {
    match draft.look.parties {
        Parties::Side => {
            let share = width / blocks.len().max(1) as f32;
            let bottoms = blocks
                .iter()
                .enumerate()
                .map(|(at, block)| labelled(draft, block, x + at as f32 * share, y, share - 12.0));
            bottoms.fold(y, f32::max)
        }
        Parties::Stacked => blocks.iter().fold(y, |y, block| labelled(draft, block, x, y, width) + 8.0),
        Parties::Window => window(draft, blocks, (x, y, width)),
        Parties::Boxes => boxes(draft, blocks, (x, y, width)),
        Parties::Beside => {
            let ink = draft.ink();
            let labels =
                blocks.iter().map(|block| draft.sheet.wide(&block.label, ink)).fold(0.0, f32::max) + 10.0;
            blocks.iter().fold(y, |y, block| {
                draft.sheet.text(x, y, Align::Left, &block.label, ink);
                address(draft, block.firm, x + labels, y, width - labels) + 6.0
            })
        }
    }
}

fn labelled(draft: &mut Draft, block: &Block, x: f32, y: f32, width: f32) -> f32 {
    let small = draft.small().bold().coloured(draft.look.accent);
    draft.sheet.text(x, y, Align::Left, &block.label, small);
    address(draft, block.firm, x, y + small.leading() + 1.0, width)
}

fn address(draft: &mut Draft, firm: &Firm, x: f32, y: f32, width: f32) -> f32 {
    let ink = draft.ink();
    let name = if draft.look.capitals { ink } else { ink.bold() };
    let below = draft.sheet.paragraph(x, y, width, &firm.name, name);
    let lines: Vec<String> = firm
        .address_lines(draft.deal.language)
        .iter()
        .flat_map(|line| draft.sheet.wrap(line, width, ink))
        .collect();
    draft.sheet.lines(x, below, Align::Left, &lines, ink)
}

/// The first as behind an envelope's window, the others labelled below it.
fn window(draft: &mut Draft, blocks: &[Block], (x, y, width): (f32, f32, f32)) -> f32 {
    let seller = &draft.deal.seller;
    let tiny = draft.ink().sized(6.0);
    let sender = format!("{} · {} · {}", seller.name, seller.street, seller.town_line());
    let tiny = draft.sheet.fitting(&sender, width, tiny);
    draft.sheet.text(x, y, Align::Left, &sender, tiny);
    let end = x + draft.sheet.wide(&sender, tiny);
    draft.sheet.rule((x, y + tiny.leading() + 1.0), (end, y + tiny.leading() + 1.0), 0.3);
    let mut bottom = y + tiny.leading() + 6.0;
    for (at, block) in blocks.iter().enumerate() {
        bottom = if at == 0 {
            address(draft, block.firm, x, bottom, width)
        } else {
            labelled(draft, block, x, bottom + 10.0, width)
        };
    }
    bottom.max(y + 80.0)
}

/// Framed, two a row.
fn boxes(draft: &mut Draft, blocks: &[Block], (x, mut y, width): (f32, f32, f32)) -> f32 {
    let (ink, small) = (draft.ink(), draft.small());
    let share = width / 2.0;
    for row in blocks.chunks(2) {
        let height = small.leading() + 5.0 * ink.leading() + 6.0;
        for (at, block) in row.iter().enumerate() {
            let left = x + at as f32 * share;
            let wide = if row.len() == 1 { width } else { share };
            draft.sheet.frame(left, y, wide, height, 0.6);
            draft.sheet.text(left + 4.0, y + 2.0, Align::Left, &block.label, small);
            address(draft, block.firm, left + 4.0, y + small.leading() + 4.0, wide - 8.0);
        }
        y += height;
    }
    y
}
