//! How goods travel: shipment, consignment, stages, containers, weights.

use super::party;
use crate::xml::kinds;
use crate::xml::remarks;
use crate::xml::transcript::Transcript;
use crate::xml::tree::Node;
use rust_decimal::Decimal;
use trade::Record;
use trade::part::{Container, Transport};

/// Fills in what the shipments say; of several the first that says it.
pub(super) fn read(t: &mut Transcript, shipments: &[Node<'_, '_>], record: &mut Record) {
    for shipment in shipments {
        weights(t, *shipment, record);
        parties(t, *shipment, record);
        places(t, *shipment, record);
        remarks(t, &shipment.all(REMARKS), &mut record.notes);
    }
    let transport = t.within("transport", |t| transport(t, shipments));
    if transport != Transport::default() {
        record.transport = Some(Box::new(transport));
    }
}

const REMARKS: &str = "Information|SpecialInstructions|HandlingInstructions|DeliveryInstructions\
|Consignment/Information|Consignment/SpecialInstructions|Consignment/HandlingInstructions|Consignment/DeliveryInstructions\
|Consignment/CustomsClearanceServiceInstructions|Consignment/ForwarderServiceInstructions|Consignment/Remarks|Consignment/SummaryDescription";

fn weights(t: &mut Transcript, shipment: Node<'_, '_>, record: &mut Record) {
    let gross = || shipment.value("GrossWeightMeasure|Consignment/GrossWeightMeasure");
    record.gross_weight = record.gross_weight.take().or_else(|| t.measure("gross_weight", gross()));
    let net = || {
        shipment.value("NetWeightMeasure|NetNetWeightMeasure|Consignment/NetWeightMeasure|Consignment/NetNetWeightMeasure")
    };
    record.net_weight = record.net_weight.take().or_else(|| t.measure("net_weight", net()));
    let volume = || {
        shipment.value(
            "GrossVolumeMeasure|Consignment/GrossVolumeMeasure|NetVolumeMeasure|Consignment/NetVolumeMeasure",
        )
    };
    record.volume = record.volume.take().or_else(|| t.measure("volume", volume()));
    packages(t, shipment, record);
}

/// Where handling units stand.
pub(super) const UNITS: &str = "TransportHandlingUnit|Consignment/TransportHandlingUnit";

/// How many packages a shipment has.
pub(super) const PACKAGES: &str = "Consignment/TotalPackagesQuantity";

/// How many handling units a shipment has: pallets, or packages that are handled one by one.
pub(super) const HANDLING_UNITS: &str =
    "TotalTransportHandlingUnitQuantity|Consignment/TotalTransportHandlingUnitQuantity";

/// What the packages inside a handling unit are.
pub(super) const PACKAGE_TYPES: &str = "ActualPackage/PackagingTypeCode|Package/PackagingTypeCode";

/// The number of packages as stated, else of handling units as stated, else what the units say that is in them.
fn packages(t: &mut Transcript, shipment: Node<'_, '_>, record: &mut Record) {
    if record.packages.is_some() {
        return;
    }
    let stated = shipment.value(PACKAGES).or(shipment.value(HANDLING_UNITS));
    record.packages = t.decimal("packages", stated).or_else(|| packages_inside(t, &shipment.all(UNITS)));
}

/// The packages that all these units together hold, where each says how many.
pub(super) fn packages_inside(t: &mut Transcript, units: &[Node<'_, '_>]) -> Option<Decimal> {
    let totals: Vec<Node<'_, '_>> =
        units.iter().filter_map(|unit| unit.value("TotalPackageQuantity")).collect();
    match totals.as_slice() {
        _ if totals.len() != units.len() => None,
        [] => None,
        [one] => t.decimal("packages", Some(*one)),
        several => {
            let each: Option<Vec<Decimal>> =
                several.iter().map(|total| t.decimal("packages", Some(*total))).collect();
            let sum = each?.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)?;
            t.computed("packages", several, sum);
            Some(sum)
        }
    }
}

fn parties(t: &mut Transcript, shipment: Node<'_, '_>, record: &mut Record) {
    let at = |path| shipment.at(path);
    let mut fill = |field: &str, place: &mut Option<Box<trade::part::Party>>, from: Option<Node<'_, '_>>| {
        if place.is_none() {
            *place = party::party(t, field, from);
        }
    };
    fill("shipper", &mut record.shipper, at("Consignment/ConsignorParty|Delivery/Despatch/DespatchParty"));
    fill("consignee", &mut record.consignee, at("Consignment/ConsigneeParty"));
    fill("exporter", &mut record.exporter, at("Consignment/ExporterParty"));
    fill("importer", &mut record.importer, at("Consignment/ImporterParty"));
    fill("notify", &mut record.notify, at("Consignment/NotifyParty|Delivery/NotifyParty"));
}

