//! Pages drawn and decoded again.

use super::*;
use crate::pdf::overlay::Tone;

/// A PDF with one page for each content, 200 by 100 points, Helvetica as F1.
fn pdf(contents: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len()).map(|at| format!("{} 0 R", 4 + 2 * at)).collect();
    let mut bodies = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Kids[{}]/Count {}/MediaBox[0 0 200 100]/Resources<</Font<</F1 3 0 R>>>>>>",
            kids.join(" "),
            contents.len()
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    for (at, content) in contents.iter().enumerate() {
        bodies.push(format!("<</Type/Page/Parent 2 0 R/Contents {} 0 R>>", 5 + 2 * at));
        bodies.push(format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()));
    }
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", bodies.len() + 1);
    for (at, body) in bodies.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{body}\nendobj\n", at + 1));
    }
    let start = file.len();
    let size = bodies.len() + 1;
    file.push_str(&format!("{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"));
    file.into_bytes()
}

fn drawing(page: u32, scale: f32) -> Drawing {
    Drawing { page, scale, marks: Vec::new() }
}

/// Width, height, and the pixels in three bytes each.
fn decoded(png: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(info.color_type, png::ColorType::Rgb);
    pixels.truncate(info.buffer_size());
    (info.width, info.height, pixels)
}

fn drawn(bytes: &[u8], drawing: &Drawing) -> (u32, u32, Vec<u8>) {
    decoded(&draw(bytes, &Limits::default(), drawing).unwrap())
}

const RED_SQUARE: &str = "1 0 0 rg 20 60 20 20 re f";

#[test]
fn a_page_is_drawn_on_white_at_the_scale_asked_for() {
    let (width, height, pixels) = drawn(&pdf(&[RED_SQUARE]), &drawing(1, 2.0));
    assert_eq!((width, height), (400, 200));
    let at = |x: usize, y: usize| &pixels[(y * 400 + x) * 3..][..3];
    assert_eq!(at(60, 60), [255, 0, 0], "PDF counts from below");
    assert_eq!(at(10, 10), [255, 255, 255]);
    assert_eq!(at(399, 199), [255, 255, 255], "the last pixel is there");
}

#[test]
fn marks_are_drawn_over_the_page_they_are_asked_for() {
    let bounds = [100.0, 40.0, 140.0, 50.0];
    let mark = Mark { bounds, label: "total".to_owned(), tone: Tone::Doubtful };
    let (width, _, pixels) =
        drawn(&pdf(&["", RED_SQUARE]), &Drawing { marks: vec![mark], ..drawing(2, 2.0) });
    let at = |x: usize, y: usize| &pixels[(y * width as usize + x) * 3..][..3];
    assert_eq!(at(197, 90), Tone::Doubtful.colour(), "its left edge");
    assert_eq!(at(60, 60), [255, 0, 0], "the page below it");
}

#[test]
fn marks_are_where_they_belong_on_a_page_that_is_drawn_smaller() {
    let mark = Mark { bounds: [100.0, 40.0, 140.0, 50.0], label: String::new(), tone: Tone::Line };
    // 200 by 100 points at 60 pixels a point would be 72 million pixels.
    let (width, height, pixels) = drawn(&pdf(&[""]), &Drawing { marks: vec![mark], ..drawing(1, 60.0) });
    assert!(u64::from(width) * u64::from(height) <= PIXELS_MAX && width > 8_900, "{width}");
    let scale = width as f32 / 200.0;
    let (left, middle) = ((99.0 * scale) as usize - 5, (45.0 * scale) as usize);
    assert_eq!(pixels[(middle * width as usize + left) * 3..][..3], Tone::Line.colour());
}

#[test]
fn what_is_not_there_is_no_picture() {
    let limits = Limits::default();
    let of = |bytes: &[u8], page| draw(bytes, &limits, &drawing(page, 1.0));
    assert_eq!(of(&pdf(&["", ""]), 3), Err(Undrawn::NoPage));
    assert_eq!(of(&pdf(&["", ""]), 0), Err(Undrawn::NoPage));
    assert_eq!(of(b"%PDF-1.7 and no more", 1), Err(Undrawn::Refused(Code::PdfMalformed)));
    for scale in [0.0, -1.0, f32::NAN, f32::INFINITY] {
        assert_eq!(
            draw(&pdf(&[""]), &limits, &drawing(1, scale)),
            Err(Undrawn::Refused(Code::LimitExceeded))
        );
    }
    let few = Limits { pdf_unpacked_bytes: 10, ..Limits::default() };
    let long = pdf(&["0 0 1 1 re f 0 0 1 1 re f"]);
    assert_eq!(draw(&long, &few, &drawing(1, 1.0)), Err(Undrawn::Refused(Code::LimitExceeded)));
}

#[test]
fn the_answer_of_a_cage_is_a_png_of_our_size_or_nothing() {
    let png = draw(&pdf(&[RED_SQUARE]), &Limits::default(), &drawing(1, 1.0)).unwrap();
    let drawn = Drawn::check(png.clone()).unwrap();
    assert_eq!((drawn.width, drawn.height), (200, 100));
    assert_eq!(Drawn::check(png[..20].to_vec()), None);
    assert_eq!(Drawn::check(b"<svg onload='alert(1)'/>".to_vec()), None);
    let mut large = png.clone();
    large[16..24].copy_from_slice(&[0, 0, 0x1f, 0x40, 0, 0, 0x13, 0x89]);
    assert_eq!(Drawn::check(large), None, "8000 by 5001");
    let mut none = png;
    none[16..20].copy_from_slice(&[0; 4]);
    assert_eq!(Drawn::check(none), None, "no column");
}
