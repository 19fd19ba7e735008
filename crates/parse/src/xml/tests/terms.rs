//! Delivery terms: the code, the place, and the edition wherever a sender writes it.

use super::{cii_invoice, read, ubl_invoice};
use trade::Record;

fn terms(inside: &str) -> Record {
    let parsed = read(&ubl_invoice(&format!("<cac:DeliveryTerms>{inside}</cac:DeliveryTerms>")));
    let record = parsed.record;
    if let Some(year) = record.incoterms.as_ref().and_then(|terms| terms.year) {
        let read = &parsed.reading.unwrap().values["incoterms.year"];
        assert_eq!(read.value.as_deref(), Some(year.to_string().as_str()));
        assert!(read.place.is_some());
    }
    record
}

#[test]
fn the_edition_is_read_from_words_and_from_the_list_of_the_code() {
    for inside in [
        "<cbc:ID>FCA</cbc:ID><cbc:SpecialTerms>Incoterms 2010</cbc:SpecialTerms>",
        "<cbc:SpecialTerms>FCA Hamburg, Incoterms 2010</cbc:SpecialTerms>",
        "<cbc:ID>FCA</cbc:ID><cbc:SpecialTerms>unloaded</cbc:SpecialTerms><cbc:SpecialTerms>(Incoterms® 2010)</cbc:SpecialTerms>",
        "<cbc:ID schemeID='INCOTERMS' schemeVersionID='2010'>FCA</cbc:ID>",
        "<cbc:ID schemeID='INCOTERMS2010'>FCA</cbc:ID>",
        "<cbc:ID schemeName='Incoterms 2010'>FCA</cbc:ID>",
    ] {
        assert_eq!(terms(inside).incoterms.unwrap().year, Some(2010), "{inside}");
    }
    // The words are nearer to the deal than the list.
    let both =
        "<cbc:ID schemeVersionID='2010'>FCA</cbc:ID><cbc:SpecialTerms>Incoterms 2020</cbc:SpecialTerms>";
    assert_eq!(terms(both).incoterms.unwrap().year, Some(2020));
    assert_eq!(terms("<cbc:ID schemeVersionID='D16B'>FCA</cbc:ID>").incoterms.unwrap().year, None);
}

#[test]
fn words_that_are_not_the_term_are_remarks() {
    let coded = terms("<cbc:ID>DAP</cbc:ID><cbc:SpecialTerms>unloaded</cbc:SpecialTerms>");
    assert_eq!(coded.notes, ["unloaded"]);
    let worded =
        terms("<cbc:SpecialTerms>DAP Turin</cbc:SpecialTerms><cbc:SpecialTerms>by noon</cbc:SpecialTerms>");
    assert_eq!(worded.incoterms.unwrap().printed.as_deref(), Some("DAP Turin"));
    assert_eq!(worded.notes, ["by noon"]);
}

#[test]
fn of_several_terms_the_one_with_a_code_counts_and_no_words_are_lost() {
    let several = "<cac:DeliveryTerms><cbc:SpecialTerms>as agreed</cbc:SpecialTerms></cac:DeliveryTerms>\
<cac:Delivery><cac:DeliveryTerms><cbc:ID>CPT</cbc:ID><cbc:SpecialTerms>Incoterms 2020</cbc:SpecialTerms></cac:DeliveryTerms></cac:Delivery>";
    let record = read(&ubl_invoice(several)).record;
    let terms = record.incoterms.unwrap();
    assert_eq!((terms.printed.as_deref(), terms.year), (Some("CPT"), Some(2020)));
    assert_eq!(record.notes, ["as agreed", "Incoterms 2020"]);
}

#[test]
fn a_description_beside_a_code_of_cii_is_a_remark_and_names_the_edition() {
    let terms = "<ram:ApplicableHeaderTradeAgreement><ram:ApplicableTradeDeliveryTerms><ram:DeliveryTypeCode>CIP</ram:DeliveryTypeCode>\
<ram:Description>CIP Porto, Incoterms 2020</ram:Description></ram:ApplicableTradeDeliveryTerms></ram:ApplicableHeaderTradeAgreement>";
    let record = read(&cii_invoice(terms)).record;
    let incoterms = record.incoterms.unwrap();
    assert_eq!((incoterms.printed.as_deref(), incoterms.year), (Some("CIP"), Some(2020)));
    assert_eq!(record.notes, ["CIP Porto, Incoterms 2020"]);
}
