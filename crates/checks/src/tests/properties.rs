//! Any record: no panic, the same answer twice, and nothing left to normalise.

use super::*;
use proptest::prelude::*;
use trade::line::LineCode;
use trade::part::{Charge, Measure, Party};

fn text(known: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        1 => Just(None),
        6 => proptest::sample::select(known).prop_map(|text| Some(text.to_owned())),
        1 => "\\PC{0,12}".prop_map(Some),
    ]
}

fn decimal() -> impl Strategy<Value = Option<Decimal>> {
    let any = (any::<i64>(), 0_u32..28).prop_map(|(value, scale)| Some(Decimal::new(value, scale)));
    prop_oneof![
        Just(None),
        any,
        (0_i64..100_000, 0_u32..4).prop_map(|(value, scale)| Some(Decimal::new(value, scale))),
        Just(Some(Decimal::MAX)),
        Just(Some(Decimal::ZERO)),
    ]
}

const CURRENCIES: &[&str] = &["USD", "usd", "€", "$", "¥", "kr", "DEM", "ZZZ", "JPY", "", "XAU", "EUR"];
const COUNTRIES: &[&str] = &["CN", "CHN", "Germany", "UK", "EL", "YU", "SU", "us", "XX", "JP", "SE", "Korea"];
const UNITS: &[&str] =
    &["pcs", "H87", "cartons", "XCT", "CT", "KGS", "STK", "BX", "kg", "", "Paletten", "12"];
const HS: &[&str] = &[
    "847130",
    "8471.30",
    "8471300100",
    "84713O",
    "770100",
    "999999",
    "9903881500",
    "9801001012",
    "40690",
    "8471",
    "",
    "٨٤٧١٣٠",
    "610910",
];
const SCHEMES: &[&str] = &["hs6", "us-hts", "eu-cn", "eu-taric", "uk", "jp", ""];
const WORDS: &[&str] =
    &["parts", "T-shirts", "Schrauben", "spare parts and accessories", "", " ", "AB-12", "Teile für Motoren"];
const TERMS: &[&str] = &["FOB", "fob Shanghai", "DAT", "DAT 2020", "frei Haus", "XYZ", "EXW FOB", "C&F", ""];

fn charge() -> impl Strategy<Value = Charge> {
    (decimal(), text(CURRENCIES), any::<Option<bool>>()).prop_map(|(amount, currency, included)| Charge {
        amount,
        currency,
        included,
        ..Charge::default()
    })
}

fn any_line() -> impl Strategy<Value = Line> {
    let code = (text(HS), text(SCHEMES), text(&["main", "accompanying"]));
    let code =
        code.prop_map(|(code, scheme, role)| LineCode { code: code.unwrap_or_default(), scheme, role });
    let numbers = (decimal(), decimal(), decimal(), decimal(), decimal());
    let texts = (text(WORDS), text(UNITS), text(CURRENCIES), text(HS), text(COUNTRIES));
    let lists = (prop::collection::vec(code, 0..3), prop::collection::vec(charge(), 0..2));
    (0_u32..5, numbers, texts, lists).prop_map(|(line, numbers, texts, lists)| Line {
        line,
        quantity: numbers.0,
        unit_price: numbers.1,
        price_basis: numbers.2,
        amount: numbers.3,
        net_weight: numbers.4.map(|value| Measure { value, unit: texts.1.clone() }),
        gross_weight: numbers.3.map(|value| Measure { value, unit: texts.1.clone() }),
        description: texts.0,
        unit: texts.1,
        currency: texts.2,
        hs_code: texts.3,
        origin_country: texts.4,
        hs_codes: lists.0,
        discounts: lists.1,
        ..Line::default()
    })
}

prop_compose! {
    fn any_record()(
        lines in prop::collection::vec(any_line(), 0..5),
        charges in prop::collection::vec(charge(), 0..3),
        totals in (decimal(), decimal(), decimal(), decimal(), decimal()),
        texts in (text(CURRENCIES), text(COUNTRIES), text(COUNTRIES), text(TERMS), text(TERMS)),
        day in (1900_i16..2100, 1_i8..13, 1_i8..29),
    ) -> Record {
        Record {
            invoice_date: Some(date(day.0, day.1, day.2)),
            currency: texts.0,
            destination: texts.1,
            seller: Some(Box::new(Party { country: texts.2, ..Party::default() })),
            incoterms: Some(Box::new(DeliveryTerms { printed: texts.3, code: texts.4, ..DeliveryTerms::default() })),
            goods_total: totals.0,
            invoice_total: totals.1,
            total_value: totals.2,
            payable_amount: totals.3,
            packages: totals.4,
            charges,
            line_items: lines,
            ..Record::default()
        }
    }
}

fn kind() -> impl Strategy<Value = Kind> {
    proptest::sample::select(Kind::ALL.to_vec())
}

proptest! {
    #[test]
    fn any_record_is_checked_the_same_way_twice(record in any_record(), kind in kind(), at in 0_usize..4) {
        let profile = Profile::named(["envelope", "default", "us-import", "eu-import"][at]).unwrap();
        let jurisdiction = record.destination.clone();
        let context = Context { kind, profile: &profile, jurisdiction: jurisdiction.as_deref(), ..envelope_context() };
        let (mut one, mut other) = (record.clone(), record);
        let found = run(&mut one, &context);
        prop_assert_eq!(&found, &run(&mut other, &context));
        prop_assert_eq!(one, other);
        prop_assert!(found.len() <= 2 * trade::finding::FINDINGS_MAX);
    }

    #[test]
    fn what_is_normalised_stays_as_it_is(mut record in any_record()) {
        normalise(&mut record);
        let once = record.clone();
        let again = normalise(&mut record);
        prop_assert_eq!(&record, &once);
        prop_assert!(again.is_empty(), "{:?}", again);
    }

    #[test]
    fn what_is_checked_is_found_the_same_again(mut record in any_record()) {
        normalise(&mut record);
        let found = check(&mut record, &envelope_context());
        let once = record.clone();
        let again = check(&mut record, &envelope_context());
        prop_assert_eq!(holding(&found), holding(&again));
        prop_assert_eq!(record, once);
    }

    #[test]
    fn a_line_with_a_sound_code_has_six_digits(mut record in any_record()) {
        let findings = run(&mut record, &envelope_context());
        for line in &record.line_items {
            let held = findings.iter().any(|finding| finding.line == Some(line.line) && finding.holds());
            if !held {
                let code = line.hs_code.as_deref().unwrap_or_default();
                prop_assert!(code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()), "{:?}", line);
            }
        }
    }
}
