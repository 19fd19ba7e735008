//! Layouts: how a house lays out its papers. A layout is a row of choices; the words and numbers are drawn.
//!
//! Promises: names are unique within a kind; two layouts of each kind are kept apart from those who write reading rules.

mod certificates;
mod invoices;
mod packing_lists;

use super::fonts::Family;
use super::sheet::Colour;

/// What a paper is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    Invoice,
    PackingList,
    Certificate,
}

/// Where the seller's name and address stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Head {
    Left,
    Right,
    Centre,
    /// White on a coloured band over the whole width.
    Band,
    /// No letterhead: the seller is one of the party boxes.
    Bare,
}

/// How the other parties stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parties {
    /// Label over each, side by side.
    Side,
    /// Label over each, one under the other.
    Stacked,
    /// As for a window envelope: the sender small above, no label for the buyer.
    Window,
    /// Framed boxes, label inside.
    Boxes,
    /// Label left, name and address right of it.
    Beside,
}

/// How number, date and terms stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Facts {
    /// A block at the right: label, then value, both left-aligned.
    Block,
    /// The same with a colon right behind the label.
    Colon,
    /// Labels up to a line, values from it.
    Axis,
    /// Over the width: a row of labels, below it a row of values.
    Strip,
    /// Framed cells, label small above the value.
    Cells,
    /// A ruled table of two columns.
    Table,
    /// Value first, its label small below.
    Under,
}

/// The rules of the goods table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grid {
    Full,
    Columns,
    Rows,
    Zebra,
    Head,
    None,
}

/// Columns of the goods table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Column {
    Line,
    Part,
    Description,
    Code,
    Origin,
    /// Number alone.
    Quantity,
    Unit,
    /// Number and unit in one cell.
    Counted,
    Price,
    Basis,
    Discount,
    Amount,
    Net,
    Gross,
    Packages,
    PackageType,
    /// Numbers of the packages, `4-6`.
    Range,
    Dimensions,
}

/// What stands in smaller lines under the description.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Under {
    /// Tariff code and origin on one line.
    CodeAndOrigin,
    Code,
    Origin,
    /// Before the description instead of after it.
    Part,
    Weights,
    Lot,
}

/// How the sums stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sums {
    Right,
    Framed,
    /// As last rows of the table, label in the wide column.
    Rows,
    /// Only the total in a filled bar, the rest above it.
    Bar,
}

/// The last lines of each page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Foot {
    Page,
    /// Three columns: address, contact, bank.
    Columns,
    Centred,
}

/// The form of a certificate of origin.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Numbered boxes as chambers print them.
    Numbered,
    /// Numbered boxes with a table of goods.
    Ruled,
    /// A letter that declares.
    Letter,
}

/// A layout.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub kind: Kind,
    pub name: &'static str,
    /// Not looked at while reading rules are written.
    pub kept_apart: bool,
    pub family: Family,
    pub heading: Family,
    pub size: f32,
    pub accent: Colour,
    pub head: Head,
    pub parties: Parties,
    pub facts: Facts,
    pub columns: &'static [Column],
    pub under: &'static [Under],
    pub grid: Grid,
    pub sums: Sums,
    pub foot: Foot,
    /// Transport, marks, packages and weights among the facts (true) or below the goods.
    pub cargo_above: bool,
    /// Labels in two languages.
    pub bilingual: bool,
    /// Labels end in a colon.
    pub colons: bool,
    /// Column heads and labels in capitals.
    pub capitals: bool,
    pub form: Form,
}

/// What most layouts have; a layout says what differs.
const PLAIN: Look = Look {
    kind: Kind::Invoice,
    name: "plain",
    kept_apart: false,
    family: Family::Sans,
    heading: Family::Sans,
    size: 8.5,
    accent: [0, 0, 0],
    head: Head::Left,
    parties: Parties::Side,
    facts: Facts::Block,
    columns: &[],
    under: &[],
    grid: Grid::Rows,
    sums: Sums::Right,
    foot: Foot::Page,
    cargo_above: false,
    bilingual: false,
    colons: true,
    capitals: false,
    form: Form::Numbered,
};

/// All layouts.
pub fn looks() -> impl Iterator<Item = &'static Look> {
    [invoices::LOOKS, packing_lists::LOOKS, certificates::LOOKS].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_eight_layouts_two_of_them_kept_apart() {
        for kind in [Kind::Invoice, Kind::PackingList, Kind::Certificate] {
            let looks: Vec<&Look> = looks().filter(|look| look.kind == kind).collect();
            assert_eq!(
                (looks.len(), looks.iter().filter(|look| look.kept_apart).count()),
                (8, 2),
                "{kind:?}"
            );
        }
        let mut names: Vec<&str> = looks().map(|look| look.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), looks().count());
    }
}
