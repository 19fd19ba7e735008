//! What a line of goods says beside its quantity, price and amount.

use super::sheet::Edge::{Left, Right};
use super::sheet::Sheet;

/// The lines with a total below.
fn closed(lines: Sheet, total: &str) -> Sheet {
    lines.line(420, &["", "Total", "", "", total])
}

#[test]
fn a_price_per_hundred_is_told_beside_it() {
    let read = closed(
        Sheet::invoice()
            .line(315, &["1", "Bolts", "200", "12.50 / 100", "25.00"])
            .line(327, &["2", "Nuts", "10", "2.00", "20.00"]),
        "45.00",
    )
    .read();
    assert_eq!(read.lines(&["unit_price", "price_basis"]), ["12.50 | 100", "2.00 | -"]);
    assert!(read.is_proven(), "{:?}", read.findings());
}

#[test]
fn a_price_per_hundred_or_thousand_is_told_by_its_amount() {
    let read = closed(
        Sheet::invoice()
            .line(315, &["1", "Bolts", "200", "12.50", "25.00"])
            .line(327, &["2", "Nuts", "3000", "8.00", "24.00"])
            .line(339, &["3", "Pins", "10", "2.00", "20.00"]),
        "69.00",
    )
    .read();
    assert_eq!(read.lines(&["price_basis"]), ["100", "1000", "-"]);
    assert!(read.is_proven(), "{:?}", read.findings());
    let basis = &read.0.reading.as_ref().unwrap().line_items[0]["price_basis"];
    assert_eq!(basis.origin, trade::Origin::Computed);
}

#[test]
fn discounts_stand_in_a_column() {
    let columns = [Left(50.0), Left(90.0), Right(300.0), Right(370.0), Right(450.0), Right(530.0)];
    let read = Sheet::new()
        .large(50, 60, "Invoice")
        .columns(&columns)
        .line(300, &["Pos", "Description", "Quantity", "Unit price", "Discount %", "Amount"])
        .line(315, &["1", "Bolts", "200", "0.50", "10", "90.00"])
        .line(327, &["2", "Nuts", "10", "2.00", "", "20.00"])
        .line(360, &["", "Total", "", "", "", "110.00"])
        .read();
    assert_eq!(read.lines(&["discounts[0].percent", "amount"]), ["10 | 90.00", "- | 20.00"]);
    assert!(read.is_proven(), "{:?}", read.findings());
    assert_eq!(read.record().line_items[1].discounts, []);
}

#[test]
fn a_discount_stands_in_words_under_the_goods() {
    let read = closed(
        Sheet::invoice()
            .line(315, &["1", "Bolts", "200", "0.50", "90.00"])
            .line(327, &["", "Less 10 % discount"])
            .line(339, &["2", "Nuts", "10", "2.00", "20.00"]),
        "110.00",
    )
    .read();
    assert_eq!(read.lines(&["description", "discounts[0].percent"]), ["Bolts | 10", "Nuts | -"]);
    assert!(read.is_proven(), "{:?}", read.findings());
}

#[test]
fn code_and_origin_stand_under_the_description() {
    for (code, origin) in [
        ("HS code: 7318.15.90", "Country of origin: Germany"),
        ("HS code 7318.15.90", "Origin Germany"),
        ("Zolltarifnummer: 7318.15.90", "Ursprungsland: Germany"),
        ("HS code: 7318.15.90, Origin: Germany", ""),
    ] {
        let read = closed(
            Sheet::invoice()
                .line(315, &["1", "Bolts", "200", "0.50", "100.00"])
                .line(327, &["", code])
                .line(339, &["", origin])
                .line(351, &["2", "Nuts", "10", "2.00", "20.00"]),
            "120.00",
        )
        .read();
        assert_eq!(
            read.lines(&["description", "hs_code", "origin_country"]),
            ["Bolts | 7318.15.90 | Germany", "Nuts | - | -"],
            "{code}"
        );
    }
}

#[test]
fn words_that_begin_like_a_label_stay_words() {
    let read = closed(
        Sheet::invoice()
            .line(315, &["1", "Bolts", "200", "0.50", "100.00"])
            .line(327, &["", "Origin of all parts unknown"]),
        "100.00",
    )
    .read();
    assert_eq!(read.lines(&["description", "origin_country"]), ["Bolts Origin of all parts unknown | -"]);
}

#[test]
fn an_origin_stated_once_is_that_of_all_lines() {
    let read = closed(
        Sheet::invoice()
            .text(50, 150, "Country of origin: Italy")
            .line(315, &["1", "Bolts", "200", "0.50", "100.00"])
            .line(327, &["", "Origin: Germany"])
            .line(339, &["2", "Nuts", "10", "2.00", "20.00"]),
        "120.00",
    )
    .read();
    assert_eq!(read.lines(&["origin_country"]), ["Germany", "Italy"]);
}

