//! The tables of the lexicon, as the build script writes them and the program has them in itself.

use super::load::{Loaded, Meant};
use super::table::slots_for;
use std::collections::BTreeSet;

/// A table in its parts: marks, places, entries.
pub(super) type Written = [Vec<u8>; 3];

/// All files as tables.
pub(super) struct Index {
    /// The names of all meanings, in order.
    pub names: Vec<&'static str>,
    /// Phrases, with the meanings of each: section, name (two bytes), languages.
    pub phrases: Written,
    /// The same for phrases without their blanks.
    pub squashed: Written,
    /// Words, with the sections of each as bits.
    pub vocabulary: Written,
}

/// Indexes what was loaded.
///
/// # Errors
/// The phrase that is too long for a table, or means too much.
pub(super) fn index(loaded: &Loaded) -> Result<Index, String> {
    let names: BTreeSet<&str> = loaded.phrases.values().flatten().map(|(_, name, _)| *name).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let phrases = loaded.phrases.iter().map(|(text, meanings)| (text.as_str(), value(meanings, &names)));
    let squashed = loaded.squashed.iter().map(|(text, meanings)| (text.as_str(), value(meanings, &names)));
    let vocabulary = loaded.vocabulary.iter();
    let vocabulary = vocabulary.map(|(word, sections)| (word.as_str(), sections.to_le_bytes().to_vec()));
    let (phrases, squashed, vocabulary) = (write(phrases)?, write(squashed)?, write(vocabulary)?);
    Ok(Index { phrases, squashed, vocabulary, names })
}

/// Meanings as a table has them.
pub(super) fn value(meanings: &[Meant], names: &[&str]) -> Vec<u8> {
    let bytes = |(section, name, languages): &Meant| {
        let [low, high] = (names.partition_point(|other| other < name) as u16).to_le_bytes();
        [*section as u8, low, high, *languages]
    };
    meanings.iter().flat_map(bytes).collect()
}

/// A table of texts and values; `table.rs` tells its form.
///
/// # Errors
/// The text that is too long for the table, or whose value is.
pub(super) fn write<'t>(all: impl ExactSizeIterator<Item = (&'t str, Vec<u8>)>) -> Result<Written, String> {
    let count = (all.len() * 2).next_power_of_two();
    let (mut marks, mut places) = (vec![0; count], vec![0_u32; count]);
    let mut entries = Vec::new();
    for (text, value) in all {
        let long = || format!("“{text}” is too long for the table, or means too much");
        let (mark, mut slots) = slots_for(text, count);
        let free = slots.find(|slot| marks.get(*slot) == Some(&0)).ok_or_else(long)?;
        *marks.get_mut(free).ok_or_else(long)? = mark;
        *places.get_mut(free).ok_or_else(long)? = u32::try_from(entries.len()).map_err(|_| long())?;
        entries.push(u8::try_from(text.len()).map_err(|_| long())?);
        entries.push(u8::try_from(value.len()).map_err(|_| long())?);
        entries.extend_from_slice(text.as_bytes());
        entries.extend(value);
    }
    Ok([marks, places.into_iter().flat_map(u32::to_le_bytes).collect(), entries])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_long_a_text_is_refused_where_the_table_is_made() {
        let long = "x".repeat(256);
        assert_eq!(
            write([(long.as_str(), vec![])].into_iter()),
            Err(format!("“{long}” is too long for the table, or means too much"))
        );
    }
}
