//! CII allowances and charges, of the document and of lines.

use super::parts::Parts;
use crate::xml::charge;
use crate::xml::transcript::Transcript;
use crate::xml::tree::Node;
use trade::part::Charge;

/// Each allowance or charge of the settlement, under the field of this name.
pub(super) fn charges(
    t: &mut Transcript,
    field: &str,
    settlement: Node<'_, '_>,
    parts: &Parts<'_, '_>,
) -> Vec<Charge> {
    let mut charges = Vec::new();
    for node in settlement.all("SpecifiedTradeAllowanceCharge") {
        let path = format!("{field}[{}]", charges.len());
        charges.push(t.within(&path, |t| charge(t, node, parts)));
    }
    for node in settlement.all("SpecifiedLogisticsServiceCharge") {
        let path = format!("{field}[{}]", charges.len());
        charges.push(t.within(&path, |t| service(t, node, parts)));
    }
    charges
}

fn charge(t: &mut Transcript, node: Node<'_, '_>, parts: &Parts<'_, '_>) -> Charge {
    let indicator = node.value("ChargeIndicator/Indicator|ChargeIndicator");
    // The indicator is required; where it is missing, an allowance would be the costlier mistake to invent.
    let is_charge = t.truth("amount", indicator).unwrap_or(true);
    let (reason, code) = (node.value("Reason"), node.value("ReasonCode"));
    let kind = charge::kind(code.map(Node::text), reason.map(Node::text), is_charge);
    if let (Some(kind), Some(from)) = (&kind, reason.or(code)) {
        t.derived("kind", from, kind);
    }
    let unsigned = t.decimal("amount", node.value("ActualAmount"));
    let amount = unsigned.map(|amount| charge::signed(amount, is_charge));
    t.restate("amount", amount);
    Charge {
        kind,
        amount,
        currency: other_currency(t, node.value("ActualAmount"), parts),
        included: None,
        percent: t.decimal("percent", node.value("CalculationPercent")),
        base_amount: t.decimal("base_amount", node.value("BasisAmount")),
    }
}

/// What a carrier or another service costs: always a charge.
fn service(t: &mut Transcript, node: Node<'_, '_>, parts: &Parts<'_, '_>) -> Charge {
    Charge {
        kind: t.text("kind", node.value("Description")),
        amount: t.decimal("amount", node.value("AppliedAmount")),
        currency: other_currency(t, node.value("AppliedAmount"), parts),
        ..Charge::default()
    }
}

/// An amount's currency where it says one that is not the invoice's.
pub(super) fn other_currency(
    t: &mut Transcript,
    amount: Option<Node<'_, '_>>,
    parts: &Parts<'_, '_>,
) -> Option<String> {
    let differs = amount?.attribute("currencyID") != parts.currency();
    differs.then(|| t.attribute("currency", amount, "currencyID")).flatten()
}
