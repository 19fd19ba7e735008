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
    let terms = root.all("Shipment/Delivery/DeliveryTerms|Shipment/Consignment/DeliveryTerms");
    header::delivery_terms(t, &terms, record);
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

/// An element of the packing, where it stands, and how many it stands for where one element is not one package.
struct Packed<'t, 'a> {
    node: Node<'t, 'a>,
    inside: Option<String>,
    count: Option<Node<'t, 'a>>,
}

/// Handling units and the packages inside them. A unit named by several shipments is listed once.
fn packages(t: &mut Transcript, shipments: &[Node<'_, '_>], record: &mut Record) {
    let mut waiting: Vec<Packed<'_, '_>> = shipments.iter().flat_map(|shipment| units(*shipment)).collect();
    waiting.reverse();
    let mut seen = std::collections::HashSet::new();
    while let Some(packed) = waiting.pop() {
        let node = packed.node;
        let own = node.text_at("ID").map(str::to_owned);
        let parts = node.all("ActualPackage|Package|ContainedPackage");
        let total = node.value("TotalPackageQuantity");
        // A number beside one package without a name counts packages like it; beside none, such as are not described.
        let alike = total.filter(|_| matches!(parts.as_slice(), [part] if part.text_at("ID").is_none()));
        let alike = alike.or(total.filter(|_| parts.is_empty()));
        let is_first = own.as_ref().is_none_or(|id| seen.insert(id.clone()));
        match (&own, alike) {
            // A unit without a name says how many packages of what kind there are, and no more.
            (None, Some(_)) => list(t, record, &Packed { count: alike, ..packed }, parts.first().copied()),
            _ => {
                if is_first {
                    list(t, record, &packed, Some(node));
                }
                if parts.is_empty()
                    && is_first
                    && let (Some(total), Some(_)) = (alike, &own)
                {
                    let path = format!("package_list[{}]", record.package_list.len());
                    let count = t.within(&path, |t| t.decimal("count", Some(total)));
                    record.package_list.push(Package { count, inside: own.clone(), ..Package::default() });
                }
                let part = |node| Packed { node, inside: own.clone(), count: alike };
                waiting.extend(parts.into_iter().rev().map(part));
            }
        }
    }
}

/// The units of a shipment. One without a name beside a stated number of units describes all of them.
fn units<'t, 'a>(shipment: Node<'t, 'a>) -> Vec<Packed<'t, 'a>> {
    let units = shipment.all(shipment::UNITS);
    let stated = shipment.value(shipment::HANDLING_UNITS);
    let count = stated.filter(|_| matches!(units.as_slice(), [unit] if unit.text_at("ID").is_none()));
    units.into_iter().map(|node| Packed { node, inside: None, count }).collect()
}

/// Lists an element whose kind of package `described` says. One element is one package if nothing counts it:
/// `Quantity` in UBL counts what is inside.
fn list(t: &mut Transcript, record: &mut Record, packed: &Packed<'_, '_>, described: Option<Node<'_, '_>>) {
    let node = packed.node;
    let marks =
        node.all("ShippingMarks|ID|TraceID").into_iter().filter(|mark| !mark.text().is_empty()).zip(0..);
    let kind = described.and_then(|node| node.value("TransportHandlingUnitTypeCode|PackagingTypeCode"));
    let path = format!("package_list[{}]", record.package_list.len());
    let package = t.within(&path, |t| Package {
        count: match packed.count {
            Some(count) => t.decimal("count", Some(count)),
            None => Some(Decimal::ONE),
        },
        package_type: t.text("package_type", kind),
        marks: marks.filter_map(|(mark, at)| t.text(&format!("marks[{at}]"), Some(mark))).collect(),
        gross_weight: measured(t, "gross_weight", node, &["AAB", "AAD", "G"]),
        volume: measured(t, "volume", node, &["AAW", "ABJ"]),
        inside: packed.inside.clone(),
    });
    record.package_list.push(package);
}

/// A measure by its attribute of UNTDID 6313: AAB and AAD gross weight, G gross weight, AAW and ABJ volume.
fn measured(t: &mut Transcript, field: &str, node: Node<'_, '_>, attributes: &[&str]) -> Option<Measure> {
    let measures = node.all("MeasurementDimension");
    let found =
        measures.iter().find(|one| one.text_at("AttributeID").is_some_and(|id| attributes.contains(&id)))?;
    t.measure(field, found.value("Measure"))
}
