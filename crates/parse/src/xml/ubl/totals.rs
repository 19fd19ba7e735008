//! The sums of a UBL invoice: goods, allowances and charges, taxes, totals.

use super::{Context, charges};
use crate::xml::charge;
use crate::xml::transcript::Transcript;
use crate::xml::tree::Node;
use rust_decimal::Decimal;
use trade::Record;
use trade::part::Tax;

/// Fills the sums.
pub(super) fn read(t: &mut Transcript, root: Node<'_, '_>, context: &Context, record: &mut Record) {
    record.charges = charges::charges(t, "charges", root, context);
    taxes(t, root, context, record);
    let Some(totals) = root.at("LegalMonetaryTotal") else { return };
    let stated = root.all("AllowanceCharge").into_iter();
    let indicators: Vec<Node<'_, '_>> =
        stated.map(|charge| charge.value("ChargeIndicator").unwrap_or(charge)).collect();
    charge::from_totals(t, totals, &indicators, &mut record.charges);
    record.goods_total = t.decimal("goods_total", totals.value("LineExtensionAmount"));
    record.invoice_total = t.decimal("invoice_total", totals.value("TaxInclusiveAmount"));
    record.prepaid_amount = t.decimal("prepaid_amount", totals.value("PrepaidAmount"));
    record.rounding_amount = t.decimal("rounding_amount", totals.value("PayableRoundingAmount"));
    record.payable_amount = t.decimal("payable_amount", totals.value("PayableAmount"));
    // What a person reads as the total: with tax; where only the sum to pay stands, that one.
    record.total_value = record.invoice_total.or(record.payable_amount);
    let from = if record.invoice_total.is_some() { "TaxInclusiveAmount" } else { "PayableAmount" };
    t.decimal("total_value", totals.value(from).filter(|_| record.total_value.is_some()));
}

fn taxes(t: &mut Transcript, root: Node<'_, '_>, context: &Context, record: &mut Record) {
    let mut own = Vec::new();
    for total in root.all("TaxTotal") {
        let amount = total.value("TaxAmount");
        let subtotals = total.all("TaxSubtotal");
        let currency = amount.and_then(|amount| amount.attribute("currencyID"));
        if currency.is_none() || currency == context.currency.as_deref() {
            own.extend(amount);
        } else if subtotals.is_empty() {
            // The same tax in the currency of the tax office.
            let path = format!("taxes[{}]", record.taxes.len());
            let tax = t.within(&path, |t| Tax {
                amount: t.decimal("amount", amount),
                currency: t.attribute("currency", amount, "currencyID"),
                ..Tax::default()
            });
            record.taxes.push(tax);
        }
        for subtotal in subtotals {
            let path = format!("taxes[{}]", record.taxes.len());
            record.taxes.push(t.within(&path, |t| tax(t, subtotal, context)));
        }
    }
    record.tax_total = match own.as_slice() {
        [] => None,
        [one] => t.decimal("tax_total", Some(*one)),
        // One for each kind of tax: the sum is what they come to.
        several => sum(t, several),
    };
}

fn sum(t: &mut Transcript, amounts: &[Node<'_, '_>]) -> Option<Decimal> {
    let each: Option<Vec<Decimal>> = amounts.iter().map(|node| t.decimal("tax_total", Some(*node))).collect();
    let total = each?.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)?;
    t.computed("tax_total", amounts, total);
    Some(total)
}

fn tax(t: &mut Transcript, node: Node<'_, '_>, context: &Context) -> Tax {
    let reason = "TaxCategory/TaxExemptionReason|TaxCategory/TaxExemptionReasonCode";
    Tax {
        category: t.text("category", node.value("TaxCategory/ID")),
        percent: t.decimal("percent", node.value("TaxCategory/Percent|Percent")),
        base_amount: t.decimal("base_amount", node.value("TaxableAmount")),
        amount: t.decimal("amount", node.value("TaxAmount")),
        currency: context.other_currency(t, node.value("TaxAmount")),
        exemption_reason: t.text("exemption_reason", node.value(reason)),
    }
}
