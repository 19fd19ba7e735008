//! Invoices with totals, charges and taxes; packing lists with weights and packages.

use super::*;
use trade::part::{Charge, Measure, Package, Tax};

fn invoice() -> Record {
    let mut record = envelope();
    record.invoice_date = Some(date(2026, 11, 1));
    for (line, amount) in record.line_items.iter_mut().zip(["9600.00", "210.00", "2000.37"]) {
        line.amount = number(amount);
    }
    record.goods_total = number("11810.37");
    record.charges = vec![
        Charge { kind: Some("freight".into()), amount: number("100.00"), ..Charge::default() },
        Charge { kind: Some("discount".into()), amount: number("-10.37"), ..Charge::default() },
        Charge {
            kind: Some("packing".into()),
            amount: number("7.00"),
            included: Some(true),
            ..Charge::default()
        },
    ];
    record.taxes = vec![Tax { amount: number("1130.50"), ..Tax::default() }];
    record.tax_total = number("1130.50");
    record.invoice_total = number("13030.50");
    record.prepaid_amount = number("30.50");
    record.payable_amount = number("13000.00");
    record.total_value = number("13030.50");
    record
}

fn default_profile() -> Profile {
    Profile::named("default").unwrap()
}

fn held(kind: Kind, change: impl FnOnce(&mut Record)) -> Vec<(Code, Option<u32>)> {
    let mut record = invoice();
    change(&mut record);
    let profile = default_profile();
    holding(&run(&mut record, &Context { kind, profile: &profile, ..envelope_context() }))
}

#[test]
fn an_invoice_whose_sums_close_is_sound() {
    assert_eq!(held(Kind::CommercialInvoice, |_| {}), []);
    assert_eq!(held(Kind::ProformaInvoice, |record| record.invoice_number = None), []);
    assert_eq!(held(Kind::CreditNote, |_| {}), [(Code::CreditNote, None)]);
}

#[test]
fn each_sum_that_does_not_close_is_found() {
    let invoice = Kind::CommercialInvoice;
    let mismatch = [(Code::TotalMismatch, None)];
    assert_eq!(
        held(invoice, |record| record.goods_total = number("11180.37")),
        [mismatch, mismatch].concat()
    );
    assert_eq!(held(invoice, |record| record.payable_amount = number("13030.50")), mismatch);
    assert_eq!(held(invoice, |record| record.total_value = number("13130.50")), mismatch);
    assert_eq!(held(invoice, |record| record.charges[0].amount = number("101.00")), mismatch);
    assert_eq!(
        held(invoice, |record| record.line_items[1].amount = number("211.00")),
        [(Code::TotalMismatch, None), (Code::AmountMismatch, Some(2))]
    );
}

#[test]
fn a_total_may_be_that_of_the_goods() {
    let held = held(Kind::CommercialInvoice, |record| {
        (record.invoice_total, record.payable_amount, record.prepaid_amount) = (None, None, None);
        record.total_value = number("11810.37");
    });
    assert_eq!(held, []);
}

#[test]
fn a_charge_in_another_currency_leaves_the_sum_unjudged_with_a_warning() {
    let mut record = invoice();
    record.charges[0].currency = Some("EUR".into());
    let profile = default_profile();
    let findings = run(&mut record, &Context { profile: &profile, ..envelope_context() });
    assert!(holding(&findings).is_empty());
    assert_eq!(codes(&findings), [(Code::TotalMismatch, None)]);
}

#[test]
fn numbers_too_large_are_refused() {
    let large = held(Kind::CommercialInvoice, |record| {
        record.line_items[0].amount = Some(Decimal::MAX);
        record.line_items[1].amount = Some(Decimal::MAX);
    });
    assert!(large.contains(&(Code::TotalMismatch, None)));
}

fn packing_list() -> Record {
    let kilograms = |value: &str| Some(Measure { value: value.parse().unwrap(), unit: Some("kg".into()) });
    let mut record = Record { line_items: envelope().line_items, ..Record::default() };
    for line in &mut record.line_items {
        *line = Line {
            line: line.line,
            description: line.description.clone(),
            quantity: line.quantity,
            net_weight: kilograms("10.0"),
            gross_weight: kilograms("11.0"),
            packages: number("2"),
            ..Line::default()
        };
    }
    record.packages = number("6");
    record.gross_weight = kilograms("33.0");
    record.net_weight = kilograms("30.0");
    record
}

