//! Text files.

use super::*;

const PLAIN: &str = "Invoice No,INV-7\nDate,2025-10-09\n\nDescription,HS Code,Qty,Unit Price,Amount\n";

fn plain(rows: &str) -> Parsed {
    csv_of(&format!("{PLAIN}{rows}"))
}

#[test]
fn a_plain_invoice_is_read_without_remarks() {
    let parsed = plain("Laptop,847130,2,500.00,1000.00\nMouse,847160,10,5.00,50.00\n,,,Total USD,1050.00\n");
    assert_eq!(codes(&parsed), []);
    assert_eq!(parsed.kind, trade::Kind::CommercialInvoice);
    assert_eq!(parsed.language.as_deref(), Some("en"));
    let record = &parsed.record;
    assert_eq!((record.line_items.len(), text(record.total_value)), (2, "1050.00".into()));
    assert_eq!((record.currency.as_deref(), record.invoice_number.as_deref()), (Some("USD"), Some("INV-7")));
    insta::assert_json_snapshot!(parsed);
}

#[test]
fn the_same_invoice_in_every_encoding_and_delimiter_is_the_same_record() {
    let text = "Rechnungsnummer;RE-1\nWährung;EUR\n\nBezeichnung;Menge;Einzelpreis;Gesamtpreis\nMutter aus Stahl, groß;1.200;0,50;600,00\n;;Summe;600,00\n";
    let expected = csv_of(text).record;
    assert_eq!(text_of_quantity(&expected), "1200");
    let utf_16: Vec<u8> =
        std::iter::once(0xfeff_u16).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let with_mark = [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat();
    let tabs = text.replace(';', "\t").into_bytes();
    let bars = text.replace(';', "|").replace('\n', "\r\n").into_bytes();
    let utf_32: Vec<u8> =
        "\u{feff}".chars().chain(text.chars()).flat_map(|letter| u32::from(letter).to_be_bytes()).collect();
    for bytes in [utf_16, utf_32, with_mark, tabs, bars] {
        let parsed = read_text(&bytes, &Limits::default());
        assert_eq!((codes(&parsed), &parsed.record), (vec![], &expected));
    }
    let guessed = read_text(&latin, &Limits::default());
    assert_eq!((codes(&guessed), &guessed.record), (vec![Code::EncodingGuessed], &expected));
    for unmarked in [
        text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
        text.chars().flat_map(|letter| u32::from(letter).to_le_bytes()).collect(),
    ] {
        let guessed = crate::read::read(&unmarked, &crate::read::Hint::default());
        assert_eq!((codes(&guessed), &guessed.record), (vec![Code::EncodingGuessed], &expected));
    }
    let lies = read_text(b"\xef\xbb\xbfa;\xf6\n", &Limits::default());
    assert_eq!(codes(&lies), [Code::EncodingInvalid]);
}

fn text_of_quantity(record: &trade::Record) -> String {
    text(record.line_items[0].quantity)
}

#[test]
fn ragged_rows_end_the_document_with_their_row() {
    for rows in [
        "Laptop,847130,2,500.00,1000.00,7\n",
        "Laptop,2,500.00,1000.00\n",
        "Laptop, 14 inch,847130,2,500.00,1000.00\n",
        "Laptop,847130,2,500,00,1000,00\n",
    ] {
        let parsed = plain(rows);
        assert_eq!(position(&parsed, Code::SheetMalformed), "row 5", "{rows}");
    }
    // Titles above, totals below and empty cells at the end are not ragged.
    let parsed = plain("Laptop,847130,2,500.00,1000.00,,,\nTotal,,,,1000.00\nThank you\n");
    assert_eq!(codes(&parsed), []);
}

#[test]
fn quotes_and_limits_end_the_document_with_their_place() {
    assert_eq!(position(&plain("\"Laptop,847130,2,500.00,1000.00\n"), Code::SheetMalformed), "row 5");
    assert_eq!(position(&plain("Lap\0top,847130,2,5,10\n"), Code::SheetMalformed), "row 5");
    let limits = Limits { sheet_rows: 4, ..Limits::default() };
    let parsed = read_text(format!("{PLAIN}Laptop,847130,2,5,10\n").as_bytes(), &limits);
    assert_eq!(position(&parsed, Code::LimitExceeded), "row 5");
    let wide = format!("{}\n", "a,".repeat(501));
    assert_eq!(position(&csv_of(&wide), Code::LimitExceeded), "SG1");
    let long = format!("a,b\n{},1\n", "x".repeat(64_001));
    assert_eq!(position(&csv_of(&long), Code::LimitExceeded), "A2");
    assert_eq!(codes(&csv_of("")), [Code::EmptyDocument]);
    assert_eq!(codes(&csv_of(",,,\n , ,\n")), [Code::EmptyDocument]);
}

#[test]
fn the_row_after_the_last_allowed_one_ends_the_document() {
    let over = "a,b\n".repeat(500_001);
    assert_eq!(position(&csv_of(&over), Code::LimitExceeded), "row 500001");
}

#[test]
fn numbers_that_could_be_two_are_told_with_both_readings() {
    let parsed = plain("Powder,280300,2,1.234,2.468\n,,,Total,2.468\n");
    let finding = parsed.findings.iter().find(|f| f.code == Code::ReadingAmbiguous).unwrap();
    assert_eq!(
        (finding.inputs["reading_1"].as_str(), finding.inputs["reading_2"].as_str()),
        ("1234", "1.234")
    );
    assert_eq!(codes(&parsed), [Code::ReadingAmbiguous]);
    assert_eq!(parsed.record.line_items[0].amount, None);
    // Sums decide: four times three hundred is twelve hundred.
    let parsed = plain("Powder,280300,4,300,1.200\n,,,Total,1.200\n");
    assert_eq!((codes(&parsed), text(parsed.record.total_value)), (vec![], "1200".into()));
}

#[test]
fn dates_are_decided_over_the_document_or_told() {
    let with = |date: &str, due: &str| {
        csv_of(&format!(
            "Invoice No;A1\nInvoice Date;{date}\nDue Date;{due}\n\nDescription;Qty;Price;Amount\nNut;2;5.50;11.00\n"
        ))
    };
    assert_eq!(text(with("03/04/2025", "25/04/2025").record.invoice_date), "2025-04-03");
    assert_eq!(text(with("03/04/2025", "04/25/2025").record.invoice_date), "2025-03-04");
    let open = with("03/04/2025", "05/04/2025");
    assert_eq!((open.record.invoice_date, codes(&open)), (None, vec![Code::ReadingAmbiguous; 2]));
    let impossible = with("30.02.2025", "1.3.2025");
    assert_eq!(codes(&impossible), [Code::ValueInvalid]);
    assert_eq!(impossible.findings[0].field.as_deref(), Some("invoice_date"));
    let serial = with("45953", "2025-12-01");
    let finding = &serial.findings[0];
    assert_eq!((finding.code, finding.inputs["reading_1"].as_str()), (Code::ReadingAmbiguous, "2025-10-23"));
    assert_eq!(finding.inputs["reading_2"], "2029-10-24");
}

#[test]
fn codes_that_a_spreadsheet_harmed_are_kept_and_told() {
    let parsed = plain("Laptop,8.47E+09,2,500.00,1000.00\n");
    assert_eq!(codes(&parsed), [Code::HsMalformed]);
    assert_eq!(
        (parsed.findings[0].line, parsed.record.line_items[0].hs_code.as_deref()),
        (Some(1), Some("8.47E+09"))
    );
}

#[test]
fn words_that_a_spreadsheet_would_run_are_told() {
    let parsed =
        plain("\"=HYPERLINK(\"\"http://x\"\")\",847130,2,500.00,1000.00\n@SUM(A1),847130,2,500.00,1000.00\n");
    assert_eq!(codes(&parsed), [Code::FormulaAsText]);
    assert_eq!(position(&parsed, Code::FormulaAsText), "A5, A6");
    assert_eq!(parsed.record.line_items[0].description.as_deref(), Some("=HYPERLINK(\"http://x\")"));
}

#[test]
fn cells_that_are_no_numbers_are_told_and_dashes_are_nothing() {
    let parsed =
        plain("Laptop,847130,two,500.00,1000.00\nMouse,847160,-,5.00,n/a\nCable,854442,1,1.00,1.00\n");
    assert_eq!(codes(&parsed), [Code::ValueInvalid]);
    let finding = &parsed.findings[0];
    assert_eq!(
        (finding.line, finding.field.as_deref(), finding.inputs["raw"].as_str()),
        (Some(1), Some("quantity"), "two")
    );
    assert_eq!((parsed.record.line_items[1].quantity, parsed.record.line_items[1].amount), (None, None));
}
