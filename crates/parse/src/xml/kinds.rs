//! What a document is and what it refers to, by the codes of UNTDID 1001.
//!
//! Both standards use this list, so that both readers say the same of the same code.

use trade::Kind;

/// Codes of UNTDID 1001 that EN 16931 and its national uses name as credit notes.
const CREDIT_NOTES: [&str; 11] = ["81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"];

/// An invoice's kind by its type code; other codes and none at all are invoices for goods sold.
pub(super) fn invoice(type_code: Option<&str>) -> Kind {
    match type_code {
        Some("325") => Kind::ProformaInvoice,
        Some(code) if CREDIT_NOTES.contains(&code) => Kind::CreditNote,
        _ => Kind::CommercialInvoice,
    }
}

/// The invoice replaces the one it refers to (384, corrected invoice).
pub(super) fn is_correction(type_code: Option<&str>) -> bool {
    type_code == Some("384")
}

/// The type of a reference to a document of this code; absent for codes that say too little (916: related).
pub(super) fn reference(type_code: &str) -> Option<&'static str> {
    Some(match type_code {
        "50" => "project",
        "105" | "220" => "PO",
        "130" => "invoiced_object",
        "231" | "320" => "sales_order",
        "270" | "351" => "despatch",
        "271" => "packing_list",
        "315" => "contract",
        "325" => "proforma_invoice",
        "380" | "384" => "invoice",
        "381" => "credit_note",
        "632" => "receipt",
        "703" | "704" | "705" | "706" | "707" | "710" | "714" => "B/L",
        "730" => "consignment_note",
        "740" | "741" => "AWB",
        "750" => "parcel_note",
        "852" | "861" | "865" => "certificate_of_origin",
        "853" | "851" => "phytosanitary_certificate",
        "911" => "import_licence",
        "811" => "export_licence",
        "821" | "822" | "952" => "transit_declaration",
        "830" => "export_declaration",
        "929" | "930" | "914" => "entry",
        "954" => "EUR.1",
        _ => return None,
    })
}

/// The word for a transport mode of UN/ECE Rec 19; what has no word stays as printed.
pub(super) fn transport_mode(code: &str) -> &str {
    match code {
        "1" => "sea",
        "2" => "rail",
        "3" => "road",
        "4" => "air",
        "5" => "mail",
        "6" => "multimodal",
        "8" => "inland_waterway",
        other => other,
    }
}

/// The edition of Incoterms that words about delivery name.
pub(super) fn incoterms_year(words: &str) -> Option<u16> {
    let years = words.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok());
    let mut editions = years.filter(|year| matches!(year, 1980 | 1990 | 2000 | 2010 | 2020));
    editions.next()
}

/// Placeholders that senders write where a required reference does not exist. As a reference they would join
/// documents that have nothing to do with each other.
pub(super) fn says_nothing(reference: &str) -> bool {
    ["na", "n/a", "-", "none"].iter().any(|word| reference.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_codes_tell_the_kind() {
        assert_eq!(invoice(None), Kind::CommercialInvoice);
        assert_eq!(invoice(Some("380")), Kind::CommercialInvoice);
        assert_eq!(invoice(Some("325")), Kind::ProformaInvoice);
        assert_eq!(invoice(Some("381")), Kind::CreditNote);
        assert_eq!(incoterms_year("FCA Hamburg, Incoterms® 2010"), Some(2010));
        assert_eq!(incoterms_year("FCA 2026 1990x"), Some(1990));
        assert!(is_correction(Some("384")) && !is_correction(Some("380")));
    }
}
