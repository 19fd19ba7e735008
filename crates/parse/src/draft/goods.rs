//! The cells of one line become a line of the record.

use super::figures::LINE_NUMBERS;
use super::found::Typed;
use super::found::{LineDraft, Seen};
use super::phrase::is_currency;
use super::scribe::{Scribe, Target, is_nothing};
use crate::locale::{Printed, Value};
use trade::line::{LineCode, Preference};
use trade::part::{Charge, Measure, Reference};
use trade::{Code, Finding, Line};

/// The line with this ordinal, from 1.
pub fn line(scribe: &mut Scribe, ordinal: u32, draft: &LineDraft, hs_scheme: Option<&str>) -> Line {
    let mut line = Line { line: ordinal, ..Line::default() };
    texts(scribe, &mut line, draft);
    numbers(scribe, &mut line, draft);
    codes(scribe, &mut line, draft, hs_scheme);
    beside(scribe, &mut line, draft);
    doubled(scribe, ordinal, draft);
    line
}

/// Of two columns with the same head the first is read; where they differ, which one is right is a person's to say.
fn doubled(scribe: &mut Scribe, ordinal: u32, draft: &LineDraft) {
    for (field, first, second) in &draft.doubled {
        let message = format!(
            "The values at {} and {} stand under the same head and differ.",
            first.place, second.place
        );
        let finding = Finding::line(scribe.rule(), Code::ReadingAmbiguous, ordinal, message);
        let finding = finding.field(field.clone()).input("raw", &first.text);
        let finding = finding.input("reading_1", &first.text).input("reading_2", &second.text);
        let place = format!("{}, {}", first.place, second.place);
        scribe.findings.push(finding.input("position", place));
    }
}

/// The words of a field, if the cell says anything.
fn text(scribe: &mut Scribe, line: u32, draft: &LineDraft, name: &str) -> Option<String> {
    let seen = draft.cells.get(name).filter(|seen| !is_nothing(&seen.text) && seen.value != Typed::Error)?;
    Some(scribe.text(Target::Line(line, name), seen))
}

fn texts(scribe: &mut Scribe, line: &mut Line, draft: &LineDraft) {
    let n = line.line;
    line.part_number = text(scribe, n, draft, "part_number");
    printed_line(scribe, line, draft);
    line.buyer_part_number = text(scribe, n, draft, "buyer_part_number");
    line.po_line = text(scribe, n, draft, "po_line");
    line.unit = text(scribe, n, draft, "unit");
    line.currency = text(scribe, n, draft, "currency");
    line.origin_country = text(scribe, n, draft, "origin_country");
    line.manufacturer = text(scribe, n, draft, "manufacturer");
    line.package_type = text(scribe, n, draft, "package_type");
    line.lot = text(scribe, n, draft, "lot");
    line.description = description(scribe, n, draft);
    if let Some(value) = text(scribe, n, draft, "reference.PO") {
        line.references.push(Reference { kind: "PO".into(), value, date: None });
    }
    let agreement = text(scribe, n, draft, "preference.agreement");
    let criterion = text(scribe, n, draft, "preference.criterion");
    if agreement.is_some() || criterion.is_some() {
        line.preference = Some(Preference { agreement, criterion });
    }
}

/// The line's own name. “Item no.” may be the article's: what is no ordinal, where no other column names the article, is.
fn printed_line(scribe: &mut Scribe, line: &mut Line, draft: &LineDraft) {
    let n = line.line;
    let Some(seen) = draft.cells.get("line").filter(|seen| !is_nothing(&seen.text)) else { return };
    let digits = seen.text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let is_ordinal = digits && seen.text.trim_start_matches('0').len() <= 5;
    if !is_ordinal && line.part_number.is_none() {
        line.part_number = Some(scribe.text(Target::Line(n, "part_number"), seen));
        return;
    }
    let same = seen.text.trim_start_matches('0').trim_end_matches('.') == n.to_string();
    line.printed_line = (!same).then(|| scribe.text(Target::Line(n, "printed_line"), seen));
}

