//! Single rules of the mapping that a golden would bury.

use super::{cii_invoice, codes, read, ubl_invoice};
use crate::limits::Limits;
use crate::xml::root;
use rust_decimal::Decimal;
use trade::{Kind, Scope};

fn number(text: &str) -> Option<Decimal> {
    Some(text.parse().unwrap())
}

#[test]
fn a_value_that_cannot_be_read_is_a_finding_and_no_value() {
    let parsed = read(&ubl_invoice(
        "<cbc:IssueDate>2026-02-30</cbc:IssueDate>\n<cac:InvoiceLine><cbc:InvoicedQuantity>1,5</cbc:InvoicedQuantity></cac:InvoiceLine>",
    ));
    assert_eq!(codes(&parsed), ["value_invalid", "value_invalid"]);
    assert_eq!((parsed.record.invoice_date, parsed.record.line_items[0].quantity), (None, None));
    let [date, quantity] = parsed.findings.as_slice() else { panic!("two findings") };
    assert_eq!((date.scope, date.field.as_deref()), (Scope::Document, Some("invoice_date")));
    assert_eq!(date.inputs["raw"], "2026-02-30");
    assert_eq!((quantity.line, quantity.field.as_deref()), (Some(1), Some("quantity")));
    assert_eq!(quantity.inputs["position"], "/Invoice/cac:InvoiceLine/cbc:InvoicedQuantity (line 4)");
    assert_eq!(quantity.rule, "read.ubl/1");
    let read = &parsed.reading.unwrap().values["invoice_date"];
    assert_eq!((read.raw.as_str(), read.value.as_deref()), ("2026-02-30", None));
}

#[test]
fn findings_end_at_their_limit_and_say_how_many_more() {
    let line = "<cac:InvoiceLine><cbc:LineExtensionAmount>x</cbc:LineExtensionAmount></cac:InvoiceLine>";
    let limits = Limits { findings: 3, ..Limits::default() };
    let parsed = crate::xml::read(ubl_invoice(&line.repeat(5)).as_bytes(), &limits);
    assert_eq!(codes(&parsed), ["value_invalid", "value_invalid", "value_invalid", "limit_exceeded"]);
    assert!(parsed.findings[3].message.starts_with("2 more"));
}

#[test]
fn type_codes_decide_the_kind() {
    for (code, kind) in
        [("380", Kind::CommercialInvoice), ("325", Kind::ProformaInvoice), ("381", Kind::CreditNote)]
    {
        let ubl = read(&ubl_invoice(&format!("<cbc:InvoiceTypeCode>{code}</cbc:InvoiceTypeCode>")));
        assert_eq!((ubl.kind, ubl.record.kind), (kind, Some(kind)));
    }
}

#[test]
fn taxes_of_several_kinds_sum_up_and_say_that_they_were_summed() {
    let total = |amount: &str| {
        format!("<cac:TaxTotal><cbc:TaxAmount currencyID='CAD'>{amount}</cbc:TaxAmount></cac:TaxTotal>")
    };
    let currency = "<cbc:DocumentCurrencyCode>CAD</cbc:DocumentCurrencyCode>";
    let parsed = read(&ubl_invoice(&format!("{currency}{}{}", total("5.00"), total("7.00"))));
    assert_eq!(parsed.record.tax_total, number("12.00"));
    assert_eq!(parsed.reading.unwrap().values["tax_total"].origin, trade::Origin::Computed);
}

#[test]
fn sums_of_charges_without_charges_become_charges() {
    let totals = "<cac:LegalMonetaryTotal><cbc:AllowanceTotalAmount>5</cbc:AllowanceTotalAmount><cbc:ChargeTotalAmount>0</cbc:ChargeTotalAmount></cac:LegalMonetaryTotal>";
    let parsed = read(&ubl_invoice(totals));
    let amounts: Vec<_> = parsed.record.charges.iter().map(|charge| charge.amount).collect();
    assert_eq!(amounts, [number("-5")]);
    // A charge may be negative where an invoice takes another back: it is stated, and not stated twice.
    let charge = "<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator><cbc:Amount>-25</cbc:Amount></cac:AllowanceCharge>\
<cac:LegalMonetaryTotal><cbc:ChargeTotalAmount>-25</cbc:ChargeTotalAmount></cac:LegalMonetaryTotal>";
    let parsed = read(&ubl_invoice(charge));
    let amounts: Vec<_> = parsed.record.charges.iter().map(|charge| charge.amount).collect();
    assert_eq!(amounts, [number("-25")]);
}

