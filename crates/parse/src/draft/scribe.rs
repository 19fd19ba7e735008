//! Writes a draft's texts down as values: the record's value, its reading beside it, and a finding where there is doubt.

use super::figures::number_part;
use super::found::Seen;
use super::found::Typed;
use crate::locale::{DateReadings, DateVerdict, Decided, Printed, Value};
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;
use trade::{Code, Finding, Origin, ReadValue, Reading};

/// Where a value belongs.
#[derive(Debug, Clone, Copy)]
pub enum Target<'a> {
    /// A field of the document.
    Document(&'a str),
    /// A field of the line with this ordinal, from 1.
    Line(u32, &'a str),
}

/// The pen: conventions in, reading and findings out.
pub struct Scribe {
    /// The decimal mark of the document.
    pub numbers: Decided,
    /// The order of its dates.
    pub dates: DateVerdict,
    /// The reading so far.
    pub reading: Reading,
    /// The findings so far.
    pub findings: Vec<Finding>,
    rule: &'static str,
    /// Places of numbers that stay open: the first with its readings, and how many.
    open_numbers: Vec<(String, String, Decimal, Decimal)>,
}

impl Scribe {
    /// A pen for one document.
    pub fn new(rule: &'static str, numbers: Decided, dates: DateVerdict) -> Scribe {
        let reading = Reading { engine: rule.trim_start_matches("read.").to_owned(), ..Reading::default() };
        Scribe { numbers, dates, reading, findings: Vec::new(), rule, open_numbers: Vec::new() }
    }

    /// The name of the reader in its findings.
    pub fn rule(&self) -> &'static str {
        self.rule
    }

    /// Words.
    pub fn text(&mut self, into: Target<'_>, seen: &Seen) -> String {
        let value = seen.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.write(into, seen, Some(value.clone()));
        value
    }

    /// A value that is a part of the text, or stands beside it.
    pub fn part(&mut self, into: Target<'_>, seen: &Seen, value: &str) -> String {
        let part = Seen { text: value.to_owned(), ..seen.clone() };
        self.write(into, &part, Some(value.to_owned()));
        value.to_owned()
    }

    /// A number; a dash and the like are none, anything else that is no number is a finding.
    pub fn number(&mut self, into: Target<'_>, seen: &Seen) -> Option<Decimal> {
        let value = self.number_of(into, seen);
        self.write(into, seen, value.map(|value| value.to_string()));
        value
    }

    /// Money: as many decimals as are shown, where the cell holds more.
    pub fn money(&mut self, into: Target<'_>, seen: &Seen) -> Option<Decimal> {
        let mut value = self.number_of(into, seen)?;
        let shown = shown_decimals(&seen.text);
        if matches!(seen.value, Typed::Number(_)) && shown.is_some_and(|shown| shown < value.scale()) {
            value = value.round_dp_with_strategy(shown.unwrap_or(2), RoundingStrategy::MidpointAwayFromZero);
        }
        self.write(into, seen, Some(value.to_string()));
        Some(value)
    }

    fn number_of(&mut self, into: Target<'_>, seen: &Seen) -> Option<Decimal> {
        match &seen.value {
            Typed::Number(value) | Typed::Percent(value) => Some(as_shown(*value, &seen.text)),
            Typed::Uncomputed => {
                self.find(into, seen, Code::ReadingIncomplete, "a formula was saved without its value");
                None
            }
            Typed::Date(_) | Typed::Error => {
                self.find(into, seen, Code::ValueInvalid, "it is no number");
                None
            }
            Typed::Text if is_nothing(&seen.text) => None,
            Typed::Text => match self.numbers.read(number_part(&seen.text)) {
                Value::One(value) => Some(value),
                Value::Two(one, two) => {
                    self.open_numbers.push((seen.place.clone(), seen.text.clone(), one, two));
                    None
                }
                Value::None => {
                    self.find(into, seen, Code::ValueInvalid, "it is no number");
                    None
                }
            },
        }
    }

    /// A date.
    pub fn date(&mut self, into: Target<'_>, seen: &Seen, epoch_1904: Option<bool>) -> Option<Date> {
        let value = match &seen.value {
            Typed::Date(date) => Some(*date),
            Typed::Number(serial) => self.serial(into, seen, *serial, epoch_1904),
            Typed::Text => self.printed_date(into, seen, epoch_1904),
            _ => {
                self.find(into, seen, Code::ValueInvalid, "it is no date");
                None
            }
        };
        self.write(into, seen, value.map(|date| date.to_string()));
        value
    }

    fn printed_date(&mut self, into: Target<'_>, seen: &Seen, epoch_1904: Option<bool>) -> Option<Date> {
        let readings = DateReadings::of(&seen.text);
        match self.dates.value(readings) {
            Value::One(date) => Some(date),
            Value::Two(one, two) => {
                self.ambiguous(into, seen, &one.to_string(), &two.to_string());
                None
            }
            Value::None => {
                if let Some(serial) = seen
                    .text
                    .parse::<Decimal>()
                    .ok()
                    .filter(|_| readings == DateReadings::NotADate && seen.text.len() == 5)
                {
                    return self.serial(into, seen, serial, epoch_1904);
                }
                let why =
                    if readings == DateReadings::Impossible { "no such day exists" } else { "it is no date" };
                self.find(into, seen, Code::ValueInvalid, why);
                None
            }
        }
    }

    /// A number where a date should be is a serial number of one of two calendars, or something else.
    fn serial(
        &mut self,
        into: Target<'_>,
        seen: &Seen,
        serial: Decimal,
        epoch_1904: Option<bool>,
    ) -> Option<Date> {
        use rust_decimal::prelude::ToPrimitive;
        let days = serial.trunc().to_i64().filter(|days| (20_000..80_000).contains(days));
        let day = |epoch: Date| days.and_then(|days| epoch.checked_add(jiff::Span::new().days(days)).ok());
        let (from_1900, from_1904) = (day(Date::constant(1899, 12, 30)), day(Date::constant(1904, 1, 1)));
        match (from_1900, from_1904) {
            (Some(one), Some(two)) => {
                let (first, second) = if epoch_1904 == Some(true) { (two, one) } else { (one, two) };
                self.ambiguous(into, seen, &first.to_string(), &second.to_string());
            }
            _ => self.find(into, seen, Code::ValueInvalid, "it is no date"),
        }
        None
    }

    /// Two readings remain.
    fn ambiguous(&mut self, into: Target<'_>, seen: &Seen, one: &str, two: &str) {
        let message = format!("`{}` at {} can be read as {one} and as {two}.", seen.text, seen.place);
        let finding = self
            .finding(into, seen, Code::ReadingAmbiguous, message)
            .input("reading_1", one)
            .input("reading_2", two);
        self.findings.push(finding);
    }

    /// A doubt about one value.
    pub fn find(&mut self, into: Target<'_>, seen: &Seen, code: Code, why: &str) {
        let message = format!("The value at {} cannot be taken: {why}.", seen.place);
        let finding = self.finding(into, seen, code, message);
        self.findings.push(finding);
    }

    fn finding(&self, into: Target<'_>, seen: &Seen, code: Code, message: String) -> Finding {
        let finding = match into {
            Target::Document(field) => Finding::document(self.rule, code, message).field(field.to_owned()),
            Target::Line(line, field) => {
                Finding::line(self.rule, code, line, message).field(field.to_owned())
            }
        };
        finding.input("raw", &seen.text).input("position", &seen.place)
    }

    /// A value of a line that others prove; it stands where one of them does.
    pub fn compute(&mut self, line: u32, field: &str, beside: &str, value: &str) {
        let Some(values) = self.reading.line_items.get_mut(line.saturating_sub(1) as usize) else { return };
        let Some(known) = values.get(beside).cloned() else { return };
        let computed = ReadValue { value: Some(value.to_owned()), origin: Origin::Computed, ..known };
        values.insert(field.to_owned(), computed);
    }

    /// A remark about the document.
    pub fn remark(&mut self, code: Code, message: impl std::convert::Into<String>) -> &mut Finding {
        self.findings.push(Finding::document(self.rule, code, message));
        let last = self.findings.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "pushed on the line above")]
        &mut self.findings[last]
    }

    /// Numbers that stayed open become one finding: they have one cause.
    pub fn finish_numbers(&mut self) {
        let open = std::mem::take(&mut self.open_numbers);
        let Some((place, raw, one, two)) = open.first() else { return };
        let message = format!(
            "`{raw}` at {place} can be read as {one} and as {two}; {} numbers of the document are open in this way.",
            open.len()
        );
        let finding = Finding::document(self.rule, Code::ReadingAmbiguous, message)
            .input("raw", raw)
            .input("position", place)
            .input("reading_1", one)
            .input("reading_2", two)
            .input("count", open.len());
        self.findings.push(finding);
    }

    /// Puts a value into the reading.
    fn write(&mut self, into: Target<'_>, seen: &Seen, value: Option<String>) {
        let read = ReadValue {
            raw: seen.text.clone(),
            confidence: if value.is_some() { 1.0 } else { 0.0 },
            value,
            page: Some(seen.page),
            bounds: seen.bounds,
            origin: Origin::Read,
            place: Some(seen.place.clone()),
        };
        match into {
            Target::Document(field) => {
                self.reading.values.insert(field.to_owned(), read);
            }
            Target::Line(line, field) => {
                let at = line.saturating_sub(1) as usize;
                if self.reading.line_items.len() <= at {
                    self.reading.line_items.resize_with(at + 1, Default::default);
                }
                if let Some(values) = self.reading.line_items.get_mut(at) {
                    values.insert(field.to_owned(), read);
                }
            }
        }
    }
}

/// A typed number with as many decimals as its cell shows, if that only adds zeros.
fn as_shown(value: Decimal, text: &str) -> Decimal {
    let Some(decimals) = shown_decimals(text).filter(|decimals| *decimals > value.scale()) else {
        return value;
    };
    let mut padded = value;
    padded.rescale(decimals);
    padded
}

/// Decimals of a number as its cell shows it.
fn shown_decimals(text: &str) -> Option<u32> {
    let body = Printed::scan(text)?.body;
    u32::try_from(body.split_once('.').map_or(0, |(_, fraction)| fraction.len())).ok()
}

/// What people put where there is nothing.
pub fn is_nothing(text: &str) -> bool {
    matches!(
        text.trim().to_lowercase().as_str(),
        "" | "-"
            | "--"
            | "–"
            | "—"
            | "n/a"
            | "n.a."
            | "na"
            | "./."
            | "none"
            | "nil"
            | "k.a."
            | "s.o."
            | "n.v.t."
            | "."
            | "/"
    )
}
