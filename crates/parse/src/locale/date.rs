//! Dates: ISO, numbers in any order, month names in the lexicon's languages; the order decided over a document.
//!
//! A date with points is day first everywhere it is written so; a month's name and a leading four-digit year leave
//! no doubt. Slashes and dashes are open until a number above twelve, or a proven decimal comma, decides: no locale
//! of CLDR writes the month first and a decimal comma.

use super::Value;
use crate::lexicon::{Section, fold, lexicon};
use jiff::civil::Date;

/// The order of a date in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// 31/12/2025
    DayMonthYear,
    /// 12/31/2025
    MonthDayYear,
    /// 25/12/31, with two digits for the year.
    YearMonthDay,
}

/// What a text can be as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateReadings {
    /// Only this date.
    Certain(Date),
    /// One date for each order that gives one: day first, month first, year first.
    Open([Option<Date>; 3]),
    /// It has the form of a date, but no such day exists.
    Impossible,
    /// Not a date.
    NotADate,
}

/// The orders that a document leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateVerdict {
    open: [bool; 3],
}

/// Two-digit years up to this are of this century.
const PIVOT: i16 = 69;

impl DateReadings {
    /// What the text can be. A time of day behind the date is left aside.
    pub fn of(text: &str) -> DateReadings {
        let text = without_time(text.trim());
        let numbers: Vec<&str> =
            text.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
        let has_letters = text.chars().any(char::is_alphabetic);
        match (numbers.as_slice(), has_letters) {
            ([day, year], true) => by_month_name(text, day, year),
            ([one], false) if one.len() == 8 => compact(one),
            ([a, b, c], false) if has_one_mark(text) => by_numbers(text, a, b, c),
            _ => DateReadings::NotADate,
        }
    }
}

/// Drops `T10:00:00Z`, ` 10:15` and the like.
fn without_time(text: &str) -> &str {
    let Some(colon) = text.find(':') else { return text };
    let before = text.get(..colon).unwrap_or(text);
    match before.rfind([' ', 'T']) {
        Some(at) => text.get(..at).unwrap_or(text).trim_end_matches([',', ' ']),
        None => text,
    }
}

/// The same mark between all numbers, blanks aside, and nothing else.
fn has_one_mark(text: &str) -> bool {
    let marks: Vec<char> =
        text.trim_end_matches('.').chars().filter(|c| !c.is_ascii_digit() && *c != ' ').collect();
    matches!(marks.as_slice(), [a, b] if a == b && matches!(a, '/' | '-' | '.' | '\u{2010}' | '\u{2011}' | '–'))
}

/// `20251009`
fn compact(text: &str) -> DateReadings {
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<i16>().ok());
    match (part(0..4), part(4..6), part(6..8)) {
        (Some(year @ 1900..=2199), Some(month), Some(day)) => certain(year, month, day),
        _ => DateReadings::NotADate,
    }
}

/// Three numbers with one mark.
fn by_numbers(text: &str, a: &str, b: &str, c: &str) -> DateReadings {
    let (Ok(first), Ok(second), Ok(third)) = (a.parse::<i16>(), b.parse::<i16>(), c.parse::<i16>()) else {
        return DateReadings::NotADate;
    };
    match (a.len(), b.len(), c.len()) {
        (4, 1..=2, 1..=2) => certain(first, second, third),
        (1..=2, 1..=2, 4) if text.contains('.') => certain(third, second, first),
        (1..=2, 1..=2, 4) => open([date(third, second, first), date(third, first, second), None]),
        (1..=2, 1..=2, 2) if text.contains('.') => certain(century(third), second, first),
        (1..=2, 1..=2, 2) => open([
            date(century(third), second, first),
            date(century(third), first, second),
            if a.len() == 2 { date(century(first), second, third) } else { None },
        ]),
        _ => DateReadings::NotADate,
    }
}

/// `5. März 2025`, `March 5, 2025`, `5-Mar-25`, `2025 March 5`.
fn by_month_name(text: &str, first: &str, second: &str) -> DateReadings {
    let month = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().count() >= 3)
        .find_map(|word| lexicon().find(Section::Month, &fold(word)))
        .and_then(|meaning| meaning.name.parse::<i16>().ok());
    let (Some(month), Ok(a), Ok(b)) = (month, first.parse::<i16>(), second.parse::<i16>()) else {
        return DateReadings::NotADate;
    };
    match (first.len(), second.len()) {
        (1..=2, 4) => certain(b, month, a),
        (4, 1..=2) => certain(a, month, b),
        (1..=2, 2) => certain(century(b), month, a),
        _ => DateReadings::NotADate,
    }
}

/// A year of two digits.
fn century(year: i16) -> i16 {
    if year <= PIVOT { 2000 + year } else { 1900 + year }
}

/// The day, if it exists.
fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// One order only.
fn certain(year: i16, month: i16, day: i16) -> DateReadings {
    date(year, month, day).map_or(DateReadings::Impossible, DateReadings::Certain)
}

/// Several orders; one day for all of them is no doubt.
fn open(dates: [Option<Date>; 3]) -> DateReadings {
    let mut known = dates.iter().flatten();
    match known.next() {
        None => DateReadings::Impossible,
        Some(first) if known.all(|date| date == first) && dates.iter().flatten().count() > 1 => {
            DateReadings::Certain(*first)
        }
        Some(_) => DateReadings::Open(dates),
    }
}

impl DateVerdict {
    /// The orders under which all dates of a document are days. A proven decimal comma rules the month first out.
    pub fn decide(dates: &[DateReadings], decimal_comma: bool) -> DateVerdict {
        let mut open = [true; 3];
        for readings in dates {
            if let DateReadings::Open(by_order) = readings {
                for (open, date) in open.iter_mut().zip(by_order) {
                    *open &= date.is_some();
                }
            }
        }
        if open == [false; 3] {
            // Dates that contradict one another: each is read by itself.
            open = [true; 3];
        }
        let [day_first, month_first, year_first] = open;
        if decimal_comma && (day_first || year_first) {
            return DateVerdict { open: [day_first, month_first && !day_first, year_first && !day_first] };
        }
        DateVerdict { open }
    }

    /// The day a date stands for in this document.
    pub fn value(self, readings: DateReadings) -> Value<Date> {
        let by_order = match readings {
            DateReadings::Certain(date) => return Value::One(date),
            DateReadings::Impossible | DateReadings::NotADate => return Value::None,
            DateReadings::Open(by_order) => by_order,
        };
        let mut left: Vec<Date> =
            by_order.iter().zip(self.open).filter(|(_, open)| *open).filter_map(|(d, _)| *d).collect();
        if left.is_empty() {
            left = by_order.iter().flatten().copied().collect();
        }
        left.dedup();
        match left.as_slice() {
            [] => Value::None,
            [one] => Value::One(*one),
            [one, two, ..] => Value::Two(*one, *two),
        }
    }
}
