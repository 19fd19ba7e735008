//! PDFs for tests: a commercial invoice in one plain layout, whole, packed, and over two pages.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write as _;

/// A line of goods: description, code, quantity, price, amount.
pub type Goods = [&'static str; 5];

/// Lines of an invoice.
pub const GOODS: [Goods; 3] = [
    ["Steel bolts, boxes of 100", "731815", "12", "35.00", "420.00"],
    ["Ball bearings, 20 mm", "848210", "15", "42.00", "630.00"],
    ["Electric motors, 750 W", "850140", "12", "88.50", "1062.00"],
];

/// What they sum up to.
pub const TOTAL: &str = "2112.00";

/// A PDF in the making: bodies of objects, numbered from 1. Object 1 is the catalogue, 2 the root of the pages, 3 a font.
pub struct Pdf {
    bodies: Vec<Vec<u8>>,
    pages: Vec<usize>,
}

impl Pdf {
    /// Without a page; with these entries in the catalogue.
    pub fn new(catalogue: &str) -> Pdf {
        let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
        let bodies = [format!("<</Type/Catalog/Pages 2 0 R{catalogue}>>"), String::new(), font.to_owned()];
        Pdf { bodies: bodies.map(String::into_bytes).to_vec(), pages: Vec::new() }
    }

    /// The number of the next object.
    pub fn next(&self) -> usize {
        self.bodies.len() + 1
    }

    /// One more object.
    pub fn object(mut self, body: impl Into<Vec<u8>>) -> Pdf {
        self.bodies.push(body.into());
        self
    }

    /// One more stream, as it is.
    pub fn stream(self, entries: &str, bytes: &[u8]) -> Pdf {
        let head = format!("<<{entries}/Length {}>>\nstream\n", bytes.len());
        self.object([head.as_bytes(), bytes, b"\nendstream"].concat())
    }

    /// A page that draws this, as it stands here or packed; with entries of its own.
    pub fn page(self, entries: &str, content: &str, is_packed: bool) -> Pdf {
        let contents = self.next();
        let page = if is_packed {
            self.stream("/Filter/FlateDecode", &deflated(content.as_bytes()))
        } else {
            self.stream("", content.as_bytes())
        };
        let mut page = page.object(format!("<</Type/Page/Parent 2 0 R/Contents {contents} 0 R{entries}>>"));
        page.pages.push(contents + 1);
        page
    }

    /// Its bytes, with a table of references.
    pub fn finish(mut self) -> Vec<u8> {
        let kids: Vec<String> = self.pages.iter().map(|page| format!("{page} 0 R")).collect();
        self.bodies[1] = format!(
            "<</Type/Pages/Kids[{}]/Count {}/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>>>",
            kids.join(" "),
            kids.len()
        )
        .into_bytes();
        let mut bytes = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.next());
        for (number, body) in (1..).zip(&self.bodies) {
            table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
            bytes.extend([format!("{number} 0 obj\n").as_bytes(), body, b"\nendobj\n"].concat());
        }
        let (start, size) = (bytes.len(), self.next());
        let end = format!("{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
        bytes.extend(end.as_bytes());
        bytes
    }
}

/// Packed with flate.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A text at a place.
pub fn text(x: u32, y: u32, text: &str) -> String {
    format!("BT /F1 10 Tf {x} {y} Td ({text}) Tj ET\n")
}

/// What stands above the goods.
pub fn head(number: &str) -> String {
    let number = format!("Invoice No: {number}");
    let rows = [
        (50, 790, "COMMERCIAL INVOICE"),
        (50, 760, &number),
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

/// A table of goods, its head at this height.
pub fn table(goods: &[[&str; 5]], top: u32) -> String {
    let columns = [50, 230, 310, 380, 470];
    let head = ["Description", "HS Code", "Quantity", "Unit Price", "Amount"];
    let rows = std::iter::once(&head).chain(goods);
    let row = |(number, row): (u32, &[&str; 5])| -> String {
        columns.iter().zip(row).map(|(x, cell)| text(*x, top - 20 * number, cell)).collect()
    };
    (0..).zip(rows).map(row).collect()
}

/// The row of the total.
pub fn total(amount: &str, y: u32) -> String {
    text(380, y, "Total EUR") + &text(470, y, amount)
}

/// The whole content of an invoice of one page.
pub fn content(number: &str) -> String {
    head(number) + &table(&GOODS, 620) + &total(TOTAL, 520)
}

/// An invoice whose content can be read in the file.
pub fn plain(number: &str) -> Vec<u8> {
    Pdf::new("").page("", &content(number), false).finish()
}

/// The same, packed.
pub fn packed(number: &str) -> Vec<u8> {
    Pdf::new("").page("", &content(number), true).finish()
}

/// An invoice over two pages, the total on the second.
pub fn two_pages(number: &str) -> Vec<u8> {
    let more: Goods = ["Hydraulic pumps", "841360", "3", "240.00", "720.00"];
    let first = head(number) + &table(&GOODS, 620) + &text(280, 40, "Page 1 of 2");
    let second = table(&[more], 780) + &total("2832.00", 700) + &text(280, 40, "Page 2 of 2");
    Pdf::new("").page("", &first, false).page("", &second, false).finish()
}
