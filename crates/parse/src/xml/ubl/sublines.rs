//! Lines that hold lines: which of them count.
//!
//! A line's amount is that of its sub-lines together. Where they come to exactly the line's amount, the
//! sub-lines are the goods and the line above is only their heading. Where they do not (or state no amounts),
//! the line above counts and the sub-lines are named in its `components`, so that nothing is counted twice.

use crate::xml::tree::Node;
use crate::xml::value;
use rust_decimal::Decimal;

/// One line that counts.
pub(super) struct Leaf<'t, 'a> {
    pub(super) node: Node<'t, 'a>,
    /// The heading it stands under.
    pub(super) parent: Option<Node<'t, 'a>>,
    /// Sub-lines that do not count.
    pub(super) components: Vec<Node<'t, 'a>>,
}

/// The lines that count, in the order of the document.
pub(super) fn leaves<'t, 'a>(lines: Vec<Node<'t, 'a>>) -> Vec<Leaf<'t, 'a>> {
    let mut waiting: Vec<_> = lines.into_iter().rev().map(|node| (node, None)).collect();
    let mut leaves = Vec::with_capacity(waiting.len());
    while let Some((node, parent)) = waiting.pop() {
        let parts = node.all("SubInvoiceLine|SubCreditNoteLine");
        if !parts.is_empty() && amount(node).is_some() && sum(&parts) == amount(node) {
            waiting.extend(parts.into_iter().rev().map(|part| (part, Some(node))));
        } else {
            leaves.push(Leaf { node, parent, components: parts });
        }
    }
    leaves
}

fn amount(line: Node<'_, '_>) -> Option<Decimal> {
    line.text_at("LineExtensionAmount").and_then(value::decimal)
}

fn sum(lines: &[Node<'_, '_>]) -> Option<Decimal> {
    lines.iter().try_fold(Decimal::ZERO, |sum, line| sum.checked_add(amount(*line)?))
}
