//! Which values of a reading stand where on a page, and which of them are in doubt: what is shown over a page.
//!
//! A value that stands at no place of a page is not among them. It draws nothing and knows no colour.

use crate::finding::{Finding, Severity};
use crate::reading::{ReadValue, Reading};
use crate::record::Record;

/// A value read with less confidence is in doubt.
pub const CONFIDENCE_SURE: f32 = 0.85;

/// What was read at one place of a page.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed<'a> {
    /// From 1.
    pub page: u32,
    /// In points, from the top left of the page as shown: x0, y0, x1, y1.
    pub bounds: [f32; 4],
    /// The ordinal of the line it is of; none for a value of the document.
    pub line: Option<u32>,
    /// The values that took what they are from here, by field path within document or line.
    pub values: Vec<(&'a str, &'a ReadValue)>,
    /// A finding names one of them, or the reader itself is unsure of one.
    pub is_doubtful: bool,
}

/// What was read, place by place: page by page, the document's values before those of its lines, each from the top
/// down.
pub fn placed<'a>(reading: &'a Reading, record: &Record, findings: &[Finding]) -> Vec<Placed<'a>> {
    let mut all: Vec<Placed<'a>> = Vec::new();
    add(&mut all, None, &reading.values, findings);
    for (at, values) in reading.line_items.iter().enumerate() {
        let ordinal = record.line_items.get(at).map(|line| line.line);
        let counted = u32::try_from(at + 1).unwrap_or(u32::MAX);
        add(&mut all, Some(ordinal.unwrap_or(counted)), values, findings);
    }
    all.sort_by(|a, b| {
        let [ax, ay, ..] = a.bounds;
        let [bx, by, ..] = b.bounds;
        (a.page, a.line).cmp(&(b.page, b.line)).then(ay.total_cmp(&by)).then(ax.total_cmp(&bx))
    });
    all
}

/// Adds the values of the document, or of one line; those at the same place are one.
fn add<'a>(
    all: &mut Vec<Placed<'a>>,
    line: Option<u32>,
    values: impl IntoIterator<Item = (&'a String, &'a ReadValue)>,
    findings: &[Finding],
) {
    let from = all.len();
    for (field, value) in values {
        let (Some(page), Some(bounds)) = (value.page, value.bounds) else { continue };
        if bounds.iter().any(|number| !number.is_finite()) {
            continue;
        }
        let is_doubtful =
            value.confidence < CONFIDENCE_SURE || findings.iter().any(|one| names(one, field, line));
        let own = all.iter_mut().skip(from);
        match own.into_iter().find(|known| known.page == page && known.bounds == bounds) {
            Some(known) => {
                known.values.push((field, value));
                known.is_doubtful |= is_doubtful;
            }
            None => all.push(Placed { page, bounds, line, values: vec![(field, value)], is_doubtful }),
        }
    }
}

/// Whether a finding that is more than a note speaks of this value: of itself, of a part of it, or of what it is part of.
fn names(finding: &Finding, field: &str, line: Option<u32>) -> bool {
    let is_part = |part: &str, whole: &str| {
        part.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    finding.severity > Severity::Info
        && finding.line == line
        && finding.field.as_deref().is_some_and(|named| is_part(field, named) || is_part(named, field))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::line::Line;
    use crate::{Code, Origin};
    use std::collections::BTreeMap;

    fn value(page: u32, bounds: [f32; 4], confidence: f32) -> ReadValue {
        let value = ReadValue::structured("7", Some("7".into()), Origin::Read, None);
        ReadValue { page: Some(page), bounds: Some(bounds), confidence, ..value }
    }

    /// A document of two pages: a number and twice the same total, and two lines, the second on page 2.
    fn read() -> (Reading, Record) {
        let total = [400.0, 700.0, 450.0, 710.0];
        let values = [
            ("invoice_total", value(1, total, 0.99)),
            ("invoice_number", value(1, [50.0, 40.0, 90.0, 50.0], 0.5)),
            ("total_value", value(1, total, 0.99)),
            ("currency", ReadValue::structured("EUR", None, Origin::Computed, None)),
            ("marks", value(1, [f32::NAN, 1.0, 2.0, 3.0], 1.0)),
        ];
        let line =
            |page| BTreeMap::from([("amount".to_owned(), value(page, [400.0, 300.0, 450.0, 310.0], 1.0))]);
        let reading = Reading {
            values: values.into_iter().map(|(field, value)| (field.to_owned(), value)).collect(),
            line_items: vec![line(1), line(2)],
            ..Reading::default()
        };
        let record = Record {
            line_items: [10, 20].map(|line| Line { line, ..Line::default() }).to_vec(),
            ..Record::default()
        };
        (reading, record)
    }

    #[test]
    fn values_stand_in_the_order_of_pages_and_lines_and_those_of_one_place_are_one() {
        let (reading, record) = read();
        let all = placed(&reading, &record, &[]);
        let shown: Vec<(u32, Option<u32>, Vec<&str>)> = all
            .iter()
            .map(|one| (one.page, one.line, one.values.iter().map(|(field, _)| *field).collect()))
            .collect();
        assert_eq!(
            shown,
            [
                (1, None, vec!["invoice_number"]),
                (1, None, vec!["invoice_total", "total_value"]),
                (1, Some(10), vec!["amount"]),
                (2, Some(20), vec!["amount"]),
            ]
        );
    }

    #[test]
    fn what_a_finding_names_or_the_reader_is_unsure_of_is_in_doubt() {
        let (reading, record) = read();
        let doubtful = |findings: &[Finding]| -> Vec<bool> {
            placed(&reading, &record, findings).iter().map(|one| one.is_doubtful).collect()
        };
        assert_eq!(doubtful(&[]), [true, false, false, false]);
        let total = Finding::document("t/1", Code::TotalMismatch, "").field("total_value");
        assert_eq!(doubtful(&[total]), [true, true, false, false]);
        let line = Finding::line("t/1", Code::AmountMismatch, 20, "").field("amount");
        assert_eq!(doubtful(&[line]), [true, false, false, true]);
        let note = Finding::document("t/1", Code::ValueNormalised, "").field("total_value");
        assert_eq!(doubtful(&[note]), [true, false, false, false]);
    }

    #[test]
    fn a_finding_of_a_party_names_its_parts() {
        let of = |named: &'static str| Finding::document("t/1", Code::FieldMissing, "").field(named);
        assert!(names(&of("seller"), "seller.name", None));
        assert!(names(&of("incoterms.code"), "incoterms", None));
        assert!(!names(&of("sell"), "seller.name", None));
        assert!(!names(&of("seller"), "seller.name", Some(1)));
    }
}
