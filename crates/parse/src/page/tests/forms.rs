//! Forms whose boxes have numbers, declarations, and papers that name others.

use super::packed::list;
use super::sheet::Edge::{Left, Right};
use super::sheet::Sheet;

/// A form of a chamber of commerce: boxes with numbers, without dots.
fn form(total: &str) -> Sheet {
    Sheet::new()
        .block(50, 50, &["1 Consignor", "Acme Valves Ltd", "1 Mill Lane", "Leeds LS1 4AB", "United Kingdom"])
        .text(320, 60, "No IT-3582/25")
        .large(320, 90, "Certificate of Origin")
        .block(50, 130, &["2 Consignee", "Globex Trading Co.", "5 Main Road", "110001 Delhi", "India"])
        .block(320, 130, &["3 Country of origin", "European Union - ITALY"])
        .block(50, 220, &["4 Transport details", "by sea freight"])
        .block(320, 220, &["5 Remarks", "Invoice No. INV-34698"])
        .text(50, 270, "6 Item number; marks, numbers, number and kind of packages; description of goods")
        .text(460, 270, "7 Quantity")
        .text(50, 285, "GLOBEX / DELHI / 1-9")
        .row(300, &[(50, "1) 1 carton Ball valve, brass (HS 848180)"), (460, "6.1 KG")])
        .row(312, &[(50, "2) 8 cartons Wall paint, water-based (HS 320910)"), (460, "139.6 KG")])
        .row(324, &[(50, "TOTAL 9 cartons"), (460, total)])
        .text(
            50,
            350,
            "8 The undersigned authority certifies that the goods originate in the country shown in box 3",
        )
        .text(50, 370, "Modena, MAY 13, 2025")
}

#[test]
fn boxes_without_dots_are_a_form_too() {
    let read = form("Gross 145.7 KG").read();
    assert_eq!(
        read.lines(&[
            "description",
            "hs_code",
            "origin_country",
            "packages",
            "gross_weight.value",
            "quantity"
        ]),
        [
            "Ball valve, brass | 848180 | ITALY | 1 | 6.1 | -",
            "Wall paint, water-based | 320910 | ITALY | 8 | 139.6 | -"
        ]
    );
    assert_eq!(
        (read.get("shipper.name"), read.get("consignee.name")),
        ("Acme Valves Ltd", "Globex Trading Co.")
    );
    assert_eq!((read.get("packages"), read.get("gross_weight.value")), ("9", "145.7"));
    assert_eq!((read.get("invoice_number"), read.get("references[0].value")), ("IT-3582/25", "INV-34698"));
    assert_eq!((read.get("invoice_date"), read.get("marks")), ("2025-05-13", "GLOBEX / DELHI / 1-9"));
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn a_quantity_that_is_a_weight_and_says_not_which_is_told() {
    let read = form("145.7 KG").read();
    assert_eq!(read.lines(&["quantity", "gross_weight.value"]), ["6.1 | -", "139.6 | -"]);
    assert_eq!(read.findings(), ["reading_ambiguous quantity"]);
}

#[test]
fn a_declaration_says_the_origin_of_all_goods() {
    let read = Sheet::new()
        .large(50, 60, "Certificate of Origin")
        .text(50, 90, "Certificate No. CO-7")
        .text(50, 240, "declares that the following goods were shipped to the party named above")
        .text(50, 252, "and are products of the United States of America.")
        .columns(&[Left(50.0), Left(170.0), Right(430.0), Right(530.0)])
        .line(288, &["No. of pkgs,", "Description of goods", "Net weight", "Gross weight"])
        .line(299, &["boxes or cases", "", "(lbs)", "(lbs)"])
        .line(315, &["1 carton", "107 pcs Hex bolts M8", "10", "12"])
        .line(327, &["20 cartons", "50 pcs Drive shafts", "672", "711"])
        .line(350, &["21 cartons", "Total", "682", "723"])
        .text(50, 380, "Shipped by sea freight Invoice No. INV-88901")
        .read();
    assert_eq!(
        read.lines(&["description", "quantity", "packages", "origin_country"]),
        [
            "Hex bolts M8 | 107 | 1 | United States of America",
            "Drive shafts | 50 | 20 | United States of America"
        ]
    );
    assert_eq!(read.get("invoice_number"), "CO-7");
    assert!(read.is_proven(), "{:?}", read.findings());
}

#[test]
fn a_column_of_invoices_numbers_no_goods() {
    let read = Sheet::new()
        .large(50, 60, "Certificate of Origin")
        .text(50, 100, "Certificate No.: C-77")
        .columns(&[Left(50.0), Left(240.0), Left(350.0), Left(460.0)])
        .line(289, &["", "", "", "10. Number"])
        .line(300, &["7. Description of goods", "8. H.S. code", "9. Gross weight kg", "and date of invoices"])
        .line(315, &["Hex bolts", "7318.15", "33.00", "R21440"])
        .line(327, &["", "", "", "AUG. 17, 2025"])
        .line(339, &["Washers", "7318.22", "21.25", ""])
        .line(360, &["Total", "", "54.25", ""])
        .read();
    assert_eq!(
        read.lines(&["description", "hs_code", "part_number", "gross_weight.value"]),
        ["Hex bolts | 7318.15 | - | 33.00", "Washers | 7318.22 | - | 21.25"]
    );
    assert_eq!(read.fields("references"), ["references[0].value=R21440"]);
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn the_tax_number_of_a_company_is_no_currency() {
    let read = list()
        .line(370, &["", "Total", "11200", "5", "51.50", "54.25"])
        .text(50, 800, "VAT no. CHE-961831129")
        .read();
    assert_eq!(read.get("currency"), "-");
}

#[test]
fn the_name_of_the_paper_is_the_label_of_its_number() {
    let read = Sheet::new()
        .row(60, &[(300, "Packing List"), (400, "LS-63978")])
        .row(72, &[(300, "Date"), (400, "21.04.2025")])
        .row(84, &[(300, "Invoice No."), (400, "R32271")])
        .large(50, 200, "Packing List")
        .columns(&[Left(50.0), Left(90.0), Right(300.0), Right(400.0)])
        .line(300, &["Pos", "Description", "Quantity", "Net weight kg"])
        .line(315, &["1", "Hex bolts", "1200", "31.50"])
        .read();
    assert_eq!((read.get("invoice_number"), read.get("references[0].value")), ("LS-63978", "R32271"));
    assert_eq!(read.findings(), [""; 0]);
}
