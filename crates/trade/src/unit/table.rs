//! The table of units: read once from the data files, then only looked up.

use super::{Answer, How, Meaning, Measure, Reading, Unit};
use crate::{
    country::{
        code_list::{Slots, column, rows},
        printed::Names,
    },
    package::{self, Package},
};
use rust_decimal::Decimal;
use std::sync::LazyLock;

const UNITS: &str = include_str!("../../data/units.tsv");
const ALIASES: &str = include_str!("../../data/unit-aliases.tsv");
const FACTORS: &str = include_str!("../../data/unit-factors.tsv");

/// One unit's facts.
pub(super) struct Row {
    unit: Unit,
    pub(super) name: &'static str,
    pub(super) factor: Option<(Measure, Decimal)>,
    /// What the code means in printed text, where that is not simply its unit (`KGS`, `STK`).
    printed: Option<Found>,
}

/// What a printed text means.
#[derive(Clone, PartialEq)]
enum Found {
    One(Meaning, How),
    Open(Box<[Meaning]>),
}

/// Everything known of units.
pub(super) struct Table {
    slots: Slots,
    pub(super) rows: Vec<Row>,
    codes: Vec<Unit>,
    names: Names<Found>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::load);

impl Table {
    pub(super) fn load() -> Self {
        let mut rows_of_units: Vec<Row> = rows(UNITS).map(|row| unit(&row)).collect();
        let slots = Slots::new(3, rows_of_units.iter().map(|row| row.unit.as_str().as_bytes()));
        let mut names = Names::new();
        for row in rows(ALIASES) {
            names.add(column(&row, 0), alias(column(&row, 1)));
        }
        for row in &mut rows_of_units {
            row.printed = colliding(row.unit, &names);
        }
        for row in rows(ALIASES).filter(|row| column(row, 2) == "printed") {
            let code = column(&row, 0).to_uppercase();
            let row_of_unit = slots.get(code.as_bytes()).and_then(|at| rows_of_units.get_mut(at));
            if let Some(row_of_unit) = row_of_unit {
                row_of_unit.printed = Some(alias(column(&row, 1)));
            }
        }
        for row in rows(FACTORS) {
            let row_of_unit = slots.get(column(&row, 0).as_bytes()).and_then(|at| rows_of_units.get_mut(at));
            if let (Some(row_of_unit), Some(measure)) = (row_of_unit, measure(column(&row, 1))) {
                row_of_unit.factor = column(&row, 2).parse().ok().map(|factor| (measure, factor));
            }
        }
        for row in &rows_of_units {
            if package::read_word(row.name) == package::Answer::Unknown {
                names.offer(row.name, Found::One(Meaning::Unit(row.unit), How::Name));
            }
        }
        Self { slots, codes: rows_of_units.iter().map(|row| row.unit).collect(), rows: rows_of_units, names }
    }

    /// Names with two meanings: none, says a test.
    #[cfg(test)]
    pub(super) fn clashes(&self) -> &[String] {
        &self.names.clashes
    }
}

/// One row of the list.
fn unit(row: &[&'static str]) -> Row {
    Row { unit: Unit::spelled(column(row, 0).as_bytes()), name: column(row, 1), factor: None, printed: None }
}

/// What a column of codes means: units, or packages with an X before them.
fn alias(codes: &'static str) -> Found {
    let meanings: Box<[Meaning]> = codes
        .split(' ')
        .map(|code| match package_code(code.as_bytes()) {
            Some(package) => Meaning::Package(package),
            None => Meaning::Unit(Unit::spelled(code.as_bytes())),
        })
        .collect();
    match *meanings {
        [meaning] => Found::One(meaning, How::Alias),
        _ => Found::Open(meanings),
    }
}

/// The measure of a word of the data.
fn measure(word: &str) -> Option<Measure> {
    match word {
        "mass" => Some(Measure::Mass),
        "length" => Some(Measure::Length),
        "area" => Some(Measure::Area),
        "volume" => Some(Measure::Volume),
        "count" => Some(Measure::Count),
        _ => None,
    }
}

/// Both meanings of a code whose letters are also a word for something else (`CTN`: content ton, carton).
fn colliding(unit: Unit, names: &Names<Found>) -> Option<Found> {
    let other = match (names.get(unit.as_str()), package::read_word(unit.as_str())) {
        (Some(Found::One(meaning, _)), _) => vec![*meaning],
        (Some(Found::Open(meanings)), _) => meanings.to_vec(),
        (None, package::Answer::Read(reading)) => vec![Meaning::Package(reading.package)],
        (None, package::Answer::Ambiguous(packages)) => {
            packages.iter().map(|package| Meaning::Package(*package)).collect()
        }
        (None, package::Answer::Unknown) => return None,
    };
    if other == [Meaning::Unit(unit)] {
        return None;
    }
    Some(Found::Open(other.into_iter().chain([Meaning::Unit(unit)]).collect()))
}

/// A package as Recommendation 20 writes it: an X and the code of Recommendation 21.
fn package_code(code: &[u8]) -> Option<Package> {
    match code {
        [b'X', code @ ..] if code.len() == 2 => std::str::from_utf8(code).ok()?.parse().ok(),
        _ => None,
    }
}

/// Whether these bytes are a code of the list.
#[inline]
pub(super) fn is_listed(code: &[u8]) -> bool {
    TABLE.slots.get(code).is_some()
}

/// A unit's facts.
pub(super) fn row(unit: Unit) -> Option<&'static Row> {
    TABLE.rows.get(TABLE.slots.get(unit.as_str().as_bytes())?)
}

/// All units of Recommendation 20, by code.
pub fn all() -> &'static [Unit] {
    &TABLE.codes
}

/// Reads a code as it stands, with the second thought that printed text deserves.
#[inline]
pub(super) fn read_code(raw: &str) -> Option<Answer> {
    let row = TABLE.rows.get(TABLE.slots.get(raw.as_bytes())?)?;
    Some(match &row.printed {
        None => Answer::Read(Reading { unit: row.unit, how: How::Exact }),
        Some(found) => answer(found),
    })
}

/// Reads what is no code as it stands.
pub(super) fn read_printed(raw: &str) -> Answer {
    if let Some(found) = TABLE.names.get(raw) {
        return answer(found);
    }
    match package::read_word(raw) {
        package::Answer::Read(reading) => return Answer::Package(reading),
        package::Answer::Ambiguous(packages) => return Answer::Packages(packages),
        package::Answer::Unknown => {}
    }
    read_code_in_any_case(raw.trim())
}

/// A code of either list in another case; a package's code exactly, or with the X of Recommendation 20.
fn read_code_in_any_case(text: &str) -> Answer {
    let mut upper = [0; 3];
    for (to, from) in upper.iter_mut().zip(text.bytes()) {
        *to = from.to_ascii_uppercase();
    }
    let Some(upper) = upper.get(..text.len()) else { return Answer::Unknown };
    if let Some(unit) = Unit::listed(upper) {
        return Answer::Read(Reading { unit, how: How::Normalised });
    }
    let package = package_code(upper).or_else(|| text.parse().ok());
    package.map_or(Answer::Unknown, |package| {
        Answer::Package(package::Reading { package, how: package::How::Exact })
    })
}

/// What is found, as an answer.
fn answer(found: &'static Found) -> Answer {
    match found {
        Found::One(Meaning::Unit(unit), how) => Answer::Read(Reading { unit: *unit, how: *how }),
        Found::One(Meaning::Package(package), _) => {
            Answer::Package(package::Reading { package: *package, how: package::How::Alias })
        }
        Found::Open(meanings) => Answer::Ambiguous(meanings),
    }
}
