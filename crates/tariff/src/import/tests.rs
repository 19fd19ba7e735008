//! Files in the shapes authorities publish, with their traps, and files that are none.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn dated() -> Dated {
    Dated { legal_from: date(2026, 4, 1), known_from: date(2026, 4, 1), name: Some("test".to_owned()) }
}

fn import(scheme: Scheme, text: &str) -> Result<(Edition, Vec<Remark>), Error> {
    Edition::import(scheme, text.as_bytes(), dated())
}

fn hts(text: &str) -> (Edition, Vec<Remark>) {
    import(Scheme::UsHts, text).unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn remark(kind: RemarkKind, rows: usize, first_row: usize, sample: &str) -> Remark {
    Remark { kind, rows, first_row, sample: sample.to_owned() }
}

/// As the USITC exports it: BOM, CRLF, units as JSON inside a cell, text rows, trailing spaces.
const CSV: &str = "\u{feff}HTS Number,Indent,Description,Unit of Quantity,General Rate of Duty,Special Rate of Duty,\
Column 2 Rate of Duty,Quota Quantity,Additional Duties\r\n\
\"0101\",\"0\",\"Live horses, asses,  mules:\",\"\",\"\",\"\",\"\",\"\",\"\"\r\n\
\"\",\"1\",\"Horses: \",\"\",\"\",\"\",\"\",\"\",\"\"\r\n\
\"0101.21.00\",\"2\",\"Purebred breeding animals\",\"\",\"Free\",\"\",\"Free\",\"\",\"\"\r\n\
\"0101.21.00.10\",\"3\",\"Males\",\"[\"\"No.\"\"]\",\"\",\"\",\"\",\"\",\"\"\r\n\
\"4407.11.00.01 \",\"03\",\"Pine (<i>Pinus</i> spp.)\",\"[\"\"m³\"\",\"\"m2 \"\",\"\"\"\"]\",\"\",\"\",\"\",\"\",\"\"\r\n\
,,,,,,,,\r\n";

/// The same rows in JSON: indent as text, float and number, both spellings of a key, null for nothing.
const JSON: &str = r#" [ {"htsno":"0101","indent":"0.0","description":"Live horses, asses, mules:","superior":null,"units":[],
 "general":"","special":"","other":"","footnotes":[],"quotaQuantity":null,"additionalDuties":null,"addiitionalDuties":null},
 {"htsno":"","indent":1,"description":"Horses:","superior":"true","units":null,"general":"","additionalDuties":"1","addiitionalDuties":"2"},
 {"htsno":"0101.21.00","indent":2.0,"description":"Purebred\n breeding animals","units":[],"general":" Free"},
 {"htsno":"0101.21.00.10","indent":"3","description":"Males","units":["No."],"general":null},
 {"htsno":"4407.11.00.01","indent":"3","description":"Pine (Pinus spp.)","units":["m3","m²","\n"],"general":""} ]
"#;

#[test]
fn csv_and_json_of_the_same_rows_are_equal_editions() {
    let ((csv, remarks), (json, _)) = (hts(CSV), hts(JSON));
    assert!(csv.same_rows(&json));
    assert_eq!(csv.table(), json.table());
    assert_ne!(csv.sha256, json.sha256);
    assert_eq!(remarks, [remark(RemarkKind::ForeignParent, 1, 5, "4407110001")]);
    let pine = csv.table().get("4407110001").unwrap();
    assert_eq!(pine.units().collect::<Vec<_>>(), ["m3", "m2"]);
    let males = csv.table().find("0101210010").unwrap();
    assert_eq!(
        csv.table().full_text(males),
        "Live horses, asses, mules › Horses › Purebred breeding animals › Males"
    );
    assert_eq!(csv.table().general_rate(males), "Free");
}

#[test]
fn one_changed_word_makes_another_edition() {
    let other = CSV.replace("Males", "Geldings");
    assert!(!hts(CSV).0.same_rows(&hts(&other).0));
}

#[test]
fn the_summary_is_as_the_contract_has_it() {
    let packed = gzip(CSV.as_bytes());
    let (edition, _) = Edition::import(Scheme::UsHts, &packed, dated()).unwrap();
    assert_eq!(edition.sha256, <[u8; 32]>::from(Sha256::digest(&packed)), "of the file as given");
    assert!(edition.same_rows(&hts(CSV).0));
    let mut summary = edition.summary();
    summary.sha256 = "…".to_owned();
    insta::assert_json_snapshot!(summary);
}

#[test]
fn without_a_name_scheme_and_day_are_the_name() {
    let dated = Dated { name: None, ..dated() };
    let (edition, _) = Edition::import(Scheme::UsHts, CSV.as_bytes(), dated).unwrap();
    assert_eq!(edition.name, "us-hts 2026-04-01");
}

