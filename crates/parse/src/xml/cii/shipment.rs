//! Delivery and carriage of a CII invoice.

use super::parts::{Parts, moment};
use super::party;
use crate::xml::kinds;
use crate::xml::transcript::Transcript;
use crate::xml::tree::Node;
use trade::Record;
use trade::part::Transport;

/// Fills in where the goods go and how.
pub(super) fn read(t: &mut Transcript, parts: &Parts<'_, '_>, record: &mut Record) {
    let Some(delivery) = parts.delivery else { return };
    record.ship_to = party::party(t, "ship_to", delivery.at("ShipToTradeParty|UltimateShipToTradeParty"));
    record.shipper = party::party(t, "shipper", delivery.at("ShipFromTradeParty"));
    let event = delivery.at("ActualDeliverySupplyChainEvent/OccurrenceDateTime");
    record.delivery_date = t.date_of_format("delivery_date", moment(event));
    let Some(consignment) = delivery.at("RelatedSupplyChainConsignment") else { return };
    record.gross_weight = t.measure("gross_weight", consignment.value("GrossWeightMeasure"));
    record.net_weight = t.measure("net_weight", consignment.value("NetWeightMeasure"));
    record.volume = t.measure("volume", consignment.value("GrossVolumeMeasure"));
    record.packages = t.decimal("packages", consignment.value("PackageQuantity"));
    record.consignee = party::party(t, "consignee", consignment.at("ConsigneeTradeParty"));
    record.shipper =
        record.shipper.take().or_else(|| party::party(t, "shipper", consignment.at("ConsignorTradeParty")));
    let transport = t.within("transport", |t| transport(t, consignment));
    if transport != Transport::default() {
        record.transport = Some(Box::new(transport));
    }
}

fn transport(t: &mut Transcript, consignment: Node<'_, '_>) -> Transport {
    let mode = consignment.value("SpecifiedLogisticsTransportMovement/ModeCode");
    let vessel = "SpecifiedLogisticsTransportMovement/UsedLogisticsTransportMeans/Name\
|SpecifiedLogisticsTransportMovement/UsedLogisticsTransportMeans/ID";
    let transport = Transport {
        mode: mode.map(|mode| kinds::transport_mode(mode.text()).to_owned()),
        vessel: t.text("vessel", consignment.value(vessel)),
        voyage: t.text("voyage", consignment.value("SpecifiedLogisticsTransportMovement/ID")),
        carrier: t.text("carrier", consignment.value("CarrierTradeParty/Name")),
        ..Transport::default()
    };
    if let (Some(node), Some(word)) = (mode, &transport.mode) {
        t.derived("mode", node, word);
    }
    transport
}
