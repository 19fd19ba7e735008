//! The head of a CII invoice: number, dates, kind, parties, terms, references and remarks.

use super::parts::{Parts, moment};
use super::{party, references};
use crate::xml::documents::Documents;
use crate::xml::incoterms_year as year;
use crate::xml::kinds;
use crate::xml::language;
use crate::xml::transcript::Transcript;
use crate::xml::tree::Node;
use trade::part::DeliveryTerms;
use trade::{Kind, Record};

/// Fills the head.
pub(super) fn read(t: &mut Transcript, parts: &Parts<'_, '_>, record: &mut Record) {
    let mut documents = Documents::default();
    if let Some(document) = parts.document {
        exchanged(t, document, parts.kind, record);
    }
    if let Some(agreement) = parts.agreement {
        record.seller = party::party(t, "seller", agreement.at("SellerTradeParty"));
        record.buyer = party::party(t, "buyer", agreement.at("BuyerTradeParty"));
        references::in_agreement(agreement, &mut documents);
        terms(t, agreement.at("ApplicableTradeDeliveryTerms"), record);
    }
    if let Some(delivery) = parts.delivery {
        references::in_delivery(delivery, &mut documents);
    }
    if let Some(settlement) = parts.settlement {
        references::in_settlement(settlement, &mut documents);
        settled(t, settlement, record);
    }
    record.references = documents.write(t);
    record.currency = t.text("currency", parts.currency);
    if kinds::is_correction(parts.document.and_then(|document| document.text_at("TypeCode"))) {
        let replaced = parts
            .settlement
            .and_then(|s| s.value("InvoiceReferencedDocument/IssuerAssignedID|InvoiceReferencedDocument/ID"));
        record.supersedes = t.text("supersedes", replaced);
    }
}

fn exchanged(t: &mut Transcript, document: Node<'_, '_>, kind: Kind, record: &mut Record) {
    record.invoice_number = t.text("invoice_number", document.value("ID"));
    record.invoice_date = t.date_of_format("invoice_date", moment(document.at("IssueDateTime")));
    let code = document.value("TypeCode");
    t.derived("kind", code.unwrap_or(document), kind);
    record.kind = Some(kind);
    crate::xml::remarks(t, &language::first(&document.all("IncludedNote/Content")), &mut record.notes);
}

/// Delivery terms: the code, its words where there is no code, and the place.
fn terms(t: &mut Transcript, from: Option<Node<'_, '_>>, record: &mut Record) {
    let Some(node) = from else { return };
    let terms = t.within("incoterms", |t| DeliveryTerms {
        printed: t.text("printed", node.value("DeliveryTypeCode|Description")),
        place: t.text("place", node.value("RelevantTradeLocation/Name|RelevantTradeLocation/ID")),
        year: year(t, &node.all("DeliveryTypeCode|Description")),
        ..DeliveryTerms::default()
    });
    if terms != DeliveryTerms::default() {
        record.incoterms = Some(Box::new(terms));
    }
    // Where a code stands too, the description is words about it.
    if node.value("DeliveryTypeCode").is_some() {
        crate::xml::remarks(t, &node.all("Description"), &mut record.notes);
    }
}

fn settled(t: &mut Transcript, settlement: Node<'_, '_>, record: &mut Record) {
    let words = settlement.all("SpecifiedTradePaymentTerms/Description");
    record.payment_terms = t.joined("payment_terms", &language::first(&words), "; ");
    let due = settlement.at("SpecifiedTradePaymentTerms/DueDateDateTime");
    record.payment_due_date = t.date_of_format("payment_due_date", moment(due));
    let start = settlement.at("BillingSpecifiedPeriod/StartDateTime");
    record.period_start = t.date_of_format("period_start", moment(start));
    let end = settlement.at("BillingSpecifiedPeriod/EndDateTime");
    record.period_end = t.date_of_format("period_end", moment(end));
}
