//! Tables that go on on the next page, and what stands on every page.

use super::sheet::Sheet;

const HEAD: [&str; 5] = ["Pos", "Description", "Quantity", "Unit price", "Amount"];

/// The first page with two lines, and its foot.
fn first() -> Sheet {
    Sheet::invoice()
        .line(315, &["1", "Hex bolts", "12", "0.50", "6.00"])
        .line(327, &["2", "Washers", "100", "0.03", "3.00"])
        .text(50, 800, "Acme Ltd, 7 Dock Road, Hull")
}

const ALL: [&str; 4] = [
    "Hex bolts | 12 | 0.50 | 6.00",
    "Washers | 100 | 0.03 | 3.00",
    "Nuts | 10 | 0.20 | 2.00",
    "Pins | 4 | 1.25 | 5.00",
];

#[test]
fn a_head_is_repeated_on_the_next_page() {
    let read = first()
        .text(250, 815, "Page 1 of 2")
        .page()
        .line(100, &HEAD)
        .line(115, &["3", "Nuts", "10", "0.20", "2.00"])
        .line(127, &["4", "Pins", "4", "1.25", "5.00"])
        .line(160, &["", "Total", "", "", "16.00"])
        .text(50, 800, "Acme Ltd, 7 Dock Road, Hull")
        .text(250, 815, "Page 2 of 2")
        .read();
    assert_eq!(read.goods(), ALL);
    assert_eq!(read.get("total_value"), "16.00");
    assert!(read.is_proven(), "{:?}", read.findings());
    let lines = &read.0.reading.as_ref().unwrap().line_items;
    let pages: Vec<Option<u32>> = lines.iter().map(|line| line["quantity"].page).collect();
    assert_eq!(pages, [Some(1), Some(1), Some(2), Some(2)]);
    assert_eq!(read.value("total_value").page, Some(2));
}

#[test]
fn a_table_goes_on_without_a_head() {
    let read = first()
        .page()
        .line(60, &["3", "Nuts", "10", "0.20", "2.00"])
        .line(72, &["4", "Pins", "4", "1.25", "5.00"])
        .line(100, &["", "Total", "", "", "16.00"])
        .text(50, 800, "Acme Ltd, 7 Dock Road, Hull")
        .read();
    assert_eq!(read.goods(), ALL);
    assert!(read.is_proven(), "{:?}", read.findings());
}

#[test]
fn sums_that_are_carried_forward_are_no_goods() {
    let read = first()
        .line(345, &["", "Carried forward", "", "", "9.00"])
        .page()
        .line(100, &HEAD)
        .line(115, &["", "Brought forward", "", "", "9.00"])
        .line(127, &["3", "Nuts", "10", "0.20", "2.00"])
        .line(139, &["4", "Pins", "4", "1.25", "5.00"])
        .line(170, &["", "Total", "", "", "16.00"])
        .read();
    assert_eq!(read.goods(), ALL);
    assert_eq!(read.get("total_value"), "16.00");
    assert!(read.is_proven(), "{:?}", read.findings());
}

#[test]
fn subtotals_stand_between_the_goods() {
    let read = first()
        .line(340, &["", "Page total", "", "", "9.00"])
        .line(352, &["3", "Nuts", "10", "0.20", "2.00"])
        .line(364, &["4", "Pins", "4", "1.25", "5.00"])
        .line(376, &["", "Page total", "", "", "7.00"])
        .line(400, &["", "Total", "", "", "16.00"])
        .read();
    assert_eq!(read.goods(), ALL);
    assert_eq!(read.get("total_value"), "16.00");
    assert!(read.is_proven(), "{:?}", read.findings());
}

#[test]
fn a_wrapped_row_goes_on_behind_the_break() {
    let read = first()
        .page()
        .line(60, &["", "steel, DIN 125"])
        .line(72, &["3", "Nuts", "10", "0.20", "2.00"])
        .line(100, &["", "Total", "", "", "11.00"])
        .read();
    assert_eq!(read.lines(&["description"]), ["Hex bolts", "Washers steel, DIN 125", "Nuts"]);
    assert!(read.is_proven(), "{:?}", read.findings());
}

