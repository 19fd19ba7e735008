//! What people print for a country, and what becomes of it.

use super::*;
use proptest::prelude::*;

fn reads(raw: &str) -> Option<(&'static str, How)> {
    let reading = read(raw).reading()?;
    let country = all().iter().find(|country| **country == reading.country)?;
    Some((country.as_str(), reading.how))
}

#[test]
fn the_table_has_the_counts_of_its_source() {
    // ISO 3166-1 has 249 officially assigned codes; EU, XI and XK stand beside them.
    assert_eq!(all().len(), 252);
    let assigned = |country: &&Country| matches!(country.standing(), Standing::Assigned | Standing::EuMember);
    assert_eq!(all().iter().filter(assigned).count(), 249);
    assert_eq!(eu_members().len(), 27);
    assert!(all().is_sorted());
    assert_eq!(table::Table::load().withdrawn.len(), 25);
}

#[test]
fn no_name_means_two_countries() {
    assert_eq!(table::Table::load().clashes(), [] as [String; 0]);
}

#[test]
fn every_country_comes_back_from_each_of_its_codes() {
    for country in all() {
        let code = country.as_str();
        assert_eq!(code.parse::<Country>(), Ok(*country));
        assert_eq!(country.to_string(), code);
        assert_eq!(serde_json::to_string(country).unwrap(), format!("\"{code}\""));
        assert_eq!(serde_json::from_str::<Country>(&format!("\"{code}\"")).unwrap(), *country);
        assert_eq!(read(code), Answer::Read(Reading { country: *country, how: How::Exact }));
        if !["NA", "NO"].contains(&code) {
            assert_eq!(read(&code.to_lowercase()).reading().unwrap().country, *country, "{code}");
        }
        for other in [country.alpha3(), country.numeric()].into_iter().flatten() {
            assert_eq!(read(other).reading().unwrap().country, *country, "{other}");
        }
        assert!(!country.name().is_empty());
        assert_eq!(read(country.name()).reading().unwrap().country, *country, "{}", country.name());
    }
}

#[test]
fn strict_reading_takes_the_code_alone() {
    for bad in ["", "cn", " CN", "CHN", "UK", "EL", "YU", "QQ", "C\u{301}", "ＣＮ", "C1"] {
        assert!(bad.parse::<Country>().is_err(), "{bad}");
        assert!(serde_json::from_str::<Country>(&format!("{bad:?}")).is_err(), "{bad}");
    }
    let error = "UK".parse::<Country>().unwrap_err();
    assert_eq!(error.to_string(), "\"UK\" is not a code of ISO 3166-1 alpha-2");
}

#[test]
fn the_answer_says_how_it_read() {
    for (raw, code, how) in [
        ("CN", "CN", How::Exact),
        (" CN ", "CN", How::Normalised),
        ("cn", "CN", How::Normalised),
        ("CHN", "CN", How::Alpha3),
        ("chn", "CN", How::Alpha3),
        ("156", "CN", How::Numeric),
        ("040", "AT", How::Numeric),
        ("UK", "GB", How::Alias),
        ("EL", "GR", How::Alias),
        ("el", "GR", How::Alias),
        ("1A", "XK", How::Alias),
        ("XKX", "XK", How::Alpha3),
        ("XI", "XI", How::Exact),
        ("EU", "EU", How::Exact),
        ("UE", "EU", How::Alias),
        ("Türkiye", "TR", How::Name),
    ] {
        assert_eq!(reads(raw), Some((code, how)), "{raw}");
    }
}

#[test]
fn names_are_read_in_four_languages() {
    for (code, names) in [
        (
            "CN",
            "China|VR China|P.R. China|P. R. China|Chine|People's Republic of China|PRC|República Popular China|中国",
        ),
        ("DE", "Germany|Deutschland|Allemagne|Alemania|Federal Republic of Germany|BRD"),
        (
            "US",
            "USA|U.S.A.|U.S.|United States|United States of America|États-Unis|ETATS-UNIS|Estados Unidos|EE. UU.|Vereinigte Staaten",
        ),
        (
            "GB",
            "Great Britain|United Kingdom|U.K.|Royaume-Uni|Reino Unido|Großbritannien|GROSSBRITANNIEN|Vereinigtes Königreich|England",
        ),
        ("KR", "South Korea|Korea, Republic of|Republic of Korea|Südkorea|Corée du Sud|Corea del Sur"),
        ("KP", "North Korea|Korea, Democratic People's Republic of|DPRK"),
        ("TR", "Türkiye|TURKEY|Türkei|Turquie|Turquía"),
        ("VN", "Viet Nam|Vietnam|VIET-NAM|Việt Nam"),
        ("TW", "Taiwan|Taiwan (Province of China)|Taiwan, R.O.C."),
        ("CH", "Switzerland|Schweiz|Suisse|Suiza"),
        ("CI", "Côte d'Ivoire|Cote D’Ivoire|Ivory Coast|Elfenbeinküste"),
        ("NL", "Netherlands|The Netherlands|Holland|Niederlande|Pays-Bas|Países Bajos"),
        ("AT", "Austria|Österreich|OESTERREICH|Autriche"),
        ("MM", "Myanmar|Burma"),
        ("CD", "DR Congo|Democratic Republic of the Congo|Congo - Kinshasa"),
        ("CG", "Congo|Congo-Brazzaville"),
        ("EU", "European Union|Europäische Union|Union européenne|Unión Europea"),
    ] {
        for name in names.split('|') {
            let reading = reads(name);
            assert_eq!(reading.map(|(code, _)| code), Some(code), "{name}");
            assert_ne!(reading.map(|(_, how)| how), Some(How::Exact), "{name}");
        }
    }
}

