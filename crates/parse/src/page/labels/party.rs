//! Parties with a heading: the block below it, or parts with labels of their own.

use super::word::{is_foreign, is_label, label};
use super::{BESIDE_EM, Labels};
use crate::draft::Seen;
use crate::draft::phrase::{Phrase, phrase};
use crate::lexicon::Section;
use crate::page::pair::pairs;
use crate::page::rows::Run;
use crate::page::title;

/// Lines of a party's block.
const BLOCK_LINES_MAX: usize = 9;

/// A heading stands so many em over the name of its party.
const HEADED_EM: f32 = 5.0;

/// `Consignee / Buyer`: who gets the goods and who buys them, in one label. Of a seller and exporter the first word counts:
/// they are two words for one part in the trade.
fn others_in(label_text: &str, own: &str) -> Option<String> {
    const ADDRESSED: [&str; 2] = ["buyer", "consignee"];
    let names = label_text.split(['/', '&', '+']).filter_map(|part| label(part.trim().trim_end_matches(':')));
    let mut names = names.map(|found| found.name.into_owned());
    names.find(|name| name != own && [own, name.as_str()].iter().all(|name| ADDRESSED.contains(name)))
}

/// One word of digits, perhaps with a few letters: `68715`, `K-4711`.
fn is_number_of_party(value: &Run) -> bool {
    let digits = value.text.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.text.chars().filter(|c| c.is_alphabetic()).count();
    value.words.len() == 1 && digits >= 2 && letters <= 3
}

/// `(not for remittances)` between a label and a name.
fn is_remark(run: &Run) -> bool {
    run.text.starts_with('(') && run.text.ends_with(')')
}

