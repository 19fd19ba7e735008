//! Which of the files inside a PDF are its invoice: by their names and relationships, never by their order.
//!
//! The names are those of Factur-X, ZUGFeRD, XRechnung and Order-X. A file of another name is one where its ending and its
//! root say so and it is no supplement. Promises the best first. Refuses to know what stands in them.

use crate::pdf::document::Attachment;
use crate::xml;

/// Names that a standard gives, in lower case: the current ones first.
const NAMES: [&str; 4] = ["factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "order-x.xml"];

/// Characters of a name that are shown.
const NAME_MAX: usize = 80;

/// A file that may be the invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its name, for messages.
    pub name: String,
    /// It has a name that a standard gives.
    pub is_named: bool,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The candidates, the best first.
pub fn candidates(files: Vec<Attachment>) -> Vec<Candidate> {
    let mut ranked: Vec<(usize, usize, Candidate)> = files.into_iter().filter_map(ranked).collect();
    ranked.sort_by_key(|(name, relationship, _)| (*name, *relationship));
    ranked.into_iter().map(|(_, _, candidate)| candidate).collect()
}

fn ranked(file: Attachment) -> Option<(usize, usize, Candidate)> {
    let name = file.name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let lower = name.to_lowercase();
    let standard = NAMES.iter().position(|known| *known == lower);
    let relationship = match file.relationship.as_deref() {
        Some("Data" | "Alternative" | "Source") => 0,
        None => 1,
        Some("Unspecified") => 2,
        Some(_) => 3,
    };
    let is_one = || {
        relationship < 3
            && lower.ends_with(".xml")
            && xml::root(&file.bytes).is_some_and(|root| root.is_read())
    };
    if standard.is_none() && !is_one() {
        return None;
    }
    let shown = name.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
    let candidate = Candidate { name: shown, is_named: standard.is_some(), bytes: file.bytes };
    Some((standard.unwrap_or(NAMES.len()), relationship, candidate))
}

#[cfg(test)]
mod tests {
    use super::*;

    const INVOICE: &str = "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'/>";

    fn file(name: &str, relationship: Option<&str>, text: &str) -> Attachment {
        let relationship = relationship.map(str::to_owned);
        Attachment { name: name.to_owned(), relationship, bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn names_decide_then_relationships_and_never_the_order() {
        let files = vec![
            file("terms.xml", Some("Data"), "<terms/>"),
            file("copy.XML", Some("Alternative"), INVOICE),
            file("old.xml", Some("Supplement"), INVOICE),
            file("ZUGFeRD-invoice.xml", Some("Data"), "<"),
            file("Factur-X.xml", Some("Supplement"), "one"),
            file("in/factur-x.xml", Some("Source"), "two"),
            file("photo.png", None, ""),
        ];
        let chosen: Vec<(String, bool)> =
            candidates(files).into_iter().map(|file| (file.name, file.is_named)).collect();
        let named = |name: &str, named: bool| (name.to_owned(), named);
        assert_eq!(
            chosen,
            [
                named("factur-x.xml", true),
                named("Factur-X.xml", true),
                named("ZUGFeRD-invoice.xml", true),
                named("copy.XML", false)
            ]
        );
    }
}
