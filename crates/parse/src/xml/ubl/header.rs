//! The head of a UBL document: number, dates, kind, parties, terms, references and remarks.

use super::{Document, party, references, shipment};
use crate::xml::kinds;
use crate::xml::language;
use crate::xml::transcript::Transcript;
use crate::xml::tree::Node;
use crate::xml::{incoterms_year as year, remarks};
use trade::part::DeliveryTerms;
use trade::{Kind, Record};

/// What every document has.
pub(super) fn read(t: &mut Transcript, root: Node<'_, '_>, document: Document, record: &mut Record) {
    record.invoice_number = t.text("invoice_number", root.value("ID"));
    record.invoice_date = t.date("invoice_date", root.value("IssueDate"));
    let code = root.value("InvoiceTypeCode|CreditNoteTypeCode");
    let kind = match document {
        Document::Invoice => kinds::invoice(code.map(Node::text)),
        Document::CreditNote => Kind::CreditNote,
        Document::DespatchAdvice => Kind::PackingList,
    };
    t.derived("kind", code.unwrap_or(root), kind);
    record.kind = Some(kind);
    if kinds::is_correction(code.map(Node::text)) {
        record.supersedes = t.text("supersedes", root.value("BillingReference/InvoiceDocumentReference/ID"));
    }
    record.references = references::of_document(root).write(t);
    remarks(t, &language::first(&root.all("Note")), &mut record.notes);
}

/// What invoices and credit notes have besides, but sums and lines.
pub(super) fn invoice(t: &mut Transcript, root: Node<'_, '_>, record: &mut Record) {
    // The seller of the goods stands apart only where somebody else settles the account.
    record.seller = party::party(t, "seller", root.at("SellerSupplierParty|AccountingSupplierParty"));
    record.buyer = party::party(t, "buyer", root.at("BuyerCustomerParty|AccountingCustomerParty"));
    record.currency = match root.value("DocumentCurrencyCode") {
        Some(code) => t.text("currency", Some(code)),
        None => {
            let total = root.value("LegalMonetaryTotal/PayableAmount|LegalMonetaryTotal/LineExtensionAmount");
            t.attribute("currency", total, "currencyID")
        }
    };
    let terms = root.all("PaymentTerms/Note");
    record.payment_terms = t.joined("payment_terms", &language::first(&terms), "; ");
    let due = root.value(
        "DueDate|PaymentMeans/PaymentDueDate|PaymentTerms/PaymentDueDate|PaymentTerms/InstallmentDueDate",
    );
    record.payment_due_date = t.date("payment_due_date", due);
    record.period_start = t.date("period_start", root.value("InvoicePeriod/StartDate"));
    record.period_end = t.date("period_end", root.value("InvoicePeriod/EndDate"));
    if let Some(delivery) = root.at("Delivery") {
        record.ship_to = party::place(t, "ship_to", delivery);
        let consignments = delivery.all("Shipment");
        shipment::read(t, &consignments, record);
    }
    record.delivery_date =
        t.date("delivery_date", root.value("Delivery/ActualDeliveryDate|Delivery/LatestDeliveryDate"));
    let terms = root.at("DeliveryTerms|Delivery/DeliveryTerms|Delivery/Shipment/Delivery/DeliveryTerms");
    delivery_terms(t, terms, record);
}

/// Incoterms as printed, and the named place.
pub(super) fn delivery_terms(t: &mut Transcript, from: Option<Node<'_, '_>>, record: &mut Record) {
    let Some(node) = from else { return };
    let place = "DeliveryLocation/Name|DeliveryLocation/Description|DeliveryLocation/ID|DeliveryLocation/Address/CityName";
    let terms = t.within("incoterms", |t| DeliveryTerms {
        printed: t.text("printed", node.value("ID|SpecialTerms")),
        place: t.text("place", node.value(place)),
        year: year(t, &node.all("ID|SpecialTerms")),
        ..DeliveryTerms::default()
    });
    if terms != DeliveryTerms::default() {
        record.incoterms = Some(Box::new(terms));
    }
    // Where a code stands too, special terms are words about it.
    if node.value("ID").is_some() {
        remarks(t, &node.all("SpecialTerms"), &mut record.notes);
    }
}