impl<'a> Labels<'a, '_> {
    /// A party: its value behind the colon, beside or below, and the lines of its block.
    pub(super) fn party(
        &mut self,
        place: usize,
        nth: usize,
        run: &'a Run,
        found: &Phrase,
        inline: Option<&Run>,
    ) {
        let name = found.name.to_string();
        // What ends in a colon is another label that no lexicon knows.
        let inline = inline.filter(|value| !value.text.ends_with(':'));
        // `Customer: 68715` is the party's number, and no name.
        if inline.is_some_and(is_number_of_party) {
            return;
        }
        let known = self
            .draft
            .parties
            .get(&name)
            .is_some_and(|party| !party.lines.is_empty() || !party.parts.is_empty());
        self.party = (!known).then(|| (name.clone(), run.bounds.x0));
        let mut lines: Vec<Run> = inline.into_iter().cloned().collect();
        let mut left = run.bounds.x0;
        if inline.is_none() {
            let below = self.below(place, run, found).is_some_and(|(_, _, below)| {
                (below.bounds.x0 - run.bounds.x0).abs() <= 0.6 * run.size()
                    && !is_label(below)
                    && !below.text.ends_with(':')
            });
            let beside = self.row(place).and_then(|row| row.runs.get(nth + 1)).filter(|value| {
                !below
                    && !value.text.ends_with(':')
                    && !is_label(value)
                    && !is_number_of_party(value)
                    && value.bounds.x0 - run.bounds.x1 <= BESIDE_EM * run.size()
                    && !self.is_taken(place, nth + 1)
            });
            if let Some(value) = beside {
                self.taken.insert((place, nth + 1));
                left = value.bounds.x0;
                lines.push(value.clone());
            }
        }
        let right = self.right_of(place, run);
        self.block(place, (left, right), inline.map(|value| value.bounds.x0), &mut lines);
        let street = lines.first().is_some_and(|line| line.text.starts_with(|c: char| c.is_ascii_digit()));
        if street && inline.is_none() && (self.stands_again(run) || self.is_headed(place, run, &name)) {
            lines.insert(0, run.clone());
        }
        if !known && !lines.is_empty() {
            let block = self.draft.parties.entry(name).or_default();
            block.lines.extend(lines.iter().map(Run::see));
            let block = block.clone();
            self.party = None;
            if let Some(other) = others_in(&run.text, &found.name) {
                self.draft.parties.entry(other).or_insert_with(|| block.clone());
            }
        }
    }

    /// Whether the words over a street end another text too, as a name does that is a word for its part in the trade:
    /// `Account holder: THE SUPPLIER`.
    fn stands_again(&self, run: &Run) -> bool {
        let ends = |other: &Run| other.text.len() > run.text.len() && other.text.ends_with(&run.text);
        let texts = self.rows.iter().filter(|row| row.page == run.page).flat_map(|row| &row.runs);
        run.words.len() >= 2 && !run.text.ends_with(':') && texts.into_iter().any(ends)
    }

    /// `Customer's address` over `THE CUSTOMER` over a street: the first is the heading.
    fn is_headed(&self, place: usize, run: &Run, party: &str) -> bool {
        let near = |at: &usize| {
            let row = self.row(*at)?;
            (row.page == run.page && run.bounds.y0 - row.baseline <= HEADED_EM * row.size).then_some(row)
        };
        let over = |other: &&Run| other.bounds.x0 < run.bounds.x1 && run.bounds.x0 < other.bounds.x1;
        let mut above =
            (0..place).rev().map_while(|at| near(&at)).flat_map(|row| row.runs.iter().filter(over));
        above.any(|other| label(&other.text).is_some_and(|found| found.name == party))
    }

    /// Where the next text of a row begins, which bounds the column of a block.
    fn right_of(&self, place: usize, run: &Run) -> f32 {
        let row = self.row(place);
        let next = row
            .and_then(|row| row.runs.iter().find(|other| other.bounds.x0 > run.bounds.x1 && is_label(other)));
        next.map_or(f32::MAX, |next| next.bounds.x0 - 1.0)
    }

    /// The lines of a block below, in one column, until a gap, a label or a title.
    fn block(&mut self, place: usize, (left, right): (f32, f32), inline: Option<f32>, lines: &mut Vec<Run>) {
        let Some(start) = self.row(place) else { return };
        let mut last = start.baseline;
        let mut edge: Option<f32> = None;
        for at in place + 1..self.rest.len() {
            let Some(row) = self.row(at).filter(|row| row.page == start.page) else { return };
            if row.baseline - last > 2.1 * row.size.max(start.size) || lines.len() >= BLOCK_LINES_MAX {
                return;
            }
            let inside = |run: &Run| {
                let x = run.bounds.x0;
                let aligned = edge.map_or_else(
                    || {
                        x >= left - 0.6 * row.size && x <= left + 4.0 * row.size
                            || inline.is_some_and(|inline| (x - inline).abs() <= 0.6 * row.size)
                    },
                    |edge| (x - edge).abs() <= 0.6 * row.size,
                );
                aligned && x < right
            };
            let Some(nth) = row.runs.iter().position(inside) else { continue };
            let Some(run) = row.runs.get(nth) else { return };
            if self.is_taken(at, nth)
                || self.labelled_left(row, nth)
                || is_label(run)
                || run.text.ends_with(':')
                || title::kind(run).is_some()
            {
                return;
            }
            last = row.baseline;
            if is_foreign(run) || lines.is_empty() && is_remark(run) {
                continue;
            }
            edge.get_or_insert(run.bounds.x0);
            self.taken.insert((at, nth));
            lines.push(run.clone());
        }
    }

    /// `Name: …`, `Address: …` below the heading of a party.
    pub(super) fn part_of_party(&mut self, place: usize, nth: usize, run: &'a Run) -> bool {
        let Some((party, left)) = self.party.clone() else { return false };
        if run.bounds.x0 < left - 2.0 {
            return false;
        }
        let known = |text: &str| phrase(Section::Part, text);
        let (_, found) = pairs(run, known);
        if found.is_empty() {
            // Any other text with a colon is a part that no lexicon knows; a text alone is a heading.
            let alone = self.row(place).is_some_and(|row| row.runs.len() == 1);
            if alone && !run.text.ends_with(':') {
                self.party = None;
            }
            return run.text.ends_with(':');
        }
        for pair in found {
            let name = pair.found.name.to_string();
            match pair.value {
                Some(value) => self.put_part(&party, &name, value.see()),
                None => self.part_beside(place, nth, &party, &name),
            }
        }
        true
    }

    /// The value beside a part's label, and the rows below it.
    fn part_beside(&mut self, place: usize, nth: usize, party: &str, part: &str) {
        let value = self.row(place).and_then(|row| row.runs.get(nth + 1));
        let Some(value) = value.filter(|value| !value.text.ends_with(':')) else { return };
        self.taken.insert((place, nth + 1));
        self.put_part(party, part, value.see());
        let mut last = value.bounds;
        for at in place + 1..self.rest.len().min(place + 5) {
            let Some(row) = self.row(at) else { return };
            let near = row.page == value.page && row.baseline - last.y1 <= 1.4 * row.size;
            let alone = row
                .runs
                .first()
                .filter(|run| near && row.runs.len() == 1 && (run.bounds.x0 - value.bounds.x0).abs() <= 2.0);
            let Some(run) = alone else { return };
            self.taken.insert((at, 0));
            let known = self.draft.parties.get_mut(party).and_then(|party| party.parts.last_mut());
            match known.filter(|(known, _)| known == part && part == "name") {
                // A long name goes on in the next row.
                Some((_, seen)) => seen.text = format!("{} {}", seen.text, run.text),
                None => self.put_part(party, part, run.see()),
            }
            last = run.bounds;
        }
    }

    /// The first name of a party counts; lines of an address are all its.
    pub(super) fn put_part(&mut self, party: &str, part: &str, seen: Seen) {
        let parts = &mut self.draft.parties.entry(party.to_owned()).or_default().parts;
        let once = matches!(part, "name" | "country" | "postal_code");
        if !once || parts.iter().all(|(known, _)| known != part) {
            parts.push((part.to_owned(), seen));
        }
    }
}
