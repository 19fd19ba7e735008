//! Codes against editions of their own scheme.

use super::*;
use tariff::{Edition, Scheme};
use trade::line::LineCode;

/// A small table of the United States: two subheadings with their leaves, one of chapter 98, one of chapter 99.
fn with_us() -> Tariffs {
    let list = "8471300100,Laptops\n8471410110,Other\n8471410150,Other still\n9801001012,US goods returned\n\
                9903881500,Additional duty\n";
    TARIFFS.with(us_edition(list, date(2026, 1, 1)))
}

fn us_edition(list: &str, from: Date) -> Edition {
    let dated =
        tariff::edition::Dated { legal_from: from, known_from: from, name: Some(format!("test {from}")) };
    let text = format!("code,description\n{list}");
    Edition::import(Scheme::UsHts, text.as_bytes(), dated).unwrap().0
}

fn found(tariffs: &Tariffs, jurisdiction: Option<&str>, codes: &[(&str, Option<&str>)]) -> (Vec<Code>, Line) {
    let mut record = envelope();
    record.line_items.truncate(1);
    record.total_value = number("9600.0");
    let line = &mut record.line_items[0];
    match codes {
        [(code, None)] => line.hs_code = Some((*code).into()),
        codes => {
            line.hs_code = codes.first().map(|(code, _)| (*code).into());
            let listed = codes.iter().map(|(code, scheme)| LineCode {
                code: (*code).into(),
                scheme: scheme.map(str::to_owned),
                role: None,
            });
            line.hs_codes = listed.collect();
        }
    }
    let findings = run(&mut record, &Context { tariffs, jurisdiction, ..envelope_context() });
    (findings.iter().map(|finding| finding.code).collect(), record.line_items.remove(0))
}

fn one(tariffs: &Tariffs, jurisdiction: Option<&str>, code: &str) -> Vec<Code> {
    found(tariffs, jurisdiction, &[(code, None)]).0
}

#[test]
fn a_code_that_accompanies_is_kept_once_though_it_stands_twice() {
    let listed = |scheme: Option<&str>, role: Option<&str>| LineCode {
        code: "9903881500".into(),
        scheme: scheme.map(str::to_owned),
        role: role.map(str::to_owned),
    };
    // Named once with its scheme, the other time only as accompanying, it is one code all the same.
    for second in [None, Some("us-hts")] {
        let mut record = envelope();
        record.line_items.truncate(1);
        record.line_items[0].hs_codes = vec![listed(None, Some("accompanying")), listed(second, None)];
        run(&mut record, &envelope_context());
        let kept: Vec<_> = record.line_items[0].hs_codes.iter().map(|code| code.code.as_str()).collect();
        assert_eq!(kept, ["847130", "9903881500"], "{second:?}");
        let once = record.clone();
        run(&mut record, &envelope_context());
        assert_eq!(record, once);
    }
}

#[test]
fn national_digits_are_judged_by_their_own_edition() {
    let us = with_us();
    assert_eq!(one(&us, Some("US"), "8471.30.0100"), []);
    assert_eq!(one(&us, Some("US"), "8471309937"), [Code::HsUnknown]);
    assert_eq!(one(&us, Some("US"), "84714101"), [Code::HsTooShort]);
    assert_eq!(one(&us, Some("US"), "847130"), []);
    assert_eq!(one(&us, Some("DE"), "8471309937"), [Code::HsNationalUnchecked]);
    assert_eq!(one(&us, None, "8471309937"), [Code::HsNationalUnchecked]);
    let (codes, line) = found(&us, Some("US"), &[("8471300100", None)]);
    assert_eq!(codes, []);
    assert_eq!(line.hs_codes[0].scheme.as_deref(), Some("us-hts"));
}

#[test]
fn the_label_goes_before_the_destination() {
    let us = with_us();
    let labelled = |jurisdiction, code, scheme| found(&us, jurisdiction, &[(code, Some(scheme))]).0;
    assert_eq!(labelled(None, "8471309937", "us-hts"), [Code::HsUnknown]);
    assert_eq!(labelled(Some("DE"), "8471309937", "us-hts"), [Code::HsForeignNational]);
    assert_eq!(labelled(Some("US"), "84713000", "eu-cn"), [Code::HsForeignNational]);
    assert_eq!(labelled(Some("DE"), "84713000", "eu-cn"), [Code::HsNationalUnchecked]);
    assert_eq!(labelled(Some("CH"), "84713000", "eu-cn"), [Code::HsForeignNational]);
    assert_eq!(labelled(None, "847130000", "jp"), [Code::HsNationalUnchecked]);
    assert_eq!(labelled(None, "8471309937", "hs6"), [Code::HsNationalUnchecked]);
}

