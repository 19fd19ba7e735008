//! How a seller writes numbers and dates.
//!
//! Promises: one form of numbers and one of dates a document. Refuses to know what they count.

use rust_decimal::Decimal;

use crate::goods::Language;
use crate::random::Random;

/// Year, month, day.
pub type Date = (i64, i64, i64);

/// A form of dates.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateForm {
    /// `31.12.2025`
    Dots,
    /// `31.12.25`
    DotsShort,
    /// `31/12/2025`
    DaySlash,
    /// `12/31/2025`
    MonthSlash,
    /// `2025-12-31`
    Iso,
    /// `31-Dec-25`
    DayMonthShort,
    /// `31 December 2025`, `31. Dezember 2025`, `31 de diciembre de 2025`
    Words,
    /// `December 31, 2025`
    MonthFirst,
}

/// Numbers and dates of one document.
#[derive(Clone, Copy, Debug)]
pub struct Locale {
    pub language: Language,
    pub thousands: &'static str,
    pub point: char,
    pub dates: DateForm,
}

const MONTHS: [[&str; 12]; 4] = [
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
];

impl Locale {
    /// What a seller of this country does who writes in this language.
    pub fn draw(random: &mut Random, language: Language, country: &str) -> Locale {
        let (thousands, point) = numbers(random, language, country);
        let forms: &[DateForm] = match (language, country) {
            (Language::English, "US") => &[DateForm::MonthSlash, DateForm::MonthSlash, DateForm::MonthFirst],
            (Language::English, "CN" | "JP") => {
                &[DateForm::Iso, DateForm::MonthFirst, DateForm::DayMonthShort]
            }
            (Language::English, "GB") => &[DateForm::DaySlash, DateForm::Words, DateForm::DayMonthShort],
            (Language::English, _) => {
                &[DateForm::Words, DateForm::Dots, DateForm::Iso, DateForm::DayMonthShort]
            }
            (Language::German, _) => {
                &[DateForm::Dots, DateForm::Dots, DateForm::Words, DateForm::DotsShort, DateForm::Iso]
            }
            (_, "CH") => &[DateForm::Dots, DateForm::Words],
            _ => &[DateForm::DaySlash, DateForm::DaySlash, DateForm::Words, DateForm::Iso],
        };
        Locale { language, thousands, point, dates: random.one(forms) }
    }

    /// So many decimals, whole parts in groups.
    pub fn number(&self, value: Decimal, places: u32) -> String {
        let text = format!("{:.*}", places as usize, value.abs());
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let mut out =
            if value.is_sign_negative() && !value.is_zero() { "-".to_owned() } else { String::new() };
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                out.push_str(self.thousands);
            }
            out.push(digit);
        }
        if !rest.is_empty() {
            out.push(self.point);
            out.push_str(rest);
        }
        out
    }

    /// As few decimals as the value has.
    pub fn shortest(&self, value: Decimal) -> String {
        let value = value.normalize();
        self.number(value, value.scale())
    }

    pub fn date(&self, (year, month, day): Date) -> String {
        let named = |language: usize| {
            let months = MONTHS.get(language).into_iter().flatten();
            months.copied().nth(usize::try_from(month - 1).unwrap_or_default()).unwrap_or_default()
        };
        match self.dates {
            DateForm::Dots => format!("{day:02}.{month:02}.{year}"),
            DateForm::DotsShort => format!("{day:02}.{month:02}.{:02}", year % 100),
            DateForm::DaySlash => format!("{day:02}/{month:02}/{year}"),
            DateForm::MonthSlash => format!("{month:02}/{day:02}/{year}"),
            DateForm::Iso => format!("{year}-{month:02}-{day:02}"),
            DateForm::DayMonthShort => {
                format!("{day:02}-{}-{:02}", named(0).chars().take(3).collect::<String>(), year % 100)
            }
            DateForm::MonthFirst => format!("{} {day}, {year}", named(0)),
            DateForm::Words => match self.language {
                Language::English => format!("{day} {} {year}", named(0)),
                Language::German => format!("{day}. {} {year}", named(1)),
                Language::French => format!("{day} {} {year}", named(2)),
                Language::Spanish => format!("{day} de {} de {year}", named(3)),
            },
        }
    }

    /// Whether nobody can tell day from month in this date by itself.
    pub fn is_ambiguous(&self, (_, month, day): Date) -> bool {
        let slashes = matches!(self.dates, DateForm::DaySlash | DateForm::MonthSlash);
        slashes && self.language == Language::English && day <= 12 && day != month
    }
}

fn numbers(random: &mut Random, language: Language, country: &str) -> (&'static str, char) {
    match (language, country) {
        (_, "CH") => ("'", '.'),
        (Language::German, _) => (".", ','),
        (Language::French, _) => (random.one(&["\u{202f}", "\u{a0}", " ", "\u{202f}"]), ','),
        (Language::Spanish, "MX") => (",", '.'),
        (Language::Spanish, _) => (".", ','),
        (Language::English, "US" | "GB" | "CN" | "JP") => (",", '.'),
        (Language::English, _) if random.chance(0.3) => (".", ','),
        (Language::English, _) => (",", '.'),
    }
}

/// `2025-12-31`.
pub fn iso((year, month, day): Date) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(thousands: &'static str, point: char, dates: DateForm, language: Language) -> Locale {
        Locale { language, thousands, point, dates }
    }

    #[test]
    fn numbers_are_grouped_as_the_country_groups() {
        let swiss = locale("'", '.', DateForm::Dots, Language::German);
        assert_eq!(swiss.number("1234567.5".parse().unwrap(), 2), "1'234'567.50");
        let german = locale(".", ',', DateForm::Dots, Language::German);
        assert_eq!(german.number("-999.5".parse().unwrap(), 1), "-999,5");
        assert_eq!(german.shortest("1200.00".parse().unwrap()), "1.200");
    }

    #[test]
    fn dates_are_written_as_the_form_says() {
        let day = (2025, 3, 9);
        let written = |form, language| locale(",", '.', form, language).date(day);
        assert_eq!(written(DateForm::Words, Language::Spanish), "9 de marzo de 2025");
        assert_eq!(written(DateForm::Words, Language::German), "9. März 2025");
        assert_eq!(written(DateForm::MonthSlash, Language::English), "03/09/2025");
        assert_eq!(written(DateForm::DayMonthShort, Language::English), "09-Mar-25");
        assert!(locale(",", '.', DateForm::MonthSlash, Language::English).is_ambiguous(day));
        assert!(!locale(",", '.', DateForm::DaySlash, Language::French).is_ambiguous(day));
    }
}
