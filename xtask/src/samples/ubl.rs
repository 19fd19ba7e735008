//! A deal as OASIS UBL 2.1: Invoice, CreditNote, DespatchAdvice, Order. Elements stand in the order of the schemas.
//!
//! Promises: what customs wants (origin, classification, delivery terms, weights, packages) is in it. Refuses to know totals
//! other than the deal's.

use super::deal::{Deal, Line, kilograms, plain};
use super::parties::Party;
use super::xml::Xml;

const CBC: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";
const CAC: &str = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";

/// Which national code stands beside the six digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum National {
    /// Ten digits, labelled `HTS`.
    UnitedStates,
    /// Eight digits, labelled `CN` as the Combined Nomenclature is.
    Union,
    /// None.
    Absent,
    /// No classification at all, not even six digits.
    Unclassified,
}

/// A commercial invoice (type 380).
pub fn invoice(deal: &Deal, national: National) -> Vec<u8> {
    let mut xml = begin("Invoice", "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2");
    xml.leaf("cbc:CustomizationID", "urn:cen.eu:en16931:2017");
    xml.leaf("cbc:ID", deal.brief.number);
    xml.leaf("cbc:IssueDate", &deal.iso_date());
    xml.leaf("cbc:InvoiceTypeCode", "380");
    xml.leaf("cbc:DocumentCurrencyCode", deal.brief.currency);
    xml.within("cac:OrderReference", |xml| xml.leaf("cbc:ID", deal.brief.order));
    traders(&mut xml, deal, "cac:AccountingSupplierParty", "cac:AccountingCustomerParty");
    xml.within("cac:Delivery", |xml| {
        xml.within("cac:DeliveryLocation", |xml| address(xml, "cac:Address", &deal.brief.buyer));
        shipment(xml, deal);
    });
    xml.within("cac:DeliveryTerms", |xml| {
        xml.leaf_with("cbc:ID", &[("schemeID", "INCOTERMS")], deal.brief.terms.0);
        xml.leaf(
            "cbc:SpecialTerms",
            &format!("{} {} Incoterms 2020", deal.brief.terms.0, deal.brief.terms.1),
        );
        xml.within("cac:DeliveryLocation", |xml| xml.leaf("cbc:Description", deal.brief.terms.1));
    });
    xml.within("cac:PaymentTerms", |xml| xml.leaf("cbc:Note", payment_note(deal)));
    allowances(&mut xml, deal);
    totals(&mut xml, deal);
    for line in &deal.lines {
        xml.within("cac:InvoiceLine", |xml| money_line(xml, deal, line, "cbc:InvoicedQuantity", national));
    }
    xml.end()
}

/// A credit note (type 381) on the invoice named.
pub fn credit_note(deal: &Deal, invoice: &str) -> Vec<u8> {
    let mut xml = begin("CreditNote", "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2");
    xml.leaf("cbc:CustomizationID", "urn:cen.eu:en16931:2017");
    xml.leaf("cbc:ID", deal.brief.number);
    xml.leaf("cbc:IssueDate", &deal.iso_date());
    xml.leaf("cbc:CreditNoteTypeCode", "381");
    xml.leaf("cbc:Note", "Goods returned: damaged in transit");
    xml.leaf("cbc:DocumentCurrencyCode", deal.brief.currency);
    xml.within("cac:OrderReference", |xml| xml.leaf("cbc:ID", deal.brief.order));
    xml.within("cac:BillingReference", |xml| {
        xml.within("cac:InvoiceDocumentReference", |xml| xml.leaf("cbc:ID", invoice));
    });
    traders(&mut xml, deal, "cac:AccountingSupplierParty", "cac:AccountingCustomerParty");
    allowances(&mut xml, deal);
    totals(&mut xml, deal);
    for line in &deal.lines {
        xml.within("cac:CreditNoteLine", |xml| {
            money_line(xml, deal, line, "cbc:CreditedQuantity", National::Absent);
        });
    }
    xml.end()
}

