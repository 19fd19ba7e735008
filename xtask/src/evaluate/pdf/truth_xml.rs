//! The truth of an e-invoice's page: its own XML, by the paths below and nothing of the program.
//!
//! Promises: Cross Industry Invoice, its naming in ZUGFeRD 1, Order-X and UBL. Lines that head others or are counted in
//! others are known but not asked for. Refuses to know the page.

use anyhow::{Context, Result, bail};
use roxmltree::Node;

use super::super::compare::words;
use super::super::zugferd1;
use super::truth::{Group, How, Truth, Wanted, WantedLine};

/// A value's paths below the root or the line, of which any will do.
type Paths = [(&'static str, How, &'static [&'static str])];

const CII: &Paths = &[
    ("invoice_number", How::Words, &["ExchangedDocument/ID"]),
    ("invoice_date", How::Day, &["ExchangedDocument/IssueDateTime/DateTimeString"]),
    (
        "seller",
        How::Name,
        &[
            "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement/SellerTradeParty/Name",
            "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement/SellerTradeParty/SpecifiedLegalOrganization/TradingBusinessName",
        ],
    ),
    (
        "buyer",
        How::Name,
        &[
            "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement/BuyerTradeParty/Name",
            "SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement/BuyerTradeParty/SpecifiedLegalOrganization/TradingBusinessName",
        ],
    ),
    (
        "currency",
        How::Currency,
        &[
            "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/InvoiceCurrencyCode",
            "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/OrderCurrencyCode",
        ],
    ),
    (
        "total",
        How::Number,
        &[
            "SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement/SpecifiedTradeSettlementHeaderMonetarySummation/GrandTotalAmount",
        ],
    ),
];

const CII_LINE: &Paths = &[
    ("description", How::Description, &["SpecifiedTradeProduct/Name"]),
    (
        "quantity",
        How::Number,
        &[
            "SpecifiedLineTradeDelivery/BilledQuantity",
            "SpecifiedLineTradeDelivery/RequestedQuantity",
            "SpecifiedLineTradeDelivery/AgreedQuantity",
        ],
    ),
    (
        "unit_price",
        How::Number,
        &[
            "SpecifiedLineTradeAgreement/NetPriceProductTradePrice/ChargeAmount",
            "SpecifiedLineTradeAgreement/GrossPriceProductTradePrice/ChargeAmount",
        ],
    ),
    (
        "amount",
        How::Number,
        &["SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"],
    ),
];

const UBL: &Paths = &[
    ("invoice_number", How::Words, &["ID"]),
    ("invoice_date", How::Day, &["IssueDate"]),
    (
        "seller",
        How::Name,
        &[
            "AccountingSupplierParty/Party/PartyName/Name",
            "AccountingSupplierParty/Party/PartyLegalEntity/RegistrationName",
        ],
    ),
    (
        "buyer",
        How::Name,
        &[
            "AccountingCustomerParty/Party/PartyName/Name",
            "AccountingCustomerParty/Party/PartyLegalEntity/RegistrationName",
        ],
    ),
    ("currency", How::Currency, &["DocumentCurrencyCode"]),
    ("total", How::Number, &["LegalMonetaryTotal/TaxInclusiveAmount"]),
];

const UBL_LINE: &Paths = &[
    ("description", How::Description, &["Item/Name"]),
    ("quantity", How::Number, &["InvoicedQuantity", "CreditedQuantity"]),
    ("unit_price", How::Number, &["Price/PriceAmount"]),
    ("amount", How::Number, &["LineExtensionAmount"]),
];

/// Reads it.
pub fn of(text: &str) -> Result<Truth> {
    let tree = roxmltree::Document::parse(text.trim_start_matches('\u{feff}').trim_start()).context("XML")?;
    let root = tree.root_element();
    let name = root.tag_name().name();
    let (fields, line_fields, line_names): (_, _, &[&str]) = match name {
        "CrossIndustryInvoice" | "CrossIndustryDocument" | "SCRDMCCBDACIOMessageStructure" => {
            (CII, CII_LINE, &["IncludedSupplyChainTradeLineItem"])
        }
        "Invoice" | "CreditNote" => (UBL, UBL_LINE, &["InvoiceLine", "CreditNoteLine"]),
        other => bail!("the root {other} is none that the scorer knows"),
    };
    let lines = root.descendants().filter(|node| line_names.contains(&node.tag_name().name()));
    Ok(Truth {
        kind: kind(&root).to_owned(),
        values: wanted(&root, fields, Group::Header),
        lines: lines.map(|line| goods(&line, line_fields)).collect(),
        complete: false,
    })
}

fn goods(line: &Node, fields: &Paths) -> WantedLine {
    let status = line.descendants().find(|node| node.tag_name().name() == "LineStatusReasonCode");
    let apart = status
        .and_then(|node| node.text())
        .is_some_and(|text| matches!(text.trim(), "GROUP" | "INFORMATION"));
    WantedLine { values: wanted(line, fields, Group::Line), counted: !apart }
}

fn wanted(node: &Node, fields: &Paths, group: Group) -> Vec<Wanted> {
    fields
        .iter()
        .map(|(field, how, paths)| {
            let texts = paths.iter().flat_map(|path| texts_at(node, path));
            Wanted::new(group, field, *how, texts)
        })
        .collect()
}

/// The texts of the elements at the path, in the later naming.
fn texts_at(from: &Node, path: &str) -> Vec<String> {
    let in_line = from.tag_name().name() == "IncludedSupplyChainTradeLineItem";
    let around: Vec<&str> = if in_line { vec!["IncludedSupplyChainTradeLineItem"] } else { Vec::new() };
    let mut found = vec![(*from, around)];
    for step in path.split('/') {
        let mut next = Vec::new();
        for (node, around) in found {
            for child in node.children().filter(Node::is_element) {
                let name = zugferd1::later(child.tag_name().name(), &around);
                if name == step {
                    let mut around = around.clone();
                    around.push(name);
                    next.push((child, around));
                }
            }
        }
        found = next;
    }
    found.iter().map(|(node, _)| words(node.text().unwrap_or_default())).collect()
}

/// UNCL 1001, as the record calls it.
fn kind(root: &Node) -> &'static str {
    let coded = ["ExchangedDocument/TypeCode", "InvoiceTypeCode"];
    let code = coded.iter().find_map(|path| texts_at(root, path).into_iter().next()).unwrap_or_default();
    match (root.tag_name().name(), code.as_str()) {
        ("SCRDMCCBDACIOMessageStructure", _) => "order",
        ("CreditNote", _)
        | (_, "81" | "83" | "261" | "262" | "296" | "308" | "381" | "396" | "420" | "458" | "532") => {
            "credit_note"
        }
        (_, "325") => "proforma_invoice",
        _ => "commercial_invoice",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts<'t>(values: &'t [Wanted], field: &str) -> &'t [String] {
        &values.iter().find(|wanted| wanted.field == field).unwrap().texts
    }

    #[test]
    fn both_namings_of_one_invoice_say_the_same() {
        let later = "<CrossIndustryInvoice><ExchangedDocument><ID>7</ID><TypeCode>381</TypeCode></ExchangedDocument>\
            <SupplyChainTradeTransaction><IncludedSupplyChainTradeLineItem><AssociatedDocumentLineDocument>\
            <LineStatusReasonCode>DETAIL</LineStatusReasonCode></AssociatedDocumentLineDocument>\
            <SpecifiedTradeProduct><Name>Pump</Name></SpecifiedTradeProduct>\
            <SpecifiedLineTradeSettlement><SpecifiedTradeSettlementLineMonetarySummation><LineTotalAmount>9</LineTotalAmount>\
            </SpecifiedTradeSettlementLineMonetarySummation></SpecifiedLineTradeSettlement></IncludedSupplyChainTradeLineItem>\
            <ApplicableHeaderTradeSettlement><SpecifiedTradeSettlementHeaderMonetarySummation><GrandTotalAmount>11</GrandTotalAmount>\
            </SpecifiedTradeSettlementHeaderMonetarySummation></ApplicableHeaderTradeSettlement></SupplyChainTradeTransaction></CrossIndustryInvoice>";
        let earlier = later
            .replace("CrossIndustryInvoice", "CrossIndustryDocument")
            .replace("ExchangedDocument>", "HeaderExchangedDocument>")
            .replace("<SupplyChainTradeTransaction", "<SpecifiedSupplyChainTradeTransaction")
            .replace("</SupplyChainTradeTransaction", "</SpecifiedSupplyChainTradeTransaction")
            .replace("SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement")
            .replace("ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement")
            .replace("SettlementLineMonetary", "SettlementMonetary")
            .replace("SettlementHeaderMonetary", "SettlementMonetary");
        for text in [later, &earlier] {
            let truth = of(text).unwrap();
            assert_eq!(truth.kind, "credit_note");
            assert_eq!(texts(&truth.values, "invoice_number"), ["7"]);
            assert_eq!(texts(&truth.values, "total"), ["11"]);
            assert_eq!(texts(&truth.lines[0].values, "description"), ["Pump"]);
            assert_eq!(texts(&truth.lines[0].values, "amount"), ["9"]);
            assert!(truth.lines[0].counted);
        }
        assert!(!of(&later.replace("DETAIL", "GROUP")).unwrap().lines[0].counted);
    }

    #[test]
    fn an_order_and_a_ubl_invoice_are_known() {
        let order = "\u{feff}\n<SCRDMCCBDACIOMessageStructure><SupplyChainTradeTransaction><IncludedSupplyChainTradeLineItem>\
            <SpecifiedLineTradeDelivery><RequestedQuantity>4</RequestedQuantity></SpecifiedLineTradeDelivery>\
            </IncludedSupplyChainTradeLineItem></SupplyChainTradeTransaction></SCRDMCCBDACIOMessageStructure>";
        let truth = of(order).unwrap();
        assert_eq!(
            (truth.kind.as_str(), texts(&truth.lines[0].values, "quantity")),
            ("order", &["4".to_owned()][..])
        );
        let ubl = "<Invoice><ID>3</ID><LegalMonetaryTotal><TaxInclusiveAmount>5</TaxInclusiveAmount></LegalMonetaryTotal>\
            <InvoiceLine><Item><Name>Oil</Name></Item></InvoiceLine></Invoice>";
        let truth = of(ubl).unwrap();
        assert_eq!(texts(&truth.values, "total"), ["5"]);
        assert_eq!(texts(&truth.lines[0].values, "description"), ["Oil"]);
        assert!(of("<Waybill/>").is_err());
    }
}
