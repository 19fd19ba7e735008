//! Which of the shapes a JSON document has, told by its outermost keys.

use crate::json::Node;

/// What a JSON document is to us.
pub(super) enum Shape<'n, 'a> {
    /// It has a key that only envelopes have.
    Envelope,
    /// It is a record, or has one under `compliance_data`; the pointer says where it stands.
    Record(&'n Node<'a>, &'static str),
    /// Neither.
    Other,
}

/// Any of these makes a document an envelope, so that one without payload is an envelope without payload.
const OF_ENVELOPES: [&str; 3] = ["correlation_id", "payload", "file_hash"];

/// Any of these makes a document a record.
const OF_RECORDS: [&str; 2] = ["invoice_number", "line_items"];

/// Tells the shape.
pub(super) fn shape<'n, 'a>(root: &'n Node<'a>) -> Shape<'n, 'a> {
    let has_any = |keys: &[&str]| keys.iter().any(|key| root.get(key).is_some());
    if has_any(&OF_ENVELOPES) {
        return Shape::Envelope;
    }
    if has_any(&OF_RECORDS) {
        return Shape::Record(root, "");
    }
    match root.get("compliance_data").filter(|node| node.members().is_some()) {
        Some(node) => Shape::Record(node, "/compliance_data"),
        None => Shape::Other,
    }
}
