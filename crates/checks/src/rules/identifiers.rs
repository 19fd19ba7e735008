//! Who a party is: EORI, VAT and LEI have the form of their scheme, and a name is written in letters of one script.
//!
//! Warnings only: a party's number decides nothing about a line. What is not of these schemes, and what could be another
//! number under the same label (a national tax number called VAT), is left alone: a form is held only against what claims
//! it. Whether a number was ever given to anybody cannot be known without asking its register.

/// Economic operators in the customs union.
mod eori;

/// Legal entities, by ISO 17442.
mod lei;

/// VAT numbers of Europe.
mod vat;

/// Names that are not what they look like.
mod name;

use super::raw;
use crate::findings::Findings;
use std::borrow::Cow;
use trade::part::{Party, PartyId};
use trade::{Code, Finding, Record};

pub(crate) fn check(record: &Record, findings: &mut Findings) {
    for (party, name) in parties(record) {
        let Some(party) = party.as_deref() else { continue };
        name::check(party, name, findings);
        for (place, id) in party.ids.iter().enumerate() {
            let Some((rule, message, wanted)) = fault(party, id) else { continue };
            findings.warning(|| {
                let finding = Finding::document(rule, Code::ValueInvalid, message);
                let finding = finding.field(format!("{name}.ids[{place}].value"));
                finding.input("raw", raw(&id.value)).input("wanted", wanted)
            });
        }
    }
}

/// What is wrong with a registration: the rule, in words, and what would be right.
type Fault = (&'static str, &'static str, Cow<'static, str>);

fn fault(party: &Party, id: &PartyId) -> Option<Fault> {
    match id.scheme.as_deref()? {
        "EORI" => eori::fault(&bare(&id.value)),
        "VAT" => vat::fault(&bare(&id.value), party.country.as_deref()),
        "LEI" => lei::fault(&bare(&id.value)),
        _ => None,
    }
}

/// A number in capitals, without the signs that people put between its groups.
fn bare(printed: &str) -> String {
    let signs = printed.chars().filter(|sign| !matches!(sign, ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '/'));
    signs.map(|sign| sign.to_ascii_uppercase()).collect()
}

fn parties(record: &Record) -> [(&Option<Box<Party>>, &'static str); 9] {
    [
        (&record.seller, "seller"),
        (&record.buyer, "buyer"),
        (&record.shipper, "shipper"),
        (&record.consignee, "consignee"),
        (&record.ship_to, "ship_to"),
        (&record.importer, "importer"),
        (&record.exporter, "exporter"),
        (&record.manufacturer, "manufacturer"),
        (&record.notify, "notify"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(country: Option<&str>, ids: &[(Option<&str>, &str)]) -> Option<Box<Party>> {
        let ids = ids
            .iter()
            .map(|(scheme, value)| PartyId { scheme: scheme.map(str::to_owned), value: (*value).to_owned() });
        Some(Box::new(Party { country: country.map(str::to_owned), ids: ids.collect(), ..Party::default() }))
    }

    #[test]
    fn a_wrong_number_is_a_warning_that_names_its_place_and_holds_nothing() {
        let record = Record {
            seller: party(Some("DE"), &[(Some("EORI"), "DE814530927045512"), (Some("VAT"), "DE 12345678")]),
            importer: party(None, &[(Some("LEI"), "HWUPKR0MPOU8FGXBT349"), (Some("EORI"), "ZZ1")]),
            ..Record::default()
        };
        let mut findings = Findings::default();
        check(&record, &mut findings);
        let findings = findings.finish();
        let told: Vec<_> = findings
            .iter()
            .map(|finding| (&*finding.rule, finding.field.as_deref().unwrap(), &*finding.inputs["raw"]))
            .collect();
        assert_eq!(
            told,
            [
                ("identifier.vat/1", "seller.ids[1].value", "DE 12345678"),
                ("identifier.lei/1", "importer.ids[0].value", "HWUPKR0MPOU8FGXBT349"),
                ("identifier.eori/1", "importer.ids[1].value", "ZZ1"),
            ]
        );
        assert!(findings.iter().all(|finding| !finding.holds() && finding.code == Code::ValueInvalid));
    }

    #[test]
    fn other_schemes_and_none_are_left_alone() {
        let ids = [(None, "DE1"), (Some("EIN"), "12-3456789"), (Some("GLN"), "1"), (Some("VAT"), "")];
        let record = Record { buyer: party(Some("DE"), &ids), ..Record::default() };
        let mut findings = Findings::default();
        check(&record, &mut findings);
        assert!(findings.finish().is_empty());
    }
}
