//! Labels left of, above and under their values, in rows, and with several in one text.

use super::sheet::Sheet;

#[test]
fn a_value_stands_behind_its_label() {
    let read = Sheet::new()
        .text(50, 100, "Invoice No.: 4711 Invoice Date: 12.05.2025")
        .text(50, 120, "Currency:EUR")
        .read();
    assert_eq!(read.get("invoice_number"), "4711");
    assert_eq!(read.get("invoice_date"), "2025-05-12");
    assert_eq!(read.get("currency"), "EUR");
    let number = read.value("invoice_number");
    assert_eq!((number.raw.as_str(), number.page), ("4711", Some(1)));
    // Behind `Invoice No.:`, before `Invoice Date:`.
    assert_eq!(number.bounds, Some([110.0, 92.0, 130.0, 102.0]));
}

#[test]
fn a_value_stands_right_of_its_label() {
    let read = Sheet::new()
        .row(100, &[(50, "Invoice No."), (200, "RE-2025/17")])
        .row(115, &[(50, "Date"), (200, "12 May 2025")])
        .row(130, &[(50, "Payment terms"), (200, "30 days net")])
        .row(145, &[(50, "Incoterms"), (200, "CIF Hamburg")])
        .read();
    assert_eq!(read.get("invoice_number"), "RE-2025/17");
    assert_eq!(read.get("invoice_date"), "2025-05-12");
    assert_eq!(read.get("payment_terms"), "30 days net");
    assert_eq!(read.get("incoterms.printed"), "CIF Hamburg");
    assert_eq!(read.value("invoice_number").bounds, Some([200.0, 92.0, 250.0, 102.0]));
}

#[test]
fn a_value_stands_under_its_label() {
    let read = Sheet::new()
        .text(50, 100, "Invoice No.")
        .text(50, 112, "4711")
        .text(300, 140, "Invoice date")
        .text(300, 152, "12.05.2025")
        .read();
    assert_eq!(read.get("invoice_number"), "4711");
    assert_eq!(read.get("invoice_date"), "2025-05-12");
    assert_eq!(read.value("invoice_date").bounds, Some([300.0, 144.0, 350.0, 154.0]));
}

#[test]
fn a_row_of_labels_stands_over_a_row_of_values() {
    let read = Sheet::new()
        .row(100, &[(50, "Invoice No."), (150, "Date"), (250, "Your order"), (350, "Currency")])
        .row(114, &[(50, "4711"), (150, "12.05.2025"), (250, "PO-88"), (350, "USD")])
        .read();
    assert_eq!(read.get("invoice_number"), "4711");
    assert_eq!(read.get("invoice_date"), "2025-05-12");
    assert_eq!(read.get("references[0].value"), "PO-88");
    assert_eq!(read.record().references[0].kind, "PO");
    assert_eq!(read.get("currency"), "USD");
}

#[test]
fn a_value_that_is_too_far_below_is_none() {
    let read = Sheet::new().text(50, 100, "Invoice No.").text(50, 140, "4711").read();
    assert_eq!(read.get("invoice_number"), "-");
}

#[test]
fn what_is_not_of_the_field_s_form_is_no_value() {
    let read = Sheet::new()
        .row(100, &[(50, "Invoice date:"), (200, "on receipt")])
        .row(120, &[(50, "Currency:"), (200, "see below")])
        .row(140, &[(50, "Invoice No.:"), (200, "pending")])
        .read();
    for field in ["invoice_date", "currency", "invoice_number"] {
        assert_eq!(read.get(field), "-", "{field}");
    }
}

#[test]
fn a_place_stands_before_the_date() {
    for text in
        ["München, den 01.11.2024", "München, 01.11.2024", "Datum: 01.11.2024", "Lyon, le 1 novembre 2024"]
    {
        let read = Sheet::new().text(350, 150, text).read();
        assert_eq!(read.get("invoice_date"), "2024-11-01", "{text}");
    }
    let apart = Sheet::new().row(150, &[(300, "Hamburg, den"), (400, "01.11.2024")]).read();
    assert_eq!(apart.get("invoice_date"), "2024-11-01");
}

#[test]
fn the_document_s_own_date_comes_before_a_bare_one() {
    let read =
        Sheet::new().text(50, 100, "Date: 01.02.2025").text(50, 120, "Invoice date: 13.02.2025").read();
    assert_eq!(read.get("invoice_date"), "2025-02-13");
}

#[test]
fn two_numbers_of_the_document_are_a_doubt() {
    let read = Sheet::new().text(50, 100, "Invoice No.: 4711").text(50, 120, "Invoice No.: 4712").read();
    assert_eq!(read.get("invoice_number"), "4711");
    assert!(
        read.findings().contains(&"reading_incomplete invoice_number".to_owned()),
        "{:?}",
        read.findings()
    );
}

