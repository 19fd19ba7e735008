//! Containers: the check digit of ISO 6346, for what has the form of a number (four letters, seven digits), and a
//! seal for each of them. Warnings only.
//!
//! Which container a seal belongs to is often not printed, so that seals are only counted. An invoice need not name
//! them, so that one without any is left alone; papers of the goods' carriage name them (bills of lading, packing lists).

use super::raw;
use crate::findings::Findings;
use trade::part::Container;
use trade::{Code, Finding, Kind, Record};

const RULE: &str = "container.check_digit/1";
const SEAL: &str = "container.seal/1";

/// Kinds that name the seals of the containers they name.
const NAMES_SEALS: [Kind; 3] = [Kind::BillOfLading, Kind::PackingList, Kind::DeliveryNote];

pub(crate) fn check(record: &Record, kind: Kind, findings: &mut Findings) {
    let Some(transport) = record.transport.as_deref() else { return };
    seals(&transport.containers, kind, findings);
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

/// Fewer seals than containers.
fn seals(containers: &[Container], kind: Kind, findings: &mut Findings) {
    let stand = containers.iter().map(|container| container.seals.len()).sum::<usize>();
    if stand >= containers.len() || (stand == 0 && !NAMES_SEALS.contains(&kind)) {
        return;
    }
    findings.warning(|| {
        let message = "Fewer seals are named than containers";
        let finding =
            Finding::document(SEAL, Code::FieldMissing, message).field("transport.containers.seals");
        finding.input("containers", containers.len()).input("seals", stand)
    });
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
