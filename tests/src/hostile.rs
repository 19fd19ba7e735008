//! Hostile files cost only themselves: each ends as a dead letter with its code, its neighbours are released.

use crate::harness::{Tide, sample};
use crate::paper::{envelopes, ndjson, sha256};
use serde_json::json;
use std::fs;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// An archive of parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook whose sheet is this.
fn workbook(sheet: &[u8]) -> Vec<u8> {
    const KINDS: &[u8] = br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
    const TOP: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    const BOOK: &[u8] = br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;
    const SHEETS: &[u8] = br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    archive(&[
        ("[Content_Types].xml", KINDS),
        ("_rels/.rels", TOP),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", SHEETS),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

/// "lol" a thousand million times, if entities were read.
fn billion_laughs() -> String {
    let mut entities = "<!ENTITY lol0 \"lol\">".to_owned();
    for level in 1..=9 {
        let ten = format!("&lol{};", level - 1).repeat(10);
        entities.push_str(&format!("<!ENTITY lol{level} \"{ten}\">"));
    }
    format!("<?xml version=\"1.0\"?><!DOCTYPE lolz [{entities}]><Invoice>&lol9;</Invoice>")
}

fn nested(open: &str, close: &str, depth: usize) -> String {
    open.repeat(depth) + &close.repeat(depth)
}

/// Name, bytes, and the code it ends with.
fn files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let zeros = vec![b' '; 64 << 20];
    let sound = workbook(b"<worksheet/>");
    let deep_json = format!("{{\"correlation_id\":\"deep\",\"payload\":{}}}", nested("[", "]", 100_000));
    let huge_number =
        "{\"correlation_id\":\"huge\",\"payload\":{\"compliance_data\":{\"total_value\":1e400}}}";
    let attributes: String = (0..100_000).map(|number| format!(" a{number}=\"\"")).collect();
    let cell = format!("Description,HS Code,Qty,Amount\n{},847130,1,1\n", "x".repeat(10 << 20));
    vec![
        ("laughs.xml", billion_laughs().into_bytes(), "xml_doctype"),
        ("deep.xml", nested("<a>", "</a>", 100_000).into_bytes(), "limit_exceeded"),
        ("attributes.xml", format!("<Invoice{attributes}/>").into_bytes(), "limit_exceeded"),
        ("bomb.xlsx", workbook(&zeros), "limit_exceeded"),
        ("deep.json", deep_json.into_bytes(), "limit_exceeded"),
        ("huge.json", huge_number.into(), "json_number"),
        ("cell.csv", cell.into_bytes(), "limit_exceeded"),
        ("unclosed.csv", b"Description,HS Code,Qty\n\"never closed,847130,1\n".to_vec(), "sheet_malformed"),
        ("half.xlsx", sound[..sound.len() / 2].to_vec(), "sheet_malformed"),
    ]
}

#[test]
fn a_hostile_file_costs_only_its_own_document() {
    let tide = Tide::new();
    let serving = tide.serve();
    let sheet = fs::read(sample("invoice-english.csv")).unwrap();
    let all: Vec<_> = envelopes(40, 41).into_iter().filter(|envelope| envelope.end() == "released").collect();
    let mut expected = all.len();
    let mut hostile = Vec::new();
    let mut neighbours = all.chunks(4);
    for (number, (name, bytes, code)) in files().into_iter().enumerate() {
        let receipt = serving.upload(&[(name, &bytes)], &[]).ok().json()["receipts"][0].clone();
        hostile.push((name, receipt["correlation_id"].as_str().unwrap().to_owned(), code));
        // A neighbour in the same batch: another copy of a good sheet, and some envelopes.
        let copy = [sheet.as_slice(), "\n".repeat(number + 1).as_bytes()].concat();
        serving.upload(&[("neighbour.csv", &copy)], &[]).ok();
        expected += 1;
        if let Some(piece) = neighbours.next() {
            serving.envelopes(&ndjson(piece), &[]);
        }
    }
    neighbours.for_each(|piece| drop(serving.envelopes(&ndjson(piece), &[])));
    let status = serving.drained();
    for (name, id, code) in &hostile {
        let document = serving.json(&format!("/v1/documents/{id}"));
        assert_eq!(document["state"], "dead_letter", "{name}: {}", document["code"]);
        assert_eq!(document["code"], *code, "{name}");
    }
    assert_eq!(status["counts"]["released"], expected, "{}", status["counts"]);
    assert_eq!(status["conserved"], true);
    assert_eq!(serving.get("/healthz").status, 200);
    assert_eq!(serving.stop(), 0);
    tide.is_sound();
}

#[test]
fn numbers_larger_than_any_invoices_are_held_and_break_no_sum() {
    let tide = Tide::new();
    let serving = tide.serve();
    // As many digits as a decimal holds, put in as text: a float would round them.
    let most = "79228162514264337593543950335";
    let lines = |code: &str| {
        let item = json!({
            "description": "Leather handbags", "quantity": 1, "unit_price": "MOST", "currency": "USD", "hs_code": code,
            "origin_country": "IT",
        });
        json!([item, item])
    };
    // Both lines are held in the second, so that their amounts are added up.
    for (id, code) in [("large-1", "420221"), ("large-2", "999999")] {
        let payload = json!({ "compliance_data": {
            "invoice_number": id, "line_items": lines(code), "total_value": "MOST", "incoterms": "FCA",
        }});
        let payload = payload.to_string().replace("\"MOST\"", most);
        let hash = sha256(payload.as_bytes());
        let head =
            format!("\"correlation_id\":\"{id}\",\"file_hash\":\"{hash}\",\"source_system\":\"tests\"");
        serving.envelopes(format!("{{{head},\"payload\":{payload}}}\n").as_bytes(), &[]);
        let document = serving.rested(id);
        let findings = document["findings"].as_array().unwrap();
        assert!(findings.iter().any(|finding| finding["rule"] == "value.size/1"), "{document:#}");
        assert_eq!(document["state"], "in_review", "{id}");
    }
    assert_eq!(serving.drained()["conserved"], true);
    assert_eq!(serving.stop(), 0);
    tide.is_sound();
}
