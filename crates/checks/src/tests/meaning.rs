//! Each way in which a record can be wrong though its file is sound: what is found, on which line, in which field, and
//! whether it holds.

use super::*;
use trade::Severity;
use trade::part::{Container, Measure, Party, Transport};

/// Code, line, field and whether it holds.
type Told<'t> = (Code, Option<u32>, &'t str, bool);

/// What is found after one change, information aside.
#[track_caller]
fn tells(change: impl FnOnce(&mut Record), wanted: &[Told<'_>]) {
    let mut record = envelope();
    change(&mut record);
    let findings = run(&mut record, &envelope_context());
    let told: Vec<Told<'_>> = findings
        .iter()
        .filter(|finding| finding.severity != Severity::Info)
        .map(|found| (found.code, found.line, found.field.as_deref().unwrap_or_default(), found.holds()))
        .collect();
    assert_eq!(told, wanted);
}

fn first(record: &mut Record) -> &mut Line {
    &mut record.line_items[0]
}

#[test]
fn codes_of_goods() {
    for (printed, code) in [
        ("8471301", Code::HsMalformed),
        ("847130 / 851713", Code::HsMalformed),
        ("\u{0668}\u{0664}\u{0667}\u{0661}\u{0663}\u{0660}", Code::HsMalformed),
        ("8.47E+09", Code::HsMalformed),
        ("901110000", Code::HsMalformed),
        ("847139", Code::HsUnknown),
        ("8471", Code::HsTooShort),
    ] {
        tells(|record| first(record).hs_code = Some(printed.into()), &[(code, Some(1), "hs_code", true)]);
    }
}

#[test]
fn currencies() {
    tells(|record| first(record).currency = None, &[(Code::FieldMissing, Some(1), "currency", true)]);
    let dollars = |record: &mut Record| {
        for line in &mut record.line_items {
            line.currency = Some("$".into());
        }
        record.seller = Some(Box::new(Party { country: Some("CA".into()), ..Party::default() }));
    };
    tells(dollars, &[(Code::CurrencyUndecided, None, "currency", true)]);
    let marks = |record: &mut Record| first(record).currency = Some("DEM".into());
    tells(marks, &[(Code::ValueInvalid, Some(1), "currency", true)]);
    let two = |record: &mut Record| first(record).currency = Some("EUR".into());
    tells(two, &[(Code::CurrencyMismatch, Some(1), "currency", true)]);
}

#[test]
fn numbers_and_sums() {
    tells(
        |record| first(record).quantity = number("-12"),
        &[(Code::TotalMismatch, None, "total_value", true), (Code::ValueNegative, None, "line_items", true)],
    );
    let zero = |record: &mut Record| {
        first(record).unit_price = number("0");
        record.total_value = number("2210.41");
    };
    tells(zero, &[(Code::ValueZero, None, "line_items", true)]);
    // A million million is a number like others.
    let large = |record: &mut Record| {
        first(record).quantity = number("1000000000000");
        first(record).unit_price = number("1");
        record.total_value = number("1000000002210.41");
    };
    tells(large, &[]);
    tells(
        |record| first(record).amount = number("9610.00"),
        &[(Code::TotalMismatch, None, "total_value", true), (Code::AmountMismatch, Some(1), "amount", true)],
    );
    tells(|record| record.total_value = number("1.00"), &[(Code::TotalMismatch, None, "total_value", true)]);
    let kilograms = |value: &str| Some(Measure { value: value.parse().unwrap(), unit: Some("KGM".into()) });
    tells(
        |record| (first(record).net_weight, first(record).gross_weight) = (kilograms("12"), kilograms("11")),
        &[(Code::WeightImplausible, Some(1), "net_weight", false)],
    );
    let packages = |record: &mut Record| {
        record.packages = number("7");
        record.line_items.iter_mut().for_each(|line| line.packages = number("2"));
    };
    tells(packages, &[(Code::PackagesImplausible, None, "packages", false)]);
}

#[test]
fn countries_and_dates() {
    for country in ["YU", "XX"] {
        let origin = |record: &mut Record| first(record).origin_country = Some(country.into());
        tells(origin, &[(Code::ValueInvalid, Some(1), "origin_country", true)]);
    }
    for country in ["UK", "EL"] {
        tells(|record| first(record).origin_country = Some(country.into()), &[]);
    }
    for (day, holds) in [(date(2027, 1, 1), true), (date(1970, 1, 1), true), (date(2004, 3, 2), false)] {
        tells(
            |record| record.invoice_date = Some(day),
            &[(Code::DateImplausible, None, "invoice_date", holds)],
        );
    }
}

fn carried(record: &mut Record, containers: &[(&str, &[&str])]) {
    let containers = containers.iter().map(|(number, seals)| Container {
        number: (*number).to_owned(),
        seals: seals.iter().map(|seal| (*seal).to_owned()).collect(),
    });
    let transport = Transport { containers: containers.collect(), ..Transport::default() };
    record.transport = Some(Box::new(transport));
}

#[test]
fn containers_and_their_seals() {
    let wrong = [(Code::ValueInvalid, None, "transport.containers.number", false)];
    tells(|record| carried(record, &[("CSQU3054384", &[])]), &wrong);
    tells(|record| carried(record, &[("CSQU3054383", &[])]), &[]);
    let fewer = [(Code::FieldMissing, None, "transport.containers.seals", false)];
    tells(|record| carried(record, &[("CSQU3054383", &["S1"]), ("MSKU1234565", &[])]), &fewer);
    // All seals may stand with the first container, where the paper does not say whose they are.
    tells(|record| carried(record, &[("CSQU3054383", &["S1", "S2"]), ("MSKU1234565", &[])]), &[]);
    // A packing list names the seals of its containers.
    let mut list = envelope();
    carried(&mut list, &[("CSQU3054383", &[])]);
    let context = Context { kind: Kind::PackingList, ..envelope_context() };
    let findings = run(&mut list, &context);
    let seal = findings.iter().find(|finding| finding.rule == "container.seal/1").unwrap();
    assert_eq!((&*seal.inputs["containers"], &*seal.inputs["seals"], seal.holds()), ("1", "0", false));
}

#[test]
fn names_of_parties_that_look_like_others() {
    let named = |record: &mut Record| {
        record.seller = Some(Box::new(Party { name: Some("S\u{456}emens AG".into()), ..Party::default() }));
    };
    tells(named, &[(Code::ValueInvalid, None, "seller.name", false)]);
}
