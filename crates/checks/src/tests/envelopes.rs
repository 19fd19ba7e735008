//! Envelopes, clean and with one fault each.

use super::*;

/// What holds an envelope after one change.
fn held(change: impl FnOnce(&mut Record)) -> Vec<(Code, Option<u32>)> {
    let mut record = envelope();
    change(&mut record);
    holding(&run(&mut record, &envelope_context()))
}

/// All remarks on an envelope that nothing holds.
fn remarks(change: impl FnOnce(&mut Record)) -> Vec<(Code, Option<u32>)> {
    let mut record = envelope();
    change(&mut record);
    let findings = run(&mut record, &envelope_context());
    assert!(holding(&findings).is_empty(), "{findings:?}");
    codes(&findings)
}

fn first(record: &mut Record) -> &mut Line {
    &mut record.line_items[0]
}

#[test]
fn a_clean_envelope_has_no_finding_and_its_codes_are_filled_in() {
    let mut record = envelope();
    assert_eq!(run(&mut record, &envelope_context()), []);
    let line = &record.line_items[0];
    assert_eq!(line.hs_code.as_deref(), Some("847130"));
    assert_eq!(line.hs_codes[0].code, "847130");
    assert_eq!(line.hs_codes[0].scheme.as_deref(), Some("hs6"));
    assert_eq!(line.hs_codes[0].role.as_deref(), Some("main"));
    assert_eq!(record.currency.as_deref(), Some("USD"));
    assert_eq!(record.incoterms.unwrap().code.as_deref(), Some("FOB"));
}

#[test]
fn national_digits_without_a_destination_are_noted() {
    let mut record = envelope();
    first(&mut record).hs_code = Some("8471309937".into());
    let findings = run(&mut record, &envelope_context());
    assert_eq!(codes(&findings), [(Code::HsNationalUnchecked, Some(1))]);
    let line = &record.line_items[0];
    assert_eq!((line.hs_code.as_deref(), line.hs_codes[0].code.as_str()), (Some("847130"), "8471309937"));
    assert_eq!(line.hs_codes[0].scheme, None);
}

#[test]
fn what_is_only_written_otherwise_passes_with_a_remark() {
    assert_eq!(remarks(|record| first(record).hs_code = Some("8471.30".into())), []);
    let eight = remarks(|record| first(record).hs_code = Some("84713010".into()));
    assert_eq!(eight, [(Code::HsNationalUnchecked, Some(1))]);
    let lower = remarks(|record| first(record).currency = Some("usd".into()));
    assert_eq!(lower, [(Code::ValueNormalised, Some(1))]);
    let alpha3 = remarks(|record| first(record).origin_country = Some("CHN".into()));
    assert_eq!(alpha3, [(Code::ValueNormalised, Some(1))]);
    let cartons = remarks(|record| first(record).unit = Some("cartons".into()));
    assert_eq!(cartons, [(Code::ValueNormalised, Some(1))]);
    let unknown = remarks(|record| first(record).unit = Some("zorks".into()));
    assert_eq!(unknown, [(Code::ValueInvalid, Some(1))]);
}

#[test]
fn a_symbol_is_read_and_then_held_against_the_document() {
    let symbol = held(|record| first(record).currency = Some("€".into()));
    assert_eq!(symbol, [(Code::CurrencyMismatch, Some(1))]);
}

#[test]
fn codes_that_are_none() {
    let with = |code: &'static str| held(move |record| first(record).hs_code = Some(code.into()));
    assert_eq!(with("8471301"), [(Code::HsMalformed, Some(1))]);
    assert_eq!(with("84713O"), [(Code::HsMalformed, Some(1))]);
    assert_eq!(with("٨٤٧١٣٠"), [(Code::HsMalformed, Some(1))]);
    assert_eq!(with("770100"), [(Code::HsUnknown, Some(1))]);
    assert_eq!(with("999999"), [(Code::HsUnknown, Some(1))]);
    assert_eq!(with("8471"), [(Code::HsTooShort, Some(1))]);
    assert_eq!(with(""), [(Code::HsMissing, Some(1))]);
    assert_eq!(with("  "), [(Code::HsMissing, Some(1))]);
    assert_eq!(held(|record| first(record).hs_code = None), [(Code::HsMissing, Some(1))]);
}

