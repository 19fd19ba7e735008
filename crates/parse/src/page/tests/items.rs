//! Rows that belong to one line of goods: by drawn lines, by gaps, by place.

use super::sheet::Sheet;

#[test]
fn words_below_the_numbers_go_on_with_them() {
    let read = Sheet::invoice()
        .line(315, &["1", "Hex bolts M8", "12", "0.50", "6.00"])
        .line(327, &["", "zinc plated, strength 8.8"])
        .line(339, &["2", "Washers", "100", "0.03", "3.00"])
        .line(351, &["3", "Nuts M8, self-lock-", "10", "0.20", "2.00"])
        .line(363, &["", "ing, DIN 985"])
        .line(390, &["", "Total", "", "", "11.00"])
        .read();
    assert_eq!(
        read.goods(),
        [
            "Hex bolts M8 zinc plated, strength 8.8 | 12 | 0.50 | 6.00",
            "Washers | 100 | 0.03 | 3.00",
            "Nuts M8, self-locking, DIN 985 | 10 | 0.20 | 2.00"
        ]
    );
    assert!(read.is_proven(), "{:?}", read.findings());
    let line = &read.0.reading.as_ref().unwrap().line_items[0];
    // Around both rows.
    assert_eq!(line["description"].bounds, Some([90.0, 307.0, 207.5, 329.0]));
}

#[test]
fn drawn_lines_part_the_goods() {
    // The numbers stand in the middle of three rows of words.
    let read = Sheet::invoice()
        .rule(50, 530, 304)
        .line(315, &["", "Hex bolts M8"])
        .line(327, &["1", "zinc plated", "12", "0.50", "6.00"])
        .line(339, &["", "DIN 933"])
        .rule(50, 530, 343)
        .line(354, &["", "Washers"])
        .line(366, &["2", "steel", "100", "0.03", "3.00"])
        .line(378, &["", "DIN 125"])
        .rule(50, 530, 382)
        .line(400, &["", "Total", "", "", "9.00"])
        .read();
    assert_eq!(
        read.goods(),
        ["Hex bolts M8 zinc plated DIN 933 | 12 | 0.50 | 6.00", "Washers steel DIN 125 | 100 | 0.03 | 3.00"]
    );
    assert!(read.is_proven(), "{:?}", read.findings());
}

#[test]
fn gaps_part_the_goods() {
    let read = Sheet::invoice()
        .line(320, &["", "Hex bolts M8"])
        .line(331, &["1", "zinc plated", "12", "0.50", "6.00"])
        .line(342, &["", "DIN 933"])
        .line(362, &["", "Washers"])
        .line(373, &["2", "steel", "100", "0.03", "3.00"])
        .line(384, &["", "DIN 125"])
        .line(420, &["", "Total", "", "", "9.00"])
        .read();
    assert_eq!(
        read.goods(),
        ["Hex bolts M8 zinc plated DIN 933 | 12 | 0.50 | 6.00", "Washers steel DIN 125 | 100 | 0.03 | 3.00"]
    );
}

#[test]
fn a_line_number_may_stand_in_the_row_above_the_numbers() {
    let read = Sheet::invoice()
        .line(315, &["1", "Hex bolts M8"])
        .line(327, &["", "zinc plated", "12", "0.50", "6.00"])
        .line(339, &["2", "Washers"])
        .line(351, &["", "steel", "100", "0.03", "3.00"])
        .line(380, &["", "Total", "", "", "9.00"])
        .read();
    assert_eq!(
        read.goods(),
        ["Hex bolts M8 zinc plated | 12 | 0.50 | 6.00", "Washers steel | 100 | 0.03 | 3.00"]
    );
    assert!(read.is_proven(), "{:?}", read.findings());
}

#[test]
fn remarks_behind_the_last_goods_are_no_goods() {
    let read = Sheet::invoice()
        .line(315, &["1", "Hex bolts M8", "12", "0.50", "6.00"])
        .line(327, &["2", "Washers", "100", "0.03", "3.00"])
        .line(360, &["", "Delivered in reusable boxes."])
        .line(390, &["", "Total", "", "", "9.00"])
        .read();
    assert_eq!(read.goods(), ["Hex bolts M8 | 12 | 0.50 | 6.00", "Washers | 100 | 0.03 | 3.00"]);
}

