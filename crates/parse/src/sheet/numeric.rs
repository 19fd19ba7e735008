//! Whether a cell holds a number, perhaps with a currency or a unit beside it, and whether a unit is a package.

use super::grid::Cell;
use crate::draft::Typed;
use crate::draft::phrase::is_unit;
use crate::lexicon::{Section, fold, lexicon};
use crate::locale::Printed;

/// Whether a cell holds a number, perhaps with a currency or a unit.
pub fn is_number(cell: &Cell) -> bool {
    match cell.value {
        Typed::Number(_) | Typed::Percent(_) | Typed::Uncomputed => true,
        Typed::Date(_) | Typed::Error => false,
        Typed::Text => Printed::scan(&cell.text).is_some_and(|printed| {
            let short = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() <= 4;
            let is_unit = is_unit(printed.after) || short(printed.after);
            short(printed.before) && !printed.before.ends_with(['-', '/', '_']) && is_unit
        }),
    }
}

/// Whether a unit is a package.
pub fn is_package(unit: &str) -> bool {
    lexicon().find(Section::Unit, &fold(unit)).is_some_and(|meaning| meaning.name == "ctn")
}
