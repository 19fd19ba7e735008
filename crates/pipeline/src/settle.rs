//! Stage 3: what people decided is applied, in the order they decided it.
//!
//! Corrections stand over what was read; approvals quiet the findings they name; struck lines stay in the record
//! but do not go along. It does not know what the values mean.

use crate::extract::Extracted;
use ledger::decision::{Act, Decision};
use serde_json::{Map, Value};
use trade::{Code, Finding, Origin, Parsed, ReadValue, Record, Scope, Severity};

/// What was read, with people's corrections: only where there are some is its reading opened.
pub fn corrected(extracted: Extracted, decisions: &[Decision]) -> Extracted {
    if !decisions.iter().any(|decision| decision.act == Act::Correct) {
        return extracted;
    }
    let mut parsed = extracted.opened();
    correct(&mut parsed, decisions);
    parsed.into()
}

/// Applies corrections to the record, and notes them in the reading as typed.
fn correct(parsed: &mut Parsed, decisions: &[Decision]) {
    for decision in decisions.iter().filter(|decision| decision.act == Act::Correct) {
        // A correction was tried before it was kept; should a later version read the document otherwise, the
        // checks say what is still wrong.
        if apply(&mut parsed.record, decision).is_ok() {
            note_typed(parsed, decision);
        }
    }
}

/// Applies one correction to a record.
///
/// # Errors
/// Says in words why the field cannot take the value.
pub fn apply(record: &mut Record, decision: &Decision) -> Result<(), String> {
    let field = decision.field.as_deref().ok_or("a correction names a field")?;
    let mut json = serde_json::to_value(&*record).map_err(|failure| failure.to_string())?;
    let target = match decision.line {
        Some(line) => json
            .get_mut("line_items")
            .and_then(Value::as_array_mut)
            .and_then(|lines| lines.iter_mut().find(|item| item.get("line") == Some(&Value::from(line))))
            .ok_or_else(|| format!("the document has no line {line}"))?,
        None => &mut json,
    };
    for field in together(target, field) {
        set(target, field, decision.value.as_deref())?;
    }
    let corrected: Record = serde_json::from_value(json)
        .map_err(|failure| format!("{field} cannot take this value: {failure}"))?;
    if serde_json::to_value(&corrected)
        .ok()
        .as_ref()
        .and_then(|json| lookup(json, decision.line, field))
        .is_none()
        && decision.value.is_some()
    {
        return Err(format!("the record has no field {field} that a person can type"));
    }
    *record = corrected;
    Ok(())
}

/// The fields that one correction changes: the printed total stands under its own name too (`total_value` and the
/// total it is), and whoever corrects one of two equal names means the number on the paper.
fn together<'f>(target: &Value, field: &'f str) -> Vec<&'f str> {
    const NAMES: [&str; 2] = ["total_value", "invoice_total"];
    let is_one_number = target.get(NAMES[0]).is_some_and(|total| Some(total) == target.get(NAMES[1]));
    if is_one_number && NAMES.contains(&field) { NAMES.to_vec() } else { vec![field] }
}

/// Sets a field by its path; objects on the way are made.
fn set(target: &mut Value, field: &str, value: Option<&str>) -> Result<(), String> {
    let mut at = target;
    let mut parts = field.split('.').peekable();
    while let Some(part) = parts.next() {
        let object = at.as_object_mut().ok_or_else(|| format!("{field} has no parts"))?;
        if parts.peek().is_some() {
            at = object.entry(part).or_insert_with(|| Value::Object(Map::new()));
        } else {
            set_last(object, part, value);
            return Ok(());
        }
    }
    Err("a correction names a field".to_owned())
}

/// Sets the last part of a path. A new code or term takes what was derived from the old one away.
fn set_last(object: &mut Map<String, Value>, part: &str, value: Option<&str>) {
    let typed = value.map(|text| match part {
        "incoterms" => Value::Object(Map::from_iter([("printed".to_owned(), Value::from(text))])),
        "net_weight" | "gross_weight" | "volume" => Value::Object(Map::from_iter([
            ("value".to_owned(), Value::from(text)),
            ("unit".to_owned(), "KGM".into()),
        ])),
        "related_parties" if text == "true" || text == "false" => Value::Bool(text == "true"),
        "year" => text.parse::<u16>().map_or_else(|_| Value::from(text), Value::from),
        _ => Value::from(text),
    });
    if part == "hs_code" {
        object.remove("hs_codes");
    }
    match typed {
        Some(typed) => object.insert(part.to_owned(), typed),
        None => object.remove(part),
    };
}

/// The value at a path, if it is there.
fn lookup<'v>(json: &'v Value, line: Option<u32>, field: &str) -> Option<&'v Value> {
    let start = match line {
        Some(line) => {
            let lines = json.get("line_items")?.as_array()?;
            lines.iter().find(|item| item.get("line") == Some(&Value::from(line)))?
        }
        None => json,
    };
    field.split('.').try_fold(start, |at, part| at.get(part))
}

