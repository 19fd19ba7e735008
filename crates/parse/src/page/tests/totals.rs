//! Sums, charges and taxes below the goods, and what arithmetic says of them.

use super::sheet::Sheet;

/// An invoice over 100.00 and 50.00.
fn goods() -> Sheet {
    Sheet::invoice()
        .line(315, &["1", "Motor", "2", "50.00", "100.00"])
        .line(327, &["2", "Gear", "5", "10.00", "50.00"])
}

/// Labels of sums with their numbers below the goods.
fn below(sums: &[(&str, &str)]) -> Sheet {
    (0_u16..).zip(sums).fold(goods(), |sheet, (nth, (label, number))| {
        sheet.text(350, 360 + 14 * nth, label).line(360 + 14 * nth, &["", "", "", "", number])
    })
}

#[test]
fn goods_tax_and_total_close() {
    let read = below(&[("Subtotal", "150.00"), ("VAT 20 %", "30.00"), ("Invoice total", "180.00")]).read();
    assert_eq!(read.get("goods_total"), "150.00");
    assert_eq!(read.get("tax_total"), "30.00");
    assert_eq!(read.get("invoice_total"), "180.00");
    assert_eq!(read.get("total_value"), "180.00");
    assert_eq!(read.findings(), [""; 0]);
    assert_eq!(read.value("invoice_total").confidence, 0.99);
}

