//! XLSX, made by another crate.

use super::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

fn saved(mut book: Workbook) -> Parsed {
    read_workbook(&book.save_to_buffer().unwrap(), &Limits::default())
}

const HEAD: [&str; 6] = ["Description", "HS Code", "Origin", "Quantity", "Unit Price", "Amount"];

fn head(sheet: &mut Worksheet, row: u32) {
    for (column, text) in (0_u16..).zip(HEAD) {
        sheet.write(row, column, text).unwrap();
    }
}

fn goods(sheet: &mut Worksheet, row: u32, name: &str, code: &str, quantity: f64, price: f64) {
    let money = Format::new().set_num_format("#,##0.00");
    sheet.write(row, 0, name).unwrap();
    sheet.write(row, 1, code).unwrap();
    sheet.write(row, 2, "DE").unwrap();
    sheet.write(row, 3, quantity).unwrap();
    sheet.write_with_format(row, 4, price, &money).unwrap();
    sheet.write_with_format(row, 5, quantity * price, &money).unwrap();
}

#[test]
fn values_are_as_shown_with_their_cells() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Rechnung").unwrap();
    sheet.write(0, 0, "Commercial Invoice").unwrap();
    sheet.write(1, 0, "Invoice No.").unwrap();
    sheet.write(1, 1, 4711).unwrap();
    sheet.write(2, 0, "Invoice Date").unwrap();
    let day = ExcelDateTime::from_ymd(2025, 10, 9).unwrap();
    sheet.write_with_format(2, 1, &day, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
    head(sheet, 4);
    goods(sheet, 5, "Steel nuts", "731816", 3.0, 0.1);
    sheet.write_with_format(5, 1, 4021000, &Format::new().set_num_format("0000\\.00\\.00")).unwrap();
    sheet.write_with_format(6, 5, 0.3, &Format::new().set_num_format("[$€-407] #,##0.00")).unwrap();
    sheet.write(6, 4, "Total").unwrap();
    let parsed = saved(book);
    assert_eq!(codes(&parsed), []);
    let line = &parsed.record.line_items[0];
    assert_eq!((text(line.unit_price), text(line.amount)), ("0.10".into(), "0.30".into()));
    assert_eq!(line.hs_code.as_deref(), Some("0402.10.00"));
    assert_eq!(text(parsed.record.invoice_date), "2025-10-09");
    assert_eq!(
        (parsed.record.invoice_number.as_deref(), parsed.record.currency.as_deref()),
        (Some("4711"), Some("€"))
    );
    let reading = parsed.reading.unwrap();
    let amount = &reading.line_items[0]["amount"];
    assert_eq!(
        (amount.place.as_deref(), amount.page, amount.raw.as_str()),
        (Some("Rechnung!F6"), Some(1), "0.30")
    );
}

#[test]
fn serial_numbers_count_from_the_workbooks_own_epoch() {
    let with_day = |epoch_1904: bool, serial: f64| {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "Invoice Date").unwrap();
        sheet.write_with_format(0, 1, serial, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
        head(sheet, 2);
        goods(sheet, 3, "Steel nuts", "731816", 3.0, 0.5);
        let bytes = book.save_to_buffer().unwrap();
        let bytes = if epoch_1904 {
            replaced(&bytes, "xl/workbook.xml", "<workbookPr ", "<workbookPr date1904=\"1\" ")
        } else {
            bytes
        };
        read_workbook(&bytes, &Limits::default())
    };
    assert_eq!(text(with_day(false, 45_939.0).record.invoice_date), "2025-10-09");
    assert_eq!(text(with_day(true, 44_477.0).record.invoice_date), "2025-10-09");
    // Without a date's format it is a number, and which epoch it is of is asked.
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Invoice Date").unwrap();
    sheet.write(0, 1, 45_939).unwrap();
    head(sheet, 2);
    goods(sheet, 3, "Steel nuts", "731816", 3.0, 0.5);
    assert_eq!(codes(&saved(book)), [Code::ReadingAmbiguous]);
}

/// The archive with a text in one part replaced.
pub(super) fn replaced(bytes: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().to_string();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if name == part {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains(from), "{text}");
            content = text.replacen(from, to, 1).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn codes_typed_as_numbers_that_lost_a_zero_are_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    head(sheet, 0);
    goods(sheet, 1, "Milk powder", "", 3.0, 0.5);
    sheet.write(1, 1, 4_021_000).unwrap();
    goods(sheet, 2, "Laptop", "", 3.0, 0.5);
    sheet.write_with_format(2, 1, 8_471_300_100.0, &Format::new().set_num_format("0.00E+00")).unwrap();
    let parsed = saved(book);
    assert_eq!(codes(&parsed), [Code::HsLeadingZero]);
    assert_eq!(parsed.findings[0].line, Some(1));
    let hs: Vec<_> = parsed.record.line_items.iter().map(|line| line.hs_code.as_deref()).collect();
    assert_eq!(hs, [Some("4021000"), Some("8471300100")]);
}