#[test]
fn labels_are_read_in_each_language() {
    for (number, date, terms) in [
        ("Rechnungsnummer", "Rechnungsdatum", "Lieferbedingung"),
        ("N° de facture", "Date de facture", "Conditions de livraison"),
        ("Nº factura", "Fecha de factura", "Condiciones de entrega"),
        ("Invoice number", "Invoice date", "Terms of delivery"),
    ] {
        let read = Sheet::new()
            .text(50, 100, &format!("{number}: F-4711"))
            .text(50, 115, &format!("{date}: 25.05.2025"))
            .text(50, 130, &format!("{terms}: FCA Lyon"))
            .read();
        assert_eq!(read.get("invoice_number"), "F-4711", "{number}");
        assert_eq!(read.get("invoice_date"), "2025-05-25", "{date}");
        assert_eq!(read.get("incoterms.printed"), "FCA Lyon", "{terms}");
    }
}

#[test]
fn terms_go_on_in_the_rows_below() {
    let read = Sheet::new()
        .text(50, 100, "Payment terms: 14 days 2 % discount,")
        .text(120, 111, "30 days net")
        .text(50, 160, "Thank you.")
        .read();
    assert_eq!(read.get("payment_terms"), "14 days 2 % discount, 30 days net");
    // Around both rows.
    assert_eq!(read.value("payment_terms").bounds, Some([120.0, 92.0, 215.0, 113.0]));
    let aligned = Sheet::new()
        .row(100, &[(50, "Payment terms:"), (150, "14 days 2 % discount")])
        .text(150, 111, "or 30 days net")
        .text(50, 160, "Thank you.")
        .read();
    assert_eq!(aligned.get("payment_terms"), "14 days 2 % discount or 30 days net");
}

#[test]
fn weights_and_packages_stand_around_the_goods() {
    let read = Sheet::new()
        .text(50, 100, "Gross weight: 1,250.50 kg, Net weight: 1,100 kg")
        .text(50, 120, "Packages: 12 cartons")
        .text(50, 140, "Container No.: MSKU1234565 Seal No.: S-77")
        .read();
    assert_eq!((read.get("gross_weight.value"), read.get("gross_weight.unit")), ("1250.50", "kg"));
    assert_eq!(read.get("net_weight.value"), "1100");
    assert_eq!((read.get("packages"), read.get("package_type")), ("12", "cartons"));
    assert_eq!(read.get("transport.containers[0].number"), "MSKU1234565");
    assert_eq!(read.get("transport.containers[0].seals[0]"), "S-77");
}

#[test]
fn numbers_of_other_things_are_not_the_document_s() {
    for text in ["VAT No.: DE123456789", "Tax No.: 27/123/45678", "Tel. No.: 040 123456", "Box No.: 12345"] {
        assert_eq!(Sheet::new().text(50, 100, text).read().get("invoice_number"), "-", "{text}");
    }
}

#[test]
fn a_value_stands_between_the_two_rows_of_its_label() {
    let read = Sheet::new()
        .large(50, 60, "Commercial Invoice")
        .text(50, 100, "Invoice No.")
        .text(150, 105, "INV-4711")
        .text(50, 110, "Rechnungsnummer")
        .text(50, 130, "Net weight")
        .text(150, 135, "12.5 kg")
        .text(50, 140, "Nettogewicht")
        .read();
    assert_eq!(read.get("invoice_number"), "INV-4711");
    assert_eq!(read.get("net_weight.value"), "12.5");
}

#[test]
fn signs_part_labels_and_values_of_one_text() {
    let read = Sheet::new()
        .large(50, 60, "Commercial Invoice")
        .text(50, 100, "Invoice No. INV-4711 · Date 12 May 2025 · Net weight 12.5 kg")
        .text(50, 120, "Gross weight – 14.5 kg")
        .read();
    assert_eq!(read.get("invoice_number"), "INV-4711");
    assert_eq!(read.get("invoice_date"), "2025-05-12");
    assert_eq!(read.get("net_weight.value"), "12.5");
    assert_eq!(read.get("gross_weight.value"), "14.5");
}

#[test]
fn a_caption_stands_under_its_value() {
    let read = Sheet::new()
        .large(50, 60, "Commercial Invoice")
        .row(100, &[(50, "INV-4711"), (200, "12 May 2025"), (350, "12.5 kg")])
        .row(110, &[(50, "Invoice No."), (200, "Invoice date"), (350, "Net weight")])
        .row(130, &[(50, "14.5 kg"), (200, "7")])
        .row(140, &[(50, "Gross weight"), (200, "Packages")])
        .read();
    assert_eq!(read.get("invoice_number"), "INV-4711");
    assert_eq!(read.get("invoice_date"), "2025-05-12");
    assert_eq!(read.get("net_weight.value"), "12.5");
    assert_eq!(read.get("gross_weight.value"), "14.5");
    assert_eq!(read.get("packages"), "7");
}

