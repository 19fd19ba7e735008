//! UBL 2 and UN/CEFACT CII, orders in its form (Order-X) among them: from the bytes of an XML file to a record.
//!
//! Which document it is, its root says by namespace and name together. The bytes are decoded, built into a tree
//! within limits, and read by the format's own module; a fault on the way ends as one finding with a code and a
//! place. Nothing that the file names is ever fetched: no DOCTYPE, no entity, no XInclude, no schema location.

mod attributes;
mod build;
mod characters;
mod charge;
mod cii;
mod classification;
mod decode;
mod describe;
mod documents;
mod fault;
mod kinds;
mod language;
mod namespaces;
mod profile;
mod roots;
mod scheme;
mod tag;
mod transcript;
mod tree;
mod ubl;
mod value;

#[cfg(test)]
mod tests;

pub use fault::{Fault, Position};
pub use profile::{Form, form};
pub use roots::{Root, root};

use crate::limits::Limits;
use roots::Format;
use trade::{Finding, Kind, Parsed, Record};
use transcript::Transcript;
use tree::Node;

/// The rule of findings about the XML itself.
const RULE: &str = "read.xml/1";

/// Reads one document. `format` says which it was, `xml` where its root is none of those that are read.
pub fn read(bytes: &[u8], limits: &Limits) -> Parsed {
    read_whole(bytes, limits).unwrap_or_else(|fault| refused(fault.into_finding()))
}

fn read_whole(bytes: &[u8], limits: &Limits) -> Result<Parsed, Fault> {
    let text = decode::decode(bytes)?;
    let mut tree = build::build(&text, limits)?;
    let root = Root::of(tree.root());
    Ok(match roots::format(&root) {
        Some(Format::Ubl(document)) => ubl::read(&mut tree, document, limits),
        Some(Format::Cii(naming)) => cii::read(&mut tree, naming, limits),
        None => refused(root.unsupported()),
    })
}

fn refused(finding: Finding) -> Parsed {
    Parsed { format: "xml".to_owned(), findings: vec![finding], ..Parsed::default() }
}

/// What a format's reader hands back, held against the limit of text.
fn finish(
    t: Transcript,
    format: &str,
    kind: Kind,
    root: Node<'_, '_>,
    record: Record,
    limits: &Limits,
) -> Parsed {
    let language = language::stated(root);
    let (reading, findings) = match t.finish(limits) {
        Ok(written) => written,
        Err(passed) => return refused(passed.into_finding()),
    };
    Parsed {
        kind,
        format: format.to_owned(),
        language,
        record,
        reading: Some(reading),
        findings,
        parts: Vec::new(),
    }
}

/// The bill of lading and the air waybill among the references, where the carriage names no document itself.
fn transport_documents(t: &mut Transcript, record: &mut Record) {
    let named = |kind: &str| {
        let at = record.references.iter().position(|reference| reference.kind == kind)?;
        record.references.get(at).map(|reference| (at, reference.value.clone()))
    };
    let (bill, waybill) = (named("B/L"), named("AWB"));
    for (found, field) in [(&bill, "bill_of_lading"), (&waybill, "air_waybill")] {
        if let Some((at, _)) = found {
            t.copy(&format!("references[{at}].value"), &format!("transport.{field}"));
        }
    }
    if bill.is_some() || waybill.is_some() {
        let transport = record.transport.get_or_insert_default();
        transport.bill_of_lading = bill.map(|(_, number)| number);
        transport.air_waybill = waybill.map(|(_, number)| number);
    }
}

/// Adds remarks that are not there yet.
fn remarks(t: &mut Transcript, from: &[Node<'_, '_>], notes: &mut Vec<String>) {
    for node in t.few(from.to_vec()) {
        let path = format!("notes[{}]", notes.len());
        let note = t.prose(&path, Some(node)).filter(|note| !note.is_empty() && !notes.contains(note));
        match note {
            Some(note) => notes.push(note),
            None => t.forget(&path),
        }
    }
}

/// The edition of Incoterms that one of the elements names.
fn incoterms_year(t: &mut Transcript, words: &[Node<'_, '_>]) -> Option<u16> {
    let mut named = words.iter().filter_map(|node| Some((*node, kinds::incoterms_year(node.text())?)));
    let (node, year) = named.next()?;
    t.derived("year", node, year);
    Some(year)
}