/// A despatch advice: what is in which cartons, no prices.
pub fn despatch_advice(deal: &Deal) -> Vec<u8> {
    let mut xml = begin("DespatchAdvice", "urn:oasis:names:specification:ubl:schema:xsd:DespatchAdvice-2");
    xml.leaf("cbc:CustomizationID", "urn:fdc:peppol.eu:poacc:trns:despatch_advice:3");
    xml.leaf("cbc:ID", deal.brief.number);
    xml.leaf("cbc:IssueDate", &deal.iso_date());
    xml.within("cac:OrderReference", |xml| xml.leaf("cbc:ID", deal.brief.order));
    traders(&mut xml, deal, "cac:DespatchSupplierParty", "cac:DeliveryCustomerParty");
    shipment(&mut xml, deal);
    for line in &deal.lines {
        xml.within("cac:DespatchLine", |xml| {
            xml.leaf("cbc:ID", &line.number.to_string());
            xml.leaf_with(
                "cbc:DeliveredQuantity",
                &[("unitCode", &line.goods.unit)],
                &line.quantity.to_string(),
            );
            xml.within("cac:OrderLineReference", |xml| {
                xml.leaf("cbc:LineID", &(line.number * 10).to_string())
            });
            item(xml, deal, line, National::Absent);
            xml.within("cac:Shipment", |xml| line_shipment(xml, line));
        });
    }
    xml.end()
}

/// A purchase order: known to UBL, not a customs document.
pub fn order(deal: &Deal) -> Vec<u8> {
    let mut xml = begin("Order", "urn:oasis:names:specification:ubl:schema:xsd:Order-2");
    xml.leaf("cbc:ID", deal.brief.order);
    xml.leaf("cbc:IssueDate", &deal.iso_date());
    xml.leaf("cbc:DocumentCurrencyCode", deal.brief.currency);
    traders(&mut xml, deal, "cac:SellerSupplierParty", "cac:BuyerCustomerParty");
    for line in &deal.lines {
        xml.within("cac:OrderLine", |xml| {
            xml.within("cac:LineItem", |xml| {
                xml.leaf("cbc:ID", &line.number.to_string());
                xml.leaf_with("cbc:Quantity", &[("unitCode", &line.goods.unit)], &line.quantity.to_string());
                item(xml, deal, line, National::Absent);
            });
        });
    }
    xml.end()
}

fn begin(root: &'static str, namespace: &str) -> Xml {
    Xml::root(root, &[("xmlns", namespace), ("xmlns:cac", CAC), ("xmlns:cbc", CBC)])
}

fn traders(xml: &mut Xml, deal: &Deal, seller: &'static str, buyer: &'static str) {
    xml.within(seller, |xml| party(xml, &deal.brief.seller));
    xml.within(buyer, |xml| party(xml, &deal.brief.buyer));
}

fn party(xml: &mut Xml, party: &Party) {
    xml.within("cac:Party", |xml| {
        if !party.customs_id.is_empty() {
            xml.within("cac:PartyIdentification", |xml| {
                xml.leaf_with("cbc:ID", &[("schemeID", party.customs_scheme())], party.customs_id);
            });
        }
        xml.within("cac:PartyName", |xml| xml.leaf("cbc:Name", party.name));
        address(xml, "cac:PostalAddress", party);
        if !party.vat.is_empty() {
            xml.within("cac:PartyTaxScheme", |xml| {
                xml.leaf("cbc:CompanyID", party.vat);
                xml.within("cac:TaxScheme", |xml| xml.leaf("cbc:ID", "VAT"));
            });
        }
        xml.within("cac:PartyLegalEntity", |xml| xml.leaf("cbc:RegistrationName", party.name));
        xml.within("cac:Contact", |xml| xml.leaf("cbc:Name", party.contact));
    });
}

fn address(xml: &mut Xml, tag: &'static str, party: &Party) {
    xml.within(tag, |xml| {
        xml.leaf("cbc:StreetName", party.street);
        xml.leaf("cbc:CityName", party.city);
        xml.leaf("cbc:PostalZone", party.postal_code);
        xml.within("cac:Country", |xml| xml.leaf("cbc:IdentificationCode", party.country));
    });
}

fn shipment(xml: &mut Xml, deal: &Deal) {
    xml.within("cac:Shipment", |xml| {
        xml.leaf("cbc:ID", "1");
        xml.leaf_with("cbc:GrossWeightMeasure", &[("unitCode", "KGM")], &kilograms(deal.gross_grams()));
        xml.leaf_with("cbc:NetWeightMeasure", &[("unitCode", "KGM")], &kilograms(deal.net_grams()));
        xml.leaf_with(
            "cbc:TotalTransportHandlingUnitQuantity",
            &[("unitCode", "C62")],
            &deal.cartons().to_string(),
        );
    });
}

