//! What was found before anything is decided: texts with their places under the names of the record's fields.

use jiff::civil::Date;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use trade::Kind;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Typed {
    /// Words, or anything a text file has.
    Text,
    /// A number.
    Number(Decimal),
    /// A number shown in percent, times one hundred.
    Percent(Decimal),
    /// A day.
    Date(Date),
    /// A formula without the value it had when it was saved.
    Uncomputed,
    /// An error such as `#REF!`.
    Error,
}

/// A cell or words on a page, or a part of them, seen as a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// As shown.
    pub text: String,
    /// As typed.
    pub value: Typed,
    /// The sheet or page, from 1.
    pub page: u32,
    /// The cell's name, or the page and line.
    pub place: String,
    /// Where on the page: left, top, right, bottom, in points.
    pub bounds: Option<[f32; 4]>,
    /// A currency that stands beside its label or head.
    pub currency: Option<String>,
    /// A unit that stands beside its label or head.
    pub unit: Option<String>,
}

/// A party: the lines of its block, and parts that had labels of their own.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartyDraft {
    /// Lines in order.
    pub lines: Vec<Seen>,
    /// `VAT`, `country` …
    pub parts: Vec<(String, Seen)>,
}

/// A line of goods by role.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LineDraft {
    /// Values by the field of a line.
    pub cells: BTreeMap<String, Seen>,
    /// Fields whose values stand under the same head twice and differ.
    pub doubled: Vec<(String, Seen, Seen)>,
    /// Text of rows below that continue the description.
    pub continued: Vec<Seen>,
    /// The row, such as `Sheet1!7`.
    pub place: String,
}

/// A printed sum.
#[derive(Debug, Clone, PartialEq)]
pub struct SumDraft {
    /// `goods_total`, `any` …
    pub name: String,
    /// The number.
    pub seen: Seen,
    /// Lines of goods above it.
    pub lines_above: usize,
    /// Charges and taxes above it.
    pub charges_above: usize,
}

/// Money that is no goods.
#[derive(Debug, Clone, PartialEq)]
pub struct ChargeDraft {
    /// `freight`, `discount` …
    pub kind: String,
    /// The words beside it.
    pub label: String,
    /// The number.
    pub seen: Seen,
    /// A percentage in the words beside it.
    pub percent: Option<Seen>,
}

/// A title, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Title {
    /// What it says the document is.
    pub kind: Kind,
    /// The sheet or page, from 1.
    pub page: u32,
    /// From 0, from the top.
    pub row: u32,
}

/// Everything found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Draft {
    /// Fields of the document by their path.
    pub fields: BTreeMap<String, Seen>,
    /// Fields whose label is a bare word such as “Date”, which a better label may replace.
    pub weak: Vec<String>,
    /// Parties by their field.
    pub parties: BTreeMap<String, PartyDraft>,
    /// Other documents named, by their type.
    pub references: Vec<(String, Seen)>,
    /// Goods.
    pub lines: Vec<LineDraft>,
    /// A head of a table of goods stands in it, and no row below: there are none.
    pub empty_table: bool,
    /// Sums.
    pub sums: Vec<SumDraft>,
    /// Numbers among the goods whose words say neither sum nor charge.
    pub doubtful: Vec<SumDraft>,
    /// Charges.
    pub charges: Vec<ChargeDraft>,
    /// Whose codes the column of tariff codes holds, where its head says.
    pub hs_scheme: Option<&'static str>,
    /// Remarks in words.
    pub notes: Vec<Seen>,
    /// Titles.
    pub titles: Vec<Title>,
    /// Fields that the columns of the goods have.
    pub roles: Vec<String>,
    /// Words for telling the language.
    pub words: Vec<String>,
    /// Heads that the record has no place for.
    pub unplaced: Vec<String>,
    /// Those of them that hold numbers.
    pub unplaced_numbers: Vec<String>,
    /// Rows of the table that could not be understood.
    pub unread: Vec<String>,
    /// Rows with more or fewer cells than the table.
    pub ragged: Vec<String>,
    /// Names that no label names and too little on the page speaks for, and quantities that may be something else.
    pub guessed: Vec<(String, Seen)>,
    /// Fields that stand twice with different values.
    pub contradicted: Vec<(String, Seen)>,
}

/// Other documents that one document names.
const REFERENCES_MAX: usize = 500;

impl Draft {
    /// Takes another document that this one names, once.
    pub fn put_reference(&mut self, kind: &str, seen: Seen) {
        let known = self.references.iter().any(|(known, value)| known == kind && value.text == seen.text);
        if self.references.len() < REFERENCES_MAX && !known {
            self.references.push((kind.to_owned(), seen));
        }
    }

    /// Takes a field of the document, the first that comes unless that had a weak label.
    pub fn put(&mut self, name: &str, seen: Seen, weak: bool) {
        let was_weak = self.weak.iter().any(|known| known == name);
        match self.fields.get(name) {
            Some(known) if !was_weak => {
                if known.text != seen.text && !weak && matches!(name, "invoice_number" | "currency") {
                    self.contradicted.push((name.to_owned(), seen));
                }
            }
            Some(_) if weak => {}
            _ => {
                self.weak.retain(|known| known != name);
                if weak {
                    self.weak.push(name.to_owned());
                }
                self.fields.insert(name.to_owned(), seen);
            }
        }
    }
}
