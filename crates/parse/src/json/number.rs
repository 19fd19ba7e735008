//! A number's token as an exact decimal.

use rust_decimal::Decimal;

/// The most digits after the point that a decimal can carry.
const SCALE_MAX: i64 = 28;

/// The exact value of a decimal number: an optional sign, digits, an optional fraction, an optional exponent, as JSON
/// writes it (leading zeros are taken too, since texts have them). Digits after the point are kept, zeros as well,
/// since tolerances rest on them. None where the text is no such number, or has more digits than 96 bits hold: a
/// value is never rounded.
pub fn decimal(token: &str) -> Option<Decimal> {
    let (negative, unsigned) = match token.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, token),
    };
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (unsigned.get(..at)?, exponent(unsigned.get(at + 1..)?)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (mantissa, ""),
    };
    if whole.is_empty() {
        return None;
    }
    let mut value = digits(digits(Some(0), whole)?, fraction)??;
    let mut scale = i64::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
    while scale > SCALE_MAX && value % 10 == 0 {
        if value == 0 {
            scale = SCALE_MAX;
            break;
        }
        value /= 10;
        scale -= 1;
    }
    while scale < 0 && value != 0 {
        value = value.checked_mul(10)?;
        scale += 1;
    }
    let value = if negative { -value } else { value };
    Decimal::try_from_i128_with_scale(value, u32::try_from(scale.max(0)).ok()?).ok()
}

/// Appends decimal digits to a number: none where a character is no digit; an inner none where the number outgrows
/// its type (later digits cannot bring it back, but trailing zeros of a fraction never matter that far).
fn digits(start: Option<i128>, text: &str) -> Option<Option<i128>> {
    let mut value = start;
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value.and_then(|value| value.checked_mul(10)?.checked_add(i128::from(digit)));
    }
    Some(value)
}

fn exponent(text: &str) -> Option<i64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain =
        !unsigned.is_empty() && unsigned.len() <= 9 && unsigned.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn tokens_are_taken_exactly() {
        for (token, wanted) in [
            ("0", "0"),
            ("-0", "0"),
            ("572", "572"),
            ("5.17", "5.17"),
            ("800.00", "800.00"),
            ("-12.5", "-12.5"),
            ("1e2", "100"),
            ("1.50E3", "1500"),
            ("8.47E+09", "8470000000"),
            ("25e-1", "2.5"),
            ("007", "7"),
            ("0e999999999", "0"),
            ("79228162514264337593543950335", "79228162514264337593543950335"),
            ("1.0000000000000000000000000000", "1.0000000000000000000000000000"),
            ("1.000000000000000000000000000000", "1.0000000000000000000000000000"),
        ] {
            assert_eq!(decimal(token).map(|value| value.to_string()).as_deref(), Some(wanted), "{token}");
        }
    }

    #[test]
    fn what_would_be_rounded_or_is_no_number_is_none() {
        for token in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "+1",
            "1e",
            "1e+",
            "e1",
            "1,5",
            "1.2.3",
            " 1",
            "0x1",
            "1_0",
            "٣",
            "79228162514264337593543950336",
            "1e29",
            "1e-29",
            "1e9999999999",
            "0.00000000000000000000000000001",
            "1.2345678901234567890123456789012345678901234567890",
        ] {
            assert_eq!(decimal(token), None, "{token}");
        }
    }
}
