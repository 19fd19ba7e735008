//! What people print for a unit, and what becomes of it.

use super::*;
use crate::country::code_list;
use proptest::prelude::*;

fn reads(raw: &str) -> Option<(String, How)> {
    read(raw).reading().map(|reading| (reading.unit.to_string(), reading.how))
}

/// Candidates, packages with the X of Recommendation 20.
fn candidates(raw: &str) -> String {
    let word = |meaning: &Meaning| match meaning {
        Meaning::Unit(unit) => unit.to_string(),
        Meaning::Package(package) => format!("X{package}"),
    };
    match read(raw) {
        Answer::Ambiguous(meanings) => meanings.iter().map(word).collect::<Vec<_>>().join(" "),
        other => format!("{other:?}"),
    }
}

/// The codes of Recommendation 20 that are words for something else on paper.
const WORDS: [&str; 9] = ["BAR", "CTN", "DT", "GM", "KGS", "KW", "MTS", "PAL", "STK"];

#[test]
fn the_table_has_the_counts_of_its_source() {
    // UN/ECE Recommendation 20, revision 11e: 2,162 codes with the 406 of Recommendation 21.
    assert_eq!(all().len(), 2_162 - 406);
    assert!(all().is_sorted());
    assert_eq!(table::Table::load().clashes(), [] as [String; 0]);
}

#[test]
fn every_unit_comes_back_from_its_code() {
    for unit in all() {
        let code = unit.as_str();
        assert_eq!(code.parse::<Unit>(), Ok(*unit));
        assert_eq!(serde_json::to_string(unit).unwrap(), format!("\"{code}\""));
        assert_eq!(serde_json::from_str::<Unit>(&format!("\"{code}\"")).unwrap(), *unit);
        assert!(!unit.name().is_empty());
        if !WORDS.contains(&code) {
            assert_eq!(reads(code), Some((code.to_owned(), How::Exact)));
        }
    }
    for bad in ["", "kgm", "KG", "XCT", "C62 ", "QQQ", "STÜ"] {
        assert!(bad.parse::<Unit>().is_err(), "{bad}");
    }
}

#[test]
fn words_are_read_in_four_languages() {
    for (code, words) in [
        ("H87", "pcs|PCS|pc|piece(s)|Stk|Stk.|Stück|STÜCK|PCE|pièce|Pièces|unidad|uds"),
        ("EA", "each|ea"),
        ("KGM", "kg|KG|kgs|KGS|Kilogramm|kilogrammes|kilos"),
        ("GRM", "g|gr|GM|Gramm"),
        ("TNE", "t|to|MT|tonnes|metric tons"),
        ("MTR", "m|mtr|mètres|metros"),
        ("MTK", "m2|m²|qm|sqm|M²"),
        ("MTQ", "m3|m³|cbm|CBM"),
        ("LTR", "l|ltr|ltrs|Liter|litros"),
        ("PR", "pair|pairs|pair(s)|prs|Paar|paires"),
        ("SET", "sets|Satz|juego"),
        ("DZN", "doz|DOZ.|dzn|Dutzend|douzaine"),
        ("LBR", "lb|lbs|LBS"),
        ("ONZ", "oz"),
    ] {
        for word in words.split('|') {
            let read = reads(word);
            assert_eq!(read.as_ref().map(|(code, _)| code.as_str()), Some(code), "{word}");
            assert_eq!(read.map(|(_, how)| how), Some(How::Alias), "{word}");
        }
    }
    assert_eq!(reads("kgm"), Some(("KGM".to_owned(), How::Normalised)));
    assert_eq!(reads(" C62 "), Some(("C62".to_owned(), How::Normalised)));
    assert_eq!(reads("tonne (metric ton)"), Some(("TNE".to_owned(), How::Name)));
}

#[test]
fn a_package_is_no_unit_and_says_so() {
    for (raw, code) in [
        ("cartons", "CT"),
        ("Karton", "CT"),
        ("ctns", "CT"),
        ("boxes", "BX"),
        ("BX", "BX"),
        ("XBX", "BX"),
        ("XCT", "CT"),
        ("xct", "CT"),
        ("pallets", "PX"),
        ("PAL", "PX"),
        ("rolls", "RO"),
    ] {
        let Answer::Package(reading) = read(raw) else { panic!("{raw}: {:?}", read(raw)) };
        assert_eq!(reading.package.as_str(), code, "{raw}");
    }
    assert!(matches!(read("Fässer"), Answer::Packages([_, _])));
}

