//! The parts of a record that are not goods lines: parties, transport, charges, terms, weights, references.
//!
//! All optional: what a profile requires and a document lacks is a finding, not an error of a type.

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who takes part in the sale or the carriage.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Party {
    /// Registered or trading name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Street, town and region, one line each joined by `, `.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// ISO 3166 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// A person, telephone or mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Registrations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<PartyId>,
}

impl Party {
    /// Nothing known.
    pub fn is_empty(&self) -> bool {
        *self == Party::default()
    }
}

/// A registration of a party.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PartyId {
    /// `EIN`, `CBP`, `EORI`, `VAT`, `MID`, `REX`, `LEI`, or the scheme's own code (such as an ISO 6523 ICD).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// As printed, without spaces at the ends.
    pub value: String,
}

/// Allowance or charge: money that is no goods line.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Charge {
    /// What for: `freight`, `insurance`, `packing`, `discount`, or the words as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Positive for a charge, negative for an allowance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Decimal>,
    /// ISO 4217; absent: the document's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// True where the amount is already inside the line amounts or the goods total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub included: Option<bool>,
    /// The percentage it was computed by, where stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<Decimal>,
    /// What the percentage was taken of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_amount: Option<Decimal>,
}

/// Delivery terms: kept as printed, and as Incoterms 2020 beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DeliveryTerms {
    /// As printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub printed: Option<String>,
    /// The Incoterms 2020 code it stands for; absent where undecidable.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The edition named on the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// The named place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
}

/// A weight, volume or other measure with its unit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Measure {
    /// The number.
    pub value: Decimal,
    /// UN/ECE Rec 20 (`KGM`, `MTQ`); absent where not stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// Another document or thing that this one names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Reference {
    /// `PO`, `sales_order`, `contract`, `B/L`, `AWB`, `entry`, `MRN`, `despatch`, `receipt`, `invoice`, `project`, `buyer_reference`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// As printed.
    pub value: String,
    /// Its date, where stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub date: Option<Date>,
}

/// How the goods travel.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Transport {
    /// `sea`, `rail`, `road`, `air`, `mail`, `multimodal`, `inland_waterway`, or the UN/ECE Rec 19 digit as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// Vessel name, flight or vehicle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vessel: Option<String>,
    /// Voyage or flight number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voyage: Option<String>,
    /// Carrier's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// Bill of lading.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bill_of_lading: Option<String>,
    /// Air waybill.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub air_waybill: Option<String>,
    /// Containers with their seals.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub containers: Vec<Container>,
}

/// A freight container.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Container {
    /// ISO 6346, as printed.
    pub number: String,
    /// Seal numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub seals: Vec<String>,
}

/// What the exporter says of origin on the document itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct OriginStatement {
    /// The words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The agreement it is made under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<String>,
    /// REX or approved exporter number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exporter_reference: Option<String>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub date: Option<Date>,
}

/// A tax sum by category, as e-invoices state it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Tax {
    /// UNCL 5305 category (`S`, `Z`, `E`, `G`, …).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Rate in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<Decimal>,
    /// What is taxed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_amount: Option<Decimal>,
    /// The tax.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Decimal>,
    /// ISO 4217 of the tax amount; absent: the document's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Why none is charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exemption_reason: Option<String>,
}

/// One package of a packing list and what is packed in it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Package {
    /// How many of this description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<Decimal>,
    /// UN/ECE Rec 21.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_type: Option<String>,
    /// Marks, numbers or an SSCC.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// Gross weight of all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gross_weight: Option<Measure>,
    /// Volume of all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<Measure>,
    /// The SSCC or number of the package it stands in, where packages nest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inside: Option<String>,
}
