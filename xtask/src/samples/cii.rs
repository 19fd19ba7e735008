//! A deal as UN/CEFACT Cross Industry Invoice D16B, as EN 16931 uses it, with the trade's customs fields.
//!
//! Promises: origin, classification, delivery terms, weights and packages are in it. Refuses to know totals other than the deal's.

use super::deal::{Deal, Line, kilograms, plain};
use super::parties::Party;
use super::xml::Xml;
use crate::goods::Language;

/// A commercial invoice (type 380).
pub fn invoice(deal: &Deal) -> Vec<u8> {
    let mut xml = Xml::root(
        "rsm:CrossIndustryInvoice",
        &[
            ("xmlns:rsm", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"),
            (
                "xmlns:ram",
                "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
            ),
            ("xmlns:udt", "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"),
        ],
    );
    xml.within("rsm:ExchangedDocumentContext", |xml| {
        xml.within("ram:GuidelineSpecifiedDocumentContextParameter", |xml| {
            xml.leaf("ram:ID", "urn:cen.eu:en16931:2017");
        });
    });
    xml.within("rsm:ExchangedDocument", |xml| {
        xml.leaf("ram:ID", deal.brief.number);
        xml.leaf("ram:TypeCode", "380");
        xml.within("ram:IssueDateTime", |xml| {
            xml.leaf_with("udt:DateTimeString", &[("format", "102")], &deal.iso_date().replace('-', ""));
        });
        xml.within("ram:IncludedNote", |xml| xml.leaf("ram:Content", export_note(deal.brief.language)));
    });
    xml.within("rsm:SupplyChainTradeTransaction", |xml| {
        for line in &deal.lines {
            xml.within("ram:IncludedSupplyChainTradeLineItem", |xml| line_item(xml, deal, line));
        }
        xml.within("ram:ApplicableHeaderTradeAgreement", |xml| agreement(xml, deal));
        xml.within("ram:ApplicableHeaderTradeDelivery", |xml| delivery(xml, deal));
        xml.within("ram:ApplicableHeaderTradeSettlement", |xml| settlement(xml, deal));
    });
    xml.end()
}

fn line_item(xml: &mut Xml, deal: &Deal, line: &Line) {
    xml.within("ram:AssociatedDocumentLineDocument", |xml| xml.leaf("ram:LineID", &line.number.to_string()));
    xml.within("ram:SpecifiedTradeProduct", |xml| {
        xml.leaf("ram:SellerAssignedID", &line.part_number);
        xml.leaf("ram:Name", deal.describe(line));
        xml.within("ram:DesignatedProductClassification", |xml| {
            xml.leaf_with("ram:ClassCode", &[("listID", "HS"), ("listVersionID", "2022")], &line.goods.hs);
        });
        xml.within("ram:DesignatedProductClassification", |xml| {
            xml.leaf_with("ram:ClassCode", &[("listID", "CN")], &line.goods.cn8);
        });
        xml.within("ram:OriginTradeCountry", |xml| xml.leaf("ram:ID", &line.origin));
    });
    xml.within("ram:SpecifiedLineTradeAgreement", |xml| {
        xml.within("ram:NetPriceProductTradePrice", |xml| {
            xml.leaf("ram:ChargeAmount", &plain(line.price_cents));
            xml.leaf_with("ram:BasisQuantity", &[("unitCode", &line.goods.unit)], "1");
        });
    });
    xml.within("ram:SpecifiedLineTradeDelivery", |xml| {
        xml.leaf_with("ram:BilledQuantity", &[("unitCode", &line.goods.unit)], &line.quantity.to_string());
        xml.leaf_with("ram:PackageQuantity", &[("unitCode", "XCT")], &line.cartons.to_string());
        xml.leaf_with("ram:NetWeightMeasure", &[("unitCode", "KGM")], &kilograms(line.net_grams()));
        xml.leaf_with("ram:GrossWeightMeasure", &[("unitCode", "KGM")], &kilograms(line.gross_grams()));
    });
    xml.within("ram:SpecifiedLineTradeSettlement", |xml| {
        xml.within("ram:ApplicableTradeTax", export_tax);
        xml.within("ram:SpecifiedTradeSettlementLineMonetarySummation", |xml| {
            xml.leaf("ram:LineTotalAmount", &plain(line.amount_cents()));
        });
    });
}

fn agreement(xml: &mut Xml, deal: &Deal) {
    xml.within("ram:SellerTradeParty", |xml| party(xml, &deal.brief.seller));
    xml.within("ram:BuyerTradeParty", |xml| party(xml, &deal.brief.buyer));
    xml.within("ram:ApplicableTradeDeliveryTerms", |xml| {
        xml.leaf("ram:DeliveryTypeCode", deal.brief.terms.0);
        xml.within("ram:RelevantTradeLocation", |xml| xml.leaf("ram:Name", deal.brief.terms.1));
    });
    xml.within("ram:BuyerOrderReferencedDocument", |xml| xml.leaf("ram:IssuerAssignedID", deal.brief.order));
}

fn party(xml: &mut Xml, party: &Party) {
    xml.leaf_with("ram:GlobalID", &[("schemeID", party.customs_scheme())], party.customs_id);
    xml.leaf("ram:Name", party.name);
    xml.within("ram:DefinedTradeContact", |xml| xml.leaf("ram:PersonName", party.contact));
    xml.within("ram:PostalTradeAddress", |xml| {
        xml.leaf("ram:PostcodeCode", party.postal_code);
        xml.leaf("ram:LineOne", party.street);
        xml.leaf("ram:CityName", party.city);
        xml.leaf("ram:CountryID", party.country);
    });
    if !party.vat.is_empty() {
        xml.within("ram:SpecifiedTaxRegistration", |xml| {
            xml.leaf_with("ram:ID", &[("schemeID", "VA")], party.vat)
        });
    }
}

fn delivery(xml: &mut Xml, deal: &Deal) {
    xml.within("ram:RelatedSupplyChainConsignment", |xml| {
        xml.leaf_with("ram:GrossWeightMeasure", &[("unitCode", "KGM")], &kilograms(deal.gross_grams()));
        xml.leaf_with("ram:NetWeightMeasure", &[("unitCode", "KGM")], &kilograms(deal.net_grams()));
        xml.leaf_with("ram:PackageQuantity", &[("unitCode", "XCT")], &deal.cartons().to_string());
    });
    xml.within("ram:ShipToTradeParty", |xml| party(xml, &deal.brief.buyer));
}

fn settlement(xml: &mut Xml, deal: &Deal) {
    xml.leaf("ram:InvoiceCurrencyCode", deal.brief.currency);
    xml.within("ram:ApplicableTradeTax", |xml| {
        xml.leaf("ram:CalculatedAmount", "0.00");
        xml.leaf("ram:TypeCode", "VAT");
        xml.leaf("ram:BasisAmount", &plain(deal.total_cents()));
        xml.leaf("ram:CategoryCode", "G");
        xml.leaf("ram:RateApplicablePercent", "0");
    });
    let entries = [
        ("true", "FC", "Freight", deal.brief.freight_cents),
        ("false", "95", "Discount", deal.brief.discount_cents),
    ];
    for (charge, code, reason, cents) in entries.into_iter().filter(|entry| entry.3 != 0) {
        xml.within("ram:SpecifiedTradeAllowanceCharge", |xml| {
            xml.within("ram:ChargeIndicator", |xml| xml.leaf("udt:Indicator", charge));
            xml.leaf("ram:ActualAmount", &plain(cents));
            xml.leaf("ram:ReasonCode", code);
            xml.leaf("ram:Reason", reason);
            xml.within("ram:CategoryTradeTax", export_tax);
        });
    }
    xml.within("ram:SpecifiedTradePaymentTerms", |xml| {
        xml.leaf(
            "ram:Description",
            if deal.brief.language == Language::German { "30 Tage netto" } else { "30 jours nets" },
        );
    });
    xml.within("ram:SpecifiedTradeSettlementHeaderMonetarySummation", |xml| {
        xml.leaf("ram:LineTotalAmount", &plain(deal.goods_cents()));
        xml.leaf("ram:ChargeTotalAmount", &plain(deal.brief.freight_cents));
        xml.leaf("ram:AllowanceTotalAmount", &plain(deal.brief.discount_cents));
        xml.leaf("ram:TaxBasisTotalAmount", &plain(deal.total_cents()));
        xml.leaf_with("ram:TaxTotalAmount", &[("currencyID", deal.brief.currency)], "0.00");
        xml.leaf("ram:GrandTotalAmount", &plain(deal.total_cents()));
        xml.leaf("ram:DuePayableAmount", &plain(deal.total_cents()));
    });
}

/// Category G: free export item, tax not charged.
fn export_tax(xml: &mut Xml) {
    xml.leaf("ram:TypeCode", "VAT");
    xml.leaf("ram:CategoryCode", "G");
    xml.leaf("ram:RateApplicablePercent", "0");
}

fn export_note(language: Language) -> &'static str {
    match language {
        Language::German => "Steuerfreie Ausfuhrlieferung",
        Language::French => "Exonération de TVA, article 262 I du CGI",
        Language::Spanish => "Entrega exenta por exportación",
        Language::English => "Zero-rated export",
    }
}
