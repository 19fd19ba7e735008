//! The language that a document states of its words, and the first of several languages.
//!
//! Nothing is guessed here: only what `languageID`, `LanguageID` or `xml:lang` say.

use super::tree::Node;

/// Elements whose language speaks for the document.
const SPEAKING: &str = "Note|PaymentTerms/Note|InvoiceLine/Item/Description|InvoiceLine/Item/Name\
|CreditNoteLine/Item/Description|CreditNoteLine/Item/Name|DespatchLine/Item/Description|DespatchLine/Item/Name\
|ExchangedDocument/IncludedNote/Content|HeaderExchangedDocument/IncludedNote/Content\
|SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem/SpecifiedTradeProduct/Name";

/// ISO 639-1 of the document's words, where stated.
pub(super) fn stated(root: Node<'_, '_>) -> Option<String> {
    let whole = root.text_at("ExchangedDocument/LanguageID|HeaderExchangedDocument/LanguageID");
    let whole = whole.or(root.attribute("xml:lang")).and_then(two_letters);
    whole.or_else(|| root.all(SPEAKING).into_iter().find_map(|node| two_letters(of(node)?)))
}

fn of<'t>(node: Node<'t, '_>) -> Option<&'t str> {
    node.attribute("languageID").or(node.attribute("xml:lang"))
}

/// The elements of the first language among several; those that state none stay.
pub(super) fn first<'t, 'a>(nodes: &[Node<'t, 'a>]) -> Vec<Node<'t, 'a>> {
    let chosen = nodes.iter().find_map(|node| of(*node));
    nodes.iter().copied().filter(|node| of(*node).is_none() || of(*node) == chosen).collect()
}

/// `en`, `EN-gb` and the three letters of ISO 639-2 where they are common in trade.
fn two_letters(tag: &str) -> Option<String> {
    let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
    if primary.len() == 2 && primary.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Some(primary);
    }
    const LONG: [(&str, &str); 24] = [
        ("ces", "cs"),
        ("cze", "cs"),
        ("dan", "da"),
        ("deu", "de"),
        ("ger", "de"),
        ("dut", "nl"),
        ("nld", "nl"),
        ("ell", "el"),
        ("gre", "el"),
        ("eng", "en"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("hun", "hu"),
        ("ita", "it"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("nor", "no"),
        ("pol", "pl"),
        ("por", "pt"),
        ("rus", "ru"),
        ("spa", "es"),
        ("swe", "sv"),
        ("zho", "zh"),
    ];
    LONG.iter().find(|(long, _)| *long == primary).map(|(_, short)| (*short).to_owned())
}

#[cfg(test)]
mod tests {
    use super::two_letters;

    #[test]
    fn language_tags_come_to_two_letters() {
        for (tag, code) in
            [("en", Some("en")), ("EN-gb", Some("en")), ("deu", Some("de")), ("x1", None), ("", None)]
        {
            assert_eq!(two_letters(tag).as_deref(), code, "{tag}");
        }
    }
}
