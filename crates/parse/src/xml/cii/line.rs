//! The lines of a CII invoice.
//!
//! Lines may stand under others (`ParentLineID`). A `GROUP` is a heading whose amount is that of its details, an
//! `INFORMATION` line is part of what its parent counts already. Where no such reason is stated, a parent whose
//! sub-lines come to exactly its amount is a heading; else the parent counts and its sub-lines do not.

use super::parts::{AGREEMENT, DELIVERY, Parts, SETTLEMENT, moment};
use super::totals::{amount, line_amount};
use super::{charges, references};
use crate::xml::classification::{self, attribute};
use crate::xml::describe;
use crate::xml::transcript::Transcript;
use crate::xml::tree::Node;
use rust_decimal::Decimal;
use std::collections::HashMap;
use trade::Line;

/// The goods in the order of the document.
pub(super) fn all(t: &mut Transcript, parts: &Parts<'_, '_>) -> Vec<Line> {
    let groups = Groups::of(&parts.lines);
    let counting = parts.lines.iter().filter(|line| groups.counts(**line)).zip(1u32..);
    counting.map(|(node, ordinal)| t.line(|t| line(t, *node, ordinal, parts, &groups))).collect()
}

/// Which line stands under which.
struct Groups<'t, 'a> {
    by_id: HashMap<&'t str, Node<'t, 'a>>,
    parts: HashMap<&'t str, Vec<Node<'t, 'a>>>,
}

impl<'t, 'a> Groups<'t, 'a> {
    fn of(lines: &[Node<'t, 'a>]) -> Groups<'t, 'a> {
        let mut groups = Groups { by_id: HashMap::new(), parts: HashMap::new() };
        for line in lines {
            if let Some(id) = id(*line) {
                groups.by_id.entry(id).or_insert(*line);
            }
            if let Some(parent) = parent_id(*line).filter(|parent| id(*line) != Some(*parent)) {
                groups.parts.entry(parent).or_default().push(*line);
            }
        }
        groups
    }

    fn parts(&self, line: Node<'t, 'a>) -> &[Node<'t, 'a>] {
        id(line).and_then(|id| self.parts.get(id)).map_or(&[], Vec::as_slice)
    }

    fn parent(&self, line: Node<'t, 'a>) -> Option<Node<'t, 'a>> {
        let parent = parent_id(line).filter(|parent| id(line) != Some(*parent))?;
        self.by_id.get(parent).copied()
    }

    /// A heading's amount is that of the lines below it.
    fn is_heading(&self, line: Node<'t, 'a>) -> bool {
        if let Some(reason) = reason(line) {
            return reason == "GROUP";
        }
        let parts = self.parts(line);
        let sum = || parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(amount(*part)?));
        !parts.is_empty() && amount(line).is_some() && sum() == amount(line)
    }

    fn counts(&self, line: Node<'t, 'a>) -> bool {
        match reason(line) {
            Some("INFORMATION") => false,
            Some("DETAIL") => true,
            _ => !self.is_heading(line) && self.parent(line).is_none_or(|parent| self.is_heading(parent)),
        }
    }
}

fn id<'t>(line: Node<'t, '_>) -> Option<&'t str> {
    line.text_at("AssociatedDocumentLineDocument/LineID")
}

fn parent_id<'t>(line: Node<'t, '_>) -> Option<&'t str> {
    line.text_at("AssociatedDocumentLineDocument/ParentLineID")
}

fn reason<'t>(line: Node<'t, '_>) -> Option<&'t str> {
    line.text_at("AssociatedDocumentLineDocument/LineStatusReasonCode")
        .filter(|reason| matches!(*reason, "GROUP" | "INFORMATION" | "DETAIL"))
}

