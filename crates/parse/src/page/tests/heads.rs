//! Heads of tables: in one row and in several, close together, in two languages, told by arithmetic, and boxes of forms.

use super::sheet::Edge::{Left, Right};
use super::sheet::Sheet;
use trade::Kind;

/// An invoice with this head and one line: 12 bolts of 0.50.
fn headed(head: &[&str]) -> Vec<String> {
    Sheet::new()
        .large(50, 60, "Invoice")
        .line(300, head)
        .line(315, &["1", "Hex bolts", "12", "0.50", "6.00"])
        .line(330, &["2", "Washers", "100", "0.03", "3.00"])
        .text(350, 360, "Total")
        .line(360, &["", "", "", "", "9.00"])
        .read()
        .goods()
}

const READ: [&str; 2] = ["Hex bolts | 12 | 0.50 | 6.00", "Washers | 100 | 0.03 | 3.00"];

#[test]
fn heads_are_known_in_each_language() {
    for head in [
        ["Pos", "Description", "Quantity", "Unit price", "Amount"],
        ["Pos.", "Bezeichnung", "Menge", "Einzelpreis", "Gesamtpreis"],
        ["N°", "Désignation", "Quantité", "Prix unitaire", "Montant"],
        ["Nº", "Descripción", "Cantidad", "Precio unitario", "Importe"],
        ["Pos", "Description / Bezeichnung", "Qty / Menge", "Price / Preis", "Total / Betrag"],
        ["Item", "Goods", "Pcs", "Price EUR", "Value (EUR)"],
    ] {
        assert_eq!(headed(&head), READ, "{head:?}");
    }
}

#[test]
fn a_head_has_several_rows() {
    let read = Sheet::new()
        .large(50, 60, "Invoice")
        .columns(&[Left(50.0), Left(90.0), Right(330.0), Right(430.0), Right(530.0)])
        .line(300, &["Pos", "Description", "Qty", "Unit", "Total"])
        .line(311, &["", "of goods", "", "price", "amount"])
        .line(322, &["", "", "(pcs)", "(EUR)", "(EUR)"])
        .line(340, &["1", "Hex bolts", "12", "0.50", "6.00"])
        .line(352, &["2", "Washers", "100", "0.03", "3.00"])
        .read();
    assert_eq!(read.goods(), READ);
    assert_eq!(read.lines(&["unit", "currency"]), ["pcs | EUR", "pcs | EUR"]);
    assert_eq!(read.get("currency"), "EUR");
}

#[test]
fn the_same_head_stands_in_two_languages_in_two_rows() {
    let read = Sheet::new()
        .large(50, 60, "Invoice / Rechnung")
        .line(300, &["Pos", "Description", "Quantity", "Unit price", "Amount"])
        .line(311, &["Pos", "Bezeichnung", "Menge", "Einzelpreis", "Betrag"])
        .line(330, &["1", "Hex bolts", "12", "0.50", "6.00"])
        .line(342, &["2", "Washers", "100", "0.03", "3.00"])
        .read();
    assert_eq!(read.goods(), READ);
}

#[test]
fn heads_so_close_that_they_look_like_one_are_parted() {
    // One run of words, a blank between them all.
    let read = Sheet::new()
        .large(50, 60, "Invoice")
        .text(50, 300, "Description Quantity Price Amount")
        .columns(&[Left(50.0), Right(145.0), Right(175.0), Right(215.0)])
        .line(315, &["Bolts", "12", "0.50", "6.00"])
        .line(330, &["Nuts", "100", "0.03", "3.00"])
        .read();
    assert_eq!(read.goods(), ["Bolts | 12 | 0.50 | 6.00", "Nuts | 100 | 0.03 | 3.00"]);
}

#[test]
fn the_one_head_that_no_lexicon_knows_is_told_by_the_product() {
    for at in [2, 3, 4] {
        let mut head = ["Pos", "Description", "Quantity", "Unit price", "Amount"];
        head[at] = "Xyzzy";
        assert_eq!(headed(&head), READ, "{head:?}");
    }
}

#[test]
fn a_head_that_no_product_tells_stays_unknown() {
    let read = Sheet::new()
        .large(50, 60, "Invoice")
        .line(300, &["Pos", "Description", "Quantity", "Xyzzy", "Amount"])
        .line(315, &["1", "Hex bolts", "12", "0.77", "6.00"])
        .line(330, &["2", "Washers", "100", "0.12", "3.00"])
        .line(360, &["", "Total", "", "", "9.00"])
        .read();
    assert_eq!(read.goods(), ["Hex bolts | 12 | - | 6.00", "Washers | 100 | - | 3.00"]);
    assert!(read.findings().contains(&"reading_incomplete line_items".to_owned()), "{:?}", read.findings());
    assert!(read.findings().contains(&"value_unplaced".to_owned()), "{:?}", read.findings());
}

#[test]
fn prices_may_stand_under_unit() {
    assert_eq!(headed(&["Pos", "Description", "Quantity", "Unit", "Amount"]), READ);
}

