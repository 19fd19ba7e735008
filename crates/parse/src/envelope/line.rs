//! The fields of a line, by the names they have in the record.

use super::place::Step;
use super::take::{Fields, Taker};
use crate::json::{Node, decimal};
use std::collections::BTreeMap;
use trade::line::{LineCode, Preference};
use trade::{Code, Line};

/// A line and what its quantity counts by its own words (`12 cartons`).
#[derive(Default)]
struct Draft<'t> {
    line: Line,
    counted: Option<(&'t Node<'t>, &'t str)>,
}

/// One line with its ordinal.
pub(super) fn line<'t>(node: &'t Node<'t>, ordinal: u32, t: &mut Taker<'t>) -> Line {
    t.line = Some(ordinal);
    t.place.set_line(true);
    let mut draft = Draft { line: Line { line: ordinal, ..Line::default() }, counted: None };
    fill(&mut draft, node, t);
    settle_counted(&mut draft, t);
    if draft.line.printed_line.as_deref().is_some_and(|printed| printed.parse() == Ok(ordinal)) {
        draft.line.printed_line = None;
    }
    t.end_line();
    t.place.set_line(false);
    t.line = None;
    draft.line
}

/// As [`Taker::fill`], with the one field that needs more than the line.
fn fill<'t>(draft: &mut Draft<'t>, node: &'t Node<'t>, t: &mut Taker<'t>) {
    for member in node.members().unwrap_or_default() {
        if member.node.is_null() {
            continue;
        }
        t.place.enter(Step::Key(&member.key));
        if member.key == "quantity" {
            quantity(draft, &member.node, t);
        } else if !draft.line.field(&member.key, &member.node, t) {
            t.remarks.unplaced(t.place.name());
        }
        t.place.leave();
    }
}

/// A number, or a number and the packages it counts; what the packages are called becomes the unit as printed.
fn quantity<'t>(draft: &mut Draft<'t>, node: &'t Node<'t>, t: &mut Taker<'t>) {
    let text = node.as_str().unwrap_or_default();
    let counted = match decimal(text.trim()) {
        None => trade::package::read_counted(text),
        Some(_) => None,
    };
    let Some(counted) = counted else {
        draft.line.quantity = t.decimal(node);
        return;
    };
    draft.line.quantity = decimal(counted.number);
    draft.counted = text.trim().strip_prefix(counted.number).map(|word| (node, word.trim()));
}

/// The line has the unit its quantity names, or states that unit itself; two different ones are no quantity.
fn settle_counted(draft: &mut Draft<'_>, t: &mut Taker<'_>) {
    let Some((node, word)) = draft.counted else { return };
    t.place.enter(Step::Key("quantity"));
    match &draft.line.unit {
        Some(unit) if !unit.eq_ignore_ascii_case(word) => {
            draft.line.quantity = None;
            let _: Option<()> = t.invalid(node, "of the unit that the line states");
        }
        _ => {
            draft.line.unit = Some(word.to_owned());
            t.remark(
                Code::ValueNormalised,
                node,
                "The quantity was parted from the packages it counts",
                None,
            );
            if let Some(quantity) = draft.line.quantity {
                t.note(node, || quantity.to_string());
            }
        }
    }
    t.place.leave();
}

impl Fields for Line {
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, t: &mut Taker<'t>) -> bool {
        match key {
            "line" | "printed_line" => self.printed_line = t.text(node),
            "part_number" => self.part_number = t.text(node),
            "buyer_part_number" => self.buyer_part_number = t.text(node),
            "po_line" => self.po_line = t.text(node),
            "description" => self.description = t.text(node),
            "unit" => self.unit = t.text(node),
            "unit_price" => self.unit_price = t.decimal(node),
            "price_basis" => self.price_basis = t.decimal(node),
            "discounts" => self.discounts = t.list(node),
            "amount" => self.amount = t.decimal(node),
            "currency" => self.currency = t.text(node),
            "hs_code" => self.hs_code = t.text(node),
            "hs_codes" => self.hs_codes = t.list(node),
            "origin_country" => self.origin_country = t.text(node),
            "manufacturer" => self.manufacturer = t.text(node),
            "statistical_quantities" => self.statistical_quantities = t.measures(node),
            "preference" => self.preference = t.object(node),
            "net_weight" => self.net_weight = t.measure(node),
            "gross_weight" => self.gross_weight = t.measure(node),
            "packages" => self.packages = t.decimal(node),
            "package_type" => self.package_type = t.text(node),
            "lot" => self.lot = t.text(node),
            "references" => self.references = t.list(node),
            "attributes" => self.attributes = t.object::<Attributes>(node).unwrap_or_default().0,
            _ => return false,
        }
        true
    }
}

/// What else is said of a line, by any name.
#[derive(Default)]
struct Attributes(BTreeMap<String, String>);

impl Fields for Attributes {
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, t: &mut Taker<'t>) -> bool {
        if let Some(text) = t.text(node) {
            self.0.insert(key.to_owned(), text);
        }
        true
    }
}

impl Fields for LineCode {
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, t: &mut Taker<'t>) -> bool {
        match key {
            "code" => self.code = t.text(node).unwrap_or_default(),
            "scheme" => self.scheme = t.text(node),
            "role" => self.role = t.text(node),
            _ => return false,
        }
        true
    }

    fn bare<'t>(node: &'t Node<'t>, t: &mut Taker<'t>) -> Option<LineCode> {
        Some(LineCode { code: t.bare_text("code", node)?, ..LineCode::default() })
    }

    fn lacks(&self) -> Option<&'static str> {
        self.code.is_empty().then_some("code")
    }
}

impl Fields for Preference {
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, t: &mut Taker<'t>) -> bool {
        match key {
            "agreement" => self.agreement = t.text(node),
            "criterion" => self.criterion = t.text(node),
            _ => return false,
        }
        true
    }
}
