//! What the pages print, so that one can ask whether a value stands on them, however they write it.
//!
//! Numbers with either decimal mark, dates in every national form, texts with letters and digits alone. It answers for the
//! pages as a whole and knows no fields: that a value stands somewhere is weaker than that it was read, and enough to say
//! that XML and page do not contradict each other.

use crate::lexicon::{Section, fold, lexicon};
use crate::locale::{DateReadings, Printed};
use crate::pdf::page::{Page, Rect, Word};
use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashSet};
use trade::currency::{Answer, read};

/// Words that one number may be set in: `1 234 567,89`, with its sign.
const NUMBER_WORDS_MAX: usize = 5;

/// Words that one date may be set in: `le 5 mars 2025`.
const DATE_WORDS_MAX: usize = 4;

/// A wider gap, in ems, parts two values.
const GAP_MAX: f32 = 0.8;

/// A text that stands over more of its lines is not one text.
const LINES_MAX: f32 = 3.0;

/// Bytes of a month's name.
const MONTH_MAX: usize = 24;

/// A page, and a part of it.
pub type Place = (u32, Rect);

/// The words of all pages by what they can mean.
#[derive(Debug, Default)]
pub struct Shown {
    /// Letters and digits of all words, folded, without blanks; pages and readings of them apart.
    text: String,
    /// Where words, and parts of words, begin in it, and where they stand.
    starts: BTreeMap<usize, Place>,
    words: HashSet<String>,
    numbers: HashSet<Decimal>,
    dates: HashSet<Date>,
    currencies: HashSet<String>,
}

impl Shown {
    /// Of pages.
    pub fn of(pages: &[Page]) -> Shown {
        let mut shown = Shown::default();
        for page in pages {
            let written: Vec<&Word> = page.words.iter().collect();
            let rows = in_rows(&written);
            shown.take_text(page.number, &written);
            shown.take_text(page.number, &rows);
            for at in 0..rows.len() {
                shown.take_values(rows.get(at..).unwrap_or_default());
            }
        }
        shown
    }

    /// Nothing is printed that could be read.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether the text stands on a page as whole words, whatever blanks, case, marks and breaks it is written with.
    pub fn has_text(&self, text: &str) -> bool {
        let wanted = squeezed(text);
        self.stands(&wanted).next().is_some()
    }

    /// Where the text stands first, in one piece: over two lines at most.
    pub fn place_of(&self, text: &str) -> Option<Place> {
        let wanted = squeezed(text);
        let places = self.stands(&wanted).filter_map(|at| {
            let mut words = self.starts.range(at..at + wanted.len()).map(|(_, place)| *place);
            let (page, first) = words.next()?;
            Some((page, words.fold(first, |all, (_, bounds)| all.around(&bounds)), first.height()))
        });
        let mut whole = places.filter(|(_, bounds, height)| bounds.height() <= LINES_MAX * height);
        whole.next().map(|(page, bounds, _)| (page, bounds))
    }

    /// Where a squeezed text begins, as whole words.
    fn stands(&self, wanted: &str) -> impl Iterator<Item = usize> {
        let all = if wanted.is_empty() { "" } else { self.text.as_str() };
        let length = wanted.len();
        all.match_indices(wanted).map(|(at, _)| at).filter(move |at| {
            let end = at + length;
            let rest = self.text.get(end..).unwrap_or_default();
            let ends = self.starts.contains_key(&end) || rest.starts_with('\n');
            length > 0 && ends && self.starts.contains_key(at)
        })
    }

    /// Whether a name stands on a page: as a whole, or all words of it, since names wrap beside other columns.
    pub fn has_name(&self, name: &str) -> bool {
        let folded = fold(name);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        self.has_text(name) || words.len() > 1 && words.iter().all(|word| self.words.contains(*word))
    }

    /// Whether the number stands on a page; rounded to cents will do.
    pub fn has_number(&self, value: Decimal) -> bool {
        self.numbers.contains(&value) || value.scale() > 2 && self.numbers.contains(&value.round_dp(2))
    }

