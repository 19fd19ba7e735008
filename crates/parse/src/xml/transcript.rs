//! Writes a value into the record and its evidence into the reading with one call.
//!
//! Promises that a value of the record that came from an element has an entry under its field's path with the
//! raw characters and the place, and that a value that could not be read has a finding instead of a guess. A
//! field's path mirrors the record's JSON: `seller.name`, `charges[0].amount`; those of a line start at the line.

use super::fault::Fault;
use super::tree::Node;
use super::value;
use crate::limits::Limits;
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::borrow::Cow;
use trade::part::Measure;
use trade::reading::ReadLine;
use trade::{Code, Finding, Origin, ReadValue, Reading};

/// An element that was found, or none.
pub(super) type Found<'t, 'a> = Option<Node<'t, 'a>>;

/// The reading and the findings as they grow.
pub(super) struct Transcript {
    /// The rule that findings name, such as `read.ubl/1`.
    rule: &'static str,
    reading: Reading,
    findings: Vec<Finding>,
    findings_max: usize,
    findings_dropped: usize,
    /// The place of a value that repeats too often, if one does.
    overflow: Option<String>,
    /// Bytes of raw text handed on so far.
    spent: usize,
    /// What the paths of fields begin with, such as `seller.`.
    prefix: String,
    /// The line at hand, if one is.
    line: Option<ReadLine>,
}

impl Transcript {
    /// Of a reader by the name of its rule, such as `read.ubl/1`; the engine's name is the rest of it.
    pub(super) fn new(rule: &'static str, limits: &Limits) -> Transcript {
        let engine = rule.trim_start_matches("read.").to_owned();
        let reading = Reading { engine, ..Reading::default() };
        let (findings, prefix) = (Vec::new(), String::new());
        Transcript {
            rule,
            reading,
            findings,
            findings_max: limits.findings,
            findings_dropped: 0,
            overflow: None,
            spent: 0,
            prefix,
            line: None,
        }
    }

    /// Everything written, or the limit that was passed.
    pub(super) fn finish(mut self, limits: &Limits) -> Result<(Reading, Vec<Finding>), Fault> {
        if self.spent > limits.text_out_bytes {
            let most = limits.text_out_bytes;
            let message = format!("The document has more than {most} bytes of text");
            return Err(Fault::whole(Code::LimitExceeded, message).limit("text_out_bytes", most));
        }
        if let Some(place) = self.overflow {
            let message = format!("A value is longer, or repeats oftener, than a record takes: {place}");
            return Err(Fault::whole(Code::LimitExceeded, message));
        }
        if self.findings_dropped > 0 {
            let message = format!("{} more values could not be read", self.findings_dropped);
            let finding = Finding::document(self.rule, Code::LimitExceeded, message);
            self.findings.push(finding.input("limit", "findings").input("max", self.findings_max));
        }
        Ok((self.reading, self.findings))
    }

    /// Fields written inside have paths that begin with `part.`.
    pub(super) fn within<T>(&mut self, part: &str, write: impl FnOnce(&mut Transcript) -> T) -> T {
        let before = self.prefix.len();
        self.prefix.push_str(part);
        self.prefix.push('.');
        let written = write(self);
        self.prefix.truncate(before);
        written
    }

    /// Fields written inside are those of the next line.
    pub(super) fn line<T>(&mut self, write: impl FnOnce(&mut Transcript) -> T) -> T {
        let prefix = std::mem::take(&mut self.prefix);
        self.line = Some(ReadLine::new());
        let written = write(self);
        self.prefix = prefix;
        self.reading.line_items.push(self.line.take().unwrap_or_default());
        written
    }

    /// The characters, with line breaks and what indents them as one blank.
    pub(super) fn text(&mut self, field: &str, from: Found<'_, '_>) -> Option<String> {
        let node = from?;
        let text = Some(one_line(node.text()).into_owned());
        self.note(field, node.text(), text.clone(), node.place());
        text
    }

