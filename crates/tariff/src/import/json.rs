//! The JSON of the USITC: one list of objects, as its export gives it.
//!
//! Promises: rows are taken one by one, so that a list without end meets the limit of rows and not that of
//! memory; keys not needed are skipped, misspelt ones (`addiitionalDuties`) too; an indent may be text or number.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, IgnoredAny, SeqAccess, Visitor};

use super::collect::{Collector, Raw, Units};
use crate::error::Error;

/// The keys of a row that are kept; `null` and absence are the same.
#[derive(Deserialize)]
struct Object {
    #[serde(default)]
    htsno: Scalar,
    #[serde(default)]
    indent: Scalar,
    #[serde(default)]
    description: Scalar,
    #[serde(default)]
    units: Scalars,
    #[serde(default)]
    general: Scalar,
}

/// Reads the list into the collector.
pub(super) fn read(text: &str, collector: &mut Collector<'_>) -> Result<(), Error> {
    let mut failure = None;
    let mut json = serde_json::Deserializer::from_str(text);
    let rows = Rows { collector, failure: &mut failure };
    let read = json.deserialize_seq(rows).and_then(|()| json.end());
    match (failure, read) {
        (Some(error), _) => Err(error),
        (None, Err(source)) => Err(Error::Json { row: collector.row() + 1, source }),
        (None, Ok(())) => Ok(()),
    }
}

struct Rows<'c, 's> {
    collector: &'c mut Collector<'s>,
    /// Our own error, which the parser cannot carry.
    failure: &'c mut Option<Error>,
}

impl<'de> Visitor<'de> for Rows<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while let Some(object) = rows.next_element::<Object>()? {
            let raw = Raw {
                code: &object.htsno.0,
                indent: Some(&object.indent.0),
                description: &object.description.0,
                units: Units::List(&object.units.0),
                general: &object.general.0,
            };
            if let Err(error) = self.collector.push(&raw) {
                *self.failure = Some(error);
                return Err(A::Error::custom("a row is not sound"));
            }
        }
        Ok(())
    }
}

/// Text, or a number as text; nothing for `null`.
#[derive(Default)]
struct Scalar(String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl Visitor<'_> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, a number or null")
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Scalar, E> {
        Ok(Scalar(text))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
        Ok(Scalar(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Scalar, E> {
        Ok(Scalar(number.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::default())
    }
}

/// A list of texts; a single text is a list of one, `null` is empty.
#[derive(Default)]
struct Scalars(Vec<String>);

impl<'de> Deserialize<'de> for Scalars {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarsVisitor)
    }
}

/// Units a row may have; real rows have three at most.
const UNITS_MAX: usize = 64;

struct ScalarsVisitor;

impl<'de> Visitor<'de> for ScalarsVisitor {
    type Value = Scalars;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of texts")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Scalars, A::Error> {
        let mut list = Vec::new();
        while list.len() < UNITS_MAX {
            let Some(Scalar(text)) = seq.next_element()? else { return Ok(Scalars(list)) };
            list.push(text);
        }
        match seq.next_element::<IgnoredAny>()? {
            None => Ok(Scalars(list)),
            Some(_) => Err(A::Error::custom("more than 64 units in one row")),
        }
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalars, E> {
        Ok(Scalars(vec![text.to_owned()]))
    }

    fn visit_unit<E>(self) -> Result<Scalars, E> {
        Ok(Scalars::default())
    }
}
