//! Documents of trade that are known by their root and not read: what each is, so that whoever sent it knows why.
//!
//! Promises one sentence about the document and never about its contents. Refuses to know how to read any of them.

use super::Root;

const UBL: &str = "urn:oasis:names:specification:ubl:schema:xsd:";
const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";

/// Why the document is not read, where its namespace and name say what it is.
pub(super) fn described(root: &Root) -> Option<String> {
    if root.namespace == SIGNATURE && root.name == "Signature" {
        return Some(
            "A Signature is not read: the document that it signs is another file; send that".to_owned(),
        );
    }
    let own = root.namespace.strip_prefix(UBL)?.strip_suffix("-2")? == root.name;
    let (_, words) = KNOWN.iter().find(|(names, _)| own && names.split(' ').any(|name| name == root.name))?;
    Some(format!("A UBL {} is not read: {words}", root.name))
}

/// Roots of UBL 2.0 to 2.4 that speak of goods on their way from a seller to a buyer, and what they are.
const KNOWN: [(&str, &str); 12] = [
    (
        "Order OrderChange OrderCancellation OrderResponse OrderResponseSimple",
        "it is about what was ordered, not what was sold; send the invoice",
    ),
    (
        "RequestForQuotation Quotation Catalogue Tender",
        "it is an offer or asks for one, and nothing was sold yet; send the invoice",
    ),
    (
        "ReceiptAdvice",
        "it is the receiver's word of what arrived; send the invoice or the despatch advice of the sender",
    ),
    ("DebitNote", "a debit note changes an invoice that was declared; a person must look at it"),
    (
        "Statement Reminder RemittanceAdvice",
        "it is about payment, not goods; send the invoices that it names",
    ),
    ("ApplicationResponse", "it answers another document and has no goods in it"),
    (
        "Waybill BillOfLading FreightInvoice ForwardingInstructions PackingList",
        "it is a paper of the carriage; send the invoice, and the despatch advice for packages and weights",
    ),
    (
        "TransportExecutionPlan TransportExecutionPlanRequest TransportServiceDescription \
TransportServiceDescriptionRequest GoodsItemItinerary",
        "it plans a carriage and says nothing of a sale; send the invoice or the despatch advice",
    ),
    (
        "TransportationStatus TransportationStatusRequest TransportProgressStatus TransportProgressStatusRequest \
CommonTransportationReport",
        "it reports on a carriage and says nothing of a sale; send the invoice or the despatch advice",
    ),
    ("WeightStatement", "it states what was weighed; send the invoice or the despatch advice"),
    (
        "CertificateOfOrigin GoodsCertificate GoodsItemPassport",
        "it is a certificate that goes with a declaration; it has no invoice in it",
    ),
    (
        "ExportCustomsDeclaration ImportCustomsDeclaration TransitCustomsDeclaration",
        "it is a declaration already; send the invoice it was made from",
    ),
];
