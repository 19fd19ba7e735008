//! Numbers and dates in the forms people write them.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

fn readings(text: &str) -> NumberReadings {
    Printed::scan(text).unwrap_or_else(|| panic!("{text} is a number")).readings()
}

fn comma(text: &str) -> Option<String> {
    readings(text).comma.map(|value| value.to_string())
}

fn point(text: &str) -> Option<String> {
    readings(text).point.map(|value| value.to_string())
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn forms_that_decide_by_themselves() {
    for (text, value) in [
        ("1.234,50", "1234.50"),
        ("12,5", "12.5"),
        ("1.234.567", "1234567"),
        ("1 234,56", "1234.56"),
        ("1\u{a0}234,56", "1234.56"),
        ("1\u{202f}234,56", "1234.56"),
        ("0,500", "0.500"),
        ("1234,567", "1234.567"),
    ] {
        assert_eq!((comma(text), point(text)), (some(value), None), "{text}");
    }
    for (text, value) in [
        ("1,234.50", "1234.50"),
        ("12.5", "12.5"),
        ("1,234,567", "1234567"),
        ("1'234.50", "1234.50"),
        ("1’234.50", "1234.50"),
        ("0.500", "0.500"),
        ("12,34,567.00", "1234567.00"),
        (".75", "0.75"),
    ] {
        assert_eq!((comma(text), point(text)), (None, some(value)), "{text}");
    }
    for (text, value) in [("1234", "1234"), ("1 234", "1234"), ("1'234", "1234"), ("0", "0")] {
        assert_eq!((comma(text), point(text)), (some(value), some(value)), "{text}");
    }
    assert_eq!((comma("1.234"), point("1.234")), (some("1234"), some("1.234")));
    assert_eq!((comma("1,234"), point("1,234")), (some("1.234"), some("1234")));
}

#[test]
fn signs_currencies_units_and_percents_are_taken_off() {
    let scan = |text| Printed::scan(text).unwrap();
    for text in
        ["-12.50", "12.50-", "(12.50)", "−12.50", "- 12.50", "-$12.50", "$ -12.50", "(USD 12.50)", "($12.50)"]
    {
        assert_eq!(point(text), some("-12.50"), "{text}");
    }
    assert_eq!(scan("EUR 1.234,50").before, "EUR");
    assert_eq!(scan("1.234,50 €").after, "€");
    assert_eq!(scan("€1.234,50").before, "€");
    assert_eq!(scan("120,5 kg").after, "kg");
    assert_eq!(scan("120 m2").after, "m2");
    assert!(scan("19 %").percent && scan("19%").percent);
    assert_eq!(scan("12,-").body, "12");
    assert_eq!(scan("CHF 1'200.—").body, "1'200");
    assert_eq!(scan("100 pcs").body, "100");
    assert_eq!(scan("+5").before, "");
}

#[test]
fn what_is_no_number_is_none() {
    for text in ["", "abc", "12 x 5", "2025-10-09", "12.05.2025", "10:30", "1/2", "8.47E+09", "AB-12-3"] {
        let value = Decided::One(DecimalMark::Point).read(text);
        assert!(matches!(value, Value::None), "{text}: {value:?}");
    }
}

#[test]
fn one_clear_token_decides_for_all() {
    let tokens = [readings("1.234"), readings("5,5")];
    assert_eq!(decide(&tokens, &[]), Decided::One(DecimalMark::Comma));
    assert_eq!(decide(&tokens, &[]).read("1.234"), Value::One("1234".parse().unwrap()));
    assert_eq!(
        decide(&[readings("1,234"), readings("0.5")], &[]).read("1,234"),
        Value::One("1234".parse().unwrap())
    );
    assert_eq!(decide(&[readings("1,5"), readings("1.5")], &[]), Decided::Mixed);
}

#[test]
fn sums_decide_where_tokens_do_not_and_what_stays_open_has_two_readings() {
    let printed = |text| Operand::Printed(readings(text));
    let known = |text: &str| Operand::Known(text.parse().unwrap());
    // 3 × 411.333… is no evidence, 2 × 1.234 = 2.468 closes both ways, 4 × 300 = 1.200 only as thousands.
    let both = [Equation::Product(known("2"), printed("1.234"), printed("2.468"))];
    assert_eq!(decide(&[readings("1.234")], &both), Decided::Open);
    let one = [Equation::Product(known("4"), printed("300"), printed("1.200"))];
    assert_eq!(decide(&[readings("1.200")], &one), Decided::One(DecimalMark::Comma));
    let point = [Equation::Product(known("4"), printed("300"), printed("1,200"))];
    assert_eq!(decide(&[readings("1,200")], &point), Decided::One(DecimalMark::Point));
    let sum = [Equation::Sum(vec![printed("1.200"), printed("400")], printed("1.600"))];
    assert_eq!(decide(&[readings("1.200")], &sum), Decided::One(DecimalMark::Comma));
    let (low, high) = ("1200".parse().unwrap(), "1.200".parse().unwrap());
    assert_eq!(Decided::Open.read("1.200"), Value::Two(low, high));
}

#[test]
fn dates_that_leave_no_doubt() {
    let nine = DateReadings::Certain(date(2025, 10, 9));
    for text in [
        "2025-10-09",
        "2025/10/9",
        "2025.10.09",
        "20251009",
        "09.10.2025",
        "9.10.25",
        "2025-10-09T12:30:00Z",
        "09.10.2025 08:15",
        "9 October 2025",
        "October 9, 2025",
        "Oct 9th, 2025",
        "9-Oct-25",
        "9. Oktober 2025",
        "9 octobre 2025",
        "9 de octubre de 2025",
        "9 ottobre 2025",
        "9 oktober 2025",
        "Thursday, 9 October 2025",
    ] {
        assert_eq!(DateReadings::of(text), nine, "{text}");
    }
    assert_eq!(DateReadings::of("1er août 2025"), DateReadings::Certain(date(2025, 8, 1)));
    assert_eq!(DateReadings::of("05/05/2025"), DateReadings::Certain(date(2025, 5, 5)));
    assert_eq!(DateReadings::of("5. März 1998"), DateReadings::Certain(date(1998, 3, 5)));
}

#[test]
fn days_that_do_not_exist_and_texts_that_are_no_dates() {
    for text in ["30.02.2025", "2025-02-30", "31/04/2025", "99/99/2025", "30 February 2025"] {
        assert_eq!(DateReadings::of(text), DateReadings::Impossible, "{text}");
    }
    for text in ["", "PO-4711", "12", "1234567", "5 pieces 2025 maybe 3", "10 Hours 20"] {
        assert_eq!(DateReadings::of(text), DateReadings::NotADate, "{text}");
    }
}

#[test]
fn the_document_decides_the_order() {
    let open = DateReadings::of("03/04/2025");
    let value = |others: &[&str], comma| {
        let mut all: Vec<DateReadings> = others.iter().map(|text| DateReadings::of(text)).collect();
        all.push(open);
        DateVerdict::decide(&all, comma).value(open)
    };
    assert_eq!(value(&["25/12/2025"], false), Value::One(date(2025, 4, 3)));
    assert_eq!(value(&["12/25/2025"], false), Value::One(date(2025, 3, 4)));
    assert_eq!(value(&[], true), Value::One(date(2025, 4, 3)));
    assert_eq!(value(&[], false), Value::Two(date(2025, 4, 3), date(2025, 3, 4)));
    // An ISO date beside it says nothing of slashes; contradictions leave it open.
    assert_eq!(value(&["2025-12-25"], false), Value::Two(date(2025, 4, 3), date(2025, 3, 4)));
    assert_eq!(value(&["12/25/2025", "25/12/2025"], false), Value::Two(date(2025, 4, 3), date(2025, 3, 4)));
    let short = DateReadings::of("02/03/04");
    assert!(matches!(DateVerdict::decide(&[short], false).value(short), Value::Two(..)));
}

proptest! {
    #[test]
    fn any_text_is_read_without_harm(text in "\\PC{0,40}") {
        let _ = Decided::Open.read(&text);
        let _ = DateReadings::of(&text);
    }

    #[test]
    fn digits_and_marks_in_any_order_are_read_without_harm(text in "[-0-9., '()%€/:TE+ ]{0,24}") {
        let _ = Decided::Open.read(&text);
        let _ = DateReadings::of(&text);
    }

    #[test]
    fn what_a_locale_prints_is_read_back(cents in 0_i64..100_000_000_000, negative: bool) {
        let value = Decimal::new(if negative { -cents } else { cents }, 2);
        for (mark, group, decimal) in [(',', '.', DecimalMark::Comma), ('.', ',', DecimalMark::Point), (',', '\u{202f}', DecimalMark::Comma)] {
            let text = print(value, mark, group);
            prop_assert_eq!(Decided::One(decimal).read(&text), Value::One(value), "{}", text);
        }
    }

    #[test]
    fn every_day_is_read_back(days in -20_000_i64..20_000) {
        let day = date(2000, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        for text in [day.to_string(), day.strftime("%d.%m.%Y").to_string(), day.strftime("%d %B %Y").to_string()] {
            prop_assert_eq!(DateReadings::of(&text), DateReadings::Certain(day), "{}", text);
        }
        let slashes = DateReadings::of(&day.strftime("%d/%m/%Y").to_string());
        let decided = DateVerdict::decide(&[slashes, DateReadings::of("31/12/2024")], false);
        prop_assert_eq!(decided.value(slashes), Value::One(day));
    }
}

/// Two decimals, groups of three.
fn print(value: Decimal, mark: char, group: char) -> String {
    let text = format!("{:.2}", value.abs());
    let (whole, cents) = text.split_once('.').unwrap();
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(group);
        }
        grouped.push(digit);
    }
    format!("{}{grouped}{mark}{cents}", if value.is_sign_negative() && !value.is_zero() { "-" } else { "" })
}