    /// Whether the day stands on a page.
    pub fn has_date(&self, value: Date) -> bool {
        self.dates.contains(&value)
    }

    /// Whether something on a page can mean this currency.
    pub fn has_currency(&self, code: &str) -> bool {
        self.currencies.contains(code)
    }

    fn take_text(&mut self, page: u32, words: &[&Word]) {
        for word in words {
            for part in fold(&word.text).split(' ').filter(|part| !part.is_empty()) {
                self.starts.insert(self.text.len(), (page, word.bounds));
                self.text.push_str(part);
                self.words.insert(part.to_owned());
            }
        }
        self.text.push('\n');
    }

    /// What the first of the words, with those right behind it, can mean.
    fn take_values(&mut self, words: &[&Word]) {
        let Some(first) = words.first() else { return };
        self.take_currency(&first.text);
        if !begins_value(&first.text) {
            return;
        }
        let mut joined = String::new();
        let mut before: Option<&Word> = None;
        for (count, word) in words.iter().take(NUMBER_WORDS_MAX.max(DATE_WORDS_MAX)).enumerate() {
            if before.is_some_and(|before| !goes_on(before, word)) {
                break;
            }
            if before.is_some() {
                joined.push(' ');
            }
            joined.push_str(&word.text);
            before = Some(word);
            if count < NUMBER_WORDS_MAX {
                self.take_number(&joined);
            }
            if count < DATE_WORDS_MAX {
                self.take_date(&joined);
            }
        }
    }

    fn take_number(&mut self, text: &str) {
        let Some(printed) = Printed::scan(text) else { return };
        let readings = printed.readings();
        // Parentheses are a minus to accountants alone.
        let is_open = text.contains('(');
        for value in readings.comma.into_iter().chain(readings.point) {
            self.numbers.insert(value);
            if is_open {
                self.numbers.insert(-value);
            }
        }
    }

    fn take_date(&mut self, text: &str) {
        let trimmed = text.trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '(' | ')' | '|'));
        for part in
            std::iter::once(trimmed).chain(trimmed.split(['–', '-']).filter(|_| trimmed.contains('.')))
        {
            match DateReadings::of(part) {
                DateReadings::Certain(date) => {
                    self.dates.insert(date);
                }
                DateReadings::Open(dates) => self.dates.extend(dates.into_iter().flatten()),
                DateReadings::Impossible | DateReadings::NotADate => {}
            }
        }
    }

    fn take_currency(&mut self, text: &str) {
        let name = text.trim_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation() && c != '$');
        if name.is_empty() || name.len() > 12 {
            return;
        }
        match read(name) {
            Answer::Read(reading) => {
                self.currencies.insert(reading.currency.to_string());
            }
            Answer::Ambiguous(any) => self.currencies.extend(any.iter().map(ToString::to_string)),
            Answer::Withdrawn(_) | Answer::NotMoney(_) | Answer::Unknown => {}
        }
    }
}

/// A number or date begins with a digit, a sign or a month.
fn begins_value(text: &str) -> bool {
    let is_sign = || text.chars().all(|c| matches!(c, '-' | '−' | '–' | '('));
    let is_month = || text.len() <= MONTH_MAX && lexicon().find(Section::Month, &fold(text)).is_some();
    text.bytes().any(|byte| byte.is_ascii_digit()) || is_sign() || is_month()
}

/// Letters and digits, folded.
pub fn squeezed(text: &str) -> String {
    let mut folded = fold(text);
    folded.retain(|c| c != ' ');
    folded
}

/// Row by row from the top, each from the left.
fn in_rows<'w>(words: &[&'w Word]) -> Vec<&'w Word> {
    let mut by_height = words.to_vec();
    by_height.sort_by(|one, two| one.bounds.y1.total_cmp(&two.bounds.y1));
    let mut rows: Vec<Vec<&Word>> = Vec::new();
    let mut base = f32::NEG_INFINITY;
    for word in by_height {
        match rows.last_mut() {
            Some(row) if word.bounds.y1 - base <= 0.4 * word.size => row.push(word),
            _ => {
                base = word.bounds.y1;
                rows.push(vec![word]);
            }
        }
    }
    for row in &mut rows {
        row.sort_by(|one, two| one.bounds.x0.total_cmp(&two.bounds.x0));
    }
    rows.into_iter().flatten().collect()
}