fn remarks(change: impl FnOnce(&mut Record)) -> Vec<(Code, Option<u32>)> {
    let mut record = packing_list();
    change(&mut record);
    let profile = default_profile();
    let findings =
        check(&mut record, &Context { kind: Kind::PackingList, profile: &profile, ..envelope_context() });
    codes(&findings)
}

#[test]
fn packing_lists_need_packages_and_weights_but_no_codes() {
    let sound = |record: &mut Record| {
        normalise(record);
    };
    assert_eq!(remarks(sound), []);
    let bare = remarks(|record| {
        sound(record);
        (record.packages, record.gross_weight, record.net_weight) = (None, None, None);
        for line in &mut record.line_items {
            (line.packages, line.gross_weight, line.net_weight) = (None, None, None);
        }
    });
    assert_eq!(bare, [(Code::FieldMissing, None), (Code::FieldMissing, None)]);
    let coded = remarks(|record| {
        sound(record);
        record.line_items[0].hs_code = Some("770100".into());
        record.line_items[1].hs_code = Some("6109100012".into());
    });
    assert_eq!(coded, [(Code::HsUnknown, Some(1))]);
}

#[test]
fn weights_and_packages_that_contradict_each_other_are_warned_of() {
    let net_over_gross = remarks(|record| {
        normalise(record);
        record.line_items[0].net_weight = Some(Measure { value: 12.into(), unit: Some("KGM".into()) });
    });
    assert_eq!(net_over_gross, [(Code::WeightImplausible, None), (Code::WeightImplausible, Some(1))]);
    let count = remarks(|record| {
        normalise(record);
        record.packages = number("7");
    });
    assert_eq!(count, [(Code::PackagesImplausible, None)]);
    let list = remarks(|record| {
        normalise(record);
        let package = Package { count: number("5"), ..Package::default() };
        record.package_list = vec![package];
    });
    assert_eq!(list, [(Code::PackagesImplausible, None)]);
}

#[test]
fn a_list_that_comes_to_the_number_on_one_of_its_levels_is_sound() {
    let package = |count: &str, kind: &str, mark: &str, inside: &str| Package {
        count: number(count),
        package_type: Some(kind.into()).filter(|kind: &String| !kind.is_empty()),
        marks: vec![mark.to_owned()],
        inside: Some(inside.to_owned()).filter(|inside| !inside.is_empty()),
        ..Package::default()
    };
    let count = |stated: &str, lines: [&str; 3], list: Vec<Package>| {
        let mut record = envelope();
        record.packages = number(stated);
        record.package_list = list;
        for (line, packages) in record.line_items.iter_mut().zip(lines) {
            line.packages = number(packages);
        }
        let mut findings = crate::findings::Findings::default();
        crate::rules::packages::check(&record, &mut findings);
        codes(&findings.finish()).len()
    };
    let pallets = || {
        vec![
            package("1", "PX", "A", ""),
            package("20", "", "", "A"),
            package("1", "PX", "B", ""),
            package("10", "", "", "B"),
        ]
    };
    // Two pallets, or the thirty cartons on them; the lines count either.
    for (stated, lines) in
        [("2", ["1", "1", "0"]), ("2", ["20", "5", "5"]), ("30", ["20", "5", "5"]), ("30", ["1", "1", "0"])]
    {
        assert_eq!(count(stated, lines, pallets()), 0, "{stated} {lines:?}");
    }
    // A number that no level has, once for the list and once for the lines.
    assert_eq!(count("3", ["1", "1", "1"], pallets()), 1);
    assert_eq!(count("31", ["20", "5", "5"], pallets()), 2);
    assert_eq!(count("2", ["20", "5", "6"], pallets()), 1);
    // Packages that say that they stand in each other end somewhere.
    let round = vec![package("1", "PX", "A", "B"), package("1", "PX", "B", "A")];
    assert_eq!(count("5", ["5", "0", "0"], round), 0);
}
