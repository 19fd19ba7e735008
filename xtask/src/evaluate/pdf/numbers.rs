//! Numbers and days as papers print them.
//!
//! Promises: usual renderings only: either separator, groups of three with comma, point, blank or apostrophe, zeros that
//! say nothing; days in figures and with the months' names of six languages. Refuses to know the page.

use super::super::compare::decimal;

/// Most decimals that a price is printed with.
const DECIMALS_MAX: usize = 6;

/// Every usual way to print the number, without its sign. Empty if it is no number.
pub fn renderings(number: &str) -> Vec<String> {
    let Some(plain) = decimal(number) else { return Vec::new() };
    let plain = plain.trim_start_matches('-');
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let mut wholes = vec![whole.to_owned()];
    if whole.len() > 3 {
        wholes.extend([",", ".", " ", "'"].map(|between| grouped(whole, between)));
    }
    if whole == "0" && !part.is_empty() {
        wholes.push(String::new());
    }
    let mut all = Vec::new();
    for whole in &wholes {
        if part.is_empty() {
            all.push(whole.clone());
        }
        for decimals in part.len().max(1)..=part.len().max(DECIMALS_MAX) {
            for point in [",", "."].iter().filter(|point| !whole.contains(**point)) {
                all.push(format!("{whole}{point}{part:0<decimals$}"));
            }
        }
    }
    all
}

fn grouped(digits: &str, between: &str) -> String {
    let mut whole = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            whole.push_str(between);
        }
        whole.push(digit);
    }
    whole
}

/// The day as `YYYY-MM-DD`, from that or from `YYYYMMDD`.
pub fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let head = text.get(..10).filter(|head| head.as_bytes().get(4) == Some(&b'-')).unwrap_or(text);
    let digits: String = head.chars().filter(char::is_ascii_digit).collect();
    let (year, month, date) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?);
    (digits.len() == 8).then(|| format!("{year}-{month}-{date}"))
}

/// Each language's months; several names of one month are parted by `/`.
const MONTHS: [[&str; 12]; 6] = [
    [
        "january/jan",
        "february/feb",
        "march/mar",
        "april/apr",
        "may",
        "june/jun",
        "july/jul",
        "august/aug",
        "september/sep/sept",
        "october/oct",
        "november/nov",
        "december/dec",
    ],
    [
        "januar/jan/jänner",
        "februar/feb",
        "märz/mär/mrz",
        "april/apr",
        "mai",
        "juni/jun",
        "juli/jul",
        "august/aug",
        "september/sep/sept",
        "oktober/okt",
        "november/nov",
        "dezember/dez",
    ],
    [
        "janvier/janv",
        "février/févr/fév",
        "mars",
        "avril/avr",
        "mai",
        "juin",
        "juillet/juil",
        "août",
        "septembre/sept",
        "octobre/oct",
        "novembre/nov",
        "décembre/déc",
    ],
    [
        "enero/ene",
        "febrero/feb",
        "marzo/mar",
        "abril/abr",
        "mayo/may",
        "junio/jun",
        "julio/jul",
        "agosto/ago",
        "septiembre/sep/sept",
        "octubre/oct",
        "noviembre/nov",
        "diciembre/dic",
    ],
    [
        "gennaio/gen",
        "febbraio/feb",
        "marzo/mar",
        "aprile/apr",
        "maggio/mag",
        "giugno/giu",
        "luglio/lug",
        "agosto/ago",
        "settembre/set",
        "ottobre/ott",
        "novembre/nov",
        "dicembre/dic",
    ],
    [
        "januari/jan",
        "februari/feb",
        "maart/mrt",
        "april/apr",
        "mei",
        "juni/jun",
        "juli/jul",
        "augustus/aug",
        "september/sep",
        "oktober/okt",
        "november/nov",
        "december/dec",
    ],
];

/// Every usual way to print the day, in lower case. Empty if it is no day.
pub fn days(text: &str) -> Vec<String> {
    let Some(iso) = day(text) else { return Vec::new() };
    let parts: Vec<&str> = iso.split('-').collect();
    let [year, month, date] = parts.as_slice() else { return Vec::new() };
    let short = |text: &str| text.trim_start_matches('0').to_owned();
    let mut all = vec![format!("{year}{month}{date}")];
    let years = [(*year).to_owned(), year.get(2..).unwrap_or_default().to_owned()];
    let months = [(*month).to_owned(), short(month)];
    let dates = [(*date).to_owned(), short(date)];
    for (month, date) in months.iter().flat_map(|month| dates.iter().map(move |date| (month, date))) {
        for between in ["-", "/", ".", " ", ". "] {
            all.push([year, month.as_str(), date].join(between));
            for year in &years {
                all.push([date.as_str(), month, year].join(between));
                all.push([month.as_str(), date, year].join(between));
            }
        }
    }
    let number = month.parse::<usize>().unwrap_or(0).wrapping_sub(1);
    let names = MONTHS.iter().filter_map(|names| names.get(number)).flat_map(|names| names.split('/'));
    for name in names {
        for date in &dates {
            all.extend(years.iter().flat_map(|year| with_name(year, name, date)));
        }
    }
    all.sort();
    all.dedup();
    all
}

fn with_name(year: &str, name: &str, date: &str) -> Vec<String> {
    let mut all = Vec::new();
    for name in [name.to_owned(), format!("{name}.")] {
        for after in ["", ".", "st", "nd", "rd", "th", "er"] {
            all.push(format!("{date}{after} {name} {year}"));
            all.push(format!("{name} {date}{after}, {year}"));
            all.push(format!("{name} {date}{after} {year}"));
        }
        all.extend(["-", "/", ".", ""].map(|between| [date, &name, year].join(between)));
        all.push(format!("{date} {name}, {year}"));
        all.push(format!("{date} de {name} de {year}"));
        all.push(format!("{year} {name} {date}"));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_printed_with_either_separator_and_any_usual_group() {
        let all = renderings("1561.180");
        for form in ["1561,18", "1561.18", "1.561,18", "1,561.18", "1 561,180", "1'561.18"] {
            assert!(all.contains(&form.to_owned()), "{form}");
        }
        assert!(!all.contains(&"1.561.18".to_owned()) && !all.contains(&"1561".to_owned()));
        assert!(renderings("100.0").contains(&"100".to_owned()));
        assert!(renderings("-0.5").contains(&",50".to_owned()));
        assert!(renderings("none").is_empty());
    }

    #[test]
    fn a_day_is_printed_in_figures_or_with_its_month() {
        let all = days("20150702");
        for form in [
            "2015-07-02",
            "02.07.2015",
            "2/7/15",
            "7/2/2015",
            "02 juillet 2015",
            "july 2, 2015",
            "2-jul-2015",
            "2. juli 2015",
        ] {
            assert!(all.contains(&form.to_owned()), "{form}");
        }
        assert!(!all.contains(&"03.07.2015".to_owned()));
        assert_eq!(day("2019-01-25T00:00:00"), Some("2019-01-25".into()));
        assert!(days("2014-12").is_empty() && days("soon").is_empty());
    }
}
