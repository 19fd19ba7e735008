//! The truth of papers that bring it as JSON: what a person keyed in, or the record that a made paper was drawn from.
//!
//! Promises: of keyed files the header alone, since their lines are parts of lines; of made papers every field, and what
//! the record lacks is known not to stand there. Refuses to know the page.

use anyhow::{Context, Result};
use serde_json::Value;

use super::held;
use super::truth::{Group, How, Truth, Wanted, WantedLine};

/// The six fields of every document.
const HEADER: [(&str, How); 6] = [
    ("invoice_number", How::Words),
    ("invoice_date", How::Day),
    ("seller", How::Words),
    ("buyer", How::Words),
    ("currency", How::Currency),
    ("total", How::Number),
];

/// Fields of the document that customs papers have besides.
const ALONE: [(&str, How); 8] = [
    ("exporter", How::Words),
    ("shipper", How::Words),
    ("consignee", How::Words),
    ("importer", How::Words),
    ("incoterms", How::Words),
    ("packages", How::Number),
    ("gross_weight", How::Measure),
    ("net_weight", How::Measure),
];

/// What makes a line match.
const LINE: [(&str, How); 4] = [
    ("description", How::Description),
    ("quantity", How::Number),
    ("unit_price", How::Number),
    ("amount", How::Number),
];

/// Fields of a line that customs papers have besides.
const LINE_ALONE: [(&str, How); 6] = [
    ("hs_code", How::Code),
    ("origin_country", How::Words),
    ("part_number", How::Words),
    ("packages", How::Number),
    ("gross_weight", How::Measure),
    ("net_weight", How::Measure),
];

/// What a person keyed in: `invoice_number`, `date`, `currency`, `amount`, and the seller as `partner_name` or as `issuer`,
/// which names the sender in short. None if it has neither number nor sender, so that it is about something else.
pub fn keyed(text: &str) -> Result<Option<Truth>> {
    let whole: Value = serde_json::from_str(text).context("JSON")?;
    let first = whole.get(0).unwrap_or(&whole);
    if first.get("invoice_number").is_none() && first.get("issuer").is_none() {
        return Ok(None);
    }
    let of = |key: &str| first.get(key).map(held::plain).unwrap_or_default();
    let name = of("partner_name");
    let seller = if name.is_empty() { (How::Within, of("issuer")) } else { (How::Name, name) };
    let value = |field, how, text| Wanted::new(Group::Header, field, how, [text]);
    Ok(Some(Truth {
        kind: "commercial_invoice".into(),
        values: vec![
            value("invoice_number", How::Words, of("invoice_number")),
            value("invoice_date", How::Day, of("date")),
            value("seller", seller.0, seller.1),
            value("currency", How::Currency, of("currency")),
            value("total", How::Number, of("amount")),
        ],
        ..Truth::default()
    }))
}

/// The record of a made paper.
pub fn made(kind: &str, record: &Value) -> Truth {
    let value = |group, (field, how): (&'static str, How)| {
        Wanted::new(group, field, how, held::of_document(record, field))
    };
    let header = HEADER.into_iter().map(|row| value(Group::Header, row));
    let lines = record.get("line_items").and_then(Value::as_array).into_iter().flatten();
    Truth {
        kind: kind.to_owned(),
        values: header.chain(ALONE.into_iter().map(|row| value(Group::Alone, row))).collect(),
        lines: lines.map(made_line).collect(),
        complete: true,
    }
}

fn made_line(line: &Value) -> WantedLine {
    let value =
        |group, (field, how): (&'static str, How)| Wanted::new(group, field, how, held::of_line(line, field));
    let matching = LINE.into_iter().map(|row| value(Group::Line, row));
    let alone = LINE_ALONE.into_iter().map(|row| value(Group::Alone, row));
    WantedLine { values: matching.chain(alone).collect(), counted: true }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn texts(values: &[Wanted], field: &str) -> Vec<String> {
        values.iter().find(|wanted| wanted.field == field).unwrap().texts.clone()
    }

    #[test]
    fn keyed_values_have_their_own_names() {
        let truth = keyed(r#"[{"issuer":"Acme","amount":4.11,"date":"2014-08-03","invoice_number":"42"}]"#)
            .unwrap()
            .unwrap();
        assert_eq!(texts(&truth.values, "total"), ["4.11"]);
        assert_eq!(texts(&truth.values, "invoice_date"), ["2014-08-03"]);
        assert!(truth.values.iter().any(|wanted| wanted.field == "seller" && wanted.how == How::Within));
        assert!(texts(&truth.values, "currency").is_empty() && !truth.complete);
        assert!(keyed(r#"{"boxes":[]}"#).unwrap().is_none());
    }

    #[test]
    fn a_made_record_is_known_whole() {
        let record = json!({"invoice_number":"P-1","total_value":"20.00","seller":{"name":"Pump Ltd"},
            "incoterms":{"code":"FOB","place":"Genoa"},"gross_weight":{"value":"12.5","unit":"KGM"},
            "line_items":[{"description":"Pump","quantity":"2","hs_code":"841360","hs_codes":[{"code":"8413600000"}]}]});
        let truth = made("packing_list", &record);
        assert_eq!(texts(&truth.values, "incoterms"), ["FOB Genoa"]);
        assert_eq!(texts(&truth.values, "gross_weight"), ["12.5 KGM"]);
        assert_eq!(texts(&truth.values, "total"), ["20.00"]);
        assert!(texts(&truth.values, "buyer").is_empty() && truth.complete);
        assert_eq!(texts(&truth.lines[0].values, "hs_code"), ["8413600000"]);
        assert!(texts(&truth.lines[0].values, "amount").is_empty());
    }
}
