//! Why two records of one case differ: what the one file says in that place and the other does not.
//!
//! Promises: only what stands in the files counts, never what the program made of it. Refuses to know whose word is right.

use std::collections::BTreeSet;

use super::compare::{decimal, words};
use super::document::{Outcome, Scored, Value};

/// What only one of two files says where a field of the record comes from, each with its path. `values` are what
/// the two records have there.
pub fn of(field: &str, values: &[String; 2], first: &Scored, second: &Scored) -> [Vec<String>; 2] {
    let (first, second) = (said(first, field), said(second, field));
    let shown =
        |[of_first, of_second]: [Vec<&Value>; 2]| [shown(of_first, &values[0]), shown(of_second, &values[1])];
    let by_text = shown(only(&first, &second, |value| text(&value.text)));
    if by_text.iter().any(|said| !said.is_empty()) {
        return by_text;
    }
    // The same words, of another list or kind.
    let by_kind = shown(only(&first, &second, |value| format!("{} [{}]", text(&value.text), value.beside)));
    if by_kind.iter().any(|said| !said.is_empty()) {
        return by_kind;
    }
    // The same number, which one file calls by the name of an element and the other by no kind at all.
    shown(only(&first, &second, |value| format!("{} {}", text(&value.text), is_of_no_kind(value))))
}

/// A reference that does not say what it refers to.
fn is_of_no_kind(value: &Value) -> bool {
    let general = ["AdditionalReferencedDocument", "AdditionalDocumentReference", "DocumentReference"];
    value.beside.is_empty() && value.path.rsplit('/').nth(1).is_some_and(|around| general.contains(&around))
}

/// The values that have their place at the field.
fn said<'d>(document: &'d Scored, field: &str) -> Vec<&'d Value> {
    let (general, line) = without_line(field);
    let values = document.values.iter().filter(|value| matches!(value.outcome, Outcome::Compared(_)));
    values
        .filter(|value| line.is_none_or(|line| value.line == Some(line)))
        .filter(|value| value.places.iter().any(|place| meets(place, &general)))
        .collect()
}

/// `line_items[3].unit` → `line_items[].unit` of the line at 2.
fn without_line(field: &str) -> (String, Option<usize>) {
    let parts = field.strip_prefix("line_items[").and_then(|rest| rest.split_once(']'));
    match parts.and_then(|(number, rest)| Some((number.parse::<usize>().ok()?, rest))) {
        Some((number, rest)) => (format!("line_items[]{rest}"), number.checked_sub(1)),
        None => (field.to_owned(), None),
    }
}

/// A place of the table is the field, an entry of its list, or any value of the map that the field is in.
fn meets(place: &str, field: &str) -> bool {
    let entry = place.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with("[]"));
    entry || place.strip_suffix('*').is_some_and(|map| field.starts_with(map))
}

/// The values of each that the other has not.
fn only<'d>(
    first: &[&'d Value],
    second: &[&'d Value],
    key: impl Fn(&Value) -> String,
) -> [Vec<&'d Value>; 2] {
    let keys = |values: &[&Value]| values.iter().map(|value| key(value)).collect::<BTreeSet<_>>();
    let (in_first, in_second) = (keys(first), keys(second));
    let missing = |values: &[&'d Value], other: &BTreeSet<String>| {
        values.iter().copied().filter(|value| !other.contains(&key(value))).collect()
    };
    [missing(first, &in_second), missing(second, &in_first)]
}

/// Those that the record has in the field; several fields share a map or a list.
fn shown(values: Vec<&Value>, held: &str) -> Vec<String> {
    let held = [held.to_owned(), held.replace('-', "")];
    let in_field =
        values.into_iter().filter(|value| held.iter().any(|held| held.contains(&text(&value.text))));
    let lines = in_field.map(|value| {
        let beside = if value.beside.is_empty() { String::new() } else { format!(" [{}]", value.beside) };
        format!("{} = {}{beside}", value.path, value.text)
    });
    lines.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Days and numbers in one form, whatever the standard writes.
fn text(raw: &str) -> String {
    let raw = words(raw);
    let is_day = raw.len() == 10 && raw.split('-').map(str::len).eq([4, 2, 2]);
    let raw = if is_day { raw.replace('-', "") } else { raw };
    decimal(&raw).unwrap_or(raw)
}

#[cfg(test)]
mod tests {
    use super::super::compare::Verdict;
    use super::*;

    fn document(values: &[(&str, Option<usize>, &str, &str)]) -> Scored {
        let value = |(place, line, text, beside): &(&str, Option<usize>, &str, &str)| Value {
            path: "E".into(),
            field: (*place).into(),
            places: vec![(*place).into()],
            line: *line,
            text: (*text).into(),
            beside: (*beside).into(),
            outcome: Outcome::Compared(Verdict::Read),
        };
        Scored { values: values.iter().map(value).collect(), ..Scored::default() }
    }

    fn reasons(field: &str, values: [&str; 2], first: &Scored, second: &Scored) -> [Vec<String>; 2] {
        of(field, &values.map(str::to_owned), first, second)
    }

    #[test]
    fn what_one_file_says_and_the_other_does_not_is_the_reason() {
        let first =
            document(&[("line_items[].unit", Some(1), "EA", ""), ("invoice_date", None, "2013-05-13", "")]);
        let second =
            document(&[("line_items[].unit", Some(1), "C62", ""), ("invoice_date", None, "20130513", "")]);
        let units = ["EA", "C62"];
        assert_eq!(reasons("line_items[2].unit", units, &first, &second), [["E = EA"], ["E = C62"]]);
        // Not of another line, and not where both say the same in two forms.
        assert_eq!(reasons("line_items[1].unit", units, &first, &second), [[""; 0]; 2]);
        assert_eq!(reasons("invoice_date", ["2013-05-13", ""], &first, &second), [[""; 0]; 2]);
        let later = document(&[("invoice_date", None, "20130514", "")]);
        let days = ["2013-05-13", "2013-05-14"];
        assert_eq!(reasons("invoice_date", days, &first, &later), [["E = 2013-05-13"], ["E = 20130514"]]);
    }

    #[test]
    fn a_reference_without_a_kind_differs_from_one_with() {
        let at = |path: &str| {
            let mut document = document(&[("references[].value", None, "L-5", "")]);
            document.values[0].path = path.into();
            document
        };
        let (general, named) =
            (at("AdditionalReferencedDocument/IssuerAssignedID"), at("OriginatorDocumentReference/ID"));
        let values = ["type=document value=L-5", "type=tender value=L-5"];
        let [first, second] = reasons("references", values, &general, &named);
        assert_eq!((first.len(), second.len()), (1, 1));
        // Two that are both named differ by nothing that the files say.
        let contract = at("ContractDocumentReference/ID");
        assert_eq!(reasons("references", values, &contract, &named), [[""; 0]; 2]);
    }

    #[test]
    fn lists_and_maps_are_met_and_kinds_tell_equal_words_apart() {
        let line = |text: &'static str| ("line_items[].attributes.*", Some(0), text, "");
        let first = document(&[("references[].value", None, "7", "130"), line("a"), line("c")]);
        let second = document(&[("references[].value", None, "7", ""), line("b")]);
        assert_eq!(
            reasons("references", ["type=object value=7", "type=document value=7"], &first, &second),
            [["E = 7 [130]"], ["E = 7"]]
        );
        assert_eq!(
            reasons("line_items[1].attributes.note", ["a", "b"], &first, &second),
            [["E = a"], ["E = b"]]
        );
        assert_eq!(reasons("line_items[1].references", ["a", "b"], &first, &second), [[""; 0]; 2]);
    }
}
