//! What ends the reading of a sheet or a PDF: a code, a place, one sentence. It knows no format.

use trade::{Code, Finding};

/// The file cannot be read, or not all of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {why}")]
pub struct Fault {
    /// Of the table of codes.
    pub code: Code,
    /// `row 7`, `Sheet1!B7`, `page 3`, `byte 1204`, or the name of a part of the file.
    pub place: String,
    /// What is wrong, in words.
    pub why: String,
    /// More to know, by name.
    inputs: Vec<(&'static str, String)>,
}

/// Makes a fault.
pub fn fault(code: Code, place: impl Into<String>, why: impl Into<String>) -> Fault {
    Fault { code, place: place.into(), why: why.into(), inputs: Vec::new() }
}

/// A limit is passed: its name and its number.
pub fn exceeded(
    place: impl Into<String>,
    why: impl Into<String>,
    limit: &'static str,
    max: impl ToString,
) -> Fault {
    fault(Code::LimitExceeded, place, why).with("limit", limit).with("max", max)
}

impl Fault {
    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Fault {
        self.inputs.push((name, value.to_string()));
        self
    }

    /// The limit that is passed, if one is.
    pub fn limit(&self) -> Option<&str> {
        self.inputs.iter().find(|(name, _)| *name == "limit").map(|(_, value)| value.as_str())
    }

    /// The finding that ends the document.
    pub fn into_finding(self, rule: &'static str) -> Finding {
        let mut finding = Finding::document(rule, self.code, format!("At {}: {}.", self.place, self.why))
            .input("position", self.place);
        for (name, value) in self.inputs {
            finding = finding.input(name, value);
        }
        finding
    }
}