    /// The characters of a remark: line breaks stay, what indents the lines goes.
    pub(super) fn prose(&mut self, field: &str, from: Found<'_, '_>) -> Option<String> {
        let node = from?;
        let text = Some(lines(node.text(), "\n").into_owned());
        self.note(field, node.text(), text.clone(), node.place());
        text
    }

    /// An attribute's trimmed value.
    pub(super) fn attribute(&mut self, field: &str, from: Found<'_, '_>, name: &str) -> Option<String> {
        let node = from?;
        let value = node.attribute(name)?;
        self.note(field, value, Some(value.to_owned()), attribute_place(node, name));
        Some(value.to_owned())
    }

    /// A number.
    pub(super) fn decimal(&mut self, field: &str, from: Found<'_, '_>) -> Option<Decimal> {
        self.parsed(field, from, "a number", value::decimal)
    }

    /// A date of XML Schema.
    pub(super) fn date(&mut self, field: &str, from: Found<'_, '_>) -> Option<Date> {
        self.parsed(field, from, "a date", value::date)
    }

    /// A date whose form stands in the element's attribute `format`.
    pub(super) fn date_of_format(&mut self, field: &str, from: Found<'_, '_>) -> Option<Date> {
        let format = from.and_then(|node| node.attribute("format"));
        self.parsed(field, from, "a date", |text| value::date_of_format(text, format))
    }

    /// A truth value that the record says in another way, such as by a sign: it has no entry of its own.
    pub(super) fn truth(&mut self, field: &str, from: Found<'_, '_>) -> Option<bool> {
        let node = from?;
        let truth = value::truth(node.text());
        if truth.is_none() {
            self.unreadable(field, node, "true or false");
        }
        truth
    }

    /// A number with the unit of its attribute `unitCode`.
    pub(super) fn measure(&mut self, field: &str, from: Found<'_, '_>) -> Option<Measure> {
        self.within(field, |t| {
            let value = t.decimal("value", from)?;
            Some(Measure { value, unit: t.attribute("unit", from, "unitCode") })
        })
    }

    /// A value that reads otherwise in the record than in the element.
    pub(super) fn derived(&mut self, field: &str, node: Node<'_, '_>, value: impl ToString) {
        self.note(field, node.text(), Some(value.to_string()), node.place());
    }

    /// Says the value of a field anew, where the record has it in another form than the element.
    pub(super) fn restate(&mut self, field: &str, value: Option<impl ToString>) {
        let path = format!("{}{field}", self.prefix);
        if let (Some(value), Some(entry)) = (value, self.values().get_mut(&path)) {
            entry.value = Some(value.to_string());
        }
    }

    /// Takes back an entry that the record does not keep.
    pub(super) fn forget(&mut self, field: &str) {
        let path = format!("{}{field}", self.prefix);
        self.values().remove(&path);
    }

    /// The same value stands under a second field.
    pub(super) fn copy(&mut self, from: &str, to: &str) {
        if let Some(entry) = self.values().get(from).cloned() {
            self.values().insert(to.to_owned(), entry);
        }
    }

    /// The elements, of which a record takes at most [`REPEATS_MAX`]: more end the reading.
    pub(super) fn few<'t, 'a>(&mut self, mut nodes: Vec<Node<'t, 'a>>) -> Vec<Node<'t, 'a>> {
        if let Some(one_too_many) = nodes.get(REPEATS_MAX) {
            self.overflow(*one_too_many);
            nodes.truncate(REPEATS_MAX);
        }
        nodes
    }

    /// Ends the reading: there is more at this element than a record takes.
    pub(super) fn overflow(&mut self, node: Node<'_, '_>) {
        self.overflow = Some(node.place());
    }

    /// A further element that became part of a field's value.
    pub(super) fn append(&mut self, field: &str, node: Node<'_, '_>, value: &str) {
        let path = format!("{}{field}", self.prefix);
        match self.values().get_mut(&path) {
            Some(entry) => {
                entry.raw.push('\n');
                entry.raw.push_str(node.text());
                entry.value = Some(value.to_owned());
                if let Some(place) = &mut entry.place {
                    place.push_str(", ");
                    place.push_str(&node.place());
                }
            }
            None => self.derived(field, node, value),
        }
    }

