//! A commercial invoice as a PDF, in one plain layout, with what a test wants to be different.

use crate::pdf::engine::tests::make::Maker;

/// Of a page of A4.
pub const A4: &str = "/MediaBox[0 0 595 842]";

/// Three lines of goods: description, code, quantity, price, amount.
pub const GOODS: [[&str; 5]; 3] = [
    ["Steel bolts, M8, zinc plated", "731815", "1200", "0.35", "420.00"],
    ["Ball bearings, 20 mm", "848210", "150", "4.20", "630.00"],
    ["Electric motors, 750 W", "850140", "12", "88.50", "1062.00"],
];

/// What they sum up to.
pub const TOTAL: &str = "2112.00";

/// A text at a place, with the font F1.
pub fn text(x: u32, y: u32, text: &str) -> String {
    format!("BT /F1 10 Tf {x} {y} Td ({text}) Tj ET\n")
}

/// What stands above the goods.
pub fn head() -> String {
    let rows = [
        (50, 790, "COMMERCIAL INVOICE"),
        (50, 760, "Invoice No: INV-20417"),
        (300, 760, "Invoice Date: 14 March 2026"),
        (50, 735, "Seller:"),
        (50, 722, "Brightwater Tools Ltd"),
        (50, 709, "12 Quay Street, Leeds LS1 4DY, United Kingdom"),
        (300, 735, "Buyer:"),
        (300, 722, "Nordhavn Handel GmbH"),
        (300, 709, "Hafenstrasse 4, 20457 Hamburg, Germany"),
        (50, 680, "Incoterms: FCA Leeds"),
        (300, 680, "Country of Origin: United Kingdom"),
        (50, 660, "Currency: EUR"),
    ];
    rows.iter().map(|(x, y, row)| text(*x, *y, row)).collect()
}

/// The table of goods.
pub fn goods(lines: &[[&str; 5]]) -> String {
    let columns = [50, 230, 310, 380, 470];
    let head = ["Description", "HS Code", "Quantity", "Unit Price", "Amount"];
    let rows = std::iter::once(&head).chain(lines);
    let row = |(number, row): (u32, &[&str; 5])| {
        columns.iter().zip(row).map(|(x, cell)| text(*x, 620 - 20 * number, cell)).collect::<String>()
    };
    (0..).zip(rows).map(row).collect()
}

/// The row under the goods.
pub fn total(amount: &str) -> String {
    text(380, 520, "Total EUR") + &text(470, 520, amount)
}

/// The whole content.
pub fn content() -> String {
    head() + &goods(&GOODS) + &total(TOTAL)
}

/// One page of A4 that draws this.
pub fn page(content: &str) -> Vec<u8> {
    Maker::new("").page(A4, content).finish()
}

/// The whole invoice.
pub fn invoice() -> Vec<u8> {
    page(&content())
}
