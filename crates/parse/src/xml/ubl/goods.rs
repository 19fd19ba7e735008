//! What a UBL line is about: the item, and how it is shipped.

use super::shipment;
use crate::xml::attributes::{self, Row};
use crate::xml::classification;
use crate::xml::describe;
use crate::xml::transcript::Transcript;
use crate::xml::tree::Node;
use trade::Line;
use trade::line::Preference;

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
    attributes::all(t, line, item, &ATTRIBUTES);
    attributes::dates(t, line, item, &DATES);
    for dimension in t.few(item.all("Dimension")) {
        if let (Some(name), Some(measure)) = (dimension.text_at("AttributeID"), dimension.value("Measure")) {
            attributes::put(t, line, &format!("dimension.{name}"), measure);
        }
    }
}

/// Of an item, under the attribute of this name.
const ATTRIBUTES: [Row; 17] = [
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
    ("certificate", "Certificate/CertificateType|Certificate/CertificateTypeCode"),
    ("trace_id", "ItemInstance/ProductTraceID"),
    ("registration", "ItemInstance/RegistrationID"),
];

const DATES: [Row; 3] = [
    ("manufactured", "ItemInstance/ManufactureDate"),
    ("best_before", "ItemInstance/BestBeforeDate"),
    ("expires", "ItemInstance/LotIdentification/ExpiryDate"),
];

/// Lots where there are some, else serial numbers; both where there are both.
fn lots(t: &mut Transcript, item: Node<'_, '_>, line: &mut Line) {
    let lots = attributes::distinct(item.all("ItemInstance/LotIdentification/LotNumberID"));
    let serials = attributes::distinct(item.all("ItemInstance/SerialID"));
    line.lot = t.joined("lot", if lots.is_empty() { &serials } else { &lots }, ", ");
    if !lots.is_empty()
        && let Some(serials) = t.joined("attributes.serial_numbers", &serials, ", ")
    {
        line.attributes.insert("serial_numbers".to_owned(), serials);
    }
}

const CLASSIFICATIONS: &str = "CommodityClassification/ItemClassificationCode|CommodityClassification/NatureCode\
|CommodityClassification/CargoTypeCode";

/// Classifications and properties. `CommodityCode` is the Harmonized System's by UBL's definition of it.
fn codes(t: &mut Transcript, item: Node<'_, '_>, line: &mut Line) {
    for node in t.few(item.all("CommodityClassification/CommodityCode")) {
        classification::commodity(t, line, node);
    }
    for node in t.few(item.all(CLASSIFICATIONS)) {
        classification::by_list(t, line, node);
    }
    for property in t.few(item.all("AdditionalItemProperty|ItemInstance/AdditionalItemProperty")) {
        let Some(name) = property.text_at("Name|NameCode") else { continue };
        for value in property.all("Value|ValueQuantity") {
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
        for code in t.few(goods.all("Item/CommodityClassification/CommodityCode")) {
            classification::commodity(t, line, code);
        }
        for code in t.few(goods.all("RequiredCustomsID")) {
            classification::customs(t, line, code);
        }
        let path = format!("statistical_quantities[{}]", line.statistical_quantities.len());
        line.statistical_quantities.extend(t.measure(&path, goods.value("CustomsTariffQuantity")));
        if line.origin_country.is_none() {
            line.origin_country =
                t.text("origin_country", goods.value("OriginAddress/Country/IdentificationCode"));
        }
        attributes::first(t, line, goods, &CUSTOMS);
        if line.preference.is_none() {
            let criterion = t.text("preference.criterion", goods.value("PreferenceCriterionCode"));
            line.preference = criterion.map(|text| Preference { criterion: Some(text), agreement: None });
        }
    }
    packed(t, shipment, line);
}

const CUSTOMS: [Row; 2] =
    [("customs_value", "DeclaredCustomsValueAmount"), ("customs_status", "CustomsStatusCode")];

/// Packages where the shipment or its handling units count them, else the handling units themselves.
fn packed(t: &mut Transcript, from: Node<'_, '_>, line: &mut Line) {
    let units = from.all(shipment::UNITS);
    measures(t, &units, line);
    if line.packages.is_some() {
        return;
    }
    let stated = t.decimal("packages", from.value(shipment::PACKAGES));
    let inside = stated.or_else(|| shipment::packages_inside(t, &units));
    line.packages = inside.or_else(|| t.decimal("packages", from.value(shipment::HANDLING_UNITS)));
    if line.packages.is_none() && !units.is_empty() {
        let count = rust_decimal::Decimal::from(units.len());
        t.computed("packages", &units, count);
        line.packages = Some(count);
    }
    let of_units = of_all(&units, "TransportHandlingUnitTypeCode");
    if inside.is_none() {
        line.package_type = t.text("package_type", of_units);
        return;
    }
    // A pallet of twenty cartons is no twenty pallets.
    line.package_type = t.text("package_type", of_all(&units, shipment::PACKAGE_TYPES));
    if let Some(kind) = of_units {
        attributes::put(t, line, "handling_unit_type", kind);
    }
}

/// The value at one of the paths, where every unit has the same one there.
fn of_all<'t, 'a>(units: &[Node<'t, 'a>], paths: &str) -> Option<Node<'t, 'a>> {
    let values: Vec<Node<'t, 'a>> = units.iter().flat_map(|unit| unit.all(paths)).collect();
    let first = values.iter().find(|value| !value.text().is_empty())?;
    values.iter().all(|value| value.text() == first.text()).then_some(*first)
}

/// What units that carry the line weigh and measure. Several lines may name one unit, each with measures of its own.
fn measures(t: &mut Transcript, units: &[Node<'_, '_>], line: &mut Line) {
    let measured = units.iter().flat_map(|unit| unit.all("MeasurementDimension")).collect();
    for dimension in t.few(measured) {
        if let (Some(name), Some(measure)) = (dimension.text_at("AttributeID"), dimension.value("Measure")) {
            attributes::put(t, line, &format!("handling_unit.{name}"), measure);
        }
    }
}
