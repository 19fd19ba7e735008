//! One value's text as a number, a date or a truth value, in the forms that the two standards allow.
//!
//! XML has one way to write a number and one to write a date, so nothing is guessed: no grouping, no decimal
//! comma, no exponent.

use jiff::civil::Date;
use rust_decimal::Decimal;

/// `xs:decimal`: an optional sign, digits, at most one point.
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let text = text.strip_prefix('+').unwrap_or(text);
    let text = text.strip_suffix('.').unwrap_or(text);
    // Zeros beyond the precision say nothing; any other digit beyond it must not be lost.
    Decimal::from_str_exact(text).or_else(|_| Decimal::from_str_exact(text.trim_end_matches('0'))).ok()
}

/// `xs:date` or the date of an `xs:dateTime`; a time zone is passed over, since the date is the writer's.
pub(super) fn date(text: &str) -> Option<Date> {
    let (date, rest) = text.split_at_checked(10)?;
    let zone = matches!(rest.as_bytes(), [] | [b'Z'] | [b'T', ..] | [b'+' | b'-', _, _, b':', _, _]);
    zone.then(|| {
        calendar(date.get(0..4)?, date.get(4..5)?, date.get(5..7)?, date.get(7..8)?, date.get(8..10)?)
    })
    .flatten()
}

fn calendar(year: &str, dash: &str, month: &str, other_dash: &str, day: &str) -> Option<Date> {
    (dash == "-" && other_dash == "-").then(|| numbers(year, month, day)).flatten()
}

fn numbers(year: &str, month: &str, day: &str) -> Option<Date> {
    let all_digits = [year, month, day].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    let date = || Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    all_digits.then(date).flatten()
}

/// A date by its UNTDID 2379 format (102 CCYYMMDD, 203 and 204 with a time); without a format, 102 or `xs:date`.
/// A month (610) or week (616) is no date.
pub(super) fn date_of_format(text: &str, format: Option<&str>) -> Option<Date> {
    let length = match format {
        Some("102") => 8,
        Some("203") => 12,
        Some("204") => 14,
        Some(_) => return None,
        None if text.len() == 8 => 8,
        None => return date(text),
    };
    if text.len() != length || !text.is_ascii() {
        return None;
    }
    numbers(text.get(0..4)?, text.get(4..6)?, text.get(6..8)?)
}

/// `xs:boolean`.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_taken_as_written_or_not_at_all() {
        for (text, value) in [("1.10", "1.10"), ("-3", "-3"), ("+2.5", "2.5"), ("100.", "100"), (".5", "0.5")]
        {
            assert_eq!(decimal(text).unwrap().to_string(), value);
        }
        assert_eq!(decimal("1.500000000000000000000000000000000000").unwrap().to_string(), "1.5");
        for text in ["", ".", "1,5", "1 000", "1e3", "NaN", "0x1", "1_0", "--1", "1.0.0", "١"] {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(decimal("0.00000000000000000000000000000000000001"), None, "a digit would be lost");
    }

    #[test]
    fn dates_exist_or_are_none() {
        let day = Date::constant(2024, 2, 29);
        for text in ["2024-02-29", "2024-02-29Z", "2024-02-29+02:00", "2024-02-29T23:59:59Z"] {
            assert_eq!(date(text), Some(day), "{text}");
        }
        for text in ["2023-02-29", "29.02.2024", "2024-2-29", "2024-02-29x", "", "2024-02-2é"] {
            assert_eq!(date(text), None, "{text}");
        }
        assert_eq!(date_of_format("20240229", Some("102")), Some(day));
        assert_eq!(date_of_format("202402292359", Some("203")), Some(day));
        assert_eq!(date_of_format("20240229", None), Some(day));
        assert_eq!(date_of_format("2024-02-29T00:00:00", None), Some(day));
        assert_eq!(date_of_format("20230229", Some("102")), None);
        assert_eq!(date_of_format("202402", Some("610")), None);
    }
}
