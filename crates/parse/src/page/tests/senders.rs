//! Who sent a paper, where no label says so: names of two lines, trade and registered names, banks, signs of the house.

use super::sheet::Sheet;

/// The seller's name, and whether it is doubted.
fn seller(sheet: Sheet) -> (String, bool) {
    let read = sheet.read();
    let doubtful = read.findings().contains(&"reading_ambiguous seller.name".to_owned());
    (read.get("seller.name").to_owned(), doubtful)
}

/// The buyer's name.
fn buyer(sheet: Sheet) -> String {
    sheet.read().get("buyer.name").to_owned()
}

const WINDOW: [&str; 3] = ["Globex AG", "Marktplatz 3", "80331 München"];

#[test]
fn a_name_goes_on_in_the_second_line() {
    let of = |one: &str, two: &str| {
        buyer(Sheet::invoice().block(50, 160, &["Buyer", one, two, "Lagerstraße 9", "26135 Oldenburg"]))
    };
    assert_eq!(of("Muster", "Handels- und Vertriebs GmbH"), "Muster Handels- und Vertriebs GmbH");
    assert_eq!(of("Muster Maschinenbau", "GmbH & Co. KG"), "Muster Maschinenbau GmbH & Co. KG");
    assert_eq!(of("Muster Partner &", "Söhne OHG"), "Muster Partner & Söhne OHG");
    assert_eq!(of("Muster GmbH", "Handels- und Vertriebs GmbH"), "Muster GmbH");
    assert_eq!(of("Muster GmbH", "Einkauf"), "Muster GmbH");
}

#[test]
fn who_shall_read_it_is_no_name() {
    let sheet = Sheet::invoice().block(
        50,
        160,
        &["Buyer", "FAO Tom Hughes", "Globex Ltd", "1 Main Street", "HU1 2LN Hull"],
    );
    assert_eq!(buyer(sheet), "Globex Ltd");
}

#[test]
fn a_word_for_a_part_in_the_trade_may_be_the_name() {
    let sheet = Sheet::invoice()
        .block(50, 130, &["THE SUPPLIER", "35 Main Street", "75018 Paris"])
        .block(300, 130, &["Buyer's address", "THE CUSTOMER", "58 Sea Road", "06000 Nice"])
        .text(50, 700, "Beneficiary: THE SUPPLIER");
    assert_eq!(buyer(sheet.clone()), "THE CUSTOMER");
    assert_eq!(seller(sheet), ("THE SUPPLIER".into(), false));
    let nameless = Sheet::invoice().block(50, 130, &["The supplier", "35 Main Street", "75018 Paris"]);
    assert_eq!(seller(nameless).0, "-");
}

#[test]
fn a_small_sender_s_line_with_commas_is_no_addressee() {
    let sheet = Sheet::invoice()
        .small(50, 146, "Acme Werke GmbH, Hafenstraße 7, 20457 Hamburg")
        .block(50, 155, &WINDOW);
    assert_eq!(buyer(sheet.clone()), "Globex AG");
    assert_eq!(seller(sheet).0, "Acme Werke GmbH");
}

#[test]
fn a_label_with_its_value_begins_no_address() {
    let sheet = Sheet::invoice().block(50, 155, &WINDOW).block(
        50,
        220,
        &["Invoice date 12.05.2025", "Period 1 May 2025 to 20457 Hamburg"],
    );
    assert_eq!(buyer(sheet), "Globex AG");
}

#[test]
fn a_name_in_larger_letters_stands_over_its_trade() {
    let sheet = Sheet::invoice()
        .large(400, 60, "Anna Lehmann")
        .block(400, 76, &["Illustration", "Gartenstraße 9", "04107 Leipzig", "mail@lehmann.example"])
        .block(50, 155, &WINDOW);
    assert_eq!(seller(sheet).0, "Anna Lehmann");
}

#[test]
fn the_bank_at_the_foot_is_not_the_sender() {
    let sheet = Sheet::invoice()
        .block(50, 155, &WINDOW)
        .block(50, 780, &["Acme Druck GmbH", "Uferweg 8", "31785 Hameln"])
        .block(400, 780, &["Volksbank eG", "IBAN DE42 2240 4523 4017 2327 95", "BIC GENODES1XXX"]);
    assert_eq!(seller(sheet).0, "Acme Druck GmbH");
}

