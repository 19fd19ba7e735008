//! What stands in the cells of a goods table, and that it is shown.
//!
//! Promises: a cell states its field alone, as the paper's country writes it. Refuses to know where cells stand.

use rust_decimal::Decimal;

use super::draft::Draft;
use super::look::{Column, Under};
use super::sheet::Align;
use super::shipment::Line;
use super::table::PAD;

/// Numbers hang right, the rest left.
pub fn hang(column: Column, x: f32, width: f32) -> (f32, Align) {
    use Column as C;
    match column {
        C::Quantity | C::Counted | C::Price | C::Discount | C::Amount | C::Net | C::Gross | C::Packages => {
            (x + width - PAD, Align::Right)
        }
        C::Line | C::Range | C::Origin => (x + width / 2.0, Align::Centre),
        _ => (x + PAD, Align::Left),
    }
}

pub fn head(draft: &Draft, column: Column, with_currency: bool) -> String {
    let key = match column {
        Column::Line => "col.line",
        Column::Part => "col.part",
        Column::Description => "col.description",
        Column::Code => "col.hs",
        Column::Origin => "col.origin",
        Column::Quantity | Column::Counted => "col.quantity",
        Column::Unit => "col.unit",
        Column::Price => "col.price",
        Column::Basis => "col.basis",
        Column::Discount => "col.discount",
        Column::Amount => "col.amount",
        Column::Net => "col.net",
        Column::Gross => "col.gross",
        Column::Packages => "col.packages",
        Column::PackageType => "col.package.type",
        Column::Range => "col.range",
        Column::Dimensions => "col.dimensions",
    };
    let head = draft.bare(key);
    if draft.deal.weight_unit == "LBR" && matches!(column, Column::Net | Column::Gross) {
        return head.replace("kg", "lbs");
    }
    let is_money = matches!(column, Column::Price | Column::Amount);
    if is_money && with_currency { format!("{head} {}", draft.deal.currency) } else { head }
}

pub fn plain_cell(draft: &Draft, line: &Line, column: Column) -> String {
    let locale = &draft.deal.locale;
    let weight = |value| locale.number(value, draft.deal.weight_places);
    match column {
        Column::Line => draft.quirks.line_number(line.number),
        Column::Part => line.part_number.clone(),
        Column::Description => line.description.clone(),
        Column::Code => line.code.clone(),
        Column::Origin => draft.country(&line.origin),
        Column::Quantity => draft.quantity(line),
        Column::Unit => draft.unit(line),
        Column::Counted => format!("{} {}", draft.quantity(line), draft.unit(line)),
        Column::Price => {
            let price = draft.in_cell(locale.number(line.price, draft.deal.price_places));
            let in_column = draft.look.columns.contains(&Column::Basis);
            if line.basis == Decimal::ONE || in_column { price } else { format!("{price} / {}", line.basis) }
        }
        Column::Basis => line.basis.to_string(),
        Column::Discount if line.discount.is_zero() => String::new(),
        Column::Discount => locale.shortest(line.discount),
        Column::Amount => draft.in_cell(draft.money(line.amount)),
        Column::Net => weight(line.net),
        Column::Gross => weight(line.gross),
        Column::Packages => line.packages.to_string(),
        Column::PackageType => draft.package(),
        Column::Range if line.packages == 1 => line.first_package.to_string(),
        Column::Range => format!("{}-{}", line.first_package, line.first_package + line.packages - 1),
        Column::Dimensions => {
            format!("{} x {} x {}", line.dimensions.0, line.dimensions.1, line.dimensions.2)
        }
    }
}

/// What stands below a column as its sum.
pub fn sum_of(draft: &Draft, column: Column) -> Option<String> {
    let weight = |value| draft.deal.locale.number(value, draft.deal.weight_places);
    match column {
        Column::Amount => Some(draft.in_cell(draft.money(draft.deal.total))),
        Column::Net => Some(weight(draft.deal.net)),
        Column::Gross => Some(weight(draft.deal.gross)),
        Column::Packages => Some(draft.deal.packages.to_string()),
        _ => None,
    }
}

pub fn under_text(draft: &Draft, line: &Line, under: Under) -> Option<String> {
    let code = || format!("{} {}", draft.label("sub.hs"), line.code);
    let origin = || format!("{} {}", draft.label("sub.origin"), draft.country(&line.origin));
    let weights = || {
        let (net, gross) = (draft.weight(line.net), draft.weight(line.gross));
        format!("{} {net}, {} {gross}", draft.label("sub.net"), draft.label("sub.gross"))
    };
    match under {
        Under::CodeAndOrigin if draft.states_one_origin() => Some(code()),
        Under::Origin if draft.states_one_origin() => None,
        Under::CodeAndOrigin => Some(format!("{}  {}", code(), origin())),
        Under::Code => Some(code()),
        Under::Origin => Some(origin()),
        Under::Part => None,
        Under::Weights => Some(weights()),
        Under::Lot => Some(format!("{} {}", draft.label("sub.lot"), line.lot)),
    }
}

pub fn shows(draft: &mut Draft, column: Column) {
    let name = match column {
        Column::Line => "line.printed",
        Column::Part => "line.part_number",
        Column::Description => "line.description",
        Column::Code => "line.hs_code",
        Column::Origin => "line.origin",
        Column::Quantity | Column::Counted => "line.quantity",
        Column::Price => "line.unit_price",
        Column::Amount => "line.amount",
        Column::Net => "line.net",
        Column::Gross => "line.gross",
        Column::Packages => "line.packages",
        Column::PackageType => "line.package_type",
        _ => return,
    };
    draft.show(name);
}

pub fn shows_under(draft: &mut Draft, under: Under) {
    let names: &[&'static str] = match under {
        Under::CodeAndOrigin => &["line.hs_code", "line.origin"],
        Under::Code => &["line.hs_code"],
        Under::Origin => &["line.origin"],
        Under::Part => &["line.part_number"],
        Under::Weights => &["line.net", "line.gross"],
        Under::Lot => &["line.lot"],
    };
    for name in names {
        draft.show(name);
    }
}
