//! Which roots are read as what, and what is said of the others.

use super::{codes, read, ubl_invoice};
use trade::Kind;

/// The invoice under another root of UBL.
fn under(root: &str, inside: &str) -> String {
    let invoice = ubl_invoice(inside);
    invoice
        .replace("xsd:Invoice-2", &format!("xsd:{root}-2"))
        .replace("<Invoice", &format!("<{root}"))
        .replace("</Invoice", &format!("</{root}"))
}

const PARTIES: &str = "<cbc:ID>7</cbc:ID>\
<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Seller</cbc:Name></cac:PartyName></cac:Party></cac:AccountingSupplierParty>\
<cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>Buyer</cbc:Name></cac:PartyName></cac:Party></cac:AccountingCustomerParty>";

#[test]
fn what_the_buyer_bills_himself_is_an_invoice_of_the_seller() {
    let invoice = format!("{PARTIES}<cac:InvoiceLine><cbc:ID>1</cbc:ID></cac:InvoiceLine>");
    let credit = format!("{PARTIES}<cac:CreditNoteLine><cbc:ID>1</cbc:ID></cac:CreditNoteLine>");
    let typed =
        |code: &str, of: &str, inside: &str| format!("<cbc:{of}TypeCode>{code}</cbc:{of}TypeCode>{inside}");
    for (root, inside, kind) in [
        ("Invoice", typed("389", "Invoice", &invoice), Kind::CommercialInvoice),
        ("SelfBilledInvoice", invoice.clone(), Kind::CommercialInvoice),
        ("CreditNote", typed("261", "CreditNote", &credit), Kind::CreditNote),
        ("SelfBilledCreditNote", credit.clone(), Kind::CreditNote),
    ] {
        let parsed = read(&under(root, &inside));
        assert_eq!((codes(&parsed), parsed.kind), (vec![], kind), "{root}");
        let name = |party: Option<Box<trade::part::Party>>| party.and_then(|party| party.name);
        assert_eq!(name(parsed.record.seller).as_deref(), Some("Seller"), "{root}");
        assert_eq!(name(parsed.record.buyer).as_deref(), Some("Buyer"), "{root}");
        assert_eq!(parsed.record.line_items.len(), 1, "{root}");
    }
}

#[test]
fn what_is_known_and_not_read_is_said_in_words() {
    for (root, words) in [
        ("Order", "it is about what was ordered"),
        ("ReceiptAdvice", "of what arrived"),
        ("Waybill", "paper of the carriage"),
        ("TransportationStatus", "reports on a carriage"),
        ("GoodsItemItinerary", "plans a carriage"),
        ("ExportCustomsDeclaration", "declaration already"),
    ] {
        let parsed = read(&under(root, ""));
        assert_eq!(codes(&parsed), ["unsupported_format"]);
        let finding = &parsed.findings[0];
        assert!(finding.message.starts_with(&format!("A UBL {root} is not read: ")), "{}", finding.message);
        assert!(finding.message.contains(words), "{}", finding.message);
        assert_eq!(finding.inputs["root"], root);
    }
    // A name of UBL in a space of somebody else's is nobody's we know.
    let other = read("<Waybill xmlns='urn:other'/>");
    assert!(other.findings[0].message.contains("urn:other"), "{}", other.findings[0].message);
    let unknown = read(&under("Fable", ""));
    assert!(
        unknown.findings[0].message.starts_with("XML with the root Fable"),
        "{}",
        unknown.findings[0].message
    );
    let signature = read("<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/>");
    assert!(signature.findings[0].message.contains("send that"), "{}", signature.findings[0].message);
}

/// An order of Order-X with one line of which so many are wanted, and so many agreed.
fn order(code: &str) -> String {
    super::cii_invoice(
        "<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedLineTradeDelivery>\
<ram:RequestedQuantity unitCode='C62'>5</ram:RequestedQuantity><ram:AgreedQuantity unitCode='C62'>4</ram:AgreedQuantity>\
</ram:SpecifiedLineTradeDelivery></ram:IncludedSupplyChainTradeLineItem><ram:ApplicableHeaderTradeSettlement>\
<ram:OrderCurrencyCode>EUR</ram:OrderCurrencyCode></ram:ApplicableHeaderTradeSettlement>",
    )
    .replace("data:standard:CrossIndustryInvoice:100", "data:SCRDMCCBDACIOMessageStructure:100")
    .replace("CrossIndustryInvoice", "SCRDMCCBDACIOMessageStructure")
    .replace(
        "<rsm:SupplyChain",
        &format!("<rsm:ExchangedDocument><ram:ID>7</ram:ID><ram:TypeCode>{code}</ram:TypeCode></rsm:ExchangedDocument><rsm:SupplyChain"),
    )
}

#[test]
fn an_order_asks_for_a_quantity_and_its_answer_agrees_to_one() {
    for (code, quantity) in [("220", "5"), ("231", "4")] {
        let parsed = read(&order(code));
        assert_eq!((codes(&parsed), parsed.kind, parsed.format.as_str()), (vec![], Kind::Order, "cii-order"));
        assert_eq!(parsed.record.invoice_number.as_deref(), Some("7"));
        assert_eq!(parsed.record.currency.as_deref(), Some("EUR"));
        let line = &parsed.record.line_items[0];
        assert_eq!(line.quantity.map(|number| number.to_string()).as_deref(), Some(quantity), "{code}");
        assert_eq!(line.unit.as_deref(), Some("C62"));
    }
}
