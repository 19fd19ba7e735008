//! The lines of a CII invoice.

use super::groups::Groups;
use super::parts::{AGREEMENT, DELIVERY, Parts, SETTLEMENT, moment};
use super::totals::line_amount;
use super::{charges, references};
use crate::xml::attributes::{self, Row};
use crate::xml::classification;
use crate::xml::describe;
use crate::xml::documents::Documents;
use crate::xml::transcript::Transcript;
use crate::xml::tree::Node;
use trade::Line;

/// The goods in the order of the document.
pub(super) fn all(t: &mut Transcript, parts: &Parts<'_, '_>) -> Vec<Line> {
    let groups = Groups::of(&parts.lines);
    let counting = parts.lines.iter().filter(|line| groups.counts(**line)).zip(1u32..);
    counting.map(|(node, ordinal)| t.line(|t| line(t, *node, ordinal, parts, &groups))).collect()
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
    let mut documents = Documents::default();
    if let Some(product) = node.at("SpecifiedTradeProduct") {
        goods(t, product, &mut line);
    }
    if let Some(delivery) = node.at(DELIVERY) {
        references::in_delivery(delivery, &mut documents);
        delivered(t, delivery, parts, &mut line);
    }
    if let Some(agreement) = node.at(AGREEMENT) {
        references::in_agreement(agreement, &mut documents);
        agreed(t, agreement, &mut line);
    }
    if let Some(settlement) = node.at(SETTLEMENT) {
        references::in_settlement(settlement, &mut documents);
        settled(t, settlement, parts, &mut line);
    }
    line.references = documents.write(t);
    line.amount = t.decimal("amount", line_amount(node));
    let currency = charges::other_currency(t, line_amount(node), parts);
    line.currency = currency.or_else(|| t.text("currency", parts.currency));
    attributes::all(t, &mut line, node, &[("note", "AssociatedDocumentLineDocument/IncludedNote/Content")]);
    grouped(t, node, groups, &mut line);
    line
}

const PARENT: [Row; 2] = [
    ("parent_line", "AssociatedDocumentLineDocument/LineID"),
    ("parent_description", "SpecifiedTradeProduct/Name"),
];

fn grouped<'t, 'a>(t: &mut Transcript, node: Node<'t, 'a>, groups: &Groups<'t, 'a>, line: &mut Line) {
    if let Some(parent) = groups.parent(node) {
        attributes::first(t, line, parent, &PARENT);
    }
    let uncounted = groups.parts(node).iter().filter(|part| !groups.counts(**part));
    let named = uncounted
        .filter_map(|part| part.value("SpecifiedTradeProduct/Name|SpecifiedTradeProduct/Description"));
    for component in t.few(named.collect()) {
        attributes::put(t, line, "components", component);
    }
}

fn goods(t: &mut Transcript, product: Node<'_, '_>, line: &mut Line) {
    line.description = describe::goods(t, &product.all("Name"), &product.all("Description"));
    line.part_number = t.text("part_number", product.value("SellerAssignedID"));
    line.buyer_part_number = t.text("buyer_part_number", product.value("BuyerAssignedID"));
    line.origin_country =
        t.text("origin_country", product.value("OriginTradeCountry/ID|OriginTradeCountry/Name"));
    line.manufacturer = t.text("manufacturer", product.value("ManufacturerTradeParty/Name"));
    let lots = attributes::distinct(product.all("IndividualTradeProductInstance/BatchID"));
    let serials =
        "IndividualTradeProductInstance/SupplierAssignedSerialID|IndividualTradeProductInstance/SerialID";
    let serials = attributes::distinct(product.all(serials));
    line.lot = t.joined("lot", if lots.is_empty() { &serials } else { &lots }, ", ");
    if !lots.is_empty()
        && let Some(serials) = t.joined("attributes.serial_numbers", &serials, ", ")
    {
        line.attributes.insert("serial_numbers".to_owned(), serials);
    }
    for code in t.few(product.all("DesignatedProductClassification/ClassCode")) {
        classification::by_list(t, line, code);
    }
    for property in t.few(product.all("ApplicableProductCharacteristic")) {
        let Some(name) = property.text_at("Description|TypeCode") else { continue };
        for value in property.all("Value|ValueMeasure") {
            classification::property(t, line, name, value);
        }
    }
    attributes::all(t, line, product, &OF_GOODS);
}