#[test]
fn charges_and_discounts_stand_below_the_goods() {
    let read = below(&[
        ("Goods total", "150.00"),
        ("Freight", "20.00"),
        ("Insurance", "5.00"),
        ("Less 10 % discount", "-15.00"),
        ("Total", "160.00"),
    ])
    .read();
    let charges: Vec<String> = read
        .record()
        .charges
        .iter()
        .map(|charge| format!("{} {}", charge.kind.as_deref().unwrap(), charge.amount.unwrap()))
        .collect();
    assert_eq!(charges, ["freight 20.00", "insurance 5.00", "discount -15.00"]);
    assert_eq!(read.get("charges[2].percent"), "10");
    assert_eq!(read.get("invoice_total"), "160.00");
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn bare_totals_are_told_by_what_closes() {
    let read = below(&[("Total", "150.00"), ("Freight", "20.00"), ("Total", "170.00")]).read();
    assert_eq!((read.get("goods_total"), read.get("invoice_total")), ("150.00", "170.00"));
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn several_taxes_have_their_sum_printed() {
    let read = below(&[
        ("Net total", "150.00"),
        ("VAT 20 %", "20.00"),
        ("VAT 10 %", "5.00"),
        ("Total VAT", "25.00"),
        ("Invoice total", "175.00"),
    ])
    .read();
    assert_eq!(read.get("tax_total"), "25.00");
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn several_taxes_without_a_printed_sum_are_added_up() {
    let read = below(&[
        ("Net total", "150.00"),
        ("VAT 20 %", "20.00"),
        ("VAT 10 %", "5.00"),
        ("Invoice total", "175.00"),
    ])
    .read();
    assert_eq!(read.record().tax_total.unwrap().to_string(), "25.00");
    assert_eq!(read.value("tax_total").raw, "20.00 + 5.00");
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn totals_stand_in_a_row_over_their_values() {
    let read = goods()
        .row(380, &[(100, "Net total"), (220, "Freight"), (320, "VAT 20 %"), (440, "Invoice total")])
        .row(394, &[(105, "150.00"), (225, "0.00"), (325, "30.00"), (500, "180.00")])
        .read();
    assert_eq!(read.get("goods_total"), "150.00");
    assert_eq!(read.get("tax_total"), "30.00");
    assert_eq!(read.get("invoice_total"), "180.00");
}

#[test]
fn what_is_payable_is_the_total_where_nothing_was_paid() {
    let read = below(&[("Amount due", "150.00")]).read();
    assert_eq!(read.get("invoice_total"), "150.00");
    assert_eq!(read.get("payable_amount"), "150.00");
    assert_eq!(read.findings(), [""; 0]);
    let paid = below(&[("Invoice total", "150.00"), ("Deposit", "50.00"), ("Balance due", "100.00")]).read();
    assert_eq!(paid.get("invoice_total"), "150.00");
    assert_eq!(paid.get("prepaid_amount"), "50.00");
    assert_eq!(paid.get("payable_amount"), "100.00");
    assert_eq!(paid.findings(), [""; 0]);
}

#[test]
fn sums_are_read_in_each_language() {
    for (net, tax, total) in [
        ("Nettobetrag", "zzgl. 20 % MwSt.", "Rechnungsbetrag"),
        ("Total HT", "TVA 20 %", "Total TTC"),
        ("Base imponible", "IVA 20 %", "Total factura"),
    ] {
        let read = below(&[(net, "150.00"), (tax, "30.00"), (total, "180.00")]).read();
        assert_eq!(read.get("goods_total"), "150.00", "{net}");
        assert_eq!(read.get("tax_total"), "30.00", "{tax}");
        assert_eq!(read.get("invoice_total"), "180.00", "{total}");
        assert_eq!(read.findings(), [""; 0], "{total}");
    }
}

#[test]
fn a_total_that_does_not_close_is_told() {
    let read = below(&[("Total", "151.00")]).read();
    assert_eq!(read.findings(), ["reading_incomplete total_value"]);
    let charged = below(&[("Subtotal", "150.00"), ("Freight", "20.00"), ("Invoice total", "171.00")]).read();
    assert_eq!(charged.findings(), ["reading_incomplete total_value"]);
    assert_eq!(charged.value("invoice_total").confidence, 0.97);
}

#[test]
fn an_invoice_without_a_total_proves_nothing() {
    let read = goods().read();
    assert_eq!(read.findings(), ["reading_incomplete total_value"]);
    let line = &read.0.reading.as_ref().unwrap().line_items[0];
    assert_eq!((line["amount"].confidence, line["description"].confidence), (0.55, 0.55));
}

#[test]
fn a_cent_of_rounding_is_no_doubt_and_a_line_s_amount_is() {
    let near = Sheet::invoice()
        .line(315, &["1", "Motor", "3", "33.333", "100.00"])
        .line(330, &["", "Total", "", "", "100.00"])
        .read();
    assert_eq!(near.findings(), [""; 0]);
    let off = Sheet::invoice()
        .line(315, &["1", "Motor", "3", "33.33", "100.04"])
        .line(330, &["", "Total", "", "", "100.04"])
        .read();
    assert_eq!(off.findings(), ["reading_incomplete amount"]);
    assert_eq!(off.0.findings[0].inputs["line"], "1");
}

#[test]
fn a_credit_note_has_negative_amounts() {
    let read = Sheet::new()
        .large(50, 60, "Credit Note")
        .text(50, 100, "Credit note No.: G-11")
        .text(300, 100, "Original invoice: 4711")
        .line(300, &["Pos", "Description", "Quantity", "Unit price", "Amount"])
        .line(315, &["1", "Motor", "2", "50.00", "-100.00"])
        .line(327, &["2", "Gear", "5", "10.00", "-50.00"])
        .text(350, 360, "Net total")
        .line(360, &["", "", "", "", "-150.00"])
        .text(350, 374, "VAT 20 %")
        .line(374, &["", "", "", "", "-30.00"])
        .text(350, 388, "Invoice total")
        .line(388, &["", "", "", "", "-180.00"])
        .read();
    assert_eq!(read.0.kind, trade::Kind::CreditNote);
    assert_eq!(read.get("invoice_number"), "G-11");
    assert_eq!(read.get("references[0].value"), "4711");
    assert_eq!(read.get("invoice_total"), "-180.00");
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn the_tax_on_freight_closes_the_total() {
    let read = below(&[
        ("Subtotal", "150.00"),
        ("Freight", "20.00"),
        ("VAT 20 %", "34.00"),
        ("Invoice total", "204.00"),
    ])
    .read();
    assert_eq!(read.get("charges[0].amount"), "20.00");
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn numbers_with_blanks_between_thousands_are_one() {
    let read = Sheet::invoice()
        .line(315, &["1", "Motor", "20", "1 250,00", "25 000,00"])
        .line(327, &["2", "Gear", "5", "10,00", "50,00"])
        .line(360, &["", "Total", "", "", "25 050,00 €"])
        .read();
    assert_eq!(read.goods(), ["Motor | 20 | 1250.00 | 25000.00", "Gear | 5 | 10.00 | 50.00"]);
    assert_eq!(read.get("total_value"), "25050.00");
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn goods_free_of_charge_are_lines_too() {
    let read = Sheet::invoice()
        .line(315, &["1", "Motor", "2", "50.00", "100.00"])
        .line(327, &["2", "Sample", "1", "0.00", "0.00"])
        .line(360, &["", "Total", "", "", "100.00"])
        .read();
    assert_eq!(read.goods(), ["Motor | 2 | 50.00 | 100.00", "Sample | 1 | 0.00 | 0.00"]);
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn words_for_money_in_a_description_are_goods() {
    let read = Sheet::invoice()
        .line(315, &["1", "Total station TS-16", "2", "50.00", "100.00"])
        .line(327, &["2", "Packing machine", "5", "10.00", "50.00"])
        .line(339, &["3", "Freight scale", "1", "7.00", "7.00"])
        .line(360, &["", "Total", "", "", "157.00"])
        .read();
    assert_eq!(
        read.lines(&["description", "amount"]),
        ["Total station TS-16 | 100.00", "Packing machine | 50.00", "Freight scale | 7.00"]
    );
    assert_eq!(read.record().charges, []);
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn a_rounding_difference_is_read_and_closes() {
    let read = below(&[
        ("Subtotal", "150.00"),
        ("VAT 7.7 %", "11.55"),
        ("Rounding", "0.05"),
        ("Invoice total", "161.60"),
    ])
    .read();
    assert_eq!(read.get("rounding_amount"), "0.05");
    assert_eq!(read.get("invoice_total"), "161.60");
}

#[test]
fn a_charge_among_the_goods_is_a_charge() {
    let read = Sheet::invoice()
        .line(315, &["1", "Motor", "2", "50.00", "100.00"])
        .line(327, &["", "Freight", "", "", "20.00"])
        .line(360, &["", "Total", "", "", "120.00"])
        .read();
    assert_eq!(read.goods(), ["Motor | 2 | 50.00 | 100.00"]);
    assert_eq!(read.get("charges[0].amount"), "20.00");
    assert_eq!(read.findings(), [""; 0]);
}

#[test]
fn a_row_of_money_that_is_not_understood_is_never_passed_over() {
    // Neither goods nor a charge that any lexicon knows: the total says that something is missing.
    let read = Sheet::invoice()
        .line(315, &["1", "Motor", "2", "50.00", "100.00"])
        .line(327, &["", "Xyzzy", "", "", "20.00"])
        .line(360, &["", "Total", "", "", "120.00"])
        .read();
    assert!(!read.is_proven(), "{:?}", read.goods());
}

#[test]
fn swiss_thousands_have_an_apostrophe() {
    let read = Sheet::invoice()
        .line(315, &["1", "Motor", "20", "1'250.00", "25'000.00"])
        .line(360, &["", "Total CHF", "", "", "25'000.00"])
        .read();
    assert_eq!(read.goods(), ["Motor | 20 | 1250.00 | 25000.00"]);
    assert_eq!(read.findings(), [""; 0]);
}
