//! What people print for a package, and what becomes of it.

use super::*;
use crate::country::code_list;
use proptest::prelude::*;

fn reads(raw: &str) -> Option<(String, How)> {
    read(raw).reading().map(|reading| (reading.package.to_string(), reading.how))
}

#[test]
fn the_table_has_the_counts_of_its_source() {
    // UN/ECE Recommendation 21, revision 9e.
    assert_eq!(all().len(), 406);
    assert!(all().is_sorted());
    assert_eq!(table::Table::load().clashes(), [] as [String; 0]);
}

#[test]
fn every_package_comes_back_from_its_code() {
    for package in all() {
        let code = package.as_str();
        assert_eq!(code.parse::<Package>(), Ok(*package));
        assert_eq!(serde_json::to_string(package).unwrap(), format!("\"{code}\""));
        assert_eq!(serde_json::from_str::<Package>(&format!("\"{code}\"")).unwrap(), *package);
        assert_eq!(reads(code), Some((code.to_owned(), How::Exact)));
        assert!(!package.name().is_empty());
    }
    for bad in ["", "ct", "CTN", "X", "XCT", "Q1", "C T"] {
        assert!(bad.parse::<Package>().is_err(), "{bad}");
    }
}

#[test]
fn words_are_read_in_four_languages() {
    for (code, words) in [
        ("CT", "carton|Cartons|CTN|ctns.|Karton|Kartons|cartón|cajas de cartón"),
        ("PX", "pallet|Pallets|PLT|Palette|Paletten|palettes|palés"),
        ("BX", "box|BOXES|boîte|Schachtel"),
        ("BG", "bag|Beutel|bolsas"),
        ("SA", "sack|Säcke|saco"),
        ("DR", "drum|Drums|Trommel|tambores"),
        ("CR", "crate|Verschlag"),
        ("CS", "case|Kiste|KISTEN|caisses"),
        ("BL", "bale|Ballen|balles|fardos"),
        ("RO", "roll|Rollen|rouleaux|rollos"),
        ("PK", "package|pkgs|Packstücke|Kolli|Colli|colis|bultos"),
        ("8A", "wooden pallet|Holzpaletten"),
        ("OH", "Euro-Palette|Europaletten"),
    ] {
        for word in words.split('|') {
            assert_eq!(reads(word), Some((code.to_owned(), How::Alias)), "{word}");
        }
    }
    assert_eq!(reads(" CT "), Some(("CT".to_owned(), How::Normalised)));
    assert_eq!(reads("bx"), Some(("BX".to_owned(), How::Normalised)));
    assert_eq!(reads("Drum, steel"), Some(("1A".to_owned(), How::Name)));
}

#[test]
fn a_word_that_does_not_decide_names_its_candidates() {
    for (raw, candidates) in [("Fass", "BA DR"), ("caja", "BX CS CT"), ("cans", "CX CA TN")] {
        let Answer::Ambiguous(found) = read(raw) else { panic!("{raw} does not decide") };
        let codes: Vec<_> = found.iter().map(Package::as_str).collect();
        assert_eq!(codes.join(" "), candidates, "{raw}");
    }
    for raw in ["", " ", "pcs", "Stück", "kg", "st", "pc", "Q1", "12", "contents"] {
        assert_eq!(read(raw), Answer::Unknown, "{raw}");
    }
}

#[test]
fn counted_packages_give_number_and_package() {
    for (raw, number, code) in [
        ("12 cartons", "12", "CT"),
        ("12 CTNS", "12", "CT"),
        (" 3 Paletten ", "3", "PX"),
        ("12cartons", "12", "CT"),
        ("2.5 pallets", "2.5", "PX"),
        ("1 BX", "1", "BX"),
        ("007 drums", "007", "DR"),
    ] {
        let counted = read_counted(raw).unwrap_or_else(|| panic!("{raw} is counted"));
        assert_eq!((counted.number, counted.package.as_str()), (number, code), "{raw}");
    }
}

#[test]
fn what_is_no_counted_package_is_not_read_as_one() {
    for raw in [
        "",
        "12",
        "cartons",
        "12 pcs",
        "12 KG",
        "12 kg",
        "12 CT",
        "12 ST",
        "12 PC",
        "12 PR",
        "-3 cartons",
        "+3 cartons",
        "1,200 cartons",
        "1.200.000 cartons",
        ".5 cartons",
        "5. cartons",
        "1e3 cartons",
        "١٢ cartons",
        "12 12 cartons",
        "12 caja",
        "12 cartons of 6",
        "twelve cartons",
    ] {
        assert_eq!(read_counted(raw), None, "{raw}");
    }
}

#[test]
fn each_alias_row_leads_to_listed_packages() {
    for row in code_list::rows(include_str!("../../data/package-aliases.tsv")) {
        let codes: Vec<Package> = row[1].split(' ').map(|code| code.parse().unwrap()).collect();
        match read(row[0]) {
            Answer::Read(reading) => assert_eq!([reading.package], codes[..], "{}", row[0]),
            Answer::Ambiguous(candidates) => assert_eq!(candidates, codes, "{}", row[0]),
            Answer::Unknown => panic!("{}", row[0]),
        }
    }
}

proptest! {
    #[test]
    fn any_text_has_an_answer(raw in any::<String>()) {
        let _ = (read(&raw), read_counted(&raw));
    }

    #[test]
    fn a_counted_number_is_a_plain_decimal(raw in "[0-9.,]{0,6} ?(cartons|BX|KG)") {
        if let Some(counted) = read_counted(&raw) {
            prop_assert!(counted.number.parse::<rust_decimal::Decimal>().is_ok());
        }
    }
}