#[test]
fn fields_that_are_missing() {
    let document = |code| [(code, None)];
    assert_eq!(held(|record| record.incoterms = None), document(Code::FieldMissing));
    assert_eq!(held(|record| record.invoice_number = Some(" ".into())), document(Code::FieldMissing));
    assert_eq!(held(|record| record.total_value = None), document(Code::FieldMissing));
    assert_eq!(held(|record| record.line_items.clear()), document(Code::FieldMissing));
    // The sum is not judged beside it: an addend is missing.
    assert_eq!(held(|record| first(record).unit_price = None), [(Code::FieldMissing, Some(1))]);
    assert_eq!(held(|record| first(record).quantity = None), [(Code::FieldMissing, Some(1))]);
    assert_eq!(held(|record| first(record).description = Some(" ".into())), [(Code::FieldMissing, Some(1))]);
    assert_eq!(held(|record| first(record).currency = None), [(Code::FieldMissing, Some(1))]);
    assert_eq!(held(|record| first(record).origin_country = None), [(Code::FieldMissing, Some(1))]);
}

#[test]
fn values_in_no_list() {
    assert_eq!(held(|record| first(record).currency = Some("ZZZ".into())), [(Code::ValueInvalid, Some(1))]);
    assert_eq!(held(|record| first(record).currency = Some("DEM".into())), [(Code::ValueInvalid, Some(1))]);
    assert_eq!(
        held(|record| first(record).origin_country = Some("YU".into())),
        [(Code::ValueInvalid, Some(1))]
    );
    assert_eq!(
        held(|record| first(record).origin_country = Some("XX".into())),
        [(Code::ValueInvalid, Some(1))]
    );
    let terms = DeliveryTerms { printed: Some("XYZ".into()), ..DeliveryTerms::default() };
    assert_eq!(held(|record| record.incoterms = Some(Box::new(terms))), [(Code::ValueInvalid, None)]);
}

#[test]
fn sums_and_signs() {
    assert_eq!(held(|record| record.total_value = number("16185.26")), [(Code::TotalMismatch, None)]);
    let negative = held(|record| first(record).quantity = number("-12"));
    assert_eq!(negative, [(Code::TotalMismatch, None), (Code::ValueNegative, None)]);
    let free = held(|record| {
        first(record).unit_price = number("0");
        record.total_value = number("2210.41");
    });
    assert_eq!(free, [(Code::ValueZero, None)]);
}

#[test]
fn one_foreign_line_is_held_and_a_tie_holds_all() {
    let minority = held(|record| first(record).currency = Some("CHF".into()));
    assert_eq!(minority, [(Code::CurrencyMismatch, Some(1))]);
    let tie = held(|record| {
        first(record).currency = Some("CHF".into());
        record.line_items.pop();
        record.total_value = number("9810.0");
    });
    assert_eq!(
        tie,
        [(Code::CurrencyMixed, None), (Code::CurrencyMixed, Some(1)), (Code::CurrencyMixed, Some(2))]
    );
}

#[test]
fn yen_with_cents_are_noted() {
    let yen = remarks(|record| {
        for line in &mut record.line_items {
            line.currency = Some("JPY".into());
        }
    });
    assert_eq!(yen, [(Code::CurrencyDecimals, None)]);
}

#[test]
fn vague_descriptions_are_held_and_the_others_are_not() {
    for vague in ["Spare parts", "various goods", "gift", "AB-1203 / 5G", "Ersatzteile", "of steel"] {
        let found = held(|record| first(record).description = Some(vague.into()));
        assert_eq!(found, [(Code::DescriptionAmbiguous, Some(1))], "{vague}");
    }
    for sound in ["Schrauben für Holz, verzinkt", "Tornillos para madera", "laptop 14in"] {
        assert_eq!(remarks(|record| first(record).description = Some(sound.into())), [], "{sound}");
    }
}

#[test]
fn dates_in_the_future_and_long_ago() {
    let dated = |day: Date| {
        let mut record = envelope();
        record.invoice_date = Some(day);
        run(&mut record, &envelope_context())
            .iter()
            .map(|finding| (finding.code, finding.holds()))
            .collect::<Vec<_>>()
    };
    assert_eq!(dated(date(2026, 11, 25)), []);
    assert_eq!(dated(date(2026, 11, 26)), [(Code::DateImplausible, true)]);
    assert_eq!(dated(date(1970, 1, 1)), [(Code::DateImplausible, true)]);
    assert_eq!(dated(date(2023, 11, 23)), [(Code::DateImplausible, false)]);
    assert_eq!(dated(date(2023, 11, 24)), []);
}

#[test]
fn ten_thousand_lines_make_a_thousand_findings() {
    let mut record = envelope();
    let lines: Vec<Line> = (1..=10_000).map(|at| Line { line: at, ..record.line_items[0].clone() }).collect();
    record.total_value = number("96000000.0");
    record.line_items = lines;
    assert_eq!(run(&mut record.clone(), &envelope_context()), []);
    for line in &mut record.line_items {
        line.hs_code = None;
    }
    let findings = run(&mut record, &envelope_context());
    assert_eq!(findings.len(), trade::finding::FINDINGS_MAX);
    let last = findings.last().unwrap();
    assert!(last.code == Code::FindingsExceeded && last.holds());
}
