//! The fields of the record, by the names they have in the record.

use super::place::Step;
use super::take::{Fields, Taker};
use crate::json::{Node, Value};
use trade::{Code, Finding, Line, Record};

impl Fields for Record {
    fn field<'t>(&mut self, key: &str, node: &'t Node<'t>, t: &mut Taker<'t>) -> bool {
        match key {
            "kind" => self.kind = t.kind(node),
            "invoice_number" => self.invoice_number = t.text(node),
            "invoice_date" => self.invoice_date = t.date(node),
            "purpose" => self.purpose = t.text(node),
            "supersedes" => self.supersedes = t.text(node),
            "seller" => self.seller = t.boxed(node),
            "buyer" => self.buyer = t.boxed(node),
            "shipper" => self.shipper = t.boxed(node),
            "consignee" => self.consignee = t.boxed(node),
            "ship_to" => self.ship_to = t.boxed(node),
            "importer" => self.importer = t.boxed(node),
            "exporter" => self.exporter = t.boxed(node),
            "manufacturer" => self.manufacturer = t.boxed(node),
            "notify" => self.notify = t.boxed(node),
            "destination" => self.destination = t.text(node),
            "country_of_export" => self.country_of_export = t.text(node),
            "port_of_loading" => self.port_of_loading = t.text(node),
            "port_of_discharge" => self.port_of_discharge = t.text(node),
            "transport" => self.transport = t.boxed(node),
            "currency" => self.currency = t.text(node),
            "goods_total" => self.goods_total = t.decimal(node),
            "charges" => self.charges = t.list(node),
            "taxes" => self.taxes = t.list(node),
            "tax_total" => self.tax_total = t.decimal(node),
            "invoice_total" => self.invoice_total = t.decimal(node),
            "prepaid_amount" => self.prepaid_amount = t.decimal(node),
            "rounding_amount" => self.rounding_amount = t.decimal(node),
            "payable_amount" => self.payable_amount = t.decimal(node),
            "total_value" => self.total_value = t.decimal(node),
            "incoterms" => self.incoterms = t.boxed(node),
            "payment_terms" => self.payment_terms = t.text(node),
            "payment_due_date" => self.payment_due_date = t.date(node),
            "related_parties" => self.related_parties = t.truth(node),
            "origin_statement" => self.origin_statement = t.boxed(node),
            "references" => self.references = t.list(node),
            "packages" => self.packages = t.decimal(node),
            "package_type" => self.package_type = t.text(node),
            "package_list" => self.package_list = t.list(node),
            "gross_weight" => self.gross_weight = t.measure(node),
            "net_weight" => self.net_weight = t.measure(node),
            "volume" => self.volume = t.measure(node),
            "marks" => self.marks = t.text(node),
            "delivery_date" => self.delivery_date = t.date(node),
            "period_start" => self.period_start = t.date(node),
            "period_end" => self.period_end = t.date(node),
            "notes" => self.notes = t.texts(node),
            "line_items" => self.line_items = lines(node, t),
            _ => return false,
        }
        true
    }
}

/// The lines, numbered from 1 as they stand; anything but a list of objects breaks the shape of the document.
fn lines<'t>(node: &'t Node<'t>, t: &mut Taker<'t>) -> Vec<Line> {
    let Value::Array(nodes) = &node.value else {
        violation(t, node, "a list of lines");
        return Vec::new();
    };
    let granted = t.entries(nodes.len());
    let mut lines = Vec::with_capacity(granted);
    for (index, node) in nodes.iter().enumerate().take(granted) {
        t.place.enter(Step::Index(index));
        match node.members() {
            Some(_) => lines.push(super::line::line(node, u32::try_from(index + 1).unwrap_or(u32::MAX), t)),
            None => violation(t, node, "an object with the fields of a line"),
        }
        t.place.leave();
    }
    lines
}

/// The payload does not have the shape it must have.
pub(super) fn violation(t: &mut Taker<'_>, node: &Node<'_>, wanted: &str) {
    let message = format!("{} is {}, where {wanted} was expected", t.place.pointer(), node.noun());
    let code = Code::SchemaViolation;
    if t.remarks.has_room(code.severity()) {
        let finding = Finding::document(t.remarks.rule(), code, message).field(t.place.field());
        t.remarks.push(finding.input("position", t.place.pointer()).input("byte", node.start));
    }
}
