//! Printed texts and what becomes of them.

use super::*;
use trade::part::{Measure, Party};

fn party(country: &str) -> Option<Box<Party>> {
    Some(Box::new(Party { country: Some(country.into()), ..Party::default() }))
}

fn with_symbol(symbol: &str, seller: &str, buyer: &str) -> Record {
    let mut record = envelope();
    record.seller = party(seller);
    record.buyer = party(buyer);
    for line in &mut record.line_items {
        line.currency = Some(symbol.into());
    }
    record
}

#[test]
fn a_bare_symbol_is_settled_by_the_countries() {
    for (symbol, seller, buyer, wanted) in [
        ("¥", "JP", "US", Some("JPY")),
        ("¥", "CN", "DE", Some("CNY")),
        ("¥", "CN", "JP", None),
        ("$", "US", "DE", Some("USD")),
        ("$", "FR", "DE", Some("USD")),
        ("$", "TW", "DE", None),
        ("$", "CA", "DE", None),
        ("£", "GB", "DE", Some("GBP")),
        ("kr", "SE", "DE", Some("SEK")),
        ("kr", "SE", "NO", None),
        ("kr", "IT", "FR", None),
    ] {
        let mut record = with_symbol(symbol, seller, buyer);
        let findings = run(&mut record, &envelope_context());
        let inferred = findings.iter().filter(|finding| finding.code == Code::CurrencyInferred).count();
        match wanted {
            Some(wanted) => {
                assert_eq!(record.currency.as_deref(), Some(wanted), "{symbol} {seller} {buyer}");
                assert_eq!((inferred, holding(&findings)), (3, vec![]));
            }
            None => {
                assert_eq!(record.line_items[0].currency.as_deref(), Some(symbol));
                assert_eq!((inferred, holding(&findings)), (0, vec![(Code::CurrencyUndecided, None)]));
            }
        }
    }
}

#[test]
fn countries_are_written_as_two_letters() {
    for (printed, wanted) in
        [("UK", "GB"), ("EL", "GR"), ("Germany", "DE"), ("CHN", "CN"), ("156", "CN"), ("cn", "CN")]
    {
        let mut record =
            Record { seller: party(printed), destination: Some(printed.into()), ..Record::default() };
        let findings = normalise(&mut record);
        assert_eq!(record.destination.as_deref(), Some(wanted));
        assert_eq!(record.seller.unwrap().country.as_deref(), Some(wanted));
        let fields: Vec<_> = findings.iter().filter_map(|finding| finding.field.as_deref()).collect();
        assert_eq!(fields, ["destination", "seller.country"]);
        assert_eq!(findings[0].inputs["raw"], printed);
        assert_eq!(findings[0].inputs["value"], wanted);
    }
}

#[test]
fn units_are_codes_and_cartons_are_packages() {
    let mut record = envelope();
    record.line_items[0].unit = Some("pcs".into());
    record.line_items[1].unit = Some("cartons".into());
    record.gross_weight = Some(Measure { value: Decimal::TEN, unit: Some("kg".into()) });
    let findings = normalise(&mut record);
    assert_eq!(record.line_items[0].unit.as_deref(), Some("H87"));
    let cartons = &record.line_items[1];
    assert_eq!((cartons.unit.as_deref(), cartons.package_type.as_deref()), (Some("XCT"), Some("CT")));
    assert_eq!(cartons.packages, cartons.quantity);
    assert_eq!(record.gross_weight.unwrap().unit.as_deref(), Some("KGM"));
    assert_eq!(codes(&findings), [None, Some(1), Some(2)].map(|line| (Code::ValueNormalised, line)));
}

#[test]
fn delivery_terms_keep_their_print() {
    for (printed, code, year, place, remark) in [
        ("FOB Shanghai, Incoterms 2020", Some("FOB"), Some(2020), Some("Shanghai"), None),
        ("DAT Hamburg", Some("DPU"), None, Some("Hamburg"), Some(Code::IncotermSuperseded)),
        ("fob", Some("FOB"), None, None, Some(Code::ValueNormalised)),
        ("DAT Hamburg, Incoterms 2020", Some("DPU"), Some(2020), Some("Hamburg"), Some(Code::ValueInvalid)),
        // A place that nobody knows is kept as it is printed.
        ("FOB Xyzzyville, Incoterms 2020", Some("FOB"), Some(2020), Some("Xyzzyville"), None),
        ("frei Haus", None, None, None, Some(Code::IncotermUndecided)),
    ] {
        let mut record = envelope();
        record.incoterms =
            Some(Box::new(DeliveryTerms { printed: Some(printed.into()), ..DeliveryTerms::default() }));
        let findings = run(&mut record, &envelope_context());
        let terms = record.incoterms.unwrap();
        assert_eq!(terms.printed.as_deref(), Some(printed));
        assert_eq!((terms.code.as_deref(), terms.year, terms.place.as_deref()), (code, year, place));
        assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), Vec::from_iter(remark));
        assert!(holding(&findings).is_empty());
    }
}

#[test]
fn the_header_stands_for_lines_that_state_no_currency() {
    let mut record = envelope();
    record.currency = Some("eur".into());
    for line in &mut record.line_items {
        line.currency = None;
    }
    assert_eq!(normalise(&mut record).len(), 1);
    assert!(record.line_items.iter().all(|line| line.currency.as_deref() == Some("EUR")));
}

#[test]
fn sea_terms_by_air_are_noted() {
    let mut record = envelope();
    let transport = trade::part::Transport { mode: Some("air".into()), ..Default::default() };
    record.transport = Some(Box::new(transport));
    assert_eq!(codes(&run(&mut record, &envelope_context())), [(Code::IncotermSeaOnly, None)]);
}
