//! Tariff codes: digits of a length that a scheme has, the first six always against the HS, national
//! digits against an edition of their own scheme.
//!
//! A sound line leaves with six digits in `hs_code` and each of its codes, in digits, with its scheme and role in
//! `hs_codes`; a line that is not sound keeps what is printed. Nothing is ever replaced by what may have been meant:
//! that is offered in the finding's `near`.

mod examine;
mod fault;
mod national;

use crate::check::Context;
use crate::findings::Findings;
use examine::{Examiner, Sound};
use tariff::Scheme;
use trade::line::LineCode;
use trade::{Code, Finding, Line, Record};

const MISSING: &str = "hs.required/1";
const ONE: &str = "hs.one/1";
const STALE: &str = "hs.edition/1";

/// How many subheadings are suggested for a line without a code.
const SUGGESTIONS: usize = 3;

/// Roles of a code on its line.
const MAIN: &str = "main";
const ACCOMPANYING: &str = "accompanying";

pub(crate) fn check(record: &mut Record, context: &Context<'_>, findings: &mut Findings) {
    let demanded =
        context.profile.of_line(context.kind).any(|demand| demand.name == super::required::HS_CODE);
    let mut examiner = Examiner::new(context, findings);
    for line in &mut record.line_items {
        check_line(line, demanded, &mut examiner);
    }
    if let Some(edition) = examiner.stale {
        findings.info(|| {
            let message = "The edition in use is not the one of the relevant date; import that one";
            Finding::document(STALE, Code::EditionStale, message)
                .input("edition", edition)
                .input("on", context.on)
        });
    }
}

fn check_line(line: &mut Line, demanded: bool, examiner: &mut Examiner<'_, '_>) {
    let own = line.hs_code.as_deref().filter(|code| !code.trim().is_empty());
    if line.hs_codes.is_empty() {
        match own {
            Some(raw) => {
                if let Some(sound) = examiner.examine(line.line, raw, None, None) {
                    settle(line, &[sound], examiner);
                }
            }
            None if demanded => missing(line, examiner.findings),
            None => {}
        }
        return;
    }
    check_several(line, demanded, examiner);
}

/// A line with a list of codes, of which `hs_code` may repeat one.
fn check_several(line: &mut Line, demanded: bool, examiner: &mut Examiner<'_, '_>) {
    let mut codes: Vec<Printed<'_>> = Vec::new();
    for code in line.hs_codes.iter().filter(|code| !code.code.trim().is_empty()) {
        codes.push((&code.code, code.scheme.as_deref().map(Scheme::new), code.role.as_deref()));
    }
    if let Some(own) = line.hs_code.as_deref().filter(|code| !code.trim().is_empty())
        && !codes.iter().any(|(code, ..)| repeats(own, code))
    {
        codes.insert(0, (own, None, None));
    }
    if codes.is_empty() {
        if demanded {
            missing(line, examiner.findings);
        }
        return;
    }
    let wanted: Vec<usize> = (0..codes.len()).filter(|at| !is_said_again(&codes, *at)).collect();
    let mut all: Vec<Sound> = Vec::with_capacity(wanted.len());
    for (raw, scheme, role) in wanted.iter().filter_map(|at| codes.get(*at)) {
        all.extend(examiner.examine(line.line, raw, scheme.clone(), *role));
    }
    // One that is not sound holds the line, whatever the others are.
    if all.len() == wanted.len() {
        settle(line, &all, examiner);
    }
}

/// A code as printed, with its scheme and role where these stand beside it.
type Printed<'l> = (&'l str, Option<Scheme>, Option<&'l str>);

/// Another code of the list says the same or more: the same digits in the same scheme before, or a longer code that
/// begins with these where these have no scheme of their own.
fn is_said_again(codes: &[Printed<'_>], at: usize) -> bool {
    let Some((raw, scheme, role)) = codes.get(at) else { return false };
    let own = scheme.as_ref().filter(|scheme| **scheme != Scheme::Hs6);
    codes.iter().enumerate().any(|(place, (other, of, other_role))| {
        let of = of.as_ref().filter(|scheme| **scheme != Scheme::Hs6);
        place != at
            && (*role == Some(ACCOMPANYING)) == (*other_role == Some(ACCOMPANYING))
            && (own.is_none() || own == of)
            && repeats(raw, other)
            && (!repeats(other, raw) || (own.is_none() && of.is_some()) || (own == of && place < at))
    })
}

/// The one code is the beginning of the other, separators aside.
fn repeats(short: &str, long: &str) -> bool {
    match (tariff::code::digits(short), tariff::code::digits(long)) {
        (Ok(short), Ok(long)) => long.as_str().starts_with(short.as_str()),
        _ => short == long,
    }
}

/// Writes what the codes of a line come to, if they agree and one of them can stand alone.
fn settle(line: &mut Line, all: &[Sound], examiner: &mut Examiner<'_, '_>) {
    let mut mains = all.iter().filter(|sound| !sound.accompanies);
    let Some(main) = mains.next() else {
        if let Some(first) = all.first() {
            fault::accompanies_nothing(line.line, first, examiner);
        }
        return;
    };
    if let Some(other) = mains.find(|other| other.six() != main.six()) {
        examiner.findings.error(|| {
            let message = "Two codes of the line disagree on their first six digits";
            let finding = Finding::line(ONE, Code::HsScheme, line.line, message).field("hs_code");
            finding.input("raw", main.digits()).input("other", other.digits())
        });
        return;
    }
    match &mut line.hs_code {
        // What is written already costs nothing.
        Some(code) if *code == main.six() => {}
        code => *code = Some(main.six().to_owned()),
    }
    line.hs_codes.clear();
    line.hs_codes.reserve_exact(all.len());
    for (at, sound) in all.iter().enumerate() {
        if is_kept_elsewhere(all, at) {
            continue;
        }
        line.hs_codes.push(LineCode {
            code: sound.digits().to_owned(),
            scheme: sound.scheme.as_ref().map(|scheme| scheme.name().to_owned()),
            role: Some(if sound.accompanies { ACCOMPANYING } else { MAIN }.to_owned()),
        });
    }
}

/// What was found sound before is kept once; six digits without a table of their own are kept in a longer code that
/// begins with them.
fn is_kept_elsewhere(all: &[Sound], at: usize) -> bool {
    let Some(one) = all.get(at) else { return false };
    let is_same = |other: &Sound| (other.digits(), other.accompanies) == (one.digits(), one.accompanies);
    let named = |other: &Sound| is_same(other) && other.scheme.is_some();
    // Of one code with and without the name of its scheme, the one with it is kept.
    if all.iter().take(at).any(|other| is_same(other) && other.scheme == one.scheme)
        || (one.scheme.is_none() && all.iter().any(named))
    {
        return true;
    }
    one.scheme == Some(Scheme::Hs6)
        && all.iter().enumerate().any(|(place, other)| {
            other.accompanies == one.accompanies
                && other.six() == one.six()
                && (other.digits().len() > one.digits().len()
                    || (place < at && other.digits() == one.digits()))
        })
}

fn missing(line: &Line, findings: &mut Findings) {
    findings.error(|| {
        let message = "The line has no tariff code; it must be classified";
        let finding = Finding::line(MISSING, Code::HsMissing, line.line, message).field("hs_code");
        let description = line.description.as_deref().unwrap_or_default();
        let suggested = tariff::words::suggest(description, SUGGESTIONS);
        if suggested.is_empty() {
            return finding;
        }
        let codes: Vec<&str> = suggested.iter().map(|one| one.code.as_str()).collect();
        finding.input("suggested", codes.join(" "))
    });
}
