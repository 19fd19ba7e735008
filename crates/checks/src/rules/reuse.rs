//! An invoice number that came before with other contents: by mistake, or a second bill for the same goods.
//!
//! A number is its seller's: who names no seller reuses nothing. Refuses to know what came before; the ledger keeps the
//! keys and says which document has one already.

use trade::{Code, CorrelationId, Digest, Finding, Kind, Record, Severity};

const RULE: &str = "number.reuse/1";

/// What makes two documents bear the same number: kind, importer of record, seller and number. None for documents whose
/// numbers say nothing.
pub fn number_key(kind: Kind, client: &str, record: &Record) -> Option<Digest> {
    if !matches!(kind, Kind::CommercialInvoice | Kind::ProformaInvoice | Kind::CreditNote) {
        return None;
    }
    let seller = letters(record.seller.as_ref()?.name.as_deref()?);
    let number = letters(record.invoice_number.as_deref()?);
    if seller.is_empty() || number.is_empty() {
        return None;
    }
    Some(Digest::of(format!("{}\0{client}\0{seller}\0{number}", kind.name()).as_bytes()))
}

/// Letters and digits alone, in small letters: how a name or a number is set makes it no other one.
fn letters(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The remark on the document that came with the number of another.
pub fn number_reused(record: &Record, other: &CorrelationId) -> Finding {
    let message = "The seller's invoice number came before with other contents";
    let finding = Finding::document(RULE, Code::PossibleDuplicate, message).severity(Severity::Warning);
    let finding = finding.field("invoice_number").input("other", other);
    match &record.invoice_number {
        Some(number) => finding.input("raw", super::raw(number)),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trade::part::Party;

    fn invoice(seller: Option<&str>, number: &str) -> Record {
        let seller = seller.map(|name| Party { name: Some(name.to_owned()), ..Party::default() }.into());
        Record { seller, invoice_number: Some(number.to_owned()), ..Record::default() }
    }

    #[test]
    fn the_same_number_of_the_same_seller_is_the_same_however_it_is_set() {
        let key = |kind, client, seller, number| number_key(kind, client, &invoice(seller, number));
        let one = key(Kind::CommercialInvoice, "", Some("Acme Ltd."), "INV 17/a");
        assert!(one.is_some());
        assert_eq!(one, key(Kind::CommercialInvoice, "", Some("ACME LTD"), "inv-17A"));
        for other in [
            key(Kind::ProformaInvoice, "", Some("Acme Ltd."), "INV 17/a"),
            key(Kind::CommercialInvoice, "importer", Some("Acme Ltd."), "INV 17/a"),
            key(Kind::CommercialInvoice, "", Some("Acme Inc."), "INV 17/a"),
            key(Kind::CommercialInvoice, "", Some("Acme Ltd."), "INV 18/a"),
        ] {
            assert!(other.is_some() && other != one);
        }
    }

    #[test]
    fn a_packing_list_and_an_unnamed_seller_reuse_nothing() {
        assert_eq!(number_key(Kind::PackingList, "", &invoice(Some("Acme"), "17")), None);
        assert_eq!(number_key(Kind::CommercialInvoice, "", &invoice(None, "17")), None);
        assert_eq!(number_key(Kind::CommercialInvoice, "", &invoice(Some("Acme"), "-")), None);
    }
}
