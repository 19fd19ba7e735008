//! One printed number: sign, digits with their marks, what stands before and after.
//!
//! Takes `1.234,50`, `1,234.50`, `1 234,56` (blank, no-break, thin), `1'234.50`, a minus before or behind, accounting
//! parentheses, currency or unit attached, percent, `12,-`. Refuses what has digits elsewhere (`12 x 5`, dates).

use rust_decimal::Decimal;
use std::str::FromStr;

/// A printed number taken apart, values not yet decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed<'a> {
    /// What stands before, such as a currency; without sign and blanks.
    pub before: &'a str,
    /// The digits with their marks.
    pub body: &'a str,
    /// What stands behind, such as a unit or a currency.
    pub after: &'a str,
    /// A minus, before or behind, or parentheses.
    pub negative: bool,
    /// A percent sign behind.
    pub percent: bool,
}

/// The values a token has under each decimal mark; both are present and equal where the mark does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberReadings {
    /// With the comma as decimal mark.
    pub comma: Option<Decimal>,
    /// With the point as decimal mark.
    pub point: Option<Decimal>,
}

impl<'a> Printed<'a> {
    /// Takes a text apart; none where it is not one number with perhaps words around.
    pub fn scan(text: &'a str) -> Option<Printed<'a>> {
        let text = text.trim();
        let first = text.find(|c: char| c.is_ascii_digit())?;
        let start = body_start(text, first);
        let end = body_end(text, first);
        let (before, body, after) = (text.get(..start)?, text.get(start..end)?, text.get(end..)?);
        let (before, minus_before) = strip_sign_before(before);
        let (after, minus_after, percent) = strip_sign_after(after);
        let parentheses = before.starts_with('(') && after.ends_with(')');
        let before = before.trim_start_matches('(').trim();
        let after = if parentheses { after.trim_end_matches(')').trim() } else { after };
        if has_digits(after) || (after.starts_with(['/', '-', '.', ',', ':']) && !after.starts_with("/ ")) {
            return None;
        }
        Some(Printed { before, body, after, negative: minus_before || minus_after || parentheses, percent })
    }

    /// The values it can have.
    pub fn readings(&self) -> NumberReadings {
        let signed = |value: Option<Decimal>| value.map(|value| if self.negative { -value } else { value });
        NumberReadings { comma: signed(read(self.body, ',', '.')), point: signed(read(self.body, '.', ',')) }
    }
}

impl NumberReadings {
    /// The same under both marks.
    pub fn is_neutral(&self) -> bool {
        self.comma == self.point
    }
}

/// `.5` and `,5` begin at their mark.
fn body_start(text: &str, first: usize) -> usize {
    match text.get(..first).and_then(|before| before.chars().next_back()) {
        Some('.' | ',') if !text.get(..first - 1).is_some_and(|rest| rest.ends_with(char::is_alphabetic)) => {
            first - 1
        }
        _ => first,
    }
}

/// The end of the digits: a mark belongs to them if a digit follows, a blank if three do.
fn body_end(text: &str, first: usize) -> usize {
    let rest = text.get(first..).unwrap_or_default();
    let mut end = 0;
    for (at, c) in rest.char_indices() {
        let behind = rest.get(at + c.len_utf8()..).unwrap_or_default();
        let belongs = match c {
            '0'..='9' => true,
            '.' | ',' => behind.starts_with(|c: char| c.is_ascii_digit()),
            c if is_group_only(c) => is_group_of_three(behind),
            _ => false,
        };
        if !belongs {
            break;
        }
        end = at + c.len_utf8();
    }
    first + end
}

/// Marks that only ever group: blanks of all widths and apostrophes.
fn is_group_only(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' | '\'' | '’' | '\u{2bc}')
}

/// Exactly three digits, then none.
fn is_group_of_three(text: &str) -> bool {
    text.bytes().take_while(u8::is_ascii_digit).count() == 3
}

/// Whether digits stand behind that are not part of a unit such as `m2`.
fn has_digits(after: &str) -> bool {
    let word = after.trim();
    !matches!(word, "m2" | "m3" | "M2" | "M3") && after.chars().any(|c| c.is_ascii_digit())
}

/// Takes the minus or plus before the digits away.
fn strip_sign_before(before: &str) -> (&str, bool) {
    let before = before.trim();
    let is_minus = |c: char| matches!(c, '-' | '−' | '–');
    if let Some(rest) = before.strip_suffix(is_minus).or_else(|| before.strip_prefix(is_minus)) {
        return (rest.trim(), true);
    }
    (before.strip_suffix('+').unwrap_or(before).trim(), false)
}

/// Takes a minus, a percent sign and the `,-` for no cents behind the digits away.
fn strip_sign_after(after: &str) -> (&str, bool, bool) {
    let mut rest = after.trim();
    for no_cents in [",--", ",-", ".--", ".-", ",—", ".—", ",–", ".–"] {
        if let Some(behind) = rest.strip_prefix(no_cents) {
            rest = behind.trim_start();
            break;
        }
    }
    let percent = rest.starts_with('%');
    rest = rest.strip_prefix('%').unwrap_or(rest).trim();
    let alone = |rest: &str| rest.is_empty() || !rest.starts_with(|c: char| c.is_alphanumeric());
    if let Some(behind) = rest.strip_prefix(['-', '−']).filter(|behind| alone(behind)) {
        return (behind.trim(), true, percent);
    }
    (rest, false, percent)
}

/// The value of a body with this decimal mark and the other mark, a blank or an apostrophe as grouping.
fn read(body: &str, decimal: char, group: char) -> Option<Decimal> {
    let (whole, fraction) = match body.rsplit_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (body, None),
    };
    if fraction.is_some_and(|fraction| !fraction.bytes().all(|b| b.is_ascii_digit()))
        || whole.contains(decimal)
    {
        return None;
    }
    let digits = ungrouped(whole, group)?;
    let text = match fraction {
        Some(fraction) => format!("{}.{fraction}", if digits.is_empty() { "0" } else { &digits }),
        None => digits,
    };
    Decimal::from_str(&text).ok()
}

/// The digits of a whole part, if its groups are well formed: one mark, three digits each (or the Indian 2-2-3),
/// no leading zero before a group.
fn ungrouped(whole: &str, group: char) -> Option<String> {
    let Some(mark) = whole.chars().find(|c| !c.is_ascii_digit()) else { return Some(whole.to_owned()) };
    if mark != group && !is_group_only(mark) {
        return None;
    }
    let groups: Vec<&str> = whole.split(mark).collect();
    let (first, last) = (groups.first()?, groups.last()?);
    let middle = groups.get(1..groups.len() - 1)?;
    let digits_only = groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_digit()));
    let threes = middle.iter().all(|group| group.len() == 3);
    let indian =
        mark == ',' && !middle.is_empty() && middle.iter().all(|group| group.len() == 2) && first.len() <= 2;
    let first_fits = (1..=3).contains(&first.len()) && !first.starts_with('0');
    (digits_only && first_fits && last.len() == 3 && (threes || indian)).then(|| groups.concat())
}
