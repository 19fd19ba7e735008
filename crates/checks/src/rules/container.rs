//! Container numbers: the check digit of ISO 6346, for what has the form of one (four letters, seven digits).

use super::raw;
use crate::findings::Findings;
use trade::{Code, Finding, Record};

const RULE: &str = "container.check_digit/1";

pub(crate) fn check(record: &Record, findings: &mut Findings) {
    let Some(transport) = record.transport.as_deref() else { return };
    for container in &transport.containers {
        let Some((wanted, stands)) = check_digit(&container.number) else { continue };
        if wanted != stands {
            findings.warning(|| {
                let message = "The check digit of the container number is wrong";
                let finding = Finding::document(RULE, Code::ValueInvalid, message);
                let finding =
                    finding.field("transport.containers.number").input("raw", raw(&container.number));
                finding.input("check_digit", wanted)
            });
        }
    }
}

/// The check digit as it must be and as it stands; none for what has not the form of a container number.
fn check_digit(number: &str) -> Option<(u32, u32)> {
    let mut signs = number.chars().filter(|sign| !matches!(sign, ' ' | '-' | '/'));
    let mut sum = 0;
    for place in 0..10 {
        let sign = signs.next()?;
        let value = match sign {
            'A'..='Z' if place < 4 => letter(sign),
            '0'..='9' if place >= 4 => sign.to_digit(10)?,
            _ => return None,
        };
        sum += value << place;
    }
    let stands = signs.next()?.to_digit(10)?;
    signs.next().is_none().then_some((sum % 11 % 10, stands))
}

/// 10 for A, then upwards without the multiples of 11.
fn letter(letter: char) -> u32 {
    let place = u32::from(letter) - u32::from('A');
    10 + place + place.div_ceil(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_those_of_the_standard() {
        for good in ["CSQU3054383", "MSKU 123456-5", "TGHU7599330"] {
            let (wanted, stands) = check_digit(good).unwrap();
            assert_eq!(wanted, stands, "{good}");
        }
        assert_eq!(check_digit("CSQU3054384"), Some((3, 4)));
        for other in ["", "AWB 123", "CSQU305438", "csqu3054383", "CSQU30543831"] {
            assert_eq!(check_digit(other), None, "{other}");
        }
    }
}
