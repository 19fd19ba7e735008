//! PDFs that a reader must not read as if nothing were wrong: broken off, locked, or a picture of a page.
//!
//! Promises: each is made of a sound paper. Refuses to know what stands on it.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::papers::need;

/// Its first 70 %.
pub fn truncated(pdf: &[u8]) -> Vec<u8> {
    pdf.get(..pdf.len() * 7 / 10).unwrap_or_default().to_vec()
}

/// Encrypted under a user password: RC4 with 128 bits, which takes no chance and so makes the same bytes each time.
pub fn locked(pdf: &[u8]) -> Result<Vec<u8>> {
    converted(pdf, |from, to| {
        let words = [
            "--allow-weak-crypto",
            "--static-id",
            "--encrypt",
            "tide",
            "water",
            "128",
            "--use-aes=n",
            "--",
            from,
            to,
        ];
        need("qpdf", "qpdf", &words)
    })
}

/// The first page as a black and white picture without a text layer, as an office scanner makes it.
pub fn scanned(pdf: &[u8]) -> Result<Vec<u8>> {
    let picture = converted(pdf, |from, to| {
        let words = ["-mono", "-r", "150", "-f", "1", "-singlefile", from, to.trim_end_matches(".pbm")];
        need("pdftoppm", "poppler-utils", &words)
    })?;
    let (width, height, bits) = bitmap(&picture).context("not a PBM picture")?;
    wrapped(width, height, bits)
}

/// What a program makes of a file.
fn converted(pdf: &[u8], program: impl Fn(&str, &str) -> Result<()>) -> Result<Vec<u8>> {
    let folder = std::env::temp_dir().join(format!("tidewaiter-samples-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let (from, to) = (folder.join("from.pdf"), folder.join("to.pbm"));
    fs::write(&from, pdf)?;
    let word = |path: &Path| path.display().to_string();
    let made = program(&word(&from), &word(&to)).and_then(|()| Ok(fs::read(&to)?));
    fs::remove_dir_all(&folder)?;
    made
}

/// Width, height and bits of a raw PBM (`P4`): rows of whole bytes, 1 is black.
fn bitmap(picture: &[u8]) -> Option<(usize, usize, &[u8])> {
    let mut lines = picture.splitn(3, |byte| *byte == b'\n');
    let magic = lines.next()?;
    let size = std::str::from_utf8(lines.next()?).ok()?;
    let (width, height) = size.split_once(' ')?;
    (magic == b"P4").then_some((width.parse().ok()?, height.parse().ok()?, lines.next()?))
}

/// A PDF of one page that is nothing but this picture.
fn wrapped(width: usize, height: usize, bits: &[u8]) -> Result<Vec<u8>> {
    let mut zip = ZlibEncoder::new(Vec::new(), Compression::best());
    zip.write_all(bits)?;
    let data = zip.finish()?;
    let (w, h) = (width * 72 / 150, height * 72 / 150);
    let content = format!("q {w} 0 0 {h} 0 0 cm /Im0 Do Q");
    let picture = format!(
        "<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 1\
         /Decode[1 0]/Filter/FlateDecode/Length {}>>",
        data.len()
    );
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {w} {h}]/Resources<</XObject<</Im0 4 0 R>>>>/Contents 5 0 R>>"
    );
    let objects: [(&str, Option<&[u8]>); 5] = [
        ("<</Type/Catalog/Pages 2 0 R>>", None),
        ("<</Type/Pages/Kids[3 0 R]/Count 1>>", None),
        (&page, None),
        (&picture, Some(&data)),
        (&format!("<</Length {}>>", content.len()), Some(content.as_bytes())),
    ];
    Ok(assembled(&objects))
}

/// Objects numbered from 1, the table of where they begin, the trailer.
fn assembled(objects: &[(&str, Option<&[u8]>)]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut table = String::from("0000000000 65535 f \n");
    for (at, (dictionary, stream)) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.extend(format!("{} 0 obj\n{dictionary}\n", at + 1).into_bytes());
        if let Some(stream) = stream {
            pdf.extend(b"stream\n");
            pdf.extend(*stream);
            pdf.extend(b"\nendstream\n");
        }
        pdf.extend(b"endobj\n");
    }
    let (begin, count) = (pdf.len(), objects.len() + 1);
    let tail =
        format!("xref\n0 {count}\n{table}trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{begin}\n%%EOF\n");
    pdf.extend(tail.into_bytes());
    pdf
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bitmap_says_its_size() {
        assert_eq!(bitmap(b"P4\n9 2\n\x01\x80\x02\x00"), Some((9, 2, &b"\x01\x80\x02\x00"[..])));
        assert_eq!(bitmap(b"P5\n9 2\n\x01"), None);
    }

    #[test]
    fn a_picture_becomes_a_page_whose_table_points_at_its_objects() {
        let pdf = wrapped(150, 300, &[0; 5700]).unwrap();
        let text = String::from_utf8_lossy(&pdf);
        assert!(text.contains("/MediaBox[0 0 72 144]") && !text.contains("/Font"));
        let begin: usize =
            text.rsplit("startxref\n").next().unwrap().lines().next().unwrap().parse().unwrap();
        assert_eq!(&pdf[begin..begin + 4], b"xref");
        let table = String::from_utf8_lossy(&pdf[begin..]).into_owned();
        for (number, row) in (1..).zip(table.lines().skip(3).take(5)) {
            let at: usize = row[..10].parse().unwrap();
            assert!(pdf[at..].starts_with(format!("{number} 0 obj").as_bytes()), "{number}");
        }
    }

    #[test]
    fn seven_tenths_are_left() {
        assert_eq!(truncated(&[1; 100]).len(), 70);
    }
}
