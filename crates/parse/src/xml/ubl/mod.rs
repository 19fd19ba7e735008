//! UBL 2.x: Invoice, CreditNote and DespatchAdvice.
//!
//! Elements are matched by local name in the two component namespaces, so that every 2.x reads alike. What a
//! record has no place for (payment accounts, signatures, ledger codes, profile names) is passed over.

mod charges;
mod despatch;
mod goods;
mod header;
mod line;
mod party;
mod references;
mod shipment;
mod sublines;
mod totals;

use super::transcript::{Found, Transcript};
use super::tree::{Node, Tree};
use crate::limits::Limits;
use trade::{Kind, Parsed, Record};

/// What a document's values are read against.
pub(super) struct Context {
    /// The document's currency, as printed.
    currency: Option<String>,
    /// It says that it follows EN 16931, which defines percentages as percentages.
    follows_en16931: bool,
}

impl Context {
    fn of(root: Node<'_, '_>) -> Context {
        let currency = root.text_at("DocumentCurrencyCode").map(str::to_owned);
        let currency = currency.or_else(|| {
            let total =
                root.value("LegalMonetaryTotal/PayableAmount|LegalMonetaryTotal/LineExtensionAmount")?;
            total.attribute("currencyID").map(str::to_owned)
        });
        let profile = root.text_at("CustomizationID").unwrap_or("");
        Context { currency, follows_en16931: profile.contains("en16931") || profile.contains("peppol") }
    }

    /// An amount's currency where it is not the document's.
    fn other_currency(&self, t: &mut Transcript, amount: Found<'_, '_>) -> Option<String> {
        let differs = amount?.attribute("currencyID") != self.currency.as_deref();
        differs.then(|| t.attribute("currency", amount, "currencyID")).flatten()
    }
}

/// The three documents that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Document {
    Invoice,
    CreditNote,
    DespatchAdvice,
}

impl Document {
    /// The format's name.
    pub(super) fn format(self) -> &'static str {
        match self {
            Document::Invoice => "ubl-invoice",
            Document::CreditNote => "ubl-credit-note",
            Document::DespatchAdvice => "ubl-despatch-advice",
        }
    }
}

/// Reads one of them.
pub(super) fn read(tree: &mut Tree<'_>, document: Document, limits: &Limits) -> Parsed {
    tree.speak(|namespace| {
        let components = namespace.strip_prefix("urn:oasis:names:specification:ubl:schema:xsd:");
        matches!(components, Some("CommonAggregateComponents-2" | "CommonBasicComponents-2"))
    });
    let root = tree.root();
    let mut t = Transcript::new("read.ubl/1", limits);
    let context = Context::of(root);
    let mut record = Record::default();
    header::read(&mut t, root, document, &mut record);
    match document {
        Document::Invoice | Document::CreditNote => {
            header::invoice(&mut t, root, &mut record);
            totals::read(&mut t, root, &context, &mut record);
            record.line_items = line::invoiced(&mut t, root, &context);
        }
        Document::DespatchAdvice => despatch::read(&mut t, root, &context, &mut record),
    }
    super::transport_documents(&mut t, &mut record);
    super::finish(t, document.format(), record.kind.unwrap_or(Kind::Unknown), root, record, limits)
}