#[test]
fn a_code_is_in_force_on_its_days() {
    let us = with_us().with(us_edition("8471300150,Laptops otherwise\n", date(2027, 1, 1)));
    assert_eq!(one(&us, Some("US"), "8471300150"), [Code::HsNotInForce]);
    assert_eq!(one(&us, Some("US"), "8471300100"), []);
    // Valid last year only.
    let us = with_us().with(us_edition("8471300190,Laptops as they were\n", date(2025, 1, 1)));
    assert_eq!(one(&us, Some("US"), "8471300190"), [Code::HsNotInForce]);
}

#[test]
fn a_profile_may_ask_for_what_can_be_declared() {
    let us = with_us();
    let profile = Profile::named("us-import").unwrap();
    let mut record = envelope();
    let context = Context { tariffs: &us, jurisdiction: Some("US"), profile: &profile, ..envelope_context() };
    let findings = run(&mut record, &context);
    assert!(findings.iter().any(|finding| finding.code == Code::HsTooShort && finding.line == Some(1)));
}

#[test]
fn several_codes_of_a_line_agree_or_hold_it() {
    let us = with_us();
    let (codes, line) = found(&us, Some("US"), &[("847130", Some("hs6")), ("8471300100", Some("us-hts"))]);
    assert_eq!(codes, []);
    assert_eq!(line.hs_codes.len(), 1);
    assert_eq!((line.hs_code.as_deref(), line.hs_codes[0].code.as_str()), (Some("847130"), "8471300100"));
    let (codes, line) = found(&us, Some("US"), &[("8471300100", Some("us-hts")), ("851713", Some("hs6"))]);
    assert_eq!(codes, [Code::HsScheme]);
    assert_eq!(line.hs_code.as_deref(), Some("8471300100"));
    let (codes, line) = found(&us, None, &[("8471.30", None), ("847130", None)]);
    assert_eq!((codes, line.hs_codes.len()), (vec![], 1));
}

#[test]
fn chapters_98_and_99_are_known_to_their_table_alone() {
    let us = with_us();
    let beside = [("8471300100", Some("us-hts")), ("9903.88.1500", Some("us-hts"))];
    let (codes, line) = found(&us, Some("US"), &beside);
    assert_eq!(codes, []);
    let roles: Vec<_> = line.hs_codes.iter().filter_map(|code| code.role.as_deref()).collect();
    assert_eq!(roles, ["main", "accompanying"]);
    assert_eq!(one(&us, Some("US"), "9903881500"), [Code::HsNotDeclarable]);
    assert_eq!(one(&us, Some("US"), "9801001012"), []);
    assert_eq!(one(&TARIFFS, Some("US"), "9801001012"), [Code::HsUnknown]);
    assert_eq!(one(&TARIFFS, None, "999999"), [Code::HsUnknown]);
}

#[test]
fn what_may_have_been_meant_is_offered_and_never_applied() {
    for (printed, near) in [("84713O", "847130"), ("40690", "040690"), ("90111", "090111")] {
        let mut record = envelope();
        record.line_items[0].hs_code = Some(printed.into());
        let findings = run(&mut record, &envelope_context());
        let finding = &findings[0];
        assert_eq!(finding.code, Code::HsMalformed);
        assert!(finding.inputs["near"].split(' ').any(|code| code == near), "{printed}: {finding:?}");
        assert_eq!(record.line_items[0].hs_code.as_deref(), Some(printed));
    }
    let mut record = envelope();
    record.line_items[0].hs_code = None;
    let findings = run(&mut record, &envelope_context());
    assert!(findings[0].inputs["suggested"].split(' ').any(|code| code == "847130"), "{findings:?}");
}

#[test]
fn from_2028_the_built_in_list_is_stale() {
    let mut record = envelope();
    let findings = run(&mut record, &Context { on: date(2028, 1, 1), ..envelope_context() });
    assert_eq!(codes(&findings), [(Code::EditionStale, None)]);
    let findings = run(&mut envelope(), &Context { on: date(2021, 6, 1), ..envelope_context() });
    assert_eq!(codes(&findings), [(Code::EditionStale, None)]);
}
