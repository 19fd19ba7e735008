//! What a UBL line is about: the item, and how it is shipped.

use crate::xml::classification::{self, attribute};
use crate::xml::describe;
use crate::xml::transcript::Transcript;
use crate::xml::tree::Node;
use trade::Line;

/// Fills in the item.
pub(super) fn item(t: &mut Transcript, item: Node<'_, '_>, line: &mut Line) {
    line.description = describe::goods(t, &item.all("Name"), &item.all("Description"));
    line.part_number = t.text("part_number", item.value("SellersItemIdentification/ID"));
    line.buyer_part_number = t.text("buyer_part_number", item.value("BuyersItemIdentification/ID"));
    let origin =
        "OriginCountry/IdentificationCode|OriginCountry/Name|OriginAddress/Country/IdentificationCode";
    line.origin_country = t.text("origin_country", item.value(origin));
    let maker = "ManufacturerParty/PartyName/Name|ManufacturerParty/PartyLegalEntity/RegistrationName";
    line.manufacturer = t.text("manufacturer", item.value(maker));
    lots(t, item, line);
    codes(t, item, line);
    for (key, path) in ATTRIBUTES {
        for found in item.all(path) {
            attribute(t, line, key, found);
        }
    }
    for dimension in item.all("Dimension") {
        if let (Some(name), Some(measure)) = (dimension.text_at("AttributeID"), dimension.value("Measure")) {
            attribute(t, line, &format!("dimension.{name}"), measure);
        }
    }
}

/// Of an item, under the attribute of this name.
const ATTRIBUTES: [(&str, &str); 20] = [
    ("standard_number", "StandardItemIdentification/ID"),
    ("catalogue_number", "CatalogueItemIdentification/ID"),
    ("manufacturer_part_number", "ManufacturersItemIdentification/ID"),
    ("part_number_extension", "SellersItemIdentification/ExtendedID"),
    ("standard_number_extension", "StandardItemIdentification/ExtendedID"),
    ("brand", "BrandName"),
    ("model", "ModelName"),
    ("pack_quantity", "PackQuantity"),
    ("pack_size", "PackSizeNumeric"),
    ("information", "AdditionalInformation"),
    ("un_number", "HazardousItem/UNDGCode"),
    ("hazard_class", "HazardousItem/HazardClassID"),
    ("technical_name", "HazardousItem/TechnicalName"),
    ("packing_group", "HazardousItem/PackingCriteriaCode"),
    ("certificate", "Certificate/CertificateType"),
    ("manufactured", "ItemInstance/ManufactureDate"),
    ("best_before", "ItemInstance/BestBeforeDate"),
    ("expires", "ItemInstance/LotIdentification/ExpiryDate"),
    ("trace_id", "ItemInstance/ProductTraceID"),
    ("registration", "ItemInstance/RegistrationID"),
];

/// Lots where there are some, else serial numbers; both where there are both.
fn lots(t: &mut Transcript, item: Node<'_, '_>, line: &mut Line) {
    let lots = distinct(item.all("ItemInstance/LotIdentification/LotNumberID"));
    let serials = distinct(item.all("ItemInstance/SerialID"));
    line.lot = t.joined("lot", if lots.is_empty() { &serials } else { &lots }, ", ");
    if !lots.is_empty()
        && let Some(serials) = t.joined("attributes.serial_numbers", &serials, ", ")
    {
        line.attributes.insert("serial_numbers".to_owned(), serials);
    }
}

fn distinct<'t, 'a>(nodes: Vec<Node<'t, 'a>>) -> Vec<Node<'t, 'a>> {
    let mut seen = std::collections::HashSet::new();
    nodes.into_iter().filter(|node| !node.text().is_empty() && seen.insert(node.text())).collect()
}

/// Classifications and properties. `CommodityCode` is the Harmonized System's by UBL's definition of it.
fn codes(t: &mut Transcript, item: Node<'_, '_>, line: &mut Line) {
    for node in item.all("CommodityClassification/CommodityCode") {
        classification::by_definition(t, line, node);
    }
    for node in item.all("CommodityClassification/ItemClassificationCode|CommodityClassification/NatureCode|CommodityClassification/CargoTypeCode") {
        classification::by_list(t, line, node);
    }
    for property in item.all("AdditionalItemProperty|ItemInstance/AdditionalItemProperty") {
        let name = property.text_at("Name|NameCode");
        if let (Some(name), Some(value)) = (name, property.value("Value|ValueQuantity|ValueQualifier")) {
            classification::property(t, line, name, value);
        }
    }
}

/// Weights, packages and customs data of a line's shipment.
pub(super) fn shipped(t: &mut Transcript, shipment: Node<'_, '_>, line: &mut Line) {
    let gross =
        shipment.value("GrossWeightMeasure|GoodsItem/GrossWeightMeasure|Consignment/GrossWeightMeasure");
    line.gross_weight = line.gross_weight.take().or_else(|| t.measure("gross_weight", gross));
    let net = shipment.value("NetWeightMeasure|GoodsItem/NetWeightMeasure|Consignment/NetWeightMeasure");
    line.net_weight = line.net_weight.take().or_else(|| t.measure("net_weight", net));
    for goods in shipment.all("GoodsItem") {
        for code in goods.all("RequiredCustomsID|Item/CommodityClassification/CommodityCode") {
            classification::by_definition(t, line, code);
        }
        let path = format!("statistical_quantities[{}]", line.statistical_quantities.len());
        line.statistical_quantities.extend(t.measure(&path, goods.value("CustomsTariffQuantity")));
        if line.origin_country.is_none() {
            line.origin_country =
                t.text("origin_country", goods.value("OriginAddress/Country/IdentificationCode"));
        }
        for (key, path) in [
            ("preference_criterion", "PreferenceCriterionCode"),
            ("customs_value", "DeclaredCustomsValueAmount"),
            ("customs_status", "CustomsStatusCode"),
        ] {
            if let Some(found) = goods.value(path) {
                attribute(t, line, key, found);
            }
        }
    }
    packed(t, shipment, line);
}

fn packed(t: &mut Transcript, shipment: Node<'_, '_>, line: &mut Line) {
    let units = shipment.all("TransportHandlingUnit");
    if line.packages.is_none() {
        line.packages = t.decimal(
            "packages",
            shipment.value("TotalTransportHandlingUnitQuantity|Consignment/TotalPackagesQuantity"),
        );
    }
    if line.packages.is_none() && !units.is_empty() {
        let count = rust_decimal::Decimal::from(units.len());
        t.computed("packages", &units, count);
        line.packages = Some(count);
    }
    if line.package_type.is_none() {
        let kind = shipment.value("TransportHandlingUnit/TransportHandlingUnitTypeCode|TransportHandlingUnit/Package/PackagingTypeCode");
        line.package_type = t.text("package_type", kind);
    }
}
