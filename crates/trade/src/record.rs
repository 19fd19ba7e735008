//! The record: the plain values of a document, whatever form it came in.
//!
//! The same type serves invoices, packing lists, certificates and transport documents, with other parts
//! filled. Where each value came from is the [`crate::Reading`], a second thing beside it. The JSON Schema is
//! made from these types.

use crate::kind::Kind;
use crate::line::Line;
use crate::part::{
    Charge, DeliveryTerms, Measure, OriginStatement, Package, Party, Reference, Tax, Transport,
};
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a document says, in plain values.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Record {
    /// What the document is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// The document's own number (of a packing list or certificate: that document's).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_number: Option<String>,
    /// The document's own date.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub invoice_date: Option<Date>,
    /// `sale`, `sample`, `return`, `repair`, `intercompany`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The number of the document this one replaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<String>,
    /// Who sells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seller: Option<Box<Party>>,
    /// Who buys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer: Option<Box<Party>>,
    /// Who hands the goods to the carrier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shipper: Option<Box<Party>>,
    /// Who receives them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consignee: Option<Box<Party>>,
    /// Where they go, if elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ship_to: Option<Box<Party>>,
    /// Importer of record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub importer: Option<Box<Party>>,
    /// Exporter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exporter: Option<Box<Party>>,
    /// Manufacturer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<Box<Party>>,
    /// Whom the carrier notifies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notify: Option<Box<Party>>,
    /// Country of destination, ISO 3166 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// Country of export, ISO 3166 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_of_export: Option<String>,
    /// Port or place of loading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port_of_loading: Option<String>,
    /// Port or place of discharge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port_of_discharge: Option<String>,
    /// How the goods travel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transport: Option<Box<Transport>>,
    /// ISO 4217: the header's, else that of most lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Σ line amounts, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goods_total: Option<Decimal>,
    /// Freight, insurance, discounts of the whole document.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<Charge>,
    /// Taxes by category.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taxes: Vec<Tax>,
    /// Σ taxes, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tax_total: Option<Decimal>,
    /// goods + charges not included − allowances + tax, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_total: Option<Decimal>,
    /// Already paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prepaid_amount: Option<Decimal>,
    /// Rounding printed between the invoice total and the amount to pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounding_amount: Option<Decimal>,
    /// Left to pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payable_amount: Option<Decimal>,
    /// The one printed as the total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_value: Option<Decimal>,
    /// Delivery terms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incoterms: Option<Box<DeliveryTerms>>,
    /// When and how it is paid, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_terms: Option<String>,
    /// When it is to be paid.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub payment_due_date: Option<Date>,
    /// Whether seller and buyer are related (customs valuation).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related_parties: Option<bool>,
    /// The exporter's words on origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin_statement: Option<Box<OriginStatement>>,
    /// Other documents this one names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// Number of packages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packages: Option<Decimal>,
    /// Package type of all, UN/ECE Rec 21.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_type: Option<String>,
    /// Package by package, where the document says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub package_list: Vec<Package>,
    /// Gross weight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gross_weight: Option<Measure>,
    /// Net weight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net_weight: Option<Measure>,
    /// Volume.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<Measure>,
    /// Shipping marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marks: Option<String>,
    /// When the goods were or will be delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub delivery_date: Option<Date>,
    /// The period the document is for, first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub period_start: Option<Date>,
    /// The period the document is for, last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub period_end: Option<Date>,
    /// Remarks in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The goods.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub line_items: Vec<Line>,
}

impl Record {
    /// The JSON Schema (draft 2020-12) of a record.
    pub fn json_schema() -> serde_json::Value {
        schemars::schema_for!(Record).to_value()
    }

    /// The value this document declares: the total printed, else the invoice total, else the goods total; to six
    /// decimals. None past [`VALUE_MAX`], so that sums over all documents stay exact whatever one of them says.
    pub fn declared_value(&self) -> Option<Decimal> {
        let printed = self.total_value.or(self.invoice_total).or(self.goods_total)?;
        (printed.abs() <= VALUE_MAX).then(|| printed.round_dp(VALUE_DECIMALS))
    }
}

/// A quadrillion: no invoice has a quantity, price, amount or total above it, in any currency.
pub const VALUE_MAX: Decimal = Decimal::from_parts(0xa4c6_8000, 0x0003_8d7e, 0, false, 0);

/// Values are summed to so many decimals.
pub const VALUE_DECIMALS: u32 = 6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declared_value_is_one_that_can_be_summed() {
        let declared = |text: &str| {
            let total_value = Some(text.parse().unwrap());
            Record { total_value, ..Record::default() }.declared_value().map(|value| value.to_string())
        };
        assert_eq!(VALUE_MAX.to_string(), "1000000000000000");
        assert_eq!(declared("9600.00").as_deref(), Some("9600.00"));
        assert_eq!(declared("1000000000000000").as_deref(), Some("1000000000000000"));
        assert_eq!(declared("1000000000000000.01"), None);
        assert_eq!(declared("-79228162514264337593543950335"), None);
        assert_eq!(declared("0.00000049").as_deref(), Some("0.000000"));
    }

    #[test]
    fn an_empty_record_is_an_empty_object_and_decimals_are_texts() {
        assert_eq!(serde_json::to_string(&Record::default()).unwrap(), "{}");
        let record = Record { total_value: Some("9600.00".parse().unwrap()), ..Record::default() };
        let text = serde_json::to_string(&record).unwrap();
        assert_eq!(text, r#"{"total_value":"9600.00"}"#);
        assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), record);
    }

    #[test]
    fn the_schema_is_the_committed_one() {
        insta::assert_json_snapshot!(Record::json_schema());
    }
}
