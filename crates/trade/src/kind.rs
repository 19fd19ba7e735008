//! What a document can be. Told from its content, never from its name.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kinds of the contract.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, Default,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A file of several documents; its parts name it.
    Container,
    /// An invoice for goods sold.
    CommercialInvoice,
    /// An invoice before the sale, for customs or credit.
    ProformaInvoice,
    /// What is in which package.
    PackingList,
    /// Where the goods originate, said by a chamber or an exporter.
    CertificateOfOrigin,
    /// Takes back all or part of an invoice.
    CreditNote,
    /// What a buyer asked for.
    Order,
    /// What was delivered, signed at the ramp.
    DeliveryNote,
    /// The carrier's receipt and contract.
    BillOfLading,
    /// Not told apart.
    #[default]
    Unknown,
}

impl Kind {
    /// All, in the order of the contract.
    pub const ALL: [Kind; 10] = [
        Kind::Container,
        Kind::CommercialInvoice,
        Kind::ProformaInvoice,
        Kind::PackingList,
        Kind::CertificateOfOrigin,
        Kind::CreditNote,
        Kind::Order,
        Kind::DeliveryNote,
        Kind::BillOfLading,
        Kind::Unknown,
    ];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Container => "container",
            Kind::CommercialInvoice => "commercial_invoice",
            Kind::ProformaInvoice => "proforma_invoice",
            Kind::PackingList => "packing_list",
            Kind::CertificateOfOrigin => "certificate_of_origin",
            Kind::CreditNote => "credit_note",
            Kind::Order => "order",
            Kind::DeliveryNote => "delivery_note",
            Kind::BillOfLading => "bill_of_lading",
            Kind::Unknown => "unknown",
        }
    }

    /// The kind with this name, if it is one.
    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Money rules (currency, sums, HS, descriptions) apply to it.
    pub fn is_invoice(self) -> bool {
        matches!(self, Kind::CommercialInvoice | Kind::ProformaInvoice | Kind::CreditNote)
    }
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
