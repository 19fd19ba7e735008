//! A UBL party: name, address, contact and registrations.
//!
//! The registered name stands before the trading name. Electronic delivery addresses that are mail addresses,
//! bank accounts and the numbers that two parties give each other in their ledgers are not registrations.

use crate::xml::scheme::{self, REGISTER, TAX};
use crate::xml::transcript::{Found, Transcript};
use crate::xml::tree::Node;
use trade::part::Party;

/// The party under an element that holds a `Party`, or that is one.
pub(super) fn party(t: &mut Transcript, field: &str, from: Found<'_, '_>) -> Option<Box<Party>> {
    let holder = from?;
    let node = holder.at("Party").unwrap_or(holder);
    let party = t.within(field, |t| {
        let mut party = Party {
            name: name(t, node),
            contact: contact(t, node, holder),
            ..located(
                t,
                node.at("PostalAddress|PhysicalLocation/Address|PartyLegalEntity/RegistrationAddress"),
            )
        };
        registrations(t, &mut party, node);
        party
    });
    (!party.is_empty()).then(|| Box::new(party))
}

/// A place that goods go to, with the party that receives them there where one is named.
pub(super) fn place(t: &mut Transcript, field: &str, delivery: Node<'_, '_>) -> Option<Box<Party>> {
    let at = delivery.at("DeliveryLocation|AlternativeDeliveryLocation");
    let receiver = delivery.at("DeliveryParty");
    let address = at.and_then(|at| at.at("Address")).or(delivery.at("DeliveryAddress"));
    let address = address.or(receiver.and_then(|party| party.at("PostalAddress")));
    let party = t.within(field, |t| {
        let found = receiver.and_then(|party| party.value(NAMES)).or(at.and_then(|at| at.value("Name")));
        let mut party = Party { name: t.text("name", found), ..located(t, address) };
        if let Some(receiver) = receiver {
            party.contact = contact(t, receiver, receiver);
            registrations(t, &mut party, receiver);
        }
        if let Some(id) = at.and_then(|at| at.value("ID")) {
            scheme::register(t, &mut party, id, id.attribute("schemeID"));
        }
        party
    });
    (!party.is_empty()).then(|| Box::new(party))
}

/// Where a party's name stands.
pub(super) const NAMES: &str =
    "PartyLegalEntity/RegistrationName|PartyName/Name|PartyTaxScheme/RegistrationName";

fn name(t: &mut Transcript, node: Node<'_, '_>) -> Option<String> {
    let person = || node.all("Person/FirstName|Person/MiddleName|Person/FamilyName");
    t.text("name", node.value(NAMES)).or_else(|| t.joined("name", &person(), " "))
}

/// The parts of an address that are lines of an envelope.
const STREET: &str = "Department|MarkAttention|MarkCare|InhouseMail|Floor|Room|BuildingName";
const TOWN: &str = "BlockName|AddressLine/Line|Postbox|PlotIdentification|CitySubdivisionName|District|CityName|Region|CountrySubentity";

/// Address, postal code and country.
pub(super) fn located(t: &mut Transcript, address: Found<'_, '_>) -> Party {
    let Some(address) = address else { return Party::default() };
    let mut parts = address.all(STREET);
    parts.extend(address.value("StreetName"));
    parts.extend(address.value("BuildingNumber"));
    parts.extend(address.all("AdditionalStreetName"));
    parts.extend(address.all(TOWN));
    if address.value("CountrySubentity").is_none() {
        parts.extend(address.value("CountrySubentityCode"));
    }
    Party {
        address: scheme::address(t, &parts),
        postal_code: t.text("postal_code", address.value("PostalZone")),
        country: t.text("country", address.value("Country/IdentificationCode|Country/Name")),
        ..Party::default()
    }
}

fn contact(t: &mut Transcript, node: Node<'_, '_>, holder: Node<'_, '_>) -> Option<String> {
    let own = node
        .at("Contact")
        .or(holder.at("DeliveryContact|DespatchContact|AccountingContact|BuyerContact|SellerContact"));
    let ways = own.map(|own| own.all("Name|Telephone|ElectronicMail")).unwrap_or_default();
    let person = || node.all("Person/FirstName|Person/MiddleName|Person/FamilyName|Person/JobTitle");
    t.joined("contact", &ways, ", ").or_else(|| t.joined("contact", &person(), " "))
}

fn registrations(t: &mut Transcript, party: &mut Party, node: Node<'_, '_>) {
    for tax in t.few(node.all("PartyTaxScheme")) {
        let Some(id) = tax.value("CompanyID") else { continue };
        let words = tax.all("TaxScheme/ID|TaxScheme/TaxTypeCode|TaxScheme/Name");
        let is_vat = words.is_empty() || words.iter().any(|word| word.text().contains("VAT"));
        let scheme = if is_vat { "VAT" } else { words.first().map_or(TAX, |word| word.text()) };
        scheme::register(t, party, id, Some(scheme));
    }
    for id in t.few(node.all("PartyIdentification/ID|PartyLegalEntity/CompanyID|EndpointID")) {
        let given = id.attribute("schemeID").filter(|scheme| *scheme != "ZZZ");
        let given = given
            .or(id.attribute("schemeAgencyID").filter(|agency| matches!(*agency, "EORI" | "GLN" | "LEI")));
        let default = if id.name() == "CompanyID" { Some(REGISTER) } else { None };
        // A mail address is where invoices go, no registration.
        let is_mail = id.name() == "EndpointID" && (given.is_none() || given == Some("EM"));
        if !is_mail {
            scheme::register(t, party, id, given.or(default));
        }
    }
}
