//! Verdicts by code, date and knowledge, over two small editions and the built-in HS.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::edition::Dated;

const ON: Date = date(2026, 6, 1);

/// An edition of a few rows `code,indent,description`.
fn edition(scheme: &Scheme, name: &str, legal_from: Date, known_from: Date, rows: &str) -> Edition {
    let text = format!("code,indent,description\n{rows}");
    let dated = Dated { legal_from, known_from, name: Some(name.to_owned()) };
    Edition::import(scheme.clone(), text.as_bytes(), dated).unwrap().0
}

const FIRST: &str = "0101,0,Horses\n0101.21.00,1,Purebred\n0101.21.00.10,2,Males\n0101.21.00.20,2,Females\n\
                     0101.29.00.00,1,Other\n9903.88.15,0,Articles\n0102,0,Empty heading\n";
const SECOND: &str = "0101,0,Horses\n0101.21.00,1,Purebred\n0101.21.00.10,2,Males\n0101.21.00.31,2,Mares\n\
                      0101.21.00.39,2,Fillies\n0101.29.00.00,1,Other\n9903.88.15,0,Articles\n";

/// The first edition from January, the second from July.
fn tariffs() -> Tariffs {
    let us = Scheme::UsHts;
    Tariffs::builtin().with(edition(&us, "first", date(2026, 1, 1), date(2026, 1, 1), FIRST)).with(edition(
        &us,
        "second",
        date(2026, 7, 1),
        date(2026, 6, 15),
        SECOND,
    ))
}

fn verdict(scheme: &str, code: &str, on: Date) -> Verdict {
    tariffs().judge(&Scheme::new(scheme), code, on, None).verdict
}

#[test]
fn six_digits_are_sound_if_the_hs_has_them() {
    for (code, expected) in [
        ("010121", Verdict::Ok),
        ("0101219999", Verdict::Ok),
        ("01012110", Verdict::Ok),
        ("0101", Verdict::TooShort),
        ("01", Verdict::TooShort),
        ("770100", Verdict::Unknown),
        ("999999", Verdict::Unknown),
        ("9999", Verdict::Unknown),
        ("0199", Verdict::Unknown),
        ("77", Verdict::Unknown),
        ("10121", Verdict::Malformed),
        ("0101211", Verdict::Malformed),
        ("010121001", Verdict::Malformed),
        ("01012100101", Verdict::Malformed),
        ("01O121", Verdict::Malformed),
        ("٠١٠١٢١", Verdict::Malformed),
        ("", Verdict::Malformed),
    ] {
        assert_eq!(verdict("hs6", code, ON), expected, "{code}");
    }
}

#[test]
fn digits_after_the_sixth_are_said_to_be_unchecked() {
    let tariffs = tariffs();
    assert!(tariffs.judge(&Scheme::Hs6, "0101210010", ON, None).national_unchecked);
    assert!(!tariffs.judge(&Scheme::Hs6, "010121", ON, None).national_unchecked);
    assert!(!tariffs.judge(&Scheme::UsHts, "0101210010", ON, None).national_unchecked);
}

#[test]
fn national_codes_are_judged_by_their_edition() {
    for (code, expected) in [
        ("0101210010", Verdict::Ok),
        ("0101290000", Verdict::Ok),
        ("99038815", Verdict::Ok),
        ("9903881500", Verdict::Unknown),
        ("01012100", Verdict::TooShort),
        ("010121", Verdict::TooShort),
        ("0101", Verdict::TooShort),
        ("01", Verdict::TooShort),
        ("0102", Verdict::NotDeclarable),
        ("0103", Verdict::Unknown),
        ("0101210099", Verdict::Unknown),
        ("847130010", Verdict::Malformed),
        ("010121001000", Verdict::Malformed),
    ] {
        assert_eq!(verdict("us-hts", code, ON), expected, "{code}");
    }
}

#[test]
fn a_padded_heading_is_not_declarable() {
    let rows = "0101000000,0,Horses\n0101210000,1,Purebred\n";
    let tariffs = tariffs().with(edition(&Scheme::Uk, "uk", date(2026, 1, 1), date(2026, 1, 1), rows));
    let judge = |code| tariffs.judge(&Scheme::Uk, code, ON, None).verdict;
    assert_eq!(judge("0101210000"), Verdict::Ok);
    assert_eq!(judge("0101000000"), Verdict::NotDeclarable);
    assert_eq!(judge("01012100"), Verdict::TooShort);
    let found = tariffs.lookup(&Scheme::Uk, "0101000000", ON, None);
    assert_eq!(found.near.iter().map(|near| near.code.as_str()).collect::<Vec<_>>(), ["0101210000"]);
}

#[test]
fn a_code_is_refused_before_its_day_and_accepted_on_it() {
    assert_eq!(verdict("us-hts", "0101210031", date(2026, 6, 30)), Verdict::NotInForce);
    assert_eq!(verdict("us-hts", "0101210031", date(2026, 7, 1)), Verdict::Ok);
    assert_eq!(verdict("us-hts", "0101210020", date(2026, 6, 30)), Verdict::Ok);
    assert_eq!(verdict("us-hts", "0101210020", date(2026, 7, 1)), Verdict::NotInForce);
    let (tariffs, us) = (tariffs(), Scheme::UsHts);
    let note = |code, on| tariffs.lookup(&us, code, on, None).note;
    let begins = Note::Begins { edition: "second", from: date(2026, 7, 1) };
    assert_eq!(note("0101210031", ON), Some(begins));
    let ended = Note::Ended { edition: "first", until: date(2026, 7, 1) };
    assert_eq!(note("0101210020", date(2026, 8, 1)), Some(ended));
}

