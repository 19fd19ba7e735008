//! The fields of a record in groups, each with what was read for it and where.
//!
//! Every value of the record is shown, also one of a field that is new: groups only give an order.

use super::words::{self, LONG};
use serde_json::Value;
use std::collections::BTreeMap;
use trade::{Origin, ReadValue};

/// Fields shown of one record; the API has all.
const FIELDS_MAX: usize = 400;

/// Parts of a record that belong together, in order.
const GROUPS: [(&str, &[&str]); 14] = [
    (
        "Document",
        &[
            "invoice_number",
            "invoice_date",
            "purpose",
            "supersedes",
            "references",
            "delivery_date",
            "period_start",
            "period_end",
            "notes",
        ],
    ),
    (
        "Value",
        &[
            "currency",
            "goods_total",
            "charges",
            "tax_total",
            "taxes",
            "invoice_total",
            "prepaid_amount",
            "rounding_amount",
            "payable_amount",
            "total_value",
            "payment_terms",
            "payment_due_date",
        ],
    ),
    ("Seller", &["seller"]),
    ("Buyer", &["buyer"]),
    ("Shipper", &["shipper"]),
    ("Consignee", &["consignee"]),
    ("Ship to", &["ship_to"]),
    ("Importer", &["importer"]),
    ("Exporter", &["exporter"]),
    ("Manufacturer", &["manufacturer"]),
    ("Notify", &["notify"]),
    (
        "Terms and origin",
        &["incoterms", "destination", "country_of_export", "related_parties", "origin_statement"],
    ),
    ("Transport", &["transport", "port_of_loading", "port_of_discharge"]),
    (
        "Packages and weights",
        &["packages", "package_type", "package_list", "gross_weight", "net_weight", "volume", "marks"],
    ),
];

/// Fields that belong together.
#[derive(Debug)]
pub struct Group {
    /// In words.
    pub title: &'static str,
    /// The fields, in order.
    pub fields: Vec<Field>,
}

/// One value of the record.
#[derive(Debug)]
pub struct Field {
    /// The path, as corrections name it.
    pub path: String,
    /// The path in words.
    pub label: String,
    /// The value; none where something was read that is no value.
    pub value: Option<String>,
    /// What stands in the document, where that is kept.
    pub read: Option<Read>,
    /// Fields that took the same value from the same place: a correction is one of them too.
    pub also: String,
}

/// What stands in the document.
#[derive(Debug, PartialEq, Eq)]
pub struct Read {
    /// As printed, where that differs from the value.
    pub raw: Option<String>,
    /// Cell, line, element or page; of a path its last element.
    pub place: Option<String>,
    /// The whole path, where `place` is its end.
    pub path: Option<String>,
    /// How it came to be, where not simply read.
    pub origin: Option<&'static str>,
    /// How sure the reader is, where not wholly.
    pub confidence: Option<String>,
}

/// A record's groups of fields, without its lines. Also says how many values are left out.
pub fn groups(record: &Value, reading: &BTreeMap<String, ReadValue>) -> (Vec<Group>, usize) {
    let mut leaves = Vec::new();
    if let Value::Object(parts) = record {
        for (name, part) in parts.iter().filter(|(name, _)| !matches!(name.as_str(), "line_items" | "kind")) {
            flatten(name, part, &mut leaves);
        }
    }
    let mut fields = paired(leaves, reading);
    let left_out = fields.len().saturating_sub(FIELDS_MAX);
    fields.truncate(FIELDS_MAX);
    let mut groups: Vec<Group> =
        GROUPS.iter().map(|(title, _)| Group { title, fields: Vec::new() }).collect();
    groups.push(Group { title: "More", fields: Vec::new() });
    for mut field in fields {
        let first = first_part(&field.path);
        let at = GROUPS.iter().position(|(_, parts)| parts.contains(&first)).unwrap_or(GROUPS.len());
        if let Some(rest) =
            GROUPS.get(at).filter(|(_, parts)| parts.len() == 1).and_then(|_| after_first(&field.path))
        {
            field.label = words::path(rest);
        }
        if let Some(group) = groups.get_mut(at) {
            group.fields.push(field);
        }
    }
    for (group, (_, parts)) in groups.iter_mut().zip(GROUPS) {
        group.fields.sort_by_key(|field| {
            (parts.iter().position(|part| *part == first_part(&field.path)), rank(&field.path))
        });
    }
    groups.retain(|group| !group.fields.is_empty());
    (groups, left_out)
}

