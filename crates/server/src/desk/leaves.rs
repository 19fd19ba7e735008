//! The pages of a document, each with what was read from it: a box over the picture, and the value beside it.
//!
//! The picture is the API's; boxes lie over it in points of the page, so that no style has to say where. A box and its
//! values know each other by one number, by which a browser goes from one to the other, and lights both.

use super::fields;
use super::words::{self, LONG};
use std::collections::BTreeMap;
use trade::placed::{self, Placed};
use trade::reading::PageSize;
use trade::{CorrelationId, Finding, ReadValue, Reading, Record};

/// Pages shown of one document; the API draws all.
const PAGES_MAX: usize = 40;

/// Values shown beside pages; the API has all.
const VALUES_MAX: usize = 2_000;

/// Pixels a point of the pictures: 150 dots an inch, as the API draws them where nothing is asked for.
const PIXELS: f32 = 150.0 / 72.0;

/// The pages of one document.
#[derive(Debug)]
pub struct Leaves {
    /// Each with what was read from it.
    pub shown: Vec<Leaf>,
    /// How many pages the document has.
    pub all: String,
    /// Pages that are not shown.
    pub left_out: usize,
}

/// One page.
#[derive(Debug)]
pub struct Leaf {
    /// From 1.
    pub number: usize,
    /// Where its picture is.
    pub address: String,
    /// Of the picture, in pixels.
    pub pixels: (u32, u32),
    /// Of the page, in points.
    pub width: String,
    /// Of the page, in points.
    pub height: String,
    /// Where something was read.
    pub spots: Vec<Spot>,
    /// What was read: the document's values, then those of each line.
    pub parts: Vec<Part>,
    /// How much of it is in doubt, in words.
    pub summary: String,
}

/// One place.
#[derive(Debug)]
pub struct Spot {
    /// Of the place, in this document.
    pub number: usize,
    /// `document`, `line` or `other`.
    pub tone: &'static str,
    /// In doubt.
    pub is_doubtful: bool,
    /// x, y, width, height in points.
    pub bounds: [String; 4],
    /// What was read here, in words.
    pub label: String,
}

/// Values that belong together.
#[derive(Debug)]
pub struct Part {
    /// `Document` or `Line 3`.
    pub title: String,
    /// The line, for its way into the grid of lines.
    pub line: Option<u32>,
    /// As the boxes of its values.
    pub tone: &'static str,
    /// The values.
    pub values: Vec<Value>,
}

/// One value beside its place.
#[derive(Debug)]
pub struct Value {
    /// Of the place.
    pub spot: usize,
    /// It is the first of its place, where the box leads to.
    pub is_first: bool,
    /// The field in words.
    pub label: String,
    /// As the record has it; none where it could not be read.
    pub value: Option<String>,
    /// As it stands in the document.
    pub raw: String,
    /// How sure the reader is.
    pub confidence: String,
    /// The place is in doubt.
    pub is_doubtful: bool,
}