#[test]
fn a_withdrawn_code_names_its_successors_and_is_no_country() {
    for (raw, successors) in [
        ("YU", "RS ME BA HR MK SI"),
        ("su", "RU AM AZ BY EE GE KZ KG LV LT MD TJ TM UA UZ"),
        ("CS", "CZ SK RS ME"),
        ("SCG", "CZ SK RS ME"),
        ("AN", "BQ CW SX"),
        ("ZR", "CD"),
        ("Zaïre", "CD"),
        ("BU", "MM"),
        ("TP", "TL"),
        ("DD", "DE"),
        ("Soviet Union", "RU AM AZ BY EE GE KZ KG LV LT MD TJ TM UA UZ"),
        ("Yugoslavia", "RS ME BA HR MK SI"),
    ] {
        let Answer::Withdrawn(withdrawn) = read(raw) else { panic!("{raw} is withdrawn") };
        let codes: Vec<_> = withdrawn.successors.iter().map(Country::as_str).collect();
        assert_eq!(codes.join(" "), successors, "{raw}");
        assert!(read(raw).reading().is_none());
    }
    for withdrawn in &table::Table::load().withdrawn {
        assert!(matches!(read(withdrawn.code), Answer::Withdrawn(_)), "{}", withdrawn.code);
        assert!(withdrawn.code.parse::<Country>().is_err());
        for successor in &withdrawn.successors {
            assert!(all().contains(successor), "{successor}");
        }
    }
}

#[test]
fn what_does_not_decide_is_unknown() {
    for raw in [
        "",
        " ",
        "XX",
        "QZ",
        "ZZ",
        "000",
        "1",
        "Korea",
        "Corea",
        "Northern Ireland",
        "Made in China",
        "na",
        "N.A.",
        "n.a.",
        "no",
        "н/д",
    ] {
        assert_eq!(read(raw), Answer::Unknown, "{raw}");
    }
    assert_eq!(reads("NA"), Some(("NA", How::Exact)));
    assert_eq!(reads("NO "), Some(("NO", How::Normalised)));
}

#[test]
fn membership_and_cover() {
    let country = |code: &str| code.parse::<Country>().unwrap();
    assert!(is_eu_member(country("DE")) && is_eu_member(country("HR")));
    for outside in ["GB", "XI", "CH", "NO", "TR", "XK", "EU"] {
        assert!(!is_eu_member(country(outside)), "{outside}");
    }
    assert!(country("EU").covers(country("FR")) && country("GB").covers(country("XI")));
    assert!(!country("FR").covers(country("EU")) && !country("EU").covers(country("GB")));
    assert_eq!(country("EU").standing(), Standing::Union);
    assert_eq!(country("XI").standing(), Standing::UserAssigned);
}

#[test]
fn currencies_of_a_country() {
    for (code, currencies) in [
        ("DE", "EUR"),
        ("BG", "EUR"),
        ("HR", "EUR"),
        ("US", "USD"),
        ("CH", "CHF"),
        ("TR", "TRY"),
        ("XI", "GBP"),
        ("EU", "EUR"),
        ("CW", "XCG"),
        ("PA", "PAB USD"),
        ("AQ", ""),
    ] {
        let country: Country = code.parse().unwrap();
        let found: Vec<_> = currency_of(country).iter().map(Currency::as_str).collect();
        assert_eq!(found.join(" "), currencies, "{code}");
    }
    let without: Vec<_> = all().iter().filter(|country| currency_of(**country).is_empty()).collect();
    assert_eq!(
        without.len(),
        3,
        "Antarctica, South Georgia and Palestine have none of their own: {without:?}"
    );
}

#[test]
fn each_alias_row_leads_to_a_listed_country() {
    for row in code_list::rows(include_str!("../../data/country-aliases.tsv")) {
        let (name, code, kind) = (row[0], row[1], row[2]);
        if kind == "refused" {
            assert_eq!(read(name), Answer::Unknown, "{name}");
        } else {
            assert_eq!(reads(name).map(|(code, _)| code), Some(code), "{name}");
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
        if let Answer::Read(Reading { country, how: How::Exact }) = read(&raw) {
            prop_assert_eq!(country.as_str(), raw);
        }
    }
}