/// The values of one line, in the order of their names.
pub fn of_line(line: &Value, reading: Option<&BTreeMap<String, ReadValue>>) -> Vec<Field> {
    let mut leaves = Vec::new();
    if let Value::Object(parts) = line {
        for (name, part) in parts.iter().filter(|(name, _)| !matches!(name.as_str(), "line" | "line_id")) {
            flatten(name, part, &mut leaves);
        }
    }
    let none = BTreeMap::new();
    let mut fields = paired(leaves, reading.unwrap_or(&none));
    fields.truncate(FIELDS_MAX);
    fields
}

/// The field that a path begins with: `seller` of `seller.ids[0].value`.
pub fn first_part(path: &str) -> &str {
    path.split(['.', '[']).next().unwrap_or(path)
}

/// The place of a part's part, so that a name stands before its address. Items of lists stay as they are.
fn rank(path: &str) -> usize {
    const ORDER: [&str; 9] =
        ["printed", "code", "place", "name", "address", "postal_code", "country", "contact", "ids"];
    let part = path.strip_prefix(first_part(path)).and_then(|rest| rest.strip_prefix('.')).map(first_part);
    part.and_then(|part| ORDER.iter().position(|known| *known == part)).unwrap_or(ORDER.len())
}

fn after_first(path: &str) -> Option<&str> {
    path.split_once('.').map(|(_, rest)| rest)
}

/// The plain values of a part of a record, each with its path.
fn flatten(path: &str, value: &Value, leaves: &mut Vec<(String, String)>) {
    match value {
        Value::Object(parts) => {
            parts.iter().for_each(|(name, part)| flatten(&format!("{path}.{name}"), part, leaves))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| flatten(&format!("{path}[{at}]"), item, leaves));
        }
        Value::String(text) => leaves.push((path.to_owned(), text.clone())),
        Value::Null => {}
        Value::Bool(true) => leaves.push((path.to_owned(), "yes".to_owned())),
        Value::Bool(false) => leaves.push((path.to_owned(), "no".to_owned())),
        Value::Number(number) => leaves.push((path.to_owned(), number.to_string())),
    }
}

/// The plain values of a record, or of one line, by path.
pub fn values(record: &Value) -> BTreeMap<String, String> {
    let mut leaves = Vec::new();
    if let Value::Object(parts) = record {
        parts.iter().for_each(|(name, part)| flatten(name, part, &mut leaves));
    }
    leaves.into_iter().collect()
}

/// Values with their readings, then readings that gave no value.
fn paired(leaves: Vec<(String, String)>, reading: &BTreeMap<String, ReadValue>) -> Vec<Field> {
    let parent =
        |path: &str| path.strip_suffix(".printed").or_else(|| path.strip_suffix(".value")).map(str::to_owned);
    let found = |path: &str| reading.get(path).or_else(|| reading.get(&parent(path)?));
    let mut fields: Vec<Field> = Vec::with_capacity(leaves.len());
    for (path, value) in &leaves {
        let read = found(path).map(|read| as_read(read, Some(value)));
        let also = same_place(path, reading);
        fields.push(Field {
            label: words::path(path),
            value: Some(words::visible(value, LONG)),
            read,
            path: path.clone(),
            also,
        });
    }
    for (path, read) in reading.iter().filter(|(_, read)| read.value.is_none()) {
        if !leaves.iter().any(|(known, _)| known == path) {
            let read = Some(as_read(read, None));
            fields.push(Field {
                label: words::path(path),
                value: None,
                read,
                path: path.clone(),
                also: String::new(),
            });
        }
    }
    fields
}

/// Other fields that took the same value from the same place of the document, a comma between them: a total may be
/// the invoice's and the one printed as the total.
pub fn same_place(path: &str, reading: &BTreeMap<String, ReadValue>) -> String {
    let Some(own) = reading.get(path).filter(|own| own.place.is_some()) else { return String::new() };
    let is_same =
        |read: &ReadValue| read.place == own.place && read.value == own.value && read.raw == own.raw;
    let others = reading.iter().filter(|(other, read)| other.as_str() != path && is_same(read));
    others.map(|(other, _)| words::visible(other, 80)).collect::<Vec<_>>().join(",")
}

/// A place with only the ends of its paths: the element and, where it has one, the attribute. What is no path stays.
fn ends(place: &str) -> String {
    let end = |part: &str| match part.strip_prefix('/') {
        Some(path) => {
            // A line's number stands behind the path, after a space.
            let names = path.split_once(' ').map_or(path, |(names, _)| names);
            let attribute = names.rfind("/@").unwrap_or(names.len());
            let from = names.get(..attribute).and_then(|element| element.rfind('/')).map_or(0, |at| at + 1);
            path.get(from..).filter(|end| !end.is_empty()).unwrap_or(part).to_owned()
        }
        None => part.to_owned(),
    };
    place.split(", ").map(end).collect::<Vec<_>>().join(", ")
}

