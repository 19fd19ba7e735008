//! Labels and their values around the tables: in one text, beside, or below; and the blocks of parties.
//!
//! A value belongs to a label if it is of the form of the label's field. Beside comes before below where the value stands
//! near or behind a colon; in a row of labels the values stand below. What no lexicon knows is passed over.

/// What a text names.
mod word;

/// Parties.
mod party;

/// Where values stand.
mod place;

/// Texts without a colon.
mod plain;

/// Values into the draft.
mod put;

pub use word::{is_label, label, names_invoice};

use super::form::{fits, is_date, number_and_date};
use super::pair::{Pair, is_bare, pairs};
use super::rows::{Row, Run};
use super::title;
use crate::draft::Draft;
use crate::draft::phrase::{Phrase, phrase};
use crate::lexicon::Section;
use std::collections::HashSet;
use word::{is_party, is_place_of_date, short_party, value_text};

/// A value stands beside its label within so many em, where no colon says so.
const BESIDE_EM: f32 = 14.0;

/// A route in one text has so few words.
const ROUTE_WORDS_MAX: usize = 12;

/// Fields whose value may go on in the rows below.
const LONG: [&str; 5] = ["payment_terms", "marks", "notes", "origin_statement", "incoterms"];

/// Whether a text begins with the label of a paper's number, and the number stands behind it.
fn names_paper(run: &Run) -> bool {
    (1..run.words.len().min(5)).any(|to| {
        let (Some(start), Some(rest)) = (run.part(0, to), run.part(to, run.words.len())) else {
            return false;
        };
        let paper = |found: Phrase| found.name == "invoice_number" || found.name.starts_with("reference.");
        !is_bare(&start.text)
            && label(&start.text).is_some_and(paper)
            && number_and_date(&rest.text).is_some()
    })
}

/// Reads labels.
pub struct Labels<'a, 'd> {
    /// All rows of the document.
    pub rows: &'a [Row],
    /// Places of those around the tables.
    pub rest: &'a [usize],
    /// What is found goes here.
    pub draft: &'d mut Draft,
    /// Runs that were taken as values: row, place in the row.
    pub taken: HashSet<(usize, usize)>,
    /// The party whose parts may follow, and where its heading begins.
    party: Option<(String, f32)>,
}

/// The label of what a payer is to write: numbers of papers, which need not be those of this one.
const QUOTED: &str = "quoted";

impl<'a, 'd> Labels<'a, 'd> {
    /// Over these rows; `taken`: runs that are values already.
    pub fn new(
        rows: &'a [Row],
        rest: &'a [usize],
        taken: HashSet<(usize, usize)>,
        draft: &'d mut Draft,
    ) -> Labels<'a, 'd> {
        Labels { rows, rest, draft, taken, party: None }
    }

    /// Reads all of them.
    pub fn read(&mut self) {
        for place in 0..self.rest.len() {
            let Some(row) = self.rest.get(place).and_then(|at| self.rows.get(*at)) else { return };
            for nth in 0..row.runs.len() {
                if let Some(run) = row.runs.get(nth).filter(|_| !self.is_taken(place, nth)) {
                    self.read_run(place, nth, run);
                }
            }
        }
    }