#[test]
fn columns_are_found_by_name_in_any_order() {
    let text = "Description,indent,HTSNO,general\nHorses,0,0101,\nMales,1,0101.21.00.10,Free\n";
    let (edition, _) = hts(text);
    let males = edition.table().get("0101210010").unwrap();
    assert_eq!((males.description, males.general, males.indent), ("Males", "Free", 1));
}

#[test]
fn zeros_that_a_spreadsheet_took_are_put_back() {
    let text = "HTS Number,Indent,Description\n101,0,Horses\n101.21.00.10,1,Males\n1003,0,Barley\n1003.9,1,Other\n\
                101.2,1,Purebred\n801110000,0,Coconuts\n";
    let (edition, remarks) = hts(text);
    let codes: Vec<&str> = edition.table().rows().map(|row| row.code).collect();
    assert_eq!(codes, ["0101", "0101210010", "1003", "100390", "010120", "0801110000"]);
    assert_eq!(remarks[0], remark(RemarkKind::ZeroRestored, 5, 1, "101"));
    assert_eq!(remarks[0].to_string(), "a lost zero was put back in 5 rows, first in row 1 (\"101\")");
}

#[test]
fn units_that_are_no_json_are_kept_and_told() {
    let (edition, remarks) =
        hts("code,indent,units,description\n0101.21.00.10,0,[No,x\n0101.21.00.20,0,kg,y\n");
    let units = |code| edition.table().get(code).unwrap().units().collect::<Vec<_>>();
    assert_eq!((units("0101210010"), units("0101210020")), (vec!["[No"], vec!["kg"]));
    assert_eq!(remarks, [remark(RemarkKind::UnitsUnread, 1, 1, "[No")]);
}

#[test]
fn a_simple_list_may_have_no_header_and_no_order() {
    let plain = "010121,Horses\n0101,Horses and asses\n01,Animals\n010130,Asses\n";
    let (list, remarks) = import(Scheme::Hs6, plain).unwrap();
    assert!(remarks.is_empty());
    assert_eq!((list.table().codes(), list.table().declarable()), (4, 2));
    assert!(list.contains6(10_121) && !list.contains6(10_129));
    let texts: Vec<String> = (0..4).map(|number| list.table().full_text(number)).collect();
    assert_eq!(texts[2], "Animals › Horses and asses › Horses");
}

#[test]
fn a_list_with_a_header_finds_its_columns() {
    let text = "section;hscode;description;parent\nI;01;Animals;TOTAL\nI;0101;Horses, live;01\nI;10121;Pure-bred;0101\n\
                TOTAL;TOTAL;All;\nTOTAL;999999;Not specified;9999\nI;0101;Again;01\n";
    let (list, remarks) = import(Scheme::Hs6, text).unwrap();
    assert_eq!(list.table().get("0101").unwrap().description, "Horses, live");
    assert!(list.contains6(10_121) && !list.contains6(999_999));
    assert_eq!(
        remarks,
        [
            remark(RemarkKind::ZeroRestored, 1, 3, "10121"),
            remark(RemarkKind::NotACode, 1, 4, "TOTAL"),
            remark(RemarkKind::NotHs, 1, 5, "999999"),
            remark(RemarkKind::Repeated, 1, 6, "0101"),
        ]
    );
}

#[test]
fn what_is_no_table_is_named() {
    let format = |bytes: &[u8]| match Edition::import(Scheme::UsHts, bytes, dated()) {
        Err(Error::Format { found }) => found,
        other => panic!("{other:?}"),
    };
    assert_eq!(format(b"PK\x03\x04rest"), "a ZIP file or spreadsheet");
    assert_eq!(format(b"%PDF-1.7"), "a PDF");
    assert_eq!(format(b"\xff\xfeh\0t\0"), "UTF-16 text");
    assert_eq!(format(b" <!doctype html>"), "HTML or XML");
    assert_eq!(format(b"0101,\0\0"), "binary");
    for empty in ["", "  \r\n", "\u{feff}\n"] {
        assert!(matches!(import(Scheme::UsHts, empty), Err(Error::Empty)));
    }
    assert!(matches!(
        Edition::import(Scheme::UsHts, b"0101,caf\xe9", dated()),
        Err(Error::Encoding { byte: 8 })
    ));
}