#[test]
fn lines_are_named_as_printed_where_they_are_not_counted() {
    let read = Sheet::invoice()
        .line(315, &["1", "Hex bolts M8", "12", "0.50", "6.00"])
        .line(327, &["2", "Washers", "100", "0.03", "3.00"])
        .line(339, &["5", "Nuts", "10", "0.20", "2.00"])
        .line(390, &["", "Total", "", "", "11.00"])
        .read();
    assert_eq!(read.lines(&["printed_line"]), ["-", "-", "5"]);
    let numbers: Vec<u32> = read.record().line_items.iter().map(|line| line.line).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn a_row_that_names_a_delivery_note_is_no_goods() {
    let read = Sheet::invoice()
        .line(315, &["", "Delivery note 80080227 of 12.05.2025"])
        .line(327, &["1", "Hex bolts M8", "12", "0.50", "6.00"])
        .line(339, &["", "Delivery note 80080228 of 13.05.2025"])
        .line(351, &["2", "Washers", "100", "0.03", "3.00"])
        .line(390, &["", "Total", "", "", "9.00"])
        .read();
    assert_eq!(read.goods(), ["Hex bolts M8 | 12 | 0.50 | 6.00", "Washers | 100 | 0.03 | 3.00"]);
}

#[test]
fn a_drawn_line_between_columns_parts_words_that_stand_close() {
    use crate::pdf::page::Rect;
    let mut pages = Sheet::invoice()
        .line(315, &["1", "Hex bolts", "12", "0.50", "6.00"])
        .text(280, 330, "100")
        .text(297, 330, "0.03")
        .pages();
    pages[0].rules.push(Rect { x0: 296.0, y0: 290.0, x1: 296.3, y1: 340.0 });
    let rows = super::super::rows::rows(&mut pages[0]);
    let texts: Vec<&str> = rows.last().unwrap().runs.iter().map(|run| run.text.as_str()).collect();
    assert_eq!(texts, ["100", "0.03"]);
}

#[test]
fn goods_take_two_rows_under_two_rows_of_heads() {
    let read = Sheet::new()
        .large(50, 60, "Rechnung")
        .text(50, 100, "Rechnungsnummer: 4711")
        .text(300, 100, "Currency: EUR")
        .row(200, &[(50, "Pos."), (100, "Material"), (200, "Bezeichnung")])
        .row(212, &[(215, "Menge"), (340, "Preis"), (500, "Wert EUR")])
        .row(230, &[(50, "000010"), (100, "228235"), (200, "Kugelhahn Messing, Ø 25 x 310 mm lang")])
        .row(242, &[(215, "500 ST"), (340, "13,72"), (500, "6.860,00")])
        .row(254, &[(200, "Warennummer: 84818081"), (310, "Ursprungsland: DE")])
        .row(272, &[(50, "000020"), (100, "228457"), (200, "Drehstrommotor 1.5 kW, IE3, B3")])
        .row(284, &[(215, "2 ST"), (340, "403,76"), (500, "807,52")])
        .row(330, &[(200, "Endbetrag"), (500, "7.667,52")])
        .read();
    assert_eq!(
        read.lines(&["description", "part_number", "quantity", "unit_price", "amount"]),
        [
            "Kugelhahn Messing, Ø 25 x 310 mm lang | 228235 | 500 | 13.72 | 6860.00",
            "Drehstrommotor 1.5 kW, IE3, B3 | 228457 | 2 | 403.76 | 807.52"
        ]
    );
    assert_eq!(read.lines(&["hs_code", "origin_country"])[0], "84818081 | DE");
    assert!(read.is_proven(), "{:?}", read.findings());
}

#[test]
fn a_code_and_the_origin_may_stand_under_one_label() {
    let goods = |text: &str| {
        let read = Sheet::invoice()
            .line(315, &["1", "Hex bolts", "12", "0.50", "6.00"])
            .text(95, 327, text)
            .line(360, &["", "Total", "", "", "6.00"])
            .read();
        read.lines(&["hs_code", "origin_country"])
    };
    assert_eq!(goods("Zolltarif-Nr.: 9401 39 00 / DE"), ["9401 39 00 | DE"]);
    assert_eq!(goods("Zolltarif-Nr.: 9401 39 00"), ["9401 39 00 | -"]);
}
