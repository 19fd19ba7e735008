//! Words in the one form in which truth, page and record are held against each other.
//!
//! Promises: letter case, white space, ligatures and the shapes of dashes and quotes make no difference; letters and
//! digits do. Refuses to know what the words are.

/// Lower case, one blank between words, one shape of dash and quote, accents on their letters.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\u{ad}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => {}
            '\u{300}'..='\u{36f}' => compose(&mut folded, letter),
            'ﬀ' => folded.push_str("ff"),
            'ﬁ' => folded.push_str("fi"),
            'ﬂ' => folded.push_str("fl"),
            'ﬃ' => folded.push_str("ffi"),
            'ﬄ' => folded.push_str("ffl"),
            '’' | '‘' | '‚' | '´' | '`' | '′' => folded.push('\''),
            '“' | '”' | '„' | '«' | '»' | '″' => folded.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
            other if other.is_whitespace() || other.is_control() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            other => folded.extend(other.to_lowercase()),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// The letters and digits alone.
pub fn squeezed(text: &str) -> String {
    fold(text).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Puts a combining mark on the letter before it, as a keyboard would.
fn compose(folded: &mut String, mark: char) {
    const TABLE: [(char, &str, &str); 6] = [
        ('\u{300}', "aeiou", "àèìòù"),
        ('\u{301}', "aeiouy", "áéíóúý"),
        ('\u{302}', "aeiou", "âêîôû"),
        ('\u{303}', "ano", "ãñõ"),
        ('\u{308}', "aeiouy", "äëïöüÿ"),
        ('\u{327}', "c", "ç"),
    ];
    let Some(base) = folded.chars().next_back() else { return };
    let row = TABLE.iter().find(|(of, _, _)| *of == mark);
    let composed = row.and_then(|(_, bases, whole)| {
        bases.chars().zip(whole.chars()).find(|(plain, _)| *plain == base).map(|(_, whole)| whole)
    });
    if let Some(whole) = composed {
        folded.pop();
        folded.push(whole);
    }
}

/// How much of `wanted` the best contiguous part of `held` is: 1 less the share of its letters that must be put in,
/// taken out or changed. Blanks beside hyphens do not count, since lines break there.
pub fn similarity(wanted: &str, held: &str) -> f64 {
    let letters = |text: &str| fold(text).replace("- ", "-").replace(" -", "-").chars().collect::<Vec<_>>();
    let (wanted, held) = (letters(wanted), letters(held));
    if wanted.is_empty() {
        return 0.0;
    }
    // One row of the edit distance of every part of `held` that ends at each letter; a part may begin anywhere.
    let mut row: Vec<usize> = vec![0; held.len() + 1];
    for (at, letter) in wanted.iter().enumerate() {
        let mut left = at + 1;
        let mut above_left = row.first().copied().unwrap_or(0);
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, other) in row.iter_mut().skip(1).zip(&held) {
            let changed = above_left + usize::from(letter != other);
            above_left = *cell;
            *cell = changed.min(*cell + 1).min(left + 1);
            left = *cell;
        }
    }
    let least = row.into_iter().min().unwrap_or(wanted.len()).min(wanted.len());
    1.0 - least as f64 / wanted.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_the_same_words_are_one_form() {
        assert_eq!(fold("  Gro\u{df}e\u{a0}\n Fl\u{e4}che – ‚5‘ "), "große fläche - '5'");
        assert_eq!(fold("Mu\u{308}ller ﬁne"), "müller fine");
        assert_eq!(squeezed("MUSTER-Kunde, GmbH & Co."), "musterkundegmbhco");
    }

    #[test]
    fn the_best_part_of_a_longer_description_is_compared() {
        assert!(similarity("Zitronensäure 100ml", "Zitronensäure 100ml") > 0.999);
        assert!(similarity("Zitronensäure 100ml", "ZS997 Zitronensäure 100ml (GTIN) 4123") > 0.999);
        assert!(similarity("Personen-Unfallversicherung", "Personen- Unfallversicherung") > 0.999);
        assert!(similarity("Zitronensäure 100ml", "Zitronensäure 200ml") > 0.9);
        assert!(similarity("Vollkasko", "Vollkaskx") < 0.9);
        assert!(similarity("Zitronensäure 100ml", "Zitronensäure") < 0.9);
        assert!(similarity("Pump", "") < 0.1 && similarity("", "Pump") < 0.1);
    }
}
