//! Delivery terms, packages and weights in sentences.

use super::sheet::Sheet;

/// What is said below the goods.
fn said(lines: &[&str], field: &str) -> String {
    let sheet = Sheet::invoice()
        .line(315, &["1", "Hex bolts", "12", "0.50", "6.00"])
        .line(345, &["", "Total", "", "", "6.00"]);
    lines
        .iter()
        .enumerate()
        .fold(sheet, |sheet, (nth, text)| sheet.text(50, 400 + 30 * nth as u16, text))
        .read()
        .get(field)
        .to_owned()
}

#[test]
fn a_term_stands_in_a_sentence_with_its_place() {
    for (text, term) in [
        ("Die Lieferung erfolgt FCA Chemnitz (Incoterms 2020).", "FCA Chemnitz"),
        ("Lieferung: DAP Winterthur, Incoterms® 2020", "DAP Winterthur"),
        ("Delivered FOB Nhava Sheva Incoterms 2010", "FOB Nhava Sheva"),
        ("CIF Le Havre", "CIF Le Havre"),
        ("Sale, DAP Mississauga, T/T 30% deposit", "DAP Mississauga"),
        ("Prices are EXW Incoterms 2020", "EXW"),
        ("Our CIF department wishes you well", "-"),
        ("FOB 12.50", "-"),
    ] {
        assert_eq!(said(&[text], "incoterms.printed"), term, "{text}");
    }
    assert_eq!(said(&["CIF Le Havre", "FOB Ningbo"], "incoterms.printed"), "-");
    assert_eq!(
        said(&["CIF Le Havre", "Goods sold CIF, Incoterms 2020"], "incoterms.printed"),
        "CIF Le Havre"
    );
}

#[test]
fn packages_and_weights_stand_in_a_sentence() {
    let german = "Versand: 49 Kartons, Bruttogewicht 831,0 kg, Nettogewicht 784,8 kg.";
    assert_eq!(said(&[german], "packages"), "49");
    assert_eq!(said(&[german], "gross_weight.value"), "831.0");
    assert_eq!(said(&[german], "net_weight.value"), "784.8");
    let spanish = "Envío en 67 cartones, peso bruto 1.130,9 kg.";
    assert_eq!(said(&[spanish], "gross_weight.value"), "1130.9");
    assert_eq!(said(&["PACKING: 54 CARTONS"], "packages"), "54");
    let american = "Shipment of 13 cartons - total weight 186 kg gross, 175 kg net";
    assert_eq!(said(&[american], "gross_weight.value"), "186");
    assert_eq!(said(&[american], "net_weight.value"), "175");
    // Two that differ are neither.
    assert_eq!(said(&["54 cartons", "of which 12 cartons are marked"], "packages"), "-");
    assert_eq!(said(&["Load limit 500 kg"], "gross_weight.value"), "-");
}

#[test]
fn dots_lead_from_a_label_to_its_value() {
    let read = Sheet::new()
        .large(50, 60, "Commercial Invoice")
        .text(50, 100, "Invoice No..............202590236")
        .text(50, 115, "Date................28 January 2025")
        .read();
    assert_eq!(read.get("invoice_number"), "202590236");
    assert_eq!(read.get("invoice_date"), "2025-01-28");
}