    /// The row at a place of the rest.
    fn row(&self, place: usize) -> Option<&'a Row> {
        self.rest.get(place).and_then(|at| self.rows.get(*at))
    }

    fn is_taken(&self, place: usize, nth: usize) -> bool {
        self.taken.contains(&(place, nth))
    }

    /// One text: labels with values, a label, a part of a party, a title with its number.
    fn read_run(&mut self, place: usize, nth: usize, run: &'a Run) {
        let (before, mut found) = pairs(run, label);
        if let Some(at) = found.iter().position(|pair| pair.found.name == QUOTED) {
            // Labels behind it are those of what is quoted.
            let beside = found.get(at..).is_some_and(|quoted| quoted.iter().all(|pair| pair.value.is_none()));
            if beside {
                self.taken.insert((place, nth + 1));
            }
            found.truncate(at);
            if found.is_empty() {
                return;
            }
        }
        if self.party.is_some()
            && found.len() == 1
            && found.iter().all(|pair| is_bare(pair.label.trim_end_matches(':')))
        {
            // The number of the party that is described.
            found.clear();
        }
        if !found.is_empty() {
            self.put_pairs(place, nth, run, found);
            // `Rechnung 42 Datum: …`: what stands before the first label may say something itself.
            if let Some(before) = before {
                self.without_colon(&before);
            }
            return;
        }
        if self.part_of_party(place, nth, run) {
            return;
        }
        if is_place_of_date(&run.text) {
            let found = Phrase { name: "invoice_date".into(), currency: None, unit: None };
            if let Some((value_nth, value, _)) = self.beside(place, nth, run, &found) {
                self.draft.put("invoice_date", value.see(), true);
                self.taken.insert((place, value_nth));
            }
            return;
        }
        if let Some(found) = label(&run.text)
            .filter(|found| !title::is_title(run, found) || self.row(place).is_some_and(title::in_labels))
        {
            self.value_of(place, nth, run, &found);
            return;
        }
        if self.title_beside_number(place, nth, run) {
            return;
        }
        if let Some(found) = self.short_heading(place, run) {
            self.party(place, nth, run, &found, None);
            return;
        }
        self.without_colon(run);
    }

    /// `Packing list    PL-4711` among other labels: the name of the paper is the label of its number.
    fn title_beside_number(&mut self, place: usize, nth: usize, run: &'a Run) -> bool {
        let own = self.draft.titles.first().map(|title| title.kind);
        let known = self.draft.fields.contains_key("invoice_number");
        if known || own.is_none() || title::kind(run) != own {
            return false;
        }
        let row = self.row(place).filter(|row| row.runs.len() == nth + 2);
        let Some(value) = row.and_then(|row| row.runs.get(nth + 1)) else { return false };
        let near = value.bounds.x0 - run.bounds.x1 <= BESIDE_EM * run.size();
        let Some((number, date)) = number_and_date(&value.text).filter(|_| near && !is_date(&value.text))
        else {
            return false;
        };
        self.put_number(value, &number, date.as_deref());
        self.taken.insert((place, nth + 1));
        true
    }

    /// `From` beside `To`, each over a block: words so short that one alone would say nothing.
    fn short_heading(&self, place: usize, run: &Run) -> Option<Phrase> {
        let found = short_party(&run.text)?;
        let row = self.row(place).filter(|row| row.runs.len() == 2)?;
        let salutes =
            |run: &Run| phrase(Section::Part, &run.text).is_some_and(|found| found.name == "salutation");
        row.runs.iter().all(|other| short_party(&other.text).is_some() || salutes(other)).then_some(found)
    }

    /// Labels with colons.
    fn put_pairs(&mut self, place: usize, nth: usize, run: &'a Run, pairs: Vec<Pair>) {
        // `From: Ningbo To: Le Havre` is a route.
        let parties = pairs.iter().filter(|pair| is_party(&pair.found.name) && pair.value.is_some()).count();
        let route = parties >= 2 && run.words.len() <= ROUTE_WORDS_MAX;
        let pairs: Vec<Pair> =
            pairs.into_iter().filter(|pair| !(route && is_party(&pair.found.name))).collect();
        let Some(last) = pairs.len().checked_sub(1) else { return };
        for (at, pair) in pairs.into_iter().enumerate() {
            match pair.value {
                Some(value) if is_party(&pair.found.name) => {
                    self.party(place, nth, run, &pair.found, Some(&value))
                }
                Some(value) => {
                    if !self.put(&pair.found, &value, &pair.label) && at == last {
                        self.value_of(place, nth, run, &pair.found);
                    } else {
                        self.goes_on(place, &value, &pair.found);
                    }
                }
                None => self.value_of(place, nth, run, &pair.found),
            }
        }
    }

    /// A label whose value stands beside or below.
    fn value_of(&mut self, place: usize, nth: usize, run: &'a Run, found: &Phrase) {
        let found = &self.heading(found);
        if found.name == QUOTED {
            self.taken.insert((place, nth + 1));
            return;
        }
        if is_party(&found.name) {
            self.party(place, nth, run, found, None);
            return;
        }
        if found.name != "ignored" {
            self.party = None;
        }
        let beside = self.beside(place, nth, run, found);
        let below = self
            .below(place, run, found)
            .filter(|(at, nth, value)| self.may_be_value(*at, *nth, value, found));
        let above = self.above(place, run, found).filter(|(at, _, value)| {
            below.is_none_or(|(under, ..)| self.is_nearer(place, *at, under))
                && beside.is_none_or(|(_, _, near)| !near)
                && value.size() >= run.size()
        });
        let chosen = match (beside, below) {
            _ if above.is_some() => above,
            (Some((value_nth, value, true)), _) => Some((place, value_nth, value)),
            (_, Some(below)) => Some(below),
            (Some((value_nth, value, false)), None) => Some((place, value_nth, value)),
            (None, None) => self.between(place, run, found),
        };
        if let Some((at, value_nth, value)) = chosen
            && self.put(found, value, &run.text)
        {
            // `Invoice No. 4711` among the remarks says which paper it belongs to.
            if found.name != "notes" || !names_paper(value) {
                self.taken.insert((at, value_nth));
            }
            self.goes_on(at, value, found);
        }
    }

    /// “Customer's address” heads the block of the customer, unless its name stands elsewhere.
    fn heading(&self, found: &Phrase) -> Phrase {
        match found.name.split_once('.') {
            Some((party, "address" | "name"))
                if is_party(party) && !self.draft.parties.contains_key(party) =>
            {
                Phrase { name: party.to_owned().into(), ..found.clone() }
            }
            _ => found.clone(),
        }
    }

    /// Whether a text can be the value of a label.
    fn may_be_value(&self, at: usize, nth: usize, value: &Run, found: &Phrase) -> bool {
        !self.is_taken(at, nth)
            && !is_label(value)
            && !value.text.ends_with(':')
            && fits(&found.name, value_text(&found.name, &value.text))
    }

    /// Words of a long value in the rows below.
    fn goes_on(&mut self, place: usize, value: &Run, found: &Phrase) {
        if !LONG.contains(&found.name.as_ref()) {
            return;
        }
        let mut last = value.bounds;
        // The value lost the comma at its end; in front of more words it counts.
        let mut between = if value.text.ends_with(',') { ", " } else { " " };
        for at in place + 1..self.rest.len().min(place + 6) {
            let Some(row) = self.row(at) else { return };
            let near = row.page == value.page && row.baseline - last.y1 <= 1.2 * row.size;
            let aligned = |run: &Run| (run.bounds.x0 - value.bounds.x0).abs() <= 2.0;
            let Some(nth) = row.runs.iter().position(aligned).filter(|_| near) else { return };
            let Some(run) =
                row.runs.get(nth).filter(|run| !is_label(run) && nth == 0 || !self.labelled_left(row, nth))
            else {
                return;
            };
            if is_label(run) || self.is_taken(at, nth) || title::kind(run).is_some() {
                return;
            }
            let Some(known) = self.draft.fields.get_mut(found.name.as_ref()) else { return };
            if known.text.len() > 400 || found.name == "incoterms" {
                return;
            }
            known.text = format!("{}{between}{}", known.text, run.text);
            known.bounds = known.bounds.map(|known| run.around(known));
            between = " ";
            self.taken.insert((at, nth));
            last = run.bounds;
        }
    }

    /// Whether a label stands to the left of a run.
    pub(super) fn labelled_left(&self, row: &Row, nth: usize) -> bool {
        nth.checked_sub(1)
            .and_then(|left| row.runs.get(left))
            .is_some_and(|left| is_label(left) || left.text.ends_with(':'))
    }
}