const OF_GOODS: [Row; 5] = [
    ("standard_number", "GlobalID"),
    ("manufacturer_part_number", "ManufacturerAssignedID"),
    ("brand", "BrandName"),
    ("model", "ModelID|ModelName"),
    ("components", "IncludedReferencedProduct/Name"),
];

fn delivered(t: &mut Transcript, delivery: Node<'_, '_>, parts: &Parts<'_, '_>, line: &mut Line) {
    let quantity = delivery.value(parts.quantity);
    line.quantity = t.decimal("quantity", quantity);
    line.unit = t.attribute("unit", quantity, "unitCode");
    line.net_weight = t.measure("net_weight", delivery.value("NetWeightMeasure"));
    line.gross_weight = t.measure("gross_weight", delivery.value("GrossWeightMeasure"));
    let packages = delivery.value("PackageQuantity");
    line.packages = t.decimal("packages", packages);
    line.package_type = package_type(t, packages);
    if let Some(date) = moment(delivery.at("ActualDeliverySupplyChainEvent/OccurrenceDateTime")) {
        attributes::date(t, line, "delivery_date", date);
    }
    attributes::first(t, line, delivery, &OF_DELIVERY);
}

/// The package that a number counts: UN/ECE Recommendation 20 writes those of Recommendation 21 with an X before them.
fn package_type(t: &mut Transcript, packages: Option<Node<'_, '_>>) -> Option<String> {
    let code = packages?.attribute("unitCode")?.strip_prefix('X')?;
    let package = code.parse::<trade::package::Package>().ok()?;
    t.attribute("package_type", packages, "unitCode");
    t.restate("package_type", Some(package));
    Some(package.to_string())
}

const OF_DELIVERY: [Row; 3] = [
    ("delivery_location", "ShipToTradeParty/Name"),
    ("delivery_country", "ShipToTradeParty/PostalTradeAddress/CountryID"),
    ("free_quantity", "ChargeFreeQuantity"),
];

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
    attributes::first(t, line, agreement, &OF_AGREEMENT);
    attributes::all(t, line, agreement, &[PRICE_DISCOUNTS]);
    line.po_line = t.text("po_line", agreement.value("BuyerOrderReferencedDocument/LineID"));
}

/// A price may be discounted several times.
const PRICE_DISCOUNTS: Row =
    ("price_discount", "GrossPriceProductTradePrice/AppliedTradeAllowanceCharge/ActualAmount");

const OF_AGREEMENT: [Row; 2] = [
    ("gross_price", "GrossPriceProductTradePrice/ChargeAmount"),
    ("sales_order_line", "SellerOrderReferencedDocument/LineID"),
];

fn settled(t: &mut Transcript, settlement: Node<'_, '_>, parts: &Parts<'_, '_>, line: &mut Line) {
    line.discounts = charges::charges(t, "discounts", settlement, parts);
    attributes::first(t, line, settlement, &OF_SETTLEMENT);
    for (key, path) in [
        ("period_start", "BillingSpecifiedPeriod/StartDateTime"),
        ("period_end", "BillingSpecifiedPeriod/EndDateTime"),
    ] {
        if let Some(date) = moment(settlement.at(path)) {
            attributes::date(t, line, key, date);
        }
    }
}

const OF_SETTLEMENT: [Row; 3] = [
    ("tax_category", "ApplicableTradeTax/CategoryCode"),
    ("tax_percent", "ApplicableTradeTax/RateApplicablePercent|ApplicableTradeTax/ApplicablePercent"),
    ("tax_amount", "ApplicableTradeTax/CalculatedAmount"),
];
