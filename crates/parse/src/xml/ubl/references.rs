//! The documents that a UBL document or line names.

use crate::xml::kinds;
use crate::xml::transcript::Transcript;
use crate::xml::tree::Node;
use trade::part::Reference;

/// Where a reference stands and what it is.
const OF_DOCUMENT: [(&str, &str); 18] = [
    ("BuyerReference", "buyer_reference"),
    ("OrderReference/ID", "PO"),
    ("OrderReference/SalesOrderID", "sales_order"),
    ("ContractDocumentReference/ID", "contract"),
    ("Contract/ID", "contract"),
    ("DespatchDocumentReference/ID", "despatch"),
    ("ReceiptDocumentReference/ID", "receipt"),
    ("ProjectReference/ID", "project"),
    ("OriginatorDocumentReference/ID", "tender"),
    ("StatementDocumentReference/ID", "statement"),
    ("BillingReference/InvoiceDocumentReference/ID", "invoice"),
    ("BillingReference/SelfBilledInvoiceDocumentReference/ID", "invoice"),
    ("BillingReference/CreditNoteDocumentReference/ID", "credit_note"),
    ("BillingReference/SelfBilledCreditNoteDocumentReference/ID", "credit_note"),
    ("BillingReference/DebitNoteDocumentReference/ID", "debit_note"),
    ("BillingReference/AdditionalDocumentReference/ID", "document"),
    ("DiscrepancyResponse/ReferenceID", "invoice"),
    ("QuotationDocumentReference/ID", "quotation"),
];

const OF_LINE: [(&str, &str); 9] = [
    ("OrderLineReference/OrderReference/ID", "PO"),
    ("OrderLineReference/OrderReference/SalesOrderID", "sales_order"),
    ("DespatchLineReference/DocumentReference/ID", "despatch"),
    ("ReceiptLineReference/DocumentReference/ID", "receipt"),
    ("BillingReference/InvoiceDocumentReference/ID", "invoice"),
    ("BillingReference/SelfBilledInvoiceDocumentReference/ID", "invoice"),
    ("BillingReference/CreditNoteDocumentReference/ID", "credit_note"),
    ("DiscrepancyResponse/ReferenceID", "invoice"),
    ("Item/Certificate/ID", "certificate"),
];

/// Those of the whole document.
pub(super) fn of_document(t: &mut Transcript, root: Node<'_, '_>) -> Vec<Reference> {
    let mut references = named(t, root, &OF_DOCUMENT);
    documents(t, root.all("AdditionalDocumentReference"), &mut references);
    references
}

/// Those of a line.
pub(super) fn of_line(t: &mut Transcript, line: Node<'_, '_>) -> Vec<Reference> {
    let mut references = named(t, line, &OF_LINE);
    documents(t, line.all("DocumentReference|Item/ItemSpecificationDocumentReference"), &mut references);
    references
}

/// Those of the shipment.
pub(super) fn of_shipment(t: &mut Transcript, shipment: Node<'_, '_>, references: &mut Vec<Reference>) {
    for (path, kind) in [
        ("ID", "shipment"),
        ("Consignment/ID", "consignment"),
        ("Delivery/TrackingID", "tracking"),
        ("Consignment/TransportContract/ID", "transport_contract"),
    ] {
        for node in shipment.all(path) {
            push(t, references, kind, node, None);
        }
    }
    documents(
        t,
        shipment.all("ShipmentDocumentReference|Consignment/TransportDocumentReference"),
        references,
    );
}

fn named(t: &mut Transcript, from: Node<'_, '_>, table: &[(&str, &str)]) -> Vec<Reference> {
    let mut references = Vec::new();
    for (path, kind) in table {
        for node in from.all(path) {
            let date = if node.name() == "SalesOrderID" {
                None
            } else {
                node.parent().and_then(|p| p.value("IssueDate"))
            };
            push(t, &mut references, kind, node, date.filter(|_| path.contains('/')));
        }
    }
    references
}

/// References whose type is a code or words of their own.
fn documents(t: &mut Transcript, from: Vec<Node<'_, '_>>, references: &mut Vec<Reference>) {
    for document in from {
        let Some(id) = document.value("ID") else { continue };
        let coded = document.text_at("DocumentTypeCode").and_then(kinds::reference);
        let kind = coded.or(document.text_at("DocumentType")).unwrap_or("document");
        push(t, references, kind, id, document.value("IssueDate"));
    }
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
        date: t.date("date", date),
    });
    references.push(reference);
}
