//! Whether a text is a reading, told without making one: nothing is copied, nothing kept.
//!
//! What a reader of untrusted bytes answers may say anything. It is a reading where [`Reading`](trade::Reading) would be read
//! from it, its values have no other fields, and its numbers are finite.

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt::Formatter;
use trade::Origin;

/// Whether this JSON is a reading.
pub fn is_reading(text: &str) -> bool {
    serde_json::from_str::<Seen>(text).is_ok()
}

/// A reading.
struct Seen;

/// The values of a line.
struct Line;

/// Any text.
struct Text;

/// A finite number.
struct Number;

/// The fields of a reading that are no values.
enum Field {
    Engine,
    Pages,
    LineItems,
    Value,
}

/// As [`PageSize`](trade::reading::PageSize).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "its fields are looked at, not kept")]
struct Page {
    width: Number,
    height: Number,
}

/// As [`ReadValue`](trade::ReadValue).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "its fields are looked at, not kept")]
struct Value {
    raw: Text,
    value: Option<Text>,
    confidence: Number,
    page: Option<u32>,
    #[serde(rename = "box")]
    bounds: Option<[Number; 4]>,
    origin: Origin,
    #[serde(default)]
    place: Option<Text>,
}

/// What is looked at from its visitor: the same type, which holds nothing.
macro_rules! looked_at {
    ($type:ident, $ask:ident) => {
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                deserializer.$ask($type)
            }
        }
    };
}

looked_at!(Seen, deserialize_map);
looked_at!(Line, deserialize_map);
looked_at!(Text, deserialize_str);
looked_at!(Number, deserialize_f32);

impl<'de> Visitor<'de> for Seen {
    type Value = Seen;

    fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("a reading")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Seen, M::Error> {
        while let Some(field) = map.next_key::<Field>()? {
            match field {
                Field::Engine => map.next_value::<Text>().map(|_| ())?,
                // What holds nothing takes no room in a list.
                Field::Pages => map.next_value::<Vec<Page>>().map(|_| ())?,
                Field::LineItems => map.next_value::<Vec<Line>>().map(|_| ())?,
                Field::Value => map.next_value::<Value>().map(|_| ())?,
            }
        }
        Ok(self)
    }
}

impl<'de> Visitor<'de> for Line {
    type Value = Line;

    fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("the values of a line")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Line, M::Error> {
        while map.next_entry::<Text, Value>()?.is_some() {}
        Ok(self)
    }
}

impl Visitor<'_> for Text {
    type Value = Text;

    fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Text, E> {
        Ok(self)
    }
}

impl Visitor<'_> for Number {
    type Value = Number;

    fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("a finite number")
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Number, E> {
        if (number as f32).is_finite() { Ok(self) } else { Err(E::custom("not finite")) }
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Number, E> {
        Ok(self)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Number, E> {
        Ok(self)
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Field, D::Error> {
        deserializer.deserialize_identifier(Name)
    }
}

/// Tells fields by their names.
struct Name;

impl Visitor<'_> for Name {
    type Value = Field;

    fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Field, E> {
        Ok(match name {
            "engine" => Field::Engine,
            "pages" => Field::Pages,
            "line_items" => Field::LineItems,
            _ => Field::Value,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trade::Reading;

    const GOOD: &str = r#"{"engine":"pdf/1","pages":[{"width":595.28,"height":842}],
        "destination":{"raw":"M\u00e9xico","value":null,"confidence":0.99,"page":1,"box":[36.0,-1,2e3,4],"origin":"read"},
        "line_items":[{"unit":{"raw":"KG","value":"KG","confidence":1,"page":null,"box":null,"origin":"xml","place":"a"}}]}"#;

    fn is_read(text: &str) -> bool {
        serde_json::from_str::<Reading>(text).is_ok()
    }

    #[test]
    fn what_is_a_reading_is_seen_to_be_one() {
        for text in [GOOD, "{}", r#"{"line_items":[{}]}"#] {
            assert!(is_reading(text) && is_read(text), "{text}");
        }
    }

    #[test]
    fn what_no_reading_is_read_from_is_none() {
        let spoilt = [
            ("\"pdf/1\"", "1"),
            ("595.28", "\"595\""),
            ("\"height\":842", "\"depth\":842"),
            ("\"raw\":\"KG\",", ""),
            ("\"M\\u00e9xico\"", "null"),
            ("0.99", "null"),
            ("\"page\":1", "\"page\":-1"),
            ("-1,2e3,4", "-1,2e3"),
            ("\"xml\"", "\"json\""),
            ("\"place\":\"a\"", "\"place\":1"),
            ("\"line_items\":[", "\"line_items\":[1,"),
            ("}}]}", "}}]"),
            ("}}]}", "}}]}{}"),
        ];
        for (from, to) in spoilt {
            let text = GOOD.replacen(from, to, 1);
            assert_ne!(text, GOOD, "{from}");
            assert!(!is_reading(&text) && !is_read(&text), "{from} as {to}");
        }
    }

    #[test]
    fn other_fields_and_numbers_without_end_are_no_reading() {
        for (from, to) in [("\"place\":\"a\"", "\"script\":\"a\""), ("2e3", "2e99"), ("595.28", "1e300")] {
            assert!(!is_reading(&GOOD.replacen(from, to, 1)), "{to}");
        }
    }
}
