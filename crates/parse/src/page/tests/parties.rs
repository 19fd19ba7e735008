//! Parties: blocks, parts with labels of their own, letterheads, and those that are left open.

use super::sheet::Sheet;

/// Name, address, postal code and country of a party.
fn party(sheet: Sheet, field: &str) -> [String; 4] {
    let read = sheet.read();
    ["name", "address", "postal_code", "country"].map(|part| read.get(&format!("{field}.{part}")).to_owned())
}

#[test]
fn a_block_stands_under_its_label() {
    let sheet = Sheet::new()
        .block(50, 100, &["Seller", "Acme Werke GmbH", "Hafenstraße 7", "20457 Hamburg", "Germany"])
        .block(300, 100, &["Buyer:", "Globex Corp.", "1 Main Street", "Cleveland, OH 44113", "USA"]);
    assert_eq!(
        party(sheet.clone(), "seller"),
        ["Acme Werke GmbH", "Hafenstraße 7, Hamburg", "20457", "Germany"]
    );
    assert_eq!(
        party(sheet.clone(), "buyer"),
        ["Globex Corp.", "1 Main Street, Cleveland, OH", "44113", "USA"]
    );
    let read = sheet.read();
    assert_eq!(read.value("seller.name").bounds, Some([50.0, 104.0, 120.0, 114.0]));
}

#[test]
fn a_block_begins_beside_its_label() {
    let sheet = Sheet::new()
        .row(100, &[(50, "Consignee:"), (150, "Globex Corp.")])
        .block(150, 112, &["1 Main Street", "Cleveland, OH 44113", "USA"])
        .text(50, 200, "Thank you.");
    assert_eq!(party(sheet, "consignee"), ["Globex Corp.", "1 Main Street, Cleveland, OH", "44113", "USA"]);
}

#[test]
fn a_whole_party_stands_in_one_line() {
    let sheet = Sheet::new().text(
        50,
        100,
        "Buyer: Globex Trading Co., Ltd., 1 Main Street, Singapore 018956, Singapore",
    );
    let [name, address, _, country] = party(sheet, "buyer");
    assert_eq!((name.as_str(), country.as_str()), ("Globex Trading Co., Ltd.", "Singapore"));
    assert!(address.starts_with("1 Main Street"), "{address}");
}

#[test]
fn parts_have_labels_of_their_own() {
    let sheet = Sheet::new()
        .text(50, 100, "Exporter")
        .text(50, 112, "Name: Acme Werke GmbH")
        .text(50, 124, "Address: Hafenstraße 7, Hamburg")
        .text(50, 136, "Postal code: 20457")
        .text(50, 148, "Country: Germany")
        .text(50, 160, "VAT No.: DE123456789");
    assert_eq!(
        party(sheet.clone(), "exporter"),
        ["Acme Werke GmbH", "Hafenstraße 7, Hamburg", "20457", "Germany"]
    );
    let read = sheet.read();
    let ids = &read.record().exporter.as_ref().unwrap().ids;
    assert_eq!(ids.len(), 1);
    assert_eq!((ids[0].scheme.as_deref(), ids[0].value.as_str()), (Some("VAT"), "DE123456789"));
}

#[test]
fn registrations_and_contacts_stand_in_the_block() {
    let read = Sheet::new()
        .block(
            50,
            100,
            &[
                "Shipper",
                "Acme Werke GmbH",
                "Hafenstraße 7",
                "20457 Hamburg",
                "EORI: DE1234567",
                "Tel. +49 40 1234567",
                "export@acme.example",
            ],
        )
        .read();
    let shipper = read.record().shipper.as_ref().unwrap();
    assert_eq!(shipper.ids[0].scheme.as_deref(), Some("EORI"));
    assert_eq!(read.get("shipper.contact"), "+49 40 1234567, export@acme.example");
    assert_eq!(read.get("shipper.address"), "Hafenstraße 7, Hamburg");
}

