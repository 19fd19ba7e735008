//! Words for “number”, as one: `Rechnungsnummer`, `Rechnungs-Nr.`, `numéro de facture`.

/// Words for “number” that German and Dutch write in one with what they number.
const NUMBER_ENDINGS: [&str; 2] = ["nummer", "nr"];

/// The folded text with each word for “number” as `no`, also where it ends a word (`rechnungsnummer`); none where
/// nothing changes. `known` tells whether the lexicon has the word as one for “number”.
pub(super) fn numbered(folded: &str, known: impl Fn(&str) -> bool) -> Option<String> {
    // One letter alone may say many things.
    let is_number = |word: &str| (2..=8).contains(&word.len()) && known(word);
    let ends = |word: &str| NUMBER_ENDINGS.iter().any(|ending| word.ends_with(ending));
    if !folded.split(' ').any(|word| is_number(word) || ends(word)) {
        return None;
    }
    let mut out = String::with_capacity(folded.len());
    for word in folded.split(' ') {
        let stem = NUMBER_ENDINGS.iter().find_map(|ending| word.strip_suffix(ending));
        let stem = stem.filter(|stem| stem.len() >= 3);
        out.push_str(match stem {
            _ if is_number(word) => "no",
            Some(stem) => stem,
            None => word,
        });
        out.push_str(if stem.is_some() { " no " } else { " " });
    }
    out.truncate(out.trim_end().len());
    // A word for “number” alone stays as it is.
    (out != folded && out != "no").then_some(out)
}