#[test]
fn the_registered_name_stands_at_the_foot_under_the_trade_s_code() {
    let foot = |line: &str| {
        seller(
            Sheet::invoice()
                .large(300, 60, "Hotel Seeblick")
                .block(300, 76, &["Uferpromenade 1, 88709 Meersburg", "info@hotel-seeblick.example"])
                .block(50, 155, &WINDOW)
                .text(50, 790, line),
        )
    };
    let (name, doubtful) = foot("Acme Betriebs GmbH · Uferpromenade 1 · 88709 Meersburg");
    assert_eq!((name.as_str(), doubtful), ("Acme Betriebs GmbH", true));
    assert_eq!(foot("Acme Software GmbH · Ring 2 · 10115 Berlin").0, "Hotel Seeblick");
    assert_eq!(
        foot("Hotel Seeblick Betriebs GmbH · Uferpromenade 1 · 88709 Meersburg").0,
        "Hotel Seeblick Betriebs GmbH"
    );
}

#[test]
fn a_form_of_company_may_lead_and_the_register_ends_the_name() {
    let sheet = Sheet::invoice().block(50, 155, &WINDOW).text(
        50,
        790,
        "SARL Dubois Frères au capital de 8 000 € - RCS Bordeaux 389 001 202",
    );
    assert_eq!(seller(sheet).0, "SARL Dubois Frères");
}

#[test]
fn a_sender_s_line_is_sure_where_its_name_stands_again() {
    let line = Sheet::invoice()
        .small(50, 146, "Sabine Kern, Lindenallee 17, 65185 Wiesbaden")
        .block(50, 155, &WINDOW);
    assert_eq!(seller(line.clone()), ("Sabine Kern".into(), true));
    assert_eq!(seller(line.large(300, 60, "Sabine Kern")), ("Sabine Kern".into(), false));
}

#[test]
fn the_only_other_address_beside_the_buyer_is_taken_and_doubted() {
    let sheet = Sheet::invoice().block(50, 155, &WINDOW).block(
        400,
        155,
        &["Sarah Whitcombe", "41 Orchard Lane", "OX2 7HN Oxford"],
    );
    assert_eq!(seller(sheet), ("Sarah Whitcombe".into(), true));
}

#[test]
fn an_address_at_the_foot_is_the_sender_s() {
    let foot = |name: &str| {
        seller(
            Sheet::invoice()
                .block(50, 155, &WINDOW)
                .block(50, 760, &[name, "Uferweg 8", "31785 Hameln"])
                .text(300, 760, "www.acme-druck.example"),
        )
    };
    assert_eq!(foot("Acme Druck GmbH"), ("Acme Druck GmbH".into(), false));
    assert_eq!(foot("Yasmin Berg"), ("Yasmin Berg".into(), true));
}

#[test]
fn the_street_of_a_trade_name_is_not_the_addressee_s() {
    let sheet = Sheet::invoice()
        .large(300, 60, "Hotel Seeblick")
        .block(300, 76, &["Uferpromenade 1", "88709 Meersburg", "info@hotel-seeblick.example"])
        .block(50, 155, &WINDOW)
        .text(50, 790, "Acme Betriebs GmbH · Uferpromenade 1 · 88709 Meersburg");
    let read = sheet.read();
    assert_eq!(read.get("seller.name"), "Acme Betriebs GmbH");
    assert!(!read.findings().contains(&"reading_ambiguous buyer.name".to_owned()), "{:?}", read.findings());
}

#[test]
fn a_line_that_may_name_two_is_doubted() {
    let doubted = |name: &str| {
        let read =
            Sheet::invoice().block(50, 160, &["Buyer", name, "215 Vine Street", "Scranton, PA 18503"]).read();
        assert_eq!(read.get("buyer.name"), name);
        read.findings().contains(&"reading_ambiguous buyer.name".to_owned())
    };
    assert!(doubted("Globex, Mitchell Admin"));
    assert!(!doubted("Globex Trading Co., Ltd."));
    assert!(!doubted("Globex"));
    assert!(!doubted("Globex Dental, S.Q.P."));
}
