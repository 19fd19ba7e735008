//! The documents that a UBL document or line names.

use crate::xml::documents::Documents;
use crate::xml::kinds;
use crate::xml::tree::Node;

/// Where a number stands and what it is the number of.
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

const OF_SHIPMENT: [(&str, &str); 4] = [
    ("ID", "shipment"),
    ("Consignment/ID", "consignment"),
    ("Delivery/TrackingID", "tracking"),
    ("Consignment/TransportContract/ID", "transport_contract"),
];

/// Those of the whole document and of its shipments.
pub(super) fn of_document<'t, 'a>(root: Node<'t, 'a>) -> Documents<'t, 'a> {
    let mut documents = Documents::default();
    named(root, &OF_DOCUMENT, &mut documents);
    typed(root.all("AdditionalDocumentReference"), &mut documents);
    for shipment in root.all("Shipment|Delivery/Shipment") {
        // UBL requires these numbers, so that many senders only count them: 1, 2, 3.
        let counted = |number: Node<'_, '_>| number.text().len() < 4;
        for (path, kind) in OF_SHIPMENT {
            for number in shipment.all(path).into_iter().filter(|number| !counted(*number)) {
                documents.take(kind, number, None);
            }
        }
        typed(
            shipment.all("ShipmentDocumentReference|Consignment/TransportDocumentReference"),
            &mut documents,
        );
    }
    documents
}

/// Those of a line.
pub(super) fn of_line<'t, 'a>(line: Node<'t, 'a>) -> Documents<'t, 'a> {
    let mut documents = Documents::default();
    named(line, &OF_LINE, &mut documents);
    typed(line.all("DocumentReference|Item/ItemSpecificationDocumentReference"), &mut documents);
    documents
}

fn named<'t, 'a>(from: Node<'t, 'a>, table: &[(&str, &str)], documents: &mut Documents<'t, 'a>) {
    for (path, kind) in table {
        for number in from.all(path) {
            let around = number.parent().filter(|_| path.contains('/') && number.name() != "SalesOrderID");
            documents.take(kind, number, around.and_then(|around| around.value("IssueDate")));
        }
    }
}

/// References whose type is a code or words of their own.
fn typed<'t, 'a>(from: Vec<Node<'t, 'a>>, documents: &mut Documents<'t, 'a>) {
    for document in from {
        let Some(number) = document.value("ID") else { continue };
        let coded = document.text_at("DocumentTypeCode").and_then(kinds::reference);
        let kind = coded.or(document.text_at("DocumentType")).unwrap_or("document");
        documents.take(kind, number, document.value("IssueDate"));
    }
}