#[test]
fn words_without_a_measure_are_no_head() {
    let read = Sheet::new()
        .large(50, 60, "Invoice")
        .line(300, &["Pos", "Description", "", "", ""])
        .line(315, &["1", "Hex bolts", "12", "0.50", "6.00"])
        .read();
    assert!(read.record().line_items.is_empty());
    assert!(read.findings().contains(&"reading_incomplete".to_owned()), "{:?}", read.findings());
}

#[test]
fn a_head_without_rows_has_no_lines() {
    let read = Sheet::invoice().text(50, 400, "Thank you.").read();
    assert!(read.record().line_items.is_empty());
}

/// A certificate's boxes of goods, as the forms of chambers number them.
fn form() -> Sheet {
    Sheet::new()
        .large(50, 60, "Certificate of Origin")
        .row(
            300,
            &[(50, "6. Item number; marks, numbers, number and kind of packages; description of goods")],
        )
        .text(450, 300, "7. Quantity")
}

#[test]
fn a_form_s_box_holds_marks_number_packages_and_words() {
    let read = form()
        .text(60, 316, "ACME / HAMBURG")
        .row(340, &[(60, "1 3 pallets Electric motors"), (450, "Gross weight: 208.8 kg")])
        .text(60, 352, "type KM 90")
        .row(380, &[(60, "2 4 cartons Spare parts"), (450, "Gross weight: 41.2 kg")])
        .text(50, 460, "8. The undersigned authority certifies that the goods originate in Germany")
        .read();
    assert_eq!(read.0.kind, Kind::CertificateOfOrigin);
    assert_eq!(
        read.lines(&["description", "packages", "package_type", "gross_weight.value", "gross_weight.unit"]),
        ["Electric motors type KM 90 | 3 | pallets | 208.8 | kg", "Spare parts | 4 | cartons | 41.2 | kg"]
    );
    assert_eq!(read.get("marks"), "ACME / HAMBURG");
}

#[test]
fn words_under_a_head_stay_in_their_column() {
    // A long description runs on over the column of quantities; its numbers stand where the head's are.
    let read = Sheet::invoice()
        .line(315, &["1", "Three-phase electric motor with brake", "2", "50.00", "100.00"])
        .line(327, &["2", "Gear", "5", "10.00", "50.00"])
        .line(339, &["", "for conveyors of the series 7000 and of all later ones"])
        .line(360, &["", "Total", "", "", "150.00"])
        .read();
    assert_eq!(
        read.goods(),
        [
            "Three-phase electric motor with brake | 2 | 50.00 | 100.00",
            "Gear for conveyors of the series 7000 and of all later ones | 5 | 10.00 | 50.00"
        ]
    );
}

#[test]
fn a_second_table_that_repeats_the_goods_adds_none() {
    let read = Sheet::invoice()
        .line(315, &["1", "Motor", "2", "50.00", "100.00"])
        .line(327, &["2", "Gear", "5", "10.00", "50.00"])
        .line(360, &["", "Total", "", "", "150.00"])
        .columns(&[Left(50.0), Left(200.0), Right(400.0)])
        .line(450, &["HS code", "Net weight kg", "Amount"])
        .line(465, &["85015220", "31.5", "100.00"])
        .line(477, &["84834090", "20.0", "50.00"])
        .read();
    assert_eq!(read.lines(&["description"]), ["Motor", "Gear"]);
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn beside_the_number_of_the_line_an_item_number_is_the_article_s() {
    let sheet = |one: &str, two: &str| {
        Sheet::new()
            .large(50, 60, "Commercial Invoice")
            .row(
                200,
                &[
                    (50, one),
                    (80, two),
                    (160, "Item Description"),
                    (400, "QTY"),
                    (450, "Price"),
                    (520, "Amount"),
                ],
            )
            .row(
                215,
                &[(50, "1"), (80, "791277"), (160, "Hex bolts"), (400, "12"), (450, "0.50"), (520, "6.00")],
            )
            .row(245, &[(450, "Total"), (520, "6.00")])
            .read()
    };
    assert_eq!(sheet("#", "Item No.").lines(&["part_number", "description"]), ["791277 | Hex bolts"]);
    assert_eq!(sheet("Line", "Item No.").lines(&["part_number", "description"]), ["791277 | Hex bolts"]);
}

#[test]
fn a_line_s_number_and_an_item_s_description_may_stand_close() {
    let read = Sheet::new()
        .large(50, 60, "Commercial Invoice")
        .row(200, &[(50, "LINE ITEM DESCRIPTION"), (400, "QTY"), (450, "Price"), (520, "Amount")])
        .row(215, &[(50, "1"), (76, "PART NO.: 921585"), (400, "12"), (450, "0.50"), (520, "6.00")])
        .text(76, 227, "Acrylic emulsion paint")
        .row(255, &[(450, "Total"), (520, "6.00")])
        .read();
    assert_eq!(read.lines(&["part_number", "description"]), ["921585 | Acrylic emulsion paint"]);
}