#[test]
fn a_salutation_is_no_name() {
    let sheet = Sheet::new().block(50, 100, &["Käufer:", "Firma", "Globex AG", "Ringstr. 1", "8001 Zürich"]);
    assert_eq!(party(sheet, "buyer"), ["Globex AG", "Ringstr. 1, Zürich", "8001", "-"]);
}

#[test]
fn a_letterhead_and_an_address_window_need_no_labels() {
    let sheet = Sheet::new()
        .text(50, 140, "Acme Werke GmbH · Hafenstraße 7 · 20457 Hamburg")
        .block(50, 160, &["Globex AG", "Ringstraße 1", "80331 München"])
        .large(50, 250, "Rechnung");
    assert_eq!(party(sheet.clone(), "seller")[0], "Acme Werke GmbH");
    assert_eq!(party(sheet, "buyer"), ["Globex AG", "Ringstraße 1, München", "80331", "-"]);
}

#[test]
fn a_block_with_telephone_is_the_sender_s() {
    let sheet = Sheet::new()
        .block(350, 60, &["Acme Ltd", "7 Dock Road", "Hull HU1 2LN", "Tel: +44 1482 123456"])
        .block(50, 160, &["Globex Inc", "1 Main Street", "Cleveland, OH 44113"])
        .large(50, 250, "Invoice");
    let [name, address, ..] = party(sheet.clone(), "seller");
    assert_eq!((name.as_str(), address.as_str()), ("Acme Ltd", "7 Dock Road, Hull HU1 2LN"));
    assert_eq!(party(sheet, "buyer")[0], "Globex Inc");
}

#[test]
fn of_two_addresses_that_could_be_the_buyer_s_the_one_in_the_window_is_taken_and_doubted() {
    let sheet = |x: u16| {
        Sheet::new()
            .block(350, 60, &["Acme Ltd", "7 Dock Road", "Hull HU1 2LN", "Tel: +44 1482 123456"])
            .block(x, 160, &["Globex Inc", "1 Main Street", "Cleveland, OH 44113"])
            .block(350, 160, &["Initech LLC", "9 Elm Street", "Austin, TX 73301"])
            .large(50, 250, "Invoice")
    };
    let window = sheet(50);
    assert_eq!(party(window.clone(), "seller")[0], "Acme Ltd");
    assert_eq!(party(window.clone(), "buyer")[0], "Globex Inc");
    assert!(window.read().findings().contains(&"reading_ambiguous buyer.name".to_owned()));
    assert_eq!(party(sheet(200), "buyer"), ["-", "-", "-", "-"]);
}

#[test]
fn a_sender_s_line_may_have_commas_where_it_is_small() {
    let sheet = |text: &str| {
        Sheet::new()
            .small(50, 140, text)
            .block(50, 160, &["Globex AG", "Ringstraße 1", "80331 München"])
            .large(50, 250, "Rechnung")
    };
    assert_eq!(party(sheet("Acme Werke GmbH, Hafenstraße 7, 20457 Hamburg"), "seller")[0], "Acme Werke GmbH");
    assert_eq!(party(sheet("Hamburg, im Mai"), "seller")[0], "-");
}

#[test]
fn who_is_addressed_by_a_label_is_not_the_buyer_too() {
    let read = Sheet::new()
        .block(50, 160, &["Consignee", "Globex Inc", "1 Main Street", "Cleveland, OH 44113"])
        .large(50, 250, "Invoice")
        .read();
    assert_eq!(read.get("consignee.name"), "Globex Inc");
    assert_eq!(read.get("buyer.name"), "-");
    assert_eq!(read.get("seller.name"), "-");
}

#[test]
fn the_same_label_twice_keeps_the_first_party() {
    let read = Sheet::new()
        .block(50, 100, &["Buyer", "Globex Inc", "1 Main Street"])
        .block(50, 300, &["Buyer", "Initech LLC", "9 Elm Street"])
        .read();
    assert_eq!(read.get("buyer.name"), "Globex Inc");
}