#[test]
fn a_letterhead_repeated_on_each_page_is_read_once() {
    let head = |sheet: Sheet| {
        sheet.text(350, 40, "Acme Ltd · 7 Dock Road · Hull HU1 2LN").text(50, 100, "Invoice No.: 4711")
    };
    let read = head(Sheet::new().large(50, 60, "Commercial Invoice"))
        .line(300, &HEAD)
        .line(315, &["1", "Hex bolts", "12", "0.50", "6.00"])
        .page();
    let read = head(read)
        .line(130, &["2", "Washers", "100", "0.03", "3.00"])
        .line(160, &["", "Total", "", "", "9.00"])
        .read();
    assert_eq!(read.goods(), ALL[..2]);
    assert_eq!(read.get("invoice_number"), "4711");
    assert!(read.is_proven(), "{:?}", read.findings());
}

#[test]
fn page_numbers_are_left_out_in_each_language() {
    for number in ["Page 1 of 2", "Seite 1/2", "Page 1 sur 2", "Página 1 de 2", "Pag. 1 di 2"] {
        let read = first().text(90, 335, number).line(380, &["", "Total", "", "", "9.00"]).read();
        assert_eq!(read.goods(), ALL[..2], "{number}");
    }
    let foot = first().text(50, 815, "Acme Ltd – Seite 1 / 2").read();
    assert_eq!(foot.goods(), ALL[..2]);
}

#[test]
fn a_line_that_is_missing_on_the_second_page_is_told() {
    let read = first()
        .page()
        .line(60, &["3", "Nuts", "10", "0.20", "2.00"])
        .line(100, &["", "Total", "", "", "16.00"])
        .read();
    assert_eq!(read.record().line_items.len(), 3);
    assert_eq!(read.findings(), ["reading_ambiguous seller.name", "reading_incomplete total_value"]);
}

#[test]
fn lines_that_differ_in_digits_alone_are_read_on_every_page() {
    let mut sheet = Sheet::invoice();
    for nth in 0..120_u16 {
        let row = nth % 40;
        if nth > 0 && row == 0 {
            sheet = sheet.page();
        }
        // Down to the foot of the page, at the same places.
        sheet = sheet.line(320 + 12 * row, &[&(nth + 1).to_string(), "Motor", "2", "50.00", "100.00"]);
    }
    let read = sheet.line(805, &["", "Total", "", "", "12000.00"]).read();
    assert_eq!(read.record().line_items.len(), 120);
    assert!(read.is_proven(), "{:?}", read.findings());
}

#[test]
fn goods_may_begin_on_the_page_behind_their_head() {
    let head = |x: u16| {
        Sheet::new()
            .large(50, 60, "Rechnung")
            .text(50, 100, "Rechnung Nr. 4711")
            .row(
                745,
                &[
                    (x, "Pos"),
                    (x + 18, "Art-Nr-Kunde"),
                    (x + 100, "Beschreibung"),
                    (250, "Nettopreis"),
                    (360, "Menge"),
                    (430, "Steuer"),
                    (500, "Entgelt"),
                ],
            )
            .row(756, &[(x + 18, "Art-Nr-Lief.")])
            .row(767, &[(x + 18, "Art-Nr")])
            .row(778, &[(x + 18, "(Art)")])
            .page()
            .row(
                60,
                &[
                    (x + 102, "Schweinesteak"),
                    (284, "5,50"),
                    (367, "4"),
                    (374, "kg"),
                    (398, "7 % VAT (S)"),
                    (516, "22,00"),
                ],
            )
            .row(75, &[(60, "SFK5")])
            .row(90, &[(60, "4000050986428")])
            .row(105, &[(60, "(GTIN)")])
            .row(120, &[(x, "1"), (x + 102, "Nachgelieferte Steaks aus dem Auftrag")])
            .row(200, &[(300, "Positionssumme"), (516, "22,00")])
            .read()
    };
    assert_eq!(head(52).goods(), ["Schweinesteak Nachgelieferte Steaks aus dem Auftrag | 4 | 5.50 | 22.00"]);
}
