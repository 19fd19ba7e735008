//! VAT numbers: the forms of the European Union, the United Kingdom, Switzerland and Norway.
//!
//! Sources: the European Commission's VIES, table "VAT identification number structure" of its frequently asked questions,
//! for the member states, `XI` and `GB` (which it listed until 2020); the Swiss business identification number (`CHE` and
//! nine digits, Federal Act SR 431.03) with the Federal Tax Administration's endings `MWST`, `TVA`, `IVA` and `VAT`; the
//! Norwegian organisation number with the ending `MVA` (Bookkeeping Regulations, section 5-1-2). Check digits are left to
//! the registers.
//!
//! Only what begins with a country's prefix is looked at. Labels are shared with national tax numbers, so that a party of a
//! country outside this table, and an Italian tax code of a person, are left alone.

use super::Fault;

const RULE: &str = "identifier.vat/1";

/// Prefix and forms behind it: `#` a digit, `@` a letter, `?` a letter or digit, `*` these, `+` or `*`; others stand for
/// themselves.
const FORMS: &[(&str, &[&str])] = &[
    ("AT", &["U########"]),
    ("BE", &["0#########", "1#########"]),
    ("BG", &["#########", "##########"]),
    (
        "CH",
        &["E#########", "E#########MWST", "E#########TVA", "E#########IVA", "E#########VAT", "E#########TPV"],
    ),
    ("CY", &["########@"]),
    ("CZ", &["########", "#########", "##########"]),
    ("DE", &["#########"]),
    ("DK", &["########"]),
    ("EE", &["#########"]),
    ("EL", &["#########"]),
    ("ES", &["@#######?", "########@"]),
    ("FI", &["########"]),
    ("FR", &["??#########"]),
    ("GB", &["#########", "############", "GD###", "HA###"]),
    // Printed for Greece by who does not know `EL`.
    ("GR", &["#########"]),
    ("HR", &["###########"]),
    ("HU", &["########"]),
    ("IE", &["#*#####@", "#######@@"]),
    ("IT", &["###########"]),
    ("LT", &["#########", "############"]),
    ("LU", &["########"]),
    ("LV", &["###########"]),
    ("MT", &["########"]),
    ("NL", &["*********B**"]),
    ("NO", &["#########", "#########MVA"]),
    ("PL", &["##########"]),
    ("PT", &["#########"]),
    ("RO", &["##", "###", "####", "#####", "######", "#######", "########", "#########", "##########"]),
    ("SE", &["############"]),
    ("SI", &["########"]),
    ("SK", &["##########"]),
    ("XI", &["#########", "############", "GD###", "HA###"]),
];

/// An Italian person's tax code.
const PERSON_IT: &str = "@@@@@@??@??@???@";

/// What is wrong with a bare number of a party in this country.
pub(super) fn fault(number: &str, country: Option<&str>) -> Option<Fault> {
    let (prefix, rest) = number.split_at_checked(2)?;
    let (_, forms) = FORMS.iter().find(|(known, _)| *known == prefix)?;
    let elsewhere = country.is_some_and(|country| FORMS.iter().all(|(known, _)| *known != country));
    if elsewhere || fits(PERSON_IT, number) || forms.iter().any(|form| fits(form, rest)) {
        return None;
    }
    // As VIES writes them: 9 a digit, L a letter, X either.
    let shown = |form: &str| form.replace('#', "9").replace('@', "L").replace(['?', '*'], "X");
    let wanted: Vec<String> = forms.iter().take(3).map(|form| format!("{prefix}{}", shown(form))).collect();
    let message = "The VAT number has not the form of those that begin with its two letters";
    Some((RULE, message, wanted.join(", ").into()))
}

fn fits(form: &str, text: &str) -> bool {
    form.len() == text.len()
        && form.bytes().zip(text.bytes()).all(|(sign, byte)| match sign {
            b'#' => byte.is_ascii_digit(),
            b'@' => byte.is_ascii_uppercase(),
            b'?' => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
            b'*' => byte.is_ascii_digit() || byte.is_ascii_uppercase() || matches!(byte, b'+' | b'*'),
            other => byte == other,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_of_the_union_has_its_forms() {
        for country in trade::country::eu_members() {
            let prefix = if country.to_string() == "GR" { "EL".to_owned() } else { country.to_string() };
            assert!(FORMS.iter().any(|(known, _)| *known == prefix), "{prefix}");
        }
        assert!(FORMS.is_sorted_by_key(|(prefix, _)| *prefix));
    }

    #[test]
    fn numbers_as_they_are_printed_pass() {
        for good in [
            "ATU12345678",
            "BE0403170701",
            "BE1000000000",
            "BG123456789",
            "CHE114702338MWST",
            "CHE114702338",
            "CY12345678X",
            "CZ12345678",
            "DE229471638",
            "DK12345678",
            "EE123456789",
            "EL123456789",
            "ESB23715508",
            "ES12345678Z",
            "ESX1234567L",
            "FI12345678",
            "FR32448190275",
            "FRXX448190275",
            "GB417822906",
            "GB417822906001",
            "GBGD001",
            "GR123456789",
            "HR12345678901",
            "HU12345678",
            "IE1234567WA",
            "IE1A23456L",
            "IE1+23456L",
            "IT01938470443",
            "LT123456789012",
            "LU12345678",
            "LV12345678901",
            "MT12345678",
            "NL123456789B01",
            "NO123456789MVA",
            "PL1234567890",
            "PT123456789",
            "RO12",
            "RO1234567890",
            "SE123456789001",
            "SI12345678",
            "SK1234567890",
            "XI417822906",
        ] {
            assert_eq!(fault(good, None), None, "{good}");
        }
    }

    #[test]
    fn what_begins_like_one_and_is_none_is_found() {
        for bad in [
            "ATA12345678",
            "BE403170701",
            "CH123456789",
            "CHE11470233",
            "DE12345678",
            "DE1234567890",
            "DE22947163X",
            "ES123456789",
            "FR3244819027",
            "GB41782290",
            "IE12345678",
            "NL123456789001",
            "PL123",
            "RO1",
            "SE1234567890",
        ] {
            let (_, _, wanted) = fault(bad, None).unwrap_or_else(|| panic!("{bad}"));
            assert!(wanted.starts_with(&bad[..2]), "{bad}: {wanted}");
        }
        assert_eq!(fault("ES1", None).unwrap().2, "ESL9999999X, ES99999999L");
        assert!(fault("DE12345678", Some("DE")).is_some() && fault("NL1", Some("DE")).is_some());
    }

    #[test]
    fn other_numbers_under_the_same_label_are_left_alone() {
        // A Mexican RFC, an Italian person, a German tax number, an Indian GSTIN, nothing.
        assert_eq!(fault("ESI920427886", Some("MX")), None);
        assert_eq!(fault("FRNGNN80A01H501X", Some("IT")), None);
        for other in ["1234567890", "27AAPFU0939F1ZV", "US123456789", "", "D"] {
            assert_eq!(fault(other, Some("DE")), None, "{other}");
        }
    }
}
