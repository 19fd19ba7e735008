//! Parties that no label names: the sender's line over the address window, the address below it, the letterhead.
//!
//! The sender of an invoice is its seller. Where an addressee has a label, an address without one is the sender's; where two
//! blocks could be the buyer, none is taken.

use super::blocks::{Block, blocks, sender};
use super::rows::{Row, Run};
use super::title;
use crate::draft::{Draft, LEGAL_FORMS, PartyDraft};
use crate::lexicon::fold;
use std::collections::HashSet;

/// Who a paper is addressed to.
const ADDRESSEES: [&str; 4] = ["buyer", "consignee", "ship_to", "importer"];

/// Finds seller and buyer where no label named them. `taken`: places in `rest` and runs that are values already.
pub fn read(rows: &[Row], rest: &[usize], taken: &HashSet<(usize, usize)>, height: f32, draft: &mut Draft) {
    let sent = ["seller", "exporter", "shipper"].iter().any(|name| has(draft, name));
    if sent && has(draft, "buyer") {
        return;
    }
    let free: Vec<&Run> = rest
        .iter()
        .enumerate()
        .filter_map(|(place, at)| Some((place, rows.get(*at).filter(|row| row.page == 1)?)))
        .flat_map(|(place, row)| row.runs.iter().enumerate().map(move |(nth, run)| ((place, nth), run)))
        .filter(|(at, run)| !taken.contains(at) && title::kind(run).is_none())
        .map(|(_, run)| run)
        .collect();
    let mut blocks = blocks(&free);
    blocks.retain(|block| !block.name().contains(':'));
    blocks.iter_mut().for_each(|block| name_above(block, &free));
    let line = free.iter().find_map(|run| Some((*run, sender(run)?)));
    if !sent && let Some(party) = seller(&free, &blocks, line.as_ref(), height, draft) {
        draft.parties.insert("seller".into(), party);
    }
    if !has(draft, "buyer")
        && let Some(party) = buyer(&blocks, line.as_ref(), height, draft)
    {
        draft.parties.insert("buyer".into(), party);
    }
}

/// Whether a party has a name.
fn has(draft: &Draft, name: &str) -> bool {
    let named =
        |party: &PartyDraft| !party.lines.is_empty() || party.parts.iter().any(|(part, _)| part == "name");
    draft.parties.get(name).is_some_and(named)
}

/// The sender: by its line over the window, its telephone or site, its place beside a labelled addressee, or its name alone.
fn seller(
    free: &[&Run],
    blocks: &[Block],
    line: Option<&(&Run, String)>,
    height: f32,
    draft: &Draft,
) -> Option<PartyDraft> {
    let sites = sites(free);
    let may_be = |block: &&Block| block.is_address() && (block.is_contact() || is_of_site(block, &sites));
    // Of several, the one that is named as a company.
    let company = |block: &&Block| is_company(block.name());
    let block = blocks.iter().filter(may_be).find(company).or_else(|| blocks.iter().find(may_be));
    if let Some((run, name)) = line {
        let own = block.filter(|block| fold(block.name()) == fold(name));
        let party = PartyDraft { lines: vec![run.see_text(name)], ..PartyDraft::default() };
        return Some(own.map_or(party, of_block));
    }
    if let Some(block) = block {
        return Some(of_block(block));
    }
    let addressed = ADDRESSEES.iter().any(|name| has(draft, name));
    let top: Vec<&Block> =
        blocks.iter().filter(|block| block.is_address() && block.bounds.y0 < 0.35 * height).collect();
    if let ([only], true) = (top.as_slice(), addressed) {
        return Some(of_block(only));
    }
    let mut names = free
        .iter()
        .filter(|run| run.bounds.y0 < 0.2 * height && is_company(&run.text) && !has_digit(&run.text));
    let name = names.next().filter(|_| addressed)?;
    names
        .all(|other| fold(&other.text) == fold(&name.text))
        .then(|| PartyDraft { lines: vec![name.see()], ..PartyDraft::default() })
}

/// The addressee: below the sender's line, else the only address that is not the sender's.
fn buyer(blocks: &[Block], line: Option<&(&Run, String)>, height: f32, draft: &Draft) -> Option<PartyDraft> {
    let seller =
        draft.parties.get("seller").and_then(|party| party.lines.first()).map(|seen| fold(&seen.text));
    let others: Vec<&Block> = blocks
        .iter()
        .filter(|block| block.is_address() && !block.is_contact() && block.bounds.y0 < 0.5 * height)
        .filter(|block| Some(fold(block.name())) != seller)
        .collect();
    let below = line.and_then(|(run, _)| {
        others.iter().find(|block| {
            let gap = block.bounds.y0 - run.bounds.y1;
            (-2.0..70.0).contains(&gap) && (block.bounds.x0 - run.bounds.x0).abs() < 40.0
        })
    });
    // Where somebody else is addressed by a label, an address without one need not be the buyer's.
    let addressed = ["consignee", "importer"].iter().any(|name| has(draft, name));
    let only = others.first().filter(|_| others.len() == 1 && !addressed);
    below.or(only).map(|block| of_block(block))
}

/// A block that begins with a street has its name above, in larger letters.
fn name_above(block: &mut Block, free: &[&Run]) {
    let Some(first) = block.lines.first().filter(|line| has_digit(&line.text) && !is_company(&line.text))
    else {
        return;
    };
    let (bounds, size) = (first.bounds, first.size());
    let above = free.iter().rev().find(|run| {
        let gap = bounds.y0 - run.bounds.y1;
        let over = run.bounds.x0 < bounds.x1 && bounds.x0 < run.bounds.x1;
        (-0.5 * size..2.5 * run.size().max(size)).contains(&gap)
            && over
            && run.page == first.page
            && !has_digit(&run.text)
    });
    if let Some(run) = above {
        block.bounds = block.bounds.around(&run.bounds);
        block.lines.insert(0, (*run).clone());
    }
}

/// A party of the lines of a block.
fn of_block(block: &Block) -> PartyDraft {
    PartyDraft { lines: block.lines.iter().map(Run::see).collect(), ..PartyDraft::default() }
}

/// Whether a text has a digit.
fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

/// Names of the sites and mail domains on the page, letters only.
fn sites(free: &[&Run]) -> Vec<String> {
    let words = free.iter().flat_map(|run| &run.words).map(|word| word.text.to_lowercase());
    words
        .filter_map(|word| {
            let host = word.rsplit_once('@').map(|(_, host)| host.to_owned()).or_else(|| {
                let from =
                    word.find("www.").map(|at| at + 4).or_else(|| word.find("://").map(|at| at + 3))?;
                word.get(from..).map(|host| host.trim_start_matches("www.").to_owned())
            })?;
            let name: String =
                host.split(['/', '.']).next()?.chars().filter(|c| c.is_alphanumeric()).collect();
            (name.len() >= 5).then_some(name)
        })
        .collect()
}

/// Whether the name of a block is that of a site on the page.
fn is_of_site(block: &Block, sites: &[String]) -> bool {
    let Some(first) = block.lines.first() else { return false };
    let name: String = fold(&first.text).chars().filter(|c| *c != ' ').collect();
    name.len() >= 5 && sites.iter().any(|site| site.starts_with(&name) || name.starts_with(site.as_str()))
}

/// Whether a name has the form of a company's.
fn is_company(name: &str) -> bool {
    fold(name).split(' ').any(|word| LEGAL_FORMS.contains(&word))
}
