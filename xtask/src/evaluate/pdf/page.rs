//! What a page shows, as `pdftotext` of poppler gives it: the scorer's own eye, which is not the program's.
//!
//! Promises: a value stands on the page if one of its usual renderings does, with nothing of the same word or number
//! before or after it. Refuses to know where on the page.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::currency;
use super::fold::{fold, squeezed};
use super::numbers;

/// Words shorter than this must stand alone; longer ones may be broken over two lines.
const BROKEN_MIN: usize = 6;

/// The text of a file's pages.
pub struct Page {
    /// Its lines, folded, without blank ones.
    rows: Vec<String>,
    /// In the order of lines, folded.
    layout: String,
    /// In the order of lines and then in the order of drawing, folded.
    flat: String,
    /// The same without what is neither letter nor digit.
    squeezed: String,
    words: BTreeSet<String>,
}

impl Page {
    /// Reads the file.
    pub fn of(file: &Path) -> Result<Page> {
        let layout = pdftotext("-layout", file)?;
        let raw = pdftotext("-raw", file)?;
        Ok(Page::from_text(&layout, &raw))
    }

    /// From text that is there, in the order of lines and in the order of drawing.
    pub fn from_text(layout: &str, raw: &str) -> Page {
        let rows = layout.lines().map(fold).filter(|row| !row.is_empty()).collect();
        let layout = fold(layout).replace(" ,", ",");
        let flat = format!("{layout} \u{1} {}", fold(raw).replace(" ,", ","));
        let words = flat.split(' ').map(squeezed).filter(|word| !word.is_empty()).collect();
        Page { squeezed: squeezed(&flat), rows, layout, flat, words }
    }

    /// Whether there is any text.
    pub fn is_blank(&self) -> bool {
        self.squeezed.is_empty()
    }

    /// The number stands there, whatever its sign.
    pub fn shows_number(&self, number: &str) -> bool {
        numbers::renderings(number).iter().any(|form| self.stands(form, number_ends))
    }

    /// How often it stands there.
    pub fn count_number(&self, number: &str) -> usize {
        let forms = numbers::renderings(number);
        forms.iter().map(|form| places(&self.layout, form, number_ends)).sum()
    }

    /// The two numbers stand within two lines of each other.
    pub fn shows_near(&self, number: &str, other: &str) -> bool {
        let forms = [numbers::renderings(number), numbers::renderings(other)];
        let [here, there] = forms.map(|forms| {
            let has = |row: &String| forms.iter().any(|form| places(row, form, number_ends) > 0);
            self.rows.iter().map(has).collect::<Vec<bool>>()
        });
        let near = |at: usize| there.iter().skip(at.saturating_sub(2)).take(at.min(2) + 3).any(|is| *is);
        here.iter().enumerate().any(|(at, is)| *is && near(at))
    }

    /// The day stands there.
    pub fn shows_day(&self, day: &str) -> bool {
        numbers::days(day).iter().any(|form| self.stands(form, word_ends))
    }

    /// The words stand there in their order.
    pub fn shows_words(&self, words: &str) -> bool {
        let wanted = fold(words);
        let whole = squeezed(words);
        let broken = whole.chars().count() > BROKEN_MIN && self.squeezed.contains(&whole);
        !whole.is_empty() && (self.stands(&wanted, word_ends) || broken)
    }

    /// Each of the words stands there, in whatever order: a description is broken over lines beside other columns.
    pub fn shows_each_word(&self, words: &str) -> bool {
        let mut wanted = words.split_whitespace().map(squeezed).filter(|word| !word.is_empty()).peekable();
        wanted.peek().is_some()
            && wanted.all(|word| {
                self.words.contains(&word)
                    || (word.chars().count() >= BROKEN_MIN && self.squeezed.contains(&word))
            })
    }

    /// The currency stands there by its code, its sign or its name.
    pub fn shows_currency(&self, code: &str) -> bool {
        let by_name = |name: &&str| match name.chars().next() {
            Some(first) if !first.is_alphabetic() => self.flat.contains(*name),
            _ => self.stands(name, word_ends),
        };
        self.stands(&code.to_lowercase(), code_ends) || currency::names(code).iter().any(by_name)
    }

