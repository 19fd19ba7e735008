//! Layouts of packing lists. Those kept apart stand in the same list: a rule's author reads no further than their mark.

use super::{Column as C, Facts, Foot, Grid, Head, Kind, Look, PLAIN, Parties, Sums, Under as U};
use crate::papers::fonts::Family;

const PACKED: Look = Look { kind: Kind::PackingList, ..PLAIN };

/// All of them.
pub const LOOKS: &[Look] = &[
    Look {
        name: "cartons",
        parties: Parties::Side,
        facts: Facts::Colon,
        columns: &[C::Range, C::Packages, C::Description, C::Counted, C::Net, C::Gross, C::Dimensions],
        grid: Grid::Full,
        sums: Sums::Rows,
        ..PACKED
    },
    Look {
        name: "pallets",
        family: Family::Serif,
        heading: Family::Serif,
        size: 9.0,
        head: Head::Centre,
        parties: Parties::Boxes,
        facts: Facts::Cells,
        columns: &[
            C::Line,
            C::Part,
            C::Description,
            C::Quantity,
            C::Unit,
            C::Packages,
            C::PackageType,
            C::Net,
            C::Gross,
        ],
        grid: Grid::Rows,
        sums: Sums::Rows,
        foot: Foot::Centred,
        colons: false,
        ..PACKED
    },
    Look {
        name: "export",
        family: Family::Condensed,
        heading: Family::Condensed,
        size: 7.6,
        head: Head::Bare,
        parties: Parties::Boxes,
        facts: Facts::Strip,
        columns: &[C::Range, C::Part, C::Description, C::Code, C::Origin, C::Counted, C::Net, C::Gross],
        grid: Grid::Columns,
        sums: Sums::Right,
        cargo_above: true,
        colons: false,
        ..PACKED
    },
    Look {
        name: "warehouse",
        family: Family::Mono,
        heading: Family::Mono,
        size: 7.6,
        head: Head::Left,
        parties: Parties::Beside,
        facts: Facts::Axis,
        columns: &[C::Line, C::Description, C::Counted, C::Packages, C::Net, C::Gross],
        under: &[U::Part, U::Lot],
        grid: Grid::None,
        sums: Sums::Rows,
        capitals: true,
        ..PACKED
    },
    Look {
        name: "stripes",
        accent: [30, 90, 70],
        heading: Family::Wide,
        head: Head::Band,
        facts: Facts::Block,
        columns: &[C::Part, C::Description, C::Origin, C::Quantity, C::Unit, C::Packages, C::Gross],
        under: &[U::Code],
        grid: Grid::Zebra,
        sums: Sums::Bar,
        foot: Foot::Columns,
        ..PACKED
    },
    Look {
        name: "slip",
        family: Family::Narrow,
        heading: Family::Narrow,
        size: 9.5,
        head: Head::Right,
        parties: Parties::Window,
        facts: Facts::Table,
        columns: &[C::Line, C::Part, C::Description, C::Counted, C::Packages, C::PackageType, C::Gross],
        grid: Grid::Head,
        sums: Sums::Framed,
        ..PACKED
    },
    Look {
        name: "weights-under",
        kept_apart: true,
        family: Family::Slab,
        heading: Family::Slab,
        size: 7.4,
        head: Head::Centre,
        parties: Parties::Stacked,
        facts: Facts::Under,
        columns: &[C::Packages, C::PackageType, C::Description, C::Counted, C::Dimensions],
        under: &[U::CodeAndOrigin, U::Weights],
        grid: Grid::Rows,
        sums: Sums::Framed,
        ..PACKED
    },
    Look {
        name: "two-tongues-packed",
        kept_apart: true,
        size: 8.0,
        heading: Family::Serif,
        head: Head::Left,
        parties: Parties::Boxes,
        facts: Facts::Table,
        columns: &[C::Range, C::Description, C::Quantity, C::Unit, C::Net, C::Gross],
        under: &[U::Part],
        grid: Grid::Full,
        sums: Sums::Bar,
        bilingual: true,
        ..PACKED
    },
];
