//! Characters of XML 1.0 and the references that stand for them.
//!
//! Only the five predefined entities and character references exist: without a DOCTYPE nothing else can be
//! declared, so that an unknown name is a fault and nothing ever expands to more than one character.

use super::fault::Fault;
use std::borrow::Cow;
use trade::Code::XmlMalformed;

/// Refuses the characters that XML 1.0 does not have (2.2); NUL was refused before.
pub(super) fn characters(text: &str) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    let control = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r');
    // Block by block without a branch a byte, so that the usual text costs next to nothing.
    let block = bytes.chunks(64).position(|block| block.iter().fold(false, |any, byte| any | control(*byte)));
    let found = match block {
        Some(_) => bytes.iter().position(|byte| control(*byte)),
        None => memchr::memchr_iter(0xEF, bytes).find(|at| {
            let after = bytes.get(at + 1..at + 3);
            after == Some(&[0xBF, 0xBE]) || after == Some(&[0xBF, 0xBF])
        }),
    };
    match found {
        Some(byte) => {
            Err(Fault::at(XmlMalformed, text, byte, "The text holds a character that XML does not have"))
        }
        None => Ok(()),
    }
}

/// What a reference (`&amp;`, `&#x20AC;`) stands for.
pub(super) fn resolve(reference: &str) -> Result<Cow<'static, str>, String> {
    let name = reference.strip_prefix('&').and_then(|rest| rest.strip_suffix(';')).unwrap_or(reference);
    let predefined = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => {
            return match by_number(name) {
                Some(character) => Ok(Cow::Owned(character.to_string())),
                None => Err("The reference stands for no character".to_owned()),
            };
        }
    };
    Ok(Cow::Borrowed(predefined))
}

fn by_number(name: &str) -> Option<char> {
    let number = name.strip_prefix('#')?;
    let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |digits| (digits, 16));
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let character = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
    let lawful = matches!(character, '\t' | '\n' | '\r')
        || (character >= ' ' && !matches!(character, '\u{FFFE}' | '\u{FFFF}'));
    lawful.then_some(character)
}

/// An attribute's value (XML 1.0, 3.3.3): white space becomes blanks, references are resolved.
pub(super) fn attribute(raw: &str) -> Result<Cow<'_, str>, String> {
    if raw.contains('<') {
        return Err("An attribute's value holds <".to_owned());
    }
    if !raw.contains(['&', '\t', '\n', '\r']) {
        return Ok(Cow::Borrowed(raw));
    }
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        let end = reference.find(';').ok_or("A reference in an attribute is not closed")?;
        let (reference, after) = reference.split_at(end + 1);
        blanks(before, &mut value);
        value.push_str(&resolve(reference)?);
        rest = after;
    }
    blanks(rest, &mut value);
    Ok(Cow::Owned(value))
}

fn blanks(raw: &str, value: &mut String) {
    value.extend(line_ends(raw).chars().map(|c| if matches!(c, '\t' | '\n') { ' ' } else { c }));
}

/// Line ends are one line feed each (XML 1.0, 2.11).
pub(super) fn line_ends(raw: &str) -> Cow<'_, str> {
    match memchr::memchr(b'\r', raw.as_bytes()) {
        None => Cow::Borrowed(raw),
        Some(_) => Cow::Owned(raw.replace("\r\n", "\n").replace('\r', "\n")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stand_for_one_lawful_character() {
        assert_eq!(resolve("&amp;").unwrap(), "&");
        assert_eq!(resolve("&#8364;").unwrap(), "€");
        assert_eq!(resolve("&#x20AC;").unwrap(), "€");
        for wrong in
            ["&eacute;", "&#0;", "&#x1F;", "&#xD800;", "&#xFFFE;", "&#+5;", "&#99999999999;", "&#;", "&;"]
        {
            assert!(resolve(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn characters_that_xml_does_not_have_are_found() {
        assert!(characters("tab\t, line\r\n, ￠, €").is_ok());
        for wrong in ["a\u{1}", "\u{FFFE}", "a\u{FFFF}b"] {
            assert!(characters(wrong).is_err());
        }
    }

    #[test]
    fn attribute_values_are_normalised() {
        assert_eq!(attribute("a\r\n\tb &lt; &#10;").unwrap(), "a  b < \n");
        assert!(attribute("a < b").is_err());
        assert!(attribute("a & b").is_err());
    }
}
