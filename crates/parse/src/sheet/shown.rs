//! How a number looks in its cell: zeros in front, decimals, percent, the words around it.
//!
//! Enough of the format language of spreadsheets to keep what a person sees: `00000000`, `0000\.00\.00`, `#,##0.00
//! [$€-407]`, `0.00" kg"`, `0%`. Grouping marks are left out, since they depend on who looks.

use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy;

/// A number format taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Format {
    /// `General`, or nothing about the digits.
    general: bool,
    /// Words before the digits.
    before: String,
    /// Words behind.
    after: String,
    /// Places before the decimal point that are always shown.
    zeros: usize,
    /// Decimals.
    decimals: u32,
    /// Shown in percent.
    pub percent: bool,
    /// Digits between which words stand, such as `0000\.00\.00`: the pattern, `0` for a digit.
    pattern: Option<String>,
    /// Shown as `8.47E+09`.
    pub scientific: bool,
}

impl Format {
    /// Reads a format code; its part for positive numbers counts.
    pub fn parse(code: &str) -> Format {
        if code.eq_ignore_ascii_case("general") || code == "@" || code.is_empty() {
            return Format { general: true, ..Format::default() };
        }
        let mut format = Format::default();
        let mut pattern = String::new();
        let mut digits_seen = false;
        let mut in_decimals = false;
        let mut chars = code.chars().peekable();
        while let Some(c) = chars.next() {
            let literal: Option<String> = match c {
                '"' => Some(chars.by_ref().take_while(|c| *c != '"').collect()),
                '\\' => chars.next().map(String::from),
                '_' | '*' => {
                    chars.next();
                    None
                }
                '[' => currency_of(&chars.by_ref().take_while(|c| *c != ']').collect::<String>()),
                ';' => break,
                '0' | '#' | '?' => {
                    digits_seen = true;
                    if in_decimals {
                        format.decimals += 1;
                    } else if c == '0' {
                        format.zeros += 1;
                    }
                    pattern.push('0');
                    None
                }
                '.' if !in_decimals && digits_seen => {
                    in_decimals = true;
                    None
                }
                'E' | 'e' if digits_seen => {
                    format.scientific = true;
                    break;
                }
                '%' => {
                    format.percent = true;
                    None
                }
                ',' => None,
                c => Some(c.to_string()),
            };
            if let Some(literal) = literal {
                let side = if digits_seen { &mut format.after } else { &mut format.before };
                side.push_str(&literal);
                pattern.push_str(&literal);
            }
        }
        format.finish(&pattern, digits_seen)
    }

    /// Tells a pattern with words between its digits from words around a number.
    fn finish(mut self, pattern: &str, digits_seen: bool) -> Format {
        if !digits_seen {
            return Format { general: true, ..Format::default() };
        }
        let core = pattern.trim_matches(|c| c != '0');
        if core.chars().any(|c| c != '0') && self.decimals == 0 && self.zeros > 3 {
            self.pattern = Some(core.to_owned());
        }
        if let Some(pattern) = &self.pattern {
            let between: String = pattern.chars().filter(|c| *c != '0').collect();
            self.after = self.after.strip_prefix(&between).unwrap_or_default().to_owned();
        }
        self
    }

    /// The number as its cell shows it.
    pub fn show(&self, value: Decimal) -> String {
        if self.general || self.scientific {
            return value.normalize().to_string();
        }
        if let Some(text) = self.pattern.as_ref().and_then(|pattern| fill(pattern, value)) {
            return format!("{}{text}{}", self.before, self.after).trim().to_owned();
        }
        let scaled =
            if self.percent { value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value) } else { value };
        let decimals = self.decimals.min(12);
        let rounded = scaled.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
        let plain = format!("{:.*}", decimals as usize, rounded.abs());
        let missing = self.zeros.saturating_sub(plain.split('.').next().map_or(0, str::len));
        let sign = if rounded.is_sign_negative() && !rounded.is_zero() { "-" } else { "" };
        let percent = if self.percent { "%" } else { "" };
        format!("{}{sign}{}{plain}{percent}{}", spaced(&self.before), "0".repeat(missing), self.after)
            .trim()
            .to_owned()
    }
}

/// Words before digits keep a blank between, so that `USD` and `12` stay two words.
fn spaced(before: &str) -> String {
    if before.ends_with(char::is_alphabetic) { format!("{before} ") } else { before.to_owned() }
}

/// `$€-407` names a currency; colours, conditions and locales name none.
fn currency_of(bracket: &str) -> Option<String> {
    let symbol = bracket.strip_prefix('$')?.split('-').next()?;
    (!symbol.is_empty()).then(|| symbol.to_owned())
}

/// Digits into a pattern from the right.
fn fill(pattern: &str, value: Decimal) -> Option<String> {
    if !value.fract().is_zero() || value.is_sign_negative() {
        return None;
    }
    let digits = value.normalize().to_string();
    let mut left: Vec<char> = digits.chars().collect();
    let mut out: Vec<char> = Vec::new();
    for place in pattern.chars().rev() {
        out.push(if place == '0' { left.pop().unwrap_or('0') } else { place });
    }
    out.extend(left.iter().rev());
    Some(out.iter().rev().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_look_as_in_their_cells() {
        let show = |code: &str, value: &str| Format::parse(code).show(value.parse().unwrap());
        for (code, value, shown) in [
            ("General", "1234.50", "1234.5"),
            ("0.00", "1234.5", "1234.50"),
            ("#,##0.00", "1234.5", "1234.50"),
            ("00000000", "4021000", "04021000"),
            ("0000\\.00\\.00", "4021000", "0402.10.00"),
            ("0000\".\"00\".\"0000", "8471300100", "8471.30.0100"),
            ("#,##0.00 [$€-407]", "12.5", "12.50 €"),
            ("[$USD] #,##0.00", "-12.5", "USD -12.50"),
            ("\"$\"#,##0.00_);[Red](\"$\"#,##0.00)", "12.5", "$12.50"),
            ("0.00\" kg\"", "3", "3.00 kg"),
            ("0%", "0.13", "13%"),
            ("_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)", "7", "7.00"),
            ("0.00E+00", "8471300100", "8471300100"),
            ("@", "7", "7"),
        ] {
            assert_eq!(show(code, value), shown, "{code}");
        }
        assert!(Format::parse("0.0%").percent);
    }
}
