//! What stays open is told, and never guessed: numbers and dates with two readings, currencies, crowded cells.

use super::sheet::Sheet;

#[test]
fn a_number_with_two_readings_is_not_taken() {
    let read = Sheet::new().large(50, 60, "Packing List").text(50, 100, "Gross weight: 1.234 kg").read();
    assert_eq!(read.get("gross_weight.value"), "-");
    assert_eq!(read.record().gross_weight, None);
    let finding = read.0.findings.iter().find(|own| own.code == trade::Code::ReadingAmbiguous).unwrap();
    assert_eq!(
        (finding.inputs["reading_1"].as_str(), finding.inputs["reading_2"].as_str()),
        ("1234", "1.234")
    );
    assert_eq!(finding.inputs["raw"], "1.234 kg");
}

#[test]
fn the_document_decides_how_a_number_is_read() {
    for (other, weight) in [("1,5", "1234"), ("1.5", "1.234")] {
        let read = Sheet::new()
            .text(50, 100, "Gross weight: 1.234 kg")
            .text(50, 120, &format!("Volume: {other} m3"))
            .read();
        assert_eq!(read.get("gross_weight.value"), weight, "{other}");
    }
}

#[test]
fn a_product_decides_how_a_number_is_read() {
    let comma = Sheet::invoice()
        .line(315, &["1", "Motors", "2", "1.234", "2.468"])
        .line(340, &["", "Total", "", "", "2.468"])
        .read();
    // 2 × 1234 is 2468, and 2 × 1.234 is 2.468: both close.
    assert_eq!(comma.goods(), ["Motors | 2 | - | -"]);
    assert!(comma.findings().contains(&"reading_ambiguous".to_owned()), "{:?}", comma.findings());
    let read = Sheet::invoice()
        .line(315, &["1", "Motors", "2,5", "1.234", "3.085"])
        .line(340, &["", "Total", "", "", "3.085"])
        .read();
    assert_eq!(read.goods(), ["Motors | 2.5 | 1234 | 3085"]);
}

#[test]
fn a_date_with_two_readings_is_not_taken() {
    let read = Sheet::new().text(50, 100, "Invoice date: 03/04/2026").read();
    assert_eq!(read.get("invoice_date"), "-");
    assert_eq!(read.record().invoice_date, None);
    let finding = read.0.findings.iter().find(|own| own.code == trade::Code::ReadingAmbiguous).unwrap();
    assert_eq!(finding.field.as_deref(), Some("invoice_date"));
    let mut readings = [&finding.inputs["reading_1"], &finding.inputs["reading_2"]];
    readings.sort();
    assert_eq!(readings, ["2026-03-04", "2026-04-03"]);
    assert_eq!(read.value("invoice_date").raw, "03/04/2026");
}

#[test]
fn another_date_decides_the_order() {
    for (due, date) in [("25/04/2026", "2026-04-03"), ("04/25/2026", "2026-03-04")] {
        let read = Sheet::new()
            .text(50, 100, "Invoice date: 03/04/2026")
            .text(50, 120, &format!("Due date: {due}"))
            .read();
        assert_eq!(read.get("invoice_date"), date, "{due}");
    }
}

#[test]
fn a_day_that_does_not_exist_is_told() {
    let read = Sheet::new().text(50, 100, "Invoice date: 31.02.2026").read();
    assert_eq!(read.get("invoice_date"), "-");
    assert!(read.findings().contains(&"value_invalid invoice_date".to_owned()), "{:?}", read.findings());
}

/// An invoice without a label for its currency.
fn plain(total: &str) -> Sheet {
    Sheet::new()
        .large(50, 60, "Invoice")
        .line(300, &["Pos", "Description", "Quantity", "Unit price", "Amount"])
        .line(315, &["1", "Motor", "2", "50.00", "100.00"])
        .line(340, &["", "Total", "", "", total])
}

#[test]
fn a_currency_stands_beside_money() {
    for (total, currency) in
        [("EUR 100.00", "EUR"), ("100.00 €", "€"), ("US$ 100.00", "US$"), ("$100.00", "$"), ("100.00", "-")]
    {
        let read = plain(total).read();
        assert_eq!(read.get("currency"), currency, "{total}");
        assert_eq!(read.get("total_value"), "100.00", "{total}");
    }
}

#[test]
fn a_code_says_what_a_symbol_leaves_open() {
    let read = plain("$100.00").text(50, 400, "All prices in CAD").read();
    assert_eq!(read.get("currency"), "CAD");
}

#[test]
fn of_two_currencies_none_is_guessed() {
    let read = plain("100.00").text(50, 400, "100.00 EUR = 108.00 USD").read();
    assert_eq!(read.get("currency"), "-");
    let labelled =
        plain("100.00").text(50, 100, "Currency: EUR").text(50, 400, "100.00 EUR = 108.00 USD").read();
    assert_eq!(labelled.get("currency"), "EUR");
}

#[test]
fn two_numbers_in_one_cell_are_told() {
    let read = Sheet::invoice()
        .line(315, &["1", "Motor", "2", "50.00", "100.00"])
        .line(327, &["2", "Gear", "", "10.00", "50.00"])
        .text(300, 327, "5")
        .text(314, 327, "7")
        .line(350, &["", "Total", "", "", "150.00"])
        .read();
    assert!(read.findings().iter().any(|finding| finding.starts_with("reading_")), "{:?}", read.findings());
}

#[test]
fn a_page_without_a_table_is_told() {
    let read = Sheet::new().large(50, 60, "Invoice").text(50, 100, "Invoice No.: 4711").read();
    assert!(read.findings().contains(&"reading_incomplete".to_owned()), "{:?}", read.findings());
}