/// Whether a word follows another on its line, with a gap that parts words and not columns.
fn goes_on(before: &Word, word: &Word) -> bool {
    let gap = word.bounds.x0 - before.bounds.x1;
    (word.bounds.y1 - before.bounds.y1).abs() <= 0.4 * word.size
        && gap <= GAP_MAX * word.size.max(before.size)
        && gap > -word.size
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::page::Rect;

    /// Lines of words, 10 points high; two blanks are a gap between columns.
    fn shown(lines: &[&str]) -> Shown {
        let mut words = Vec::new();
        for (row, line) in lines.iter().enumerate() {
            let mut x = 0.0;
            for text in line.split(' ') {
                let width = 5.0 * text.chars().count() as f32;
                let top = 20.0 * row as f32;
                let bounds = Rect { x0: x, y0: top, x1: x + width, y1: top + 10.0 };
                if !text.is_empty() {
                    words.push(Word { text: text.to_owned(), bounds, size: 10.0, bold: false, turn: 0 });
                }
                x += width + if text.is_empty() { 20.0 } else { 3.0 };
            }
        }
        Shown::of(&[Page { number: 1, width: 600.0, height: 800.0, words, ..Page::default() }])
    }

    #[test]
    fn numbers_are_found_in_every_form_and_not_across_columns() {
        let shown = shown(&["1.234,50 € 1 234 567,89", "- 12,00 (7.30) 4'000.25", "Pos. 1  999,00"]);
        for value in ["1234.50", "1234.5000", "1234567.89", "-12", "7.3", "-7.3", "4000.25", "1", "999"] {
            assert!(shown.has_number(value.parse().unwrap()), "{value}");
        }
        assert!(shown.has_number("1234.4999".parse().unwrap()), "rounded to cents");
        for value in ["1234.51", "-1234.50", "1999", "12345"] {
            assert!(!shown.has_number(value.parse().unwrap()), "{value}");
        }
    }

    #[test]
    fn dates_are_found_in_every_form() {
        let shown =
            shown(&["vom 5. März 2025, bis", "01.02.2025-28.02.2025", "03/04/2025", "20240229 Nov 7, 2023"]);
        for day in
            ["2025-03-05", "2025-02-01", "2025-02-28", "2025-04-03", "2025-03-04", "2024-02-29", "2023-11-07"]
        {
            assert!(shown.has_date(day.parse().unwrap()), "{day}");
        }
        assert!(!shown.has_date("2025-03-06".parse().unwrap()));
    }

    #[test]
    fn texts_are_found_as_whole_words_however_they_are_broken() {
        let shown = shown(&["Nr.RE-2025/17", "Müller & Söhne  4711", "Handels-GmbH  Betrag 12 €"]);
        assert!(shown.has_text("RE 2025 17") && shown.has_text("re-2025/17"));
        assert!(!shown.has_text("RE-2025/1") && !shown.has_text("25/17") && !shown.has_text("471"));
        assert!(shown.has_name("MUELLER & Soehne") || shown.has_name("Muller & Sohne"));
        assert!(shown.has_name("Müller & Söhne Handels GmbH"));
        assert!(!shown.has_name("Müller & Töchter"));
        let place = |text: &str| shown.place_of(text).map(|(page, bounds)| (page, bounds.y0, bounds.y1));
        assert_eq!(place("RE-2025/17"), Some((1, 0.0, 10.0)));
        assert_eq!(place("Söhne 4711"), Some((1, 20.0, 30.0)));
        assert_eq!(
            (place("4711 Handels"), place("Betrag 4711"), place("")),
            (Some((1, 20.0, 50.0)), None, None)
        );
        assert!(shown.has_currency("EUR") && !shown.has_currency("USD"));
        assert!(!shown.is_empty() && Shown::of(&[Page::default()]).is_empty());
    }
}
