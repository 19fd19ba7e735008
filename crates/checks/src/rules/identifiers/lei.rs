//! Legal entity identifiers: ISO 17442-1, eighteen letters and digits and two check digits by ISO/IEC 7064 MOD 97-10.

use super::Fault;

const RULE: &str = "identifier.lei/1";

/// What is wrong with a bare number; an empty one says nothing.
pub(super) fn fault(number: &str) -> Option<Fault> {
    if number.is_empty() {
        return None;
    }
    match remainder(number) {
        Some(1) => None,
        Some(_) => {
            let message = "The check digits of the LEI are wrong";
            Some((
                RULE,
                message,
                check_digits(number).map_or_else(String::new, |two| format!("…{two:02}")).into(),
            ))
        }
        None => {
            let message = "The LEI is not eighteen letters and digits and two check digits";
            Some((RULE, message, "18 letters and digits, 2 digits".into()))
        }
    }
}

/// The number modulo 97, its letters read as 10 to 35; none for what has not the form.
fn remainder(number: &str) -> Option<u32> {
    let (body, check) = number.split_at_checked(18)?;
    let is_formed = check.len() == 2 && check.bytes().all(|byte| byte.is_ascii_digit());
    if is_formed { modulo(body.chars().chain(check.chars())) } else { None }
}

/// The check digits that would be right.
fn check_digits(number: &str) -> Option<u32> {
    let (body, _) = number.split_at_checked(18)?;
    Some(98 - modulo(body.chars().chain("00".chars()))?)
}

fn modulo(mut signs: impl Iterator<Item = char>) -> Option<u32> {
    signs.try_fold(0, |sum, sign| {
        let value = sign.to_digit(36)?;
        Some((sum * if value < 10 { 10 } else { 100 } + value) % 97)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_those_of_the_standard() {
        for good in ["5493001KJTIIGC8Y1R12", "HWUPKR0MPOU8FGXBT394", "INR2EJN1ERAN0W5ZP974"] {
            assert_eq!((fault(good), check_digits(good)), (None, good[18..].parse().ok()), "{good}");
        }
        for (bad, wanted) in [("HWUPKR0MPOU8FGXBT349", "…94"), ("5493001KJTIIGC8Y1R13", "…12")] {
            assert_eq!(fault(bad).unwrap().2, wanted, "{bad}");
        }
        for formless in
            ["5493001KJTIIGC8Y1R1", "5493001KJTIIGC8Y1R123", "5493001KJTIIGC8Y1RAB", "5493001KJTIIGC8Y1Ö12"]
        {
            assert!(fault(formless).unwrap().1.contains("eighteen"), "{formless}");
        }
    }

    #[test]
    fn every_letter_read_as_another_and_every_digit_read_as_another_is_found() {
        let good = "5493001KJTIIGC8Y1R12";
        for (at, sign) in good.char_indices() {
            let others: Vec<char> =
                if sign.is_ascii_digit() { ('0'..='9').collect() } else { ('A'..='Z').collect() };
            for other in others.into_iter().filter(|other| *other != sign) {
                let changed = format!("{}{other}{}", &good[..at], &good[at + 1..]);
                assert!(fault(&changed).is_some(), "{changed}");
            }
        }
    }
}
