//! Tables of widths of fonts, looked at before hayro spreads them out: a few digits can name billions of characters.

use hayro::hayro_syntax::object::{Array, Dict, Object};

/// Characters that a table may name, over all its ranges.
const CHARACTERS_MAX: u64 = 1_000_000;
/// The last character that a composite font can have.
const LAST: f64 = 65_535.0;

/// No table of this font goes beyond the characters that there can be.
pub fn are_sound(font: &Dict<'_>) -> bool {
    let first = font.get::<Object<'_>>("FirstChar").and_then(number).unwrap_or(0.0);
    let below = font.get::<Array<'_>>("DescendantFonts").and_then(|all| all.iter::<Dict<'_>>().next());
    let is_sound = |below: &Dict<'_>| {
        [("W", 1), ("W2", 3)]
            .iter()
            .all(|(key, values)| below.get::<Array<'_>>(key).is_none_or(|all| fits(&all, *values)))
    };
    (0.0..=LAST).contains(&first) && below.as_ref().is_none_or(is_sound)
}

/// `first [values …]` or `first last value …`, again and again.
fn fits(table: &Array<'_>, values: usize) -> bool {
    let (mut characters, mut entries) = (0_u64, table.iter::<Object<'_>>());
    while let Some(first) = entries.next() {
        let Some(first) = number(first) else { return true };
        let last = match entries.next() {
            Some(Object::Array(each)) => {
                first + each.iter::<Object<'_>>().count() as f64 / values as f64 - 1.0
            }
            Some(Object::Number(last)) => {
                entries.by_ref().take(values).for_each(drop);
                last.as_f64()
            }
            _ => return true,
        };
        if !(0.0..=LAST).contains(&first) || last > LAST {
            return false;
        }
        characters += (last - first + 1.0).max(0.0) as u64;
        if characters > CHARACTERS_MAX {
            return false;
        }
    }
    true
}

fn number(object: Object<'_>) -> Option<f64> {
    match object {
        Object::Number(number) => Some(number.as_f64()),
        _ => None,
    }
}
