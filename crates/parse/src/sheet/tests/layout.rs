//! Layouts: titles, labels, heads, sums.

use super::*;
use trade::Kind;

#[test]
fn a_page_as_a_small_firm_makes_it() {
    let parsed = csv_of(concat!(
        "ACME Valves GmbH;;;;;;\n",
        "Werkstraße 5, 20457 Hamburg;;;;;;\n",
        ";;;;;;\n",
        "Rechnung Nr. R-2025/77;;;;Datum: 05.03.2025;;\n",
        ";;;;;;\n",
        "Käufer:;;;Warenempfänger;;;\n",
        "Northwind Ltd;;;Northwind Depot;;;\n",
        "12 Dock Road;;;Quay 4;;;\n",
        "Hull HU1 2AB;;;Hull;;;\n",
        "United Kingdom;;;GB;;;\n",
        "VAT: GB123456789;;;;;;\n",
        ";;;;;;\n",
        "Lieferbedingung: FCA Hamburg;;;Bestellnummer;PO-99;;\n",
        "Pos;Bezeichnung;Zolltarif-Nr.;Menge;Einheit;Preis EUR;Betrag EUR\n",
        "1;Kugelhahn aus Messing;84818081;100;Stk;12,50;1.250,00\n",
        ";mit Flansch;;;;;\n",
        "2;Dichtung;40169300;1.000;Stk;0,35;350,00\n",
        ";;;;;Übertrag;1.600,00\n",
        "Pos;Bezeichnung;Zolltarif-Nr.;Menge;Einheit;Preis EUR;Betrag EUR\n",
        ";;;;;Übertrag;1.600,00\n",
        "3;Schlauch;40092100;20;m;10,00;200,00\n",
        ";;;;;Zwischensumme;1.800,00\n",
        ";;;;;Rabatt 5%;-90,00\n",
        ";;;;;Frachtkosten;40,00\n",
        ";;;;;Gesamtbetrag;1.750,00\n",
        ";;;;;;\n",
        "Ursprungsland: DE;;;;;;\n",
        "Bruttogewicht;85,5 kg;;;;;\n",
        "Anzahl Packstücke;3 Kartons;;;;;\n",
    ));
    assert_eq!(codes(&parsed), []);
    assert_eq!((parsed.kind, parsed.language.as_deref()), (Kind::CommercialInvoice, Some("de")));
    insta::assert_json_snapshot!(parsed.record);
}

#[test]
fn a_total_in_the_middle_is_a_subtotal_and_the_last_one_counts() {
    let parsed = csv_of(concat!(
        "Description,Qty,Price,Amount\nNuts,2,5.00,10.00\n,,Subtotal,10.00\nBolts,3,5.00,15.00\n,,Subtotal,15.00\n",
        ",,Grand total EUR,25.00\n",
    ));
    assert_eq!(codes(&parsed), []);
    assert_eq!((text(parsed.record.total_value), parsed.record.line_items.len()), ("25.00".into(), 2));
}

#[test]
fn taxes_and_amounts_due_have_their_own_places() {
    let parsed = csv_of(concat!(
        "Description,Qty,Price,Amount\nNuts,2,50.00,100.00\n,,Net total,100.00\n,,VAT 20%,20.00\n,,Total,120.00\n",
        ",,Deposit,50.00\n,,Amount due,70.00\n",
    ));
    let record = &parsed.record;
    assert_eq!(codes(&parsed), []);
    assert_eq!(
        [
            text(record.goods_total),
            text(record.tax_total),
            text(record.invoice_total),
            text(record.prepaid_amount),
            text(record.payable_amount)
        ],
        ["100.00", "20.00", "120.00", "50.00", "70.00"]
    );
}

#[test]
fn a_missing_head_is_doubt_not_a_guess() {
    let parsed = csv_of("Laptop,847130,2,500.00,1000.00\nMouse,847160,10,5.00,50.00\n");
    assert_eq!(codes(&parsed), [Code::KindUnknown, Code::ReadingIncomplete]);
    assert_eq!(parsed.record.line_items, []);
}

