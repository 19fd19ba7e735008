//! What people print for a delivery term, and what becomes of it.

use super::{terms::*, *};
use crate::country::code_list;
use proptest::prelude::*;

/// (printed, term, year, place, 2020 code).
type Case = (&'static str, &'static str, u16, &'static str, &'static str);

fn check(cases: &[Case]) {
    for (printed, term, year, place, code) in cases {
        let reading = read(printed);
        let found = (
            reading.term.unwrap_or(""),
            reading.year.unwrap_or(0),
            reading.place.unwrap_or(""),
            reading.code_2020.map_or("", Incoterm::as_str),
        );
        assert_eq!(found, (*term, *year, *place, *code), "{printed}");
        assert!(reading.candidates.is_empty(), "{printed}");
    }
}

fn candidates(printed: &str) -> String {
    let reading = read(printed);
    assert_eq!((reading.term, reading.code_2020), (None, None), "{printed}");
    reading.candidates.into_iter().map(Incoterm::as_str).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_eleven_are_read_bare_and_exactly() {
    for term in Incoterm::ALL {
        let code = term.as_str();
        assert_eq!(code.parse::<Incoterm>(), Ok(term));
        assert_eq!(serde_json::to_string(&term).unwrap(), format!("\"{code}\""));
        assert_eq!(serde_json::from_str::<Incoterm>(&format!("\"{code}\"")).unwrap(), term);
        let reading = read(code);
        assert_eq!((reading.code_2020, reading.term, reading.remark), (Some(term), Some(code), None));
        assert_eq!((reading.printed, reading.place, reading.year), (code, None, None));
    }
    let sea: Vec<_> =
        Incoterm::ALL.into_iter().filter(|term| term.is_sea_only()).map(Incoterm::as_str).collect();
    assert_eq!(sea, ["FAS", "FOB", "CFR", "CIF"]);
    for bad in ["", "fob", "DAT", "FOB ", "XYZ"] {
        assert!(bad.parse::<Incoterm>().is_err(), "{bad}");
    }
}

#[test]
fn term_place_and_edition_are_taken_apart() {
    check(&[
        ("FOB Shanghai, Incoterms® 2020", "FOB", 2020, "Shanghai", "FOB"),
        ("FOB Shanghai", "FOB", 0, "Shanghai", "FOB"),
        ("CIF (Hamburg) INCOTERMS 2010", "CIF", 2010, "Hamburg", "CIF"),
        ("CIF Hamburg (Incoterms 2010)", "CIF", 2010, "Hamburg", "CIF"),
        ("Incoterms 2020: FCA Munich Airport", "FCA", 2020, "Munich Airport", "FCA"),
        ("DAP, Incoterms 2020, Lyon", "DAP", 2020, "Lyon", "DAP"),
        ("DAP - Hamburg, Germany - Incoterms(R) 2020", "DAP", 2020, "Hamburg, Germany", "DAP"),
        ("EXW Stuttgart gemäß Incoterms 2020", "EXW", 2020, "Stuttgart", "EXW"),
        ("CPT Lyon selon les Incoterms 2010", "CPT", 2010, "Lyon", "CPT"),
        ("CIP Madrid (Incoterms2020)", "CIP", 2020, "Madrid", "CIP"),
        ("FOB Ningbo Incoterms® 2020 rules", "FOB", 2020, "Ningbo", "FOB"),
        ("FCA Hamburg ICC 2020", "FCA", 2020, "Hamburg", "FCA"),
        ("EXW (2010)", "EXW", 2010, "", "EXW"),
        ("EXW 2020", "EXW", 2020, "", "EXW"),
        ("2010 Incoterms CIF Genoa", "CIF", 2010, "Genoa", "CIF"),
        ("DDP Hamburg (Hafen)", "DDP", 0, "Hamburg (Hafen)", "DDP"),
        ("Lieferbedingung: DAP Zürich", "DAP", 0, "Zürich", "DAP"),
        ("Terms of delivery FOB/Qingdao", "FOB", 0, "Qingdao", "FOB"),
        ("FOB-Shanghai", "FOB", 0, "Shanghai", "FOB"),
        ("FCA St. Gallen", "FCA", 0, "St. Gallen", "FCA"),
        ("CIF New York, N.Y.", "CIF", 0, "New York, N.Y.", "CIF"),
    ]);
}

#[test]
fn older_terms_are_mapped_and_kept_as_printed() {
    check(&[
        ("DAT", "DAT", 0, "", "DPU"),
        ("DAT Rotterdam", "DAT", 0, "Rotterdam", "DPU"),
        ("DEQ Antwerp", "DEQ", 0, "Antwerp", "DPU"),
        ("DAF Brest", "DAF", 0, "Brest", "DAP"),
        ("DES Lagos", "DES", 0, "Lagos", "DAP"),
        ("DDU", "DDU", 0, "", "DAP"),
        ("C&F Mumbai", "C&F", 0, "Mumbai", "CFR"),
        ("C & F Mumbai", "C&F", 0, "Mumbai", "CFR"),
        ("C and F Mumbai", "C&F", 0, "Mumbai", "CFR"),
        ("C+F", "C+F", 0, "", "CFR"),
        ("CNF Busan", "CNF", 0, "Busan", "CFR"),
        ("FOR Basel", "FOR", 0, "Basel", "FCA"),
        ("FOT", "FOT", 0, "", "FCA"),
        ("FOR/FOT Basel", "FOR", 0, "Basel", "FCA"),
        ("FOA Zurich", "FOA", 0, "Zurich", "FCA"),
        ("FRC", "FRC", 0, "", "FCA"),
        ("DCP Milano", "DCP", 0, "Milano", "CPT"),
        ("Delivery DAT Rotterdam", "DAT", 0, "Rotterdam", "DPU"),
    ]);
    for printed in ["DAT", "C&F Mumbai", "DDU Oslo Incoterms 2000"] {
        assert_eq!(read(printed).remark, Some(Remark::Older), "{printed}");
    }
}

#[test]
fn a_term_that_its_edition_lacks_is_remarked() {
    for (printed, remark) in [
        ("DAT Rotterdam Incoterms 2020", Remark::NotInEdition(2020)),
        ("DPU Rotterdam Incoterms 2010", Remark::NotInEdition(2010)),
        ("DAP Lyon Incoterms 2000", Remark::NotInEdition(2000)),
        ("FOB Shanghai Incoterms 2015", Remark::NoSuchEdition(2015)),
    ] {
        assert_eq!(read(printed).remark, Some(remark), "{printed}");
        assert!(read(printed).code_2020.is_some(), "{printed}");
    }
    assert_eq!(read("FOB Shanghai Incoterms 2015").year, None);
    assert_eq!(read("FOB Shanghai Incoterms 2010").remark, None);
}

#[test]
fn words_and_other_letters_are_read_with_a_remark() {
    check(&[
        ("fob shanghai", "FOB", 0, "shanghai", "FOB"),
        ("F.O.B. Shanghai", "FOB", 0, "Shanghai", "FOB"),
        ("ex works", "EXW", 0, "", "EXW"),
        ("Ex-Works Stuttgart", "EXW", 0, "Stuttgart", "EXW"),
        ("ab Werk Stuttgart", "EXW", 0, "Stuttgart", "EXW"),
        ("EXW - Ex Works", "EXW", 0, "", "EXW"),
        ("ex works (EXW) Stuttgart", "EXW", 0, "Stuttgart", "EXW"),
        ("Départ usine", "EXW", 0, "", "EXW"),
        ("Free on Board Shanghai", "FOB", 0, "Shanghai", "FOB"),
        ("Delivered Duty Unpaid, Oslo", "DDU", 0, "Oslo", "DAP"),
        ("Delivered at place unloaded Paris", "DPU", 0, "Paris", "DPU"),
        ("cost, insurance and freight Genoa", "CIF", 0, "Genoa", "CIF"),
    ]);
    assert_eq!(read("fob shanghai").remark, Some(Remark::Normalised));
    assert_eq!(read("F.O.B.").remark, Some(Remark::Normalised));
    assert_eq!(read("ab Werk").remark, Some(Remark::Normalised));
    assert_eq!(read(" FOB ").remark, None);
}

#[test]
fn house_terms_do_not_decide() {
    for (printed, expected) in [
        ("frei Haus", "DAP DDP"),
        ("Lieferung frei Haus", "DAP DDP"),
        ("FREI HAUS", "DAP DDP"),
        ("franco", "DAP DDP FCA CPT"),
        ("Franco domicile", "DAP DDP"),
        ("FOB origin", "FCA EXW"),
        ("FOB Origin, Freight Collect", "FCA EXW"),
        ("FOB destination", "DAP DPU DDP"),
        ("free domicile", "DAP DDP"),
        ("port payé", "CPT DAP"),
    ] {
        assert_eq!(candidates(printed), expected, "{printed}");
        assert_eq!(read(printed).remark, Some(Remark::Undecided), "{printed}");
    }
}

#[test]
fn two_terms_conflict() {
    assert_eq!(candidates("FOB Shanghai / CIF Hamburg"), "FOB CIF");
    assert_eq!(read("CIF/CIP Hamburg").remark, Some(Remark::Conflict));
    check(&[("CFR/C&F Mumbai", "CFR", 0, "Mumbai", "CFR")]);
}

#[test]
fn what_is_no_term_is_unknown() {
    for printed in [
        "XYZ",
        "",
        " ",
        "30 days net",
        "Shanghai",
        "FO",
        "FOBS",
        "for delivery to Berlin",
        "des",
        "Incoterms 2020",
    ] {
        let reading = read(printed);
        assert_eq!((reading.term, reading.code_2020), (None, None), "{printed}");
        assert_eq!(reading.remark, Some(Remark::Unknown), "{printed}");
        assert_eq!(reading.printed, printed.trim());
    }
    assert_eq!(read("Incoterms 2020").year, Some(2020));
}

#[test]
fn traps_of_places() {
    check(&[
        // Postal codes are no editions.
        ("DAP 2020 Antwerpen", "DAP", 0, "2020 Antwerpen", "DAP"),
        ("DDP Sydney 2000", "DDP", 0, "Sydney 2000", "DDP"),
        ("DAP 2000 Antwerpen Incoterms 2020", "DAP", 2020, "2000 Antwerpen", "DAP"),
        // Everyday words are no terms.
        ("FCA DES MOINES", "FCA", 0, "DES MOINES", "FCA"),
        ("DELIVERY TERMS FOR THIS ORDER: CIF HAMBURG", "CIF", 0, "HAMBURG", "CIF"),
    ]);
}

#[test]
fn each_term_and_word_of_the_data_is_read() {
    for term in &TERMS {
        assert_eq!(read(term.code).term, Some(term.code));
    }
    for row in code_list::rows(include_str!("../../data/incoterm-words.tsv")) {
        assert!(read_row(&row).is_some(), "{row:?}");
        match row[1].strip_prefix("? ") {
            Some(codes) => assert_eq!(candidates(row[0]), codes, "{}", row[0]),
            None => assert_eq!(read(row[0]).term, Some(row[1]), "{}", row[0]),
        }
    }
    assert_eq!(words().len(), code_list::rows(include_str!("../../data/incoterm-words.tsv")).count());
}

proptest! {
    #[test]
    fn any_text_has_a_reading(raw in any::<String>()) {
        prop_assert_eq!(read(&raw).printed, raw.trim());
    }

    #[test]
    fn term_like_text_has_a_reading(raw in "(FOB|c&f|DAT|frei|Incoterms|ICC|2020|®|\\(|\\)| |,|\\.|-|é|Hamburg|/){0,12}") {
        let reading = read(&raw);
        if let Some(place) = reading.place {
            prop_assert!(raw.contains(place));
        }
        prop_assert!(reading.code_2020.is_none() || reading.term.is_some());
    }
}
