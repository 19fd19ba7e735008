//! The same invoice in two vocabularies must give the same record, or the difference must be seen.
//!
//! Promises: numbers are compared as numbers, lists of parts without regard to order, goods lines in order; beside each
//! difference stands what the files say. Refuses to know which of the files is right.

use std::collections::BTreeMap;

use serde_json::Value;

use super::compare::{decimal, plain, words};
use super::document::Scored;
use super::evidence;

/// What stands between the entries of a list.
const BETWEEN: &str = " | ";

/// Two files of one case.
pub struct Twin {
    pub case: String,
    pub files: [String; 2],
    pub differences: Vec<Difference>,
}

/// A field in which the two records differ.
pub struct Difference {
    pub field: String,
    /// What the two records have.
    pub values: [String; 2],
    /// What only the one file says in that place, for each of the two. Both empty: the program made the difference.
    pub said: [Vec<String>; 2],
}

impl Difference {
    /// Whether the files themselves differ there.
    pub fn stands_in_the_files(&self) -> bool {
        self.said.iter().any(|said| !said.is_empty())
    }
}

/// Compares the records of each pair that the corpus has.
pub fn compare(documents: &[Scored]) -> Vec<Twin> {
    let mut pairs: BTreeMap<(String, u32), [Option<&Scored>; 2]> = BTreeMap::new();
    for document in documents {
        for (at, stem) in ["CII_example", "ubl-tc434-example"].into_iter().enumerate() {
            if let Some(number) = case_number(&document.file, stem) {
                let pair = pairs.entry((document.set.clone(), number)).or_default();
                if let Some(place) = pair.get_mut(at) {
                    *place = Some(document);
                }
            }
        }
    }
    let both = pairs.into_iter().filter_map(|((set, number), pair)| match pair {
        // Case 3 of the two collections is not the same invoice.
        [Some(_), Some(_)] if number == 3 => None,
        [Some(first), Some(second)] => Some(Twin {
            case: format!("{set} {number}"),
            files: [first.file.clone(), second.file.clone()],
            differences: differences(&first.record, &second.record)
                .into_iter()
                .map(|(field, one, other)| {
                    let values = [one, other];
                    let said = evidence::of(&field, &unlike(&values), first, second);
                    Difference { field, values, said }
                })
                .collect(),
        }),
        _ => None,
    });
    both.collect()
}

fn case_number(file: &str, stem: &str) -> Option<u32> {
    let (_, rest) = file.split_once(stem)?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn differences(first: &Value, second: &Value) -> Vec<(String, String, String)> {
    let (first, second) = (leaves(first), leaves(second));
    let mut fields: Vec<&String> = first.keys().chain(second.keys()).collect();
    fields.sort();
    fields.dedup();
    let text = |of: &BTreeMap<String, Vec<String>>, field: &String| {
        of.get(field).map(|v| v.join(BETWEEN)).unwrap_or_default()
    };
    let pairs = fields.into_iter().map(|field| (field.clone(), text(&first, field), text(&second, field)));
    pairs.filter(|(_, first, second)| first != second).collect()
}

/// The entries of two lists that the other list has not.
fn unlike(values: &[String; 2]) -> [String; 2] {
    let without = |of: &str, other: &str| {
        let others: Vec<&str> = other.split(BETWEEN).collect();
        of.split(BETWEEN).filter(|entry| !others.contains(entry)).collect::<Vec<_>>().join(BETWEEN)
    };
    let [first, second] = values;
    [without(first, second), without(second, first)]
}

/// Field path → its values; parts of lists other than goods lines are kept whole and sorted.
fn leaves(record: &Value) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    gather(record, String::new(), &mut all);
    for values in all.values_mut() {
        values.sort();
    }
    all
}

fn gather(value: &Value, path: String, all: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map.iter().filter(|(key, _)| *key != "line_id") {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                gather(inner, path, all);
            }
        }
        Value::Array(items) if path == "line_items" => {
            for (at, item) in items.iter().enumerate() {
                gather(item, format!("line_items[{}]", at + 1), all);
            }
        }
        Value::Array(items) => all.entry(path).or_default().extend(items.iter().map(part)),
        Value::Null => {}
        scalar => all.entry(path).or_default().push(leaf(scalar)),
    }
}

fn part(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            map.iter().map(|(key, inner)| format!("{key}={}", part(inner))).collect::<Vec<_>>().join(" ")
        }
        Value::Array(items) => items.iter().map(part).collect::<Vec<_>>().join(","),
        scalar => leaf(scalar),
    }
}

fn leaf(value: &Value) -> String {
    let text = words(&plain(value));
    decimal(&text).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn order_of_parts_and_zeros_do_not_differ_but_values_do() {
        let first = json!({"taxes":[{"amount":"1.50"},{"amount":"2"}],"line_items":[{"amount":"3"}]});
        let second = json!({"taxes":[{"amount":"2.0"},{"amount":"1.5"}],"line_items":[{"amount":"4"}]});
        assert_eq!(differences(&first, &second), [("line_items[1].amount".into(), "3".into(), "4".into())]);
    }

    #[test]
    fn the_case_is_in_the_name() {
        assert_eq!(case_number("cii__examples__CII_example4.xml", "CII_example"), Some(4));
        assert_eq!(case_number("CII_business_example_01.xml", "CII_example"), None);
    }
}