#[test]
fn the_letterhead_of_a_declaration_of_origin_is_the_exporter_s() {
    let read = Sheet::new()
        .block(350, 60, &["Acme Ltd", "7 Dock Road", "Hull HU1 2LN", "Tel: +44 1482 123456"])
        .large(50, 250, "Declaration of origin")
        .read();
    assert_eq!(read.get("exporter.name"), "Acme Ltd");
    assert_eq!(read.get("seller.name"), "-");
    let doubts: Vec<String> =
        read.findings().into_iter().filter(|f| f.starts_with("reading_ambiguous")).collect();
    assert_eq!(doubts, ["reading_ambiguous exporter.name"]);
}

#[test]
fn labels_of_parts_may_stand_left_of_their_values() {
    let sheet = Sheet::new()
        .text(50, 100, "IMPORTER")
        .row(114, &[(50, "Company name:"), (180, "Globex Trading")])
        .text(180, 126, "International LLC")
        .row(140, &[(50, "Address:"), (180, "1 Main Street")])
        .text(180, 152, "Cleveland, OH 44113")
        .row(166, &[(50, "Country:"), (180, "USA")])
        .row(180, &[(50, "EIN:"), (180, "12-3456789")]);
    let [name, address, _, country] = party(sheet.clone(), "importer");
    assert_eq!(name, "Globex Trading International LLC");
    assert_eq!(address, "1 Main Street, Cleveland, OH");
    assert_eq!(country, "USA");
    assert_eq!(sheet.read().get("importer.ids[0].value"), "12-3456789");
}

#[test]
fn a_party_s_part_may_name_the_party() {
    let read = Sheet::new()
        .text(50, 100, "Seller name: Acme Werke GmbH")
        .text(50, 114, "Seller address: Hafenstraße 7, 20457 Hamburg")
        .text(50, 128, "Seller country: Germany")
        .read();
    assert_eq!(read.get("seller.name"), "Acme Werke GmbH");
    assert_eq!(read.get("seller.country"), "Germany");
}

#[test]
fn parties_beside_each_other_do_not_mix() {
    let read = Sheet::new()
        .row(100, &[(50, "Seller"), (220, "Buyer"), (400, "Consignee")])
        .row(112, &[(50, "Acme Ltd"), (220, "Globex Inc"), (400, "Initech LLC")])
        .row(124, &[(50, "7 Dock Road"), (220, "1 Main Street"), (400, "9 Elm Street")])
        .row(136, &[(50, "Hull HU1 2LN"), (400, "Austin, TX 73301")])
        .read();
    let all = ["seller", "buyer", "consignee"].map(|party| {
        format!("{}, {}", read.get(&format!("{party}.name")), read.get(&format!("{party}.address")))
    });
    assert_eq!(
        all,
        [
            "Acme Ltd, 7 Dock Road, Hull HU1 2LN",
            "Globex Inc, 1 Main Street",
            "Initech LLC, 9 Elm Street, Austin, TX"
        ]
    );
}

/// Name and doubt of a seller that no label names.
fn seller(sheet: Sheet) -> (String, bool) {
    let read = sheet.read();
    let doubtful = read.findings().contains(&"reading_ambiguous seller.name".to_owned());
    (read.get("seller.name").to_owned(), doubtful)
}

/// An invoice to somebody in a window, with words at its foot.
fn with_foot(lines: &[&str]) -> Sheet {
    Sheet::new()
        .block(350, 100, &["Globex AG", "Ringstraße 1", "80331 München"])
        .large(50, 250, "Rechnung")
        .block(50, 780, lines)
}

#[test]
fn the_holder_of_the_account_and_the_register_at_the_foot_name_the_sender() {
    let foot = with_foot(&["Titulaire du compte : NETLOG", "IBAN : FR76 1010 7002"]).block(
        300,
        780,
        &["NETLOG", "Siège social : 16 rue Molière"],
    );
    assert_eq!(seller(foot), ("NETLOG".to_owned(), false));
    let columns = with_foot(&["Acme Werke GmbH", "Hafenstraße 7", "20457 Hamburg"])
        .block(220, 780, &["Amtsgericht Hamburg", "HRB 4711", "Geschäftsführer: A. Meier"])
        .block(400, 780, &["Kontoinhaber: Acme Werke GmbH", "IBAN: DE88 2008"]);
    assert_eq!(seller(columns), ("Acme Werke GmbH".to_owned(), false));
}