fn as_read(read: &ReadValue, value: Option<&str>) -> Read {
    let page = read.page.map(|page| format!("page {page}"));
    let place = read.place.as_deref().map(ends);
    let path = read.place.as_deref().filter(|whole| place.as_deref() != Some(*whole));
    Read {
        raw: Some(words::visible(&read.raw, LONG)).filter(|raw| Some(raw.as_str()) != value),
        path: path.map(|path| words::visible(path, LONG)),
        place: place.map(|place| words::visible(&place, 200)).or(page),
        origin: match read.origin {
            Origin::Read | Origin::Xml => None,
            Origin::Computed => Some("computed"),
            Origin::Taught => Some("where a person once pointed"),
            Origin::Typed => Some("typed by a person"),
        },
        confidence: (read.confidence < 1.0).then(|| format!("{:.1} % sure", read.confidence * 100.0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_value_is_shown_in_its_group_also_of_fields_that_are_new() {
        let record = json!({
            "kind": "commercial_invoice", "total_value": "12.50", "invoice_number": "A-1", "brand_new": {"x": [1, true]},
            "seller": {"name": "Ex", "ids": [{"scheme": "VAT", "value": "DE1"}]}, "line_items": [{"line": 1}]
        });
        let raw =
            ReadValue::structured("12,50", Some("12.50".into()), Origin::Read, Some("Sheet1!B7".into()));
        let unread = ReadValue::structured("soon", None, Origin::Read, None);
        let reading = BTreeMap::from([("total_value".to_owned(), raw), ("invoice_date".to_owned(), unread)]);
        let (groups, left_out) = groups(&record, &reading);
        let shown: Vec<String> = groups
            .iter()
            .flat_map(|group| {
                group
                    .fields
                    .iter()
                    .map(move |field| format!("{}/{}={:?}", group.title, field.label, field.value))
            })
            .collect();
        assert_eq!(
            shown,
            [
                "Document/Invoice number=Some(\"A-1\")",
                "Document/Invoice date=None",
                "Value/Total value=Some(\"12.50\")",
                "Seller/Name=Some(\"Ex\")",
                "Seller/Ids 1 · scheme=Some(\"VAT\")",
                "Seller/Ids 1 · value=Some(\"DE1\")",
                "More/Brand new · x 1=Some(\"1\")",
                "More/Brand new · x 2=Some(\"yes\")",
            ]
        );
        assert_eq!(left_out, 0);
        let total = groups[1].fields[0].read.as_ref().unwrap();
        assert_eq!((total.raw.as_deref(), total.place.as_deref()), (Some("12,50"), Some("Sheet1!B7")));
    }

    #[test]
    fn fields_of_one_place_are_corrected_together() {
        let total = ReadValue::structured("12,50", Some("12.50".into()), Origin::Read, Some("I13".into()));
        let elsewhere = ReadValue { place: Some("I12".into()), ..total.clone() };
        let reading = BTreeMap::from([
            ("goods_total".to_owned(), elsewhere),
            ("invoice_total".to_owned(), total.clone()),
            ("total_value".to_owned(), total),
        ]);
        assert_eq!(same_place("invoice_total", &reading), "total_value");
        assert_eq!(same_place("goods_total", &reading), "");
        assert_eq!(same_place("seller.name", &reading), "");
    }

    #[test]
    fn a_path_is_shown_by_its_end_and_kept_whole() {
        let read = |place: &str| {
            let read = ReadValue::structured("KGM", Some("KGM".into()), Origin::Xml, Some(place.into()));
            let shown = as_read(&read, Some("KGM"));
            (shown.place.unwrap_or_default(), shown.path)
        };
        let party = "/Invoice/cac:Party/cbc:StreetName (line 53), /Invoice/cac:Party/cbc:CityName (line 54)";
        assert_eq!(
            read(party),
            ("cbc:StreetName (line 53), cbc:CityName (line 54)".into(), Some(party.into()))
        );
        let unit = "/Invoice/cbc:GrossWeightMeasure/@unitCode (line 81)";
        assert_eq!(read(unit), ("cbc:GrossWeightMeasure/@unitCode (line 81)".into(), Some(unit.into())));
        assert_eq!(read("/payload/total_value").0, "total_value");
        assert_eq!(read("Sheet1!B7"), ("Sheet1!B7".into(), None));
        assert_eq!(read("/"), ("/".into(), None));
    }

    #[test]
    fn a_record_without_end_is_cut() {
        let notes: Vec<String> = (0..1_000).map(|at| at.to_string()).collect();
        let (groups, left_out) = groups(&json!({ "notes": notes }), &BTreeMap::new());
        assert_eq!((groups[0].fields.len(), left_out), (FIELDS_MAX, 1_000 - FIELDS_MAX));
    }
}
