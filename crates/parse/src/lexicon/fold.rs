//! One form for one word: lower case, no diacritics, punctuation to single blanks.
//!
//! `#`, `№` and the ordinal signs become `no`, so that `Invoice #`, `N° facture` and `Nº factura` meet their
//! phrases; a capital inside a word opens a new one, so that `unitPrice` and `HSCode` do as well.

/// Folds a text for comparison. Characters of other scripts are kept in lower case.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let camel = text.len() <= 40 && !text.contains(' ');
    let mut before = ' ';
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            _ => {
                if camel && opens_word(before, c, rest.as_str()) {
                    push_blank(&mut out);
                }
                push_folded(&mut out, before, c);
            }
        }
        before = c;
    }
    out.truncate(out.trim_end().len());
    out
}

/// `unitPrice` opens a word at `P`, `HSCode` at `C`.
fn opens_word(before: char, c: char, after: &str) -> bool {
    c.is_uppercase() && before.is_alphabetic() && after.starts_with(char::is_lowercase)
}

/// One blank, never at the start and never two.
fn push_blank(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// The folded form of one character.
fn push_folded(out: &mut String, before: char, c: char) {
    match c {
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        '#' | '№' => {
            push_blank(out);
            out.push_str("no ");
        }
        // `N°` and `Nº` are “no”; elsewhere the sign says nothing.
        '°' | 'º' if before.eq_ignore_ascii_case(&'n') => out.push_str("o "),
        // `N.º`: the stop became a blank.
        '°' | 'º' if before == '.' && (out == "n " || out.ends_with(" n ")) => {
            out.pop();
            out.push_str("o ");
        }
        '%' => {
            push_blank(out);
            out.push('%');
        }
        // The apostrophe that cuts an article off parts two words; the full stop of an abbreviation too.
        c if c.is_ascii() => push_blank(out),
        c => push_other(out, c),
    }
}

/// Letters with marks lose them; signs become blanks; other scripts stay.
fn push_other(out: &mut String, c: char) {
    let plain = match c {
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'Ç' | 'ć' | 'č' => "c",
        'è'..='ë' | 'È'..='Ë' | 'ę' | 'ě' => "e",
        'ì'..='ï' | 'Ì'..='Ï' => "i",
        'ñ' | 'Ñ' | 'ń' => "n",
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' => "o",
        'ù'..='ü' | 'Ù'..='Ü' => "u",
        'ý' | 'ÿ' | 'Ý' => "y",
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        '²' => "2",
        '³' => "3",
        // Marks that stand as characters of their own vanish.
        '\u{300}'..='\u{36f}' => return,
        _ => "",
    };
    if !plain.is_empty() {
        out.push_str(plain);
    } else if c.is_alphanumeric() {
        out.extend(c.to_lowercase());
    } else {
        push_blank(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_meet_in_one_form() {
        assert_eq!(fold("  Invoice   No.: "), "invoice no");
        assert_eq!(fold("Désignation"), "designation");
        assert_eq!(fold("De\u{301}signation"), "designation");
        assert_eq!(fold("Pays d’origine"), "pays d origine");
        assert_eq!(fold("VAT%"), "vat %");
        assert_eq!(fold("N° facture"), "no facture");
        assert_eq!(fold("N.º de factura"), "no de factura");
        assert_eq!(fold("Factura n.º 5"), "factura no 5");
        assert_eq!(fold("unitPrice"), "unit price");
        assert_eq!(fold("HSCode"), "hs code");
        assert_eq!(fold("UoM"), "uom");
        assert_eq!(fold("m²"), "m2");
        assert_eq!(fold(""), "");
        assert_eq!(fold("…"), "");
    }
}
