//! Titles tell the kind; behind them stand numbers and dates.

use super::sheet::Sheet;
use trade::Kind;

#[test]
fn a_title_may_have_number_and_date_behind_it() {
    for (title, number, date) in [
        ("Invoice No. 4711 of 15 November 2024", "4711", "2024-11-15"),
        ("Invoice INV-2024-17", "INV-2024-17", "-"),
        ("Rechnung Nr. 471102 vom 15.11.2024", "471102", "2024-11-15"),
        ("Rechnung (380) Nr. R18-31 vom 15. November 2024", "R18-31", "2024-11-15"),
        ("Facture n° FA-562 du 15 novembre 2024", "FA-562", "2024-11-15"),
        ("Factura nº 2024/88 de 15.11.2024", "2024/88", "2024-11-15"),
    ] {
        let read = Sheet::new().large(50, 80, title).read();
        assert_eq!(read.0.kind, Kind::CommercialInvoice, "{title}");
        assert_eq!(read.get("invoice_number"), number, "{title}");
        assert_eq!(read.get("invoice_date"), date, "{title}");
    }
}

#[test]
fn kinds_are_told_by_their_titles() {
    for (title, kind) in [
        ("PACKING LIST", Kind::PackingList),
        ("Packliste", Kind::PackingList),
        ("Liste de colisage", Kind::PackingList),
        ("Lista de empaque", Kind::PackingList),
        ("Certificate of Origin", Kind::CertificateOfOrigin),
        ("Certificat d'origine", Kind::CertificateOfOrigin),
        ("Certificado de origen", Kind::CertificateOfOrigin),
        ("Proforma-Rechnung", Kind::ProformaInvoice),
        ("Avoir", Kind::CreditNote),
        ("Albarán de entrega", Kind::DeliveryNote),
    ] {
        assert_eq!(Sheet::new().large(50, 80, title).read().0.kind, kind, "{title}");
    }
}

#[test]
fn of_several_titles_the_largest_counts() {
    let read = Sheet::new()
        .text(50, 50, "Packing list")
        .large(50, 100, "Commercial Invoice")
        .text(50, 140, "Certificate of origin")
        .read();
    assert_eq!(read.0.kind, Kind::CommercialInvoice);
}

#[test]
fn names_of_papers_in_a_row_of_labels_are_no_titles() {
    let read = Sheet::new()
        .large(50, 60, "Commercial Invoice")
        .row(100, &[(50, "Invoice No."), (150, "Delivery note"), (280, "Sales order")])
        .row(114, &[(50, "4711"), (150, "80080227"), (280, "SO-5")])
        .read();
    assert_eq!(read.0.kind, Kind::CommercialInvoice);
    assert_eq!(read.get("invoice_number"), "4711");
    let kinds: Vec<&str> = read.record().references.iter().map(|own| own.kind.as_str()).collect();
    assert_eq!(kinds, ["despatch", "sales_order"]);
}

#[test]
fn a_title_that_names_another_document_has_not_its_number() {
    let read = Sheet::new().large(50, 80, "Invoice for order No. 5").read();
    assert_eq!(read.get("invoice_number"), "-");
}

#[test]
fn without_a_title_the_columns_tell_the_kind() {
    let read = Sheet::new()
        .line(300, &["Pos", "Description", "Quantity", "Unit price", "Amount"])
        .line(315, &["1", "Hex bolts", "12", "0.50", "6.00"])
        .read();
    assert_eq!(read.0.kind, Kind::CommercialInvoice);
    let nothing = Sheet::new().text(50, 100, "Dear Sirs").read();
    assert_eq!(nothing.0.kind, Kind::Unknown);
    assert!(nothing.findings().contains(&"kind_unknown".to_owned()));
}

#[test]
fn the_number_of_an_order_is_the_order_s() {
    let read = Sheet::new().large(50, 60, "Purchase Order").text(50, 100, "PO No.: 77-1").read();
    assert_eq!(read.0.kind, Kind::Order);
    assert_eq!(read.get("invoice_number"), "77-1");
    assert_eq!(read.record().references, []);
}

#[test]
fn an_invoice_s_number_on_another_paper_is_a_reference() {
    for (title, label) in [
        ("Packing List", "Invoice No.: 4711"),
        ("Packliste", "Rechnungsnummer: 4711"),
        ("Certificate of Origin", "Invoice No.: 4711"),
    ] {
        let read = Sheet::new().large(50, 60, title).text(50, 100, label).read();
        assert_eq!(read.get("invoice_number"), "-", "{title}");
        assert_eq!(read.get("references[0].value"), "4711", "{title}");
        assert_eq!(read.record().references[0].kind, "invoice", "{title}");
    }
    let own = Sheet::new()
        .large(50, 60, "Packing List")
        .text(50, 100, "Packing list No.: PL-9 Invoice No.: 4711")
        .read();
    assert_eq!(own.get("invoice_number"), "PL-9");
    assert_eq!(own.get("references[0].value"), "4711");
}