fn line_shipment(xml: &mut Xml, line: &Line) {
    xml.leaf("cbc:ID", &line.number.to_string());
    xml.leaf_with("cbc:GrossWeightMeasure", &[("unitCode", "KGM")], &kilograms(line.gross_grams()));
    xml.leaf_with("cbc:NetWeightMeasure", &[("unitCode", "KGM")], &kilograms(line.net_grams()));
    xml.leaf_with(
        "cbc:TotalTransportHandlingUnitQuantity",
        &[("unitCode", "C62")],
        &line.cartons.to_string(),
    );
    xml.within("cac:TransportHandlingUnit", |xml| xml.leaf("cbc:TransportHandlingUnitTypeCode", "CT"));
}

fn allowances(xml: &mut Xml, deal: &Deal) {
    let entries = [
        ("true", "FC", "Freight", deal.brief.freight_cents),
        ("false", "95", "Discount", deal.brief.discount_cents),
    ];
    for (charge, code, reason, cents) in entries {
        if cents == 0 {
            continue;
        }
        xml.within("cac:AllowanceCharge", |xml| {
            xml.leaf("cbc:ChargeIndicator", charge);
            xml.leaf("cbc:AllowanceChargeReasonCode", code);
            xml.leaf("cbc:AllowanceChargeReason", reason);
            amount(xml, deal, "cbc:Amount", cents);
        });
    }
}

/// Exports bear no value added tax: the tax total is nil and the payable amount is the total.
fn totals(xml: &mut Xml, deal: &Deal) {
    xml.within("cac:TaxTotal", |xml| amount(xml, deal, "cbc:TaxAmount", 0));
    xml.within("cac:LegalMonetaryTotal", |xml| {
        amount(xml, deal, "cbc:LineExtensionAmount", deal.goods_cents());
        amount(xml, deal, "cbc:TaxExclusiveAmount", deal.total_cents());
        amount(xml, deal, "cbc:TaxInclusiveAmount", deal.total_cents());
        if deal.brief.discount_cents != 0 {
            amount(xml, deal, "cbc:AllowanceTotalAmount", deal.brief.discount_cents);
        }
        if deal.brief.freight_cents != 0 {
            amount(xml, deal, "cbc:ChargeTotalAmount", deal.brief.freight_cents);
        }
        amount(xml, deal, "cbc:PayableAmount", deal.total_cents());
    });
}

fn amount(xml: &mut Xml, deal: &Deal, tag: &str, cents: i64) {
    xml.leaf_with(tag, &[("currencyID", deal.brief.currency)], &plain(cents));
}

fn money_line(xml: &mut Xml, deal: &Deal, line: &Line, quantity: &str, national: National) {
    xml.leaf("cbc:ID", &line.number.to_string());
    xml.leaf_with(quantity, &[("unitCode", &line.goods.unit)], &line.quantity.to_string());
    amount(xml, deal, "cbc:LineExtensionAmount", line.amount_cents());
    xml.within("cac:OrderLineReference", |xml| xml.leaf("cbc:LineID", &(line.number * 10).to_string()));
    item(xml, deal, line, national);
    xml.within("cac:Price", |xml| {
        amount(xml, deal, "cbc:PriceAmount", line.price_cents);
        xml.leaf_with("cbc:BaseQuantity", &[("unitCode", &line.goods.unit)], "1");
    });
}

fn item(xml: &mut Xml, deal: &Deal, line: &Line, national: National) {
    xml.within("cac:Item", |xml| {
        xml.leaf("cbc:Description", deal.describe(line));
        xml.leaf("cbc:Name", deal.describe(line));
        xml.within("cac:SellersItemIdentification", |xml| xml.leaf("cbc:ID", &line.part_number));
        xml.within("cac:OriginCountry", |xml| xml.leaf("cbc:IdentificationCode", &line.origin));
        if national != National::Unclassified {
            classification(xml, &[("listID", "HS"), ("listVersionID", "2022")], &line.goods.hs);
        }
        match national {
            National::UnitedStates => classification(xml, &[("listID", "HTS")], &line.goods.hts10),
            National::Union => classification(xml, &[("listID", "CN")], &line.goods.cn8),
            National::Absent | National::Unclassified => {}
        }
    });
}

fn classification(xml: &mut Xml, list: &[(&str, &str)], code: &str) {
    xml.within("cac:CommodityClassification", |xml| xml.leaf_with("cbc:ItemClassificationCode", list, code));
}

fn payment_note(deal: &Deal) -> &'static str {
    match deal.brief.language {
        crate::goods::Language::German => "Zahlbar innerhalb von 30 Tagen ohne Abzug",
        crate::goods::Language::French => "Paiement à 30 jours nets",
        crate::goods::Language::Spanish => "Pago a 30 días netos",
        crate::goods::Language::English => "Net 30 days",
    }
}