#[test]
fn a_sender_that_one_sign_speaks_for_is_taken_and_doubted() {
    assert_eq!(seller(with_foot(&["Acme Werke GmbH, Hafenstraße 7"])), ("Acme Werke GmbH".to_owned(), true));
    assert_eq!(seller(with_foot(&["Kontoinhaber: Max Mustermann"])), ("Max Mustermann".to_owned(), true));
    assert_eq!(seller(with_foot(&["Wir danken für Ihren Auftrag"])), ("-".to_owned(), false));
}

#[test]
fn two_senders_that_as_much_speaks_for_are_doubted() {
    let one = ["Acme Ltd", "7 Dock Road", "Hull HU1 2LN", "info@acmeltd.example"];
    let two = ["Initech LLC", "9 Elm Street", "Austin, TX 73301", "info@initech.example"];
    let sheet = Sheet::new().block(50, 60, &one).block(350, 60, &two).large(50, 250, "Invoice");
    assert_eq!(seller(sheet), ("Acme Ltd".to_owned(), true));
    let sheet = Sheet::new().block(50, 60, &one).large(50, 250, "Invoice");
    assert_eq!(seller(sheet), ("Acme Ltd".to_owned(), false));
}

#[test]
fn the_address_at_the_head_is_the_sender_s_where_another_stands_below() {
    let sheet = Sheet::new()
        .block(50, 40, &["Liberty Telecom", "75371 Paris Cedex 08"])
        .block(350, 120, &["Globex SA", "35 rue Haute", "69100 Villeurbanne"])
        .large(50, 250, "Facture");
    assert_eq!(party(sheet.clone(), "seller")[0], "Liberty Telecom");
    assert_eq!(party(sheet.clone(), "buyer")[0], "Globex SA");
    assert!(seller(sheet).1);
}

#[test]
fn lines_in_the_window_may_stand_wide_apart() {
    let sheet = Sheet::new()
        .text(50, 140, "Acme Werke GmbH · Hafenstraße 7 · 20457 Hamburg")
        .text(40, 160, "Theodor Est")
        .text(40, 186, "Bahnstr. 42")
        .text(40, 225, "88802 Spielkreis")
        .large(50, 290, "Rechnung");
    assert_eq!(party(sheet, "buyer"), ["Theodor Est", "Bahnstr. 42, Spielkreis", "88802", "-"]);
}

#[test]
fn a_remark_under_a_label_is_no_name_and_a_label_beside_it_neither() {
    let sheet = Sheet::new().block(
        50,
        100,
        &["Seller:", "(not for remittances)", "Acme Services, Inc.", "410 Terry Ave", "Seattle, WA 98109"],
    );
    assert_eq!(party(sheet, "seller")[0], "Acme Services, Inc.");
    let sheet = Sheet::new().row(100, &[(50, "Seller:"), (200, "Account:")]).text(50, 112, "Acme Ltd");
    assert_eq!(party(sheet, "seller")[0], "Acme Ltd");
}

#[test]
fn a_tax_number_is_the_addressee_s_where_another_address_heads_the_paper() {
    let sheet = Sheet::new()
        .block(50, 40, &["Acme AG", "Industriestrasse 32", "4600 Olten", "Switzerland"])
        .block(350, 140, &["Globex GmbH", "Siemensstr. 32", "34123 Kassel", "Germany", "VAT: 167457358"])
        .large(50, 250, "Invoice");
    assert_eq!(party(sheet.clone(), "seller")[0], "Acme AG");
    assert_eq!(party(sheet, "buyer")[0], "Globex GmbH");
}

