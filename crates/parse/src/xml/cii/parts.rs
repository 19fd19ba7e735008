//! The aggregates of an invoice under either naming.

use super::Naming;
use crate::xml::kinds;
use crate::xml::tree::Node;
use trade::Kind;

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
    /// The element of the document's currency.
    pub(super) currency: Option<Node<'t, 'a>>,
    /// What the document is.
    pub(super) kind: Kind,
    /// The paths of a line's quantity, the one that counts first.
    pub(super) quantity: &'static str,
}

impl<'t, 'a> Parts<'t, 'a> {
    pub(super) fn of(root: Node<'t, 'a>, naming: Naming) -> Parts<'t, 'a> {
        let transaction = root.at("SupplyChainTradeTransaction|SpecifiedSupplyChainTradeTransaction");
        let part = |paths| transaction.and_then(|transaction| transaction.at(paths));
        let settlement = part("ApplicableHeaderTradeSettlement|ApplicableSupplyChainTradeSettlement");
        let document = root.at("ExchangedDocument|HeaderExchangedDocument");
        let code = document.and_then(|document| document.text_at("TypeCode"));
        let (kind, quantity) = match (naming, code) {
            (Naming::OrderX, Some(ORDER_RESPONSE)) => (Kind::Order, "AgreedQuantity|RequestedQuantity"),
            (Naming::OrderX, _) => (Kind::Order, "RequestedQuantity|AgreedQuantity"),
            _ => (kinds::invoice(code), "BilledQuantity|DespatchedQuantity"),
        };
        Parts {
            document,
            kind,
            quantity,
            agreement: part("ApplicableHeaderTradeAgreement|ApplicableSupplyChainTradeAgreement"),
            delivery: part("ApplicableHeaderTradeDelivery|ApplicableSupplyChainTradeDelivery"),
            settlement,
            lines: transaction.map(|t| t.all("IncludedSupplyChainTradeLineItem")).unwrap_or_default(),
            currency: settlement
                .and_then(|settlement| settlement.value("InvoiceCurrencyCode|OrderCurrencyCode")),
        }
    }

    /// The currency's text.
    pub(super) fn currency(&self) -> Option<&'t str> {
        self.currency.map(Node::text)
    }
}

/// UNTDID 1001: what the seller answers; the quantity agreed is the one that counts.
const ORDER_RESPONSE: &str = "231";

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