#[test]
fn a_number_without_words_is_explained_by_the_sum_or_told() {
    let head = "Description,Qty,Price,Amount\nNuts,2,5.00,10.00\nBolts,3,5.00,15.00\n";
    let explained = csv_of(&format!("{head},,,25.00\n"));
    assert_eq!((codes(&explained), text(explained.record.total_value)), (vec![], "25.00".into()));
    let unknown = csv_of(&format!("{head}Razem,,,99.00\n"));
    assert_eq!(position(&unknown, Code::ReadingIncomplete), "D4");
}

#[test]
fn heads_of_two_rows_are_one() {
    let parsed = csv_of(
        "Item,Goods,,Price USD,,Weight kg,\n,Description,HS Code,Unit,Total,Net,Gross\n1,Nuts,731816,,10.00,2.5,3.0\n",
    );
    let line = &parsed.record.line_items[0];
    assert_eq!(codes(&parsed), []);
    assert_eq!((line.hs_code.as_deref(), text(line.amount)), (Some("731816"), "10.00".into()));
    assert_eq!(
        line.net_weight.as_ref().map(|m| (m.value.to_string(), m.unit.clone())),
        Some(("2.5".into(), Some("kg".into())))
    );
    assert_eq!(line.gross_weight.as_ref().map(|m| m.value.to_string()), Some("3.0".into()));
    assert_eq!(line.currency.as_deref(), Some("USD"));
}

#[test]
fn heads_in_six_languages() {
    for (language, head) in [
        ("en", "Part No;Description;HS Code;Country of Origin;Quantity;Unit Price;Amount"),
        ("de", "Artikelnummer;Bezeichnung;Zolltarifnummer;Ursprungsland;Menge;Einzelpreis;Gesamtpreis"),
        ("fr", "Référence;Désignation;Code SH;Pays d'origine;Quantité;Prix unitaire;Montant"),
        ("es", "Referencia;Descripción;Código arancelario;País de origen;Cantidad;Precio unitario;Importe"),
        (
            "it",
            "Codice articolo;Descrizione;Codice doganale;Paese di origine;Quantità;Prezzo unitario;Importo",
        ),
        ("nl", "Artikelnummer;Omschrijving;Goederencode;Land van oorsprong;Aantal;Stukprijs;Bedrag"),
    ] {
        let parsed = csv_of(&format!("{head}\nA-1;Steel nuts;73181600;DE;4;2,50;10,00\n"));
        let line = &parsed.record.line_items[0];
        assert_eq!((codes(&parsed), parsed.language.as_deref()), (vec![], Some(language)));
        assert_eq!(
            (
                line.part_number.as_deref(),
                line.hs_code.as_deref(),
                line.origin_country.as_deref(),
                text(line.quantity),
                text(line.amount)
            ),
            (Some("A-1"), Some("73181600"), Some("DE"), "4".into(), "10.00".into()),
            "{language}"
        );
    }
}

#[test]
fn kinds_are_told_by_words_then_by_columns() {
    let table = "Description,Qty,Price,Amount\nNuts,2,5.00,10.00\n";
    let packed = "Description,Qty,Cartons,Gross weight\nNuts,2,1,5.5\n";
    for (title, body, kind) in [
        ("Proforma Invoice", table, Kind::ProformaInvoice),
        ("Credit Note CN-4", table, Kind::CreditNote),
        ("Gutschrift", table, Kind::CreditNote),
        ("Lista de empaque", packed, Kind::PackingList),
        ("Bon de livraison", packed, Kind::DeliveryNote),
        ("Purchase Order", table, Kind::Order),
        ("Packing List No.,PL-1", packed, Kind::PackingList),
        ("Acme", table, Kind::CommercialInvoice),
        ("Acme", packed, Kind::PackingList),
        ("Acme", "Description,Qty\nNuts,2\n", Kind::Unknown),
    ] {
        let parsed = csv_of(&format!("{title}\n\n{body}"));
        assert_eq!(parsed.kind, kind, "{title}");
        assert_eq!(codes(&parsed).contains(&Code::KindUnknown), kind == Kind::Unknown, "{title}");
    }
}

