//! Words of a description: do they name goods, and which subheadings do they suggest.
//!
//! Promises: a suggestion is a ranking by words in common with the HS texts, the same for the same text, and never
//! a decision. English only: the built-in texts are English, and a text in another language reaches nothing, so
//! the caller asks only where the language is known. Refuses to know the list of vague terms of an authority.

mod index;
mod stem;

use serde::Serialize;

use crate::hs::hs2022;
use index::index;

/// A word found in more headings than this names a material or a quality ("steel", "cotton", "electric"), not
/// goods.
const HEADINGS_MAX: u32 = 60;

/// A subheading that a description suggests.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggestion {
    /// Six digits of HS 2022.
    pub code: String,
    /// Higher is nearer; comparable only within one answer.
    pub score: f32,
    /// The words it rests on, as the index knows them (stems), the weightiest first.
    pub why: Vec<String>,
    /// What the subheading says.
    pub description: String,
}

/// How few headings the most telling word of the description leads to; none if no word names goods at all.
/// Numbers, sizes, part numbers and words that name no goods are passed over.
pub fn reach(description: &str) -> Option<u32> {
    let index = index();
    let mut fewest = None;
    stem::each(description, |stem| {
        if let Some(headings) = index.headings_of(stem)
            && fewest.is_none_or(|few| headings < few)
        {
            fewest = Some(headings);
        }
    });
    fewest
}

/// Does the description hold at least one word that leads to headings of the HS? One such word is enough.
pub fn reaches_heading(description: &str) -> bool {
    let index = index();
    stem::any(description, |stem| index.headings_of(stem).is_some_and(|headings| headings <= HEADINGS_MAX))
}

/// The `count` subheadings of HS 2022 nearest to a description, best first; equal ones in order of code.
pub fn suggest(description: &str, count: usize) -> Vec<Suggestion> {
    let table = hs2022().table();
    let hits = index().rank(description, count);
    let suggestions = hits.into_iter().filter_map(|hit| {
        let row = table.row(hit.row)?;
        let (code, description) = (row.code.to_owned(), row.description.to_owned());
        Some(Suggestion { code, score: hit.score, why: hit.words, description })
    });
    suggestions.collect()
}

#[cfg(test)]
mod tests;
