//! Holds a value of the XML against what the record has in its place.
//!
//! Promises: numbers are compared as numbers, days as days, words as words. Refuses to know which place is the right one.

use roxmltree::Node;
use serde_json::Value;

use super::table::Compare;

/// What became of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The record has it.
    Read,
    /// The record has something else in its place.
    Wrong,
    /// The record has nothing in its place.
    Absent,
    /// The record has room for one of several, and keeps another.
    Elsewhere,
}

/// The values at a field's path: `line_items[]` is the given line only, other `name[]` are each, `*` any value of a map.
pub fn places<'a>(record: &'a Value, field: &str, line: Option<usize>) -> Vec<&'a Value> {
    let mut found = vec![record];
    for step in field.split('.') {
        let mut next = Vec::new();
        for value in found {
            match step.strip_suffix("[]") {
                Some("line_items") if line.is_some() => {
                    next.extend(value.get("line_items").and_then(|lines| lines.get(line.unwrap_or(0))));
                }
                Some(name) => next.extend(value.get(name).and_then(Value::as_array).into_iter().flatten()),
                None if step == "*" => {
                    next.extend(value.as_object().into_iter().flat_map(|map| map.values()))
                }
                None => next.extend(value.get(step)),
            }
        }
        found = next;
    }
    found.retain(|value| !value.is_null());
    found
}

/// Judges one value: `text` of `node` against the record's `held`.
pub fn judge(compare: Compare, text: &str, node: &Node, held: &[&Value]) -> Verdict {
    let read = match compare {
        Compare::Basis if decimal(text).as_deref() == Some("1") && held.is_empty() => true,
        Compare::Reason => held.iter().any(|charge| explains(charge, text, node)),
        Compare::Key => held.iter().any(|map| has_key(map, text)),
        _ => held.iter().any(|value| equal(compare, text, node, &plain(value))),
    };
    match compare {
        _ if read => Verdict::Read,
        Compare::Identity if text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Verdict::Elsewhere
        }
        _ if held.is_empty() => Verdict::Absent,
        Compare::OneOf if held.iter().any(|value| keeps_a_sibling(&plain(value), node)) => Verdict::Elsewhere,
        Compare::Period if held.iter().any(|value| keeps_the_other_day(&plain(value), node)) => {
            Verdict::Elsewhere
        }
        Compare::Due if held.iter().any(|value| is_another_due_day(&plain(value), node)) => {
            Verdict::Elsewhere
        }
        _ => Verdict::Wrong,
    }
}

fn equal(compare: Compare, text: &str, node: &Node, held: &str) -> bool {
    match compare {
        Compare::Text | Compare::Identity => words(text).to_lowercase() == words(held).to_lowercase(),
        Compare::Code => code(text) == code(held),
        Compare::Package => code(text).strip_prefix('X') == Some(&code(held)) || code(text) == code(held),
        Compare::Within | Compare::OneOf => words(held).to_lowercase().contains(&words(text).to_lowercase()),
        Compare::Decimal => {
            decimal(text).is_some() && decimal(text) == decimal(held.split(' ').next().unwrap_or(""))
        }
        Compare::Listed => {
            decimal(text).is_some() && held.split("; ").any(|one| decimal(one) == decimal(text))
        }
        Compare::Basis => decimal(text).is_some() && decimal(text) == decimal(held),
        Compare::Percent => {
            decimal(text).is_some() && [decimal(text), hundredfold(text)].contains(&decimal(held))
        }
        Compare::Signed => signed(text, node) == decimal(held) && decimal(held).is_some(),
        Compare::Date | Compare::Period | Compare::Due => day(text).is_some() && day(text) == day(held),
        Compare::Kind => document_kind(text) == held,
        Compare::Mode => held == text || transport_mode(text) == Some(held),
        Compare::Reason | Compare::Key => false,
    }
}

/// A scalar as text.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
        other => other.to_string(),
    }
}