#[test]
fn both_weights_stand_under_one_label_in_its_order() {
    let read = Sheet::new()
        .large(50, 60, "Rechnung")
        .row(100, &[(50, "Gewicht brutto / netto"), (250, "3.662,3 kg / 3.341,8 kg")])
        .read();
    assert_eq!(read.get("gross_weight.value"), "3662.3");
    assert_eq!(read.get("net_weight.value"), "3341.8");
}

#[test]
fn a_tax_number_is_no_other_number_of_the_document() {
    let read = Sheet::new()
        .large(50, 60, "Facture")
        .text(50, 100, "Facture n° 4711")
        .text(50, 800, "Acme SAS - 58, rue Haute - 44300 Nantes - N° TVA FR83533745446")
        .read();
    assert_eq!(read.get("invoice_number"), "4711");
    assert!(!read.findings().iter().any(|finding| finding.ends_with("invoice_number")));
}

#[test]
fn short_words_for_parties_count_beside_each_other() {
    let from = |other: &str| {
        let sheet = Sheet::invoice()
            .row(130, &[(50, "From"), (300, other)])
            .block(50, 142, &["Sarah Whitcombe", "41 Orchard Lane", "OX2 7HN Oxford"])
            .block(300, 142, &["Globex AG", "Marktplatz 3", "80331 München"]);
        let read = sheet.read();
        (read.get("seller.name").to_owned(), read.get("buyer.name").to_owned())
    };
    assert_eq!(from("To"), ("Sarah Whitcombe".into(), "Globex AG".into()));
}

#[test]
fn days_beside_each_other_stand_under_two_heads() {
    let sheet = Sheet::new()
        .large(50, 60, "Invoice")
        .row(100, &[(50, "Date"), (110, "Due date")])
        .row(112, &[(50, "22/08/2024"), (104, "21/09/2024")]);
    let read = sheet.read();
    assert_eq!((read.get("invoice_date"), read.get("payment_due_date")), ("2024-08-22", "2024-09-21"));
}

#[test]
fn a_number_that_begins_like_a_currency_is_none() {
    let sheet = Sheet::new()
        .large(50, 60, "Invoice")
        .row(100, &[(50, "Account"), (150, "KES001")])
        .line(300, &["Pos", "Description", "Quantity", "Unit price", "Amount"])
        .line(312, &["1", "Bolts", "2", "£3.00", "£6.00"]);
    assert_eq!(sheet.read().get("currency"), "£");
}

#[test]
fn a_line_may_say_what_the_amounts_are_in() {
    let of = |text: &str| {
        Sheet::new().large(50, 60, "Facture").text(300, 200, text).read().get("currency").to_owned()
    };
    assert_eq!(of("Montants exprimés en Euros"), "Euro");
    assert_eq!(of("Amounts in USD"), "USD");
}

#[test]
fn net_money_is_no_weight() {
    let sheet = Sheet::invoice()
        .row(200, &[(50, "Netto EUR"), (150, "Brutto EUR")])
        .row(212, &[(50, "376,37"), (150, "447,88")]);
    assert_eq!(sheet.read().fields("net_weight"), Vec::<String>::new());
}

#[test]
fn what_a_payment_is_to_be_marked_with_is_quoted_and_no_value_of_its_own() {
    for label in ["Zahlungsreferenz:", "Payment reference", "Référence de paiement :"] {
        let read = Sheet::new()
            .large(50, 60, "Rechnung Nr. 9099")
            .text(50, 100, "Datum:")
            .text(200, 100, "31.10.2026")
            .text(50, 115, label)
            .text(200, 115, "Kundennummer: 8888 Rechnungsnummer: 6069")
            .read();
        assert_eq!(read.get("invoice_number"), "9099", "{label}");
        assert!(!read.record().references.iter().any(|known| known.value == "8888"), "{label}");
        let doubt = read.0.findings.iter().find(|own| own.field.as_deref() == Some("invoice_number"));
        assert!(doubt.is_none(), "{label}: {doubt:?}");
    }
    let read = Sheet::new()
        .large(50, 60, "Rechnung Nr. 9099")
        .text(50, 100, "Datum: 31.10.2026 Verwendungszweck: Rechnungsnummer: 6069")
        .read();
    assert_eq!((read.get("invoice_number"), read.get("invoice_date")), ("9099", "2026-10-31"));
    assert!(read.0.findings.iter().all(|own| own.field.as_deref() != Some("invoice_number")));
}
