//! The fields of the record's parts, by the names they have in the record.

use super::place::Step;
use super::take::{Fields, Taker, scalar};
use crate::json::{Node, decimal};
use rust_decimal::Decimal;
use trade::Code;
use trade::part::{
    Charge, Container, DeliveryTerms, OriginStatement, Package, Party, PartyId, Reference, Tax, Transport,
};

impl Fields for Party {
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, t: &mut Taker<'t>) -> bool {
        match key {
            "name" => self.name = t.text(node),
            "address" => self.address = t.text(node),
            "postal_code" => self.postal_code = t.text(node),
            "country" => self.country = t.text(node),
            "contact" => self.contact = t.text(node),
            "ids" => self.ids = t.list(node),
            _ => return false,
        }
        true
    }

    /// A text is the party's name.
    fn bare<'t>(node: &'t Node<'t>, t: &mut Taker<'t>) -> Option<Party> {
        node.as_str()?;
        Some(Party { name: t.bare_text("name", node), ..Party::default() })
    }
}

impl Fields for PartyId {
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, t: &mut Taker<'t>) -> bool {
        match key {
            "scheme" => self.scheme = t.text(node),
            "value" => self.value = t.text(node).unwrap_or_default(),
            _ => return false,
        }
        true
    }

    fn bare<'t>(node: &'t Node<'t>, t: &mut Taker<'t>) -> Option<PartyId> {
        Some(PartyId { value: t.bare_text("value", node)?, scheme: None })
    }

    fn lacks(&self) -> Option<&'static str> {
        self.value.is_empty().then_some("value")
    }
}

impl Fields for Charge {
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, t: &mut Taker<'t>) -> bool {
        match key {
            "kind" => self.kind = t.text(node),
            "amount" => self.amount = t.decimal(node),
            "currency" => self.currency = t.text(node),
            "included" => self.included = t.truth(node),
            "percent" => self.percent = t.decimal(node),
            "base_amount" => self.base_amount = t.decimal(node),
            _ => return false,
        }
        true
    }
}

impl Fields for Tax {
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, t: &mut Taker<'t>) -> bool {
        match key {
            "category" => self.category = t.text(node),
            "percent" => self.percent = t.decimal(node),
            "base_amount" => self.base_amount = t.decimal(node),
            "amount" => self.amount = t.decimal(node),
            "currency" => self.currency = t.text(node),
            "exemption_reason" => self.exemption_reason = t.text(node),
            _ => return false,
        }
        true
    }
}

impl Fields for DeliveryTerms {
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, t: &mut Taker<'t>) -> bool {
        match key {
            "printed" => self.printed = t.text(node),
            "code" => self.code = t.text(node),
            "year" => {
                let year = t.decimal(node);
                self.year =
                    year.and_then(|year| u16::try_from(year).ok().or_else(|| t.invalid(node, "a year")));
            }
            "place" => self.place = t.text(node),
            _ => return false,
        }
        true
    }

    /// A text is the terms as printed.
    fn bare<'t>(node: &'t Node<'t>, t: &mut Taker<'t>) -> Option<DeliveryTerms> {
        node.as_str()?;
        Some(DeliveryTerms { printed: t.bare_text("printed", node), ..DeliveryTerms::default() })
    }
}

impl Fields for Reference {
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, t: &mut Taker<'t>) -> bool {
        match key {
            "type" => self.kind = t.text(node).unwrap_or_default(),
            "value" => self.value = t.text(node).unwrap_or_default(),
            "date" => self.date = t.date(node),
            _ => return false,
        }
        true
    }

    fn bare<'t>(node: &'t Node<'t>, t: &mut Taker<'t>) -> Option<Reference> {
        Some(Reference { value: t.bare_text("value", node)?, ..Reference::default() })
    }

    fn lacks(&self) -> Option<&'static str> {
        self.value.is_empty().then_some("value")
    }
}