#[test]
fn a_word_that_does_not_decide_names_its_meanings() {
    assert_eq!(candidates("tons"), "TNE STN LTN");
    assert_eq!(candidates("CTN"), "XCT CTN");
    assert_eq!(candidates("STK"), "H87 STK");
    assert_eq!(candidates("CT"), "CTM XCT");
    assert_eq!(candidates("gallons"), "GLL GLI");
    assert_eq!(candidates("MTS"), "MTR TNE");
    for raw in ["", " ", "12", "kg/m2", "QQQQ", "pcs per box", "öäü", "bx"] {
        assert_eq!(read(raw), Answer::Unknown, "{raw}");
    }
}

#[test]
fn the_codes_that_are_words_on_paper_are_these() {
    let not_itself: Vec<_> = all()
        .iter()
        .map(Unit::as_str)
        .filter(|code| reads(code) != Some(((*code).to_owned(), How::Exact)))
        .collect();
    assert_eq!(not_itself, WORDS);
}

#[test]
fn masses_compare_exactly() {
    let kilograms = |code: &str, quantity: &str| {
        let mass = code.parse::<Unit>().unwrap().kilograms(quantity.parse().unwrap());
        mass.map(|mass| mass.normalize().to_string())
    };
    assert_eq!(kilograms("GRM", "1500").as_deref(), Some("1.5"));
    assert_eq!(kilograms("KGM", "1.5").as_deref(), Some("1.5"));
    assert_eq!(kilograms("TNE", "0.0015").as_deref(), Some("1.5"));
    assert_eq!(kilograms("LBR", "100").as_deref(), Some("45.359237"));
    assert_eq!(kilograms("ONZ", "16").as_deref(), Some("0.45359237"));
    assert_eq!(kilograms("STN", "1").as_deref(), Some("907.18474"));
    assert_eq!(kilograms("H87", "1"), None);
    assert_eq!(kilograms("KWH", "1"), None);
    assert_eq!(kilograms("KTN", "79228162514264337593543950335"), None);
}

#[test]
fn factors_are_consistent_and_all_in_the_list() {
    let base = |code: &str| code.parse::<Unit>().unwrap().in_base().unwrap();
    let product = |code: &str, times: i64| base(code).1 * Decimal::from(times);
    assert_eq!(product("ONZ", 16), base("LBR").1);
    assert_eq!(product("LBR", 14), base("STI").1);
    assert_eq!(product("LBR", 2_000), base("STN").1);
    assert_eq!(product("LBR", 2_240), base("LTN").1);
    assert_eq!(product("LBR", 112), base("CWI").1);
    assert_eq!(product("INH", 12), base("FOT").1);
    assert_eq!(product("FOT", 3), base("YRD").1);
    assert_eq!(product("YRD", 1_760), base("SMI").1);
    assert_eq!(product("INK", 144), base("FTK").1);
    assert_eq!(product("INQ", 231), base("GLL").1);
    assert_eq!(product("OZA", 128), base("GLL").1);
    assert_eq!(product("PTI", 8), base("GLI").1);
    assert_eq!(product("GLL", 42), base("BLL").1);
    let rows: Vec<_> = code_list::rows(include_str!("../../data/unit-factors.tsv")).collect();
    assert_eq!(all().iter().filter(|unit| unit.measure().is_some()).count(), rows.len());
    assert_eq!(Unit::PIECE.measure(), Some(Measure::Count));
    assert_eq!(Unit::KILOGRAM.measure(), Some(Measure::Mass));
}

#[test]
fn each_alias_row_leads_to_listed_codes() {
    for row in code_list::rows(include_str!("../../data/unit-aliases.tsv")) {
        let read = match read(row[0]) {
            Answer::Read(reading) => reading.unit.to_string(),
            Answer::Package(reading) => format!("X{}", reading.package),
            _ => candidates(row[0]),
        };
        assert_eq!(read, row[1], "{}", row[0]);
        for code in row[1].split(' ') {
            assert!(code.parse::<Unit>().is_ok() || code[1..].parse::<Package>().is_ok(), "{code}");
        }
    }
}

proptest! {
    #[test]
    fn any_text_has_an_answer(raw in any::<String>()) {
        let _ = read(&raw);
    }

    #[test]
    fn short_text_has_an_answer_and_exact_means_listed(raw in "\\PC{0,4}") {
        if let Answer::Read(Reading { unit, how: How::Exact }) = read(&raw) {
            prop_assert_eq!(unit.as_str(), raw);
        }
    }
}
