//! Parties that no label names: the sender's line over the address window, the address below it, the letterhead.
//!
//! The sender of an invoice is its seller. Of two blocks that could be the buyer, the one in the window for the address is
//! taken and doubted, and otherwise none. It refuses to know what labels named.

use super::blocks::{Block, blocks, is_town, sender, small_sender};
use super::labels::{is_label, label};
use super::name::{is_company, may_be_name};
use super::rows::{Row, Run};
use super::sender;
use super::title;
use crate::draft::phrase::Phrase;
use crate::draft::{Draft, PartyDraft};
use crate::lexicon::fold;
use std::collections::HashSet;

/// Who a paper is addressed to.
const ADDRESSEES: [&str; 4] = ["buyer", "consignee", "ship_to", "importer"];

/// The window for the address ends so far below the sender's line, in points, and its lines begin so near its edge.
const WINDOW_HEIGHT: f32 = 125.0;
const WINDOW_EDGE: f32 = 40.0;

/// Letters of a name over an address are so much larger than it, and begin or end so near its edge.
const LARGER: f32 = 1.25;
const LARGER_EDGE: f32 = 3.0;

/// `YourCompany, Mitchell Admin`: a party's first line that names two, neither by a form of company, is doubted.
pub fn doubt_double(draft: &mut Draft) {
    for party in ["seller", "buyer"] {
        let Some(name) = draft.parties.get(party).and_then(|party| party.lines.first()) else { continue };
        let field = format!("{party}.name");
        // Letters and stops alone are a form that no list has: `Ruiz, S.L.P.`
        let words = |part: &str| part.contains(char::is_lowercase);
        let parts: Vec<&str> = name.text.split(", ").collect();
        let double = parts.len() == 2
            && parts.into_iter().all(words)
            && !has_digit(&name.text)
            && !is_company(&name.text);
        if double && draft.guessed.iter().all(|(known, _)| *known != field) {
            draft.guessed.push((field, name.clone()));
        }
    }
}

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
    blocks.retain(|block| !block.name().contains(':') && !is_labelled_value(&block.lines));
    blocks.iter_mut().for_each(|block| name_above(block, &free));
    blocks.iter_mut().for_each(|block| larger_above(block, &free));
    if !sent {
        let page = sender::Page {
            free: &free,
            blocks: &blocks,
            height,
            addressed: ADDRESSEES.iter().any(|name| has(draft, name)),
            others: &names(draft),
        };
        if let Some(found) = sender::find(&page) {
            if let Some(name) = found.party.lines.first().filter(|_| found.doubtful) {
                draft.guessed.push(("seller.name".to_owned(), name.clone()));
            }
            draft.parties.insert("seller".into(), found.party);
        }
    }
    if !has(draft, "buyer")
        && let Some((party, sure)) = buyer(&free, &blocks, height, draft)
    {
        if let Some(name) = party.lines.first().filter(|_| !sure) {
            draft.guessed.push(("buyer.name".to_owned(), name.clone()));
        }
        draft.parties.insert("buyer".into(), party);
    }
    if !["seller", "exporter", "shipper"].iter().any(|name| has(draft, name))
        && let Some(party) = only_other(&blocks, height, draft)
    {
        if let Some(name) = party.lines.first() {
            draft.guessed.push(("seller.name".to_owned(), name.clone()));
        }
        draft.parties.insert("seller".into(), party);
    }
}

/// The only other address in the upper half where the buyer is known and nobody else is: the sender's, though nothing says so.
fn only_other(blocks: &[Block], height: f32, draft: &Draft) -> Option<PartyDraft> {
    let known = names(draft);
    if !has(draft, "buyer") || ["consignee", "ship_to", "importer"].iter().any(|name| has(draft, name)) {
        return None;
    }
    let other = |block: &&Block| {
        block.is_address()
            && block.bounds.y0 < 0.5 * height
            && may_be_name(block.name())
            && !known.contains(&fold(block.name()))
    };
    let mut others = blocks.iter().filter(other);
    others.next().filter(|_| others.next().is_none()).map(of_block)
}

/// Names of the parties that have labels, folded.
fn names(draft: &Draft) -> Vec<String> {
    draft.parties.values().filter_map(|party| party.lines.first()).map(|seen| fold(&seen.text)).collect()
}

/// Whether a party has a name.
fn has(draft: &Draft, name: &str) -> bool {
    let named =
        |party: &PartyDraft| !party.lines.is_empty() || party.parts.iter().any(|(part, _)| part == "name");
    draft.parties.get(name).is_some_and(named)
}

