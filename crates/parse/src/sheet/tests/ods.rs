//! ODS, built by hand.

use super::*;
use std::io::{Cursor, Write};

/// An archive of parts.
pub(super) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn ods(table: &str) -> Parsed {
    let content = format!(
        "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" xmlns:style=\"s\"><office:automatic-styles>\
         <style:style style:name=\"hid\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"
    );
    let bytes = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
    ]);
    read_workbook(&bytes, &Limits::default())
}

fn words(texts: &[&str]) -> String {
    let cells: String = texts
        .iter()
        .map(|text| {
            format!(
                "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
            )
        })
        .collect();
    format!("<table:table-row>{cells}</table:table-row>")
}

const LINE: &str = "<table:table-cell office:value-type=\"string\"><text:p>Nuts &amp; bolts</text:p></table:table-cell>\
    <table:table-cell office:value-type=\"float\" office:value=\"40210\"><text:p>040210</text:p></table:table-cell>\
    <table:table-cell office:value-type=\"float\" office:value=\"2\"><text:p>2</text:p></table:table-cell>\
    <table:table-cell office:value-type=\"currency\" office:currency=\"EUR\" office:value=\"5.5\"><text:p>5.50 €</text:p></table:table-cell>\
    <table:table-cell table:formula=\"of:=[.C2]*[.D2]\" office:value-type=\"currency\" office:value=\"11\"><text:p>11.00 €</text:p></table:table-cell>";

#[test]
fn cells_are_as_shown_and_as_typed() {
    let head = words(&["Description", "HS Code", "Quantity", "Price", "Amount"]);
    let parsed = ods(&format!(
        "<table:table table:name=\"T\">{}<table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"900\"/></table:table-row>\
         {head}<table:table-row>{LINE}</table:table-row><table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>",
        words(&["Invoice No", "A-1"])
    ));
    let line = &parsed.record.line_items[0];
    assert_eq!((codes(&parsed), parsed.format.as_str()), (vec![], "ods"));
    assert_eq!(
        (line.description.as_deref(), line.hs_code.as_deref()),
        (Some("Nuts & bolts"), Some("040210"))
    );
    assert_eq!(
        (text(line.unit_price), text(line.amount), line.currency.as_deref()),
        ("5.50".into(), "11.00".into(), Some("€"))
    );
    assert_eq!(parsed.reading.unwrap().line_items[0]["amount"].place.as_deref(), Some("T!E6"));
}

#[test]
fn hidden_rows_and_sheets_are_told() {
    let head = words(&["Description", "HS Code", "Quantity", "Price", "Amount"]);
    let parsed = ods(&format!(
        "<table:table table:name=\"T\">{head}<table:table-row>{LINE}</table:table-row><table:table-row table:visibility=\"collapse\">{LINE}</table:table-row></table:table>\
         <table:table table:name=\"Old\" table:style-name=\"hid\">{}</table:table>",
        words(&["x"])
    ));
    assert_eq!(codes(&parsed), [Code::HiddenContent, Code::HiddenContent]);
    assert_eq!(parsed.record.line_items.len(), 1);
}

#[test]
fn repetitions_of_values_are_held_to_the_limits() {
    let row = format!(
        "<table:table table:name=\"T\"><table:table-row table:number-rows-repeated=\"4000000000\">{LINE}</table:table-row></table:table>"
    );
    assert!(codes(&ods(&row)).contains(&Code::LimitExceeded));
    let cell = "<table:table table:name=\"T\"><table:table-row><table:table-cell table:number-columns-repeated=\"4000000000\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>";
    assert_eq!(position(&ods(cell), Code::LimitExceeded), "T!SG1");
}

#[test]
fn locked_and_broken_ones_end_with_a_code() {
    let locked =
        zipped(&[("content.xml", b"\x01\x02"), ("META-INF/manifest.xml", b"<manifest:encryption-data/>")]);
    assert_eq!(codes(&read_workbook(&locked, &Limits::default())), [Code::Encrypted]);
    assert_eq!(
        codes(&read_workbook(&zipped(&[("content.xml", b"<a><b></a>")]), &Limits::default())),
        [Code::SheetMalformed]
    );
    assert_eq!(
        codes(&read_workbook(&zipped(&[("content.xml", b"<a><b>")]), &Limits::default())),
        [Code::SheetMalformed]
    );
    let table = format!("<office:document><table:table table:name=\"T\">{}</table:table>", words(&["x"]));
    let macros = zipped(&[
        ("content.xml", format!("{table}</office:document>").as_bytes()),
        ("Basic/script.xml", b"<x/>"),
    ]);
    assert!(codes(&read_workbook(&macros, &Limits::default())).contains(&Code::ActiveContent));
}
