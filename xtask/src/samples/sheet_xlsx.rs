//! A deal as workbooks people make: titles and labels above the table, merged headings, a second sheet, a total row.
//!
//! Promises: the same bytes for the same deal (the creation time is the invoice's date). Refuses to know how it is read.

use anyhow::Result;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use super::deal::{Deal, kilograms};

/// The looks that all sheets share.
struct Looks {
    title: Format,
    label: Format,
    head: Format,
    money: Format,
    date: Format,
    bold_money: Format,
}

impl Looks {
    fn new(money: &str, date: &str) -> Looks {
        Looks {
            title: Format::new().set_bold().set_font_size(18),
            label: Format::new().set_bold(),
            head: Format::new().set_bold().set_background_color(0xDDE6F0).set_border(FormatBorder::Thin),
            money: Format::new().set_num_format(money),
            date: Format::new().set_num_format(date).set_align(FormatAlign::Left),
            bold_money: Format::new().set_num_format(money).set_bold().set_border_top(FormatBorder::Thin),
        }
    }
}

/// A letterhead, labels in columns A and B (seller) and F and G (buyer), the table from row 12, freight and total below.
pub fn english(deal: &Deal) -> Result<Vec<u8>> {
    let mut book = workbook(deal)?;
    let looks = Looks::new("#,##0.00", "yyyy-mm-dd");
    let sheet = book.add_worksheet();
    sheet.set_name("Invoice")?;
    let brief = &deal.brief;
    sheet.write_with_format(0, 0, brief.seller.name, &looks.title)?;
    sheet.write(1, 0, brief.seller.address())?;
    sheet.write_with_format(3, 0, "COMMERCIAL INVOICE", &looks.title)?;
    let left = [("Invoice No.", brief.number), ("Seller", brief.seller.name), ("PO No.", brief.order)];
    for (at, (label, value)) in left.into_iter().enumerate() {
        sheet.write_with_format(5 + at as u32, 0, label, &looks.label)?;
        sheet.write(5 + at as u32, 1, value)?;
    }
    sheet.write_with_format(8, 0, "Invoice Date", &looks.label)?;
    sheet.write_with_format(8, 1, date(deal)?, &looks.date)?;
    let terms = format!("{} {}", brief.terms.0, brief.terms.1);
    let right = [
        ("Buyer", brief.buyer.name.to_owned()),
        ("Ship to", brief.buyer.address()),
        ("Incoterms 2020", terms),
        ("Currency", brief.currency.to_owned()),
    ];
    for (at, (label, value)) in right.into_iter().enumerate() {
        sheet.write_with_format(5 + at as u32, 5, label, &looks.label)?;
        sheet.write(5 + at as u32, 6, value)?;
    }
    let heads = [
        "Item",
        "Part Number",
        "Description",
        "HTS Code",
        "Origin",
        "Quantity",
        "Unit",
        "Unit Price",
        "Amount",
    ];
    header(sheet, 10, &heads, &looks)?;
    let mut row = 11;
    for line in &deal.lines {
        sheet.write(row, 0, line.number as f64)?;
        sheet.write(row, 1, &line.part_number)?;
        sheet.write(row, 2, deal.describe(line))?;
        sheet.write(row, 3, dotted(&line.goods.hts10))?;
        sheet.write(row, 4, &line.origin)?;
        sheet.write(row, 5, line.quantity as f64)?;
        sheet.write(row, 6, "pcs")?;
        sheet.write_with_format(row, 7, units(line.price_cents), &looks.money)?;
        sheet.write_with_format(row, 8, units(line.amount_cents()), &looks.money)?;
        row += 1;
    }
    sheet.write(row, 7, "Freight")?;
    sheet.write_with_format(row, 8, units(brief.freight_cents), &looks.money)?;
    sheet.write_with_format(row + 1, 7, "Total", &looks.label)?;
    sheet.write_with_format(row + 1, 8, units(deal.total_cents()), &looks.bold_money)?;
    sheet.write(row + 3, 0, "We hereby certify that this invoice is true and correct.")?;
    widths(sheet, &[14.0, 18.0, 46.0, 15.0, 9.0, 16.0, 30.0, 12.0, 14.0])?;
    Ok(book.save_to_buffer()?)
}