#[test]
fn several_invoices_in_one_export_are_doubt() {
    let parsed =
        csv_of("Invoice No,Description,Qty,Price,Amount\nA-1,Nuts,2,5.00,10.00\nA-2,Bolts,2,5.00,10.00\n");
    assert_eq!(codes(&parsed), [Code::ReadingIncomplete]);
    assert_eq!(parsed.findings[0].field.as_deref(), Some("invoice_number"));
}

#[test]
fn prices_may_be_for_a_hundred_and_carry_currency_and_unit() {
    let parsed =
        csv_of("Description,Qty,Unit price,Discount %,Amount\nNuts,200 pcs,EUR 12.50 / 100,10%,EUR 22.50\n");
    let line = &parsed.record.line_items[0];
    assert_eq!(codes(&parsed), []);
    assert_eq!((text(line.quantity), line.unit.as_deref()), ("200".into(), Some("pcs")));
    assert_eq!(
        (text(line.unit_price), text(line.price_basis), line.currency.as_deref()),
        ("12.50".into(), "100".into(), Some("EUR"))
    );
    assert_eq!(line.discounts[0].percent.map(|p| p.to_string()), Some("10".into()));
    assert_eq!(parsed.record.currency.as_deref(), Some("EUR"));
}

#[test]
fn columns_without_a_place_are_told_once() {
    let parsed = csv_of("Description,Qty,Price,Amount,Warehouse shelf\nNuts,2,5.00,10.00,B7\n");
    assert_eq!(codes(&parsed), [Code::ValueUnplaced]);
}

#[test]
fn ten_thousand_lines_are_read() {
    let mut sheet = String::from("Line,Description,HS Code,Qty,Unit Price,Amount\n");
    (1..=10_000).for_each(|n| sheet.push_str(&format!("{n},Steel nut M{n},731816,2,1.50,3.00\n")));
    sheet.push_str(",,,,Total USD,30000.00\n");
    let parsed = csv_of(&sheet);
    assert_eq!((codes(&parsed), parsed.record.line_items.len()), (vec![], 10_000));
}

#[test]
fn a_column_that_stands_twice_is_doubt_where_its_values_differ() {
    let same = csv_of("Description,Qty,Price,Amount,Amount\nNuts,2,5.00,10.00,10.00\n");
    assert_eq!(codes(&same), [Code::ValueUnplaced]);
    let parsed = csv_of("Description,Qty,Price,Amount,Amount\nNuts,2,5.00,10.00,99.00\n");
    assert_eq!(codes(&parsed), [Code::ReadingAmbiguous, Code::ValueUnplaced]);
    assert_eq!(position(&parsed, Code::ReadingAmbiguous), "D2, E2");
    let finding = &parsed.findings[0];
    assert_eq!((finding.line, finding.field.as_deref(), finding.holds()), (Some(1), Some("amount"), true));
    assert_eq!((&*finding.inputs["reading_1"], &*finding.inputs["reading_2"]), ("10.00", "99.00"));
    let parsed = csv_of("Description,HS Code,HS Code,Qty,Price\nNuts,731816,731815,2,5.00\n");
    assert_eq!(position(&parsed, Code::ReadingAmbiguous), "B2, C2");
    // A unit behind each number, and the goods in two languages, are no doubt.
    let parsed =
        csv_of("Description,Description,Qty,Unit,Weight,Unit,Amount\nNuts,Muttern,2,pcs,5,kg,10.00\n");
    assert!(!codes(&parsed).contains(&Code::ReadingAmbiguous), "{:?}", parsed.findings);
}

#[test]
fn a_head_row_that_stands_twice_is_no_line() {
    let head = "Description,Qty,Price,Amount\n";
    let rows = "Nuts,2,5.00,10.00\n";
    let parsed = csv_of(&format!("{head}{head}{rows}{head}Bolts,3,5.00,15.00\n,,Total,25.00\n"));
    assert_eq!((codes(&parsed), parsed.record.line_items.len()), (vec![], 2));
    assert_eq!(text(parsed.record.total_value), "25.00");
}