    /// Several elements that became one text of the record.
    pub(super) fn joined(&mut self, field: &str, from: &[Node<'_, '_>], separator: &str) -> Option<String> {
        let texts = from.iter().map(|node| one_line(node.text()));
        let parts: Vec<Cow<'_, str>> = texts.filter(|text| !text.is_empty()).collect();
        let value = (!parts.is_empty()).then(|| parts.join(separator))?;
        self.evidence(field, from, &value);
        Some(value)
    }

    /// The value of a field that several elements stand behind.
    pub(super) fn evidence(&mut self, field: &str, from: &[Node<'_, '_>], value: &str) {
        let raw: Vec<&str> = from.iter().map(|node| node.text()).collect();
        let places: Vec<String> = from.iter().map(|node| node.place()).collect();
        self.note(field, &raw.join("\n"), Some(value.to_owned()), places.join(", "));
    }

    /// The value of a field with the sum of its elements, where no single one says it.
    pub(super) fn computed(&mut self, field: &str, from: &[Node<'_, '_>], value: impl ToString) {
        self.evidence(field, from, &value.to_string());
        let path = format!("{}{field}", self.prefix);
        if let Some(entry) = self.values().get_mut(&path) {
            entry.origin = Origin::Computed;
        }
    }

    fn parsed<T: ToString>(
        &mut self,
        field: &str,
        from: Found<'_, '_>,
        form: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let node = from?;
        let parsed = parse(node.text());
        self.note(field, node.text(), parsed.as_ref().map(T::to_string), node.place());
        if parsed.is_none() {
            self.unreadable(field, node, form);
        }
        parsed
    }

    fn unreadable(&mut self, field: &str, node: Node<'_, '_>, form: &str) {
        if self.findings.len() >= self.findings_max {
            self.findings_dropped += 1;
            return;
        }
        let message =
            format!("The value of {} in line {} of the file is not {form}", node.name(), node.line());
        let finding = match &self.line {
            Some(_) => {
                let ordinal = u32::try_from(self.reading.line_items.len() + 1).unwrap_or(u32::MAX);
                Finding::line(self.rule, Code::ValueInvalid, ordinal, message)
            }
            None => Finding::document(self.rule, Code::ValueInvalid, message),
        };
        let finding = finding.field(format!("{}{field}", self.prefix));
        let raw: String = node.text().chars().take(200).collect();
        self.findings.push(finding.input("raw", raw).input("position", node.place()));
    }

    fn note(&mut self, field: &str, raw: &str, value: Option<String>, place: String) {
        self.spent = self.spent.saturating_add(raw.len());
        let path = format!("{}{field}", self.prefix);
        let read = ReadValue::structured(raw, value, Origin::Xml, Some(place));
        self.values().insert(path, read);
    }

    fn values(&mut self) -> &mut ReadLine {
        match &mut self.line {
            Some(line) => line,
            None => &mut self.reading.values,
        }
    }
}

/// How often one value of a record may repeat: remarks, references, registrations, parts of an address.
const REPEATS_MAX: usize = 1_000;

/// Line breaks and what stands around them become one blank.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    lines(text, " ")
}

fn lines<'t>(text: &'t str, separator: &str) -> Cow<'t, str> {
    if !text.contains(['\n', '\t']) {
        return Cow::Borrowed(text);
    }
    let lines = text.split(['\n', '\t']).map(str::trim).filter(|line| !line.is_empty());
    Cow::Owned(lines.collect::<Vec<_>>().join(separator))
}

/// The place of an attribute: its element's, and its name as XPath writes it.
fn attribute_place(node: Node<'_, '_>, name: &str) -> String {
    let place = node.place();
    match place.rfind(" (line ") {
        Some(at) => format!("{}/@{name}{}", place.get(..at).unwrap_or(""), place.get(at..).unwrap_or("")),
        None => place,
    }
}
