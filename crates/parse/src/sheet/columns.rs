//! The head of the goods table: which row it is, and which column means what.
//!
//! A row is a head when enough of its cells are heads of columns: one that names the goods, one that measures them.
//! Two rows are one head when together they say more than either: joined cells above count for all columns below.

use super::eye::Eye;
use super::grid::{Row, Sheet};
use crate::draft::phrase::{Phrase, label, phrase};
use crate::draft::{Seen, Typed};
use crate::lexicon::{Section, fold};
use crate::locale::Printed;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// From 0.
    pub index: u32,
    /// As printed.
    pub head: String,
    /// What it means; none where no lexicon knows it.
    pub role: Option<Role>,
    /// A currency in the head.
    pub currency: Option<String>,
    /// A unit in the head.
    pub unit: Option<String>,
    /// The place of the first column with the same words, where this is a later one.
    pub repeats: Option<u32>,
}

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// A field of a line.
    Line(String),
    /// A field of the document, the same in each row.
    Document(String),
}

/// A head and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Place of its first row in the sheet's list of rows.
    pub at: usize,
    /// Rows it has, one or two.
    pub height: usize,
    /// Its columns, from the left.
    pub columns: Vec<Column>,
}

/// Roles that name the goods.
const THINGS: [&str; 4] = ["description", "part_number", "hs_code", "buyer_part_number"];
/// Roles that measure them.
const MEASURES: [&str; 7] =
    ["quantity", "amount", "unit_price", "net_weight", "gross_weight", "packages", "attribute.weight"];

/// Fields of which a line has one value. Units and words may stand under the same head again: a unit behind each number,
/// the goods in two languages.
const DECIDING: [&str; 9] = [
    "quantity",
    "unit_price",
    "amount",
    "currency",
    "hs_code",
    "origin_country",
    "net_weight",
    "gross_weight",
    "packages",
];

impl Head {
    /// The head at this place of the sheet's rows, if one is there.
    pub fn at(sheet: &Sheet, at: usize) -> Option<Head> {
        let row = sheet.rows.get(at)?;
        if !may_be_head(row) {
            return None;
        }
        let single = Head { at, height: 1, columns: of_row(row) };
        let below = sheet.rows.get(at + 1).filter(|next| next.index == row.index + 1 && may_be_head(next));
        if let Some(below) = below {
            let double = Head { at, height: 2, columns: double(sheet, row, below) };
            let alone = Head { at: at + 1, height: 1, columns: of_row(below) };
            let says_more =
                double.score() > alone.score() || (double.score() == alone.score() && all_heads(row));
            let better = double.score() > single.score() && says_more && below.shown().count() >= 2;
            if better && double.is_head() {
                return Some(double);
            }
            // A title row above the head may have a word or two that heads have as well.
            if alone.is_head() && alone.score() > single.score() {
                return None;
            }
        }
        single.is_head().then_some(single)
    }

    /// Columns with a meaning, each meaning once.
    pub fn score(&self) -> usize {
        self.columns.iter().filter(|column| column.role.is_some()).count()
    }

    /// Whether it has a column for a field of a line.
    pub fn has(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.is(name))
    }

    /// Enough meaning for a table of goods.
    fn is_head(&self) -> bool {
        let things = THINGS.iter().any(|name| self.has(name));
        let measures = MEASURES.iter().filter(|name| self.has(name)).count();
        let known = self.score();
        let share = known * 2 >= self.columns.len();
        things && measures >= 1 && share && (known >= 3 || known == self.columns.len())
    }

    /// The column with this place.
    pub fn column(&self, index: u32) -> Option<&Column> {
        self.columns.iter().find(|column| column.index == index)
    }

    /// The column of a field of a line.
    pub fn of(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.is(name))
    }

    /// Values of a row that stand under the same words twice and differ: the field, and both as seen.
    pub fn doubled(&self, eye: Eye<'_>, row: &Row) -> Vec<(String, Seen, Seen)> {
        let cell = |index| row.cell(index).filter(|cell| !cell.hidden);
        let doubled = |again: &Column| {
            let first = self.column(again.repeats?)?;
            let Some(Role::Line(field)) = &first.role else { return None };
            let (before, after) = (cell(first.index)?, cell(again.index)?);
            let differs = DECIDING.contains(&field.as_str()) && fold(&before.text) != fold(&after.text);
            differs.then(|| (field.clone(), eye.see(row.index, before), eye.see(row.index, after)))
        };
        self.columns.iter().filter_map(doubled).collect()
    }

    /// Prices or amounts stand in it.
    pub fn is_priced(&self) -> bool {
        self.has("amount") || self.has("unit_price")
    }
}

impl Column {
    /// Whether it holds this field of a line.
    pub fn is(&self, name: &str) -> bool {
        matches!(&self.role, Some(Role::Line(role)) if role == name)
    }
}

