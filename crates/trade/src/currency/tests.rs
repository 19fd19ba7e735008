//! What people print for a currency, and what becomes of it.

use super::*;
use crate::country::code_list;
use proptest::prelude::*;

fn reads(raw: &str) -> Option<(String, How)> {
    read(raw).reading().map(|reading| (reading.currency.to_string(), reading.how))
}

fn candidates(raw: &str) -> String {
    match read(raw) {
        Answer::Ambiguous(currencies) => {
            currencies.iter().map(Currency::as_str).collect::<Vec<_>>().join(" ")
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn the_table_has_the_counts_of_its_source() {
    let table = table::Table::load();
    // ISO 4217 list one as of January 2026: 178 codes, 14 of them no currency of an invoice, nine funds codes.
    assert_eq!(all().len() + table.not_money.len(), 178);
    assert_eq!(table.not_money.len(), 14);
    assert_eq!(all().iter().filter(|currency| currency.is_fund()).count(), 9);
    // List three, without codes that live on elsewhere.
    assert_eq!(table.withdrawn.len(), 129);
    assert!(all().is_sorted());
}

#[test]
fn no_name_means_two_currencies() {
    assert_eq!(table::Table::load().clashes(), [] as [String; 0]);
}

#[test]
fn every_currency_comes_back_from_its_code() {
    for currency in all() {
        let code = currency.as_str();
        assert_eq!(code.parse::<Currency>(), Ok(*currency));
        assert_eq!(serde_json::to_string(currency).unwrap(), format!("\"{code}\""));
        assert_eq!(serde_json::from_str::<Currency>(&format!("\"{code}\"")).unwrap(), *currency);
        assert_eq!(reads(code), Some((code.to_owned(), How::Exact)));
        assert_eq!(reads(&code.to_lowercase()), Some((code.to_owned(), How::Normalised)));
        assert_eq!(reads(&format!(" {code} ")), Some((code.to_owned(), How::Normalised)));
        assert!(!currency.name().is_empty());
        assert!(currency.minor_units() <= 4);
    }
}

#[test]
fn every_name_of_the_list_is_read() {
    for currency in all() {
        match read(currency.name()) {
            Answer::Read(reading) => assert_eq!(reading.currency, *currency, "{}", currency.name()),
            // Venezuela's two codes have one name.
            Answer::Ambiguous(shared) => assert!(shared.contains(currency) && shared.len() == 2),
            other => panic!("{}: {other:?}", currency.name()),
        }
    }
    assert_eq!(candidates("Bolívar Soberano"), "VES VED");
    assert!(matches!(read("Deutsche Mark"), Answer::Withdrawn(found) if found.code == "DEM"));
}

#[test]
fn strict_reading_takes_the_code_alone() {
    for bad in ["", "usd", " USD", "US", "$", "€", "ZZZ", "DEM", "XXX", "XAU", "XDR", "ＵＳＤ", "USDX"] {
        assert!(bad.parse::<Currency>().is_err(), "{bad}");
        assert!(serde_json::from_str::<Currency>(&format!("{bad:?}")).is_err(), "{bad}");
    }
}

#[test]
fn symbols_that_decide() {
    for (code, symbols) in [
        ("EUR", "€"),
        ("USD", "US$|US $|USD$|$US|U.S.$|us$"),
        ("HKD", "HK$"),
        ("CAD", "C$|CA$|CDN$"),
        ("AUD", "A$|AU$"),
        ("NZD", "NZ$"),
        ("SGD", "S$|SG$"),
        ("TWD", "NT$"),
        ("BRL", "R$"),
        ("MXN", "MX$"),
        ("CNY", "CN¥|RMB¥"),
        ("JPY", "JP¥|円"),
        ("GBP", "GB£|UK£"),
        ("PLN", "zł|ZŁ|zl"),
        ("CZK", "Kč|kc"),
        ("HUF", "Ft"),
        ("INR", "₹"),
        ("KRW", "₩"),
        ("TRY", "₺"),
        ("RUB", "₽"),
        ("CHF", "Fr.|SFr."),
    ] {
        for symbol in symbols.split('|') {
            assert_eq!(reads(symbol), Some((code.to_owned(), How::Symbol)), "{symbol}");
        }
    }
    assert_eq!(reads("RMB"), Some(("CNY".to_owned(), How::Alias)));
    assert_eq!(reads("CNH"), Some(("CNY".to_owned(), How::Alias)));
}

#[test]
fn symbols_that_do_not_decide_name_their_candidates() {
    assert!(candidates("$").starts_with("USD CAD AUD NZD HKD SGD TWD MXN"));
    assert_eq!(candidates("¥"), "JPY CNY");
    assert_eq!(candidates("￥"), "JPY CNY");
    assert!(candidates("£").starts_with("GBP EGP"));
    assert_eq!(candidates("kr"), "SEK NOK DKK ISK");
    assert_eq!(candidates("kr."), "SEK NOK DKK ISK");
    assert!(candidates("Rs.").starts_with("INR PKR LKR"));
    assert_eq!(candidates("FCFA"), "XOF XAF");
    assert!(candidates("Dollars").starts_with("USD CAD"));
    assert_eq!(candidates("R"), "ZAR");
}

#[test]
fn names_are_read() {
    for (code, names) in [
        ("EUR", "Euro|EURO|euros"),
        ("USD", "US Dollar|US Dollars|U.S. Dollars|US-Dollar|Dólares americanos"),
        ("GBP", "Pound Sterling|Pounds Sterling|British Pound|Livre sterling"),
        ("JPY", "Yen|Japanese Yen"),
        ("CNY", "Yuan Renminbi|Renminbi"),
        ("CHF", "Swiss Franc|Schweizer Franken|Franc suisse"),
        ("KWD", "Kuwaiti Dinar"),
    ] {
        for name in names.split('|') {
            assert_eq!(reads(name), Some((code.to_owned(), How::Name)), "{name}");
        }
    }
}

#[test]
fn a_withdrawn_code_names_its_successor_and_date() {
    for (raw, date, successors) in [
        ("DEM", "2002-03", "EUR"),
        ("frf", "2002-03", "EUR"),
        ("BGN", "2026-01", "EUR"),
        ("HRK", "2023-01", "EUR"),
        ("ANG", "2025-03", "XCG"),
        ("CSK", "1993-03", "CZK EUR"),
        ("XFU", "2013-11", ""),
    ] {
        let Answer::Withdrawn(withdrawn) = read(raw) else { panic!("{raw} is withdrawn") };
        assert_eq!(withdrawn.withdrawn, date, "{raw}");
        let codes: Vec<_> = withdrawn.successors.iter().map(Currency::as_str).collect();
        assert_eq!(codes.join(" "), successors, "{raw}");
    }
    for withdrawn in &table::Table::load().withdrawn {
        assert!(matches!(read(withdrawn.code), Answer::Withdrawn(_)), "{}", withdrawn.code);
        for successor in &withdrawn.successors {
            assert!(all().contains(successor), "{} → {successor}", withdrawn.code);
        }
    }
}

#[test]
fn what_is_no_money_is_refused_with_the_reason() {
    for (raw, why) in [
        ("XXX", Why::NoCurrency),
        ("XTS", Why::Test),
        ("XAU", Why::Metal),
        ("xag", Why::Metal),
        ("XDR", Why::UnitOfAccount),
        ("XAD", Why::UnitOfAccount),
    ] {
        assert!(matches!(read(raw), Answer::NotMoney(found) if found.why == why), "{raw}");
    }
    for raw in ["ZZZ", "", " ", "12", "USD 12", "QQQ", "¤", "U"] {
        assert_eq!(read(raw), Answer::Unknown, "{raw}");
    }
}

#[test]
fn decimals() {
    for (code, decimals) in [
        ("USD", 2),
        ("JPY", 0),
        ("KRW", 0),
        ("KWD", 3),
        ("TND", 3),
        ("CLF", 4),
        ("UYW", 4),
        ("ISK", 0),
        ("HUF", 2),
    ] {
        assert_eq!(code.parse::<Currency>().unwrap().minor_units(), decimals, "{code}");
    }
}

#[test]
fn each_alias_row_leads_to_listed_currencies() {
    for row in code_list::rows(include_str!("../../data/currency-aliases.tsv")) {
        let codes: Vec<Currency> = row[1].split(' ').map(|code| code.parse().unwrap()).collect();
        match read(row[0]) {
            Answer::Read(reading) => assert_eq!([reading.currency], codes[..], "{}", row[0]),
            Answer::Ambiguous(candidates) => assert_eq!(candidates, codes, "{}", row[0]),
            other => panic!("{}: {other:?}", row[0]),
        }
        assert!(row[2] == "open" || codes.len() == 1, "{}", row[0]);
    }
}

proptest! {
    #[test]
    fn any_text_has_an_answer(raw in any::<String>()) {
        let _ = read(&raw);
    }

    #[test]
    fn short_text_has_an_answer_and_exact_means_listed(raw in "\\PC{0,4}") {
        if let Answer::Read(Reading { currency, how: How::Exact }) = read(&raw) {
            prop_assert_eq!(currency.as_str(), raw);
        }
    }
}
