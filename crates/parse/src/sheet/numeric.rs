//! Whether a cell holds a number, perhaps with a currency or a unit beside it, and whether a unit is a package.

use super::grid::Cell;
use crate::draft::Typed;
use crate::draft::words::is_number_text;
use crate::lexicon::{Section, fold, lexicon};

/// Whether a cell holds a number, perhaps with a currency or a unit.
pub fn is_number(cell: &Cell) -> bool {
    match cell.value {
        Typed::Number(_) | Typed::Percent(_) | Typed::Uncomputed => true,
        Typed::Date(_) | Typed::Error => false,
        Typed::Text => is_number_text(&cell.text),
    }
}

/// Whether a unit is a package.
pub fn is_package(unit: &str) -> bool {
    lexicon().find(Section::Unit, &fold(unit)).is_some_and(|meaning| meaning.name == "ctn")
}