/// The pages of a document that has some.
pub fn leaves(
    id: &CorrelationId,
    record: &Record,
    reading: &Reading,
    findings: &[Finding],
) -> Option<Leaves> {
    if reading.pages.is_empty() {
        return None;
    }
    let mut found = placed::placed(reading, record, findings);
    found.truncate(VALUES_MAX);
    let numbered: Vec<(usize, &Placed<'_>)> =
        found.iter().enumerate().map(|(at, one)| (at + 1, one)).collect();
    let values = Values::of(record);
    let shown = reading.pages.iter().enumerate().take(PAGES_MAX).map(|(at, size)| {
        let on_it = numbered.iter().filter(|(_, one)| one.page as usize == at + 1).copied().collect();
        leaf(id, at + 1, *size, on_it, &values)
    });
    Some(Leaves {
        shown: shown.collect(),
        all: words::count(reading.pages.len() as u64),
        left_out: reading.pages.len().saturating_sub(PAGES_MAX),
    })
}

/// The record's plain values: the document's, and each line's by its ordinal.
struct Values {
    document: BTreeMap<String, String>,
    lines: BTreeMap<u32, BTreeMap<String, String>>,
}

impl Values {
    fn of(record: &Record) -> Values {
        let header = Record { line_items: Vec::new(), ..record.clone() };
        let plain = |value: serde_json::Result<serde_json::Value>| fields::values(&value.unwrap_or_default());
        Values {
            document: plain(serde_json::to_value(header)),
            lines: record
                .line_items
                .iter()
                .map(|line| (line.line, plain(serde_json::to_value(line))))
                .collect(),
        }
    }

    /// As the record has it, where it has it; as it was read, where a field of the reading is none of the record.
    fn get(&self, line: Option<u32>, field: &str, read: &ReadValue) -> Option<String> {
        let of = match line {
            None => Some(&self.document),
            Some(line) => self.lines.get(&line),
        };
        let named = |name: &str| of?.get(name);
        let found = named(field)
            .or_else(|| named(&format!("{field}.printed")))
            .or_else(|| named(&format!("{field}.value")));
        found.or(read.value.as_ref()).map(|value| words::visible(value, LONG))
    }
}

fn leaf(
    id: &CorrelationId,
    number: usize,
    size: PageSize,
    on_it: Vec<(usize, &Placed<'_>)>,
    values: &Values,
) -> Leaf {
    let mut parts: Vec<Part> = Vec::new();
    for (spot, one) in together(&on_it) {
        if parts.last().is_none_or(|part| part.line != one.line) {
            let title = one.line.map_or("Document".to_owned(), |line| format!("Line {line}"));
            parts.push(Part { title, line: one.line, tone: tone(one), values: Vec::new() });
        }
        if let Some(part) = parts.last_mut() {
            part.values.extend(beside(spot, one, values));
        }
    }
    let doubtful = on_it.iter().filter(|(_, one)| one.is_doubtful).count();
    let summary = match (on_it.len(), doubtful) {
        (0, _) => "nothing was read from it".to_owned(),
        (read, 0) => format!("{read} read"),
        (read, doubtful) => format!("{read} read, {doubtful} in doubt"),
    };
    let pixels = |points: f32| (points * PIXELS).round().clamp(1.0, 65_535.0) as u32;
    Leaf {
        number,
        address: format!("/v1/documents/{id}/pages/{number}.png"),
        pixels: (pixels(size.width), pixels(size.height)),
        width: points(size.width),
        height: points(size.height),
        spots: on_it.iter().map(|(number, one)| spot(*number, one, values)).collect(),
        parts,
        summary,
    }
}

/// The same places, those of one party or sum after the first of it: parties stand side by side on paper, and would mingle.
fn together<'a, 'b>(on_it: &[(usize, &'a Placed<'b>)]) -> Vec<(usize, &'a Placed<'b>)> {
    let first_part = |one: &Placed<'b>| one.values.first().map(|(field, _)| fields::first_part(field));
    let key = |one: &Placed<'b>| {
        let is_same = |(_, other): &(usize, &Placed<'b>)| {
            other.line == one.line && (one.line.is_some() || first_part(other) == first_part(one))
        };
        on_it.iter().position(is_same)
    };
    let mut sorted = on_it.to_vec();
    sorted.sort_by_cached_key(|(_, one)| key(one));
    sorted
}

/// A number of points as SVG takes it.
fn points(number: f32) -> String {
    format!("{:.1}", number.clamp(-100_000.0, 100_000.0))
}

fn tone(one: &Placed<'_>) -> &'static str {
    match one.line {
        None => "document",
        Some(line) if line % 2 == 1 => "line",
        Some(_) => "other",
    }
}

fn spot(number: usize, one: &Placed<'_>, values: &Values) -> Spot {
    /// A box stands so far off what it is around.
    const MARGIN: f32 = 1.0;
    let [x0, y0, x1, y1] = one.bounds;
    let (left, top) = (x0.min(x1) - MARGIN, y0.min(y1) - MARGIN);
    let said = one.values.iter().map(|(field, read)| {
        let value = values.get(one.line, field, read);
        format!("{}: {}", words::path(field), value.unwrap_or_else(|| "could not be read".to_owned()))
    });
    let line = one.line.map(|line| format!("Line {line}, ")).unwrap_or_default();
    let doubt = if one.is_doubtful { " (in doubt)" } else { "" };
    let said = said.collect::<Vec<_>>().join(", ");
    Spot {
        number,
        tone: tone(one),
        is_doubtful: one.is_doubtful,
        bounds: [
            points(left),
            points(top),
            points((x1 - x0).abs() + 2.0 * MARGIN),
            points((y1 - y0).abs() + 2.0 * MARGIN),
        ],
        label: words::visible(&format!("{line}{said}{doubt}"), 400),
    }
}

fn beside(spot: usize, one: &Placed<'_>, values: &Values) -> Vec<Value> {
    let value = |(at, (field, read)): (usize, &(&str, &ReadValue))| Value {
        spot,
        is_first: at == 0,
        label: words::visible(&words::path(field), 80),
        value: values.get(one.line, field, read),
        raw: words::visible(&read.raw, LONG),
        // Rounded down: 99.96 is not sure.
        confidence: format!("{} %", (read.confidence.clamp(0.0, 1.0) * 100.0).floor()),
        is_doubtful: one.is_doubtful,
    };
    one.values.iter().enumerate().map(value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use trade::{Code, Line, Origin};

    fn read(raw: &str, page: u32, bounds: [f32; 4], confidence: f32) -> ReadValue {
        let value = ReadValue::structured(raw, Some(raw.to_owned()), Origin::Read, None);
        ReadValue { page: Some(page), bounds: Some(bounds), confidence, ..value }
    }

    fn document() -> (Record, Reading) {
        let total = [400.0, 700.0, 450.0, 710.0];
        let values = [
            ("buyer.name", read("B", 1, [50.0, 20.0, 90.0, 30.0], 1.0)),
            ("buyer.address", read("C", 1, [50.0, 60.0, 90.0, 70.0], 1.0)),
            ("invoice_number", read("A 1", 1, [50.0, 40.0, 90.0, 50.0], 0.9996)),
            ("invoice_total", read("12,50", 1, total, 0.97)),
            ("total_value", read("12,50", 1, total, 0.97)),
        ];
        let amount = BTreeMap::from([("amount".to_owned(), read("12,50", 2, [9.0, 9.0, 20.0, 20.0], 1.0))]);
        let reading = Reading {
            pages: vec![PageSize { width: 595.28, height: 841.89 }; 2],
            values: values.into_iter().map(|(field, value)| (field.to_owned(), value)).collect(),
            line_items: vec![amount],
            ..Reading::default()
        };
        let record = Record {
            invoice_number: Some("A-1".to_owned()),
            total_value: Some("12.50".parse().unwrap()),
            line_items: vec![Line { line: 1, amount: Some("12.50".parse().unwrap()), ..Line::default() }],
            ..Record::default()
        };
        (record, reading)
    }

    #[test]
    fn each_value_stands_beside_its_place_as_the_record_has_it() {
        let (record, reading) = document();
        let doubt = Finding::line("t/1", Code::AmountMismatch, 1, "").field("amount");
        let id = CorrelationId::parse("a-1").unwrap();
        let leaves = leaves(&id, &record, &reading, &[doubt]).unwrap();
        let [first, second] = leaves.shown.as_slice() else { panic!("two pages") };
        let told = |value: &Value| {
            let Value { spot, is_first, label, value, raw, confidence, .. } = value;
            format!(
                "{spot} {is_first} {label}: {} | {raw} | {confidence}",
                value.as_deref().unwrap_or("none")
            )
        };
        let shown: Vec<String> = first.parts[0].values.iter().map(told).collect();
        assert_eq!(
            shown,
            [
                "1 true Buyer · name: B | B | 100 %",
                "3 true Buyer · address: C | C | 100 %",
                "2 true Invoice number: A-1 | A 1 | 99 %",
                "4 true Invoice total: 12,50 | 12,50 | 97 %",
                "4 false Total value: 12.50 | 12,50 | 97 %",
            ]
        );
        assert_eq!((first.pixels, first.width.as_str()), ((1240, 1754), "595.3"));
        assert_eq!(first.spots[1].bounds, ["49.0", "39.0", "42.0", "12.0"]);
        assert_eq!(first.summary, "4 read");
        assert_eq!(second.address, "/v1/documents/a-1/pages/2.png");
        assert_eq!(second.parts[0].title, "Line 1");
        assert_eq!(second.spots[0].label, "Line 1, Amount: 12.50 (in doubt)");
        assert_eq!(second.summary, "1 read, 1 in doubt");
    }

    #[test]
    fn what_has_no_pages_shows_none_and_what_has_many_shows_some() {
        let (record, mut reading) = document();
        let id = CorrelationId::parse("a-1").unwrap();
        reading.pages = vec![PageSize { width: f32::NAN, height: f32::MAX }; 2_000];
        let many = leaves(&id, &record, &reading, &[]).unwrap();
        assert_eq!((many.shown.len(), many.left_out), (PAGES_MAX, 2_000 - PAGES_MAX));
        reading.pages.clear();
        assert!(leaves(&id, &record, &reading, &[]).is_none());
    }
}
