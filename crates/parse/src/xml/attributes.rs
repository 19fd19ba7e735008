//! What is said of a line besides the fields of a line.

use super::transcript::{Transcript, one_line};
use super::tree::Node;
use trade::Line;

/// Bytes of one attribute; more are no remark about goods, and each addition walks the value.
const VALUE_MAX: usize = 65_536;

/// A row of a table: the attribute's name and where it stands.
pub(super) type Row = (&'static str, &'static str);

/// Writes the attributes of a table, each of which may stand several times.
pub(super) fn all(t: &mut Transcript, line: &mut Line, from: Node<'_, '_>, table: &[Row]) {
    for (key, path) in table {
        for node in t.few(distinct(from.all(path))) {
            put(t, line, key, node);
        }
    }
}

/// The elements that say something that none before them says.
pub(super) fn distinct<'t, 'a>(nodes: Vec<Node<'t, 'a>>) -> Vec<Node<'t, 'a>> {
    let mut seen = std::collections::HashSet::new();
    nodes.into_iter().filter(|node| !node.text().is_empty() && seen.insert(node.text())).collect()
}

/// Writes the first value that one of a row's paths has.
pub(super) fn first(t: &mut Transcript, line: &mut Line, from: Node<'_, '_>, table: &[Row]) {
    for (key, paths) in table {
        if let Some(node) = from.value(paths) {
            put(t, line, key, node);
        }
    }
}

/// Writes an attribute, with its unit where it has one.
pub(super) fn put(t: &mut Transcript, line: &mut Line, key: &str, node: Node<'_, '_>) {
    let text = one_line(node.text());
    match node.attribute("unitCode") {
        Some(unit) => add(t, line, key, node, &format!("{text} {unit}")),
        None => add(t, line, key, node, &text),
    }
}

/// Writes the dates of a table.
pub(super) fn dates(t: &mut Transcript, line: &mut Line, from: Node<'_, '_>, table: &[Row]) {
    for (key, path) in table {
        for node in t.few(distinct(from.all(path))) {
            date(t, line, key, node);
        }
    }
}

/// Writes a date as ISO 8601.
pub(super) fn date(t: &mut Transcript, line: &mut Line, key: &str, node: Node<'_, '_>) {
    match super::value::date_of_format(node.text(), node.attribute("format")) {
        Some(date) => add(t, line, key, node, &date.to_string()),
        // Says that it could not be read.
        None => drop(t.date_of_format(&format!("attributes.{key}"), Some(node))),
    }
}

/// A second value under the same name follows the first after `; `.
fn add(t: &mut Transcript, line: &mut Line, key: &str, node: Node<'_, '_>, text: &str) {
    let value = line.attributes.entry(key.to_owned()).or_default();
    if text.is_empty() || value.len() > VALUE_MAX || value.split("; ").any(|known| known == text) {
        return;
    }
    if !value.is_empty() {
        value.push_str("; ");
    }
    value.push_str(text);
    if value.len() > VALUE_MAX {
        t.overflow(node);
    }
    t.append(&format!("attributes.{key}"), node, value);
}