impl Fields for Transport {
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, t: &mut Taker<'t>) -> bool {
        match key {
            "mode" => self.mode = t.text(node),
            "vessel" => self.vessel = t.text(node),
            "voyage" => self.voyage = t.text(node),
            "carrier" => self.carrier = t.text(node),
            "bill_of_lading" => self.bill_of_lading = t.text(node),
            "air_waybill" => self.air_waybill = t.text(node),
            "containers" => self.containers = t.list(node),
            _ => return false,
        }
        true
    }
}

impl Fields for Container {
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, t: &mut Taker<'t>) -> bool {
        match key {
            "number" => self.number = t.text(node).unwrap_or_default(),
            "seals" => self.seals = t.texts(node),
            _ => return false,
        }
        true
    }

    fn bare<'t>(node: &'t Node<'t>, t: &mut Taker<'t>) -> Option<Container> {
        Some(Container { number: t.bare_text("number", node)?, seals: Vec::new() })
    }

    fn lacks(&self) -> Option<&'static str> {
        self.number.is_empty().then_some("number")
    }
}

impl Fields for OriginStatement {
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, t: &mut Taker<'t>) -> bool {
        match key {
            "text" => self.text = t.text(node),
            "agreement" => self.agreement = t.text(node),
            "exporter_reference" => self.exporter_reference = t.text(node),
            "date" => self.date = t.date(node),
            _ => return false,
        }
        true
    }

    /// A text is the statement itself.
    fn bare<'t>(node: &'t Node<'t>, t: &mut Taker<'t>) -> Option<OriginStatement> {
        node.as_str()?;
        Some(OriginStatement { text: t.bare_text("text", node), ..OriginStatement::default() })
    }
}

impl Fields for Package {
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, t: &mut Taker<'t>) -> bool {
        match key {
            "count" => self.count = t.decimal(node),
            "package_type" => self.package_type = t.text(node),
            "marks" => self.marks = t.texts(node),
            "gross_weight" => self.gross_weight = t.measure(node),
            "volume" => self.volume = t.measure(node),
            "inside" => self.inside = t.text(node),
            _ => return false,
        }
        true
    }
}

/// A measure before it is known to have a number.
#[derive(Default)]
pub(super) struct MeasureDraft {
    pub(super) value: Option<Decimal>,
    pub(super) unit: Option<String>,
}

impl Fields for MeasureDraft {
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, t: &mut Taker<'t>) -> bool {
        match key {
            "value" => self.value = t.decimal(node),
            "unit" => self.unit = t.text(node),
            _ => return false,
        }
        true
    }

    /// A number, or a text of a number and a word that names its unit.
    fn bare<'t>(node: &'t Node<'t>, t: &mut Taker<'t>) -> Option<MeasureDraft> {
        let text = scalar(node)?.trim();
        t.place.enter(Step::Bare("value"));
        let parted = node.as_str().and_then(|_| number_and_unit(text));
        let draft = match parted {
            Some((value, unit)) => {
                t.remark(Code::ValueNormalised, node, "The measure was parted from its unit", None);
                t.note(node, || value.to_string());
                Some(MeasureDraft { value: Some(value), unit: Some(unit.to_owned()) })
            }
            None => t.decimal(node).map(|value| MeasureDraft { value: Some(value), unit: None }),
        };
        t.place.leave();
        draft
    }

    fn lacks(&self) -> Option<&'static str> {
        self.value.is_none().then_some("value")
    }
}

/// `12.5 kg`: a plain number and one word.
fn number_and_unit(text: &str) -> Option<(Decimal, &str)> {
    let end = text.find(|c: char| c == ' ' || c.is_alphabetic())?;
    let (number, unit) = text.split_at_checked(end)?;
    let unit = unit.trim();
    let is_word = !unit.is_empty() && unit.chars().all(char::is_alphanumeric);
    decimal(number).filter(|_| is_word).map(|value| (value, unit))
}
