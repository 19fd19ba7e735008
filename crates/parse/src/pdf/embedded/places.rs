//! Where the page shows what the XML says: page and box of the page's reading, copied to the same values of the XML; for
//! the number and the names, else those of the words themselves.

use super::shown::{Shown, squeezed};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use trade::ReadValue;

/// Sums that a page prints once and a record has under several names.
const TOTALS: [&str; 4] = ["invoice_total", "total_value", "payable_amount", "goods_total"];

/// Texts that are told by themselves, wherever they stand.
const NAMES: [&str; 3] = ["invoice_number", "seller.name", "buyer.name"];

/// Finds the texts that the page's reading did not have.
pub fn find(to: &mut BTreeMap<String, ReadValue>, shown: &Shown) {
    for name in NAMES {
        let Some(own) = to.get_mut(name).filter(|own| own.bounds.is_none()) else { continue };
        if let Some((page, at)) = own.value.as_deref().and_then(|text| shown.place_of(text)) {
            own.page = Some(page);
            own.bounds = Some([at.x0, at.y0, at.x1, at.y1]);
        }
    }
}

/// Copies places of equal values.
pub fn copy(to: &mut BTreeMap<String, ReadValue>, from: &BTreeMap<String, ReadValue>) {
    for (path, own) in to.iter_mut() {
        let others: &[&str] = if TOTALS.contains(&path.as_str()) { &TOTALS } else { &[] };
        let named = std::iter::once(path.as_str()).chain(others.iter().copied());
        if let Some(seen) = named.filter_map(|name| from.get(name)).find(|seen| is_same(own, seen)) {
            own.page = seen.page;
            own.bounds = seen.bounds;
        }
    }
}

/// Whether two readings have one value: as a number, or in its letters and digits.
fn is_same(one: &ReadValue, two: &ReadValue) -> bool {
    let (Some(one), Some(two)) = (&one.value, &two.value) else { return false };
    let number = |text: &str| text.parse::<Decimal>().ok();
    match (number(one), number(two)) {
        (Some(one), Some(two)) => one == two,
        _ => !squeezed(one).is_empty() && squeezed(one) == squeezed(two),
    }
}