#[test]
fn an_edition_not_yet_known_does_not_count() {
    let (tariffs, us) = (tariffs(), Scheme::UsHts);
    let judge = |code, known| tariffs.judge(&us, code, date(2026, 7, 2), Some(known));
    assert_eq!(judge("0101210031", date(2026, 6, 14)).verdict, Verdict::Unknown);
    assert_eq!(judge("0101210031", date(2026, 6, 14)).edition.unwrap().name, "first");
    assert_eq!(judge("0101210031", date(2026, 6, 15)).verdict, Verdict::Ok);
    assert_eq!(judge("0101210031", date(2025, 1, 1)).verdict, Verdict::NoEdition);
}

#[test]
fn of_editions_of_the_same_day_the_one_known_last_counts() {
    let us = Scheme::UsHts;
    let late = edition(&us, "corrected", date(2026, 7, 1), date(2026, 9, 1), FIRST);
    let early = edition(&us, "older", date(2026, 7, 1), date(2026, 5, 1), "0103,0,x\n0103.10.00.00,1,y\n");
    let one = tariffs().with(late.clone()).with(early.clone());
    let other = Tariffs::builtin().with(early).with(late);
    for tariffs in [one, other] {
        assert_eq!(tariffs.in_force(&us, date(2026, 7, 2), None).unwrap().name, "corrected");
    }
    let tariffs = tariffs().with(edition(&us, "corrected", date(2026, 7, 1), date(2026, 9, 1), FIRST));
    let name = |known| tariffs.in_force(&us, date(2026, 7, 2), Some(known)).unwrap().name.clone();
    assert_eq!(name(date(2026, 8, 31)), "second");
    assert_eq!(name(date(2026, 9, 1)), "corrected");
}

#[test]
fn the_same_edition_again_replaces_itself() {
    let again = edition(&Scheme::UsHts, "first", date(2026, 1, 1), date(2026, 1, 1), SECOND);
    let tariffs = tariffs().with(again);
    assert_eq!(tariffs.editions().count(), 3);
    assert_eq!(tariffs.judge(&Scheme::UsHts, "0101210031", ON, None).verdict, Verdict::Ok);
}

#[test]
fn without_an_edition_nothing_is_ok() {
    let (tariffs, us, cn) = (tariffs(), Scheme::UsHts, Scheme::EuCn);
    let found = tariffs.lookup(&cn, "01012100", ON, None);
    assert_eq!(
        (found.verdict, found.edition, found.note),
        (Verdict::NoEdition, None, Some(Note::NothingLoaded))
    );
    let found = tariffs.lookup(&us, "0101210010", date(2025, 12, 31), None);
    let first = Note::BeforeFirst { first: date(2026, 1, 1) };
    assert_eq!((found.verdict, found.note), (Verdict::NoEdition, Some(first)));
    assert_eq!(tariffs.lookup(&Scheme::Hs6, "010121", date(2021, 12, 31), None).verdict, Verdict::NoEdition);
    assert_eq!(
        tariffs.lookup(&cn, "0101210", ON, None).verdict,
        Verdict::Malformed,
        "with or without an edition"
    );
}

#[test]
fn a_table_of_an_older_hs_is_stale_loudly() {
    let (tariffs, us) = (tariffs(), Scheme::UsHts);
    let stale = |scheme, on| tariffs.judge(scheme, "010121", on, None).edition_stale;
    assert!(!stale(&Scheme::Hs6, date(2027, 12, 31)) && !stale(&us, date(2027, 12, 31)));
    assert!(stale(&Scheme::Hs6, date(2028, 1, 1)) && stale(&us, date(2028, 1, 1)));
    let (hs6, new) = (Scheme::Hs6, date(2028, 1, 1));
    let dated = Dated { legal_from: new, known_from: new, name: Some("HS 2028".to_owned()) };
    let (hs2028, _) = Edition::import(hs6.clone(), b"010121,Horses\n", dated).unwrap();
    let tariffs = tariffs.with(hs2028);
    let judged = tariffs.judge(&hs6, "010121", new, None);
    assert!(judged.verdict == Verdict::Ok && !judged.edition_stale);
    assert_eq!(tariffs.judge(&hs6, "010129", new, None).verdict, Verdict::NotInForce);
}

#[test]
fn answers_have_the_shape_of_the_contract() {
    let (tariffs, us, hs6) = (tariffs(), Scheme::UsHts, Scheme::Hs6);
    insta::assert_json_snapshot!("ok", tariffs.lookup(&us, "0101210010", ON, None));
    insta::assert_json_snapshot!("not_in_force", tariffs.lookup(&us, "0101210020", date(2026, 7, 1), None));
    insta::assert_json_snapshot!(
        "unchecked_and_stale",
        tariffs.lookup(&hs6, "0101210010", date(2028, 3, 1), None)
    );
    insta::assert_json_snapshot!("no_edition", tariffs.lookup(&us, "0101210010", date(2025, 3, 1), None));
}

proptest! {
    #[test]
    fn any_code_gets_one_verdict_and_few_offers(code in ".{0,14}", digits in "[0-9]{0,12}", scheme in 0_usize..5) {
        let scheme = ["hs6", "us-hts", "uk", "jp", "eu-cn"].map(Scheme::new)[scheme].clone();
        let tariffs = tariffs();
        for code in [&code, &digits] {
            let found = tariffs.lookup(&scheme, code, ON, None);
            prop_assert!(found.near.len() <= crate::near::NEAR_MAX);
            prop_assert!(found.verdict != Verdict::Ok || found.near.is_empty());
            prop_assert_eq!(&found, &tariffs.lookup(&scheme, code, ON, None));
        }
    }
}