fn line<'t, 'a>(
    t: &mut Transcript,
    node: Node<'t, 'a>,
    ordinal: u32,
    parts: &Parts<'t, 'a>,
    groups: &Groups<'t, 'a>,
) -> Line {
    let mut line = Line { line: ordinal, ..Line::default() };
    let printed = node.value("AssociatedDocumentLineDocument/LineID");
    t.text("line", printed);
    t.restate("line", Some(ordinal));
    if printed.is_some_and(|printed| printed.text() != ordinal.to_string()) {
        line.printed_line = t.text("printed_line", printed);
    }
    if let Some(product) = node.at("SpecifiedTradeProduct") {
        goods(t, product, &mut line);
    }
    if let Some(delivery) = node.at(DELIVERY) {
        delivered(t, delivery, &mut line);
    }
    if let Some(agreement) = node.at(AGREEMENT) {
        agreed(t, agreement, &mut line);
    }
    if let Some(settlement) = node.at(SETTLEMENT) {
        settled(t, settlement, parts, &mut line);
    }
    line.amount = t.decimal("amount", line_amount(node));
    let currency = charges::other_currency(t, line_amount(node), parts);
    line.currency = currency.or_else(|| t.text("currency", parts.currency));
    for note in node.all("AssociatedDocumentLineDocument/IncludedNote/Content") {
        attribute(t, &mut line, "note", note);
    }
    grouped(t, node, groups, &mut line);
    line
}

fn grouped<'t, 'a>(t: &mut Transcript, node: Node<'t, 'a>, groups: &Groups<'t, 'a>, line: &mut Line) {
    if let Some(parent) = groups.parent(node) {
        for (key, path) in [
            ("parent_line", "AssociatedDocumentLineDocument/LineID"),
            ("parent_description", "SpecifiedTradeProduct/Name"),
        ] {
            if let Some(found) = parent.value(path) {
                attribute(t, line, key, found);
            }
        }
    }
    for part in groups.parts(node).iter().filter(|part| !groups.counts(**part)) {
        if let Some(name) = part.value("SpecifiedTradeProduct/Name|SpecifiedTradeProduct/Description") {
            attribute(t, line, "components", name);
        }
    }
}

fn goods(t: &mut Transcript, product: Node<'_, '_>, line: &mut Line) {
    line.description = describe::goods(t, &product.all("Name"), &product.all("Description"));
    line.part_number = t.text("part_number", product.value("SellerAssignedID"));
    line.buyer_part_number = t.text("buyer_part_number", product.value("BuyerAssignedID"));
    line.origin_country =
        t.text("origin_country", product.value("OriginTradeCountry/ID|OriginTradeCountry/Name"));
    line.manufacturer = t.text("manufacturer", product.value("ManufacturerTradeParty/Name"));
    let lots = product.all("IndividualTradeProductInstance/BatchID");
    let serials = product.all(
        "IndividualTradeProductInstance/SupplierAssignedSerialID|IndividualTradeProductInstance/SerialID",
    );
    line.lot = t.joined("lot", if lots.is_empty() { &serials } else { &lots }, ", ");
    for serial in serials.into_iter().filter(|_| !lots.is_empty()) {
        attribute(t, line, "serial_numbers", serial);
    }
    for code in product.all("DesignatedProductClassification/ClassCode") {
        classification::by_list(t, line, code);
    }
    for property in product.all("ApplicableProductCharacteristic") {
        let name = property.text_at("Description|TypeCode");
        if let (Some(name), Some(value)) = (name, property.value("Value|ValueMeasure")) {
            classification::property(t, line, name, value);
        }
    }
    for (key, path) in [
        ("standard_number", "GlobalID"),
        ("manufacturer_part_number", "ManufacturerAssignedID"),
        ("brand", "BrandName"),
        ("model", "ModelID"),
        ("model", "ModelName"),
        ("components", "IncludedReferencedProduct/Name"),
    ] {
        for found in product.all(path) {
            attribute(t, line, key, found);
        }
    }
}

