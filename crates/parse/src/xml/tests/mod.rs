//! Whole documents: goldens of good ones, twins of the two formats, and everything that must be refused.

mod goldens;
mod hostile;
mod mapping;
mod packing;
mod properties;
mod roots;
mod terms;

use crate::limits::Limits;
use trade::Parsed;

/// Reads with the usual limits.
fn read(xml: &str) -> Parsed {
    super::read(xml.as_bytes(), &Limits::default())
}

/// The names of the findings' codes.
fn codes(parsed: &Parsed) -> Vec<&'static str> {
    parsed.findings.iter().map(|finding| finding.code.name()).collect()
}

/// A UBL invoice with this inside.
fn ubl_invoice(inside: &str) -> String {
    format!(
        r#"<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">{inside}</Invoice>"#
    )
}

/// A CII invoice with this inside of the transaction.
fn cii_invoice(inside: &str) -> String {
    format!(
        r#"<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
<rsm:SupplyChainTradeTransaction>{inside}</rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>"#
    )
}
