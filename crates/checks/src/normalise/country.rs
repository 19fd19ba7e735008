//! Countries: ISO 3166-1 alpha-2 for alpha-3, numbers, names and the codes of other bodies (`UK`, `EL`).

use super::{Place, write};
use crate::findings::Findings;
use trade::Record;
use trade::country::{Answer, How, read};
use trade::part::Party;

const RULE: &str = "normalise.country/1";

pub(super) fn normalise(record: &mut Record, findings: &mut Findings) {
    one(&mut record.destination, Place::document("destination"), findings);
    one(&mut record.country_of_export, Place::document("country_of_export"), findings);
    for (party, field) in parties(record) {
        if let Some(party) = party {
            one(&mut party.country, Place::document(field), findings);
        }
    }
    for line in &mut record.line_items {
        one(&mut line.origin_country, Place::line(line.line, "origin_country"), findings);
    }
}

fn one(text: &mut Option<String>, place: Place, findings: &mut Findings) {
    let Some(text) = text else { return };
    if let Answer::Read(reading) = read(text)
        && reading.how != How::Exact
    {
        write(text, reading.country.as_str(), RULE, place, findings);
    }
}

/// The parties with the names of their countries' fields.
fn parties(record: &mut Record) -> [(Option<&mut Party>, &'static str); 9] {
    [
        (record.seller.as_deref_mut(), "seller.country"),
        (record.buyer.as_deref_mut(), "buyer.country"),
        (record.shipper.as_deref_mut(), "shipper.country"),
        (record.consignee.as_deref_mut(), "consignee.country"),
        (record.ship_to.as_deref_mut(), "ship_to.country"),
        (record.importer.as_deref_mut(), "importer.country"),
        (record.exporter.as_deref_mut(), "exporter.country"),
        (record.manufacturer.as_deref_mut(), "manufacturer.country"),
        (record.notify.as_deref_mut(), "notify.country"),
    ]
}
