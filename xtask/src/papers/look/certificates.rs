//! Layouts of certificates of origin. Those kept apart stand in the same list: a rule's author reads no further than their mark.

use super::{Column as C, Facts, Form, Grid, Head, Kind, Look, PLAIN, Under as U};
use crate::papers::fonts::Family;

const CERTIFIED: Look = Look { kind: Kind::Certificate, ..PLAIN };

/// All of them.
pub const LOOKS: &[Look] = &[
    Look { name: "chamber", family: Family::Serif, heading: Family::Serif, size: 9.0, ..CERTIFIED },
    Look {
        name: "chamber-green",
        accent: [20, 90, 50],
        form: Form::Ruled,
        columns: &[C::Line, C::Packages, C::PackageType, C::Description, C::Code, C::Gross],
        ..CERTIFIED
    },
    Look {
        name: "chamber-two-tongues",
        size: 8.0,
        bilingual: true,
        form: Form::Ruled,
        columns: &[C::Line, C::Packages, C::PackageType, C::Description, C::Counted, C::Gross],
        under: &[U::Code],
        ..CERTIFIED
    },
    Look {
        name: "declaration",
        family: Family::Serif,
        heading: Family::Serif,
        size: 10.0,
        form: Form::Letter,
        columns: &[C::Line, C::Description, C::Code, C::Origin, C::Counted, C::Gross],
        grid: Grid::Full,
        facts: Facts::Colon,
        ..CERTIFIED
    },
    Look {
        name: "declaration-lines",
        family: Family::Condensed,
        heading: Family::Condensed,
        size: 8.5,
        form: Form::Letter,
        head: Head::Right,
        columns: &[C::Part, C::Description, C::Counted, C::Net, C::Gross],
        under: &[U::CodeAndOrigin],
        grid: Grid::Rows,
        facts: Facts::Table,
        ..CERTIFIED
    },
    Look {
        name: "chamber-typed",
        family: Family::Mono,
        heading: Family::Sans,
        size: 8.0,
        form: Form::Numbered,
        ..CERTIFIED
    },
    Look {
        name: "chamber-slab",
        kept_apart: true,
        family: Family::Slab,
        heading: Family::Slab,
        size: 7.6,
        accent: [90, 60, 10],
        form: Form::Ruled,
        columns: &[C::Packages, C::PackageType, C::Description, C::Code, C::Counted, C::Gross],
        ..CERTIFIED
    },
    Look {
        name: "declaration-centred",
        kept_apart: true,
        family: Family::Narrow,
        heading: Family::Serif,
        size: 9.5,
        form: Form::Letter,
        head: Head::Centre,
        columns: &[C::Line, C::Code, C::Description, C::Origin, C::Quantity, C::Unit, C::Gross],
        grid: Grid::Zebra,
        facts: Facts::Axis,
        ..CERTIFIED
    },
];
