//! The table of currencies: read once from the data files, then only looked up.

use super::{Answer, Currency, How, NotMoney, Reading, Why, Withdrawn};
use crate::country::{
    code_list::{Slots, column, rows},
    printed::Names,
};
use std::sync::LazyLock;

const CURRENCIES: &str = include_str!("../../data/currencies.tsv");
const WITHDRAWN: &str = include_str!("../../data/currencies-withdrawn.tsv");
const ALIASES: &str = include_str!("../../data/currency-aliases.tsv");

/// One currency's facts.
pub(super) struct Row {
    currency: Currency,
    pub(super) name: &'static str,
    pub(super) minor_units: u32,
    pub(super) fund: bool,
}

/// What a folded text means; numbers are places in the table's lists.
#[derive(Clone, PartialEq)]
enum Meaning {
    Currency(Currency, How),
    Open(Box<[Currency]>),
    Withdrawn(usize),
    NotMoney(usize),
}

/// Everything known of currencies.
pub(super) struct Table {
    slots: Slots,
    rows: Vec<Row>,
    codes: Vec<Currency>,
    pub(super) withdrawn: Vec<Withdrawn>,
    pub(super) not_money: Vec<NotMoney>,
    names: Names<Meaning>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::load);

impl Table {
    pub(super) fn load() -> Self {
        let mut names = Names::new();
        let (mut listed, mut not_money) = (Vec::new(), Vec::new());
        for row in rows(CURRENCIES) {
            match why(column(&row, 3)) {
                Some(why) => {
                    names.add(column(&row, 0), Meaning::NotMoney(not_money.len()));
                    not_money.push(NotMoney { code: column(&row, 0), name: column(&row, 4), why });
                }
                None => listed.push(currency(&row)),
            }
        }
        // Codes before names, so that no name ever hides a code.
        for row in &listed {
            names.add(row.currency.as_str(), Meaning::Currency(row.currency, How::Normalised));
        }
        let withdrawn: Vec<Withdrawn> = rows(WITHDRAWN).map(|row| withdrawn(&row)).collect();
        for (at, row) in withdrawn.iter().enumerate() {
            names.add(row.code, Meaning::Withdrawn(at));
        }
        for row in rows(ALIASES) {
            names.add(column(&row, 0), alias(&row));
        }
        for row in &listed {
            names.offer(row.name, Meaning::Currency(row.currency, How::Name));
        }
        for (at, row) in withdrawn.iter().enumerate() {
            names.offer(row.name, Meaning::Withdrawn(at));
        }
        Self {
            slots: Slots::new(3, listed.iter().map(|row| row.currency.as_str().as_bytes())),
            codes: listed.iter().map(|row| row.currency).collect(),
            rows: listed,
            withdrawn,
            not_money,
            names,
        }
    }

    /// Names with two meanings: none, says a test.
    #[cfg(test)]
    pub(super) fn clashes(&self) -> &[String] {
        &self.names.clashes
    }
}

/// Why a row of this kind is no money; `None` for money.
fn why(kind: &str) -> Option<Why> {
    match kind {
        "metal" => Some(Why::Metal),
        "account" => Some(Why::UnitOfAccount),
        "test" => Some(Why::Test),
        "none" => Some(Why::NoCurrency),
        _ => None,
    }
}

/// One row of list one.
fn currency(row: &[&'static str]) -> Row {
    Row {
        currency: Currency::spelled(column(row, 0).as_bytes()),
        name: column(row, 4),
        minor_units: column(row, 2).parse().unwrap_or(2),
        fund: column(row, 3) == "fund",
    }
}

/// One row of list three.
fn withdrawn(row: &[&'static str]) -> Withdrawn {
    Withdrawn {
        code: column(row, 0),
        withdrawn: column(row, 1),
        successors: codes(column(row, 2)).collect(),
        name: column(row, 3),
    }
}

/// What a printed symbol or name means: `open` ones only have candidates.
fn alias(row: &[&'static str]) -> Meaning {
    let mut candidates = codes(column(row, 1));
    let how = match column(row, 2) {
        "symbol" => How::Symbol,
        "code" => How::Alias,
        "name" => How::Name,
        _ => return Meaning::Open(candidates.collect()),
    };
    candidates.next().map_or(Meaning::Open(Box::default()), |currency| Meaning::Currency(currency, how))
}

/// The codes of a column.
fn codes(column: &'static str) -> impl Iterator<Item = Currency> {
    column.split_whitespace().map(|code| Currency::spelled(code.as_bytes()))
}

/// Whether these bytes are a code of money.
#[inline]
pub(super) fn is_listed(code: &[u8]) -> bool {
    code.len() == 3 && TABLE.slots.get(code).is_some()
}

/// A currency's facts.
pub(super) fn row(currency: Currency) -> Option<&'static Row> {
    TABLE.rows.get(TABLE.slots.get(currency.as_str().as_bytes())?)
}

/// All currencies an invoice can be in, by code.
pub fn all() -> &'static [Currency] {
    &TABLE.codes
}

/// Reads what is no code as it stands.
pub(super) fn read_printed(raw: &str) -> Answer {
    let answer = match TABLE.names.get(raw) {
        Some(Meaning::Currency(currency, how)) => {
            Some(Answer::Read(Reading { currency: *currency, how: *how }))
        }
        Some(Meaning::Open(candidates)) => Some(Answer::Ambiguous(candidates)),
        Some(Meaning::Withdrawn(at)) => TABLE.withdrawn.get(*at).map(Answer::Withdrawn),
        Some(Meaning::NotMoney(at)) => TABLE.not_money.get(*at).map(Answer::NotMoney),
        None => None,
    };
    answer.unwrap_or(Answer::Unknown)
}