#[test]
fn hidden_rows_columns_and_sheets_with_values_are_told_and_not_read() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    head(sheet, 0);
    goods(sheet, 1, "Steel nuts", "731816", 3.0, 0.5);
    goods(sheet, 2, "Secret nuts", "731816", 3.0, 0.5);
    sheet.set_row_hidden(2).unwrap();
    sheet.write(1, 8, "cost 0.01").unwrap();
    sheet.set_column_hidden(8).unwrap();
    book.add_worksheet().set_name("Old").unwrap().set_hidden(true).write(0, 0, 1).unwrap();
    let parsed = saved(book);
    assert_eq!(codes(&parsed), [Code::HiddenContent, Code::HiddenContent]);
    assert_eq!(position(&parsed, Code::HiddenContent), "Sheet1!I2, Sheet1!A3");
    assert_eq!(parsed.record.line_items.len(), 1);
}

#[test]
fn formulas_count_with_their_saved_value_or_are_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    head(sheet, 0);
    goods(sheet, 1, "Steel nuts", "731816", 3.0, 0.5);
    sheet.write_formula(1, 5, Formula::new("=D2*E2").set_result("1.5")).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let parsed = read_workbook(&bytes, &Limits::default());
    assert_eq!((codes(&parsed), text(parsed.record.line_items[0].amount)), (vec![], "1.5".into()));
    let without = replaced(&bytes, "xl/worksheets/sheet1.xml", "<v>1.5</v></c></row>", "</c></row>");
    let parsed = read_workbook(&without, &Limits::default());
    assert_eq!(codes(&parsed), [Code::ReadingIncomplete]);
    assert_eq!(position(&parsed, Code::ReadingIncomplete), "Sheet1!F2");
}

#[test]
fn joined_cells_hold_for_the_rows_they_span() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    head(sheet, 0);
    goods(sheet, 1, "Steel nuts", "731816", 3.0, 0.5);
    goods(sheet, 2, "Steel bolts", "731815", 3.0, 0.5);
    sheet.merge_range(1, 2, 2, 2, "Taiwan", &Format::new()).unwrap();
    let parsed = saved(book);
    let origins: Vec<_> =
        parsed.record.line_items.iter().map(|line| line.origin_country.as_deref()).collect();
    assert_eq!((codes(&parsed), origins), (vec![], vec![Some("Taiwan"), Some("Taiwan")]));
}

#[test]
fn the_goods_may_stand_on_the_second_sheet_and_a_packing_list_beside_them() {
    let mut book = Workbook::new();
    let cover = book.add_worksheet().set_name("Cover").unwrap();
    cover.write(0, 0, "Invoice No").unwrap();
    cover.write(0, 1, "INV-1").unwrap();
    let packing = book.add_worksheet().set_name("PL").unwrap();
    packing.write(0, 0, "Packing List No").unwrap();
    packing.write(0, 1, "PL-1").unwrap();
    for (column, text) in (0_u16..).zip(["Description", "Cartons", "Net Weight (kg)", "Gross Weight (kg)"]) {
        packing.write(2, column, text).unwrap();
    }
    for (row, name) in [(3, "Steel nuts"), (4, "Steel bolts")] {
        packing.write(row, 0, name).unwrap();
        for column in 1..4_u16 {
            packing.write(row, column, u32::from(column) * row).unwrap();
        }
    }
    packing.write(5, 0, "Total").unwrap();
    for column in 1..4_u16 {
        packing.write(5, column, u32::from(column) * 7).unwrap();
    }
    let sheet = book.add_worksheet().set_name("Goods").unwrap();
    head(sheet, 0);
    goods(sheet, 1, "Steel nuts", "731816", 3.0, 0.5);
    goods(sheet, 2, "Steel bolts", "731815", 3.0, 0.5);
    let parsed = saved(book);
    let record = &parsed.record;
    assert_eq!((codes(&parsed), parsed.kind), (vec![], trade::Kind::CommercialInvoice));
    assert_eq!(
        (text(record.packages), record.gross_weight.as_ref().map(|m| m.value.to_string())),
        ("7".into(), Some("21".into()))
    );
    assert_eq!(text(record.line_items[1].packages), "4");
    assert_eq!(record.line_items[0].net_weight.as_ref().map(|m| m.value.to_string()), Some("6".into()));
}

#[test]
fn a_second_sheet_with_goods_is_a_copy_or_goes_on() {
    let mut book = Workbook::new();
    for copy in ["Original", "Copy"] {
        let sheet = book.add_worksheet().set_name(copy).unwrap();
        head(sheet, 0);
        goods(sheet, 1, "Steel nuts", "731816", 3.0, 0.5);
    }
    let parsed = saved(book);
    assert_eq!((codes(&parsed), parsed.record.line_items.len()), (vec![Code::ValueUnplaced], 1));
    let mut book = Workbook::new();
    for (page, name) in [("Page 1", "Steel nuts"), ("Page 2", "Steel bolts")] {
        let sheet = book.add_worksheet().set_name(page).unwrap();
        head(sheet, 0);
        goods(sheet, 1, name, "731816", 3.0, 0.5);
        if page == "Page 2" {
            sheet.write(2, 0, "Total").unwrap();
            sheet.write(2, 5, 3.0).unwrap();
        }
    }
    let parsed = saved(book);
    assert_eq!((codes(&parsed), parsed.record.line_items.len()), (vec![], 2));
    assert_eq!(text(parsed.record.total_value), "3");
}
