//! Where the page shows what the XML says: page and box of the page's reading, copied to the same values of the XML.

use super::shown::squeezed;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use trade::ReadValue;

/// Sums that a page prints once and a record has under several names.
const TOTALS: [&str; 4] = ["invoice_total", "total_value", "payable_amount", "goods_total"];

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
