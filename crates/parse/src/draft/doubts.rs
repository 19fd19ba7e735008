//! What keeps a reading from proving itself complete: rows that were not understood, values that stand twice and differ.

use super::Draft;
use super::scribe::Scribe;
use trade::Code;

/// Places named in one finding.
const PLACES_MAX: usize = 5;

/// What keeps the reading from proving itself complete.
pub fn tell(scribe: &mut Scribe, draft: &Draft) {
    if let Some(place) = draft.ragged.first() {
        let message = format!("{} has more or fewer cells than the table's head.", capital(place));
        scribe.remark(Code::SheetMalformed, message).inputs.insert("position".into(), place.clone());
    }
    if draft.lines.is_empty() && draft.ragged.is_empty() && !draft.empty_table {
        scribe.remark(
            Code::ReadingIncomplete,
            "No table of goods was found: no row has heads that name and measure goods, or none below them could be read.",
        );
    }
    if !draft.unread.is_empty() {
        let places = some_of(&draft.unread);
        let message = format!("{} rows of the table were not understood: {places}.", draft.unread.len());
        scribe.remark(Code::ReadingIncomplete, message).inputs.insert("position".into(), places);
    }
    for (field, seen) in &draft.contradicted {
        let message =
            format!("`{}` at {} differs from what stands before it in the document.", seen.text, seen.place);
        let finding = scribe.remark(Code::ReadingIncomplete, message);
        finding.field = Some(field.clone().into());
        finding.inputs.insert("position".into(), seen.place.clone());
    }
    for (field, seen) in &draft.guessed {
        let (text, place) = (&seen.text, &seen.place);
        let message = if field.ends_with(".name") && text.contains(", ") {
            format!(
                "`{text}` at {place} may name two, a company and a person, and nothing says which is meant."
            )
        } else if field.ends_with(".name") {
            format!(
                "No label names it: `{text}` at {place} stands where this is printed, and too little else says that it is."
            )
        } else {
            format!("`{text}` at {place} can be one of several things, and nothing says which.")
        };
        let finding = scribe.remark(Code::ReadingAmbiguous, message);
        finding.field = Some(field.clone().into());
        finding.inputs.insert("position".into(), seen.place.clone());
    }
    if !draft.unplaced.is_empty() {
        let heads = some_of(&draft.unplaced);
        scribe
            .remark(Code::ValueUnplaced, format!("The record has no place for the columns {heads}."))
            .inputs
            .insert("columns".into(), heads);
    }
}

/// The first places, and how many more.
pub fn some_of(places: &[String]) -> String {
    let first = places.iter().take(PLACES_MAX).cloned().collect::<Vec<_>>().join(", ");
    match places.len().saturating_sub(PLACES_MAX) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// With a capital at the start of a sentence.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