fn places(t: &mut Transcript, shipment: Node<'_, '_>, record: &mut Record) {
    let mut fill = |field: &str, place: &mut Option<String>, paths: &str| {
        if place.is_none() {
            *place = t.text(field, shipment.value(paths));
        }
    };
    fill("country_of_export", &mut record.country_of_export, EXPORT_COUNTRY);
    fill("destination", &mut record.destination, "Consignment/FinalDestinationCountry/IdentificationCode");
    fill("port_of_loading", &mut record.port_of_loading, LOADING);
    fill("port_of_discharge", &mut record.port_of_discharge, DISCHARGE);
}

/// The country that the goods are despatched from, from the surest to the least sure.
const EXPORT_COUNTRY: &str = "ExportCountry/IdentificationCode|Consignment/OriginalDepartureCountry/IdentificationCode\
|Delivery/Despatch/DespatchLocation/Address/Country/IdentificationCode|Delivery/Despatch/DespatchAddress/Country/IdentificationCode";

const LOADING: &str = "ShipmentStage/LoadingPortLocation/Name|ShipmentStage/LoadingPortLocation/ID\
|LastExitPortLocation/Name|LastExitPortLocation/ID\
|Delivery/Despatch/DespatchLocation/Address/CityName|Delivery/Despatch/DespatchAddress/CityName";

const DISCHARGE: &str = "ShipmentStage/UnloadingPortLocation/Name|ShipmentStage/UnloadingPortLocation/ID\
|FirstArrivalPortLocation/Name|FirstArrivalPortLocation/ID";

/// Where a stage's own elements may stand.
const STAGES: &str = "ShipmentStage|Consignment/MainCarriageShipmentStage|Consignment/PreCarriageShipmentStage|Consignment/OnCarriageShipmentStage";

fn transport(t: &mut Transcript, shipments: &[Node<'_, '_>]) -> Transport {
    let stages: Vec<Node<'_, '_>> = shipments.iter().flat_map(|shipment| shipment.all(STAGES)).collect();
    let in_stages = |paths: &str| stages.iter().find_map(|stage| stage.value(paths));
    let mode = in_stages("TransportModeCode");
    let vessel = "TransportMeans/MaritimeTransport/VesselName|TransportMeans/MaritimeTransport/VesselID\
|TransportMeans/AirTransport/AircraftID|TransportMeans/RailTransport/TrainID|TransportMeans/RoadTransport/LicensePlateID";
    let carrier = shipments.iter().find_map(|shipment| {
        let party =
            shipment.at("Consignment/CarrierParty|ShipmentStage/CarrierParty|Delivery/CarrierParty")?;
        party.value("PartyName/Name|PartyLegalEntity/RegistrationName|PartyIdentification/ID")
    });
    let transport = Transport {
        mode: mode.map(|mode| kinds::transport_mode(mode.text()).to_owned()),
        vessel: t.text("vessel", in_stages(vessel)),
        voyage: t.text("voyage", in_stages("TransportMeans/JourneyID|JourneyID")),
        carrier: t.text("carrier", carrier),
        containers: containers(t, shipments),
        ..Transport::default()
    };
    if let (Some(node), Some(word)) = (mode, &transport.mode) {
        t.derived("mode", node, word);
    }
    transport
}

fn containers(t: &mut Transcript, shipments: &[Node<'_, '_>]) -> Vec<Container> {
    let mut containers: Vec<Container> = Vec::new();
    let paths = "TransportHandlingUnit/TransportEquipment|Consignment/TransportHandlingUnit/TransportEquipment|ContainerizedTransportEquipment";
    let equipment = shipments.iter().flat_map(|shipment| shipment.all(paths)).collect();
    for equipment in t.few(equipment) {
        let Some(id) =
            equipment.value("ID").filter(|id| !containers.iter().any(|known| known.number == id.text()))
        else {
            continue;
        };
        let container = t.within(&format!("containers[{}]", containers.len()), |t| {
            let number = t.text("number", Some(id)).unwrap_or_default();
            let seals = equipment.all("TransportEquipmentSeal/ID").into_iter().zip(0..);
            Container {
                number,
                seals: seals.filter_map(|(seal, at)| t.text(&format!("seals[{at}]"), Some(seal))).collect(),
            }
        });
        containers.push(container);
    }
    containers
}
