//! What the XML lacks and the page has: how the goods travel, what they weigh, whose they are. E-invoices carry little of it.
//!
//! A field is taken whole, with its reading, whose origin stays that of the page. It overrules nothing.

use super::shown::squeezed;
use std::collections::BTreeMap;
use trade::part::Party;
use trade::{Line, ReadValue, Reading, Record};

/// Takes fields of the page that the XML does not have, and names them. What the XML has and could not be read it has.
macro_rules! take {
    ($own:expr, $read:expr, $other:expr, $taken:expr; $($option:ident)*; $($list:ident)*) => {
        $(if $own.$option.is_none() && !$read.contains_key(stringify!($option)) && $other.$option.is_some() {
            $own.$option = $other.$option.clone();
            $taken.push(stringify!($option));
        })*
        $(if $own.$list.is_empty() && !$other.$list.is_empty() {
            $own.$list = $other.$list.clone();
            $taken.push(stringify!($list));
        })*
    };
}

/// Fills the head; answers the fields that were taken.
pub fn head(own: &mut Record, read: &mut Reading, page: &Record, page_read: &Reading) -> Vec<&'static str> {
    let mut taken = Vec::new();
    take!(own, read.values, page, taken;
        invoice_number invoice_date currency seller buyer purpose shipper consignee ship_to importer exporter manufacturer
        notify destination country_of_export port_of_loading port_of_discharge transport incoterms related_parties
        origin_statement packages package_type gross_weight net_weight volume marks delivery_date;
        package_list);
    taken.extend(party(
        ["seller.address", "seller.postal_code", "seller.country", "seller.contact"],
        &mut own.seller,
        &page.seller,
    ));
    taken.extend(party(
        ["buyer.address", "buyer.postal_code", "buyer.country", "buyer.contact"],
        &mut own.buyer,
        &page.buyer,
    ));
    for field in &taken {
        copy(field, &mut read.values, &page_read.values);
    }
    taken
}

/// Fills the address of a party that both name alike: the small profiles say no more than who it is.
fn party(
    names: [&'static str; 4],
    own: &mut Option<Box<Party>>,
    page: &Option<Box<Party>>,
) -> Vec<&'static str> {
    let (Some(own), Some(page)) = (own, page) else { return Vec::new() };
    let alike = |one: &Option<String>, two: &Option<String>| {
        one.as_deref().zip(two.as_deref()).is_some_and(|(one, two)| squeezed(one) == squeezed(two))
    };
    if !alike(&own.name, &page.name) {
        return Vec::new();
    }
    let fields = [
        (&mut own.address, &page.address),
        (&mut own.postal_code, &page.postal_code),
        (&mut own.country, &page.country),
        (&mut own.contact, &page.contact),
    ];
    let mut taken = Vec::new();
    for (name, (own, page)) in names.into_iter().zip(fields) {
        if own.is_none() && page.is_some() {
            own.clone_from(page);
            taken.push(name);
        }
    }
    taken
}

/// Fills a line, whose numbers were found to be the page's; answers the fields that were taken.
pub fn line(
    own: &mut Line,
    read: &mut BTreeMap<String, ReadValue>,
    page: &Line,
    page_read: &BTreeMap<String, ReadValue>,
) -> Vec<&'static str> {
    let mut taken: Vec<&'static str> = Vec::new();
    if own.hs_code.is_none() && own.hs_codes.is_empty() {
        take!(own, read, page, taken; hs_code; hs_codes);
    }
    take!(own, read, page, taken;
        origin_country manufacturer preference net_weight gross_weight packages package_type;
        statistical_quantities);
    for field in &taken {
        copy(field, read, page_read);
    }
    taken
}

/// Copies the readings of a field and of its parts.
fn copy(field: &str, to: &mut BTreeMap<String, ReadValue>, from: &BTreeMap<String, ReadValue>) {
    let parts = from.iter().filter(|(path, _)| is_of(path, field));
    to.extend(parts.map(|(path, read)| (path.clone(), read.clone())));
}

/// Whether a path is a field's or one of its parts'.
pub fn is_of(path: &str, field: &str) -> bool {
    path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}
