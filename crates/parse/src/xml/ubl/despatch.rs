//! A UBL despatch advice as a packing list: who sends what to whom, in which packages.

use super::{Context, goods, header, line, party, references, shipment};
use crate::xml::attributes::{self, Row};
use crate::xml::transcript::Transcript;
use crate::xml::tree::Node;
use rust_decimal::Decimal;
use trade::part::{Measure, Package};
use trade::{Line, Record};

/// Fills in what a despatch advice has besides its head.
pub(super) fn read(t: &mut Transcript, root: Node<'_, '_>, _context: &Context, record: &mut Record) {
    record.shipper = party::party(t, "shipper", root.at("DespatchSupplierParty"));
    record.consignee = party::party(t, "consignee", root.at("DeliveryCustomerParty"));
    record.buyer = party::party(t, "buyer", root.at("BuyerCustomerParty"));
    record.seller = party::party(t, "seller", root.at("SellerSupplierParty"));
    let shipments = root.all("Shipment");
    shipment::read(t, &shipments, record);
    for delivery in root.all("Shipment/Delivery") {
        record.ship_to = record.ship_to.take().or_else(|| party::place(t, "ship_to", delivery));
    }
    header::delivery_terms(
        t,
        root.at("Shipment/Delivery/DeliveryTerms|Shipment/Consignment/DeliveryTerms"),
        record,
    );
    record.delivery_date = t.date("delivery_date", root.value(DELIVERED));
    let packing = root.all("Shipment|DespatchLine/Shipment");
    packages(t, &packing, record);
    record.line_items = lines(t, root);
}

/// When the goods were or will be delivered, from the surest to the least sure.
const DELIVERED: &str = "Shipment/Delivery/ActualDeliveryDate|Shipment/Delivery/LatestDeliveryDate\
|Shipment/Delivery/EstimatedDeliveryPeriod/EndDate|Shipment/Delivery/EstimatedDeliveryPeriod/StartDate\
|Shipment/Delivery/PromisedDeliveryPeriod/EndDate";

fn lines(t: &mut Transcript, root: Node<'_, '_>) -> Vec<Line> {
    let lines = root.all("DespatchLine").into_iter().zip(1u32..);
    lines.map(|(node, ordinal)| t.line(|t| despatched(t, node, ordinal))).collect()
}

fn despatched(t: &mut Transcript, node: Node<'_, '_>, ordinal: u32) -> Line {
    let mut line = Line { line: ordinal, ..Line::default() };
    line::name(t, node, &mut line);
    let quantity = node.value("DeliveredQuantity");
    line.quantity = t.decimal("quantity", quantity);
    line.unit = t.attribute("unit", quantity, "unitCode");
    if let Some(item) = node.at("Item") {
        goods::item(t, item, &mut line);
    }
    line.references = references::of_line(node).write(t);
    for shipment in node.all("Shipment") {
        goods::shipped(t, shipment, &mut line);
    }
    attributes::all(t, &mut line, node, &WORDS);
    line
}

const WORDS: [Row; 7] = [
    ("note", "Note"),
    ("backorder_quantity", "BackorderQuantity"),
    ("backorder_reason", "BackorderReason"),
    ("outstanding_quantity", "OutstandingQuantity"),
    ("outstanding_reason", "OutstandingReason"),
    ("oversupply_quantity", "OversupplyQuantity"),
    ("sales_order_line", "OrderLineReference/SalesOrderLineID"),
];

/// Handling units and the packages inside them. A unit named by several shipments is listed once.
fn packages(t: &mut Transcript, shipments: &[Node<'_, '_>], record: &mut Record) {
    let units = "TransportHandlingUnit|Consignment/TransportHandlingUnit";
    let roots = shipments.iter().flat_map(|shipment| shipment.all(units)).map(|unit| (unit, None));
    let mut waiting: Vec<(Node<'_, '_>, Option<String>)> = roots.collect();
    waiting.reverse();
    let mut seen = std::collections::HashSet::new();
    while let Some((node, inside)) = waiting.pop() {
        let own = node.text_at("ID").map(str::to_owned);
        let parts = node.all("ActualPackage|Package|ContainedPackage");
        waiting.extend(parts.into_iter().rev().map(|part| (part, own.clone())));
        if own.is_some_and(|id| !seen.insert(id)) {
            continue;
        }
        let path = format!("package_list[{}]", record.package_list.len());
        record.package_list.push(t.within(&path, |t| package(t, node, inside)));
    }
}

/// One element is one package: `Quantity` in UBL counts what is inside.
fn package(t: &mut Transcript, node: Node<'_, '_>, inside: Option<String>) -> Package {
    let marks =
        node.all("ShippingMarks|ID|TraceID").into_iter().filter(|mark| !mark.text().is_empty()).zip(0..);
    Package {
        count: Some(Decimal::ONE),
        package_type: t.text("package_type", node.value("TransportHandlingUnitTypeCode|PackagingTypeCode")),
        marks: marks.filter_map(|(mark, at)| t.text(&format!("marks[{at}]"), Some(mark))).collect(),
        gross_weight: measured(t, "gross_weight", node, &["AAB", "AAD", "G"]),
        volume: measured(t, "volume", node, &["AAW", "ABJ"]),
        inside,
    }
}

/// A measure by its attribute of UNTDID 6313: AAB and AAD gross weight, G gross weight, AAW and ABJ volume.
fn measured(t: &mut Transcript, field: &str, node: Node<'_, '_>, attributes: &[&str]) -> Option<Measure> {
    let measures = node.all("MeasurementDimension");
    let found =
        measures.iter().find(|one| one.text_at("AttributeID").is_some_and(|id| attributes.contains(&id)))?;
    t.measure(field, found.value("Measure"))
}
