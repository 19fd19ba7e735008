//! Which profile of its format an e-invoice says it follows: EN 16931's BT-24.

use super::{build, decode, roots};
use crate::limits::Limits;

/// The profile that a Cross Industry document names, such as `urn:factur-x.eu:1p0:minimum`; none where it names none, is of
/// another format or cannot be read.
pub fn profile(bytes: &[u8], limits: &Limits) -> Option<String> {
    let text = decode::decode(bytes).ok()?;
    let mut tree = build::build(&text, limits).ok()?;
    let root = super::Root::of(tree.root());
    if !matches!(roots::format(&root), Some(roots::Format::Cii(_))) {
        return None;
    }
    tree.speak(super::cii::speaks);
    let named = tree.root().text_at(
        "ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID\
|SpecifiedExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID",
    );
    named.map(str::to_owned)
}
