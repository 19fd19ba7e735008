//! The documents that a CII invoice or line names.

use crate::xml::documents::Documents;
use crate::xml::kinds;
use crate::xml::tree::Node;

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
pub(super) fn in_agreement<'t, 'a>(from: Node<'t, 'a>, documents: &mut Documents<'t, 'a>) {
    if let Some(number) = from.value("BuyerReference") {
        documents.take("buyer_reference", number, None);
    }
    named(from, &IN_AGREEMENT, documents);
    typed(from, documents);
}

/// Those below a delivery.
pub(super) fn in_delivery<'t, 'a>(from: Node<'t, 'a>, documents: &mut Documents<'t, 'a>) {
    named(from, &IN_DELIVERY, documents);
}

/// Those below a settlement.
pub(super) fn in_settlement<'t, 'a>(from: Node<'t, 'a>, documents: &mut Documents<'t, 'a>) {
    named(from, &IN_SETTLEMENT, documents);
    typed(from, documents);
}

fn named<'t, 'a>(from: Node<'t, 'a>, table: &[(&str, &str)], documents: &mut Documents<'t, 'a>) {
    for (path, kind) in table {
        for document in from.all(path) {
            if let Some(number) = document.value("IssuerAssignedID|ID") {
                documents.take(kind, number, date(document));
            }
        }
    }
}

/// Documents whose type is a code: 50 is a tender or lot here (EN 16931, BT-17), else as elsewhere.
fn typed<'t, 'a>(from: Node<'t, 'a>, documents: &mut Documents<'t, 'a>) {
    for document in from.all("AdditionalReferencedDocument") {
        let Some(number) = document.value("IssuerAssignedID|ID") else { continue };
        let kind = match document.text_at("TypeCode") {
            Some("50") => "tender",
            code => code.and_then(kinds::reference).unwrap_or("document"),
        };
        documents.take(kind, number, date(document));
    }
}

fn date<'t, 'a>(document: Node<'t, 'a>) -> Option<Node<'t, 'a>> {
    let moment = document.at("FormattedIssueDateTime|IssueDateTime")?;
    // ZUGFeRD 1 writes the date into the aggregate itself.
    super::parts::moment(Some(moment)).or((!moment.text().is_empty()).then_some(moment))
}
