//! The sums of a CII invoice: goods, allowances and charges, taxes, totals.

use super::charges;
use super::parts::Parts;
use crate::xml::charge;
use crate::xml::transcript::Transcript;
use crate::xml::tree::Node;
use rust_decimal::Decimal;
use trade::Record;
use trade::part::Tax;

/// Fills the sums.
pub(super) fn read(t: &mut Transcript, parts: &Parts<'_, '_>, record: &mut Record) {
    let Some(settlement) = parts.settlement else { return };
    record.charges = charges::charges(t, "charges", settlement, parts);
    for node in settlement.all("ApplicableTradeTax") {
        let path = format!("taxes[{}]", record.taxes.len());
        record.taxes.push(t.within(&path, |t| tax(t, node, parts)));
    }
    let totals = "SpecifiedTradeSettlementHeaderMonetarySummation|SpecifiedTradeSettlementMonetarySummation";
    let Some(totals) = settlement.at(totals) else { return };
    let stated = settlement.all("SpecifiedTradeAllowanceCharge").into_iter();
    let indicators =
        stated.map(|charge| charge.value("ChargeIndicator/Indicator|ChargeIndicator").unwrap_or(charge));
    let mut indicators: Vec<Node<'_, '_>> = indicators.collect();
    // What a carrier takes is a charge without an indicator: it stands for "true" itself.
    indicators.extend(settlement.all("SpecifiedLogisticsServiceCharge"));
    charge::from_totals(t, totals, &indicators, &mut record.charges);
    record.goods_total = t.decimal("goods_total", totals.value("LineTotalAmount"));
    tax_totals(t, totals, parts, record);
    record.invoice_total = t.decimal("invoice_total", totals.value("GrandTotalAmount"));
    record.prepaid_amount = t.decimal("prepaid_amount", totals.value("TotalPrepaidAmount"));
    record.rounding_amount = t.decimal("rounding_amount", totals.value("RoundingAmount"));
    record.payable_amount = t.decimal("payable_amount", totals.value("DuePayableAmount"));
    // What a person reads as the total: with tax; where only the sum to pay stands, that one.
    record.total_value = record.invoice_total.or(record.payable_amount);
    let from = if record.invoice_total.is_some() { "GrandTotalAmount" } else { "DuePayableAmount" };
    t.decimal("total_value", totals.value(from).filter(|_| record.total_value.is_some()));
}

/// The tax in the invoice's currency, and beside it the one in the currency of the tax office.
fn tax_totals(t: &mut Transcript, totals: Node<'_, '_>, parts: &Parts<'_, '_>, record: &mut Record) {
    let mut own: Vec<Node<'_, '_>> = Vec::new();
    for node in totals.all("TaxTotalAmount") {
        let currency = node.attribute("currencyID");
        if currency.is_none() || currency == parts.currency() {
            own.push(node);
            continue;
        }
        let path = format!("taxes[{}]", record.taxes.len());
        record.taxes.push(t.within(&path, |t| Tax {
            amount: t.decimal("amount", Some(node)),
            currency: t.attribute("currency", Some(node), "currencyID"),
            ..Tax::default()
        }));
    }
    record.tax_total = t.decimal("tax_total", own.first().copied());
}

fn tax(t: &mut Transcript, node: Node<'_, '_>, parts: &Parts<'_, '_>) -> Tax {
    let amount = node.value("CalculatedAmount");
    Tax {
        category: t.text("category", node.value("CategoryCode")),
        percent: t.decimal("percent", node.value("RateApplicablePercent|ApplicablePercent")),
        base_amount: t.decimal("base_amount", node.value("BasisAmount")),
        amount: t.decimal("amount", amount),
        currency: charges::other_currency(t, amount, parts),
        exemption_reason: t.text("exemption_reason", node.value("ExemptionReason|ExemptionReasonCode")),
    }
}

/// A line's amount, for the sums over lines.
pub(super) fn line_amount<'t, 'a>(line: Node<'t, 'a>) -> Option<Node<'t, 'a>> {
    let settlement = line.at(super::parts::SETTLEMENT)?;
    settlement.value(
        "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount|SpecifiedTradeSettlementMonetarySummation/LineTotalAmount",
    )
}

/// The same as a number.
pub(super) fn amount(line: Node<'_, '_>) -> Option<Decimal> {
    line_amount(line).and_then(|node| crate::xml::value::decimal(node.text()))
}