/// Only words, at least two of them: numbers and long sentences stand in no head.
fn may_be_head(row: &Row) -> bool {
    let words = row.shown().filter(|cell| cell.is_text() && cell.text.len() <= 90).count();
    let others = row
        .shown()
        .filter(|cell| matches!(cell.value, Typed::Number(_) | Typed::Date(_) | Typed::Percent(_)))
        .count();
    words >= 1
        && others == 0
        && row.shown().all(|cell| {
            Printed::scan(&cell.text)
                .is_none_or(|printed| !printed.before.is_empty() || !printed.after.is_empty())
        })
}

/// The columns of a head of one row.
fn of_row(row: &Row) -> Vec<Column> {
    let heads = row.shown().map(|cell| (cell.column, cell.text.clone(), understand(&cell.text)));
    once(heads.collect())
}

/// The columns of a head of two rows.
fn double(sheet: &Sheet, top: &Row, below: &Row) -> Vec<Column> {
    let last = top.shown().chain(below.shown()).map(|cell| cell.column).max().unwrap_or(0);
    let mut heads = Vec::new();
    let mut above: Option<(String, u32)> = None;
    for column in 0..=last {
        if let Some(cell) = top.cell(column).filter(|cell| !cell.hidden) {
            let reach = sheet.merge_of(top.index, column).map_or(u32::MAX, |merge| merge.right);
            above = Some((cell.text.clone(), reach));
        }
        let over = above.as_ref().filter(|(_, reach)| column <= *reach).map(|(text, _)| text.as_str());
        let own = top.cell(column).filter(|cell| !cell.hidden).map(|cell| cell.text.as_str());
        match (over, own, below.cell(column).filter(|cell| !cell.hidden)) {
            (over, _, Some(cell)) => {
                let joined = over.map_or_else(|| cell.text.clone(), |over| format!("{over} {}", cell.text));
                let mut found = understand(&joined)
                    .or_else(|| understand(&cell.text))
                    .or_else(|| own.and_then(understand));
                // A currency or unit above counts for the columns below it.
                if let (Some((_, notes)), Some(over)) = (&mut found, over)
                    && let Some((_, more)) = understand(over)
                {
                    notes.currency = notes.currency.take().or(more.currency);
                    notes.unit = notes.unit.take().or(more.unit);
                }
                heads.push((column, joined, found));
            }
            (_, Some(own), None) => heads.push((column, own.to_owned(), understand(own))),
            _ => {}
        }
    }
    once(heads)
}

/// Every cell of the row above is a head by itself: a label with its value above the head is none.
fn all_heads(top: &Row) -> bool {
    top.shown().all(|cell| phrase(Section::Column, &cell.text).is_some())
}

/// The meaning of a head: a field of a line, else one of the document.
fn understand(text: &str) -> Option<(Role, Phrase)> {
    if let Some(found) = phrase(Section::Column, text) {
        return Some((Role::Line(found.name.to_string()), found));
    }
    label(text)
        .or_else(|| {
            phrase(Section::Total, text)
                .filter(|found| found.name != "any")
                .map(|found| Phrase { name: format!("sum.{}", found.name).into(), ..found })
        })
        .filter(|found| !matches!(found.name.as_ref(), "ignored" | "notes" | "lines"))
        .map(|found| (Role::Document(found.name.to_string()), found))
}

/// A column's place, its words, and what they mean.
type Found = (u32, String, Option<(Role, Phrase)>);

/// Each meaning belongs to the first column that has it; later ones have none.
fn once(heads: Vec<Found>) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::with_capacity(heads.len());
    for (index, head, found) in heads {
        let (role, notes) = found.map_or((None, None), |(role, notes)| (Some(role), Some(notes)));
        let taken = role.is_some() && columns.iter().any(|column| column.role == role);
        let (currency, unit) = notes.map_or((None, None), |notes| (notes.currency, notes.unit));
        let repeats = columns.iter().find(|column| taken && fold(&column.head) == fold(&head));
        let repeats = repeats.map(|column| column.index);
        columns.push(Column { index, head, role: role.filter(|_| !taken), currency, unit, repeats });
    }
    columns
}

/// Whether a row repeats the words of a head, as on a later page.
pub fn repeats(sheet: &Sheet, head: &Head, row: &Row) -> bool {
    let rows = sheet.rows.get(head.at..head.at + head.height).unwrap_or_default();
    rows.iter().any(|of_head| {
        let words = of_head.shown().count();
        let equal = of_head
            .shown()
            .filter(|cell| row.cell(cell.column).is_some_and(|own| fold(&own.text) == fold(&cell.text)))
            .count();
        words >= 2 && equal * 10 >= words * 7
    })
}
