//! Pages as pictures: drawn in the cage, over HTTP and by `parse --overlay`, and what a hostile one costs.

use crate::harness::{Tide, sample};
use serde_json::Value;
use std::fs;
use std::io::Cursor;
use std::path::Path;

/// A PDF of A4 pages with these contents, in Helvetica as F1; S is a shading over the whole page.
fn pdf(contents: &[String]) -> Vec<u8> {
    let kids: Vec<String> = (0..contents.len()).map(|at| format!("{} 0 R", 5 + 2 * at)).collect();
    let mut bodies = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Kids[{}]/Count {}/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>/Shading<</S 4 0 R>>>>>>",
            kids.join(" "),
            contents.len()
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        "<</ShadingType 3/ColorSpace/DeviceRGB/Coords[300 400 0 300 400 600]/Extend[true true]\
         /Function<</FunctionType 2/Domain[0 1]/C0[1 0 0]/C1[0 0 1]/N 1.5>>>>"
            .to_owned(),
    ];
    for (at, content) in contents.iter().enumerate() {
        bodies.push(format!("<</Type/Page/Parent 2 0 R/Contents {} 0 R>>", 6 + 2 * at));
        bodies.push(format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()));
    }
    let mut file = "%PDF-1.7\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", bodies.len() + 1);
    for (at, body) in bodies.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{body}\nendobj\n", at + 1));
    }
    let (start, size) = (file.len(), bodies.len() + 1);
    file.push_str(&format!("{table}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"));
    file.into_bytes()
}

/// Text at places: points from the left and from below.
fn text(words: &[(u32, u32, &str)]) -> String {
    words.iter().map(|(x, y, word)| format!("BT /F1 10 Tf {x} {y} Td ({word}) Tj ET\n")).collect()
}

/// An invoice on one page, another page behind it.
fn invoice() -> Vec<u8> {
    let first = text(&[
        (50, 780, "Commercial Invoice"),
        (50, 750, "Invoice No.:"),
        (150, 750, "INV-4711"),
        (50, 735, "Invoice date:"),
        (150, 735, "2026-03-04"),
        (50, 650, "Description"),
        (250, 650, "HS code"),
        (340, 650, "Quantity"),
        (420, 650, "Unit price"),
        (500, 650, "Amount"),
        (50, 630, "Leather walking shoes"),
        (250, 630, "640399"),
        (340, 630, "10"),
        (420, 630, "12.50"),
        (500, 630, "125.00"),
        (420, 590, "Total EUR"),
        (500, 590, "125.00"),
    ]);
    pdf(&[first, text(&[(50, 780, "Terms of delivery and payment.")])])
}

