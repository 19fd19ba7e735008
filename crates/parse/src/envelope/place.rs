//! Where a value stands: as the path of a record's field (`seller.name`, `charges[0].amount`; those of a line begin
//! at the line) and as a JSON pointer (RFC 6901) into the document.

use std::fmt::Write as _;

/// One step down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step<'t> {
    /// Into the member with this key.
    Key(&'t str),
    /// Into this element, from 0.
    Index(usize),
    /// Into this field of the record, where the document has the bare value instead of an object.
    Bare(&'static str),
}

/// The way from the record to a value.
#[derive(Debug, Default)]
pub(super) struct Place<'t> {
    /// The pointer to the record.
    root: &'static str,
    steps: Vec<Step<'t>>,
    /// The steps that lead to the line at hand.
    to_line: usize,
}

impl<'t> Place<'t> {
    /// At the record, to which this pointer leads.
    pub(super) fn at(root: &'static str) -> Place<'t> {
        Place { root, steps: Vec::with_capacity(8), to_line: 0 }
    }

    /// Goes down.
    pub(super) fn enter(&mut self, step: Step<'t>) {
        self.steps.push(step);
    }

    /// Comes back.
    pub(super) fn leave(&mut self) {
        self.steps.pop();
    }

    /// Field paths begin here from now on, or at the record again.
    pub(super) fn set_line(&mut self, inside: bool) {
        self.to_line = if inside { self.steps.len() } else { 0 };
    }

    /// The path of the record's field.
    pub(super) fn field(&self) -> String {
        join(self.steps.get(self.to_line..).unwrap_or_default(), true)
    }

    /// The name of the field wherever it stands: without positions, from the record on.
    pub(super) fn name(&self) -> String {
        join(&self.steps, false)
    }

    /// The JSON pointer.
    pub(super) fn pointer(&self) -> String {
        let mut pointer = self.root.to_owned();
        for step in &self.steps {
            if !matches!(step, Step::Bare(_)) {
                pointer.push('/');
            }
            match step {
                Step::Key(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
                Step::Index(index) => {
                    // Writing to a text cannot fail.
                    let _ = write!(pointer, "{index}");
                }
                Step::Bare(_) => {}
            }
        }
        pointer
    }
}

fn join(steps: &[Step<'_>], with_positions: bool) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Key(key) | Step::Bare(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            Step::Index(index) if with_positions => {
                let _ = write!(path, "[{index}]");
            }
            Step::Index(_) => {}
        }
    }
    path
}