/// Two heading rows (a group above, the column below) and a second sheet with the bank and the terms.
pub fn german(deal: &Deal) -> Result<Vec<u8>> {
    let mut book = workbook(deal)?;
    let looks = Looks::new("#,##0.00 [$€-407]", "dd.mm.yyyy");
    let brief = &deal.brief;
    let sheet = book.add_worksheet();
    sheet.set_name("Rechnung")?;
    sheet.write_with_format(0, 0, "Handelsrechnung", &looks.title)?;
    sheet.write_with_format(2, 0, "Rechnungs-Nr.", &looks.label)?;
    sheet.write(2, 2, brief.number)?;
    sheet.write_with_format(3, 0, "Rechnungsdatum", &looks.label)?;
    sheet.write_with_format(3, 2, date(deal)?, &looks.date)?;
    for (at, (label, value)) in [
        ("Verkäufer", brief.seller.name.to_owned()),
        ("Käufer", brief.buyer.name.to_owned()),
        ("Lieferbedingung", format!("{} {}", brief.terms.0, brief.terms.1)),
        ("Währung", brief.currency.to_owned()),
    ]
    .into_iter()
    .enumerate()
    {
        sheet.write_with_format(4 + at as u32, 0, label, &looks.label)?;
        sheet.write(4 + at as u32, 2, value)?;
    }
    let group = looks.head.clone().set_align(FormatAlign::Center);
    sheet.merge_range(9, 1, 9, 4, "Ware", &group)?;
    sheet.merge_range(9, 5, 9, 6, "Menge", &group)?;
    sheet.merge_range(9, 7, 9, 8, "Preis in EUR", &group)?;
    sheet.merge_range(9, 9, 9, 10, "Gewicht in kg", &group)?;
    let heads = [
        "Pos.",
        "Art.-Nr.",
        "Bezeichnung",
        "Warennummer",
        "Ursprung",
        "Anzahl",
        "Einheit",
        "Einzelpreis",
        "Gesamt",
        "netto",
        "brutto",
    ];
    header(sheet, 10, &heads, &looks)?;
    let mut row = 11;
    for line in &deal.lines {
        sheet.write(row, 0, line.number as f64)?;
        sheet.write(row, 1, &line.part_number)?;
        sheet.write(row, 2, deal.describe(line))?;
        sheet.write(row, 3, &line.goods.cn8)?;
        sheet.write(row, 4, &line.origin)?;
        sheet.write(row, 5, line.quantity as f64)?;
        sheet.write(row, 6, "Stk")?;
        sheet.write_with_format(row, 7, units(line.price_cents), &looks.money)?;
        sheet.write_with_format(row, 8, units(line.amount_cents()), &looks.money)?;
        sheet.write(row, 9, weight(line.net_grams()))?;
        sheet.write(row, 10, weight(line.gross_grams()))?;
        row += 1;
    }
    sheet.write_with_format(row, 2, "Gesamtbetrag", &looks.label)?;
    sheet.write_with_format(row, 8, units(deal.total_cents()), &looks.bold_money)?;
    widths(sheet, &[6.0, 12.0, 52.0, 13.0, 10.0, 9.0, 8.0, 14.0, 16.0, 10.0, 10.0])?;
    let bank = book.add_worksheet();
    bank.set_name("Zahlung")?;
    bank.write(0, 0, "Zahlungsbedingung")?;
    bank.write(0, 1, "30 Tage netto")?;
    bank.write(1, 0, "Bank")?;
    bank.write(1, 1, "Sparkasse Selbitz")?;
    Ok(book.save_to_buffer()?)
}

/// Cartons, quantities and weights; no prices, no codes.
pub fn packing_list(deal: &Deal) -> Result<Vec<u8>> {
    let mut book = workbook(deal)?;
    let looks = Looks::new("#,##0.00", "dd mmm yyyy");
    let brief = &deal.brief;
    let sheet = book.add_worksheet();
    sheet.set_name("Packing List")?;
    sheet.write_with_format(0, 0, "PACKING LIST", &looks.title)?;
    for (at, (label, value)) in [
        ("Packing List No.", brief.number),
        ("Shipper", brief.seller.name),
        ("Consignee", brief.buyer.name),
        ("PO No.", brief.order),
    ]
    .into_iter()
    .enumerate()
    {
        sheet.write_with_format(2 + at as u32, 0, label, &looks.label)?;
        sheet.write(2 + at as u32, 2, value)?;
    }
    sheet.write_with_format(6, 0, "Date", &looks.label)?;
    sheet.write_with_format(6, 2, date(deal)?, &looks.date)?;
    let heads = [
        "Line",
        "Part No.",
        "Description",
        "Cartons",
        "Quantity",
        "Unit",
        "Net Weight (kg)",
        "Gross Weight (kg)",
    ];
    header(sheet, 8, &heads, &looks)?;
    let mut row = 9;
    for line in &deal.lines {
        sheet.write(row, 0, line.number as f64)?;
        sheet.write(row, 1, &line.part_number)?;
        sheet.write(row, 2, deal.describe(line))?;
        sheet.write(row, 3, line.cartons as f64)?;
        sheet.write(row, 4, line.quantity as f64)?;
        sheet.write(row, 5, "pcs")?;
        sheet.write(row, 6, weight(line.net_grams()))?;
        sheet.write(row, 7, weight(line.gross_grams()))?;
        row += 1;
    }
    sheet.write_with_format(row, 2, "Total", &looks.label)?;
    sheet.write(row, 3, deal.cartons() as f64)?;
    sheet.write(row, 6, weight(deal.net_grams()))?;
    sheet.write(row, 7, weight(deal.gross_grams()))?;
    widths(sheet, &[16.0, 14.0, 50.0, 9.0, 10.0, 7.0, 15.0, 16.0])?;
    Ok(book.save_to_buffer()?)
}

