//! Printed texts become the forms of the standards.
//!
//! Promises: every change makes a finding that says what stood there; what is in the standard's form already costs
//! no allocation; a second pass changes nothing and says nothing. What cannot be read stays as printed: that it is
//! wrong is for the rules to say.

mod country;
mod currency;
mod incoterm;
mod package;
mod unit;

use crate::findings::Findings;
use std::borrow::Cow;
use trade::{Code, Finding, Record};

/// Writes the standards' forms over texts as printed; says what it changed.
///
/// Currencies (ISO 4217), countries (ISO 3166), units (UN/ECE Rec 20), packages (Rec 21) and delivery terms
/// (Incoterms 2020). The document's currency is filled in from the lines, and that of the lines from the document,
/// where only one of them states it. Findings: `value_normalised`, `currency_inferred`, `incoterm_superseded`, and
/// warnings of delivery terms that their edition does not have.
pub fn normalise(record: &mut Record) -> Vec<Finding> {
    let mut findings = Findings::default();
    country::normalise(record, &mut findings);
    currency::normalise(record, &mut findings);
    unit::normalise(record, &mut findings);
    package::normalise(record, &mut findings);
    incoterm::normalise(record, &mut findings);
    findings.finish()
}

/// Where a value stands: the line's ordinal, if it is a line's, and the field.
#[derive(Clone, Copy)]
struct Place {
    line: Option<u32>,
    field: &'static str,
    /// Of a list: which entry.
    entry: Option<usize>,
}

impl Place {
    fn document(field: &'static str) -> Place {
        Place { line: None, field, entry: None }
    }

    fn line(line: u32, field: &'static str) -> Place {
        Place { line: Some(line), field, entry: None }
    }

    /// The entry of a list whose name is the field up to its first dot.
    fn entry(self, entry: usize) -> Place {
        Place { entry: Some(entry), ..self }
    }

    fn name(self) -> Cow<'static, str> {
        match (self.entry, self.field.split_once('.')) {
            (Some(entry), Some((list, rest))) => format!("{list}[{entry}].{rest}").into(),
            _ => self.field.into(),
        }
    }

    fn finding(self, rule: &'static str, code: Code, message: &'static str) -> Finding {
        let finding = match self.line {
            Some(line) => Finding::line(rule, code, line, message),
            None => Finding::document(rule, code, message),
        };
        finding.field(self.name())
    }
}

/// Writes the standard's form over a text and says so.
fn write(text: &mut String, code: &str, rule: &'static str, place: Place, findings: &mut Findings) {
    findings.info(|| {
        let message = "The value was written in the standard's form";
        place.finding(rule, Code::ValueNormalised, message).input("raw", &*text).input("value", code)
    });
    code.clone_into(text);
}
