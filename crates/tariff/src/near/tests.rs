//! What is offered for codes that are not sound, and in which order.

use jiff::civil::date;

use super::*;
use crate::edition::Dated;

const ON: Date = date(2026, 6, 1);

fn tariffs(scheme: &Scheme, editions: &[(&str, Date, &str)]) -> Tariffs {
    editions.iter().fold(Tariffs::builtin(), |tariffs, (name, day, rows)| {
        let dated = Dated { legal_from: *day, known_from: *day, name: Some((*name).to_owned()) };
        let text = format!("code,indent,description\n{rows}");
        tariffs.with(Edition::import(scheme.clone(), text.as_bytes(), dated).unwrap().0)
    })
}

fn us() -> Tariffs {
    let old = "0101,0,Horses:\n0101.21.00,1,Purebred\n0101.21.00.10,2,Males\n0101.21.00.20,2,Females\n\
               8471,0,Machines\n8471.30.01.00,1,Portable\n8471.41.01,1,Housed\n8471.41.01.10,2,Tube\n8471.41.01.50,2,Other\n";
    let new = "0101,0,Horses:\n0101.21.00,1,Purebred\n0101.21.00.10,2,Males\n0101.21.00.31,2,Mares\n0101.21.00.39,2,Fillies\n\
               8471,0,Machines\n8471.30.01.00,1,Portable\n8471.41.01,1,Housed\n8471.41.01.10,2,Tube\n8471.41.01.50,2,Other\n";
    tariffs(&Scheme::UsHts, &[("old", date(2026, 1, 1), old), ("new", date(2026, 6, 1), new)])
}

fn offers(tariffs: &Tariffs, scheme: &Scheme, code: &str, on: Date) -> Vec<(String, Why)> {
    tariffs.near(scheme, code, on, None).into_iter().map(|near| (near.code, near.why)).collect()
}

fn hs(code: &str) -> Vec<(String, Why)> {
    offers(&Tariffs::builtin(), &Scheme::Hs6, code, ON)
}

fn owned(offers: &[(&str, Why)]) -> Vec<(String, Why)> {
    offers.iter().map(|(code, why)| ((*code).to_owned(), *why)).collect()
}

#[test]
fn lost_zeros_are_offered() {
    assert_eq!(hs("10121"), owned(&[("010121", Why::LostZero)]));
    assert_eq!(hs("84713"), owned(&[("847130", Why::LostZero)]));
    assert_eq!(offers(&us(), &Scheme::UsHts, "101210010", ON), owned(&[("0101210010", Why::LostZero)]));
    assert_eq!(offers(&us(), &Scheme::UsHts, "847130010", ON), owned(&[("8471300100", Why::LostZero)]));
}

#[test]
fn letters_and_digits_of_other_scripts_are_read_as_meant() {
    for code in ["84713O", "847l30", "8471-30", "٨٤٧١٣٠", "８４７１３０", "HS847130", "HTS: 8471.30"]
    {
        assert_eq!(hs(code), owned(&[("847130", Why::Character)]), "{code}");
    }
    assert_eq!(hs(&"8".repeat(1_000)), Vec::new());
    assert_eq!(hs("nothing"), Vec::new());
}

#[test]
fn digits_that_changed_places_come_before_misread_ones() {
    let found = hs("847310");
    assert_eq!(found[..2], owned(&[("843710", Why::Transposed), ("847130", Why::Transposed)]));
    assert!(found.iter().any(|(_, why)| *why == Why::Misread));
    assert!(hs("847131").contains(&("847130".to_owned(), Why::Misread)));
    assert!(hs("347130").contains(&("847130".to_owned(), Why::Misread)));
}

#[test]
fn places_are_left_for_the_family() {
    let found = hs("847310");
    assert_eq!(found.len(), NEAR_MAX);
    assert!(found.contains(&("8473".to_owned(), Why::Parent)));
    assert!(found.iter().any(|(_, why)| *why == Why::Child));
}

#[test]
fn children_are_what_can_be_declared_or_the_next_level() {
    let us = us();
    let few = offers(&us, &Scheme::UsHts, "847141", ON);
    assert_eq!(few, owned(&[("8471410110", Why::Child), ("8471410150", Why::Child)]));
    let many = hs("84");
    assert_eq!(many.len(), NEAR_MAX);
    assert!(many.iter().all(|(code, why)| code.len() == 4 && *why == Why::Child));
}

#[test]
fn national_digits_that_are_wrong_lead_to_parent_and_siblings() {
    let found = offers(&us(), &Scheme::UsHts, "8471410199", ON);
    let expected = [("84714101", Why::Parent), ("8471410110", Why::Child), ("8471410150", Why::Child)];
    assert_eq!(found, owned(&expected));
}

#[test]
fn all_heirs_of_a_split_code_are_offered_and_none_is_chosen() {
    let found = offers(&us(), &Scheme::UsHts, "0101210020", ON);
    assert_eq!(found[..2], owned(&[("0101210031", Why::Successor), ("0101210039", Why::Successor)]));
    let before = offers(&us(), &Scheme::UsHts, "0101210031", date(2026, 5, 31));
    assert_eq!(before[..1], owned(&[("0101210020", Why::Predecessor)]));
}

#[test]
fn descriptions_stand_with_what_is_above_them() {
    let found = us().near(&Scheme::UsHts, "101210010", ON, None);
    assert_eq!(found[0].description, "Horses › Purebred › Males");
    let hs = Tariffs::builtin().near(&Scheme::Hs6, "10121", ON, None);
    assert_eq!(hs[0].description, "Horses; live, pure-bred breeding animals");
}

#[test]
fn no_edition_no_offers() {
    assert!(Tariffs::builtin().near(&Scheme::UsHts, "0101210010", ON, None).is_empty());
}
