//! Makes PDFs, sound ones and others, for tests.

use flate2::{Compression, write::ZlibEncoder};
use std::io::Write;

/// A PDF in the making: bodies of objects, numbered from 1. Object 1 is the catalogue, 2 the root of its pages.
pub struct Maker {
    bodies: Vec<Vec<u8>>,
    /// Added to the trailer.
    pub trailer: String,
}

/// A page of 200 by 100 points that draws `content` with Helvetica as F1 and its bold as F2.
pub fn one_page(content: &str) -> Vec<u8> {
    Maker::new("").page("", content).finish()
}

impl Maker {
    /// With these entries in the catalogue.
    pub fn new(catalogue: &str) -> Maker {
        let maker = Maker { bodies: Vec::new(), trailer: String::new() };
        maker
            .object(format!("<</Type/Catalog/Pages 2 0 R{catalogue}>>"))
            .object("")
            .object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
            .object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>")
    }

    /// The number of the next object.
    pub fn next(&self) -> usize {
        self.bodies.len() + 1
    }

    /// One more object.
    pub fn object(mut self, body: impl Into<Vec<u8>>) -> Maker {
        self.bodies.push(body.into());
        self
    }

    /// One more stream, as it is.
    pub fn stream(self, entries: &str, bytes: &[u8]) -> Maker {
        let mut body = format!("<<{entries}/Length {}>>\nstream\n", bytes.len()).into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\nendstream");
        self.object(body)
    }

    /// One more page, with these entries of its own.
    pub fn page(self, entries: &str, content: &str) -> Maker {
        let contents = self.next();
        self.stream("", content.as_bytes())
            .object(format!("<</Type/Page/Parent 2 0 R/Contents {contents} 0 R{entries}>>"))
    }

    /// Its bytes, with a table of references; each page's object is a kid of the root.
    pub fn finish(mut self) -> Vec<u8> {
        let is_page = |body: &Vec<u8>| body.starts_with(b"<</Type/Page/");
        let pages = self.bodies.iter().enumerate().filter(|(_, body)| is_page(body));
        let kids: Vec<String> = pages.map(|(place, _)| format!("{} 0 R", place + 1)).collect();
        if self.bodies[1].is_empty() {
            self.bodies[1] = format!(
                "<</Type/Pages/Kids[{}]/Count {}/MediaBox[0 0 200 100]/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>",
                kids.join(" "),
                kids.len()
            )
            .into_bytes();
        }
        let mut bytes = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.next());
        for (place, body) in self.bodies.iter().enumerate() {
            table.push_str(&format!("{:010} 00000 n \n", bytes.len()));
            bytes.extend_from_slice(format!("{} 0 obj\n", place + 1).as_bytes());
            bytes.extend_from_slice(body);
            bytes.extend_from_slice(b"\nendobj\n");
        }
        let start = bytes.len();
        let (size, more) = (self.next(), &self.trailer);
        bytes.extend_from_slice(table.as_bytes());
        bytes.extend_from_slice(
            format!("trailer\n<</Size {size}/Root 1 0 R{more}>>\nstartxref\n{start}\n%%EOF\n").as_bytes(),
        );
        bytes
    }
}

/// Packed with flate.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
