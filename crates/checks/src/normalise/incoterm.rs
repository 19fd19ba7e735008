//! Delivery terms: the printed words stay; code (Incoterms 2020), edition and place are filled in from them.

use super::Place;
use crate::findings::Findings;
use trade::incoterm::{Incoterm, Reading, Remark, read};
use trade::part::DeliveryTerms;
use trade::{Code, Record};

const RULE: &str = "normalise.incoterm/1";

pub(super) fn normalise(record: &mut Record, findings: &mut Findings) {
    let Some(terms) = record.incoterms.as_deref_mut() else { return };
    if let Some(code) = &terms.code {
        if code.parse::<Incoterm>().is_ok() {
            return;
        }
        // What stands for a code and is none is a print like any other.
        let code = terms.code.take().unwrap_or_default();
        if terms.printed.is_none() {
            terms.printed = Some(code);
        }
    }
    let Some(printed) = terms.printed.take() else { return };
    let reading = read(&printed);
    fill(terms, &reading);
    if let Some(remark) = reading.remark {
        say(&reading, remark, findings);
    }
    terms.printed = Some(printed);
}

fn fill(terms: &mut DeliveryTerms, reading: &Reading<'_>) {
    terms.code = reading.code_2020.map(|code| code.as_str().to_owned());
    terms.year = terms.year.or(reading.year);
    if terms.place.is_none() {
        terms.place = reading.place.map(str::to_owned);
    }
}

/// Says what was made of the print. Where nothing was, the rule of the delivery terms says so.
fn say(reading: &Reading<'_>, remark: Remark, findings: &mut Findings) {
    let Some(value) = reading.code_2020 else { return };
    let finding = |code, message| {
        let finding = Place::document("incoterms").finding(RULE, code, message);
        finding.input("raw", reading.printed).input("value", value)
    };
    match remark {
        Remark::Older => findings.info(|| {
            let message = "The delivery term is of an older edition; the term of 2020 stands beside it";
            finding(Code::IncotermSuperseded, message).input("term", reading.term.unwrap_or_default())
        }),
        Remark::Normalised => {
            findings.info(|| {
                finding(Code::ValueNormalised, "The delivery term was written as Incoterms writes it")
            });
        }
        Remark::NotInEdition(year) => findings.warning(|| {
            let message = "The edition of Incoterms that is named does not have the term";
            finding(Code::ValueInvalid, message).input("year", year)
        }),
        Remark::NoSuchEdition(year) => findings.warning(|| {
            finding(Code::ValueInvalid, "There is no edition of Incoterms of the year that is named")
                .input("year", year)
        }),
        Remark::Unknown | Remark::Conflict | Remark::Undecided => {}
    }
}
