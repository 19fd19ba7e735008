//! A credit note changes what was declared: a person decides what it does.

use crate::findings::Findings;
use trade::{Code, Finding, Kind};

const RULE: &str = "kind.credit_note/1";

pub(crate) fn check(kind: Kind, findings: &mut Findings) {
    if kind == Kind::CreditNote {
        findings.error(|| {
            let message = "A credit note takes back what an invoice declared; a person decides what it does";
            Finding::document(RULE, Code::CreditNote, message)
        });
    }
}