#[test]
fn units_stand_behind_or_below_their_number() {
    let read = closed(
        Sheet::invoice()
            .line(315, &["1", "Bolts", "200 pcs", "0.50", "100.00"])
            .line(327, &["2", "Wire", "10", "2.00", "20.00"])
            .line(337, &["", "", "kg"]),
        "120.00",
    )
    .read();
    assert_eq!(read.lines(&["quantity", "unit"]), ["200 | pcs", "10 | kg"]);
}

#[test]
fn codes_and_articles_have_columns_of_their_own() {
    let columns =
        [Left(30.0), Left(90.0), Left(200.0), Left(280.0), Right(400.0), Right(470.0), Right(550.0)];
    let read = Sheet::new()
        .large(50, 60, "Invoice")
        .columns(&columns)
        .line(300, &["Part No.", "Description", "HTS code", "Origin", "Quantity", "Unit price", "Amount"])
        .line(315, &["A-100", "Hex bolts", "7318.15.90", "DE", "200", "0.50", "100.00"])
        .line(327, &["A-101", "Washers", "7318.22.00", "CN", "10", "2.00", "20.00"])
        .line(360, &["", "Total", "", "", "", "", "120.00"])
        .read();
    assert_eq!(
        read.lines(&["part_number", "description", "hs_code", "origin_country"]),
        ["A-100 | Hex bolts | 7318.15.90 | DE", "A-101 | Washers | 7318.22.00 | CN"]
    );
    let codes = &read.record().line_items[0].hs_codes;
    assert_eq!(codes[0].scheme.as_deref(), Some("us-hts"));
    assert!(read.is_proven(), "{:?}", read.findings());
}

#[test]
fn a_code_goes_on_behind_its_hyphen() {
    let columns = [Left(30.0), Left(100.0), Right(400.0), Right(470.0), Right(550.0)];
    let read = Sheet::new()
        .large(50, 60, "Invoice")
        .columns(&columns)
        .line(300, &["Part No.", "Description", "Quantity", "Unit price", "Amount"])
        .line(315, &["A-100-", "Hex bolts", "200", "0.50", "100.00"])
        .line(327, &["77", "zinc plated"])
        .line(345, &["B-2", "Nuts", "10", "2.00", "20.00"])
        .read();
    assert_eq!(
        read.lines(&["part_number", "description"]),
        ["A-100-77 | Hex bolts zinc plated", "B-2 | Nuts"]
    );
}

#[test]
fn discounts_in_money_stand_in_a_column() {
    let columns = [Left(50.0), Left(90.0), Right(300.0), Right(370.0), Right(450.0), Right(530.0)];
    let read = Sheet::new()
        .large(50, 60, "Invoice")
        .columns(&columns)
        .line(300, &["Pos", "Description", "Quantity", "Unit price", "Discount", "Amount"])
        .line(315, &["1", "Bolts", "200", "0.50", "10.00", "90.00"])
        .line(327, &["2", "Nuts", "10", "2.00", "-", "20.00"])
        .line(360, &["", "Total", "", "", "", "110.00"])
        .read();
    assert_eq!(read.record().line_items[0].discounts[0].amount.unwrap().to_string(), "-10.00");
    assert_eq!(read.record().line_items[1].discounts, []);
    assert!(read.is_proven(), "{:?}", read.findings());
}

#[test]
fn taxes_of_lines_are_no_amounts() {
    let columns = [Left(50.0), Left(90.0), Right(300.0), Right(370.0), Right(430.0), Right(530.0)];
    let read = Sheet::new()
        .large(50, 60, "Invoice")
        .columns(&columns)
        .line(300, &["Pos", "Description", "Quantity", "Unit price", "VAT %", "Amount"])
        .line(315, &["1", "Bolts", "200", "0.50", "20 %", "100.00"])
        .line(327, &["2", "Nuts", "10", "2.00", "20 %", "20.00"])
        .line(350, &["", "Net total", "", "", "", "120.00"])
        .line(362, &["", "VAT 20 %", "", "", "", "24.00"])
        .line(374, &["", "Invoice total", "", "", "", "144.00"])
        .read();
    assert_eq!(read.goods(), ["Bolts | 200 | 0.50 | 100.00", "Nuts | 10 | 2.00 | 20.00"]);
    assert_eq!(read.lines(&["attributes.tax_percent"]), ["20 %", "20 %"]);
    assert!(read.is_proven(), "{:?}", read.findings());
}

#[test]
fn a_misread_number_of_a_line_is_told() {
    // 8 for 3: the product does not close, though the amounts give the total.
    let read = closed(
        Sheet::invoice()
            .line(315, &["1", "Bolts", "800", "0.50", "150.00"])
            .line(327, &["2", "Nuts", "10", "2.00", "20.00"]),
        "170.00",
    )
    .read();
    assert_eq!(read.findings(), ["reading_incomplete amount"]);
    assert_eq!(read.0.reading.as_ref().unwrap().line_items[0]["quantity"].confidence, 0.55);
}
