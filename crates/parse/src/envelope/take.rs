//! Single values: each comes out as the record has it, or is absent and remarked.
//!
//! A number is a JSON number or a text that is nothing but a plain decimal; both are taken digit by digit. A text is
//! a JSON string without the blanks at its ends, or a number's token as it stands. What is of another form is
//! `value_invalid` with the raw text, and the record goes without it.

use super::place::{Place, Step};
use super::remark::{Remarks, excerpt};
use crate::json::{Node, Value, decimal};
use crate::limits::Limits;
use crate::locale::DateReadings;
use jiff::civil::Date;
use rust_decimal::Decimal;
use trade::part::Measure;
use trade::reading::ReadLine;
use trade::{Code, Finding, Kind, Origin, ReadValue, Reading, Severity};

/// A part of the record that an object fills.
pub(super) trait Fields: Default {
    /// Takes the value under a key; false where the part has no such field.
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, taker: &mut Taker<'t>) -> bool;

    /// What a bare value stands for in the object's place; none where it cannot stand for it.
    fn bare<'t>(_node: &'t Node<'t>, _taker: &mut Taker<'t>) -> Option<Self> {
        None
    }

    /// The one field without which the part says nothing, if it is missing.
    fn lacks(&self) -> Option<&'static str> {
        None
    }
}

/// Takes values out of a tree.
pub(super) struct Taker<'t> {
    /// The text the tree was parsed from.
    text: &'t str,
    pub(super) place: Place<'t>,
    pub(super) remarks: Remarks,
    /// The ordinal of the line at hand.
    pub(super) line: Option<u32>,
    /// Where values came from, if that is asked for.
    reading: Option<Reading>,
    read_line: ReadLine,
    text_left: usize,
    entries_left: usize,
    /// The first limit that was passed.
    exceeded: Option<(&'static str, usize)>,
    /// What a record may have of text and of entries.
    most: (usize, usize),
}

impl<'t> Taker<'t> {
    /// Stands at the record, to which the pointer `root` leads.
    pub(super) fn new(text: &'t str, rule: &'static str, root: &'static str, limits: &Limits) -> Taker<'t> {
        Taker {
            text,
            place: Place::at(root),
            remarks: Remarks::new(rule, limits.findings),
            line: None,
            reading: None,
            read_line: ReadLine::new(),
            text_left: limits.text_out_bytes,
            entries_left: limits.record_entries,
            exceeded: None,
            most: (limits.text_out_bytes, limits.record_entries),
        }
    }

    /// Keeps where values came from.
    pub(super) fn with_reading(mut self, engine: &str) -> Taker<'t> {
        self.reading = Some(Reading { engine: engine.to_owned(), ..Reading::default() });
        self
    }

    /// The findings, and the reading if it was asked for.
    pub(super) fn finish(mut self) -> (Vec<Finding>, Option<Reading>) {
        if let Some((limit, max)) = self.exceeded {
            let message = "The document has more values than may be handed on";
            let finding = Finding::document(self.remarks.rule(), Code::LimitExceeded, message);
            self.remarks.push(finding.input("limit", limit).input("max", max));
        }
        (self.remarks.finish(), self.reading)
    }

    /// Fills a part from an object's members.
    pub(super) fn fill<T: Fields>(&mut self, part: &mut T, node: &'t Node<'t>) {
        for member in node.members().unwrap_or_default() {
            // A null says nothing, under whichever name.
            if member.node.is_null() {
                continue;
            }
            self.place.enter(Step::Key(&member.key));
            if !part.field(&member.key, &member.node, self) {
                self.remarks.unplaced(self.place.name());
            }
            self.place.leave();
        }
    }

    /// A part from an object, or from the bare value that may stand for it.
    pub(super) fn object<T: Fields>(&mut self, node: &'t Node<'t>) -> Option<T> {
        match &node.value {
            Value::Null => return None,
            Value::String(text) if text.trim().is_empty() => return None,
            Value::Object(_) => {}
            Value::Array(_) => return self.invalid(node, "an object"),
            _ => {
                let before = self.remarks.seen();
                let part = T::bare(node, self);
                // A value that was remarked already needs no second remark.
                let silent = part.is_none() && self.remarks.seen() == before;
                return if silent { self.invalid(node, "an object") } else { part };
            }
        }
        let mut part = T::default();
        self.fill(&mut part, node);
        match part.lacks() {
            Some(field) if node.get(field).is_none() => {
                self.invalid(node, &format!("an object with {field}"))
            }
            // It is there, and was blank or has its own remark.
            Some(_) => None,
            None => Some(part),
        }
    }

