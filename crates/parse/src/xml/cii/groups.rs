//! Lines under lines: which of them count.
//!
//! Lines may stand under others (`ParentLineID`). A `GROUP` is a heading whose amount is that of its details, an
//! `INFORMATION` line is part of what its parent counts already. Where no such reason is stated, a parent whose
//! sub-lines come to exactly its amount is a heading; else the parent counts and its sub-lines do not.

use super::totals::amount;
use crate::xml::tree::Node;
use rust_decimal::Decimal;
use std::collections::{HashMap, HashSet};

/// Which line stands under which.
pub(super) struct Groups<'t, 'a> {
    by_id: HashMap<&'t str, Node<'t, 'a>>,
    parts: HashMap<&'t str, Vec<Node<'t, 'a>>>,
    /// Those whose amount is that of the lines below them.
    headings: HashSet<&'t str>,
}

impl<'t, 'a> Groups<'t, 'a> {
    /// Of the lines as they stand.
    pub(super) fn of(lines: &[Node<'t, 'a>]) -> Groups<'t, 'a> {
        let mut groups = Groups { by_id: HashMap::new(), parts: HashMap::new(), headings: HashSet::new() };
        for line in lines {
            if let Some(id) = id(*line) {
                groups.by_id.entry(id).or_insert(*line);
            }
            if let Some(parent) = parent_id(*line).filter(|parent| id(*line) != Some(*parent)) {
                groups.parts.entry(parent).or_default().push(*line);
            }
        }
        let headings = groups.by_id.iter().filter(|(_, line)| groups.comes_to_its_parts(**line));
        groups.headings = headings.map(|(id, _)| *id).collect();
        groups
    }

    /// The lines directly below one.
    pub(super) fn parts(&self, line: Node<'t, 'a>) -> &[Node<'t, 'a>] {
        id(line).and_then(|id| self.parts.get(id)).map_or(&[], Vec::as_slice)
    }

    /// The line above one.
    pub(super) fn parent(&self, line: Node<'t, 'a>) -> Option<Node<'t, 'a>> {
        let parent = parent_id(line).filter(|parent| id(line) != Some(*parent))?;
        self.by_id.get(parent).copied()
    }

    fn comes_to_its_parts(&self, line: Node<'t, 'a>) -> bool {
        let parts = self.parts(line);
        let sum = || parts.iter().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(amount(*part)?));
        !parts.is_empty() && amount(line).is_some() && sum() == amount(line)
    }

    fn is_heading(&self, line: Node<'t, 'a>) -> bool {
        match reason(line) {
            Some(reason) => reason == "GROUP",
            None => id(line).is_some_and(|id| self.headings.contains(id)),
        }
    }

    /// The line is one of the record's.
    pub(super) fn counts(&self, line: Node<'t, 'a>) -> bool {
        match reason(line) {
            Some("INFORMATION") => false,
            Some("DETAIL") => true,
            _ => !self.is_heading(line) && self.parent(line).is_none_or(|parent| self.is_heading(parent)),
        }
    }
}

fn id<'t>(line: Node<'t, '_>) -> Option<&'t str> {
    line.text_at("AssociatedDocumentLineDocument/LineID")
}

fn parent_id<'t>(line: Node<'t, '_>) -> Option<&'t str> {
    line.text_at("AssociatedDocumentLineDocument/ParentLineID")
}

fn reason<'t>(line: Node<'t, '_>) -> Option<&'t str> {
    line.text_at("AssociatedDocumentLineDocument/LineStatusReasonCode")
        .filter(|reason| matches!(*reason, "GROUP" | "INFORMATION" | "DETAIL"))
}
