//! The documents that a document or a line names, in one order whatever order a format has.

use super::kinds;
use super::transcript::Transcript;
use super::tree::Node;
use trade::part::Reference;

/// The usual types in the order in which a record lists them; others follow in the order of the document.
const ORDER: [&str; 17] = [
    "buyer_reference",
    "PO",
    "sales_order",
    "contract",
    "quotation",
    "project",
    "tender",
    "despatch",
    "delivery_note",
    "receipt",
    "invoice",
    "credit_note",
    "debit_note",
    "shipment",
    "consignment",
    "tracking",
    "certificate",
];

/// A reference where it was found.
struct Named<'t, 'a> {
    kind: String,
    number: Node<'t, 'a>,
    date: Option<Node<'t, 'a>>,
}

/// References as they are found.
#[derive(Default)]
pub(super) struct Documents<'t, 'a> {
    named: Vec<Named<'t, 'a>>,
}

impl<'t, 'a> Documents<'t, 'a> {
    /// Takes one. Numbers that only fill a required place say nothing and are left.
    pub(super) fn take(&mut self, kind: &str, number: Node<'t, 'a>, date: Option<Node<'t, 'a>>) {
        if !number.text().is_empty() && !kinds::says_nothing(number.text()) {
            self.named.push(Named { kind: kind.to_owned(), number, date });
        }
    }

    /// Writes them, each once.
    pub(super) fn write(mut self, t: &mut Transcript) -> Vec<Reference> {
        let rank =
            |named: &Named<'_, '_>| ORDER.iter().position(|kind| *kind == named.kind).unwrap_or(ORDER.len());
        self.named.sort_by_key(rank);
        let mut seen = std::collections::HashSet::new();
        self.named.retain(|named| seen.insert((named.kind.clone(), named.number.text())));
        let numbers = self.named.iter().map(|named| named.number).collect();
        let kept = t.few(numbers).len();
        let mut references = Vec::with_capacity(kept);
        for named in self.named.iter().take(kept) {
            let path = format!("references[{}]", references.len());
            references.push(t.within(&path, |t| Reference {
                kind: named.kind.clone(),
                value: t.text("value", Some(named.number)).unwrap_or_default(),
                date: t.date_of_format("date", named.date),
            }));
        }
        references
    }
}
