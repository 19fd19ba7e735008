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
    let terms = root.all(
        "DeliveryTerms|Delivery/DeliveryTerms|Delivery/Shipment/Delivery/DeliveryTerms|Delivery/Shipment/Consignment/DeliveryTerms",
    );
    delivery_terms(t, &terms, record);
}

/// Incoterms as printed, the named place and the edition. Of several statements of them the first counts that has a
/// code, else the first; the words of all are kept.
pub(super) fn delivery_terms(t: &mut Transcript, stated: &[Node<'_, '_>], record: &mut Record) {
    let coded = stated.iter().find(|node| node.value("ID").is_some());
    let Some(node) = coded.or(stated.first()).copied() else { return };
    let place = "DeliveryLocation/Name|DeliveryLocation/Description|DeliveryLocation/ID|DeliveryLocation/Address/CityName";
    let words: Vec<Node<'_, '_>> = stated.iter().flat_map(|one| one.all("ID|SpecialTerms")).collect();
    let printed = node.value("ID|SpecialTerms");
    let terms = t.within("incoterms", |t| DeliveryTerms {
        printed: t.text("printed", printed),
        place: t.text("place", node.value(place)),
        year: year(t, &words).or_else(|| edition(t, node.value("ID"))),
        ..DeliveryTerms::default()
    });
    if terms != DeliveryTerms::default() {
        record.incoterms = Some(Box::new(terms));
    }
    // What is not the term itself are words about it.
    let term = printed.map(Node::place);
    let mut about: Vec<Node<'_, '_>> = stated.iter().flat_map(|one| one.all("SpecialTerms")).collect();
    about.retain(|words| Some(words.place()) != term);
    remarks(t, &about, &mut record.notes);
}

/// The edition that the list of the code is of, where no words name one.
fn edition(t: &mut Transcript, code: Option<Node<'_, '_>>) -> Option<u16> {
    let code = code?;
    let named = ["schemeVersionID", "schemeID", "schemeName"].into_iter().find_map(|attribute| {
        let year = kinds::incoterms_year(code.attribute(attribute)?)?;
        Some((attribute, year))
    });
    let (attribute, year) = named?;
    t.attribute("year", Some(code), attribute);
    t.restate("year", Some(year));
    Some(year)
}
