//! The signs and names that currencies are printed with.
//!
//! Promises: a bare sign may be several currencies'. Refuses to decide which it is: that is no matter of reading.

/// Signs and names of a currency beside its code, in lower case.
pub fn names(code: &str) -> &'static [&'static str] {
    match code {
        "EUR" => &["€", "euro", "euros"],
        "USD" => &["$", "us$", "us dollar", "us dollars"],
        "GBP" => &["£", "pound sterling", "pounds sterling"],
        "CHF" => &["sfr", "fr.", "franken", "francs"],
        "JPY" | "CNY" => &["¥", "yen", "yuan", "rmb"],
        "CAD" | "AUD" | "HKD" | "SGD" | "MXN" => &["$"],
        "SEK" | "NOK" | "DKK" => &["kr", "kr."],
        "PLN" => &["zł", "zloty"],
        "INR" => &["₹", "rs", "rs."],
        _ => &[],
    }
}

/// Whether the text is the currency's code, or a sign or name of it.
pub fn is_of(code: &str, text: &str) -> bool {
    let text = text.trim().to_lowercase();
    text == code.trim().to_lowercase() || names(code.trim()).contains(&text.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_may_be_that_of_several_currencies() {
        assert!(is_of("EUR", "€") && is_of("USD", "usd") && is_of("USD", "$") && is_of("CAD", "$"));
        assert!(!is_of("EUR", "$") && !is_of("USD", "") && !is_of("XTS", "€"));
    }
}