/// Width, height, and the pixels of a PNG.
fn decoded(png: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(Cursor::new(png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    (info.width, info.height, pixels)
}

/// The receipt's id of one uploaded file, once its document rests.
fn taken(serving: &crate::harness::Serving, name: &str, bytes: &[u8]) -> String {
    let receipts = serving.upload(&[(name, bytes)], &[]).ok().json();
    let id = receipts["receipts"][0]["correlation_id"].as_str().unwrap().to_owned();
    serving.rested(&id);
    id
}

#[test]
fn a_page_is_a_picture_and_one_that_is_not_there_is_not_found() {
    let tide = Tide::new();
    let serving = tide.serve();
    let id = taken(&serving, "invoice.pdf", &invoice());
    let reply = serving.get(&format!("/v1/documents/{id}/pages/1.png")).ok();
    assert_eq!(reply.header("content-type"), Some("image/png"));
    let (width, height, pixels) = decoded(&reply.body);
    assert_eq!((width, height), (1239, 1754), "150 dots an inch, whole ones");
    assert!(pixels.iter().any(|byte| *byte < 64), "there is ink on it");
    let small = serving.get(&format!("/v1/documents/{id}/pages/2.png?scale=0.5")).ok();
    assert_eq!(decoded(&small.body).0, 297);
    serving.get(&format!("/v1/documents/{id}/pages/3.png")).problem(404, "not_found");
    let sheet = taken(&serving, "a.csv", &fs::read(sample("invoice-english.csv")).unwrap());
    serving.get(&format!("/v1/documents/{sheet}/pages/1.png")).problem(404, "not_found");
    let page = serving.get(&format!("/documents/{id}")).ok().text();
    for part in
        [format!("/v1/documents/{id}/pages/2.png"), "viewBox=\"0 0 595.0 842.0\"".into(), "INV-4711".into()]
    {
        assert!(page.contains(&part), "{part} is missing");
    }
}

#[test]
fn a_page_that_does_not_end_costs_only_its_own_request() {
    let tide = Tide::new().with("[cage]\ncpu_seconds = 1\nwall_seconds = 2\n");
    let serving = tide.serve();
    let sound = taken(&serving, "invoice.pdf", &invoice());
    // Little to read, very much to draw.
    let endless = pdf(&[text(&[(50, 780, "Invoice")]) + &"/S sh\n".repeat(200_000)]);
    let hostile = taken(&serving, "endless.pdf", &endless);
    let problem =
        serving.get(&format!("/v1/documents/{hostile}/pages/1.png?scale=6")).problem(422, "page_undrawable");
    assert!(problem["detail"].as_str().unwrap().contains("_exceeded"), "{problem}");
    serving.get(&format!("/v1/documents/{sound}/pages/1.png")).ok();
    serving.get("/healthz").ok();
    // The next document is read as if nothing had been.
    taken(&serving, "next.pdf", &pdf(&[text(&[(50, 780, "Packing list")])]));
}

/// The colour of a pixel.
fn at((width, _, pixels): &(u32, u32, Vec<u8>), x: i64, y: i64) -> [u8; 3] {
    let first = (usize::try_from(y).unwrap() * *width as usize + usize::try_from(x).unwrap()) * 3;
    pixels[first..first + 3].try_into().unwrap()
}

#[test]
fn an_overlay_shows_each_value_at_its_place() {
    let tide = Tide::new();
    let file = tide.file("invoice.pdf", invoice());
    let out = tide.path("out.png");
    let parse = |more: &[&str]| {
        let paths = [file.to_str().unwrap(), "--overlay", out.to_str().unwrap()];
        tide.run(&[&["parse"], &paths[..], more].concat())
    };
    let shown = parse(&[]).ok().json();
    let second = tide.path("out-2.png");
    assert_eq!(shown["overlay"], serde_json::json!([out.to_str().unwrap(), second.to_str().unwrap()]));
    let page = decoded(&fs::read(&out).unwrap());
    assert_eq!((page.0, page.1), (1239, 1754));
    let number = &shown["reading"]["invoice_number"];
    assert_eq!((&number["value"], &number["page"]), (&Value::from("INV-4711"), &Value::from(1)));
    let bounds: Vec<f64> =
        number["box"].as_array().unwrap().iter().map(|side| side.as_f64().unwrap()).collect();
    let pixel = |points: f64| (points * 150.0 / 72.0).round() as i64;
    let (left, middle) = (pixel(bounds[0] - 1.0) - 1, pixel((bounds[1] + bounds[3]) / 2.0));
    let colours = [[0x0b, 0x57, 0xa8], [0xc0, 0x1c, 0x1c]];
    assert!(colours.contains(&at(&page, left, middle)), "{:?} at {left}, {middle}", at(&page, left, middle));
    assert_eq!(at(&page, left - 4, middle), [255, 255, 255], "paper beside it");
    assert!(Path::new(&second).exists());
    fs::remove_file(&second).unwrap();
    assert_eq!(parse(&["--page", "2"]).ok().json()["overlay"].as_array().unwrap().len(), 1);
    assert_eq!(decoded(&fs::read(&out).unwrap()).0, 1239);
    assert!(!second.exists(), "the page asked for is the file asked for");
    let beyond = parse(&["--page", "3"]).ended(2);
    assert!(beyond.err.contains("has 2 pages") && beyond.out.contains("INV-4711"), "{beyond:?}");
    let sheet = sample("invoice-english.csv");
    let none = tide.run(&["parse", sheet.to_str().unwrap(), "--overlay", out.to_str().unwrap()]).ended(2);
    assert!(none.err.contains("no pages"), "{none:?}");
}
