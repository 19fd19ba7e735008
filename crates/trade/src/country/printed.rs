//! Printed names made comparable: one folding for countries, currencies, units, packages and delivery terms.
//!
//! Folding lowers case, strips diacritics, drops full stops and apostrophes, turns hyphens, commas, brackets and
//! any white space into single spaces and `&` into `and`. It works on the stack: a lookup allocates nothing.
//! It is no Unicode normalisation: composed and decomposed accents are met, compatibility forms are not.

use std::collections::HashMap;

/// The longest folded name that is looked up, in bytes; a longer text is no name of a table.
const LONGEST: usize = 128;

/// A folded text on the stack.
pub(crate) struct Folded {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Folded {
    /// The folded text; empty for a text of nothing but spaces and stops.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The same as bytes, for comparing.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// Appends an ASCII letter or digit; `None` when the text is longer than any name.
    #[inline]
    fn push_byte(&mut self, byte: u8) -> Option<()> {
        *self.bytes.get_mut(self.len)? = byte;
        self.len += 1;
        Some(())
    }

    /// Appends; `None` when the text is longer than any name.
    fn push(&mut self, text: &str) -> Option<()> {
        let end = self.len.checked_add(text.len())?;
        self.bytes.get_mut(self.len..end)?.copy_from_slice(text.as_bytes());
        self.len = end;
        Some(())
    }

    /// Whether the last byte is a space.
    fn ends_in_space(&self) -> bool {
        self.len.checked_sub(1).and_then(|last| self.bytes.get(last)) == Some(&b' ')
    }

    /// Appends a space unless the text is empty or ends in one.
    fn space(&mut self) -> Option<()> {
        if self.len == 0 || self.ends_in_space() { Some(()) } else { self.push(" ") }
    }
}

/// Folds a printed text; `None` if it is longer than any name.
pub(crate) fn fold(raw: &str) -> Option<Folded> {
    let mut folded = Folded { bytes: [0; LONGEST], len: 0 };
    for printed in raw.chars() {
        if printed.is_ascii_alphanumeric() {
            folded.push_byte(printed.to_ascii_lowercase() as u8)?;
            continue;
        }
        for letter in printed.to_lowercase() {
            match plain(letter) {
                Plain::Kept => folded.push(letter.encode_utf8(&mut [0; 4]))?,
                Plain::As(text) => folded.push(text)?,
                Plain::Space => folded.space()?,
                Plain::And => {
                    folded.space()?;
                    folded.push("and ")?;
                }
                Plain::Dropped => {}
            }
        }
    }
    if folded.ends_in_space() {
        folded.len -= 1;
    }
    Some(folded)
}

/// What folding makes of one lower-case character.
enum Plain {
    Kept,
    As(&'static str),
    Space,
    And,
    Dropped,
}

/// The table of folding; Latin-1, Latin Extended-A and the Vietnamese letters lose their marks.
fn plain(letter: char) -> Plain {
    match letter {
        'a'..='z' | '0'..='9' => Plain::Kept,
        '.' | '\'' | '’' | '‘' | '`' | '´' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => {
            Plain::Dropped
        }
        '-' | '‐' | '‑' | '–' | '—' | '_' | ',' | '(' | ')' | '[' | ']' => Plain::Space,
        '&' => Plain::And,
        'à'..='å' | 'ā' | 'ă' | 'ą' | '\u{1ea0}'..='\u{1eb7}' => Plain::As("a"),
        'æ' => Plain::As("ae"),
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => Plain::As("c"),
        'ð' | 'ď' | 'đ' => Plain::As("d"),
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | '\u{1eb8}'..='\u{1ec7}' => Plain::As("e"),
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => Plain::As("g"),
        'ĥ' | 'ħ' => Plain::As("h"),
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | '\u{1ec8}'..='\u{1ecb}' => Plain::As("i"),
        'ĵ' => Plain::As("j"),
        'ķ' => Plain::As("k"),
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => Plain::As("l"),
        'ñ' | 'ń' | 'ņ' | 'ň' => Plain::As("n"),
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | '\u{1ecc}'..='\u{1ee3}' => Plain::As("o"),
        'œ' => Plain::As("oe"),
        'ŕ' | 'ŗ' | 'ř' => Plain::As("r"),
        'ß' => Plain::As("ss"),
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => Plain::As("s"),
        'ţ' | 'ť' | 'ŧ' | 'ț' => Plain::As("t"),
        'þ' => Plain::As("th"),
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | '\u{1ee4}'..='\u{1ef1}' => Plain::As("u"),
        'ŵ' => Plain::As("w"),
        'ý' | 'ÿ' | 'ŷ' | '\u{1ef2}'..='\u{1ef9}' => Plain::As("y"),
        'ź' | 'ż' | 'ž' => Plain::As("z"),
        '²' => Plain::As("2"),
        '³' => Plain::As("3"),
        space if space.is_whitespace() => Plain::Space,
        _ => Plain::Kept,
    }
}

/// Meanings by folded name.
pub(crate) struct Names<Meaning> {
    by_name: HashMap<Box<str>, Meaning>,
    /// Names that stand in the data with two meanings; the first one counts. A test keeps this empty.
    pub(crate) clashes: Vec<String>,
}

impl<Meaning: Clone + PartialEq> Names<Meaning> {
    /// No names yet.
    pub(crate) fn new() -> Self {
        Self { by_name: HashMap::new(), clashes: Vec::new() }
    }