/// The reading says that a person typed the value.
fn note_typed(parsed: &mut Parsed, decision: &Decision) {
    let (Some(reading), Some(field)) = (&mut parsed.reading, &decision.field) else { return };
    let raw = decision.value.clone().unwrap_or_default();
    let typed = ReadValue::structured(&raw, decision.value.clone(), Origin::Typed, None);
    match decision.line {
        None => {
            reading.values.insert(field.clone(), typed);
        }
        Some(line) => {
            let place = parsed.record.line_items.iter().position(|item| item.line == line);
            if let Some(values) = place.and_then(|place| reading.line_items.get_mut(place)) {
                values.insert(field.clone(), typed);
            }
        }
    }
}

/// Quiets the findings that people accepted: they stay, as information, with who accepted them.
pub fn approve(findings: &mut [Finding], decisions: &[Decision]) {
    for decision in decisions.iter().filter(|decision| decision.act == Act::Approve) {
        for finding in findings.iter_mut().filter(|finding| accepts(decision, finding)) {
            finding.severity = Severity::Info;
            finding.inputs.insert("accepted_by".into(), decision.by.clone());
        }
    }
}

/// Whether an approval speaks of a finding: its line (or the document) and, where it names codes, one of them. Nobody
/// accepts faults that are not listed.
fn accepts(decision: &Decision, finding: &Finding) -> bool {
    let same_place = match finding.scope {
        Scope::Line => decision.line.is_some() && decision.line == finding.line,
        Scope::Document | Scope::Shipment => decision.line.is_none(),
    };
    let named = decision.codes.is_empty() || decision.codes.iter().any(|code| code == finding.code.name());
    same_place && named && finding.holds() && finding.code != Code::FindingsExceeded
}

/// The lines that people struck out.
pub fn struck(decisions: &[Decision]) -> impl Iterator<Item = u32> {
    decisions.iter().filter(|decision| decision.act == Act::RejectLine).filter_map(|decision| decision.line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use trade::Line;

    fn decision(act: Act, line: Option<u32>, field: Option<&str>, value: Option<&str>) -> Decision {
        Decision {
            act,
            line,
            field: field.map(str::to_owned),
            value: value.map(str::to_owned),
            codes: Vec::new(),
            by: "kim".into(),
            reason: None,
        }
    }

    fn record() -> Record {
        let line = Line { line: 3, hs_code: Some("84713O".into()), ..Line::default() };
        Record { total_value: Some("10".parse().unwrap()), line_items: vec![line], ..Record::default() }
    }

    #[test]
    fn the_printed_total_is_corrected_under_both_its_names() {
        let ten = Some("10".parse().unwrap());
        for field in ["total_value", "invoice_total"] {
            let mut both = Record { invoice_total: ten, ..record() };
            apply(&mut both, &decision(Act::Correct, None, Some(field), Some("12"))).unwrap();
            assert_eq!(
                (both.total_value, both.invoice_total),
                (Some("12".parse().unwrap()), both.total_value)
            );
            let mut different = Record { invoice_total: Some("11".parse().unwrap()), ..record() };
            apply(&mut different, &decision(Act::Correct, None, Some(field), Some("12"))).unwrap();
            assert_ne!(different.total_value, different.invoice_total, "two numbers are two corrections");
        }
    }

    #[test]
    fn fields_of_the_document_of_parts_and_of_lines_take_typed_values() {
        let mut record = record();
        for (line, field, value) in [
            (None, "total_value", "12.50"),
            (None, "seller.country", "DE"),
            (None, "invoice_date", "2026-11-24"),
            (None, "incoterms", "FOB Shanghai"),
            (Some(3), "hs_code", "8471300100"),
            (Some(3), "quantity", "4"),
        ] {
            apply(&mut record, &decision(Act::Correct, line, Some(field), Some(value))).unwrap();
        }
        assert_eq!(record.total_value, Some("12.50".parse().unwrap()));
        assert_eq!(record.seller.unwrap().country.as_deref(), Some("DE"));
        assert_eq!(record.incoterms.unwrap().printed.as_deref(), Some("FOB Shanghai"));
        assert_eq!(record.line_items[0].hs_code.as_deref(), Some("8471300100"));
        assert_eq!(record.line_items[0].quantity, Some("4".parse().unwrap()));
    }

    #[test]
    fn a_value_that_does_not_fit_is_refused_and_changes_nothing() {
        let mut changed = record();
        for (line, field, value) in [
            (None, "total_value", "a lot"),
            (None, "no_such_field", "1"),
            (Some(9), "quantity", "1"),
            (None, "total_value.x", "1"),
        ] {
            assert!(
                apply(&mut changed, &decision(Act::Correct, line, Some(field), Some(value))).is_err(),
                "{field}"
            );
            assert_eq!(changed, record());
        }
    }

    #[test]
    fn an_approval_quiets_only_what_it_names() {
        let mut findings = vec![
            Finding::document("t/1", Code::TotalMismatch, "sums"),
            Finding::line("t/1", Code::HsUnknown, 3, "code"),
        ];
        approve(&mut findings, &[decision(Act::Approve, None, None, None)]);
        assert!(!findings[0].holds() && findings[1].holds());
        assert_eq!(findings[0].inputs["accepted_by"], "kim");
        let mut unlisted = vec![Finding::document("t/1", Code::FindingsExceeded, "more")];
        approve(&mut unlisted, &[decision(Act::Approve, None, None, None)]);
        assert!(unlisted[0].holds(), "faults that are not listed cannot be accepted");
    }
}
