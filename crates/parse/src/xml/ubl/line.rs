//! The lines of a UBL invoice or credit note.

use super::sublines::{Leaf, leaves};
use super::{Context, charges, goods, references};
use crate::xml::attributes::{self, Row};
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
    line.references = references::of_line(node).write(t);
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
    attributes::first(t, line, price, &[("gross_price", "AllowanceCharge/BaseAmount")]);
    // A price may be discounted several times.
    attributes::all(t, line, price, &[("price_discount", "AllowanceCharge/Amount")]);
}

/// Taxes of the line: the record has taxes of documents only.
const TAXES: [Row; 3] = [
    ("tax_category", "Item/ClassifiedTaxCategory/ID|TaxTotal/TaxSubtotal/TaxCategory/ID"),
    ("tax_percent", "Item/ClassifiedTaxCategory/Percent|TaxTotal/TaxSubtotal/TaxCategory/Percent"),
    ("tax_amount", "TaxTotal/TaxAmount"),
];

const WORDS: [Row; 7] = [
    ("note", "Note"),
    ("sales_order_line", "OrderLineReference/SalesOrderLineID"),
    ("despatch_line", "DespatchLineReference/LineID"),
    ("delivered_quantity", "Delivery/Quantity"),
    ("delivery_location", "Delivery/DeliveryLocation/ID|Delivery/DeliveryLocation/Name"),
    (
        "delivery_country",
        "Delivery/DeliveryLocation/Address/Country/IdentificationCode|Delivery/DeliveryAddress/Country/IdentificationCode",
    ),
    ("discrepancy", "DiscrepancyResponse/Description"),
];

const DATES: [Row; 3] = [
    ("period_start", "InvoicePeriod/StartDate"),
    ("period_end", "InvoicePeriod/EndDate"),
    ("delivery_date", "Delivery/ActualDeliveryDate"),
];

const PARENT: [Row; 2] = [("parent_line", "ID"), ("parent_description", "Item/Name|Item/Description")];

/// Remarks, periods, deliveries and the place among lines of lines.
fn words(t: &mut Transcript, leaf: &Leaf<'_, '_>, line: &mut Line) {
    attributes::first(t, line, leaf.node, &TAXES);
    attributes::all(t, line, leaf.node, &WORDS);
    attributes::dates(t, line, leaf.node, &DATES);
    if let Some(parent) = leaf.parent {
        attributes::first(t, line, parent, &PARENT);
    }
    let components =
        leaf.components.iter().filter_map(|component| component.value("Item/Name|Item/Description"));
    for component in t.few(components.collect()) {
        attributes::put(t, line, "components", component);
    }
}