    /// A boxed part.
    pub(super) fn boxed<T: Fields>(&mut self, node: &'t Node<'t>) -> Option<Box<T>> {
        self.object(node).map(Box::new)
    }

    /// The parts of a list; one that stands alone is a list of one.
    pub(super) fn list<T: Fields>(&mut self, node: &'t Node<'t>) -> Vec<T> {
        self.each(node, Taker::object)
    }

    /// The texts of a list, or one.
    pub(super) fn texts(&mut self, node: &'t Node<'t>) -> Vec<String> {
        self.each(node, Taker::text)
    }

    /// The measures of a list, or one.
    pub(super) fn measures(&mut self, node: &'t Node<'t>) -> Vec<Measure> {
        self.each(node, Taker::measure)
    }

    fn each<T>(
        &mut self,
        node: &'t Node<'t>,
        mut take: impl FnMut(&mut Taker<'t>, &'t Node<'t>) -> Option<T>,
    ) -> Vec<T> {
        let Value::Array(nodes) = &node.value else { return take(self, node).into_iter().collect() };
        let mut taken = Vec::new();
        for (index, node) in nodes.iter().enumerate().take(self.entries(nodes.len())) {
            self.place.enter(Step::Index(index));
            taken.extend(take(self, node));
            self.place.leave();
        }
        taken
    }

    /// How many of so many entries of a list may still be taken; they count as taken.
    pub(super) fn entries(&mut self, wanted: usize) -> usize {
        if wanted > self.entries_left {
            self.exceeded.get_or_insert(("record_entries", self.most.1));
        }
        let granted = wanted.min(self.entries_left);
        self.entries_left -= granted;
        granted
    }

    /// A text without the blanks at its ends; none where nothing is left.
    pub(super) fn text(&mut self, node: &Node<'_>) -> Option<String> {
        let text = match &node.value {
            Value::String(text) => text.trim(),
            Value::Number(token) => token,
            Value::Null => return None,
            _ => return self.invalid(node, "a text"),
        };
        if text.is_empty() {
            return None;
        }
        match self.text_left.checked_sub(text.len()) {
            Some(left) => self.text_left = left,
            None => {
                self.exceeded.get_or_insert(("text_out_bytes", self.most.0));
                return None;
            }
        }
        self.note(node, || text.to_owned());
        Some(text.to_owned())
    }

    /// A text that stands for the field `name` of the object it stands in place of.
    pub(super) fn bare_text(&mut self, name: &'static str, node: &Node<'_>) -> Option<String> {
        scalar(node)?;
        self.place.enter(Step::Bare(name));
        let text = self.text(node);
        self.place.leave();
        text
    }

    /// An exact number.
    pub(super) fn decimal(&mut self, node: &Node<'_>) -> Option<Decimal> {
        let token = scalar(node).map(str::trim);
        match token {
            Some("") => None,
            None if node.is_null() => None,
            _ => match token.and_then(decimal) {
                Some(value) => {
                    self.note(node, || value.to_string());
                    Some(value)
                }
                None => self.invalid(node, "a plain decimal number of at most 28 digits"),
            },
        }
    }

    /// `true` or `false`, as such or as a text.
    pub(super) fn truth(&mut self, node: &Node<'_>) -> Option<bool> {
        let value = match &node.value {
            Value::Bool(value) => *value,
            Value::String(text) if text.trim().is_empty() => return None,
            Value::String(text) if text == "true" => true,
            Value::String(text) if text == "false" => false,
            _ => return self.invalid(node, "true or false"),
        };
        self.note(node, || value.to_string());
        Some(value)
    }

    /// A kind by its name; another name is remarked and holds nothing.
    pub(super) fn kind(&mut self, node: &Node<'_>) -> Option<Kind> {
        let name = scalar(node).map(str::trim);
        if name == Some("") {
            return None;
        }
        let kind = name.and_then(Kind::from_name).filter(|kind| *kind != Kind::Container);
        match kind {
            Some(kind) => self.note(node, || kind.to_string()),
            None => self.remark(
                Code::ValueInvalid,
                node,
                "The value is no kind of document",
                Some(Severity::Warning),
            ),
        }
        kind
    }

    /// A date: ISO 8601 as it is, another form that can be only one day with a remark.
    pub(super) fn date(&mut self, node: &Node<'_>) -> Option<Date> {
        let text = scalar(node).map(str::trim);
        if text == Some("") {
            return None;
        }
        match text.map_or(DateReadings::NotADate, DateReadings::of) {
            DateReadings::Certain(date) => {
                let written = date.to_string();
                if !text.is_some_and(|text| text.starts_with(&written)) {
                    self.remark(
                        Code::ValueNormalised,
                        node,
                        "The date was written in the form of ISO 8601",
                        None,
                    );
                }
                self.note(node, || written);
                Some(date)
            }
            DateReadings::Open(_) => {
                let message = "The date can be read with the day or the month first";
                self.remark(Code::ReadingAmbiguous, node, message, None);
                None
            }
            DateReadings::Impossible => self.invalid(node, "a day of the calendar"),
            DateReadings::NotADate => self.invalid(node, "a date such as 2026-11-24"),
        }
    }

    /// A number with or without its unit.
    pub(super) fn measure(&mut self, node: &'t Node<'t>) -> Option<Measure> {
        let draft: super::part::MeasureDraft = self.object(node)?;
        draft.value.map(|value| Measure { value, unit: draft.unit })
    }

    /// Remarks that the value is not of its form. Always none, for the caller to hand on.
    pub(super) fn invalid<T>(&mut self, node: &Node<'_>, wanted: &str) -> Option<T> {
        let message = format!("The value is not {wanted}; it is {}", node.noun());
        self.remark(Code::ValueInvalid, node, &message, None);
        None
    }

    /// Remarks something about the value, with its text and its position.
    pub(super) fn remark(&mut self, code: Code, node: &Node<'_>, message: &str, severity: Option<Severity>) {
        self.note_raw(node, None);
        let severity = severity.unwrap_or(code.severity());
        if !self.remarks.has_room(severity) {
            return;
        }
        let rule = self.remarks.rule();
        let finding = match self.line {
            Some(line) => Finding::line(rule, code, line, message),
            None => Finding::document(rule, code, message),
        };
        let raw = scalar(node).unwrap_or_else(|| node.raw(self.text));
        let finding = finding.severity(severity).field(self.place.field()).input("raw", excerpt(raw));
        self.remarks.push(finding.input("position", self.place.pointer()).input("byte", node.start));
    }

    /// Keeps where a value came from, if that is asked for.
    pub(super) fn note(&mut self, node: &Node<'_>, value: impl FnOnce() -> String) {
        if self.reading.is_some() {
            self.note_raw(node, Some(value()));
        }
    }

    fn note_raw(&mut self, node: &Node<'_>, value: Option<String>) {
        let Some(reading) = &mut self.reading else { return };
        let raw = scalar(node).unwrap_or_else(|| node.raw(self.text));
        let seen = ReadValue::structured(raw, value, Origin::Read, Some(self.place.pointer()));
        let values = if self.line.is_some() { &mut self.read_line } else { &mut reading.values };
        // A remark about a value that was taken leaves its entry, whichever comes first.
        let entry = values.entry(self.place.field()).or_insert_with(|| seen.clone());
        if seen.value.is_some() {
            *entry = seen;
        }
    }

    /// What the reading has of the line at hand is complete.
    pub(super) fn end_line(&mut self) {
        if let Some(reading) = &mut self.reading {
            reading.line_items.push(std::mem::take(&mut self.read_line));
        }
    }
}

/// A text, or a number's token.
pub(super) fn scalar<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    match &node.value {
        Value::String(text) => Some(text),
        Value::Number(token) => Some(token),
        _ => None,
    }
}
