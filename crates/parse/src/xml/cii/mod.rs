//! UN/CEFACT Cross Industry Invoice: D16B (EN 16931, Factur-X, XRechnung), the older ZUGFeRD 1 naming of it, and the
//! Cross Industry Order of Order-X, which is built of the same aggregates.
//!
//! They differ in the names of a few aggregates; every look-up names all. Amounts of an invoice are in
//! its invoice currency unless they say otherwise (EN 16931, BT-5), lines too.

mod charges;
mod groups;
mod header;
mod line;
mod parts;
mod party;
mod references;
mod shipment;
mod totals;

use super::transcript::Transcript;
use super::tree::Tree;
use crate::limits::Limits;
use trade::{Kind, Parsed, Record};

/// The namings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// `CrossIndustryInvoice:100`.
    D16b,
    /// `CrossIndustryDocument:invoice:1p0`.
    Zugferd1,
    /// `SCRDMCCBDACIOMessageStructure:100`: an order, a change of one, or the answer to one.
    OrderX,
}

/// Whether a namespace is of the vocabulary.
pub(super) fn speaks(namespace: &str) -> bool {
    namespace.starts_with("urn:un:unece:uncefact:data:standard:")
        || namespace.starts_with("urn:ferd:CrossIndustryDocument:")
        || namespace == "urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100"
}

/// Reads an invoice or an order.
pub(super) fn read(tree: &mut Tree<'_>, naming: Naming, limits: &Limits) -> Parsed {
    tree.speak(speaks);
    let root = tree.root();
    let mut t = Transcript::new("read.cii/1", limits);
    let parts = parts::Parts::of(root, naming);
    let mut record = Record::default();
    header::read(&mut t, &parts, &mut record);
    shipment::read(&mut t, &parts, &mut record);
    totals::read(&mut t, &parts, &mut record);
    record.line_items = line::all(&mut t, &parts);
    super::transport_documents(&mut t, &mut record);
    let format = match naming {
        Naming::D16b => "cii",
        Naming::Zugferd1 => "cii-zugferd1",
        Naming::OrderX => "cii-order",
    };
    super::finish(t, format, record.kind.unwrap_or(Kind::Unknown), root, record, limits)
}
