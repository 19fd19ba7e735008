//! How many packages a UBL document has, and of what kind: handling units and what is in them are told apart.

use super::{codes, read};
use rust_decimal::Decimal;
use trade::part::Package;
use trade::{Line, Record};

/// A despatch advice with this in its shipment, and this in the shipment of its one line.
fn despatch(shipment: &str, of_line: &str) -> Record {
    let parsed = read(&format!(
        r#"<DespatchAdvice xmlns="urn:oasis:names:specification:ubl:schema:xsd:DespatchAdvice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cac:Shipment>{shipment}</cac:Shipment>
<cac:DespatchLine><cac:Shipment>{of_line}</cac:Shipment></cac:DespatchLine></DespatchAdvice>"#
    ));
    assert_eq!(codes(&parsed), [""; 0]);
    parsed.record
}

fn unit(inside: &str) -> String {
    format!("<cac:TransportHandlingUnit>{inside}</cac:TransportHandlingUnit>")
}

const PALLET: &str = "<cbc:TransportHandlingUnitTypeCode>PX</cbc:TransportHandlingUnitTypeCode>";
const CARTON: &str = "<cac:Package><cbc:PackagingTypeCode>CT</cbc:PackagingTypeCode></cac:Package>";

fn holding(number: u32) -> String {
    format!("<cbc:TotalPackageQuantity>{number}</cbc:TotalPackageQuantity>")
}

fn of_line(record: &Record) -> (Option<Decimal>, Option<&str>) {
    let line: &Line = &record.line_items[0];
    (line.packages, line.package_type.as_deref())
}

/// Count, type and the package around it.
fn listed(record: &Record) -> Vec<(u32, Option<&str>, Option<&str>)> {
    let each = |package: &'_ Package| u32::try_from(package.count.unwrap()).unwrap();
    let packages = record.package_list.iter();
    packages
        .map(|package| (each(package), package.package_type.as_deref(), package.inside.as_deref()))
        .collect()
}

fn number(number: u32) -> Option<Decimal> {
    Some(number.into())
}

#[test]
fn a_unit_that_says_how_many_packages_it_holds_is_not_one_package() {
    let record = despatch("", &unit(&format!("<cbc:ID>P-1</cbc:ID>{PALLET}{}", holding(20))));
    assert_eq!(of_line(&record), (number(20), None));
    assert_eq!(record.line_items[0].attributes["handling_unit_type"], "PX");
    assert_eq!(listed(&record), [(1, Some("PX"), None), (20, None, Some("P-1"))]);
    let described = despatch("", &unit(&format!("<cbc:ID>P-1</cbc:ID>{PALLET}{}{CARTON}", holding(20))));
    assert_eq!(of_line(&described), (number(20), Some("CT")));
    assert_eq!(listed(&described), [(1, Some("PX"), None), (20, Some("CT"), Some("P-1"))]);
}

#[test]
fn packages_of_a_unit_without_a_name_are_counted_once() {
    let record = despatch("", &unit(&format!("{PALLET}{}", holding(20))));
    assert_eq!(of_line(&record), (number(20), None));
    assert_eq!(listed(&record), [(20, None, None)]);
    let described = despatch("", &unit(&format!("{PALLET}{}{CARTON}", holding(20))));
    assert_eq!(listed(&described), [(20, Some("CT"), None)]);
}

#[test]
fn one_unit_without_a_name_describes_the_number_stated() {
    let stated = "<cbc:TotalTransportHandlingUnitQuantity>7</cbc:TotalTransportHandlingUnitQuantity>";
    let record = despatch("", &format!("{stated}{}", unit(PALLET)));
    assert_eq!(of_line(&record), (number(7), Some("PX")));
    assert_eq!(listed(&record), [(7, Some("PX"), None)]);
    // Two that are described are two.
    let two = despatch("", &format!("{stated}{}{}", unit(PALLET), unit(PALLET)));
    assert_eq!(listed(&two), [(1, Some("PX"), None), (1, Some("PX"), None)]);
}

#[test]
fn packages_of_several_units_add_up_where_each_says_its_number() {
    let record = despatch(&format!("{}{}", unit(&holding(3)), unit(&holding(4))), "");
    assert_eq!(record.packages, number(7));
    let open = despatch(&format!("{}{}", unit(&holding(3)), unit(PALLET)), "");
    assert_eq!(open.packages, None);
    let stated =
        "<cac:Consignment><cbc:TotalPackagesQuantity>9</cbc:TotalPackagesQuantity></cac:Consignment>";
    assert_eq!(despatch(&format!("{stated}{}", unit(&holding(3))), "").packages, number(9));
}

#[test]
fn units_of_several_kinds_give_the_line_no_kind() {
    let carton = PALLET.replace("PX", "CT");
    let record = despatch("", &format!("{}{}", unit(PALLET), unit(&carton)));
    assert_eq!(of_line(&record), (number(2), None));
}

#[test]
fn what_two_lines_say_of_one_unit_is_kept_with_each() {
    let weighing = |weight: u32| {
        unit(&format!(
            "<cbc:ID>P-1</cbc:ID><cac:MeasurementDimension><cbc:AttributeID>AAB</cbc:AttributeID>\
<cbc:Measure unitCode='KGM'>{weight}</cbc:Measure></cac:MeasurementDimension>"
        ))
    };
    let record = despatch(&weighing(7), &weighing(5));
    assert_eq!(record.package_list.len(), 1);
    assert_eq!(record.package_list[0].gross_weight.as_ref().unwrap().value, 7.into());
    assert_eq!(record.line_items[0].attributes["handling_unit.AAB"], "5 KGM");
}
