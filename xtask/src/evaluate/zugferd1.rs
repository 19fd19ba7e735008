//! The names of ZUGFeRD 1 as the Cross Industry Invoice of 2016 writes them, so that one table serves both.
//!
//! Promises: what has no other name keeps its own. Refuses to know values.

/// The namespace of the root, `CrossIndustryDocument`.
pub const NAMESPACE: &str = "urn:ferd:CrossIndustryDocument:invoice:1p0";

/// The later name of an element that stands in these, which have their later names already.
pub fn later<'n>(name: &'n str, around: &[&str]) -> &'n str {
    let in_line = around.contains(&"IncludedSupplyChainTradeLineItem");
    match name {
        "SpecifiedExchangedDocumentContext" => "ExchangedDocumentContext",
        "HeaderExchangedDocument" => "ExchangedDocument",
        "SpecifiedSupplyChainTradeTransaction" => "SupplyChainTradeTransaction",
        "ApplicableSupplyChainTradeAgreement" => "ApplicableHeaderTradeAgreement",
        "ApplicableSupplyChainTradeDelivery" => "ApplicableHeaderTradeDelivery",
        "ApplicableSupplyChainTradeSettlement" => "ApplicableHeaderTradeSettlement",
        "SpecifiedSupplyChainTradeAgreement" => "SpecifiedLineTradeAgreement",
        "SpecifiedSupplyChainTradeDelivery" => "SpecifiedLineTradeDelivery",
        "SpecifiedSupplyChainTradeSettlement" => "SpecifiedLineTradeSettlement",
        "SpecifiedTradeSettlementMonetarySummation" if in_line => {
            "SpecifiedTradeSettlementLineMonetarySummation"
        }
        "SpecifiedTradeSettlementMonetarySummation" => "SpecifiedTradeSettlementHeaderMonetarySummation",
        "ApplicablePercent" => "RateApplicablePercent",
        "ID" if around.last().is_some_and(|last| last.ends_with("ReferencedDocument")) => "IssuerAssignedID",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_renamed_bears_its_later_name_where_it_stands() {
        assert_eq!(later("HeaderExchangedDocument", &[]), "ExchangedDocument");
        assert_eq!(later("ID", &["ExchangedDocument"]), "ID");
        assert_eq!(later("ID", &["BuyerOrderReferencedDocument"]), "IssuerAssignedID");
        let sums = "SpecifiedTradeSettlementMonetarySummation";
        assert!(later(sums, &["IncludedSupplyChainTradeLineItem"]).contains("Line"));
        assert!(later(sums, &["ApplicableHeaderTradeSettlement"]).contains("Header"));
    }
}