#[test]
fn sub_lines_that_do_not_come_to_their_line_do_not_count() {
    let sub = "<cac:SubInvoiceLine><cac:Item><cbc:Name>Bolt</cbc:Name></cac:Item></cac:SubInvoiceLine>";
    let line = format!(
        "<cac:InvoiceLine><cbc:LineExtensionAmount>9</cbc:LineExtensionAmount>{sub}</cac:InvoiceLine>"
    );
    let parsed = read(&ubl_invoice(&line));
    assert_eq!(parsed.record.line_items.len(), 1);
    assert_eq!(parsed.record.line_items[0].amount, number("9"));
    assert_eq!(parsed.record.line_items[0].attributes["components"], "Bolt");
}

#[test]
fn cii_lines_below_a_line_count_once() {
    let line = |id: &str, parent: &str, amount: &str| {
        format!(
            "<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument><ram:LineID>{id}</ram:LineID>{parent}</ram:AssociatedDocumentLineDocument>\
<ram:SpecifiedLineTradeSettlement><ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>{amount}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>"
        )
    };
    let below = "<ram:ParentLineID>1</ram:ParentLineID>";
    let amounts = |xml: String| {
        let lines = read(&cii_invoice(&xml)).record.line_items;
        lines.into_iter().map(|line| line.amount.unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(amounts(line("1", "", "10") + &line("2", below, "4") + &line("3", below, "6")), ["4", "6"]);
    assert_eq!(amounts(line("1", "", "10") + &line("2", below, "4") + &line("3", below, "5")), ["10"]);
    // A line that names itself as its parent is an ordinary line.
    assert_eq!(amounts(line("1", below, "10")), ["10"]);
}

#[test]
fn texts_of_several_languages_keep_the_first() {
    let item = "<cac:InvoiceLine><cac:Item><cbc:Description languageID='fr'>Vis</cbc:Description>\
<cbc:Description languageID='en'>Screw</cbc:Description></cac:Item></cac:InvoiceLine>";
    let parsed = read(&ubl_invoice(item));
    assert_eq!(parsed.record.line_items[0].description.as_deref(), Some("Vis"));
    assert_eq!(parsed.language.as_deref(), Some("fr"));
}

#[test]
fn a_place_counts_equal_siblings() {
    let parsed = read(&ubl_invoice("<cbc:Note>a</cbc:Note><cbc:Note>b</cbc:Note>"));
    let values = parsed.reading.unwrap().values;
    assert_eq!(values["notes[1]"].place.as_deref(), Some("/Invoice/cbc:Note[2] (line 3)"));
}

#[test]
fn the_root_is_told_from_the_beginning_alone() {
    let xml = ubl_invoice("<cbc:ID>7");
    let root =
        root(format!("\u{FEFF}<?xml version='1.0'?><!-- c -->\n<!DOCTYPE x>{xml}").as_bytes()).unwrap();
    assert_eq!((root.name.as_str(), root.is_read()), ("Invoice", true));
    for no_root in ["", "text", "{\"a\":1}", "<a", "<p:a/>", "\u{1F}"] {
        assert_eq!(super::super::root(no_root.as_bytes()), None, "{no_root}");
    }
}

#[test]
fn a_price_that_is_discounted_twice_keeps_both() {
    let discount = |amount: &str| {
        format!(
            "<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount>{amount}</cbc:Amount></cac:AllowanceCharge>"
        )
    };
    let price = format!(
        "<cac:InvoiceLine><cac:Price>{}{}</cac:Price></cac:InvoiceLine>",
        discount("0.03"),
        discount("0.02")
    );
    let ubl = read(&ubl_invoice(&price)).record;
    assert_eq!(ubl.line_items[0].attributes["price_discount"], "0.03; 0.02");
    let discount = |amount: &str| {
        format!(
            "<ram:AppliedTradeAllowanceCharge><ram:ActualAmount>{amount}</ram:ActualAmount></ram:AppliedTradeAllowanceCharge>"
        )
    };
    let price = format!(
        "<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedLineTradeAgreement><ram:GrossPriceProductTradePrice>{}{}</ram:GrossPriceProductTradePrice></ram:SpecifiedLineTradeAgreement></ram:IncludedSupplyChainTradeLineItem>",
        discount("0.03"),
        discount("0.02")
    );
    let cii = read(&cii_invoice(&price)).record;
    assert_eq!(cii.line_items[0].attributes["price_discount"], "0.03; 0.02");
}

#[test]
fn the_unit_of_a_number_of_packages_is_their_kind() {
    let kind = |unit: &str| {
        let line = format!(
            "<ram:IncludedSupplyChainTradeLineItem><ram:SpecifiedLineTradeDelivery><ram:PackageQuantity unitCode='{unit}'>3</ram:PackageQuantity></ram:SpecifiedLineTradeDelivery></ram:IncludedSupplyChainTradeLineItem>"
        );
        let line = read(&cii_invoice(&line)).record.line_items.remove(0);
        assert_eq!(line.packages, number("3"));
        line.package_type
    };
    assert_eq!(kind("XCT").as_deref(), Some("CT"));
    // A piece is no package, and no package is called ~~.
    assert_eq!((kind("C62"), kind("X~~")), (None, None));
}
