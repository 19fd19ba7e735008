//! The table of countries: read once from the data files, then only looked up.

use super::{
    Answer, Country, How, Reading, Standing, Withdrawn,
    code_list::{Slots, column, rows},
    printed::Names,
};
use crate::currency::Currency;
use std::sync::LazyLock;

const COUNTRIES: &str = include_str!("../../data/countries.tsv");
const ALIASES: &str = include_str!("../../data/country-aliases.tsv");
const WITHDRAWN: &str = include_str!("../../data/countries-withdrawn.tsv");

/// One country's facts.
pub(super) struct Row {
    pub(super) country: Country,
    pub(super) alpha3: &'static str,
    pub(super) numeric: &'static str,
    pub(super) name: &'static str,
    pub(super) standing: Standing,
    pub(super) currencies: Box<[Currency]>,
}

/// What a folded text means.
#[derive(Clone, PartialEq)]
enum Meaning {
    Country(Country, How),
    /// The n-th withdrawn code.
    Withdrawn(usize),
    /// An everyday word that looks like a code.
    Refused,
}

/// Everything known of countries.
pub(super) struct Table {
    slots: Slots,
    rows: Vec<Row>,
    codes: Vec<Country>,
    eu: Vec<Country>,
    pub(super) withdrawn: Vec<Withdrawn>,
    names: Names<Meaning>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::load);

impl Table {
    pub(super) fn load() -> Self {
        let mut names = Names::new();
        let rows: Vec<Row> = rows(COUNTRIES).map(|row| country(&row, &mut names)).collect();
        let slots = Slots::new(2, rows.iter().map(|row| row.country.as_str().as_bytes()));
        for row in super::code_list::rows(ALIASES) {
            let country = Country::spelled(column(&row, 1).as_bytes());
            let meaning = match column(&row, 2) {
                "refused" => Meaning::Refused,
                "code" => Meaning::Country(country, How::Alias),
                _ => Meaning::Country(country, How::Name),
            };
            add(&mut names, column(&row, 0), meaning);
        }
        let withdrawn: Vec<Withdrawn> = super::code_list::rows(WITHDRAWN)
            .enumerate()
            .map(|(at, row)| withdrawn(&row, at, &mut names))
            .collect();
        Self {
            slots,
            codes: rows.iter().map(|row| row.country).collect(),
            eu: rows.iter().filter(|row| row.standing == Standing::EuMember).map(|row| row.country).collect(),
            rows,
            withdrawn,
            names,
        }
    }

    /// Names with two meanings: none, says a test.
    #[cfg(test)]
    pub(super) fn clashes(&self) -> &[String] {
        &self.names.clashes
    }
}

/// Adds a name; the same country under two kinds of name keeps the first.
fn add(names: &mut Names<Meaning>, name: &str, meaning: Meaning) {
    let same = matches!((names.get(name), &meaning),
        (Some(Meaning::Country(known, _)), Meaning::Country(country, _)) if known == country);
    if !same {
        names.add(name, meaning);
    }
}

/// One row of the list; its codes and names join the names.
fn country(row: &[&'static str], names: &mut Names<Meaning>) -> Row {
    let country = Country::spelled(column(row, 0).as_bytes());
    let (alpha3, numeric) = (column(row, 1), column(row, 2));
    for (code, how) in [(alpha3, How::Alpha3), (numeric, How::Numeric)] {
        if !code.is_empty() {
            add(names, code, Meaning::Country(country, how));
        }
    }
    let printed = (5..9).flat_map(|at| column(row, at).split('|')).filter(|name| !name.is_empty());
    for name in printed {
        add(names, name, Meaning::Country(country, How::Name));
    }
    Row {
        country,
        alpha3,
        numeric,
        name: column(row, 5).split('|').next().unwrap_or_default(),
        standing: match column(row, 3) {
            "eu" => Standing::EuMember,
            "union" => Standing::Union,
            "user" => Standing::UserAssigned,
            _ => Standing::Assigned,
        },
        currencies: column(row, 4).split_whitespace().filter_map(|code| code.parse().ok()).collect(),
    }
}

/// One withdrawn code; its codes and names join the names.
fn withdrawn(row: &[&'static str], at: usize, names: &mut Names<Meaning>) -> Withdrawn {
    let (code, name) = (column(row, 0), column(row, 4));
    let alpha3 = column(row, 1).split('|');
    let others = column(row, 5).split('|');
    for printed in [code].into_iter().chain(alpha3).chain(others).filter(|text| !text.is_empty()) {
        add(names, printed, Meaning::Withdrawn(at));
    }
    // A former name that is a living country's common name (Burma) stays with the living.
    names.offer(name, Meaning::Withdrawn(at));
    let successors =
        column(row, 3).split_whitespace().map(|code| Country::spelled(code.as_bytes())).collect();
    Withdrawn { code, name, withdrawn: column(row, 2), successors }
}

/// Whether these bytes are an accepted alpha-2 code.
#[inline]
pub(super) fn is_listed(code: &[u8]) -> bool {
    code.len() == 2 && TABLE.slots.get(code).is_some()
}

/// A country's facts.
pub(super) fn row(country: Country) -> Option<&'static Row> {
    TABLE.rows.get(TABLE.slots.get(country.as_str().as_bytes())?)
}

/// All accepted countries, by code: the 249 of ISO 3166-1, `EU`, `XI`, `XK`.
pub fn all() -> &'static [Country] {
    &TABLE.codes
}

/// The 27 member states of the European Union, by code.
pub fn eu_members() -> &'static [Country] {
    &TABLE.eu
}

/// Reads what is no alpha-2 code as it stands.
pub(super) fn read_printed(raw: &str) -> Answer {
    let read = |country, how| Answer::Read(Reading { country, how });
    let text = raw.trim();
    if let Some(country) = Country::listed(text.as_bytes()) {
        return read(country, How::Normalised);
    }
    match TABLE.names.get(text) {
        Some(Meaning::Country(country, how)) => return read(*country, *how),
        Some(Meaning::Withdrawn(at)) => {
            return TABLE.withdrawn.get(*at).map_or(Answer::Unknown, Answer::Withdrawn);
        }
        Some(Meaning::Refused) => return Answer::Unknown,
        None => {}
    }
    match text.as_bytes() {
        [a, b] => Country::listed(&[a.to_ascii_uppercase(), b.to_ascii_uppercase()])
            .map_or(Answer::Unknown, |country| read(country, How::Normalised)),
        _ => Answer::Unknown,
    }
}