/// White space put right.
pub fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn code(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// The shortest form of a decimal: no sign of plus, no zeros that say nothing. None if it is no decimal.
pub fn decimal(text: &str) -> Option<String> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    let number = if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") };
    Some(if negative && number != "0" { format!("-{number}") } else { number })
}

/// A factor of at most one as a percentage.
fn hundredfold(text: &str) -> Option<String> {
    let number = decimal(text)?;
    let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
    let digits = format!("{part:0<2}");
    let (head, tail) = digits.split_at_checked(2)?;
    (whole == "0" || number == "1").then(|| decimal(&format!("{whole}{head}.{tail}"))).flatten()
}

/// The amount with the sign that the `ChargeIndicator` beside it gives: allowances are taken off.
fn signed(text: &str, node: &Node) -> Option<String> {
    let number = decimal(text)?;
    if !is_allowance(node) || number == "0" {
        return Some(number);
    }
    Some(number.strip_prefix('-').map_or_else(|| format!("-{number}"), str::to_owned))
}

fn is_allowance(node: &Node) -> bool {
    let indicator = beside(node, &["ChargeIndicator"]);
    let text = indicator.map(|element| {
        element.descendants().filter(Node::is_text).filter_map(|n| n.text()).collect::<String>()
    });
    text.is_some_and(|text| matches!(text.trim(), "false" | "0"))
}

fn beside<'a>(node: &Node<'a, 'a>, names: &[&str]) -> Option<Node<'a, 'a>> {
    node.parent()?.children().find(|child| names.contains(&child.tag_name().name()))
}

/// The charge of this amount says what it is for: in the words printed, or in one of the record's four.
fn explains(charge: &Value, text: &str, node: &Node) -> bool {
    let Some(amount) = beside(node, &["Amount", "ActualAmount", "AppliedAmount"]) else { return false };
    let printed = decimal(amount.text().unwrap_or_default());
    let magnitude = |text: Option<String>| text.map(|text| text.trim_start_matches('-').to_owned());
    let same = magnitude(printed) == magnitude(decimal(&plain(charge.get("amount").unwrap_or(&Value::Null))));
    let kind = plain(charge.get("kind").unwrap_or(&Value::Null));
    let known = ["freight", "insurance", "packing", "discount"].contains(&kind.as_str());
    let is_code = node.tag_name().name().ends_with("ReasonCode");
    same && !kind.is_empty()
        && (known || is_code || words(&kind).to_lowercase() == words(text).to_lowercase())
}

/// Letters and digits of a key, so that `Net weight` is `net_weight`.
fn has_key(map: &Value, text: &str) -> bool {
    let folded = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    map.as_object().is_some_and(|map| map.keys().any(|key| folded(key) == folded(text)))
}

/// The eight digits of a day in any of the forms of XML.
fn day(text: &str) -> Option<String> {
    let head = text.trim().get(..10).unwrap_or(text.trim());
    let digits: String = head.chars().filter(char::is_ascii_digit).take(8).collect();
    (digits.len() == 8).then_some(digits)
}

/// UNCL 1001: what the record calls each.
fn document_kind(code: &str) -> &'static str {
    match code.trim() {
        "81" | "83" | "261" | "262" | "296" | "308" | "381" | "396" | "420" | "458" | "532" => "credit_note",
        "325" => "proforma_invoice",
        _ => "commercial_invoice",
    }
}

/// UN/ECE Rec 19.
fn transport_mode(code: &str) -> Option<&'static str> {
    match code.trim() {
        "1" => Some("sea"),
        "2" => Some("rail"),
        "3" => Some("road"),
        "4" => Some("air"),
        "5" => Some("mail"),
        "6" => Some("multimodal"),
        "8" => Some("inland_waterway"),
        _ => None,
    }
}