/// The description and the rows that go on with it.
fn description(scribe: &mut Scribe, n: u32, draft: &LineDraft) -> Option<String> {
    let first = draft.cells.get("description").filter(|seen| !is_nothing(&seen.text));
    let mut parts = first.into_iter().chain(&draft.continued);
    let start = parts.next()?;
    let mut whole = start.clone();
    for more in parts {
        whole.text = format!("{}\n{}", whole.text, more.text);
    }
    Some(scribe.text(Target::Line(n, "description"), &whole))
}

fn numbers(scribe: &mut Scribe, line: &mut Line, draft: &LineDraft) {
    let n = line.line;
    let get = |name: &str| draft.cells.get(name);
    if let Some(seen) = get("quantity") {
        line.quantity = scribe.number(Target::Line(n, "quantity"), seen);
        let unit = unit_of(seen);
        if line.unit.is_none()
            && let Some(unit) = unit
        {
            line.unit = Some(scribe.part(Target::Line(n, "unit"), seen, &unit));
        }
    }
    if let Some(seen) = get("unit_price") {
        line.unit_price = scribe.number(Target::Line(n, "unit_price"), seen);
        price_basis_behind(scribe, line, seen);
    }
    if let Some(seen) = get("price_basis") {
        line.price_basis = scribe.number(Target::Line(n, "price_basis"), seen);
    }
    if let Some(seen) = get("amount") {
        line.amount = scribe.money(Target::Line(n, "amount"), seen);
    }
    if let Some(seen) = get("packages") {
        line.packages = scribe.number(Target::Line(n, "packages"), seen);
        if let Some(unit) = unit_of(seen).filter(|_| line.package_type.is_none()) {
            line.package_type = Some(scribe.part(Target::Line(n, "package_type"), seen, &unit));
        }
    }
    line.net_weight = get("net_weight").and_then(|seen| measure(scribe, Target::Line(n, "net_weight"), seen));
    line.gross_weight =
        get("gross_weight").and_then(|seen| measure(scribe, Target::Line(n, "gross_weight"), seen));
    discounts(scribe, line, draft);
    if line.currency.is_none() {
        let named = [get("amount"), get("unit_price")]
            .into_iter()
            .flatten()
            .find_map(|seen| Some((seen, currency_of(seen)?)));
        if let Some((seen, currency)) = named {
            line.currency = Some(scribe.part(Target::Line(n, "currency"), seen, &currency));
        }
    }
}

/// `12.50 / 100`: the price is for so many.
fn price_basis_behind(scribe: &mut Scribe, line: &mut Line, seen: &Seen) {
    let behind = seen.text.split_once('/').map(|(_, behind)| behind);
    let head = seen.unit.as_deref().filter(|unit| unit.bytes().all(|b| b.is_ascii_digit()));
    let Some(text) = behind.or(head) else { return };
    if let Value::One(basis) = scribe.numbers.read(text) {
        let basis_text = basis.to_string();
        scribe.part(Target::Line(line.line, "price_basis"), seen, &basis_text);
        line.price_basis = Some(basis);
    }
}

/// Allowances of the line.
fn discounts(scribe: &mut Scribe, line: &mut Line, draft: &LineDraft) {
    let n = line.line;
    let amount = draft.cells.get("discount").and_then(|seen| {
        // A percent sign in a column of discounts says what the number is.
        let percent =
            matches!(seen.value, Typed::Percent(_)) || Printed::scan(&seen.text).is_some_and(|p| p.percent);
        scribe.number(Target::Line(n, "discounts[0].amount"), seen).map(|value| (value, percent))
    });
    let rate = draft
        .cells
        .get("discount_percent")
        .and_then(|seen| scribe.number(Target::Line(n, "discounts[0].percent"), seen));
    let percent = rate.or_else(|| amount.filter(|(_, percent)| *percent).map(|(value, _)| value));
    let amount = amount.filter(|(_, percent)| !percent).map(|(value, _)| -value.abs());
    if amount.is_some_and(|value| !value.is_zero()) || percent.is_some_and(|value| !value.is_zero()) {
        line.discounts.push(Charge { kind: Some("discount".into()), amount, percent, ..Charge::default() });
    }
}

