//! Which classification of goods is a tariff code, and whose.
//!
//! A code's scheme comes from its list's name, never from its length. Lists that are no tariff (CPV, UNSPSC, …)
//! become attributes. Source of the list names: UNTDID 7143 as EN 16931 and Peppol use it.

use super::attributes;
use super::transcript::Transcript;
use super::tree::Node;
use trade::Line;
use trade::line::LineCode;

/// What a list of codes is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    /// The Harmonized System itself: six digits are `hs6`, more are a national code that nothing names.
    HarmonizedSystem,
    /// A tariff with a scheme, or one of customs whose country nothing names.
    Tariff(Option<&'static str>),
    /// Goes to the attribute of this name.
    Attribute(&'static str),
    /// Goes to `classification.<list>`.
    Other,
}

/// By the name of the list or of the property, spaces and signs left out and in small letters.
fn list(name: &str) -> List {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match plain.as_str() {
        "hs" | "hscode" | "hsnumber" | "hs6" | "harmonizedsystem" | "harmonisedsystem" | "harmonizedcode"
        | "codesh" | "hscommoditycode" => List::HarmonizedSystem,
        "tsp" | "cn" | "cncode" | "cn8" | "eucn" | "kn" | "kncode" | "combinednomenclature" => {
            List::Tariff(Some("eu-cn"))
        }
        "taric" | "tariccode" | "eutaric" => List::Tariff(Some("eu-taric")),
        "hts" | "htscode" | "htsus" | "htsuscode" | "ushts" => List::Tariff(Some("us-hts")),
        "scheduleb" | "schedulebnumber" | "usscheduleb" => List::Tariff(Some("us-schedule-b")),
        // SRZ is "the international Harmonized Tariff Schedule", CV a code of unnamed customs authorities.
        "srz"
        | "cv"
        | "customstariffnumber"
        | "customstariffcode"
        | "tariffcode"
        | "tariffnumber"
        | "customscode"
        | "zolltarifnummer"
        | "warennummer"
        | "statistischewarennummer"
        | "codedouanier"
        | "nomenclaturedouanière" => List::Tariff(None),
        "sso" => List::Attribute("un_number"),
        "ssi" => List::Attribute("cas"),
        _ => List::Other,
    }
}

/// The property's name is the label of a country of origin.
fn says_origin(name: &str) -> bool {
    let labels = ["country of origin", "origin country", "ursprungsland", "pays d'origine", "país de origen"];
    labels.iter().any(|label| name.eq_ignore_ascii_case(label))
}

/// A classification by a code list.
pub(super) fn by_list(t: &mut Transcript, line: &mut Line, node: Node<'_, '_>) {
    let name = node.attribute("listID").or(node.attribute("listName")).unwrap_or("unnamed");
    match list(name) {
        List::Other => attributes::put(t, line, &format!("classification.{name}"), node),
        List::Attribute(key) => attributes::put(t, line, key, node),
        tariff => code(t, line, node, tariff),
    }
}

/// UBL's `CommodityCode`, by its definition the Harmonized System's.
pub(super) fn commodity(t: &mut Transcript, line: &mut Line, node: Node<'_, '_>) {
    by_definition(t, line, node, List::HarmonizedSystem);
}

/// A code that some customs authority asks for, such as UBL's `RequiredCustomsID`.
pub(super) fn customs(t: &mut Transcript, line: &mut Line, node: Node<'_, '_>) {
    by_definition(t, line, node, List::Tariff(None));
}

fn by_definition(t: &mut Transcript, line: &mut Line, node: Node<'_, '_>, definition: List) {
    let named = node.attribute("listID").or(node.attribute("schemeID")).map(list);
    let tariff = named.filter(|named| matches!(named, List::HarmonizedSystem | List::Tariff(_)));
    code(t, line, node, tariff.unwrap_or(definition));
}

/// A named property of the goods: a tariff code or an origin where its name says so, else an attribute.
pub(super) fn property(t: &mut Transcript, line: &mut Line, name: &str, value: Node<'_, '_>) {
    match list(name) {
        List::HarmonizedSystem | List::Tariff(_) => code(t, line, value, list(name)),
        List::Attribute(key) => attributes::put(t, line, key, value),
        List::Other if says_origin(name) && line.origin_country.is_none() => {
            line.origin_country = t.text("origin_country", Some(value));
        }
        List::Other => attributes::put(t, line, name, value),
    }
}

fn code(t: &mut Transcript, line: &mut Line, node: Node<'_, '_>, list: List) {
    let written = node.text().to_owned();
    let digits = written.chars().filter(|c| !matches!(c, '.' | ' ')).count();
    let scheme = match list {
        List::HarmonizedSystem if digits <= 6 => Some("hs6"),
        List::Tariff(scheme) => scheme,
        _ => None,
    };
    if written.is_empty()
        || line.hs_codes.iter().any(|known| known.code == written && known.scheme.as_deref() == scheme)
    {
        return;
    }
    if line.hs_code.is_none() {
        line.hs_code = t.text("hs_code", Some(node));
    }
    t.text(&format!("hs_codes[{}].code", line.hs_codes.len()), Some(node));
    line.hs_codes.push(LineCode { code: written, scheme: scheme.map(str::to_owned), role: None });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lists_of_tariffs_are_tariff_codes() {
        assert_eq!(list("HS"), List::HarmonizedSystem);
        assert_eq!(list("HS Code"), List::HarmonizedSystem);
        assert_eq!(list("TSP"), List::Tariff(Some("eu-cn")));
        assert_eq!(list("Taric"), List::Tariff(Some("eu-taric")));
        assert_eq!(list("HTS-US"), List::Tariff(Some("us-hts")));
        assert_eq!(list("CV"), List::Tariff(None));
        for other in ["STI", "CPV", "TST", "UNSPSC", "SRV", "ZZZ", "CC", "colour"] {
            assert_eq!(list(other), List::Other, "{other}");
        }
    }
}
