//! What is wrong with a code, with the edition and the day it was judged by and what may have been meant.

use super::super::raw as excerpt;
use super::examine::{Examiner, Sound};
use tariff::{Malformed, Near, Note, Scheme, Verdict};
use trade::{Code, Finding};

const FORM: &str = "hs.form/1";
const KNOWN: &str = "hs.known/1";

/// The codes that may have been meant.
pub(super) fn offer(finding: Finding, near: &[Near]) -> Finding {
    if near.is_empty() {
        return finding;
    }
    let codes: Vec<&str> = near.iter().map(|one| one.code.as_str()).collect();
    finding.input("near", codes.join(" "))
}

/// The text is no code of any scheme.
pub(super) fn malformed(
    line: u32,
    raw: &str,
    why: Malformed,
    label: Option<&Scheme>,
    examiner: &mut Examiner<'_, '_>,
) {
    let context = examiner.context;
    let scheme = loaded(label.or(examiner.destination.as_ref()), examiner);
    examiner.findings.error(|| {
        let message = match why {
            Malformed::Empty => "The code has no digits",
            Malformed::NotADigit { .. } => "The code has a character that is not one of the digits 0 to 9",
            Malformed::Length { .. } => "No known scheme has codes of so many digits",
        };
        let finding = Finding::line(FORM, Code::HsMalformed, line, message).field("hs_code");
        let finding = finding.input("raw", excerpt(raw)).input("on", context.on);
        let finding = match why {
            Malformed::Empty => finding,
            Malformed::NotADigit { character, position } => {
                finding.input("character", character).input("position", position)
            }
            Malformed::Length { digits } => finding.input("digits", digits),
        };
        let near = context.tariffs.near(&scheme, raw, context.on, None);
        let near = if near.is_empty() && scheme != Scheme::Hs6 {
            context.tariffs.near(&Scheme::Hs6, raw, context.on, None)
        } else {
            near
        };
        offer(finding, &near)
    });
}

/// The scheme if an edition of it is in force, else the HS.
fn loaded(scheme: Option<&Scheme>, examiner: &Examiner<'_, '_>) -> Scheme {
    let context = examiner.context;
    let is_loaded = |scheme: &&Scheme| context.tariffs.in_force(scheme, context.on, None).is_some();
    scheme.filter(is_loaded).cloned().unwrap_or(Scheme::Hs6)
}

/// An edition does not have the code, or not so: the scheme it was judged by, and the one of which codes are
/// offered if its table is loaded.
pub(super) fn judged(
    line: u32,
    raw: &str,
    code: &str,
    verdict: Verdict,
    (scheme, offered): (Scheme, Option<Scheme>),
    examiner: &mut Examiner<'_, '_>,
) {
    let context = examiner.context;
    let offered = match offered {
        Some(offered) if code.len() > 6 => loaded(Some(&offered), examiner),
        _ => scheme.clone(),
    };
    examiner.findings.error(|| {
        let (kind, message) = says(verdict);
        let finding = Finding::line(KNOWN, kind, line, message).field("hs_code");
        let finding = finding.input("raw", excerpt(raw)).input("scheme", &scheme).input("on", context.on);
        let lookup = context.tariffs.lookup(&scheme, code, context.on, None);
        let finding = match lookup.edition {
            Some(edition) => finding.input("edition", edition),
            None => finding.input("edition", &tariff::hs::hs2022().name),
        };
        let finding = match lookup.note {
            Some(Note::Begins { edition, from }) => finding.input("begins", from).input("begins_in", edition),
            Some(Note::Ended { edition, until }) => finding.input("ended", until).input("last_in", edition),
            _ => finding,
        };
        let near = if offered == scheme && !lookup.near.is_empty() {
            lookup.near
        } else {
            context.tariffs.near(&offered, code, context.on, None)
        };
        offer(finding, &near)
    });
}

fn says(verdict: Verdict) -> (Code, &'static str) {
    match verdict {
        Verdict::NotInForce => (Code::HsNotInForce, "The code is not in force on the relevant date"),
        Verdict::NotDeclarable => (Code::HsNotDeclarable, "The code cannot be declared; choose one below it"),
        Verdict::TooShort => (Code::HsTooShort, "The code has fewer digits than a declaration needs"),
        Verdict::Malformed => (Code::HsMalformed, "The scheme has no codes of so many digits"),
        Verdict::Ok | Verdict::Unknown | Verdict::NoEdition => {
            (Code::HsUnknown, "The code stands in no edition of its scheme")
        }
    }
}

/// A code that only adds to another stands alone.
pub(super) fn accompanies_nothing(line: u32, sound: &Sound, examiner: &mut Examiner<'_, '_>) {
    let on = examiner.context.on;
    examiner.findings.error(|| {
        let message = "The code only stands beside another, which the line lacks";
        let finding = Finding::line(KNOWN, Code::HsNotDeclarable, line, message).field("hs_code");
        finding.input("raw", sound.digits()).input("on", on)
    });
}
