//! What the profile asks for and the document lacks: `field_missing`. A blank text is no value. The tariff code is
//! left to its own rule, which makes a task of its own (`hs_missing`).

use crate::check::Context;
use crate::findings::Findings;
use trade::{Code, Finding, Line, Record};

const RULE: &str = "field.required/1";

/// The field whose absence is a matter of classification.
pub(super) const HS_CODE: &str = "hs_code";

pub(crate) fn document(record: &Record, context: &Context<'_>, findings: &mut Findings) {
    for demand in context.profile.of_document(context.kind).filter(|demand| !demand.is_met(record)) {
        findings.error(|| {
            let finding =
                Finding::document(RULE, Code::FieldMissing, "The document lacks a value that it must have");
            finding.field(demand.name.clone()).input("profile", context.profile.name())
        });
    }
}

pub(crate) fn line(line: &Line, context: &Context<'_>, findings: &mut Findings) {
    for demand in context.profile.of_line(context.kind).filter(|demand| !demand.is_met(line)) {
        if demand.name == HS_CODE {
            continue;
        }
        findings.error(|| {
            let finding = Finding::line(
                RULE,
                Code::FieldMissing,
                line.line,
                "The line lacks a value that it must have",
            );
            finding.field(demand.name.clone()).input("profile", context.profile.name())
        });
    }
}