    /// Adds a printed name. The same name with another meaning is a clash, and so is one that folds to nothing.
    pub(crate) fn add(&mut self, name: &str, meaning: Meaning) {
        let Some(folded) = fold(name).filter(|folded| !folded.as_str().is_empty()) else {
            self.clashes.push(name.to_owned());
            return;
        };
        match self.by_name.get(folded.as_str()) {
            Some(known) if *known != meaning => self.clashes.push(name.to_owned()),
            Some(_) => {}
            None => {
                self.by_name.insert(folded.as_str().into(), meaning);
            }
        }
    }

    /// Adds a printed name if it is new; a known one keeps its meaning.
    pub(crate) fn offer(&mut self, name: &str, meaning: Meaning) {
        if let Some(folded) = fold(name)
            && !self.by_name.contains_key(folded.as_str())
        {
            self.by_name.insert(folded.as_str().into(), meaning);
        }
    }

    /// What a printed text means.
    pub(crate) fn get(&self, raw: &str) -> Option<&Meaning> {
        self.by_name.get(fold(raw)?.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(raw: &str) -> String {
        fold(raw).map(|folded| folded.as_str().to_owned()).unwrap_or_default()
    }

    #[test]
    fn printed_forms_of_one_name_fold_alike() {
        for (raw, plain) in [
            ("  États-Unis ", "etats unis"),
            ("E\u{301}tats\u{a0}Unis", "etats unis"),
            ("CÔTE D’IVOIRE", "cote divoire"),
            ("Großbritannien", "grossbritannien"),
            ("Bosnia&Herzegovina", "bosnia and herzegovina"),
            ("Korea,(Republic of)", "korea republic of"),
            ("İstanbul ığ", "istanbul ig"),
            ("Việt Nam", "viet nam"),
            ("m²", "m2"),
            ("zł", "zl"),
            ("U.S.A.", "usa"),
            (" .-. ", ""),
        ] {
            assert_eq!(folded(raw), plain, "{raw}");
        }
        assert!(fold(&"x".repeat(LONGEST)).is_some());
        assert!(fold(&"x".repeat(LONGEST + 1)).is_none());
    }

    #[test]
    fn two_meanings_of_a_name_are_a_clash() {
        let mut names = Names::new();
        names.add("Pièce", 1);
        names.add("piece", 1);
        assert!(names.clashes.is_empty());
        names.add("PIECE", 2);
        names.add("...", 3);
        assert_eq!(names.clashes, ["PIECE", "..."]);
        names.offer("Piece", 4);
        names.offer("Stück", 5);
        assert_eq!(names.get("piéce"), Some(&1));
        assert_eq!(names.get("STÜCK"), Some(&5));
    }
}
