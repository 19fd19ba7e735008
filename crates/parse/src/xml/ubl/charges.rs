//! UBL allowances and charges, of the document and of lines.

use crate::xml::charge;
use crate::xml::transcript::Transcript;
use crate::xml::tree::Node;
use trade::part::Charge;

/// Each `AllowanceCharge` of the element, under the field of this name.
pub(super) fn charges(
    t: &mut Transcript,
    field: &str,
    from: Node<'_, '_>,
    context: &super::Context,
) -> Vec<Charge> {
    let mut charges = Vec::new();
    for node in from.all("AllowanceCharge") {
        let path = format!("{field}[{}]", charges.len());
        charges.push(t.within(&path, |t| charge(t, node, context)));
    }
    charges
}

fn charge(t: &mut Transcript, node: Node<'_, '_>, context: &super::Context) -> Charge {
    // UBL requires the indicator; where it is missing, an allowance would be the costlier mistake to invent.
    let is_charge = t.truth("amount", node.value("ChargeIndicator")).unwrap_or(true);
    let reason = node.value("AllowanceChargeReason");
    let code = node.value("AllowanceChargeReasonCode");
    let kind = charge::kind(code.map(Node::text), reason.map(Node::text), is_charge);
    if let (Some(kind), Some(from)) = (&kind, reason.or(code)) {
        t.derived("kind", from, kind);
    }
    let unsigned = t.decimal("amount", node.value("Amount"));
    let base_amount = t.decimal("base_amount", node.value("BaseAmount"));
    let factor = t.decimal("percent", node.value("MultiplierFactorNumeric"));
    let amount = unsigned.map(|amount| charge::signed(amount, is_charge));
    let percent =
        factor.map(|factor| charge::percent(factor, base_amount, unsigned, context.follows_en16931));
    t.restate("amount", amount);
    t.restate("percent", percent);
    let currency = context.other_currency(t, node.value("Amount"));
    Charge { kind, amount, currency, included: None, percent, base_amount }
}
