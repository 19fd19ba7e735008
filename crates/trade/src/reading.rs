//! Where each value of a record came from.
//!
//! The reading mirrors the record: a value stands under its field's path (`invoice_number`, `seller.name`),
//! those of lines in `line_items`, in the order of the record's lines.

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// How a value came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Read from cells, words or text.
    Read,
    /// Computed from other values.
    Computed,
    /// Read where a person once pointed.
    Taught,
    /// Typed by a person.
    Typed,
    /// From an element of an XML document.
    Xml,
}

/// One value with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadValue {
    /// As it stands in the document.
    pub raw: String,
    /// As the record has it; absent where it could not be read.
    pub value: Option<String>,
    /// Probability of being right, 0 to 1.
    pub confidence: f32,
    /// Page, or sheet, from 1.
    pub page: Option<u32>,
    /// In points, from the top left of the page as shown: x0, y0, x1, y1.
    #[serde(rename = "box")]
    pub bounds: Option<[f32; 4]>,
    /// How it came to be.
    pub origin: Origin,
    /// Cell (`Sheet1!B7`), line or element, for what has no page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<String>,
}

impl ReadValue {
    /// A value from a structured format: read without doubt at a named place.
    pub fn structured(raw: &str, value: Option<String>, origin: Origin, place: Option<String>) -> ReadValue {
        ReadValue { raw: raw.to_owned(), value, confidence: 1.0, page: None, bounds: None, origin, place }
    }
}

/// The values of one line by field.
pub type ReadLine = BTreeMap<String, ReadValue>;

/// How large a page is as shown, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PageSize {
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
}

/// What a parser saw, value by value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The reader and its version, such as `ubl/1`.
    pub engine: String,
    /// The document's pages, in their order; none of what has no pages.
    pub pages: Vec<PageSize>,
    /// The document's values by field path.
    pub values: BTreeMap<String, ReadValue>,
    /// The lines' values, in the order of the record's lines.
    pub line_items: Vec<ReadLine>,
}

impl Serialize for Reading {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("engine", &self.engine)?;
        if !self.pages.is_empty() {
            map.serialize_entry("pages", &self.pages)?;
        }
        for (field, value) in &self.values {
            map.serialize_entry(field, value)?;
        }
        map.serialize_entry("line_items", &self.line_items)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Reading {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Reading, D::Error> {
        deserializer.deserialize_map(Fields)
    }
}

/// Reads the mirror back.
struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Reading;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a reading")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Reading, M::Error> {
        let mut reading = Reading::default();
        while let Some(field) = map.next_key::<String>()? {
            match field.as_str() {
                "engine" => reading.engine = map.next_value()?,
                "pages" => reading.pages = map.next_value()?,
                "line_items" => reading.line_items = map.next_value()?,
                _ => {
                    reading.values.insert(field, map.next_value()?);
                }
            }
        }
        Ok(reading)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_mirrors_the_record_and_comes_back() {
        let mut reading = Reading { engine: "test/1".into(), ..Reading::default() };
        let seen =
            ReadValue::structured("1.234,50", Some("1234.50".into()), Origin::Read, Some("Sheet1!B7".into()));
        reading.values.insert("goods_total".into(), seen.clone());
        reading.line_items.push(ReadLine::from([("amount".to_owned(), seen)]));
        let json = serde_json::to_value(&reading).unwrap();
        assert!(json.get("pages").is_none(), "what has no pages says nothing of them");
        assert_eq!(json["goods_total"]["raw"], "1.234,50");
        assert_eq!(json["line_items"][0]["amount"]["value"], "1234.50");
        assert_eq!(serde_json::from_value::<Reading>(json).unwrap(), reading);
        reading.pages.push(PageSize { width: 595.0, height: 842.0 });
        let json = serde_json::to_value(&reading).unwrap();
        assert_eq!(json["pages"], serde_json::json!([{ "width": 595.0, "height": 842.0 }]));
        assert_eq!(serde_json::from_value::<Reading>(json).unwrap(), reading);
    }
}
