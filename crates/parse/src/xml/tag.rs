//! What a start tag may say: proper names, and each attribute once.

use std::borrow::Cow;

/// A name that stands twice. Sorts where there are many, so that the cost stays near the count.
pub(super) fn doubled<'a>(attributes: &[(&'a str, Cow<'a, str>)]) -> Option<&'a str> {
    if attributes.len() < 12 {
        let mut seen = attributes.iter().enumerate();
        return seen.find_map(|(at, (name, _))| {
            attributes.iter().take(at).any(|(before, _)| before == name).then_some(*name)
        });
    }
    let mut names: Vec<&str> = attributes.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.windows(2).find_map(|pair| match pair {
        [one, other] if one == other => Some(*one),
        _ => None,
    })
}

/// Near enough to the productions of XML 1.0 and Namespaces 1.0: what they allow passes, as do a few symbols.
pub(super) fn is_name(written: &str) -> bool {
    let (prefix, local) = written.split_once(':').unwrap_or(("x", written));
    [prefix, local].iter().all(|part| {
        let mut bytes = part.bytes();
        let starts = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80;
        bytes.next().is_some_and(starts)
            && bytes.all(|byte| starts(byte) || byte.is_ascii_digit() || matches!(byte, b'-' | b'.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_at_most_one_colon_and_begin_with_a_letter() {
        for name in ["a", "_a-1.b", "cbc:ID", "größe", "発票"] {
            assert!(is_name(name), "{name}");
        }
        for name in ["", "1a", "-a", ":a", "a:", "a:b:c", "a b", "a>"] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn a_doubled_name_is_found_among_few_and_among_many() {
        for count in [2, 11, 12, 200] {
            let names: Vec<String> = (0..count).map(|n| format!("n{n}")).collect();
            let mut attributes: Vec<(&str, Cow<'_, str>)> =
                names.iter().map(|name| (name.as_str(), "".into())).collect();
            assert_eq!(doubled(&attributes), None);
            attributes.push(("n1", "".into()));
            assert_eq!(doubled(&attributes), Some("n1"));
        }
    }
}