/// A currency a row, two of each, and no currency above: nobody can say what the total is in.
pub fn mixed_currencies(deal: &Deal, other: &str) -> Result<Vec<u8>> {
    let mut book = workbook(deal)?;
    let looks = Looks::new("#,##0.00", "yyyy-mm-dd");
    let brief = &deal.brief;
    let sheet = book.add_worksheet();
    sheet.set_name("Invoice")?;
    sheet.write_with_format(0, 0, "Commercial Invoice", &looks.title)?;
    for (at, (label, value)) in
        [("Invoice No.", brief.number), ("Seller", brief.seller.name), ("Buyer", brief.buyer.name)]
            .into_iter()
            .enumerate()
    {
        sheet.write_with_format(2 + at as u32, 0, label, &looks.label)?;
        sheet.write(2 + at as u32, 1, value)?;
    }
    sheet.write_with_format(5, 0, "Invoice Date", &looks.label)?;
    sheet.write_with_format(5, 1, date(deal)?, &looks.date)?;
    sheet.write_with_format(6, 0, "Incoterms", &looks.label)?;
    sheet.write(6, 1, format!("{} {}", brief.terms.0, brief.terms.1))?;
    let heads = ["Line", "Description", "HS Code", "Origin", "Quantity", "Unit Price", "Currency", "Amount"];
    header(sheet, 8, &heads, &looks)?;
    let mut row = 9;
    for line in &deal.lines {
        sheet.write(row, 0, line.number as f64)?;
        sheet.write(row, 1, deal.describe(line))?;
        sheet.write(row, 2, &line.goods.hs)?;
        sheet.write(row, 3, &line.origin)?;
        sheet.write(row, 4, line.quantity as f64)?;
        sheet.write_with_format(row, 5, units(line.price_cents), &looks.money)?;
        sheet.write(row, 6, if line.number % 2 == 0 { other } else { brief.currency })?;
        sheet.write_with_format(row, 7, units(line.amount_cents()), &looks.money)?;
        row += 1;
    }
    sheet.write_with_format(row, 6, "Total", &looks.label)?;
    sheet.write_with_format(row, 7, units(deal.total_cents()), &looks.bold_money)?;
    widths(sheet, &[14.0, 46.0, 12.0, 9.0, 10.0, 12.0, 10.0, 14.0])?;
    Ok(book.save_to_buffer()?)
}

fn workbook(deal: &Deal) -> Result<Workbook> {
    let mut book = Workbook::new();
    let made = DocProperties::new().set_author(deal.brief.seller.name).set_creation_datetime(&date(deal)?);
    book.set_properties(&made);
    Ok(book)
}

fn header(sheet: &mut Worksheet, row: u32, heads: &[&str], looks: &Looks) -> Result<()> {
    for (column, head) in heads.iter().enumerate() {
        sheet.write_with_format(row, column as u16, *head, &looks.head)?;
    }
    Ok(())
}

fn widths(sheet: &mut Worksheet, of: &[f64]) -> Result<()> {
    for (column, width) in of.iter().enumerate() {
        sheet.set_column_width(column as u16, *width)?;
    }
    Ok(())
}

fn date(deal: &Deal) -> Result<ExcelDateTime> {
    let (year, month, day) = deal.brief.date;
    Ok(ExcelDateTime::from_ymd(year as u16, month, day)?)
}

/// Cells are binary floating point whatever we do: hundredths survive it to 15 digits.
fn units(cents: i64) -> f64 {
    cents as f64 / 100.0
}

fn weight(grams: i64) -> f64 {
    kilograms(grams).parse().unwrap_or_default()
}

/// `8471.30.0100`, as the US tariff prints it.
fn dotted(hts10: &str) -> String {
    match (hts10.get(..4), hts10.get(4..6), hts10.get(6..)) {
        (Some(heading), Some(sub), Some(rest)) => format!("{heading}.{sub}.{rest}"),
        _ => hts10.to_owned(),
    }
}
