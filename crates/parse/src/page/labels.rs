//! Labels and their values around the tables: in one text, beside, or below; and the blocks of parties.
//!
//! A value belongs to a label if it is of the form of the label's field. Beside comes before below where the value stands
//! near or behind a colon; in a row of labels the values stand below. What no lexicon knows is passed over.

use super::form::{currency_of, fits, is_date, is_term, number_and_date};
use super::pair::{Pair, is_bare, pairs};
use super::rows::{Row, Run};
use super::title;
use crate::draft::phrase::{self, PARTIES, Phrase, phrase};
use crate::draft::{Draft, Seen};
use crate::lexicon::{Section, fold, lexicon};
use std::collections::HashSet;
use trade::Kind;

/// Lines of a party's block.
const BLOCK_LINES_MAX: usize = 9;

/// Other documents that one document names.
const REFERENCES_MAX: usize = 200;

/// A value stands beside its label within so many em, where no colon says so.
const BESIDE_EM: f32 = 14.0;

/// Labels so short or common that a better one may replace them.
const WEAK: [&str; 13] = [
    "date",
    "datum",
    "fecha",
    "data",
    "dated",
    "vom",
    "del",
    "du",
    "reference",
    "ref",
    "number",
    "numero",
    "no",
];

/// Fields whose value may go on in the rows below.
const LONG: [&str; 5] = ["payment_terms", "marks", "notes", "origin_statement", "incoterms"];

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
        self.without_colon(run);
    }

    /// Labels with colons.
    fn put_pairs(&mut self, place: usize, nth: usize, run: &'a Run, pairs: Vec<Pair>) {
        let last = pairs.len() - 1;
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
        if is_party(&found.name) {
            self.party(place, nth, run, found, None);
            return;
        }
        if found.name != "ignored" {
            self.party = None;
        }
        let beside = self.beside(place, nth, run, found);
        let below =
            self.below(place, run).filter(|(at, nth, value)| self.may_be_value(*at, *nth, value, found));
        let chosen = match (beside, below) {
            (Some((value_nth, value, true)), _) => Some((place, value_nth, value)),
            (_, Some(below)) => Some(below),
            (Some((value_nth, value, false)), None) => Some((place, value_nth, value)),
            (None, None) => None,
        };
        if let Some((at, value_nth, value)) = chosen
            && self.put(found, value, &run.text)
        {
            self.taken.insert((at, value_nth));
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

    /// The value to the right, and whether it stands where values stand: near, behind a colon, or alone with its label.
    fn beside(&self, place: usize, nth: usize, run: &Run, found: &Phrase) -> Option<(usize, &'a Run, bool)> {
        let row = self.row(place)?;
        let value = row.runs.get(nth + 1)?;
        if !self.may_be_value(place, nth + 1, value, found) {
            return None;
        }
        let gap = value.bounds.x0 - run.bounds.x1;
        let near = gap <= BESIDE_EM * row.size || run.text.trim_end().ends_with(':') || row.runs.len() == 2;
        Some((nth + 1, value, near))
    }

    /// The text below a label, in its column.
    fn below(&self, place: usize, run: &Run) -> Option<(usize, usize, &'a Run)> {
        let row = self.row(place)?;
        (place + 1..self.rest.len().min(place + 4)).find_map(|at| {
            let next = self.row(at)?;
            let gap = next.baseline - row.baseline;
            if next.page != row.page || gap > 2.6 * row.size.max(next.size) {
                return None;
            }
            let nth = next.runs.iter().position(|other| {
                let reach = row
                    .runs
                    .iter()
                    .map(|run| run.bounds.x0)
                    .filter(|x| *x > run.bounds.x0 + 1.0)
                    .fold(f32::MAX, f32::min);
                other.bounds.x1 > run.bounds.x0 - 1.0
                    && other.bounds.x0 < run.bounds.x1.max(run.bounds.x0 + 3.0 * row.size).min(reach)
            })?;
            Some((at, nth, next.runs.get(nth)?))
        })
    }

    /// Whether a text can be the value of a label.
    fn may_be_value(&self, at: usize, nth: usize, value: &Run, found: &Phrase) -> bool {
        !self.is_taken(at, nth) && !is_label(value) && fits(&found.name, value_text(&found.name, &value.text))
    }

    /// Words of a long value in the rows below.
    fn goes_on(&mut self, place: usize, value: &Run, found: &Phrase) {
        if !LONG.contains(&found.name.as_ref()) {
            return;
        }
        let mut last = value.bounds;
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
            known.text = format!("{} {}", known.text, run.text);
            self.taken.insert((at, nth));
            last = run.bounds;
        }
    }

    /// Whether a label stands to the left of a run.
    fn labelled_left(&self, row: &Row, nth: usize) -> bool {
        nth.checked_sub(1)
            .and_then(|left| row.runs.get(left))
            .is_some_and(|left| is_label(left) || left.text.ends_with(':'))
    }

    /// A text without a colon that says something by itself: a title with its number, a label before its value.
    fn without_colon(&mut self, run: &Run) {
        let own = self.draft.titles.first().map(|title| title.kind);
        if let Some(rest) = title::behind(run)
            && title::kind(run).is_some_and(|kind| own == Some(kind))
            && let Some((number, date)) = number_and_date(&rest.text)
        {
            self.put_number(&rest, &number, date.as_deref());
            return;
        }
        if let Some(date) = date_behind_place(&run.text) {
            self.draft.put("invoice_date", run.see_text(date), true);
            return;
        }
        self.label_before_value(run);
    }

    /// The document's number and date.
    fn put_number(&mut self, run: &Run, number: &str, date: Option<&str>) {
        let bare = number.trim_start_matches("N°").trim_start_matches("n°").trim_start_matches("nº").trim();
        self.draft.put("invoice_number", run.see_text(bare), false);
        if let Some(date) = date {
            self.draft.put("invoice_date", run.see_text(date), false);
        }
    }

    /// `Invoice No. INV-1`, `Date 12.05.2025`: a label, then its value, without a colon.
    fn label_before_value(&mut self, run: &Run) {
        let count = run.words.len();
        let begins =
            run.words.first().is_some_and(|word| lexicon().may_name(Section::Label, &fold(&word.text)));
        if !begins || !(2..=10).contains(&count) {
            return;
        }
        for to in (1..count.min(6)).rev() {
            let (Some(start), Some(value)) = (run.part(0, to), run.part(to, count)) else { return };
            // `No. A 865879`: a capital letter begins the number.
            if start
                .words
                .last()
                .is_some_and(|word| word.text.len() == 1 && word.text.bytes().all(|b| b.is_ascii_uppercase()))
            {
                continue;
            }
            let Some(found) = label(&start.text) else { continue };
            let name = found.name.as_ref();
            let fits = match name {
                "invoice_number" if is_bare(&start.text) && !may_be_bare(&value) => false,
                "invoice_number" => {
                    if let Some((number, date)) = number_and_date(&value.text) {
                        self.put_number(&value, &number, date.as_deref());
                        return;
                    }
                    false
                }
                "incoterms" => is_term(&value.text),
                _ if name.ends_with("_date") => is_date(&value.text),
                _ if name.starts_with("reference.") || name.starts_with("transport.") => {
                    value.words.len() == 1 && value.text.bytes().any(|b| b.is_ascii_digit())
                }
                "gross_weight" | "net_weight" | "packages" | "volume" => super::is_number(&value.text),
                _ => false,
            };
            if fits {
                self.put(&found, &value, &start.text);
                return;
            }
        }
    }

    /// A party: its value behind the colon, beside or below, and the lines of its block.
    fn party(&mut self, place: usize, nth: usize, run: &'a Run, found: &Phrase, inline: Option<&Run>) {
        let name = found.name.to_string();
        let known = self
            .draft
            .parties
            .get(&name)
            .is_some_and(|party| !party.lines.is_empty() || !party.parts.is_empty());
        self.party = (!known).then(|| (name.clone(), run.bounds.x0));
        let mut lines: Vec<Run> = inline.into_iter().cloned().collect();
        let mut left = run.bounds.x0;
        if inline.is_none() {
            let below = self.below(place, run).is_some_and(|(_, _, below)| {
                (below.bounds.x0 - run.bounds.x0).abs() <= 0.6 * run.size()
                    && !is_label(below)
                    && !below.text.ends_with(':')
            });
            let beside = self.row(place).and_then(|row| row.runs.get(nth + 1)).filter(|value| {
                !below
                    && !value.text.ends_with(':')
                    && !is_label(value)
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
        if !known && !lines.is_empty() {
            let block = self.draft.parties.entry(name).or_default();
            block.lines.extend(lines.iter().map(Run::see));
            self.party = None;
        }
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
                || is_label(run)
                || run.text.ends_with(':')
                || title::kind(run).is_some()
            {
                return;
            }
            last = row.baseline;
            if is_foreign(run) {
                continue;
            }
            edge.get_or_insert(run.bounds.x0);
            self.taken.insert((at, nth));
            lines.push(run.clone());
        }
    }

    /// `Name: …`, `Address: …` below the heading of a party.
    fn part_of_party(&mut self, place: usize, nth: usize, run: &'a Run) -> bool {
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
    fn put_part(&mut self, party: &str, part: &str, seen: Seen) {
        let parts = &mut self.draft.parties.entry(party.to_owned()).or_default().parts;
        let once = matches!(part, "name" | "country" | "postal_code");
        if !once || parts.iter().all(|(known, _)| known != part) {
            parts.push((part.to_owned(), seen));
        }
    }

    /// Takes a value for a field if it is of the field's form. True where it was.
    fn put(&mut self, found: &Phrase, value: &Run, label_text: &str) -> bool {
        let name = found.name.as_ref();
        let text = value_text(name, &value.text);
        if name == "ignored" || name == "lines" || !fits(name, text) {
            return false;
        }
        let mut seen = value.see_text(text);
        seen.currency.clone_from(&found.currency);
        seen.unit.clone_from(&found.unit);
        if matches!(name, "gross_weight" | "net_weight")
            && is_bare_weight(label_text)
            && !text.chars().any(char::is_alphabetic)
            && seen.unit.is_none()
        {
            return false;
        }
        if name == "invoice_number" && self.is_of_invoice(label_text) {
            let number = number_and_date(text).map_or_else(|| text.to_owned(), |(number, _)| number);
            self.put_reference("invoice", value.see_text(&number));
        } else if name == "invoice_number" {
            let Some((number, date)) = number_and_date(text) else {
                self.draft.put(name, seen, WEAK.contains(&fold(label_text).as_str()));
                return true;
            };
            if is_bare(label_text) && !may_be_bare(value) {
                return false;
            }
            if is_bare(label_text) {
                self.draft.put(name, value.see_text(&number), true);
            } else {
                self.put_number(value, &number, date.as_deref());
            }
        } else if name == "currency" {
            let code = currency_of(text).unwrap_or(text);
            self.draft.put(name, value.see_text(code), false);
        } else if let Some((party, part)) = name.split_once('.').filter(|(party, _)| PARTIES.contains(party))
        {
            self.put_part(party, part, seen);
        } else if let Some(kind) = name.strip_prefix("reference.") {
            self.put_reference(kind, seen);
        } else if name == "notes" {
            self.draft.notes.push(seen);
        } else {
            let weak = WEAK.contains(&fold(label_text).as_str());
            self.draft.put(name, seen, weak);
        }
        true
    }

    /// On a paper that is no invoice, a number that is labelled as an invoice's is that of the invoice it belongs to.
    fn is_of_invoice(&self, label_text: &str) -> bool {
        let other = self.draft.titles.first().is_some_and(|title| {
            matches!(
                title.kind,
                Kind::PackingList | Kind::CertificateOfOrigin | Kind::DeliveryNote | Kind::BillOfLading
            )
        });
        other && names_invoice(label_text)
    }

    fn put_reference(&mut self, kind: &str, seen: Seen) {
        let known =
            self.draft.references.iter().any(|(known, value)| known == kind && value.text == seen.text);
        if self.draft.references.len() < REFERENCES_MAX && !known {
            self.draft.references.push((kind.to_owned(), seen));
        }
    }
}

/// `Number: 4711`: a line of a block with a label that names no part of a party.
fn is_foreign(run: &Run) -> bool {
    let Some((start, _)) = run.text.split_once(':') else { return false };
    start.split_whitespace().count() <= 4 && phrase(Section::Part, start).is_none()
}

/// `Hamburg, den`, `Lyon, le`: a place before a date.
fn is_place_of_date(text: &str) -> bool {
    let mut words = text.split_whitespace().rev();
    let last = words.next().unwrap_or_default();
    matches!(last, "den" | "le" | "am") && words.next().is_some_and(|place| place.ends_with(','))
}

/// What a bare “No.” can be the number of: one or two words, no range of packages.
fn may_be_bare(value: &Run) -> bool {
    let range = value.text.split_once('-').is_some_and(|(one, two)| {
        let short = |text: &str| text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
        short(one.trim()) && short(two.trim())
    });
    value.words.len() <= 2 && value.text.len() >= 5 && !range
}

/// A word of the label is, or begins with, that for an invoice: `Rechnungsnummer`, `Facture n°`.
fn names_invoice(label_text: &str) -> bool {
    fold(label_text).split(' ').any(|word| {
        let begins = |to: usize| word.get(..to).and_then(|start| lexicon().find(Section::Title, start));
        (6..=word.len()).filter_map(begins).any(|found| found.name == "commercial_invoice")
    })
}

/// `Net`, `Gross`: of weights only where a unit stands beside.
fn is_bare_weight(label_text: &str) -> bool {
    matches!(fold(label_text).as_str(), "net" | "netto" | "neto" | "brut" | "brutto" | "bruto" | "gross")
}

/// What a label names; the number of a form's box before it says nothing.
pub fn label(text: &str) -> Option<Phrase> {
    let found = phrase::label(text).or_else(|| {
        let rest = text.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        let boxed = rest.strip_prefix(['.', ')']).filter(|_| rest.len() < text.trim_start().len())?;
        phrase::label(boxed.trim())
    })?;
    // “From”, “an”, “de” say who only with a colon.
    if is_party(&found.name) && text.len() <= 5 && !text.trim_end().ends_with(':') && fold(text).len() <= 4 {
        return None;
    }
    // `LONDON / NO.`: a bare word for “number” behind words that are no label.
    let part = |part: &str| is_bare(part) || phrase::label(part).is_some();
    (!text.contains('/') || !text.split('/').any(is_bare) || text.split('/').all(part)).then_some(found)
}

/// `Hamburg, 12.05.2025`: a date behind the place it was written at.
fn date_behind_place(text: &str) -> Option<&str> {
    let (_, date) = text.rsplit_once(", ").or_else(|| text.split_once(", "))?;
    (text.len() <= 60 && text.starts_with(char::is_alphabetic) && is_date(date)).then_some(date)
}

/// A party, whose value is a block.
fn is_party(name: &str) -> bool {
    PARTIES.contains(&name)
}

/// A text that is a label itself, or begins with one and a colon.
pub fn is_label(run: &Run) -> bool {
    let start = run.text.split_once(':').map_or(run.text.as_str(), |(start, _)| start);
    // A bare “No.” names whatever it stands under.
    !is_bare(start) && (label(&run.text).is_some() || (start != run.text && label(start).is_some()))
}

/// A value without the marks around it.
fn value_text<'t>(name: &str, text: &'t str) -> &'t str {
    let text = text.trim().trim_start_matches(':').trim();
    if name == "notes" { text } else { text.trim_end_matches([',', ';', '|']).trim() }
}
