//! The aggregates of an invoice under either naming.

use crate::xml::tree::Node;

/// What a Cross Industry Invoice is made of.
pub(super) struct Parts<'t, 'a> {
    /// Number, date, type and remarks.
    pub(super) document: Option<Node<'t, 'a>>,
    /// Who sells what to whom, on which terms.
    pub(super) agreement: Option<Node<'t, 'a>>,
    /// Where to and when.
    pub(super) delivery: Option<Node<'t, 'a>>,
    /// Money.
    pub(super) settlement: Option<Node<'t, 'a>>,
    /// The lines as they stand.
    pub(super) lines: Vec<Node<'t, 'a>>,
    /// The invoice currency's element.
    pub(super) currency: Option<Node<'t, 'a>>,
}

impl<'t, 'a> Parts<'t, 'a> {
    pub(super) fn of(root: Node<'t, 'a>) -> Parts<'t, 'a> {
        let transaction = root.at("SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction");
        let part = |paths| transaction.and_then(|transaction| transaction.at(paths));
        let settlement = part("ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement");
        Parts {
            document: root.at("ExchangedDocument|HeaderExchangedDocument"),
            agreement: part("ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement"),
            delivery: part("ApplicableHeaderTradeDelivery|ApplicableSupplyChainTradeDelivery"),
            settlement,
            lines: transaction.map(|t| t.all("IncludedSupplyChainTradeLineItem")).unwrap_or_default(),
            currency: settlement.and_then(|settlement| settlement.value("InvoiceCurrencyCode")),
        }
    }

    /// The currency's text.
    pub(super) fn currency(&self) -> Option<&'t str> {
        self.currency.map(Node::text)
    }
}

/// The paths below the agreement, delivery and settlement of a line.
pub(super) const AGREEMENT: &str = "SpecifiedLineTradeAgreement|SpecifiedSupplyChainTradeAgreement";
/// See [`AGREEMENT`].
pub(super) const DELIVERY: &str = "SpecifiedLineTradeDelivery|SpecifiedSupplyChainTradeDelivery";
/// See [`AGREEMENT`].
pub(super) const SETTLEMENT: &str = "SpecifiedLineTradeSettlement|SpecifiedSupplyChainTradeSettlement";

/// Below an aggregate that is a moment: where its date stands.
pub(super) fn moment<'t, 'a>(from: Option<Node<'t, 'a>>) -> Option<Node<'t, 'a>> {
    from.and_then(|from| from.value("DateTimeString|DateTime|DateString|Date"))
}
