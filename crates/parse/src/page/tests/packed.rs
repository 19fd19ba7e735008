//! Packing lists and certificates: papers without prices, proven by weights and packages.

use super::sheet::Edge::{Left, Right};
use super::sheet::{Read, Sheet};

/// A packing list of two lines.
fn list() -> Sheet {
    Sheet::new()
        .large(50, 60, "Packing List")
        .text(50, 100, "Packing list No.: PL-9")
        .columns(&[Left(50.0), Left(90.0), Right(300.0), Right(370.0), Right(450.0), Right(530.0)])
        .line(300, &["Pos", "Description", "Quantity", "Cartons", "Net weight", "Gross weight"])
        .line(311, &["", "", "(pcs)", "", "(kg)", "(kg)"])
        .line(330, &["1", "Hex bolts", "1200", "3", "31.50", "33.00"])
        .line(342, &["2", "Washers", "10000", "2", "20.00", "21.25"])
}

fn measured(read: &Read) -> Vec<String> {
    read.lines(&["quantity", "packages", "net_weight.value", "gross_weight.value", "gross_weight.unit"])
}

const LINES: [&str; 2] = ["1200 | 3 | 31.50 | 33.00 | kg", "10000 | 2 | 20.00 | 21.25 | kg"];

#[test]
fn sums_below_the_columns_prove_the_list() {
    let read = list().line(370, &["", "Total", "11200", "5", "51.50", "54.25"]).read();
    assert_eq!(measured(&read), LINES);
    assert_eq!(read.get("packages"), "5");
    assert_eq!((read.get("net_weight.value"), read.get("net_weight.unit")), ("51.50", "kg"));
    assert_eq!(read.get("gross_weight.value"), "54.25");
    assert_eq!(read.findings(), [""; 0]);
    assert_eq!(read.value("invoice_number").confidence, 0.99);
}

