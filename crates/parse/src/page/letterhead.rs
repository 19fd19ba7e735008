//! Parties that no label names: the sender's line over the address window, the address below it, blocks with telephone and
//! tax numbers.
//!
//! The sender of an invoice is its seller. Where two blocks could be the buyer, none is taken.

use super::labels::is_label;
use super::rows::{Row, Run};
use super::title;
use crate::draft::LEGAL_FORMS;
use crate::draft::words::sum_name;
use crate::draft::{Draft, PartyDraft};
use crate::lexicon::fold;
use crate::pdf::page::Rect;
use std::collections::HashSet;
use trade::country;

/// Signs between the parts of a sender's line.
const SEPARATORS: [char; 9] = ['·', '•', '●', '|', '–', '—', '-', '*', '∙'];

/// Lines that a block has at most.
const LINES_MAX: usize = 9;

/// Lines one below the other, from one left edge.
struct Block {
    lines: Vec<Run>,
    bounds: Rect,
    /// A label stands below: it does not go on.
    closed: bool,
}

/// Finds seller and buyer where no label named them. `taken`: places in `rest` and runs that are values already.
pub fn read(rows: &[Row], rest: &[usize], taken: &HashSet<(usize, usize)>, height: f32, draft: &mut Draft) {
    let has = |draft: &Draft, name: &str| {
        let named = |party: &PartyDraft| {
            !party.lines.is_empty() || party.parts.iter().any(|(part, _)| part == "name")
        };
        draft.parties.get(name).is_some_and(named)
    };
    if has(draft, "seller") && has(draft, "buyer") {
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
    let sender = free.iter().find_map(|run| Some((*run, sender(run)?)));
    let blocks = blocks(&free);
    if !has(draft, "seller") {
        let sites = sites(&free);
        let may_be = |block: &&Block| is_address(block) && (is_contact(block) || is_of_site(block, &sites));
        // Of several, the one that is named as a company.
        let legal = |block: &&Block| block.lines.first().is_some_and(|line| is_company(&line.text));
        let block = blocks.iter().filter(may_be).find(legal).or_else(|| blocks.iter().find(may_be));
        let named = sender.as_ref().map(|(run, name)| (run.see_text(name), name.clone()));
        match (named, block) {
            (Some((seen, name)), block) => {
                let mut party = PartyDraft { lines: vec![seen], ..PartyDraft::default() };
                // The letterhead says more of the same sender.
                if let Some(block) = block
                    .filter(|block| block.lines.first().is_some_and(|line| fold(&line.text) == fold(&name)))
                {
                    party.lines = block.lines.iter().map(Run::see).collect();
                }
                draft.parties.insert("seller".into(), party);
            }
            (None, Some(block)) => {
                draft.parties.insert("seller".into(), of_block(block));
            }
            (None, None) => {}
        }
    }
    if !has(draft, "buyer") {
        let seller =
            draft.parties.get("seller").and_then(|party| party.lines.first()).map(|seen| fold(&seen.text));
        let others: Vec<&Block> = blocks
            .iter()
            .filter(|block| is_address(block) && !is_contact(block) && block.bounds.y0 < 0.5 * height)
            .filter(|block| block.lines.first().map(|line| fold(&line.text)) != seller)
            .collect();
        let below = sender.as_ref().and_then(|(run, _)| {
            others.iter().find(|block| {
                let gap = block.bounds.y0 - run.bounds.y1;
                (-2.0..70.0).contains(&gap) && (block.bounds.x0 - run.bounds.x0).abs() < 40.0
            })
        });
        let only = others.first().filter(|_| others.len() == 1);
        if let Some(block) = below.or(only) {
            draft.parties.insert("buyer".into(), of_block(block));
        }
    }
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

/// A party of the lines of a block.
fn of_block(block: &Block) -> PartyDraft {
    PartyDraft { lines: block.lines.iter().map(Run::see).collect(), ..PartyDraft::default() }
}

/// `Acme GmbH · Europa-Allee 1980 · 60486 Frankfurt`: the sender's name.
fn sender(run: &Run) -> Option<String> {
    let mut parts: Vec<String> = vec![String::new()];
    for word in &run.words {
        if word.text.chars().all(|c| SEPARATORS.contains(&c)) {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            if !part.is_empty() {
                part.push(' ');
            }
            part.push_str(&word.text);
        }
    }
    let [name, .., last] = parts.as_slice() else { return None };
    let town = parts.iter().any(|part| is_town(part));
    let whole = parts.len() >= 3 && town && !name.is_empty() && !last.is_empty();
    let is_name = name.chars().any(char::is_alphabetic) && !name.contains('@') && !name.contains(':');
    (whole && is_name && run.bounds.y0 < 400.0).then(|| name.trim_end_matches(',').to_owned())
}

/// Blocks of free lines, from the top.
fn blocks(free: &[&Run]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for run in free {
        if is_label(run) || sum_name(&run.text).is_some() {
            // Nothing goes on past a label.
            for block in blocks.iter_mut().filter(|block| (block.bounds.x0 - run.bounds.x0).abs() <= 2.5) {
                block.closed = true;
            }
            continue;
        }
        let goes_on = |block: &&mut Block| {
            let gap = run.bounds.y0 - block.bounds.y1;
            let aligned = !block.closed && (run.bounds.x0 - block.bounds.x0).abs() <= 2.5;
            let usual = block
                .lines
                .get(1)
                .map(|second| second.bounds.y0 - block.lines.first().map_or(0.0, |first| first.bounds.y1));
            let near =
                usual.map_or(gap <= 1.6 * run.size(), |usual| gap <= usual.max(0.5 * run.size()) * 1.3 + 1.0);
            aligned && near && gap > -0.5 * run.size() && block.lines.len() < LINES_MAX
        };
        match blocks.iter_mut().rev().find(goes_on) {
            Some(block) => {
                block.bounds = block.bounds.around(&run.bounds);
                block.lines.push((*run).clone());
            }
            None => blocks.push(Block { lines: vec![(*run).clone()], bounds: run.bounds, closed: false }),
        }
    }
    // A sender's line stands over the window, it is no line of the address in it.
    for block in &mut blocks {
        if block.lines.first().is_some_and(|line| sender(line).is_some()) {
            block.lines.remove(0);
        }
    }
    blocks.retain(|block| block.lines.len() >= 2);
    blocks
}

/// A line of it is a town or a country.
fn is_address(block: &Block) -> bool {
    block.lines.iter().skip(1).any(|line| is_town(&line.text) || is_country(&line.text))
}

/// Telephone, mail or tax numbers stand in it, as senders print them.
fn is_contact(block: &Block) -> bool {
    block.lines.iter().any(|line| {
        let folded = fold(&line.text);
        let word = folded.split(' ').next().unwrap_or_default();
        line.text.contains('@')
            || folded.contains("www")
            || line.text.contains("http")
            || matches!(
                word,
                "tel"
                    | "telefon"
                    | "telephone"
                    | "phone"
                    | "fon"
                    | "fax"
                    | "telefax"
                    | "vat"
                    | "ust"
                    | "iban"
                    | "tva"
                    | "nif"
                    | "cif"
                    | "siret"
                    | "eori"
                    | "mobil"
                    | "t"
                    | "web"
            )
    })
}

/// A postal code and a town.
fn is_town(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches(',')).collect();
    let word = words.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 3);
    let code = words.iter().any(|word| is_code(word))
        || words.windows(2).any(|pair| matches!(pair, [one, two] if is_british(one, two)));
    code && word && words.len() >= 2 && !text.contains('@')
}

/// Four to seven digits, perhaps with a hyphen or a country's letters: `34567`, `530-0001`, `DE-80331`.
fn is_code(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let letters = word.chars().filter(|c| c.is_ascii_uppercase()).count();
    let others = word.chars().filter(|c| !c.is_ascii_digit() && !c.is_ascii_uppercase() && *c != '-').count();
    (4..=7).contains(&digits) && letters <= 3 && others == 0
}

/// `HU1 2LN`
fn is_british(one: &str, two: &str) -> bool {
    let inward = |word: &str| {
        let bytes = word.as_bytes();
        matches!(bytes, [digit, a, b] if digit.is_ascii_digit() && a.is_ascii_uppercase() && b.is_ascii_uppercase())
    };
    let outward = (2..=4).contains(&one.len())
        && one.starts_with(|c: char| c.is_ascii_uppercase())
        && one.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && one.bytes().any(|b| b.is_ascii_digit());
    outward && inward(two)
}

/// A country's name.
fn is_country(text: &str) -> bool {
    text.len() > 2 && matches!(country::read(text.trim()), country::Answer::Read(_))
}
