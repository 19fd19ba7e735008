//! The origin that is said once for all goods, in a box with more than a country or in a sentence: `European Union - ITALY`,
//! `all the goods were produced in China`, `las mercancías son originarias de México`.
//!
//! A sentence counts where it names one country and all sentences name the same.

use super::rows::{Row, Run};
use crate::draft::phrase::label;
use crate::draft::words::is_particle;
use crate::draft::{Draft, Seen};
use crate::lexicon::{Section, fold, lexicon};
use trade::country::{self, Country};

/// Words that lead to the country, and words of a country's name.
const LEADING_WORDS_MAX: usize = 3;
const COUNTRY_WORDS_MAX: usize = 6;

/// A sentence goes on in a row so many em below.
const NEXT_EM: f32 = 1.9;

/// Reads the origin of all goods where no line and no label says it.
pub fn read(rows: &[Row], rest: &[usize], draft: &mut Draft) {
    if let Some(known) = draft.fields.get_mut("origin_country") {
        if let Some(name) = country_within(&known.text) {
            known.text = name;
        }
        return;
    }
    if draft.lines.is_empty() || draft.lines.iter().all(|line| line.cells.contains_key("origin_country")) {
        return;
    }
    let mut found: Vec<(Country, Seen)> = Vec::new();
    for (place, at) in rest.iter().enumerate() {
        let Some(row) = rows.get(*at) else { continue };
        let next = rest.get(place + 1).and_then(|at| rows.get(*at));
        for run in &row.runs {
            let more = next.filter(|_| !run.text.ends_with('.')).and_then(|next| below(row, run, next));
            match sentence(run, more) {
                Sentence::One(code, name) => found.push((code, run.see_text(&name))),
                Sentence::Several => return,
                Sentence::None => {}
            }
        }
    }
    let Some((code, seen)) = found.first().cloned() else { return };
    if found.iter().all(|(other, _)| *other == code) {
        draft.put("origin_country", seen, true);
    }
}

/// What a text says of the origin.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Sentence {
    /// Nothing.
    None,
    /// One country: its code, and as printed.
    One(Country, String),
    /// Several: each is that of some goods only.
    Several,
}

/// The text below that a sentence goes on with.
fn below<'r>(row: &Row, run: &Run, next: &'r Row) -> Option<&'r Run> {
    let near = next.page == row.page && next.baseline - row.baseline <= NEXT_EM * row.size.max(next.size);
    next.runs.iter().find(|other| near && (other.bounds.x0 - run.bounds.x0).abs() <= 2.0)
}

/// Finds words for “made in” and the country behind them.
fn sentence(run: &Run, more: Option<&Run>) -> Sentence {
    let own = run.words.len();
    let words: Vec<&str> = run
        .words
        .iter()
        .chain(more.iter().flat_map(|more| &more.words))
        .map(|word| word.text.as_str())
        .collect();
    let mut found = Sentence::None;
    for at in 0..own {
        let leading = (at + 1..=words.len().min(at + LEADING_WORDS_MAX)).rev().find(|to| {
            let text = words.get(at..*to).unwrap_or_default().join(" ");
            !text.contains([':', ',']) && label(&text).is_some_and(|found| found.name == "origin_country")
        });
        let Some((code, name, end)) = leading.and_then(|to| country_at(&words, to)) else { continue };
        let another = words.get(end).is_some_and(|word| joins(word))
            || words.get(end - 1).is_some_and(|word| word.ends_with(','));
        let second = (end..end + 2).find_map(|at| country_at(&words, at)).filter(|_| another);
        if second.is_some() || matches!(&found, Sentence::One(known, _) if *known != code) {
            return Sentence::Several;
        }
        found = Sentence::One(code, name);
    }
    found
}

/// “and”, “or”, “/”: another country may follow.
fn joins(word: &str) -> bool {
    word == "/" || is_particle("or", word) || lexicon().find(Section::Small, &fold(word)).is_some()
}

/// The longest country's name that begins at a word, perhaps behind “the”: its code, its words, and where they end.
fn country_at(words: &[&str], at: usize) -> Option<(Country, String, usize)> {
    let small = words.get(at).is_some_and(|word| lexicon().find(Section::Small, &fold(word)).is_some());
    let from = at + usize::from(small);
    (from + 1..=words.len().min(from + COUNTRY_WORDS_MAX)).rev().find_map(|to| {
        let text = words.get(from..to)?.join(" ");
        let text = text.trim_end_matches(['.', ',', ';', ')']);
        // Two letters in a sentence are a word of it.
        let code = country::read(text).reading().filter(|_| text.len() > 2)?.country;
        Some((code, text.to_owned(), to))
    })
}

/// Whether a text names a country, alone or among other words.
pub fn names_country(text: &str) -> bool {
    let word = |part: &str| country::read(part.trim()) != country::Answer::Unknown;
    word(text) || country_within(text).is_some() || text.split([',', '/', ';', '(', ')']).any(word)
}

/// The one country among the words of a box that says more than it: `Europäische Union (Deutschland)`.
fn country_within(text: &str) -> Option<String> {
    if country::read(text.trim()) != country::Answer::Unknown {
        return None;
    }
    let parts =
        text.split(['(', ')', '/', ',', ';', '–', '—']).flat_map(|part| part.split(" - ")).map(str::trim);
    let mut known = parts
        .filter(|part| country::read(part).reading().is_some_and(|reading| reading.country != Country::EU));
    let first = known.next()?;
    known.next().is_none().then(|| first.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::tests::run;
    use super::*;

    #[test]
    fn sentences_name_the_origin_of_all_goods() {
        let one = |text: &str| match sentence(&run(text), None) {
            Sentence::One(_, name) => name,
            other => format!("{other:?}"),
        };
        for (text, wanted) in [
            ("produced in China and that they comply with the", "China"),
            (
                "to the party named above and are products of the United States of America.",
                "United States of America",
            ),
            ("las mercancías son originarias de México", "México"),
            ("Die Waren wurden hergestellt in Deutschland.", "Deutschland"),
            ("products of Germany and Italy", "Several"),
            ("made in accordance with the rules", "None"),
            ("Made for China", "None"),
        ] {
            assert_eq!(one(text), wanted, "{text}");
        }
        assert_eq!(
            sentence(&run("goods are products of the United States"), Some(&run("of America and were"))),
            Sentence::One(country::read("US").reading().unwrap().country, "United States of America".into())
        );
    }

    #[test]
    fn a_box_may_say_more_than_the_country() {
        assert_eq!(country_within("Europäische Union (Deutschland)").as_deref(), Some("Deutschland"));
        assert_eq!(country_within("European Union - ITALY").as_deref(), Some("ITALY"));
        assert_eq!(country_within("Italy"), None);
        assert_eq!(country_within("Germany / Italy"), None);
    }
}