#[test]
fn labelled_totals_prove_the_list() {
    let read = list().text(50, 400, "Total packages: 5 cartons  Total gross weight: 54.25 kg").read();
    assert_eq!(measured(&read), LINES);
    assert_eq!((read.get("packages"), read.get("package_type")), ("5", "cartons"));
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn a_list_whose_lines_do_not_add_up_is_told() {
    let read = list().line(370, &["", "Total", "11200", "5", "51.50", "64.25"]).read();
    assert_eq!(read.findings(), ["reading_incomplete gross_weight"]);
}

#[test]
fn a_list_without_totals_is_not_proven() {
    let read = list().read();
    assert_eq!(measured(&read), LINES);
    assert_eq!(read.findings(), ["reading_incomplete line_items"]);
}

#[test]
fn one_line_alone_needs_no_total() {
    let read = Sheet::new()
        .large(50, 60, "Packing List")
        .columns(&[Left(50.0), Left(90.0), Right(300.0), Right(400.0)])
        .line(300, &["Pos", "Description", "Quantity", "Net weight kg"])
        .line(315, &["1", "Hex bolts", "1200", "31.50"])
        .read();
    assert_eq!(read.lines(&["quantity", "net_weight.value", "net_weight.unit"]), ["1200 | 31.50 | kg"]);
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn a_column_of_numbers_that_is_not_understood_is_a_doubt() {
    let read = Sheet::new()
        .large(50, 60, "Packing List")
        .columns(&[Left(50.0), Left(90.0), Right(300.0), Right(370.0), Right(450.0)])
        .line(300, &["Pos", "Description", "Quantity", "Xyzzy", "Net weight kg"])
        .line(315, &["1", "Hex bolts", "1200", "7", "31.50"])
        .line(327, &["2", "Washers", "10000", "9", "20.00"])
        .line(350, &["", "Total", "", "", "51.50"])
        .read();
    assert!(read.findings().contains(&"reading_incomplete line_items".to_owned()), "{:?}", read.findings());
    assert_eq!(read.lines(&["net_weight.value"]), ["31.50", "20.00"]);
}

#[test]
fn a_certificate_is_proven_by_its_weight() {
    let sheet = |total: &str| {
        Sheet::new()
            .large(50, 60, "Certificate of Origin")
            .text(50, 100, "Certificate No.: C-77 Invoice No.: 4711")
            .columns(&[Left(50.0), Left(90.0), Left(300.0), Right(450.0)])
            .line(300, &["Item", "Description of goods", "Origin", "Gross weight kg"])
            .line(315, &["1", "Hex bolts", "Germany", "33.00"])
            .line(327, &["2", "Washers", "Italy", "21.25"])
            .line(350, &["", "Total", "", total])
            .read()
    };
    let read = sheet("54.25");
    assert_eq!(read.0.kind, trade::Kind::CertificateOfOrigin);
    assert_eq!(read.lines(&["description", "origin_country"]), ["Hex bolts | Germany", "Washers | Italy"]);
    assert_eq!((read.get("invoice_number"), read.get("references[0].value")), ("C-77", "4711"));
    assert_eq!(read.findings(), [""; 0]);
    assert_eq!(sheet("55.25").findings(), ["reading_incomplete gross_weight"]);
}

#[test]
fn numbers_of_packages_stand_with_their_kind() {
    let read = Sheet::new()
        .large(50, 60, "Packliste")
        .columns(&[Left(50.0), Left(90.0), Left(300.0), Right(450.0)])
        .line(300, &["Pos.", "Bezeichnung", "Packstücke", "Bruttogewicht kg"])
        .line(315, &["1", "Schrauben", "3 Kartons", "33,00"])
        .line(327, &["2", "Scheiben", "2 Kartons", "21,25"])
        .line(350, &["", "Gesamt", "5", "54,25"])
        .read();
    assert_eq!(
        read.lines(&["description", "packages", "package_type", "gross_weight.value"]),
        ["Schrauben | 3 | Kartons | 33.00", "Scheiben | 2 | Kartons | 21.25"]
    );
    assert_eq!(read.findings(), [""; 0]);
}

/// Two pages, each with a carton at its top and at its foot, and the sums of all four.
fn cartons(names: [&str; 4]) -> Read {
    let columns = [Left(50.0), Left(130.0), Right(400.0), Right(500.0)];
    let page = |sheet: Sheet, one: &str, two: &str| {
        sheet
            .line(100, &["Carton No.", "Description", "Quantity", "Gross weight kg"])
            .line(115, &[one, "Motor", "2", "12.5"])
            .line(780, &[two, "Motor", "2", "12.5"])
    };
    let [one, two, three, four] = names;
    let first = page(Sheet::new().large(50, 60, "Packing List").columns(&columns), one, two);
    page(first.page(), three, four).line(800, &["", "Total", "8", "50.0"]).read()
}

#[test]
fn cartons_at_the_same_place_of_two_pages_are_all_read() {
    let read = cartons(["C-1", "C-2", "C-3", "C-4"]);
    assert_eq!(read.lines(&["gross_weight.value"]), ["12.5"; 4]);
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn what_is_the_same_at_the_same_place_of_two_pages_is_never_lost_in_silence() {
    // Letter for letter like the page before: it could be the paper's own.
    let read = cartons(["C-1", "C-2", "C-1", "C-2"]);
    assert!(read.record().line_items.len() == 4 || !read.is_proven(), "{:?}", read.findings());
}

#[test]
fn weights_in_pounds_keep_their_unit() {
    let read = Sheet::new()
        .large(50, 60, "Packing List")
        .columns(&[Left(50.0), Left(90.0), Right(300.0), Right(400.0)])
        .line(300, &["Pos", "Description", "Quantity", "Gross weight (lbs)"])
        .line(315, &["1", "Hex bolts", "1200", "31.50"])
        .line(327, &["2", "Washers", "100", "2.50"])
        .line(350, &["", "Total", "1300", "34.00"])
        .read();
    assert_eq!(read.lines(&["gross_weight.unit"]), ["lbs", "lbs"]);
    assert_eq!((read.get("gross_weight.value"), read.get("gross_weight.unit")), ("34.00", "lbs"));
    assert_eq!(read.findings(), [""; 0]);
}
