//! The goods lines of a record.

use crate::part::{Charge, Measure, Reference};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One line of goods. Texts are as printed until `normalise` writes the standard's form over them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Line {
    /// Stable for the life of the document: its correlation id and the line's ordinal. Empty until handed on.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub line_id: String,
    /// The ordinal in the document, from 1.
    pub line: u32,
    /// The line's own name on the document, where it is not the ordinal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub printed_line: Option<String>,
    /// The seller's article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_number: Option<String>,
    /// The buyer's article number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer_part_number: Option<String>,
    /// The line of the purchase order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub po_line: Option<String>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How many or how much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Decimal>,
    /// UN/ECE Rec 20.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Price of `price_basis` units, before line discounts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Decimal>,
    /// The price is per 1, 100, 1000 …; absent: 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_basis: Option<Decimal>,
    /// Allowances (negative) and charges (positive) of this line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Charge>,
    /// quantity × price ÷ basis − discounts, as printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Decimal>,
    /// ISO 4217.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// The first six digits, once sound; as printed before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hs_code: Option<String>,
    /// Every code of the line with whose code it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hs_codes: Vec<LineCode>,
    /// ISO 3166 alpha-2 (non-preferential origin).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin_country: Option<String>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manufacturer: Option<String>,
    /// Quantities in the tariff's statistical units.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statistical_quantities: Vec<Measure>,
    /// Preferential origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preference: Option<Preference>,
    /// Net weight of the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net_weight: Option<Measure>,
    /// Gross weight of the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gross_weight: Option<Measure>,
    /// How many packages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packages: Option<Decimal>,
    /// UN/ECE Rec 21.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package_type: Option<String>,
    /// Lot, batch or serial number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot: Option<String>,
    /// Documents this line names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// What else is said of it: melt and pour country, ECCN, UN number, CAS, fibre content, brand …
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
}

/// A code of a line and whose code it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LineCode {
    /// Digits, once normalised.
    pub code: String,
    /// `hs6`, `us-hts`, `eu-cn`, …; absent where nothing says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// `main`, or `accompanying` for a code (US chapter 99) that stands beside another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// A claim of preferential origin.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Preference {
    /// The agreement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<String>,
    /// The origin criterion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criterion: Option<String>,
}