fn delivered(t: &mut Transcript, delivery: Node<'_, '_>, line: &mut Line) {
    let quantity = delivery.value("BilledQuantity|DespatchedQuantity");
    line.quantity = t.decimal("quantity", quantity);
    line.unit = t.attribute("unit", quantity, "unitCode");
    line.net_weight = t.measure("net_weight", delivery.value("NetWeightMeasure"));
    line.gross_weight = t.measure("gross_weight", delivery.value("GrossWeightMeasure"));
    line.packages = t.decimal("packages", delivery.value("PackageQuantity"));
    references::in_delivery(t, delivery, &mut line.references);
    if let Some(date) = moment(delivery.at("ActualDeliverySupplyChainEvent/OccurrenceDateTime")) {
        attribute_date(t, line, "delivery_date", date);
    }
    for (key, path) in [
        ("delivery_location", "ShipToTradeParty/Name"),
        ("delivery_country", "ShipToTradeParty/PostalTradeAddress/CountryID"),
        ("free_quantity", "ChargeFreeQuantity"),
    ] {
        if let Some(found) = delivery.value(path) {
            attribute(t, line, key, found);
        }
    }
}

/// The price after discounts of the price itself is the line's; the one before them is said beside it.
fn agreed(t: &mut Transcript, agreement: Node<'_, '_>, line: &mut Line) {
    let price = agreement.at("NetPriceProductTradePrice").or(agreement.at("GrossPriceProductTradePrice"));
    if let Some(price) = price {
        line.unit_price = t.decimal("unit_price", price.value("ChargeAmount"));
        let basis = price.value("BasisQuantity");
        line.price_basis = t.decimal("price_basis", basis);
        let unit = basis.filter(|basis| {
            basis.attribute("unitCode").is_some_and(|unit| line.unit.as_deref() != Some(unit))
        });
        if let Some(unit) = t.attribute("attributes.price_basis_unit", unit, "unitCode") {
            line.attributes.insert("price_basis_unit".to_owned(), unit);
        }
    }
    for (key, path) in [
        ("gross_price", "GrossPriceProductTradePrice/ChargeAmount"),
        ("price_discount", "GrossPriceProductTradePrice/AppliedTradeAllowanceCharge/ActualAmount"),
        ("sales_order_line", "SellerOrderReferencedDocument/LineID"),
    ] {
        if let Some(found) = agreement.value(path) {
            attribute(t, line, key, found);
        }
    }
    line.po_line = t.text("po_line", agreement.value("BuyerOrderReferencedDocument/LineID"));
    references::in_agreement(t, agreement, &mut line.references);
}

fn settled(t: &mut Transcript, settlement: Node<'_, '_>, parts: &Parts<'_, '_>, line: &mut Line) {
    line.discounts = charges::charges(t, "discounts", settlement, parts);
    references::in_settlement(t, settlement, &mut line.references);
    for (key, paths) in [
        ("tax_category", "ApplicableTradeTax/CategoryCode"),
        ("tax_percent", "ApplicableTradeTax/RateApplicablePercent|ApplicableTradeTax/ApplicablePercent"),
        ("tax_amount", "ApplicableTradeTax/CalculatedAmount"),
    ] {
        if let Some(found) = settlement.value(paths) {
            attribute(t, line, key, found);
        }
    }
    for (key, path) in [
        ("period_start", "BillingSpecifiedPeriod/StartDateTime"),
        ("period_end", "BillingSpecifiedPeriod/EndDateTime"),
    ] {
        if let Some(date) = moment(settlement.at(path)) {
            attribute_date(t, line, key, date);
        }
    }
}

/// A date as ISO 8601 among the attributes.
fn attribute_date(t: &mut Transcript, line: &mut Line, key: &str, node: Node<'_, '_>) {
    if let Some(date) = t.date_of_format(&format!("attributes.{key}"), Some(node)) {
        line.attributes.insert(key.to_owned(), date.to_string());
    }
}