#[test]
fn errors_say_the_row() {
    let error = |text: &str| import(Scheme::UsHts, text).unwrap_err();
    let head = "HTS Number,Indent,Description\n0101,0,Horses\n";
    assert!(
        matches!(error(&format!("{head}01O2,0,Cattle\n")), Error::Code { row: 2, text } if text == "01O2")
    );
    assert!(matches!(error(&format!("{head}010121001022,0,x\n")), Error::Code { row: 2, .. }));
    assert!(
        matches!(error(&format!("{head}0102,2.5,Cattle\n")), Error::Indent { row: 2, text } if text == "2.5")
    );
    assert!(matches!(error(&format!("{head}0102,0\n")), Error::Csv { row: 2, .. }));
    assert!(matches!(error("Name,Price\nx,1\n"), Error::Header { header } if header == "Name | Price"));
    assert!(matches!(error("HTS Number,Indent,Description\n,0,Horses\n"), Error::NoCodes));
    assert!(matches!(
        error(r#"[{"htsno":"0101","indent":"0"},{"htsno":"0102","indent":"x"}]"#),
        Error::Indent { row: 2, .. }
    ));
    assert!(matches!(error(r#"[{"htsno":"0101","indent":"0"},{"htsno":{}}]"#), Error::Json { row: 2, .. }));
    assert!(matches!(error(r#"[{"htsno":"0101","indent":"0"}"#), Error::Json { row: 2, .. }));
    assert!(matches!(error(r#"[{"htsno":"0101","indent":"0"}] x"#), Error::Json { .. }));
    assert!(matches!(error(r#"{"rows":[]}"#), Error::Json { row: 1, .. }));
    assert!(matches!(error("[]"), Error::NoCodes));
    assert!(matches!(import(Scheme::Hs6, "0101210010,Males\n"), Err(Error::Code { row: 1, .. })));
}

#[test]
fn bombs_are_refused() {
    let bomb = gzip(&vec![b'0'; 8 << 20]);
    assert!(matches!(
        Edition::import(Scheme::UsHts, &bomb, dated()),
        Err(Error::TooLarge { limit_bytes: 1_048_576 })
    ));
    let cut = gzip(CSV.as_bytes());
    let cut = &cut[..cut.len() - 6];
    assert!(matches!(Edition::import(Scheme::UsHts, cut, dated()), Err(Error::Gzip { .. })));
    let rows = format!("[{}{{}}]", "{},".repeat(600_000));
    assert!(matches!(import(Scheme::UsHts, &rows), Err(Error::Rows { limit: 500_000 })));
    let rows = format!("code,description\n{}", "010121,x\n".repeat(500_001));
    assert!(matches!(import(Scheme::Hs6, &rows), Err(Error::Rows { limit: 500_000 })));
    let wide = format!("code,description{}\n010121,x\n", ",x".repeat(1_000));
    assert!(matches!(import(Scheme::Hs6, &wide), Err(Error::Header { .. })));
    let line = ",".repeat(3 << 20);
    assert!(matches!(import(Scheme::Hs6, &line), Err(Error::Cell { row: 1, .. })));
    let cell = format!("code,description\n010121,{}\n", "x".repeat(70_000));
    assert!(matches!(import(Scheme::Hs6, &cell), Err(Error::Cell { row: 1, bytes: 70_000 })));
    let deep = format!("[{{\"footnotes\":{}", "[".repeat(100_000));
    assert!(matches!(import(Scheme::UsHts, &deep), Err(Error::Json { row: 1, .. })));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Edition::import(Scheme::UsHts, &bytes, dated());
        let _ = Edition::import(Scheme::Hs6, &gzip(&bytes), dated());
    }

    #[test]
    fn no_text_makes_it_panic(text in "[\\[\\]{}\",:.;\t\r\n0-9a-z<>/é²]{0,200}") {
        let _ = import(Scheme::UsHts, &text);
        let _ = import(Scheme::UsHts, &format!("HTS Number,Indent,Units,Description\n{text}"));
        let _ = import(Scheme::UsHts, &format!("[{{\"htsno\":\"0101\",\"indent\":{text}"));
        let _ = import(Scheme::EuTaric, &format!("code;description\n{text}"));
        let _ = import(Scheme::new("jp"), &text);
    }

    #[test]
    fn a_list_in_any_order_is_the_same_edition(codes in prop::collection::btree_set("0[1-9][0-9]{4}", 1..20), seed in any::<u64>()) {
        let mut shuffled: Vec<&String> = codes.iter().collect();
        shuffled.sort_by_key(|code| code.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)));
        let list = |codes: &mut dyn Iterator<Item = &String>| codes.map(|code| format!("{code},x{code}\n")).collect::<String>();
        let (sorted, _) = import(Scheme::Hs6, &list(&mut codes.iter())).unwrap();
        let (other, _) = import(Scheme::Hs6, &list(&mut shuffled.into_iter())).unwrap();
        prop_assert!(sorted.same_rows(&other));
        prop_assert_eq!(sorted.table().declarable(), codes.len());
    }
}
