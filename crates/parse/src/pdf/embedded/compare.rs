//! The head of the XML against the page: number, date, kind, currency, names, sums.
//!
//! A value agrees where the page's reading has it, or where it stands printed anywhere: that the reader took another for the
//! field is then the reader's fault. It disagrees where the reading has another and the XML's own stands nowhere; the number
//! and the total, for which every page has a place, also where they stand nowhere at all.

use super::shown::{Shown, squeezed};
use crate::pdf::read::RULE;
use jiff::civil::Date;
use rust_decimal::Decimal;
use trade::currency::{Answer, read};
use trade::part::Party;
use trade::{Code, Finding, Kind, Parsed, Record};

/// The two sides, and everything that is printed.
#[derive(Clone, Copy)]
pub struct Sides<'a> {
    /// What the XML says.
    pub xml: &'a Parsed,
    /// What was read of the page.
    pub page: &'a Parsed,
    /// All that stands on it.
    pub shown: &'a Shown,
}

/// The disagreements of the head.
pub fn head(sides: Sides<'_>) -> Vec<Finding> {
    let (xml, page, shown) = (&sides.xml.record, &sides.page.record, sides.shown);
    let mut found = Vec::new();
    found.extend(kind(sides));
    found.extend(number(sides));
    if let Some(date) = xml.invoice_date.filter(|date| !shown.has_date(*date)) {
        let other = page.invoice_date.filter(|other| *other != date);
        found.extend(other.map(|other: Date| sides.differs("invoice_date", "date", date, other)));
    }
    if let Some(own) = xml.currency.as_deref().filter(|own| !shown.has_currency(own)) {
        let other = page.currency.as_deref().filter(|other| !may_mean(other, own));
        found.extend(other.map(|other| sides.differs("currency", "currency", own, other)));
    }
    found.extend(party(sides, "seller.name", "seller", xml.seller.as_deref(), page.seller.as_deref()));
    found.extend(party(sides, "buyer.name", "buyer", xml.buyer.as_deref(), page.buyer.as_deref()));
    found.extend(sums(sides));
    found
}

impl Sides<'_> {
    /// The XML gives money back: by its kind, or as an invoice over less than nothing. Pages print such sums with a minus
    /// and without.
    fn is_credit(&self) -> bool {
        let record = &self.xml.record;
        let total = record.invoice_total.or(record.payable_amount);
        self.xml.kind == Kind::CreditNote
            || total.is_some_and(|total| total.is_sign_negative() && !total.is_zero())
    }

    /// Whether a sum or quantity is printed.
    pub fn prints(&self, value: Decimal) -> bool {
        self.shown.has_number(value) || self.is_credit() && self.shown.has_number(-value)
    }

    /// Whether two sums are the same.
    pub fn same(&self, one: Decimal, two: Decimal) -> bool {
        one == two || self.is_credit() && one.abs() == two.abs()
    }

    /// The page has another value.
    fn differs(&self, field: &'static str, what: &str, own: impl ToString, other: impl ToString) -> Finding {
        let message = format!("The XML inside the file names another {what} than the page.");
        self.of_field(field, message, own).input("page", other)
    }

    /// The page has none of it.
    fn is_nowhere(&self, field: &'static str, what: &str, own: impl ToString) -> Finding {
        let message = format!("The {what} in the XML inside the file stands nowhere on the page.");
        self.of_field(field, message, own)
    }

    fn of_field(&self, field: &'static str, message: String, own: impl ToString) -> Finding {
        let finding = Finding::document(RULE, Code::XmlDisagrees, message).field(field).input("xml", own);
        let read = self.page.reading.as_ref().and_then(|reading| reading.values.get(field));
        let place = read.and_then(|read| read.place.clone().or(read.page.map(|page| format!("page {page}"))));
        match place {
            Some(place) => finding.input("position", place),
            None => finding,
        }
    }
}

