//! A CII trade party: name, address, contact and registrations.

use crate::xml::scheme::{self, REGISTER};
use crate::xml::transcript::{Found, Transcript};
use crate::xml::tree::Node;
use trade::part::Party;

/// The party at the element, if it says anything.
pub(super) fn party(t: &mut Transcript, field: &str, from: Found<'_, '_>) -> Option<Box<Party>> {
    let node = from?;
    let party = t.within(field, |t| {
        let mut party = Party {
            name: t.text("name", node.value("Name|SpecifiedLegalOrganization/TradingBusinessName")),
            contact: contact(t, node),
            ..located(t, node.at("PostalTradeAddress"))
        };
        registrations(t, &mut party, node);
        party
    });
    (!party.is_empty()).then(|| Box::new(party))
}

fn located(t: &mut Transcript, address: Found<'_, '_>) -> Party {
    let Some(address) = address else { return Party::default() };
    let lines = address.all(
        "BuildingName|StreetName|BuildingNumber|LineOne|LineTwo|LineThree|LineFour|LineFive|PostOfficeBox\
|CitySubDivisionName|CityName|CountrySubDivisionName",
    );
    Party {
        address: scheme::address(t, &lines),
        postal_code: t.text("postal_code", address.value("PostcodeCode")),
        country: t.text("country", address.value("CountryID|CountryName")),
        ..Party::default()
    }
}

fn contact(t: &mut Transcript, node: Node<'_, '_>) -> Option<String> {
    let contact = node.at("DefinedTradeContact")?;
    let ways = contact.all(
        "PersonName|DepartmentName|TelephoneUniversalCommunication/CompleteNumber\
|EmailURIUniversalCommunication/URIID|EmailURIUniversalCommunication/CompleteNumber",
    );
    t.joined("contact", &ways, ", ")
}

fn registrations(t: &mut Transcript, party: &mut Party, node: Node<'_, '_>) {
    for id in t.few(node.all("SpecifiedTaxRegistration/ID")) {
        scheme::register(t, party, id, Some(id.attribute("schemeID").unwrap_or(scheme::TAX)));
    }
    for id in t.few(node.all("GlobalID|ID")) {
        scheme::register(t, party, id, id.attribute("schemeID"));
    }
    for id in t.few(node.all("SpecifiedLegalOrganization/ID")) {
        scheme::register(t, party, id, Some(id.attribute("schemeID").unwrap_or(REGISTER)));
    }
    // A mail address is where invoices go, no registration.
    for id in t.few(node.all("URIUniversalCommunication/URIID")) {
        if id.attribute("schemeID").is_some_and(|scheme| scheme != "EM") {
            scheme::register(t, party, id, id.attribute("schemeID"));
        }
    }
}
