//! Rows and values: how the nouns stand in columns.

use crate::Error;
use crate::log::EventPlace;
use jiff::Timestamp;
use jiff::civil::Date;
use trade::{CorrelationId, Digest, Kind, State};

/// A short key for an id: its digest's first eight bytes.
pub fn id_short(id: &CorrelationId) -> i64 {
    Digest::of(id.as_str().as_bytes()).short()
}

/// A column that does not hold what this version writes.
pub fn unreadable(what: &str) -> Error {
    Error::Unreadable(what.to_owned())
}

/// The id in a column.
pub fn id(text: &str) -> Result<CorrelationId, Error> {
    CorrelationId::parse(text).map_err(|_| unreadable("correlation id"))
}

/// The digest in a column.
pub fn digest(bytes: &[u8]) -> Result<Digest, Error> {
    Digest::from_bytes(bytes).ok_or_else(|| unreadable("digest"))
}

/// The state in a column.
pub fn state(number: i64) -> Result<State, Error> {
    State::from_number(number).ok_or_else(|| unreadable("state"))
}

/// The kind in a column.
pub fn kind(name: &str) -> Kind {
    Kind::from_name(name).unwrap_or_default()
}

/// The time in a column.
pub fn time(microseconds: i64) -> Result<Timestamp, Error> {
    Timestamp::from_microsecond(microseconds).map_err(|_| unreadable("time"))
}

/// The time in a column that may be empty.
pub fn time_or_none(microseconds: Option<i64>) -> Result<Option<Timestamp>, Error> {
    microseconds.map(time).transpose()
}

/// The day in a column that may be empty.
pub fn day(text: Option<String>) -> Result<Option<Date>, Error> {
    text.map(|text| text.parse().map_err(|_| unreadable("date"))).transpose()
}

/// Appends one place to a document's list of places: batch and index as LEB128 varints.
pub fn push_place(places: &mut Vec<u8>, place: &EventPlace) {
    push_varint(places, u64::try_from(place.batch).unwrap_or_default());
    push_varint(places, u64::from(place.index));
}

/// Appends a document's number to a lease's list.
pub fn push_number(numbers: &mut Vec<u8>, seq: i64) {
    push_varint(numbers, seq.unsigned_abs());
}

/// The documents' numbers in a lease's list.
pub fn numbers(mut bytes: &[u8]) -> Result<Vec<i64>, Error> {
    let mut numbers = Vec::new();
    while !bytes.is_empty() {
        let number = take_varint(&mut bytes).and_then(|number| i64::try_from(number).ok());
        numbers.push(number.ok_or_else(|| unreadable("list of a lease's documents"))?);
    }
    Ok(numbers)
}

fn push_varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0u64;
    for shift in (0..64).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(first & 0x7f).checked_shl(shift)?;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// The places in a document's list.
pub fn places(mut bytes: &[u8]) -> Result<Vec<EventPlace>, Error> {
    let mut places = Vec::new();
    while !bytes.is_empty() {
        let batch = take_varint(&mut bytes).and_then(|number| i64::try_from(number).ok());
        let index = take_varint(&mut bytes).and_then(|number| u32::try_from(number).ok());
        match (batch, index) {
            (Some(batch), Some(index)) => places.push(EventPlace { batch, index }),
            _ => return Err(unreadable("list of event places")),
        }
    }
    Ok(places)
}

/// How many places a list holds: every place is two numbers, and a number ends with a byte below 128.
pub fn places_count(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.iter().filter(|byte| **byte < 0x80).count() / 2).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn places_come_back_as_they_went_in(list in prop::collection::vec((0..i64::MAX, 0..u32::MAX), 0..20)) {
            let list: Vec<EventPlace> = list.into_iter().map(|(batch, index)| EventPlace { batch, index }).collect();
            let mut bytes = Vec::new();
            for place in &list {
                push_place(&mut bytes, place);
            }
            prop_assert_eq!(places_count(&bytes) as usize, list.len());
            prop_assert_eq!(places(&bytes).unwrap(), list);
        }

        #[test]
        fn a_leases_numbers_come_back(list in prop::collection::vec(0..i64::MAX, 0..20)) {
            let mut bytes = Vec::new();
            list.iter().for_each(|seq| push_number(&mut bytes, *seq));
            prop_assert_eq!(numbers(&bytes).unwrap(), list);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = (places(&bytes), numbers(&bytes));
        }
    }
}
