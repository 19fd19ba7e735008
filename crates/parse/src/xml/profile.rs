//! What a Cross Industry document says of its own form: the profile it follows (EN 16931, BT-24), and whether it writes
//! currencies where EN 16931 allows none.

use super::cii::Naming;
use super::{Root, build, cii, decode, roots};
use crate::limits::Limits;

/// The form of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// Its profile, such as `urn:factur-x.eu:1p0:minimum`; none where it names none.
    pub profile: Option<String>,
    /// Amounts with a currency of their own, of an invoice by EN 16931: there the total of taxes alone may have one
    /// (CII-DT-031).
    pub currencies: usize,
}

/// The form of a Cross Industry document; none where it is of another format or cannot be read.
pub fn form(bytes: &[u8], limits: &Limits) -> Option<Form> {
    let text = decode::decode(bytes).ok()?;
    let mut tree = build::build(&text, limits).ok()?;
    let Some(roots::Format::Cii(naming)) = roots::format(&Root::of(tree.root())) else { return None };
    tree.speak(cii::speaks);
    let profile = tree.root().text_at(
        "ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID\
|SpecifiedExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID",
    );
    let priced = tree.elements.iter().filter(|element| {
        let (first, end) = element.attributes;
        let own = tree.attributes.get(first as usize..end as usize).unwrap_or_default();
        element.local != "TaxTotalAmount" && own.iter().any(|attribute| attribute.name == "currencyID")
    });
    let currencies = if naming == Naming::D16b { priced.count() } else { 0 };
    Some(Form { profile: profile.map(str::to_owned), currencies })
}
