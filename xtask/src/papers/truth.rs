//! What a paper says, as the record of the design: only what was printed.
//!
//! Promises: decimals are texts, dates ISO 8601, countries, currencies, units and packages by their codes. Refuses to know
//! where it stands on the page.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::draft::unit_code;
use super::firms::Firm;
use super::locale::iso;
use super::look::Kind;
use super::quirks::{Numbering, Quirks};
use super::shipment::{Line, Shipment};

/// The record of what was shown.
pub fn record(deal: &Shipment, kind: Kind, quirks: &Quirks, shown: &BTreeSet<&'static str>) -> Value {
    let mut record = Map::new();
    head(&mut record, deal, kind, shown);
    sums(&mut record, deal, shown);
    cargo(&mut record, deal, shown);
    let transport = transport(deal, shown);
    if !transport.is_empty() {
        record.insert("transport".into(), transport.into());
    }
    let references = references(deal, shown);
    if !references.is_empty() {
        record.insert("references".into(), references.into());
    }
    if shown.contains("lines") {
        let lines: Vec<Value> = deal.lines.iter().map(|line| line_item(deal, line, quirks, shown)).collect();
        record.insert("line_items".into(), lines.into());
    }
    Value::Object(record)
}

fn head(record: &mut Map<String, Value>, deal: &Shipment, kind: Kind, shown: &BTreeSet<&'static str>) {
    let (name, number) = match kind {
        Kind::Invoice => ("commercial_invoice", &deal.number),
        Kind::PackingList => ("packing_list", &deal.packing_number),
        Kind::Certificate => ("certificate_of_origin", &deal.certificate_number),
    };
    record.insert("kind".into(), name.into());
    let mut put = |key: &str, is: bool, value: Value| {
        if is {
            record.insert(key.into(), value);
        }
    };
    let has = |key: &str| shown.contains(key);
    put("invoice_number", has("invoice_number"), number.as_str().into());
    put("invoice_date", has("invoice_date"), iso(deal.date).into());
    // Whoever issues a certificate on its own letterhead is its exporter.
    let issuer = if kind == Kind::Certificate { "exporter" } else { "seller" };
    for (role, shown) in [(issuer, "seller"), ("exporter", "exporter"), ("shipper", "shipper")] {
        put(role, has(shown), party(&deal.seller));
    }
    put("buyer", has("buyer"), party(&deal.buyer));
    let receiver = deal.consignee.as_ref().unwrap_or(&deal.buyer);
    for role in ["consignee", "ship_to"] {
        put(role, has(role), party(receiver));
    }
    if let Some(firm) = &deal.notify {
        put("notify", has("notify"), party(firm));
    }
    put("currency", has("currency"), deal.currency.into());
    put("payment_terms", has("payment_terms"), deal.payment.as_str().into());
    let year = deal.terms.printed.contains("2020").then_some(2020);
    let mut terms = Map::new();
    terms.insert("printed".into(), deal.terms.printed.as_str().into());
    terms.insert("code".into(), deal.terms.code.into());
    terms.insert("place".into(), deal.terms.place.as_str().into());
    terms.extend(year.map(|year| ("year".to_owned(), Value::from(year))));
    put("incoterms", has("incoterms"), terms.into());
    put("destination", has("destination"), deal.buyer.country.as_str().into());
    put("country_of_export", has("country_of_export"), deal.seller.country.as_str().into());
}

fn party(firm: &Firm) -> Value {
    json!({
        "name": firm.name,
        "address": format!("{}, {}", firm.street, firm.town),
        "postal_code": firm.postal_code,
        "country": firm.country,
    })
}

fn sums(record: &mut Map<String, Value>, deal: &Shipment, shown: &BTreeSet<&'static str>) {
    if shown.contains("goods_total") {
        record.insert("goods_total".into(), text(deal.goods_total));
    }
    if shown.contains("charges") && !deal.charges.is_empty() {
        let charges =
            deal.charges.iter().map(|(kind, amount)| json!({"kind": kind, "amount": text(*amount)}));
        record.insert("charges".into(), charges.collect::<Vec<_>>().into());
    }
    if let Some((_, amount)) = deal.tax.filter(|_| shown.contains("tax_total")) {
        record.insert("tax_total".into(), text(amount));
    }
    if shown.contains("total") {
        record.insert("invoice_total".into(), text(deal.total));
        record.insert("total_value".into(), text(deal.total));
    }
}