/// The addressee: below the sender's line, else the only address that is not the sender's; else the one where letters have
/// their window. Whether that is sure.
fn buyer(free: &[&Run], blocks: &[Block], height: f32, draft: &Draft) -> Option<(PartyDraft, bool)> {
    let line = free.iter().find(|run| sender(run).or_else(|| small_sender(run, free)).is_some());
    let seller =
        draft.parties.get("seller").and_then(|party| party.lines.first()).map(|seen| fold(&seen.text));
    // Under another name, as of a trade, the seller's street is still the seller's.
    let own = draft.parties.get("seller").map(|party| party.lines.as_slice()).unwrap_or_default();
    let is_of_seller = |block: &Block| {
        let street = block.lines.iter().find(|line| has_digit(&line.text));
        street.is_some_and(|line| own.iter().skip(1).any(|seen| seen.text == line.text))
    };
    let others: Vec<&Block> = blocks
        .iter()
        .filter(|block| block.is_address() && !block.is_contact() && block.bounds.y0 < 0.5 * height)
        .filter(|block| Some(fold(block.name())) != seller && !is_of_seller(block))
        .collect();
    let below = line.and_then(|run| {
        others.iter().find(|block| {
            let gap = block.bounds.y0 - run.bounds.y1;
            (-2.0..70.0).contains(&gap) && (block.bounds.x0 - run.bounds.x0).abs() < WINDOW_EDGE
        })
    });
    // Where somebody else is addressed by a label, an address without one need not be the buyer's.
    let addressed = ["consignee", "importer"].iter().any(|name| has(draft, name));
    // A tax number is the sender's sooner than the addressee's.
    let plain: Vec<&Block> = others.iter().filter(|block| !block.has_tax_number()).copied().collect();
    let rest = if plain.is_empty() { &others } else { &plain };
    let only = rest.first().filter(|_| rest.len() == 1 && !addressed);
    let sure = below.or(only).map(|block| of_block(block)).or_else(|| window(free, line?));
    let mut in_window = rest.iter().filter(|block| is_in_window(block)).filter(|_| !addressed);
    let guess = in_window.next().filter(|_| in_window.next().is_none());
    sure.map(|party| (party, true)).or_else(|| guess.map(|block| (of_block(block), false)))
}

/// Whether an address stands where envelopes have their window (DIN 5008, A and B).
fn is_in_window(block: &Block) -> bool {
    (40.0..110.0).contains(&block.bounds.x0) && (105.0..260.0).contains(&block.bounds.y0)
}

/// The address below the sender's line where its lines stand wide apart: from a name down to a town.
fn window(free: &[&Run], line: &Run) -> Option<PartyDraft> {
    let inside = |run: &&&Run| {
        (-2.0..WINDOW_HEIGHT).contains(&(run.bounds.y0 - line.bounds.y1))
            && (run.bounds.x0 - line.bounds.x0).abs() < WINDOW_EDGE
    };
    let lines: Vec<&Run> = free.iter().filter(inside).copied().collect();
    let last = lines.iter().rposition(|run| is_town(&run.text))?;
    let lines = lines.get(..=last).unwrap_or_default();
    let whole = lines.len() >= 2 && !lines.iter().any(|run| is_label(run) || run.text.contains(':'));
    (whole && lines.first().is_some_and(|name| may_be_name(&name.text)))
        .then(|| PartyDraft { lines: lines.iter().map(|run| run.see()).collect(), ..PartyDraft::default() })
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

/// `Invoice number 4711` over a block: a label with its value begins no address.
fn is_labelled_value(lines: &[Run]) -> bool {
    let Some(first) = lines.first().filter(|line| has_digit(&line.text)) else { return false };
    let number = |found: &Phrase| {
        found.name == "invoice_number"
            || found.name.ends_with("_date")
            || found.name.starts_with("reference.")
    };
    let begins = |to: &usize| first.text_of(0, *to).and_then(label).is_some_and(|found| number(&found));
    (1..first.words.len().min(4)).rev().any(|to| begins(&to))
}

/// Over an address whose first line is small, the name stands in larger letters: `Anna Lehmann` over `Illustration`.
fn larger_above(block: &mut Block, free: &[&Run]) {
    let Some(first) = block.lines.first().filter(|line| block.is_address() && !is_company(&line.text)) else {
        return;
    };
    let (bounds, size) = (first.bounds, first.size());
    let above = free.iter().rev().find(|run| {
        let gap = bounds.y0 - run.bounds.y1;
        let edges = (run.bounds.x0 - bounds.x0).abs() <= LARGER_EDGE
            || (run.bounds.x1 - bounds.x1).abs() <= LARGER_EDGE;
        run.page == first.page
            && edges
            && run.size() >= LARGER * size
            && (-0.5 * size..0.7 * run.size()).contains(&gap)
            && run.words.len() >= 2
            && !has_digit(&run.text)
            && may_be_name(&run.text)
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
pub fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}