/// The record holds the other end of the same period.
fn keeps_the_other_day(held: &str, node: &Node) -> bool {
    let other = beside(node, if node.tag_name().name() == "EndDate" { &["StartDate"] } else { &["EndDate"] });
    other
        .and_then(|other| day(other.text().unwrap_or_default()))
        .is_some_and(|other| day(held) == Some(other))
}

/// The record holds the day on which another part of the document's sum is due.
fn is_another_due_day(held: &str, node: &Node) -> bool {
    let due = node.document().descendants().filter(|n| n.tag_name().name() == "DueDateDateTime");
    let mut days = due.flat_map(|n| n.descendants()).filter_map(|n| n.text().and_then(day));
    days.any(|other| day(held) == Some(other))
}

/// The record holds another text of the same party or contact.
fn keeps_a_sibling(held: &str, node: &Node) -> bool {
    let inside = |name: &str| name.ends_with("Party") || name.ends_with("Contact");
    let Some(owner) = node.ancestors().skip(1).find(|above| inside(above.tag_name().name())) else {
        return false;
    };
    let held = words(held).to_lowercase();
    owner.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()).any(|text| {
        let text = words(text).to_lowercase();
        text.len() > 1 && held.contains(&text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn on(xml: &str, name: &str, compare: Compare, held: Value) -> Verdict {
        let tree = roxmltree::Document::parse(xml).unwrap();
        let node = tree.descendants().find(|n| n.tag_name().name() == name).unwrap();
        let held = if held.is_null() { vec![] } else { vec![&held] };
        judge(compare, node.text().unwrap(), &node, &held)
    }

    #[test]
    fn decimals_are_numbers() {
        assert_eq!(decimal("+019.90"), decimal("19.9"));
        assert_eq!(decimal("-0.00").as_deref(), Some("0"));
        assert_eq!(decimal(".5").as_deref(), Some("0.5"));
        assert_eq!((decimal("1,5"), decimal("-"), decimal("")), (None, None, None));
        assert_eq!(on("<a><d>12.5</d></a>", "d", Compare::Decimal, json!("12.50 KGM")), Verdict::Read);
    }

    #[test]
    fn an_allowance_is_negative_in_the_record() {
        let xml = "<c><ChargeIndicator>false</ChargeIndicator><Amount>12</Amount></c>";
        assert_eq!(on(xml, "Amount", Compare::Signed, json!("-12.00")), Verdict::Read);
        assert_eq!(on(xml, "Amount", Compare::Signed, json!("12.00")), Verdict::Wrong);
        let charge = xml.replace("false", "true");
        assert_eq!(on(&charge, "Amount", Compare::Signed, json!("12")), Verdict::Read);
    }

    #[test]
    fn a_reason_belongs_to_its_amount() {
        let xml = "<c><Reason>Handling</Reason><Amount>12</Amount></c>";
        assert_eq!(
            on(xml, "Reason", Compare::Reason, json!({"kind":"Handling","amount":"12"})),
            Verdict::Read
        );
        assert_eq!(
            on(xml, "Reason", Compare::Reason, json!({"kind":"packing","amount":"-12"})),
            Verdict::Read
        );
        assert_eq!(
            on(xml, "Reason", Compare::Reason, json!({"kind":"Handling","amount":"13"})),
            Verdict::Wrong
        );
        assert_eq!(on(xml, "Reason", Compare::Reason, Value::Null), Verdict::Absent);
    }

    #[test]
    fn a_party_keeps_one_of_its_names() {
        let xml = "<Party><PartyName><Name>Short</Name></PartyName><L><Full>Long Ltd</Full></L></Party>";
        assert_eq!(on(xml, "Name", Compare::OneOf, json!("Long Ltd")), Verdict::Elsewhere);
        assert_eq!(on(xml, "Full", Compare::OneOf, json!("Long Ltd")), Verdict::Read);
        assert_eq!(on(xml, "Full", Compare::OneOf, json!("Other")), Verdict::Wrong);
    }

    #[test]
    fn dates_codes_and_kinds() {
        assert_eq!(on("<a><d>20190125</d></a>", "d", Compare::Date, json!("2019-01-25")), Verdict::Read);
        assert_eq!(on("<a><d>2019-01-26Z</d></a>", "d", Compare::Date, json!("2019-01-25")), Verdict::Wrong);
        assert_eq!(on("<a><d>1</d></a>", "d", Compare::Identity, Value::Null), Verdict::Elsewhere);
        assert_eq!(on("<a><d>S-104</d></a>", "d", Compare::Identity, Value::Null), Verdict::Absent);
        let period = "<p><StartDate>2019-01-25</StartDate><EndDate>2019-01-27</EndDate></p>";
        assert_eq!(on(period, "StartDate", Compare::Period, json!("2019-01-27")), Verdict::Elsewhere);
        assert_eq!(on(period, "StartDate", Compare::Period, json!("2019-01-26")), Verdict::Wrong);
        assert_eq!(on("<a><d>dk</d></a>", "d", Compare::Code, json!("DK")), Verdict::Read);
        assert_eq!(on("<a><d>381</d></a>", "d", Compare::Kind, json!("credit_note")), Verdict::Read);
        assert_eq!(on("<a><d>1</d></a>", "d", Compare::Basis, Value::Null), Verdict::Read);
        assert_eq!(on("<a><d>100</d></a>", "d", Compare::Basis, Value::Null), Verdict::Absent);
        assert_eq!(
            on("<a><d>Net weight</d></a>", "d", Compare::Key, json!({"net_weight":"3"})),
            Verdict::Read
        );
    }

    #[test]
    fn one_of_several_amounts_or_due_days_and_packages_by_two_lists() {
        assert_eq!(on("<a><d>0.020</d></a>", "d", Compare::Listed, json!("0.03; 0.02")), Verdict::Read);
        assert_eq!(on("<a><d>0.02</d></a>", "d", Compare::Listed, json!("0.03; 0.2")), Verdict::Wrong);
        let due = "<a><DueDateDateTime><e>20260613</e></DueDateDateTime><DueDateDateTime><d>20260701</d></DueDateDateTime></a>";
        assert_eq!(on(due, "d", Compare::Due, json!("2026-07-01")), Verdict::Read);
        assert_eq!(on(due, "d", Compare::Due, json!("2026-06-13")), Verdict::Elsewhere);
        assert_eq!(on(due, "d", Compare::Due, json!("2026-06-14")), Verdict::Wrong);
        assert_eq!(on("<a><d>XCT</d></a>", "d", Compare::Package, json!("CT")), Verdict::Read);
        assert_eq!(on("<a><d>XCT</d></a>", "d", Compare::Package, json!("PX")), Verdict::Wrong);
    }

    #[test]
    fn a_factor_is_a_percentage() {
        let factor = |text: &str| hundredfold(text).unwrap_or_default();
        assert_eq!(
            (factor("0.10"), factor("0.125"), factor("1"), factor("10")),
            ("10".into(), "12.5".into(), "100".into(), "".into())
        );
        assert_eq!(on("<a><d>10</d></a>", "d", Compare::Percent, json!("10.0")), Verdict::Read);
        assert_eq!(on("<a><d>10</d></a>", "d", Compare::Percent, json!("1000")), Verdict::Wrong);
    }

    #[test]
    fn a_line_is_looked_up_by_its_ordinal() {
        let record = json!({"line_items":[{"hs_codes":[{"code":"1"}]},{"hs_codes":[{"code":"2"},{"code":"3"}]}],"charges":[{"amount":"4"},{}]});
        let found =
            |field: &str, line| places(&record, field, line).into_iter().map(plain).collect::<Vec<_>>();
        assert_eq!(found("line_items[].hs_codes[].code", Some(1)), ["2", "3"]);
        assert_eq!(found("charges[].amount", None), ["4"]);
        assert_eq!(found("charges[].*", None), ["4"]);
    }
}
