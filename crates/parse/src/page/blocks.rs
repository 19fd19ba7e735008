//! Blocks of address on the paper: lines one below the other, from one edge or around one middle.

use super::labels::is_label;
use super::rows::Run;
use crate::draft::words::sum_name;
use crate::lexicon::{Section, fold, lexicon};
use crate::pdf::page::Rect;
use trade::country;

/// Signs between the parts of a sender's line.
const SEPARATORS: [char; 9] = ['·', '•', '●', '|', '–', '—', '-', '*', '∙'];

/// Lines that a block has at most.
const LINES_MAX: usize = 10;

/// Edges of one block lie within so many points.
const EDGE: f32 = 2.5;

/// A sender's line over an address: so much smaller than it, and so near, in points.
const SMALL: f32 = 0.85;
const SMALL_GAP: f32 = 45.0;
const SMALL_EDGE: f32 = 15.0;

/// Telephone and tax number stand within so many em of their address.
const GAP_EM: f32 = 2.5;

/// Lines one below the other.
#[derive(Debug, Clone)]
pub struct Block {
    /// From the top.
    pub lines: Vec<Run>,
    /// Around all of them.
    pub bounds: Rect,
    /// A label stands below: it does not go on.
    closed: bool,
}

/// Whether two lines begin or end at one edge, or stand around one middle.
fn is_aligned(one: &Run, two: &Run) -> bool {
    let near = |one: f32, two: f32| (one - two).abs() <= EDGE;
    let middle = |bounds: &Rect| (bounds.x0 + bounds.x1) / 2.0;
    near(one.bounds.x0, two.bounds.x0)
        || near(one.bounds.x1, two.bounds.x1)
        || near(middle(&one.bounds), middle(&two.bounds))
}

/// Blocks of free lines, from the top.
pub fn blocks(free: &[&Run]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for run in free {
        if is_label(run) || sum_name(&run.text).is_some() {
            // Nothing goes on past a label.
            let above = |block: &&mut Block| (block.bounds.x0 - run.bounds.x0).abs() <= EDGE;
            blocks.iter_mut().filter(above).for_each(|block| block.closed = true);
            continue;
        }
        match blocks.iter_mut().rev().find(|block| block.goes_on(run)) {
            Some(block) => {
                block.bounds = block.bounds.around(&run.bounds);
                block.lines.push((*run).clone());
            }
            None => blocks.push(Block { lines: vec![(*run).clone()], bounds: run.bounds, closed: false }),
        }
    }
    // A sender's line stands over the window, it is no line of the address in it.
    for block in &mut blocks {
        let is_sender = |line: &Run| sender(line).or_else(|| small_sender(line, free)).is_some();
        if block.lines.first().is_some_and(is_sender) {
            block.lines.remove(0);
        }
    }
    let mut joined: Vec<Block> = Vec::new();
    for block in blocks {
        match joined.iter_mut().rev().find(|above| above.is_continued_by(&block)) {
            Some(above) => {
                above.bounds = above.bounds.around(&block.bounds);
                above.lines.extend(block.lines);
            }
            None => joined.push(block),
        }
    }
    joined.retain(|block| block.lines.len() >= 2);
    joined
}

impl Block {
    /// Whether a line below goes on with it: near, from the same edge or around the same middle.
    fn goes_on(&self, run: &Run) -> bool {
        let Some(last) = self.lines.last() else { return false };
        let aligned = is_aligned(run, last);
        let gap = run.bounds.y0 - self.bounds.y1;
        let size = run.size().max(last.size());
        let usual = match self.lines.as_slice() {
            [.., one, two] => Some(two.bounds.y0 - one.bounds.y1),
            _ => None,
        };
        let close = usual.map_or(gap <= 1.6 * size, |usual| gap <= usual.max(0.5 * size) * 1.3 + 1.0);
        !self.closed && aligned && close && gap > -0.5 * size && self.lines.len() < LINES_MAX
    }

    /// Telephone and tax number below an address, behind a gap of a line, are still the same party's.
    fn is_continued_by(&self, below: &Block) -> bool {
        let (Some(last), Some(first)) = (self.lines.last(), below.lines.first()) else { return false };
        let gap = first.bounds.y0 - last.bounds.y1;
        let starts = Block { lines: vec![first.clone()], ..below.clone() };
        self.is_address()
            && !self.closed
            && (starts.is_contact() || starts.has_tax_number())
            && first.page == last.page
            && is_aligned(first, last)
            && (0.0..GAP_EM * first.size().max(last.size())).contains(&gap)
            && self.lines.len() + below.lines.len() <= LINES_MAX
    }

    /// The words of its first line.
    pub fn name(&self) -> &str {
        self.lines.first().map_or("", |line| line.text.as_str())
    }

    /// A line of it is a town or a country.
    pub fn is_address(&self) -> bool {
        self.lines.iter().skip(1).any(|line| is_town(&line.text) || is_country(&line.text))
    }

    /// Telephone, mail or account stand in it, as senders print them.
    pub fn is_contact(&self) -> bool {
        let site = |text: &str| text.contains('@') || text.contains("http") || fold(text).contains("www");
        self.lines.iter().any(|line| site(&line.text)) || self.begins_with("telephone")
    }

    /// A tax number or the like stands in it, as senders and addressees have.
    pub fn has_tax_number(&self) -> bool {
        self.begins_with("tax")
    }

    /// A line begins with a word of contact of this name.
    fn begins_with(&self, name: &str) -> bool {
        self.lines.iter().any(|line| {
            let folded = fold(&line.text);
            let first = folded.split(' ').next().unwrap_or_default();
            lexicon().find(Section::Contact, first).is_some_and(|found| found.name == name)
        })
    }
}

/// `Acme GmbH · Europa-Allee 1980 · 60486 Frankfurt`: the sender's name.
pub fn sender(run: &Run) -> Option<String> {
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
    let is_name = name.chars().any(char::is_alphabetic)
        && !name.contains(['@', ':'])
        && !name.bytes().any(|b| b.is_ascii_digit());
    (whole && is_name && run.bounds.y0 < 400.0).then(|| name.trim_end_matches(',').to_owned())
}

/// `Acme GmbH, Hafenstraße 7, 20457 Hamburg` in small letters over an address: the sender's name.
pub fn small_sender(run: &Run, free: &[&Run]) -> Option<String> {
    let parts: Vec<&str> = run.text.split(',').map(str::trim).collect();
    let (name, rest) = parts.split_first()?;
    let whole = rest.iter().any(|part| is_town(part)) && !name.bytes().any(|b| b.is_ascii_digit());
    let over = |below: &&&Run| {
        let gap = below.bounds.y0 - run.bounds.y1;
        (0.0..SMALL_GAP).contains(&gap) && (below.bounds.x0 - run.bounds.x0).abs() < SMALL_EDGE
    };
    let below = free.iter().filter(|_| whole).find(over)?;
    (run.size() <= SMALL * below.size()).then(|| (*name).to_owned())
}

/// A postal code and a town.
pub fn is_town(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_matches(',')).collect();
    let word = words.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 3);
    let code = words.iter().any(|word| is_code(word))
        || words.windows(2).any(|pair| matches!(pair, [one, two] if is_british(one, two)));
    // Groups of digits are an account's number.
    let groups = words.iter().filter(|word| is_code(word)).count() >= 3;
    code && word && words.len() >= 2 && !groups && !text.contains('@')
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
pub fn is_country(text: &str) -> bool {
    text.len() > 2 && matches!(country::read(text.trim()), country::Answer::Read(_))
}
