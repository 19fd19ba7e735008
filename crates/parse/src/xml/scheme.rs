//! Whose number a party's registration is.
//!
//! ISO 6523 codes and the words of both standards become the contract's words where it has one; other schemes
//! keep their own code.

use super::kinds;
use super::transcript::{Transcript, one_line};
use super::tree::Node;
use trade::part::{Party, PartyId};

/// The company register's number, where no scheme names the register.
pub(super) const REGISTER: &str = "legal_registration";

/// A tax number that is not VAT.
pub(super) const TAX: &str = "TAX";

/// The scheme's word.
pub(super) fn word(scheme: &str) -> &str {
    match scheme {
        "0088" | "GLN" => "GLN",
        "0060" | "DUNS" => "DUNS",
        "0199" | "LEI" => "LEI",
        "VA" | "VAT" => "VAT",
        "FC" | "LOC" | "TAX" => TAX,
        other => other,
    }
}

/// Adds a registration that is not there yet.
pub(super) fn register(t: &mut Transcript, party: &mut Party, node: Node<'_, '_>, scheme: Option<&str>) {
    let value = node.text();
    let scheme = scheme.map(|scheme| word(scheme).to_owned());
    if value.is_empty()
        || kinds::says_nothing(value)
        || party.ids.iter().any(|id| id.value == value && (id.scheme == scheme || scheme.is_none()))
    {
        return;
    }
    let path = format!("ids[{}].value", party.ids.len());
    if let Some(value) = t.text(&path, Some(node)) {
        party.ids.push(PartyId { scheme, value });
    }
}

/// An address: its parts in the order given, one line each, what repeats left out.
pub(super) fn address(t: &mut Transcript, parts: &[Node<'_, '_>]) -> Option<String> {
    let mut kept: Vec<Node<'_, '_>> = Vec::with_capacity(parts.len());
    for part in t.few(parts.to_vec()) {
        let text = part.text().trim_end_matches(',');
        if !text.is_empty() && !kept.iter().any(|known| known.text().trim_end_matches(',') == text) {
            kept.push(part);
        }
    }
    let mut value = String::new();
    let mut before = "";
    for part in &kept {
        let is_number = part.name() == "BuildingNumber" && before == "StreetName";
        value.push_str(if value.is_empty() {
            ""
        } else if is_number {
            " "
        } else {
            ", "
        });
        value.push_str(&one_line(part.text().trim_end_matches(',').trim_end()));
        before = part.name();
    }
    if value.is_empty() {
        return None;
    }
    t.evidence("address", &kept, &value);
    Some(value)
}