/// A weight with its unit.
pub fn measure(scribe: &mut Scribe, into: Target<'_>, seen: &Seen) -> Option<Measure> {
    let (line, field) = match into {
        Target::Document(field) => (None, field),
        Target::Line(line, field) => (Some(line), field),
    };
    let (value_path, unit_path) = (format!("{field}.value"), format!("{field}.unit"));
    let target = |path| line.map_or(Target::Document(path), |line| Target::Line(line, path));
    let value = scribe.number(target(&value_path), seen)?;
    let unit = unit_of(seen).map(|unit| scribe.part(target(&unit_path), seen, &unit));
    Some(Measure { value, unit })
}

/// The unit behind a number, else that of its head.
pub fn unit_of(seen: &Seen) -> Option<String> {
    let behind = match seen.value {
        Typed::Text | Typed::Number(_) => {
            Printed::scan(&seen.text).map(|printed| printed.after.trim().to_owned())
        }
        _ => None,
    };
    let word =
        |unit: &String| !unit.is_empty() && unit.chars().any(char::is_alphabetic) && !is_currency(unit);
    behind.filter(word).or_else(|| seen.unit.clone().filter(word))
}

/// The currency beside a printed number, else that of its head, else that of its cell's format.
pub fn currency_of(seen: &Seen) -> Option<String> {
    let beside = Printed::scan(&seen.text).and_then(|printed| {
        let words =
            [printed.before, printed.after].into_iter().map(|text| text.trim_matches(['(', ')', ' ']));
        words.into_iter().find(|text| is_currency(text)).map(str::to_owned)
    });
    if seen.value == Typed::Text {
        beside.or_else(|| seen.currency.clone())
    } else {
        seen.currency.clone().or(beside)
    }
}

/// The tariff code as it is shown; what a spreadsheet does to codes is told.
fn codes(scribe: &mut Scribe, line: &mut Line, draft: &LineDraft, scheme: Option<&str>) {
    let n = line.line;
    let Some(seen) = draft.cells.get("hs_code").filter(|seen| !is_nothing(&seen.text)) else { return };
    let code = scribe.text(Target::Line(n, "hs_code"), seen);
    let digits = code.bytes().filter(u8::is_ascii_digit).count();
    if is_scientific(&code) {
        scribe.find(
            Target::Line(n, "hs_code"),
            seen,
            Code::HsMalformed,
            "a spreadsheet shortened the code to a power of ten",
        );
    } else if matches!(seen.value, Typed::Number(_)) && digits % 2 == 1 {
        let message =
            format!("The code at {} is a number with {digits} digits; a zero may be lost.", seen.place);
        let finding = Finding::line(scribe.rule(), Code::HsLeadingZero, n, message);
        scribe
            .findings
            .push(finding.field("hs_code").input("raw", &seen.text).input("position", &seen.place));
    }
    if let Some(scheme) = scheme {
        line.hs_codes.push(LineCode { code: code.clone(), scheme: Some(scheme.to_owned()), role: None });
    }
    line.hs_code = Some(code);
}

/// `8.47E+09`, `8,47E+09`
fn is_scientific(code: &str) -> bool {
    code.to_ascii_uppercase().split_once('E').is_some_and(|(digits, power)| {
        digits.starts_with(|c: char| c.is_ascii_digit())
            && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
            && power
                .strip_prefix(['+', '-'])
                .is_some_and(|power| !power.is_empty() && power.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// What the record has no field of its own for.
fn beside(scribe: &mut Scribe, line: &mut Line, draft: &LineDraft) {
    let n = line.line;
    for (name, seen) in &draft.cells {
        let key = match name.as_str() {
            name if name.starts_with("attribute.") => name.trim_start_matches("attribute."),
            "volume" | "marks" | "note" | "tax_percent" | "tax_amount" | "amount_with_tax" => name,
            _ => continue,
        };
        if is_nothing(&seen.text) {
            continue;
        }
        let path = format!("attributes.{key}");
        let value = if LINE_NUMBERS.contains(&name.as_str()) {
            let Some(value) = scribe.number(Target::Line(n, &path), seen) else { continue };
            unit_of(seen).map_or_else(|| value.to_string(), |unit| format!("{value} {unit}"))
        } else {
            scribe.text(Target::Line(n, &path), seen)
        };
        line.attributes.insert(key.to_owned(), value);
    }
}