/// An invoice asks for money and a credit note gives it back. A self-billed invoice (389) is titled as a credit note where
/// the law calls it so.
fn kind(sides: Sides<'_>) -> Option<Finding> {
    let (own, other) = (sides.xml.kind, sides.page.kind);
    let same = other == Kind::CreditNote && sides.is_credit();
    let opposite = matches!(
        (own, other),
        (Kind::CommercialInvoice, Kind::CreditNote) | (Kind::CreditNote, Kind::CommercialInvoice)
    );
    let read = sides.xml.reading.as_ref().and_then(|reading| reading.values.get("kind"));
    let is_self_billed = read.is_some_and(|read| read.raw == "389");
    (opposite && !same && !is_self_billed)
        .then(|| sides.differs("kind", "kind of document", own.name(), other.name()))
}

fn number(sides: Sides<'_>) -> Option<Finding> {
    let own = sides.xml.record.invoice_number.as_deref()?;
    let other = sides.page.record.invoice_number.as_deref();
    if sides.shown.has_text(own) || other.is_some_and(|other| squeezed(other) == squeezed(own)) {
        return None;
    }
    Some(match other {
        Some(other) => sides.differs("invoice_number", "number", own, other),
        None => sides.is_nowhere("invoice_number", "number", own),
    })
}

fn party(
    sides: Sides<'_>,
    field: &'static str,
    what: &str,
    own: Option<&Party>,
    other: Option<&Party>,
) -> Option<Finding> {
    let own = own?.name.as_deref()?;
    let other = other?.name.as_deref()?;
    let alike = squeezed(own) == squeezed(other);
    (!alike && !sides.shown.has_name(own)).then(|| sides.differs(field, what, own, other))
}

/// Whether a printed currency can mean a code.
fn may_mean(printed: &str, code: &str) -> bool {
    match read(printed) {
        Answer::Read(reading) => reading.currency.to_string() == code,
        Answer::Ambiguous(any) => any.iter().any(|currency| currency.to_string() == code),
        Answer::Withdrawn(_) | Answer::NotMoney(_) | Answer::Unknown => false,
    }
}

/// Pages also print as the goods' sum what is left of it after charges and allowances (BT-109).
fn is_net(xml: &Record, printed: Decimal) -> bool {
    let charges = xml.charges.iter().filter(|charge| charge.included != Some(true));
    let mut amounts = charges.filter_map(|charge| charge.amount).chain(xml.goods_total);
    let sum = amounts.try_fold(Decimal::ZERO, |sum, amount| sum.checked_add(amount));
    sum.is_some_and(|sum| sum.abs() == printed.abs())
}

fn sums(sides: Sides<'_>) -> Vec<Finding> {
    let (xml, page) = (&sides.xml.record, &sides.page.record);
    let mut found = Vec::new();
    for (field, what, own, other) in [
        ("goods_total", "sum of the goods", xml.goods_total, page.goods_total),
        ("tax_total", "sum of taxes", xml.tax_total, page.tax_total),
        ("invoice_total", "total", xml.invoice_total, page.invoice_total),
        ("payable_amount", "amount to pay", xml.payable_amount, page.payable_amount),
    ] {
        let (Some(own), Some(other)) = (own, other) else { continue };
        let net = field == "goods_total" && is_net(xml, other);
        if !(sides.same(own, other) || sides.prints(own) || net) {
            found.push(sides.differs(field, what, own, other));
        }
    }
    let totals = [("invoice_total", xml.invoice_total), ("payable_amount", xml.payable_amount)];
    let stated = || totals.iter().filter_map(|(field, own)| Some((*field, (*own)?)));
    let told =
        found.iter().any(|finding| totals.iter().any(|(field, _)| finding.field.as_deref() == Some(*field)));
    let printed = [page.invoice_total, page.total_value, page.payable_amount];
    let stands =
        |own: Decimal| sides.prints(own) || printed.iter().flatten().any(|other| sides.same(own, *other));
    if let Some((field, own)) = stated().next()
        && !told
        && !stated().any(|(_, own)| own.is_zero() || stands(own))
    {
        found.push(match page.total_value {
            Some(other) => sides.differs(field, "total", own, other),
            None => sides.is_nowhere(field, "total", own),
        });
    }
    found
}