    fn stands(&self, form: &str, ends: impl Fn(&str, &str) -> bool) -> bool {
        places(&self.flat, form, ends) > 0
    }
}

/// How often the form stands in the text with its ends in order.
fn places(text: &str, form: &str, ends: impl Fn(&str, &str) -> bool) -> usize {
    if form.is_empty() {
        return 0;
    }
    let clear =
        |at: usize| ends(text.get(..at).unwrap_or_default(), text.get(at + form.len()..).unwrap_or_default());
    text.match_indices(form).filter(|(at, _)| clear(*at)).count()
}

/// No letter or digit goes on.
fn word_ends(before: &str, after: &str) -> bool {
    let goes_on = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    !goes_on(before.chars().next_back()) && !goes_on(after.chars().next())
}

/// No letter goes on: a currency's code touches its amount.
fn code_ends(before: &str, after: &str) -> bool {
    let goes_on = |letter: Option<char>| letter.is_some_and(char::is_alphabetic);
    !goes_on(before.chars().next_back()) && !goes_on(after.chars().next())
}

/// No digit goes on, over a separator or not; before it may stand a currency or a sign, but no other word.
fn number_ends(before: &str, after: &str) -> bool {
    let mut back = before.chars().rev();
    let clear_before = match back.next() {
        Some(digit) if digit.is_ascii_digit() => false,
        Some('.' | ',' | '\'') => !back.next().is_some_and(|letter| letter.is_ascii_digit()),
        Some(letter) if letter.is_alphabetic() => {
            let word: String = before.chars().rev().take_while(|letter| letter.is_alphabetic()).collect();
            matches!(word.as_str(), "rue" | "dsu" | "pbg" | "fhc" | "x")
        }
        _ => true,
    };
    let mut front = after.chars();
    let clear_after = match front.next() {
        Some(digit) if digit.is_ascii_digit() => false,
        Some('.' | ',' | '\'') => !front.next().is_some_and(|letter| letter.is_ascii_digit()),
        _ => true,
    };
    clear_before && clear_after
}

fn pdftotext(form: &str, file: &Path) -> Result<String> {
    let out = Command::new("pdftotext")
        .args([form, "-enc", "UTF-8"])
        .arg(file)
        .arg("-")
        .stdin(Stdio::null())
        .output()
        .context("pdftotext is missing: install poppler (`apt-get install poppler-utils`)")?;
    ensure!(
        out.status.success(),
        "pdftotext {}: {}",
        file.display(),
        String::from_utf8_lossy(&out.stderr).trim()
    );
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_goes_on_is_another_number() {
        let page = Page::from_text("Total 1.561,18 EUR160,00 2,50€ 4711 x3 B7 160.00", "");
        for number in ["1561.18", "160", "2.5", "4711", "3"] {
            assert!(page.shows_number(number), "{number}");
        }
        assert_eq!((page.count_number("160"), page.count_number("4711"), page.count_number("47")), (2, 1, 0));
        let rows = Page::from_text("2 Pump 7,50\n\nred\n\nDN 50 15.00\nsum 15.00\n\nVAT 4.10", "");
        assert!(
            rows.shows_near("15", "7.5") && rows.shows_near("7.5", "15") && !rows.shows_near("7.5", "4.1")
        );
        for number in ["561.18", "471", "1561", "7", "0.5"] {
            assert!(!page.shows_number(number), "{number}");
        }
    }

    #[test]
    fn words_days_and_currencies_stand_whole() {
        let page = Page::from_text(
            "Rechnung R-12 vom August 3 , 2014\nMuster-\nKunde GmbH zahlt 5 € Personenunfall-\nversicherung",
            "",
        );
        assert!(page.shows_day("2014-08-03") && !page.shows_day("2014-08-04"));
        assert!(
            page.shows_words("MUSTER-KUNDE GMBH") && page.shows_words("R-12") && !page.shows_words("R-1")
        );
        assert!(page.shows_currency("EUR") && !page.shows_currency("USD"));
        assert!(
            page.shows_each_word("Personenunfallversicherung GmbH") && !page.shows_each_word("Haftpflicht")
        );
    }
}