fn cargo(record: &mut Map<String, Value>, deal: &Shipment, shown: &BTreeSet<&'static str>) {
    let mut put = |key: &'static str, value: Value| {
        if shown.contains(key) {
            record.insert(key.into(), value);
        }
    };
    put("packages", deal.packages.to_string().into());
    put("package_type", deal.package_type.into());
    put("net_weight", weight(deal, deal.net));
    put("gross_weight", weight(deal, deal.gross));
    put("marks", deal.marks.join(" / ").into());
    put("port_of_loading", deal.transport.loading.as_str().into());
    put("port_of_discharge", deal.transport.discharge.as_str().into());
}

fn transport(deal: &Shipment, shown: &BTreeSet<&'static str>) -> Map<String, Value> {
    let mut transport = Map::new();
    let way = &deal.transport;
    for (key, value) in [
        ("mode", way.mode),
        ("vessel", &way.vessel),
        ("voyage", &way.voyage),
        ("bill_of_lading", &way.bill_of_lading),
        ("air_waybill", &way.air_waybill),
    ] {
        if shown.contains(key) {
            transport.insert(key.into(), value.into());
        }
    }
    if shown.contains("containers") {
        let seals = |seal: &String| if shown.contains("seals") { vec![seal.clone()] } else { Vec::new() };
        let containers =
            way.containers.iter().map(|(number, seal)| json!({"number": number, "seals": seals(seal)}));
        transport.insert("containers".into(), containers.collect::<Vec<_>>().into());
    }
    transport
}

fn references(deal: &Shipment, shown: &BTreeSet<&'static str>) -> Vec<Value> {
    let last = deal.lines.len().saturating_sub(1) / deal.group_size();
    let groups = if shown.contains("despatch") { last + 1 } else { 0 };
    let deliveries = (0..groups).map(|group| json!({"type": "despatch", "value": deal.delivery(group)}));
    [("PO", &deal.order), ("buyer_reference", &deal.customer), ("invoice", &deal.number)]
        .into_iter()
        .filter(|(kind, _)| shown.contains(kind))
        .map(|(kind, value)| json!({"type": kind, "value": value}))
        .chain(deliveries)
        .collect()
}

fn line_item(deal: &Shipment, line: &Line, quirks: &Quirks, shown: &BTreeSet<&'static str>) -> Value {
    let mut item = Map::new();
    item.insert("line".into(), line.number.into());
    let mut put = |key: &str, shown_as: &str, value: Value| {
        if shown.contains(shown_as) {
            item.insert(key.into(), value);
        }
    };
    if quirks.numbering != Numbering::Ones {
        put("printed_line", "line.printed", quirks.line_number(line.number).into());
    }
    put("part_number", "line.part_number", line.part_number.as_str().into());
    put("description", "line.description", line.description.as_str().into());
    put("quantity", "line.quantity", text(line.quantity));
    put("unit", "line.quantity", unit_code(line).into());
    put("unit_price", "line.unit_price", text(line.price));
    if line.basis != Decimal::ONE {
        put("price_basis", "line.unit_price", text(line.basis));
    }
    if !line.discount.is_zero() {
        put("discounts", "line.unit_price", json!([{"kind": "discount", "percent": text(line.discount)}]));
    }
    put("amount", "line.amount", text(line.amount));
    put("currency", "line.amount", deal.currency.into());
    let digits: String = line.code.chars().filter(char::is_ascii_digit).collect();
    put("hs_code", "line.hs_code", line.goods.hs.as_str().into());
    put("hs_codes", "line.hs_code", json!([{"code": digits, "role": "main"}]));
    put("origin_country", "line.origin", line.origin.as_str().into());
    put("net_weight", "line.net", weight(deal, line.net));
    put("gross_weight", "line.gross", weight(deal, line.gross));
    put("packages", "line.packages", line.packages.to_string().into());
    put("package_type", "line.package_type", deal.package_type.into());
    put("lot", "line.lot", line.lot.as_str().into());
    Value::Object(item)
}

fn weight(deal: &Shipment, value: Decimal) -> Value {
    json!({"value": text(value), "unit": deal.weight_unit})
}

fn text(value: Decimal) -> Value {
    value.to_string().into()
}
