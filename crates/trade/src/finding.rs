//! One remark of a check: what was found, where, and what it rests on.

/// A list of findings within its bound.
mod limit;

pub use limit::{Effect, FINDINGS_MAX, LeftOut, bounded};

use crate::code::Code;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How grave. Only errors hold anything back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Worth a look; nothing is held.
    Warning,
    /// The line or the document is held.
    Error,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One line.
    Line,
    /// The whole document.
    Document,
    /// The shipment it belongs to.
    Shipment,
}

/// One remark. Same input, rule version, edition and date: the same finding, byte for byte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule that made it, such as `hs.known/1` (name and version), or the reader (`read.csv/1`).
    pub rule: Cow<'static, str>,
    /// Its code in the table of codes.
    pub code: Code,
    /// How grave.
    pub severity: Severity,
    /// What it is about.
    pub scope: Scope,
    /// The record's field, such as `hs_code` or `seller.country`.
    #[serde(default)]
    pub field: Option<Cow<'static, str>>,
    /// The line's ordinal, for scope `line`.
    #[serde(default)]
    pub line: Option<u32>,
    /// The values the rule looked at, by name; `raw`, `position`, `edition`, `on` are usual names.
    #[serde(default)]
    pub inputs: BTreeMap<Cow<'static, str>, String>,
    /// One sentence for a person, without the contents of other fields.
    pub message: String,
}

impl Finding {
    /// A remark about the whole document; an error unless said otherwise by the code's table.
    pub fn document(rule: &'static str, code: Code, message: impl Into<String>) -> Finding {
        Finding {
            rule: Cow::Borrowed(rule),
            code,
            severity: code.severity(),
            scope: Scope::Document,
            field: None,
            line: None,
            inputs: BTreeMap::new(),
            message: message.into(),
        }
    }

    /// A remark about one line.
    pub fn line(rule: &'static str, code: Code, line: u32, message: impl Into<String>) -> Finding {
        Finding { scope: Scope::Line, line: Some(line), ..Finding::document(rule, code, message) }
    }

    /// Names the field.
    #[must_use]
    pub fn field(mut self, field: impl Into<Cow<'static, str>>) -> Finding {
        self.field = Some(field.into());
        self
    }

    /// Adds a value the rule looked at.
    #[must_use]
    pub fn input(mut self, name: impl Into<Cow<'static, str>>, value: impl ToString) -> Finding {
        self.inputs.insert(name.into(), value.to_string());
        self
    }

    /// Overrides the severity of the code's table.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Finding {
        self.severity = severity;
        self
    }

    /// It holds its line or its document back.
    pub fn holds(&self) -> bool {
        self.severity == Severity::Error
    }
}
