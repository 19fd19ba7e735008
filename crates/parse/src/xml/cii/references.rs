//! The documents that a CII invoice or line names.

use crate::xml::kinds;
use crate::xml::transcript::Transcript;
use crate::xml::tree::Node;
use trade::part::Reference;

/// Each aggregate holds the number; `ID` is ZUGFeRD 1's name for it.
const IN_AGREEMENT: [(&str, &str); 6] = [
    ("BuyerOrderReferencedDocument", "PO"),
    ("SellerOrderReferencedDocument", "sales_order"),
    ("ContractReferencedDocument", "contract"),
    ("QuotationReferencedDocument", "quotation"),
    ("SpecifiedProcuringProject", "project"),
    ("UltimateCustomerOrderReferencedDocument", "ultimate_customer_order"),
];

const IN_DELIVERY: [(&str, &str); 3] = [
    ("DespatchAdviceReferencedDocument", "despatch"),
    ("ReceivingAdviceReferencedDocument", "receipt"),
    ("DeliveryNoteReferencedDocument", "delivery_note"),
];

const IN_SETTLEMENT: [(&str, &str); 1] = [("InvoiceReferencedDocument", "invoice")];

/// Those below an agreement, of the document or of a line.
pub(super) fn in_agreement(t: &mut Transcript, from: Node<'_, '_>, references: &mut Vec<Reference>) {
    if let Some(buyers) = from.value("BuyerReference") {
        push(t, references, "buyer_reference", buyers, None);
    }
    named(t, from, &IN_AGREEMENT, references);
    documents(t, from, references);
}

/// Those below a delivery.
pub(super) fn in_delivery(t: &mut Transcript, from: Node<'_, '_>, references: &mut Vec<Reference>) {
    named(t, from, &IN_DELIVERY, references);
}

/// Those below a settlement.
pub(super) fn in_settlement(t: &mut Transcript, from: Node<'_, '_>, references: &mut Vec<Reference>) {
    named(t, from, &IN_SETTLEMENT, references);
    documents(t, from, references);
}

fn named(t: &mut Transcript, from: Node<'_, '_>, table: &[(&str, &str)], references: &mut Vec<Reference>) {
    for (path, kind) in table {
        for document in from.all(path) {
            if let Some(id) = document.value("IssuerAssignedID|ID") {
                push(t, references, kind, id, date(document));
            }
        }
    }
}

/// Documents whose type is a code: 50 is a tender or lot here (EN 16931, BT-17), else as elsewhere.
fn documents(t: &mut Transcript, from: Node<'_, '_>, references: &mut Vec<Reference>) {
    for document in from.all("AdditionalReferencedDocument") {
        let Some(id) = document.value("IssuerAssignedID|ID") else { continue };
        let kind = match document.text_at("TypeCode") {
            Some("50") => "tender",
            code => code.and_then(kinds::reference).unwrap_or("document"),
        };
        push(t, references, kind, id, date(document));
    }
}

fn date<'t, 'a>(document: Node<'t, 'a>) -> Option<Node<'t, 'a>> {
    let moment = document.at("FormattedIssueDateTime|IssueDateTime")?;
    // ZUGFeRD 1 writes the date into the aggregate itself.
    super::parts::moment(Some(moment)).or((!moment.text().is_empty()).then_some(moment))
}

fn push(
    t: &mut Transcript,
    references: &mut Vec<Reference>,
    kind: &str,
    node: Node<'_, '_>,
    date: Option<Node<'_, '_>>,
) {
    let value = node.text();
    let known = |other: &Reference| other.kind == kind && other.value == value;
    if value.is_empty() || kinds::says_nothing(value) || references.iter().any(known) {
        return;
    }
    let reference = t.within(&format!("references[{}]", references.len()), |t| Reference {
        kind: kind.to_owned(),
        value: t.text("value", Some(node)).unwrap_or_default(),
        date: t.date_of_format("date", date),
    });
    references.push(reference);
}
