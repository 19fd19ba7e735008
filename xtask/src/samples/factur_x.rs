//! A deal as a shipment, so that one sale stands on a page and in the XML inside it.
//!
//! Promises: page and XML state the same amounts, codes, weights and terms. Refuses to know layouts.

use rust_decimal::Decimal;

use super::deal::{self, Deal};
use super::parties::Party;
use crate::goods::Language;
use crate::papers::{DateForm, Firm, Line, Locale, Shipment, Terms, Transport};

/// The shipment of a German deal.
pub fn shipment(deal: &Deal) -> Shipment {
    let brief = &deal.brief;
    let (year, month, day) = brief.date;
    let mut first_package = 1;
    let lines: Vec<Line> = deal
        .lines
        .iter()
        .map(|of| {
            let line = line(deal, of, first_package);
            first_package += of.cartons;
            line
        })
        .collect();
    let mut charges = Vec::new();
    if brief.discount_cents != 0 {
        charges.push(("discount", Decimal::new(-brief.discount_cents, 2)));
    }
    if brief.freight_cents != 0 {
        charges.push(("freight", Decimal::new(brief.freight_cents, 2)));
    }
    let (code, place) = brief.terms;
    Shipment {
        language: brief.language,
        locale: Locale { language: brief.language, thousands: ".", point: ',', dates: DateForm::Dots },
        seller: firm(&brief.seller),
        buyer: firm(&brief.buyer),
        consignee: None,
        notify: None,
        number: brief.number.to_owned(),
        packing_number: String::new(),
        certificate_number: String::new(),
        date: (i64::from(year), i64::from(month), i64::from(day)),
        order: brief.order.to_owned(),
        customer: "10482".to_owned(),
        currency: brief.currency,
        places: 2,
        price_places: 2,
        weight_places: 3,
        weight_unit: "KGM",
        one_origin: false,
        goods_total: Decimal::new(deal.goods_cents(), 2),
        charges,
        tax: None,
        total: Decimal::new(deal.total_cents(), 2),
        terms: Terms { printed: format!("{code} {place}"), code, place: place.to_owned() },
        payment: if brief.language == Language::German { "30 Tage netto" } else { "30 jours nets" }
            .to_owned(),
        transport: road(),
        marks: vec![brief.order.to_owned(), format!("NO. 1-{}", deal.cartons())],
        package_type: "CT",
        packages: deal.cartons(),
        net: Decimal::new(deal.net_grams(), 3),
        gross: Decimal::new(deal.gross_grams(), 3),
        lines,
    }
}

fn line(deal: &Deal, of: &deal::Line, first_package: i64) -> Line {
    Line {
        number: of.number,
        part_number: of.part_number.clone(),
        description: deal.describe(of).to_owned(),
        quantity: Decimal::from(of.quantity),
        price: Decimal::new(of.price_cents, 2),
        basis: Decimal::ONE,
        discount: Decimal::ZERO,
        amount: Decimal::new(of.amount_cents(), 2),
        code: of.goods.cn8.clone(),
        origin: of.origin.clone(),
        packages: of.cartons,
        first_package,
        net: Decimal::new(of.net_grams(), 3),
        gross: Decimal::new(of.gross_grams(), 3),
        dimensions: (40, 30, 25),
        lot: String::new(),
        goods: of.goods.clone(),
    }
}

fn firm(party: &Party) -> Firm {
    Firm {
        name: party.name.to_owned(),
        street: party.street.to_owned(),
        town: party.city.to_owned(),
        postal_code: party.postal_code.to_owned(),
        country: party.country.to_owned(),
        port: String::new(),
        person: party.contact.to_owned(),
        phone: "+49 7361 555 0142".to_owned(),
        vat: party.vat.to_owned(),
    }
}

fn road() -> Transport {
    Transport {
        mode: "road",
        vessel: String::new(),
        voyage: String::new(),
        bill_of_lading: String::new(),
        air_waybill: String::new(),
        containers: Vec::new(),
        loading: String::new(),
        discharge: String::new(),
    }
}
