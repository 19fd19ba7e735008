//! The lines of the XML against those of the page: how many, quantities, amounts, codes and origins.
//!
//! Where the page's lines prove themselves, they are compared one by one; where they do not, each value of the XML must at
//! least stand printed somewhere. All differences in one field are one finding. It joins no lines: that is `fill`'s.

use super::compare::Sides;
use crate::pdf::read::RULE;
use rust_decimal::Decimal;
use trade::country::read;
use trade::{Code, Finding, Line};

/// Lines, or values, that are named in one finding.
const NAMED_MAX: usize = 5;

/// A value of one line on both sides, where they differ.
struct Difference {
    line: u32,
    own: String,
    other: Option<String>,
}

/// The disagreements of the lines. `proven`: the page's lines are all there and right.
pub fn compare(sides: Sides<'_>, proven: bool) -> Vec<Finding> {
    let (own, other) = (goods(&sides.xml.record.line_items), goods(&sides.page.record.line_items));
    let (own, other) = (own.as_slice(), other.as_slice());
    if own.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let paired = own.len() == other.len();
    if proven && !other.is_empty() && !paired {
        let message = format!("The XML inside the file has {} lines, the page {}.", own.len(), other.len());
        let finding = Finding::document(RULE, Code::XmlDisagrees, message).field("line_items");
        found.push(finding.input("xml", own.len()).input("page", other.len()));
    }
    let amount: Of = |line| line.amount;
    let quantity: Of = |line| line.quantity;
    for (field, what, of) in [("amount", "amounts", amount), ("quantity", "quantities", quantity)] {
        let mut differing = numbers(sides, own, other, of, proven && paired);
        if field == "quantity" {
            differing.retain(|one| !is_rounded(one, own, other));
        }
        found.extend(tell(field, what, &differing));
    }
    if paired {
        found.extend(tell("hs_code", "tariff codes", &texts(own, other, code_differs)));
        found.extend(tell("origin_country", "origins", &texts(own, other, origin_differs)));
    }
    found
}

/// Lines that are goods: some programs write titles and remarks as lines over nothing.
pub fn goods(lines: &[Line]) -> Vec<&Line> {
    lines.iter().filter(|line| !is_words(line)).collect()
}

/// Whether a line has neither quantity nor amount.
pub fn is_words(line: &Line) -> bool {
    let is_nothing = |value: Option<Decimal>| value.is_none_or(|value| value.is_zero());
    is_nothing(line.quantity) && is_nothing(line.amount)
}

type Of = fn(&Line) -> Option<Decimal>;

/// Values that differ from those of proven lines, whatever their order, or that stand nowhere.
fn numbers(sides: Sides<'_>, own: &[&Line], other: &[&Line], of: Of, proven: bool) -> Vec<Difference> {
    let printed = other.iter().filter_map(|line| of(line));
    let mut left: Vec<Decimal> = if proven { printed.collect() } else { Vec::new() };
    // A column that the page does not have proves nothing.
    let by_pairs = proven && left.len() == own.len();
    let mut differing = Vec::new();
    for (at, line) in own.iter().enumerate() {
        let Some(value) = of(line) else { continue };
        let same = left.iter().position(|other| sides.same(value, *other));
        if let Some(at) = same {
            left.swap_remove(at);
            continue;
        }
        if by_pairs || !value.is_zero() && !sides.prints(value) {
            let other = other.get(at).filter(|_| own.len() == other.len()).and_then(|line| of(line));
            differing.push(Difference {
                line: line.line,
                own: value.to_string(),
                other: other.map(|other| other.to_string()),
            });
        }
    }
    differing
}

/// Whether the page prints a line's quantity with fewer digits than the XML has, over the same amount.
fn is_rounded(one: &Difference, own: &[&Line], other: &[&Line]) -> bool {
    let at = own.iter().position(|line| line.line == one.line);
    let pair = at.and_then(|at| Some((*own.get(at)?, *other.get(at)?)));
    let values = |line: &Line| Some((line.quantity?, line.amount?));
    let Some(((own, amount), (printed, printed_amount))) =
        pair.and_then(|(own, other)| values(own).zip(values(other)))
    else {
        return false;
    };
    let half = Decimal::new(5, printed.scale() + 1);
    amount.abs() == printed_amount.abs() && own.scale() > printed.scale() && (own - printed).abs() <= half
}

/// Texts that both sides have and that differ.
fn texts(
    own: &[&Line],
    other: &[&Line],
    differs: fn(&Line, &Line) -> Option<(String, String)>,
) -> Vec<Difference> {
    let pairs = own.iter().zip(other).filter_map(|(own, other)| Some((own.line, differs(own, other)?)));
    pairs.map(|(line, (own, other))| Difference { line, own, other: Some(other) }).collect()
}

/// A code agrees with one that goes on behind it.
fn code_differs(own: &Line, other: &Line) -> Option<(String, String)> {
    let codes = |line: &Line| -> Vec<String> {
        let all = line.hs_code.iter().chain(line.hs_codes.iter().map(|listed| &listed.code));
        let digits = |code: &String| code.chars().filter(char::is_ascii_digit).collect::<String>();
        all.map(digits).filter(|code| code.len() >= 4).collect()
    };
    let (mine, theirs) = (codes(own), codes(other));
    let (first, second) = (mine.first()?, theirs.first()?);
    let alike = mine
        .iter()
        .any(|one| theirs.iter().any(|two| one.starts_with(two.as_str()) || two.starts_with(one.as_str())));
    (!alike).then(|| (first.clone(), second.clone()))
}

fn origin_differs(own: &Line, other: &Line) -> Option<(String, String)> {
    let country = |line: &Line| read(line.origin_country.as_deref()?).reading().map(|read| read.country);
    let (own, other) = (country(own)?, country(other)?);
    let alike = own.covers(other) || other.covers(own);
    (!alike).then(|| (own.to_string(), other.to_string()))
}

/// One finding about a field of lines.
fn tell(field: &'static str, what: &str, differing: &[Difference]) -> Option<Finding> {
    let first = differing.first()?;
    let some = |texts: Vec<String>| {
        let more = differing.len().saturating_sub(NAMED_MAX);
        let named = texts.into_iter().take(NAMED_MAX).collect::<Vec<_>>().join(", ");
        if more > 0 { format!("{named} and {more} more") } else { named }
    };
    let lines = some(differing.iter().map(|one| one.line.to_string()).collect());
    let are_there = differing.iter().any(|one| one.other.is_some());
    let message = if are_there {
        format!("The XML inside the file has other {what} than the page in lines {lines}.")
    } else {
        format!("The {what} of lines {lines} in the XML inside the file stand nowhere on the page.")
    };
    let finding = Finding::document(RULE, Code::XmlDisagrees, message)
        .field(format!("line_items[{}].{field}", first.line.saturating_sub(1)))
        .input("lines", lines)
        .input("xml", some(differing.iter().map(|one| one.own.clone()).collect()));
    let others = differing.iter().map(|one| one.other.clone().unwrap_or_else(|| "–".to_owned())).collect();
    Some(if are_there { finding.input("page", some(others)) } else { finding })
}