#[test]
fn telephone_and_tax_number_below_a_gap_are_of_the_address_above() {
    let sheet = Sheet::new()
        .block(400, 40, &["Acme Import B.V.", "Energieweg 39", "8013 RK Zwolle", "Netherlands"])
        .block(400, 96, &["Phone No. +48 8942417", "VAT Reg. No. NL980003921"])
        .block(50, 80, &["Globex Imports, Inc.", "4115 Frontage Road", "Newark, NJ 07114", "USA"])
        .large(50, 250, "Invoice");
    assert_eq!(
        party(sheet.clone(), "seller"),
        ["Acme Import B.V.", "Energieweg 39, Zwolle", "8013 RK", "Netherlands"]
    );
    assert_eq!(party(sheet, "buyer")[0], "Globex Imports, Inc.");
}

#[test]
fn who_is_the_same_as_another_party_is_that_party() {
    let sheet = |text: &str| {
        Sheet::new()
            .block(50, 100, &["Consignee", "Globex Corp.", "1 Main Street", "Cleveland, OH 44113"])
            .block(300, 100, &["Buyer", text])
    };
    assert_eq!(party(sheet("SAME AS CONSIGNEE"), "buyer")[0], "Globex Corp.");
    assert_eq!(party(sheet("Same as importer"), "buyer"), ["-", "-", "-", "-"]);
}

#[test]
fn one_label_may_name_the_consignee_and_the_buyer() {
    let sheet = Sheet::new().block(
        50,
        100,
        &["CONSIGNEE / BUYER:", "Globex Corp.", "1 Main Street", "Cleveland, OH 44113"],
    );
    assert_eq!(party(sheet.clone(), "consignee")[0], "Globex Corp.");
    assert_eq!(party(sheet, "buyer")[0], "Globex Corp.");
    let sheet =
        Sheet::new().block(50, 100, &["Seller / Exporter", "Acme Ltd", "7 Dock Road", "Hull HU1 2LN"]);
    assert_eq!(party(sheet.clone(), "seller")[0], "Acme Ltd");
    assert_eq!(party(sheet, "exporter")[0], "-");
}

#[test]
fn a_route_names_no_parties() {
    let read = Sheet::new().large(50, 60, "Invoice").text(50, 100, "From: Ningbo To: Le Havre").read();
    for field in ["seller.name", "shipper.name", "buyer.name", "consignee.name"] {
        assert_eq!(read.get(field), "-", "{field}");
    }
}

#[test]
fn a_party_s_number_is_no_party() {
    let sheet = Sheet::new()
        .text(50, 140, "Acme Werke GmbH · Hafenstraße 7 · 20457 Hamburg")
        .block(50, 160, &["Globex AG", "Ringstraße 1", "80331 München"])
        .text(350, 160, "Debitor: 68715")
        .row(175, &[(350, "Kunde:"), (420, "K-4711")])
        .large(50, 250, "Rechnung");
    assert_eq!(party(sheet, "buyer")[0], "Globex AG");
}

#[test]
fn the_sign_of_the_house_and_the_name_under_the_greeting_name_the_sender() {
    let letter = |top: &str| {
        Sheet::new()
            .text(400, 40, top)
            .block(50, 160, &["Globex Imports, Inc.", "2800 Commerce Parkway", "El Paso, TX 79936"])
            .large(50, 250, "Ausfuhrrechnung")
            .text(50, 600, "Mit freundlichen Grüßen")
            .text(50, 614, "Thalbrunn Handelsgesellschaft mbH")
    };
    assert_eq!(seller(letter("THALBRUNN")), ("Thalbrunn Handelsgesellschaft mbH".to_owned(), true));
    assert_eq!(seller(letter("IMPORT")), ("Thalbrunn Handelsgesellschaft mbH".to_owned(), true));
    let sheet = Sheet::new()
        .block(50, 60, &["Acme Werke GmbH Hafenstraße 7", "20457 Hamburg", "Tel. 040 123456"])
        .large(50, 250, "Rechnung");
    assert_eq!(party(sheet, "seller"), ["Acme Werke GmbH", "Hafenstraße 7, Hamburg", "20457", "-"]);
}