#[test]
fn a_line_without_its_amount_is_told() {
    let read = Sheet::invoice()
        .line(315, &["1", "Motor", "2", "50.00", "100.00"])
        .line(327, &["2", "Gear", "5", "10.00", "on request"])
        .line(350, &["", "Total", "", "", "150.00"])
        .read();
    assert!(!read.is_proven());
    assert!(read.findings().contains(&"reading_incomplete amount".to_owned()), "{:?}", read.findings());
}

#[test]
fn turned_words_say_nothing_of_goods() {
    let mut pages = plain("100.00").text(50, 100, "Invoice No.: 4711").pages();
    let mut stamp = super::word("Invoice No.: 9999", 500.0, 500.0);
    stamp.turn = 90;
    pages[0].words.insert(0, stamp);
    let parsed = super::super::understand(pages, "pdf", "read.pdf/1", Vec::new());
    assert_eq!(parsed.record.invoice_number.as_deref(), Some("4711"));
}

#[test]
fn canadian_dollars_are_told_by_their_code() {
    let read = plain("CAD 100.00").read();
    assert_eq!((read.get("currency"), read.get("total_value")), ("CAD", "100.00"));
    let labelled = plain("100.00").text(50, 100, "Currency: CAD").read();
    assert_eq!(labelled.get("currency"), "CAD");
}

#[test]
fn a_currency_stands_in_a_head() {
    let read = Sheet::new()
        .large(50, 60, "Invoice")
        .line(300, &["Pos", "Description", "Quantity", "Price (USD)", "Amount USD"])
        .line(315, &["1", "Motor", "2", "50.00", "100.00"])
        .line(340, &["", "Total", "", "", "100.00"])
        .read();
    assert_eq!(read.get("currency"), "USD");
    assert!(read.is_proven(), "{:?}", read.findings());
}

#[test]
fn many_open_numbers_are_one_finding() {
    let read = Sheet::new()
        .large(50, 60, "Packing List")
        .text(50, 100, "Gross weight: 1.234 kg")
        .text(50, 114, "Net weight: 1.100 kg")
        .text(50, 128, "Volume: 2.345 m3")
        .read();
    let open: Vec<_> =
        read.0.findings.iter().filter(|own| own.code == trade::Code::ReadingAmbiguous).collect();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0].inputs["count"], "3");
}

/// An invoice that proves itself.
fn proven() -> Sheet {
    Sheet::invoice()
        .line(315, &["1", "Motor", "3", "50.00", "150.00"])
        .line(327, &["2", "Gear", "12", "10.25", "123.00"])
        .line(339, &["3", "Belt", "7", "4.99", "34.93"])
        .line(360, &["", "Net total", "", "", "307.93"])
        .line(372, &["", "Freight", "", "", "21.37"])
        .line(384, &["", "VAT 20 %", "", "", "65.59"])
        .line(396, &["", "Invoice total", "", "", "394.89"])
}

/// Reads pages whose word at a place of page 1 is another.
fn with_word(at: usize, text: Option<String>) -> super::sheet::Read {
    let mut pages = proven().pages();
    match text {
        Some(text) => pages[0].words[at].text = text,
        None => drop(pages[0].words.remove(at)),
    }
    super::sheet::Read(super::super::understand(pages, "pdf", "read.pdf/1", Vec::new()))
}

#[test]
fn any_digit_of_the_table_that_is_read_wrong_is_told() {
    assert_eq!(proven().read().findings(), [""; 0]);
    let words = proven().pages().remove(0).words;
    let numbers =
        words.iter().enumerate().filter(|(_, word)| word.bounds.x0 > 280.0 && word.bounds.y0 > 300.0);
    let mut tried = 0;
    for (at, word) in numbers {
        // A cent is what rounding may hide.
        let hidden = word.text.find('.').map_or(word.text.len(), |point| point + 2);
        let digits = word.text.char_indices().filter(|(place, c)| *place < hidden && c.is_ascii_digit());
        for (place, digit) in digits {
            for other in ('0'..='9').filter(|other| *other != digit) {
                let mut text = word.text.clone();
                text.replace_range(place..=place, &other.to_string());
                let read = with_word(at, Some(text.clone()));
                assert!(!read.is_proven(), "{} as {text}: {:?}", word.text, read.goods());
                tried += 1;
            }
        }
    }
    assert!(tried > 300, "{tried}");
}

#[test]
fn any_number_of_the_table_that_is_missing_is_told_or_said_by_the_others() {
    let whole = proven().read();
    let words = proven().pages().remove(0).words;
    let numbers =
        words.iter().enumerate().filter(|(_, word)| word.bounds.x0 > 280.0 && word.bounds.y0 > 300.0);
    for (at, word) in numbers {
        let read = with_word(at, None);
        let same = read.goods() == whole.goods() && read.get("total_value") == whole.get("total_value");
        assert!(same || !read.is_proven(), "without {}: {:?}", word.text, read.goods());
    }
}

#[test]
fn numbers_below_heads_that_become_no_goods_are_told() {
    let empty = Sheet::invoice().line(400, &["", "Total", "", "", "22.00"]).read();
    assert!(empty.is_proven(), "{:?}", empty.findings());
    // The quantity stands between the columns, and the amount has words.
    let passed = Sheet::invoice()
        .row(330, &[(50, "x7"), (480, "22.00"), (530, "3.00")])
        .line(400, &["", "Total", "", "", "22.00"])
        .read();
    assert!(passed.record().line_items.is_empty());
    assert_eq!(passed.findings(), ["reading_incomplete"]);
}
