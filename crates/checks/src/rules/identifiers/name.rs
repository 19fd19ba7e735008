//! A name whose words mix scripts looks like another's name and is not: the Cyrillic letter in `Sіemens` is found by no
//! search for `Siemens`, and by no list of parties that nobody may trade with.
//!
//! Only Latin with Cyrillic or Greek inside one word is told; these have letters that look alike. Words of different scripts
//! beside each other are ordinary (`ООО Siemens`).

use super::super::raw;
use crate::findings::Findings;
use trade::part::Party;
use trade::{Code, Finding};

const RULE: &str = "party.script/1";

pub(super) fn check(party: &Party, field: &'static str, findings: &mut Findings) {
    let Some(printed) = party.name.as_deref() else { return };
    let Some((position, letter)) = foreign(printed) else { return };
    findings.warning(|| {
        let message = "A word of the name mixes letters of two scripts that look alike";
        let finding = Finding::document(RULE, Code::ValueInvalid, message).field(format!("{field}.name"));
        let finding = finding.input("raw", raw(printed)).input("position", position);
        finding.input("character", format!("U+{:04X}", u32::from(letter)))
    });
}

/// The first Cyrillic or Greek letter of a word that has Latin letters too, and its place in characters from 1.
fn foreign(name: &str) -> Option<(usize, char)> {
    if name.is_ascii() {
        return None;
    }
    let (mut is_latin, mut found) = (false, None);
    // One more, so that the last word ends as well.
    for (place, letter) in (1..).zip(name.chars().chain([' '])) {
        match letter {
            'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{24F}' => is_latin = true,
            '\u{370}'..='\u{52F}' => found = found.or(Some((place, letter))),
            _ if letter.is_alphanumeric() => {}
            _ if is_latin && found.is_some() => return found,
            _ => (is_latin, found) = (false, None),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_two_scripts_in_one_word_are_found() {
        for (name, found) in [
            ("S\u{456}emens AG", Some((2, '\u{456}'))),
            ("Acme \u{410}pple Ltd", Some((6, '\u{410}'))),
            ("M\u{391}ERSK", Some((2, '\u{391}'))),
            ("Gro\u{DF}h\u{E4}ndler \u{41E}\u{41E}\u{41E}", None),
            ("\u{41E}\u{41E}\u{41E} Siemens", None),
            ("\u{3A9}-Tech", None),
            ("\u{682A}\u{5F0F}\u{4F1A}\u{793E}Sony", None),
            ("Siemens", None),
            ("", None),
        ] {
            assert_eq!(foreign(name), found, "{name}");
        }
    }
}
