//! Packing lists and certificates: papers without prices, proven by weights and packages.

use super::sheet::Edge::{Left, Right};
use super::sheet::{Read, Sheet};

/// A packing list of two lines.
pub fn list() -> Sheet {
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

#[test]
fn the_heading_of_a_pallet_is_no_goods() {
    let read = Sheet::new()
        .large(50, 60, "Packing List")
        .columns(&[Left(50.0), Left(130.0), Right(350.0), Right(440.0), Right(530.0)])
        .line(300, &["Article", "Description", "Quantity", "Net kg", "Gross kg"])
        .line(315, &["Pallet 1 of 2 - 120x80x95 cm", "", "", "51.50", "60.00"])
        .line(327, &["AB-10", "Hex bolts", "1200 pcs", "31.50"])
        .line(339, &["AB-11", "Washers", "10000 pcs", "20.00"])
        .line(351, &["Pallet 2 of 2 - 120x80x95 cm", "", "", "4.50", "10.00"])
        .line(363, &["AB-12", "Nuts", "50 pcs", "4.50"])
        .line(390, &["Total: 2 pallets", "", "", "56.00", "70.00"])
        .read();
    assert_eq!(
        read.lines(&["part_number", "description", "quantity", "net_weight.value", "gross_weight.value"]),
        [
            "AB-10 | Hex bolts | 1200 | 31.50 | -",
            "AB-11 | Washers | 10000 | 20.00 | -",
            "AB-12 | Nuts | 50 | 4.50 | -"
        ]
    );
    assert_eq!((read.get("packages"), read.get("package_type")), ("2", "pallets"));
    assert_eq!((read.get("net_weight.value"), read.get("gross_weight.value")), ("56.00", "70.00"));
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn what_stands_below_the_last_pallet_is_none_of_its_goods() {
    let read = Sheet::new()
        .large(50, 60, "Packing List")
        .columns(&[Left(50.0), Left(130.0), Right(350.0), Right(530.0)])
        .line(300, &["Article", "Description", "Quantity", "Packages"])
        .line(315, &["Pallet 1 - 120x80x95 cm"])
        .line(327, &["AB-10", "Hex bolts", "1200 pcs", "3 cartons"])
        .line(339, &["Pallet 2 - 120x80x95 cm"])
        .line(351, &["AB-12", "Nuts", "50 pcs", "1 carton"])
        .text(50, 373, "Number of pallets: 2")
        .text(50, 385, "Total gross weight: 54.25 kg")
        .read();
    assert_eq!(read.lines(&["description", "packages"]), ["Hex bolts | 3", "Nuts | 1"]);
    assert_eq!((read.get("packages"), read.get("gross_weight.value")), ("2", "54.25"));
}

#[test]
fn totals_in_words_prove_the_list() {
    let read = list().text(50, 370, "Total: 5 cartons, net weight 51.50 kg, gross weight 54.25 kg").read();
    assert_eq!(measured(&read), LINES);
    assert_eq!((read.get("packages"), read.get("package_type")), ("5", "cartons"));
    assert_eq!((read.get("net_weight.value"), read.get("gross_weight.value")), ("51.50", "54.25"));
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn the_number_of_an_article_may_stand_over_or_under_its_description() {
    let sheet = |head: &str, rows: [[&str; 2]; 2]| {
        let [[one, two], [three, four]] = rows;
        Sheet::new()
            .large(50, 60, "Packing List")
            .columns(&[Left(50.0), Left(90.0), Right(330.0), Right(430.0)])
            .line(300, &["Pos", head, "Quantity", "Net kg"])
            .line(315, &["1", one, "1200", "31.50"])
            .line(326, &["", two])
            .line(345, &["2", three, "10000", "20.00"])
            .line(356, &["", four])
            .line(390, &["", "Total", "", "51.50"])
            .read()
    };
    let wanted = ["AB-1001 | Hex bolts M8", "AB-1002 | Washers M8"];
    let over = sheet("Material / Description", [["AB-1001", "Hex bolts M8"], ["AB-1002", "Washers M8"]]);
    assert_eq!(over.lines(&["part_number", "description"]), wanted);
    let under = sheet("Description", [["Hex bolts M8", "AB-1001"], ["Washers M8", "AB-1002"]]);
    assert_eq!(under.lines(&["part_number", "description"]), wanted);
    // Where one line has none, it is a word of the goods.
    let mixed = sheet("Description", [["Hex bolts M8", "zinc plated"], ["Washers M8", "AB-1002"]]);
    assert_eq!(mixed.lines(&["part_number"]), ["-", "-"]);
}

#[test]
fn weights_of_one_package_are_not_those_of_the_line() {
    let read = Sheet::new()
        .large(50, 60, "Packing List")
        .columns(&[Left(50.0), Right(250.0), Right(330.0), Right(430.0), Right(530.0)])
        .line(300, &["Description", "Cartons", "Quantity", "N.W./CTN", "T.N.W. kg"])
        .line(315, &["Hex bolts", "3", "1200 pcs", "10.5", "31.5"])
        .line(327, &["Washers", "2", "10000 pcs", "10.0", "20.0"])
        .line(350, &["Total", "5", "", "", "51.5"])
        .read();
    assert_eq!(
        read.lines(&["packages", "net_weight.value", "attributes.unit_net_weight"]),
        ["3 | 31.5 | 10.5", "2 | 20.0 | 10.0"]
    );
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn a_head_of_units_alone_says_what_one_package_weighs() {
    let read = Sheet::new()
        .large(50, 60, "Packing List")
        .columns(&[Left(50.0), Right(250.0), Right(330.0), Right(430.0), Right(530.0)])
        .line(300, &["Description", "Cartons", "Quantity", "kg/carton", "Gross kg"])
        .line(315, &["Hex bolts", "3", "1200 pcs", "10.5", "31.5"])
        .line(327, &["Washers", "2", "10000 pcs", "10.0", "20.0"])
        .line(350, &["Total", "5", "", "", "51.5"])
        .read();
    assert_eq!(read.lines(&["packages", "gross_weight.value"]), ["3 | 31.5", "2 | 20.0"]);
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn packages_stand_in_a_product_or_under_the_goods() {
    let product = Sheet::new()
        .large(50, 60, "Packing List")
        .columns(&[Left(50.0), Right(250.0), Right(400.0), Right(530.0)])
        .line(300, &["Description", "Quantity", "Packages x weight", "Gross kg"])
        .line(315, &["Hex bolts", "1200 pcs", "3 ctns x 11.0 kg", "33.00"])
        .line(327, &["Washers", "10000 pcs", "2 ctns x 10.5 kg", "21.00"])
        .line(350, &["Total", "", "5 ctns", "54.00"])
        .read();
    assert_eq!(product.lines(&["packages", "gross_weight.value"]), ["3 | 33.00", "2 | 21.00"]);
    assert_eq!(product.get("packages"), "5");
    assert_eq!(product.findings(), [""; 0]);
    let under = Sheet::new()
        .large(50, 60, "Packing List")
        .columns(&[Left(50.0), Right(300.0), Right(400.0), Right(530.0)])
        .line(300, &["Goods", "Quantity", "Net", "Gross"])
        .line(315, &["Hex bolts", "1200 pcs", "31.5 kg", "33.0 kg"])
        .text(50, 327, "3 ctns x 400 pcs; each 11.0 kg gross")
        .line(342, &["Washers", "10000 pcs", "20.0 kg", "21.0 kg"])
        .text(50, 354, "2 ctns x 5000 pcs; each 10.5 kg gross")
        .text(50, 390, "Total packages: 5 cartons")
        .text(50, 402, "Total gross weight: 54.0 kg")
        .read();
    assert_eq!(
        under.lines(&["description", "packages", "net_weight.value", "gross_weight.value"]),
        ["Hex bolts | 3 | 31.5 | 33.0", "Washers | 2 | 20.0 | 21.0"]
    );
    assert_eq!(under.findings(), [""; 0]);
}

#[test]
fn a_head_of_several_words_for_one_thing_is_one_head() {
    let read = Sheet::new()
        .large(50, 60, "Packing List")
        .columns(&[Left(50.0), Right(350.0), Right(420.0), Right(470.0), Right(530.0)])
        .line(300, &["Description of contents", "Quantity", "Net kg", "M3", "Gross kg"])
        .line(315, &["Scissors, stainless, 18 cm", "12 pcs", "2.0", "0.05", "2.5"])
        .line(327, &["Rails, stainless, 40 x 620 mm", "4 pcs", "3.0", "0.05", "3.5"])
        .line(350, &["Total", "", "5.0", "0.10", "6.0"])
        .read();
    assert_eq!(
        read.lines(&["description", "quantity", "net_weight.value", "attributes.volume"]),
        ["Scissors, stainless, 18 cm | 12 | 2.0 | 0.05", "Rails, stainless, 40 x 620 mm | 4 | 3.0 | 0.05"]
    );
    assert_eq!(read.findings(), [""; 0]);
}
