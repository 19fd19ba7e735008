//! Tables of a few rows: what is found, what is declarable, what stands above.

use super::*;

/// A small table: codes with indents, the text is the code's own.
fn table(scheme: &Scheme, rows: &[(&str, u8, &str)]) -> Table {
    let mut builder = Builder::default();
    for (code, indent, description) in rows {
        assert!(builder.push(&Cells { code, indent: *indent, description, ..Cells::default() }));
    }
    builder.finish(scheme)
}

fn horses() -> Table {
    table(
        &Scheme::UsHts,
        &[
            ("0101", 0, "Live horses:"),
            ("", 1, "Horses:"),
            ("01012100", 2, "Purebred"),
            ("0101210010", 3, "Males"),
            ("0101210020", 3, "Females"),
            ("0101300000", 1, "Asses"),
            ("98010010", 0, "Returned"),
        ],
    )
}

#[test]
fn codes_are_found_and_others_are_not() {
    let table = horses();
    assert_eq!(table.get("0101210010").unwrap().description, "Males");
    assert_eq!(table.find("0101"), Some(0));
    for absent in ["", "0100", "010121", "01012", "0101210011", "01O1", "999999999999999", "98010011"] {
        assert_eq!(table.find(absent), None, "{absent}");
    }
    assert_eq!((table.len(), table.codes(), table.declarable()), (7, 6, 4));
    assert_eq!((table.first_code(), table.last_code()), (Some("0101"), Some("98010010")));
}

#[test]
fn leaves_of_a_length_the_scheme_declares_are_declarable() {
    let table = horses();
    let declarable: Vec<&str> = table.rows().filter(|row| row.declarable).map(|row| row.code).collect();
    assert_eq!(declarable, ["0101210010", "0101210020", "0101300000", "98010010"]);
    assert_eq!(table.declares("01012100"), Some(false));
    assert_eq!(table.declares("98010010"), Some(true));
    assert_eq!(table.declares("98010011"), None);
}

#[test]
fn in_a_zero_filled_scheme_children_stand_at_the_same_length() {
    let rows = [("0101000000", 0, "Horses"), ("0101210000", 1, "Purebred"), ("0102000000", 0, "Cattle")];
    let uk = table(&Scheme::Uk, &rows);
    let declarable: Vec<&str> = uk.rows().filter(|row| row.declarable).map(|row| row.code).collect();
    assert_eq!(declarable, ["0101210000", "0102000000"]);
}

#[test]
fn what_begins_with_digits_is_listed_in_order() {
    let table = horses();
    let under = |digits| table.under(digits).map(|row| row.code).collect::<Vec<_>>();
    assert_eq!(under("01012100"), ["01012100", "0101210010", "0101210020"]);
    assert_eq!(under("98"), ["98010010"]);
    assert_eq!(under("9"), ["98010010"]);
    assert_eq!(under("99"), Vec::<&str>::new());
    assert!(table.has_under("010121") && !table.has_under("0101211"));
}

#[test]
fn text_and_rate_come_from_above() {
    let mut builder = Builder::default();
    let row = |code, indent, description, general| Cells { code, indent, description, general, units: "" };
    for cells in [
        row("0101", 0, "Live horses:", ""),
        row("01012900", 1, "Other", "Free"),
        row("0101290010", 2, "Slaughter", ""),
    ] {
        assert!(builder.push(&cells));
    }
    let table = builder.finish(&Scheme::UsHts);
    assert_eq!(table.full_text(2), "Live horses › Other › Slaughter");
    assert_eq!(table.general_rate(2), "Free");
    assert_eq!(table.general_rate(0), "");
    assert_eq!(table.full_text(99), "");
}

#[test]
fn an_unsorted_table_with_repeats_keeps_the_first() {
    let table = table(&Scheme::UsHts, &[("0102", 0, "b"), ("0101", 0, "a"), ("0102", 0, "again")]);
    assert_eq!(table.get("0102").unwrap().description, "b");
    assert_eq!((table.codes(), table.len()), (2, 3));
    assert_eq!(table.first_code(), Some("0101"));
}
