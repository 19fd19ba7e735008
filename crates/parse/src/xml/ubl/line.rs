//! The lines of a UBL invoice or credit note.

use super::sublines::{Leaf, leaves};
use super::{Context, charges, goods, references};
use crate::xml::classification::attribute;
use crate::xml::transcript::Transcript;
use crate::xml::tree::Node;
use trade::Line;

/// The goods of an invoice in the order of the document.
pub(super) fn invoiced(t: &mut Transcript, root: Node<'_, '_>, context: &Context) -> Vec<Line> {
    let leaves = leaves(root.all("InvoiceLine|CreditNoteLine"));
    let lines = leaves.iter().zip(1u32..);
    lines.map(|(leaf, ordinal)| t.line(|t| line(t, leaf, ordinal, context))).collect()
}

fn line(t: &mut Transcript, leaf: &Leaf<'_, '_>, ordinal: u32, context: &Context) -> Line {
    let node = leaf.node;
    let mut line = Line { line: ordinal, ..Line::default() };
    name(t, node, &mut line);
    let quantity = node.value("InvoicedQuantity|CreditedQuantity|DebitedQuantity");
    line.quantity = t.decimal("quantity", quantity);
    line.unit = t.attribute("unit", quantity, "unitCode");
    price(t, node, &mut line);
    line.discounts = charges::charges(t, "discounts", node, context);
    let amount = node.value("LineExtensionAmount");
    line.amount = t.decimal("amount", amount);
    line.currency = t.attribute("currency", amount, "currencyID").or_else(|| {
        let currency = context.currency.clone();
        if let (Some(currency), Some(amount)) = (&currency, amount) {
            t.derived("currency", amount, currency);
        }
        currency
    });
    if let Some(item) = node.at("Item") {
        goods::item(t, item, &mut line);
    }
    line.references = references::of_line(t, node);
    taxes(t, node, &mut line);
    for shipment in node.all("Delivery/Shipment") {
        goods::shipped(t, shipment, &mut line);
    }
    words(t, leaf, &mut line);
    line
}

/// The line's own name, and the line of the order.
pub(super) fn name(t: &mut Transcript, node: Node<'_, '_>, line: &mut Line) {
    let printed = t.text("line", node.value("ID"));
    t.restate("line", Some(line.line));
    let ordinal = line.line.to_string();
    if printed.as_ref().is_some_and(|printed| *printed != ordinal) {
        line.printed_line = t.text("printed_line", node.value("ID"));
    }
    line.po_line = t.text("po_line", node.value("OrderLineReference/LineID"));
}

/// UBL's price is the one after discounts of the price itself; the price before them is said beside it.
fn price(t: &mut Transcript, node: Node<'_, '_>, line: &mut Line) {
    let Some(price) = node.at("Price") else { return };
    line.unit_price = t.decimal("unit_price", price.value("PriceAmount"));
    let basis = price.value("BaseQuantity");
    line.price_basis = t.decimal("price_basis", basis);
    let other_unit = basis
        .filter(|basis| basis.attribute("unitCode").is_some_and(|unit| line.unit.as_deref() != Some(unit)));
    if let Some(unit) = t.attribute("attributes.price_basis_unit", other_unit, "unitCode") {
        line.attributes.insert("price_basis_unit".to_owned(), unit);
    }
    for (key, path) in
        [("gross_price", "AllowanceCharge/BaseAmount"), ("price_discount", "AllowanceCharge/Amount")]
    {
        if let Some(node) = price.value(path) {
            attribute(t, line, key, node);
        }
    }
}

/// Taxes of the line: the record has taxes of documents only.
fn taxes(t: &mut Transcript, node: Node<'_, '_>, line: &mut Line) {
    for (key, paths) in [
        ("tax_category", "Item/ClassifiedTaxCategory/ID|TaxTotal/TaxSubtotal/TaxCategory/ID"),
        ("tax_percent", "Item/ClassifiedTaxCategory/Percent|TaxTotal/TaxSubtotal/TaxCategory/Percent"),
        ("tax_amount", "TaxTotal/TaxAmount"),
    ] {
        if let Some(found) = node.value(paths) {
            attribute(t, line, key, found);
        }
    }
}

/// Remarks, periods, deliveries and the place among lines of lines.
fn words(t: &mut Transcript, leaf: &Leaf<'_, '_>, line: &mut Line) {
    for (key, path) in [
        ("note", "Note"),
        ("period_start", "InvoicePeriod/StartDate"),
        ("period_end", "InvoicePeriod/EndDate"),
        ("sales_order_line", "OrderLineReference/SalesOrderLineID"),
        ("despatch_line", "DespatchLineReference/LineID"),
        ("delivery_date", "Delivery/ActualDeliveryDate"),
        ("delivered_quantity", "Delivery/Quantity"),
        ("delivery_location", "Delivery/DeliveryLocation/ID"),
        ("delivery_location", "Delivery/DeliveryLocation/Name"),
        ("delivery_country", "Delivery/DeliveryLocation/Address/Country/IdentificationCode"),
        ("delivery_country", "Delivery/DeliveryAddress/Country/IdentificationCode"),
        ("discrepancy", "DiscrepancyResponse/Description"),
    ] {
        for found in leaf.node.all(path) {
            attribute(t, line, key, found);
        }
    }
    if let Some(parent) = leaf.parent {
        for (key, path) in [("parent_line", "ID"), ("parent_description", "Item/Name")] {
            if let Some(found) = parent.value(path) {
                attribute(t, line, key, found);
            }
        }
    }
    for component in
        leaf.components.iter().filter_map(|component| component.value("Item/Name|Item/Description"))
    {
        attribute(t, line, "components", component);
    }
}
