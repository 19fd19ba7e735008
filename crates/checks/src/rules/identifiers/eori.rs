//! EORI numbers: a country's two letters, then up to fifteen letters and digits.
//!
//! Implementing Regulation (EU) 2015/2447, annex 12-01, EORI number: country code a2, unique identifier an..15. The United
//! Kingdom's (`GB`, and `XI` for Northern Ireland) have the same form. A number of a third country's trader is given by
//! a member state, but partners' own numbers (mutual recognition) begin with their country, so that any country is taken.

use super::Fault;
use trade::country::Country;

const RULE: &str = "identifier.eori/1";

/// What is wrong with a bare number; an empty one says nothing.
pub(super) fn fault(number: &str) -> Option<Fault> {
    if number.is_empty() || is_eori(number) {
        return None;
    }
    let message = "The EORI number is not a country's two letters and up to fifteen letters and digits";
    Some((RULE, message, "a2 + an..15".into()))
}

fn is_eori(number: &str) -> bool {
    let Some((country, rest)) = number.split_at_checked(2) else { return false };
    (1..=15).contains(&rest.len())
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && country.parse::<Country>().is_ok_and(|country| country.to_string() != "EU")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_a_country_and_one_to_fifteen_signs() {
        for good in
            ["GB417822906000", "DE814530927045512", "FR44819027500018", "XI1", "PLA12345678901234", "GR1"]
        {
            assert!(is_eori(good), "{good}");
        }
        for bad in [
            "DE",
            "DE8145309270455123",
            "EU123",
            "EL123456789",
            "UK123456789000",
            "ZZ1",
            "12345",
            "DEÄ1",
            "D",
        ] {
            assert!(!is_eori(bad), "{bad}");
        }
        assert_eq!(fault(""), None);
    }
}
