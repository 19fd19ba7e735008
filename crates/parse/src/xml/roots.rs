//! The root of an XML document: what it is called, and which of them are read.

mod unread;

use super::cii::Naming;
use super::tree::Node;
use super::ubl::Document;
use super::{RULE, build, decode};
use crate::limits::Limits;
use trade::{Code, Finding};

/// A root element's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// Namespace name, empty for none.
    pub namespace: String,
    /// Local name.
    pub name: String,
}

/// A document that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Ubl(Document),
    Cii(Naming),
}

/// Namespace and local name together say what a document is. A self-billed document is an invoice or credit note
/// that the buyer draws up in the seller's name, in the same elements: who sold to whom is the same.
const READ: [(&str, &str, Format); 8] = [
    ("urn:oasis:names:specification:ubl:schema:xsd:Invoice-2", "Invoice", Format::Ubl(Document::Invoice)),
    (
        "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
        "CreditNote",
        Format::Ubl(Document::CreditNote),
    ),
    (
        "urn:oasis:names:specification:ubl:schema:xsd:DespatchAdvice-2",
        "DespatchAdvice",
        Format::Ubl(Document::DespatchAdvice),
    ),
    (
        "urn:oasis:names:specification:ubl:schema:xsd:SelfBilledInvoice-2",
        "SelfBilledInvoice",
        Format::Ubl(Document::Invoice),
    ),
    (
        "urn:oasis:names:specification:ubl:schema:xsd:SelfBilledCreditNote-2",
        "SelfBilledCreditNote",
        Format::Ubl(Document::CreditNote),
    ),
    (
        "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
        "CrossIndustryInvoice",
        Format::Cii(Naming::D16b),
    ),
    ("urn:ferd:CrossIndustryDocument:invoice:1p0", "CrossIndustryDocument", Format::Cii(Naming::Zugferd1)),
    (
        "urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100",
        "SCRDMCCBDACIOMessageStructure",
        Format::Cii(Naming::OrderX),
    ),
];

/// The format of a root.
pub(super) fn format(root: &Root) -> Option<Format> {
    let read = READ.iter().find(|(namespace, name, _)| root.namespace == *namespace && root.name == *name);
    read.map(|(_, _, format)| *format)
}

impl Root {
    pub(super) fn of(node: Node<'_, '_>) -> Root {
        Root { namespace: node.namespace().to_owned(), name: node.name().to_owned() }
    }

    /// The document is of a format that [`super::read`] reads.
    pub fn is_read(&self) -> bool {
        format(self).is_some()
    }

    /// Says why it is not read.
    pub(super) fn unsupported(&self) -> Finding {
        let space = if self.namespace.is_empty() {
            "no namespace".to_owned()
        } else {
            format!("the namespace {}", self.namespace)
        };
        let message = match READ.iter().find(|(_, name, _)| *name == self.name) {
            Some((right, name, _)) => {
                format!("The root {name} is in {space}, not in {right}, so its contents were not read")
            }
            None => match unread::described(self) {
                Some(message) => message,
                None => format!("XML with the root {} in {space} is not read", self.name),
            },
        };
        let finding = Finding::document(RULE, Code::UnsupportedFormat, message);
        finding.input("root", &self.name).input("namespace", &self.namespace)
    }
}

/// The first bytes in which a root must begin.
const HEAD: usize = 65_536;

/// The name of the root, if the bytes begin an XML document: only the first 64 kB are looked at, and what
/// follows the root's start tag is not.
pub fn root(bytes: &[u8]) -> Option<Root> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    // A cut may fall into a character: the bytes up to it are looked at.
    let text = (0..4).find_map(|cut| decode::decode(head.get(..head.len().checked_sub(cut)?)?).ok())?;
    let start = build::first_tag(&text)?;
    let limits = Limits::default();
    let tree = build::build(&start, &limits).ok()?;
    Some(Root::of(tree.root()))
}
