//! Delivery terms: known, decided, and fit for the mode of transport.

use super::raw;
use crate::findings::Findings;
use trade::incoterm::{Incoterm, Remark, read};
use trade::part::Transport;
use trade::{Code, Finding, Record};

const KNOWN: &str = "incoterm.known/1";
const SEA_ONLY: &str = "incoterm.sea_only/1";

pub(crate) fn check(record: &Record, findings: &mut Findings) {
    let Some(terms) = record.incoterms.as_deref() else { return };
    match terms.code.as_deref().map(str::parse::<Incoterm>) {
        Some(Ok(term)) => sea_only(term, record.transport.as_deref(), findings),
        Some(Err(_)) => unknown(terms.code.as_deref().unwrap_or_default(), findings),
        None => {
            if let Some(printed) = terms.printed.as_deref().filter(|printed| !printed.trim().is_empty()) {
                undecided(printed, findings);
            }
        }
    }
}

fn unknown(text: &str, findings: &mut Findings) {
    findings.error(|| {
        let message = "The delivery term is none of Incoterms 2020 nor of an older edition";
        Finding::document(KNOWN, Code::ValueInvalid, message).field("incoterms").input("raw", raw(text))
    });
}

/// No code could be written beside the print: it is of no edition, contradicts itself, or is a house term.
fn undecided(printed: &str, findings: &mut Findings) {
    let reading = read(printed);
    let codes = || reading.candidates.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let finding = |code, message| {
        let finding = Finding::document(KNOWN, code, message).field("incoterms").input("raw", raw(printed));
        finding.input("candidates", codes())
    };
    match reading.remark {
        Some(Remark::Undecided) => {
            findings.info(|| {
                finding(Code::IncotermUndecided, "The delivery term could stand for several Incoterms")
            });
        }
        Some(Remark::Conflict) => {
            findings.error(|| {
                finding(Code::ValueInvalid, "Two delivery terms stand there that are not the same")
            });
        }
        _ if reading.code_2020.is_none() => unknown(printed, findings),
        _ => {}
    }
}

/// FAS, FOB, CFR and CIF hand over alongside or on board a ship (ICC, Incoterms 2020, introduction).
fn sea_only(term: Incoterm, transport: Option<&Transport>, findings: &mut Findings) {
    let Some(transport) = transport.filter(|_| term.is_sea_only()) else { return };
    let by_air = transport.mode.as_deref() == Some("air") || transport.air_waybill.is_some();
    if by_air || !transport.containers.is_empty() {
        findings.info(|| {
            let message = "The delivery term is meant for goods handed over at a ship";
            let finding = Finding::document(SEA_ONLY, Code::IncotermSeaOnly, message).field("incoterms");
            finding.input("value", term).input("transport", if by_air { "air" } else { "container" })
        });
    }
}
